from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workspace import REPOSITORY

from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet
from plainleaf.content.personal import TIMES
from plainleaf.desk.entries import LONGEST, Entries, no_entries, read_entries
from plainleaf.workspace import find_workspace, read_files

TODAY = dt.date(2026, 11, 24)
NOTES = {"wait": "Do not start this medicine until we call you.", "blood-test": "Have a blood test."}
BOXES = (
    *("daily", "first-day", "days-on", "days-off", "visit", "visit-time", "clinician", "telephone", "staff-note"),
    *(f"strength-{row}" for row in (1, 2, 3)),
    *(f"count-{row}-{time}" for row in (1, 2, 3) for time in TIMES),
    *("note-wait", "note-blood-test", "note-none"),
)


@cache
def leaflets() -> dict[str, Leaflet]:
    return dict(read_library(read_files(find_workspace(REPOSITORY)).texts).library.leaflets)


def read(leaflet: str = "lenalidomide", place: str = "us", **said: str) -> Entries:
    fields = {name.replace("_", "-"): text for name, text in said.items()}
    return read_entries(fields, leaflets()[leaflet], place, NOTES, "en", TODAY)


def test_an_empty_form_has_the_days_of_the_leaflet() -> None:
    assert no_entries(leaflets()["lenalidomide"], TODAY).written == {"days-on": "21", "days-off": "7"}
    assert no_entries(leaflets()["thalidomide"], TODAY).written == {}


def test_a_form_is_read() -> None:
    entries = read(
        daily="22,5", strength_1="10", count_1_bedtime="2", strength_2="2.5", count_2_bedtime="١",
        first_day="2026-11-26", days_on="21", days_off="7", visit="2026-12-10", visit_time="15:30",
        clinician="  Ana \t Ruiz ", telephone="+1 (555) 0100", note_blood_test="yes", staff_note="Ask\nfor Marta.",
    )  # fmt: skip
    assert entries.faults == {}
    said = entries.personal
    assert said.daily == said.sum == Decimal("22.5")
    assert [row.strength for row in said.strengths] == [Decimal(10), Decimal("2.5")]
    assert [*said.strengths[1].counts] == [0, 0, 0, 1]
    assert (said.first_day, said.visit, said.visit_time) == (
        dt.date(2026, 11, 26), dt.date(2026, 12, 10), dt.time(15, 30)
    )  # fmt: skip
    assert (said.clinician, said.telephone, said.notes) == ("Ana Ruiz", "+1 (555) 0100", ("blood-test",))
    assert (said.staff_note, said.staff_lang) == ("Ask for Marta.", "en")


@pytest.mark.parametrize(("said", "faults"), [
    ({"daily": "1,000"}, {"daily": "fill-number"}),  # a thousand to some, one to others
    ({"daily": "ten"}, {"daily": "fill-number"}),
    ({"daily": "-1"}, {"daily": "fill-number"}),
    ({"daily": "1e3"}, {"daily": "fill-number"}),
    ({"daily": "1.234"}, {"daily": "fill-number"}),
    ({"daily": "20", "strength_1": "10", "count_1_noon": "1"}, {"daily": "fill-sum"}),
    ({"strength_1": "10", "count_1_noon": "1"}, {"daily": "fill-total"}),
    ({"daily": "10"}, {"strength-1": "fill-grid"}),
    ({"daily": "0"}, {"daily": "fill-number", "strength-1": "fill-grid"}),
    ({"daily": "2", "strength_1": "1", "count_1_noon": "1", "count_1_evening": "1"}, {"count-1-morning": "fill-times"}),
    ({"daily": "5", "strength_1": "10", "count_1_noon": "0.5"}, {"count-1-morning": "fill-whole"}),
    ({"daily": "10", "strength_1": "10"}, {"daily": "fill-sum", "count-1-morning": "fill-number"}),
    ({"daily": "10", "count_1_noon": "1"}, {"daily": "fill-sum", "strength-1": "fill-number"}),
    ({"daily": "210", "strength_1": "10", "count_1_noon": "21"}, {"count-1-noon": "fill-number"}),
    ({"first_day": "2026-02-30"}, {"first-day": "fill-date"}),
    ({"first_day": "2020-01-01"}, {"first-day": "fill-past"}),
    ({"first_day": "2026-10-27"}, {"first-day": "fill-past"}),  # its round has ended
    ({"first_day": "2026-W48-2"}, {"first-day": "fill-date"}),
    ({"first_day": "2026-11-25", "note_wait": "yes"}, {"first-day": "fill-wait"}),
    ({"days_on": "21"}, {"days-on": "fill-cycle"}),
    ({"days_on": "20.5", "days_off": "7.5"}, {"days-on": "fill-number", "days-off": "fill-number"}),
    ({"visit": "2026-11-23"}, {"visit": "fill-past"}),
    ({"visit": "2099-11-23"}, {"visit": "fill-date"}),
    ({"visit_time": "15:30"}, {"visit": "fill-date"}),
    ({"visit": "2026-12-10", "visit_time": "25:30"}, {"visit-time": "fill-time"}),
    ({"visit": "2026-12-10", "visit_time": "15"}, {"visit-time": "fill-time"}),
    ({"visit": "2026-12-10", "visit_time": "15:30:59+05:00"}, {"visit-time": "fill-time"}),
    ({"telephone": "ask"}, {"telephone": "fill-telephone-number"}),
    ({"telephone": "5" * 31}, {"telephone": "fill-telephone-number"}),
    ({"clinician": "A" * 61}, {"clinician": "fill-signs"}),
    ({"clinician": "Ana\u202egnihtemos"}, {"clinician": "fill-signs"}),
    ({"staff_note": "bell\x07"}, {"staff-note": "fill-signs"}),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_box(said: dict[str, str], faults: dict[str, str]) -> None:
    assert read(**said).faults == faults


def test_telephones_are_written_as_people_write_them() -> None:
    for number in ("(555) 010-0177", "+1 555 0100", "0800 1111", "555.0100#12"):
        assert read(telephone=number).faults == {}


def test_nothing_is_known_to_be_nothing() -> None:
    assert read().is_empty
    assert read(days_on="21", days_off="7").is_empty
    assert not read(note_wait="yes").is_empty


def test_days_that_a_leaflet_says_in_words_stay() -> None:
    assert read("pomalidomide", days_on="14", days_off="14").faults == {"days-on": "fill-days"}
    assert read("pomalidomide", "uk", days_on="14", days_off="14").faults == {}


def test_a_leaflet_without_a_grid_or_a_calendar_has_no_such_boxes() -> None:
    said = {"strength_1": "10", "count_1_noon": "1", "days_on": "3"}
    entries = read("immunotherapy-kaposi-sarcoma", **said)
    assert (entries.personal.strengths, entries.personal.days_on, entries.faults) == ((), 0, {})
    assert read("immunotherapy-kaposi-sarcoma", daily="10").faults == {"daily": "error-request"}


@given(st.dictionaries(st.sampled_from(BOXES), st.text(max_size=400) | st.sampled_from(["1", "2.5", "2026-11-30"])))
def test_whatever_is_written_is_read_or_marked(said: dict[str, str]) -> None:
    entries = read_entries(said, leaflets()["lenalidomide"], "us", NOTES, "en", TODAY)
    personal = entries.personal
    assert entries.faults.keys() <= set(BOXES)
    if not entries.faults:
        assert personal.strengths == () or personal.sum == personal.daily
        assert max(len(personal.clinician), len(personal.telephone)) <= LONGEST["clinician"]
        assert all(char.isprintable() or char in "\u200c\u200d" for char in personal.clinician + personal.staff_note)
        assert set(personal.notes) <= NOTES.keys()
