"""One leaflet: what the patient reads, how much of it, on which paper; its pages to look at; and the print."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from plainleaf.desk.catalogue import Card
from plainleaf.desk.choice import KINDS, Choice, read_choice
from plainleaf.desk.pages.handing import find_card, make, may_be_printed, note, reasons
from plainleaf.desk.pictures import WIDTHS
from plainleaf.desk.printing import Print, Refused
from plainleaf.desk.visit import FORMAT_WORDS, PAPER_NAMES, RefusedError, Visit, hidden_fields, open_visit
from plainleaf.desk.words import Words
from plainleaf.press.formats import FORMATS

_SHEET = {"a4": (595, 842), "letter": (612, 792)}  # points; a booklet's lie on their side
_WEEK = 7 * 24 * 3600


async def show(request: Request) -> Response:
    """The page of a leaflet."""
    visit = await open_visit(request)
    card = find_card(visit)
    choice = read_choice(visit.said, card, visit.ward)
    made = await make(visit, choice) if choice.lang else None
    sheet = made if isinstance(made, Print) else None
    review = card.review_by
    staff = Locale.parse(visit.words.tag, sep="-")
    kinds, papers = _papers(choice, visit.words)
    return visit.page(
        "leaflet.html",
        200 if sheet or not choice.lang else 404,
        card=card,
        choice=choice,
        sheet=sheet,
        is_favorite=card.leaflet in visit.station.favorites,
        levels=[(level.value, visit.words(f"reading-{level.value}")) for level in visit.ward.levels],
        kinds=kinds,
        papers=papers,
        changed=lambda key, value: _changed(choice, key, value),
        carried=lambda without="": hidden_fields({key: text for key, text in choice.fields.items() if key != without}),
        picture=lambda page, width: _picture(visit, choice, sheet.sha256 if sheet else "", page, width),
        size=_size(choice),
        drafts=visit.service.settings.allow_drafts,
        may_print=sheet is not None and may_be_printed(visit, sheet),
        review_by=format_date(review, "long", staff),
        review_due=review < dt.datetime.now(dt.UTC).date(),
        reading=_reading(sheet.about) if sheet else "",
        noted="noted" in visit.said,
        why=_why(visit, card, choice),
        problems=reasons(made) if isinstance(made, Refused) else [],
    )


async def picture(request: Request) -> Response:
    """One page of a leaflet, as a picture."""
    visit = await open_visit(request)
    card = find_card(visit)
    choice = read_choice(visit.said, card, visit.ward)
    made = await make(visit, choice) if choice.lang else None
    if not isinstance(made, Print):
        raise RefusedError(404, "error-not-found")
    try:
        number, width = int(request.path_params["page"]), int(visit.said.get("width", WIDTHS[1]))
        png = await asyncio.to_thread(visit.service.pictures.draw, made.data, made.sha256, number, width)
    except (LookupError, ValueError):
        raise RefusedError(404, "error-not-found") from None
    # Its address names the file by its hash, so it may be kept.
    kept = f"private, max-age={_WEEK}, immutable" if visit.said.get("of") == made.sha256[:16] else "no-store"
    return Response(png, media_type="image/png", headers={"cache-control": kept})


async def pdf(request: Request) -> Response:
    """The leaflet as a file. Who opens it may print it, so it is noted down, and a sensitive one has a page before."""
    visit = await open_visit(request)
    card = find_card(visit)
    choice = read_choice(visit.said, card, visit.ward)
    if request.method != "GET" or request.headers.get("sec-fetch-dest", "document") not in ("document", "iframe"):
        raise RefusedError(405, "error-request")  # a picture on another page is nobody who prints
    visit.take()
    if not choice.lang or card.sensitive:
        return visit.go(f"/leaflet/{card.leaflet}?{choice.query}")
    return await _hand_out(visit, choice)


async def print_out(request: Request) -> Response:
    """The leaflet as a file, from the button that prints."""
    visit = await open_visit(request)
    visit.check_token()
    choice = read_choice(visit.said, find_card(visit), visit.ward)
    if not choice.lang:
        raise RefusedError(400, "error-request")
    return await _hand_out(visit, choice)


async def confirm(request: Request) -> Response:
    """Somebody says that it came out of the printer; ``filled``: with what was filled in for a patient."""
    visit = await open_visit(request)
    visit.check_token()
    choice = read_choice(visit.said, find_card(visit), visit.ward)
    made = await make(visit, choice) if choice.lang else None
    if not isinstance(made, Print) or choice.target not in visit.station.recent:
        raise RefusedError(400, "error-request")
    await note(visit, "confirmed", choice, made, filled=visit.said.get("filled") == "yes")
    return visit.go(f"/leaflet/{choice.leaflet}?{choice.query}&noted=yes")


async def _hand_out(visit: Visit, choice: Choice) -> Response:
    made = await make(visit, choice)
    if isinstance(made, Refused):
        raise RefusedError(404, "error-not-found", tuple(reasons(made)))
    if not may_be_printed(visit, made):
        raise RefusedError(403, "draft-locked")
    await note(visit, "opened", choice, made)
    name = f"{choice.leaflet}-{choice.lang}-{choice.level}-{choice.format}.pdf"
    response = Response(
        made.data, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
    )
    return visit.remembering(visit.station.opened(choice.target)).answer(response)


def _papers(choice: Choice, words: Words) -> tuple[list[tuple[str, Markup]], list[tuple[str, str]]]:
    """Formats of each kind on the paper of the choice, and of its kind on each paper; with their names."""
    formats = {(one.kind, one.paper): one.id for one in FORMATS.values()}
    kinds = [(formats[kind, choice.paper], words(FORMAT_WORDS[kind])) for kind in KINDS]
    return kinds, [(formats[choice.kind, paper], name) for paper, name in PAPER_NAMES.items()]


def _changed(choice: Choice, key: str, value: str) -> str:
    if key == "format":
        return replace(choice, format=value).query
    return urlencode({**choice.fields, key: value})


def _picture(visit: Visit, choice: Choice, sha256: str, page: int, width: int) -> str:
    query = urlencode({**choice.fields, "width": width, "of": sha256[:16]})
    return f"{visit.root}/leaflet/{choice.leaflet}/page/{page}.png?{query}"


def _size(choice: Choice) -> tuple[int, int]:
    wide, high = _SHEET[choice.paper]
    return (high, wide) if choice.kind == "booklet" else (wide, high)


def _reading(about: Mapping[str, Any]) -> str:
    """How hard it is to read, as far as a number was measured for its language."""
    said = about.get("reading") or {}
    score, formula = said.get("score"), said.get("formula")
    return f"{score} ({formula})" if score is not None and formula else ""


def _why(visit: Visit, card: Card, choice: Choice) -> Markup | str:
    if not choice.lang:
        return ""
    title = card.titles.get(visit.words.tag) or card.latin
    return visit.words("unavailable-level", medicine=title, language=visit.ward.tongues[choice.lang].own_name)
