"""Several leaflets for one patient, printed in one go, with a copy that staff can read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from plainleaf.desk.catalogue import Card
from plainleaf.desk.choice import Choice, choice_of, read_choice
from plainleaf.desk.holdings import Tongue
from plainleaf.desk.pages.handing import make, may_be_printed, note, reasons
from plainleaf.desk.printing import Print
from plainleaf.desk.station import MOST_IN_PACKET
from plainleaf.desk.visit import RefusedError, Visit, open_visit
from plainleaf.press.packet import bind

_NAME = "packet.pdf"


@dataclass(frozen=True, slots=True)
class _Item:
    """A leaflet in the packet.

    Attributes:
        number: by which it is taken out.
    """

    number: int
    choice: Choice
    card: Card
    tongue: Tongue


async def show(request: Request) -> Response:
    """What is in the packet."""
    visit = await open_visit(request)
    return await _page(visit)


async def add(request: Request) -> Response:
    """Put a leaflet in."""
    visit = await open_visit(request)
    visit.check_token()
    card = visit.ward.catalogue.cards.get(visit.said.get("leaflet", ""))
    choice = read_choice(visit.said, card, visit.ward) if card else None
    if choice is None or not choice.lang:
        raise RefusedError(400, "error-request")
    packet = visit.station.packet
    if choice.target not in packet and len(packet) >= MOST_IN_PACKET:
        return visit.go("/packet?full=yes")
    return visit.remembering(visit.station.with_packet((*packet, choice.target))).go("/packet")


async def remove(request: Request) -> Response:
    """Take one out, or all."""
    visit = await open_visit(request)
    visit.check_token()
    which = visit.said.get("number", "")
    kept = () if which == "all" else (one for at, one in enumerate(visit.station.packet) if str(at) != which)
    return visit.remembering(visit.station.with_packet(kept)).go("/packet")


async def print_out(request: Request) -> Response:
    """All of it as one file; where one leaflet cannot be printed, none is."""
    visit = await open_visit(request)
    visit.check_token()
    choices = _with_copies(visit)
    if not choices:
        raise RefusedError(400, "packet-empty")
    sheets = [await _made(visit, choice) for choice in choices]
    for choice, sheet in zip(choices, sheets, strict=True):
        await note(visit, "opened", choice, sheet)
    bound = await asyncio.to_thread(bind, [one.data for one in sheets], visit.words.plain("packet"), visit.words.tag)
    headers = {"content-disposition": f'inline; filename="{_NAME}"'}
    return visit.answer(Response(bound.data, media_type="application/pdf", headers=headers))


async def confirm(request: Request) -> Response:
    """Somebody says that all of it came out of the printer."""
    visit = await open_visit(request)
    visit.check_token()
    for choice in _with_copies(visit):
        await note(visit, "confirmed", choice, await _made(visit, choice))
    return visit.go("/packet?noted=yes")


async def _made(visit: Visit, choice: Choice) -> Print:
    made = await make(visit, choice)
    if not isinstance(made, Print):
        raise RefusedError(404, "packet-lacks", tuple(reasons(made)))
    if not may_be_printed(visit, made):
        raise RefusedError(403, "draft-locked")
    return made


def _choices(visit: Visit) -> list[Choice]:
    return [choice for one in visit.station.packet if (choice := choice_of(one, visit.ward))]


def _with_copies(visit: Visit) -> list[Choice]:
    """The leaflets, and after them those in the language of staff, where another one was asked for."""
    choices = _choices(visit)
    staff = visit.said.get("copy", "")
    if staff not in visit.ward.tongues:
        return choices
    copies = (_copy(choice, staff) for choice in choices if staff not in (choice.lang, choice.beside))
    return list(dict.fromkeys((*choices, *copies)))


def _copy(choice: Choice, staff: str) -> Choice:
    return replace(choice, lang=staff)


async def _page(visit: Visit) -> Response:
    items = _items(visit)
    made = [await make(visit, item.choice) for item in items]
    prints = [one for one in made if isinstance(one, Print)]
    lacking = {item.number for item, one in zip(items, made, strict=True) if not isinstance(one, Print)}
    drafts = visit.service.settings.allow_drafts
    return visit.page(
        "packet.html",
        items=items,
        refused=lacking,
        locked=not all(may_be_printed(visit, one) for one in prints),
        has_drafts=any(one.is_draft for one in prints),
        drafts=drafts,
        sensitive=any(item.card.sensitive for item in items),
        copy=visit.said.get("copy", ""),
        copies=[visit.ward.tongues[tag] for tag in visit.ward.words if tag in visit.ward.tongues],
        most=MOST_IN_PACKET,
        full="full" in visit.said,
        noted="noted" in visit.said,
    )


def _items(visit: Visit) -> Sequence[_Item]:
    cards, tongues = visit.ward.catalogue.cards, visit.ward.tongues
    return [
        _Item(number, choice, cards[choice.leaflet], tongues[choice.lang])
        for number, one in enumerate(visit.station.packet)
        if (choice := choice_of(one, visit.ward))
    ]
