"""What staff filled in for one patient, as the patient's language says it.

Labels and notes come from its catalog; numbers and days are written as it writes them. Nothing of it is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plainleaf.content.model import Library
from plainleaf.content.personal import NOTE_PREFIX, TIMES, Personal
from plainleaf.content.schema import Cycle
from plainleaf.days import format_day, format_day_of_month, format_time, name_weekday
from plainleaf.languages import direction_of, format_number
from plainleaf.problems import PlainleafError
from plainleaf.translation.filling import ClinicFacts, Filler
from plainleaf.translation.localized import LocalizedLeaflet, LocalizedPersonal, LocalizedStrength, Run, Runs
from plainleaf.translation.lookup import Language, Lookup

_WEEK = 7


def localize_personal(
    personal: Personal, sheet: LocalizedLeaflet, library: Library, language: Language
) -> LocalizedPersonal:
    """Say in the language of a sheet what was filled in for it.

    Raises:
        PlainleafError: with a problem for each word around it that is missing, fuzzy or unsafe.
        KeyError: for a note that there is not.
    """
    filler = Filler(Lookup(language), library, library.places[sheet.place], ClinicFacts())
    writer = _Writer(filler, personal)
    said = LocalizedPersonal(
        blanks=dict(writer.blanks()),
        grid=tuple(writer.grid()),
        days=tuple(writer.days(sheet)),
        weekdays=tuple(writer.weekdays(sheet)),
        take=personal.days_on,
        title=writer.word("patient/for-you"),
        facts=tuple(writer.facts()),
        notes=tuple((f"note-{name}", writer.word(f"{NOTE_PREFIX}{name}")) for name in personal.notes),
        staff_note=writer.staff_note(),
        wordings=tuple(filler.lookup.wordings),
    )
    if filler.lookup.problems:
        raise PlainleafError(sorted(set(filler.lookup.problems)))
    return said


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what was filled in as one language does."""

    filler: Filler
    personal: Personal

    def word(self, msgctxt: str) -> Runs:
        return self.filler.runs(self.filler.library.patient[msgctxt], {})

    def _number(self, number: Decimal) -> str:
        return format_number(number.normalize() + 0, self.filler.lookup.pack, self.filler.place.id, grouped=False)

    def blanks(self) -> Iterator[tuple[str, str]]:
        yield "day-filled-in", format_day(self.personal.filled_on, self.filler.lookup.pack)
        if self.personal.daily is not None:
            yield "daily-dose", self._number(self.personal.daily)

    def grid(self) -> Iterator[LocalizedStrength]:
        for row in self.personal.strengths:
            counts = {time: self._number(count) if count else "" for time, count in zip(TIMES, row.counts, strict=True)}
            yield LocalizedStrength(self._number(row.strength), counts)

    def days(self, sheet: LocalizedLeaflet) -> Iterator[str]:
        first, plan = self.personal.first_day, sheet.schedule
        if first and isinstance(plan, Cycle):
            for day in range(plan.days):
                yield format_day_of_month(first + dt.timedelta(day), self.filler.lookup.pack)

    def weekdays(self, sheet: LocalizedLeaflet) -> Iterator[str]:
        first = self.personal.first_day
        if first and isinstance(sheet.schedule, Cycle):
            for day in range(_WEEK):
                yield name_weekday(first + dt.timedelta(day), self.filler.lookup.pack, "abbreviated")

    def facts(self) -> Iterator[tuple[str, Runs, Runs]]:
        personal, pack = self.personal, self.filler.lookup.pack
        if personal.first_day:
            yield "first-day", self.word("patient/first-day"), self._day(personal.first_day)
        if personal.visit:
            value = self._day(personal.visit)
            if personal.visit_time:
                text = format_time(personal.visit_time, pack)
                value = (*value, Run(pack.list_separator), Run(text, "date", "", direction_of(text)))
            yield "next-visit", self.word("patient/next-visit"), value
        if personal.clinician:
            value = (Run(personal.clinician, "name", "", direction_of(personal.clinician)),)
            yield "clinician", self.word("patient/clinician"), value
        if personal.telephone:
            yield "telephone", self.word("patient/telephone"), (Run(personal.telephone, "telephone"),)

    def _day(self, day: dt.date) -> Runs:
        """A day with its name, as far as the language's names of days are known."""
        pack = self.filler.lookup.pack
        text, weekday = format_day(day, pack), name_weekday(day, pack, "wide")
        if weekday:
            text = pack.alternative.format(first=text, second=weekday)
        return (Run(text, "date", "", direction_of(text)),)

    def staff_note(self) -> tuple[Runs, Run] | None:
        personal = self.personal
        if not personal.staff_note:
            return None
        text = Run(personal.staff_note, "name", personal.staff_lang, direction_of(personal.staff_note))
        return self.word("patient/not-translated"), text
