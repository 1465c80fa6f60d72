"""What a worker of a cluster does: it has the sheets of some orders made, and puts them in place by itself.

The worker lays out nothing. One process that is watched and replaced does, as in a build on one machine, so that a
page that hangs or brings the engine down does no harm to the worker. Only names, hashes and reports travel.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import platform
import socket
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from plainleaf import __version__
from plainleaf.build.finishing import Finished, Placed, put_in_place
from plainleaf.build.inputs import program_identity
from plainleaf.build.orders import Opening, Order
from plainleaf.build.plan import Target
from plainleaf.build.remote_store import open_output
from plainleaf.build.store import OutputFolder
from plainleaf.build.workers import Pressroom
from plainleaf.press.child import Reply
from plainleaf.press.engine import engine_identity
from plainleaf.problems import PlainleafError, Position, Problem

FOLDER = ".cluster"
"""What tasks leave below the output folder while a build is at work."""
DIFFERENT = "B014"


@dataclass(frozen=True, slots=True)
class Task:
    """Some orders of a build.

    Attributes:
        output: the output folder as `open_output` takes it.
        build: a name that no other build has.
        made_with: `made_with` of whoever gives the task.
    """

    opening: Opening
    output: str
    orders: tuple[Order, ...]
    build: str
    number: int
    made_with: Mapping[str, str]

    @property
    def notes(self) -> str:
        """Where the task notes its sheets."""
        return f"{notes_folder(self.opening)}/{self.build}-{self.number}.jsonl"


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a task.

    Attributes:
        problems: why it was not carried out to its end.
        fatal: no worker of this kind can carry out any task of the build.
    """

    finished: tuple[Finished, ...] = ()
    problems: tuple[Problem, ...] = ()
    fatal: bool = False

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "finished": [one.as_json() for one in self.finished],
            "problems": [problem.as_json() for problem in self.problems],
            "fatal": self.fatal,
        }

    @classmethod
    def from_json(cls, shape: Mapping[str, Any]) -> Report:
        """What `as_json` gave."""
        finished = tuple(map(Finished.from_json, shape["finished"]))
        return cls(finished, tuple(map(Problem.from_json, shape["problems"])), shape["fatal"])


def notes_folder(opening: Opening) -> str:
    """Where tasks note sheets that are made from what was found in this workspace, drafts apart from a release."""
    return f"{FOLDER}/{opening.digest}{'-release' if opening.request.release else ''}"


def mark_of(build: str) -> str:
    """The file that is there while a build waits for its tasks."""
    return f"{FOLDER}/{build}.waits"


def made_with() -> dict[str, str]:
    """What decides the bytes of a print besides the workspace, by what it is called.

    Raises:
        PlainleafError: P022 or P023, when the engine is not whole.
    """
    return {
        "plainleaf": f"{__version__} ({program_identity()[:12]})",
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "the engine": engine_identity(),
    }


def look_at_worker(opening: Opening, wanted: Mapping[str, str]) -> list[dict[str, object]]:
    """What keeps this process from taking part in a build, as problems in JSON that name its machine."""
    host = socket.gethostname()
    try:
        problems = [*_differences(opening, wanted)]
    except PlainleafError as error:
        problems = [*error.problems]
    return [_at(host, problem).as_json() for problem in problems]


def _differences(opening: Opening, wanted: Mapping[str, str]) -> Iterator[Problem]:
    where = Position(Path(opening.root).name)
    for name, here in made_with().items():
        if here != wanted.get(name):
            message = f"the worker has {name} {here}, and the build was begun with {wanted.get(name)}"
            yield Problem(where, DIFFERENT, message, "give all machines the same image, or the same lock file")
    if not Path(opening.root).is_dir():
        message = f"there is no folder {opening.root}"
        yield Problem(where, DIFFERENT, message, "mount the workspace at the same path on all machines")
    if multiprocessing.current_process().daemon:
        message = "the worker may not start processes"
        hint = "set DASK_DISTRIBUTED__WORKER__DAEMON=False where workers are started"
        yield Problem(where, DIFFERENT, message, hint)


def carry_out(task: Task) -> dict[str, Any]:
    """Have the sheets of a task made: a `Report` in JSON.

    A task that is carried out again, because its worker was lost, makes only what is not there yet.
    """
    host = socket.gethostname()
    if differences := look_at_worker(task.opening, task.made_with):
        return Report(problems=tuple(map(Problem.from_json, differences)), fatal=True).as_json()
    finished: list[Finished] = []
    fatal: tuple[Problem, ...] = ()
    try:
        output = open_output(task.output)
        with contextlib.closing(_finish(task, output)) as sheets:
            for one in sheets:
                if one.fatal and isinstance(one.outcome, tuple):
                    fatal = tuple(_at(host, problem) for problem in one.outcome)
                    break
                finished.append(one)
        if fatal or output.read(mark_of(task.build)) is None:
            _BENCH.clear()
        if fatal:
            return Report(tuple(finished), fatal, fatal=True).as_json()
    except PlainleafError as error:
        return Report(tuple(finished), tuple(_at(host, problem) for problem in error.problems)).as_json()
    return Report(tuple(finished)).as_json()


def _finish(task: Task, output: OutputFolder) -> Generator[Finished, None, None]:
    noted = {one.target: one for one in read_noted(output, task.notes)}
    yield from noted.values()
    lines = [_as_line(one) for one in noted.values()]

    def announce(finished: Finished) -> None:
        # Before the file itself: what is noted and not there is made again, and never the other way round.
        lines.append(_as_line(finished))
        output.write(task.notes, "".join(lines).encode())

    orders = [rest for order in task.orders if (rest := order.without(noted)).targets]
    with contextlib.closing(_BENCH.carry_out(task.opening, orders)) as replies:
        for target, reply in replies:
            if output.read(mark_of(task.build)) is None:
                return  # nobody waits any more, and another build may be at work in this folder
            yield put_in_place(target, reply, output, announce)


def read_noted(output: OutputFolder, path: str) -> Iterator[Finished]:
    """Sheets that a task noted and that are in their places."""
    for line in (output.read(path) or b"").decode(errors="replace").split("\n"):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            one = Finished.from_json(json.loads(line))
            if isinstance(one.outcome, Placed) and output.sha256(one.target.path) == one.outcome.sha256:
                yield one


def clear_worker() -> None:
    """End the process of this worker, unless a task is at work with it."""
    _BENCH.clear()


def _as_line(finished: Finished) -> str:
    return json.dumps(finished.as_json()) + "\n"


def _at(host: str, problem: Problem) -> Problem:
    return replace(problem, message=f"on {host}: {problem.message}")


@dataclass(slots=True)
class _Bench:
    """The process of this worker, kept from task to task of one build; it ends with the worker."""

    opening: Opening | None = None
    room: Pressroom | None = None
    _busy: Lock = field(default_factory=Lock)

    def carry_out(self, opening: Opening, orders: Iterable[Order]) -> Generator[tuple[Target, Reply], None, None]:
        """As `Pressroom.carry_out`; one caller after the other."""
        with self._busy:
            if self.opening != opening or self.room is None:
                self._close()
                self.opening, self.room = opening, Pressroom(opening, jobs=1)
            yield from self.room.carry_out(orders)

    def clear(self) -> None:
        """End the process when nobody is at work with it."""
        if self._busy.acquire(blocking=False):
            try:
                self._close()
            finally:
                self._busy.release()

    def _close(self) -> None:
        if self.room:
            self.room.close()
        self.opening = self.room = None


_BENCH = _Bench()
