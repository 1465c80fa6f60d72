"""A disk that fills up in the middle of a build, or cannot be written, for real where the system lets us make one."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.building import SHEETS, make_small_workspace
from tests.support.workspace import copy_library, unmeasured

from plainleaf.build import store
from plainleaf.build.manifest import read_manifest
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Request
from plainleaf.build.planning import open_planner
from plainleaf.build.run import BuildResult, compare, print_here, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.build.store import write_whole as really_write
from plainleaf.content.grammar import Level
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import Workspace, find_workspace

REQUEST = Request(leaflets=("thalidomide",), languages=("en", "es"), levels=(Level.EASY,))


def build(workspace: Workspace) -> tuple[int, BuildResult]:
    """How many sheets were to be looked at, and what came of them."""
    planner = open_planner(workspace, REQUEST)
    agenda, output = planner.agenda(), LocalFolder(workspace.output)
    comparison = compare(agenda, output)
    printer = print_here(Opening(str(workspace.root), REQUEST, planner.digest), output, jobs=1)
    return comparison.sheets, run_build(agenda, comparison, output, printer)


def test_a_full_disk_keeps_what_was_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = find_workspace(copy_library(tmp_path / "clinic"))
    written: list[Path] = []

    def write_until_full(path: Path, data: bytes) -> None:
        if path.suffix == ".pdf":
            if written:
                raise PlainleafError(Problem(Position(str(path)), "B001", "the disk is full"))
            written.append(path)
        really_write(path, data)

    monkeypatch.setattr(store, "write_whole", write_until_full)
    _, result = build(workspace)
    assert [problem.code for problem in result.problems] == ["B001"]
    assert not result.succeeded
    assert [workspace.output / path for path in read_manifest(LocalFolder(workspace.output))] == written

    monkeypatch.undo()
    left, result = build(workspace)
    assert left == 1
    assert result.succeeded
    assert len(read_manifest(LocalFolder(workspace.output))) == 2


UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")
"""A shell that may mount a disk of its own, which goes when the shell ends."""
NO_DISK = subprocess.run(
    [*UNSHARE, "mount -t tmpfs -o size=64k none /mnt"], capture_output=True, check=False
).returncode
real_disk = pytest.mark.skipif(NO_DISK != 0, reason="this system lets nobody mount a disk of his own")
BUILD = f"{sys.executable} -m plainleaf build --jobs 1"


def run_script(folder: Path, script: str) -> tuple[str, str]:
    """What a script says on both outputs."""
    done = subprocess.run(
        [*UNSHARE, script], cwd=folder, env=unmeasured(), capture_output=True, text=True, check=True, timeout=300
    )
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


@real_disk
def test_a_disk_that_is_really_full_keeps_what_was_finished(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path)
    out, err = run_script(
        root,
        f"""mkdir output; mount -t tmpfs -o size=100k none output
        {BUILD} && exit 9; echo "status $?"
        echo "$(find output -name '*.pdf' | wc -l) finished, $(find output -name '*.part' | wc -l) unfinished"
        mount -o remount,size=9m output
        {BUILD}; echo "$(wc -l < output/manifest.jsonl) listed, $(find output -name '*.part' | wc -l) unfinished" """,
    )
    assert "B001 the disk is full" in err
    said = out.splitlines()
    finished = int(said[0].split()[0])
    assert 0 < finished < SHEETS
    assert {"status 1", f"{finished} finished, 0 unfinished"} <= {*said}
    assert f"{SHEETS - finished} leaflets printed, {finished} up to date, 0 refused" in said
    assert said[-1] == f"{SHEETS} listed, 0 unfinished"


@real_disk
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_printed(tmp_path: Path) -> None:
    root = make_small_workspace(tmp_path)
    out, err = run_script(
        root, f"mkdir output; mount -t tmpfs -o ro none output; {BUILD} && exit 9; echo status $?; find output"
    )
    assert out.split() == ["status", "1", "output"]
    assert err.strip().endswith(
        "output: B001 cannot be written: Read-only file system Hint: look at the folder's rights"
    )
    assert err.count("B001") == 1
