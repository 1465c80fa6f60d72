"""What stands beside what: statements gathered into blocks, and short sections into rows of two.

Lengths are in half-widths: a Latin letter counts one, a Han, kana or hangul sign two. They only choose between ways
to set the same text; nothing is cut, and no text depends on them to fit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from plainleaf.translation.localized import LocalizedGroup, LocalizedSection, LocalizedStatement, Runs, plain_text

_BOXES = ("key", "emergency", "call")  # a box is one list: frequency stands with its item
_SHORT_FIELD = 34  # beside another field, with room to write
_ONE_LINE = 40  # a heading reversed out of a bar
_WHOLE = 400  # a section of about six lines; longer ones may go on overleaf
_TILE = 7  # lines of a section that fits in half the width without growing tall
_UNEVEN = 3  # lines by which neighbours in a row may differ
_TILES = ("answer", "ask", "small")  # what may share a row; a calendar or a box may not
_MARK = 190  # text tall enough to leave room for a picture under its question
_COLUMN = {"easy": 33}  # one line of a list in two columns, by look
_COLUMN_BESIDE = 28  # the same where the question stands beside the answer
_FEW = 4  # items that are worth two columns
_TWO_LINES = 66  # beside a picture, which is two lines tall


def text_width(runs: Runs) -> int:
    """About how long a text is, in half-widths; marks that stand on a letter count nothing."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in plain_text(runs)
        if not unicodedata.category(char).startswith("M")
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Statements that are set as one: ``headline``, ``paragraph``, ``item``, ``pictured``, ``step`` or ``field``.

    Attributes:
        often: how frequent the effects of the block are, said once above them.
        columns: its items are short enough to stand in two columns.
    """

    kind: str
    statements: tuple[LocalizedStatement, ...]
    often: Runs = ()
    columns: bool = False

    @property
    def halves(self) -> tuple[tuple[LocalizedStatement, ...], ...]:
        """The statements in two columns of about the same height, the first not the shorter one."""
        sizes = [text_width(statement.runs) + 20 for statement in self.statements]
        cut = min(range(1, len(sizes)), key=lambda at: (abs(sum(sizes[:at]) - sum(sizes[at:])), -at), default=1)
        return tuple(half for half in (self.statements[:cut], self.statements[cut:]) if half)

    @property
    def rows(self) -> tuple[tuple[LocalizedStatement, ...], ...]:
        """Fields to fill in: two short ones share a row."""
        rows: list[tuple[LocalizedStatement, ...]] = []
        for statement in self.statements:
            short = text_width(statement.runs) <= _SHORT_FIELD
            if rows and short and len(rows[-1]) == 1 and text_width(rows[-1][0].runs) <= _SHORT_FIELD:
                rows[-1] = (*rows[-1], statement)
            else:
                rows.append((statement,))
        return tuple(rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of a section, as blocks under its sub-heading."""

    heading: Runs
    blocks: tuple[Block, ...]


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
    marked = look not in _COLUMN and section.look == "answer" and len(pictures) == 1 and size >= _MARK
    mark = section.pictogram or (pictures.pop() if marked else None)
    parts = tuple(
        Part(group.heading, tuple(_blocks(group, section.look, look, pictured=not marked))) for group in section.groups
    )
    lines = sum(_lines(block) for part in parts for block in part.blocks) + sum(bool(part.heading) for part in parts)
    may_share = section.look in _TILES or (section.look == "schedule" and not calendar)
    return SectionView(
        section=section,
        parts=parts,
        columns=_columns(parts, section.look),
        whole=size <= _WHOLE,
        tile=lines if may_share and lines <= _TILE else 0,
        mark=mark,
        one_line=text_width(section.title) <= _ONE_LINE,
    )


def _columns(parts: tuple[Part, ...], look: str) -> tuple[tuple[Part, ...], ...]:
    """Parts with headings of their own in two columns, if these come out about equally long."""
    if len(parts) < 2 or look not in ("emergency", "call", "small"):
        return (parts,)
    sizes = [sum(_lines(block) for block in part.blocks) + 2 for part in parts]
    cut = min(range(1, len(sizes)), key=lambda at: abs(sum(sizes[:at]) - sum(sizes[at:])))
    shorter, longer = sorted((sum(sizes[:cut]), sum(sizes[cut:])))
    return (parts[:cut], parts[cut:]) if longer <= 1.8 * shorter else (parts,)


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


def _lines(block: Block) -> int:
    """Lines in half the width of an easy sheet."""
    room, least = (_COLUMN["easy"] - 7, 2) if block.kind == "pictured" else (_COLUMN["easy"], 1)
    if block.kind == "field":
        return 2 * len(block.statements)
    return sum(max(least, -(-text_width(statement.runs) // room)) for statement in block.statements)


def _blocks(group: LocalizedGroup, section_look: str, look: str, *, pictured: bool) -> Iterator[Block]:
    def manner(statement: LocalizedStatement) -> tuple[str, Runs]:
        if statement.blank or section_look == "contacts":
            return "field", ()
        if section_look in _BOXES:
            return "item", ()
        with_picture = pictured and statement.pictogram and statement.style in ("item", "paragraph")
        return ("pictured" if with_picture else statement.style), statement.frequency

    said = group.statements
    if section_look == "dose":  # first what is said, then everything that is written in
        said = tuple(sorted(said, key=lambda statement: statement.blank is not None))
    line = _COLUMN.get(look, _COLUMN_BESIDE)
    for (kind, often), run in groupby(said, manner):
        statements = tuple(run)
        longest = max(text_width(statement.runs) for statement in statements)
        boxed = section_look in _BOXES and kind == "item"
        beside = kind == "pictured" and look in _COLUMN and longest <= _TWO_LINES
        short = kind == "item" and longest <= line and len(statements) >= _FEW
        yield Block(kind, statements, often, len(statements) > 1 and (boxed or beside or short))
