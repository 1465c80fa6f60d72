from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plainleaf.press.characters import CharacterTable

FATHATAN, SHADDA, FATHA = "\u064b", "\u0651", "\u064e"
SIGN, BASE, OTHER = 1, 2, 3


def fill(*drawn: tuple[int, str]) -> CharacterTable:
    """A table after the engine has drawn glyphs, each with the characters that it finds for it."""
    table = CharacterTable({SIGN}.__contains__)
    for glyph, characters in drawn:
        if glyph not in table:
            table[glyph] = characters
    return table


def test_a_letter_and_its_sign_get_their_own_characters() -> None:
    assert fill((SIGN, "ئ" + FATHATAN), (BASE, "")) == {SIGN: FATHATAN, BASE: "ئ"}
    assert fill((SIGN, "ب" + SHADDA + FATHA), (BASE, "")) == {SIGN: SHADDA + FATHA, BASE: "ب"}


def test_a_letter_that_could_not_be_told_is_told_by_the_next() -> None:
    table = fill((SIGN, "ا" + FATHATAN), (OTHER, ""), (SIGN, "ئ" + FATHATAN), (BASE, ""))
    assert table == {SIGN: FATHATAN, OTHER: "ا", BASE: ""}
    assert BASE not in table
    assert table.keys() == {SIGN, OTHER, BASE}  # all of them are drawn, and stay in the font
    table[BASE] = "ئ"
    assert table[BASE] == "ئ"
    assert BASE in table


def test_letters_that_are_drawn_as_one_stay_together() -> None:
    assert fill((BASE, "لا")) == {BASE: "لا"}
    assert fill((BASE, "e\u0301")) == {BASE: "e\u0301"}
    assert fill((BASE, "ﬁ")) == {BASE: "ﬁ"}


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po"]), min_size=1, max_size=1))
def test_a_single_character_is_kept(character: str) -> None:
    assert fill((BASE, character), (OTHER, "")) == {BASE: character, OTHER: ""}
    assert fill((SIGN, character)) == {SIGN: character}


def test_the_first_note_counts() -> None:
    assert fill((BASE, "a"), (BASE, "b")) == {BASE: "a"}
