"""The words of the desk in a language of the staff: all of them, or none."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from plainleaf.content.model import Library
from plainleaf.content.personal import TIMES
from plainleaf.languages import SOURCE_TAG
from plainleaf.translation.lookup import Language, Lookup

_PREFIX = "desk/"
_SHARED = (
    *("reading-easy", "reading-plain", "reading-full", "screen-large", "screen-summary", "screen-booklet"),
    *("how-many", "blank-means-none", *TIMES),
)
"""Labels that leaflets have too."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language.

    Attributes:
        texts: by name, with ``{placeholders}`` in them.
    """

    tag: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    texts: Mapping[str, str]

    def plain(self, name: str, /, **values: object) -> str:
        """The same where there is no room for markup: in attributes and titles."""
        return self.texts[name].format_map({field: str(value) for field, value in values.items()})

    def __call__(self, name: str, /, **values: object) -> Markup:
        """A text with its placeholders filled, each kept apart from the direction of the line."""
        pieces = string.Formatter().parse(self.texts[name])
        return Markup("").join(
            escape(text) + (_isolate(values[field]) if field is not None else "") for text, field, _, _ in pieces
        )


def _isolate(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup("<bdi>{}</bdi>").format(value)


def read_words(library: Library, languages: Mapping[str, Language]) -> dict[str, Words]:
    """The words in each language that has them all, safely translated; English first."""
    found: dict[str, Words] = {}
    for tag, language in sorted(languages.items(), key=lambda one: (one[0] != SOURCE_TAG, one[0])):
        lookup = Lookup(language)
        texts = {name.removeprefix(_PREFIX): lookup.text(message) for name, message in library.desk.items()}
        texts |= {name: lookup.text(library.furniture[f"label/{name}"]) for name in _SHARED}
        texts |= {f"place-{place}": lookup.text(rules.name) for place, rules in library.places.items()}
        if library.desk and not lookup.problems:
            found[tag] = Words(tag, language.pack.own_name, language.pack.direction, texts)
    return found
