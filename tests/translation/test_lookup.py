from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.library import edit, language, line_of, message, pack, translated
from tests.translation.examples import OWN_ES, SHARED_ES

from plainleaf.content.model import Message
from plainleaf.problems import Position, Problem
from plainleaf.translation.lookup import Language, Lookup
from plainleaf.translation.packs import read_language

SWALLOW = "somnoril.swallow/easy"


def _look(spoken: Language, one: Message) -> tuple[tuple[str, ...], list[Problem]]:
    lookup = Lookup(spoken)
    return lookup.texts(one), lookup.problems


def test_a_text_is_found_in_its_own_catalog() -> None:
    assert _look(language("es"), message(SWALLOW)) == (("Tráguela entera.",), [])
    assert _look(language("es"), message("unit/week"))[0] == ("{n}\u00a0semana", "{n}\u00a0semanas")


def test_english_is_its_own_source() -> None:
    assert _look(language("en"), message(SWALLOW)) == (("Swallow it whole.",), [])
    assert _look(language("en"), message("unit/week"))[0] == ("{n}\u00a0week", "{n}\u00a0weeks")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('msgstr "Tráguela entera."', 'msgstr ""', "T002"),
        ('msgstr "Tráguela entera."', 'msgstr " "', "T002"),
        (f'msgctxt "{SWALLOW}"', f'#, fuzzy\nmsgctxt "{SWALLOW}"', "T003"),
        ('msgid "Swallow it whole."', 'msgid "Swallow it."', "T003"),
        ('msgstr "Tráguela entera."', 'msgstr "<i>Tráguela</i>"', "T014"),
    ],
)
def test_a_text_that_cannot_be_used_is_a_problem_at_its_line(old: str, new: str, code: str) -> None:
    files = edit(translated("es"), OWN_ES, old, new)
    _, problems = _look(language("es", files), message(SWALLOW))
    line = line_of(files, OWN_ES, f'msgctxt "{SWALLOW}"') + 1
    assert [(problem.code, problem.position) for problem in problems] == [(code, Position(OWN_ES, line))]
    assert problems[0].as_json()["msgctxt"] == SWALLOW


def test_a_message_that_is_not_in_the_catalog_is_missing() -> None:
    files = edit(translated("es"), OWN_ES, f'msgctxt "{SWALLOW}"', 'msgctxt "somnoril.other/easy"')
    _, problems = _look(language("es", files), message(SWALLOW))
    assert [(problem.code, problem.position) for problem in problems] == [("T002", Position(OWN_ES))]


def test_a_missing_catalog_costs_its_messages() -> None:
    files = {path: text for path, text in translated("es").items() if path != OWN_ES}
    _, problems = _look(language("es", files), message(SWALLOW))
    assert [(problem.code, problem.position) for problem in problems] == [("T002", Position(OWN_ES))]
    assert _look(language("es", files), message("term/capsule"))[1] == []


def test_a_broken_catalog_costs_its_domain_only() -> None:
    files = edit(translated("es"), OWN_ES, "No conduzca.", 'No "conduzca.')
    _, problems = _look(language("es", files), message("somnoril.found/plain"))
    assert [problem.code for problem in problems] == ["T001"]
    assert _look(language("es", files), message("term/capsule"))[1] == []


def test_a_domain_owns_its_messages() -> None:
    files = edit(translated("es"), OWN_ES, f'msgctxt "{SWALLOW}"', 'msgctxt "somnoril.other/easy"')
    stray = f'\nmsgctxt "{SWALLOW}"\nmsgid "Swallow it whole."\nmsgstr "Tráguela entera."\n'
    files = {**files, SHARED_ES: files[SHARED_ES] + stray}
    assert [problem.code for problem in _look(language("es", files), message(SWALLOW))[1]] == ["T002"]


def test_only_the_exact_locale_is_looked_at() -> None:
    mexican = pack("es").model_copy(update={"language": "es-MX"})
    files = {
        **translated("es"),
        "translations/es_MX/language.yaml": "schema: 1\nlanguage: es-MX\nown_name: Español (México)\n"
        "english_name: Mexican Spanish\nscript: Latn\ndirection: ltr\nfonts: [Noto Sans]\n",
    }
    for spoken in (Language(mexican), read_language(files, "es-MX", {})):
        assert [problem.code for problem in _look(spoken, message(SWALLOW))[1]] == ["T002"]


def test_english_never_looks_into_a_catalog() -> None:
    spanish = language("es")
    confused = replace(language("en"), catalogs=spanish.catalogs)
    assert _look(confused, message(SWALLOW)) == (("Swallow it whole.",), [])


def test_a_message_is_complained_of_once() -> None:
    files = edit(translated("es"), OWN_ES, "Tráguela entera.", "")
    lookup = Lookup(language("es", files))
    assert [lookup.text(message(SWALLOW)) for _ in range(3)] == ["Swallow it whole."] * 3
    assert len(lookup.problems) == 1


def test_a_message_is_worked_out_once_for_all_who_ask() -> None:
    spoken = language("es")
    one = message(SWALLOW)
    lookups = [Lookup(spoken) for _ in range(2)]
    assert lookups[0].texts(one) == lookups[1].texts(one)
    assert lookups[0].wordings[0] is lookups[1].wordings[0]
    changed = replace(one, msgid="Chew it.")
    assert _look(spoken, changed)[1][0].code == "T003"
    assert _look(spoken, one)[1] == []


def test_what_was_looked_up_elsewhere_is_taken_over_in_its_order() -> None:
    spoken, first, second = language("es"), message(SWALLOW), message("unit/week")
    whole, elsewhere = Lookup(spoken), Lookup(spoken)
    for one in (second, first):
        elsewhere.texts(one)
    whole.texts(first)
    whole.join(elsewhere)
    assert [wording.message for wording in whole.wordings] == [first, second]
    unknown = replace(first, msgctxt="somnoril.nowhere/easy")
    elsewhere.texts(unknown)
    whole.join(elsewhere)
    assert [problem.code for problem in whole.problems] == ["T002"]
