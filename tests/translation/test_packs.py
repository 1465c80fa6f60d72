from __future__ import annotations

import pytest
from tests.support.library import FILES, LEAFLET, edit, library, packs, problems_of, translated
from tests.support.workspace import LANGUAGES, REPOSITORY, SHIPPED
from tests.translation.examples import OWN_ES, PACK_ES, SHARED_ES

from plainleaf.problems import Position, Problem
from plainleaf.translation.guard import Guard
from plainleaf.translation.messages import make_templates
from plainleaf.translation.packs import known_tags, read_language, read_pack
from plainleaf.translation.status import check_catalogs, stale_templates
from plainleaf.workspace import FilesReading, find_workspace, read_files


def test_languages_are_found_by_their_folders() -> None:
    files = read_files(find_workspace(REPOSITORY)).texts
    tags = known_tags(files)
    assert tags == SHIPPED
    assert set(LANGUAGES) < set(tags)
    assert [read_pack(files, tag).language for tag in tags] == list(tags)


def test_an_unknown_language_is_told_the_known_ones() -> None:
    (problem,) = problems_of(lambda: read_pack(packs(), "tlh"))
    assert (problem.code, problem.position) == ("T004", Position("translations/tlh/language.yaml"))
    assert "zh-Hans" in problem.hint


def test_folder_and_pack_say_the_same_tag() -> None:
    files = edit(packs(), PACK_ES, "language: es", "language: es-MX")
    assert [problem.code for problem in problems_of(lambda: read_pack(files, "es"))] == ["T005"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: es", "language: spanish"),
        ("language: es", "language: xx"),
        ("direction: ltr", "direction: left"),
        ("script: Latn", "script: latin"),
        ("fonts: [", "fons: ["),
        ("own_name: Español", 'own_name: ""'),
    ],
)
def test_a_broken_pack_is_refused_at_its_line(old: str, new: str) -> None:
    files = edit(packs(), PACK_ES, old, new)
    problems = problems_of(lambda: read_pack(files, "es"))
    assert {problem.code for problem in problems} == {"L003"}
    line = (
        files[PACK_ES].splitlines().index(next(row for row in files[PACK_ES].splitlines() if row.startswith(new))) + 1
    )
    assert line in {problem.position.line for problem in problems}


def test_a_catalog_that_cannot_be_read_costs_its_domain() -> None:
    problem = Problem(Position(OWN_ES, 3), "W002", "this is not UTF-8")
    files = {path: text for path, text in translated("es").items() if path != OWN_ES}
    spoken = read_language(files, "es", {OWN_ES: problem})
    assert spoken.broken == {"somnoril": (problem,)}
    assert list(spoken.catalogs) == ["shared"]
    found = list(check_catalogs(library(), FilesReading(files, {OWN_ES: problem}), ("es",), ("somnoril",)))
    assert found == [problem]


def test_a_catalog_that_does_not_parse_costs_its_domain() -> None:
    files = edit(translated("es"), SHARED_ES, 'msgstr "Por la noche"', "msgstr Por la noche")
    spoken = read_language(files, "es", {})
    assert list(spoken.broken) == ["shared"]
    assert list(spoken.catalogs) == ["somnoril"]


def test_a_missing_catalog_is_named() -> None:
    files = {path: text for path, text in translated("es").items() if path != OWN_ES}
    found = list(check_catalogs(library(), FilesReading(files, {}), ("es",), ("somnoril",)))
    assert [(problem.code, problem.position) for problem in found] == [("T002", Position(OWN_ES))]


def test_all_languages_are_checked_when_none_is_named() -> None:
    found = list(check_catalogs(library(), FilesReading(translated("es"), {}), (), ("somnoril",)))
    assert {problem.position.file.split("/")[1] for problem in found} == {
        tag.replace("-", "_") for tag in known_tags(packs())
    } - {
        "en",
        "es",
    }


def test_a_template_is_stale_when_a_text_has_changed() -> None:
    files = {**FILES, **make_templates(library())}
    assert stale_templates(library(), files) == []
    changed = library(edit(FILES, LEAFLET, "easy: Swallow it whole.", "easy: Chew it."))
    assert [problem.position.file for problem in stale_templates(changed, files)] == ["translations/somnoril.pot"]
    assert {problem.code for problem in stale_templates(changed, {})} == {"T006"}


def test_a_language_with_both_lists_may_be_printed() -> None:
    english = {"translations/en/lexicon.yaml": "language: en\n"}
    spanish = {"translations/es/lexicon.yaml": 'language: es\nunits: {week: [semana*]}\nnegation: ["no"]\n'}
    assert Guard({**english, **spanish}, read_pack(translated("es"), "es")).faults() == ()
    assert Guard({}, read_pack(translated("es"), "es")).faults() == ()
