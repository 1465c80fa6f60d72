from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.clinic import DR_X, THEME, Workplace, approve_all, make_clinic
from tests.support.library import LEAFLET, line_of, translated
from tests.support.workspace import REPOSITORY, SHIPPED, run_plainleaf
from tests.translation.examples import OWN_ES

from plainleaf.build.plan import Plan, Request
from plainleaf.build.planning import make_plan
from plainleaf.build.sheets import NEEDS_NAMED
from plainleaf.content.grammar import LEVELS
from plainleaf.problems import Position
from plainleaf.workspace import find_workspace

SHEETS = {"us/en/somnoril/easy-letter.pdf": "en", "us/es/somnoril/easy-letter.pdf": "es"}
STAMP = "Nobody has approved this sheet."
LACKS_US = "`somnoril` is a draft: the leaflet (en) lacks a clinician's sign-off for us"
CHANGED = "; what is printed is not what Dr. X signed off on 2026-02-01"


@pytest.fixture
def clinic(tmp_path: Path) -> Workplace:
    return make_clinic(tmp_path)


@pytest.fixture
def approved(clinic: Workplace) -> Workplace:
    approve_all(clinic)
    return clinic


def plan(clinic: Workplace, *, release: bool = False, **asked: Any) -> Plan:
    return make_plan(find_workspace(clinic.root), Request(release=release, **asked))


def reasons(clinic: Workplace, lang: str, **asked: Any) -> list[str]:
    """What a release says of the sheets of one language."""
    refusals = plan(clinic, release=True, languages=(lang,), **asked).refusals
    assert refusals
    assert all(problem.code == "B003" for refusal in refusals for problem in refusal.problems)
    return [problem.message for refusal in refusals for problem in refusal.problems]


def statuses(clinic: Workplace) -> dict[str, str]:
    return {sheet.target.lang: sheet.status for sheet in plan(clinic).sheets}


def test_an_approved_leaflet_is_released_a_changed_one_refused_and_a_reverted_one_released_again(
    approved: Workplace,
) -> None:
    """The whole promise, through files and commands: two people and a clinician, one number, and back."""
    first = run_plainleaf(approved.root, "build", "--release", "--json")
    assert first.status == 0, first.err
    built = json.loads(first.out)["built"]
    assert {artifact["path"]: artifact["lang"] for artifact in built} == SHEETS
    assert {artifact["status"] for artifact in built} == {"approved"}

    approved.edit(LEAFLET, "wait: {amount: 4, unit: week}", "wait: {amount: 6, unit: week}")
    second = run_plainleaf(approved.root, "build", "--release", "--json")
    assert second.status == 1
    report = json.loads(second.out)
    assert report["built"] == []
    found = {refusal["lang"]: [problem["message"] for problem in refusal["problems"]] for refusal in report["refused"]}
    assert found == {
        "en": [LACKS_US + CHANGED],
        "es": [LACKS_US.replace("(en)", "(es)") + CHANGED, LACKS_US + CHANGED],
    }
    assert all((approved.root / "output/withdrawn" / path).is_file() for path in SHEETS)
    assert (approved.root / "output/manifest.jsonl").read_text() == ""

    approved.edit(LEAFLET, "wait: {amount: 6, unit: week}", "wait: {amount: 4, unit: week}")
    third = run_plainleaf(approved.root, "build", "--release", "--json")
    assert third.status == 0, third.err
    hashes = {artifact["path"]: artifact["sha256"] for artifact in built}
    assert {artifact["path"]: artifact["sha256"] for artifact in json.loads(third.out)["built"]} == hashes


def test_the_stamp_is_on_drafts_in_both_languages_and_on_nothing_else(clinic: Workplace) -> None:
    drafts = {sheet.target.lang: sheet for sheet in plan(clinic).sheets}
    assert STAMP in drafts["en"].document.html
    assert f"Nadie ha aprobado esta hoja. {STAMP}" in drafts["es"].document.html
    approve_all(clinic)
    for lang, sheet in {sheet.target.lang: sheet for sheet in plan(clinic).sheets}.items():
        assert STAMP not in sheet.document.html
        assert (sheet.status, drafts[lang].status) == ("approved", "draft")
        assert sheet.source_hash != drafts[lang].source_hash


def test_a_draft_that_turns_approved_is_printed_again(clinic: Workplace) -> None:
    assert run_plainleaf(clinic.root, "build", "--lang", "en").status == 0
    approve_all(clinic)
    run = run_plainleaf(clinic.root, "build", "--lang", "en", "--release", "--json")
    assert [artifact["status"] for artifact in json.loads(run.out)["built"]] == ["approved"]
    again = run_plainleaf(clinic.root, "build", "--lang", "en", "--json")
    assert (json.loads(again.out)["unchanged"], json.loads(again.out)["built"]) == (1, [])


def test_approval_as_such_changes_no_bytes(approved: Workplace) -> None:
    before = {sheet.target.path: sheet.source_hash for sheet in plan(approved).sheets}
    approved.approve("somnoril", "--lang", "en", "--sign-off", "--by", "Dr. Y", "--qualification", "doctor")
    assert {sheet.target.path: sheet.source_hash for sheet in plan(approved).sheets} == before


def test_a_changed_source_costs_its_translations_too(approved: Workplace) -> None:
    files = translated("es")
    old, new = "It makes you sleepy. Do not drive.", "It makes you dizzy. Do not drive."
    approved.edit(LEAFLET, f"easy: {old}", f"easy: {new}")
    # The translator has looked at it and changed nothing: the words are the same, the source is not.
    approved.edit(OWN_ES, f'msgid "{old}"', f'msgid "{new}"')
    line = line_of(files, OWN_ES, f'msgid "{old}"')
    (refusal,) = plan(approved, release=True, languages=("es",)).refusals
    assert [(one.position, one.message) for one in refusal.problems][:2] == [
        (
            Position(OWN_ES, line),
            "`somnoril` is a draft: `somnoril.sleepy/easy` (es) lacks a translator, a reviser and a clinician",
        ),
        (
            Position(LEAFLET, line_of(files, LEAFLET, f"easy: {old}")),
            "`somnoril` is a draft: `somnoril.sleepy/easy` (en) lacks a reviser and a clinician",
        ),
    ]
    assert statuses(approved) == {"en": "draft", "es": "draft"}


def test_a_changed_translation_costs_its_language_alone(approved: Workplace) -> None:
    approved.edit(OWN_ES, "Da sueño. No conduzca.", "Da sueño. Conduzca.")
    assert statuses(approved) == {"en": "approved", "es": "draft"}
    assert reasons(approved, "es") == [
        "`somnoril` is a draft: `somnoril.sleepy/easy` (es) lacks a translator, a reviser and a clinician",
        LACKS_US.replace("(en)", "(es)") + CHANGED,
    ]


@pytest.mark.parametrize("path", THEME)
def test_another_look_costs_everything(approved: Workplace, path: str) -> None:
    (approved.root / path).write_text(THEME[path] + "\n\n")
    assert statuses(approved) == {"en": "draft", "es": "draft"}


def test_the_page_that_lists_leaflets_and_the_clinics_own_name_cost_nothing(approved: Workplace) -> None:
    (approved.root / "templates/plain/index.html").write_text("<p>")
    settings = approved.root / "plainleaf.toml"
    settings.write_text(settings.read_text() + '[clinic]\nname = "Harbor"\ntelephone = "555-0100"\n')
    assert statuses(approved) == {"en": "approved", "es": "approved"}


def test_a_sign_off_is_for_one_place(approved: Workplace) -> None:
    assert reasons(approved, "en", place="uk") == [LACKS_US.replace("for us", "for uk")]
    approved.approve("somnoril", "--lang", "en", "--sign-off", "--place", "uk", *DR_X)
    assert not plan(approved, release=True, languages=("en",), place="uk").refusals


def test_a_draft_of_many_messages_names_a_few_and_counts_the_rest(clinic: Workplace) -> None:
    found = reasons(clinic, "es")
    assert len(found) == NEEDS_NAMED + 1
    sheet = next(sheet for sheet in plan(clinic).sheets if sheet.target.lang == "es")
    assert sheet.status == "draft"
    lacking = next(one for one in clinic.json("approvals", "somnoril", "--lang", "es")["leaflets"])["lacking"]
    assert found[0] == f"`somnoril` is a draft: `{lacking[0]['msgctxt']}` (es) lacks {lacking[0]['lacks']}"
    assert found[-1].startswith("`somnoril` at the level easy in es is a draft: ")
    assert found[-1].endswith(" more approvals are lacking")


def test_a_broken_file_of_approvals_stops_the_build(approved: Workplace) -> None:
    path = "translations/es/approvals.yaml"
    approved.edit(path, "role: reviser", "role: friend")
    problems = approved.refused("build", "--release")
    assert {(problem.code, problem.position.file) for problem in problems} == {("L003", path)}


@pytest.mark.no_cover  # other tests run the same lines; counting them would take as long as planning
@pytest.mark.parametrize("place", ["us", "eu", "uk"])
def test_the_library_is_whole_and_pretends_no_approval(place: str) -> None:
    """Every language, leaflet and level is complete, passes the checks of safety, and holds its reading level."""
    shipped = make_plan(find_workspace(REPOSITORY), Request(levels=LEVELS, place=place))
    assert [problem for refusal in shipped.refusals for problem in refusal.problems] == []
    assert {sheet.status for sheet in shipped.sheets} == {"draft"}
    assert {sheet.target.lang for sheet in shipped.sheets} == set(SHIPPED)
    leaflets = {sheet.target.leaflet for sheet in shipped.sheets}
    assert len(shipped.sheets) == len(leaflets) * len(SHIPPED) * len(LEVELS)
    assert len(leaflets) == 4
