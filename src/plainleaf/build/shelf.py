"""One leaflet in the languages that a build needs it in: put into each of them once, whatever is printed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.model import Leaflet
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.reading.leaflets import leaflet_blocks, leaflet_names
from plainleaf.reading.verdict import Verdict, judge
from plainleaf.translation.approval.signoff import Need, Register
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet
from plainleaf.translation.lookup import Language
from plainleaf.translation.pseudo import PSEUDO_TAGS
from plainleaf.workspace import cache_folder


@dataclass(frozen=True, slots=True)
class Edition:
    """One leaflet in one language: its sheets by level, those that cannot be, and how hard it is to read.

    Attributes:
        needs: by level, what keeps a sheet a draft.
    """

    localized: Mapping[Level, LocalizedLeaflet]
    refused: Mapping[Level, tuple[Problem, ...]]
    verdict: Verdict
    needs: Mapping[Level, tuple[Need, ...]]

    def faults(self, level: Level) -> tuple[Problem, ...]:
        """Why nothing is printed of it at a level; nothing: it can be printed."""
        return (*self.refused.get(level, ()), *errors(self.verdict.problems))


@dataclass(frozen=True, slots=True)
class Shelf:
    """One leaflet for one place, in each language when it is first asked for.

    Attributes:
        languages: that may be asked for.
        facts: what the clinic fills in.
    """

    leaflet: Leaflet
    languages: Mapping[str, Language]
    register: Register
    facts: ClinicFacts
    _editions: dict[str, Edition] = field(default_factory=dict, compare=False, repr=False)

    def edition(self, tag: str) -> Edition:
        """The leaflet in one language.

        Raises:
            PlainleafError: with what makes a translation into the language unsafe whatever it says.
        """
        if tag not in self._editions:
            language = self.languages[tag]
            if faults := language.guard.faults() if language.guard else ():
                raise PlainleafError(faults)
            self._editions[tag] = self._make(language)
        return self._editions[tag]

    def _make(self, language: Language) -> Edition:
        """All levels, whichever are asked for: their order is part of what is judged."""
        localized: dict[Level, LocalizedLeaflet] = {}
        refused: dict[Level, tuple[Problem, ...]] = {}
        library, place = self.register.library, self.register.place
        for level in LEVELS:
            try:
                localized[level] = localize(self.leaflet, library, language, place, level, self.facts)
            except PlainleafError as error:
                refused[level] = error.problems
        if language.pack.language in PSEUDO_TAGS:  # as easy to read as the English that it is made from
            verdict = self._make(self.register.languages[SOURCE_TAG]).verdict
        else:
            blocks = {level: leaflet_blocks(sheet, language) for level, sheet in localized.items()}
            names = frozenset[str]().union(*(leaflet_names(sheet, language) for sheet in localized.values()))
            verdict = judge(language.pack.language, blocks, names, language.pack.limits, cache_folder() / "reading")
        needs = {level: self.register.needs(sheet) for level, sheet in localized.items()}
        return Edition(localized, refused, verdict, needs)
