"""What was filled in for one patient, as a look sets it: the calendar, and the texts that the page must show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from plainleaf.content.schema import Cycle
from plainleaf.press.letter_widths import text_length
from plainleaf.translation.localized import LocalizedLeaflet, Runs, plain_text

_UNDATED = "summary"
"""The look with no room for a date in each cell of its calendar."""
_JOINED = ("large", "booklet", "summary")
"""Looks that set days of rest which follow each other as one cell."""
_ROW = 7  # days
_LINE, _APART = 84, 4  # half-widths of a line, and between two texts
_NARROW, _ACROSS, _HALF_LINE = ("large", "booklet"), 2, 34
Fact = tuple[str, Runs, Runs]
"""Name, label and value."""


@dataclass(frozen=True, slots=True, repr=False)
class Calendar:
    """The calendar of a sheet: for how many days the medicine is taken, and on which days of the year.

    Attributes:
        take: days with the medicine; 0: as the leaflet says.
        dates: by the day of the round; none: they are written by hand, or there is no room.
        rest: days of rest in one cell, by the first of them; no text where cells are not joined.
        weekdays: over its columns.
    """

    take: int = 0
    dates: Mapping[int, str] | None = None
    rest: Mapping[int, str] | None = None
    weekdays: tuple[str, ...] = ()


def calendar_of(sheet: LocalizedLeaflet, look: str) -> Calendar:
    """The calendar as it was filled in; an empty one of a sheet that is everybody's."""
    personal, plan = sheet.personal, sheet.schedule
    if personal is None or not isinstance(plan, Cycle):
        return Calendar()
    if look == _UNDATED or not personal.days:
        return Calendar(personal.take)
    take = personal.take or plan.take
    dates = dict(enumerate(personal.days, 1))
    rest: dict[int, str] = {}
    if look in _JOINED:
        for start in range(1, plan.days + 1, _ROW):
            days = [day for day in range(start, min(start + _ROW, plan.days + 1)) if day > take]
            if days:
                span = dict.fromkeys((dates[days[0]], dates[days[-1]]))
                rest[days[0]] = " – ".join(span)
        dates = {day: text for day, text in dates.items() if day <= take}
    return Calendar(take, dates, rest, personal.weekdays)


def entries_of(sheet: LocalizedLeaflet, look: str, beside: LocalizedLeaflet | None = None) -> Iterator[tuple[str, str]]:
    """Every text that the page must show because it was filled in, with the name of its place (``data-filled``).

    Boxes, grid and calendar stand once, in the reader's language; what is said at the head, in both.
    """
    personal = sheet.personal
    if personal is None:
        return
    asked = {one.blank.holds for section in sheet.sections for one in section.statements if one.blank}
    # Without a place for the day, nothing is lost: it says when the sheet was filled in. A dose is never left out.
    yield from ((name, text) for name, text in personal.blanks.items() if name in asked or name != "day-filled-in")
    yield from (*personal.cells(), *personal.box())
    if personal.staff_note:
        yield "staff-note", "".join((plain_text(personal.staff_note[0]), personal.staff_note[1].text))
    if beside and beside.personal:
        yield from beside.personal.box()
    calendar = calendar_of(sheet, look)
    for day, text in {**(calendar.dates or {}), **(calendar.rest or {})}.items():
        yield f"day-{day}", text
    if calendar.take:  # where the medicine ends is seen, whatever days the leaflet has
        yield f"day-{calendar.take}", sheet.numbers[calendar.take]
        yield f"day-{calendar.take + 1}", plain_text(sheet.labels["rest"])


def rows_of_facts(sheet: LocalizedLeaflet, look: str) -> tuple[tuple[Fact, ...], ...]:
    """The facts of the box at the head in rows: two where each day, name or number fits on half a line."""
    rows: list[tuple[Fact, ...]] = []
    for fact in sheet.personal.facts if sheet.personal else ():
        pair = (*rows[-1], fact) if rows else (fact,)
        longest = max(text_length(run.text) for _, _, value in pair for run in value) * sheet.size
        if len(pair) == _ACROSS and look not in _NARROW and longest <= _HALF_LINE:
            rows[-1] = pair
        else:
            rows.append((fact,))
    return tuple(rows)


def lines_of_box(sheet: LocalizedLeaflet) -> int:
    """About how many lines the box at the head takes on a summary, where everything in it runs on."""
    if sheet.personal is None or not sheet.personal.has_box:
        return 0
    length = sum(text_length(text) + _APART for _, text in entries_of(sheet, _UNDATED))
    return 1 + ceil(length / _LINE)


def texts_of(sheet: LocalizedLeaflet, look: str) -> Iterator[str]:
    """Every text that may stand on the page because something was filled in; in the cells of a calendar, with days."""
    if sheet.personal is None:
        return
    yield from sheet.personal.texts()
    calendar = calendar_of(sheet, look)
    for day, text in (calendar.dates or {}).items():
        yield f"{sheet.numbers[day]} {text}"
    for first, text in (calendar.rest or {}).items():
        yield text
        yield from (f"{sheet.numbers[first]}–{sheet.numbers[last]} {text}" for last in range(first + 1, first + _ROW))
        yield f"{sheet.numbers[first]} {text}"
    if sheet.personal.staff_note:
        yield plain_text(sheet.personal.staff_note[0])
