"""YAML files kept as they were read: the same as read anew, whatever has happened to what is kept."""

from pathlib import Path

import pytest
from tests.support.library import FILES, LEAFLET

from plainleaf.content import kept_sources
from plainleaf.content.kept_sources import read_kept_source
from plainleaf.content.source import SourceDocument, read_source
from plainleaf.problems import PlainleafError


def read(folder: Path, text: str = FILES[LEAFLET]) -> SourceDocument:
    return read_kept_source(text, LEAFLET, folder)


@pytest.mark.parametrize("path", FILES)
def test_what_is_kept_is_what_was_read(tmp_path: Path, path: str) -> None:
    before = [read_kept_source(FILES[path], path, tmp_path) for _ in range(2)]
    assert before == [read_source(FILES[path], path)] * 2
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read(tmp_path)
    monkeypatch.setattr(kept_sources, "read_source", lambda *_: pytest.fail("it was read before"))
    assert read(tmp_path) == before


def test_another_text_is_another_file(tmp_path: Path) -> None:
    read(tmp_path)
    moved = read(tmp_path, f"# a line more\n{FILES[LEAFLET]}")
    assert moved.position(("leaflet",)).line == read(tmp_path).position(("leaflet",)).line + 1


@pytest.mark.parametrize("damage", [b"", b"{", b'["0","1"]'])
def test_what_is_damaged_is_read_again(tmp_path: Path, damage: bytes) -> None:
    before = read(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage)
    assert read(tmp_path) == before


def test_a_changed_word_is_damage_too(tmp_path: Path) -> None:
    before = read(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"sleepy", b"sleepl", 1))
    assert read(tmp_path) == before


def test_a_file_with_faults_is_not_kept(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(PlainleafError, match="L002"):
            read(tmp_path, "schema: 1\nschema: 1\n")
    assert not list(tmp_path.iterdir())


def test_without_a_folder_nothing_is_kept() -> None:
    assert read_kept_source(FILES[LEAFLET], LEAFLET, None) == read_source(FILES[LEAFLET], LEAFLET)
