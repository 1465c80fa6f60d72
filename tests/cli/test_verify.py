import json
from pathlib import Path

import pytest
from tests.support.pdfs import attach, attached, change_pdf
from tests.support.workspace import copy_one_leaflet, edit, run_plainleaf

from plainleaf.cli.verify import NO_SIGNATURE

ONE_SHEET = ("build", "thalidomide", "--lang", "en", "--level", "easy")
SHEET = "output/us/en/thalidomide/easy-letter.pdf"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one sheet printed; only files beside it may be added."""
    folder = copy_one_leaflet(tmp_path_factory.mktemp("clinic") / "library")
    assert run_plainleaf(folder, *ONE_SHEET).status == 0
    return folder


@pytest.fixture(scope="module")
def sheet(clinic: Path) -> bytes:
    return (clinic / SHEET).read_bytes()


def test_a_sheet_of_today(clinic: Path, sheet: bytes) -> None:
    run = run_plainleaf(clinic, "verify", SHEET)
    assert (run.status, run.err) == (0, "")
    assert run.out.splitlines() == [
        f"{SHEET}: current",
        "  This is what the library prints today, byte for byte.",
        "  thalidomide, en, easy, letter, for us",
        f"  version 0.1, revised {attached(sheet).revised}, code {attached(sheet).code}",
        "  It is a draft: nobody has approved it.",
        NO_SIGNATURE,
    ]


def test_an_older_sheet_shows_what_has_changed(tmp_path: Path, sheet: bytes) -> None:
    folder = copy_one_leaflet(tmp_path / "edited")
    edit(folder / "leaflets/thalidomide.yaml", "Never take it in pregnancy, even once.", "Never take it in pregnancy.")
    old = tmp_path / "old.pdf"
    old.write_bytes(sheet)
    run = run_plainleaf(folder, "verify", str(old))
    assert run.status == 1
    assert run.out.startswith(f"{old}: older\n")
    assert "  CRITICAL reworded: thalidomide.key.birth-defects (en)\n" in run.out
    assert "    in the file  It causes severe birth defects. Never take it in pregnancy, even once.\n" in run.out
    assert "    today        It causes severe birth defects. Never take it in pregnancy.\n" in run.out
    assert run.out.endswith(f"{NO_SIGNATURE}\n")
    as_json = run_plainleaf(folder, "verify", str(old), "--json")
    finding = json.loads(as_json.out)
    assert (as_json.status, finding["verdict"], finding["file"]) == (1, "older", str(old))
    assert finding["changes"][0]["statement"] == "thalidomide.key.birth-defects"


def test_an_altered_sheet_is_status_1(clinic: Path, tmp_path: Path, sheet: bytes) -> None:
    saved = tmp_path / "saved.pdf"
    saved.write_bytes(change_pdf(sheet, lambda _: None))
    run = run_plainleaf(clinic, "verify", str(saved))
    assert run.status == 1
    assert "Do not hand it out." in run.out
    assert "saved again by another program" in run.out


def test_what_a_file_says_does_not_steer_the_terminal(clinic: Path, tmp_path: Path, sheet: bytes) -> None:
    source = attached(sheet)
    forged = tmp_path / "forged.pdf"
    forged.write_bytes(attach(sheet, source.model_copy(update={"version": "\x1b[2J\x07"}).as_bytes()))
    run = run_plainleaf(clinic, "verify", str(forged))
    assert run.status == 1
    assert "\ufffd[2J\ufffd" in run.out
    assert "\x1b" not in run.out


def test_a_code_from_paper(clinic: Path, sheet: bytes) -> None:
    code = attached(sheet).code
    run = run_plainleaf(clinic, "verify", code.lower().replace("-", " "))
    assert run.status == 0
    assert run.out.startswith(f"{code}: current\n")
    assert "thalidomide, en, easy, letter, for us" in run.out
    assert "Only the code was looked at" in run.out
    finding = json.loads(run_plainleaf(clinic, "verify", code, "--json").out)
    assert (finding["file"], finding["verdict"], finding["leaflet"]) == (None, "current", "thalidomide")


def test_a_code_is_looked_for_among_some_languages(clinic: Path, sheet: bytes) -> None:
    code = attached(sheet).code
    assert run_plainleaf(clinic, "verify", code, "--lang", "en").status == 0
    assert run_plainleaf(clinic, "verify", code, "--lang", "es").status == 1
    unknown = run_plainleaf(clinic, "verify", code, "--lang", "xx")
    assert (unknown.status, ": T004 " in unknown.err) == (1, True)


def test_a_code_that_nothing_prints(clinic: Path) -> None:
    run = run_plainleaf(clinic, "verify", "0000-0000")
    assert run.status == 1
    assert run.out.startswith("0000-0000: unknown\n")
    assert run.out.endswith(f"{NO_SIGNATURE}\n")


@pytest.mark.parametrize("name", ["missing.pdf", "leaflets", "plainleaf.toml", "7K3Q-M2P", "x" * 300])
def test_what_cannot_be_read_is_a_problem(clinic: Path, name: str) -> None:
    run = run_plainleaf(clinic, "verify", name)
    assert (run.status, run.out) == (1, "")
    assert f"{name}: P070 " in run.err
    (problem,) = json.loads(run_plainleaf(clinic, "verify", name, "--json").out)["problems"]
    assert (problem["code"], problem["file"]) == ("P070", name)
