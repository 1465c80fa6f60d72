from __future__ import annotations

import datetime as dt
import json
import shutil
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.support.documents import document
from tests.support.pdfs import attach, attached, change_drawing, change_pdf, consistent, draw_over
from tests.support.workspace import copy_one_leaflet, edit

from plainleaf.build import received
from plainleaf.build.changes import Change
from plainleaf.build.plan import Request, Sheet, Target
from plainleaf.build.planning import make_plan, open_planner
from plainleaf.build.received import fold_code, open_received
from plainleaf.build.verification import Finding, verify_code, verify_file
from plainleaf.build.workers import print_sheets
from plainleaf.content.grammar import Level
from plainleaf.content.personal import Personal
from plainleaf.press.inspection.attachment import LARGEST_SOURCE
from plainleaf.press.inspection.file import open_file
from plainleaf.press.pdf import render_pdf
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.press.source import SOURCE_NAME, LeafletSource
from plainleaf.problems import PlainleafError
from plainleaf.workspace import Workspace, find_workspace

LEAFLET = "leaflets/thalidomide.yaml"
NINE_ONE_ONE = b"<001c>0<0014>0<0014>0"  # glyphs of the emergency number, as the engine writes them
NINE_ONE_NINE = b"<001c>0<0014>0<001c>0"


def print_one(workspace: Workspace, sheet_format: str = "letter", **request: Any) -> tuple[Sheet, bytes]:
    request = {"levels": (Level.EASY,), "formats": (sheet_format,), **request}
    (sheet,) = make_plan(workspace, Request(("thalidomide",), ("en",), **request)).sheets
    ((_, printed),) = print_sheets([sheet], 1)
    assert isinstance(printed, PdfDocument), printed
    return sheet, printed.data


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not to be changed."""
    return copy_one_leaflet(tmp_path_factory.mktemp("clinic") / "library")


@pytest.fixture(scope="module")
def workspace(library: Path) -> Workspace:
    return find_workspace(library)


@pytest.fixture(scope="module")
def sheet(workspace: Workspace) -> bytes:
    return print_one(workspace)[1]


@pytest.fixture(scope="module")
def source(sheet: bytes) -> LeafletSource:
    return attached(sheet)


@pytest.fixture
def edited(library: Path, tmp_path: Path) -> Path:
    """A copy of the library in which texts may be changed."""
    return Path(shutil.copytree(library, tmp_path / "edited"))


def verify(data: bytes, folder: Path) -> Finding:
    return verify_file(data, "sheet.pdf", find_workspace(folder))


def reworded(source: LeafletSource, **statement: str) -> LeafletSource:
    """The source with another first statement."""
    text = source.texts[0]
    section = text.sections[0]
    first = section.statements[0].model_copy(update=statement)
    sections = (section.model_copy(update={"statements": (first, *section.statements[1:])}), *text.sections[1:])
    return source.model_copy(update={"texts": (text.model_copy(update={"sections": sections}),)})


# ---- what is in order


def test_what_is_printed_today_is_current(sheet: bytes, library: Path, source: LeafletSource) -> None:
    finding = verify(sheet, library)
    assert (finding.verdict, finding.is_accepted, finding.reasons, finding.changes) == ("current", True, (), ())
    assert finding.as_json() == {
        "file": "sheet.pdf",
        "verdict": "current",
        "code": source.code,
        "leaflet": "thalidomide",
        "lang": "en",
        "level": "easy",
        "format": "letter",
        "beside": None,
        "place": "us",
        "status": "draft",
        "version": "0.1",
        "revised": source.revised,
        "reasons": [],
        "changes": [],
    }


def test_the_code_stands_on_every_page(sheet: bytes, source: LeafletSource) -> None:
    codes = open_received(sheet, "sheet.pdf").codes
    assert len(codes) > 1
    assert all(page == (source.code,) for page in codes)


@pytest.mark.parametrize("code", ["AC2Q-BMNW", "6R8N-2ZJR", "1234-5678", "ABCD-EFGH"])
def test_a_code_in_a_right_to_left_line_is_read(code: str) -> None:
    line = f'رمز التحقق <bdi dir="ltr">{code}</bdi> · 22 نوفمبر'
    page = document(body=f'<p dir="rtl" style="font-family: Noto Naskh Arabic">{line}</p>')
    assert open_received(render_pdf(page).data, "sheet.pdf").codes == ((code,),)


def test_what_only_looks_like_a_code_is_none() -> None:
    page = document(body="<p>1-800-222-1222 AB12-CD34-EF56 XAC2Q-BMNW OOOO-IIII 2026-11-22</p>")
    assert open_received(render_pdf(page).data, "sheet.pdf").codes == ((),)


@pytest.mark.parametrize("means", ["program", "engine", "fonts", "look"])
def test_the_same_words_by_other_means_are_named(
    sheet: bytes, library: Path, source: LeafletSource, means: str
) -> None:
    made_with = source.made_with.model_copy(update={means: "of another day"})
    other = attach(sheet, source.model_copy(update={"made_with": made_with}).as_bytes())
    finding = verify(other, library)
    assert (finding.verdict, finding.is_accepted) == ("same-words", True)
    (reason,) = finding.reasons
    assert means in reason


# ---- what has changed in the library


def test_an_older_print_says_what_has_changed_since(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, 'version: "0.1"', 'version: "0.2"')
    edit(edited / LEAFLET, "revised: 2026-11-22", "revised: 2026-12-24")
    edit(edited / LEAFLET, "easy: It is not approved for KS.", "easy: It is not approved for this.")
    edit(edited / LEAFLET, "Never take it in pregnancy, even once.", "Never take it in pregnancy.")
    edit(edited / LEAFLET, "      - use: shared.pregnancy.partner-pregnant\n", "")
    edit(
        edited / "leaflets/shared/pregnancy.yaml", 'wait: {amount: "4", unit: week}', 'wait: {amount: "6", unit: week}'
    )
    finding = verify(sheet, edited)
    assert (finding.verdict, finding.is_accepted) == ("older", False)
    assert finding.reasons == (
        "the file is version 0.1, revised 2026-11-22",
        "the library has version 0.2, revised 2026-12-24",
    )
    told = {(change.statement, change.kind) for change in finding.changes}
    assert told >= {
        ("", "version"),
        ("", "revised"),
        ("thalidomide.key.birth-defects", "reworded"),
        ("thalidomide.what-for.off-label", "reworded"),
        ("shared.pregnancy.partner-pregnant", "removed"),
        ("shared.pregnancy.window", "value"),
    }
    birth_defects = next(one for one in finding.changes if one.statement == "thalidomide.key.birth-defects")
    assert birth_defects == Change(
        statement="thalidomide.key.birth-defects",
        lang="en",
        critical=True,
        kind="reworded",
        old="It causes severe birth defects. Never take it in pregnancy, even once.",
        new="It causes severe birth defects. Never take it in pregnancy.",
    )
    values = next(one for one in finding.changes if one.kind == "value")
    assert ("4\u00a0weeks" in values.old, "6\u00a0weeks" in values.new) == (True, True)
    ranks = [change.critical for change in finding.changes]
    assert ranks == sorted(ranks, reverse=True)


def test_a_print_of_a_later_day_is_newer(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, "revised: 2026-11-22", "revised: 2026-11-21")
    assert verify(sheet, edited).verdict == "newer"


def test_a_version_counts_in_numbers(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, 'version: "0.1"', 'version: "0.10"')
    assert verify(sheet, edited).verdict == "older"


def test_other_words_under_the_same_version_are_said(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, "easy: It is not approved for KS.", "easy: It is not approved for this.")
    finding = verify(sheet, edited)
    assert finding.verdict == "older"
    assert finding.reasons == ("both are version 0.1, revised 2026-11-22, and they do not say the same",)


def test_another_calendar_is_a_change(sheet: bytes, edited: Path) -> None:
    edit(edited / "leaflets/shared/labels.yaml", "text: Morning", "text: At dawn")
    finding = verify(sheet, edited)
    assert finding.verdict == "older"
    assert [(change.kind, change.statement) for change in finding.changes] == [("frame", "")]


@pytest.mark.parametrize(
    ("setting", "said"),
    [('telephone = "1-555-0100"', "telephone: 1-555-0100"), ('name = "Elm Street"', "name: Elm Street")],
)
def test_a_sheet_of_another_clinic_is_told(sheet: bytes, edited: Path, setting: str, said: str) -> None:
    edit(edited / "plainleaf.toml", f'{setting.split(" ", maxsplit=1)[0]} = ""', setting)
    finding = verify(sheet, edited)
    assert finding.verdict == "older"
    assert said in next(change.new for change in finding.changes if change.kind == "clinic")


def test_a_withdrawn_leaflet_is_told_with_its_reason(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, "sensitive: true", "sensitive: true\nwithdrawn: Its dose was wrong.")
    finding = verify(sheet, edited)
    assert (finding.verdict, finding.is_accepted) == ("withdrawn", False)
    assert finding.reasons == ("the leaflet is withdrawn: Its dose was wrong.",)


def test_a_refused_leaflet_is_told_with_its_problems(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, "easy: It is not approved for KS.", "easy: It is not approved for KS 7.")
    finding = verify(sheet, edited)
    assert finding.verdict == "refused"
    assert any("L024" in reason for reason in finding.reasons)


# ---- what was changed in the file


def test_a_file_saved_by_another_program_is_told(sheet: bytes, library: Path) -> None:
    finding = verify(change_pdf(sheet, lambda _: None), library)
    assert (finding.verdict, finding.is_accepted) == ("altered", False)
    assert "saved again by another program" in finding.reasons[0]


def test_a_sheet_that_was_filled_in_is_told_and_not_vouched_for(workspace: Workspace, library: Path) -> None:
    personal = Personal(dt.date(2026, 11, 24), clinician="Ana Ruiz")
    filled = open_planner(workspace, Request()).sheet(Target("thalidomide", "en", "easy", "letter", "us"), personal)
    finding = verify(render_pdf(filled.document).data, library)
    assert (finding.verdict, finding.is_accepted) == ("unknown", False)
    assert "filled in for one patient" in finding.reasons[-1]
    assert "Ana Ruiz" not in " ".join(finding.reasons)


def test_another_digit_in_the_printed_text_is_found(sheet: bytes, library: Path, source: LeafletSource) -> None:
    finding = verify(change_drawing(sheet, NINE_ONE_ONE, NINE_ONE_NINE), library)
    assert finding.verdict == "altered"
    with_number = {one.id for one in source.texts[0].statements if "911" in one.text}
    assert with_number
    assert any(name in reason for name in with_number for reason in finding.reasons)


def test_another_digit_is_found_when_other_means_are_pretended(
    sheet: bytes, library: Path, source: LeafletSource
) -> None:
    made_with = source.made_with.model_copy(update={"engine": "another"})
    other = attach(sheet, source.model_copy(update={"made_with": made_with}).as_bytes())
    assert verify(change_drawing(other, NINE_ONE_ONE, NINE_ONE_NINE), library).verdict == "altered"


def test_another_digit_is_found_in_an_older_print(sheet: bytes, edited: Path) -> None:
    edit(edited / LEAFLET, 'version: "0.1"', 'version: "0.2"')
    assert verify(change_drawing(sheet, NINE_ONE_ONE, NINE_ONE_NINE), edited).verdict == "altered"


def without_text(*tags: str) -> Callable[[pikepdf.Pdf], None]:
    """The letters of these tags are drawn no more; the tags stay."""

    def change(pdf: pikepdf.Pdf) -> None:
        reading = open_file(sheet_of(pdf), "sheet.pdf")
        marks = {(spot.page, spot.mark) for spot in reading.tags.spots if spot.role in tags}
        for number, page in enumerate(pdf.pages, 1):
            kept: list[Any] = []
            inside: list[bool] = []
            for one in pikepdf.parse_content_stream(page):
                name = str(one.operator)
                if name in ("BDC", "BMC"):
                    mark: Any = one.operands[1].get("/MCID") if name == "BDC" else None
                    inside.append("foot" in tags if mark is None else (number, int(mark)) in marks)
                elif name == "EMC":
                    inside.pop()
                if not (name in ("Tj", "TJ") and any(inside)):
                    kept.append(one)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    return change


def sheet_of(pdf: pikepdf.Pdf) -> bytes:
    saved = BytesIO()
    pdf.save(saved)
    return saved.getvalue()


def by_other_means(sheet: bytes) -> bytes:
    source = attached(sheet)
    made_with = source.made_with.model_copy(update={"engine": "another"})
    return attach(sheet, source.model_copy(update={"made_with": made_with}).as_bytes())


def test_what_is_painted_over_is_found_when_other_means_are_pretended(
    sheet: bytes, library: Path, source: LeafletSource
) -> None:
    made_with = source.made_with.model_copy(update={"engine": "of another day"})
    other = attach(sheet, source.model_copy(update={"made_with": made_with}).as_bytes())
    finding = verify(draw_over(other, b"1 g 0 400 700 200 re f"), library)
    assert finding.verdict == "altered"
    assert any("is covered" in reason for reason in finding.reasons)


def test_headings_that_are_gone_are_found_when_other_means_are_pretended(sheet: bytes, library: Path) -> None:
    finding = verify(change_pdf(by_other_means(sheet), without_text("heading")), library)
    assert finding.verdict == "altered"
    assert any("the heading “" in reason for reason in finding.reasons)


def test_text_in_no_statement_is_compared_when_other_means_are_pretended(sheet: bytes, library: Path) -> None:
    """The dose grid and calendar are in tables, and no part of any statement."""
    finding = verify(change_pdf(by_other_means(sheet), without_text("table")), library)
    assert finding.verdict == "altered"
    assert "is not that of today's print" in finding.reasons[0]


def test_a_foot_that_is_gone_is_found_when_other_means_are_pretended(sheet: bytes, library: Path) -> None:
    finding = verify(change_pdf(by_other_means(sheet), without_text("foot")), library)
    assert finding.verdict == "altered"
    assert any("does not say in `en` that this is a draft" in reason for reason in finding.reasons)


def test_an_attachment_that_was_edited_is_found(sheet: bytes, library: Path, source: LeafletSource) -> None:
    finding = verify(attach(sheet, reworded(source, text="Take two.").as_bytes()), library)
    assert finding.verdict == "altered"
    assert "is not what its own hash says" in finding.reasons[0]
    assert ("reworded", "Take two.") in [(change.kind, change.old) for change in finding.changes]


def test_an_edited_attachment_with_a_hash_of_its_own_is_not_of_these_pages(
    sheet: bytes, library: Path, source: LeafletSource
) -> None:
    other = consistent(reworded(source, text="Take two."))
    finding = verify(attach(sheet, other.as_bytes()), library)
    assert finding.verdict == "altered"
    assert f"the code {other.code} of the attached {SOURCE_NAME} does not stand on pages 1, 2" in finding.reasons[0]


def test_a_wrong_code_in_the_attachment_is_found(sheet: bytes, library: Path, source: LeafletSource) -> None:
    finding = verify(attach(sheet, source.model_copy(update={"code": "0000-0000"}).as_bytes()), library)
    assert finding.verdict == "altered"
    assert "names the code 0000-0000, which is not that of its hash" in finding.reasons[0]


def test_an_attachment_that_is_no_source_is_altered(sheet: bytes, library: Path, source: LeafletSource) -> None:
    finding = verify(attach(sheet, b'{"leaflet": "thalidomide"}'), library)
    assert finding.verdict == "altered"
    assert "cannot be read" in finding.reasons[0]
    assert source.code in finding.reasons[1]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("leaflet", "aspirin", "there is no leaflet `aspirin`"),
        ("place", "atlantis", "there is no place `atlantis`"),
        ("level", "hard", "plainleaf knows no level `hard`"),
        ("format", "a3", "plainleaf knows no format `a3`"),
    ],
)
def test_a_sheet_that_the_library_does_not_know(
    sheet: bytes, library: Path, source: LeafletSource, field: str, value: str, said: str
) -> None:
    other = consistent(source.model_copy(update={field: value}))
    finding = verify(attach(sheet, other.as_bytes()), library)
    assert finding.verdict == "altered"  # the code of another sheet stands in the foot
    assert finding.changes == ()
    fake = open_received(attach(sheet, other.as_bytes()), "sheet.pdf")
    assert fake.source == other
    assert said in " ".join(verify_with_codes(fake.data, other, library).reasons)


@pytest.mark.parametrize("langs", [(), ("",), ("tlh",), ("../en",), ("en", "tlh"), ("en", "en"), ("en", "es", "ar")])
def test_a_sheet_in_languages_that_are_not_there(library: Path, source: LeafletSource, langs: tuple[str, ...]) -> None:
    texts = tuple(source.texts[0].model_copy(update={"lang": lang}) for lang in langs)
    other = consistent(source.model_copy(update={"texts": texts, "format": "bilingual-letter"}))
    finding = verify_with_codes(attach(EMPTY, other.as_bytes()), other, library)
    assert not finding.is_accepted


def verify_with_codes(data: bytes, source: LeafletSource, folder: Path) -> Finding:
    """What would be said if the code of `source` stood on the pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(received, "_read_codes", lambda *_: ((source.code,),))
        return verify(data, folder)


# ---- files without a source, and codes alone


def test_a_sheet_without_its_source_is_known_by_its_code(edited: Path) -> None:
    edit(edited / "plainleaf.toml", "[print]", "[print]\nattach = false")
    sheet, data = print_one(find_workspace(edited))
    assert sheet.document.source is not None
    finding = verify(data, edited)
    assert (finding.verdict, finding.target) == ("current", sheet.target)
    again = verify(change_pdf(data, lambda _: None), edited)
    assert (again.verdict, again.target) == ("unknown", sheet.target)
    assert again.reasons[0] == f"no {SOURCE_NAME} is attached to it"
    assert "every statement of that sheet was found in it" in again.reasons[-1]
    forged = verify(change_drawing(data, NINE_ONE_ONE, NINE_ONE_NINE), edited)
    assert forged.verdict == "altered"


def test_a_sheet_whose_source_was_taken_away_is_not_accepted(sheet: bytes, library: Path) -> None:
    finding = verify(attach(sheet, None), library)
    assert (finding.verdict, finding.is_accepted) == ("unknown", False)


def test_of_a_booklet_words_are_not_compared(library: Path) -> None:
    booklet, data = print_one(find_workspace(library), "booklet-letter")
    finding = verify(data, library)
    assert (finding.verdict, finding.target) == ("current", booklet.target)
    assert verify(change_pdf(data, lambda _: None), library).verdict == "altered"
    bare = verify(attach(data, None), library)
    source = attached(data)
    made_with = source.made_with.model_copy(update={"engine": "another"})
    other = verify(attach(data, source.model_copy(update={"made_with": made_with}).as_bytes()), library)
    for finding in (bare, other):
        assert (finding.verdict, finding.target) == ("unknown", booklet.target)
        assert "the words of a booklet cannot be compared" in finding.reasons[-1]


def test_a_foreign_pdf_is_unknown(library: Path) -> None:
    finding = verify(EMPTY, library)
    assert (finding.verdict, finding.is_accepted, finding.target) == ("unknown", False, None)
    assert finding.reasons == (f"no {SOURCE_NAME} is attached to it", "it shows no code")
    assert finding.as_json()["leaflet"] is None


def test_a_code_from_paper_finds_its_sheet(source: LeafletSource, workspace: Workspace) -> None:
    finding = verify_code(source.code, workspace)
    assert finding.is_accepted
    assert finding.target is not None
    assert finding.target.path == "us/en/thalidomide/easy-letter.pdf"


def test_a_code_of_another_place_and_format_is_found(workspace: Workspace) -> None:
    sheet = make_plan(workspace, Request(("thalidomide",), ("es",), (Level.FULL,), ("large-a4",), "uk")).sheets[0]
    assert sheet.document.source is not None
    assert verify_code(sheet.document.source.code, workspace).target == sheet.target


def test_a_code_that_nothing_prints_is_unknown(workspace: Workspace) -> None:
    finding = verify_code("0000-0000", workspace)
    assert (finding.verdict, finding.is_accepted) == ("unknown", False)


@pytest.mark.parametrize(
    "typed", ["7K3Q-M2PX", "7k3q-m2px", "7K3QM2PX", " 7K3Q M2PX ", "7K3Q\N{EN DASH}M2PX", "7K3Q\N{NO-BREAK SPACE}M2PX"]
)
def test_a_code_may_be_copied_in_any_hand(typed: str) -> None:
    assert fold_code(typed) == "7K3Q-M2PX"


def test_letters_that_look_alike_are_folded() -> None:
    assert fold_code("OoIi-LlO1") == "0011-1101"


@pytest.mark.parametrize("typed", ["", "7K3Q-M2P", "7K3Q-M2PXX", "7K3Q-M2PU", "sheet.pdf", "٧K3Q-M2PX"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert fold_code(typed) == ""


# ---- what cannot be read


def make_empty() -> bytes:
    saved = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(saved, deterministic_id=True)
    return saved.getvalue()


EMPTY = make_empty()


def encrypted(data: bytes) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(saved, encryption=pikepdf.Encryption(owner="o", user="u"))
    return saved.getvalue()


def with_stream(packed: bytes, packing: pikepdf.Name | pikepdf.Array | None) -> bytes:
    """A PDF with these bytes as its attachment, as they are."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.attachments[SOURCE_NAME].obj.EF.F
        stream.write(packed, filter=packing)

    return change_pdf(attach(EMPTY, b"{}"), change)


def problem_of(data: bytes) -> tuple[str, str]:
    with pytest.raises(PlainleafError) as raised:
        open_received(data, "sheet.pdf")
    (problem,) = raised.value.problems
    assert problem.position.file == "sheet.pdf"
    assert problem.hint
    return problem.code, problem.message


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x00" * 100, b"PK\x03\x04", EMPTY[: len(EMPTY) // 2]])
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    assert problem_of(data) == ("P070", "this is no PDF, or a damaged one")


def test_a_sheet_cut_short_is_damaged(sheet: bytes) -> None:
    for share in (0.2, 0.5, 0.99):
        assert problem_of(sheet[: int(len(sheet) * share)])[0] == "P070"


def test_an_encrypted_file_is_told() -> None:
    assert problem_of(encrypted(EMPTY))[0] == "P071"


def test_a_file_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "LARGEST_FILE", len(EMPTY) - 1)
    assert problem_of(EMPTY)[0] == "P072"


def test_a_file_with_too_many_pages_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "MOST_PAGES", 0)
    code, message = problem_of(EMPTY)
    assert (code, "1 pages" in message) == ("P072", True)


def test_an_attachment_that_unpacks_without_end_is_refused() -> None:
    bomb = zlib.compress(b" " * (LARGEST_SOURCE * 50))
    assert len(bomb) < LARGEST_SOURCE // 10
    data = with_stream(bomb, pikepdf.Name.FlateDecode)
    assert problem_of(data)[0] == "P073"


@pytest.mark.parametrize(
    "data",
    [
        with_stream(b"no zip", pikepdf.Name.FlateDecode),
        with_stream(zlib.compress(b"{}" * 99)[:-8], pikepdf.Name.FlateDecode),
        with_stream(b"7b7d>", pikepdf.Name.ASCIIHexDecode),
        with_stream(b"{}", pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])),
    ],
)
def test_an_attachment_that_cannot_be_unpacked_is_told(data: bytes) -> None:
    assert problem_of(data)[0] == "P073"


@pytest.mark.parametrize("packing", [None, pikepdf.Array([pikepdf.Name.FlateDecode])])
def test_an_attachment_may_be_packed_in_either_way(source: LeafletSource, packing: pikepdf.Array | None) -> None:
    data = source.as_bytes()
    packed = data if packing is None else zlib.compress(data)
    assert open_received(with_stream(packed, packing), "sheet.pdf").source == source


@given(st.binary(max_size=300))
def test_any_bytes_are_a_file_or_a_problem(data: bytes) -> None:
    for candidate in (data, b"%PDF-1.7\n" + data, EMPTY[:200] + data):
        with pytest.raises(PlainleafError) as raised:
            open_received(candidate, "sheet.pdf")
        assert {problem.code for problem in raised.value.problems} <= {"P070", "P071", "P072", "P073"}


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=4))
def test_a_file_with_changed_bytes_is_a_file_or_a_problem(at: int, changed: bytes) -> None:
    at %= len(EMPTY)
    data = EMPTY[:at] + changed + EMPTY[at + len(changed) :]
    codes = set()
    try:
        open_received(data, "sheet.pdf")
    except PlainleafError as error:
        codes = {problem.code for problem in error.problems}
    assert codes <= {"P070", "P071", "P072"}


def leaves(shape: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    """Every value of a JSON shape by its path."""
    if isinstance(shape, Mapping):
        return {deep: value for key in shape for deep, value in leaves(shape[key], (*path, key)).items()}
    if isinstance(shape, list):
        return {deep: value for at, one in enumerate(shape) for deep, value in leaves(one, (*path, at)).items()}
    return {path: shape}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_attachment_with_any_other_value_contradicts_itself(source: LeafletSource, data: st.DataObject) -> None:
    shape = json.loads(source.as_bytes())
    values = {path: value for path, value in leaves(shape).items() if path[0] != "made_with" and "around" not in path}
    path = data.draw(st.sampled_from(sorted(values, key=str)))
    new = data.draw(st.one_of(st.text(max_size=20), st.booleans(), st.none(), st.sampled_from(["approved", "none"])))
    assume(new != values[path])
    place = shape
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    opened = open_received(attach(EMPTY, json.dumps(shape).encode()), "sheet.pdf")
    of_its_pages = replace(opened, codes=((source.code,),))
    assert of_its_pages.inconsistencies() or opened.source == source
