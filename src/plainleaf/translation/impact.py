"""What an edit of the English text costs: the leaflets that it takes out of print, and the words to translate again.

The content now is held against the templates and catalogs as they were written: a message is edited when its catalog
translates another text, or does not know it yet. Only what an edit has done is counted, not what nobody has translated
or somebody doubts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plainleaf.content.model import Library, Message
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError
from plainleaf.translation.approval.records import Wording, lacking
from plainleaf.translation.catalogs import DomainCatalog, Entry, read_catalog
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.status import Standings, count_words
from plainleaf.translation.usage import SheetKey, Usage

Kind = Literal["changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One message that is not as it was translated; ``before`` and ``now`` are its English texts."""

    domain: str
    msgctxt: str
    kind: Kind
    before: str
    now: str

    def as_json(self) -> dict[str, object]:
        """The shape that ``--json`` prints."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Loss:
    """What one leaflet loses in one language.

    Attributes:
        sheets: that could be printed before the edit and cannot now.
        approvals: messages that were approved before the edit and are not now.
    """

    leaflet: str
    lang: str
    sheets: tuple[SheetKey, ...]
    approvals: int

    @property
    def places(self) -> tuple[str, ...]:
        """Places in which a sheet drops out of print."""
        return tuple(dict.fromkeys(sheet.place for sheet in self.sheets))

    def as_json(self) -> dict[str, object]:
        """The shape that ``--json`` prints."""
        sheets = [{"place": sheet.place, "level": sheet.level} for sheet in self.sheets]
        return {"leaflet": self.leaflet, "lang": self.lang, "withdrawn": sheets, "approvals_lost": self.approvals}


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edit does; `words` are those to translate again, by language."""

    changes: tuple[Change, ...]
    losses: tuple[Loss, ...]
    words: Mapping[str, int]

    @property
    def withdrawn(self) -> tuple[Loss, ...]:
        """The leaflets that drop out of print."""
        return tuple(loss for loss in self.losses if loss.sheets)

    def as_json(self) -> dict[str, object]:
        """The shape that ``--json`` prints."""
        return {
            "changes": [change.as_json() for change in self.changes],
            "leaflets": len({loss.leaflet for loss in self.withdrawn}),
            "languages": len({loss.lang for loss in self.withdrawn}),
            "sheets": sum(len(loss.sheets) for loss in self.withdrawn),
            "words": dict(self.words),
            "losses": [loss.as_json() for loss in self.losses],
        }


def read_templates(files: Mapping[str, str], library: Library) -> dict[str, DomainCatalog]:
    """The templates as they were last extracted, by domain; one that cannot be read counts as none."""
    templates = {}
    for domain in collect_messages(library):
        path = f"translations/{domain}.pot"
        try:
            templates[domain] = read_catalog(files[path], path, SOURCE_TAG, domain)
        except (KeyError, PlainleafError):
            continue
    return templates


def find_impact(
    library: Library,
    usage: Mapping[str, Usage],
    languages: Iterable[Standings],
    templates: Mapping[str, DomainCatalog],
) -> Impact:
    """Hold the content against what was extracted and translated before.

    Args:
        templates: see `read_templates`.
    """
    domains = collect_messages(library)
    changes = {(change.domain, change.msgctxt): change for change in _changed_templates(domains, templates)}
    losses: list[Loss] = []
    words: dict[str, int] = {}
    for standings in languages:
        edited = {
            (message.domain, message.msgctxt): message
            for messages in domains.values()
            for message in messages
            if _is_edited(message, standings, templates)
        }
        for key, message in edited.items():
            before = _before(message, standings, templates)
            if key not in changes and before:
                changes[key] = Change(*key, "changed", before.msgid, message.msgid)
        if standings.tag != SOURCE_TAG:
            words[standings.tag] = sum(map(count_words, edited.values()))
        revoked = {key for key, message in edited.items() if _was_approved(message, standings, templates)}
        losses += _losses(usage, standings, frozenset(edited), frozenset(revoked))
    return Impact(tuple(changes.values()), tuple(losses), words)


def _changed_templates(
    domains: Mapping[str, tuple[Message, ...]], templates: Mapping[str, DomainCatalog]
) -> Iterator[Change]:
    """Messages that differ from the templates on disk; a domain without a template is new as a whole."""
    for domain, template in templates.items():
        messages = {message.msgctxt: message for message in domains[domain]}
        for msgctxt, message in messages.items():
            entry = template.entries.get(msgctxt)
            if entry is None:
                yield Change(domain, msgctxt, "new", "", message.msgid)
            elif not _says(entry, message):
                yield Change(domain, msgctxt, "changed", entry.msgid, message.msgid)
        for msgctxt, entry in template.entries.items():
            if msgctxt not in messages:
                yield Change(domain, msgctxt, "gone", entry.msgid, "")


def _says(entry: Entry, message: Message) -> bool:
    return (entry.msgid, entry.plural) == (message.msgid, message.plural)


def _entry(message: Message, standings: Standings) -> Entry | None:
    catalog = standings.language.catalogs.get(message.domain)
    return catalog.entries.get(message.msgctxt) if catalog else None


def _is_edited(message: Message, standings: Standings, templates: Mapping[str, DomainCatalog]) -> bool:
    """Whether an edit, and nothing else, keeps a message from being printed, or English from staying approved."""
    template = templates.get(message.domain)
    known = template.entries.get(message.msgctxt) if template else None
    if standings.tag == SOURCE_TAG:
        return known is not None and not _says(known, message)
    catalog = standings.language.catalogs.get(message.domain)
    if catalog is None:
        return False
    entry = catalog.entries.get(message.msgctxt)
    if entry is None or not entry.is_complete:
        return entry is None or (template is not None and known is None)
    return not entry.translates(message) and _before(message, standings, templates) is not None


def _before(message: Message, standings: Standings, templates: Mapping[str, DomainCatalog]) -> Message | None:
    """The message as it was when it was translated; none when nobody can say."""
    if standings.tag == SOURCE_TAG:
        template = templates.get(message.domain)
        known = template.entries.get(message.msgctxt) if template else None
        return replace(message, msgid=known.msgid, plural=known.plural) if known else None
    entry = _entry(message, standings)
    if entry is None or not entry.is_complete:
        return None
    if entry.fuzzy:
        msgid, plural = (*entry.previous, "", "")[:2]
        return replace(message, msgid=msgid, plural=plural) if msgid else None
    return replace(message, msgid=entry.msgid, plural=entry.plural)


def _was_approved(message: Message, standings: Standings, templates: Mapping[str, DomainCatalog]) -> bool:
    before = _before(message, standings, templates)
    if before is None:
        return False
    if standings.tag == SOURCE_TAG:
        texts: tuple[str, ...] = (before.msgid, before.plural) if before.plural else (before.msgid,)
    else:
        entry = _entry(message, standings)
        texts = entry.texts if entry else ()
    return not lacking(Wording(standings.tag, before, texts, before.position), standings.approvals)


def _losses(
    usage: Mapping[str, Usage],
    standings: Standings,
    edited: frozenset[tuple[str, str]],
    revoked: frozenset[tuple[str, str]],
) -> Iterator[Loss]:
    for leaflet, sheets in usage.items():
        if standings.tag != SOURCE_TAG and leaflet not in standings.language.catalogs:
            continue  # it was never printed in this language
        withdrawn = []
        used: set[tuple[str, str]] = set()
        for sheet, messages in sheets.items():
            keys = {(message.domain, message.msgctxt) for message in messages}
            used |= keys
            blocking = {
                (message.domain, message.msgctxt) for message in messages if standings.of(message).state != "complete"
            }
            if blocking and blocking <= edited:
                withdrawn.append(sheet)
        if withdrawn or used & revoked:
            yield Loss(leaflet, standings.tag, tuple(withdrawn), len(used & revoked))
