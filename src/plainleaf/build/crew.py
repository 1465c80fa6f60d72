"""Processes that are watched: one that is killed or hangs is replaced, and its task tried once more, then reported."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Any

from plainleaf.build.interrupts import deaf_to_interrupts
from plainleaf.press.child import READY, Reply, receive
from plainleaf.press.limits import Limits
from plainleaf.problems import Position, Problem

_TRIES = 2
"""A process may be killed by somebody else; so a document is tried once more before it is called the cause."""
OPENING = 1800.0
"""Seconds in which a process is ready: one that has to read a large library needs minutes on a busy machine."""
_GRACE = 5.0
"""Seconds in which an idle process ends by itself when its pipe is closed."""
# Spawned, not forked: the engine's C libraries keep state that a fork would share.
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Station:
    """What a process does: a function of a pipe, the limits, and more."""

    serve: Callable[..., None]
    more: tuple[Any, ...]


@dataclass(slots=True)
class Task:
    """Something to be sent to a process, which gives as many replies.

    Attributes:
        index: for whoever made the task.
        patience: seconds for each reply, where it is no sheet that is waited for; 0: as the limits say.
        title: of a task that is one sheet.
        answered: replies that came.
        tries: how often the next reply was waited for in vain.
        status: with which the last process ended by itself; none: it was stopped, because it took too long.
        begun: whether the last process had come so far as to begin with it.
    """

    payload: Any
    replies: int
    index: int = 0
    title: str = ""
    patience: float = 0.0
    answered: int = 0
    tries: int = 0
    status: int | None = None
    begun: bool = False

    @property
    def is_done(self) -> bool:
        """Whether all replies came."""
        return self.answered == self.replies

    @property
    def place(self) -> str:
        """Where the problem stands of the sheet that was answered last, or could not be."""
        return self.title or self.payload.targets[self.answered].path

    def rest(self) -> Any:  # noqa: ANN401 - as the payload
        """What is sent to the next process: an order without the sheets that are made."""
        return self.payload.after(self.answered) if self.answered else self.payload


class Child:
    """One process, and what it is busy with."""

    def __init__(self, station: Station, limits: Limits) -> None:
        self.limits = limits
        self.connection, theirs = _SPAWN.Pipe()
        self.process: SpawnProcess = _SPAWN.Process(
            target=station.serve, args=(theirs, limits, *station.more), daemon=True
        )
        with deaf_to_interrupts():
            self.process.start()
        theirs.close()
        self.task: Task | None = None
        self.deadline = 0.0
        self.is_ready = False

    def begin(self, task: Task) -> None:
        """Hand over a task, in a thread: a process that does not read must not stop the one that writes."""
        self.task = task
        self.wait_for_reply()
        Thread(target=self._send, args=(task.rest(),), daemon=True).start()

    def wait_for_reply(self) -> None:
        """The next sheet has all the time that a sheet may take."""
        patience = (self.task and self.task.patience) or self.limits.seconds
        self.deadline = time.monotonic() + (patience if self.is_ready else OPENING)

    def hear_ready(self) -> bool:
        """Take the word of a process that it is ready; whether it said so, and did not end."""
        with contextlib.suppress(EOFError, OSError):
            self.is_ready = self.connection.recv_bytes(len(READY)) == READY
        if self.is_ready:
            self.wait_for_reply()
        return self.is_ready

    def _send(self, payload: object) -> None:
        # It has died since, or the pipe was closed while this thread wrote: no answer will come.
        with contextlib.suppress(OSError, TypeError):
            self.connection.send(payload)

    def end(self, *, kill: bool) -> int | None:
        """Stop the process; what it ended with."""
        self.connection.close()
        if kill:
            self.process.kill()
        self.process.join(_GRACE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        status = self.process.exitcode
        self.process.close()
        return status


@dataclass(slots=True)
class Crew:
    """Processes that all do the same."""

    station: Station
    limits: Limits
    most: int
    children: list[Child] = field(default_factory=list)

    @property
    def busy(self) -> list[Child]:
        """Processes that are at work."""
        return [child for child in self.children if child.task]

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Reply]]:
        """Have tasks done; each reply with its task, in which it is counted already.

        Tasks are taken as processes become free, so that any number of them may come. When the caller stops
        listening, what is at work is stopped.
        """
        fresh, again = iter(tasks), deque[Task]()
        try:
            while self._hand_out(fresh, again) or self.busy:
                for task, answer in self._collect():
                    reply = answer
                    if reply is None and task.tries + 1 < _TRIES:
                        task.tries += 1
                        again.append(task)
                        continue
                    if reply is None:
                        # What keeps a process from beginning is no sheet's own: it would keep back all others, too.
                        reply = Reply((_failed(task, self.limits),), {} if task.begun else {"fatal": True}, spent=True)
                        task.answered, task.tries = task.answered + 1, 0
                    if reply.spent and not task.is_done:
                        again.append(task)
                    yield task, reply
        finally:
            for child in self.busy:
                self._dismiss(child, kill=True)

    def stand_by(self) -> None:
        """Start the processes that are lacking, so that the next task finds them ready."""
        while len(self.children) < self.most:
            self.children.append(Child(self.station, self.limits))

    def close(self) -> None:
        """End all processes: those that are idle at the same time, since each needs half a second to clear up."""
        for child in self.children:
            if not child.task:
                child.connection.close()
        for child in list(self.children):
            self._dismiss(child, kill=child.task is not None)

    def _hand_out(self, fresh: Iterator[Task], again: deque[Task]) -> bool:
        """Give every free process a task, and make as many processes as may be; whether anything was handed out."""
        handed = False
        while len(self.busy) < self.most:
            task = again.popleft() if again else next(fresh, None)
            if task is None:
                break
            child = next((child for child in self.children if not child.task), None)
            if child is None:
                child = Child(self.station, self.limits)
                self.children.append(child)
            child.begin(task)
            handed = True
        return handed

    def _collect(self) -> list[tuple[Task, Reply | None]]:
        """What has come: replies, and none for each task whose process died or took too long.

        All of it at once, before anybody looks at it: who takes a reply may need long to write it down.
        """
        busy = self.busy
        soonest = min(child.deadline for child in busy)
        wait([child.connection for child in busy], timeout=max(0.0, soonest - time.monotonic()))
        return [found for child in busy if (found := self._look_at(child)) is not None]

    def _look_at(self, child: Child) -> tuple[Task, Reply | None] | None:
        task = child.task
        if task is None:
            return None
        if child.connection.poll():
            if not child.is_ready and child.hear_ready():
                return None
            reply = self._receive(child.connection) if child.is_ready else None
            if reply is None:
                task.status, task.begun = self._dismiss(child, kill=True), child.is_ready
            else:
                task.answered, task.tries = task.answered + 1, 0
                child.wait_for_reply()
                if reply.spent:
                    self._dismiss(child, kill=False)
                elif task.is_done:
                    child.task = None
            return task, reply
        if time.monotonic() >= child.deadline:
            self._dismiss(child, kill=True)
            task.status, task.begun = None, child.is_ready
            return task, None
        return None

    @staticmethod
    def _receive(connection: Connection) -> Reply | None:
        try:
            return receive(connection)
        except (EOFError, OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # it has ended, or it does not know any more what it says

    def _dismiss(self, child: Child, *, kill: bool) -> int | None:
        self.children.remove(child)
        return child.end(kill=kill)


def _failed(task: Task, limits: Limits) -> Problem:
    if task.status is None:
        seconds = (task.patience or limits.seconds) if task.begun else OPENING
        message = f"it was not laid out after {seconds:,.0f} seconds, {_TRIES} times"
        return Problem(Position(task.place), "P013", message, "look at the theme, and at the logo")
    how = f"killed by signal {-task.status}" if task.status < 0 else f"status {task.status}"
    message = f"the process that laid it out ended {_TRIES} times without an answer ({how})"
    return Problem(Position(task.place), "P019", message, "look at the memory of the machine and at the theme")
