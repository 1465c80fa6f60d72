"""The translator's round: an edit, what it costs, a translation kept by name, a language begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.support.clinic import Workplace, make_clinic
from tests.support.library import LEAFLET, message
from tests.translation.examples import OWN_ES

from plainleaf.translation.approval.records import Wording, content_hash, lacking, parse_approvals

SWALLOW = "somnoril.swallow/easy"
OLD, NEW = "easy: Swallow it whole.", "easy: Please swallow it whole."
KEEP = ("messages", "keep", SWALLOW, "--lang", "es", "--by", "Ana María")
APPROVALS = "translations/es/approvals.yaml"


def _reworded(folder: Path, new: str = NEW) -> Workplace:
    """A clinic in which one statement was reworded, extracted and updated."""
    clinic = make_clinic(folder)
    assert clinic.run("messages", "extract").exit_code == 0
    assert clinic.run("messages", "update", "--lang", "es").exit_code == 0
    clinic.edit(LEAFLET, OLD, new)
    assert clinic.run("messages", "extract").exit_code == 0
    assert clinic.run("messages", "update", "--lang", "es").exit_code == 0
    return clinic


def _catalog(clinic: Workplace) -> str:
    return (clinic.root / OWN_ES).read_text(encoding="utf-8")


def _codes(answer: Any) -> set[str]:
    return {problem["code"] for problem in answer["problems"]}


def test_extract_says_what_an_edit_withdraws_before_it_writes(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    assert clinic.run("messages", "extract").exit_code == 0
    clinic.edit(LEAFLET, OLD, NEW)
    stale = clinic.run("messages", "extract", "--check")
    assert stale.exit_code == 1
    assert ": T006 " in stale.stderr
    told = clinic.run("messages", "extract").stdout
    assert f"changed: {SWALLOW} “Swallow it whole.” -> “Please swallow it whole.”" in told
    assert "this edit withdraws 1 leaflet in 1 language (2 sheets by place and level)" in told
    assert "somnoril: es (us, uk)" in told
    assert "words to translate again: es 4" in told
    assert clinic.run("messages", "extract", "--check").exit_code == 0
    impact = clinic.json("messages", "status", "--impact")["impact"]
    assert (impact["leaflets"], impact["languages"], impact["sheets"], impact["words"]["es"]) == (1, 1, 2, 4)


def test_update_twice_writes_nothing(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    assert clinic.json("messages", "update", "--lang", "es")["written"] == []
    clinic.edit(LEAFLET, NEW, "easy: Kindly swallow it whole.")
    answer = clinic.json("messages", "update", "--lang", "es")
    assert answer["written"] == [OWN_ES]
    assert answer["impact"]["sheets"] == 2


def test_status_counts_each_leaflet_in_each_language(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    answer = clinic.json("messages", "status", "somnoril", "--lang", "en,es")
    english, spanish = answer["leaflets"]
    assert (english["lang"], english["stale"], english["unapproved"]) == ("en", 0, english["messages"])
    assert (spanish["stale"], spanish["words_left"], spanish["printable"], spanish["sheets"]) == (1, 4, 4, 6)
    assert [total["lang"] for total in answer["totals"]] == ["en", "es"]
    table = clinic.run("messages", "status", "--lang", "es")
    assert table.exit_code == 1
    assert "somnoril" in table.stdout
    assert "es: 0 of 1 leaflet can be printed, 4 words to translate" in table.stdout
    assert clinic.run("messages", "status", "somnoril", "--lang", "en").exit_code == 0
    assert _codes(clinic.json("messages", "status", "aspirin")) == {"B002"}


def test_a_kept_translation_is_current_and_recorded_and_not_approved(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    before = _catalog(clinic)
    done = clinic.run(*KEEP, "--reason", "Politer, the same")
    assert done.exit_code == 0, done.output
    assert done.stdout == f"es: {SWALLOW}\n1 translation kept; to be approved again\n"
    lost = [row for row in before.splitlines() if row not in _catalog(clinic).splitlines()]
    assert lost == ["#, fuzzy", '#| msgid "Swallow it whole."']
    records = parse_approvals((clinic.root / APPROVALS).read_text(encoding="utf-8"), APPROVALS)
    texts = ("Tráguela entera.",)
    record = records.messages[content_hash("es", SWALLOW, "Please swallow it whole.", "", texts)]
    (kept,) = record.kept
    assert (kept.by, kept.previous, kept.reason) == ("Ana María", ("Swallow it whole.",), "Politer, the same")
    one = message(SWALLOW)
    assert lacking(Wording("es", one, texts, one.position), records)
    assert clinic.json("messages", "status", "--lang", "es")["leaflets"][0]["stale"] == 0
    assert clinic.json("messages", "update", "--lang", "es")["written"] == []


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    before = _catalog(clinic)
    answer = clinic.json(*KEEP, "--dry-run")
    assert answer["kept"] == [{"lang": "es", "msgctxt": SWALLOW}]
    assert _catalog(clinic) == before
    assert not (clinic.root / APPROVALS).exists()


def test_all_languages_are_kept_where_there_is_something_to_keep(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    answer = clinic.json("messages", "keep", SWALLOW, "somnoril.snoring/plain", "--lang", "all", "--by", "Ana")
    assert answer["problems"] == []
    assert answer["kept"] == [{"lang": "es", "msgctxt": SWALLOW}]


@pytest.mark.parametrize(
    "new",
    [
        "easy: Do not swallow it whole.",
        "easy: Swallow two of it whole.",
        "easy: Swallow it whole before food.",
        "easy: Swallow it whole for {wait}.",
        "easy: Swallow it whole. Don’t bite.",
        'easy: "Swallow it whole, once."',
    ],
)
def test_what_may_mean_something_else_is_not_kept(tmp_path: Path, new: str) -> None:
    clinic = _reworded(tmp_path, new)
    before = _catalog(clinic)
    answer = clinic.json(*KEEP)
    assert "T063" in _codes(answer)
    assert answer["kept"] == []
    assert _catalog(clinic) == before


def test_what_is_unsafe_is_not_kept(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    clinic.edit(OWN_ES, "Tráguela entera.", "Trague 3 enteras.")
    answer = clinic.json(*KEEP)
    assert _codes(answer) == {"T012"}
    assert answer["kept"] == []


def test_there_must_be_something_to_keep(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    assert _codes(clinic.json("messages", "keep", "somnoril.snoring/plain", "--lang", "es", "--by", "Ana")) == {"T062"}
    assert _codes(clinic.json("messages", "keep", "somnoril.nap/easy", "--lang", "es", "--by", "Ana")) == {"T061"}
    clinic.edit(OWN_ES, '#| msgid "Swallow it whole."\n', "")
    assert _codes(clinic.json(*KEEP)) == {"T062"}
    clinic.edit(LEAFLET, NEW, OLD)
    assert _codes(clinic.json(*KEEP)) == {"T062"}


@pytest.mark.parametrize("name", ["", " ", "-", "\u200b"])
def test_nobody_keeps_without_a_name(tmp_path: Path, name: str) -> None:
    clinic = _reworded(tmp_path)
    assert clinic.run(*KEEP[:-1], name).exit_code == 2
    assert clinic.run(*KEEP[:-2]).exit_code == 2


def test_other_lines_of_a_catalog_stay_whichever_tool_wrote_it(tmp_path: Path) -> None:
    clinic = _reworded(tmp_path)
    path = clinic.root / OWN_ES
    rows = path.read_text(encoding="utf-8").replace("#, fuzzy\n", "# By hand.\n#, c-format, fuzzy, x\n").split("\n")
    path.write_bytes("\r\n".join(rows).encode())
    assert clinic.json(*KEEP)["problems"] == []
    after = path.read_bytes().decode()
    assert "# By hand.\r\n#, c-format, x\r\nmsgctxt" in after
    assert after.replace("\r\n", "\n").count("\n") == len(rows) - 2
    assert "\n" not in after.replace("\r\n", "")


def test_new_language_is_begun_and_says_what_people_must_do(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    told = clinic.run("new", "language", "pt_br")
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("Brazilian Portuguese (Português (Brasil)), pt-BR: 5 files written\n")
    assert "1. read translations/pt_BR/language.yaml" in told.stdout
    assert (tmp_path / "translations/pt_BR/LC_MESSAGES/somnoril.po").is_file()
    assert clinic.json("messages", "update", "--lang", "pt-BR")["written"] == []
    status = clinic.json("messages", "status", "--lang", "pt-BR")["leaflets"]
    assert [(row["complete"], row["printable"]) for row in status] == [(0, 0)]
    assert [problem.code for problem in clinic.refused("new", "language", "pt-BR")] == ["T008"]
    assert [problem.code for problem in clinic.refused("new", "language", "klingon")] == ["T009"]
