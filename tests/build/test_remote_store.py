"""Output behind a URL, in memory: whole files, verified; and builds into it."""

from __future__ import annotations

import errno
import hashlib
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from tests.support.workspace import copy_one_leaflet

from plainleaf.build.manifest import Artifact, note_down, read_manifest, withdraw, write_manifest
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Request
from plainleaf.build.planning import open_planner
from plainleaf.build.remote_store import RemoteFolder, open_output
from plainleaf.build.run import BuildResult, compare, print_here, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.build.unchanged import find_unchanged, note_unchanged
from plainleaf.content.grammar import Level
from plainleaf.problems import PlainleafError
from plainleaf.workspace import find_workspace


def folder() -> RemoteFolder:
    output = open_output(f"memory://{uuid.uuid4().hex}/leaflets/")
    assert isinstance(output, RemoteFolder)
    return output


def artifact(path: str) -> Artifact:
    return Artifact("a", "en", "easy", "a4", None, "us", path, "0", "1", "draft", 2, "A", ("B",), {"statements": 3})


def code_of(caught: pytest.ExceptionInfo[PlainleafError]) -> str:
    (problem,) = caught.value.problems
    return problem.code


def test_files_come_back_as_they_went() -> None:
    output = folder()
    assert (output.read("us/a.pdf"), output.sha256("us/a.pdf"), output.files()) == (None, None, [])
    output.write("us/a.pdf", b"first")
    output.write("us/a.pdf", b"second")
    output.write("index.html", b"")
    assert output.read("us/a.pdf") == b"second"
    assert output.sha256("us/a.pdf") == hashlib.sha256(b"second").hexdigest()
    assert output.files() == ["index.html", "us/a.pdf"]
    assert output.files("us") == output.files(suffix=".pdf") == ["us/a.pdf"]
    assert output.read("us") is None
    output.remove("us")
    output.remove("us")
    assert output.files() == ["index.html"]


def test_withdrawing_moves_and_never_deletes() -> None:
    output = folder()
    output.write("us/a.pdf", b"x")
    assert withdraw(output, "us/a.pdf")
    assert not withdraw(output, "us/a.pdf")
    assert output.files() == ["withdrawn/us/a.pdf"]


def test_manifest_and_notes_read_back() -> None:
    output = folder()
    for number in range(20):
        note_down(output, artifact(f"{number}.pdf"))
    again = open_output(output.name)
    assert sorted(read_manifest(again)) == sorted(f"{number}.pdf" for number in range(20))
    write_manifest(output, [artifact("a.pdf")])
    assert list(read_manifest(again)) == ["a.pdf"]
    assert output.files() == ["manifest.jsonl"]


def test_one_build_of_a_machine_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    output = folder()
    with output.alone():
        with pytest.raises(PlainleafError, match="another build"), open_output(output.name).alone():
            pass
        with folder().alone():
            pass
    with output.alone():
        pass


class Storage:
    """A storage service that answers as it is told to."""

    def __init__(self, kept: bytes, **answer: Any) -> None:
        self.kept, self.answer = kept, answer
        self.made: list[str] = []

    def pipe_file(self, path: str, data: bytes) -> None:
        assert data
        if self.answer.get("folders") and not self.made:
            raise FileNotFoundError(path)

    def makedirs(self, path: str, *, exist_ok: bool) -> None:
        assert exist_ok
        self.made.append(path)

    def invalidate_cache(self) -> None:
        pass

    def info(self, _path: str) -> dict[str, Any]:
        return {"size": len(self.kept), **self.answer}

    def cat_file(self, path: str) -> bytes:
        if "ETag" in self.answer and self.answer.get("believed"):
            raise AssertionError(path)
        return self.kept


def test_what_arrived_is_compared_with_what_was_sent() -> None:
    tag = f'"{hashlib.md5(b"leaflet", usedforsecurity=False).hexdigest()}"'
    RemoteFolder("s3://b", Storage(b"leaflet", ETag=tag, believed=True), "b").write("a.pdf", b"leaflet")
    RemoteFolder("s3://b", Storage(b"leaflet", ETag="of many parts-2"), "b").write("a.pdf", b"leaflet")
    RemoteFolder("s3://b", Storage(b"leaflet"), "b").write("a.pdf", b"leaflet")
    for kept in (b"leafl", b"leaflex", b""):
        with pytest.raises(PlainleafError, match="not what was written") as caught:
            RemoteFolder("s3://b", Storage(kept), "b").write("a.pdf", b"leaflet")
        assert code_of(caught) == "B001"


def test_folders_are_made_where_storage_has_them() -> None:
    storage = Storage(b"leaflet", folders=True)
    RemoteFolder("sftp://h/b", storage, "b").write("us/en/a.pdf", b"leaflet")
    assert storage.made == ["b/us/en"]


@pytest.mark.parametrize("fault", [PermissionError(errno.EACCES, "Access Denied"), RuntimeError("no credentials")])
def test_storage_that_refuses_is_a_problem(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def refuse(*_: object) -> None:
        raise fault

    storage = Storage(b"")
    monkeypatch.setattr(storage, "pipe_file", refuse)
    with pytest.raises(PlainleafError, match=r"s3://b/a.pdf: B001 .*(Denied|credentials)"):
        RemoteFolder("s3://b", storage, "b").write("a.pdf", b"x")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PlainleafError, match="quux") as caught:
        open_output("quux://x/y")
    assert code_of(caught) == "B015"
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(PlainleafError, match=r"plainleaf\[cluster\]") as caught:
        open_output("s3://b/leaflets")
    assert code_of(caught) == "B015"


def test_paths_and_file_urls_are_folders_of_this_machine(tmp_path: Path) -> None:
    assert open_output(str(tmp_path)) == LocalFolder(tmp_path)
    assert open_output(f"file://{tmp_path}/a%20b") == LocalFolder(tmp_path / "a b")


def test_a_build_into_storage_is_the_build_into_a_folder(tmp_path: Path) -> None:
    workspace = find_workspace(copy_one_leaflet(tmp_path / "clinic"))
    request = Request(languages=("en",), levels=(Level.EASY,), formats=("summary-letter",))
    planner = open_planner(workspace, request)
    opening = Opening(str(workspace.root), request, planner.digest)
    outputs = folder(), LocalFolder(tmp_path / "output")

    def build(output: RemoteFolder | LocalFolder) -> BuildResult:
        agenda = planner.agenda()
        return run_build(agenda, compare(agenda, output), output, print_here(opening, output, 1))

    for output in outputs:
        result = build(output)
        assert (len(result.built), result.succeeded) == (1, True)
        note_unchanged(planner, output, result)
        assert find_unchanged(workspace, request, output) is not None
    remote, local = ({path: output.read(path) for path in output.files()} for output in outputs)
    assert remote == local
    assert sum(path.endswith(".pdf") for path in remote) == 1
    (path,) = outputs[0].files(suffix=".pdf")
    assert build(outputs[0]).built == ()
    outputs[0].write(path, b"damaged")
    assert find_unchanged(workspace, request, outputs[0]) is None
