"""What staff wrote into the form for one patient: read box by box, with what is wrong at each of them.

It lives as long as the request, and is repeated nowhere but on the page that shows it to whoever wrote it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from plainleaf.content.model import Leaflet
from plainleaf.content.personal import TIMES, Disagreement, Personal, Strength, disagreements
from plainleaf.content.schema import Cycle

LONGEST = {"clinician": 60, "telephone": 30, "staff-note": 300}
"""Characters that the boxes for text take."""
NOTE = "note-"
"""Fields of notes that are chosen begin so."""
_NUMBER = re.compile(r"(?P<whole>\d{1,5})(?:[.,٫](?P<part>\d{1,2}))?")  # 1,000 is nobody's number for sure
_TELEPHONE = re.compile(r"\+?[0-9(][0-9 ()./#*-]{2,29}")
_DAY, _HOUR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d\d:\d\d")  # as browsers write them
_MOST_AT_ONCE = 20
_MOST_DAYS = 84
_YEAR, _MONTH = dt.timedelta(366), dt.timedelta(31)
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_KNITTING = "\u200c\u200d"  # some scripts are not spelled without them
_Value = TypeVar("_Value")
_AT: Mapping[Disagreement, str] = {
    "no-total": "daily",
    "no-grid": "strength-1",
    "sum": "daily",
    "times": "count-1-morning",
    "whole": "count-1-morning",
    "grid": "daily",
    "cycle": "days-on",
    "days": "days-on",
    "schedule": "days-on",
    "wait": "first-day",
}
"""At which box each disagreement is shown."""


@dataclass(frozen=True, slots=True, repr=False)
class Entries:
    """A form as it was read.

    Attributes:
        written: what stands in each box.
        personal: what is filled in, as far as it could be read.
        faults: what is wrong, by box: a word of the desk.
    """

    written: Mapping[str, str]
    personal: Personal
    faults: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in that everybody's leaflet does not say."""
        empty = Personal(self.personal.filled_on, staff_lang=self.personal.staff_lang)
        return replace(self.personal, days_on=0, days_off=0) == empty


_BOXES = ("daily", "strength", "count", "first", "days", "visit", "clinician", "telephone", "staff")
"""Boxes in the order of the form, by how their names begin."""
_WORDS: Mapping[Disagreement, str] = {
    "no-total": "fill-total",
    "no-grid": "fill-grid",
    "sum": "fill-sum",
    "times": "fill-times",
    "whole": "fill-whole",
    "grid": "error-request",
    "cycle": "fill-cycle",
    "days": "fill-days",
    "schedule": "error-request",
    "wait": "fill-wait",
}


def no_entries(leaflet: Leaflet, today: dt.date) -> Entries:
    """A form in which nothing is written but the days of the leaflet's own calendar."""
    plan = leaflet.schedule
    days = {"days-on": str(plan.take), "days-off": str(plan.days - plan.take)} if isinstance(plan, Cycle) else {}
    return Entries(days, Personal(today), {})


def read_entries(
    said: Mapping[str, str], leaflet: Leaflet, place: str, notes: Mapping[str, str], staff_lang: str, today: dt.date
) -> Entries:
    """Read a form for a leaflet.

    Args:
        notes: those that there are, by name.
        staff_lang: BCP 47 tag of the language that the staff write in.
    """
    reader = _Reader(said)
    rows = leaflet.dose.rows if leaflet.dose else 0
    strengths = [row for number in range(1, rows + 1) if (row := reader.strength(number))]
    plan = leaflet.schedule
    # A calendar that is over would be nobody's; and by a slip in the year it always is.
    past = dt.timedelta(plan.days - 1) if isinstance(plan, Cycle) else _MONTH
    first_day = reader.date("first-day", today - past, today + _YEAR, too_early="fill-past")
    has_calendar = isinstance(plan, Cycle)
    visit = reader.date("visit", today, today + 2 * _YEAR, too_early="fill-past")
    visit_time = reader.time("visit-time")
    if visit_time and visit is None and "visit" not in reader.faults:
        reader.faults["visit"] = "fill-date"
    staff_note = reader.text("staff-note")
    personal = Personal(
        filled_on=today,
        daily=reader.amount("daily"),
        strengths=tuple(strengths),
        first_day=first_day,
        days_on=reader.days("days-on") if has_calendar else 0,
        days_off=reader.days("days-off") if has_calendar else 0,
        visit=visit,
        visit_time=visit_time,
        clinician=reader.text("clinician"),
        telephone=reader.telephone("telephone"),
        notes=tuple(name for name in notes if said.get(NOTE + name)),
        staff_note=staff_note,
        staff_lang=staff_lang,
    )
    for disagreement in disagreements(personal, leaflet, place):
        reader.faults.setdefault(_AT[disagreement], _WORDS[disagreement])
    in_order = sorted(reader.faults.items(), key=lambda one: (_BOXES.index(one[0].partition("-")[0]), one[0]))
    return Entries(said, personal, dict(in_order))


@dataclass(slots=True, repr=False)
class _Reader:
    said: Mapping[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def strength(self, row: int) -> Strength | None:
        """A row of the grid; none: nothing stands in it."""
        boxes = [f"count-{row}-{time}" for time in TIMES]
        strength, counts = self.number(f"strength-{row}"), [self.number(box) for box in boxes]
        for box, count in zip(boxes, counts, strict=True):
            if count is not None and count > _MOST_AT_ONCE:
                self.faults[box] = "fill-number"
        if strength is None and not any(counts):
            return None
        if not strength:
            self.faults.setdefault(f"strength-{row}", "fill-number")
        elif not any(counts):
            self.faults.setdefault(boxes[0], "fill-number")
        return Strength(strength or Decimal(), tuple(count or Decimal() for count in counts))

    def amount(self, name: str) -> Decimal | None:
        """A number that is more than nothing."""
        number = self.number(name)
        if number == 0:
            self.faults[name] = "fill-number"
        return number

    def number(self, name: str) -> Decimal | None:
        """A number that was written; none: nothing was, or no number."""
        found = self._read(name, _NUMBER.fullmatch, "fill-number")
        return Decimal(f"{int(found['whole'])}.{found['part'] or '0'}") if found else None

    def days(self, name: str) -> int:
        number = self.number(name)
        if number is not None and (number != int(number) or number > _MOST_DAYS):
            self.faults.setdefault(name, "fill-number")
            return 0
        return int(number or 0)

    def date(self, name: str, first: dt.date, last: dt.date, too_early: str = "fill-date") -> dt.date | None:
        day = self._read(name, lambda said: dt.date.fromisoformat(said) if _DAY.fullmatch(said) else None, "fill-date")
        if day is not None and not first <= day <= last:
            self.faults[name] = too_early if day < first else "fill-date"
        return day

    def time(self, name: str) -> dt.time | None:
        def read(said: str) -> dt.time | None:
            return dt.time.fromisoformat(said) if _HOUR.fullmatch(said) else None

        return self._read(name, read, "fill-time")

    def telephone(self, name: str) -> str:
        found = self._read(name, _TELEPHONE.fullmatch, "fill-telephone-number")
        return found[0] if found else ""

    def text(self, name: str) -> str:
        """A text on one line."""
        text = " ".join(self.said.get(name, "").split())
        if len(text) > LONGEST[name] or any(
            unicodedata.category(char) in _UNPRINTABLE and char not in _KNITTING for char in text
        ):
            self.faults[name] = "fill-signs"
        return text

    def _read(self, name: str, read: Callable[[str], _Value | None], word: str) -> _Value | None:
        written = self.said.get(name, "").strip()
        if not written:
            return None
        try:
            found = read(written)
        except ValueError:
            found = None
        if found is None:
            self.faults[name] = word
        return found
