"""Which texts of a page surely look as if they stood alone on white paper, so that nobody has to draw it to see that.

On a page where every text is plain, a picture of the whole and one of its text alone, in black, can differ only where
something else is painted, and where letters have another colour. How far what is painted reaches is known from its
outline; letters on bare paper stand out as their colour does. Whatever is not surely known here counts as touched: it
is drawn, and looked at.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from plainleaf.press.colours import WHITE, Colour, contrast
from plainleaf.press.inspection.calls import Address, Room, function
from plainleaf.press.inspection.drawn import Drawn, DrawnPage, Letters, Sides
from plainleaf.press.inspection.geometry import needed_contrast
from plainleaf.press.inspection.placed import frames_of, is_seen_through

# Points, nearly three dots: the picture of a text is up to one dot larger than the text, what is painted smears by less
# than one, and lines thinner than a dot are drawn as one.
_NEAR = 2.0
_BLACK = (0, 0, 0, 255)
_GREY = (0.3, 0.59, 0.11)  # of red, green and blue in a grey picture
_SURELY = 1.25  # times the contrast that letters need: nobody has to look at the picture
_PLAIN_MODES = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
_PAINTED = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)  # what stays in its bounds
_MOST_POINTS = 80  # of an outline that is followed: a frame with round corners has half of them
_DEEPEST = 8  # pictures inside pictures
_BAND = 32.0  # points: what is painted is looked up by its height on the page
_CURVE = 3  # points that a curve takes
_FARTHEST = 20_000.0  # points from the corner of a page; no number at all is not less
Point = tuple[float, float]
_get_mode, _get_kind = function("FPDFTextObj_GetTextRenderMode"), function("FPDFPageObj_GetType")
_get_matrix, _get_draw_mode = function("FPDFPageObj_GetMatrix"), function("FPDFPath_GetDrawMode")
_count_points, _get_segment = function("FPDFPath_CountSegments"), function("FPDFPath_GetPathSegment")
_get_point, _get_type = function("FPDFPathSegment_GetPoint"), function("FPDFPathSegment_GetType")
_count_inside, _get_inside = function("FPDFFormObj_CountObjects"), function("FPDFFormObj_GetObject")


def find_untouched(page: DrawnPage) -> frozenset[Address]:
    """The texts of a page that nothing is painted over, under or near, and that stand out from bare paper.

    The page must stand upright, show all of its paper, and have no patterns: text in one may look black.
    """
    if not all(map(_is_near, page.things)):
        return frozenset()
    if not all(_is_plain(one) if one.letters is not None else _stays_in_bounds(one.handle) for one in page.things):
        return frozenset()
    bands: dict[int, list[_Painted | _Coloured]] = {}
    for one in page.things:
        if one.letters is None or one.fill != _BLACK:
            painted = _Painted(one) if one.letters is None else _Coloured(one, one.letters)
            for band in _bands_of(painted.reach):
                bands.setdefault(band, []).append(painted)
    return frozenset(
        one.handle
        for one in page.things
        if one.letters is not None and _stands_out(one, one.letters) and not _is_touched(one, bands)
    )


def _is_touched(text: Drawn, bands: dict[int, list[_Painted | _Coloured]]) -> bool:
    left, bottom, right, top = place = _grown(text.bounds)
    for band in _bands_of(place):
        for painted in bands.get(band, ()):
            west, south, east, north = painted.reach
            if west <= right and left <= east and south <= top and bottom <= north and painted.touches(text, place):
                return True
    return False


def _stands_out(text: Drawn, letters: Letters) -> bool:
    """Whether a text surely has the contrast that it needs where nothing lies under it, as a grey too."""
    if text.fill is None or text.fill == _BLACK:
        return text.fill is not None
    grey = round(sum(part * share for part, share in zip(text.fill, _GREY, strict=False)))
    needed = _SURELY * needed_contrast(letters.size, bold=letters.bold)
    return all(contrast(one, WHITE) >= needed for one in (Colour(*text.fill[:3]), Colour(grey, grey, grey)))


def _bands_of(sides: Sides) -> range:
    return range(int(sides[1] // _BAND), int(sides[3] // _BAND) + 1)


def _is_near(thing: Drawn) -> bool:
    """Whether something stands where a page may be, and not at the end of the world, or nowhere."""
    return all(abs(side) < _FARTHEST for side in thing.bounds)


def _is_plain(text: Drawn) -> bool:
    """Whether a text is drawn as it is once everything else is taken away, but for its colour: filled, and no more."""
    is_solid = text.fill is not None and text.fill[-1] == _BLACK[-1]
    return is_solid and _get_mode(text.handle) in _PLAIN_MODES and not is_seen_through(text.handle)


def _stays_in_bounds(handle: Address, depth: int = 0) -> bool:
    """Whether what is painted stays in its bounds; a shading may not, and letters go as far as a font wants."""
    kind = _get_kind(handle)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        inside = (_get_inside(handle, at) for at in range(_count_inside(handle)))
        return depth < _DEEPEST and all(_stays_in_bounds(one, depth + 1) for one in inside)
    return kind in _PAINTED


def says_something(handle: Address, depth: int = 0) -> bool:
    """Whether text stands in something that is drawn as a whole, where nobody reads it: stamps are laid on so."""
    kind = _get_kind(handle)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return bool(depth and kind == pdfium.FPDF_PAGEOBJ_TEXT)
    inside = (_get_inside(handle, at) for at in range(_count_inside(handle)))
    return depth >= _DEEPEST or any(says_something(one, depth + 1) for one in inside)


class _Painted:
    """Something that is painted, and how far it reaches."""

    def __init__(self, thing: Drawn) -> None:
        self.thing, self.reach = thing, _reach_of(thing)
        self._outline: _Outline | None = None

    def touches(self, text: Drawn, place: Sides) -> bool:
        """Whether it may be seen in the place of a text, as far as it reaches there."""
        del text
        self._outline = self._outline or _Outline(self.thing)
        return self._outline.touches(place)


class _Coloured:
    """A text that is not black, and how far its letters may reach."""

    def __init__(self, thing: Drawn, letters: Letters) -> None:
        left, bottom, right, top = thing.bounds
        self.thing = thing
        self.reach = left - letters.size, bottom - letters.size, right + letters.size, top + letters.size

    def touches(self, text: Drawn, place: Sides) -> bool:
        """Whether it may be seen in the place of a text; what has its colour, or is it, changes nothing there."""
        del place
        return self.thing.fill != text.fill


def _reach_of(thing: Drawn) -> Sides:
    """The bounds of what is painted, as far as its frames let it be seen."""
    left, bottom, right, top = thing.bounds
    for count, points in frames_of(thing.handle, _MOST_POINTS):
        if 0 < count <= _MOST_POINTS:
            across, along = [x for x, _ in points], [y for _, y in points]
            left, right = max(left, min(across)), min(right, max(across))
            bottom, top = max(bottom, min(along)), min(top, max(along))
    return left, bottom, right, top


class _Outline:
    """The outline of a path that is filled: the frame around a text goes round it, and touches it nowhere."""

    def __init__(self, thing: Drawn) -> None:
        modes = Room(ctypes.c_int, 2)
        is_path = thing.kind == pdfium.FPDF_PAGEOBJ_PATH and bool(_get_draw_mode(thing.handle, *modes.places))
        rule, is_drawn = modes.values[:]
        self._rule = rule
        self._rings = _rings_of(thing.handle) if is_path and rule and not is_drawn else ()
        self._edges = [edge for ring in self._rings for edge in _edges_of(ring)]

    def touches(self, text: Sides) -> bool:
        """Whether any of it may be seen in a place that lies within its reach."""
        if not self._rings or any(_overlap(edge, text) for edge in self._edges):
            return True
        # No edge goes through the place: all of it is inside, or all of it is outside.
        middle = ((text[0] + text[2]) / 2, (text[1] + text[3]) / 2)
        turns = sum(_turns(ring, middle) for ring in self._rings)
        return bool(turns % 2 if self._rule == pdfium.FPDF_FILLMODE_ALTERNATE else turns)


Ring = Sequence[tuple[Point, ...]]
"""Pieces of an outline, each with its first and last point, and those between them that bend it."""


def _rings_of(path: Address) -> Sequence[Ring]:
    """The closed lines of a path; none: nobody follows it."""
    count = _count_points(path)
    if not 0 < count <= _MOST_POINTS:
        return ()
    room, place = Room(ctypes.c_float, 6), Room(ctypes.c_float, 2)
    _get_matrix(path, room.places[0])
    a, b, c, d, e, f = room.values[:]
    rings: list[list[tuple[Point, ...]]] = []
    bent: list[Point] = []
    last = (0.0, 0.0)
    for at in range(count):
        segment = _get_segment(path, at)
        kind = _get_type(segment)
        _get_point(segment, *place.places)
        x, y = place.values[:]
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            rings.append([])
        elif not rings:
            return ()
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO and len(bent) < _CURVE - 1:
            bent.append(point)
            continue
        else:
            rings[-1].append((last, *bent, point))
        last, bent = point, []
    return [[*ring, (ring[-1][-1], ring[0][0])] for ring in rings if ring]


def _edges_of(ring: Ring) -> Iterator[Sides]:
    """What each piece of a line keeps in: a curve stays between its points."""
    for piece in ring:
        across, along = [x for x, _ in piece], [y for _, y in piece]
        yield min(across), min(along), max(across), max(along)


def _turns(ring: Ring, place: Point) -> int:
    """How often a line goes round a place, counted by where it passes to the right of it."""
    x, y = place
    turns = 0
    for piece in ring:
        (west, start), (east, end) = piece[0], piece[-1]
        if (start <= y) != (end <= y) and west + (y - start) * (east - west) / (end - start) > x:
            turns += 1 if end > start else -1
    return turns


def _overlap(one: Sides, other: Sides) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _grown(sides: Sides) -> Sides:
    left, bottom, right, top = sides
    return left - _NEAR, bottom - _NEAR, right + _NEAR, top + _NEAR
