"""How far the translations are: what is missing, what is stale, what is unsafe, language by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plainleaf.content.model import SHARED, Library, Message
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.problems import Position, Problem
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages, make_templates
from plainleaf.translation.packs import catalog_path, known_tags, read_language
from plainleaf.translation.safety import check_translation
from plainleaf.workspace import FilesReading


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


def stale_templates(library: Library, files: Mapping[str, str]) -> list[Problem]:
    """T006 for every template that is not what the content says now."""
    return [
        Problem(Position(path), "T006", "the template is not what the content says", "run `plainleaf messages extract`")
        for path, text in make_templates(library).items()
        if files.get(path) != text
    ]


def check_catalogs(
    library: Library, files: FilesReading, tags: tuple[str, ...], leaflets: tuple[str, ...]
) -> Iterator[Problem]:
    """Every missing, stale and unsafe message, and catalogs that belong to no leaflet."""
    domains = {
        domain: messages for domain, messages in collect_messages(library).items() if domain in (SHARED, *leaflets)
    }
    for tag in tuple(map(tag_of, tags)) or known_tags(files.texts):
        if tag == SOURCE_TAG:
            continue
        language = read_language(files.texts, tag, files.unreadable)
        for domain, messages in domains.items():
            yield from _check_domain(messages, language, tag, domain)


def _check_domain(messages: tuple[Message, ...], language: Language, tag: str, domain: str) -> Iterator[Problem]:
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
            yield from check_translation(message, entry, language.pack)


def domain_status(messages: tuple[Message, ...], language: Language, domain: str) -> DomainStatus:
    """Count one domain."""
    catalog = language.catalogs.get(domain)
    translated = fuzzy = missing = faulty = 0
    for message in messages:
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if entry is None or not entry.is_complete:
            missing += 1
        elif not entry.translates(message):
            fuzzy += 1
        elif check_translation(message, entry, language.pack):
            faulty += 1
        else:
            translated += 1
    return DomainStatus(language.pack.language, domain, len(messages), translated, fuzzy, missing, faulty)
