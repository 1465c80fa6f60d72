"""The library that is measured with: the same each time, made of what ships, and passed by the program's own checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.workspace import REPOSITORY, unmeasured

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.content.library import read_library
from plainleaf.translation.localized import plain_text
from plainleaf.workspace import find_workspace, read_files

SCRIPT = REPOSITORY / "benchmarks/library.py"


def make(folder: Path, *options: str) -> Path:
    command = [sys.executable, str(SCRIPT), str(folder), "--medicines", "3", "--languages", "en,ar", *options]
    subprocess.run(command, check=True, env=unmeasured(), stdout=subprocess.DEVNULL)
    return folder


def texts_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made") / "shared")


@pytest.fixture(scope="module")
def unique(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made") / "unique", "--unique")


def test_the_same_seed_gives_the_same_files_and_another_seed_others(folder: Path, tmp_path: Path) -> None:
    assert texts_of(make(tmp_path / "again")) == texts_of(folder)
    assert texts_of(make(tmp_path / "other", "--seed", "2")).keys() != texts_of(folder).keys()


@pytest.mark.parametrize("kind", ["folder", "unique"])
def test_every_made_up_leaflet_passes_all_checks(kind: str, request: pytest.FixtureRequest) -> None:
    plan = make_plan(find_workspace(request.getfixturevalue(kind)), Request())
    assert [str(problem) for refusal in plan.refusals for problem in refusal.problems] == []
    assert len(plan.sheets) == 3 * 2 * 3
    assert {sheet.status for sheet in plan.sheets} == {"draft"}
    assert all("not for patients" in sheet.document.html for sheet in plan.sheets)


def test_made_up_leaflets_share_as_many_statements_as_those_that_ship(folder: Path) -> None:
    shares = []
    for root in (REPOSITORY, folder):
        library = read_library(read_files(find_workspace(root)).texts).library
        medicines = [leaflet for leaflet in library.leaflets.values() if leaflet.kind == "medicine"]
        used = [one.id for leaflet in medicines for section in leaflet.sections for one in section.statements]
        shares.append(sum(name in library.shared for name in used) / len(used))
    assert shares[1] == pytest.approx(shares[0], abs=0.08)


def test_unique_leaflets_share_no_sentence_but_fields_and_questions(unique: Path) -> None:
    plan = make_plan(find_workspace(unique), Request(languages=("ar",)))
    said: dict[str, set[str]] = {}
    for sheet in plan.sheets:
        texts = said.setdefault(sheet.target.leaflet, set())
        for section in sheet.leaflet.sections:
            if section.id not in ("contacts", "teach_back"):
                texts |= {plain_text(one.runs) for one in section.statements if not one.blank and not one.lang}
    first, second, third = said.values()
    assert min(map(len, said.values())) > 50
    assert [first & second, second & third, first & third] == [set()] * 3


def test_no_real_medicine_is_named_in_what_is_the_leaflets_own(unique: Path) -> None:
    own = [path.read_text("utf-8").lower() for path in (unique / "leaflets").glob("*.yaml")]
    assert len(own) == 3
    sentences = [
        line for text in own for line in text.splitlines() if line.strip().startswith(("easy:", "plain:", "full:"))
    ]
    assert len(sentences) > 100
    assert [line for line in sentences if "lidomide" in line or "revlimid" in line or "pomalyst" in line] == []


def test_the_script_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), "--help"], check=True, capture_output=True, text=True)
    assert "--unique" in done.stdout
