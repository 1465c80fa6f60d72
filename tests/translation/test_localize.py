from __future__ import annotations

import pytest
from tests.support.library import FILES, LABELS, LEAFLET, edit, language, leaflet, library, problems_of, translated
from tests.translation.examples import OWN_ES, SHARED_ES

from plainleaf.content.grammar import Level
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, plain_text


def _sheet(tag: str, level: Level = Level.FULL, place: str = "us") -> LocalizedLeaflet:
    return localize(leaflet(), library(), language(tag), place, level, ClinicFacts())


def _texts(sheet: LocalizedLeaflet) -> dict[str, str]:
    return {one.id: plain_text(one.runs) for section in sheet.sections for one in section.statements}


def test_a_sheet_stands_in_one_language() -> None:
    sheet = _sheet("ar", Level.EASY)
    assert (sheet.locale, sheet.direction, sheet.title, sheet.latin_title) == ("ar", "rtl", "سومنوريل", "Somnoril")
    assert (sheet.place_name, sheet.say) == ("الولايات المتحدة", "سُمنوريل")
    assert _texts(sheet)["somnoril.wait"] == "العمل في الأعلى: انتظر 4\u00a0أسابيع بعد آخر كبسولة."
    assert [plain_text(section.title) for section in sheet.sections] == ["الأهم", "كيف أتناوله؟", "ماذا أسأل؟"]
    assert plain_text(sheet.sections[1].groups[0].heading) == "في الليل"


def test_a_sheet_is_of_one_level_and_place() -> None:
    assert "somnoril.snoring" not in _texts(_sheet("es", Level.EASY))
    assert _texts(_sheet("es", Level.PLAIN))["somnoril.sleepy"] == _texts(_sheet("es", Level.EASY))["somnoril.sleepy"]
    assert _texts(_sheet("es"))["somnoril.sleepy"] == "Da sueño por un tiempo. No conduzca."
    assert "38\u00a0°C (100.4\u00a0°F)" in _texts(_sheet("es"))["shared.calls.fever"]
    assert "38\u00a0°C o más" in _texts(_sheet("es", place="uk"))["shared.calls.fever"]
    assert (_sheet("en").brands, _sheet("en", place="uk").brands) == (("Night Owl", "Dozewell"), ("Dozewell",))


def test_a_citation_stays_in_english_and_says_so() -> None:
    cited = [one for tag in ("en", "es") for one in _sheet(tag).sections[-1].statements if one.id == "somnoril.cite"]
    assert [one.lang for one in cited] == ["", "en"]
    assert all(plain_text(one.runs) == "The Book of Sleep, 3rd edition, 2019, pages 12 to 14." for one in cited)


def test_furniture_is_in_the_readers_language() -> None:
    sheet = _sheet("es")
    assert plain_text(sheet.labels["draft"]) == "Nadie ha aprobado esta hoja."
    assert sheet.english_labels["draft"] == "Nobody has approved this sheet."
    assert plain_text(sheet.labels["page"]) == "Página {page} de {pages}"
    assert sheet.dose is not None
    assert (plain_text(sheet.dose.form), plain_text(sheet.dose.unit)) == ("Cápsula", "mg")
    swallow, snoring = sheet.sections[1].statements[0], sheet.sections[2].statements[0]
    assert plain_text(swallow.blank_unit) == "mg"
    assert plain_text(snoring.frequency) == "Frecuente"
    assert len(sheet.numbers) == 85


def test_the_english_name_is_left_out_where_it_is_the_same() -> None:
    assert _sheet("en").latin_title == ""
    files = edit(translated("es"), SHARED_ES, 'msgstr "Somnorilo"', 'msgstr "SOMNORIL"')
    sheet = localize(leaflet(), library(), language("es", files), "us", Level.EASY, ClinicFacts())
    assert (sheet.title, sheet.latin_title) == ("SOMNORIL", "")


def test_all_problems_of_a_sheet_are_named_at_once() -> None:
    files = edit(translated("es"), OWN_ES, "Tráguela entera con agua.", "Tráguela <b>entera</b> con agua.")
    files = edit(files, OWN_ES, "Ronquidos fuertes.", "")
    files = edit(files, SHARED_ES, 'msgctxt "section/questions"', '#, fuzzy\nmsgctxt "section/questions"')
    files = edit(files, SHARED_ES, "Nadie ha aprobado esta hoja.", "")
    spoken = language("es", files)
    problems = problems_of(lambda: localize(leaflet(), library(), spoken, "us", Level.FULL, ClinicFacts()))
    assert {(problem.code, problem.msgctxt) for problem in problems} == {
        ("T014", "somnoril.swallow/plain"),
        ("T002", "somnoril.snoring/plain"),
        ("T003", "section/questions"),
        ("T002", "label/draft"),
    }
    assert list(problems) == sorted(set(problems))


def test_what_another_level_lacks_costs_this_one_nothing() -> None:
    files = edit(translated("es"), OWN_ES, "Ronquidos fuertes.", "")
    spoken = language("es", files)
    assert localize(leaflet(), library(), spoken, "us", Level.EASY, ClinicFacts()).level is Level.EASY
    assert problems_of(lambda: localize(leaflet(), library(), spoken, "us", Level.PLAIN, ClinicFacts()))


@pytest.mark.parametrize(("certainty", "said"), [("C1", "Call 555-0100."), ("C2", "Call .")])
def test_a_number_that_nobody_is_sure_of_is_not_printed(certainty: str, said: str) -> None:
    files = edit(FILES, LEAFLET, "values:\n", "values:\n  line: {telephone: 555-0100}\n")
    files = edit(files, LEAFLET, "plain: Loud snoring.", 'plain: "Call {line}."')
    files = edit(files, LEAFLET, "certainty: C2", f"certainty: {certainty}")
    sheet = localize(leaflet(files), library(files), language("en"), "us", Level.FULL, ClinicFacts())
    assert _texts(sheet)["somnoril.snoring"] == said


def test_a_box_for_a_bare_count_has_no_unit() -> None:
    files = edit(FILES, LEAFLET, "{kind: number, unit: milligram}", "{kind: number, unit: none}")
    sheet = localize(leaflet(files), library(files), language("en"), "us", Level.EASY, ClinicFacts())
    assert sheet.sections[1].statements[0].blank_unit == ()


def test_levels_and_places_of_a_language_share_what_they_share() -> None:
    known, spoken = library(), language("es")

    def sheet(level: Level, place: str = "us", clinic: ClinicFacts | None = None) -> LocalizedLeaflet:
        return localize(leaflet(), known, spoken, place, level, clinic or ClinicFacts())

    first = sheet(Level.EASY)
    assert sheet(Level.FULL).labels is first.labels
    assert sheet(Level.FULL, "uk").labels is not first.labels
    assert sheet(Level.FULL, clinic=ClinicFacts({"name": "Elm Street"})).labels is not first.labels
    assert localize(leaflet(), library(), spoken, "us", Level.EASY, ClinicFacts()) == first


def test_labels_of_another_library_are_its_own() -> None:
    files = edit(FILES, LABELS, "Nobody has approved this sheet.", "Approved by nobody.")
    spoken = language("en")
    one, other = (
        localize(leaflet(), each, spoken, "us", Level.EASY, ClinicFacts()) for each in (library(), library(files))
    )
    assert (one.english_labels["draft"], other.english_labels["draft"]) == (
        "Nobody has approved this sheet.",
        "Approved by nobody.",
    )
    assert plain_text(other.labels["draft"]) == "Approved by nobody."


def test_frames_of_a_language_do_not_grow_with_the_clinics_that_it_serves() -> None:
    spoken, known = language("es"), library()
    for number in range(30):
        localize(leaflet(), known, spoken, "us", Level.EASY, ClinicFacts({"telephone": str(number)}))
    assert len(spoken.frames) <= 8
