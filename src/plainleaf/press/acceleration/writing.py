"""What a PDF is made of, as bytes: each part put into bytes once, and numbers and names without detours.

The engine writes a file that has an identifier twice, once to count it up and once to keep it: all its streams are
packed twice as tightly as they can be. Most of what is in it are small dictionaries, one for each tag.
"""

from __future__ import annotations

import re
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Callable
from hashlib import md5
from io import BytesIO
from itertools import accumulate
from math import ceil, log
from typing import Any

import pydyf

from plainleaf.press.acceleration.switch import Patch

# pydyf has no types, so what is its own stands here as Any.
PdfObject = Any
Pdf = Any

MOST_NAMES = 4096
_PACKED = b"1.5"  # the first version in which objects may be packed together
_SPECIAL = re.compile(rb"([\\()])")
_stock_bytes = pydyf._to_bytes  # noqa: SLF001 - all operators of a page call it
_stock_string = pydyf.String.data
_stock_write = pydyf.PDF.write
_names: dict[str, bytes] = {}


def patches() -> tuple[Patch, ...]:
    """All that writes."""
    return (
        Patch(pydyf, "_to_bytes", _stock_bytes, to_bytes),
        Patch(pydyf.Dictionary, "data", pydyf.Dictionary.data, property(_dictionary)),
        Patch(pydyf.Array, "data", pydyf.Array.data, property(_array)),
        Patch(pydyf.String, "data", _stock_string, property(_string)),
        Patch(pydyf.Stream, "data", pydyf.Stream.data, property(_stream)),
        Patch(pydyf.Stream, "begin_marked_content", pydyf.Stream.begin_marked_content, _begin_mark),
        Patch(pydyf.PDF, "page_references", pydyf.PDF.page_references, property(_page_references)),
        Patch(pydyf.PDF, "write", _stock_write, _write),
    )


def forget() -> None:
    """Let go of the names."""
    _names.clear()


def to_bytes(item: object) -> bytes:
    """Any part of a PDF."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[return-value] # as its kind says
    found = _BY_KIND.get(kind)
    data: bytes = found(item) if found else _stock_bytes(item)
    return data


def _float(number: float) -> bytes:
    return b"%d" % number if number.is_integer() else f"{number:f}".rstrip("0").encode("ascii")


def _data(item: PdfObject) -> bytes:
    data: bytes = item.data
    return data


_BY_KIND: dict[type, Callable[[Any], bytes]] = {
    str: lambda text: text.encode("ascii"),
    int: b"%d".__mod__,
    float: _float,
    pydyf.Dictionary: _data,
    pydyf.Array: _data,
    pydyf.String: _data,
}


def _name(key: object) -> bytes:
    """The start of an entry of a dictionary."""
    name: bytes = b"/" + _stock_bytes(key) + b" "
    if type(key) is str:  # numbers that are equal are not always written alike
        if len(_names) >= MOST_NAMES:
            _names.clear()
        _names[key] = name
    return name


def _dictionary(self: PdfObject) -> bytes:
    return b"<<%b>>" % b"".join([(_names.get(key) or _name(key)) + to_bytes(value) for key, value in self.items()])


def _array(self: PdfObject) -> bytes:
    return b"[%b]" % b" ".join([to_bytes(child) for child in self])


def _string(self: PdfObject) -> bytes:
    text = self.string
    if type(text) is not str:
        data: bytes = _stock_string.fget(self)
        return data
    if text.isascii():
        return b"(%b)" % _SPECIAL.sub(rb"\\\1", text.encode("ascii"))
    return b"<%b>" % (BOM_UTF16_BE + text.encode("utf-16-be")).hex().encode()


def _begin_mark(self: PdfObject, tag: str, property_list: PdfObject | None = None) -> None:
    """One piece of the page, of bytes like all others."""
    name = tag.encode("ascii")
    self.stream.append(b"/%b\nBMC" % name if property_list is None else b"/%b\n%b\nBDC" % (name, property_list.data))


def _stream(self: PdfObject) -> bytes:
    try:
        content = b"\n".join(self.stream)
    except TypeError:  # some of it is no bytes
        content = b"\n".join([to_bytes(item) for item in self.stream])
    extra = pydyf.Dictionary(self.extra.copy())
    if self.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, 9)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


def _page_references(self: Pdf) -> tuple[bytes, ...]:
    """Asked for by every tag; told from those of the time before, which pages were added to since."""
    pages = self.pages["Kids"]
    known: tuple[int, tuple[bytes, ...]] = getattr(self, "known_references", (0, ()))
    if known[0] != len(pages):
        known = self.known_references = len(pages), tuple(b"%d 0 R" % number for number in pages[::3])
    return known[1]


def _write(
    self: Pdf,
    output: BytesIO,
    version: bytes | str | None = b"1.7",
    identifier: object = False,  # noqa: FBT002 - pydyf's own
    compress: bool = False,  # noqa: FBT001, FBT002
) -> None:
    """The file, each object put into bytes once; what is written before 1.5 or loose, as pydyf does it."""
    number = to_bytes(version or b"1.7")
    if number < _PACKED or not compress or identifier not in {True, False, None}:
        _stock_write(self, output, version, identifier, compress)
        return
    if self.info:
        self.add_object(self.info)
    self.write_line(b"%PDF-" + number, output)
    self.write_line(b"%\xf0\x9f\x96\xa4", output)
    counted, packed = md5(usedforsecurity=False), []
    for one in self.objects:
        if one.free == "f":
            continue
        data = one.data
        counted.update(data)
        if one.compressible:
            packed.append((one.number, data))
        else:
            _put(self, one, data, output)
    places = accumulate((len(data) + 1 for _, data in packed), initial=0)
    head = b" ".join(b"%d %d" % (one, place) for (one, _), place in zip(packed, places, strict=False))
    stream = pydyf.Stream(
        [head, *(data for _, data in packed)],
        {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1},
        compress,
    )
    self.add_object(stream)
    data = stream.data
    counted.update(data)
    _put(self, stream, data, output)
    _end(self, stream.number, len(packed), counted.hexdigest().encode() if identifier else b"", output)


def _put(pdf: Pdf, one: PdfObject, data: bytes, output: BytesIO) -> None:
    """An object that stands in the file itself."""
    one.offset = pdf.current_position
    pdf.write_line(b"%d %d obj\n%b\nendobj" % (one.number, one.generation, data), output)


def _end(pdf: Pdf, stream: int, packed: int, identifier: bytes, output: BytesIO) -> None:
    """Where each object stands: in the file, or which one it is in the stream of packed objects."""
    places, at = [], 0
    for one in pdf.objects:
        if one.compressible:
            places.append((2, stream, at))
            at += 1
        else:
            places.append((int(bool(one.number)), one.offset, one.generation))
    places.append((1, pdf.current_position, 0))
    most = max(packed, *(one.generation for one in pdf.objects))
    lengths = (1, ceil(log(pdf.current_position + 1, 256)), ceil(log(most + 1, 256)))
    table = b"".join(
        [
            kind.to_bytes(1, "big") + at.to_bytes(lengths[1], "big") + more.to_bytes(lengths[2], "big")
            for kind, at, more in places
        ]
    )
    count = len(pdf.objects) + 1
    extra = {
        "Type": "/XRef",
        "Index": pydyf.Array((0, count)),
        "W": pydyf.Array(lengths),
        "Size": count,
        "Root": pdf.catalog.reference,
    }
    if pdf.info:
        extra["Info"] = pdf.info.reference
    if identifier:
        extra["ID"] = pydyf.Array((b"(%b)" % identifier, b"(%b)" % identifier))
    ending = pydyf.Stream([table], extra, compress=True)
    pdf.xref_position = pdf.current_position
    pdf.add_object(ending)
    _put(pdf, ending, ending.data, output)
    pdf.write_line(b"startxref", output)
    pdf.write_line(b"%d" % pdf.xref_position, output)
    pdf.write_line(b"%%EOF", output)
