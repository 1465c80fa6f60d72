"""What a leaflet is found by."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.publications import find

from plainleaf.content.grammar import Level
from plainleaf.export.gathering import Gathering
from plainleaf.export.search import fold, pieces
from plainleaf.export.site import Site


def read(script: bytes) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """The head of an index, and its entries by leaflet."""
    text = script.decode().removeprefix("(self.leaflets = self.leaflets || []).push(").removesuffix(");\n")
    head, entries = json.loads(text)
    return head, {entry[1]: entry for entry in entries}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EMBARAZO", "embarazo"),
        ("Niño", "nino"),
        ("cafe\u0301", "café"),
        ("Straße", "STRASSE"),
        ("ΌΛΟΣ", "όλος"),
        ("İLAÇ", "ilaç"),
        ("ＨＩＶ", "hiv"),
        ("أدوية", "ادويه"),
        ("كَبْسُولَة", "كبسوله"),
        ("ک", "ك"),
        ("co\u00adoperate\u200b", "cooperate"),
    ],
)
def test_forms_that_readers_do_not_tell_apart_are_the_same(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


@pytest.mark.parametrize(("one", "other"), [("कि", "की"), ("กา", "กิ"), ("血", "皿"), ("и", "й")])
def test_signs_that_make_another_word_stay_apart_but_for_accents(one: str, other: str) -> None:
    assert (fold(one) == fold(other)) == (one == "и")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_pieces_are_what_stands_between_marks(one: str, other: str) -> None:
    assert pieces(f"{one} . {other}") == [*pieces(one), *pieces(other)]
    assert not any(char.isspace() for piece in pieces(one) for char in piece)


def test_pieces_keep_the_marks_of_their_letters() -> None:
    assert pieces("Call 911 (now): किडनी, 怀孕期间。绝不能吃") == [
        "call",
        "911",
        "now",
        "किडनी",
        "怀孕期间",
        "绝不能吃",
    ]


def test_every_word_of_a_page_leads_to_it_or_to_an_easier_one(gathering: Gathering, site: Site) -> None:
    looked_at = 0
    for publication in gathering.publications:
        sheet = publication.sheet
        _, entries = read(site.files[f"search/{sheet.locale}.js"])
        levels = [level for level, _ in entries[sheet.leaflet.id][5]]
        upto = levels[: levels.index(sheet.level.value) + 1]
        words = [words for level, words in entries[sheet.leaflet.id][5] if level in upto]
        for statement in publication.source.texts[0].statements:
            for piece in pieces(statement.text):
                assert any(piece in one for one in words), f"{piece} of {statement.id} in {sheet.locale}"
                looked_at += 1
    assert looked_at > 10_000


def test_names_are_generic_native_and_brand(gathering: Gathering, site: Site) -> None:
    sheet = find(gathering.publications, "thalidomide", "ar", Level.EASY).sheet
    head, entries = read(site.files["search/ar.js"])
    place, leaflet, title, latin, names, _ = entries["thalidomide"]
    assert (place, leaflet, title, latin) == ("us", "thalidomide", sheet.title, "Thalidomide")
    assert {fold(sheet.title), "thalidomide", "thalomid"} <= set(names.split())
    assert (head["own"], head["english"], head["dir"]) == ("العربية", "Arabic", "rtl")
    assert list(head["levels"]) == ["easy", "plain", "full"]


def test_a_level_lists_only_what_no_easier_one_says(site: Site) -> None:
    for tag in ("ar", "en", "es", "zh-Hans"):
        _, entries = read(site.files[f"search/{tag}.js"])
        for entry in entries.values():
            easy, plain, full = (words.split() for _, words in entry[5])
            assert len(easy) > 20
            assert not set(easy) & set(plain)
            assert not (set(easy) | set(plain)) & set(full)
