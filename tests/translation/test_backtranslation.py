from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.support.library import FILES, edit, translated
from tests.support.sheets import edit_grid, fill_in, head_of, proof, read_grid
from tests.translation.sheet_examples import english, find, returned, signed

from plainleaf.languages import direction_of
from plainleaf.problems import PlainleafError
from plainleaf.translation.packs import catalog_path
from plainleaf.translation.review.backtranslation import back_translation_sheet, row_hash, sign_off_sheet
from plainleaf.translation.review.differences import Comparer, Difference
from plainleaf.translation.review.sheet_reading import SheetReading, compare_sheet, read_sheet
from plainleaf.translation.review.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    MOST_UNPACKED,
    Column,
    Table,
    guard,
    read_table,
    unguard,
    write_csv,
    write_xlsx,
)
from plainleaf.translation.safety.lexicon import Lexicon

Writer = Callable[[Table], bytes]
WRITERS: list[Writer] = [write_csv, write_xlsx]
OWN_ES = catalog_path("es", "somnoril")


def read(data: bytes, tag: str = "es") -> SheetReading:
    return read_sheet(read_table(data, "back"), "back", proof(tag))


@pytest.mark.parametrize("write", WRITERS)
def test_a_sheet_comes_back_with_everything_that_was_written(write: Writer) -> None:
    data = fill_in(write(back_translation_sheet(proof())), "back-translation", english())
    reading = read(data)
    assert reading.problems == ()
    assert reading.people == {"back-translator": "Bea", "qualification": "sworn translator", "date": "2026-02-01"}
    texts = {text.message.msgctxt: text for text in proof().texts if text.wording}
    assert {name: row.back for name, row in reading.rows.items()} == {name: t.english for name, t in texts.items()}
    returned_rows = compare_sheet(reading, proof(), Comparer(None, ()))
    assert [row.differences for row in returned_rows.values() if row.differences] == []


@pytest.mark.parametrize("write", WRITERS)
def test_the_sheet_of_a_back_translator_shows_no_english(write: Writer) -> None:
    grid = read_grid(write(back_translation_sheet(proof())))
    cells = {cell for row in grid[head_of(grid) + 1 :] for cell in row}
    said = {text.english for text in proof().texts} - {text.translation for text in proof().texts}
    assert len(said) > 20
    assert cells & said == set()
    assert not any("somnoril." in cell or "shared." in cell for cell in cells)


@pytest.mark.parametrize("write", WRITERS)
def test_verdicts_come_back_by_statement(write: Writer) -> None:
    rows = read(returned())
    verdicts = {row_hash(text): "Same meaning" for text in proof().texts if text.message.critical}
    sheet = sign_off_sheet(proof(), rows.rows, rows.people)
    reading = read(fill_in(write(sheet), "verdict", verdicts))
    assert (reading.kind, reading.problems) == ("sign-off", ())
    assert reading.people["translated back by"] == "Bea, sworn translator, 2026-02-01"
    assert reading.people["signed by"] == "Sol"
    same = {name for name, row in reading.rows.items() if row.verdict == "same meaning"}
    assert same == {text.message.msgctxt for text in proof().texts if text.message.critical}


def test_a_row_with_a_problem_is_left_out_and_the_others_are_read() -> None:
    def change(grid: list[list[str]]) -> None:
        row = next(row for row in grid[head_of(grid) + 1 :] if not row[3])
        row[-1] = "h" + "0" * 20

    reading = read(edit_grid(returned(), change))
    assert [problem.code for problem in reading.problems] == ["T073"]
    assert len(reading.rows) == len([text for text in proof().texts if text.wording]) - 1


def test_a_sheet_is_old_as_soon_as_its_translation_changes() -> None:
    files = edit({**FILES, **translated("es")}, OWN_ES, "Da sueño. No conduzca.", "Da sueño. Nunca conduzca.")
    reading = read_sheet(read_table(returned(), "back"), "back", proof("es", files))
    assert {problem.code for problem in reading.problems} == {"T073", "T075"}
    assert "somnoril.sleepy/easy" not in reading.rows


def test_rows_are_known_by_their_hash_when_numbers_have_moved() -> None:
    def renumber(grid: list[list[str]]) -> None:
        for row in grid[head_of(grid) + 1 :]:
            row[0] = f"{row[0]}0"

    assert read(edit_grid(returned(), renumber)).problems == ()


def test_a_column_sorted_alone_is_noticed() -> None:
    def sort(grid: list[list[str]]) -> None:
        head = head_of(grid)
        at = grid[head].index("translation")
        for row, text in zip(grid[head + 1 :], sorted(row[at] for row in grid[head + 1 :]), strict=True):
            row[at] = text

    codes = [problem.code for problem in read(edit_grid(returned(), sort)).problems]
    assert codes.count("T073") > 20


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_a_workbook_is_laid_out_for_its_readers(tag: str) -> None:
    rows = read(returned()) if tag == "es" else SheetReading("back-translation")
    sheet = load_workbook(io.BytesIO(write_xlsx(sign_off_sheet(proof(tag), rows.rows, {})))).worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "id")
    columns = {cell.value: int(cell.column or 0) for cell in head}
    first = int(head[0].row or 0) + 1
    assert sheet.freeze_panes == f"A{first}"
    assert sheet.sheet_view.rightToLeft is (tag == "ar")
    assert sheet.protection.sheet
    open_columns = {name for name, at in columns.items() if not sheet.cell(first, at).protection.locked}
    assert open_columns == {"verdict", "note"}
    translation = sheet.cell(first, columns["translation"])
    assert translation.alignment.wrap_text
    assert translation.alignment.readingOrder == (2 if direction_of(str(translation.value)) == "rtl" else 1)
    (allowed,) = sheet.data_validations.dataValidation
    assert allowed.formula1 == '"same meaning,not the same,unsure"'
    assert f"I{first}" in allowed.sqref
    assert sheet.column_dimensions["E"].width > 30


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_sheet_is_the_same_bytes(write: Writer) -> None:
    assert write(back_translation_sheet(proof())) == write(back_translation_sheet(proof()))


TRICKS = ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''@x", "\t=1", "= 2", "-", "'"]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("text", TRICKS)
def test_no_text_becomes_a_formula(write: Writer, text: str) -> None:
    table = Table("t", (), "advice", (Column("id", 5),), ((text,),))
    data = write(table)
    cell = read_table(data, "t")[-1][1][0]
    assert (cell.text, cell.formula) == (text, False)
    if write is write_csv:
        assert data.splitlines()[-1].lstrip(b'"')[:1] not in (b"=", b"+", b"@", b"\t") or not text.strip()
    else:
        assert load_workbook(io.BytesIO(data)).worksheets[0].cell(4, 1).data_type == "s"


@given(st.text(alphabet="=+-@'\t\rab ", max_size=6))
def test_guarding_is_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_formula_in_a_workbook_is_refused_and_never_calculated() -> None:
    workbook = load_workbook(io.BytesIO(write_xlsx(back_translation_sheet(proof()))))
    sheet = workbook.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "id")
    first = int(head[0].row or 0) + 1
    sheet.cell(first, 6).value = '=HYPERLINK("http://example.org")'
    buffer = io.BytesIO()
    workbook.save(buffer)
    reading = read(buffer.getvalue())
    assert ("T076", first) in [(problem.code, problem.position.line) for problem in reading.problems]
    assert not any("HYPERLINK" in row.back for row in reading.rows.values())


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_as_spreadsheets_of_other_countries_save_it(delimiter: str, encoding: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(read_grid(returned()))
    assert read(buffer.getvalue().encode(encoding)).problems == ()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def workbook_of(rows: list[list[str]]) -> bytes:
    workbook, buffer = Workbook(), io.BytesIO()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(buffer)
    return buffer.getvalue()


BROKEN = {
    "nothing": b"",
    "no-workbook": archive(readme=b"hello"),
    "bomb": archive(sheet=b"\0" * (MOST_UNPACKED + 1)),
    "entities": archive(sheet=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "cut": write_xlsx(back_translation_sheet(proof()))[:2_000],
    "large": b"a" * (MOST_BYTES + 1),
    "long": b"a\n" * (MOST_ROWS + 1),
    "wide": b"," * 1_000,
    "quote": b'plainleaf sheet,"x\n',
    "other": workbook_of([["name", "age"], ["Ann", "7"]]),
    "tall": workbook_of([["x"]] * (MOST_ROWS + 2)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_sheet_is_a_problem(name: str) -> None:
    assert codes_of(BROKEN[name]) == {"T070"}


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"plainleaf sheet,back-translation 1\r\n"):
        codes_of(start + data)


@given(st.integers(0, 2_000), st.integers(0, 255))
def test_no_damaged_workbook_crashes_the_reader(at: int, byte: int) -> None:
    data = bytearray(SMALL)
    data[at % len(data)] = byte
    codes_of(bytes(data))


@given(st.integers(0, 400), st.text(max_size=12))
def test_no_text_in_any_cell_crashes_the_reader(at: int, text: str) -> None:
    def change(grid: list[list[str]]) -> None:
        cells = [(row, column) for row in range(len(grid)) for column in range(len(grid[row]))]
        row, column = cells[at % len(cells)]
        grid[row][column] = text.replace("\r", "").encode("utf-8", "ignore").decode()

    codes_of(edit_grid(returned(), change))


def codes_of(data: bytes) -> set[str]:
    """The codes that a file is refused with; anything but problems fails the test."""
    try:
        codes = {problem.code for problem in find(data)}
    except PlainleafError as error:
        codes = {problem.code for problem in error.problems}
    assert all(code.startswith("T07") for code in codes)
    return codes


SMALL = workbook_of([["plainleaf sheet", "back-translation 1"], ["id", "hash"]])

ENGLISH = Lexicon.model_validate(
    {
        "language": "en",
        "units": {"week": ["week", "weeks"], "day": ["day", "days"], "celsius": ["°C"]},
        "numbers": {"1": ["one"], "2": ["two", "both"], "4": ["four"]},
        "negation": ["not", "never", "no"],
        "not_negation": ["no later than"],
        "critical": {"before": ["before"], "after": ["after"]},
    }
)


@pytest.mark.parametrize(
    ("source", "back", "found"),
    [
        ("Wait 4 weeks.", "Wait four weeks.", []),
        ("Wait 4 weeks.", "Wait 40 weeks.", ["number missing: 4", "number added: 40"]),
        ("Wait 4 weeks.", "Wait 4 days.", ["unit missing: week", "unit added: day"]),
        ("Above 38.5 °C", "Above 38,5 °C", []),
        ("1,000 people", "1000 people", []),
        ("One of these", "Any of these", []),
        ("Do not drive.", "Drive.", ["negation missing: 1 in the source, 0 in the back-translation"]),
        ("Don't drive.", "Never drive.", []),
        ("Take it before food.", "Take it after food.", ["word missing: “before” has become “after”"]),
        ("Somnoril makes sleepy.", "The drug makes sleepy.", ["name missing: Somnoril"]),
        ("Wait 4 weeks.", "", []),
    ],
)
def test_what_a_machine_can_count_is_compared(source: str, back: str, found: list[str]) -> None:
    differences = Comparer(ENGLISH, ["Somnoril"]).compare(source, back)
    assert [str(one) for one in differences] == found


@given(st.text(max_size=40))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert Comparer(ENGLISH, ["Somnoril"]).compare(text, text) == ()


def test_differences_stand_with_their_rows() -> None:
    data = fill_in(returned(), "back-translation", {h: t.replace("38", "39") for h, t in english().items()})
    rows = compare_sheet(read(data), proof(), Comparer(None, ()))
    wrong = {name for name, row in rows.items() if row.differences}
    assert wrong == {"shared.calls.fever/easy", "shared.calls.fever/plain"}
    assert rows["shared.calls.fever/easy"].differences[0] == Difference("number", "missing", "38")


def test_a_signed_sheet_says_who_signed(tmp_path: Path) -> None:
    path = tmp_path / "signed.csv"
    path.write_bytes(signed())
    assert read(path.read_bytes()).people["qualification"] == "sworn translator"
