"""The words of the desk: whole in a language, or not offered in it."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup
from tests.support.workspace import REPOSITORY

from plainleaf.content.library import read_library
from plainleaf.desk.words import Words, read_words
from plainleaf.translation.packs import read_language
from plainleaf.translation.pseudo import pseudo_language
from plainleaf.workspace import find_workspace, read_files


@pytest.fixture(scope="module")
def words() -> dict[str, Words]:
    files = read_files(find_workspace(REPOSITORY))
    library = read_library(files.texts).library
    spoken = {tag: read_language(files.texts, tag, files.unreadable) for tag in ("sw", "en")}
    return read_words(library, {**spoken, "ar-XB": pseudo_language("ar-XB", library)})


def test_a_language_without_them_is_not_offered(words: dict[str, Words]) -> None:
    assert list(words) == ["en", "ar-XB"]
    assert words["ar-XB"].direction == "rtl"
    assert words["ar-XB"].texts.keys() == words["en"].texts.keys()


def test_what_is_filled_in_keeps_its_own_direction_and_is_no_markup(words: dict[str, Words]) -> None:
    assert words["en"]("found-none", typed="<b>") == "Nothing was found for “<bdi>&lt;b&gt;</bdi>”."
    assert words["en"]("review-by", date=Markup("<time>1</time>")) == "To be reviewed by <time>1</time>"


def test_what_is_not_filled_in_is_a_fault(words: dict[str, Words]) -> None:
    with pytest.raises(KeyError):
        words["en"]("found-none")
    with pytest.raises(KeyError):
        words["en"]("no-such-words")


def test_all_placeholders_are_plain_names(words: dict[str, Words]) -> None:
    braces = {brace for text in words["en"].texts.values() for brace in re.findall(r"\{[^}]*\}?", text)}
    assert braces
    assert all(re.fullmatch(r"\{[a-z]+\}", brace) for brace in braces)
