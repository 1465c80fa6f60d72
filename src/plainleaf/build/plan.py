"""What a build will make, as types: what was asked for, each sheet ready to print, each refusal with its reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plainleaf.build.index_words import IndexWords
from plainleaf.content.grammar import Level
from plainleaf.press.html import HtmlDocument, Theme
from plainleaf.problems import Problem
from plainleaf.translation.localized import LocalizedLeaflet

NOBODYS = ("P001", "W001", "B009")
"""Problems that are no leaflet's own: with a broken template or setting, or while files change, nothing is planned."""
Inputs = Mapping[str, str]
"""Hashes of what a sheet is made from, by what it is: its messages, the theme, the fonts."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; empty means: what the settings or the library say.

    Attributes:
        beside: languages to stand beside that of the reader on bilingual sheets.
        profile: the ward that prints, of those that the settings name; empty: none of them.
    """

    leaflets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    formats: tuple[str, ...] = ()
    place: str = ""
    beside: tuple[str, ...] = ()
    release: bool = False
    as_of: dt.date | None = None
    profile: str = ""

    @property
    def selects(self) -> bool:
        """Whether only a part of the library was asked for."""
        return bool(self.leaflets or self.languages or self.levels or self.formats or self.beside)


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One sheet to make. ``beside``: the second language of a bilingual one, otherwise empty."""

    leaflet: str
    lang: str
    level: str
    format: str
    place: str
    beside: str = ""

    @property
    def path(self) -> str:
        """Where it goes below the output folder."""
        beside = f"-{self.beside}" if self.beside else ""
        return f"{self.place}/{self.lang}/{self.leaflet}/{self.level}-{self.format}{beside}.pdf"

    def as_json(self) -> dict[str, str | None]:
        """The keys by which reports name a sheet."""
        named = {name: getattr(self, name) for name in ("leaflet", "lang", "level", "format", "place")}
        return {**named, "beside": self.beside or None}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A target as a page ready to print, with the hash of everything that decides its bytes.

    ``leaflet`` is what it says in the reader's language.
    """

    target: Target
    leaflet: LocalizedLeaflet
    document: HtmlDocument
    source_hash: str
    title: str
    names: tuple[str, ...]
    status: str
    reading: Mapping[str, object]

    @property
    def about(self) -> dict[str, Any]:
        """What the manifest says of it besides its target, as JSON values; and its check code."""
        return {
            "code": self.document.source.code if self.document.source else "",
            "source_hash": self.source_hash,
            "status": self.status,
            "title": self.title,
            "names": list(self.names),
            "reading": dict(self.reading),
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """A target that is not printed, and why."""

    target: Target
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sheets of one leaflet in one language, beside none or one other: what is made from the same things."""

    targets: tuple[Target, ...]
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a build has to look at, before any sheet is set.

    Attributes:
        refusals: sheets of leaflets that are not printed in any language.
        problems: of leaflets so broken that they have no sheets; warnings about what is printed all the same.
        words: what lists of leaflets say, by language tag.
        withdrawn: leaflets that must not be handed out any more.
    """

    place: str
    batches: tuple[Batch, ...]
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    words: Mapping[str, IndexWords]
    theme: Theme
    withdrawn: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """All sheets of an agenda, ready to print; `refusals` are all that cannot be, and why."""

    agenda: Agenda
    sheets: tuple[Sheet, ...]
    refusals: tuple[Refusal, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """As `Agenda.problems`."""
        return self.agenda.problems

    @property
    def theme(self) -> Theme:
        """As `Agenda.theme`."""
        return self.agenda.theme

    @property
    def withdrawn(self) -> frozenset[str]:
        """As `Agenda.withdrawn`."""
        return self.agenda.withdrawn
