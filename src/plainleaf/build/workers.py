"""Sheets printed by several processes; each print comes back whole, or the reasons why it cannot be."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.build.plan import Sheet
    from plainleaf.press.pdf_document import PdfDocument

Result = tuple["Sheet", "PdfDocument | tuple[Problem, ...]"]


def print_sheets(sheets: Sequence[Sheet], jobs: int) -> Iterator[Result]:
    """Print sheets with up to `jobs` processes, in the order in which they are finished.

    A process that dies (killed, out of memory) costs nothing but time: what it leaves unfinished is printed again
    in this process, one sheet at a time.
    """
    if jobs <= 1 or len(sheets) <= 1:
        yield from map(_print_here, sheets)
        return
    done: set[int] = set()
    # Spawned, not forked: the engine's C libraries keep state that a fork would share.
    with ProcessPoolExecutor(min(jobs, len(sheets)), mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = {pool.submit(print_sheet, sheet): index for index, sheet in enumerate(sheets)}
        try:
            for future in as_completed(futures):
                result = future.result()
                done.add(futures[future])
                yield sheets[futures[future]], result
        except BrokenProcessPool:
            pass
        except GeneratorExit:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    yield from (_print_here(sheet) for index, sheet in enumerate(sheets) if index not in done)


def _print_here(sheet: Sheet) -> Result:
    return sheet, print_sheet(sheet)


def print_sheet(sheet: Sheet) -> PdfDocument | tuple[Problem, ...]:
    """One sheet printed, or its problems, each with the name of the sheet as its place."""
    from plainleaf.press.pdf import render_pdf  # noqa: PLC0415 - the engine loads only where something is printed

    try:
        return render_pdf(sheet.document)
    except PlainleafError as error:
        where = Position(sheet.target.path)
        return tuple(Problem(where, p.code, p.message, p.hint, p.strength) for p in error.problems)
