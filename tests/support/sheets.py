"""Sheets of `plainleaf review` as their readers fill them in: XLSX and CSV alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import cache

from openpyxl import load_workbook
from tests.support.library import FILES, Files, leaflet, library, packs, translated

from plainleaf.content.grammar import LEVELS
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.packs import read_language
from plainleaf.translation.review.proof import Proof
from plainleaf.translation.review.proofing import make_proof

Grid = list[list[str]]
PEOPLE = {"back-translator": "Bea", "signed by": "Sol", "qualification": "sworn translator", "date": "2026-02-01"}


def proof(tag: str = "es", files: Files | None = None) -> Proof:
    """A proof of the invented leaflet."""
    return _proof(tag) if files is None else _make(tag, files)


@cache
def _proof(tag: str) -> Proof:
    return _make(tag, {**FILES, **(packs() if tag == "en" else translated(tag))})


def _make(tag: str, files: Files) -> Proof:
    languages = (read_language(files, "en", {}), read_language(files, tag, {}))
    return make_proof(leaflet(), library(), languages, "us", LEVELS, ClinicFacts())


def read_grid(data: bytes) -> Grid:
    """All cells of a sheet as a spreadsheet shows them."""
    if data.startswith(b"PK"):
        sheet = load_workbook(io.BytesIO(data)).worksheets[0]
        return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def write_grid(data: bytes, grid: Grid) -> bytes:
    """The sheet with other texts in its cells, saved as it came."""
    if data.startswith(b"PK"):
        workbook = load_workbook(io.BytesIO(data))
        sheet = workbook.worksheets[0]
        for number, row in enumerate(grid, 1):
            for at, text in enumerate(row, 1):
                cell = sheet.cell(number, at)
                if type(cell).__name__ == "Cell" and (text or cell.value is not None):
                    cell.value = text
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(grid)
    return lines.getvalue().encode("utf-8-sig")


def head_of(grid: Grid) -> int:
    """The index of the row with the names of the columns."""
    return next(at for at, row in enumerate(grid) if row[:1] == ["id"])


def fill_in(data: bytes, column: str, values: Mapping[str, str], people: Mapping[str, str] | None = None) -> bytes:
    """Fill in a column by the hash of its rows, and the fields at the top."""

    def change(grid: Grid) -> None:
        head = head_of(grid)
        named = {**PEOPLE, **(people or {})}
        for row in grid[:head]:
            if row and row[0] in named:
                row[1:2] = [named[row[0]]]
        at, key = grid[head].index(column), grid[head].index("hash")
        for row in grid[head + 1 :]:
            row[at] = values.get(row[key], row[at])

    return edit_grid(data, change)


def edit_grid(data: bytes, change: Callable[[Grid], None]) -> bytes:
    """The sheet after a change to its cells."""
    grid = read_grid(data)
    change(grid)
    return write_grid(data, grid)
