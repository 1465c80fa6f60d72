"""Drawings and pictures that others bring: a clinic's logo, a theme's pictograms. What may be in them, and what not.

They stand beside words that matter, so they may not write words of their own, fetch anything, run anything or reach
out of their frame. What is not known to be harmless is refused, with its name.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

SVG_BYTES = 200_000
PNG_BYTES = 1_000_000
PNG_SIDE = 4000
"""Most pixels of a side: 10 mm need 120 for a sharp print at 300 dpi."""
WIDEST, TALLEST = 8.0, 0.25
"""Widest and tallest shape, as width by height, that has room at the head of a page."""

_SPACE = "{http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse",
    "line", "polyline", "polygon", "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
SHAPES = frozenset({"g", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect"})
"""What a pictogram is drawn with, on paper and on screens."""
MEASURES = frozenset({
    "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "transform",
})  # fmt: skip
"""Attributes of shapes that say where they are."""
PAINT = frozenset({
    "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
})  # fmt: skip
"""Those that say how they look, which the whole drawing may have too."""
_OF_THE_WHOLE = PAINT | {"viewBox", "width", "height"}
_SAID = frozenset({"title", "desc"})
_DECLARES = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[")
_REACHING = re.compile(r"url\s*\(\s*[\"']?\s*(?!#|[\"']?\s*#)|@import|\\|expression|javascript:", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px|pt|mm|cm|in|)\s*")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Logo:
    """A clinic's sign for the head of a sheet: ``svg`` or ``png``, and its bytes."""

    kind: str
    data: bytes


def read_logo(data: bytes) -> Logo:
    """The logo in a file.

    Raises:
        ValueError: with what is wrong with it, as one clause.
    """
    fault: str | None
    if data.startswith(_PNG):
        fault = _png_fault(data)
        logo = Logo("png", data)
    else:
        fault = f"it is larger than {SVG_BYTES:,} bytes" if len(data) > SVG_BYTES else None
        try:
            fault = fault or svg_fault(data.decode("utf-8"))
        except UnicodeDecodeError:
            fault = "it is neither SVG nor PNG"
        logo = Logo("svg", data)
    if fault:
        raise ValueError(fault)
    return logo


def svg_fault(text: str) -> str | None:
    """What is wrong with an SVG drawing, as one clause; none: it may be printed."""
    if _DECLARES.search(text):
        return "it declares entities"
    try:
        root = ET.fromstring(text.encode())  # noqa: S314 - it declares no entities
    except (ET.ParseError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        return f"it is not SVG: {error}"
    if root.tag != f"{_SPACE}}}svg":
        return "it is not SVG: the first element is not <svg>"
    return next(_element_faults(root), None) or _shape_fault(root)


def pictogram_fault(text: str) -> str | None:
    """What is wrong with a pictogram, as one clause; none: paper and screens show the same of it.

    It may hold less than a logo: plain shapes, painted by attributes of their own.
    """
    return svg_fault(text) or next(_unshown(ET.fromstring(text.encode())), None)  # noqa: S314 - read once already


def _unshown(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if element is not root and name in _SAID:
            continue
        if element is not root and name not in SHAPES:
            yield f"a pictogram has no <{name}>, which screens do not show"
        known = _OF_THE_WHOLE if element is root else PAINT | MEASURES
        if unknown := sorted(element.attrib.keys() - known - {"id"}):
            yield f"a pictogram has no attribute {unknown[0].rpartition('}')[2]}, which screens do not show"


def _element_faults(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        space, _, name = str(element.tag).rpartition("}")
        # The engine looks at names alone, and would draw what a drawing program wrote for itself.
        if name not in _ELEMENTS or space != _SPACE:
            yield f"<{name}> may not stand in it{'' if space == _SPACE else ': it is no element of SVG'}"
        if name == "style" and _REACHING.search(element.text or ""):
            yield "its style refers to something outside"
        for key, value in element.attrib.items():
            yield from _attribute_faults(key.rpartition("}")[2].lower(), value)


def _attribute_faults(key: str, value: str) -> Iterator[str]:
    if key.startswith("on"):
        yield f"the attribute {key} runs a program"
    elif key == "href" and not value.startswith("#"):
        yield "it refers to something outside"
    elif key == "overflow" or (key == "style" and "overflow" in value.lower()):
        yield "it may not draw outside its frame (overflow)"
    elif _REACHING.search(value):
        yield f"the attribute {key} refers to something outside"


def _shape_fault(root: ET.Element) -> str | None:
    width, height = (_length(root.get(side, "")) for side in ("width", "height"))
    box = [float(part) for part in re.findall(r"-?[0-9]*\.?[0-9]+", root.get("viewBox", ""))]
    if len(box) == 4:  # noqa: PLR2004 - left, top, width, height
        width, height = width or box[2], height or box[3]
    return _ratio_fault(width, height)


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    return float(found[1]) if found else 0.0


def _ratio_fault(width: float, height: float) -> str | None:
    if width <= 0 or height <= 0:
        return "it does not say how wide and high it is (viewBox)"
    if not TALLEST <= width / height <= WIDEST:
        return f"its width may be {TALLEST:g} to {WIDEST:g} times its height, and is {width / height:.2g} times"
    return None


def _png_fault(data: bytes) -> str | None:
    if len(data) > PNG_BYTES:
        return f"it is larger than {PNG_BYTES:,} bytes"
    try:
        chunks = dict(_chunks(data))
        width, height = struct.unpack(">II", chunks.get(b"IHDR", b"")[:8])
    except (struct.error, ValueError):
        return "it is a broken PNG"
    if next(iter(chunks)) != b"IHDR" or b"IDAT" not in chunks or [*chunks][-1] != b"IEND":
        return "it is a broken PNG"
    if max(width, height) > PNG_SIDE:
        return f"it has more than {PNG_SIDE:,} pixels on a side"
    return _ratio_fault(width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of each chunk of a PNG file.

    Raises:
        ValueError: when one is cut off or damaged.
    """
    at = len(_PNG)
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        content, check = data[at + 8 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        if check != struct.pack(">I", zlib.crc32(name + content)):
            raise ValueError
        yield name, content
        at += 12 + size
