"""Tables that people fill in with a spreadsheet: XLSX and CSV to rows of text, and back.

A file that comes back has been through other programs and other hands. It is read with limits, nothing in it is ever
calculated, and whatever is wrong with it is a problem. What is written cannot become a formula where it is opened.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from plainleaf.problems import PlainleafError, Position, Problem

MOST_BYTES = 8_000_000
MOST_UNPACKED = 64_000_000
MOST_PARTS = 200
MOST_ROWS = 5_000
MOST_COLUMNS = 30
MOST_CHARACTERS = 32_767
_FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's times have no zone
_LOCKED = 1  # the flag of a part that asks for a password
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
# What a spreadsheet takes for the beginning of a formula; apostrophes before it have been put there to prevent that.
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HINT = "save it as XLSX, or as CSV in UTF-8, and change nothing but the cells to fill in"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, its width in characters, and how it is set.

    Attributes:
        filled_in: people write in it; all others are locked.
        choices: what may be written in it; empty: anything.
        rtl: its text stands right to left.
    """

    name: str
    width: int
    filled_in: bool = False
    choices: tuple[str, ...] = ()
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to fill in: fields above (name, value, whether people fill it in), advice, and rows under a head."""

    title: str
    fields: Sequence[tuple[str, str, bool]]
    advice: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    rtl: bool = False

    @property
    def lines(self) -> Iterator[Sequence[str]]:
        """Everything as rows of text, as CSV has it."""
        for name, value, _ in self.fields:
            yield (name, value)
        yield (self.advice,)
        yield ()
        yield tuple(column.name for column in self.columns)
        yield from self.rows


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell; a formula is no text, whatever it shows."""

    text: str
    formula: bool = False


Row = tuple[int, tuple[Cell, ...]]
"""A row with its number, from 1, as spreadsheets count them."""


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `unguard` takes the apostrophe off again."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for line in table.lines:
        writer.writerow([guard(cell) for cell in line])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def write_xlsx(table: Table) -> bytes:
    """The table as a workbook: head frozen, text wrapped, all locked but the cells to fill in. Same table and bytes."""
    from openpyxl import Workbook  # noqa: PLC0415 - a heavy library, for this one shape

    workbook = Workbook()
    workbook.properties.creator = "plainleaf"
    workbook.properties.created = workbook.properties.modified = _FIXED
    _lay_out(workbook.active, table)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_times(buffer.getvalue())


def _lay_out(sheet: Any, table: Table) -> None:  # noqa: ANN401 - stubs and library disagree about what may be none
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    sheet.title = table.title
    bold, grey = Font(bold=True), PatternFill("solid", fgColor="EEF1F4")
    fill, thin = PatternFill("solid", fgColor="FFF9DB"), Side(style="thin", color="9AA1A8")
    box, open_cell = Border(left=thin, right=thin, top=thin, bottom=thin), Protection(locked=False)
    head = len(table.fields) + 3
    last = head + len(table.rows)

    def put(row: int, column: int, text: str) -> Any:  # noqa: ANN401 - a cell, which the library leaves untyped
        cell = sheet.cell(row, column)
        cell.value = _UNWRITABLE.sub("", text)[:MOST_CHARACTERS]
        if text:
            cell.data_type = "s"  # text, whatever it begins with
            cell.quotePrefix = bool(_FORMULA.match(text))
        return cell

    for row, (name, value, filled_in) in enumerate(table.fields, 1):
        put(row, 1, name).font = bold
        cell = put(row, 2, value)
        if filled_in:
            sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=min(5, len(table.columns)))
            cell.fill, cell.border, cell.protection, cell.number_format = fill, box, open_cell, "@"
    advice = put(len(table.fields) + 1, 1, table.advice)
    advice.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=advice.row, end_row=advice.row, start_column=1, end_column=len(table.columns))
    sheet.row_dimensions[advice.row].height = 48
    for index, column in enumerate(table.columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        cell = put(head, index, column.name)
        cell.font, cell.fill, cell.border = bold, grey, box
        if column.choices and table.rows:
            allowed = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            allowed.errorTitle, allowed.error = "Not one of the answers", f"Choose: {', '.join(column.choices)}"
            allowed.showErrorMessage = True
            allowed.add(f"{letter}{head + 1}:{letter}{last}")
            sheet.add_data_validation(allowed)
    for number, texts in enumerate(table.rows, head + 1):
        for index, (column, text) in enumerate(zip(table.columns, texts, strict=True), 1):
            cell = put(number, index, text)
            cell.border = box
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="right" if column.rtl else "left",
                readingOrder=2 if column.rtl else 1,
            )
            if column.filled_in:
                cell.fill, cell.protection, cell.number_format = fill, open_cell, "@"
    sheet.freeze_panes = f"A{head + 1}"
    sheet.sheet_view.rightToLeft = table.rtl
    sheet.protection.enable()  # no password: it keeps from slips, not from people
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"


def _without_times(data: bytes) -> bytes:
    """The workbook packed again without the time of packing, which would make other bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()


def read_table(data: bytes, file: str) -> list[Row]:
    """The rows of a file, XLSX or CSV by what it is, not by its name; rows without text are left out.

    Raises:
        PlainleafError: T070, when it is neither, is too large, or cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise PlainleafError(_unreadable(file, f"the file is larger than {MOST_BYTES:,} bytes"))
    rows = list(_read_xlsx(data, file) if data.startswith(b"PK\x03\x04") else _read_csv(data, file))
    return [(number, cells) for number, cells in rows if any(cell.text.strip() or cell.formula for cell in cells)]


def _unreadable(file: str, fault: str, line: int = 0) -> Problem:
    return Problem(Position(file, line), "T070", fault, _HINT)


def _read_csv(data: bytes, file: str) -> Iterator[Row]:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise PlainleafError(_unreadable(file, "the file is neither XLSX nor UTF-8", line)) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, texts in enumerate(reader, 1):
            if number > MOST_ROWS or len(texts) > 10 * MOST_COLUMNS:
                raise PlainleafError(
                    _unreadable(file, f"more than {MOST_ROWS:,} rows, or far too many columns", number)
                )
            yield number, tuple(Cell(unguard(cell), cell.startswith("=")) for cell in texts[:MOST_COLUMNS])
    except csv.Error as error:
        raise PlainleafError(_unreadable(file, f"this is not CSV: {error}", number + 1)) from None


def _read_xlsx(data: bytes, file: str) -> list[Row]:
    clean = _unpack(data, file)
    from openpyxl import load_workbook  # noqa: PLC0415 - a heavy library, for this one shape

    rows: list[Row] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of decoration that it drops
            workbook = load_workbook(io.BytesIO(clean), read_only=True, data_only=False, keep_links=False)
            sheet: Any = workbook.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size need not be true
            for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS), 1):
                rows.append((number, tuple(map(_read_cell, cells))))
    except Exception as error:  # noqa: BLE001 - whatever the library stumbles over, the file is at fault
        raise PlainleafError(_unreadable(file, f"this is no XLSX that can be read ({type(error).__name__})")) from None
    if len(rows) > MOST_ROWS:
        raise PlainleafError(_unreadable(file, f"more than {MOST_ROWS:,} rows", MOST_ROWS + 1))
    return rows


def _read_cell(cell: Any) -> Cell:  # noqa: ANN401 - two classes without a common type
    value = cell.value
    if value is None:
        return Cell("")
    if isinstance(value, dt.datetime):
        return Cell(value.date().isoformat())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(str(value)[:MOST_CHARACTERS], cell.data_type in ("f", "e"))


def _unpack(data: bytes, file: str) -> bytes:
    """The same archive with parts no longer than they say, so that nothing that reads it can fill the memory.

    Raises:
        PlainleafError: T070, for what is too large, is locked, or holds more than the tables of a workbook.
    """
    clean = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(clean, "w") as new:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise PlainleafError(_unreadable(file, "the workbook is too large when it is unpacked"))
            if any(part.flag_bits & _LOCKED for part in parts):
                raise PlainleafError(_unreadable(file, "the workbook is locked with a password"))
            for part in parts:
                with archive.open(part) as packed:
                    content = packed.read(part.file_size)
                if b"<!DOCTYPE" in content:
                    fault = f"{part.filename} declares entities, which no spreadsheet does"
                    raise PlainleafError(_unreadable(file, fault))
                new.writestr(zipfile.ZipInfo(part.filename, _ZIP_DATE), content)
    # zipfile says NotImplementedError of a packing method that it does not know: the file's fault, not an open end.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, struct.error) as error:
        raise PlainleafError(_unreadable(file, f"this is no XLSX: {error}")) from None
    return clean.getvalue()
