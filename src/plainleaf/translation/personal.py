"""What staff filled in for one patient, as the patient's language says it.

Labels and notes come from its catalog; numbers and days are written as it writes them. Nothing of it is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from plainleaf.content.model import Library
from plainleaf.content.personal import NOTE_PREFIX, TIMES, Personal
from plainleaf.content.schema import Cycle
from plainleaf.languages import direction_of, format_day, format_day_of_month, format_number, format_time, name_weekday
from plainleaf.problems import PlainleafError
from plainleaf.translation.approval.records import Wording
from plainleaf.translation.filling import ClinicFacts, Filler
from plainleaf.translation.localized import LocalizedLeaflet, Run, Runs, plain_text
from plainleaf.translation.lookup import Language, Lookup

_WEEK = 7


@dataclass(frozen=True, slots=True, repr=False)
class LocalizedStrength:
    """A row of the dose grid: the strength, and by time of day how many; empty texts for none."""

    strength: str
    counts: Mapping[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class LocalizedPersonal:
    """What was filled in, ready to be set beside the leaflet in the same language.

    Attributes:
        blanks: by what they hold (`Blank.holds`).
        grid: rows that were filled in.
        days: of the calendar, from the first day on; none: it has no dates.
        weekdays: over its seven columns, short.
        take: days on which the medicine is taken; 0: as the leaflet says.
        title: of the box at the head of the sheet.
        facts: name, label and value of each line in it.
        notes: name and text.
        staff_note: label, and a sentence in another language.
    """

    blanks: Mapping[str, str]
    grid: tuple[LocalizedStrength, ...]
    days: tuple[str, ...]
    weekdays: tuple[str, ...]
    take: int
    title: Runs
    facts: tuple[tuple[str, Runs, Runs], ...]
    notes: tuple[tuple[str, Runs], ...]
    staff_note: tuple[Runs, Run] | None
    wordings: tuple[Wording, ...] = field(default=())

    @property
    def has_box(self) -> bool:
        """Whether there is anything for the box at the head."""
        return bool(self.facts or self.notes or self.staff_note)

    def cells(self) -> Iterator[tuple[str, str]]:
        """Every text of the dose grid, with the name of its place."""
        for number, row in enumerate(self.grid, 1):
            yield f"strength-{number}", row.strength
            yield from ((f"count-{number}-{time}", text) for time, text in row.counts.items() if text)

    def box(self) -> Iterator[tuple[str, str]]:
        """Every text of the box at the head, but for the note of the staff, with the name of its place."""
        if self.has_box:
            yield "title", plain_text(self.title)
        for name, label, value in self.facts:
            yield name, plain_text(label) + plain_text(value)
        yield from ((name, plain_text(text)) for name, text in self.notes)

    def texts(self) -> Iterator[str]:
        """Every text that may stand on the sheet because of it."""
        yield from self.blanks.values()
        for row in self.grid:
            yield from (row.strength, *filter(None, row.counts.values()))
        yield from (*self.days, *self.weekdays)
        yield from (plain_text(runs) for fact in self.facts for runs in fact[1:])
        yield from (plain_text(text) for _, text in self.notes)
        if self.has_box:
            yield plain_text(self.title)
        if self.staff_note:
            yield from (plain_text(self.staff_note[0]), self.staff_note[1].text)


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
        return format_number(number.normalize() + 0, self.filler.lookup.pack, self.filler.place.id)

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
