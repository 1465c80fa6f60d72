"""A real cluster of this machine: workers that are killed cost time, and no sheet is lost or made twice."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from tests.support.workspace import copy_library, keep_languages, run_plainleaf

from plainleaf.build import cluster
from plainleaf.build.cluster import _Work, print_there
from plainleaf.build.cluster_tasks import FOLDER
from plainleaf.build.finishing import Finished
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Agenda, Request
from plainleaf.build.planning import open_planner
from plainleaf.build.run import BuildResult, Printer, compare, print_here, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.content.grammar import Level
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.workspace import find_workspace

dask = pytest.importorskip("dask")
REQUEST = Request(
    leaflets=("lenalidomide", "pomalidomide", "thalidomide"),
    levels=(Level.EASY, Level.PLAIN),
    formats=("summary-a4", "summary-letter"),
)
SHEETS = 4  # of a batch: a leaflet in a language
NOBODY = "tcp://127.0.0.1:9"


@dataclass(frozen=True)
class Clinic:
    """A workspace whose sheets are small, and what a build without a cluster makes of it."""

    root: Path
    agenda: Agenda
    opening: Opening
    files: dict[str, str | None]
    result: BuildResult

    def build(self, output: LocalFolder, printer: Printer) -> BuildResult:
        return run_build(self.agenda, compare(self.agenda, output), output, printer)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    folder = tmp_path_factory.mktemp("cluster")
    root = copy_library(folder / "clinic")
    keep_languages(root, ("en", "es"))
    workspace = find_workspace(root)
    planner = open_planner(workspace, REQUEST)
    opening = Opening(str(root), REQUEST, planner.digest)
    alone = Clinic(root, planner.agenda(), opening, {}, BuildResult())
    output = LocalFolder(folder / "alone")
    result = alone.build(output, print_here(opening, output, jobs=1))
    return replace(alone, result=result, files={path: output.sha256(path) for path in output.files()})


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """Two workers, each watched by a process that replaces it."""
    settings = {
        "distributed.worker.daemon": False,
        "distributed.scheduler.allowed-failures": 10,
        "distributed.admin.log-format": "",
    }
    with dask.config.set(settings):
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
        ) as made:
            yield made


@dataclass
class Watch:
    """Looks at a folder all the time: which files come, and whether any comes twice."""

    output: LocalFolder
    machines: Any
    kills: tuple[int, ...]
    seen: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    killed: list[int] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def look(self) -> None:
        while not self.stop.wait(0.02):
            for path in self.output.root.glob("us/*/*/*.pdf"):
                found = path.stat()
                self.seen.setdefault(str(path), set()).add((found.st_ino, found.st_mtime_ns))
            if len(self.killed) < len(self.kills) and len(self.seen) >= self.kills[len(self.killed)]:
                workers = [nanny.pid for _, nanny in sorted(self.machines.workers.items())]
                pid = next((pid for pid in workers if pid and pid not in self.killed), None)
                if pid:
                    os.kill(pid, signal.SIGKILL)
                    self.killed.append(pid)


def test_killed_workers_cost_no_sheet_and_none_is_made_twice(clinic: Clinic, machines: Any, tmp_path: Path) -> None:
    output = LocalFolder(tmp_path / "output")
    watch = Watch(output, machines, kills=(3, 11))
    watcher = Thread(target=watch.look)
    watcher.start()
    try:
        result = clinic.build(output, print_there(clinic.opening, output, machines.scheduler_address, sheets=SHEETS))
        time.sleep(0.1)
    finally:
        watch.stop.set()
        watcher.join()
    assert len(watch.killed) == 2
    assert sorted(result.built, key=str) == sorted(clinic.result.built, key=str)
    assert (result.refused, set(result.problems)) == (clinic.result.refused, set(clinic.result.problems))
    assert {path: output.sha256(path) for path in output.files()} == clinic.files
    assert 16 <= len(result.built) == len(watch.seen)
    assert [path for path, files in watch.seen.items() if len(files) > 1] == []


def test_an_interrupted_build_is_taken_up_again(clinic: Clinic, machines: Any, tmp_path: Path) -> None:
    output = LocalFolder(tmp_path / "output")

    def interrupt(_: Finished) -> None:
        raise KeyboardInterrupt

    batches = clinic.agenda.batches[:2]
    some = replace(clinic, agenda=replace(clinic.agenda, batches=batches))
    printer = print_there(some.opening, output, machines.scheduler_address, sheets=SHEETS)
    with pytest.raises(KeyboardInterrupt):
        run_build(some.agenda, compare(some.agenda, output), output, printer, listener=interrupt)
    there = {path: (output.root / path).stat().st_ino for path in output.files(suffix=".pdf")}
    assert 1 <= len(there) < 8
    some.build(output, printer)
    assert {path: (output.root / path).stat().st_ino for path in there} == there
    paths = [target.path for one in batches for target in one.targets]
    assert {path: output.sha256(path) for path in paths} == {path: clinic.files.get(path) for path in paths}
    assert output.files(FOLDER) == []


def test_a_cluster_of_another_make_is_refused(
    clinic: Clinic, machines: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "made_with", lambda: {"Python": "3.99"})
    problems = refused(clinic, LocalFolder(tmp_path), machines.scheduler_address)
    assert {problem.code for problem in problems} == {"B014"}
    assert any("the worker has Python" in problem.message for problem in problems)
    assert LocalFolder(tmp_path).files(suffix=".pdf") == []


def test_a_workspace_that_is_another_one_there_is_refused(clinic: Clinic, machines: Any, tmp_path: Path) -> None:
    other = replace(clinic, opening=replace(clinic.opening, digest="of another one"))
    (problem,) = refused(other, LocalFolder(tmp_path), machines.scheduler_address)
    assert problem.code == "B009"
    assert problem.message.startswith("on ")


def refused(clinic: Clinic, output: LocalFolder, scheduler: str) -> list[Problem]:
    """What a build says that forbids it, whether that ends it at once or is told after it."""
    try:
        return errors(clinic.build(output, print_there(clinic.opening, output, scheduler, sheets=SHEETS)).problems)
    except PlainleafError as error:
        return errors(error.problems)


@pytest.mark.parametrize("address", [NOBODY, "no-such-way://x:1", "tcp://nobody.invalid:8786"])
def test_a_scheduler_that_does_not_answer_is_one_problem(clinic: Clinic, tmp_path: Path, address: str) -> None:
    begun = time.monotonic()
    (problem,) = refused(clinic, LocalFolder(tmp_path), address)
    assert (problem.code, problem.position.file) == ("B013", address)
    assert time.monotonic() - begun < 30


def test_a_cluster_without_workers_is_one_problem(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    with LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty:
        (problem,) = refused(clinic, LocalFolder(tmp_path), empty.scheduler_address)
    assert problem.code == "B013"
    assert "no worker" in problem.message


class Crowd:
    """A cluster whose workers have several threads."""

    def nthreads(self) -> dict[str, int]:
        return {"tcp://a:1": 1, "tcp://b:1": 4}

    def run(self, *_: object, **__: object) -> dict[str, object]:
        return {"tcp://a:1": [], "tcp://b:1": ImportError("no plainleaf")}


def test_workers_that_cannot_take_part_are_all_named(tmp_path: Path) -> None:
    work = _Work(Crowd(), Opening(str(tmp_path), REQUEST, ""), LocalFolder(tmp_path), NOBODY)  # type: ignore[arg-type]
    with pytest.raises(PlainleafError) as caught:
        work.look_at_workers()
    told = [(problem.position.file, problem.code, problem.message) for problem in caught.value.problems]
    assert told == [
        ("tcp://b:1", "B014", "the worker cannot take part: ImportError: no plainleaf"),
        ("tcp://b:1", "B014", "the worker has 4 threads, and each would wait for the others"),
    ]


def test_without_its_packages_a_cluster_is_a_problem_with_a_hint(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    (problem,) = refused(clinic, LocalFolder(tmp_path), NOBODY)
    assert (problem.code, problem.hint) == ("B015", 'pip install "plainleaf[cluster]"')


def test_the_command_line_knows_clusters(clinic: Clinic, machines: Any, tmp_path: Path) -> None:
    sheet = ("build", "thalidomide", "--lang", "en", "--level", "easy", "--format", "summary-letter")
    output = tmp_path / "output"
    both = run_plainleaf(clinic.root, *sheet, "--jobs", "2", "--scheduler", NOBODY)
    assert (both.status, "give one of them" in both.err) == (2, True)
    lost = run_plainleaf(clinic.root, *sheet, "--output", str(output), PLAINLEAF_SCHEDULER=NOBODY)
    assert lost.status == 1
    assert f"{NOBODY}: B013 the scheduler does not answer" in lost.err
    there = ("--output", output.as_uri(), "--scheduler", machines.scheduler_address)
    done = run_plainleaf(clinic.root, *sheet, *there)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("1 leaflet printed")
    assert run_plainleaf(clinic.root, *sheet, *there).out.startswith("0 leaflets printed, 1 up to date")
