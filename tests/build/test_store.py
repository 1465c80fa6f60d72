import errno
import os
from pathlib import Path

import pytest

from plainleaf.build.manifest import Artifact, read_manifest, withdraw, write_manifest
from plainleaf.build.store import LocalFolder, hash_bytes, write_whole
from plainleaf.problems import PlainleafError


def artifact(path: str) -> Artifact:
    return Artifact("a", "en", "easy", "a4", None, "us", path, "0", "1", "draft", 2, "A", ("B",), {"statements": 3})


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "leaflet.pdf"
    write_whole(path, b"first")

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PlainleafError) as caught:
        write_whole(path, b"second")
    (problem,) = caught.value.problems
    assert problem.code == "B001"
    assert "the disk is full" in problem.message
    assert path.read_bytes() == b"first"
    assert [file.name for file in path.parent.iterdir()] == ["leaflet.pdf"]


def test_a_path_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(PlainleafError) as caught:
        write_whole(tmp_path / "file" / "leaflet.pdf", b"x")
    assert caught.value.problems[0].code == "B001"


def test_the_manifest_reads_back(tmp_path: Path) -> None:
    artifacts = [artifact("b.pdf"), artifact("a.pdf")]
    write_manifest(LocalFolder(tmp_path), artifacts)
    assert list(read_manifest(LocalFolder(tmp_path)).values()) == sorted(artifacts, key=lambda item: item.path)


@pytest.mark.parametrize("damage", ["{", "[]", '{"path": "x"}', "\x00"])
def test_a_damaged_line_of_the_manifest_is_forgotten(tmp_path: Path, damage: str) -> None:
    write_manifest(LocalFolder(tmp_path), [artifact("a.pdf")])
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text(f"{damage}\n{manifest.read_text()}")
    assert list(read_manifest(LocalFolder(tmp_path))) == ["a.pdf"]


def test_parts_of_a_hash_do_not_run_into_each_other() -> None:
    assert hash_bytes(b"ab", b"c") != hash_bytes(b"a", b"bc")


def test_withdrawing_moves_and_never_deletes(tmp_path: Path) -> None:
    write_whole(tmp_path / "us/a.pdf", b"x")
    assert withdraw(LocalFolder(tmp_path), "us/a.pdf")
    assert not withdraw(LocalFolder(tmp_path), "us/a.pdf")
    assert (tmp_path / "withdrawn/us/a.pdf").read_bytes() == b"x"


def test_what_is_withdrawn_again_stands_beside_what_was_before(tmp_path: Path) -> None:
    for data in (b"x", b"y", b"x", b"z"):
        write_whole(tmp_path / "us/a.pdf", data)
        withdraw(LocalFolder(tmp_path), "us/a.pdf")
    found = {path.name: path.read_bytes() for path in (tmp_path / "withdrawn/us").iterdir()}
    assert found == {"a.pdf": b"x", "a-2.pdf": b"y", "a-3.pdf": b"z"}
