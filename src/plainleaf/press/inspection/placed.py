"""The texts of a page of a file, one by one: where each stands, how large, and whether it stands as it is read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plainleaf.press.inspection.calls import Address, Room, function
from plainleaf.press.inspection.drawn import Drawn, Letters, Sides

_SKEW, _NARROW, _WIDE = 0.4, 0.6, 1.6  # how far letters may lean, and be narrower or wider than drawn
_LEVEL = 0.01  # of its width, by which a line may rise
_INSIDE = 1.0  # points that a letter may reach over an edge
_RECTANGLE = 5  # points of one that is closed
_has_transparency, _get_text = function("FPDFPageObj_HasTransparency"), function("FPDFTextObj_GetText")
_get_frames, _count_frames = function("FPDFPageObj_GetClipPath"), function("FPDFClipPath_CountPaths")
_count_points, _get_segment = function("FPDFClipPath_CountPathSegments"), function("FPDFClipPath_GetPathSegment")
_get_point = function("FPDFPathSegment_GetPoint")


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
        size: of its letters, in points.
        line: height of the line of writing, in points from the foot of the page.
        is_upright: neither turned nor mirrored nor squeezed.
        is_masked: a frame or mask may take something of it.
        is_outside: it reaches over the edge of the paper.
    """

    thing: Drawn
    size: float
    bold: bool
    line: float
    is_upright: bool
    is_masked: bool
    is_outside: bool


def place_text(thing: Drawn, letters: Letters, paper: Sides) -> PlacedText:
    """How a text stands on its page.

    Args:
        paper: the page.
    """
    left, bottom, right, top = thing.bounds
    a, b, c, d, _, line = letters.matrix
    up, across = letters.up, letters.across
    west, south, east, north = paper
    return PlacedText(
        thing,
        letters.size,
        letters.bold,
        line,
        is_upright=a > 0 < d
        and abs(b) <= _LEVEL * across
        and abs(c) <= _SKEW * up
        and _NARROW * up <= across <= _WIDE * up,
        is_masked=is_seen_through(thing.handle) or _is_cut(thing.handle, thing.bounds),
        is_outside=left < west - _INSIDE or bottom < south - _INSIDE or right > east + _INSIDE or top > north + _INSIDE,
    )


def box_of(sides: Sides, paper: Sides, scale: float, dots: tuple[int, int]) -> Box:
    """The part of a picture of a page in which something stands.

    Args:
        scale: dots a point of the picture, and `dots` how wide and high it is.
    """
    left, bottom, right, top = sides
    west, _, _, north = paper
    return Box(
        _dot((left - west) * scale, dots[0]),
        _dot((north - top) * scale, dots[1]),
        _dot((right - west) * scale + 1, dots[0]),
        _dot((north - bottom) * scale + 1, dots[1]),
    )


def is_seen_through(handle: Address) -> bool:
    """Whether what lies under a thing shows through it, or a mask takes something of it."""
    return bool(_has_transparency(handle))


def frames_of(handle: Address, most: int) -> Iterator[tuple[int, Sequence[tuple[float, float]]]]:
    """The frames outside of which nothing of a thing is seen: how many points each has, and the first of them.

    Args:
        most: points that are asked for.
    """
    frames = _get_frames(handle)
    for number in range(_count_frames(frames)):
        room = Room(ctypes.c_float, 2)
        count = _count_points(frames, number)
        points: list[tuple[float, float]] = []
        for at in range(min(count, most)):
            _get_point(_get_segment(frames, number, at), *room.places)
            points.append((room.values[0], room.values[1]))
        yield count, points


def _is_cut(handle: Address, text: Sides) -> bool:
    """Whether a frame may cut off a part of a text; one that is no rectangle surely may."""
    left, bottom, right, top = text
    for count, points in frames_of(handle, _RECTANGLE):
        across, along = {x for x, _ in points}, {y for _, y in points}
        is_rectangle = count <= _RECTANGLE and len(across) == len(along) == 2  # noqa: PLR2004 - sides
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


def read_text(handle: Address, letters: Address) -> str:
    """What a text says. ``letters``: all those of its page, as PDFium reads them."""
    needed = _get_text(handle, letters, None, 0)
    room = ctypes.create_string_buffer(max(needed, 2))
    _get_text(handle, letters, ctypes.addressof(room), needed)
    return " ".join(room.raw[: max(needed - 2, 0)].decode("utf-16-le", "replace").split())
