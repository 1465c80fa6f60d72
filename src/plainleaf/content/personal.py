"""What staff fill in for one patient: doses, days, whom to call, notes. It is looked at as arithmetic, never as advice.

It is nobody's but the patient's. So no record here says what it holds when it is written out: neither a log nor a
report of a fault can repeat it by accident.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from plainleaf.content.grammar import QuantityValue
from plainleaf.content.model import Leaflet
from plainleaf.content.schema import Cycle, DoseGrid

TIMES = ("morning", "noon", "evening", "bedtime")
"""Of a day, as the columns of a dose grid stand."""
NOTE_PREFIX = "patient/note-"
"""Messages that are notes to choose from begin so."""
_WHOLE = ("capsule",)
"""Forms of which nobody takes a part."""
WAIT = "wait"
"""The note that a medicine is not begun yet: it cannot stand beside a first day."""
Disagreement = Literal["no-total", "no-grid", "sum", "times", "whole", "cycle", "days", "wait", "grid", "schedule"]
"""Two things that were filled in, or one and the leaflet, that cannot both be right."""


@dataclass(frozen=True, slots=True, repr=False)
class Strength:
    """How many of one strength are taken at each of `TIMES`; none is 0."""

    strength: Decimal
    counts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Personal:
    """What stands on one patient's sheet besides what is on everybody's. What is left out is written by hand.

    Attributes:
        filled_on: the day on which it was filled in.
        daily: all of a day together, in the unit of the leaflet's dose grid.
        strengths: the rows of that grid.
        first_day: on which the medicine is taken for the first time.
        days_on, days_off: of each round; 0: as the leaflet's calendar has them.
        visit, visit_time: the next one, by the clinic's clock.
        notes: names of messages of the catalog `patient`, without ``patient/note-``.
        staff_note: a sentence of the staff, in the language ``staff_lang`` (BCP 47).
    """

    filled_on: dt.date
    daily: Decimal | None = None
    strengths: tuple[Strength, ...] = ()
    first_day: dt.date | None = None
    days_on: int = 0
    days_off: int = 0
    visit: dt.date | None = None
    visit_time: dt.time | None = None
    clinician: str = ""
    telephone: str = ""
    notes: tuple[str, ...] = ()
    staff_note: str = ""
    staff_lang: str = ""

    @property
    def sum(self) -> Decimal:
        """What all boxes of the grid make in a day."""
        return sum((row.strength * sum(row.counts) for row in self.strengths), Decimal())


def disagreements(personal: Personal, leaflet: Leaflet, place: str) -> Iterator[Disagreement]:
    """Everything that does not fit together on a sheet for a place.

    ``no-total`` and ``sum``: strengths must add up to a dose that was written down by itself, so that one slip shows.
    ``no-grid``: a dose without its boxes, of which an empty one means none. ``times``: other times of day than the
    leaflet's, or more of them. ``whole``: a part of a capsule. ``cycle``: days with and without the medicine make
    another round than the leaflet's. ``days``: other days than those that the leaflet says in words. ``wait``: a first
    day beside the note not to begin yet. ``grid`` and ``schedule``: the leaflet has no such grid or calendar.
    """
    if personal.strengths or personal.daily is not None:
        yield from _in_the_grid(personal, leaflet)
    if personal.days_on or personal.days_off:
        plan = leaflet.schedule
        if not isinstance(plan, Cycle):
            yield "schedule"
        elif personal.days_on + personal.days_off != plan.days or not (personal.days_on and personal.days_off):
            yield "cycle"
        elif personal.days_on != plan.take and _says_its_days(leaflet, place):
            yield "days"
    if personal.first_day and WAIT in personal.notes:
        yield "wait"


def _in_the_grid(personal: Personal, leaflet: Leaflet) -> Iterator[Disagreement]:
    dose, plan = leaflet.dose, leaflet.schedule
    if dose is None or len(personal.strengths) > dose.rows or dose.unit not in _units_of_a_day(leaflet, dose):
        yield "grid"
        return
    if not personal.strengths:
        yield "no-grid"
    elif personal.daily is None:
        yield "no-total"
    elif personal.sum != personal.daily:
        yield "sum"
    taken = {time for row in personal.strengths for time, count in zip(TIMES, row.counts, strict=True) if count}
    named = getattr(plan, "times", ())
    if (named and not taken <= {*named}) or (getattr(plan, "once", False) and len(taken) > 1):
        yield "times"
    if dose.form in _WHOLE and any(count % 1 for row in personal.strengths for count in row.counts):
        yield "whole"


def _units_of_a_day(leaflet: Leaflet, dose: DoseGrid) -> frozenset[str | None]:
    """The units in which the leaflet asks for the dose of a day; that of its grid, where it does not ask."""
    asked = frozenset[str | None](
        statement.blank.unit
        for section in leaflet.sections
        for statement in section.statements
        if statement.blank and statement.blank.holds == "daily-dose"
    )
    return asked or frozenset((dose.unit,))


def _says_its_days(leaflet: Leaflet, place: str) -> bool:
    """Whether a statement that nobody may miss says in numbers on which days the medicine is taken."""
    return any(
        isinstance(item, QuantityValue) and item.unit == "day" and f"{{{name}}}" in message.msgid
        for section in leaflet.sections
        if section.rule.look == "schedule"
        for statement in section.statements
        if statement.critical and statement.holds_in(place)
        for message in statement.texts.values()
        for name, items in statement.values.items()
        for item in items
    )
