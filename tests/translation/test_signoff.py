from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import (
    CALLS,
    FILES,
    LABELS,
    LEAFLET,
    SECTIONS,
    UNITS,
    US,
    Files,
    edit,
    language,
    leaflet,
    library,
    packs,
    problems_of,
    translated,
)
from tests.translation.examples import OWN_ES, PACK_ES

from plainleaf.content.grammar import LEVELS, Level, QuantityValue
from plainleaf.content.model import Statement
from plainleaf.translation.approval.records import (
    Approval,
    Approvals,
    Entry,
    Signoff,
    Wording,
    merge,
    record_entries,
    roles_needed,
    source_wording,
)
from plainleaf.translation.approval.signoff import Look, Register, signoff_hash
from plainleaf.translation.approval.standing import find_lapsed, stand, stand_by_message
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize

LOOK: Look = (("leaflet.html", "<p>"), ("pictograms/water.svg", "<svg/>"), ("print.css", "p {}"))
DAY = dt.date(2026, 2, 1)


def key(files: Files = FILES, place: str = "us", tag: str = "en", look: Look = LOOK) -> str:
    return _register(files, {}, place, look).signoff_key(leaflet(_content(files)), tag)


def _content(files: Files) -> Files:
    return FILES if all(files.get(path) == text for path, text in FILES.items()) else files


def _register(files: Files, approvals: dict[str, Approvals], place: str = "us", look: Look = LOOK) -> Register:
    whole = {**packs(), **files}
    spoken = {"en": language("en", whole)} | ({"es": language("es", whole)} if OWN_ES in files else {})
    empty = {tag: Approvals() for tag in spoken}
    return Register(library(_content(files)), spoken, {**empty, **approvals}, look, place)


EDITS = {
    "a value": (LEAFLET, "wait: {amount: 4, unit: week}", "wait: {amount: 5, unit: week}"),
    "a unit": (LEAFLET, "wait: {amount: 4, unit: week}", "wait: {amount: 4, unit: day}"),
    "a range": (LEAFLET, "high: 1.25", "high: 1.5"),
    "a value of this place": (CALLS, "amount: 100.4", "amount: 100.5"),
    "a shared value": (CALLS, "amount: 38", "amount: 39"),
    "places of a statement": (LEAFLET, "- id: somnoril.wait\n", "- id: somnoril.wait\n        places: [uk]\n"),
    "places of a brand": (LEAFLET, "{name: Dozewell}", "{name: Dozewell, places: [uk]}"),
    "an action": (LEAFLET, "- id: somnoril.wait\n", "- id: somnoril.wait\n        action: emergency\n"),
    "a pictogram": (LEAFLET, "- id: somnoril.wait\n", "- id: somnoril.wait\n        pictogram: water\n"),
    "a pictogram of a section": (SECTIONS, "    look: key\n", "    look: key\n    pictogram: water\n"),
    "a style": (LEAFLET, "style: step", "style: item"),
    "summary": (LEAFLET, "- id: somnoril.wait\n", "- id: somnoril.wait\n        summary: true\n"),
    "a critical mark": (LEAFLET, "- id: somnoril.wait\n", "- id: somnoril.wait\n        critical: true\n"),
    "a frequency": (LEAFLET, "certainty: C2\n        frequency: {band: common}\n", "certainty: C2\n"),
    "a blank": (LEAFLET, "blank: {kind: number, unit: milligram}", "blank: {kind: number, unit: day}"),
    "the dose": (LEAFLET, "dose: {form: capsule, unit: milligram}", "dose: {form: capsule, unit: milligram, rows: 3}"),
    "the schedule": (LEAFLET, "times: [bedtime]", "times: [morning]"),
    "a certainty that blanks a number": (US, '{telephone: "911", certainty: C1', '{telephone: "911", certainty: C2'),
    "a telephone number": (US, '"911"', '"912"'),
    "a text": (LEAFLET, "Loud snoring.", "Loud snore."),
    "a text of one level": (LEAFLET, "for a time.", "for a long time."),
    "a citation": (LEAFLET, "pages 12 to 14", "pages 12 to 15"),
    "a label": (LABELS, "text: Common", "text: Frequent"),
    "a unit's word": (UNITS, "weeks", "wks"),
    "the day of review": (LEAFLET, "review_by: 2028-01-31", "review_by: 2029-01-31"),
}


@pytest.mark.parametrize("name", EDITS)
def test_any_edit_of_what_is_printed_revokes_and_taking_it_back_restores(name: str) -> None:
    path, old, new = EDITS[name]
    changed = edit(FILES, path, old, new)
    assert key(changed) != key()
    assert key(edit(changed, path, new, old)) == key()


def _swapped(text: str, first: str, second: str, end: str) -> str:
    start, middle, stop = text.index(first), text.index(second), text.index(end)
    return text[:start] + text[middle:stop] + text[start:middle] + text[stop:]


def test_the_order_of_statements_and_sections_counts() -> None:
    statements = _swapped(
        FILES[LEAFLET],
        "      - id: somnoril.ask-what",
        "      - id: somnoril.ask-when",
        "      - id: somnoril.ask-who",
    )
    sections = _swapped(FILES[SECTIONS], "  - section: side_effects", "  - section: questions", "  - section: about")
    assert len({key(), key({**FILES, LEAFLET: statements}), key({**FILES, SECTIONS: sections})}) == 3


@pytest.mark.parametrize("place", range(len(LOOK)))
def test_template_style_and_pictograms_count(place: int) -> None:
    name, text = LOOK[place]
    changed = (*LOOK[:place], (name, text + " "), *LOOK[place + 1 :])
    renamed = (*LOOK[:place], (name + "x", text), *LOOK[place + 1 :])
    assert len({key(), key(look=changed), key(look=renamed), key(look=LOOK[:place] + LOOK[place + 1 :])}) == 4


def test_each_language_and_place_has_a_key_of_its_own() -> None:
    files = translated("es")
    assert len({key(), key(place="uk"), key(files, tag="es"), key(files, tag="es", place="uk")}) == 4
    assert key(files) == key()  # a translation is no part of what stands in English


def test_how_the_language_writes_numbers_counts() -> None:
    files = translated("es")
    span = edit(files, PACK_ES, "schema: 1", 'schema: 1\nspan: "{low} o {high}"')
    assert key(span, tag="es") != key(files, tag="es")
    assert key(edit(files, OWN_ES, "No conduzca.", "Conduzca."), tag="es") != key(files, tag="es")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (LEAFLET, "covers: [ZZ01]", "covers: [ZZ01, ZZ02]"),
        (LEAFLET, "wait: {amount: 4, unit: week}", "wait: {amount: 4, unit: week, places: [us]}"),
        (CALLS, "note: Fever is a sign of infection.", "note: A sign."),
    ],
)
def test_what_is_not_printed_here_does_not_count(path: str, old: str, new: str) -> None:
    assert key({**FILES, path: FILES[path].replace(old, new)}) == key()


def test_what_the_clinic_fills_in_and_its_fonts_do_not_count() -> None:
    files = edit(FILES, LEAFLET, "Loud snoring.", "Loud snoring. Call {clinic.telephone}.")
    spoken = language("en")

    def signed(facts: ClinicFacts) -> str:
        book = library(files)
        sheets = [localize(leaflet(files), book, spoken, "us", level, facts) for level in LEVELS]
        return signoff_hash(sheets, LOOK)

    assert key(files) == signed(ClinicFacts())
    assert signed(ClinicFacts({"telephone": "555-0100"})) != signed(ClinicFacts())
    fonts = edit({**packs(), **FILES}, "translations/en/language.yaml", "fonts: [", "fonts: [Other, ")
    assert key(fonts) == key()


amounts = st.decimals(Decimal("0.01"), 9999, places=2)
units = st.sampled_from(["week", "day", "milligram"])
sentences = st.text(st.characters(exclude_categories=["C"], exclude_characters="{}"), min_size=1, max_size=12)


def _key_with(change: Callable[[Statement], Statement]) -> str:
    """The key when every statement is changed in memory, which is quicker than reading the library again."""
    one = leaflet()
    sections = tuple(replace(part, statements=tuple(map(change, part.statements))) for part in one.sections)
    return _register(FILES, {}).signoff_key(replace(one, sections=sections), "en")


@given(amounts, amounts, units, units)
def test_two_values_share_a_key_only_if_they_print_the_same(
    one: Decimal, other: Decimal, first: str, second: str
) -> None:
    def key_of(amount: Decimal, unit: str) -> str:
        value = QuantityValue.model_validate({"amount": amount, "unit": unit})
        return _key_with(
            lambda statement: (
                replace(statement, values=dict.fromkeys(statement.values, (value,)))
                if statement.id == "somnoril.wait"
                else statement
            )
        )

    assert (key_of(one, first) == key_of(other, second)) == ((one, first) == (other, second))


@given(sentences, sentences, st.sampled_from(LEVELS))
def test_two_texts_share_a_key_only_if_they_are_the_same(one: str, other: str, level: Level) -> None:
    def key_of(text: str) -> str:
        return _key_with(
            lambda statement: (
                replace(statement, texts={**statement.texts, level: replace(statement.texts[level], msgid=text)})
                if statement.id == "somnoril.wait"
                else statement
            )
        )

    assert (key_of(one) == key_of(other)) == (unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other))


def _approval(role: str, name: str) -> Approval:
    return Approval.model_validate({"role": role, "by": name, "qualification": "knows", "date": DAY})


def _approved(files: Files, tag: str, *, signed: bool = True) -> Approvals:
    """Everything that the leaflet uses in a language, approved by two people and a clinician."""
    register = _register(files, {})
    people = {"translator": "Ana", "reviser": "Luis", "clinician": "Eva"}
    entries = [
        Entry(wording, _approval(role, people[role]))
        for sheet in register.sheets(leaflet(_content(files)), tag)
        for wording in sheet.wordings
        for role in roles_needed(tag, critical=True)
    ]
    approvals = record_entries(Approvals(), entries)
    if not signed:
        return approvals
    mark = Signoff(leaflet="somnoril", place="us", approvals=(_approval("clinician", "Eva"),))
    return merge(approvals, Approvals(signoffs={register.signoff_key(leaflet(_content(files)), tag): mark}))


def test_a_sheet_is_approved_when_nothing_lacks() -> None:
    files = translated("es")
    register = _register(files, {"es": _approved(files, "es"), "en": _approved(files, "en")})
    for tag in ("en", "es"):
        for sheet in register.sheets(leaflet(), tag):
            assert register.needs(sheet) == ()
        standing = stand(register, leaflet(), tag)
        assert (standing.status, standing.signed_by, standing.approved) == ("approved", ("Eva",), standing.messages)
        assert list(find_lapsed(register, tag)) == []
        rows = stand_by_message(register, leaflet(), tag)
        assert len(rows) == standing.messages
        assert all(row.people["clinician"] == ("Eva",) and not row.lack for row in rows)


def test_no_translation_outranks_its_source() -> None:
    files = translated("es")
    spanish = _approved(files, "es")
    unsigned = _register(files, {"es": spanish, "en": _approved(files, "en", signed=False)})
    sheet = unsigned.sheets(leaflet(), "es")[0]
    (need,) = unsigned.needs(sheet)
    assert (need.locale, need.msgctxt, need.lack) == ("en", "", "a clinician's sign-off for us")
    needs = _register(files, {"es": spanish}).needs(sheet)
    assert {need.locale for need in needs} == {"en"}
    assert len(needs) == len(sheet.wordings) + 1
    assert all(need.lack == "a reviser and a clinician" for need in needs if need.msgctxt)


def test_only_messages_that_the_sheet_uses_count() -> None:
    files = translated("es")
    register = _register(files, {"es": _approved(files, "es"), "en": _approved(files, "en")})
    used = {wording.message.msgctxt for wording in register.sheets(leaflet(), "es")[0].wordings}
    assert {"somnoril.sleepy/easy", "label/draft", "unit/week", "place/us", "term/somnoril", "somnoril/say"} <= used
    assert not used & {"somnoril.sleepy/full", "somnoril.snoring/plain", "place/uk"}
    # `cite` and other texts that stay in English are under the sign-off alone.
    assert not any("cite" in msgctxt for msgctxt in used)


def test_a_changed_translation_costs_its_levels_and_the_signoff() -> None:
    files = translated("es")
    approvals = {"es": _approved(files, "es"), "en": _approved(files, "en")}
    register = _register(edit(files, OWN_ES, "Ronquidos fuertes.", "Ronquidos."), approvals)
    easy, plain, _ = register.sheets(leaflet(), "es")
    assert [need.msgctxt for need in register.needs(plain)] == ["somnoril.snoring/plain", ""]
    (need,) = register.needs(easy)
    assert str(need) == (
        "the leaflet (es) lacks a clinician's sign-off for us; what is printed is not what Eva signed off on 2026-02-01"
    )
    gone = list(find_lapsed(register, "es"))
    assert [(one.what, one.by, one.date) for one in gone] == [
        ("somnoril.snoring/plain", ("Ana", "Luis", "Eva"), DAY),
        ("somnoril for us", ("Eva",), DAY),
    ]
    assert stand(register, leaflet(), "es").status == "draft"


def test_an_incomplete_leaflet_has_no_key() -> None:
    files = translated("es")
    approvals = {"es": _approved(files, "es"), "en": _approved(files, "en")}
    register = _register(edit(files, OWN_ES, "Ronquidos fuertes.", ""), approvals)
    assert {one.code for one in problems_of(lambda: register.signoff_key(leaflet(), "es"))} == {"T002"}
    easy = localize(leaflet(), library(), register.languages["es"], "us", Level.EASY, ClinicFacts())
    assert [need.msgctxt for need in register.needs(easy)] == [""]
    assert stand(register, leaflet(), "es").status == "incomplete"
    assert stand_by_message(register, leaflet(), "es") == ()
    assert "somnoril for us" in [one.what for one in find_lapsed(register, "es")]


def test_a_signature_that_is_nobodys_does_not_count() -> None:
    files = translated("es")
    mark = Signoff(
        leaflet="somnoril",
        place="us",
        approvals=(
            _approval("clinician", "Machine").model_copy(update={"origin": "machine"}),
            _approval("reviser", "Luis"),
        ),
    )
    approvals = merge(_approved(files, "en", signed=False), Approvals(signoffs={key(): mark}))
    register = _register(files, {"en": approvals})
    assert [need.msgctxt for need in register.needs(register.sheets(leaflet(), "en")[0])] == [""]


def test_a_warning_that_nobody_has_seen_keeps_a_sheet_a_draft() -> None:
    wording = source_wording(library().furniture["term/capsule"])
    warned = Wording("en", wording.message, wording.texts, wording.position, ("T031",))
    register = _register(FILES, {"en": _approved(FILES, "en")})
    need = register.need_of(warned)
    assert need is not None
    assert str(need) == "`term/capsule` (en) lacks an acknowledgement of T031"


def test_the_records_of_another_place_are_held_against_that_place() -> None:
    uk = Signoff(leaflet="somnoril", place="uk", approvals=(_approval("clinician", "Eva"),))
    register = _register(FILES, {"en": Approvals(signoffs={key(place="uk"): uk})})
    assert list(find_lapsed(register, "en")) == []
    moved = edit(FILES, LEAFLET, "places: [us, uk]", "places: [us]")
    assert [one.what for one in find_lapsed(_register(moved, dict(register.approvals)), "en")] == ["somnoril for uk"]
