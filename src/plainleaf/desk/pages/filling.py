"""For this patient: a form whose answer is the printed leaflet itself. What is written into it goes no other way."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from plainleaf.content.model import Leaflet
from plainleaf.content.personal import NOTE_PREFIX, TIMES, WAIT
from plainleaf.content.schema import Cycle
from plainleaf.desk.choice import Choice, read_choice
from plainleaf.desk.entries import LONGEST, NOTE, Entries, no_entries, read_entries
from plainleaf.desk.pages.handing import find_card, make_filled, may_be_printed, note, reasons
from plainleaf.desk.printing import Refused
from plainleaf.desk.visit import RefusedError, Visit, hidden_fields, open_visit
from plainleaf.languages import format_number
from plainleaf.translation.filling import ClinicFacts, Filler
from plainleaf.translation.localized import plain_text
from plainleaf.translation.lookup import Lookup

_NO_ROOM = frozenset({"P012", "P041", "P042", "P045", "P063", "P064"})
"""Problems of a page on which more stands than it has room for."""
_NO_LETTER = frozenset({"P010", "P049", "P050", "P062"})
"""Problems of signs that no font of the sheet has, or that mean something to the press."""
_BY_HAND = ("clinician", "staff-note")
"""Boxes for text that is nobody's translation."""


@dataclass(frozen=True, slots=True)
class Form:
    """What can be filled in for a leaflet, in the words of the staff.

    Attributes:
        rows: of the dose grid; 0: there is none.
        form, unit: of the medicine, such as Capsule and mg.
        days: of the calendar; 0: there is none.
        notes: sentences to choose from, by name: in the staff's language and in the patient's.
    """

    rows: int
    form: str
    unit: str
    days: int
    notes: Mapping[str, tuple[str, str]]


async def show(request: Request) -> Response:
    """The empty form."""
    visit = await open_visit(request)
    choice = read_choice(visit.said, find_card(visit), visit.ward)
    if not choice.lang:
        return visit.go(f"/leaflet/{choice.leaflet}")
    leaflet, form = await asyncio.to_thread(_open_form, visit, choice)
    return _page(visit, choice, form, no_entries(leaflet, _today()))


async def print_out(request: Request) -> Response:
    """The leaflet with what was filled in, or the form again with what is wrong in it."""
    visit = await open_visit(request)
    visit.check_token()
    choice = read_choice(visit.said, find_card(visit), visit.ward)
    if not choice.lang:
        raise RefusedError(400, "error-request")
    leaflet, form = await asyncio.to_thread(_open_form, visit, choice)
    if form is None:
        return _page(visit, choice, form, no_entries(leaflet, _today()), 422)
    notes = {name: texts[0] for name, texts in form.notes.items()}
    entries = read_entries(visit.said, leaflet, choice.place, notes, visit.words.tag, _today())
    if entries.faults or entries.is_empty:
        why = "" if entries.faults else visit.words("fill-nothing")
        return _page(visit, choice, form, entries, 422, why)
    made = await make_filled(visit, choice, entries.personal)
    if isinstance(made, Refused):
        codes = {problem.code for problem in made.problems}
        if codes & _NO_LETTER and (signs := {box: "fill-signs" for box in _BY_HAND if entries.written.get(box)}):
            return _page(visit, choice, form, replace(entries, faults=signs), 422, "", tuple(reasons(made)))
        why = visit.words("fill-room" if codes <= _NO_ROOM else "unavailable-why")
        return _page(visit, choice, form, entries, 422, why, tuple(reasons(made)))
    if not may_be_printed(visit, made):
        raise RefusedError(403, "draft-locked")
    await note(visit, "opened", choice, made, filled=True)
    response = Response(
        made.data,
        media_type="application/pdf",
        headers={"content-disposition": f'inline; filename="{choice.leaflet}-{choice.lang}.pdf"'},
    )
    return visit.remembering(visit.station.opened(choice.target)).answer(response)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).astimezone().date()


def _open_form(visit: Visit, choice: Choice) -> tuple[Leaflet, Form | None]:
    """The leaflet, and what can be filled in for it; none: the words around it are not in the patient's language."""
    ward = visit.ward
    leaflet, place = ward.library.leaflets[choice.leaflet], ward.library.places[ward.place]
    staff = Filler(Lookup(ward.languages[visit.words.tag]), ward.library, place, ClinicFacts())
    spoken = [Lookup(ward.languages[tag]) for tag in filter(None, (choice.lang, choice.beside))]
    notes: dict[str, tuple[str, str]] = {}
    for name, message in ward.library.patient.items():
        texts = [lookup.text(message) for lookup in spoken]
        if name.startswith(NOTE_PREFIX):
            notes[name.removeprefix(NOTE_PREFIX)] = staff.lookup.text(message), texts[0]
    dose, plan = leaflet.dose, leaflet.schedule
    form = unit = ""
    if dose:
        form = plain_text(staff.runs(ward.library.furniture[f"term/{dose.form}"], {}))
        unit = plain_text(staff.unit_symbol(dose.unit))
    if any(lookup.problems for lookup in (staff.lookup, *spoken)) or not ward.library.patient:
        return leaflet, None
    days = plan.days if isinstance(plan, Cycle) else 0
    return leaflet, Form(dose.rows if dose else 0, form, unit, days, notes)


def _page(
    visit: Visit,
    choice: Choice,
    form: Form | None,
    entries: Entries,
    status: int = 200,
    why: Markup | str = "",
    problems: tuple[str, ...] = (),
) -> Response:
    return visit.page(
        "fill.html",
        status,
        card=visit.ward.catalogue.cards[choice.leaflet],
        choice=choice,
        tongue=visit.ward.tongues[choice.lang],
        carried=lambda: hidden_fields(choice.fields),
        form=form,
        times=TIMES,
        written=entries.written,
        faults={box: _say(visit, form, entries, word) for box, word in entries.faults.items()} if form else {},
        longest=LONGEST,
        note=NOTE,
        drafts=visit.service.settings.allow_drafts,
        today=_today(),
        why=why,
        problems=problems,
    )


def _say(visit: Visit, form: Form, entries: Entries, word: str) -> Markup:
    """What is wrong at a box, with the numbers that do not fit together."""
    personal, pack = entries.personal, visit.ward.languages[visit.words.tag].pack

    def amount(number: Decimal) -> str:
        return f"{format_number(number.normalize() + 0, pack, visit.ward.place, grouped=False)}\u00a0{form.unit}"

    values: dict[str, object] = {}
    if word == "fill-sum":
        values = {"sum": amount(personal.sum), "dose": amount(personal.daily or Decimal())}
    elif word == "fill-cycle":
        values = {"sum": personal.days_on + personal.days_off, "days": form.days}
    elif word == "fill-wait":
        values = {"note": form.notes[WAIT][0]}
    return visit.words(word, **values)
