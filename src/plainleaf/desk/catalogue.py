"""What leaflets can be found by: names in all languages, brands and codes.

A search forgives: accents, case, points, a part of a name. What is only alike is told apart from what fits, because
names of medicines are alike that must not be mixed up: it is offered, and never chosen for anybody. What a health
record asks for by name must stand in the name that it gives, word for word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from plainleaf.content.model import Leaflet, Library, holds_in
from plainleaf.export.search import pieces
from plainleaf.languages import SOURCE_TAG
from plainleaf.translation.lookup import Language

MOST_CHARACTERS = 80
"""Of what is typed."""
_MOST_ALIKE = 5
_FEWEST_LETTERS = 4
"""In a shorter word every other one is alike."""
_ALIKE = 0.72
"""Letters of a name that are those of another: of eleven, three may be wrong."""
Likeness = Literal["code", "name", "part", "alike"]


@dataclass(frozen=True, slots=True)
class Card:
    """What the desk knows of a leaflet without opening it.

    Attributes:
        latin: its name in English.
        titles: its name by language.
        brands: those of the place.
        codes: by system, as `canonical` writes them.
    """

    leaflet: str
    kind: str
    latin: str
    titles: Mapping[str, str]
    brands: tuple[str, ...]
    codes: frozenset[tuple[str, str]]
    sensitive: bool
    revised: dt.date
    review_by: dt.date


@dataclass(frozen=True, slots=True)
class Hit:
    """A leaflet that was found.

    Attributes:
        by: the name or code that it was found by, as it is written.
        likeness: how well that fits; `alike`: it may be another medicine.
    """

    card: Card
    by: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All leaflets of a place."""

    cards: Mapping[str, Card]
    _names: Mapping[str, Sequence[tuple[str, Card]]] = field(repr=False)

    def search(self, typed: str) -> list[Hit]:
        """Leaflets that somebody may mean, the likeliest first; each once."""
        typed = typed[:MOST_CHARACTERS]
        wanted = " ".join(pieces(typed))
        if not wanted:
            return []
        found: dict[str, Hit] = {}
        for hit in (*self._by_code(typed), *self._by_name(wanted)):
            found.setdefault(hit.card.leaflet, hit)
        return list(found.values()) or self._alike(wanted)

    def _by_code(self, typed: str) -> Iterator[Hit]:
        codes = {(system, canonical(system, typed)) for system in CODES}
        for card in self.cards.values():
            if codes & card.codes:
                yield Hit(card, typed.strip(), "code")

    def _by_name(self, wanted: str) -> Iterator[Hit]:
        ranked: list[tuple[int, int, str, str, Card]] = []
        for name, written in self._names.items():
            if (at := name.find(wanted)) >= 0:
                begins = at == 0 or not name[at - 1].isalnum()
                ranked += [(not begins, len(name) - len(wanted), name, text, card) for text, card in written]
        for not_begun, left, _, text, card in sorted(ranked, key=lambda one: (*one[:3], one[4].leaflet)):
            yield Hit(card, text, "part" if not_begun or left else "name")

    def _alike(self, wanted: str) -> list[Hit]:
        if len(wanted) < _FEWEST_LETTERS:
            return []
        near = extract(
            wanted, list(self._names), scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=_MOST_ALIKE * 4
        )
        found: dict[str, Hit] = {}
        for name, _, _ in near:
            for text, card in self._names[name]:
                found.setdefault(card.leaflet, Hit(card, text, "alike"))
        return list(found.values())[:_MOST_ALIKE]

    def with_code(self, system: str, code: str) -> list[Card]:
        """Leaflets with a code of a system (`CODES`)."""
        wanted = system, canonical(system, code)
        return [card for card in self.cards.values() if wanted in card.codes]

    def named_in(self, text: str) -> list[Card]:
        """Leaflets one of whose names stands in a text such as "Thalidomide 50 MG", all its words in a row."""
        said = f" {' '.join(pieces(text[:500]))} "
        found = {card.leaflet: card for name, some in self._names.items() if f" {name} " in said for _, card in some}
        return [card for leaflet, card in self.cards.items() if leaflet in found]


def make_catalogue(library: Library, languages: Mapping[str, Language], place: str) -> Catalogue:
    """The leaflets that hold in a place and are not withdrawn, with their names in each language that has them."""
    cards = {
        leaflet.id: _card(leaflet, library, languages, place)
        for leaflet in library.leaflets.values()
        if place in leaflet.places and not leaflet.withdrawn
    }
    names: dict[str, list[tuple[str, Card]]] = {}
    for card in cards.values():
        for text in dict.fromkeys((card.latin, *card.titles.values(), *card.brands)):
            if name := " ".join(pieces(text)):
                names.setdefault(name, []).append((text, card))
    return Catalogue(cards, names)


def _card(leaflet: Leaflet, library: Library, languages: Mapping[str, Language], place: str) -> Card:
    message = library.furniture[f"term/{leaflet.title}"]
    found = {tag: language.find(message) for tag, language in languages.items()}
    codes = ((code.system, canonical(code.system, code.code)) for code in leaflet.codes)
    return Card(
        leaflet=leaflet.id,
        kind=leaflet.kind,
        latin=message.msgid,
        titles={tag: one.texts[0] for tag, one in found.items() if tag == SOURCE_TAG or one.wording},
        brands=tuple(name for name, places in leaflet.brands if holds_in(places, place)),
        codes=frozenset(code for code in codes if code[1]),
        sensitive=leaflet.sensitive,
        revised=leaflet.revised,
        review_by=leaflet.review_by,
    )


def _plain(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _number(code: str) -> str:
    return _plain(code).lstrip("0") if code.strip().isascii() and code.strip().isdigit() else ""


def _ndc(code: str) -> str:
    """The first nine digits of the form 5-4-2, which name the product; packages of one product share its leaflet."""
    parts = code.strip().split("-")
    if len(parts) == 1 and len(code.strip()) in (9, 11):
        parts = [code.strip()[:5], code.strip()[5:9]]
    if len(parts) in (2, 3) and all(part.isascii() and part.isdigit() for part in parts):
        return f"{parts[0]:0>5}{parts[1]:0>4}"
    return ""


CODES: Mapping[str, Callable[[str], str]] = {
    "rxnorm": _number,
    "ndc": _ndc,
    "atc": _plain,
    "unii": _plain,
    "snomed": _number,
}
"""Systems that leaflets are asked for by, with how a code is brought into the form in which it is compared."""


def canonical(system: str, code: str) -> str:
    """A code in the form in which codes of its system are compared; empty: it is none of them."""
    return CODES[system](code) if system in CODES else code
