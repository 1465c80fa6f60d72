"""The process in which pages are laid out: it takes documents from a pipe and answers with prints or problems.

It answers in JSON and bytes, never in Python objects: should a hostile file take this process over, what it sends can
still do nothing to the one that listens.
"""

from __future__ import annotations

import json
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from plainleaf.press.limits import Guard, Limits, allow_seconds, forget_working_folder, hold_to, readable_folders
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.press.html import HtmlDocument

Answer = PdfDocument | tuple[Problem, ...]
MEMORY = "P018"
"""The problem after which a process ends by itself."""
MOST_BYTES = 256 << 20
"""Of one print: more is no leaflet."""


@dataclass(frozen=True, slots=True)
class _Head:
    """What comes before the bytes of a print."""

    pages: int
    problems: tuple[Problem, ...]

    def as_bytes(self) -> bytes:
        return json.dumps({"pages": self.pages, "problems": [problem.as_json() for problem in self.problems]}).encode()


def serve(connection: Connection, limits: Limits, fonts: tuple[str, ...]) -> None:
    """Answer documents until the pipe is closed.

    Args:
        fonts: folders and files that describe or hold fonts, which may be read besides the program.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that listens decides when to stop
    hold_to(limits)
    forget_working_folder()
    from plainleaf.press.pdf import render_pdf  # noqa: PLC0415 - the engine loads only where pages are laid out

    guard = Guard(readable_folders(map(Path, fonts)))
    guard.install()
    while True:
        try:
            document: HtmlDocument = connection.recv()
        except EOFError:
            return
        allow_seconds(limits)
        where = Position(document.title)
        data, pages, problems = b"", 0, tuple[Problem, ...]()
        spent = False
        try:
            with guard.arm():
                pdf = render_pdf(document, most_pages=limits.pages)
            data, pages, problems = pdf.data, pdf.pages, pdf.warnings
        except PlainleafError as error:
            problems = error.problems
        except RecursionError:
            problems = (_too_deep(where),)
        except MemoryError:
            problems, spent = (_too_much_memory(where, limits),), True
        except Exception as error:  # noqa: BLE001 - a fault of the engine costs this sheet, and says what it was
            if not guard.refused:
                problems = (_engine_fault(where, error),)
        if guard.refused:
            data, problems = b"", (*problems, *_refusals(where, guard))
        connection.send_bytes(_Head(pages, problems).as_bytes())
        connection.send_bytes(data)
        if spent:
            return  # what is left of its memory is good for nothing


def receive(connection: Connection) -> Answer:
    """One answer of `serve`.

    Raises:
        EOFError, OSError: the process has ended.
        ValueError, KeyError, TypeError: what it said is no answer.
    """
    head, data = json.loads(connection.recv_bytes(MOST_BYTES)), connection.recv_bytes(MOST_BYTES)
    problems = tuple(
        Problem(Position(one["file"], one["line"]), one["code"], one["message"], one["hint"], one["strength"])
        for one in head["problems"]
    )
    return PdfDocument(data, head["pages"], problems) if data else problems


def _too_deep(where: Position) -> Problem:
    return Problem(where, "P017", "elements stand inside each other too deep to be laid out", "look at the theme")


def _too_much_memory(where: Position, limits: Limits) -> Problem:
    message = f"it needs more than {limits.memory >> 20:,} MB of memory"
    return Problem(where, MEMORY, message, "look for a huge picture or table in the theme or the logo")


def _engine_fault(where: Position, error: Exception) -> Problem:
    message = f"the print engine failed: {type(error).__name__}: {str(error)[:200]}"
    return Problem(where, "P010", message, "look at the theme; if it is ours, report it")


def _refusals(where: Position, guard: Guard) -> list[Problem]:
    hint = "printing reads fonts and the program, and nothing else"
    return [Problem(where, "P015", f"printing it was refused {what[:80]}", hint) for what in guard.refused]
