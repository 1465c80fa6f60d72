"""The structured source inside a PDF, unpacked without trust in its size."""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf

from plainleaf.press.source import SOURCE_NAME, LeafletSource, read_source
from plainleaf.problems import PlainleafError, Position, Problem

LARGEST_SOURCE = 4_000_000
"""Bytes of the attached source when it is unpacked; those of the library have a tenth of it."""

BROKEN = (RuntimeError, ValueError, TypeError, LookupError, AttributeError)
"""What reading a broken file can end with, besides what the libraries themselves have for it."""


def read_attached(pdf: pikepdf.Pdf, name: str) -> LeafletSource | None:
    """The source attached to a PDF; none: nothing of that name is attached.

    Raises:
        PlainleafError: P040, when it cannot be read; P053, when it contradicts itself.
    """
    if SOURCE_NAME not in pdf.attachments:
        return None
    data = unpack(pdf.attachments[SOURCE_NAME].obj.EF.F)
    if data is None:
        message = f"the attached {SOURCE_NAME} cannot be read: it is damaged, or larger than {LARGEST_SOURCE:,} bytes"
        raise PlainleafError(Problem(Position(name), "P040", message, "another program changed it"))
    source = read_source(data, name)
    if source.hash_again() != source.content_hash:
        message = f"the attached {SOURCE_NAME} does not fit its own hash"
        raise PlainleafError(Problem(Position(name), "P053", message, "it was changed after it was printed"))
    return source


def unpack(stream: Any) -> bytes | None:  # noqa: ANN401 - an object of the file
    """The bytes of a stream that is packed as plainleaf packs it; none: it is not, or is damaged, or is too large."""
    packed: bytes = stream.read_raw_bytes()
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array) and len(packing) == 1:
        packing = packing[0]
    if packing is None:
        return packed if len(packed) <= LARGEST_SOURCE else None
    if packing != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        return None
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, LARGEST_SOURCE + 1)
    except zlib.error:
        return None
    return data if unpacker.eof and len(data) <= LARGEST_SOURCE else None
