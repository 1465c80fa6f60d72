"""A disk that fills up in the middle of a build, for real where the system lets us make a small one."""

from pathlib import Path

import pytest
from tests.support.workspace import copy_library

from plainleaf.build import run as run_module
from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.build.run import compare, run_build
from plainleaf.build.store import read_manifest
from plainleaf.build.store import write_whole as really_write
from plainleaf.content.grammar import Level
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import find_workspace


def test_a_full_disk_keeps_what_was_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = find_workspace(copy_library(tmp_path / "clinic"))
    plan = make_plan(workspace, Request(leaflets=("thalidomide",), languages=("en", "es"), levels=(Level.EASY,)))
    written: list[Path] = []

    def write_until_full(path: Path, data: bytes) -> None:
        if path.suffix == ".pdf":
            if written:
                raise PlainleafError(Problem(Position(str(path)), "B001", "the disk is full"))
            written.append(path)
        really_write(path, data)

    monkeypatch.setattr(run_module, "write_whole", write_until_full)
    result = run_build(plan, compare(plan, workspace.output), workspace.output, jobs=1)
    assert [problem.code for problem in result.problems] == ["B001"]
    assert not result.succeeded
    assert [workspace.output / path for path in read_manifest(workspace.output)] == written

    monkeypatch.undo()
    rest = compare(plan, workspace.output)
    assert len(rest.stale) == 1
    assert run_build(plan, rest, workspace.output, jobs=1).succeeded
    assert len(read_manifest(workspace.output)) == 2
