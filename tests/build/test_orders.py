"""Sheets ordered from processes that are killed, hang, die or grow: each costs itself at most."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tests.support.building import make_small_workspace
from tests.support.workspace import edit

from plainleaf.build import crew, workers
from plainleaf.build import orders as ordering
from plainleaf.build.finishing import Finished
from plainleaf.build.manifest import read_manifest
from plainleaf.build.orders import Opening, Order, serve_orders
from plainleaf.build.plan import Request, Target
from plainleaf.build.planning import Planner, open_planner
from plainleaf.build.run import compare, print_here, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.build.workers import Pressroom
from plainleaf.press.child import PrintRoom, Reply
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError
from plainleaf.workspace import find_workspace

REQUEST = Request(languages=("en",), formats=("letter",))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_workspace(tmp_path_factory.mktemp("clinic"))


@pytest.fixture(scope="module")
def printed(root: Path) -> dict[str, Reply]:
    return print_all(root)


def opened(root: Path) -> tuple[Opening, Order]:
    """The three sheets of one leaflet, ordered."""
    planner = open_planner(find_workspace(root), REQUEST)
    (batch,) = planner.agenda().batches
    return Opening(str(root), REQUEST, planner.digest), Order(batch.targets)


def print_all(root: Path, limits: Limits = LIMITS) -> dict[str, Reply]:
    """What one process after the other says of each sheet."""
    opening, order = opened(root)
    with Pressroom(opening, 1, limits) as room:
        replies = [(target.path, reply) for target, reply in room.carry_out([order])]
    assert sorted(path for path, _ in replies) == sorted(target.path for target in order.targets)
    return dict(replies)


def codes(reply: Reply) -> list[str]:
    assert not isinstance(reply.answer, PdfDocument)
    return [problem.code for problem in reply.answer or ()]


@contextmanager
def before_printing(what: str) -> Iterator[None]:
    """In this process, something happens to the sheets of level ``plain``."""
    really_make = ordering.make_one

    def make(target: Target, planner: Planner, known: str | None, room: PrintRoom) -> Reply:
        if target.level == "plain" and what == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if target.level == "plain" and what == "hang":
            time.sleep(600)
        return really_make(target, planner, known, room)

    ordering.make_one = make
    try:
        yield
    finally:
        ordering.make_one = really_make


def serve_and_die(connection: Connection, limits: Limits, opening: Opening) -> None:
    with before_printing("die"):
        serve_orders(connection, limits, opening)


def serve_and_hang(connection: Connection, limits: Limits, opening: Opening) -> None:
    with before_printing("hang"):
        serve_orders(connection, limits, opening)


def test_an_order_is_carried_out_sheet_by_sheet(printed: dict[str, Reply]) -> None:
    assert len(printed) == 3
    assert all(isinstance(reply.answer, PdfDocument) for reply in printed.values())
    measured = [reply.about.get("seconds") for reply in printed.values()]
    assert measured[0] is None  # it also paid for the start of its process
    assert all(0 < seconds < 60 for seconds in measured[1:] if seconds)
    assert all(measured[1:])


def test_what_is_there_from_the_same_is_not_printed(root: Path, printed: dict[str, Reply]) -> None:
    opening, order = opened(root)
    easy = order.targets[0]
    source_hash = printed[easy.path].about["source_hash"]
    with Pressroom(opening, 1) as room:
        replies = dict(room.carry_out([Order(order.targets, {easy.path: source_hash})]))
    assert replies.pop(easy).answer is None
    assert all(isinstance(reply.answer, PdfDocument) for reply in replies.values())


def test_a_process_that_is_killed_costs_no_sheet(root: Path) -> None:
    opening, order = opened(root)
    with Pressroom(opening, 1) as room:
        replies = room.carry_out([order])
        found = [next(replies)]
        (child,) = multiprocessing.active_children()
        child.kill()
        found += replies
    assert [target for target, _ in found] == list(order.targets)
    assert all(isinstance(reply.answer, PdfDocument) for _, reply in found)


@pytest.mark.parametrize(("serve", "code"), [(serve_and_die, "P019"), (serve_and_hang, "P013")])
def test_a_sheet_that_always_kills_or_hangs_its_process_is_tried_again_and_reported(
    root: Path, monkeypatch: pytest.MonkeyPatch, serve: object, code: str
) -> None:
    """And the other sheets of the order are printed."""
    started: list[object] = []
    really_start = crew.Child.__init__

    def start(*arguments: object) -> None:
        started.append(arguments)
        really_start(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(crew.Child, "__init__", start)
    monkeypatch.setattr(workers, "serve_orders", serve)
    replies = print_all(root, Limits(seconds=6))
    broken = replies.pop("us/en/somnoril/plain-letter.pdf")
    assert codes(broken) == [code]
    assert isinstance(broken.answer, tuple)
    assert {problem.position.file for problem in broken.answer} == {"us/en/somnoril/plain-letter.pdf"}
    assert len(replies) == 2
    assert all(isinstance(reply.answer, PdfDocument) for reply in replies.values())
    assert len(started) == 3


def test_processes_that_die_before_they_begin_end_the_build(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each further sheet would only start two more of them."""
    planner = open_planner(find_workspace(root), REQUEST)
    agenda, output = planner.agenda(), LocalFolder(root / "output")
    printer = print_here(Opening(str(root), REQUEST, planner.digest), output, 1, Limits(memory=40 << 20))
    with pytest.raises(PlainleafError) as caught:
        run_build(agenda, compare(agenda, output), output, printer)
    capfd.readouterr()  # what the dying processes said
    assert [problem.code for problem in caught.value.problems] == ["P019"]
    assert not output.root.exists()


def test_a_process_that_has_grown_is_replaced(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int | None] = []
    really_end = crew.Child.end

    def end(child: crew.Child, *, kill: bool) -> int | None:
        ended.append(child.process.pid)
        return really_end(child, kill=kill)

    monkeypatch.setattr(crew.Child, "end", end)
    replies = print_all(root, Limits(resident=1 << 20))
    assert all(isinstance(reply.answer, PdfDocument) for reply in replies.values())
    assert len(set(ended)) == 3


def test_a_workspace_that_is_edited_meanwhile_is_not_printed_from(tmp_path: Path) -> None:
    """What was printed before the edit is known as that, and nothing of what came after is beside it."""
    root = make_small_workspace(tmp_path)
    planner = open_planner(find_workspace(root), REQUEST)
    agenda, output = planner.agenda(), LocalFolder(root / "output")
    printer = print_here(Opening(str(root), REQUEST, planner.digest), output, 1, Limits(resident=1 << 20))

    def edit_leaflet(_: Finished) -> None:
        edit(root / "leaflets/somnoril.yaml", "easy: Swallow it whole.", "easy: Swallow the whole.")

    with pytest.raises(PlainleafError) as caught:
        run_build(agenda, compare(agenda, output), output, printer, listener=edit_leaflet)
    assert [problem.code for problem in caught.value.problems] == ["B009"]
    (artifact,) = read_manifest(output).values()
    assert [artifact.path] == [path for path in output.files() if path.endswith((".pdf", ".html", ".part"))]
    assert artifact.inputs == agenda.batches[0].inputs
    again = open_planner(find_workspace(root), REQUEST).agenda()
    assert compare(again, output).sheets == 3
