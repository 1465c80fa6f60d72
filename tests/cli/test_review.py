from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.clinic import Workplace, make_clinic
from tests.support.sheets import edit_grid, fill_in, head_of, read_grid

from plainleaf.build.workers import print_document
from plainleaf.press.html import HtmlDocument
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import Problem
from plainleaf.translation.approval.records import parse_approvals
from plainleaf.translation.packs import catalog_path

OWN_ES = catalog_path("es", "somnoril")
REVIEW = ("review", "somnoril", "--lang", "es")
EVENING = ("--as-of", "2026-02-01")
APPROVALS = "translations/es/approvals.yaml"


@pytest.fixture
def clinic(tmp_path: Path) -> Workplace:
    return make_clinic(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def prints() -> Iterator[dict[str, PdfDocument]]:
    """Proofs that were printed: most tests print the same ones, and each costs a process."""
    kept: dict[str, PdfDocument] = {}

    def print_once(document: HtmlDocument) -> PdfDocument:
        key = document.html + document.css
        if key not in kept:
            kept[key] = print_document(document)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plainleaf.build.workers.print_document", print_once)
        yield kept


def filled_back(clinic: Workplace, name: str, change: tuple[str, str] = ("", "")) -> None:
    """A sheet of the first kind, filled in with the English itself but for one change."""
    clinic.run(*REVIEW, "--sheet", name)
    clinic.run(*REVIEW, "--read", name, "--sheet", "english.csv")
    grid = read_grid((clinic.root / "english.csv").read_bytes())
    english = {row[-1]: row[4].replace(*change) for row in grid[head_of(grid) + 1 :]}
    (clinic.root / name).write_bytes(fill_in((clinic.root / name).read_bytes(), "back-translation", english))


def signed(clinic: Workplace, name: str, verdicts: dict[str, str]) -> None:
    """A sheet of the second kind with verdicts by address."""
    filled_back(clinic, "back.csv")
    clinic.run(*REVIEW, "--read", "back.csv", "--sheet", name)
    data = (clinic.root / name).read_bytes()
    grid = read_grid(data)
    by_hash = {row[-1]: verdicts[row[0]] for row in grid[head_of(grid) + 1 :] if row[0] in verdicts}
    (clinic.root / name).write_bytes(fill_in(data, "verdict", by_hash))


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


def test_a_proof_is_written_in_both_shapes_and_is_the_same_each_time(
    clinic: Workplace, prints: dict[str, PdfDocument]
) -> None:
    shape = clinic.json(*REVIEW)
    html, pdf = (clinic.root / path for path in shape["written"])
    assert (html.name, pdf.name, pdf.parent.name) == ("somnoril.html", "somnoril.pdf", "es")
    before = html.read_bytes(), pdf.read_bytes()
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert (shape["statements"], shape["holes"]) == (10, 0)
    prints.clear()
    clinic.run(*REVIEW)
    assert (html.read_bytes(), pdf.read_bytes()) == before
    clinic.run(*REVIEW, *EVENING)
    assert b"2026-02-01" in html.read_bytes()
    assert b"2026-02-01" not in before[0]


def test_a_proof_is_made_of_what_no_leaflet_is_made_of(clinic: Workplace) -> None:
    clinic.edit(OWN_ES, "Tráguela entera.", "")
    clinic.edit(OWN_ES, "Da sueño. No conduzca.", "<b>Da sueño.</b>")
    shape = clinic.json(*REVIEW)
    assert shape["holes"] == 1
    assert {"T002", "T014"} <= {problem["code"] for problem in shape["problems"]}
    html = Path(shape["written"][0]).read_text(encoding="utf-8")
    assert "Not translated" in html
    assert "&lt;b&gt;Da sueño.&lt;/b&gt;" in html


def test_a_level_and_a_place_can_be_chosen(clinic: Workplace) -> None:
    html = Path(clinic.json(*REVIEW, "--level", "easy", "--place", "uk")["written"][0]).read_text(encoding="utf-8")
    assert "999" in html
    assert "911" not in html
    assert "Loud snoring" not in html


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_from_the_first_sheet_to_the_record(clinic: Workplace, suffix: str) -> None:
    verdicts = {
        "somnoril.sleepy/easy": "same meaning",
        "somnoril.wait/easy": "same meaning",
        "somnoril.swallow/easy": "not the same",
        "somnoril.found/plain": "unsure",
    }
    signed(clinic, f"sign.{suffix}", verdicts)
    shape = clinic.json(*REVIEW, "--read", f"sign.{suffix}", "--role", "reviser")
    assert shape["recorded"] == ["somnoril.sleepy/easy", "somnoril.wait/easy"]
    assert shape["problems"] == []
    records = parse_approvals((clinic.root / APPROVALS).read_text(encoding="utf-8"), APPROVALS).messages
    assert {record.message for record in records.values()} == set(shape["recorded"])
    (approval,) = next(iter(records.values())).approvals
    assert (approval.role, approval.by, approval.qualification) == ("reviser", "Sol", "sworn translator")
    assert (approval.date.isoformat(), approval.origin) == ("2026-02-01", "human")
    before = (clinic.root / APPROVALS).read_bytes()
    clinic.run(*REVIEW, "--read", f"sign.{suffix}", "--role", "reviser")
    assert (clinic.root / APPROVALS).read_bytes() == before
    html = Path(clinic.json(*REVIEW)["written"][0]).read_text(encoding="utf-8")
    assert html.count("reviser: Sol, 2026-02-01") == 2


def test_a_comparison_shows_three_columns_and_what_differs(clinic: Workplace) -> None:
    filled_back(clinic, "back.xlsx", ("38", "39"))
    result = clinic.run(*REVIEW, "--read", "back.xlsx")
    assert result.exit_code == 0
    assert result.stderr.count("T079") == 2
    html = (clinic.root / "output/review/es/somnoril-back-translation.html").read_text(encoding="utf-8")
    assert "Translated back" in html
    assert '<mark class="differs">' in html
    assert "Bea, sworn translator, 2026-02-01" in html
    assert (clinic.root / "output/review/es/somnoril-back-translation.pdf").is_file()


def test_nothing_is_recorded_of_a_row_that_has_changed_or_is_unsafe(clinic: Workplace) -> None:
    names = ("somnoril.sleepy/easy", "somnoril.wait/easy", "somnoril.found/plain")
    signed(clinic, "sign.csv", dict.fromkeys(names, "same meaning"))
    clinic.edit(OWN_ES, "Da sueño. No conduzca.", "Da sueño. Conduzca.")
    result = clinic.run(*REVIEW, "--read", "sign.csv", "--role", "clinician")
    assert result.exit_code == 1
    assert "T073" in result.stderr
    assert "2 approvals recorded" in result.stdout


def test_what_is_unsafe_cannot_be_signed(clinic: Workplace) -> None:
    clinic.edit(OWN_ES, "Da sueño. No conduzca.", "**Da sueño.** No conduzca.")
    signed(clinic, "sign.csv", {"somnoril.sleepy/easy": "same meaning"})
    shape = clinic.json(*REVIEW, "--read", "sign.csv", "--role", "reviser")
    assert shape["recorded"] == []
    assert "T014" in {problem["code"] for problem in shape["problems"]}
    assert not (clinic.root / APPROVALS).exists()


def test_nobody_takes_two_roles_that_need_two_people(clinic: Workplace) -> None:
    clinic.approve(
        "somnoril.sleepy/easy", "--lang", "es", "--role", "translator", "--by", "SOL", "--qualification", "x"
    )
    signed(clinic, "sign.csv", {"somnoril.sleepy/easy": "same meaning"})
    shape = clinic.json(*REVIEW, "--read", "sign.csv", "--role", "reviser")
    assert (shape["recorded"], [problem["code"] for problem in shape["problems"]]) == ([], ["T102"])


@pytest.mark.parametrize(("field", "value"), [("signed by", ""), ("signed by", "?!"), ("date", "soon")])
def test_a_sheet_that_nobody_signed_records_nothing(clinic: Workplace, field: str, value: str) -> None:
    signed(clinic, "sign.csv", {"somnoril.sleepy/easy": "same meaning"})

    def change(grid: list[list[str]]) -> None:
        next(row for row in grid if row[:1] == [field])[1:2] = [value]

    path = clinic.root / "sign.csv"
    path.write_bytes(edit_grid(path.read_bytes(), change))
    assert codes(clinic.refused(*REVIEW, "--read", "sign.csv", "--role", "reviser")) == {"T077"}
    assert not (clinic.root / APPROVALS).exists()


def test_a_file_that_is_no_sheet_is_named(clinic: Workplace) -> None:
    (clinic.root / "x.xlsx").write_bytes(b"PK\x03\x04")
    assert codes(clinic.refused(*REVIEW, "--read", "x.xlsx")) == {"T070"}
    assert codes(clinic.refused(*REVIEW, "--read", "gone.csv")) == {"T070"}
    filled_back(clinic, "back.csv")
    assert codes(clinic.refused("review", "somnoril", "--lang", "es", "--place", "uk", "--read", "back.csv")) == {
        "T071"
    }


def test_a_leaflet_language_or_place_that_is_not_there(clinic: Workplace) -> None:
    assert codes(clinic.refused("review", "aspirin", "--lang", "es")) == {"B002"}
    assert codes(clinic.refused("review", "somnoril", "--lang", "xx")) == {"T004"}
    assert codes(clinic.refused(*REVIEW, "--place", "eu")) == {"B002"}


@pytest.mark.parametrize(
    "arguments",
    [
        (*REVIEW, "--sheet", "sheet.ods"),
        (*REVIEW, "--role", "reviser"),
        (*REVIEW, "--read", "a.csv", "--sheet", "b.csv", "--role", "reviser"),
        ("review", "somnoril", "--lang", "en", "--sheet", "a.csv"),
        ("review", "somnoril"),
    ],
)
def test_wrong_usage_is_status_2(clinic: Workplace, arguments: tuple[str, ...]) -> None:
    assert clinic.run(*arguments).exit_code == 2


def test_the_first_sheet_cannot_be_recorded(clinic: Workplace) -> None:
    filled_back(clinic, "back.csv")
    assert clinic.run(*REVIEW, "--read", "back.csv", "--role", "reviser").exit_code == 2
