"""A file as PDFium has it: opened once, and each page taken apart once, for those who read it and those who look."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import NamedTuple, Self

import pypdfium2
import pypdfium2.raw as pdfium

from plainleaf.press.inspection.calls import Address, Room, address_of, ask_all, function

BOLD = 600
_KEPT = 40  # pages that are kept for the second look; a leaflet has fewer
Sides = tuple[float, ...]
"""Left, bottom, right, top, in points."""
_Matrix = ctypes.c_float * 6
_count_objects, _get_object = function("FPDFPage_CountObjects"), function("FPDFPage_GetObject")
_get_kind, _get_bounds = function("FPDFPageObj_GetType"), function("FPDFPageObj_GetBounds")
_get_fill, _get_matrix = function("FPDFPageObj_GetFillColor"), function("FPDFPageObj_GetMatrix")
_get_size, _get_font = function("FPDFTextObj_GetFontSize"), function("FPDFTextObj_GetFont")
_get_weight = function("FPDFFont_GetWeight")


class Letters(NamedTuple):
    """How a text is set.

    Attributes:
        matrix: the six numbers that place it.
        size: in points.
        up, across: how much the letters are stretched.
    """

    matrix: tuple[float, ...]
    size: float
    up: float
    across: float
    bold: bool


class Drawn(NamedTuple):
    """One thing that is drawn on a page.

    Attributes:
        kind: what PDFium calls it.
        fill: red, green, blue and how much it covers; none: PDFium knows no colour of it.
        letters: of a text.
    """

    handle: Address
    kind: int
    bounds: Sides
    fill: tuple[int, ...] | None
    letters: Letters | None


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page.

    Attributes:
        things: what is drawn, in that order.
    """

    page: pypdfium2.PdfPage
    things: tuple[Drawn, ...]


class DrawnFile:
    """A file that is opened when its first page is asked for; to be closed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: pypdfium2.PdfDocument | None = None
        self._pages: dict[int, DrawnPage] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._document is not None:
            self._pages.clear()
            self._document.close()

    def pages(self) -> Iterator[DrawnPage]:
        """All pages.

        Raises:
            pypdfium2.PdfiumError: when it is no PDF that can be read.
        """
        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._data)
        for number in range(len(self._document)):
            page = self._pages.get(number) or _take_apart(self._document[number])
            if len(self._pages) < _KEPT:
                self._pages[number] = page
            yield page


def _take_apart(page: pypdfium2.PdfPage) -> DrawnPage:
    address = address_of(page.raw)
    count = _count_objects(address)
    handles = list(map(_get_object, [address] * count, range(count)))
    kinds = list(map(_get_kind, handles))
    texts = [handle for handle, kind in zip(handles, kinds, strict=True) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
    bounds, letters = ask_all(_get_bounds, ctypes.c_float, 4, handles), _letters_of(texts)
    colours = [tuple(colour) if known else None for known, *colour in _fills_of(handles)]
    things = zip(handles, kinds, bounds, colours, map(letters.get, handles), strict=True)
    return DrawnPage(page, tuple(map(Drawn._make, things)))


def _fills_of(handles: Sequence[Address]) -> list[tuple[int, ...]]:
    """Whether a colour is known, and its four parts."""
    room = Room(ctypes.c_uint, 4)
    return [(_get_fill(handle, *room.places), *room.values[:]) for handle in handles]


def _letters_of(texts: Sequence[Address]) -> dict[Address, Letters]:
    sizes = ask_all(_get_size, ctypes.c_float, 1, texts)
    matrices = ask_all(_get_matrix, _Matrix, 1, texts)
    fonts = list(map(_get_font, texts))
    bold = {font: _get_weight(font) >= BOLD for font in set(fonts)}
    found: dict[Address, Letters] = {}
    for handle, (size,), (matrix,), font in zip(texts, sizes, matrices, fonts, strict=True):
        a, b, c, d, _, _ = numbers = tuple(matrix)
        up = hypot(c, d)
        found[handle] = Letters(numbers, size * up, up, hypot(a, b), bold[font])
    return found
