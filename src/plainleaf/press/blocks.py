"""What stands beside what: statements gathered into blocks, and short sections into rows of two.

Lengths are in half-widths: a Latin letter counts one, a Han, kana or hangul sign two. They only choose between ways
to set the same text; nothing is cut, and no text depends on them to fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from plainleaf.press.letter_widths import text_length
from plainleaf.press.source import in_print_order
from plainleaf.translation.localized import LocalizedGroup, LocalizedSection, LocalizedStatement, Runs, plain_text

_BOXES = ("key", "emergency", "call")  # a box is one list: frequency stands with its item
_SHORT_FIELD = 34  # beside another field, with room to write
_SHORT_FACT = 42  # the same with nothing to write
_ONE_LINE = 40  # a heading reversed out of a bar
_WHOLE = 400  # a section of about six lines; longer ones may go on overleaf
_TILE = 7  # lines of a section that fits in half the width without growing tall
_UNEVEN = 4  # lines by which neighbours in a row may differ
_BALANCED = 1.8  # how many times longer one of two columns may be
_TILES = ("answer", "ask", "small")  # what may share a row; a calendar or a box may not
_MARK = 190  # text tall enough to leave room for a picture under its question
_EASY = "easy"  # the look with questions above answers: wide lines, and two columns wherever they save room
_NARROW = ("large", "bilingual", "summary", "booklet")  # looks that set everything in one column
_SUMMARY = "summary"  # the look of one page: pictures beside its key messages only, and columns where they save room
_ACROSS = {"large": 1, "booklet": 1}  # fields in a row, where these are not two
_TELEPHONES = 5  # the same of the numbers to call on a summary: each stands under its name
_COLUMN, _LINE = 33, 68  # a line of a list in half the width, and in the whole
_BESIDE = 28  # a line in half the width that is left beside a question
_FEW = 4  # items that are worth two columns there
_PICTURE = 7  # what a picture takes from a line; it is two lines tall


def text_width(runs: Runs) -> int:
    """About how long a text is, in half-widths."""
    return text_length(plain_text(runs))


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that are set as one: ``headline``, ``paragraph``, ``item``, ``step`` or ``field``.

    Attributes:
        often: how frequent the effects of the block are, said once above them.
        columns: its items are set in two columns.
        pictures: pictograms stand beside their items.
        across: how many short fields may share a row.
    """

    kind: str
    statements: tuple[LocalizedStatement, ...]
    often: Runs = ()
    columns: bool = False
    pictures: bool = True
    across: int = 2

    @property
    def halves(self) -> tuple[tuple[LocalizedStatement, ...], ...]:
        """The statements in two columns of about the same height, the first not the shorter one."""
        sizes = [text_width(statement.runs) + 20 for statement in self.statements]
        whole, before = sum(sizes), (0, *accumulate(sizes))
        cut = min(range(1, len(sizes)), key=lambda at: (abs(2 * before[at] - whole), -at), default=1)
        return tuple(half for half in (self.statements[:cut], self.statements[cut:]) if half)

    @property
    def rows(self) -> tuple[tuple[LocalizedStatement, ...], ...]:
        """Fields to fill in: short ones share a row."""
        rows: list[tuple[LocalizedStatement, ...]] = []
        for statement in self.statements:
            if rows and len(rows[-1]) < self.across and all(map(_is_short, (*rows[-1], statement))):
                rows[-1] = (*rows[-1], statement)
            else:
                rows.append((statement,))
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of a section, as blocks under its sub-heading."""

    heading: Runs
    blocks: tuple[Block, ...]

    @property
    def alone(self) -> LocalizedStatement | None:
        """The one item that it has under a heading; a summary sets the two on one line."""
        if not self.heading or [block.kind for block in self.blocks] != ["item"] or self.blocks[0].often:
            return None
        first, *others = self.blocks[0].statements
        return None if others else first


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as the templates see it.

    `columns` are its parts, in two columns where that is shorter.

    Attributes:
        whole: short enough that it is never split over pages.
        tile: how many lines it takes in half the width; 0 if it may not share a row.
        mark: pictogram that stands under the question instead of beside its statement.
        one_line: its heading fits on one line.
    """

    section: LocalizedSection
    parts: tuple[Part, ...]
    columns: tuple[tuple[Part, ...], ...]
    whole: bool
    tile: int
    mark: str | None
    one_line: bool


def view(section: LocalizedSection, look: str, *, calendar: bool) -> SectionView:
    """Gather the statements of a section into blocks.

    Args:
        calendar: a schedule is printed as a calendar or grid, not only as a sentence.
    """
    size = sum(text_width(statement.runs) + 20 for statement in section.statements)
    pictures = {statement.pictogram for statement in section.statements} - {None}
    marked = look not in (_EASY, *_NARROW) and section.look == "answer" and len(pictures) == 1 and size >= _MARK
    mark = section.pictogram or (pictures.pop() if marked else None)
    pictured = not marked and (look != _SUMMARY or section.look in _BOXES)
    parts = tuple(
        Part(group.heading, tuple(_blocks(group, section.look, look, pictures=pictured))) for group in section.groups
    )
    lines = sum(count_lines(block, _COLUMN) for part in parts for block in part.blocks)
    lines += sum(bool(part.heading) for part in parts)
    may_share = section.look in _TILES or (section.look == "schedule" and not calendar)
    return SectionView(
        section=section,
        parts=parts,
        columns=_columns(parts, section.look, look),
        whole=size <= _WHOLE,
        tile=lines if may_share and lines <= _TILE else 0,
        mark=mark,
        one_line=text_width(section.title) <= _ONE_LINE,
    )


def _columns(parts: tuple[Part, ...], section_look: str, look: str) -> tuple[tuple[Part, ...], ...]:
    """Parts with headings of their own in two columns, if these come out about equally long."""
    boxed = section_look in ("emergency", "call", "small")
    may_split = (look not in _NARROW and boxed) or look == _EASY or (look == _SUMMARY and not boxed)
    if len(parts) == 1 or not may_split:
        return (parts,)
    sizes = [sum(count_lines(block, _COLUMN) for block in part.blocks) + 2 for part in parts]
    cut = min(range(1, len(sizes)), key=lambda at: abs(sum(sizes[:at]) - sum(sizes[at:])))
    shorter, longer = sorted((sum(sizes[:cut]), sum(sizes[cut:])))
    return (parts[:cut], parts[cut:]) if longer <= _BALANCED * shorter else (parts,)


def rows(views: Iterable[SectionView]) -> Iterator[tuple[SectionView, ...]]:
    """Sections in print order; two short neighbours of about the same height share a row."""
    waiting: SectionView | None = None
    for section in views:
        if waiting and section.tile and abs(waiting.tile - section.tile) <= _UNEVEN:
            yield waiting, section
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = section if section.tile else None
        if not section.tile:
            yield (section,)
    if waiting:
        yield (waiting,)


def count_lines(block: Block, line: int) -> int:
    """About how many lines a block takes where a line holds `line` half-widths."""

    def lines(statement: LocalizedStatement) -> int:
        pictured = block.pictures and statement.pictogram
        room, least = (line - _PICTURE, 2) if pictured else (line, 2 if block.kind == "field" else 1)
        return max(least, -(-text_width(statement.runs) // room))

    return sum(map(lines, block.statements))


def _stands_in_columns(block: Block, section_look: str, look: str) -> bool:
    if section_look in _BOXES:
        return look not in _NARROW and len(block.halves) > 1
    return (look not in _NARROW or look == _SUMMARY) and _saves_room(block, look)


def _saves_room(block: Block, look: str) -> bool:
    """Whether a list is shorter in two columns."""
    if block.kind != "item" or len(block.halves) == 1:
        return False
    if look not in (_EASY, _SUMMARY):
        longest = max(text_width(statement.runs) for statement in block.statements)
        return len(block.statements) >= _FEW and longest <= _BESIDE
    return max(count_lines(replace(block, statements=half), _COLUMN) for half in block.halves) < count_lines(
        block, _LINE
    )


def _is_short(field: LocalizedStatement) -> bool:
    return text_width(field.runs) <= (_SHORT_FIELD if field.blank else _SHORT_FACT)


def _blocks(group: LocalizedGroup, section_look: str, look: str, *, pictures: bool) -> Iterator[Block]:
    boxed = section_look in _BOXES

    def manner(statement: LocalizedStatement) -> tuple[str, Runs]:
        if statement.blank or section_look == "contacts":
            return "field", ()
        listed = boxed or (pictures and statement.pictogram and statement.style == "paragraph")
        return ("item" if listed else statement.style), () if boxed else statement.frequency

    for (kind, often), run in groupby(in_print_order(group, section_look), manner):
        across = _TELEPHONES if look == _SUMMARY and section_look == "contacts" else _ACROSS.get(look, 2)
        block = Block(kind, tuple(run), often, pictures=pictures, across=across)
        if kind == "item" and _stands_in_columns(block, section_look, look):
            block = replace(block, columns=True)
        yield block
