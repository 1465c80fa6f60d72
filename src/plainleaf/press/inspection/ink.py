"""The paper itself: each page of a file drawn twice, whole and with nothing but its text in black on white.

Where both pictures are the same, nothing lies over or under a text. Where they differ, letters must stand out from what
is around them as their colours would: a white box over a sentence, a picture behind it or a line through it is seen
here, whatever made it. PDFium draws, at a resolution at which strokes of letters are a dot wide and a page takes
milliseconds.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from math import ceil, inf
from typing import Any, Literal

import pypdfium2
import pypdfium2.raw as pdfium

from plainleaf.press.colours import Colour, contrast
from plainleaf.press.inspection.calls import address_of
from plainleaf.press.inspection.drawn import DrawnFile, DrawnPage
from plainleaf.press.inspection.file import refusal
from plainleaf.press.inspection.geometry import needed_contrast
from plainleaf.press.inspection.pictures import Pair, bands_around, draw_twice
from plainleaf.press.inspection.placed import Box, PlacedText, box_of, place_text, read_text
from plainleaf.press.inspection.untouched import find_untouched, says_something

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
_SAME_SIZE = 0.01  # points by which a page may differ from its paper
Handle = Any
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


def find_stains(data: bytes, name: str) -> tuple[Stain, ...]:
    """Look at all pages of a file.

    Args:
        name: as people know it, for messages.

    Raises:
        PlainleafError: P060, when a page cannot be drawn, or is far larger than any paper.
    """
    with DrawnFile(data) as drawn:
        return look(drawn, name)


def look(drawn: DrawnFile, name: str, *, may_have_patterns: bool = True) -> tuple[Stain, ...]:
    """Look at all pages of a file that is open; afterwards nothing but their text is left of them.

    Args:
        name: as people know it, for messages.
        may_have_patterns: letters may be filled with one.

    Raises:
        PlainleafError: P060, when a page cannot be drawn, or is far larger than any paper.
    """
    try:
        pages = enumerate(drawn.pages(), 1)
        return tuple(stain for number, page in pages for stain in _look(page, number, name, may_have_patterns))
    except pypdfium2.PdfiumError:
        raise refusal(name, "a page of it cannot be drawn", "take it again from where it came from") from None


def _look(drawn: DrawnPage, number: int, name: str, may_have_patterns: bool) -> Iterator[Stain]:  # noqa: FBT001 - handed through
    page = drawn.page
    notes = (_is_note(page.raw, at) for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)))
    if any(notes) or any(says_something(one.handle) for one in drawn.things if one.letters is None):
        yield Stain(number, "note")
    if page.get_rotation():
        yield Stain(number, "turned")
        return
    paper = left, bottom, right, top = page.get_cropbox()
    if not all(1 < side <= LONGEST_SIDE for side in (right - left, top - bottom)):
        message = f"page {number} is no paper that leaflets are printed on"
        raise refusal(name, message, "name a leaflet")
    scale, (width, height) = DOTS / 72, page.get_size()
    dots = ceil(width * scale), ceil(height * scale)
    shows_all = abs(right - left - width) < _SAME_SIZE and abs(top - bottom - height) < _SAME_SIZE
    untouched = find_untouched(drawn) if shows_all and not may_have_patterns else frozenset()
    touched = [thing for thing in drawn.things if thing.letters is not None and thing.handle not in untouched]
    boxes = {one.handle: box_of(one.bounds, paper, scale, dots) for one in touched}
    # Letters of a page that is not plain may reach anywhere.
    bands = bands_around(boxes.values(), dots[1]) if untouched else [(0, dots[1])]
    pairs = draw_twice(drawn, scale, bands, dots[1]) if touched else ()
    texts = [place_text(thing, thing.letters, paper) for thing in drawn.things if thing.letters is not None]
    found: list[tuple[PlacedText, tuple[Kind, float]]] = []
    for one in texts:
        found += [(one, stain) for stain in _misplaced(one)]
        if box := boxes.get(one.thing.handle):
            line = (top - one.line) * scale
            found += [(one, stain) for stain in _judge(one, box, line, pairs, scale)]
    if found:
        letters = page.get_textpage()
        try:
            for one, (kind, ratio) in found:
                yield Stain(number, kind, read_text(one.thing.handle, address_of(letters.raw)), ratio)
        finally:
            letters.close()


def _is_note(page: Handle, number: int) -> bool:
    """Whether something lies over the page that is no link, or is a link that is seen."""
    note = pdfium.FPDFPage_GetAnnot(page, number)
    try:
        if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_LINK:
            return True
        sides = [ctypes.c_float() for _ in range(3)]
        has_border = not pdfium.FPDFAnnot_GetBorder(note, *sides) or sides[2].value > 0
        return has_border or any(pdfium.FPDFAnnot_HasKey(note, key) for key in (b"AP", b"BS"))
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _misplaced(one: PlacedText) -> Iterator[tuple[Kind, float]]:
    """What is wrong with how a text stands."""
    if not one.is_upright:
        yield "turned", 0
    if one.is_masked:
        yield "masked", 0
    if one.is_outside:
        yield "outside", 0


def _judge(one: PlacedText, box: Box, line: float, pairs: Sequence[Pair], scale: float) -> Iterator[tuple[Kind, float]]:
    """What is wrong with how a text looks, with its lowest contrast where that is it.

    Args:
        line: height of the line of writing, in dots from the top of the picture.
        pairs: pictures of the page, of which one has the box if there is anything in it.
    """
    pair = next((pair for pair in pairs if pair[0].top <= box.top < box.bottom <= pair[0].bottom), None)
    if pair is None:
        return
    whole, bare = pair
    seen, letters = whole.window(box), bare.window(box)
    if seen == letters:
        return
    ratios: list[float] = []
    is_struck = False
    paper = _paper_of(seen, letters)
    for window in _windows(box):
        levels = _levels(whole.window(window), bare.window(window), paper)
        if levels is None:
            continue
        ink, papers = levels
        ratios.append(min(_ratio(round(ink), paper) for paper in papers))
        is_struck = is_struck or _has_line(line, one.size * scale, window, pair, (ink, papers))
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


@lru_cache(maxsize=4096)
def _ratio(level: int, paper: int) -> float:
    return contrast(Colour(level, level, level), Colour(paper, paper, paper))


def _has_line(line: float, high: float, window: Box, pair: Pair, levels: tuple[float, tuple[int, int]]) -> bool:
    """Whether a line goes through the middle of the letters of a window.

    Args:
        line: on which they are written, and `high` their size, in dots.
    """
    whole, bare = pair
    ink, papers = levels
    paper = papers[1] if ink < papers[1] else papers[0]
    rows = range(round(line - _LETTER_TOP * high), round(line - _LETTER_FOOT * high))
    for y in rows:
        if window.top <= y < window.bottom:
            clear = bare.row(y, window.left, window.right).translate(_CLEAR)
            around = list(compress(whole.row(y, window.left, window.right), clear))
            if len(around) >= _LEAST_INK // 2 and abs(paper - sum(around) / len(around)) > _STRUCK * abs(paper - ink):
                return True
    return False
