"""The leaflet in one language, at one level, for one place: what the templates print.

Text is a tuple of `Run`s: a run knows whether it is running text, a quantity, a name, a telephone number or a blank
line to write on, and in which language and direction it stands. Templates never see a string with markup in it, and
translators' text is never markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from plainleaf.content.grammar import Action, Level, PrintStyle
from plainleaf.content.model import Leaflet
from plainleaf.content.schema import Blank, Schedule
from plainleaf.translation.approval.records import Wording

RunKind = Literal["text", "quantity", "name", "telephone", "web", "date", "blank"]
Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that is set in one way.

    Attributes:
        kind: ``text`` flows with the line; every other kind is isolated from the direction of the line and kept
            together on it; ``blank`` is a line to write on and has no text.
        lang: BCP 47 tag where it differs from the sheet's language, otherwise empty.
        direction: direction of an isolated run.
        strong: set bold.
    """

    text: str
    kind: RunKind = "text"
    lang: str = ""
    direction: Direction = "ltr"
    strong: bool = False


Runs = tuple[Run, ...]
Text = TypeVar("Text")


class SharedTexts(dict[str, Text]):
    """Texts by name that all sheets of a language share: one object for all, so what is made of them can be kept.

    Nobody changes it.
    """

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


def plain_text(runs: Runs) -> str:
    """The characters of the runs, a blank as nothing."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


@dataclass(frozen=True, slots=True)
class LocalizedStatement:
    """One statement, ready to be set. ``lang`` is set where the whole statement stands in English (a citation)."""

    id: str
    runs: Runs
    style: PrintStyle
    critical: bool
    summary: bool
    action: Action
    pictogram: str | None = None
    blank: Blank | None = None
    blank_unit: Runs = ()
    frequency: Runs = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LocalizedGroup:
    """Statements of a section under one sub-heading, or under none."""

    heading: Runs
    statements: tuple[LocalizedStatement, ...]


@dataclass(frozen=True, slots=True)
class LocalizedSection:
    """One section: its question, how it looks (`SectionRule.look`), and its groups."""

    id: str
    look: str
    critical: bool
    title: Runs
    groups: tuple[LocalizedGroup, ...]
    pictogram: str | None = None

    @property
    def statements(self) -> tuple[LocalizedStatement, ...]:
        """All its statements, whatever their heading."""
        return tuple(statement for group in self.groups for statement in group.statements)


@dataclass(frozen=True, slots=True)
class LocalizedDoseGrid:
    """The grid to fill in: name of the form ("Capsule"), unit of its strength, number of rows."""

    form: Runs
    unit: Runs
    rows: int


@dataclass(frozen=True, slots=True)
class Measured:
    """How hard the sheet is to read, as its last page says it: a label of the sheet, and what fills it."""

    label: str
    values: Mapping[str, str]


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


@dataclass(frozen=True, slots=True)
class LocalizedLeaflet:
    """One leaflet in one language, at one level, for one place.

    Attributes:
        locale: BCP 47 tag of the reader's language.
        own_name, english_name: the language's name for itself, and the name that staff know.
        fonts: families in order of preference.
        size, leading: factor on the body size, and line height, that the script needs.
        title: the medicine's name in the reader's language.
        latin_title: the English or Latin name for staff; empty when it is the same.
        brands: as sold in this place; proper names.
        say: how to say the name; empty where a language does not give it.
        labels: furniture of the sheet by id, as text with ``{placeholders}`` still in it where the template fills
            them (page numbers).
        numbers: 0 to 84 in the language's digits, for calendars and steps.
        place: the place's id; ``place_name`` its name in the reader's language.
        revised, review_by: days as the language writes them.
        draft: whether the sheet must say that nobody has approved it.
        wordings: every message that it uses, as it says it: what has to be approved.
        personal: what was filled in for one patient; none: it is everybody's.
    """

    leaflet: Leaflet
    locale: str
    direction: Direction
    own_name: str
    english_name: str
    script: str
    fonts: tuple[str, ...]
    size: float
    leading: float
    level: Level
    place: str
    place_name: str
    title: str
    latin_title: str
    brands: tuple[str, ...]
    say: str
    sections: tuple[LocalizedSection, ...]
    labels: Mapping[str, Runs]
    english_labels: Mapping[str, str]
    numbers: tuple[str, ...]
    version: str
    revised: str
    review_by: str
    draft: bool
    dose: LocalizedDoseGrid | None
    schedule: Schedule | None
    wordings: tuple[Wording, ...]
    measured: Measured | None = None
    personal: LocalizedPersonal | None = None
