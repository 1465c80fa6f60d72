from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.examples import SOUNDNESS, changed, linted
from tests.support.examples import Example
from tests.support.library import FILES, LEAFLET, edit, library

from plainleaf.content.rules import CHECKS, check_leaflet, placeholders
from plainleaf.problems import errors


@pytest.mark.parametrize("example", SOUNDNESS, ids=str)
def test_one_mistake_has_one_code(example: Example, tmp_path: Path) -> None:
    assert {problem.code for problem in example.problems(tmp_path)} == {example.code}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_says_its_codes(check: object) -> None:
    assert (check.__doc__ or "").startswith("L0")


@pytest.mark.parametrize(
    "text",
    [
        "Do not drive (or cycle) NOW, at ONCE.",
        "Wait {wait.number} weeks.",
        "Call {clinic.telephone} or {place.helpline}.",
    ],
)
def test_what_is_right_passes(text: str) -> None:
    assert list(linted(changed((LEAFLET, "Swallow it whole.", f'"{text}"')))) == []


def test_all_places_and_levels_are_looked_at() -> None:
    files = changed((LEAFLET, "covers: [ZZ02]", "places: [us]\n        covers: [ZZ02]"))
    found = [problem.message.split(":")[0] for problem in linted(files)]
    assert found == [f"`somnoril` does not carry ZZ02 at level {level} in place uk" for level in ("full", "plain")]


def test_a_citation_may_hold_numbers() -> None:
    files = changed((LEAFLET, "        citation: true\n", ""))
    assert {problem.code for problem in linted(files)} == {"L024"}
    assert list(linted(FILES)) == []


def test_many_words_are_warned_of_and_too_many_refused() -> None:
    warned = list(linted(changed((LEAFLET, "Swallow it whole.", "sleep " * 1_200))))
    assert warned
    assert errors(warned) == []
    refused = list(linted(changed((LEAFLET, "Swallow it whole.", "sleep " * 1_600))))
    assert errors(refused) == refused


def test_an_overview_has_sections_of_its_own() -> None:
    files = changed(
        (LEAFLET, "kind: medicine", "kind: overview\ntitle: somnoril"),
        (LEAFLET, "dose: {form: capsule, unit: milligram}\n", ""),
    )
    assert "an overview has no section `how_to_take`" in {problem.message for problem in linted(files)}


def test_bullets_under_headings_are_lists_of_their_own() -> None:
    items = "".join(
        f"""\
      - id: somnoril.step{number}
        style: item
        {"heading: at-night" if number > 4 else ""}
        sources: [sleep-book]
        certainty: C1
        text: {{easy: Sleep., plain: same, full: same}}
"""
        for number in range(10)
    )
    files = changed((LEAFLET, "  - section: side_effects\n", items + "  - section: side_effects\n"))
    assert list(linted(files)) == []
    files = edit(files, LEAFLET, items, items.replace("heading: at-night", ""))
    assert {problem.code for problem in linted(files)} == {"L032"}


def test_problems_are_sorted_by_place() -> None:
    files = changed(
        (LEAFLET, "Swallow it whole.", "Take 2 BID."), (LEAFLET, "It makes you sleepy. Do", "1 miracle. Do")
    )
    found = check_leaflet(library(files).leaflets["somnoril"], library(files))
    assert [problem.code for problem in found] == ["L024", "L028", "L024", "L027"]


@pytest.mark.parametrize("text", ["{", "}", "{}", "{a b}", "{A}", "{0}", "{a[0]}", "{a!r}", "{a:2}", "{a.b.c}"])
def test_what_is_not_a_placeholder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"[Ee]xpected|encountered|placeholder"):
        placeholders(text)


def test_placeholders_are_found_in_order() -> None:
    assert placeholders("{b} and {a.number}, {{not}} {b}") == ["b", "a.number", "b"]
