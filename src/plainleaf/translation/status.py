"""How far the translations are: what is missing, stale, unsafe or not approved, by language, domain and leaflet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from plainleaf.content.model import OPTIONAL, SHARED, Library, Message
from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.approval.records import Approvals, Wording, lacking, read_approvals, source_wording
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages, make_templates
from plainleaf.translation.packs import catalog_path, known_tags, read_language
from plainleaf.workspace import FilesReading

State = Literal["complete", "stale", "missing", "faulty"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one message stands in one language.

    Attributes:
        state: ``stale`` is translated from another text or in doubt; ``faulty`` breaks a safety check.
        unapproved: it is complete, and people have yet to approve it.
        warnings: codes of warnings that nobody has acknowledged, not even a machine.
    """

    state: State
    unapproved: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DomainStatus:
    """Counts of one domain in one language."""

    lang: str
    domain: str
    messages: int
    translated: int
    fuzzy: int
    missing: int
    faulty: int

    def as_json(self) -> dict[str, object]:
        """The counts by name, as ``messages status --json`` prints them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class LeafletStatus:
    """One leaflet in one language, with everything that its sheets print: its own messages, shared ones, furniture.

    Attributes:
        warnings: that nobody has acknowledged, not even a machine.
        unapproved: messages that are complete and not approved.
        words_left: English words of what must be translated, again or for the first time.
        sheets: by place and level.
        printable: sheets of which no message is missing, stale or faulty.
    """

    lang: str
    leaflet: str
    messages: int
    complete: int
    stale: int
    missing: int
    faulty: int
    warnings: int
    unapproved: int
    words_left: int
    sheets: int
    printable: int

    @property
    def is_printable(self) -> bool:
        """Whether every sheet of it can be printed."""
        return self.printable == self.sheets

    def as_json(self) -> dict[str, object]:
        """The counts by name, as ``messages status --json`` prints them."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Standings:
    """How the messages of a library stand in one language; each is checked once, whichever leaflets use it."""

    language: Language
    approvals: Approvals = field(default_factory=Approvals)
    _known: dict[tuple[str, str], Standing] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """The language's tag."""
        return self.language.pack.language

    def of(self, message: Message) -> Standing:
        """How one message stands."""
        key = (message.domain, message.msgctxt)
        if key not in self._known:
            self._known[key] = self._judge(message)
        return self._known[key]

    def _judge(self, message: Message) -> Standing:
        if self.tag == SOURCE_TAG:
            return self._complete(source_wording(message))
        catalog = self.language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if entry is None or not entry.is_complete:
            return Standing("missing")
        if not entry.translates(message):
            return Standing("stale")
        problems = self.language.findings(message)
        if errors(problems):
            return Standing("faulty")
        warnings = tuple(sorted({problem.code for problem in problems}))
        return self._complete(Wording(self.tag, message, entry.texts, entry.position, warnings))

    def _complete(self, wording: Wording) -> Standing:
        lack = bool(lacking(wording, self.approvals))
        looked_at = self.approvals.looked_at(wording.hash)
        return Standing("complete", lack, tuple(code for code in wording.warnings if code not in looked_at))


def leaflet_status(leaflet: str, sheets: Iterable[tuple[Message, ...]], standings: Standings) -> LeafletStatus:
    """Count one leaflet, or several together; a message that several sheets print counts once.

    Args:
        sheets: the messages of each sheet.
    """
    sheets = tuple(sheets)
    messages = {(one.domain, one.msgctxt): one for used in sheets for one in used}.values()
    found = [(message, standings.of(message)) for message in messages]
    states = [standing.state for _, standing in found]
    ready = [all(standings.of(message).state == "complete" for message in used) for used in sheets]
    return LeafletStatus(
        lang=standings.tag,
        leaflet=leaflet,
        messages=len(found),
        complete=states.count("complete"),
        stale=states.count("stale"),
        missing=states.count("missing"),
        faulty=states.count("faulty"),
        warnings=sum(len(standing.warnings) for _, standing in found),
        unapproved=sum(standing.unapproved for _, standing in found),
        words_left=sum(count_words(message) for message, standing in found if standing.state != "complete"),
        sheets=len(ready),
        printable=sum(ready),
    )


def count_words(message: Message) -> int:
    """English words of a message; a placeholder counts as one."""
    return len(message.msgid.split()) + len(message.plural.split())


def domain_status(messages: Iterable[Message], standings: Standings, domain: str) -> DomainStatus:
    """Count one domain."""
    states = [standings.of(message).state for message in messages]
    return DomainStatus(
        lang=standings.tag,
        domain=domain,
        messages=len(states),
        translated=states.count("complete"),
        fuzzy=states.count("stale"),
        missing=states.count("missing"),
        faulty=states.count("faulty"),
    )


def stale_templates(library: Library, files: Mapping[str, str]) -> list[Problem]:
    """T006 for every template that is not what the content says now."""
    return [
        Problem(Position(path), "T006", "the template is not what the content says", "run `plainleaf messages extract`")
        for path, text in make_templates(library).items()
        if files.get(path) != text
    ]


def orphan_catalogs(library: Library, files: FilesReading) -> list[Problem]:
    """T060 for every template and catalog that nothing reads: its leaflet is gone, or its folder has no language."""
    leaflets = {PurePosixPath(path).stem for path in files.texts if PurePosixPath(path).parent.name == "leaflets"}
    domains = {SHARED, *OPTIONAL, *library.leaflets, *leaflets}
    folders = {folder_of(tag) for tag in known_tags(files.texts)}
    problems = []
    for path in sorted({*files.texts, *files.unreadable}):
        parts = PurePosixPath(path)
        if parts.suffix not in (".po", ".pot") or parts.parts[0] != "translations":
            continue
        if parts.stem not in domains:
            fault, hint = f"there is no leaflet `{parts.stem}`", "delete the file, or give it the name of its leaflet"
        elif parts.suffix == ".po" and parts.parts[1] not in folders:
            fault, hint = f"there is no language.yaml for `{parts.parts[1]}`", "add the language, or delete the file"
        else:
            continue
        problems.append(Problem(Position(path), "T060", f"nothing reads this catalog: {fault}", hint, "warning"))
    return problems


def check_catalogs(
    library: Library,
    files: FilesReading,
    tags: tuple[str, ...],
    leaflets: tuple[str, ...],
    cache: Path | None = None,
) -> Iterator[Problem]:
    """Every missing, stale and unsafe message, and catalogs that belong to no leaflet.

    What no leaflet needs may be in a language or not; a catalog of it is whole. Warnings with a recorded reason are
    left out.

    Args:
        cache: where the findings of the safety checks are kept; none: nowhere.
    """
    domains = {
        domain: messages
        for domain, messages in collect_messages(library).items()
        if domain in (SHARED, *OPTIONAL, *leaflets)
    }
    yield from orphan_catalogs(library, files)
    for tag in tuple(map(tag_of, tags)) or known_tags(files.texts):
        if tag == SOURCE_TAG:
            continue
        language = read_language(files.texts, tag, files.unreadable, cache)
        yield from language.guard.faults() if language.guard else ()
        try:
            approvals = read_approvals(files, tag)
        except PlainleafError as error:
            yield from error.problems
            approvals = Approvals()
        for domain, messages in domains.items():
            if domain not in OPTIONAL or catalog_path(tag, domain) in {*files.texts, *files.unreadable}:
                yield from _check_domain(messages, language, approvals, domain)


def _check_domain(
    messages: tuple[Message, ...], language: Language, approvals: Approvals, domain: str
) -> Iterator[Problem]:
    tag = language.pack.language
    if domain in language.broken:
        yield from language.broken[domain]
        return
    catalog = language.catalogs.get(domain)
    path = catalog_path(tag, domain)
    if catalog is None:
        yield Problem(Position(path), "T002", "there is no catalog", f"run `plainleaf messages update --lang {tag}`")
        return
    for message in messages:
        entry = catalog.entries.get(message.msgctxt)
        if entry is None or not entry.is_complete:
            where = entry.position if entry else Position(path)
            yield Problem(where, "T002", f"`{message.msgctxt}` is not translated: “{message.msgid}”", "translate it")
        elif not entry.translates(message):
            fault = f"`{message.msgctxt}` is translated from another text; now it says: “{message.msgid}”"
            yield Problem(entry.position, "T003", fault, "look at the translation again and remove the fuzzy flag")
        else:
            looked_at = approvals.looked_at(Wording(tag, message, entry.texts, entry.position).hash)
            yield from (one for one in language.findings(message) if one.code not in looked_at)
