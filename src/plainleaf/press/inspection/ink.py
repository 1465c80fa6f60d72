"""The paper itself: each page of a file drawn twice, whole and with nothing but its text in black on white.

Where both pictures are the same, nothing lies over or under a text. Where they differ, letters must stand out from what
is around them as their colours would: a white box over a sentence, a picture behind it or a line through it is seen
here, whatever made it. PDFium draws, at a resolution at which strokes of letters are a dot wide and a page takes
milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import compress, pairwise
from math import inf
from typing import Literal

import pypdfium2
import pypdfium2.raw as pdfium

from plainleaf.press.colours import Colour, contrast
from plainleaf.press.inspection.file import refusal
from plainleaf.press.inspection.geometry import needed_contrast
from plainleaf.press.inspection.placed import Box, Handle, PlacedText, place_text, read_text

DOTS = 100.0
"""Per inch."""
LONGEST_SIDE = 1200.0
"""Points: an A3 sheet, on which a clinic may enlarge a leaflet."""
_LEAST_INK = 6  # dots of letters in a window below which there is nothing to judge: a full stop, an accent
_LEAST_PAPER = 8
# Of the greys of black letters on white: those of dots that a letter mostly covers, and of dots that none touches.
_DARK = b"\1" * 170 + b"\0" * 86
_CLEAR = b"\0" * 250 + b"\1" * 6
_QUIET = 0.2  # part of the dots around letters that rules, frames and underlines may be
_STRUCK = 0.25  # of the way from paper to ink: a row between letters that dark is a line through them
_LETTER_TOP, _LETTER_FOOT = 0.42, 0.1  # of a size: where small letters have their middle, above the line of writing
Kind = Literal["hidden", "struck", "turned", "outside", "masked", "note"]


@dataclass(frozen=True, slots=True)
class Stain:
    """A text that is not seen as it should be.

    Attributes:
        page: counted from 1.
        kind: ``hidden``: it does not stand out; ``struck`` through; ``turned``, mirrored or squeezed; ``outside`` the
            paper; ``masked``: a frame or mask may take something of it; ``note``: something else is laid on the page.
        text: empty where the whole page is meant.
        ratio: contrast between its letters and what is around them, where it is hidden.
    """

    page: int
    kind: Kind
    text: str = ""
    ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class _Picture:
    """Grey levels of a page, row by row from the top."""

    dots: bytes
    stride: int
    width: int
    height: int

    def row(self, y: int, left: int, right: int) -> bytes:
        at = y * self.stride
        return self.dots[at + left : at + right]

    def window(self, box: Box) -> bytes:
        return b"".join(self.row(y, box.left, box.right) for y in range(box.top, box.bottom))


def find_stains(data: bytes, name: str) -> tuple[Stain, ...]:
    """Look at all pages of a file.

    Args:
        name: as people know it, for messages.

    Raises:
        PlainleafError: P060, when a page cannot be drawn, or is far larger than any paper.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = range(len(document))
            return tuple(stain for at in pages for stain in _look(document[at], at + 1, name))
    except pypdfium2.PdfiumError:
        raise refusal(name, "a page of it cannot be drawn", "take it again from where it came from") from None


def _look(page: pypdfium2.PdfPage, number: int, name: str) -> Iterator[Stain]:
    if any(_is_note(page.raw, at) for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
        yield Stain(number, "note")
    if page.get_rotation():
        yield Stain(number, "turned")
        return
    paper = left, bottom, right, top = page.get_cropbox()
    if not all(1 < side <= LONGEST_SIDE for side in (right - left, top - bottom)):
        message = f"page {number} is no paper that leaflets are printed on"
        raise refusal(name, message, "name a leaflet")
    whole = _draw(page, scale := DOTS / 72)
    handles = _keep_text(page.raw)
    texts = [place_text(handle, paper, scale, (whole.width, whole.height)) for handle in handles]
    bare = _draw(page, scale)
    found = [(one, stain) for one in texts for stain in _judge(one, whole, bare, scale)]
    if found:
        letters = page.get_textpage()
        try:
            for one, (kind, ratio) in found:
                yield Stain(number, kind, read_text(one.handle, letters.raw), ratio)
        finally:
            letters.close()


def _is_note(page: Handle, number: int) -> bool:
    """Whether something lies over the page that is no link."""
    note = pdfium.FPDFPage_GetAnnot(page, number)
    try:
        return bool(pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_LINK)
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _draw(page: pypdfium2.PdfPage, scale: float) -> _Picture:
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return _Picture(bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height)
    finally:
        bitmap.close()


def _keep_text(page: Handle) -> list[Handle]:
    """Take everything but text from a page in memory; text in black, nothing of it seen through."""
    handles = [pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page))]
    texts = []
    for handle in handles:
        if pdfium.FPDFPageObj_GetType(handle) == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFPageObj_SetFillColor(handle, 0, 0, 0, 255)
            pdfium.FPDFPageObj_SetStrokeColor(handle, 0, 0, 0, 255)
            pdfium.FPDFPageObj_SetBlendMode(handle, b"Normal")
            texts.append(handle)
        else:
            pdfium.FPDFPage_RemoveObject(page, handle)
            pdfium.FPDFPageObj_Destroy(handle)
    return texts


def _judge(one: PlacedText, whole: _Picture, bare: _Picture, scale: float) -> Iterator[tuple[Kind, float]]:
    """What is wrong with a text, with its lowest contrast where that is it."""
    if not one.is_upright:
        yield "turned", 0
    if one.is_masked:
        yield "masked", 0
    if one.is_outside:
        yield "outside", 0
    box = one.box
    if all(whole.row(y, box.left, box.right) == bare.row(y, box.left, box.right) for y in range(box.top, box.bottom)):
        return
    ratios: list[float] = []
    is_struck = False
    paper = _paper_of(whole.window(box), bare.window(box))
    for window in _windows(box):
        levels = _levels(whole.window(window), bare.window(window), paper)
        if levels is None:
            continue
        ink, papers = levels
        ratios.append(min(_ratio(ink, paper) for paper in papers))
        is_struck = is_struck or _has_line(one, window, whole, bare, (ink, papers), scale)
    if min(ratios, default=inf) < needed_contrast(one.size, bold=one.bold):
        yield "hidden", min(ratios)
    elif is_struck:
        yield "struck", 0


def _windows(box: Box) -> Iterator[Box]:
    """Pieces of a text about as wide as it is high: a letter or two."""
    step = max(box.bottom - box.top, 1)
    count = max((box.right - box.left) // step, 1)
    edges = [box.left + (box.right - box.left) * at // count for at in range(count + 1)]
    for left, right in pairwise(edges):
        yield Box(left, box.top, right, box.bottom)


def _paper_of(seen: bytes, letters: bytes) -> list[int]:
    """The greys of all dots that no letter touches, from dark to light."""
    return sorted(compress(seen, letters.translate(_CLEAR)))


def _levels(seen: bytes, letters: bytes, paper_of_all: list[int]) -> tuple[float, tuple[int, int]] | None:
    """Grey of the ink in a window, and of the darker and the lighter paper around it; none: there are no letters.

    A dot that is half covered by a letter is half paper; that is taken out.

    Args:
        paper_of_all: of the whole text, for a window that letters fill.
    """
    dark = letters.translate(_DARK)
    count = dark.count(1)
    around = _paper_of(seen, letters)
    around = around if len(around) >= _LEAST_PAPER else paper_of_all
    if count < _LEAST_INK or len(around) < _LEAST_PAPER:
        return None
    uncovered = sum(compress(letters, dark)) / 255
    papers = around[int(len(around) * _QUIET)], around[int(len(around) * (1 - _QUIET)) - 1]
    paper = around[len(around) // 2]
    ink = (sum(compress(seen, dark)) - paper * uncovered) / (count - uncovered)
    return min(max(ink, 0.0), 255.0), papers


def _ratio(ink: float, paper: int) -> float:
    level = round(ink)
    return contrast(Colour(level, level, level), Colour(paper, paper, paper))


def _has_line(
    one: PlacedText,
    window: Box,
    whole: _Picture,
    bare: _Picture,
    levels: tuple[float, tuple[int, int]],
    scale: float,
) -> bool:
    """Whether a line goes through the middle of the letters of a window."""
    ink, papers = levels
    paper = papers[1] if ink < papers[1] else papers[0]
    high = one.size * scale
    rows = range(round(one.line - _LETTER_TOP * high), round(one.line - _LETTER_FOOT * high))
    for y in rows:
        if window.top <= y < window.bottom:
            clear = bare.row(y, window.left, window.right).translate(_CLEAR)
            around = list(compress(whole.row(y, window.left, window.right), clear))
            if len(around) >= _LEAST_INK // 2 and abs(paper - sum(around) / len(around)) > _STRUCK * abs(paper - ink):
                return True
    return False
