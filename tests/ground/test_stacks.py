"""Things of a library that are made when they are asked for: which are there, which stay, and what is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainleaf import stacks
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.stacks import Chosen, Stacks, Texts, hash_text

FAULT = Problem(Position("torn"), "T001", "it is torn")


def shelves(most: int = 2) -> tuple[Stacks[str], list[str]]:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        if name == "torn":
            raise PlainleafError(FAULT)
        return name.upper()

    return Stacks(["a", "torn", "b", "c"], make, most), made


def test_each_is_made_when_it_is_asked_for_and_the_last_few_stay() -> None:
    things, made = shelves()
    assert (things["a"], things["b"], things["a"]) == ("A", "B", "A")
    assert made == ["a", "b"]
    assert things["c"] == "C"  # b goes, which was not asked for longest
    assert things["a"] == "A"
    assert things["b"] == "B"
    assert made == ["a", "b", "c", "b"]


def test_what_is_broken_is_not_there_and_says_why() -> None:
    things, made = shelves()
    assert "torn" not in things
    assert things.get("torn") is None
    assert things.broken == {"torn": (FAULT,)}
    assert things.broken.get("a") is None
    assert "unknown" not in things.broken
    assert list(things) == ["a", "b", "c"]
    assert (len(things), len(things.broken), made.count("torn")) == (3, 1, 1)
    with pytest.raises(KeyError):
        things["unknown"]


def kept(folder: Path, name: str, text: str, texts: Texts) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    texts.add(name, path, text)
    return path


def test_what_is_too_much_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacks, "MOST_CHARACTERS", 10)
    texts = Texts()
    small, large = kept(tmp_path, "small", "12345", texts), kept(tmp_path, "large", "1234567", texts)
    assert dict(texts) == {"small": "12345", "large": "1234567"}
    for path in (small, large):
        path.write_text("other", encoding="utf-8")
    assert texts["small"] == "12345"
    with pytest.raises(PlainleafError) as found:
        texts["large"]
    assert [problem.code for problem in found.value.problems] == ["B009"]
    large.write_bytes(b"\xff")
    with pytest.raises(PlainleafError):
        texts["large"]
    texts.drop("small")
    assert ("small" in texts, len(texts), list(texts)) == (False, 1, ["large"])
    kept(tmp_path, "next", "123456789", texts)
    (tmp_path / "next").unlink()
    assert texts["next"] == "123456789"  # what is gone makes room


def test_a_text_that_changes_makes_nothing_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its leaflet would be taken off the shelf, when all that happened is that somebody edits it."""
    monkeypatch.setattr(stacks, "MOST_CHARACTERS", 0)
    texts = Texts()
    path = kept(tmp_path, "one", "1", texts)
    things = Stacks(["one"], texts.__getitem__, 1)
    path.write_text("2", encoding="utf-8")
    with pytest.raises(PlainleafError) as found:
        list(things)
    assert [problem.code for problem in found.value.problems] == ["B009"]
    path.write_text("1", encoding="utf-8")
    assert dict(things) == {"one": "1"}
    assert things.broken == {}


def test_texts_are_chosen_by_what_they_say(tmp_path: Path) -> None:
    texts = Texts()
    kept(tmp_path, "one", "1", texts)
    plain = {"one": "1", "two": "2"}
    assert hash_text(texts, "one") == hash_text(plain, "one")
    assert Chosen(texts, ["one"]) == Chosen(plain, ["one"])
    assert hash(Chosen(texts, ["one"])) == hash(Chosen(plain, ["one"]))
    assert Chosen(plain, ["two"]) != Chosen(plain, ["one"])
    assert Chosen(plain, ["two", "one"]).paths == ("two", "one")
