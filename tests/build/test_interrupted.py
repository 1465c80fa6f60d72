"""Builds that are stopped, killed, or run twice at once: whole files only, and none of them printed a second time."""

import json
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.building import SHEETS, Build, family, make_small_workspace, printers, unfinished, wait_until
from tests.support.workspace import run_plainleaf


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_small_workspace(tmp_path)


def printed(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*.pdf")}


def listed(output: Path) -> set[str]:
    return {json.loads(line)["path"] for line in (output / "manifest.jsonl").read_text().splitlines()}


def build_the_rest(clinic: Path, before: dict[str, bytes]) -> None:
    """The next build prints what is left, and leaves alone what is there."""
    run = run_plainleaf(clinic, "build", "--jobs", "1")
    assert run.status == 0, run.err
    assert f"{SHEETS - len(before)} leaflets printed, {len(before)} up to date" in run.out
    now = printed(clinic / "output")
    assert listed(clinic / "output") == now.keys()
    assert len(now) == SHEETS
    assert before.items() <= now.items()
    assert not unfinished(clinic / "output")


def test_a_build_that_is_stopped_by_hand_keeps_what_was_finished(clinic: Path) -> None:
    build = Build(clinic, "--jobs", "2")
    build.await_files(2)
    build.send_to_all(signal.SIGINT)
    done = build.end()
    assert done.status == 130
    assert done.err.strip() == "stopped; what was finished is kept"
    wait_until(lambda: not family(build.pid), 5)
    before = printed(build.output)
    assert 2 <= len(before) < SHEETS
    assert listed(build.output) == before.keys()
    assert not unfinished(build.output)
    build_the_rest(clinic, before)


def test_the_processes_of_a_build_hear_no_interrupt(clinic: Path) -> None:
    """A terminal sends it to them, too, and while they start they cannot yet say that they do not want it."""
    build = Build(clinic, "--jobs", "2", "--lang", "en", "--format", "letter")
    notes = build.output / ".manifest.jsonl"
    interrupted = set()
    while not notes.exists() and build.is_at_work():
        for pid in printers(build.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
            interrupted.add(pid)
        time.sleep(0.1)
    done = build.end()
    assert (done.status, done.err) == (0, "")
    assert len(interrupted) >= 2  # one that prints, and one that Python needs to keep track of it
    assert len(printed(build.output)) == 3


def test_a_build_that_is_killed_leaves_whole_files_that_count(clinic: Path) -> None:
    build = Build(clinic, "--jobs", "2")
    build.await_files(2)
    build.send(signal.SIGKILL)
    assert build.end().err == ""
    wait_until(lambda: not family(build.pid))  # nobody had to end its processes
    before = printed(build.output)
    assert all(data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF") for data in before.values())
    assert not (build.output / "manifest.jsonl").exists()
    half = build.output / "us/.plainleaf-abc.part"
    half.write_bytes(b"%PDF half of one")
    foreign = build.output / "us/.somebody-else.part"
    foreign.write_bytes(b"not ours")
    noted = len((build.output / ".manifest.jsonl").read_text().splitlines())
    assert noted in (len(before), len(before) - 1)  # the last one may have been in its place a moment before
    run = run_plainleaf(clinic, "build", "--jobs", "1", "--json")
    assert (len(json.loads(run.out)["built"]), json.loads(run.out)["unchanged"]) == (SHEETS - noted, noted)
    assert not half.exists()
    assert foreign.exists()
    assert before.items() <= printed(build.output).items()
    assert listed(build.output) == printed(build.output).keys()


def test_two_builds_in_one_folder_do_not_meet(clinic: Path) -> None:
    first = Build(clinic, "--jobs", "1")
    first.await_files(1)
    first.send(signal.SIGSTOP)
    before = {path: path.read_bytes() for path in first.output.rglob("*") if path.is_file()}
    second = run_plainleaf(clinic, "build", "--force", "--json")
    assert second.status == 1
    (problem,) = json.loads(second.out)["problems"]
    assert problem["code"] == "B012"
    assert {path: path.read_bytes() for path in first.output.rglob("*") if path.is_file()} == before
    first.send(signal.SIGCONT)
    assert first.end().status == 0
    build_the_rest(clinic, printed(first.output))
