"""The process in which pages are laid out: it prints documents and answers with prints or problems.

It answers in JSON and bytes, never in Python objects: should a hostile file take this process over, what it sends can
still do nothing to the one that listens.
"""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainleaf.press.limits import (
    Guard,
    Limits,
    allow_seconds,
    forget_working_folder,
    give_back_memory,
    hold_to,
    readable_folders,
    resident_bytes,
)
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.press.html import HtmlDocument

Answer = PdfDocument | tuple[Problem, ...]
_WARM = 4
"""Prints after which a process has nearly all that it keeps."""
_YOUNG = 100_000
"""Objects that are made before the collector looks at the young: a sheet makes so many, and drops them together."""
_ROUND = 16
"""Prints between looks at everything: what outlives its sheet by chance would lie between what is kept, and the memory
of the process grow for as long as it prints."""
MOST_BYTES = 256 << 20
"""Of one print: more is no leaflet."""
READY = b"ready"
"""What a process says before it takes anything: its first sheet need not pay for its start."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a process says of one sheet.

    Attributes:
        answer: none: there was nothing to print.
        about: what else was worked out, as JSON values.
        spent: the process ends after it.
    """

    answer: Answer | None
    about: Mapping[str, Any] = field(default_factory=dict)
    spent: bool = False


class PrintRoom:
    """This process, bound for good to what printing may use."""

    def __init__(self, limits: Limits, fonts: Iterable[str]) -> None:
        """Bind the process.

        Args:
            fonts: folders and files that describe or hold fonts, which may be read besides the program.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that listens decides when to stop
        hold_to(limits)
        forget_working_folder()
        from plainleaf.press.pdf import render_pdf  # noqa: PLC0415 - the engine loads only where pages are laid out

        self._render, self._limits = render_pdf, limits
        self._guard = Guard(readable_folders(map(Path, fonts)))
        self._guard.install()
        self._printed = 0

    def print(self, document: HtmlDocument) -> Reply:
        """Print one document with everything but fonts and the program out of its reach."""
        if (size := len(document.html) + len(document.css)) > self._limits.characters:
            return Reply((_too_large(Position(document.title), size, self._limits),))
        allow_seconds(self._limits)
        where, guard = Position(document.title), self._guard
        answer: Answer = ()
        spent = False
        try:
            with guard.arm():
                answer = self._render(document, most_pages=self._limits.pages)
        except PlainleafError as error:
            answer = error.problems
        except RecursionError:
            answer = (_too_deep(where),)
        except MemoryError:
            answer, spent = (_too_much_memory(where, self._limits),), True
        except Exception as error:  # noqa: BLE001 - a fault of the engine costs this sheet, and says what it was
            if not guard.refused:
                answer = (_engine_fault(where, error),)
        if guard.refused:
            answer = (*(() if isinstance(answer, PdfDocument) else answer), *_refusals(where, guard))
        self._printed += 1
        if self._printed == _WARM:
            _spare_the_collector()
        elif self._printed % _ROUND == 0:
            gc.collect()
            give_back_memory()
        # What is left of the memory of a process that had too little is good for nothing.
        return Reply(answer, spent=spent or resident_bytes() > self._limits.resident)


def serve(connection: Connection, limits: Limits, fonts: tuple[str, ...]) -> None:
    """Answer documents until the pipe is closed; see `PrintRoom` for the arguments."""
    room = PrintRoom(limits, fonts)
    if not say_ready(connection):
        return
    while True:
        try:
            document: HtmlDocument = connection.recv()
        except (EOFError, ConnectionError):
            return
        reply = room.print(document)
        if not send(connection, reply) or reply.spent:
            return


def _spare_the_collector() -> None:
    """Have Python not look again and again at what stays: the program, fonts, styles. It is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)


def say_ready(connection: Connection) -> bool:
    """Tell whoever started this process that it can begin; whether anybody was there to hear it."""
    try:
        connection.send_bytes(READY)
    except ConnectionError:
        return False
    return True


def send(connection: Connection, reply: Reply) -> bool:
    """One reply through the pipe: a head in JSON, and the bytes of the print; whether anybody was there to take it."""
    answer = reply.answer
    pdf = answer if isinstance(answer, PdfDocument) else PdfDocument(b"", 0, answer or ())
    head = {
        "printed": answer is pdf,
        "pages": pdf.pages,
        "problems": [problem.as_json() for problem in pdf.warnings],
        "about": dict(reply.about),
        "spent": reply.spent,
    }
    try:
        connection.send_bytes(json.dumps(head).encode())
        connection.send_bytes(pdf.data)
    except ConnectionError:
        return False  # who ordered it was killed
    return True


def receive(connection: Connection) -> Reply:
    """One reply that was sent.

    Raises:
        EOFError, OSError: the process has ended.
        ValueError, KeyError, TypeError: what it said is no reply.
    """
    head, data = json.loads(connection.recv_bytes(MOST_BYTES)), connection.recv_bytes(MOST_BYTES)
    problems = tuple(Problem.from_json(one) for one in head["problems"])
    answer = PdfDocument(data, head["pages"], problems) if head["printed"] else problems or None
    return Reply(answer, {**head["about"]}, head["spent"] is True)


def placed(problems: Iterable[Problem], path: str) -> tuple[Problem, ...]:
    """Problems of a document as those of the file that it was to become."""
    return tuple(replace(problem, position=Position(path)) for problem in problems)


def _too_large(where: Position, size: int, limits: Limits) -> Problem:
    message = f"its page has {size:,} characters; {limits.characters:,} is the most"
    return Problem(where, "P016", message, "look at the theme")


def _too_deep(where: Position) -> Problem:
    return Problem(where, "P017", "elements stand inside each other too deep to be laid out", "look at the theme")


def _too_much_memory(where: Position, limits: Limits) -> Problem:
    message = f"it needs more than {limits.memory >> 20:,} MB of memory"
    return Problem(where, "P018", message, "look for a huge picture or table in the theme or the logo")


def _engine_fault(where: Position, error: Exception) -> Problem:
    message = f"the print engine failed: {type(error).__name__}: {str(error)[:200]}"
    return Problem(where, "P010", message, "look at the theme; if it is ours, report it")


def _refusals(where: Position, guard: Guard) -> list[Problem]:
    hint = "printing reads fonts and the program, and nothing else"
    return [Problem(where, "P015", f"printing it was refused {what[:80]}", hint) for what in guard.refused]
