"""What a health record is answered: the leaflets that it means, in the languages that it names, and no others.

No leaflet is an answer too: a feed without entries. What nobody has approved is no answer unless the desk hands out
drafts, and a leaflet that a patient may want to keep private is only answered by the page that asks first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from plainleaf.desk.catalogue import Card, Catalogue
from plainleaf.desk.choice import Choice, read_choice
from plainleaf.desk.infobutton.feed import Entry, Feed, Link, write_atom, write_json, write_script
from plainleaf.desk.infobutton.request import MOST_PARAMETERS, BadRequestError, InfoRequest, Shape, read_request
from plainleaf.desk.printing import BusyError, FailedError, Refused
from plainleaf.desk.tags import find_tag
from plainleaf.desk.visit import RefusedError, Visit, open_visit
from plainleaf.languages import SOURCE_TAG

_FRESH = {"cache-control": "no-cache", "pragma": "no-cache"}
_NOBODY = "plainleaf"
_MOST_CARDS, _MOST_LANGUAGES = 10, 4
_TYPES = {"xml": "text/xml", "json": "application/json", "jsonp": "application/javascript"}


@dataclass(frozen=True, slots=True)
class _Found:
    """A leaflet in a language."""

    card: Card
    lang: str


async def answer(request: Request) -> Response:
    """A request of HL7 Infobutton, by address or by form."""
    try:
        asked = read_request(await _parameters(request))
    except BadRequestError as error:
        return PlainTextResponse(f"{error}\n", 400, headers=_FRESH)
    first = {"method": "GET", "query_string": b"", "path": request.scope.get("root_path", "") + "/"}
    visit = await open_visit(Request({**request.scope, **first}))
    cards = _cards(asked, visit.ward.catalogue)[:_MOST_CARDS]
    known = visit.ward.tongues
    tags = [tag for said in asked.languages[:_MOST_LANGUAGES] or (SOURCE_TAG,) if (tag := find_tag(said, known))]
    found = [_Found(card, tag) for card in cards for tag in dict.fromkeys(tags)]
    visit.take(1 + len(found) / 2)
    entries = [entry for one in found for entry in await _entries(visit, one)]
    shape = asked.shape or _preferred(request)
    if shape == "html":
        return _as_page(visit, asked, cards, entries)
    feed = _feed(visit, asked, cards, entries)
    body = write_atom(feed) if shape == "xml" else write_json(feed)
    if shape == "jsonp":
        body = write_script(feed, asked.callback)
    # A script is for pages of another address, which is what scripts are asked for.
    more = {"cross-origin-resource-policy": "cross-origin"} if shape == "jsonp" else {}
    return Response(body, media_type=f"{_TYPES[shape]}; charset=utf-8", headers={**_FRESH, **more})


async def _parameters(request: Request) -> list[tuple[str, str]]:
    """Names and values in their order; what is no UTF-8 is read as far as it is."""
    raw = request.scope.get("query_string", b"").decode("ascii", "replace")
    if request.method == "POST":
        raw = "&".join(filter(None, (raw, (await request.body()).decode("utf-8", "replace"))))
    try:
        return parse_qsl(raw, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS)
    except ValueError:
        message = f"there are more than {MOST_PARAMETERS} parameters"
        raise BadRequestError(message) from None


def _cards(asked: InfoRequest, catalogue: Catalogue) -> list[Card]:
    """Leaflets by code; where no leaflet has the code, by a name that stands in what the record calls it."""
    found: dict[str, Card] = {}
    for criterion in asked.criteria:
        system = criterion.known_system
        cards = catalogue.with_code(system, criterion.code) if system and criterion.code else []
        if not cards:
            cards = [card for name in criterion.names for card in catalogue.named_in(name)]
        found.update((card.leaflet, card) for card in cards)
    return list(found.values())


def _preferred(request: Request) -> Shape:
    """What a client that does not say likes: browsers say that they like pages best."""
    kinds = [one.partition(";")[0].strip().lower() for one in request.headers.get("accept", "").split(",")]
    return "html" if "text/html" in kinds[:2] else "xml"


async def _entries(visit: Visit, found: _Found) -> list[Entry]:
    if found.card.leaflet in visit.ward.refused:
        return []
    try:
        standings = await visit.service.printer.look(visit.ward.opening, found.card.leaflet, found.lang)
    except BusyError:
        raise RefusedError(503, "error-busy") from None
    except FailedError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None
    if isinstance(standings, Refused):
        return []
    return [
        _entry(visit, found, level, draft=standing == "draft")
        for level, standing in standings.items()
        if standing == "approved" or (standing == "draft" and visit.service.settings.allow_drafts)
    ]


def _entry(visit: Visit, found: _Found, level: str, *, draft: bool) -> Entry:
    card, tongue = found.card, visit.ward.tongues[found.lang]
    choice = read_choice({"lang": found.lang, "level": level}, card, visit.ward)
    title = " · ".join(filter(None, (card.titles.get(found.lang) or card.latin, tongue.levels[level])))
    return Entry(
        id=f"tag:{visit.request.url.hostname},2026:leaflet/{choice.place}/{found.lang}/{card.leaflet}/{level}",
        title=title,
        lang=found.lang,
        updated=dt.datetime.combine(card.revised, dt.time(), dt.UTC),
        author=visit.ward.clinic or _NOBODY,
        summary=" · ".join(filter(None, (title, tongue.draft if draft else ""))),
        links=tuple(_links(visit, choice, title, sensitive=card.sensitive)),
    )


def _links(visit: Visit, choice: Choice, title: str, *, sensitive: bool) -> Iterator[Link]:
    """The page, where staff see what they hand out; and the file, unless the patient is to be asked before."""
    address = f"{_base(visit)}leaflet/{choice.leaflet}"
    if not sensitive:
        yield Link(f"{address}/pdf?{choice.query}", "application/pdf", choice.lang, title)
    yield Link(f"{address}?{choice.query}", "text/html", choice.lang, title)


def _feed(visit: Visit, asked: InfoRequest, cards: list[Card], entries: list[Entry]) -> Feed:
    words = visit.words
    typed = ", ".join(name or one.code for one in asked.criteria for name in (one.names or ("",))[:1])
    said: Mapping[str, Any] = {"count": len(entries)} if entries else {"typed": typed}
    why = "found" if entries else "unavailable-record" if cards else "found-none"
    return Feed(
        base=_base(visit),
        lang=words.tag,
        title=words.plain("title"),
        subtitle=words.plain(why, **said),
        author=visit.ward.clinic or _NOBODY,
        updated=dt.datetime.now(dt.UTC),
        used=asked.used,
        entries=tuple(entries),
        id=uuid.uuid4(),
    )


def _base(visit: Visit) -> str:
    url = visit.request.url
    return f"{url.scheme}://{url.netloc}{visit.root}/"


def _as_page(visit: Visit, asked: InfoRequest, cards: list[Card], entries: list[Entry]) -> Response:
    """For a person: the leaflet that is meant, in the language that is named; or what there is to choose from."""
    named = dict.fromkeys(entry.lang for entry in entries)
    if cards and not entries:
        message = visit.words("unavailable-record", typed=", ".join(map(visit.title_of, cards)))
        response = visit.page("message.html", message=message, problems=())
    elif len(cards) == 1:
        query = f"?lang={next(iter(named))}" if len(asked.languages) == 1 else ""
        response = RedirectResponse(f"{visit.root}/leaflet/{cards[0].leaflet}{query}", 303)
    elif cards:
        response = visit.page("find.html", q="", hits=[], alike=[], found={}, favorites=[], recent=[], everything=cards)
    else:
        response = visit.page("message.html", message=visit.words("error-not-found"), problems=())
    response.headers.update(_FRESH)
    return response
