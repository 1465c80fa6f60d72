"""What a visit is given: leaflets that are made for it, and the account of what was handed out."""

from __future__ import annotations

import asyncio
import datetime as dt

from plainleaf.content.personal import Personal
from plainleaf.desk.audit import Event, Kind
from plainleaf.desk.catalogue import Card
from plainleaf.desk.choice import Choice
from plainleaf.desk.holdings import Ward
from plainleaf.desk.printing import BusyError, FailedError, Print, Refused
from plainleaf.desk.visit import RefusedError, Visit
from plainleaf.problems import PlainleafError

_MOST_REASONS = 12


def find_card(visit: Visit) -> Card:
    """The leaflet that the address names.

    Raises:
        RefusedError: 404, when there is none.
    """
    card = visit.ward.catalogue.cards.get(visit.request.path_params["leaflet"])
    if card is None:
        raise RefusedError(404, "error-not-found")
    return card


async def make(visit: Visit, choice: Choice) -> Print | Refused:
    """A leaflet, or why there is none.

    Raises:
        RefusedError: 429 or 503, when too much is asked for.
    """
    ward = await ward_of(visit, choice.place)
    if faults := ward.refused.get(choice.leaflet):
        return Refused(faults)
    printer = visit.service.printer
    if printer.kept(ward.opening, choice.target) is None:
        visit.take()
    try:
        return await printer.make(ward.opening, choice.target)
    except BusyError:
        raise RefusedError(503, "error-busy") from None
    except FailedError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None


async def make_filled(visit: Visit, choice: Choice, personal: Personal) -> Print | Refused:
    """A leaflet with what is filled in for one patient; see `make` for errors."""
    ward = await ward_of(visit, choice.place)
    if faults := ward.refused.get(choice.leaflet):
        return Refused(faults)
    visit.take()
    try:
        return await visit.service.printer.fill(ward.opening, choice.target, personal)
    except BusyError:
        raise RefusedError(503, "error-busy") from None
    except FailedError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None


async def ward_of(visit: Visit, place: str) -> Ward:
    """The leaflets of a place for the ward of the visit: rules and telephone numbers are those of the place.

    Raises:
        RefusedError: 503, when they cannot be read.
    """
    if place == visit.ward.place:
        return visit.ward
    try:
        return await asyncio.to_thread(visit.service.holdings.ward, place, visit.ward.profile)
    except PlainleafError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None


def may_be_printed(visit: Visit, made: Print) -> bool:
    """Whether somebody has approved it, or the desk prints what nobody has."""
    return not made.is_draft or visit.service.settings.allow_drafts


async def note(visit: Visit, kind: Kind, choice: Choice, made: Print, *, filled: bool = False) -> None:
    """Write down what happened.

    Args:
        filled: for one patient. What was filled in is not said, and neither is the hash of a file that has it.

    Raises:
        RefusedError: 503, when it cannot be written: what nobody can account for is not handed out.
    """
    target = choice.target
    event = Event(
        time=dt.datetime.now(dt.UTC),
        event=kind,
        leaflet=target.leaflet,
        lang=target.lang,
        level=target.level,
        format=target.format,
        place=target.place,
        beside=target.beside,
        code=made.code,
        sha256="" if filled else made.sha256,
        status=str(made.about["status"]),
        station=visit.station.name,
        user=visit.user,
        profile=choice.profile,
        filled=filled,
    )
    try:
        await asyncio.to_thread(visit.service.audit.note, event)
    except PlainleafError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None


def reasons(made: Refused) -> list[str]:
    """Why there is no leaflet, as sentences for whoever runs the desk."""
    found = list(dict.fromkeys(map(str, made.problems)))
    left = len(found) - _MOST_REASONS
    return [*found[:_MOST_REASONS], *([f"and {left} more"] if left > 0 else [])]
