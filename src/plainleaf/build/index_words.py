"""What a list of leaflets says in each language, kept beside the manifest.

A build of one language knows the words of that one, and the list of everything names all that were ever printed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from plainleaf.build.store import OutputFolder
from plainleaf.content.model import Message
from plainleaf.translation.lookup import Language, Lookup

WORDS = "languages.json"
_LABELS = {
    "title": "screen-all",
    "search": "screen-search",
    "found": "screen-found",
    "none": "screen-none",
    "language": "screen-language",
    "large": "screen-large",
    "summary": "screen-summary",
    "booklet": "screen-booklet",
    "draft": "screen-draft",
    "general": "general-information",
    "unapproved": "draft",
    "easy": "reading-easy",
    "plain": "reading-plain",
    "full": "reading-full",
}


@dataclass(frozen=True, slots=True)
class IndexWords:
    """The words of one language; those of English are the defaults.

    Attributes:
        own_name, english_name: of the language, for readers and for staff.
        own_words: the others are in the language too, and not in English for want of a translation.
        found: with ``{count}``.
    """

    own_name: str = "English"
    english_name: str = "English"
    direction: Literal["ltr", "rtl"] = "ltr"
    own_words: bool = True
    title: str = "All leaflets"
    search: str = "Search all leaflets"
    found: str = "Found: {count}"
    none: str = "Nothing was found. Try another word."
    language: str = "Language"
    large: str = "Large print"
    summary: str = "One page"
    booklet: str = "Booklet"
    draft: str = "Draft"
    general: str = "Drafted by machine. It does not replace your team's advice."
    unapproved: str = "Draft: not yet approved by a clinician"
    easy: str = "Easy to read"
    plain: str = "Plain words"
    full: str = "Full text"


ENGLISH = IndexWords()


def words_of(language: Language, furniture: Mapping[str, Message]) -> IndexWords:
    """The words of a language; English ones while one of them is not translated, or not safely."""
    lookup = Lookup(language)
    messages = {name: furniture.get(f"label/{label}") for name, label in _LABELS.items()}
    said: dict[str, Any] = {name: lookup.text(message) for name, message in messages.items() if message}
    whole = len(said) == len(_LABELS) and not lookup.problems
    pack = language.pack
    named = replace(ENGLISH, own_name=pack.own_name, english_name=pack.english_name, direction=pack.direction)
    return replace(named, **said) if whole else replace(named, own_words=False)


def read_words(output: OutputFolder) -> dict[str, IndexWords]:
    """The words of earlier builds by language; what cannot be read is forgotten, until the language is built again."""
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        kept = json.loads(output.read(WORDS) or b"{}")
        return {tag: IndexWords(**fields) for tag, fields in kept.items()}
    return {}


def write_words(output: OutputFolder, words: Mapping[str, IndexWords]) -> None:
    """Keep them for later builds; B001 as `OutputFolder`."""
    shape = {tag: asdict(words[tag]) for tag in sorted(words)}
    output.write(WORDS, (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode())
