"""Any PO file, of this project or of anyone, as pairs of source and translation for the checks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po

from plainleaf.languages import SOURCE_TAG, check_tag, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.packs import known_tags, read_pack
from plainleaf.translation.po_syntax import (
    BYTE_ORDER_MARK,
    faults_of_header,
    faults_of_syntax,
    read_header,
    syntax_problem,
)
from plainleaf.translation.safety.comparison import Pair, TargetLanguage
from plainleaf.translation.safety.identify import script_of_tag
from plainleaf.translation.safety.lexicon import Lexicon, lexicon_path, read_lexicon

_LANGUAGE = re.compile(r"Language:[ \t]*(?P<tag>[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]+)*)")
_OBSOLETE_PREVIOUS = re.compile(r"^#~\|.*$", re.MULTILINE)


def read_pairs(text: str, file: str) -> tuple[list[Pair], list[Problem]]:
    """The translated messages of a PO file, and its faults of syntax; untranslated and fuzzy messages are not read.

    A message with plural forms is read in its last form, which goes with the English plural.

    Raises:
        PlainleafError: T001, when nothing can be read.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    faults = [*faults_of_syntax(text, file), *faults_of_header(text, file)]
    try:
        catalog: Catalog = read_po(io.StringIO(_OBSOLETE_PREVIOUS.sub("", text)), abort_invalid=False)
    except PoFileError as error:
        raise PlainleafError(faults or syntax_problem(file, error.lineno + 1, str(error))) from None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise PlainleafError(faults or syntax_problem(file, 0, f"the catalog cannot be read: {error}")) from None
    return [pair for message in catalog for pair in _pairs(message, file)], faults


def language_of(text: str) -> str:
    """The tag of the language that a PO file says it is in; empty when it does not say."""
    header = read_header(text, "")
    said = _LANGUAGE.search(header.parts.get("msgstr", "")) if header else None
    return tag_of(said["tag"]) if said else ""


def _pairs(message: PoMessage, file: str) -> Iterator[Pair]:
    if not message.id or message.fuzzy:
        return
    msgid = message.id if isinstance(message.id, str) else message.id[-1]
    text = message.string if isinstance(message.string, str) else (message.string or ("",))[-1]
    if text and text.strip():
        formatted = any(flag.endswith("-format") and not flag.startswith("no-") for flag in message.flags)
        yield Pair(message.context or "", msgid, text, Position(file, message.lineno or 0), formatted=formatted)


def read_target(files: Mapping[str, str], tag: str) -> TargetLanguage:
    """What is known of a language: its pack if it has one, its lexicon or that of its nearest relative.

    A relative has the same language and the same script: ``pt`` is checked with the words of ``pt-BR``, never
    ``zh-Hant`` with those of ``zh-Hans``.

    Raises:
        PlainleafError: T004 for a tag that no one knows; L001 to L003 for faulty files.
    """
    tag = tag_of(tag)
    pack = read_pack(files, tag) if tag in known_tags(files) else None
    lexicon = read_lexicon(files, tag) or _relative(files, tag)
    if pack:
        return TargetLanguage(tag, pack.script, pack.direction, lexicon, pack)
    direction = "rtl" if _locale(tag).character_order == "right-to-left" else "ltr"
    return TargetLanguage(tag, script_of_tag(tag), direction, lexicon)


def _locale(tag: str) -> Locale:
    """What CLDR knows of a language; of a region that it does not know (``es-LA``), the language counts."""
    try:
        return Locale.parse(check_tag(tag), sep="-")
    except (UnknownLocaleError, ValueError) as error:
        if re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", tag):
            return _locale(tag.partition("-")[0])
        hint = "give a BCP 47 tag such as `es` or `zh-Hans`"
        raise PlainleafError(Problem(Position(lexicon_path(tag)), "T004", str(error), hint)) from None


def read_english(files: Mapping[str, str]) -> Lexicon:
    """The lexicon of the source language.

    Raises:
        PlainleafError: W004, when the library has none; L001 to L003 for faulty files.
    """
    lexicon = read_lexicon(files, SOURCE_TAG)
    if lexicon is None:
        where = Position(lexicon_path(SOURCE_TAG))
        raise PlainleafError(Problem(where, "W004", "the library has no English lexicon", "install plainleaf again"))
    return lexicon


def _relative(files: Mapping[str, str], tag: str) -> Lexicon | None:
    language, script = tag.partition("-")[0], script_of_tag(tag)
    for path in sorted(files):
        if path.startswith("translations/") and path.endswith("/lexicon.yaml"):
            other = tag_of(PurePosixPath(path).parts[1])
            if other.partition("-")[0] == language and script_of_tag(other) == script:
                return read_lexicon(files, other)
    return None
