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

DESK = REPOSITORY / "src" / "plainleaf" / "desk"
LIBRARY = read_files(find_workspace(REPOSITORY)).texts


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


def test_every_word_is_said_somewhere() -> None:
    """What is translated and never shown costs translators their time."""
    places = [*(DESK / "pages" / "templates").glob("*.html"), *DESK.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    said = set(re.findall(r"[a-z]+(?:-[a-z]+)*", text))
    begun = tuple(re.findall(r'w\("([a-z]+-)" ~', text))  # its end is a value: opened, confirmed
    own = {name.removeprefix("desk/") for name in read_library(LIBRARY).library.desk}
    assert len(own) > 100
    assert {name for name in own - said if not name.startswith(begun)} == set()
