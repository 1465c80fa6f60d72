"""Several leaflets for one patient, printed in one go, with a copy that staff can read."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from plainleaf.build.plan import Target
from plainleaf.desk.catalogue import Card
from plainleaf.desk.choice import Choice, choice_of, read_choice
from plainleaf.desk.holdings import Tongue
from plainleaf.desk.pages.handing import make, may_be_printed, note, reasons, ward_of
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
        choice: none: it is not there any more.
    """

    number: int
    target: Target
    choice: Choice | None
    card: Card | None
    tongue: Tongue | None


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
    choices = await _with_copies(visit)
    sheets = [await _made(visit, choice) for choice in choices]
    bound = await asyncio.to_thread(bind, [one.data for one in sheets], visit.words.plain("packet"), visit.words.tag)
    for choice, sheet in zip(choices, sheets, strict=True):
        await note(visit, "opened", choice, sheet)
    headers = {"content-disposition": f'inline; filename="{_NAME}"'}
    station = replace(visit.station, bound=_seal(visit, sheets))
    return visit.remembering(station).answer(Response(bound.data, media_type="application/pdf", headers=headers))


async def confirm(request: Request) -> Response:
    """Somebody says that all of it came out of the printer. The next patient's begins empty."""
    visit = await open_visit(request)
    visit.check_token()
    choices = await _with_copies(visit)
    sheets = [await _made(visit, choice) for choice in choices]
    if not hmac.compare_digest(visit.station.bound.encode(), _seal(visit, sheets).encode()):
        raise RefusedError(400, "error-request")  # it is another one than was opened
    for choice, sheet in zip(choices, sheets, strict=True):
        await note(visit, "confirmed", choice, sheet)
    return visit.remembering(replace(visit.station, packet=(), bound="")).go("/packet?noted=yes")


def _seal(visit: Visit, sheets: Sequence[Print]) -> str:
    """By which it is known that just these sheets were opened here."""
    said = " ".join(one.sha256 for one in sheets)
    return hmac.new(visit.service.secret, said.encode(), hashlib.sha256).hexdigest()[:32]


async def _made(visit: Visit, choice: Choice) -> Print:
    made = await make(visit, choice)
    if not isinstance(made, Print):
        raise RefusedError(404, "packet-lacks", tuple(reasons(made)))
    if not may_be_printed(visit, made):
        raise RefusedError(403, "draft-locked")
    return made


async def _with_copies(visit: Visit) -> list[Choice]:
    """The leaflets, and after them those in the language of staff, where another one was asked for.

    Raises:
        RefusedError: 400, when there is nothing, or something that is not there any more; or a booklet beside other
            sheets, which no printer turns over at the same edge.
    """
    items = await _items(visit)
    choices = [item.choice for item in items if item.choice]
    if not choices:
        raise RefusedError(400, "packet-empty")
    if len(choices) < len(items) or _is_mixed(choices):
        raise RefusedError(400, "packet-lacks")
    staff = visit.said.get("copy", "")
    if staff not in visit.ward.tongues:
        return choices
    copies = (replace(choice, lang=staff) for choice in choices if staff not in (choice.lang, choice.beside))
    return list(dict.fromkeys((*choices, *copies)))


def _is_mixed(choices: Sequence[Choice]) -> bool:
    return len({choice.kind == "booklet" for choice in choices}) > 1


async def _page(visit: Visit) -> Response:
    items = await _items(visit)
    choices = [item.choice for item in items if item.choice]
    made = {item.number: await make(visit, item.choice) for item in items if item.choice}
    prints = [one for one in made.values() if isinstance(one, Print)]
    return visit.page(
        "packet.html",
        items=items,
        refused={item.number for item in items if not isinstance(made.get(item.number), Print)},
        mixed=_is_mixed(choices),
        locked=not all(may_be_printed(visit, one) for one in prints),
        has_drafts=any(one.is_draft for one in prints),
        drafts=visit.service.settings.allow_drafts,
        sensitive=any(item.card.sensitive for item in items if item.card),
        copy=visit.said.get("copy", ""),
        copies=[visit.ward.tongues[tag] for tag in visit.ward.words if tag in visit.ward.tongues],
        most=MOST_IN_PACKET,
        full="full" in visit.said,
        noted="noted" in visit.said,
    )


async def _items(visit: Visit) -> list[_Item]:
    found = []
    for number, target in enumerate(visit.station.packet):
        ward = await ward_of(visit, target.place) if target.place in visit.ward.places else visit.ward
        choice = choice_of(target, ward)
        card, tongue = ward.catalogue.cards.get(target.leaflet), ward.tongues.get(target.lang)
        found.append(_Item(number, target, choice, card, tongue))
    return found
