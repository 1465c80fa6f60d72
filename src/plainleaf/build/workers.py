"""Documents printed by processes of their own, which are watched: each costs its print, or one clear problem.

Nothing is laid out in the process that plans: a document that hangs, eats memory or brings the engine down costs its
process, which is replaced, and the others are printed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

from plainleaf.press.child import MEMORY, Answer, receive, serve
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.build.plan import Sheet
    from plainleaf.press.html import HtmlDocument

Result = tuple["Sheet", Answer]
_TRIES = 2
"""A process may be killed by somebody else; so a document is tried once more before it is called the cause."""
_GRACE = 5.0
"""Seconds in which an idle process ends by itself when its pipe is closed."""
# Spawned, not forked: the engine's C libraries keep state that a fork would share.
_SPAWN = multiprocessing.get_context("spawn")


def print_sheets(sheets: Sequence[Sheet], jobs: int, limits: Limits = LIMITS) -> Iterator[Result]:
    """Print sheets with up to `jobs` processes, in the order in which they are finished.

    The problems of a sheet have its path as their place. When the caller stops listening, so does all work.
    """
    documents = [sheet.document for sheet in sheets]
    for index, answer in _print_documents(documents, jobs, limits):
        sheet = sheets[index]
        where = Position(sheet.target.path)
        if isinstance(answer, PdfDocument):
            yield sheet, replace(answer, warnings=_placed(answer.warnings, where))
        else:
            yield sheet, _placed(answer, where)


def _placed(problems: Iterable[Problem], where: Position) -> tuple[Problem, ...]:
    return tuple(replace(problem, position=where) for problem in problems)


def print_document(document: HtmlDocument, limits: Limits = LIMITS) -> PdfDocument:
    """Print one document in a process of its own.

    Raises:
        PlainleafError: with everything that keeps it from being printed.
    """
    ((_, answer),) = _print_documents([document], 1, limits)
    if isinstance(answer, PdfDocument):
        return answer
    raise PlainleafError(answer)


def _print_documents(documents: Sequence[HtmlDocument], jobs: int, limits: Limits) -> Iterator[tuple[int, Answer]]:
    waiting: deque[_Task] = deque()
    for index, document in enumerate(documents):
        if (size := len(document.html) + len(document.css)) > limits.characters:
            message = f"its page has {size:,} characters; {limits.characters:,} is the most"
            yield index, (Problem(Position(document.title), "P016", message, "look at the theme"),)
        else:
            waiting.append(_Task(index, document))
    if not waiting:
        return
    with _Crew(limits, min(jobs, len(waiting))) as crew:
        while waiting or crew.busy:
            crew.hand_out(waiting)
            for task, answer in crew.collect():
                if answer is not None:
                    yield task.index, answer
                elif task.tries < _TRIES:
                    waiting.append(task)
                else:
                    yield task.index, (_ended(task),)


@dataclass(slots=True)
class _Task:
    index: int
    document: HtmlDocument
    tries: int = 0
    status: int | None = None


class _Child:
    """One process, and what it is busy with."""

    def __init__(self, limits: Limits) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        fonts = (os.environ.get("FONTCONFIG_FILE", ""),)
        self.process: SpawnProcess = _SPAWN.Process(target=serve, args=(theirs, limits, fonts), daemon=True)
        self.process.start()
        theirs.close()
        self.task: _Task | None = None
        self.deadline = 0.0

    def begin(self, task: _Task, seconds: float) -> None:
        """Hand over a document, in a thread: a process that does not read must not stop the one that writes."""
        self.task, self.deadline = task, time.monotonic() + seconds
        task.tries += 1
        Thread(target=self._send, args=(task.document,), daemon=True).start()

    def _send(self, document: HtmlDocument) -> None:
        # It has died since, or the pipe was closed while this thread wrote: no answer will come.
        with contextlib.suppress(OSError, TypeError):
            self.connection.send(document)

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
class _Crew:
    """The processes of one build."""

    limits: Limits
    most: int
    children: list[_Child] = field(default_factory=list)

    @property
    def busy(self) -> list[_Child]:
        return [child for child in self.children if child.task]

    def hand_out(self, waiting: deque[_Task]) -> None:
        """Give every free process a document, and make as many processes as may be."""
        while waiting:
            free = next((child for child in self.children if not child.task), None)
            if free is None and len(self.children) == self.most:
                return
            if free is None:
                free = _Child(self.limits)
                self.children.append(free)
            free.begin(waiting.popleft(), self.limits.seconds)

    def collect(self) -> list[tuple[_Task, Answer | None]]:
        """What has come: answers, and none for each document whose process died.

        All of it at once, before anybody looks at it: who takes an answer may need long to write it down.
        """
        busy = self.busy
        soonest = min(child.deadline for child in busy)
        wait([child.connection for child in busy], timeout=max(0.0, soonest - time.monotonic()))
        return [found for child in busy if (found := self._look_at(child)) is not None]

    def _look_at(self, child: _Child) -> tuple[_Task, Answer | None] | None:
        task = child.task
        if task is None:
            return None
        if child.connection.poll():
            answer = self._receive(child.connection)
            child.task = None
            if answer is None or _is_spent(answer):
                task.status = self._dismiss(child, kill=answer is None)
            return task, answer
        if time.monotonic() >= child.deadline:
            self._dismiss(child, kill=True)
            return task, (_too_slow(task, self.limits),)
        return None

    @staticmethod
    def _receive(connection: Connection) -> Answer | None:
        try:
            return receive(connection)
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            return None  # it has ended, or it does not know any more what it says

    def _dismiss(self, child: _Child, *, kill: bool) -> int | None:
        self.children.remove(child)
        return child.end(kill=kill)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in list(self.children):
            self._dismiss(child, kill=child.task is not None)


def _is_spent(answer: Answer) -> bool:
    """Whether the process has no memory left to go on with."""
    return isinstance(answer, tuple) and any(problem.code == MEMORY for problem in answer)


def _too_slow(task: _Task, limits: Limits) -> Problem:
    message = f"it was not laid out after {limits.seconds:,.0f} seconds"
    return Problem(Position(task.document.title), "P013", message, "look at the theme, and at the logo")


def _ended(task: _Task) -> Problem:
    how = f"killed by signal {-task.status}" if task.status and task.status < 0 else f"status {task.status}"
    message = f"the process that laid it out ended {task.tries} times without an answer ({how})"
    return Problem(Position(task.document.title), "P019", message, "look at the memory of the machine and at the theme")
