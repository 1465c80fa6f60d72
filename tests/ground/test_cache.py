from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from plainleaf.cache import identity_of, remember

TEXTS = TypeAdapter(list[str])


class Maker:
    """Makes a list of one text, and counts how often."""

    def __init__(self, text: str = "take 4 tablets") -> None:
        self.text = text
        self.made = 0

    def __call__(self) -> list[str]:
        self.made += 1
        return [self.text]


def _kept(folder: Path) -> Path:
    (file,) = folder.glob("*.json")
    return file


def test_what_was_made_once_is_not_made_again(tmp_path: Path) -> None:
    make = Maker()
    assert [remember(tmp_path, "a", TEXTS, make) for _ in range(3)] == [["take 4 tablets"]] * 3
    assert make.made == 1
    remember(tmp_path, "b", TEXTS, make)
    remember(None, "a", TEXTS, make)
    assert make.made == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"4", b"9"),
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b"]",
        lambda _: b"",
        lambda _: b'["take 9 tablets"]',
        lambda _: b"{",
    ],
)
def test_a_changed_letter_is_damage_too(tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    make = Maker()
    remember(tmp_path, "a", TEXTS, make)
    file = _kept(tmp_path)
    before = file.read_bytes()
    file.write_bytes(damage(before))
    assert file.read_bytes() != before
    assert remember(tmp_path, "a", TEXTS, make) == ["take 4 tablets"]
    assert make.made == 2
    assert file.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system does not say whose a file is")
def test_a_file_that_others_may_write_is_not_believed(tmp_path: Path) -> None:
    make = Maker()
    remember(tmp_path, "a", TEXTS, make)
    _kept(tmp_path).chmod(0o666)
    remember(tmp_path, "a", TEXTS, make)
    assert make.made == 2
    remember(tmp_path, "a", TEXTS, make)  # it was written anew, for its owner alone
    assert make.made == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system does not say whose a file is")
def test_a_file_of_somebody_else_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    remember(tmp_path, "a", TEXTS, make)
    somebody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    remember(tmp_path, "a", TEXTS, make)
    assert make.made == 2


def test_a_bounded_folder_loses_what_was_not_used_for_longest(tmp_path: Path) -> None:
    makers = {name: Maker(name) for name in "abcd"}
    for age, name in enumerate("abc"):
        remember(tmp_path, name, TEXTS, makers[name], most=3)
        for file in tmp_path.glob("*.json"):
            os.utime(file, ns=(0, file.stat().st_mtime_ns - (10 - age) * 10**12))
    remember(tmp_path, "a", TEXTS, makers["a"], most=3)  # used now; b is the oldest
    remember(tmp_path, "d", TEXTS, makers["d"], most=3)
    assert len(list(tmp_path.glob("*.json"))) == 3
    for name in "acdb":
        remember(tmp_path, name, TEXTS, makers[name], most=3)
    assert {name: maker.made for name, maker in makers.items()} == {"a": 1, "b": 2, "c": 1, "d": 1}


def test_another_program_is_another_identity(tmp_path: Path) -> None:
    names = []
    for version in ("one", "two"):
        package = tmp_path / version
        package.mkdir()
        (package / "reader.py").write_text(f"VERSION = {version!r}\n")
        names.append(identity_of(package, ("pydantic",)))
    assert names[0] != names[1]
    assert identity_of(tmp_path / "one", ("babel",)) != names[0]


def test_what_could_not_be_kept_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(Path, "replace", fail)
    assert remember(tmp_path, ["a"], TypeAdapter(int), lambda: 1) == 1
    assert list(tmp_path.iterdir()) == []
