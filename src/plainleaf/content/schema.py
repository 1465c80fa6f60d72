"""The shape of a leaflet file and of files of shared statements.

Pydantic models, closed (an unknown key is a fault) and frozen; field names are the keys of the files, which
``docs/add-a-leaflet.md`` explains to authors. `plainleaf.content.validation` reads files into them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag, model_validator

from plainleaf.content.grammar import (
    Action,
    Band,
    Certainty,
    Closed,
    Flag,
    Line,
    Place,
    Placed,
    PrintStyle,
    Schema,
    SectionId,
    Slug,
    StatementId,
    TimeOfDay,
    UnitName,
    Values,
)


class Texts(Closed):
    """One text per level; ``same`` means: as at the simpler level."""

    easy: Line | None = None
    plain: Line | None = None
    full: Line | None = None

    @model_validator(mode="after")
    def _has_something_to_be_same_as(self) -> Texts:
        if not (self.easy or self.plain or self.full):
            message = "a statement needs a text at one level at least"
            raise ValueError(message)
        if self.easy == "same" or (self.plain == "same" and not self.easy):
            message = "`same` means the simpler level, and there is none"
            raise ValueError(message)
        if self.full == "same" and not (self.plain or self.easy):
            message = "`same` means the simpler level, and there is none"
            raise ValueError(message)
        return self


class Frequency(Closed):
    """How often an effect happens, as a word and a natural frequency; ``basis`` says where the band comes from."""

    band: Band
    basis: Line | None = None


class Blank(Closed):
    """A place to write by hand after the text: a line, a box for a number, a date, or ticks.

    ``holds``: what stands there when staff fill the sheet in for one patient; otherwise it stays empty.
    """

    kind: Literal["line", "number", "date", "ticks"]
    unit: UnitName | None = None
    holds: Literal["daily-dose", "day-filled-in"] | None = None


class SourceStatement(Placed):
    """One fact, said at each level that carries it."""

    id: StatementId
    section: SectionId | None = None
    critical: Flag = False
    summary: Flag = False
    covers: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2,}$")], ...] = ()
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    certainty: Certainty
    pictogram: Slug | None = None
    action: Action = "none"
    frequency: Frequency | None = None
    heading: Slug | None = None
    style: PrintStyle | None = None
    blank: Blank | None = None
    citation: Flag = False
    note: Line | None = None
    text: Texts


class StatementUse(Closed):
    """A shared statement, by id; the leaflet may say where under its section it stands."""

    use: StatementId
    covers: tuple[str, ...] = ()
    summary: Flag | None = None
    heading: Slug | None = None
    pictogram: Slug | None = None


def _statement_or_use(value: Any) -> str:  # noqa: ANN401 - pydantic hands over whatever was typed
    return "use" if isinstance(value, dict) and "use" in value else "statement"


class SourceSection(Closed):
    """A section of a leaflet: its statements in print order."""

    section: SectionId
    statements: Annotated[
        tuple[
            Annotated[
                Annotated[SourceStatement, Tag("statement")] | Annotated[StatementUse, Tag("use")],
                Discriminator(_statement_or_use),
            ],
            ...,
        ],
        Field(min_length=1),
    ]


class Brand(Placed):
    """A brand name and the places where it is sold under it."""

    name: Line


class Names(Closed):
    """What the medicine is called: a glossary term, its brands, and how to say it (an English respelling)."""

    generic: Slug
    brands: tuple[Brand, ...] = ()
    say: Line | None = None


class Code(Closed):
    """A code of a public system, for look-up only; printed never."""

    system: Literal["rxnorm", "atc", "unii", "dailymed", "snomed", "ndc"]
    code: Line
    source: Line
    date: dt.date
    certainty: Certainty


class DoseGrid(Closed):
    """The fill-in grid: how many of which strength, at which time of day."""

    form: Slug
    unit: UnitName
    rows: Annotated[int, Field(ge=1, le=6)] = 2


class Daily(Closed):
    """Every day, at the times named (none named: the clinic fills them in); ``once``: all of it at one of them."""

    type: Literal["daily"]
    times: tuple[TimeOfDay, ...] = ()
    once: Flag = False


class Cycle(Closed):
    """Days on and days off, again and again; printed as a calendar. ``once``: as with `Daily`."""

    type: Literal["cycle"]
    days: Annotated[int, Field(ge=2, le=84)]
    take: Annotated[int, Field(ge=1)]
    times: tuple[TimeOfDay, ...] = ()
    once: Flag = False

    @model_validator(mode="after")
    def _rests(self) -> Cycle:
        if self.take >= self.days:
            message = "`take` must leave days of rest: fewer than `days`"
            raise ValueError(message)
        return self


class Weekly(Closed):
    """On one named day of the week; the day is written in by hand."""

    type: Literal["weekly"]
    times: tuple[TimeOfDay, ...] = ()


class Taper(Closed):
    """A dose that goes down step by step; printed as a table to fill in."""

    type: Literal["taper"]
    rows: Annotated[int, Field(ge=2, le=12)] = 6
    times: tuple[TimeOfDay, ...] = ()


class AsNeeded(Closed):
    """Only when needed; printed with boxes for the least gap and the most in a day."""

    type: Literal["as_needed"]


Schedule = Annotated[Daily | Cycle | Weekly | Taper | AsNeeded, Field(discriminator="type")]


def _is_free(name: str) -> str:
    if name in ("shared", "desk", "patient"):
        message = f"`{name}` is the name of a catalog that is no leaflet's; give the leaflet another name"
        raise ValueError(message)
    return name


class SourceLeaflet(Closed):
    """``leaflets/<leaflet>.yaml``."""

    schema_: Annotated[Schema, Field(alias="schema")]
    leaflet: Annotated[Slug, AfterValidator(_is_free)]
    kind: Literal["medicine", "overview"]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$")]
    title: Slug | None = None
    names: Names | None = None
    codes: tuple[Code, ...] = ()
    revised: dt.date
    review_by: dt.date
    sensitive: Flag = False
    withdrawn: Line | None = None
    places: Annotated[tuple[Place, ...], Field(min_length=1)]
    values: Values = Field(default_factory=dict)
    dose: DoseGrid | None = None
    schedule: Schedule | None = None
    sections: Annotated[tuple[SourceSection, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole_for_its_kind(self) -> SourceLeaflet:
        if self.kind == "medicine" and not (self.names and self.dose and self.schedule):
            message = "a medicine needs `names`, `dose` and `schedule`"
            raise ValueError(message)
        if self.kind == "overview" and not self.title:
            message = "an overview needs a `title` (a glossary term)"
            raise ValueError(message)
        if self.review_by <= self.revised:
            message = "`review_by` must be after `revised`"
            raise ValueError(message)
        return self


class SharedStatements(Closed):
    """``leaflets/shared/<topic>.yaml`` with ``shared:``: statements that several leaflets use by id."""

    schema_: Annotated[Schema, Field(alias="schema")]
    shared: Slug
    values: Values = Field(default_factory=dict)
    statements: Annotated[tuple[SourceStatement, ...], Field(min_length=1)]
