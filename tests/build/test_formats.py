"""Formats other than the leaflet by itself: two languages on a sheet, and summaries, from the request to the files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.support.clinic import DR_X, THEME, Workplace, approve_all, make_clinic
from tests.support.library import CALLS, FILES, LEAFLET, Files, catalogs, edit, problems_of
from tests.support.workspace import copy_one_leaflet, run_plainleaf
from tests.translation.examples import OWN_ES

from plainleaf.build import sheets as sheets_module
from plainleaf.build.plan import Plan, Request, Sheet, Target
from plainleaf.build.planning import make_plan
from plainleaf.content.grammar import Level
from plainleaf.problems import Position
from plainleaf.translation.localized import LocalizedLeaflet
from plainleaf.translation.summary import MOST_WORDS, summarize
from plainleaf.workspace import find_workspace

BILINGUAL = "templates/plain/bilingual.html"
SUMMARY = "templates/plain/summary.html"
LEAFLET_HTML = THEME["templates/plain/leaflet.html"]
# The whole page for the reader, then the same page again in the second language.
BODY = LEAFLET_HTML.split("<body>")[1].removesuffix("</body></html>\n")
PAIRED = LEAFLET_HTML.replace(
    "</body>", f'<div lang="{{{{ beside.locale }}}}">{BODY.replace("leaflet.", "beside.")}</div></body>'
)
MARKED = edit(FILES, CALLS, "critical: true", "critical: true\n    summary: true")[CALLS]
TEMPLATES: Files = {BILINGUAL: PAIRED, SUMMARY: LEAFLET_HTML, CALLS: MARKED}
ARABIC: Files = {
    **catalogs("ar"),
    "plainleaf.toml": '[print]\nlanguages = ["en", "es", "ar"]\nlevels = ["easy"]\n',
}


@pytest.fixture
def clinic(tmp_path: Path) -> Workplace:
    return make_clinic(tmp_path, {**TEMPLATES, **ARABIC})


def plan(clinic: Workplace, *formats: str, **asked: Any) -> Plan:
    return make_plan(find_workspace(clinic.root), Request(formats=formats, **asked))


def paths(made: Plan) -> list[str]:
    return [sheet.target.path for sheet in made.sheets]


def by_path(made: Plan) -> Mapping[str, Sheet]:
    return {sheet.target.path: sheet for sheet in made.sheets}


# --------------------------------------------------------------------------------------------- two languages


def test_each_language_stands_beside_each_other_that_was_asked_for(clinic: Workplace) -> None:
    assert paths(plan(clinic, "bilingual-a4")) == [
        "us/es/somnoril/easy-bilingual-a4-en.pdf",
        "us/ar/somnoril/easy-bilingual-a4-en.pdf",
    ]
    assert paths(plan(clinic, "bilingual-letter", beside=("es", "en", "es"))) == [
        "us/en/somnoril/easy-bilingual-letter-es.pdf",
        "us/es/somnoril/easy-bilingual-letter-en.pdf",
        "us/ar/somnoril/easy-bilingual-letter-es.pdf",
        "us/ar/somnoril/easy-bilingual-letter-en.pdf",
    ]


def test_the_second_language_need_not_be_printed_by_itself(clinic: Workplace) -> None:
    made = plan(clinic, "a4", "bilingual-a4", languages=("es",), beside=("ar",))
    assert paths(made) == ["us/es/somnoril/easy-a4.pdf", "us/es/somnoril/easy-bilingual-a4-ar.pdf"]
    assert made.agenda.words["ar"].english_name == "Arabic"
    html = made.sheets[1].document.html
    assert html.index("Da sueño.") < html.index("يجعلك تنعس.")
    assert "Noto Naskh Arabic" in made.sheets[1].document.fonts


def test_the_settings_name_the_second_languages(clinic: Workplace) -> None:
    clinic.edit(
        "plainleaf.toml", 'levels = ["easy"]', 'levels = ["easy"]\nformats = ["bilingual-a4"]\nbeside = "es, ar"'
    )
    assert paths(plan(clinic, languages=("en", "es"))) == [
        "us/en/somnoril/easy-bilingual-a4-es.pdf",
        "us/en/somnoril/easy-bilingual-a4-ar.pdf",
        "us/es/somnoril/easy-bilingual-a4-ar.pdf",
    ]
    assert paths(plan(clinic, languages=("es",), beside=("en",))) == ["us/es/somnoril/easy-bilingual-a4-en.pdf"]


def test_a_language_beside_itself_is_nothing_to_print(clinic: Workplace) -> None:
    problems = problems_of(lambda: plan(clinic, "bilingual-a4", "bilingual-letter", languages=("en",)))
    assert [problem.code for problem in problems] == ["B005"]
    assert "--beside" in problems[0].hint
    assert paths(plan(clinic, "a4", "bilingual-a4", languages=("en",))) == ["us/en/somnoril/easy-a4.pdf"]


def test_an_unknown_second_language_is_named_only_where_it_is_needed(clinic: Workplace) -> None:
    assert [problem.code for problem in problems_of(lambda: plan(clinic, "bilingual-a4", beside=("xx",)))] == ["T004"]
    assert len(plan(clinic, "a4", beside=("xx",)).sheets) == 3


def test_a_refused_language_costs_the_sheets_that_it_stands_on(clinic: Workplace) -> None:
    clinic.edit(OWN_ES, "Da sueño. No conduzca.", "")
    made = plan(clinic, "a4", "bilingual-a4", beside=("en", "es"))
    assert paths(made) == [
        "us/en/somnoril/easy-a4.pdf",
        "us/ar/somnoril/easy-a4.pdf",
        "us/ar/somnoril/easy-bilingual-a4-en.pdf",
    ]
    assert {refusal.target.path: [problem.code for problem in refusal.problems] for refusal in made.refusals} == {
        "us/en/somnoril/easy-bilingual-a4-es.pdf": ["T002"],
        "us/es/somnoril/easy-a4.pdf": ["T002"],
        "us/es/somnoril/easy-bilingual-a4-en.pdf": ["T002"],
        "us/ar/somnoril/easy-bilingual-a4-es.pdf": ["T002"],
    }


def test_a_refused_second_language_takes_the_print_off_the_shelf(tmp_path: Path) -> None:
    root = copy_one_leaflet(tmp_path / "clinic", "ar")
    asked = ("build", "--lang", "ar", "--level", "easy", "--format", "bilingual-a4", "--beside", "en,es", "--json")
    first = run_plainleaf(root, *asked)
    assert first.status == 0, first.err
    built = {artifact["path"]: artifact for artifact in json.loads(first.out)["built"]}
    with_english, with_spanish = (f"us/ar/thalidomide/easy-bilingual-a4-{tag}.pdf" for tag in ("en", "es"))
    assert {path: artifact["beside"] for path, artifact in built.items()} == {with_english: "en", with_spanish: "es"}
    assert {(artifact["lang"], artifact["format"]) for artifact in built.values()} == {("ar", "bilingual-a4")}

    (root / "translations/es/LC_MESSAGES/thalidomide.po").unlink()
    second = run_plainleaf(root, *asked)
    assert second.status == 1
    report = json.loads(second.out)
    assert (report["built"], report["unchanged"]) == ([], 1)
    assert [(one["lang"], one["format"], one["beside"]) for one in report["refused"]] == [("ar", "bilingual-a4", "es")]
    assert (root / "output/withdrawn" / with_spanish).is_file()
    lines = [json.loads(line) for line in (root / "output/manifest.jsonl").read_text().splitlines()]
    assert [line["path"] for line in lines] == [with_english]


def test_a_sheet_of_two_languages_is_a_draft_until_both_are_approved(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path, {**TEMPLATES, **ARABIC})
    approve_all(clinic)
    made = by_path(plan(clinic, "bilingual-a4", beside=("en", "ar")))
    statuses = {path: sheet.status for path, sheet in made.items()}
    assert statuses == {
        "us/en/somnoril/easy-bilingual-a4-ar.pdf": "draft",
        "us/es/somnoril/easy-bilingual-a4-en.pdf": "approved",
        "us/es/somnoril/easy-bilingual-a4-ar.pdf": "draft",
        "us/ar/somnoril/easy-bilingual-a4-en.pdf": "draft",
    }
    for path, sheet in made.items():
        assert sheet.document.source is not None
        assert sheet.document.source.status == statuses[path]
        marks = {len(text.marks) for text in sheet.document.source.texts}
        assert marks == ({2} if statuses[path] == "draft" else {1})
    refused = plan(clinic, "bilingual-a4", beside=("ar",), languages=("es",), release=True).refusals
    assert {problem.code for refusal in refused for problem in refusal.problems} == {"B003"}
    assert all("(ar)" in problem.message for problem in refused[0].problems[:-1])
    assert "--lang es,ar" in refused[0].problems[0].hint


def test_both_languages_decide_the_hash(clinic: Workplace) -> None:
    before = by_path(plan(clinic, "bilingual-a4", beside=("es",)))
    clinic.edit(OWN_ES, "Da sueño. No conduzca.", "Le da sueño. No conduzca.")
    after = by_path(plan(clinic, "bilingual-a4", beside=("es",)))
    assert set(before) == {f"us/{tag}/somnoril/easy-bilingual-a4-es.pdf" for tag in ("en", "ar")}
    assert all(before[path].source_hash != after[path].source_hash for path in before)
    assert all(before[path].document.source != after[path].document.source for path in before)


def test_a_statement_without_its_partner_is_refused(clinic: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_one(target: Target, shelf: Any) -> list[Any]:
        reader, other = really_open(target, shelf)
        sheet: LocalizedLeaflet = other.localized[Level.EASY]
        shorter = replace(sheet, sections=sheet.sections[1:])
        return [reader, replace(other, localized={Level.EASY: shorter})]

    really_open = sheets_module._open_editions
    monkeypatch.setattr(sheets_module, "_open_editions", lose_one)
    (refusal,) = plan(clinic, "bilingual-a4", languages=("es",)).refusals
    (problem,) = refusal.problems
    assert problem.code == "B008"
    assert "`somnoril.sleepy`" in problem.message


# ------------------------------------------------------------------------------------------------- summaries


def test_a_summary_prints_a_part_under_a_path_of_its_own(clinic: Workplace) -> None:
    made = by_path(plan(clinic, "letter", "summary-letter", languages=("es",)))
    whole, summary = made["us/es/somnoril/easy-letter.pdf"], made["us/es/somnoril/easy-summary-letter.pdf"]
    assert "¿Cuándo puedo conducir?" in whole.document.html
    assert "¿Cuándo puedo conducir?" not in summary.document.html
    assert "Fiebre de" in summary.document.html
    assert int(str(summary.reading["statements"])) < int(str(whole.reading["statements"]))
    assert summary.reading["words"] == whole.reading["words"]
    assert summary.document.source is not None
    assert summary.document.source.format == "summary-letter"


def test_a_summary_is_approved_with_what_it_prints(clinic: Workplace) -> None:
    approve_all(clinic)
    # A text that the summary leaves out changes: its sign-off lapses with the leaflet's, its message does not count.
    clinic.edit(OWN_ES, "¿A quién llamo?", "¿A quién puedo llamar?")
    made = plan(clinic, "letter", "summary-letter", languages=("es",), release=True)
    lacking = {refusal.target.format: [one.msgctxt for one in refusal.problems] for refusal in made.refusals}
    assert lacking == {"letter": ["somnoril.ask-who/easy", ""], "summary-letter": [""]}
    clinic.approve("somnoril", "--lang", "es", "--sign-off", *DR_X)
    assert {sheet.target.format: sheet.status for sheet in plan(clinic, "letter", "summary-letter").sheets[2:4]} == {
        "letter": "draft",
        "summary-letter": "approved",
    }


def test_a_leaflet_without_marks_has_no_summary(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path, {SUMMARY: LEAFLET_HTML})
    made = plan(clinic, "letter", "summary-letter", languages=("en",))
    assert paths(made) == ["us/en/somnoril/easy-letter.pdf"]
    (refusal,) = made.refusals
    assert [problem.code for problem in refusal.problems] == ["B006"]
    assert refusal.problems[0].position == Position(LEAFLET, 1)


def test_a_wordy_summary_is_a_warning_that_stops_nothing(tmp_path: Path) -> None:
    said = "Loud snoring may bother people who share your bedroom with you at night."
    snoring = "plain: Loud snoring.\n          full: "
    files = edit(FILES, LEAFLET, f"{snoring}same", f"{snoring}{' '.join([said] * (MOST_WORDS // 13 + 1))}")
    files = edit(files, LEAFLET, "- id: somnoril.snoring", "- id: somnoril.snoring\n        summary: true")
    clinic = make_clinic(tmp_path, {**TEMPLATES, LEAFLET: files[LEAFLET]})
    plain, full = (
        plan(clinic, "summary-a4", languages=("en",), levels=(level,)) for level in (Level.PLAIN, Level.FULL)
    )
    assert plain.problems == ()
    (warning,) = full.problems
    assert (warning.code, warning.strength, warning.position.file) == ("B007", "warning", LEAFLET)
    assert f"over {MOST_WORDS}" in warning.message
    assert len(full.sheets) == 1
    assert full.refusals == ()
    assert plan(clinic, "a4", languages=("en",), levels=(Level.FULL,)).problems == ()


# --------------------------------------------------------------------------------------- all that is new at once


def test_several_formats_are_asked_for_at_once_and_checked_at_once(tmp_path: Path) -> None:
    root = copy_one_leaflet(tmp_path / "clinic", "ar")
    asked = ("--lang", "es", "--level", "easy", "--format", "summary-a4,bilingual-a4", "--beside", "en,ar")
    run = run_plainleaf(root, "build", *asked, "--json", PLAINLEAF_BESIDE="es")
    assert run.status == 0, run.err
    built = json.loads(run.out)["built"]
    assert sorted(artifact["path"] for artifact in built) == [
        "us/es/thalidomide/easy-bilingual-a4-ar.pdf",
        "us/es/thalidomide/easy-bilingual-a4-en.pdf",
        "us/es/thalidomide/easy-summary-a4.pdf",
    ]
    assert "0 leaflets printed, 3 up to date" in run_plainleaf(root, "build", *asked).out
    pages = json.loads(run_plainleaf(root, "check", *asked, "--place", "us", "--json").out)["pages"]
    assert pages == sum(artifact["pages"] for artifact in built)


def test_the_address_of_a_sheet_is_the_clinics_own(clinic: Workplace) -> None:
    address = "https://clinic.example/leaflets/{path}"
    settings = (clinic.root / "plainleaf.toml").read_text()
    (clinic.root / BILINGUAL).write_text(PAIRED.replace("</body>", "<p>{{ imprint.address }}</p></body>"))
    (clinic.root / "plainleaf.toml").write_text(f'{settings}[clinic]\nweb = "{address}"\n')
    (sheet,) = plan(clinic, "bilingual-a4", languages=("es",)).sheets
    assert f"<p>{address.replace('{path}', sheet.target.path)}</p>" in sheet.document.html
    (clinic.root / "plainleaf.toml").write_text(f'{settings}[clinic]\nweb = "clinic.example"\n')
    assert [problem.code for problem in problems_of(lambda: plan(clinic, "a4"))] == ["W001"]


def test_a_pseudo_language_beside_needs_a_folder_of_its_own_too(clinic: Workplace) -> None:
    asked = ("build", "--lang", "es", "--format", "bilingual-a4", "--beside", "en-XA")
    assert run_plainleaf(clinic.root, *asked).status == 2
    made = plan(clinic, "bilingual-a4", languages=("es",), beside=("en-XA",))
    assert paths(made) == ["us/es/somnoril/easy-bilingual-a4-en-XA.pdf"]
    problems = problems_of(lambda: plan(clinic, "bilingual-a4", beside=("en-XA",), release=True))
    assert [problem.code for problem in problems] == ["T064"]


def test_every_format_takes_its_place_in_the_hash(clinic: Workplace) -> None:
    made = plan(clinic, "a4", "large-a4", "booklet-a4", "summary-a4", "bilingual-a4", languages=("es",))
    codes = {sheet.document.source.code for sheet in made.sheets if sheet.document.source}
    assert len(codes) == len({sheet.source_hash for sheet in made.sheets}) == len(made.sheets) == 5
    sources = [sheet.document.source for sheet in made.sheets if sheet.document.source]
    assert [source.format for source in sources if "pikepdf" in source.made_with.engine] == ["booklet-a4"]


def test_a_summary_is_cut_the_same_whatever_is_printed_with_it(clinic: Workplace) -> None:
    alone = plan(clinic, "summary-a4", languages=("es",)).sheets
    together = plan(clinic, "summary-a4", "bilingual-a4", "a4", languages=("es",)).sheets
    assert alone[0].source_hash == next(sheet for sheet in together if sheet.target.format == "summary-a4").source_hash
    assert summarize(alone[0].leaflet) == alone[0].leaflet
