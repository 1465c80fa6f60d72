from pathlib import Path

from tests.support.workspace import REPOSITORY, copy_library, edit

from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.problems import Position
from plainleaf.reading import check_levels
from plainleaf.reading.leaflets import leaflet_blocks, leaflet_names, read_levels
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import read_language
from plainleaf.workspace import find_workspace, read_files


def read(folder: Path, tag: str = "en") -> tuple[Leaflet, Library, Language]:
    files = read_files(find_workspace(folder))
    library = read_library(files.texts).library
    return library.leaflets["thalidomide"], library, read_language(files.texts, tag, files.unreadable)


def test_a_leaflet_is_read_with_the_place_of_every_statement() -> None:
    levels, names = read_levels(*read(REPOSITORY), place="us")
    assert set(levels) == set(Level)
    assert {"Thalidomide", "thalidomide", "Thalomid"} <= names
    for blocks in levels.values():
        assert len(blocks) > 20
        assert any(block.critical for block in blocks)
        for block in blocks:
            line = (REPOSITORY / block.position.file).read_text(encoding="utf-8").splitlines()[block.position.line - 1]
            assert line.strip().split(":")[0] in {"easy", "plain", "full"}
            assert "{" not in block.text


def test_the_library_meets_its_own_limits() -> None:
    levels, names = read_levels(*read(REPOSITORY), place="us")
    assert check_levels("en", levels, names=names) == []


def test_a_hard_statement_is_found_at_its_line(tmp_path: Path) -> None:
    library = copy_library(tmp_path)
    path = library / "leaflets/thalidomide.yaml"
    old = "It causes severe birth defects. Never take it in pregnancy, even once."
    edit(path, old, " and ".join([old.rstrip(".").replace(". N", " and n")] * 3) + ".")
    line = next(n for n, row in enumerate(path.read_text("utf-8").splitlines(), 1) if "even once and" in row)
    levels, names = read_levels(*read(library), place="us")
    problems = check_levels("en", levels, names=names)
    assert ("R014", "leaflets/thalidomide.yaml", line) in [
        (problem.code, problem.position.file, problem.position.line) for problem in problems
    ]


def test_a_translation_is_found_at_its_entry() -> None:
    leaflet, library, english = read(REPOSITORY)
    localized = localize(leaflet, library, english, "us", Level.EASY, ClinicFacts())
    entry = Entry("thalidomide.key.birth-defects/easy", "", ("",), fuzzy=False, position=Position("th.po", 12))
    catalog = DomainCatalog("th.po", {entry.msgctxt: entry}, lambda _: 0)
    spanish = Language(english.pack.model_copy(update={"language": "es"}), {"thalidomide": catalog})
    found = {block.position for block in leaflet_blocks(localized, spanish)}
    assert Position("th.po", 12) in found
    assert {position.file for position in found if position.file != "th.po"} <= {
        message.position.file
        for section in leaflet.sections
        for statement in section.statements
        for message in statement.texts.values()
    }


def test_the_forms_of_a_name_are_names() -> None:
    leaflet, library, english = read(REPOSITORY)
    localized = localize(leaflet, library, english, "us", Level.EASY, ClinicFacts())
    pack = english.pack.model_copy(update={"terms": {"thalidomide": ("talidomida",), "capsule": ("cápsula",)}})
    names = leaflet_names(localized, Language(pack))
    assert "talidomida" in names
    assert "cápsula" not in names
