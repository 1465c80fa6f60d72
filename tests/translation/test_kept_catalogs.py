from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.library import edit, problems_of, translated
from tests.support.workspace import REPOSITORY, SHIPPED
from tests.translation.examples import OWN_ES

from plainleaf.content.library import read_library
from plainleaf.translation import kept_catalogs
from plainleaf.translation.catalogs import DomainCatalog, read_catalog
from plainleaf.translation.kept_catalogs import read_kept_catalog
from plainleaf.translation.packs import catalog_folder, read_language, read_pack
from plainleaf.workspace import find_workspace, read_files

FILES = translated("es")
PACK = read_pack(FILES, "es")


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files that were parsed."""
    parsed: list[str] = []

    def read(text: str, file: str, *rest: object) -> DomainCatalog:
        parsed.append(file)
        return read_catalog(text, file, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_catalogs, "read_catalog", read)
    return parsed


def _read(folder: Path | None, text: str = FILES[OWN_ES]) -> DomainCatalog:
    return read_kept_catalog(text, OWN_ES, "es", "somnoril", PACK, folder)


def test_every_shipped_catalog_comes_back_as_it_was_read(tmp_path: Path) -> None:
    files = read_files(find_workspace(REPOSITORY)).texts
    seen = 0
    for tag in SHIPPED:
        pack = read_pack(files, tag)
        for path in files:
            if path.startswith(catalog_folder(tag)) and path.endswith("shared.po"):
                read_kept_catalog(files[path], path, tag, "shared", pack, tmp_path)
                kept = read_kept_catalog(files[path], path, tag, "shared", pack, tmp_path)
                read = read_catalog(files[path], path, tag, "shared", pack)
                assert (kept.file, kept.entries, kept.plural_forms) == (read.file, read.entries, read.plural_forms)
                assert list(kept.entries) == list(read.entries)
                assert [kept.plural_index(n) for n in range(101)] == [read.plural_index(n) for n in range(101)]
                seen += 1
    assert seen == len(SHIPPED) - 1


def test_a_catalog_is_parsed_once(tmp_path: Path, readings: list[str]) -> None:
    first = _read(tmp_path)
    assert _read(tmp_path).entries == first.entries
    assert readings == [OWN_ES]
    _read(None)
    assert readings == [OWN_ES] * 2


def test_another_text_is_another_catalog(tmp_path: Path, readings: list[str]) -> None:
    _read(tmp_path)
    changed = edit(FILES, OWN_ES, "Tráguela entera.", "Tráguela.")[OWN_ES]
    assert _read(tmp_path, changed).entries["somnoril.swallow/easy"].texts == ("Tráguela.",)
    assert _read(tmp_path).entries["somnoril.swallow/easy"].texts == ("Tráguela entera.",)
    assert len(readings) == 2


def test_another_program_reads_again(tmp_path: Path, readings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _read(tmp_path)
    monkeypatch.setattr(kept_catalogs, "identity_of", lambda *_: "another")
    _read(tmp_path)
    assert len(readings) == 2


def test_a_kept_text_that_was_changed_is_read_again(tmp_path: Path, readings: list[str]) -> None:
    first = _read(tmp_path)
    (file,) = tmp_path.glob("*.json")
    data = file.read_bytes()
    assert b"entera" in data
    file.write_bytes(data.replace(b"entera", b"enteru"))
    assert _read(tmp_path).entries == first.entries
    assert len(readings) == 2


def test_a_catalog_with_faults_is_never_kept(tmp_path: Path) -> None:
    broken = f"{FILES[OWN_ES]}\nstray words\n"
    for _ in range(2):
        assert {problem.code for problem in problems_of(lambda: _read(tmp_path, broken))} == {"T001"}
    assert list(tmp_path.glob("*.json")) == []


def test_a_process_reads_a_language_once_for_the_same_files() -> None:
    first = read_language(FILES, "es", {})
    again = read_language({**FILES, "leaflets/shared/else.yaml": "unread"}, "es", {})
    assert again is first
    other = read_language(edit(FILES, OWN_ES, "Tráguela entera.", "Tráguela."), "es", {})
    assert other is not first
    assert other.catalogs["somnoril"].entries["somnoril.swallow/easy"].texts == ("Tráguela.",)


def test_words_of_the_checks_make_another_language() -> None:
    """The checks of a language look at English words too."""
    files = {**FILES, "translations/en/lexicon.yaml": "schema: 1\nlanguage: en\n"}
    assert read_language(files, "es", {}) is not read_language(FILES, "es", {})


def test_a_process_joins_a_library_once_for_the_same_files() -> None:
    assert read_library(dict(FILES)).library is read_library({**FILES, "translations/x.po": ""}).library
    path = "leaflets/shared/labels.yaml"
    assert path in FILES
    assert read_library({**FILES, path: f"{FILES[path]}\n"}).library is not read_library(FILES).library
