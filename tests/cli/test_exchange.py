from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.workspace import copy_library, edit, run_plainleaf

OWN = "translations/es/LC_MESSAGES/thalidomide.po"


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose catalogs are up to date."""
    folder = copy_library(tmp_path_factory.mktemp("current") / "clinic")
    assert run_plainleaf(folder, "messages", "update").status == 0
    return folder


@pytest.fixture
def clinic(current: Path, tmp_path: Path) -> Path:
    """A copy of it, free to change."""
    return Path(shutil.copytree(current, tmp_path / "clinic"))


def catalogs(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("translations/*/LC_MESSAGES/*.po")}


@pytest.mark.parametrize(("kind", "suffix"), [("xliff", "xlf"), ("tmx", "tmx"), ("po", "po")])
def test_export_and_import_leave_the_catalogs_as_they_were(clinic: Path, kind: str, suffix: str) -> None:
    before = catalogs(clinic)
    names = ("shared", "lenalidomide")
    out = run_plainleaf(clinic, "messages", "export", *names, "--format", kind, "--lang", "zh-Hans", "--json")
    assert out.status == 0, out.err
    written = json.loads(out.out)["written"]
    assert len(written) == 2
    assert all(Path(path).suffix == f".{suffix}" for path in written)
    assert str(clinic / "output" / "exchange" / "zh_Hans" / f"shared.{suffix}") in written
    for path in written:
        back = run_plainleaf(clinic, "messages", "import", path, "--lang", Path(path).parent.name, "--json")
        assert back.status == 0, back.out
        report = json.loads(back.out)
        assert (report["written"], report["taken"], report["problems"]) == ([], 0, [])
        assert report["unchanged"] > 20
    assert catalogs(clinic) == before


def test_a_changed_translation_comes_in_and_update_finds_nothing_to_do(clinic: Path) -> None:
    assert (
        run_plainleaf(clinic, "messages", "export", "thalidomide", "--format", "xliff", "--output", "out").status == 0
    )
    file = clinic / "out" / "es" / "thalidomide.xlf"
    assert sorted(path.name for path in file.parent.iterdir()) == ["thalidomide.xlf"]
    first = file.read_text(encoding="utf-8").split('<target state="translated">')[1].split("</target>")[0]
    edit(file, f">{first}</target>", ">ta-LI-do-mi-da</target>")
    before = catalogs(clinic)
    arguments = ("messages", "import", str(file), "--lang", "es")
    rehearsal = run_plainleaf(clinic, *arguments, "--dry-run", "--json")
    assert json.loads(rehearsal.out)["would_write"] == [OWN]
    assert catalogs(clinic) == before
    run = run_plainleaf(clinic, *arguments)
    assert (run.status, run.out) == (0, "1 taken, 54 as they were, 0 not translated\n")
    after = catalogs(clinic)
    assert [path for path in after if after[path] != before[path]] == [OWN]
    assert 'msgstr "ta-LI-do-mi-da"' in after[OWN].decode()
    assert run_plainleaf(clinic, "messages", "update").out == "0 catalogs written\n"


def test_what_is_not_taken_is_reported_with_its_place(clinic: Path) -> None:
    run_plainleaf(clinic, "messages", "export", "thalidomide", "--format", "xliff", "--output", "out", "--lang", "es")
    file = clinic / "out" / "es" / "thalidomide.xlf"
    edit(file, 'resname="thalidomide/say"', 'resname="thalidomide/speak"')
    edit(file, 'state="translated"', 'state="needs-translation"', count=2)
    run = run_plainleaf(clinic, "messages", "import", str(file), "--lang", "es")
    assert run.status == 1
    assert f"{file}:5: T052 " in run.err
    assert "T055 warning: " in run.err
    assert run.out == "1 taken, 53 as they were, 0 not translated\n"
    assert "#, fuzzy" in (clinic / OWN).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlf", b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "T050"),
        ("a.docx", b"PK\x03\x04", "T050"),
        ("a.po", b'msgid "\xff"', "T050"),
        ("a.po", b'"Language: ar\\n"', "T001"),
    ],
)
def test_files_that_cannot_be_read_are_problems(clinic: Path, name: str, content: bytes, code: str) -> None:
    (clinic / name).write_bytes(content)
    before = catalogs(clinic)
    run = run_plainleaf(clinic, "messages", "import", name, "--lang", "es", "--json")
    assert run.status == 1
    assert json.loads(run.out)["problems"][0]["code"] == code
    assert catalogs(clinic) == before


def test_wrong_usage_is_told(clinic: Path) -> None:
    assert run_plainleaf(clinic, "messages", "export", "--format", "docx").status == 2
    assert run_plainleaf(clinic, "messages", "export", "thalidomide", "--format", "tbx").status == 2
    assert run_plainleaf(clinic, "messages", "import", "nothing.xlf", "--lang", "es").status == 2
    assert run_plainleaf(clinic, "messages", "import", OWN, "--lang", "en").status == 2
    unknown = run_plainleaf(clinic, "messages", "export", "aspirin", "--format", "xliff")
    assert (unknown.status, "B002" in unknown.err) == (1, True)
    assert run_plainleaf(clinic, "messages", "import", OWN, "--lang", "xx").status == 1


def test_the_glossary_is_written_for_each_language(clinic: Path) -> None:
    for kind in ("tbx", "csv"):
        run = run_plainleaf(clinic, "messages", "export", "--format", kind, "--lang", "ar,es")
        assert (run.status, run.out.startswith("2 files written")) == (0, True)
    text = (clinic / "output" / "exchange" / "es" / "glossary.csv").read_text(encoding="utf-8-sig")
    assert "Kaposi sarcoma,Sarcoma de Kaposi," in text
    assert "Thalomid,Thalomid," in text
    assert "ثاليدوميد" in (clinic / "output" / "exchange" / "ar" / "glossary.tbx").read_text(encoding="utf-8")


def test_without_the_toolkit_only_its_formats_are_refused(clinic: Path) -> None:
    script = "import sys\nsys.modules['translate.storage'] = None\nfrom plainleaf.cli import main\nmain(sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}

    def run(kind: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, "messages", "export", "--format", kind, "--lang", "es"]
        return subprocess.run(command, cwd=clinic, env=environment, capture_output=True, text=True, check=False)

    for kind in ("xliff", "tmx"):
        refused = run(kind)
        assert refused.returncode == 1
        assert "T059" in refused.stderr
        assert "plainleaf[exchange]" in refused.stderr
    assert [run(kind).returncode for kind in ("po", "tbx", "csv")] == [0, 0, 0]
