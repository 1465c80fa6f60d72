from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.support.examples import Example
from tests.support.sheets import Grid, edit_grid, fill_in, head_of, proof, read_grid

from plainleaf.problems import Problem
from plainleaf.translation.review.backtranslation import back_translation_sheet, row_hash, sign_off_sheet
from plainleaf.translation.review.differences import Comparer
from plainleaf.translation.review.sheet_reading import compare_sheet, differing, read_sheet
from plainleaf.translation.review.spreadsheets import read_table, write_csv

FILE = "back.csv"


def english() -> dict[str, str]:
    """What a perfect back-translator writes, by hash."""
    return {row_hash(text): text.english for text in proof().texts if text.wording}


def returned() -> bytes:
    return fill_in(write_csv(back_translation_sheet(proof())), "back-translation", english())


def signed() -> bytes:
    reading = read_sheet(read_table(returned(), FILE), FILE, proof())
    return fill_in(write_csv(sign_off_sheet(proof(), reading.rows, reading.people)), "verdict", {})


def find(data: bytes) -> Iterable[Problem]:
    reading = read_sheet(read_table(data, FILE), FILE, proof())
    return [*reading.problems, *differing(compare_sheet(reading, proof(), Comparer(None, ())), FILE)]


def _set(row: int, column: str, text: str) -> Callable[[Grid], None]:
    """A change to one cell of the rows, counted from 0."""

    def change(grid: Grid) -> None:
        head = head_of(grid)
        grid[head + 1 + row][grid[head].index(column)] = text

    return change


def _field(at: int, text: str) -> Callable[[Grid], None]:
    def change(grid: Grid) -> None:
        grid[at][1:2] = [text]

    return change


def _twice(grid: Grid) -> None:
    grid.append(list(grid[head_of(grid) + 1]))


def _unknown(grid: Grid) -> None:
    grid.append(["999/easy", *grid[-1][1:-1], "h" + "0" * 20])


def _without_hash(grid: Grid) -> None:
    grid[head_of(grid)][-1] = "hush"


HEAD = head_of(read_grid(returned())) + 1
LAST = len(read_grid(returned()))
SIGNED_HEAD = head_of(read_grid(signed())) + 1


def _wrong(code: str, line: int, change: Callable[[Grid], None], data: Callable[[], bytes] = returned) -> Example:
    return Example(code, FILE, line, lambda _: find(edit_grid(data(), change)))


EXAMPLES = (
    Example("T070", FILE, 0, lambda _: find(b"PK\x03\x04 no archive")),
    Example("T070", FILE, 1, lambda _: find(b"a,b\r\nc,d\r\n")),
    Example("T070", FILE, 2, lambda _: find(b"plainleaf sheet,x\n\xff\xfe")),
    _wrong("T070", HEAD, _without_hash),
    _wrong("T071", 2, _field(2, "fr")),
    _wrong("T072", LAST + 1, _unknown),
    _wrong("T073", HEAD + 1, _set(0, "hash", "h" + "0" * 20)),
    _wrong("T073", HEAD + 2, _set(1, "translation", "Otra cosa.")),
    _wrong("T073", SIGNED_HEAD + 1, _set(0, "English", "Something else."), signed),
    _wrong("T074", LAST + 1, _twice),
    _wrong("T075", HEAD + 1, _set(0, "back-translation", "")),
    _wrong("T076", HEAD + 1, _set(0, "back-translation", "=1+1")),
    _wrong("T077", 5, _field(4, "")),
    _wrong("T077", 7, _field(6, "yesterday")),
    _wrong("T078", SIGNED_HEAD + 1, _set(0, "verdict", "fine"), signed),
    _wrong("T079", HEAD + 1, _set(0, "back-translation", "Fever of 39 °C or more: call 911.")),
)
