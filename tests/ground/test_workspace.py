from __future__ import annotations

from pathlib import Path

import pytest
from tests.ground.examples import SETTINGS, over, write
from tests.support.examples import Example
from tests.support.library import REPOSITORY, problems_of

from plainleaf.problems import Position
from plainleaf.workspace import FOLDERS, Settings, find_workspace, library_folder, read_files

CATALOG = "translations/es/LC_MESSAGES/a.po"


def test_the_workspace_is_the_nearest_folder_upwards_with_settings(tmp_path: Path) -> None:
    write(tmp_path, {"plainleaf.toml": '[clinic]\nname = "Outer"\n', "in/plainleaf.toml": '[clinic]\nname = "Inner"\n'})
    deep = tmp_path / "in" / "a" / "b"
    deep.mkdir(parents=True)
    found = find_workspace(deep)
    assert (found.root, found.settings.clinic.name) == (tmp_path / "in", "Inner")
    assert found.output == tmp_path / "in" / "output"
    assert find_workspace(tmp_path).settings.clinic.name == "Outer"


def test_without_settings_the_folder_itself_is_the_workspace(tmp_path: Path) -> None:
    found = find_workspace(tmp_path)
    assert (found.root, found.settings) == (tmp_path, Settings())
    assert found.settings.print.place == "us"


def test_the_library_of_a_repository_is_the_repository() -> None:
    assert library_folder() == REPOSITORY
    assert all((library_folder() / folder).is_dir() for folder in FOLDERS)


@pytest.mark.parametrize("example", SETTINGS, ids=str)
def test_settings_have_no_second_fault(example: Example, tmp_path: Path) -> None:
    assert [problem.position for problem in example.problems(tmp_path)] == [example.position]


def test_all_faults_of_settings_are_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"plainleaf.toml": '[clinic]\nnam = "x"\n[print]\nplaces = "us"\nformats = ["a3"]\n'})
    found = problems_of(lambda: find_workspace(tmp_path))
    assert sorted(problem.position.line for problem in found) == [2, 4, 5]


def test_a_workspace_lies_over_the_library(tmp_path: Path) -> None:
    library: dict[str, str | bytes] = {"leaflets/a.yaml": "a", "templates/plain/print.css": "old", CATALOG: "old"}
    own: dict[str, str | bytes] = {"leaflets/b.yaml": "b", "templates/plain/print.css": "new", CATALOG: "new"}
    assert read_files(over(tmp_path, library, own)).texts == {
        "leaflets/a.yaml": "a",
        "leaflets/b.yaml": "b",
        "templates/plain/print.css": "new",
        CATALOG: "new",
    }


def test_other_files_are_not_read(tmp_path: Path) -> None:
    ignored = {"leaflets/notes.md": b"\xff", "output/a.yaml": b"\xff", "leaflets/.a.swp": b"\xff", "a.yaml": b"\xff"}
    files: dict[str, str | bytes] = {"leaflets/a.yaml": "a", **ignored}
    assert read_files(over(tmp_path, files, {})).texts == {"leaflets/a.yaml": "a"}


def test_a_repository_is_its_own_library(tmp_path: Path) -> None:
    both = over(tmp_path, {"leaflets/a.yaml": "a"}, {})
    assert read_files(type(both)(both.library, both.library, Settings())).texts == {"leaflets/a.yaml": "a"}


def test_a_library_file_is_not_hidden(tmp_path: Path) -> None:
    found = problems_of(lambda: read_files(over(tmp_path, {"leaflets/a.yaml": "a"}, {"leaflets/a.yaml": "a"})))
    assert [(problem.code, problem.position) for problem in found] == [("W003", Position("leaflets/a.yaml"))]


def test_a_catalog_that_is_not_utf_8_costs_itself_only(tmp_path: Path) -> None:
    reading = read_files(over(tmp_path, {"leaflets/a.yaml": "a", CATALOG: "old"}, {CATALOG: b"ok\n\xe9\n"}))
    assert reading.texts == {"leaflets/a.yaml": "a"}
    assert {path: (one.code, one.position.line) for path, one in reading.unreadable.items()} == {CATALOG: ("W002", 2)}


def test_anything_else_that_is_not_utf_8_stops_the_work(tmp_path: Path) -> None:
    library: dict[str, str | bytes] = {"leaflets/a.yaml": b"\xff", "leaflets/b.yaml": "b", "templates/p/a.css": b"\xff"}
    found = problems_of(lambda: read_files(over(tmp_path, library, {})))
    assert [problem.position.file for problem in found] == ["leaflets/a.yaml", "templates/p/a.css"]


def test_an_empty_library_is_a_broken_installation(tmp_path: Path) -> None:
    assert [problem.code for problem in problems_of(lambda: read_files(over(tmp_path, {}, {})))] == ["W004"]
