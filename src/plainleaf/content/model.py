"""The leaflet as the press works with it: shared statements joined in, every text a message with its address.

Frozen types, made by `plainleaf.content.library` from validated files and changed by nobody. One `Leaflet` holds all
places and levels; `cut` takes out what one sheet says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from plainleaf.content.furniture import PlaceFact, SectionRule, SourceWork
from plainleaf.content.grammar import ANY_PLACE, Action, Certainty, Level, PrintStyle, ValueItem
from plainleaf.content.schema import Blank, Code, DoseGrid, Frequency, Schedule
from plainleaf.problems import Position

SHARED = "shared"
DESK = "desk"
PATIENT = "patient"
"""Catalogs that are no leaflet's: what leaflets share; the words of the clinic's desk, which no leaflet needs; and what
is said around what staff fill in for one patient, which only a sheet that is filled in needs."""
OPTIONAL = frozenset({DESK, PATIENT})
"""Those that a language may be without; a catalog of them is whole."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate.

    Attributes:
        domain: the catalog that owns it (``shared`` or a leaflet's name); looked up there and nowhere else.
        msgctxt: its address, ``<statement id>/<level>`` or ``section/…``, ``label/…``, ``term/…``, ``unit/…``.
        msgid: the English text.
        plural: the English text for other counts than one; empty where the text does not count.
        comment: one line that tells the translator what this is.
    """

    domain: str
    msgctxt: str
    msgid: str
    position: Position
    comment: str = ""
    plural: str = ""
    critical: bool = False


Values = Mapping[str, tuple[ValueItem, ...]]


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact, with a text for each level that says it.

    Attributes:
        values: what its placeholders mean; the statement's own file first, then the leaflet that uses it.
        citation: its texts are references that stay in English in every language.
    """

    id: str
    section: str
    texts: Mapping[Level, Message]
    values: Values
    position: Position
    places: tuple[str, ...]
    critical: bool
    summary: bool
    covers: tuple[str, ...]
    sources: tuple[str, ...]
    certainty: Certainty
    style: PrintStyle
    action: Action
    pictogram: str | None = None
    heading: str | None = None
    frequency: Frequency | None = None
    blank: Blank | None = None
    citation: bool = False

    def holds_in(self, place: str) -> bool:
        """Whether it may be printed for a place."""
        return holds_in(self.places, place)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a leaflet: the rule it follows and its statements in print order."""

    rule: SectionRule
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One medicine or overview: all places, all levels."""

    id: str
    kind: str
    version: str
    title: str
    say: Message | None
    brands: tuple[tuple[str, tuple[str, ...]], ...]
    revised: dt.date
    review_by: dt.date
    sensitive: bool
    withdrawn: str | None
    places: tuple[str, ...]
    codes: tuple[Code, ...]
    dose: DoseGrid | None
    schedule: Schedule | None
    sections: tuple[Section, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """Whom to call and where to report in one place."""

    id: str
    name: Message
    paper: str
    facts: Mapping[str, PlaceFact]
    position: Position


@dataclass(frozen=True, slots=True)
class RequiredFact:
    """A fact that named leaflets must carry; ``easy`` at the simplest level too."""

    id: str
    text: str
    required_in: tuple[str, ...]
    easy_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the YAML files say, joined.

    Attributes:
        leaflets: those that can be read, by id.
        furniture: every message outside statements by its msgctxt (sections, headings, labels, terms, units, places).
        medicines: ids of the leaflets about a medicine, where all leaflets were read.
        desk: the words of the clinic's desk by their msgctxt; of a library that nobody serves, none.
        patient: the words around what is filled in for one patient, and the notes to choose from, by their msgctxt.
    """

    leaflets: Mapping[str, Leaflet]
    sections: Mapping[str, SectionRule]
    furniture: Mapping[str, Message]
    places: Mapping[str, PlaceRules]
    facts: tuple[RequiredFact, ...]
    sources: Mapping[str, SourceWork]
    shared: Mapping[str, Statement] = field(default_factory=dict)
    medicines: frozenset[str] = frozenset()
    desk: Mapping[str, Message] = field(default_factory=dict)
    patient: Mapping[str, Message] = field(default_factory=dict)


def holds_in(places: tuple[str, ...], place: str) -> bool:
    """Whether something that is true in `places` may be printed for `place`."""
    return ANY_PLACE in places or place in places


def cut(leaflet: Leaflet, place: str, level: Level) -> tuple[Section, ...]:
    """What one sheet says: the statements of the leaflet that hold in `place` and have a text at `level`."""
    sections = (
        Section(section.rule, tuple(s for s in section.statements if s.holds_in(place) and level in s.texts))
        for section in leaflet.sections
    )
    return tuple(section for section in sections if section.statements)
