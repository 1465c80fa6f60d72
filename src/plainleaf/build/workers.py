"""Sheets printed by processes of their own, which are watched: each costs its print, or one clear problem.

Nothing is laid out in the process that builds: a document that hangs, eats memory or brings the engine down costs its
process, which is replaced, and the others are printed.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from plainleaf.build.crew import Crew, Station, Task
from plainleaf.build.orders import Opening, Order, serve_orders
from plainleaf.press.child import Answer, Reply, placed, serve
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError

if TYPE_CHECKING:
    from plainleaf.build.plan import Sheet, Target
    from plainleaf.press.html import HtmlDocument


def print_sheets(sheets: Sequence[Sheet], jobs: int, limits: Limits = LIMITS) -> Iterator[tuple[Sheet, Answer]]:
    """Print sheets with up to `jobs` processes, in the order in which they are finished.

    The problems of a sheet have its path as their place. When the caller stops listening, so does all work.
    """
    documents = [sheet.document for sheet in sheets]
    for index, answer in _print_documents(documents, jobs, limits):
        yield sheets[index], _placed(answer, sheets[index].target.path)


def print_document(document: HtmlDocument, limits: Limits = LIMITS) -> PdfDocument:
    """Print one document in a process of its own.

    Raises:
        PlainleafError: with everything that keeps it from being printed.
    """
    ((_, answer),) = _print_documents([document], 1, limits)
    if isinstance(answer, PdfDocument):
        return answer
    raise PlainleafError(answer)


class Pressroom:
    """Processes that make and print what they are ordered; they stay until the room is closed."""

    def __init__(self, opening: Opening, jobs: int, limits: Limits = LIMITS) -> None:
        """Nothing starts before the first order."""
        self._crew = Crew(Station(serve_orders, (opening,)), limits, jobs)

    def carry_out(self, orders: Iterable[Order]) -> Iterator[tuple[Target, Reply]]:
        """Make each sheet of the orders, in whatever order they are finished.

        Problems of printing have the sheet's path as their place; those of its text stand where they are.
        """
        tasks = (Task(order, len(order.targets)) for order in orders)
        for task, reply in self._crew.run(tasks):
            yield task.payload.targets[task.answered - 1], reply

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, also those that are at work."""
        self._crew.close()


def _print_documents(documents: Sequence[HtmlDocument], jobs: int, limits: Limits) -> Iterator[tuple[int, Answer]]:
    fonts = (os.environ.get("FONTCONFIG_FILE", ""),)
    tasks = [Task(document, 1, index, document.title) for index, document in enumerate(documents)]
    with contextlib.closing(Crew(Station(serve, (fonts,)), limits, min(jobs, len(tasks)))) as crew:
        for task, reply in crew.run(tasks):
            yield task.index, reply.answer or ()


def _placed(answer: Answer, path: str) -> Answer:
    if isinstance(answer, PdfDocument):
        return replace(answer, warnings=placed(answer.warnings, path))
    return placed(answer, path)
