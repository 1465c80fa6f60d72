from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import CALLS, FILES, LEAFLET, SECTIONS, Files, edit, language, leaflet, library, translated
from tests.support.workspace import LANGUAGES, REPOSITORY

from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.library import read_library
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, LocalizedSection
from plainleaf.translation.packs import read_language
from plainleaf.translation.summary import count_source_words, has_summary, summarize
from plainleaf.workspace import find_workspace, read_files

SNORING = ("- id: somnoril.snoring", "- id: somnoril.snoring\n        summary: true")


def _sheet(files: Files = FILES, tag: str = "en", level: Level = Level.PLAIN) -> LocalizedLeaflet:
    spoken = language(tag, None if tag == "en" else {**translated(tag), **files})
    return localize(leaflet(files), library(files), spoken, "us", level, ClinicFacts())


def _ids(sheet: LocalizedLeaflet) -> list[str]:
    return [statement.id for section in sheet.sections for statement in section.statements]


def _contexts(sheet: LocalizedLeaflet) -> set[str]:
    return {wording.message.msgctxt for wording in sheet.wordings}


def test_marked_statements_stay_in_their_sections_and_in_order() -> None:
    summary = summarize(_sheet(edit(FILES, LEAFLET, *SNORING)))
    assert [section.id for section in summary.sections] == ["key_messages", "side_effects"]
    assert _ids(summary) == ["shared.calls.fever", "somnoril.sleepy", "somnoril.snoring"]


def test_what_is_critical_stays_where_half_would_mislead() -> None:
    """Nothing here is marked; the box to fill in says nothing critical."""
    sheet = _sheet()
    assert not has_summary(sheet)
    summary = summarize(sheet)
    assert _ids(summary) == ["shared.calls.fever", "somnoril.sleepy"]
    assert _ids(sheet)[:4] == [*_ids(summary), "somnoril.wait", "somnoril.swallow"]


def test_the_name_stays_whole() -> None:
    files = edit(FILES, SECTIONS, "look: ask", "look: identity")
    assert _ids(summarize(_sheet(files)))[-3:] == ["somnoril.ask-what", "somnoril.ask-when", "somnoril.ask-who"]


def test_of_those_to_call_the_critical_ones_stay() -> None:
    files = edit(FILES, SECTIONS, "look: ask", "look: contacts")
    assert _ids(summarize(_sheet(files))) == ["shared.calls.fever", "somnoril.sleepy"]
    critical = edit(files, LEAFLET, "- id: somnoril.ask-when", "- id: somnoril.ask-when\n        critical: true")
    assert _ids(summarize(_sheet(critical)))[-1] == "somnoril.ask-when"


def test_texts_and_headings_that_are_not_printed_need_no_approval() -> None:
    sheet = _sheet(edit(FILES, CALLS, "critical: true", "critical: true\n    summary: true"))
    left_out = _contexts(sheet) - _contexts(summarize(sheet))
    assert left_out == {
        "section/side_effects",
        "section/questions",
        "section/how_to_take",
        "section/how_to_take/at-night",
        "somnoril.wait/easy",
        "somnoril.swallow/plain",
        "somnoril.snoring/plain",
        "somnoril.ask-what/easy",
        "somnoril.ask-when/easy",
        "somnoril.ask-who/easy",
        "somnoril.found/plain",
    }
    assert {"label/draft", "unit/celsius"} <= _contexts(summarize(sheet))
    dose = edit(FILES, LEAFLET, "- id: somnoril.swallow", "- id: somnoril.swallow\n        critical: true")
    assert "section/how_to_take/at-night" in _contexts(summarize(_sheet(dose)))


def test_everything_else_is_the_sheets_own() -> None:
    sheet = _sheet(tag="es")
    summary = summarize(sheet)
    assert replace(summary, sections=sheet.sections, wordings=sheet.wordings) == sheet


def test_words_are_those_of_the_english() -> None:
    words = "Fever of {fever} or more: call {place.emergency}. It makes you sleepy. Do not drive."
    english, spanish = (summarize(_sheet(tag=tag, level=Level.EASY)) for tag in ("en", "es"))
    assert count_source_words(english) == count_source_words(spanish) == len(words.split())
    assert count_source_words(_sheet(level=Level.EASY)) > len(words.split())


def _remark(section: LocalizedSection, marked: Callable[[str], bool]) -> LocalizedSection:
    groups = (
        replace(group, statements=tuple(replace(one, summary=marked(one.id)) for one in group.statements))
        for group in section.groups
    )
    return replace(section, groups=tuple(groups))


@given(st.sets(st.sampled_from(_ids(_sheet(level=Level.FULL)))))
def test_whatever_is_marked_stays_and_a_summary_has_no_summary_of_its_own(marked: set[str]) -> None:
    sheet = _sheet(level=Level.FULL)
    sheet = replace(sheet, sections=tuple(_remark(section, marked.__contains__) for section in sheet.sections))
    summary = summarize(sheet)
    assert marked <= set(_ids(summary)) <= set(_ids(sheet))
    assert _ids(summary) == [name for name in _ids(sheet) if name in set(_ids(summary))]
    assert all(section.groups and all(group.statements for group in section.groups) for section in summary.sections)
    assert _contexts(summary) <= _contexts(sheet)
    assert summarize(summary) == summary


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_danger_sign_of_the_library_is_left_out(tag: str) -> None:
    files = read_files(find_workspace(REPOSITORY))
    shipped = read_library(files.texts).library
    spoken = read_language(files.texts, tag, files.unreadable)
    seen = 0
    for one in shipped.leaflets.values():
        for place in one.places:
            for level in LEVELS:
                sheet = localize(one, shipped, spoken, place, level, ClinicFacts())
                summary = summarize(sheet)
                (signs,) = (section for section in sheet.sections if section.look == "emergency")
                assert signs in summary.sections
                assert has_summary(sheet)
                seen += len(signs.statements)
    assert seen > 100
