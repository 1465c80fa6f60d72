from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import REPOSITORY, library, problems_of
from tests.support.workspace import copy_library, run_plainleaf

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.rules import placeholders
from plainleaf.languages import SOURCE_TAG, direction_of
from plainleaf.press.pdf import render_pdf
from plainleaf.problems import PlainleafError, Problem
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, plain_text
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import read_pack
from plainleaf.translation.pseudo import PSEUDO_TAGS, pseudo_language, pseudo_text
from plainleaf.workspace import find_workspace, read_files

REAL = read_library(read_files(find_workspace(REPOSITORY)).texts).library
MESSAGES = [message for messages in collect_messages(REAL).values() for message in messages]


def _sheet(tag: str) -> LocalizedLeaflet:
    files = read_files(find_workspace(REPOSITORY)).texts
    language = Language(read_pack(files, SOURCE_TAG)) if tag == SOURCE_TAG else pseudo_language(tag, REAL)
    return localize(REAL.leaflets["thalidomide"], REAL, language, "us", Level.FULL, ClinicFacts())


def test_accents_brackets_and_a_third_more() -> None:
    text = pseudo_text("en-XA", "Do not take it with {food} at night.")
    assert text.startswith("[Dö ñöt táké ît wîth {food} át ñîght.")
    assert text.endswith("]")
    english = sum(len(message.msgid) for message in MESSAGES)
    longer = sum(len(pseudo_text("en-XA", message.msgid)) for message in MESSAGES)
    assert 1.30 < longer / english < 1.42


def test_letters_of_another_script_and_its_marks() -> None:
    text = pseudo_text("ar-XB", "Stop, then call {place.emergency}; why?")
    assert direction_of(text) == "rtl"
    assert not re.search(r"[A-Za-z]", text.replace("{place.emergency}", ""))
    assert {"،", "؛", "؟"} <= set(text)


@given(st.sampled_from(PSEUDO_TAGS), st.text(max_size=60))
def test_placeholders_and_digits_stay(tag: str, text: str) -> None:
    made = pseudo_text(tag, text.replace("{", "").replace("}", "") + "{dose} 25 {n}")
    assert placeholders(made)[-2:] == ["dose", "n"]
    assert "25" in made


@pytest.mark.parametrize("tag", PSEUDO_TAGS)
def test_every_message_is_made_with_its_placeholders_and_units_stay(tag: str) -> None:
    language = pseudo_language(tag, REAL)
    for message in MESSAGES:
        entry = language.catalogs[message.domain].entries[message.msgctxt]
        assert entry.translates(message)
        assert len(entry.texts) == (2 if message.plural else 1)
        assert sorted(placeholders(entry.texts[0])) == sorted(placeholders(message.msgid))
        assert unicodedata.normalize("NFC", entry.texts[0]) == entry.texts[0]
        if message.msgctxt.startswith("unit/"):
            assert entry.texts == (message.msgid, message.plural)


@pytest.mark.parametrize("tag", PSEUDO_TAGS)
def test_doses_and_telephones_are_those_of_the_english_sheet(tag: str) -> None:
    def kept(sheet: LocalizedLeaflet) -> list[str]:
        runs = [run for section in sheet.sections for one in section.statements for run in one.runs]
        return [run.text for run in runs if run.kind in ("quantity", "telephone", "web")]

    made = _sheet(tag)
    assert kept(made) == kept(_sheet(SOURCE_TAG))
    assert len(kept(made)) > 10
    assert made.draft
    english = {plain_text(one.runs) for section in _sheet(SOURCE_TAG).sections for one in section.statements}
    citations = {plain_text(one.runs) for section in made.sections for one in section.statements if one.lang}
    assert english & {plain_text(one.runs) for section in made.sections for one in section.statements} == citations


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("tag", PSEUDO_TAGS)
def test_the_layout_holds(tag: str, paper: str) -> None:
    request = Request(("thalidomide",), (tag,), (Level.EASY, Level.FULL), (paper,), "us")
    plan = make_plan(find_workspace(REPOSITORY), request)
    assert plan.refusals == ()
    assert {sheet.status for sheet in plan.sheets} == {"draft"}
    problems: list[Problem] = []
    pages = 0
    for sheet in plan.sheets:
        try:
            pages += render_pdf(sheet.document).pages
        except PlainleafError as error:
            problems += error.problems
    assert problems == []
    assert pages > 6


def test_only_a_build_that_names_it_and_a_folder_prints_it(tmp_path: Path) -> None:
    root = copy_library(tmp_path / "clinic")
    sheet = ("build", "thalidomide", "--level", "easy", "--format", "a4")
    assert run_plainleaf(root, *sheet, "--lang", "en-XA").status == 2
    assert run_plainleaf(root, *sheet, "--lang", "en-XA", "--output", "output").status == 2
    made = run_plainleaf(root, *sheet, "--lang", "en_xa", "--output", str(tmp_path / "test"))
    assert made.status == 0, made.err
    assert [path.parts[-3] for path in (tmp_path / "test").rglob("*.pdf")] == ["en-XA"]
    assert not (root / "output").exists()
    refused = run_plainleaf(root, *sheet, "--lang", "en-XA", "--output", str(tmp_path / "test"), "--release")
    assert refused.status == 1
    assert ": T064 " in refused.err
    plan = make_plan(find_workspace(root), Request(("thalidomide",), (), (Level.EASY,), ("a4",), "us"))
    assert not {sheet.target.lang for sheet in plan.sheets} & set(PSEUDO_TAGS)


def test_a_setting_does_not_name_it(tmp_path: Path) -> None:
    root = copy_library(tmp_path / "clinic")
    settings = root / "plainleaf.toml"
    settings.write_text('[print]\nlanguages = ["en-XA"]\n', encoding="utf-8")
    problems = problems_of(lambda: make_plan(find_workspace(root), Request()))
    assert [problem.code for problem in problems] == ["T004"]


def test_the_invented_library_is_made_too() -> None:
    assert pseudo_language("ar-XB", library()).catalogs.keys() == {"shared", "somnoril"}
