"""What another program reads in a PDF: text by the marks that tags refer to, with size and colours.

PDFium does the reading, which is what many browsers show PDFs with; the engine that wrote the file has no part in it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from plainleaf.press.colours import BLACK, WHITE, Colour
from plainleaf.press.inspection.calls import Address, Room, address_of, ask_all, function
from plainleaf.press.inspection.drawn import DrawnFile, DrawnPage, Sides
from plainleaf.press.inspection.letters import LOST, read_order, runs_right_to_left

UNMARKED = -1
"""The mark of what no tag can refer to."""
INVISIBLE = 3
"""The rendering mode of text that is not drawn."""
_WINDING = 2  # how backgrounds are filled; the engine fills frames by the other rule
_get_text, _get_mode = function("FPDFTextObj_GetText"), function("FPDFTextObj_GetTextRenderMode")
_get_mark, _count_marks = function("FPDFPageObj_GetMarkedContentID"), function("FPDFPageObj_CountMarks")
_get_mark_object, _get_name = function("FPDFPageObj_GetMark"), function("FPDFPageObjMark_GetName")
_get_draw_mode, _count_letters = function("FPDFPath_GetDrawMode"), function("FPDFText_CountChars")
_get_text_object, _get_letter = function("FPDFText_GetTextObject"), function("FPDFText_GetUnicode")
_get_origin, _is_lost = function("FPDFText_GetCharOrigin"), function("FPDFText_HasUnicodeMapError")


@dataclass(frozen=True, slots=True)
class Writing:
    """A stretch of text of one page.

    Attributes:
        units: what stands at each place, from left to right.
        mark: what tags call it; `UNMARKED`: they cannot.
        is_artifact: marked as no part of the text, such as a running foot.
        line: height of its line of writing above the foot of the page, in points.
        size: in points.
        paper: the colour behind its middle.
    """

    units: Sequence[str]
    mark: int
    is_artifact: bool
    line: float
    size: float
    bold: bool
    ink: Colour
    paper: Colour

    @property
    def text(self) -> str:
        """As it is read."""
        return read_order(self.units)


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as it is read.

    Attributes:
        width, height: in points.
        writings: in the order in which they are drawn.
        marks: text of each mark, as it is read; of `UNMARKED`, everything else, line by line.
    """

    width: float
    height: float
    writings: tuple[Writing, ...]
    marks: Mapping[int, str]


@dataclass(slots=True)
class _Texts:
    """Text of the objects of a page; letter by letter where some run from right to left."""

    page: Address
    units: Mapping[Address, list[str]] | None
    room: Any = field(default_factory=lambda: ctypes.create_string_buffer(4096))

    def of(self, handle: Address) -> list[str]:
        if self.units is not None:
            return self.units.get(handle, [])
        needed = _get_text(handle, self.page, ctypes.addressof(self.room), len(self.room))
        if needed > len(self.room):
            self.room = ctypes.create_string_buffer(needed)
            needed = _get_text(handle, self.page, ctypes.addressof(self.room), needed)
        return [self.room.raw[: max(needed - 2, 0)].decode("utf-16-le", "replace")]


def read_pages(drawn: DrawnFile, *, may_lose_letters: bool = True) -> tuple[PageReading, ...]:
    """Read all pages.

    Args:
        may_lose_letters: a font lacks characters in its table; they come out as `letters.LOST`.

    Raises:
        pypdfium2.PdfiumError: when it is no PDF that can be read.
    """
    return tuple(_read_page(page, may_lose_letters) for page in drawn.pages())


def _read_page(drawn: DrawnPage, may_lose_letters: bool) -> PageReading:  # noqa: FBT001 - handed through
    letters = drawn.page.get_textpage()
    try:
        is_turned = runs_right_to_left(letters.get_text_range())
        address = address_of(letters.raw)
        texts = _Texts(address, _read_units(address, may_lose_letters) if is_turned else None)
        writings = tuple(_read_writings(drawn, texts))
        width, height = drawn.page.get_size()
        return PageReading(width, height, writings, _join(writings))
    finally:
        letters.close()


def _join(writings: Iterable[Writing]) -> dict[int, str]:
    """The text of each mark; of what has none, line by line."""
    units: dict[int, list[str]] = {}
    lines: list[list[str]] = []
    last: Writing | None = None
    for writing in writings:
        if writing.mark != UNMARKED:
            units.setdefault(writing.mark, []).extend(writing.units)
        elif last is not None and abs(writing.line - last.line) < writing.size / 2:
            lines[-1].extend(writing.units)
        else:
            lines.append(list(writing.units))
        last = writing if writing.mark == UNMARKED else None
    marks = {mark: read_order(letters) for mark, letters in units.items()}
    return {**marks, UNMARKED: "\n".join(map(read_order, lines))} if lines else marks


def _read_writings(drawn: DrawnPage, texts: _Texts) -> Iterator[Writing]:
    """The texts of a page, each with what lies under it."""
    fills: list[tuple[Sides, Colour]] = []
    for thing in drawn.things:
        if thing.kind == pdfium.FPDF_PAGEOBJ_PATH:
            if _is_filled(thing.handle) and (colour := _colour_of(thing.fill)):
                fills.append((thing.bounds, colour))
        elif thing.letters is not None:
            units = texts.of(thing.handle)
            ink = _colour_of(thing.fill)
            if not units or ink is None or _get_mode(thing.handle) == INVISIBLE:
                continue
            mark, letters = _get_mark(thing.handle), thing.letters
            is_artifact = mark == UNMARKED and _is_artifact(thing.handle)
            paper = _paper_under(thing.bounds, fills) if fills else WHITE
            yield Writing(units, mark, is_artifact, letters.matrix[5], letters.size, letters.bold, ink, paper)


def _read_units(letters: Address, may_lose_letters: bool) -> dict[Address, list[str]]:  # noqa: FBT001 - handed through
    """What stands at each place of each text object, from left to right.

    PDFium guesses how a line with right-to-left letters is read, and turns Latin words and units round with it. The
    places of the letters are not guessed.
    """
    numbers = range(_count_letters(letters))
    page = [letters] * len(numbers)
    handles = list(map(_get_text_object, page, numbers))
    said = list(map(chr, map(_get_letter, page, numbers)))
    if may_lose_letters:
        lost = map(_is_lost, page, numbers)
        said = [LOST if is_lost == 1 else letter for letter, is_lost in zip(said, lost, strict=True)]
    places: dict[Address, dict[float, str]] = {handle: {} for handle in handles}
    origins = ask_all(_get_origin, ctypes.c_double, 2, page, numbers)
    for handle, letter, (across, _) in zip(handles, said, origins, strict=True):
        at, place = places[handle], round(across, 1)
        at[place] = at[place] + letter if place in at else letter
    # Blanks and breaks that PDFium puts in belong to nothing.
    return {handle: [letter for _, letter in sorted(at.items())] for handle, at in places.items() if handle}


def _is_filled(handle: Address) -> bool:
    """Whether a path fills its whole shape; otherwise it draws a frame, a line or a pattern."""
    room = Room(ctypes.c_int, 2)
    return bool(_get_draw_mode(handle, *room.places)) and room.values[0] == _WINDING


@lru_cache(maxsize=256)
def _colour_of(fill: tuple[int, ...] | None) -> Colour | None:
    """The colour of an object; none: it lets everything through."""
    if fill is None:
        return BLACK
    red, green, blue, alpha = fill
    return Colour(red, green, blue) if alpha else None


def _paper_under(text: Sides, fills: list[tuple[Sides, Colour]]) -> Colour:
    """The colour of the last thing that was filled where the middle of a text stands."""
    left, bottom, right, top = text
    x, y = (left + right) / 2, (bottom + top) / 2
    for (west, south, east, north), colour in reversed(fills):
        if west <= x <= east and south <= y <= north:
            return colour
    return WHITE


def _is_artifact(handle: Address) -> bool:
    room, needed = ctypes.create_string_buffer(64), Room(ctypes.c_ulong, 1)
    for number in range(_count_marks(handle)):
        _get_name(_get_mark_object(handle, number), ctypes.addressof(room), len(room), *needed.places)
        if room.raw[: max(needed.values[0] - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False
