"""Head and foot of every page: the draft mark, what identifies the sheet, and where to read it on a screen.

They stand in the margins, so they are cut into lines here: the style must know how deep a margin they need before
anything is laid out. A line that is guessed too long for its place still turns over; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plainleaf.press.formats import SheetFormat
from plainleaf.press.letter_widths import text_length
from plainleaf.translation.localized import LocalizedLeaflet, plain_text

SEPARATOR = " · "
# Half-widths that surely fit on a line, by kind of sheet, with the page number at its end.
_FOOT: Mapping[str, int] = {"standard": 83, "summary": 83, "large": 46, "bilingual": 41, "booklet": 47}
_HEAD: Mapping[str, int] = {"standard": 96, "summary": 96, "large": 56, "bilingual": 96, "booklet": 60}
_CODE = 9
"""What a square code takes from a line where it stands beside the page number; else it stands under it."""
_LEADING, _CLOSER = 1.25, 0.5
"""Line height of notes, and how much closer than running text they may stand: the words of Nastaliq climb."""
_NARROW: Mapping[str, float] = {"Noto Naskh Arabic": 1.2, "Noto Nastaliq Urdu": 1.1}
"""How much more of its letters a line holds, by font."""
_SHORT = ("large", "bilingual", "booklet")
"""Sheets with narrow lines, whose foot names only what tells one sheet from another; the rest ends their last page."""
# Lines in a margin have the direction of the sheet: what has another says so itself.
_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u2066{}\u2069", "\u2067{}\u2069"


@dataclass(frozen=True, slots=True)
class Foot:
    """What the margins of every page say.

    Attributes:
        head: lines of the draft mark; empty when the sheet is approved.
        columns: lines of the foot, one column for each language.
        depth: how many lines the deepest column takes, with those that turn over.
        leading: their height as a multiple of their size, and that of other notes.
    """

    head: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    depth: int
    leading: float


def make_foot(sheets: tuple[LocalizedLeaflet, ...], sheet_format: SheetFormat, code: str, address: str) -> Foot:
    """Head and foot of a sheet.

    Args:
        sheets: the sheet, and on a bilingual one the same in the second language.
        address: where it stands on the web; empty: nowhere.
    """
    kind = sheet_format.kind
    room = _FOOT[kind] - (_CODE if address and kind not in _SHORT else 0)
    columns = tuple(
        tuple(_foot_lines(sheet, code, address, _room(sheet, room), short=kind in _SHORT)) for sheet in sheets
    )
    if len(sheets) > 1:
        directed = [_RIGHT_TO_LEFT if sheet.direction == "rtl" else _LEFT_TO_RIGHT for sheet in sheets]
        columns = tuple(tuple(map(way.format, lines)) for way, lines in zip(directed, columns, strict=True))
    depth = max(
        sum(-(-text_length(line) // _room(sheet, room)) for line in column)
        for sheet, column in zip(sheets, columns, strict=True)
    )
    leading = max(map(note_leading, sheets))
    return Foot(tuple(_head_lines(sheets, _HEAD[kind])), columns, depth, leading)


def note_leading(sheet: LocalizedLeaflet) -> float:
    """Line height of notes, as a multiple of their size."""
    return max(_LEADING, round(sheet.leading - _CLOSER, 2))


def identify(sheet: LocalizedLeaflet) -> str:
    """The language for its readers and for staff: ``Español (Spanish)``."""
    return sheet.own_name if sheet.own_name == sheet.english_name else f"{sheet.own_name} ({sheet.english_name})"


def say(sheet: LocalizedLeaflet, label: str, **values: str) -> str:
    """A fixed text with its ``{placeholders}`` filled in, as characters."""
    text = plain_text(sheet.labels[label])
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _room(sheet: LocalizedLeaflet, room: int) -> int:
    return round(room * _NARROW.get(sheet.fonts[0], 1))


def _foot_lines(sheet: LocalizedLeaflet, code: str, address: str, room: int, *, short: bool) -> Iterator[str]:
    place = _LEFT_TO_RIGHT if sheet.direction == "rtl" else "{}"
    named = [sheet.title, sheet.latin_title, identify(sheet), sheet.place_name]
    dated = [say(sheet, "version", version=sheet.version), say(sheet, "revised", date=sheet.revised)]
    if not short:
        named.append(plain_text(sheet.labels[f"reading-{sheet.level}"]))
        dated.append(say(sheet, "review-by", date=sheet.review_by))
    dated.append(say(sheet, "check-code", code=place.format(code)))
    yield from _pack(filter(None, (*named, *dated)), room, SEPARATOR)
    yield from _pack(plain_text(sheet.labels["general-information"]).split(" "), room, " ")
    if address and not short:
        yield say(sheet, "on-screen", address=place.format(address))


def _head_lines(sheets: tuple[LocalizedLeaflet, ...], room: int) -> Iterator[str]:
    if any(sheet.draft for sheet in sheets):
        marks = [plain_text(sheet.labels["draft"]) for sheet in sheets]
        yield from _pack(dict.fromkeys((*marks, sheets[0].english_labels["draft"])), room, SEPARATOR)


def _pack(parts: Iterable[str], room: int, separator: str) -> Iterator[str]:
    """As few lines as hold the parts, none of which is broken."""
    line = ""
    for part in parts:
        longer = f"{line}{separator}{part}" if line else part
        if line and text_length(longer) > room:
            yield line
            longer = part
        line = longer
    if line:
        yield line
