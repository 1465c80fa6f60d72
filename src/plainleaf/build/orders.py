"""What the processes of a build are told and what they do: sheets are ordered by name, and made where they are printed.

Names and hashes travel, and no objects: a process opens the workspace by itself, sees by a hash that it found the same
as whoever gave the order, and puts a leaflet into a language, sets it and prints it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from plainleaf.build.plan import NOBODYS, Request, Target
from plainleaf.build.planning import Planner, open_planner
from plainleaf.press.child import PrintRoom, Reply, placed, say_ready, send
from plainleaf.press.limits import Limits, allow_seconds
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import find_workspace


@dataclass(frozen=True, slots=True)
class Opening:
    """Which workspace is worked in, and how.

    Attributes:
        root: its folder.
        request: what was asked for, by which settings are read; see `plainleaf.build.planning.open_planner`.
        digest: of all that was found there.
    """

    root: str
    request: Request
    digest: str


@dataclass(frozen=True, slots=True)
class Order:
    """Sheets of one leaflet in one language, beside none or one other.

    Attributes:
        known: hashes of what the sheets were made from that are there already, by path; what would be made from the
            same is not printed again.
    """

    targets: tuple[Target, ...]
    known: Mapping[str, str] = field(default_factory=dict)

    def after(self, done: int) -> Order:
        """The order without its first sheets."""
        return replace(self, targets=self.targets[done:])

    def without(self, made: Collection[Target]) -> Order:
        """The order without sheets that are made already."""
        return replace(self, targets=tuple(target for target in self.targets if target not in made))


def serve_orders(connection: Connection, limits: Limits, opening: Opening) -> None:
    """Carry out orders until the pipe is closed: one reply for each sheet."""
    planner = _open(opening)
    room = PrintRoom(limits, (os.environ.get("FONTCONFIG_FILE", ""),))
    warm = False
    if not say_ready(connection):
        return
    while True:
        try:
            order: Order = connection.recv()
        except (EOFError, ConnectionError):
            return
        for target in order.targets:
            allow_seconds(limits)
            began = time.process_time()
            known = order.known.get(target.path)
            reply = make_one(target, planner, known, room) if isinstance(planner, Planner) else planner
            if warm:  # the first sheet of a process also pays for its start
                reply = replace(reply, about={**reply.about, "seconds": time.process_time() - began})
            warm = warm or isinstance(reply.answer, PdfDocument)
            if not send(connection, reply) or reply.spent:
                return


def _open(opening: Opening) -> Planner | Reply:
    """What makes the sheets, or what is said of each of them because it cannot be opened."""
    try:
        return open_again(opening)
    except PlainleafError as error:
        return Reply(error.problems, {"fatal": True})


def open_again(opening: Opening) -> Planner:
    """What makes sheets, from the same as whoever opened the workspace first.

    Raises:
        PlainleafError: B009, when it is not the same; and as `open_planner`.
    """
    planner = open_planner(find_workspace(Path(opening.root)), opening.request, whole=False)
    if planner.digest == opening.digest:
        return planner
    message = "the workspace is not what it was when the build began, or the program is another one"
    where = Position(Path(opening.root).name)
    raise PlainleafError(Problem(where, "B009", message, "build again when nobody edits it"))


def make_one(target: Target, planner: Planner, known: str | None, room: PrintRoom) -> Reply:
    """One sheet made and printed, unless it would be made from the same as one that is there.

    Args:
        known: the hash of what that was made from.
    """
    try:
        sheet = planner.sheet(target)
    except PlainleafError as error:
        return Reply(error.problems, {"fatal": any(problem.code in NOBODYS for problem in error.problems)})
    if known == sheet.source_hash:
        return Reply(None, sheet.about)
    reply = room.print(sheet.document)
    if isinstance(reply.answer, PdfDocument):
        answer = replace(reply.answer, warnings=placed(reply.answer.warnings, target.path))
        return replace(reply, answer=answer, about=sheet.about)
    return replace(reply, answer=placed(reply.answer or (), target.path), about=sheet.about)
