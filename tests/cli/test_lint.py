from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.support.workspace import copy_library

from plainleaf.cli.lint import lint
from plainleaf.languages import folder_of
from plainleaf.problems import PlainleafError
from plainleaf.translation.approval.records import (
    Acknowledgement,
    Approvals,
    MessageRecord,
    approvals_path,
    content_hash,
    format_approvals,
)
from plainleaf.translation.bilingual import language_of, read_pairs, read_target

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {lang}\\n"\n\n'
PROBLEM_KEYS = {"code", "strength", "file", "line", "message", "hint", "msgctxt", "msgid"}


def po(*rows: tuple[str, str], lang: str = "es") -> str:
    entries = [f'msgctxt "m{i}"\nmsgid "{source}"\nmsgstr "{text}"\n' for i, (source, text) in enumerate(rows)]
    return HEADER.format(lang=lang) + "\n".join(entries)


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str]:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(lint, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def run_json(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(lint, [*arguments, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_a_changed_number_is_an_error_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.po").write_text(po(("Take 2 tablets.", "Tome 3 tabletas.")), encoding="utf-8")
    status, found = run_json(tmp_path, monkeypatch, "any.po", "--lang", "es")
    assert status == 1
    assert {problem["code"] for problem in found} == {"T012"}
    assert all(problem.keys() >= PROBLEM_KEYS for problem in found)
    assert found[0]["file"] == "any.po"
    assert found[0]["line"] == 7
    assert (found[0]["msgctxt"], found[0]["msgid"]) == ("m0", "Take 2 tablets.")


def test_a_right_file_passes_and_says_how_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.po").write_text(po(("Take 2 tablets.", "Tome 2 tabletas.")), encoding="utf-8")
    status, said = run(tmp_path, monkeypatch, "any.po", "--lang", "es")
    assert (status, said) == (0, "1 message checked: 0 errors, 0 warnings\n")


def test_warnings_pass_unless_strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.po").write_text(po(("Take 0.5 mL.", "Tome 0,50 mL.")), encoding="utf-8")
    assert run(tmp_path, monkeypatch, "any.po", "--lang", "es")[0] == 0
    assert run(tmp_path, monkeypatch, "any.po", "--lang", "es", "--strict")[0] == 1


def test_the_file_says_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.po").write_text(po(("Take 2 tablets.", "Tome 3 tabletas."), lang="es_MX"), encoding="utf-8")
    assert run_json(tmp_path, monkeypatch, "any.po")[1][0]["code"] == "T012"
    (tmp_path / "any.po").write_text('msgid "a"\nmsgstr "b"\n', encoding="utf-8")
    assert run_json(tmp_path, monkeypatch, "any.po")[1][0]["code"] == "T005"


def test_untranslated_and_fuzzy_messages_are_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = po(("Take 2 tablets.", "")) + '\n#, fuzzy\nmsgctxt "f"\nmsgid "Take 4."\nmsgstr "Tome 5."\n'
    (tmp_path / "any.po").write_text(text, encoding="utf-8")
    assert run(tmp_path, monkeypatch, "any.po", "--lang", "es") == (0, "0 messages checked: 0 errors, 0 warnings\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'msgid "a\nmsgstr "b"\n', "T001"),
        (b"\xff\xfe", "W002"),
        (po(("a", "b"), ("a", "c")).replace('"m1"', '"m0"').encode(), "T001"),
    ],
)
def test_a_file_that_is_no_catalog_is_a_problem(
    data: bytes, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "any.po").write_bytes(data)
    status, found = run_json(tmp_path, monkeypatch, "any.po", "--lang", "es")
    assert (status, found[0]["code"]) == (1, code)


def test_a_bad_file_does_not_cost_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.po").write_text(po(("Take 2 tablets.", "Tome 3 tabletas.")), encoding="utf-8")
    codes = [p["code"] for p in run_json(tmp_path, monkeypatch, "none.po", "good.po", "--lang", "es")[1]]
    assert codes[0] == "W002"
    assert "T012" in codes


def test_a_language_without_lists_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "any.po").write_text(po(("Take 2 tablets.", "Neem 2 tabletten."), lang="nl"), encoding="utf-8")
    status, said = run(tmp_path, monkeypatch, "any.po", "--lang", "nl")
    assert status == 0
    assert "there are no word lists for `nl`" in said


def test_an_unknown_language_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(PlainleafError, match="T004"):
        read_target({}, "xx")
    assert tmp_path.is_dir()


def test_a_region_that_nobody_knows_is_its_language() -> None:
    assert read_target({}, "es-LA").script == "Latn"
    assert read_target({}, "ar").direction == "rtl"
    assert language_of("") == ""


def test_the_last_plural_form_goes_with_the_plural() -> None:
    text = HEADER.format(lang="es") + (
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} día"\nmsgstr[1] "{n} días"\n'
    )
    (pair,), faults = read_pairs(text, "f.po")
    assert (pair.msgid, pair.text, faults) == ("{n} days", "{n} días", [])


def test_what_is_acknowledged_in_the_workspace_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_library(tmp_path)
    catalog = f"translations/{folder_of('es')}/LC_MESSAGES/shared.po"
    (folder / approvals_path("es")).unlink()
    found = run_json(folder, monkeypatch, catalog)[1]
    assert found
    first = found[0]
    pairs, _ = read_pairs((folder / catalog).read_text(encoding="utf-8"), catalog)
    texts = next(pair for pair in pairs if pair.msgctxt == first["msgctxt"])
    key = content_hash("es", texts.msgctxt, texts.msgid, "", (texts.text,))
    seen = Acknowledgement(
        code=first["code"], reason="It is right.", by="Ana", date=dt.date(2026, 11, 22), origin="human"
    )
    records = Approvals(messages={key: MessageRecord(message=texts.msgctxt, acknowledged=(seen,))})
    (folder / approvals_path("es")).write_text(format_approvals(records), encoding="utf-8")
    left = run_json(folder, monkeypatch, catalog)[1]
    assert first not in left
    assert len(left) == len(found) - 1
