from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.inspected import body_of, page, printed, source, write
from tests.support.pdfs import attach, consistent

from plainleaf.cli.main import cli
from plainleaf.press.inspection import file

KEYS = {
    "file", "leaflet", "level", "format", "place", "status", "version", "code", "lang", "beside", "title", "pages",
    "fonts", "smallest_type", "lowest_contrast", "tags", "print_only", "texts", "problems",
}  # fmt: skip


def inspect(folder: Path, *arguments: str, **files: bytes) -> Result:
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    paths = [str(folder / f"{name}.pdf") for name in files]
    result = CliRunner().invoke(cli, ["inspect", *paths, *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def spoiled() -> bytes:
    said = source()
    return write(page(said, body_of(said).replace("Do not drive", "Do drive")), said)


def test_a_person_reads_what_a_leaflet_is(tmp_path: Path) -> None:
    result = inspect(tmp_path, english=printed(), arabic=printed("ar"))
    assert result.exit_code == 0, result.output
    out = result.stdout
    assert "somnoril, level easy, in en, for us" in out
    assert f"1.0 of 2026-01-31, draft, check code {source().code}" in out
    assert "1 page of 148 x 210 mm, format a4" in out
    assert "language en; with bookmarks" in out
    assert "foot 10.0 pt, heading 16.0 pt, text 12.0 pt" in out
    assert "lowest: 21.0 to 1" in out
    assert "text en    3 of 3 statements; 3 of 3 quantities" in out
    assert "text ar    3 of 3 statements; 3 of 3 quantities" in out
    assert result.stderr == ""


def test_a_fault_ends_with_status_1_and_is_explained(tmp_path: Path) -> None:
    result = inspect(tmp_path, english=printed(), spoiled=spoiled())
    assert result.exit_code == 1
    assert "2 of 3 statements" in result.stdout
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{tmp_path / 'spoiled.pdf'}: P056 page 1, `somnoril.drive` (en): “It makes you sleepy")


def test_a_warning_does_not(tmp_path: Path) -> None:
    result = inspect(tmp_path, bare=attach(printed(), None))
    assert result.exit_code == 0
    assert "unknown: nothing is attached to it" in result.stdout
    assert "P061 warning" in result.stderr


def test_json_for_each_file(tmp_path: Path) -> None:
    result = inspect(tmp_path, "--json", english=printed(), broken=b"%PDF-1.7", spoiled=spoiled())
    assert result.exit_code == 1
    whole, broken, bad = json.loads(result.stdout)
    assert [set(shape) for shape in (whole, broken, bad)] == [KEYS] * 3
    assert whole["problems"] == []
    assert whole["tags"]["languages"] == ["en"]
    assert [problem["code"] for problem in broken["problems"]] == ["P060"]
    assert bad["texts"][0]["missing"] == 1


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["inspect", str(tmp_path / "none.pdf"), str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.count("P060 the file cannot be read") == 2


def test_no_file_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["inspect"]).exit_code == 2


def test_a_name_that_no_file_can_have_is_a_problem() -> None:
    result = CliRunner().invoke(cli, ["inspect", "x" * 300])
    assert (result.exit_code, result.stdout) == (1, f"{'x' * 300}\n")
    assert "P060 the file cannot be read" in result.stderr


def test_what_a_file_says_does_not_steer_the_terminal(tmp_path: Path) -> None:
    forged = source([("fever", "Call\x07 now.", ())]).model_copy(update={"version": "\x1b[2J"})
    titled = write(page(forged).replace("<title>Somnoril", "<title>\x9b31mOK").replace("\x07", ""), consistent(forged))
    result = inspect(tmp_path, forged=titled)
    assert "version    \ufffd[2J of" in result.stdout
    assert "P054" in result.stderr
    assert not {"\x1b", "\x07", "\x9b"} & {*result.stdout, *result.stderr}


def test_no_more_is_read_than_a_leaflet_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LARGEST_FILE", 1000)
    result = inspect(tmp_path, large=b"%PDF-1.7" + b" " * 5000)
    assert "P060 the file is larger than 1,000 bytes" in result.stderr
