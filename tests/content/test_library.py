from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import (
    CALLS,
    FACTS,
    FILES,
    LABELS,
    LEAFLET,
    SECTIONS,
    SOURCES,
    TERMS,
    UK,
    UNITS,
    US,
    edit,
    leaflet,
    library,
    line_of,
    problems_of,
    without,
)

from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import cut
from plainleaf.content.rules import check_leaflet
from plainleaf.problems import PlainleafError, Position


def test_the_invented_library_is_sound() -> None:
    assert check_leaflet(leaflet(), library()) == []


def test_a_shared_statement_stands_where_it_is_used() -> None:
    statement = leaflet().sections[0].statements[0]
    assert statement.id == "shared.calls.fever"
    assert statement.position.file == CALLS
    assert statement.texts[Level.EASY].domain == "shared"
    assert set(statement.values) == {"fever", "wait", "nap"}


def test_the_user_of_a_shared_statement_may_place_and_extend_it() -> None:
    files = edit(
        FILES, LEAFLET, "- use: shared.calls.fever", "- {use: shared.calls.fever, covers: [ZZ09], summary: true}"
    )
    statement = leaflet(files).sections[0].statements[0]
    assert statement.covers == ("ZZ09",)
    assert statement.summary
    assert not library(files).shared["shared.calls.fever"].summary


def test_same_is_one_message_with_the_simpler_level() -> None:
    sleepy = leaflet().sections[0].statements[1]
    assert sleepy.texts[Level.PLAIN] is sleepy.texts[Level.EASY]
    assert sleepy.texts[Level.EASY].msgctxt == "somnoril.sleepy/easy"
    assert sleepy.texts[Level.FULL].msgctxt == "somnoril.sleepy/full"


def test_a_message_points_at_its_own_line() -> None:
    text = leaflet().sections[0].statements[1].texts[Level.FULL]
    assert text.position == Position(LEAFLET, line_of(FILES, LEAFLET, "for a time"))


def test_sections_stand_in_the_order_of_the_model() -> None:
    start = FILES[LEAFLET].index("  - section: about")
    moved = FILES[LEAFLET][start:]
    text = FILES[LEAFLET][:start].replace("sections:\n", "sections:\n" + moved)
    files = {**FILES, LEAFLET: text}
    assert [section.rule.section for section in leaflet(files).sections] == [
        "key_messages",
        "how_to_take",
        "side_effects",
        "questions",
        "about",
    ]


def test_a_statement_takes_the_style_of_its_section_unless_it_says_its_own() -> None:
    sections = leaflet().sections
    assert [one.style for one in sections[0].statements] == ["headline"] * 3
    assert sections[1].statements[0].style == "step"
    files = edit(FILES, LEAFLET, "        covers: [ZZ01]\n", "        style: paragraph\n        covers: [ZZ01]\n")
    assert leaflet(files).sections[0].statements[1].style == "paragraph"


def test_a_sheet_says_what_holds_in_its_place_and_at_its_level() -> None:
    files = edit(FILES, LEAFLET, "      - id: somnoril.found\n", "      - id: somnoril.found\n        places: [uk]\n")
    found = {
        (place, level): [one.id for section in cut(leaflet(files), place, level) for one in section.statements]
        for place in ("us", "uk")
        for level in (Level.EASY, Level.FULL)
    }
    assert "somnoril.found" in found["uk", Level.FULL]
    assert "somnoril.found" not in found["us", Level.FULL]
    assert "somnoril.snoring" not in found["uk", Level.EASY]
    easy = [section.rule.section for section in cut(leaflet(files), "uk", Level.EASY)]
    assert easy == ["key_messages", "how_to_take", "questions"]


def test_a_broken_leaflet_costs_itself_only() -> None:
    other = FILES[LEAFLET].replace("leaflet: somnoril", "leaflet: other").replace("somnoril.", "other.")
    files = {**FILES, "leaflets/other.yaml": other, "leaflets/broken.yaml": "schema: [\n"}
    reading = read_library(files)
    assert sorted(reading.library.leaflets) == ["other", "somnoril"]
    assert [problem.position.file for problem in reading.problems] == ["leaflets/broken.yaml"]


@pytest.mark.parametrize("path", [SECTIONS, TERMS, LABELS, UNITS, SOURCES, CALLS, FACTS, US])
def test_a_fault_in_what_leaflets_share_costs_everything(path: str) -> None:
    broken = edit(FILES, path, "schema: 1", "schema: one")
    problems = problems_of(lambda: read_library(broken))
    assert [(problem.code, problem.position) for problem in problems] == [("L003", Position(path, 1))]


def test_all_faults_of_shared_files_are_named_at_once() -> None:
    files = without(edit(edit(FILES, US, "paper: letter", "paper: a5"), UNITS, "schema: 1", "schema: x"), TERMS)
    files = edit(files, SOURCES, "seen: whole", "seen: all")
    problems = problems_of(lambda: read_library(files))
    assert {problem.position.file for problem in problems} == {US, UNITS, SOURCES, TERMS}


def test_all_faults_of_joining_a_leaflet_are_named_at_once() -> None:
    files = edit(FILES, LEAFLET, "use: shared.calls.fever", "use: shared.calls.chill")
    files = edit(files, LEAFLET, "heading: at-night", "heading: at-noon")
    files = edit(files, LEAFLET, "places: [us, uk]", "places: [us, mars]")
    files = edit(files, LEAFLET, "section: about", "section: abouts")
    problems = read_library(files).problems
    assert sorted(problem.code for problem in problems) == ["L007", "L008", "L009", "L010"]
    assert "known: at-night" in next(problem.hint for problem in problems if problem.code == "L010")


def test_a_placeholder_means_what_the_statements_own_file_says() -> None:
    files = edit(
        FILES,
        LEAFLET,
        "wait: {amount: 4, unit: week}",
        "wait: {amount: 4, unit: week}\n  fever: {amount: 1, unit: day}",
    )
    statement = leaflet(files).sections[0].statements[0]
    assert statement.values["fever"] == library().shared["shared.calls.fever"].values["fever"]


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_file_never_ends_in_a_traceback(path: str, data: st.DataObject) -> None:
    rows = FILES[path].splitlines(keepends=True)
    start = data.draw(st.integers(0, len(rows) - 1))
    change = data.draw(st.sampled_from(["drop", "twice", "indent", "cut", "word"]))
    row = rows[start]
    head, colon, _ = row.partition(":")
    changed = {"drop": "", "twice": row * 2, "indent": " " + row, "cut": head, "word": f"{head}{colon} x\n"}[change]
    files = {**FILES, path: "".join([*rows[:start], changed, *rows[start + 1 :]])}
    with suppress(PlainleafError):
        reading = read_library(files)
        for one in reading.library.leaflets.values():
            check_leaflet(one, reading.library)


def test_the_places_of_a_library_say_whom_to_call() -> None:
    places = library().places
    assert places["uk"].facts["emergency"].telephone == "999"
    assert (places["uk"].paper, places["us"].paper) == ("a4", "letter")
    assert places["uk"].position == Position(UK, 1)
