"""Leaflets made when somebody asks for them, by processes that are watched, and kept while there is room.

A process makes one leaflet at a time and none waits for another's; who asks for what is being made already waits for
that. More than fits is refused at once, so that a desk that is asked too much answers still.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from plainleaf.build.crew import OPENING, Child, Crew, Station, Task
from plainleaf.build.manifest import Artifact, read_manifest
from plainleaf.build.orders import Opening
from plainleaf.build.plan import NOBODYS, Target
from plainleaf.build.store import LocalFolder
from plainleaf.content.personal import Personal
from plainleaf.desk.making import MOST_OPENED, Errand, Fill, Look, Make, Open, serve_errands
from plainleaf.press.child import Reply
from plainleaf.press.limits import Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Problem

MOST_BYTES = 64 << 20
"""Of leaflets that are kept: some hundreds."""
_NOT_ITS_OWN = frozenset({*NOBODYS, "P013", "P018", "P019"})
"""Problems that are no leaflet's own: asked once more, it may be printed."""
MOST_WAITING = 40
"""Errands for which no process is free."""


class BusyError(RuntimeError):
    """More is asked for than can be made soon."""


class FailedError(PlainleafError):
    """A leaflet could not be made, which says nothing of the leaflet: a process was killed, or files change."""


@dataclass(frozen=True, slots=True)
class Print:
    """A leaflet as a file.

    Attributes:
        sha256: none of what was filled in for one patient: it would be a trace of it.
        about: what the manifest says of it.
        pages: sides of paper.
    """

    target: Target
    data: bytes
    sha256: str
    pages: int
    about: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The check code that stands on it."""
        return str(self.about["code"])

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved it."""
        return bool(self.about["status"] != "approved")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no such leaflet."""

    problems: tuple[Problem, ...]


class Printer:
    """Makes leaflets and keeps them; to be used as ``async with``."""

    def __init__(self, first: Opening, output: Path, jobs: int, limits: Limits) -> None:
        """Nothing starts before it is entered.

        Args:
            first: what processes open before anybody asks.
            output: the folder of finished leaflets; one that is up to date is not made again.
        """
        self._hands = [_Hand(Crew(Station(serve_errands, (first,)), limits, 1)) for _ in range(jobs)]
        self._free: asyncio.Queue[_Hand] = asyncio.Queue()
        self._errands: set[asyncio.Task[Reply]] = set()
        # Threads of its own: who waits for a leaflet must not keep others from their pages.
        self._threads = ThreadPoolExecutor(jobs, "printing")
        self._output = LocalFolder(output)
        self._finished: dict[str, Artifact] = {}
        self._kept = _Kept()
        self._making: dict[object, asyncio.Task[Any]] = {}
        self._waiting = 0

    async def __aenter__(self) -> Self:
        self._finished = await asyncio.to_thread(read_manifest, self._output)
        for hand in self._hands:
            await asyncio.to_thread(hand.stand_by)
            self._free.put_nowait(hand)
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._making.values():
            task.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await asyncio.gather(*(asyncio.to_thread(hand.close) for hand in self._hands))
        for errand in self._errands:
            errand.cancel()
        self._threads.shutdown(wait=False)

    def kept(self, opening: Opening, target: Target) -> Print | None:
        """A leaflet that is at hand."""
        return self._kept.get(_key(opening, target))

    async def probe(self, opening: Opening, target: Target) -> Print | Refused:
        """The leaflet made now, whatever is kept; see `make` for errors."""
        return await self._make(opening, target)

    async def make(self, opening: Opening, target: Target) -> Print | Refused:
        """A leaflet, made or kept.

        Raises:
            BusyError: when too many others are waited for.
            FailedError: when it could not be made this time.
        """
        key = _key(opening, target)
        if kept := self._kept.get(key):
            return kept
        made: Print | Refused = await self._once(key, lambda: self._make(opening, target))
        if isinstance(made, Print):
            self._kept.put(key, made)
        return made

    async def fill(self, opening: Opening, target: Target, personal: Personal) -> Print | Refused:
        """A leaflet with what is filled in for one patient: made now, for this one request, and kept nowhere."""
        reply = await self._run(Fill(opening, target, personal))
        if isinstance(reply.answer, PdfDocument):
            return Print(target, reply.answer.data, "", reply.answer.pages, reply.about)
        return Refused(reply.answer or ())

    async def look(self, opening: Opening, leaflet: str, lang: str) -> Mapping[str, Any] | Refused:
        """By level, the status of a leaflet in a language, or problems in JSON; see `make` for errors."""
        key = (_key(opening, leaflet), lang)
        reply = await self._once(key, lambda: self._run(Look(opening, leaflet, lang)))
        return Refused(reply.answer) if isinstance(reply.answer, tuple) else reply.about["standings"]

    async def _make(self, opening: Opening, target: Target) -> Print | Refused:
        there = await asyncio.to_thread(self._find, target)
        reply = await self._run(Make(opening, target, there[0].source_hash if there else ""))
        if isinstance(reply.answer, tuple):
            return Refused(reply.answer)
        if isinstance(reply.answer, PdfDocument):
            data, pages = reply.answer.data, reply.answer.pages
        elif there is not None:
            data, pages = there[1], there[0].pages
        else:
            message = "a process answered with no leaflet"
            raise RuntimeError(message)
        return Print(target, data, hashlib.sha256(data).hexdigest(), pages, reply.about)

    def _find(self, target: Target) -> tuple[Artifact, bytes] | None:
        """A finished leaflet of the output folder, if it is what was put there."""
        artifact = self._finished.get(target.path)
        data = self._output.read(target.path) if artifact else None
        if artifact is None or data is None or hashlib.sha256(data).hexdigest() != artifact.sha256:
            return None
        return artifact, data

    async def _once(self, key: object, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the work gives
        """What the work gives, for all who ask for it while it is done."""
        if key not in self._making:
            task = asyncio.create_task(work())
            self._making[key] = task
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(self._making[key])

    async def _run(self, errand: Errand) -> Reply:
        # Whoever asked may leave: the process is free when it has done its work, and no sooner.
        task = asyncio.create_task(self._hand_over(errand))
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)
        reply = await asyncio.shield(task)
        if isinstance(reply.answer, tuple) and any(problem.code in _NOT_ITS_OWN for problem in reply.answer):
            raise FailedError(reply.answer)
        return reply

    async def _hand_over(self, errand: Errand) -> Reply:
        async with self._hand() as hand:
            return await asyncio.get_running_loop().run_in_executor(self._threads, hand.carry_out, errand)

    @contextlib.asynccontextmanager
    async def _hand(self) -> AsyncIterator[_Hand]:
        if self._waiting >= MOST_WAITING:
            message = "too much is asked for at once"
            raise BusyError(message)
        self._waiting += 1
        try:
            hand = await self._free.get()
        finally:
            self._waiting -= 1
        try:
            yield hand
        finally:
            self._free.put_nowait(hand)


def _key(opening: Opening, target: object) -> object:
    return opening.digest, opening.request.place, opening.request.profile, target


@dataclass(slots=True)
class _Hand:
    """One process, and the one that comes after it.

    Attributes:
        child: the process, as it was last seen.
        opened: what it has open.
    """

    crew: Crew
    child: Child | None = None
    opened: list[Opening] = field(default_factory=list)
    is_closed: bool = False

    def carry_out(self, errand: Errand) -> Reply:
        """Have an errand done. A workspace that is not open yet is opened first, which takes its time."""
        opening = errand.opening
        self.crew.station = Station(serve_errands, (opening,))  # what a process begins with that has to be started now
        self._look()
        tasks = [Task(errand, 1, index=1, title=errand.title)]
        if self.crew.children and opening not in self.opened:
            first = Open(opening)
            tasks.insert(0, Task(first, 1, title=first.title, patience=OPENING))
        replies = {task.index: reply for task, reply in self.crew.run(tasks)}
        self._look()
        if opening not in self.opened:
            self.opened = [*self.opened[-MOST_OPENED + 1 :], opening]
        self.stand_by()
        return replies[1]

    def stand_by(self) -> None:
        """Start the process that is lacking; where it cannot be, who comes next will try again."""
        if not self.is_closed:
            with contextlib.suppress(OSError):
                self.crew.stand_by()
                self._look()

    def close(self) -> None:
        """End the process for good."""
        self.is_closed = True
        self.crew.close()

    def _look(self) -> None:
        """Notice another process: it began with what its station says."""
        child = next(iter(self.crew.children), None)
        if child is not self.child:
            self.child, self.opened = child, list(self.crew.station.more)


@dataclass(slots=True)
class _Kept:
    """The leaflets that were asked for last."""

    prints: OrderedDict[object, Print] = field(default_factory=OrderedDict)
    size: int = 0

    def get(self, key: object) -> Print | None:
        if found := self.prints.get(key):
            self.prints.move_to_end(key)
        return found

    def put(self, key: object, made: Print) -> None:
        if key not in self.prints:
            self.prints[key] = made
            self.size += len(made.data)
        while self.size > MOST_BYTES and len(self.prints) > 1:
            _, oldest = self.prints.popitem(last=False)
            self.size -= len(oldest.data)
