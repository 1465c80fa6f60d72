"""Messages looked up in one language, with everything that is wrong noted.

English is looked up nowhere but in the source, and another language nowhere but in its own catalogs: a message that
is missing, fuzzy or unsafe is a problem, and the English text only stands in for it until the sheet is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plainleaf.content.model import Message
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import Position, Problem, errors
from plainleaf.translation.approval.records import Wording, source_wording
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.safety.comparison import Pair, TargetLanguage
from plainleaf.translation.safety.lexicon import Lexicon
from plainleaf.translation.safety.linter import Linter

Lexicons = tuple[Lexicon, Lexicon | None]
"""Words of English, and of the language that is checked."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack with the catalogs of its domains; English has no catalogs.

    Attributes:
        broken: domains whose catalog cannot be read, with their problems.
        lexicons: words of English and of the language, for the safety checks.
        generated: it was made from English by a machine to test the layout; nobody translated it, so its texts are
            not held against the source.
    """

    pack: LanguagePack
    catalogs: Mapping[str, DomainCatalog] = field(default_factory=dict)
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    generated: bool = False
    lexicons: Lexicons | None = None
    _linters: list[Linter] = field(default_factory=list, compare=False, repr=False)
    _found: dict[str, Mapping[str, tuple[Problem, ...]]] = field(default_factory=dict, compare=False, repr=False)

    def findings(self, domain: str) -> Mapping[str, tuple[Problem, ...]]:
        """What the safety checks say of each translation of a domain, by msgctxt; found once, when first asked for."""
        if domain not in self._found:
            catalog = self.catalogs.get(domain)
            entries = [entry for entry in catalog.entries.values() if not entry.fuzzy] if catalog else []
            self._found[domain] = _by_message(self._check(entries))
        return self._found[domain]

    def check_entry(self, entry: Entry) -> tuple[Problem, ...]:
        """What the safety checks say of one translation by itself."""
        return tuple(self._check([entry]))

    def _check(self, entries: Iterable[Entry]) -> list[Problem]:
        if self.generated or self.pack.language == SOURCE_TAG:
            return []
        if not self._linters:
            english, own = self.lexicons or (None, None)
            target = TargetLanguage(self.pack.language, self.pack.script, self.pack.direction, own, self.pack)
            self._linters.append(Linter(english or Lexicon(language=SOURCE_TAG), target))
        return self._linters[0].check_pairs(pair for entry in entries for pair in _pairs(entry))


def _pairs(entry: Entry) -> Iterator[Pair]:
    """Each form of a translation beside the English form that it stands for."""
    for index, text in enumerate(entry.texts):
        single = not entry.plural or (index == 0 and len(entry.texts) > 1)
        if text.strip():
            yield Pair(entry.msgctxt, entry.msgid if single else entry.plural, text, entry.position, own=True)


def _by_message(problems: Iterable[Problem]) -> Mapping[str, tuple[Problem, ...]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.msgctxt, []).append(problem)
    return {msgctxt: tuple(several) for msgctxt, several in found.items()}


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
        found = self.language.findings(message.domain).get(message.msgctxt, ())
        self.problems.extend(errors(found))
        warnings = tuple(sorted({problem.code for problem in found if problem.strength == "warning"}))
        self.wordings.append(Wording(self.pack.language, message, entry.texts, entry.position, warnings))
        return entry.texts
