import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.support.workspace import LANGUAGES, REPOSITORY, copy_library, edit, run_plainleaf

from plainleaf.workspace import LIBRARY_MARK


@pytest.mark.parametrize("command", [(), ("build",), ("check",), ("messages",), ("messages", "extract"), ("init",)])
def test_help_says_what_a_command_does(tmp_path: Path, command: tuple[str, ...]) -> None:
    run = run_plainleaf(tmp_path, *command, "--help")
    assert run.status == 0
    assert run.out.startswith("Usage: plainleaf")


@pytest.mark.parametrize(
    "arguments",
    [("bild",), ("build", "--levle", "easy"), ("build", "--level", "hard"), ("build", "--jobs", "0"), ("init",)],
)
def test_wrong_usage_is_status_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run = run_plainleaf(tmp_path, *arguments)
    assert run.status == 2
    assert run.out == ""
    assert "Error" in run.err


def test_an_unknown_leaflet_or_language_names_those_that_are_known(tmp_path: Path) -> None:
    leaflet = run_plainleaf(tmp_path, "build", "aspirin")
    assert leaflet.status == 1
    assert ": B002 " in leaflet.err
    assert "thalidomide" in leaflet.err
    language = run_plainleaf(tmp_path, "build", "--lang", "xx")
    assert language.status == 1
    assert ": T004 " in language.err
    assert "zh-Hans" in language.err


def test_gettext_spelling_and_lists_are_taken(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    run = run_plainleaf(library, "build", "thalidomide", "--lang", "zh_hans,EN", "--level", "easy", "--json")
    assert run.status == 0, run.err
    assert sorted(artifact["lang"] for artifact in json.loads(run.out)["built"]) == ["en", "zh-Hans"]


def test_settings_come_from_flags_then_environment_then_file(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    edit(library / "plainleaf.toml", 'place = "us"', 'place = "uk"')
    sheet = ("build", "thalidomide", "--lang", "en", "--level", "easy", "--json")

    def place(*flags: str, **environment: str) -> str:
        value = json.loads(run_plainleaf(library, *sheet, *flags, **environment).out)
        (artifact,) = value["built"]
        return str(artifact["place"])

    assert place() == "uk"
    assert place(PLAINLEAF_PLACE="eu") == "eu"
    assert place("--place", "us", PLAINLEAF_PLACE="eu") == "us"


def test_problems_that_end_a_command_are_json_too(tmp_path: Path) -> None:
    run = run_plainleaf(tmp_path, "build", "aspirin", "--json")
    assert run.status == 1
    (problem,) = json.loads(run.out)["problems"]
    assert problem.keys() >= {"code", "strength", "file", "line", "message", "hint"}


def test_init_makes_a_workspace_that_builds_and_says_the_clinic(tmp_path: Path) -> None:
    assert run_plainleaf(tmp_path, "init", "clinic").status == 0
    clinic = tmp_path / "clinic"
    edit(clinic / "plainleaf.toml", 'telephone = ""', 'telephone = "555-010-0142"')
    edit(clinic / "plainleaf.toml", 'name = ""', 'name = "Harbor Clinic"')
    run = run_plainleaf(clinic, "build", "thalidomide", "--lang", "en", "--level", "easy")
    assert run.status == 0, run.err
    assert "open output/index.html" in run.out
    (pdf,) = (clinic / "output").rglob("*.pdf")
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "Harbor Clinic" in text
    assert "555-010-0142" in text


def test_init_leaves_a_workspace_alone(tmp_path: Path) -> None:
    run_plainleaf(tmp_path, "init", "clinic")
    before = (tmp_path / "clinic/plainleaf.toml").read_text()
    run = run_plainleaf(tmp_path, "init", "clinic")
    assert run.status == 1
    assert ": W005 " in run.err
    assert (tmp_path / "clinic/plainleaf.toml").read_text() == before


def test_templates_and_catalogs_follow_the_content(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    assert run_plainleaf(library, "messages", "extract", "--check").status == 0
    edit(
        library / "leaflets/thalidomide.yaml",
        "easy: Your doctor chooses your dose.",
        "easy: Your doctor picks your dose.",
    )
    stale = run_plainleaf(library, "messages", "extract", "--check")
    assert stale.status == 1
    assert ": T006 " in stale.err
    assert "1 written" in run_plainleaf(library, "messages", "extract").out
    assert "3 catalogs written" in run_plainleaf(library, "messages", "update").out
    assert "0 catalogs written" in run_plainleaf(library, "messages", "update").out
    status = run_plainleaf(library, "messages", "status", "--json")
    assert status.status == 1
    rows = json.loads(status.out)["status"]
    assert {(row["lang"], row["fuzzy"]) for row in rows if row["domain"] == "thalidomide"} == {
        ("ar", 1),
        ("es", 1),
        ("zh-Hans", 1),
    }
    refused = run_plainleaf(library, "build", "thalidomide", "--lang", "es", "--level", "easy")
    assert refused.status == 1
    assert ": T003 " in refused.err


def test_the_library_passes_its_own_check() -> None:
    """In the languages that stand for the others; tests/press/test_pages.py prints one level of each."""
    run = run_plainleaf(REPOSITORY, "check", "--level", "easy", "--lang", ",".join(LANGUAGES), "--json")
    value = json.loads(run.out)
    assert [problem for problem in value["problems"] if problem["strength"] == "error"] == []
    assert run.status == 0
    assert value["pages"] > 60


def test_check_names_what_is_wrong(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    edit(
        library / "leaflets/thalidomide.yaml", "easy: Your doctor chooses your dose.", "easy: Take 200 mg twice daily."
    )
    run = run_plainleaf(library, "check", "--lang", "en", "--place", "us")
    assert run.status == 1
    assert ": L024 " in run.err
    assert ": L027 " in run.err


def test_the_wheel_carries_the_library_and_works_in_an_empty_folder(tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    assert (tmp_path / "installed/plainleaf/library" / LIBRARY_MARK).is_file()
    empty = tmp_path / "empty"
    empty.mkdir()
    run = run_plainleaf(
        empty, "build", "thalidomide", "--lang", "ar", "--level", "easy", PYTHONPATH=str(tmp_path / "installed")
    )
    assert run.status == 0, run.err
    assert (empty / "output/us/ar/thalidomide/easy-letter.pdf").is_file()
    assert (empty / "output/index.html").is_file()


def test_a_build_without_changes_loads_neither_engine_nor_segmenter(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    sheets = ("build", "thalidomide", "--lang", "zh-Hans", "--output", str(tmp_path / "output"))
    assert run_plainleaf(library, *sheets).status == 0
    program = f"""
import sys
from plainleaf.cli import main
try:
    main({list(sheets)!r})
finally:
    print({{"weasyprint", "wordfreq", "jieba", "fugashi", "pythainlp", "icu4py"}} & sys.modules.keys())
"""
    again = subprocess.run([sys.executable, "-c", program], cwd=library, capture_output=True, text=True, check=True)
    assert "0 leaflets printed, 3 up to date" in again.stdout
    assert again.stdout.endswith("set()\n")


def test_a_hard_sentence_is_named(tmp_path: Path) -> None:
    library = copy_library(tmp_path / "clinic")
    hard = (
        "Notwithstanding individual pharmacokinetic variability, your multidisciplinary oncology team determines the"
        " appropriate individualized posology, titrating incrementally according to haematological tolerability."
    )
    edit(library / "leaflets/thalidomide.yaml", "easy: Your doctor chooses your dose.", f"easy: {hard}")
    run = run_plainleaf(library, "check", "thalidomide", "--lang", "en", "--place", "us")
    assert run.status == 1
    assert ": R0" in run.err
    assert "Notwithstanding" in run.err
