"""What the processes of the desk do: one leaflet at a time is looked at or printed, as somebody asks for it.

As in a build, names and hashes travel and no objects, each process opens the workspace by itself, and pages are laid
out where nothing else is in reach.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection

from plainleaf.build.crew import OPENING
from plainleaf.build.orders import Opening, make_one, open_again
from plainleaf.build.plan import NOBODYS, Target
from plainleaf.build.planning import Planner
from plainleaf.content.personal import Personal
from plainleaf.press.child import PrintRoom, Reply, say_ready, send
from plainleaf.press.limits import Limits, allow_seconds
from plainleaf.problems import PlainleafError

MOST_OPENED = 4
"""Workspaces that a process has open, as wards and places see them."""


@dataclass(frozen=True, slots=True)
class Make:
    """Print a sheet.

    Attributes:
        known: the hash of what a print was made from that is there already; the same is not printed again.
    """

    opening: Opening
    target: Target
    known: str = ""

    @property
    def title(self) -> str:
        """What problems are told of."""
        return self.target.path

    def carry_out(self, planner: Planner, room: PrintRoom) -> Reply:
        """A print, or none where it would be the same; with it, what the manifest says of it."""
        return make_one(self.target, planner, self.known or None, room)


@dataclass(frozen=True, slots=True, repr=False)
class Fill:
    """Print a sheet with what is filled in for one patient. The process ends after it: it keeps what it has read."""

    opening: Opening
    target: Target
    personal: Personal

    @property
    def title(self) -> str:
        """What problems are told of."""
        return self.target.path

    def carry_out(self, planner: Planner, room: PrintRoom) -> Reply:
        """A print; with it, what the manifest says of such a sheet."""
        sheet = planner.sheet(self.target, self.personal)
        return replace(room.print(sheet.document), about=sheet.about, spent=True)


@dataclass(frozen=True, slots=True)
class Open:
    """Open a workspace, which takes as long as it is large."""

    opening: Opening
    title: str = "the workspace"

    def carry_out(self, planner: Planner, room: PrintRoom) -> Reply:
        """Nothing: it is open."""
        del planner, room
        return Reply(None)


@dataclass(frozen=True, slots=True)
class Look:
    """See at which levels there is a leaflet in a language, and whether it is a draft."""

    opening: Opening
    leaflet: str
    lang: str

    @property
    def title(self) -> str:
        """What problems are told of."""
        return f"{self.leaflet} in {self.lang}"

    def carry_out(self, planner: Planner, room: PrintRoom) -> Reply:
        """By level, a status or problems."""
        del room
        standings = planner.standings(self.leaflet, self.lang)
        about = {
            level.value: standing if isinstance(standing, str) else [problem.as_json() for problem in standing]
            for level, standing in standings.items()
        }
        return Reply(None, {"standings": about})


Errand = Make | Fill | Open | Look


def serve_errands(connection: Connection, limits: Limits, first: Opening) -> None:
    """Carry out errands until the pipe is closed: one reply for each.

    Args:
        first: opened before the process says that it is ready, so that nobody waits for that at the desk.
    """
    room = PrintRoom(limits, (os.environ.get("FONTCONFIG_FILE", ""),))
    bench = _Bench(room)
    bench.prepare(first)
    if not say_ready(connection):
        return
    while True:
        try:
            errand: Errand = connection.recv()
        except (EOFError, ConnectionError):
            return
        allow_seconds(replace(limits, seconds=OPENING) if isinstance(errand, Open) else limits)
        reply = bench.carry_out(errand)
        if not send(connection, reply) or reply.spent:
            return


@dataclass(slots=True)
class _Bench:
    """What a process has open."""

    room: PrintRoom
    planners: dict[Opening, Planner] = field(default_factory=dict)

    def prepare(self, opening: Opening) -> None:
        """Open a workspace and print a sheet of it, so that whoever asks first waits no longer than others.

        What is wrong with it is told whoever asks for something.
        """
        with contextlib.suppress(PlainleafError):
            planner = self._open(opening)
            leaflet = next(iter(planner.library.leaflets), None)
            if leaflet:
                paper = planner.library.places[planner.place].paper
                target = Target(leaflet, planner.tags[0], planner.levels[0].value, paper, planner.place)
                make_one(target, planner, None, self.room)

    def carry_out(self, errand: Errand) -> Reply:
        try:
            return errand.carry_out(self._open(errand.opening), self.room)
        except PlainleafError as error:
            fatal = any(problem.code in NOBODYS for problem in error.problems)
            return Reply(error.problems, {"fatal": fatal}, spent=isinstance(errand, Fill))

    def _open(self, opening: Opening) -> Planner:
        if opening not in self.planners:
            planner = open_again(opening)
            if len(self.planners) >= MOST_OPENED:
                del self.planners[next(iter(self.planners))]
            self.planners[opening] = planner
        return self.planners[opening]
