"""A printer of many machines: orders go as tasks to the workers of a Dask cluster, and what came of them comes back.

Not more tasks are given out than the workers will soon have done, and each is forgotten as soon as its report is here:
reports that lie on a worker are lost with it. A task whose worker is lost is given to another one.
"""

from __future__ import annotations

import contextlib
import itertools
import time
import uuid
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainleaf.build.cluster_tasks import (
    DIFFERENT,
    FOLDER,
    Report,
    Task,
    carry_out,
    clear_worker,
    look_at_worker,
    made_with,
    mark_of,
    notes_folder,
    read_noted,
)
from plainleaf.build.finishing import Finished
from plainleaf.build.orders import Opening, Order
from plainleaf.build.plan import Target
from plainleaf.build.remote_store import EXTRA
from plainleaf.build.run import Printer
from plainleaf.build.store import OutputFolder
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from distributed import Client, Future

SHEETS = 30
"""Of one task: enough that handing it out costs nothing, and few enough that a lost worker costs little."""
_AHEAD = 3
"""Tasks for each worker, so that none waits for the next."""
_TRIES = 3
"""How often a task may bring down as many workers as the scheduler allows."""
_ANSWER = 5.0
"""Seconds in which a scheduler answers."""
_PATIENCE = 60.0
"""Seconds without any worker after which nobody waits any longer."""
_GLANCE = 2.0
"""Seconds between two counts of the workers."""


def print_there(opening: Opening, output: OutputFolder, scheduler: str, sheets: int = SHEETS) -> Printer:
    """The printer of a cluster.

    Workers find the workspace and a local output folder by their own paths, so these are on a file system that all
    machines share.

    Args:
        scheduler: its address, such as ``tcp://10.0.0.5:8786``.
        sheets: the most of one task.
    """

    def print_orders(orders: Sequence[Order]) -> Generator[Finished, None, None]:
        waiting = [*orders]
        yield from _left_over(opening, output, waiting)
        output.remove(FOLDER)
        if not waiting:
            return
        with _connect(scheduler) as client:
            work = _Work(client, opening, output, scheduler)
            work.look_at_workers()
            try:
                yield from work.run(waiting, sheets)
            finally:
                work.stop()

    return print_orders


def _left_over(opening: Opening, output: OutputFolder, orders: list[Order]) -> Iterator[Finished]:
    """What tasks of a build had made when it was stopped, before it knew; taken out of the orders."""
    wanted = {target for order in orders for target in order.targets}
    found: set[Target] = set()
    for path in output.files(notes_folder(opening)):
        for finished in read_noted(output, path):
            if finished.target in wanted and finished.target not in found:
                found.add(finished.target)
                yield finished
    orders[:] = [rest for order in orders if (rest := order.without(found)).targets]


@contextlib.contextmanager
def _connect(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and half a second
    except ModuleNotFoundError:
        message = "the package distributed is not installed"
        raise PlainleafError(Problem(Position(scheduler), "B015", message, EXTRA)) from None
    try:
        client = Client(scheduler, timeout=_ANSWER, set_as_default=False, name="plainleaf")
    except (OSError, ValueError) as error:
        raise _lost(scheduler, f"the scheduler does not answer: {error}") from None
    with client, client.as_current():
        yield client


@dataclass(slots=True)
class _Work:
    """One build as the cluster sees it."""

    client: Client
    opening: Opening
    output: OutputFolder
    scheduler: str
    build: str = field(default_factory=lambda: uuid.uuid4().hex)
    waiting: dict[Future[Any], tuple[Task, int]] = field(default_factory=dict)
    workers: int = 0
    counted: float = 0.0
    seen: float = field(default_factory=time.monotonic)

    def look_at_workers(self) -> None:
        """Wait for workers, and see that all of them print as this machine would.

        Raises:
            PlainleafError: B013, when none comes; B014, for each that is different.
        """
        while not self._count():
            time.sleep(0.1)
        threads = self.client.nthreads()
        answers = self.client.run(look_at_worker, self.opening, made_with(), on_error="return")
        problems = [problem for address in sorted(answers) for problem in _read_answer(address, answers[address])]
        for address, number in sorted(threads.items()):
            if number != 1:
                message = f"the worker has {number} threads, and each would wait for the others"
                problems.append(Problem(Position(address), DIFFERENT, message, "start it with --nthreads 1"))
        if problems:
            raise PlainleafError(tuple(dict.fromkeys(problems)))

    def run(self, orders: Sequence[Order], sheets: int) -> Iterator[Finished]:
        """Have all orders carried out."""
        self.output.write(mark_of(self.build), b"")
        tasks = self._tasks(orders, sheets)
        again: deque[tuple[Task, int]] = deque()
        while self._hand_out(tasks, again):
            for future in self._wait():
                task, tries = self.waiting.pop(future)
                report = self._report_of(future, tries)
                future.release()
                if report is None:
                    again.append((task, tries + 1))
                    continue
                yield from report.finished
                if report.fatal:
                    yield Finished(task.orders[0].targets[0], report.problems, {}, fatal=True)
                if report.problems:
                    raise PlainleafError(report.problems)
                self.output.remove(task.notes)
        self.output.remove(FOLDER)

    def stop(self) -> None:
        """Take back what waits; a task at work sees that nobody waits for it, and stops before its next sheet."""
        with contextlib.suppress(PlainleafError):
            self.output.remove(mark_of(self.build))
        with contextlib.suppress(Exception):  # the scheduler may be what is lost
            self.client.cancel(list(self.waiting), force=True)
            self.client.run(clear_worker, on_error="ignore")

    def _tasks(self, orders: Sequence[Order], sheets: int) -> Iterator[Task]:
        """Tasks of so many sheets, and of fewer and fewer towards the end, so that all workers end together."""
        name, here = self.output.name, made_with()
        place = name if "://" in name else str(Path(name).resolve())
        numbers = itertools.count()
        left, held = sum(len(order.targets) for order in orders), 0
        group: list[Order] = []
        for order in orders:
            group.append(order)
            held += len(order.targets)
            if held >= min(sheets, left // (_AHEAD * max(1, self.workers))) or held == left:
                yield Task(self.opening, place, tuple(group), self.build, next(numbers), here)
                left, held, group = left - held, 0, []

    def _hand_out(self, tasks: Iterator[Task], again: deque[tuple[Task, int]]) -> bool:
        """Give out as many tasks as the workers will soon have done; whether any is at work."""
        self._count()
        while len(self.waiting) < max(1, self.workers) * _AHEAD:
            task, tries = again.popleft() if again else (next(tasks, None), 0)
            if task is None:
                break
            with _losing(self.scheduler):
                future = self.client.submit(carry_out, task, pure=False, retries=_TRIES)
            self.waiting[future] = task, tries
        return bool(self.waiting)

    def _wait(self) -> list[Future[Any]]:
        from distributed import CancelledError, wait  # noqa: PLC0415 - see `_connect`

        try:
            return list(wait(list(self.waiting), timeout=_GLANCE, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []
        except CancelledError:
            raise _lost(self.scheduler, "the connection to the scheduler is lost") from None

    def _report_of(self, future: Future[Any], tries: int) -> Report | None:
        """What came of a task; none: it is to be given out again."""
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - see `_connect`

        try:
            return Report.from_json(future.result())
        except KilledWorker:
            if tries + 1 < _TRIES:
                return None
            raise _lost(self.scheduler, "a task lost all workers that it was given to") from None
        except (CancelledError, TimeoutError, OSError):
            raise _lost(self.scheduler, "the connection to the scheduler is lost") from None
        except Exception as error:  # noqa: BLE001 - whatever a worker raised that has another program
            raise _lost(self.scheduler, f"a worker failed: {type(error).__name__}: {error}") from None

    def _count(self) -> int:
        """How many workers there are.

        Raises:
            PlainleafError: B013, when there was none for too long.
        """
        now = time.monotonic()
        if now - self.counted >= _GLANCE or not self.workers:
            with _losing(self.scheduler):
                self.counted, self.workers = now, len(self.client.nthreads())
        if self.workers:
            self.seen = now
        elif now - self.seen > _PATIENCE:
            raise _lost(self.scheduler, f"the cluster has had no worker for {_PATIENCE:.0f} seconds")
        return self.workers


@contextlib.contextmanager
def _losing(scheduler: str) -> Iterator[None]:
    """What is asked of a scheduler that is gone ends as B013."""
    try:
        yield
    except (OSError, RuntimeError):  # a connection that was closed is one, and so is a time that is over
        raise _lost(scheduler, "the connection to the scheduler is lost") from None


def _read_answer(address: str, answer: Any) -> list[Problem]:  # noqa: ANN401 - what any worker says
    if isinstance(answer, Exception):
        message = f"the worker cannot take part: {type(answer).__name__}: {answer}"
        return [Problem(Position(address), DIFFERENT, message, "install the same plainleaf there")]
    return [Problem.from_json(one) for one in answer]


def _lost(scheduler: str, message: str) -> PlainleafError:
    hint = "see that scheduler and workers are up, and build again: what was finished is kept"
    return PlainleafError(Problem(Position(scheduler), "B013", message, hint))
