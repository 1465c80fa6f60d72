"""PO catalogs read strictly and kept up to date.

Babel reads the format; what it forgives is refused here first: unterminated strings, stray words, a message that
stands twice. A catalog is looked up by exact locale and exact domain, never merged and never falling back, because a
leaflet in two languages hurts people.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po, unescape

from plainleaf.content.model import Message
from plainleaf.languages import LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.messages import FIXED_DATE, FORMAT_VERSION, format_po, make_template

_STRING = r'"(?P<text>(?:[^"\\]|\\.)*)"'
_KEYWORD = re.compile(rf"^(?P<word>msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)[ \t]+{_STRING}[ \t]*$")
_CONTINUED = re.compile(rf"^[ \t]*{_STRING}[ \t]*$")
_PREVIOUS = re.compile(rf"^(?P<word>msgctxt|msgid|msgid_plural)[ \t]+{_STRING}$")
_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*$", re.MULTILINE)
_PLURAL_COUNT = re.compile(r"nplurals\s*=\s*(\d+)")
MOST_PLURAL_FORMS = 6
_SAMPLE = range(1_001)


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated message: its texts (several for plurals), whether it is fuzzy, where it stands."""

    msgctxt: str
    msgid: str
    texts: tuple[str, ...]
    fuzzy: bool
    position: Position
    plural: str = ""

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
    """

    file: str
    entries: Mapping[str, Entry]
    plural_index: Callable[[int], int]

    def choose(self, texts: tuple[str, ...], number: Decimal, fraction: int | None) -> str:
        """The plural form for a number; a fraction takes form `fraction`, or the last one."""
        if number == number.to_integral_value() and number >= 0:
            index = self.plural_index(int(number))
        else:
            index = len(texts) - 1 if fraction is None else fraction
        return texts[min(index, len(texts) - 1)]


def read_catalog(text: str, file: str, tag: str, domain: str) -> DomainCatalog:
    """Read one PO file.

    Raises:
        PlainleafError: T001, with the line of every fault of syntax and every message that stands twice; T005, when
            the file says that it is in another language.
    """
    if faults := _faults_of_syntax(text, file):
        raise PlainleafError(faults)
    catalog = _parse(text, file, tag, domain)
    said = tag_of(catalog.locale_identifier or tag)
    if _language_and_script(said) not in (_language_and_script(tag), (tag.split("-", maxsplit=1)[0], "")):
        fault = f"the folder is for `{tag}`, the catalog's header says `{said}`"
        raise PlainleafError(Problem(Position(file, 1), "T005", fault, "is this the right file?"))
    entries: dict[str, Entry] = {}
    for message in catalog:
        if not message.id or message.context is None:
            continue
        msgid, plural = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        position = Position(file, message.lineno or 0)
        entries[message.context] = Entry(message.context, msgid, texts, message.fuzzy, position, plural)
    return DomainCatalog(file, entries, _plural_index(catalog, file))


def _language_and_script(tag: str) -> tuple[str, str]:
    language, *rest = tag.split("-")
    return language, next((part for part in rest if len(part) == len("Hans")), "")


def _plural_index(catalog: Catalog, file: str) -> Callable[[int], int]:
    try:
        index: Callable[[int], int] = gettext.c2py(catalog.plural_expr)
        if all(0 <= index(number) < catalog.num_plurals for number in _SAMPLE):
            return index
    except (ValueError, ArithmeticError, RecursionError):
        pass
    fault = f"the header's Plural-Forms does not work: `{catalog.plural_forms[:100]}`"
    raise PlainleafError(_syntax(file, 0, fault))


def _parse(text: str, file: str, tag: str, domain: str) -> Catalog:
    text = _OBSOLETE_PREVIOUS.sub("", text)  # `#~|`, which other tools write, is more than Babel knows
    try:
        return read_po(io.StringIO(text), locale=folder_of(tag), domain=domain, abort_invalid=True)
    except PoFileError as error:
        raise PlainleafError(_syntax(file, error.lineno + 1, str(error))) from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PlainleafError(_syntax(file, 0, f"the catalog cannot be read: {error}")) from None


def _syntax(file: str, line: int, fault: str) -> Problem:
    return Problem(Position(file, line), "T001", fault, "repair the PO syntax; `msgfmt -c` explains it too")


def _faults_of_syntax(text: str, file: str) -> list[Problem]:
    """What Babel would forgive: lines that are not PO, and messages that stand twice."""
    problems: list[Problem] = []
    seen: dict[str | tuple[str, str], int] = {}
    for start, parts in _read_messages(text, file, problems):
        # An address is unique in a domain: with another text, too, it would be one message with two translations.
        msgid = parts.get("msgid", "")
        key = parts.get("msgctxt") or ("", msgid)
        if key in seen:
            name = parts.get("msgctxt") or msgid[:40] or "header"
            problems.append(_syntax(file, start, f"the message `{name}` stands twice; first on line {seen[key]}"))
        seen.setdefault(key, start)
        if not msgid and any(
            int(count) > MOST_PLURAL_FORMS for count in _PLURAL_COUNT.findall(parts.get("msgstr", ""))
        ):
            problems.append(_syntax(file, start, f"no language has more than {MOST_PLURAL_FORMS} plural forms"))
    return problems


def _read_messages(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    """First line and parts of every message that is not obsolete, strings still escaped."""
    parts: dict[str, str] = {}
    word, start = "", 0
    for number, ended in enumerate(text.split("\n"), 1):  # as Babel does; other separators are part of a text
        line = ended.removesuffix("\r")
        bare = line.strip()
        if not bare or bare.startswith("#"):
            word = ""
        elif match := _KEYWORD.match(line):
            word = match["word"]
            if word == "msgctxt" or (word == "msgid" and parts.keys() != {"msgctxt"}):
                if parts:
                    yield start, parts
                parts, start = {}, number
            parts[word] = match["text"]
        elif word and (match := _CONTINUED.match(line)):
            parts[word] += match["text"]
        else:
            problems.append(_syntax(file, number, f"this line is not PO: `{bare[:50]}`"))
    if parts:
        yield start, parts


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
        if faults := _faults_of_syntax(old, file):
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
            comments, previous = _read_comments(kept)
            new.user_comments = comments
            if _has_text(kept):
                _carry_over(kept, new, previous, doubtful=kept.fuzzy or kept is revived)
    obsolete.update((context, gone) for context, gone in known.items() if _has_text(gone))
    for context, gone in obsolete.items():
        gone.user_comments = _read_comments(gone)[0]
        fresh.obsolete[context] = gone
    return format_po(fresh, previous=True)


def _carry_over(kept: PoMessage, new: PoMessage, previous: list[str], *, doubtful: bool) -> None:
    """Give a message the translation it had; fuzzy if its source changed since, or if it was fuzzy already.

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
    if doubtful and previous:
        new.previous_id = previous
    elif changed:
        new.previous_id = [kept.id] if isinstance(kept.id, str) else list(kept.id)


def _read_comments(message: PoMessage) -> tuple[list[str], list[str]]:
    """Translators' comments, and the previous source texts (``#|``), which Babel takes for comments."""
    comments: list[str] = []
    previous: dict[str, str] = {}
    word = ""
    for comment in message.user_comments:
        bare = comment.removeprefix("|").strip()
        if not comment.startswith("|"):
            comments.append(comment)
        elif match := _PREVIOUS.match(bare):
            word = match["word"]
            previous[word] = match["text"]
        elif word and (match := _CONTINUED.match(bare)):
            previous[word] += match["text"]
    return comments, [unescape(f'"{previous[word]}"') for word in ("msgid", "msgid_plural") if word in previous]


def _has_text(message: PoMessage) -> bool:
    return bool(message.string if isinstance(message.string, str) else any(message.string or ()))
