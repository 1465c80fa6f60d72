"""What goes out to translators' own tools and comes back, as units of text that know no format.

The PO files stay the truth: units are made from them as they are after `messages update`. `bitext` writes and reads
the formats of tools, and `intake` decides what may enter a catalog.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.pofile import read_po

from plainleaf.content.model import Message
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.catalogs import DomainCatalog, read_catalog, update_catalog
from plainleaf.translation.packs import catalog_path

Messages = Mapping[str, tuple[Message, ...]]
PluralIndex = Callable[[int], int]
_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*$", re.MULTILINE)
_LANGUAGE = re.compile(r'^"Language:[ \t]*[A-Za-z]', re.MULTILINE)
SAMPLE = range(1_001)
_SHOWN_NUMBERS = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """One message as a translator's tool sees it.

    Attributes:
        domain: the catalog that owns it; empty where the tool's file does not say.
        msgctxt: its address; empty where the tool's file has none.
        sources: the English text, once for each of `texts`: the forms of a plural stand one by one.
        texts: the translation, one text per plural form; empty texts are not translated yet.
        doubtful: somebody or some tool marks it as unfinished.
        numbers: for each plural form, some numbers that take it; empty where the message does not count.
        name: how people find it in the file: its id, or its address.
    """

    domain: str
    msgctxt: str
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    doubtful: bool
    position: Position
    comment: str = ""
    numbers: tuple[str, ...] = ()
    name: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every form of it has a text."""
        return all(text.strip() for text in self.texts)

    @property
    def is_empty(self) -> bool:
        """Whether no form of it has a text."""
        return not any(text.strip() for text in self.texts)

    @property
    def is_usable(self) -> bool:
        """Whether it is whole and nobody doubts it."""
        return self.is_complete and not self.doubtful


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a tool's file holds.

    Attributes:
        problems: what could not be read as a unit; those units are not among `units`.
        plural_index: the plural rule that the file states; none where its format has no such rule.
    """

    units: tuple[Unit, ...]
    problems: tuple[Problem, ...] = ()
    plural_index: PluralIndex | None = None


def collect_units(old: str | None, pack: LanguagePack, domain: str, messages: tuple[Message, ...]) -> tuple[Unit, ...]:
    """All messages of a domain with their translations, as they are after `messages update`.

    Args:
        old: the catalog as it stands; none when there is no catalog yet.

    Raises:
        PlainleafError: T001 or T005, when the catalog cannot be read.
    """
    catalog = read_current(old, pack, domain, messages)
    units = []
    for message in messages:
        entry = catalog.entries[message.msgctxt]
        units.append(
            Unit(
                domain,
                message.msgctxt,
                source_of_forms(message.msgid, message.plural, len(entry.texts), catalog.plural_index),
                entry.texts,
                entry.fuzzy,
                entry.position,
                message.comment,
                _numbers_of_forms(len(entry.texts), catalog.plural_index) if message.plural else (),
                message.msgctxt,
            )
        )
    return tuple(units)


def source_of_forms(msgid: str, plural: str, count: int, index: PluralIndex) -> tuple[str, ...]:
    """The English text of each of `count` plural forms: the singular for the form of one, where it has a form."""
    if not plural:
        return (msgid,)
    singular = index(1) if count > 1 else -1
    return tuple(msgid if form == singular else plural for form in range(count))


def _numbers_of_forms(count: int, index: PluralIndex) -> tuple[str, ...]:
    forms = [[number for number in SAMPLE if index(number) == form] for form in range(count)]
    return tuple(
        ", ".join(map(str, numbers[:_SHOWN_NUMBERS])) + (", …" if len(numbers) > _SHOWN_NUMBERS else "")
        for numbers in forms
    )


def read_po_units(text: str, file: str, tag: str, domains: Iterable[str]) -> Incoming:
    """The units of a PO file from anywhere.

    Raises:
        PlainleafError: T001 for its syntax, T005 when it is of another language, T051 when it does not say which.
    """
    stem = PurePosixPath(file).stem
    domain = stem if stem in domains else ""
    if not _LANGUAGE.search(text):
        raise PlainleafError(wrong_language(Position(file, 1), "the header does not say the language"))
    catalog = read_catalog(text, file, tag, domain)
    units = []
    for message in read_po(io.StringIO(_OBSOLETE_PREVIOUS.sub("", text)), locale=folder_of(tag)):
        if not message.id:
            continue
        msgid, plural = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        sources = source_of_forms(msgid, plural, len(texts), catalog.plural_index)
        where = Position(file, message.lineno or 0)
        msgctxt = message.context or ""
        units.append(Unit(domain, msgctxt, sources, texts, message.fuzzy, where, name=msgctxt or msgid[:40]))
    return Incoming(tuple(units), plural_index=catalog.plural_index)


def wrong_language(where: Position, fault: str) -> Problem:
    """T051."""
    return Problem(where, "T051", fault, "name the language with --lang, and export from the tool in that language")


def read_current(old: str | None, pack: LanguagePack, domain: str, messages: tuple[Message, ...]) -> DomainCatalog:
    """The catalog as it is after `messages update`; see `collect_units` for the errors."""
    path = catalog_path(pack.language, domain)
    return read_catalog(update_catalog(old, path, pack, domain, messages), path, pack.language, domain)


def is_language(said: str | None, tag: str) -> bool:
    """Whether a tool's tag means ours: same language and script, and no other region where both name one."""
    ours, theirs = _full_tag(tag), _full_tag(said or "")
    if not theirs or not ours:
        return False
    regions = {one.territory for one in (Locale.parse(tag, sep="-"), _parsed(said or "")) if one and one.territory}
    return ours == theirs and (tag == SOURCE_TAG or len(regions) < 2)  # noqa: PLR2004 - two regions are two languages


def _full_tag(tag: str) -> tuple[str, str] | None:
    """Language and script, the script being the usual one where the tag names none: zh-CN is written in Hans."""
    locale = _parsed(tag)
    if locale is None:
        return None
    likely = get_global("likely_subtags")
    parts = [locale.language, *filter(None, [locale.territory])]
    full = likely.get("_".join(parts)) or likely.get(locale.language) or locale.language
    usual = next((part for part in full.split("_") if len(part) == len("Latn")), "")
    return locale.language, locale.script or usual


def _parsed(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
