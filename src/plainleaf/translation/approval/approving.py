"""Before a yes is recorded: finding what it is about, and refusing what it must not cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from plainleaf.content.model import Leaflet, Library, Message
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.approval.records import Approval, Approvals, Entry, Wording, clashes, roles_needed
from plainleaf.translation.lookup import Language, Lookup
from plainleaf.translation.messages import collect_messages

_KNOWN_SHOWN = 5


def find_messages(library: Library, names: Sequence[str], domains: Sequence[str]) -> tuple[Message, ...]:
    """The messages that are meant, each once.

    Args:
        names: addresses of messages, and leaflets (all messages of their own).
        domains: ``shared`` or leaflets.

    Raises:
        PlainleafError: T101 for each name that is neither a message nor a leaflet.
    """
    by_domain = collect_messages(library)
    by_address = {message.msgctxt: message for messages in by_domain.values() for message in messages}
    found: dict[str, Message] = {}
    problems: list[Problem] = []
    for name in (*names, *domains):
        if name in by_domain:
            found.update({message.msgctxt: message for message in by_domain[name]})
        elif name in by_address and name not in domains:
            found[name] = by_address[name]
        else:
            near = [address for address in by_address if name and name in address][:_KNOWN_SHOWN] or list(by_domain)
            fault = f"there is no message or leaflet `{name}`"
            problems.append(Problem(Position("translations"), "T101", fault, f"known: {', '.join(near)}"))
    if problems:
        raise PlainleafError(problems)
    return tuple(found.values())


def read_wordings(messages: Iterable[Message], language: Language) -> tuple[Wording, ...]:
    """The messages as a language says them.

    Raises:
        PlainleafError: for every message that is missing, stale or unsafe (T002, T003, T01x): no person can approve it.
    """
    lookup = Lookup(language)
    for message in messages:
        lookup.texts(message)
    if lookup.problems:
        raise PlainleafError(sorted(set(lookup.problems)))
    return tuple(lookup.wordings)


def vet_entries(entries: Iterable[Entry], approvals: Approvals, today: dt.date) -> list[Problem]:
    """Everything that forbids recording `entries` over what is recorded; nothing: they may be recorded."""
    return [
        problem for entry in entries for problem in (*_vet_approval(entry, approvals, today), *_vet_seen(entry, today))
    ]


def _vet_approval(entry: Entry, approvals: Approvals, today: dt.date) -> Iterator[Problem]:
    approval, wording = entry.approval, entry.wording
    if approval is None:
        return
    if approval.date > today:
        yield _future(wording, approval.date)
    if approval.role not in roles_needed(wording.locale, critical=True):
        fault = f"the English source has no {approval.role}"
        yield _problem(wording, "T104", fault, "it is approved by a reviser and a clinician, two different people")
    if approval.origin == "machine" and approval.role != "translator":
        yield _problem(wording, "T104", f"a machine cannot be a {approval.role}", "only a person can say yes")
    for role in clashes(wording, approval, approvals):
        fault = f"{approval.by} has approved this text as {role} and cannot be its {approval.role} too"
        yield _problem(wording, "T102", fault, "ask another person")


def _vet_seen(entry: Entry, today: dt.date) -> Iterator[Problem]:
    for seen in entry.acknowledged:
        if seen.date > today:
            yield _future(entry.wording, seen.date)
        if seen.code not in entry.wording.warnings:
            given = ", ".join(entry.wording.warnings) or "none"
            fault = f"the checks give no warning {seen.code}"
            yield _problem(entry.wording, "T103", fault, f"its warnings: {given}")


def _future(wording: Wording, day: dt.date) -> Problem:
    return _problem(wording, "T105", *_not_yet(day))


def _not_yet(day: dt.date) -> tuple[str, str]:
    return f"the date {day} has not come yet", "give the day on which it was approved"


def vet_signoff(leaflet: Leaflet, approval: Approval, today: dt.date) -> list[Problem]:
    """Everything that forbids recording a sign-off: it is a person's, a clinician's, and of a day that has come."""
    problems: list[Problem] = []
    if approval.role != "clinician" or approval.origin == "machine":
        fault = f"`{leaflet.id}`: a leaflet is signed off by a clinician who is a person"
        problems.append(Problem(leaflet.position, "T104", fault, "only a person can say yes"))
    if approval.date > today:
        fault, hint = _not_yet(approval.date)
        problems.append(Problem(leaflet.position, "T105", f"`{leaflet.id}`: {fault}", hint))
    return problems


def _problem(wording: Wording, code: str, fault: str, hint: str) -> Problem:
    msgctxt = wording.message.msgctxt
    return Problem(wording.position, code, f"`{msgctxt}`: {fault}", hint, msgctxt=msgctxt)
