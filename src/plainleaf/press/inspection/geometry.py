"""Faults of a layout: what leaves its box or is cut off, lies on other text, is too small or faint, or stands apart.

They are looked for before the file is written. What is only in the file is looked for in `report`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from plainleaf.press.colours import TEXT, contrast
from plainleaf.press.inspection.added import find_added, make_stream, phrases_of
from plainleaf.press.inspection.letters import fold, has_letters
from plainleaf.press.inspection.pieces import ASCENT, POINTS, BoxKinds, Frame, Piece, Role, read_pieces
from plainleaf.problems import Position, Problem

if TYPE_CHECKING:
    from plainleaf.press.formats import SheetFormat
    from plainleaf.press.source import LeafletSource

TOLERANCE = 1.0
"""CSS pixels, a quarter of a millimetre: letters are taken to hang as deep below a line as any do."""
MILLIMETRES = 25.4 / 96
"""Of a CSS pixel."""
SHOWN_CHARACTERS = 40
SMALLEST = 10.0
"""Points; nothing on a sheet is smaller (R01)."""
LARGE_TYPE, LARGE_BOLD = 18.0, 14.0
"""Points from which letters are read at `LARGE_CONTRAST`; bold ones from the second."""
FLOOR_CONTRAST, LARGE_CONTRAST = 4.5, 3.0
"""What a letter needs against the paper behind it, in colour and in grey (R09, R10); statements need `TEXT`."""
LONGEST_KEPT = 30
"""Characters of a quantity or number that fit on any line; a longer one, such as a web address, may break."""
_PART_OF_NUMBERS = frozenset(".,٫·-−–—+±/<>≤≥~≈")
"""Signs that make another number of the one after them."""
_STANDARD: Mapping[Role, float] = {"statement": 12.0}
_LARGE: Mapping[Role, float] = {"statement": 16.0, "heading": 16.0}
_BODY_TOP, _BODY_BOTTOM = 0.62, 0.12  # of a letter, as parts of its size: what may not be covered
_COVERED = 1.5  # CSS pixels by which letters may touch


def inspect_pages(
    pages: Sequence[Any],
    kinds: BoxKinds,
    where: Position,
    sheet_format: SheetFormat | None = None,
    source: LeafletSource | None = None,
    filled: Sequence[tuple[str, str]] = (),
) -> list[Problem]:
    """Look at the pages of one sheet.

    Args:
        pages: the engine's page boxes, laid out.
        sheet_format: none: a working sheet, of which only is asked that all of it can be seen.
        source: what the sheet says; its quantities are looked for on single lines.
        filled: name of the place and text of everything that was filled in for one patient.

    Returns:
        P012 for text or pictures outside their box, P041 for text that is cut off, P042 for text on other text, and
        of leaflets P043 to P047, P062 for words that its source does not have, P064 for words struck out, and P067
        for what was filled in and is not seen.
    """
    pieces = read_pieces(pages, kinds)
    faults = [*_strayed(pieces), *_covered(pieces)]
    if sheet_format is not None:
        faults += [*_lonely_headings(pieces), *_small(pieces, sheet_format), *_faint(pieces), *_struck(pieces)]
        if too_long := list(_beyond(pieces, len(pages), sheet_format, source)):
            # Shorter, it will be laid out anew: nothing else that is said of it now would hold then.
            return [Problem(where, code, message, hint) for code, message, hint in too_long]
    if source is not None:
        faults += [*_split_quantities(pieces, source), *_set_before(pieces), *_added(pieces, source)]
        faults += _lost(pieces, filled)
    return [Problem(where, code, message, hint) for code, message, hint in dict.fromkeys(faults)]


Fault = tuple[str, str, str]
"""Code, sentence, hint."""


def _place(piece: Piece) -> str:
    statement = piece.around.statement
    return f"page {piece.page}, `{statement}`" if statement else f"page {piece.page}"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[:SHOWN_CHARACTERS]}”" if text else "a picture"


def _strayed(pieces: Sequence[Piece]) -> Iterator[Fault]:
    for piece in pieces:
        cut = piece.around.cut
        if cut is not None and (beyond := _beyond_frame(piece.place, cut)) > TOLERANCE:
            message = f"{_place(piece)}: {_shown(piece.text)} is cut off by {beyond:.0f} px"
            yield "P041", message, "shorten the text, or let its box grow"
        elif (beyond := _beyond_frame(piece.place, piece.around.sheet)) > TOLERANCE:
            message = f"{_place(piece)}: {_shown(piece.text)} stands {beyond:.0f} px outside the paper"
            yield "P012", message, "let it stand where it is read"
        elif (beyond := _beyond_frame(piece.place, piece.around.frame)) > TOLERANCE:
            message = f"{_place(piece)}: {_shown(piece.text)} stands {beyond:.0f} px outside its box"
            yield "P012", message, "shorten the text or widen its box"


def _beyond_frame(place: Frame, frame: Frame) -> float:
    return max(frame.left - place.left, place.right - frame.right, place.bottom - frame.bottom, frame.top - place.top)


def _covered(pieces: Sequence[Piece]) -> Iterator[Fault]:
    """Text that lies on text of another line, or signs that the style adds to a text on that text."""
    for _, page in groupby(pieces, key=lambda piece: piece.page):
        texts = sorted(((_body(piece), piece) for piece in page if piece.text), key=lambda pair: pair[0].top)
        open_ones: list[tuple[Frame, Piece]] = []
        for body, piece in texts:
            open_ones = [(other, known) for other, known in open_ones if other.bottom - body.top > _COVERED]
            for other, known in open_ones:
                across = min(body.right, other.right) - max(body.left, other.left)
                apart = known.around.line != piece.around.line or known.around.is_added != piece.around.is_added
                if across > _COVERED and apart:
                    message = f"{_place(piece)}: {_shown(piece.text)} lies on {_shown(known.text)}"
                    yield "P042", message, "give the text room in the theme, or shorten it"
            open_ones.append((body, piece))


def _body(piece: Piece) -> Frame:
    """The letters without their marks: lines of some scripts reach into each other with these."""
    size, place = piece.size / POINTS, piece.place
    line = place.top + ASCENT * size
    return Frame(place.left, line - _BODY_TOP * size, place.right, line + _BODY_BOTTOM * size)


def _lonely_headings(pieces: Sequence[Piece]) -> Iterator[Fault]:
    """Headings whose text goes on overleaf only."""
    followed: set[tuple[int, int]] = set()  # what has text further on, and on which page
    overleaf: set[int] = set()  # what has text further on at all
    lonely: dict[tuple[int, int], list[Piece]] = {}
    for piece in reversed(pieces):
        around = piece.around
        if not around.heading:
            followed.update((holder, piece.page) for holder in around.holders)
            overleaf.update(around.holders)
        elif (around.holder, piece.page) not in followed and around.holder in overleaf:
            lonely.setdefault((piece.page, around.heading), []).append(piece)
    for lines in reversed(lonely.values()):
        text = " ".join(piece.text.strip() for piece in reversed(lines))
        message = f"{_place(lines[0])}: the heading {_shown(text)} stands alone at the end of the page"
        yield "P043", message, "keep it with its text: `break-after: avoid`"


def _split_quantities(pieces: Sequence[Piece], source: LeafletSource) -> Iterator[Fault]:
    """Quantities and telephone numbers that stand on no single line: "5" above, "mg" below."""
    lines: dict[str, dict[tuple[int, int], str]] = {}
    for piece in pieces:
        if piece.around.statement:
            line = lines.setdefault(piece.around.statement, {})
            at = (piece.page, piece.around.line)
            line[at] = line.get(at, "") + piece.text
    folded = {name: [" ".join(map(fold, text.split())) for text in found.values()] for name, found in lines.items()}
    wanted: dict[tuple[str, str], int] = {}
    for text in source.texts:
        for statement in text.statements:
            for quantity in statement.quantities:
                if len(quantity) <= LONGEST_KEPT:
                    wanted[statement.id, quantity] = wanted.get((statement.id, quantity), 0) + 1
    for (said_by, quantity), times in wanted.items():
        if said_by not in folded:
            continue  # not on the sheet at all, which is said of the file
        letters = r"\s*".join(map(re.escape, fold(quantity)))
        whole = re.compile(rf"(?<!\d)(?<!\d[.,]){letters}")  # "5 mg" does not stand in "15 mg"
        if sum(len(whole.findall(line)) for line in folded[said_by]) < times:
            page = min(page for page, _ in lines[said_by])
            message = f"page {page}, `{said_by}`: “{quantity}” is split over two lines"
            yield "P044", message, "keep it together: `white-space: nowrap`"


def _struck(pieces: Sequence[Piece]) -> Iterator[Fault]:
    for piece in pieces:
        if piece.is_struck:
            message = f"{_place(piece)}: a line goes through {_shown(piece.text)}"
            yield "P064", message, "take `line-through` out of the style: what is struck out is not said"


def _set_before(pieces: Sequence[Piece]) -> Iterator[Fault]:
    """Words and numbers that the style sets before or after a text; only a numbered list may count its items."""
    for piece in pieces:
        if piece.around.is_added and has_letters(piece.text):
            digits = "".join(char for char in piece.text if char.isalnum())
            if not (digits.isdecimal() and int(digits) == piece.around.ordinal):
                message = f"{_place(piece)}: the style writes {_shown(piece.text)}, which nobody has approved"
                yield "P062", message, "take it out of the style (`content`)"
    for sign, text in pairwise(piece for piece in pieces if piece.text.strip()):
        begins = sign.around.is_added and not text.around.is_added and sign.around.line == text.around.line
        if begins and text.text.lstrip()[0].isdigit() and sign.text.strip() in _PART_OF_NUMBERS:
            message = f"{_place(text)}: the style sets {_shown(sign.text)} before {_shown(text.text)}: another number"
            yield "P062", message, "take it out of the style (`content`)"


def _added(pieces: Sequence[Piece], source: LeafletSource) -> Iterator[Fault]:
    """Words in text or margins that stand in no leaflet and no catalog."""
    if (phrases := phrases_of(source)) is None:
        return
    said = [piece for piece in pieces if piece.text and not piece.around.is_added]
    body = make_stream((piece.around.block, piece.text) for piece in said if piece.around.role != "foot")
    margins = make_stream((piece.around.block, piece.text) for piece in said if piece.around.role == "foot")
    for stream in (body, margins):
        for words in find_added(stream, phrases):
            message = f"the page says “{words}”, which stands in no leaflet and no catalog"
            yield "P062", message, "take it out of the template"


def _lost(pieces: Sequence[Piece], filled: Sequence[tuple[str, str]]) -> Iterator[Fault]:
    """What was filled in for one patient and stands nowhere in its place; it is repeated in no message."""
    seen: dict[str, str] = {}
    for piece in pieces:
        if name := piece.around.filled:
            seen[name] = seen.get(name, "") + piece.text
    folded = {name: fold("".join(text.split())) for name, text in seen.items()}
    for name in dict.fromkeys(name for name, text in filled if fold("".join(text.split())) not in folded.get(name, "")):
        message = f"what was filled in is not seen on the page: `{name}`"
        yield "P067", message, "let the style of the theme show it"


def _beyond(
    pieces: Sequence[Piece], pages: int, sheet_format: SheetFormat, source: LeafletSource | None
) -> Iterator[Fault]:
    """What stands on pages that the format does not have, and which sections take the most room."""
    most = sheet_format.most_pages
    if most is None or pages <= most:
        return
    first_words: dict[str, str] = {}
    for piece in pieces:
        statement = piece.around.statement
        if statement and (piece.page > most or statement in first_words):
            first_words[statement] = f"{first_words.get(statement, '')} {piece.text}"
    named = ", ".join(f"`{statement}` {_shown(words)}" for statement, words in first_words.items())
    left = f"; beyond it: {named}" if named else ""
    heights = _heights(pieces, source) if source else {}
    tallest = ", ".join(f"`{name}` {tall:.0f}" for name, tall in heights.items())
    left += f"; its sections, in mm: {tallest}" if tallest else ""
    message = f"it takes {pages} pages, and `{sheet_format.id}` has {most}{left}"
    yield "P045", message, "mark fewer statements `summary: true`, or say them in fewer words"


def _heights(pieces: Sequence[Piece], source: LeafletSource) -> dict[str, float]:
    """Millimetres from the first to the last line of each section, the tallest first."""
    section_of = {one.id: section.id for section in source.texts[0].sections for one in section.statements}
    named = {
        piece.around.section: section_of[piece.around.statement]
        for piece in pieces
        if piece.around.statement in section_of
    }
    places: dict[tuple[str, int], list[Frame]] = {}
    for piece in pieces:
        if name := named.get(piece.around.section):
            places.setdefault((name, piece.page), []).append(piece.place)
    heights: dict[str, float] = {}
    for (name, _), frames in places.items():
        height = max(frame.bottom for frame in frames) - min(frame.top for frame in frames)
        heights[name] = heights.get(name, 0) + height * MILLIMETRES
    return dict(sorted(heights.items(), key=lambda one: (-one[1], one[0])))


def _small(pieces: Sequence[Piece], sheet_format: SheetFormat) -> Iterator[Fault]:
    """The smallest text of each role, where that is too small."""
    least = {"standard": _STANDARD, "large": _LARGE}.get(sheet_format.kind, {})
    smallest: dict[Role, Piece] = {}
    for piece in pieces:
        if piece.text and (piece.around.role not in smallest or piece.size < smallest[piece.around.role].size):
            smallest[piece.around.role] = piece
    for role, piece in smallest.items():
        needed = least.get(role, SMALLEST)
        if round(piece.size, 2) < needed:
            message = (
                f"{_place(piece)}: {_shown(piece.text)} is set in {piece.size:.1f} pt; {role} text needs {needed:g}"
            )
            yield "P046", message, "raise the size in the style of the theme"


def _faint(pieces: Sequence[Piece]) -> Iterator[Fault]:
    """Text whose colour is too near that behind it; one of each pair of colours."""
    seen: set[object] = set()
    for piece in pieces:
        needed = TEXT if piece.around.role == "statement" else needed_contrast(piece.size, bold=piece.bold)
        pair = (piece.ink, piece.around.paper, needed)
        if not piece.text or pair in seen:
            continue
        seen.add(pair)
        ratio = contrast(piece.ink, piece.around.paper)
        if ratio < needed:
            message = f"{_place(piece)}: {_shown(piece.text)} has a contrast of {ratio:.1f}; it needs {needed:g}"
            yield "P047", message, "use a darker colour, or a lighter one behind it"


def needed_contrast(size: float, *, bold: bool) -> float:
    """What letters of a size in points need at the least, whatever they say."""
    is_large = size >= LARGE_TYPE or (bold and size >= LARGE_BOLD)
    return LARGE_CONTRAST if is_large else FLOOR_CONTRAST
