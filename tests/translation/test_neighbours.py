from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.library import REPOSITORY
from tests.translation.documented import files, linter

from plainleaf.languages import folder_of
from plainleaf.problems import Position
from plainleaf.translation.bilingual import read_english, read_pairs, read_target
from plainleaf.translation.safety.comparison import Comparer, Pair
from plainleaf.translation.safety.neighbours import check_neighbours

# Arbitrary text, and what looks like a text about amounts.
TEXTS = st.text(min_size=1) | st.lists(
    st.sampled_from(
        [
            *("Do not take", "1.5", "mg", "Jan. 15, 2020", "15 January", "-", "to", "8 p.m.", "1/2", "COVID-19", "a"),
            *("www.example.org", "1-800-222-1222", "{x}", "%s", "two", "million", "٣", "月", "5 月", "не", "100,000"),
        ]
    ),
    min_size=1,
).map(" ".join)
SWAPPED = {"T041", "T043", "T044"}


def catalog(tag: str, domain: str) -> list[Pair]:
    path = REPOSITORY / "translations" / folder_of(tag) / "LC_MESSAGES" / f"{domain}.po"
    pairs, faults = read_pairs(path.read_text(encoding="utf-8"), path.name)
    assert not faults
    return [pair for pair in pairs if len(pair.msgid.split()) >= 6]


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_messages_that_changed_places_are_found(tag: str) -> None:
    pairs = catalog(tag, "thalidomide") + catalog(tag, "pomalidomide")
    chosen = random.Random(4).sample(range(len(pairs)), 10)  # noqa: S311 - a choice that stays the same
    spoilt = list(pairs)
    for one, other in zip(chosen[::2], chosen[1::2], strict=True):
        spoilt[one] = replace(pairs[one], text=pairs[other].text)
        spoilt[other] = replace(pairs[other], text=pairs[one].text)
    found = {problem.msgctxt for problem in linter(tag).check_pairs(spoilt) if problem.code in SWAPPED}
    assert len(found & {pairs[index].msgctxt for index in chosen}) >= 8


@pytest.mark.parametrize("tag", ["es", "ar", "zh-Hans"])
def test_a_whole_catalog_is_rarely_doubted(tag: str) -> None:
    pairs = catalog(tag, "thalidomide") + catalog(tag, "pomalidomide")
    found = {problem.msgctxt for problem in linter(tag).check_pairs(pairs) if problem.code in SWAPPED}
    assert len(found) <= 0.1 * len(pairs)


def test_the_better_home_is_named() -> None:
    pairs = catalog("es", "thalidomide")
    one, other = 3, 20
    pairs[one], pairs[other] = (
        replace(pairs[one], text=pairs[other].text),
        replace(pairs[other], text=pairs[one].text),
    )
    found = {problem.msgctxt: problem for problem in linter("es").check_pairs(pairs) if problem.code == "T043"}
    assert pairs[other].msgctxt in found[pairs[one].msgctxt].message


def test_a_small_file_shows_nothing() -> None:
    pairs = catalog("es", "thalidomide")[:5]
    pairs[0] = replace(pairs[0], text=pairs[4].text)
    assert {problem.code for problem in linter("es").check_pairs(pairs)} & {"T043", "T044"} == set()


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), max_size=30))
def test_no_file_crashes_the_checks(rows: list[tuple[str, str]]) -> None:
    pairs = [Pair("", source, text, Position("f.po", line)) for line, (source, text) in enumerate(rows, 1)]
    comparer = Comparer(read_english(files()), read_target(files(), "es"))
    assert all(problem.code in SWAPPED | {"T042"} for problem in check_neighbours([comparer.compare(p) for p in pairs]))
    for tag in ("es", "zh-Hans", "ar", "hi"):
        assert all(problem.position.file == "f.po" for problem in linter(tag).check_pairs(pairs))
