from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.clinic import ANA, DAY, DR_X, LUIS, WHOLE, Workplace, approve_all, make_clinic
from tests.translation.examples import OWN_ES

from plainleaf.cli.main import cli
from plainleaf.problems import Position, Problem
from plainleaf.translation import packs
from plainleaf.translation.approval.records import approvals_path, parse_approvals
from plainleaf.translation.lookup import Language

ES, EN = approvals_path("es"), approvals_path("en")
SWALLOW = "somnoril.swallow/easy"
REVISE = ("--lang", "es", "--role", "reviser", *LUIS, *DAY)


@pytest.fixture
def clinic(tmp_path: Path) -> Workplace:
    return make_clinic(tmp_path)


def test_what_will_be_recorded_is_shown_first(clinic: Workplace) -> None:
    result = clinic.run("approve", SWALLOW, "somnoril.sleepy/easy", *REVISE)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        SWALLOW,
        "    en: Swallow it whole.",
        "    es: Tráguela entera.",
        "somnoril.sleepy/easy  CRITICAL",
        "    en: It makes you sleepy. Do not drive.",
        "    es: Da sueño. No conduzca.",
        f"2 records of Luis: {ES}",
    ]
    records = parse_approvals((clinic.root / ES).read_text(encoding="utf-8"), ES).messages.values()
    assert [record.message for record in records] == ["somnoril.sleepy/easy", SWALLOW]
    (approval,) = next(iter(records)).approvals
    assert approval.model_dump(mode="json") == {
        "role": "reviser",
        "by": "Luis",
        "qualification": "translator, MA",
        "date": "2026-02-01",
        "origin": "human",
    }


def test_nothing_is_recorded_without_a_yes(clinic: Workplace) -> None:
    silent = clinic.run("approve", SWALLOW, "--lang", "es", "--role", "reviser", *LUIS)
    assert silent.exit_code == 2
    assert "--yes" in silent.output
    assert not (clinic.root / ES).exists()


@pytest.mark.parametrize(("answer", "status", "recorded"), [("n\n", 1, False), ("y\n", 0, True)])
def test_at_a_terminal_it_asks(
    clinic: Workplace, monkeypatch: pytest.MonkeyPatch, answer: str, status: int, recorded: object
) -> None:
    monkeypatch.chdir(clinic.root)
    monkeypatch.setattr("plainleaf.cli.approvals._can_ask", lambda: True)
    arguments = ["approve", SWALLOW, "--lang", "es", "--role", "reviser", *LUIS]
    result = CliRunner().invoke(cli, arguments, input=answer)
    assert "es: Tráguela entera.\nRecord this for Luis? [y/N]" in result.output
    assert (result.exit_code, (clinic.root / ES).exists()) == (status, recorded)


def test_the_same_record_twice_is_one(clinic: Workplace) -> None:
    clinic.approve(SWALLOW, "--lang", "es", "--role", "reviser", *LUIS)
    before = (clinic.root / ES).read_bytes()
    again = clinic.json("approve", SWALLOW, *REVISE)
    assert again == {"lang": "es", "file": ES, "approved": [SWALLOW], "changed": False}
    assert (clinic.root / ES).read_bytes() == before


def test_a_leaflet_stands_for_its_own_messages_and_a_domain_for_all_of_its(clinic: Workplace) -> None:
    own = clinic.json("approve", "somnoril", *REVISE)["approved"]
    assert "somnoril/say" in own
    assert not any(msgctxt.startswith(("shared.", "label/")) for msgctxt in own)
    shared = clinic.json("approve", "--domain", "shared", *REVISE)["approved"]
    assert {"label/draft", "unit/week", "shared.calls.fever/easy"} <= set(shared)
    assert not set(own) & set(shared)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("somnorl", *REVISE), "T101"),
        ((SWALLOW, "--lang", "es", "--role", "reviser", *ANA, *DAY), "T102"),
        ((SWALLOW, "--lang", "es", "--role", "reviser", "--by", " ANA", "--qualification", "MA", *DAY), "T102"),
        ((SWALLOW, "--lang", "es", "--by", "Luis", "--acknowledge", "T031", "--reason", "a name", *DAY), "T103"),
        ((SWALLOW, "--lang", "en", "--role", "translator", *LUIS, *DAY), "T104"),
        ((SWALLOW, *REVISE, "--origin", "machine"), "T104"),
        ((SWALLOW, *REVISE, "--date", "2999-01-01"), "T105"),
        ((SWALLOW, "--lang", "xx", "--role", "reviser", *LUIS, *DAY), "T004"),
        ((SWALLOW, *REVISE, "--place", "fr"), "B002"),
        (("somnorl", "--lang", "es", "--sign-off", *DR_X, *DAY), "B002"),
        (("somnoril", "--lang", "es", "--sign-off", *DR_X, *DAY, "--date", "2999-01-01"), "T105"),
        (("somnoril", "--lang", "es", "--sign-off", *DR_X, *DAY, "--origin", "machine"), "T104"),
    ],
)
def test_what_must_not_be_approved_is_refused(clinic: Workplace, arguments: tuple[str, ...], code: str) -> None:
    clinic.approve(SWALLOW, "--lang", "es", "--role", "translator", *ANA)
    before = (clinic.root / ES).read_bytes()
    assert code in {problem.code for problem in clinic.refused("approve", *arguments)}
    assert (clinic.root / ES).read_bytes() == before
    assert not (clinic.root / EN).exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Tráguela entera.", "", "T002"),
        ('msgid "Swallow it whole."', 'msgid "Chew it."', "T003"),
        ("Tráguela entera.", "Tráguela 2 entera.", "T012"),
    ],
)
def test_no_person_can_approve_what_is_missing_stale_or_unsafe(
    clinic: Workplace, old: str, new: str, code: str
) -> None:
    clinic.edit(OWN_ES, old, new)
    for arguments in ((SWALLOW, *REVISE), ("somnoril", "--lang", "es", "--sign-off", *DR_X, *DAY)):
        (problem,) = clinic.refused("approve", *arguments)
        assert (problem.code, problem.position.file, problem.msgctxt) == (code, OWN_ES, SWALLOW)
    assert not (clinic.root / ES).exists()


def test_a_leaflet_is_not_signed_off_for_a_place_it_is_not_for(clinic: Workplace) -> None:
    clinic.edit("leaflets/somnoril.yaml", "places: [us, uk]", "places: [us]")
    (problem,) = clinic.refused("approve", "somnoril", "--lang", "en", "--sign-off", "--place", "uk", *DR_X, *DAY)
    assert (problem.code, problem.position.file) == ("B002", "leaflets/somnoril.yaml")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "es", "--role", "reviser", *LUIS),
        (SWALLOW, "--lang", "es", *LUIS),
        (SWALLOW, "--lang", "es", "--role", "boss", *LUIS),
        (SWALLOW, "--lang", "es", "--role", "reviser", "--by", "Luis"),
        (SWALLOW, "--lang", "es", "--role", "reviser", "--by", "-", "--qualification", "MA"),
        (SWALLOW, "--lang", "es", "--role", "reviser", "--by", "a\u202eb", "--qualification", "MA"),
        (SWALLOW, "--lang", "es", "--by", "Luis", "--acknowledge", "T031"),
        (SWALLOW, "--lang", "es", "--by", "Luis", "--acknowledge", "often", "--reason", "so"),
        ("somnoril", "--lang", "es", "--by", "Luis", "--acknowledge", "T031", "--reason", "so"),
        ("somnoril", "--lang", "es", "--sign-off", "--role", "reviser", *LUIS),
        ("--domain", "shared", "--lang", "es", "--sign-off", *LUIS),
    ],
)
def test_wrong_usage_records_nothing(clinic: Workplace, arguments: tuple[str, ...]) -> None:
    assert clinic.run("approve", *arguments, "--yes").exit_code == 2
    assert not (clinic.root / ES).exists()


def test_a_broken_file_of_approvals_is_left_alone(clinic: Workplace) -> None:
    (clinic.root / ES).write_text("schema: 1\nmesages: {}\n")
    (problem,) = clinic.refused("approve", SWALLOW, *REVISE)
    assert (problem.code, problem.position.file, problem.position.line) == ("L003", ES, 2)
    assert (clinic.root / ES).read_text() == "schema: 1\nmesages: {}\n"


def test_a_sign_off_says_what_it_covers(clinic: Workplace) -> None:
    result = clinic.run("approve", "somnoril", "--lang", "es", "--sign-off", "--place", "uk", *DR_X, *DAY)
    assert result.output.splitlines() == [
        "somnoril (Somnorilo), es, uk, easy: 7 statements",
        "somnoril (Somnorilo), es, uk, plain: 9 statements",
        "somnoril (Somnorilo), es, uk, full: 10 statements",
        f"1 record of Dr. X: {ES}",
    ]
    assert clinic.json("approvals", "--lang", "es", "--place", "uk")["leaflets"][0]["signed_by"] == ["Dr. X"]
    assert clinic.json("approvals", "--lang", "es")["leaflets"][0]["signed_by"] == []


def test_the_report_says_who_has_approved_what_and_what_is_lacking(clinic: Workplace) -> None:
    clinic.approve(SWALLOW, "--lang", "es", "--role", "translator", *ANA, "--origin", "machine+human")
    report = clinic.json("approvals", "somnoril", "--lang", "es")
    (row,) = report["leaflets"]
    assert (row["leaflet"], row["lang"], row["place"], row["status"]) == ("somnoril", "es", "us", "draft")
    assert row["approved"] == 0
    assert {"lang": "es", "msgctxt": SWALLOW, "lacks": "a reviser"} in row["lacking"]
    assert {"lang": "en", "msgctxt": SWALLOW, "lacks": "a reviser and a clinician"} in row["lacking"]
    assert {"lang": "es", "msgctxt": "", "lacks": "a clinician's sign-off for us"} in row["lacking"]
    of_message = {one["msgctxt"]: one for one in row["by_message"]}
    assert of_message[SWALLOW] == {
        "msgctxt": SWALLOW,
        "critical": False,
        "approved_by": {"translator": ["Ana (machine+human)"]},
        "lacks": "a reviser",
    }
    assert of_message["somnoril.sleepy/easy"]["critical"]
    assert report["lapsed"] == report["problems"] == []


def test_the_tables_name_people_and_lapsed_records(clinic: Workplace) -> None:
    clinic.approve(SWALLOW, "--lang", "es", "--role", "translator", *ANA)
    clinic.edit(OWN_ES, "Tráguela entera.", "Trague la cápsula entera.")
    result = clinic.run("approvals", "somnoril")
    assert result.exit_code == 0
    rows = [line.split() for line in result.output.splitlines()]
    messages = str(clinic.json("approvals", "--lang", "es")["leaflets"][0]["messages"])
    counted = ["0", "of", messages, "0", "of", messages]
    assert ["somnoril", "es", "draft", *counted, "messages,", "sign-off", "(es),", "sign-off", "(en)"] in rows
    assert [SWALLOW, "a", "translator", "and", "a", "reviser"] in rows
    assert f"lapsed: {SWALLOW} (es), Ana, 2026-02-01: what was approved is not there any more" in result.output
    clinic.edit(OWN_ES, "Trague la cápsula entera.", "Tráguela entera.")
    assert "lapsed" not in clinic.run("approvals").output


def test_an_unknown_leaflet_is_a_problem_of_the_report(clinic: Workplace) -> None:
    result = clinic.run("approvals", "somnorl")
    assert result.exit_code == 1
    assert ": B002 " in result.output


def test_a_clinic_adds_to_the_approvals_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make_clinic(tmp_path / "library")
    library.approve(*WHOLE, "--lang", "en", "--role", "reviser", *LUIS)
    monkeypatch.setattr("plainleaf.workspace.library_folder", lambda: library.root)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/plainleaf.toml").write_text("")
    own = Workplace(tmp_path / "own")
    (before,) = own.json("approvals", "--lang", "en")["leaflets"]
    assert {need["lacks"] for need in before["lacking"] if need["msgctxt"]} == {"a clinician"}
    refused = own.refused("approve", SWALLOW, "--lang", "en", "--role", "clinician", *LUIS, *DAY)
    assert [problem.code for problem in refused] == ["T102"]
    own.approve(*WHOLE, "--lang", "en", "--role", "clinician", *DR_X)
    own.approve("somnoril", "--lang", "en", "--sign-off", *DR_X)
    (after,) = own.json("approvals", "--lang", "en")["leaflets"]
    assert after["status"] == "approved"
    recorded = parse_approvals((own.root / EN).read_text(encoding="utf-8"), EN)
    assert {one.by for record in recorded.messages.values() for one in record.approvals} == {"Dr. X"}
    assert "Dr. X" not in (library.root / EN).read_text(encoding="utf-8")


def test_the_whole_way_ends_in_an_approved_leaflet(clinic: Workplace) -> None:
    approve_all(clinic)
    report = clinic.json("approvals")
    assert {(row["lang"], row["status"]) for row in report["leaflets"]} >= {("en", "approved"), ("es", "approved")}
    assert all(row["signed_by"] == ["Dr. X"] for row in report["leaflets"] if row["status"] == "approved")


@pytest.fixture
def languages_anew() -> Iterator[None]:
    """Languages remember what was found of a message; nothing of before is remembered here, nor of here afterwards."""
    packs._read_language.cache_clear()
    yield
    packs._read_language.cache_clear()


@pytest.mark.usefixtures("languages_anew")
def test_a_warning_is_acknowledged_message_by_message(clinic: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    position = Position(OWN_ES)
    doubt = (Problem(position, "T031", "is this right?", strength="warning"),)
    monkeypatch.setattr(Language, "findings", lambda _, message: doubt if message.msgctxt == SWALLOW else ())
    approve_all(clinic)
    (row,) = clinic.json("approvals", "--lang", "es")["leaflets"]
    assert row["lacking"] == [{"lang": "es", "msgctxt": SWALLOW, "lacks": "an acknowledgement of T031"}]
    see = ("approve", SWALLOW, "--lang", "es", *DAY, "--acknowledge", "T031", "--reason", "The checker is wrong.")

    def count() -> tuple[int, int]:
        (counted,) = clinic.json("messages", "status", "--lang", "es")["leaflets"]
        return counted["warnings"], counted["unapproved"]

    assert count() == (1, 1)
    assert "    warning T031: is this right?\n" in clinic.run(*see, "--by", "Machine", "--origin", "machine").output
    assert clinic.json("approvals", "--lang", "es")["leaflets"][0]["status"] == "draft"
    assert count() == (0, 1)  # somebody has given a reason; nobody has said yes
    clinic.run(*see, "--by", "Luis")
    assert clinic.json("approvals", "--lang", "es")["leaflets"][0]["status"] == "approved"
