"""What a worker does with a task, without a cluster: what is there is not made again, what differs is refused."""

from __future__ import annotations

import socket
from collections.abc import Generator, Iterable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from plainleaf.build import cluster_tasks
from plainleaf.build.cluster import print_there
from plainleaf.build.cluster_tasks import Report, Task, carry_out, look_at_worker, made_with, mark_of
from plainleaf.build.finishing import Finished, Placed
from plainleaf.build.orders import Opening, Order
from plainleaf.build.plan import Request, Target
from plainleaf.build.store import LocalFolder
from plainleaf.press.child import Reply
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Position, Problem

HOST = socket.gethostname()
ABOUT = {"source_hash": "1", "status": "draft", "title": "A", "names": [], "reading": {}}
LOST = Problem(Position("a"), "P059", "letters are lost", strength="warning")


class Bench:
    """Makes sheets out of nothing, and remembers which."""

    def __init__(self, output: LocalFolder, *, dies_after: int = 99, stops_after: int = 99) -> None:
        self.output, self.dies_after, self.stops_after = output, dies_after, stops_after
        self.made: list[Target] = []

    def carry_out(self, _opening: Opening, orders: Iterable[Order]) -> Generator[tuple[Target, Reply], None, None]:
        for target in (target for order in orders for target in order.targets):
            if len(self.made) == self.dies_after:
                raise ConnectionAbortedError
            if len(self.made) == self.stops_after:
                self.output.remove(mark_of("build"))
            self.made.append(target)
            if target.leaflet == "refused":
                yield target, Reply((replace(LOST, strength="error"),), ABOUT)
            elif target.leaflet == "same":
                yield target, Reply(None, ABOUT)
            elif target.leaflet == "fatal":
                yield target, Reply((replace(LOST, code="B009"),), {"fatal": True})
            else:
                yield target, Reply(PdfDocument(target.leaflet.encode(), 1, (LOST,)), ABOUT)

    def clear(self) -> None:
        self.made.append(target("cleared"))


def target(leaflet: str) -> Target:
    return Target(leaflet, "en", "easy", "a4", "us")


def task(output: Path, *leaflets: str) -> Task:
    orders = tuple(Order((target(name),)) for name in leaflets)
    LocalFolder(output).write(mark_of("build"), b"")
    opening = Opening(str(output), Request(), "digest")
    return Task(opening, str(output), orders, "build", 0, made_with())


def bench(monkeypatch: pytest.MonkeyPatch, output: Path, **how: int) -> Bench:
    made = Bench(LocalFolder(output), **how)
    monkeypatch.setattr(cluster_tasks, "_BENCH", made)
    return made


def names(report: Report) -> list[str]:
    return [one.target.leaflet for one in report.finished]


def test_a_report_is_read_as_it_was_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bench(monkeypatch, tmp_path)
    report = Report.from_json(carry_out(task(tmp_path, "a", "refused", "same")))
    assert (report.problems, report.fatal) == ((), False)
    placed, refused, same = report.finished
    assert isinstance(placed.outcome, Placed)
    assert placed.outcome.sha256 == LocalFolder(tmp_path).sha256(target("a").path)
    assert placed.outcome.warnings == (LOST,)
    assert refused.outcome == (replace(LOST, strength="error"),)
    assert same == Finished(target("same"), None, ABOUT)


def test_a_task_that_is_carried_out_again_makes_what_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one = task(tmp_path, "a", "b", "c", "d")
    bench(monkeypatch, tmp_path, dies_after=3)
    with pytest.raises(ConnectionAbortedError):
        carry_out(one)
    LocalFolder(tmp_path).write(target("b").path, b"damaged")
    again = bench(monkeypatch, tmp_path)
    report = Report.from_json(carry_out(one))
    assert [made.leaflet for made in again.made] == ["b", "d"]
    assert sorted(names(report)) == ["a", "b", "c", "d"]
    assert LocalFolder(tmp_path).read(target("b").path) == b"b"


def test_a_task_that_nobody_waits_for_stops(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room = bench(monkeypatch, tmp_path, stops_after=2)
    report = Report.from_json(carry_out(task(tmp_path, "a", "b", "c", "d")))
    assert names(report) == ["a", "b"]
    assert [made.leaflet for made in room.made[2:]] == ["c", "cleared"]  # no process waits for the next build
    assert LocalFolder(tmp_path).read(target("c").path) is None


def test_what_was_made_before_a_build_was_stopped_is_found_by_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench(monkeypatch, tmp_path)
    one = task(tmp_path, "a", "b")
    carry_out(one)
    printer = print_there(one.opening, LocalFolder(tmp_path), "tcp://nobody.invalid:1")
    found = list(printer(one.orders))  # nothing is left to do, so nobody asks the scheduler
    assert [finished.target.leaflet for finished in found] == ["a", "b"]
    assert LocalFolder(tmp_path).files(cluster_tasks.FOLDER) == []


def test_another_workspace_is_a_problem_of_that_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room = bench(monkeypatch, tmp_path)
    report = Report.from_json(carry_out(task(tmp_path, "a", "fatal", "b")))
    assert (names(report), report.fatal) == (["a"], True)
    assert [str(problem).split(" warning: ")[1] for problem in report.problems] == [f"on {HOST}: letters are lost"]
    assert room.made[-1].leaflet == "cleared"  # what was opened is of no use to the next build either


def test_a_full_disk_is_a_problem_of_that_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bench(monkeypatch, tmp_path)
    one = task(tmp_path, "a", "b")
    (tmp_path / "us/en").mkdir(parents=True)
    (tmp_path / "us/en/b").write_text("where a folder should be")
    report = Report.from_json(carry_out(one))
    assert (names(report), report.fatal) == (["a"], False)
    (problem,) = report.problems
    assert problem.code == "B001"
    assert problem.message.startswith(f"on {HOST}: cannot be written")


@pytest.mark.parametrize("name", ["plainleaf", "Python", "zlib", "the engine"])
def test_a_worker_of_another_make_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    room = bench(monkeypatch, tmp_path)
    one = task(tmp_path, "a")
    report = Report.from_json(carry_out(replace(one, made_with={**one.made_with, name: "1.2.3"})))
    (problem,) = report.problems
    assert (report.fatal, problem.code, room.made) == (True, "B014", [])
    assert problem.message.startswith(f"on {HOST}: the worker has {name} ")
    assert problem.message.endswith("the build was begun with 1.2.3")


def test_a_workspace_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (problem,) = look_at_worker(Opening(str(tmp_path / "none"), Request(), "digest"), made_with())
    assert problem["code"] == "B014"
    assert f"on {HOST}: there is no folder" in str(problem["message"])


def test_an_engine_that_is_not_whole_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail() -> str:
        raise PlainleafError(Problem(Position("engine"), "P022", "a library is missing"))

    wanted = made_with()
    monkeypatch.setattr(cluster_tasks, "engine_identity", fail)
    (problem,) = look_at_worker(Opening(str(tmp_path), Request(), "digest"), wanted)
    assert (problem["code"], problem["message"]) == ("P022", f"on {HOST}: a library is missing")


class Room:
    """A process that finds another workspace than the build."""

    closed: ClassVar[list[str]] = []

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def carry_out(self, orders: Iterable[Order]) -> Generator[tuple[Target, Reply], None, None]:
        for order in orders:
            yield order.targets[0], Reply((replace(LOST, code="B009"),), {"fatal": True})

    def close(self) -> None:
        self.closed.append("closed")


def test_the_process_that_is_of_no_use_ends_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cluster_tasks, "_BENCH", cluster_tasks._Bench())
    monkeypatch.setattr(cluster_tasks, "Pressroom", Room)
    assert Report.from_json(carry_out(task(tmp_path, "a", "b"))).fatal
    assert Room.closed == ["closed"]


def test_drafts_of_a_build_that_was_killed_are_no_part_of_a_release(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench(monkeypatch, tmp_path)
    one = task(tmp_path, "a")
    carry_out(one)
    release = replace(one.opening, request=Request(release=True))
    assert cluster_tasks.notes_folder(release) != cluster_tasks.notes_folder(one.opening)
    assert LocalFolder(tmp_path).files(cluster_tasks.notes_folder(release)) == []
