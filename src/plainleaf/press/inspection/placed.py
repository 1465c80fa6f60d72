"""The texts of a page of a file, one by one: where each stands, how large, and whether it stands as it is read."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium

from plainleaf.press.inspection.extraction import BOLD

_SKEW, _NARROW, _WIDE = 0.4, 0.6, 1.6  # how far letters may lean, and be narrower or wider than drawn
_LEVEL = 0.01  # of its width, by which a line may rise
_INSIDE = 1.0  # points that a letter may reach over an edge
_RECTANGLE = 5  # points of one that is closed
Handle = Any
Sides = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in dots."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class PlacedText:
    """What is written at one go.

    Attributes:
        box: where it stands in a picture of its page.
        size: of its letters, in points.
        line: height of the line of writing, in dots from the top of the picture.
        is_upright: neither turned nor mirrored nor squeezed.
        is_masked: a frame or mask may take something of it.
        is_outside: it reaches over the edge of the paper.
    """

    handle: Handle
    box: Box
    size: float
    bold: bool
    line: float
    is_upright: bool
    is_masked: bool
    is_outside: bool


def place_text(handle: Handle, paper: Sides, scale: float, dots: tuple[int, int]) -> PlacedText:
    """Where a text stands on its page.

    Args:
        paper: the page.
        scale: dots a point of its picture, and `dots` how wide and high that is.
    """
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    up, across = hypot(matrix.c, matrix.d), hypot(matrix.a, matrix.b)
    west, south, east, north = paper
    box = Box(
        _dot((left - west) * scale, dots[0]),
        _dot((north - top) * scale, dots[1]),
        _dot((right - west) * scale + 1, dots[0]),
        _dot((north - bottom) * scale + 1, dots[1]),
    )
    return PlacedText(
        handle,
        box,
        size.value * up,
        pdfium.FPDFFont_GetWeight(pdfium.FPDFTextObj_GetFont(handle)) >= BOLD,
        (north - matrix.f) * scale,
        is_upright=matrix.a > 0 < matrix.d
        and abs(matrix.b) <= _LEVEL * across
        and abs(matrix.c) <= _SKEW * up
        and _NARROW * up <= across <= _WIDE * up,
        is_masked=bool(pdfium.FPDFPageObj_HasTransparency(handle)) or _is_cut(handle, (left, bottom, right, top)),
        is_outside=left < west - _INSIDE or bottom < south - _INSIDE or right > east + _INSIDE or top > north + _INSIDE,
    )


def _is_cut(handle: Handle, text: Sides) -> bool:
    """Whether a frame may cut off a part of a text; one that is no rectangle surely may."""
    frames = pdfium.FPDFPageObj_GetClipPath(handle)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(max(pdfium.FPDFClipPath_CountPaths(frames), 0)):
        count = pdfium.FPDFClipPath_CountPathSegments(frames, number)
        points: list[tuple[float, float]] = []
        for at in range(min(count, _RECTANGLE)):
            segment = pdfium.FPDFClipPath_GetPathSegment(frames, number, at)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            points.append((x.value, y.value))
        across, along = {x for x, _ in points}, {y for _, y in points}
        is_rectangle = count <= _RECTANGLE and len(across) == len(along) == 2  # noqa: PLR2004 - sides
        left, bottom, right, top = text
        if not is_rectangle or not (
            min(across) <= left + _INSIDE
            and right - _INSIDE <= max(across)
            and min(along) <= bottom + _INSIDE
            and top - _INSIDE <= max(along)
        ):
            return True
    return False


def _dot(place: float, most: int) -> int:
    """A place in a picture; a file may hold any figure, or none."""
    return int(min(max(0, place), most))


def read_text(handle: Handle, letters: Handle) -> str:
    """What a text says. ``letters``: all those of its page, as PDFium reads them."""
    needed = int(pdfium.FPDFTextObj_GetText(handle, letters, None, 0))
    room = ctypes.create_string_buffer(max(needed, 2))
    pointer = ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFTextObj_GetText(handle, letters, pointer, needed)
    return " ".join(room.raw[: max(needed - 2, 0)].decode("utf-16-le", "replace").split())
