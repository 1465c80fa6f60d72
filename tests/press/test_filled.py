"""Sheets that are filled in for one patient: all of it stands there, in the words of the patient, and nowhere else."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pikepdf
import pypdfium2
import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.build.plan import Request, Sheet, Target
from plainleaf.build.planning import Planner, open_planner
from plainleaf.content.personal import NOTE_PREFIX, Personal, Strength
from plainleaf.languages import tag_of
from plainleaf.press.completeness import lost_entries
from plainleaf.press.filled import entries_of
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import SOURCE_NAME, read_source
from plainleaf.problems import PlainleafError, errors
from plainleaf.translation.localized import plain_text
from plainleaf.translation.lookup import Language
from plainleaf.workspace import find_workspace

FILLED = Personal(
    filled_on=dt.date(2026, 11, 24),
    daily=Decimal("22.5"),
    strengths=(
        Strength(Decimal(10), (Decimal(0), Decimal(0), Decimal(0), Decimal(2))),
        Strength(Decimal("2.5"), (Decimal(0), Decimal(0), Decimal(0), Decimal(1))),
    ),
    first_day=dt.date(2026, 12, 29),
    days_on=21,
    days_off=7,
    visit=dt.date(2027, 1, 12),
    visit_time=dt.time(15, 30),
    clinician="Ana Ruiz",
    telephone="+1 555 0100",
    notes=("blood-test", "bring-medicines"),
    staff_note="Ask for Marta on floor 3.",
    staff_lang="en",
)
TAGS = sorted(tag_of(path.parent.name) for path in REPOSITORY.glob("translations/*/language.yaml"))


@cache
def planner() -> Planner:
    return open_planner(find_workspace(REPOSITORY), Request(place="us"))


def sheet(
    lang: str, sheet_format: str = "letter", leaflet: str = "lenalidomide", filled: Personal | None = FILLED
) -> Sheet:
    beside = ("es" if lang == "en" else "en") if sheet_format.startswith("bilingual") else ""
    return planner().sheet(Target(leaflet, lang, "easy", sheet_format, "us", beside), filled)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_every_language_is_looked_at() -> None:
    assert len(TAGS) == 31


@pytest.mark.parametrize("lang", TAGS)
def test_it_prints_in_every_language(lang: str) -> None:
    """The press looks at the finished page and refuses what is lost, strayed or added."""
    try:
        filled = sheet(lang)
    except PlainleafError:
        with pytest.raises(PlainleafError):  # what is refused filled in is refused empty
            sheet(lang, filled=None)
        return
    made = render_pdf(filled.document)
    assert made.pages
    assert filled.status == sheet(lang, filled=None).status


def test_no_report_of_a_fault_can_repeat_a_sheet() -> None:
    assert "Ana Ruiz" not in repr(sheet("en"))


@pytest.mark.parametrize("sheet_format", [
    "letter", "a4", "large-letter", "large-a4", "summary-letter", "summary-a4", "booklet-letter", "bilingual-letter",
])  # fmt: skip
@pytest.mark.parametrize(("leaflet", "lang"), [("lenalidomide", "en"), ("thalidomide", "ar")])
def test_it_prints_on_every_paper(leaflet: str, lang: str, sheet_format: str) -> None:
    personal = replace(FILLED, staff_note="", notes=FILLED.notes[:1])
    made = render_pdf(sheet(lang, sheet_format, leaflet=leaflet, filled=personal).document)
    text = text_of(made.data)
    assert "0100" in text
    assert ("22.5" in text) or ("22٫5" in text) or ("22,5" in text)


def test_a_page_that_is_full_is_refused() -> None:
    with pytest.raises(PlainleafError) as raised:
        render_pdf(sheet("ar", "summary-letter").document)
    assert {problem.code for problem in raised.value.problems} == {"P045"}


def test_what_was_filled_in_stands_there_in_the_language_of_the_patient() -> None:
    text = text_of(render_pdf(sheet("es").document).data)
    days = ("29 dic 2026 (martes)", "12 ene 2027 (martes), 15:30", "1 29 dic", "21 18 ene")
    assert all(words in text for words in ("22.5 mg", "Ana Ruiz", *days))
    assert "Hágase un análisis de sangre" in text
    assert "Have a blood test" not in text
    assert "Ask for Marta on floor 3." in text  # marked as what it is
    marked = plain_text(sheet("es").leaflet.personal.staff_note[0])  # type: ignore[union-attr,index]
    assert f"{marked} Ask" in text


def test_a_calendar_without_dates_is_as_before_and_goes_by_the_days_of_the_patient() -> None:
    html = sheet("en", filled=Personal(dt.date(2026, 11, 24), days_on=14, days_off=14)).document.html
    assert html.count('class="take ') == 14
    assert 'class="date"' not in html
    assert sheet("en", filled=None).document.html.count('class="take ') == 21


def test_the_leaflet_is_the_same_and_says_so() -> None:
    filled, empty = sheet("fr").document.source, sheet("fr", filled=None).document.source
    assert filled
    assert empty
    assert (filled.code, filled.content_hash) == (empty.code, empty.content_hash)
    assert "Ana Ruiz" in filled.filled
    assert empty.filled == ()
    assert b'"filled"' not in empty.as_bytes()


def test_the_file_can_be_inspected_afterwards() -> None:
    data = render_pdf(sheet("hi").document).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        source = read_source(pdf.attachments[SOURCE_NAME].get_file().read_bytes(), "file.pdf")
    assert "Ana Ruiz" in source.filled
    report = inspect_file(data, "file.pdf")
    assert errors(report.problems) == []
    # Without what was filled in, its words are words that nobody wrote.
    empty = source.model_copy(update={"filled": ()})
    assert "P062" in {problem.code for problem in inspect_file(data, "file.pdf", source=empty).problems}


def test_a_page_that_loses_something_is_refused_without_repeating_it() -> None:
    document, leaflet = sheet("en").document, sheet("en").leaflet
    entries = list(entries_of(leaflet, "easy"))
    assert lost_entries(document.html, entries, "page.html") == []
    assert {"daily-dose", "count-1-bedtime", "strength-2", "day-28", "next-visit", "staff-note"} <= dict(entries).keys()
    for name, _ in entries:
        lost = lost_entries(document.html.replace(f'data-filled="{name}"', ""), entries, "page.html")
        assert [problem.code for problem in lost] == ["P006"], name
        assert f"`{name}`" in lost[0].message
        assert "Ana Ruiz" not in str(lost[0])


def test_a_theme_that_does_not_know_of_it_prints_nothing() -> None:
    known = planner()
    templates = {**known.press.theme.templates}
    templates["leaflet.html"] = templates["leaflet.html"].replace("{{ parts.for_you() }}", "")
    older = replace(known, press=replace(known.press, theme=replace(known.press.theme, templates=templates)))
    with pytest.raises(PlainleafError) as raised:
        older.sheet(Target("lenalidomide", "en", "easy", "letter", "us"), FILLED)
    assert {problem.code for problem in raised.value.problems} == {"P006"}


@pytest.mark.parametrize("style", [
    ".given { display: none }", ".times .count b { display: none }", ".for-you { display: none }",
    ".facts b { visibility: hidden }", ".cycle .date { display: none }", ".for-you li { font-size: 0 }",
])  # fmt: skip
def test_what_a_style_hides_is_refused(style: str) -> None:
    document = sheet("en").document
    with pytest.raises(PlainleafError) as raised:
        render_pdf(replace(document, css=f"{document.css}\n{style}"))
    codes = {problem.code for problem in raised.value.problems}
    assert codes & {"P067", "P024", "P046"}
    assert "Ana Ruiz" not in " ".join(problem.message for problem in raised.value.problems if problem.code == "P067")


def test_days_of_another_round_than_the_patients_are_refused() -> None:
    known = planner()
    parts = known.press.theme.templates["parts.html"].replace("calendar.take or plan.take", "plan.take")
    templates = {**known.press.theme.templates, "parts.html": parts}
    older = replace(
        known, press=replace(known.press, theme=replace(known.press.theme, templates=templates)), _shelves={}
    )
    with pytest.raises(PlainleafError) as raised:
        older.sheet(
            Target("lenalidomide", "en", "easy", "letter", "us"),
            Personal(dt.date(2026, 11, 24), days_on=14, days_off=14),
        )
    assert {problem.code for problem in raised.value.problems} == {"P006"}


def test_a_dose_is_written_without_marks_between_thousands() -> None:
    many = replace(FILLED, daily=Decimal(2000), strengths=(replace(FILLED.strengths[0], strength=Decimal(1000)),))
    for lang, place in (("de", "us"), ("es", "us"), ("en", "us")):
        filled = planner().sheet(Target("lenalidomide", lang, "easy", "letter", place), many).leaflet.personal
        assert filled
        assert (filled.blanks["daily-dose"], filled.grid[0].strength) == ("2000", "1000")


def test_words_that_are_not_translated_keep_it_from_being_printed() -> None:
    known = planner()
    german = known.languages["de"]
    others = {name: one for name, one in german.catalogs.items() if name != "patient"}
    lacking = Language(german.pack, others, guard=german.guard)
    older = replace(known, languages={**known.languages, "de": lacking}, _shelves={})
    with pytest.raises(PlainleafError) as raised:
        older.sheet(Target("lenalidomide", "de", "easy", "letter", "us"), FILLED)
    assert {problem.code for problem in raised.value.problems} == {"T002"}
    assert older.sheet(Target("lenalidomide", "de", "easy", "letter", "us")).document.html  # everybody's needs none


def test_all_notes_can_be_chosen_together() -> None:
    names = [name.removeprefix(NOTE_PREFIX) for name in planner().library.patient if name.startswith(NOTE_PREFIX)]
    assert len(names) >= 10
    personal = replace(FILLED, notes=tuple(names))
    assert render_pdf(sheet("en", filled=personal).document).pages
