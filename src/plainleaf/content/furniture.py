"""The shape of what stands under all leaflets: sections, glossary, fixed words, units, sources, facts, places."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from plainleaf.content.grammar import (
    Certainty,
    Closed,
    Flag,
    Line,
    Place,
    PrintStyle,
    Schema,
    SectionId,
    Slug,
    StatementId,
    UnitName,
    ValueName,
)

Need = Literal["required", "conditional", "optional", "none"]


class SectionRule(Closed):
    """One section of the model: its question, whether a leaflet must have it, and how it is set."""

    section: SectionId
    title: Line | None = None
    medicine: Need
    overview: Need
    critical: Flag
    look: Literal["identity", "key", "answer", "dose", "schedule", "emergency", "call", "contacts", "small", "ask"]
    style: PrintStyle = "paragraph"
    pictogram: Slug | None = None
    headings: dict[Slug, Line] = Field(default_factory=dict)
    note: Line | None = None


class SectionModel(Closed):
    """``leaflets/shared/sections.yaml``: the sections in print order."""

    schema_: Annotated[Schema, Field(alias="schema")]
    sections: Annotated[tuple[SectionRule, ...], Field(min_length=1)]


class Term(Closed):
    """A word of the glossary, as it stands in a title or table; medicines also get their Latin name beside it."""

    term: Slug
    text: Line
    kind: Literal["medicine", "form", "word", "title"]
    note: Line | None = None


class Terms(Closed):
    """``leaflets/shared/terms.yaml``: the glossary."""

    schema_: Annotated[Schema, Field(alias="schema")]
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


class Label(Closed):
    """A fixed word of the sheet itself: foot, grid, calendar, draft line, alternative texts."""

    label: StatementId
    text: Line
    note: Line | None = None


class Labels(Closed):
    """``leaflets/shared/labels.yaml``: the furniture of every sheet."""

    schema_: Annotated[Schema, Field(alias="schema")]
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]


class UnitText(Closed):
    """How a unit is said; ``{n}`` is the number."""

    unit: UnitName
    one: Annotated[str, StringConstraints(pattern=r"\{n\}")]
    other: Annotated[str, StringConstraints(pattern=r"\{n\}")]


class Units(Closed):
    """``leaflets/shared/units.yaml``: the closed vocabulary of units."""

    schema_: Annotated[Schema, Field(alias="schema")]
    units: Annotated[tuple[UnitText, ...], Field(min_length=1)]


class SourceWork(Closed):
    """Where a fact was read: what it is, who published it, how old it is."""

    source: Slug
    title: Line
    publisher: Line
    date: Line | None = None
    address: Line | None = None
    seen: Literal["whole", "part", "copy"]
    note: Line | None = None


class Sources(Closed):
    """``leaflets/shared/sources.yaml``: the works that statements cite."""

    schema_: Annotated[Schema, Field(alias="schema")]
    sources: Annotated[tuple[SourceWork, ...], Field(min_length=1)]


class Fact(Closed):
    """One fact of a checklist, and the leaflets that must carry it; ``easy``: at that level too."""

    fact: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2,}$")]
    text: Line
    required_in: tuple[Slug, ...] = ()
    critical_in: tuple[Slug, ...] = ()
    easy: Flag = False


class Facts(Closed):
    """``leaflets/facts/<list>.yaml``: what named leaflets must say."""

    schema_: Annotated[Schema, Field(alias="schema")]
    checklist: Slug
    source: Slug
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]


class PlaceFact(Closed):
    """A number, name or address that holds in a place; printed only at certainty C1."""

    telephone: str | None = None
    web: str | None = None
    name: Line | None = None
    term: Slug | None = None
    certainty: Certainty
    source: Line

    @model_validator(mode="after")
    def _is_one_thing(self) -> PlaceFact:
        if sum(map(bool, (self.telephone, self.web, self.name, self.term))) != 1:
            message = "give one of `telephone`, `web`, `name` and `term`"
            raise ValueError(message)
        return self


class SourcePlace(Closed):
    """``leaflets/places/<place>.yaml``: whom to call and where to report."""

    schema_: Annotated[Schema, Field(alias="schema")]
    place: Place
    name: Line
    paper: Literal["a4", "letter"]
    values: dict[ValueName, PlaceFact] = Field(default_factory=dict)
