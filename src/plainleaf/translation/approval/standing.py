"""How far approval is: leaflet by leaflet, message by message, and the records that match nothing any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plainleaf.content.model import Leaflet
from plainleaf.problems import PlainleafError
from plainleaf.translation.approval.records import Acknowledgement, Approval, Wording, lacking
from plainleaf.translation.approval.signoff import Need, Register, signers
from plainleaf.translation.lookup import Lookup
from plainleaf.translation.messages import collect_messages

Status = Literal["incomplete", "draft", "approved"]


@dataclass(frozen=True, slots=True)
class LeafletStanding:
    """How far one leaflet is in one language for one place, all its levels together.

    Attributes:
        messages, approved: how many it uses, and how many of these are approved in its own language.
        signed_by: the clinicians whose sign-off covers what is printed now.
        needs: what keeps it a draft, in its language and in English; unknown while it is incomplete.
    """

    leaflet: str
    lang: str
    place: str
    status: Status
    messages: int = 0
    approved: int = 0
    signed_by: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The standing by name, as ``approvals --json`` prints it."""
        shape: dict[str, object] = {name: getattr(self, name) for name in self.__slots__ if name != "needs"}
        return {**shape, "signed_by": list(self.signed_by), "lacking": [need.as_json() for need in self.needs]}


@dataclass(frozen=True, slots=True)
class MessageStanding:
    """Who has approved one message as it is now, by role, and what it lacks (nothing: it is approved)."""

    msgctxt: str
    critical: bool
    people: Mapping[str, tuple[str, ...]]
    lack: str

    def as_json(self) -> dict[str, object]:
        """The standing by name, as ``approvals --json`` prints it."""
        people = {role: list(names) for role, names in self.people.items()}
        return {"msgctxt": self.msgctxt, "critical": self.critical, "approved_by": people, "lacks": self.lack}


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A record whose text or leaflet is not there any more as it was approved."""

    lang: str
    hash: str
    what: str
    by: tuple[str, ...]
    date: dt.date | None

    def as_json(self) -> dict[str, object]:
        """The record by name, as ``approvals --json`` prints it."""
        day = self.date.isoformat() if self.date else None
        return {"lang": self.lang, "hash": self.hash, "what": self.what, "by": list(self.by), "date": day}


def stand(register: Register, leaflet: Leaflet, tag: str) -> LeafletStanding:
    """How far a leaflet is in a language."""
    try:
        sheets = register.sheets(leaflet, tag)
    except PlainleafError:
        return LeafletStanding(leaflet.id, tag, register.place, "incomplete")
    needs = tuple(dict.fromkeys(need for sheet in sheets for need in register.needs(sheet)))
    wordings = {wording.message.msgctxt: wording for sheet in sheets for wording in sheet.wordings}
    approved = sum(register.need_of(wording) is None for wording in wordings.values())
    signoff = register.signoff(leaflet, tag)
    return LeafletStanding(
        leaflet=leaflet.id,
        lang=tag,
        place=register.place,
        status="draft" if needs else "approved",
        messages=len(wordings),
        approved=approved,
        signed_by=signers(signoff) if signoff else (),
        needs=needs,
    )


def stand_by_message(register: Register, leaflet: Leaflet, tag: str) -> tuple[MessageStanding, ...]:
    """Each message that the leaflet uses in its language; none while it is incomplete."""
    try:
        sheets = register.sheets(leaflet, tag)
    except PlainleafError:
        return ()
    wordings = {wording.message.msgctxt: wording for sheet in sheets for wording in sheet.wordings}
    return tuple(_stand(register, wording) for wording in wordings.values())


def _stand(register: Register, wording: Wording) -> MessageStanding:
    approvals = register.approvals[wording.locale]
    record = approvals.messages.get(wording.hash)
    people: dict[str, tuple[str, ...]] = {}
    for one in record.approvals if record else ():
        name = one.by if one.origin == "human" else f"{one.by} ({one.origin})"
        people[one.role] = (*people.get(one.role, ()), name)
    message = wording.message
    return MessageStanding(message.msgctxt, message.critical, people, str(lacking(wording, approvals)))


def find_lapsed(register: Register, tag: str) -> Iterator[Lapsed]:
    """The records of a language that nothing of today matches; they count again when what they were for comes back."""
    lookup = Lookup(register.languages[tag])
    for messages in collect_messages(register.library).values():
        for message in messages:
            lookup.texts(message)
    now = {wording.hash for wording in lookup.wordings}
    approvals = register.approvals[tag]
    for key, record in approvals.messages.items():
        if key not in now:
            yield _lapse(tag, key, record.message, (*record.approvals, *record.acknowledged))
    places = {signoff.place: replace(register, place=signoff.place, keys={}) for signoff in approvals.signoffs.values()}
    for key, signoff in approvals.signoffs.items():
        leaflet = register.library.leaflets.get(signoff.leaflet)
        if (
            leaflet is None
            or signoff.place not in leaflet.places
            or not _covers(places[signoff.place], leaflet, tag, key)
        ):
            yield _lapse(tag, key, f"{signoff.leaflet} for {signoff.place}", signoff.approvals)


def _covers(register: Register, leaflet: Leaflet, tag: str, key: str) -> bool:
    try:
        return register.signoff_key(leaflet, tag) == key
    except PlainleafError:
        return False


def _lapse(tag: str, key: str, what: str, given: tuple[Approval | Acknowledgement, ...]) -> Lapsed:
    by = tuple(dict.fromkeys(one.by for one in given))
    return Lapsed(tag, key, what, by, max((one.date for one in given), default=None))
