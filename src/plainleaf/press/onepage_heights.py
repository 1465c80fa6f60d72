"""How tall the parts of a summary come out, in millimetres: guessed from the lengths of their texts.

The guess follows the rules for summaries in `print.css`. It only chooses between ways to set the same text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from plainleaf.press.blocks import Block, Part, SectionView
from plainleaf.press.foot import note_leading
from plainleaf.press.letter_widths import text_em
from plainleaf.translation.localized import LocalizedLeaflet, LocalizedStatement, Runs, plain_text

URGENT = ("emergency", "call")
WIDTH = 190.0
"""Millimetres between the margins of the narrower paper."""
_MM = 25.4 / 72  # of a point
_BOLD, _BOLD_PART = 1.08, 1.05
_TURN = 1.8  # em that stay empty where a line turns over
_NAME, _HEADING = 1.5, 1.2  # of body text
_LABEL_WIDE, _LABEL_HIGH = 54.0, 15.0  # mm of the box beside the name
_PICTURE, _INDENT, _PADDING = 12.0, 0.8, 0.5  # mm; rem of a list, and of a box
_BETWEEN = 0.4  # rem between what stands side by side
_QUESTION = 42.0  # mm of a question beside its answer
_TWO_COLUMNS = 110.0  # mm that two columns need
_SECTION = 1.6  # mm: the rule above a section, and the space round it
_BOX = 17.0  # mm: the head of a box to act on, its frame and the space under it
_KEY = 5.0  # mm: the frame of the key messages, and the space round it
_FIELDS = 8.5  # mm: a row of boxes to fill in
_GRID, _ROW = 15.0, 7.2  # mm: the head of the dose grid without its words, and a row of it
_WEEKS, _LEGEND = 7.6, 16.0  # mm of two weeks of a calendar; em of what is said of its marks
_CONTACTS = 12.0  # mm: telephone numbers, known or to be filled in
_SMALL = 10.0  # points of the last lines
_IMPRINT = ("draft", "general-information", "version", "revised", "review-by", "check-code")
_CODES = 2.0  # em of what stands in their places besides days, and is guessed short
_STOREYS = 0.15  # em above a heading, for signs upon signs
_TIMES = ("morning", "noon", "evening", "bedtime")
_LEAST_MESSAGE = 24  # percent: room for a picture and two words


def has_calendar(sheet: LocalizedLeaflet) -> bool:
    """Whether the schedule is a grid of days, not only a sentence."""
    return sheet.schedule is not None and sheet.schedule.type != "daily"


def has_columns(view: SectionView, width: float) -> bool:
    """Whether a section has its parts beside each other: not where that makes columns of a few words."""
    return len(view.columns) > 1 and width >= _TWO_COLUMNS


@dataclass(frozen=True, slots=True)
class Ruler:
    """Heights of the parts of one sheet.

    Attributes:
        size: of body text, in points before the factor of the script.
        width: millimetres between the margins.
    """

    sheet: LocalizedLeaflet
    size: float
    width: float = WIDTH
    _known: dict[tuple[str, float], float] = field(default_factory=dict, repr=False, compare=False)

    @property
    def _rem(self) -> float:
        return self.size * self.sheet.size * _MM

    @property
    def _line(self) -> float:
        leading = self.sheet.leading
        return self._rem * max((leading - 1) * 0.5 + 1.05, leading - 0.5)

    @property
    def _heading(self) -> float:
        above = _STOREYS if self.sheet.locale in ("th", "lo") else 0
        return self._rem * (_HEADING * (self.sheet.leading + 1) / 2 + above)

    def sides(self, share: int) -> tuple[float, float]:
        """How wide two cells of a row are in mm, the first with `share` percent of the row and what hangs over it."""
        first = (self.width + 2 * _BETWEEN * self._rem) * share / 100
        return first, self.width - _BETWEEN * self._rem - first

    def title(self, identity: Sequence[SectionView]) -> float:
        """The name, and what runs on after it, beside the box that says what the sheet is."""
        sheet, width = self.sheet, self.width - _LABEL_WIDE
        name = text_em(sheet.title) * _NAME * _BOLD + text_em(sheet.latin_title) * _HEADING
        said = [text_em(sheet.own_name) + text_em(sheet.english_name) + 4]
        said += [self._label("say-it") + text_em(sheet.say) + 1] if sheet.say else []
        said += [_em_of(one.runs) + 1 for view in identity for one in view.section.statements]
        lines = self._lines(name, width)  # of the name, which stands alone when it needs a whole line
        more = self._lines(sum(said), width) if lines > 1 else self._lines(name + sum(said), width) - 1
        return max(_LABEL_HIGH, lines * _NAME / _HEADING * self._heading + more * self._line) + 1

    def messages(self, key: Sequence[SectionView]) -> dict[str, int]:
        """Percent of the width that each key message has, so that none is much taller than the others."""
        statements = [one for view in key for one in view.section.statements]
        least = min(_LEAST_MESSAGE, 100 // max(1, len(statements)))
        shares = dict.fromkeys(range(len(statements)), least)
        for _ in range(100 - sum(shares.values()) if shares else 0):
            tallest = max(shares, key=lambda at: self._fullness(statements[at], shares[at]))
            shares[tallest] += 1
        return {one.id: shares[at] for at, one in enumerate(statements)}

    def key(self, key: Sequence[SectionView], shares: Mapping[str, int]) -> float:
        """The box of key messages: as high as the tallest of them."""
        tallest = [max(self._message(one, shares[one.id]) for one in view.section.statements) for view in key]
        return sum(max(tall, _PICTURE) + self._heading + _KEY for tall in tallest)

    def across(self, view: SectionView) -> float:
        """A section over the whole width, its question beside its answer."""
        if view.section.look != "answer":
            return self.section(view, self.width)
        return _SECTION + max(self._question(view, _QUESTION - 2), self._answer(view, self.width - _QUESTION))

    def section(self, view: SectionView, width: float) -> float:
        """A section with its question above its answer, `width` mm wide."""
        known = (view.section.id, width)
        if known not in self._known:
            self._known[known] = self._section(view, width)
        return self._known[known]

    def last(self, views: Sequence[SectionView]) -> float:
        """What the sheet says of itself."""
        said = sum(_em_of(one.runs) for view in views for one in view.section.statements)
        said += sum(_em_of(view.section.title) * _HEADING for view in views)
        sheet = self.sheet
        said += sum(self._label(label) + 1 for label in _IMPRINT) + text_em(sheet.revised) + text_em(sheet.review_by)
        lines = ceil((said + _CODES) * _SMALL * _MM / self.width)
        return lines * _SMALL * _MM * note_leading(sheet) + 2

    def _section(self, view: SectionView, width: float) -> float:
        match view.section.look:
            case "contacts":
                return _CONTACTS
            case "emergency" | "call":
                inside = width - 2 * _PADDING * self._rem - 3
                return _BOX + sum(self._listed(part, inside) for part in view.parts)
            case "schedule" if has_calendar(self.sheet):
                return _SECTION + self._calendar(view, width)
            case "dose":
                return _SECTION + self._question(view, width) + self._dose(view, width)
            case _:
                return _SECTION + self._question(view, width) + self._answer(view, width)

    def _question(self, view: SectionView, width: float) -> float:
        return self._lines(_em_of(view.section.title), width, _HEADING * _BOLD) * self._heading

    def _answer(self, view: SectionView, width: float) -> float:
        columns = view.columns if has_columns(view, width) else (view.parts,)
        width = width / len(columns) - 1.2 * self._rem * (len(columns) - 1)
        return max(sum(self._part(part, width) for part in column) for column in columns)

    def _dose(self, view: SectionView, width: float) -> float:
        """What is said runs on; under it stand the boxes to fill in, and the grid with what is said of it."""
        blocks = [block for part in view.parts for block in part.blocks]
        height = _FIELDS * sum(len(block.rows) for block in blocks if block.kind == "field")
        said = [_em_of(one.runs) + 0.5 for block in blocks if block.kind != "field" for one in block.statements]
        height += self._lines(sum(said), width) * self._line if said else 0
        if self.sheet.dose is None:
            return height
        over = self._label("how-many") * _BOLD + self._label("blank-means-none")
        height += (self._lines(over, width) + self._most_lines(_TIMES, width / 5 - 1)) * self._line
        return height + _GRID + self.sheet.dose.rows * _ROW

    def _label(self, name: str) -> float:
        """How long a label is; one that the library does not have, a theme of its own does not print either."""
        return _em_of(self.sheet.labels.get(name, ()))

    def _most_lines(self, labels: Sequence[str], width: float) -> int:
        return max(self._lines(self._label(label), width, _BOLD) for label in labels)

    def _calendar(self, view: SectionView, width: float) -> float:
        """What is said of the days runs on beside the question, above them."""
        said = sum(_em_of(one.runs) + 1 for one in view.section.statements) + _LEGEND
        schedule = self.sheet.schedule
        rows = ceil(schedule.days / 14) if schedule and schedule.type == "cycle" else 2
        words = self._lines(said, width - _QUESTION) * self._line
        return max(words, self._question(view, _QUESTION - 2)) + rows * _WEEKS

    def _message(self, statement: LocalizedStatement, share: int) -> float:
        return self._lines(_em_of(statement.runs), self._beside_picture(share), _BOLD_PART) * self._line

    def _fullness(self, statement: LocalizedStatement, share: int) -> float:
        """Lines of a key message and parts of one: of two that take as many, the fuller gets more room."""
        return _em_of(statement.runs) / self._room(self._beside_picture(share))

    def _beside_picture(self, share: int) -> float:
        return self.width * share / 100 - _PICTURE - 2.2 * self._rem

    def _part(self, part: Part, width: float) -> float:
        if part.alone:
            length = _em_of(part.heading) * _BOLD + 1 + _em_of(part.alone.runs)
            return self._lines(length, width) * self._line
        return self._listed(part, width)

    def _listed(self, part: Part, width: float) -> float:
        heading = self._lines(_em_of(part.heading), width, _BOLD) * self._line if part.heading else 0
        return heading + sum(self._block(block, width) for block in part.blocks)

    def _block(self, block: Block, width: float) -> float:
        if block.kind == "field":
            return _FIELDS * len(block.rows)
        width -= _INDENT * self._rem if block.kind in ("item", "step") else 0
        return sum(self._text(one.runs, width) for one in block.statements)

    def _text(self, runs: Runs, width: float) -> float:
        return self._lines(_em_of(runs), width) * self._line

    def _lines(self, length: float, width: float, scale: float = 1) -> int:
        """Lines that so many em take: where a line turns over, a word that does not fit leaves a gap."""
        room = self._room(width, scale)
        return max(1, ceil((length + _TURN * (ceil(length / room) - 1)) / room))

    def _room(self, width: float, scale: float = 1) -> float:
        """Em that a line holds."""
        return max(2 * _TURN, width / (self._rem * scale))


def _em_of(runs: Runs) -> float:
    return text_em(plain_text(runs))
