"""What another program reads in a PDF: text by the marks that tags refer to, with size and colours.

PDFium does the reading, which is what many browsers show PDFs with; the engine that wrote the file has no part in it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from plainleaf.press.colours import BLACK, WHITE, Colour
from plainleaf.press.inspection.letters import LOST, read_order, runs_right_to_left

UNMARKED = -1
"""The mark of what no tag can refer to."""
_INVISIBLE = 3  # the rendering mode of text that is not drawn
BOLD = 600
_WINDING = 2  # how backgrounds are filled; the engine fills frames by the other rule
Handle = Any


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

    page: Handle
    units: Mapping[int, list[str]] | None
    room: Any = field(default_factory=lambda: ctypes.create_string_buffer(4096))

    def of(self, handle: Handle) -> list[str]:
        if self.units is not None:
            return self.units.get(ctypes.addressof(handle.contents), [])
        needed = self._read(handle)
        if needed > len(self.room):
            self.room = ctypes.create_string_buffer(needed)
            needed = self._read(handle)
        return [self.room.raw[: max(needed - 2, 0)].decode("utf-16-le", "replace")]

    def _read(self, handle: Handle) -> int:
        pointer = ctypes.cast(self.room, ctypes.POINTER(pdfium.FPDF_WCHAR))
        return int(pdfium.FPDFTextObj_GetText(handle, self.page, pointer, len(self.room)))


def read_pages(data: bytes, *, may_lose_letters: bool = True) -> tuple[PageReading, ...]:
    """Read all pages.

    Args:
        may_lose_letters: a font lacks characters in its table; they come out as `letters.LOST`.

    Raises:
        pypdfium2.PdfiumError: when it is no PDF that can be read.
    """
    with closing(pypdfium2.PdfDocument(data)) as document:
        return tuple(_read_page(document[number], may_lose_letters) for number in range(len(document)))


def _read_page(page: pypdfium2.PdfPage, may_lose_letters: bool) -> PageReading:  # noqa: FBT001 - handed through
    letters = page.get_textpage()
    try:
        is_turned = runs_right_to_left(letters.get_text_range())
        texts = _Texts(letters.raw, _read_units(letters.raw, may_lose_letters) if is_turned else None)
        writings = tuple(_read_writings(page.raw, texts))
        width, height = page.get_size()
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


def _read_writings(page: Handle, texts: _Texts) -> Iterator[Writing]:
    """The texts of a page, each with what lies under it."""
    fills: list[tuple[tuple[float, ...], Colour]] = []
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        handle = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            if colour := _fill_of(handle):
                fills.append((_bounds(handle), colour))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            units = texts.of(handle)
            ink = _ink_of(handle)
            if not units or ink is None or pdfium.FPDFTextObj_GetTextRenderMode(handle) == _INVISIBLE:
                continue
            mark = pdfium.FPDFPageObj_GetMarkedContentID(handle)
            line, size, bold = _letter_of(handle)
            paper = _paper_under(handle, fills) if fills else WHITE
            yield Writing(units, mark, mark == UNMARKED and _is_artifact(handle), line, size, bold, ink, paper)


def _read_units(letters: Handle, may_lose_letters: bool) -> dict[int, list[str]]:  # noqa: FBT001 - handed through
    """What stands at each place of each text object, from left to right.

    PDFium guesses how a line with right-to-left letters is read, and turns Latin words and units round with it. The
    places of the letters are not guessed.
    """
    places: dict[int, dict[float, str]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    across, along = ctypes.byref(x), ctypes.byref(y)
    for number in range(pdfium.FPDFText_CountChars(letters)):
        handle = pdfium.FPDFText_GetTextObject(letters, number)
        if not handle:
            continue  # a blank or break that PDFium puts in
        lost = may_lose_letters and pdfium.FPDFText_HasUnicodeMapError(letters, number) == 1
        letter = LOST if lost else chr(pdfium.FPDFText_GetUnicode(letters, number))
        pdfium.FPDFText_GetCharOrigin(letters, number, across, along)
        at = places.setdefault(ctypes.addressof(handle.contents), {})
        place = round(x.value, 1)
        at[place] = at.get(place, "") + letter
    return {handle: [at[place] for place in sorted(at)] for handle, at in places.items()}


def _fill_of(handle: Handle) -> Colour | None:
    """The colour that a path fills its whole shape with; none: it draws a frame, a line or a pattern."""
    rule, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(rule), ctypes.byref(stroke)) or rule.value != _WINDING:
        return None
    return _ink_of(handle)


def _ink_of(handle: Handle) -> Colour | None:
    """The colour of an object; none: it lets everything through."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(handle, *map(ctypes.byref, parts)):
        return BLACK
    red, green, blue, alpha = (part.value for part in parts)
    return Colour(red, green, blue) if alpha else None


def _letter_of(handle: Handle) -> tuple[float, float, bool]:
    """Height of the line above the foot of the page and size of the letters, in points; whether they are bold."""
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(handle, ctypes.byref(size))
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    weight = pdfium.FPDFFont_GetWeight(pdfium.FPDFTextObj_GetFont(handle))
    return matrix.f, size.value * hypot(matrix.c, matrix.d), weight >= BOLD


def _paper_under(handle: Handle, fills: list[tuple[tuple[float, ...], Colour]]) -> Colour:
    """The colour of the last thing that was filled where the middle of a text stands."""
    left, bottom, right, top = _bounds(handle)
    x, y = (left + right) / 2, (bottom + top) / 2
    for (west, south, east, north), colour in reversed(fills):
        if west <= x <= east and south <= y <= north:
            return colour
    return WHITE


def _bounds(handle: Handle) -> tuple[float, float, float, float]:
    """Left, bottom, right, top, in points."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_artifact(handle: Handle) -> bool:
    room, needed = ctypes.create_string_buffer(64), ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        pointer = ctypes.cast(room, ctypes.POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFPageObjMark_GetName(mark, pointer, len(room), ctypes.byref(needed))
        if room.raw[: max(needed.value - 2, 0)].decode("utf-16-le", "replace") == "Artifact":
            return True
    return False
