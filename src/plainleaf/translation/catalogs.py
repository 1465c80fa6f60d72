"""PO catalogs read strictly and kept up to date.

Babel reads the format; what it forgives is refused here first: unterminated strings, stray words, a message that
stands twice. A catalog is looked up by exact locale and exact domain, never merged and never falling back, because a
leaflet in two languages hurts people.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po, unescape

from plainleaf.content.model import Message
from plainleaf.languages import LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.messages import FIXED_DATE, FORMAT_VERSION, format_po, make_template
from plainleaf.translation.po_syntax import (
    BYTE_ORDER_MARK,
    faults_of_header,
    faults_of_plurals,
    faults_of_syntax,
    previous_source,
    read_header,
    read_rule,
    syntax_problem,
)

_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*$", re.MULTILINE)
_SAMPLE = range(201)


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated message: its texts (several for plurals), whether it is fuzzy, where it stands.

    Attributes:
        previous: the source (and its plural) that a fuzzy translation was made from, where the file says it. Empty
            too where it was guessed from the text of another message.
    """

    msgctxt: str
    msgid: str
    texts: tuple[str, ...]
    fuzzy: bool
    position: Position
    plural: str = ""
    previous: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every form of it has a text."""
        return bool(self.texts) and all(text.strip() for text in self.texts)

    def translates(self, message: Message) -> bool:
        """Whether it was made from the text that the message has now, and nobody doubts it."""
        return not self.fuzzy and (self.msgid, self.plural) == (message.msgid, message.plural)


@dataclass(frozen=True, slots=True)
class DomainCatalog:
    """The translations of one domain in one language.

    Attributes:
        entries: by msgctxt, which is unique in a domain.
        plural_index: which of a message's texts goes with a whole number, by the catalog's own header.
        plural_forms: that header's rule, as it was read; empty where the catalog comes from no file.
    """

    file: str
    entries: Mapping[str, Entry]
    plural_index: Callable[[int], int]
    plural_forms: str = ""

    def choose(self, texts: tuple[str, ...], number: Decimal, fraction: int | None) -> str:
        """The plural form for a number; a fraction takes form `fraction`, or the last one."""
        if number == number.to_integral_value() and number >= 0:
            index = self.plural_index(int(number))
        else:
            index = len(texts) - 1 if fraction is None else fraction
        return texts[min(index, len(texts) - 1)]


def read_catalog(text: str, file: str, tag: str, domain: str, pack: LanguagePack | None = None) -> DomainCatalog:
    """Read one PO file.

    Args:
        pack: of the language; with it, the plural rule must be the language's.

    Raises:
        PlainleafError: T001, with the line of every fault of syntax and header and every message that stands twice;
            T005, when the file says that it is in another language.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    if faults := [*faults_of_syntax(text, file), *faults_of_header(text, file)]:
        raise PlainleafError(faults)
    catalog = _parse(text, file, tag, domain)
    said = tag_of(catalog.locale_identifier or tag)
    if _language_and_script(said) not in (_language_and_script(tag), (tag.split("-", maxsplit=1)[0], "")):
        fault = f"the folder is for `{tag}`, the catalog's header says `{said}`"
        raise PlainleafError(Problem(Position(file, 1), "T005", fault, "is this the right file?"))
    index = _plural_index(catalog, text, file)
    if pack and (faults := faults_of_plurals(text, file, pack.plural_forms, plural_counts(tag))):
        raise PlainleafError(faults)
    entries: dict[str, Entry] = {}
    for message in catalog:
        if message.id and message.context is not None:
            entries[message.context] = _read_entry(message, message.context, file)
    return DomainCatalog(file, entries, index, catalog.plural_forms)


def _read_entry(message: PoMessage, context: str, file: str) -> Entry:
    msgid, plural = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    previous = _read_comments(message, context)[1] if message.fuzzy else []
    position = Position(file, message.lineno or 0)
    return Entry(context, msgid, texts, message.fuzzy, position, plural, tuple(previous))


def plural_counts(tag: str) -> frozenset[int]:
    """How many plural forms catalogs of a language have: as gettext's tools count them, and as CLDR does."""
    try:
        rule = Locale.parse(tag, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return frozenset({get_plural(folder_of(tag)).num_plurals})
    whole = {rule(number) for number in _SAMPLE}
    return frozenset({get_plural(folder_of(tag)).num_plurals, len(whole), len({*rule.tags, "other"})})


def _language_and_script(tag: str) -> tuple[str, str]:
    language, *rest = tag.split("-")
    return language, next((part for part in rest if len(part) == len("Hans")), "")


def _plural_index(catalog: Catalog, text: str, file: str) -> Callable[[int], int]:
    index = read_rule(catalog.plural_forms)
    if index is None:
        fault = f"the header's Plural-Forms does not work: `{catalog.plural_forms[:100]}`"
        raise PlainleafError(syntax_problem(file, _header_line(text, file), fault))
    return index


def _header_line(text: str, file: str) -> int:
    header = read_header(text, file)
    return header.line if header else 0


def _parse(text: str, file: str, tag: str, domain: str) -> Catalog:
    text = _OBSOLETE_PREVIOUS.sub("", text)  # `#~|`, which other tools write, is more than Babel knows
    try:
        return read_po(io.StringIO(text), locale=folder_of(tag), domain=domain, abort_invalid=True)
    except PoFileError as error:
        raise PlainleafError(syntax_problem(file, error.lineno + 1, str(error))) from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        fault = f"the catalog cannot be read: {error}"
        raise PlainleafError(syntax_problem(file, _header_line(text, file), fault)) from None


def update_catalog(old: str | None, file: str, pack: LanguagePack, domain: str, messages: tuple[Message, ...]) -> str:
    """Bring a PO file up to date with its template; returns the new text.

    A message whose text changed keeps its old translation as fuzzy, with the previous source beside it, for the
    translator to look at: it is unusable until then. Nothing is ever guessed from a similar text. Messages that are
    gone are kept as obsolete, and come back as fuzzy. The file's own header stays as it is.

    Raises:
        PlainleafError: T001, when the old file cannot be read.
    """
    template = make_template(domain, messages)
    fresh = Catalog(
        locale=folder_of(pack.language),
        domain=domain,
        project="plainleaf",
        version=FORMAT_VERSION,
        header_comment=template.header_comment,
        msgid_bugs_address=template.msgid_bugs_address,
        last_translator="machine-drafted, checked by no person",
        language_team="none",
        creation_date=FIXED_DATE,
        revision_date=FIXED_DATE,
        fuzzy=False,
    )
    if pack.plural_forms:
        fresh.mime_headers = [("Plural-Forms", pack.plural_forms)]
    known: dict[str, PoMessage] = {}
    obsolete: dict[str, PoMessage] = {}
    if old is not None:
        old = old.removeprefix(BYTE_ORDER_MARK)
        if faults := faults_of_syntax(old, file):
            raise PlainleafError(faults)
        before = _parse(old, file, pack.language, domain)
        fresh.mime_headers = before.mime_headers
        fresh.charset, fresh.locale = "utf-8", folder_of(pack.language)
        fresh.header_comment = before.header_comment
        known = {message.context: message for message in before if message.id and message.context}
        obsolete = {message.context or "": message for message in before.obsolete.values()}
    for message in template:
        if not message.id:
            continue
        context = message.context or ""
        revived = obsolete.pop(context, None)  # PO keeps no flags of obsolete messages: it may have been fuzzy
        kept = known.pop(context, None) or revived
        new = fresh.add(
            message.id,
            context=context,
            auto_comments=message.auto_comments,
            locations=message.locations,
            flags=message.flags,
        )
        if kept is not None:
            comments, previous = _read_comments(kept, context)
            new.user_comments = comments
            if _has_text(kept):
                _carry_over(kept, new, previous, doubtful=kept.fuzzy or kept is revived)
    obsolete.update((context, gone) for context, gone in known.items() if _has_text(gone))
    for context, gone in obsolete.items():
        gone.user_comments = _read_comments(gone, context)[0]
        fresh.obsolete[context] = gone
    return format_po(fresh, previous=True)


def _carry_over(kept: PoMessage, new: PoMessage, previous: list[str], *, doubtful: bool) -> None:
    """Give a message the translation it had; fuzzy if its source changed since, or if it was fuzzy already.

    A translation that was in doubt before its source changed gets no previous source: it was never known to say what
    that said, so nobody may take it over for the new one unseen.

    Args:
        previous: the source that a fuzzy translation was made from, as its file says.
    """
    new.string = kept.string
    if new.pluralizable != kept.pluralizable:
        texts = [kept.string] if isinstance(kept.string, str) else list(kept.string or ())
        new.string = tuple(texts) if new.pluralizable else texts[0]
    changed = kept.id != new.id
    if changed or doubtful:
        new.flags.add("fuzzy")
    if doubtful:
        new.previous_id = previous
    elif changed:
        new.previous_id = [kept.id] if isinstance(kept.id, str) else list(kept.id)


def _read_comments(message: PoMessage, context: str) -> tuple[list[str], list[str]]:
    """Translators' comments, and the previous source texts (``#|``), which Babel takes for comments.

    A previous source with another address is that of another message, from which a tool has guessed: it is left out.
    """
    comments = [comment for comment in message.user_comments if not comment.startswith("|")]
    previous = previous_source(message.user_comments, unescape)
    if previous.get("msgctxt", context) != context:
        return comments, []
    return comments, [previous[word] for word in ("msgid", "msgid_plural") if word in previous]


def _has_text(message: PoMessage) -> bool:
    return bool(message.string if isinstance(message.string, str) else any(message.string or ()))
