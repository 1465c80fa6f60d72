"""A leaflet in two languages side by side: each statement beside its translation, with a number that both readers see.

Pairs are made by the ids of the statements, never by their place, so that no line can stand beside another's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from plainleaf.press.source import in_print_order
from plainleaf.translation.localized import LocalizedLeaflet, LocalizedSection, LocalizedStatement, Runs


@dataclass(frozen=True, slots=True)
class PairedStatement:
    """One statement in both languages. ``number``: its place on the sheet, from 1."""

    number: int
    first: LocalizedStatement
    second: LocalizedStatement


@dataclass(frozen=True, slots=True)
class PairedGroup:
    """A group of a section, under its sub-heading in both languages."""

    headings: tuple[Runs, Runs]
    statements: tuple[PairedStatement, ...]


@dataclass(frozen=True, slots=True)
class PairedSection:
    """A section in both languages.

    Attributes:
        numbers: of its first statement and of its last.
    """

    first: LocalizedSection
    second: LocalizedSection
    groups: tuple[PairedGroup, ...]
    numbers: tuple[int, int]


def pair(sheet: LocalizedLeaflet, beside: LocalizedLeaflet) -> tuple[PairedSection, ...]:
    """The sections of a sheet with those of the same sheet in a second language.

    Args:
        beside: made of the same statements, in the same sections.
    """
    others = {statement.id: statement for section in beside.sections for statement in section.statements}
    numbers = count(1)
    return tuple(
        _pair_section(first, second, others, numbers)
        for first, second in zip(sheet.sections, beside.sections, strict=True)
    )


def numeral(digits: Sequence[str], number: int) -> str:
    """A whole number in the digits of a language, of which the first ten are given."""
    return "".join(digits[int(digit)] for digit in str(number))


def _pair_section(
    first: LocalizedSection, second: LocalizedSection, others: dict[str, LocalizedStatement], numbers: Iterator[int]
) -> PairedSection:
    groups = tuple(
        PairedGroup(
            (group.heading, other.heading),
            tuple(
                PairedStatement(next(numbers), statement, others[statement.id])
                for statement in in_print_order(group, first.look)
            ),
        )
        for group, other in zip(first.groups, second.groups, strict=True)
    )
    return PairedSection(first, second, groups, (groups[0].statements[0].number, groups[-1].statements[-1].number))
