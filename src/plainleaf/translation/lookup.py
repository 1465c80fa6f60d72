"""Messages looked up in one language, with everything that is wrong noted.

English is looked up nowhere but in the source, and another language nowhere but in its own catalogs: a message that
is missing, fuzzy or unsafe is a problem, and the English text only stands in for it until the sheet is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plainleaf.content.model import Message
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import Position, Problem, errors
from plainleaf.translation.approval.records import Wording, source_wording
from plainleaf.translation.catalogs import DomainCatalog
from plainleaf.translation.guard import Guard

if TYPE_CHECKING:
    from plainleaf.translation.frame import Frame

_MOST_FOUND = 3_000
"""Messages that a language remembers what it says for."""

FrameKey = tuple[str, tuple[tuple[str, str], ...]]
"""A place, and what a clinic fills in."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one message says in a language.

    Attributes:
        texts: one for each plural form; the English ones where it cannot be used.
        wording: none where it cannot be used.
    """

    message: Message
    texts: tuple[str, ...]
    wording: Wording | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack with the catalogs of its domains; English has no catalogs.

    Attributes:
        broken: domains whose catalog cannot be read, with their problems.
        frames: kept for `plainleaf.translation.frame`.
        guard: the safety checks; none for English, and for a language that a machine made from English to test the
            layout: nobody translated it, so its texts are not held against the source.
    """

    pack: LanguagePack
    catalogs: Mapping[str, DomainCatalog] = field(default_factory=dict)
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    guard: Guard | None = None
    frames: dict[FrameKey, Frame] = field(default_factory=dict, compare=False, repr=False)
    _findings: dict[str, Mapping[str, tuple[Problem, ...]]] = field(default_factory=dict, compare=False, repr=False)
    _found: dict[tuple[str, str], Found] = field(default_factory=dict, compare=False, repr=False)

    def findings(self, message: Message) -> tuple[Problem, ...]:
        """What the safety checks say of the translation of a message."""
        if self.guard is None:
            return ()
        if message.domain not in self._findings:
            self._findings.update(self.guard.findings(message.domain, self.catalogs))
        return self._findings[message.domain].get(message.msgctxt, ())

    def find(self, message: Message) -> Found:
        """What a message says; worked out once, because most are used by many sheets."""
        key = (message.domain, message.msgctxt)
        found = self._found.get(key)
        if found is None or found.message is not message:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[key] = self._find(message)
        return found

    def _find(self, message: Message) -> Found:
        wording = source_wording(message)
        source = wording.texts
        if self.pack.language == SOURCE_TAG:
            return Found(message, source, wording)
        if message.domain in self.broken:
            return Found(message, source, problems=self.broken[message.domain])
        catalog = self.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if entry is None or not entry.is_complete:
            missing = f"translations/{folder_of(self.pack.language)}/LC_MESSAGES/{message.domain}.po"
            where = entry.position if entry else Position(catalog.file if catalog else missing)
            fault = f"is not translated: “{message.msgid}”"
            return Found(message, source, problems=(_fault(where, "T002", message, fault, "translate it"),))
        if not entry.translates(message):
            fault = f"is translated from another text; now it says: “{message.msgid}”"
            hint = "look at the translation again and remove the fuzzy flag"
            return Found(message, source, problems=(_fault(entry.position, "T003", message, fault, hint),))
        findings = self.findings(message)
        warnings = tuple(sorted({problem.code for problem in findings if problem.strength == "warning"}))
        said = Wording(self.pack.language, message, entry.texts, entry.position, warnings)
        return Found(message, entry.texts, said, tuple(errors(findings)))


class Lookup:
    """Finds texts of one language; gathers those that were asked for, and what is wrong with them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.pack = language.pack
        self.problems: list[Problem] = []
        self.wordings: list[Wording] = []
        self._found: dict[tuple[str, str], Found] = {}
        self._noted: list[Problem] = []

    def texts(self, message: Message) -> tuple[str, ...]:
        """The message in the language, one text per plural form."""
        key = (message.domain, message.msgctxt)
        if key not in self._found:
            self._take(key, self.language.find(message))
        return self._found[key].texts

    def text(self, message: Message) -> str:
        """A message that does not count."""
        return self.texts(message)[0]

    def join(self, other: Lookup) -> None:
        """Take over what was looked up elsewhere in the same language, as if it had been asked for here."""
        for key, found in other._found.items():
            if key not in self._found:
                self._take(key, found)
        self._note(*other._noted)

    def note(self, where: Position, code: str, message: Message, fault: str, hint: str) -> None:
        """Remember that something is wrong with a message."""
        self._note(_fault(where, code, message, fault, hint))

    def note_translation(self, code: str, message: Message, fault: str, hint: str) -> None:
        """Remember that something is wrong with what the translator wrote, where it stands."""
        catalog = self.language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        self.note(entry.position if entry else message.position, code, message, fault, hint)

    def _note(self, *problems: Problem) -> None:
        self._noted.extend(problems)
        self.problems.extend(problems)

    def _take(self, key: tuple[str, str], found: Found) -> None:
        self._found[key] = found
        self.problems.extend(found.problems)
        if found.wording:
            self.wordings.append(found.wording)


def _fault(where: Position, code: str, message: Message, fault: str, hint: str) -> Problem:
    return Problem(where, code, f"`{message.msgctxt}` {fault}", hint, msgctxt=message.msgctxt)
