"""The first page: a box to type in, and the leaflets that are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from plainleaf.desk.catalogue import MOST_CHARACTERS, Card, Hit
from plainleaf.desk.choice import Choice, choice_of
from plainleaf.desk.holdings import Tongue
from plainleaf.desk.visit import Visit, open_visit
from plainleaf.desk.words import Words

_SURE = ("name", "code")


@dataclass(frozen=True, slots=True)
class _Used:
    """A leaflet that was used here lately."""

    choice: Choice
    card: Card
    tongue: Tongue


async def find(request: Request) -> Response:
    """Leaflets by name, brand or code. The only one whose name is just what was typed is opened at once."""
    visit = await open_visit(request)
    cards = visit.ward.catalogue.cards
    typed = visit.said.get("q", "").strip()[:MOST_CHARACTERS]
    hits = visit.ward.catalogue.search(typed) if typed else []
    if len(hits) == 1 and hits[0].likeness in _SURE:
        return visit.go(f"/leaflet/{hits[0].card.leaflet}")
    alike = [hit.card for hit in hits if hit.likeness == "alike"]
    return visit.page(
        "find.html",
        q=typed,
        hits=[] if alike else [hit.card for hit in hits],
        alike=alike,
        found={hit.card.leaflet: said for hit in hits if (said := _said_by(hit, visit.words))},
        favorites=[] if typed else [cards[one] for one in visit.station.favorites if one in cards],
        recent=list(_recent(visit)),
        everything=[] if typed else sorted(cards.values(), key=lambda card: card.latin.casefold()),
    )


def _said_by(hit: Hit, words: Words) -> Markup | None:
    """By which name or code a leaflet was found, where it is not the one that is shown."""
    if hit.likeness == "code":
        return words("found-code", code=hit.by)
    shown = (hit.card.latin, hit.card.titles.get(words.tag), *hit.card.brands)
    return None if hit.by in shown else words("found-by", name=hit.by)


def _recent(visit: Visit) -> Iterator[_Used]:
    ward = visit.ward
    for target in visit.station.recent:
        if choice := choice_of(target, ward):
            yield _Used(choice, ward.catalogue.cards[target.leaflet], ward.tongues[target.lang])
