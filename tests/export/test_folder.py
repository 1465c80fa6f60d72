"""The folder of a site: nothing stale in it, and nothing of anybody else's lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plainleaf.build import store
from plainleaf.export import folder as room
from plainleaf.export.folder import MANIFEST, SCHEMA, publish
from plainleaf.problems import PlainleafError, Position, Problem

FILES = {"index.html": b"list", "us/en/a/easy.html": b"easy", "us/en/a/full.html": b"full"}
PAGES = [{"leaflet": "a", "path": "us/en/a/easy.html"}]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def manifest(folder: Path) -> dict[str, object]:
    value: dict[str, object] = json.loads((folder / MANIFEST).read_text())
    return value


def refusal(folder: Path, files: dict[str, bytes] | None = None) -> Problem:
    before = contents(folder) if folder.is_dir() else {}
    with pytest.raises(PlainleafError) as caught:
        publish(folder, files or FILES, PAGES)
    assert (contents(folder) if folder.is_dir() else {}) == before
    (problem,) = caught.value.problems
    assert problem.code == "B010"
    return problem


def test_a_new_folder_holds_the_files_and_says_what_they_are(tmp_path: Path) -> None:
    done = publish(tmp_path / "new", FILES, PAGES)
    assert (done.written, done.unchanged, done.removed) == (tuple(sorted(FILES)), (), ())
    assert contents(tmp_path / "new").keys() == {*FILES, MANIFEST}
    assert manifest(tmp_path / "new")["pages"] == PAGES
    assert set(manifest(tmp_path / "new")["files"]) == set(FILES)  # type: ignore[call-overload]


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    done = publish(tmp_path, {**FILES, "us/en/a/full.html": b"fuller"}, PAGES)
    assert (done.written, done.removed) == (("us/en/a/full.html",), ())
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert {path.name for path in after if after[path] != before[path]} == {"full.html", MANIFEST}


def test_an_altered_file_of_ours_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    (tmp_path / "index.html").write_text("altered")
    assert publish(tmp_path, FILES, PAGES).written == ("index.html",)
    assert (tmp_path / "index.html").read_bytes() == b"list"


def test_what_is_stale_goes_and_empty_folders_with_it(tmp_path: Path) -> None:
    publish(tmp_path, {**FILES, "us/ar/b/easy.html": b"old"}, PAGES)
    (tmp_path / "us/en/notes.txt").write_text("mine")
    done = publish(tmp_path, {"index.html": b"list"}, [])
    assert done.removed == ("us/ar/b/easy.html", "us/en/a/easy.html", "us/en/a/full.html")
    assert contents(tmp_path).keys() == {"index.html", MANIFEST, "us/en/notes.txt"}
    assert not (tmp_path / "us/ar").exists()
    assert not (tmp_path / "us/en/a").exists()


def test_a_stale_file_that_is_gone_already_is_no_trouble(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    (tmp_path / "us/en/a/full.html").unlink()
    assert publish(tmp_path, {"index.html": b"list"}, []).removed == ("us/en/a/easy.html",)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"beach")
    assert refusal(tmp_path).position == Position(str(tmp_path))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlainleafError) as caught:
        publish(tmp_path / "file", FILES, PAGES)
    assert caught.value.problems[0].code == "B010"
    assert (tmp_path / "file").read_text() == "x"


def test_hidden_files_make_a_folder_nobodys(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert publish(tmp_path, FILES, PAGES).written
    assert (tmp_path / ".git").is_dir()


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"schema": "another", "files": {}}', f'{{"schema": "{SCHEMA}"}}',
        f'{{"schema": "{SCHEMA}", "files": {{"../outside": ""}}}}',
        f'{{"schema": "{SCHEMA}", "files": {{"/etc/passwd": ""}}}}',
        f'{{"schema": "{SCHEMA}", "files": {{"a/../../b": ""}}}}',
        f'{{"schema": "{SCHEMA}", "files": {{"a\\\\b": ""}}}}',
        f'{{"schema": "{SCHEMA}", "files": {{"": ""}}}}',
    ],
)  # fmt: skip
def test_a_manifest_that_is_not_ours_makes_no_folder_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "outside").write_text("mine")
    (tmp_path / "site" / MANIFEST).write_text(text)
    refusal(tmp_path / "site")
    assert (tmp_path / "outside").read_text() == "mine"


def test_a_foreign_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    (tmp_path / "us/es").mkdir()
    (tmp_path / "us/es/index.html").write_text("mine")
    problem = refusal(tmp_path, {**FILES, "us/es/index.html": b"ours"})
    assert problem.position == Position(str(tmp_path / "us/es/index.html"))


def test_a_foreign_file_where_a_folder_belongs_is_not_overwritten(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    (tmp_path / "uk").write_text("mine")
    refusal(tmp_path, {**FILES, "uk/index.html": b"ours"})


def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    publish(tmp_path / "site", FILES, PAGES)
    (tmp_path / "elsewhere/a").mkdir(parents=True)
    (tmp_path / "elsewhere/a/full.html").write_text("mine")
    for path in ("easy.html", "full.html"):
        (tmp_path / "site/us/en/a" / path).unlink()
    (tmp_path / "site/us/en/a").rmdir()
    (tmp_path / "site/us/en").rmdir()
    (tmp_path / "site/us/en").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PlainleafError) as caught:
        publish(tmp_path / "site", {"index.html": b"list"}, [])
    assert {problem.code for problem in caught.value.problems} == {"B010"}
    assert (tmp_path / "elsewhere/a/full.html").read_text() == "mine"


def test_an_interrupted_run_owns_up_to_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, {"index.html": b"list", "us/en/z/easy.html": b"old"}, [])

    def fill_up(path: Path, data: bytes) -> None:
        if path.name == "full.html":
            raise PlainleafError(Problem(Position(str(path)), "B001", "the disk is full"))
        store.write_whole(path, data)

    monkeypatch.setattr(room, "write_whole", fill_up)
    with pytest.raises(PlainleafError):
        publish(tmp_path, FILES, PAGES)
    assert contents(tmp_path).keys() == {"index.html", "us/en/a/easy.html", "us/en/z/easy.html", MANIFEST}
    monkeypatch.undo()
    assert publish(tmp_path, FILES, PAGES).removed == ("us/en/z/easy.html",)
    assert contents(tmp_path).keys() == {*FILES, MANIFEST}


def test_what_cannot_be_removed_is_told(tmp_path: Path) -> None:
    publish(tmp_path, FILES, PAGES)
    (tmp_path / "us/en/a/full.html").unlink()
    (tmp_path / "us/en/a/full.html").mkdir()  # a folder cannot be unlinked
    with pytest.raises(PlainleafError) as caught:
        publish(tmp_path, {"index.html": b"list"}, [])
    assert caught.value.problems[0].code == "B001"
