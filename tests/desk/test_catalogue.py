"""What is typed or asked for, and the leaflets that it finds."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workspace import REPOSITORY

from plainleaf.content.library import read_library
from plainleaf.desk.catalogue import CODES, Catalogue, canonical, make_catalogue
from plainleaf.translation.packs import read_language
from plainleaf.workspace import cache_folder, find_workspace, read_files

TAGS = ("en", "es", "ru", "ja", "ar", "th", "zh-Hans")


@cache
def shipped() -> Catalogue:
    files = read_files(find_workspace(REPOSITORY))
    library = read_library(files.texts).library
    spoken = {tag: read_language(files.texts, tag, files.unreadable, cache_folder() / "safety") for tag in TAGS}
    return make_catalogue(library, spoken, "us")


@pytest.mark.parametrize(
    ("typed", "leaflet", "likeness"),
    [
        ("thalidomide", "thalidomide", "name"),
        ("Thalidomide ", "thalidomide", "name"),
        ("THALI", "thalidomide", "part"),
        ("talidomid", "thalidomide", "part"),
        ("Талидомид", "thalidomide", "name"),
        ("サリドマイド", "thalidomide", "name"),
        ("thalomid", "thalidomide", "name"),
        ("REVLIMID", "lenalidomide", "name"),
        ("kaposi", "immunotherapy-kaposi-sarcoma", "part"),
        ("10432", "thalidomide", "code"),
        ("l04ax06", "pomalidomide", "code"),
    ],
)
def test_what_is_typed_finds_the_leaflet_first(typed: str, leaflet: str, likeness: str) -> None:
    first, *_ = shipped().search(typed)
    assert (first.card.leaflet, first.likeness) == (leaflet, likeness)


@pytest.mark.parametrize("typed", ["tahlidomide", "thalydomide", "pomalidimide", "lenalidomyde"])
def test_what_is_spelt_wrongly_is_offered_and_not_taken(typed: str) -> None:
    found = shipped().search(typed)
    assert found
    assert {hit.likeness for hit in found} == {"alike"}


def test_names_that_are_alike_are_offered_beside_each_other() -> None:
    assert {hit.card.leaflet for hit in shipped().search("xalidomide")} >= {"thalidomide", "lenalidomide"}


@pytest.mark.parametrize("typed", ["", "  ", "?!", "qqqq", "L04AX99", "104320", "x" * 10_000])
def test_what_nobody_knows_finds_nothing(typed: str) -> None:
    assert shipped().search(typed) == []


@pytest.mark.parametrize(
    ("said", "leaflets"),
    [
        ("Thalidomide 50 MG Oral Capsule", ["thalidomide"]),
        ("Thalomid", ["thalidomide"]),
        ("lenalidomide and dexamethasone", ["lenalidomide"]),
        ("thalidomid", []),
        ("Cystitis", []),
        ("", []),
    ],
)
def test_a_record_is_answered_by_whole_names(said: str, leaflets: list[str]) -> None:
    assert [card.leaflet for card in shipped().named_in(said)] == leaflets


def test_codes_are_compared_in_one_form() -> None:
    assert [card.leaflet for card in shipped().with_code("rxnorm", " 10432")] == ["thalidomide"]
    assert shipped().with_code("rxnorm", "1043") == []
    assert shipped().with_code("icd9", "10432") == []


@pytest.mark.parametrize(
    ("code", "product"),
    [
        ("59572-205-14", "595720205"),
        ("59572-0205-14", "595720205"),
        ("59572020514", "595720205"),
        ("595720205", "595720205"),
        ("0002-1433-80", "000021433"),
        ("59572-205", "595720205"),
        ("1234", ""),
        ("a-b-c", ""),
    ],
)
def test_packages_of_a_product_are_one(code: str, product: str) -> None:
    assert canonical("ndc", code) == product


@given(st.text(max_size=100), st.sampled_from(sorted(CODES)))
def test_any_text_may_be_typed(typed: str, system: str) -> None:
    for hit in shipped().search(typed):
        assert hit.card.leaflet in shipped().cards
    shipped().named_in(typed)
    shipped().with_code(system, typed)
