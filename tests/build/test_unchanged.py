"""A build with nothing to do: found without reading content, and never believed when anything is different."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.clinic import Workplace, make_clinic

from plainleaf.build.unchanged import NOTES

CATALOG = "translations/es/LC_MESSAGES/somnoril.po"
PDF = "output/us/es/somnoril/easy-letter.pdf"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    made = make_clinic(tmp_path_factory.mktemp("clinic"))
    made.run("build")
    return made


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each time when content is read, and reads nothing."""
    seen: list[str] = []

    def look(*_: object) -> None:
        seen.append("read")
        raise SystemExit(3)

    monkeypatch.setattr("plainleaf.cli.build.open_planner", look)
    return seen


def test_a_second_build_reads_no_content(clinic: Workplace, looks: list[str]) -> None:
    result = clinic.run("build")
    assert (result.exit_code, looks) == (0, [])
    assert "0 leaflets printed, 2 up to date, 0 refused" in result.output
    assert "English 1, Spanish 1" in result.output
    assert clinic.json("build")["unchanged"] == 2


def remove(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def add_a_line(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def break_notes(path: Path) -> None:
    path.write_text("[1", encoding="utf-8")


def write_settings(path: Path) -> None:
    path.write_text('[print]\nlevels = ["easy"]\n', encoding="utf-8")


def add_a_language(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("schema: 1\n", encoding="utf-8")


def leave_a_note(path: Path) -> None:
    """As a build does that was killed after a sheet of another state."""
    path.write_bytes((path.parent / "manifest.jsonl").read_bytes())


def forget_all(path: Path) -> None:
    notes = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({key: {} for key in notes}), encoding="utf-8")


DIFFERENT: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a file is damaged": (PDF, cut_short),
    "a file is gone": (PDF, remove),
    "a list is gone": ("output/index.html", remove),
    "the manifest is edited": ("output/manifest.jsonl", add_a_line),
    "another build was killed": ("output/.manifest.jsonl", leave_a_note),
    "a translation is edited": (CATALOG, add_a_line),
    "the theme is edited": ("templates/plain/print.css", add_a_line),
    "the settings are edited": ("plainleaf.toml", write_settings),
    "a language is new": ("translations/ta/language.yaml", add_a_language),
    "the notes are damaged": (f"output/{NOTES}", break_notes),
    "the notes say nothing": (f"output/{NOTES}", forget_all),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_anything_that_is_different_is_looked_at(clinic: Workplace, looks: list[str], what: str) -> None:
    name, change = DIFFERENT[what]
    path = clinic.root / name
    before = path.read_bytes() if path.exists() else None
    change(path)
    try:
        clinic.run("build")
        assert looks == ["read"]
    finally:
        if before is None:
            path.unlink()
            with suppress(OSError):  # it holds other files
                path.parent.rmdir()
        else:
            path.write_bytes(before)
    clinic.run("build")
    assert looks == ["read"]


@pytest.mark.parametrize("asked", [("--force",), ("--place", "uk"), ("--release",), ("somnoril",)])
def test_another_question_has_another_answer(clinic: Workplace, looks: list[str], asked: tuple[str, ...]) -> None:
    clinic.run("build", *asked)
    assert looks == ["read"]
