"""Messages looked up in one language, with everything that is wrong noted.

English is looked up nowhere but in the source, and another language nowhere but in its own catalogs: a message that
is missing, fuzzy or unsafe is a problem, and the English text only stands in for it until the sheet is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plainleaf.content.model import Message
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import Position, Problem, errors
from plainleaf.translation.approval.records import Wording, source_wording
from plainleaf.translation.catalogs import DomainCatalog
from plainleaf.translation.guard import Findings, Guard


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack with the catalogs of its domains; English has no catalogs.

    Attributes:
        broken: domains whose catalog cannot be read, with their problems.
        guard: the safety checks; none for English, and for a language that a machine made from English to test the
            layout: nobody translated it, so its texts are not held against the source.
    """

    pack: LanguagePack
    catalogs: Mapping[str, DomainCatalog] = field(default_factory=dict)
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    guard: Guard | None = None
    _found: list[Findings] = field(default_factory=list, compare=False, repr=False)

    def findings(self, message: Message) -> tuple[Problem, ...]:
        """What the safety checks say of the translation of a message."""
        if not self._found:
            self._found.append(self.guard.findings(self.catalogs) if self.guard else {})
        return self._found[0].get(message.domain, {}).get(message.msgctxt, ())


class Lookup:
    """Finds texts of one language; gathers those that were asked for, and what is wrong with them."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.pack = language.pack
        self.problems: list[Problem] = []
        self.wordings: list[Wording] = []
        self._texts: dict[tuple[str, str], tuple[str, ...]] = {}

    def texts(self, message: Message) -> tuple[str, ...]:
        """The message in the language, one text per plural form."""
        key = (message.domain, message.msgctxt)
        if key not in self._texts:
            self._texts[key] = self._find(message)
        return self._texts[key]

    def text(self, message: Message) -> str:
        """A message that does not count."""
        return self.texts(message)[0]

    def note(self, where: Position, code: str, message: Message, fault: str, hint: str) -> None:
        """Remember that something is wrong with a message."""
        self.problems.append(Problem(where, code, f"`{message.msgctxt}` {fault}", hint, msgctxt=message.msgctxt))

    def note_translation(self, code: str, message: Message, fault: str, hint: str) -> None:
        """Remember that something is wrong with what the translator wrote, where it stands."""
        catalog = self.language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        self.note(entry.position if entry else message.position, code, message, fault, hint)

    def _find(self, message: Message) -> tuple[str, ...]:
        wording = source_wording(message)
        source = wording.texts
        if self.pack.language == SOURCE_TAG:
            self.wordings.append(wording)
            return source
        if message.domain in self.language.broken:
            self.problems.extend(self.language.broken[message.domain])
            return source
        catalog = self.language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if entry is None or not entry.is_complete:
            missing = f"translations/{folder_of(self.pack.language)}/LC_MESSAGES/{message.domain}.po"
            where = entry.position if entry else Position(catalog.file if catalog else missing)
            self.note(where, "T002", message, f"is not translated: “{message.msgid}”", "translate it")
            return source
        if not entry.translates(message):
            fault = f"is translated from another text; now it says: “{message.msgid}”"
            self.note(entry.position, "T003", message, fault, "look at the translation again and remove the fuzzy flag")
            return source
        found = self.language.findings(message)
        self.problems.extend(errors(found))
        warnings = tuple(sorted({problem.code for problem in found if problem.strength == "warning"}))
        self.wordings.append(Wording(self.pack.language, message, entry.texts, entry.position, warnings))
        return entry.texts
