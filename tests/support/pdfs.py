"""Finished PDFs as other programs and other people change them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf

from plainleaf.press.source import SOURCE_NAME, LeafletSource, code_of, read_source


def change_pdf(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after a change, saved by another program."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(
            saved,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,  # what `change` packed stays as it packed it
        )
    return saved.getvalue()


def change_drawing(data: bytes, old: bytes, new: bytes) -> bytes:
    """The PDF with other drawing instructions on its pages, where they must be found."""

    def change(pdf: pikepdf.Pdf) -> None:
        drawings = [page.Contents for page in pdf.pages if old in page.Contents.read_bytes()]
        assert drawings
        for drawing in drawings:
            drawing.write(drawing.read_bytes().replace(old, new))

    return change_pdf(data, change)


def draw_over(data: bytes, drawing: bytes) -> bytes:
    """The PDF with something more drawn on each of its pages, in points from their lower left corner."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q /Artifact BMC q " + drawing + b" Q EMC")

    return change_pdf(data, change)


def attached(data: bytes) -> LeafletSource:
    """The source that travels in a PDF."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return read_source(pdf.attachments[SOURCE_NAME].get_file().read_bytes(), "sheet.pdf")


def attach(data: bytes, source: bytes | None) -> bytes:
    """The PDF with another attachment; none: with nothing attached."""

    def change(pdf: pikepdf.Pdf) -> None:
        if SOURCE_NAME in pdf.attachments:
            del pdf.attachments[SOURCE_NAME]
        if source is not None:
            pdf.attachments[SOURCE_NAME] = source

    return change_pdf(data, change)


def consistent(source: LeafletSource) -> LeafletSource:
    """The source with the hash and code that belong to what it says."""
    content_hash = source.hash_again()
    return source.model_copy(update={"content_hash": content_hash, "code": code_of(content_hash)})
