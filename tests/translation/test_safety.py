from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.examples import Example
from tests.support.library import edit, language, library, translated
from tests.translation.examples import OWN_AR, OWN_ES, SAFETY, checked

from plainleaf.problems import errors
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.safety.linter import PAIR_CHECKS
from plainleaf.translation.status import Standings, domain_status


@pytest.mark.parametrize("example", SAFETY, ids=str)
def test_one_mistake_has_one_code(example: Example, tmp_path: Path) -> None:
    found = example.problems(tmp_path)
    assert {problem.code for problem in errors(found)} == {example.code}
    assert all(problem.msgctxt for problem in found)


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_a_sound_translation_passes(tag: str) -> None:
    assert list(checked(translated(tag), tag)) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (OWN_ES, "espere {wait} tras", "espere {wait.number} semanas tras"),
        (OWN_ES, "espere {wait} tras", "espere {wait.number}\u00a0semanas tras"),
        (OWN_AR, "ابلعها كاملة.", "ابلعها كاملة (HIV)."),
        (OWN_ES, "Da sueño. No conduzca.", "Da sueño, p < q. No conduzca."),
    ],
)
def test_what_is_right_passes(path: str, old: str, new: str) -> None:
    tag = path.split("/")[1]
    assert list(checked(edit(translated(tag), path, old, new), tag)) == []


def test_a_copy_may_be_listed_as_right() -> None:
    files = edit(translated("es"), OWN_ES, "Ronquidos fuertes.", "Loud snoring.")
    assert {problem.code for problem in checked(files, "es")} == {"T015"}
    pack = "translations/es/language.yaml"
    listed = {**files, pack: files[pack] + "same_as_source: [somnoril.snoring/plain]\n"}
    assert list(checked(listed, "es")) == []


def test_every_check_says_its_codes() -> None:
    assert all(re.match(r"T0\d\d", check.__doc__ or "") for check in PAIR_CHECKS)


def test_a_faulty_message_is_not_counted_as_translated() -> None:
    files = edit(translated("es"), OWN_ES, "Ronquidos fuertes.", "<b>Ronquidos</b>")
    files = edit(files, OWN_ES, "Tráguela entera.", " ")
    files = edit(files, OWN_ES, 'msgid "Who can I call?"', 'msgid "Whom can I call?"')
    messages = collect_messages(library())["somnoril"]
    status = domain_status(messages, Standings(language("es", files)), "somnoril")
    assert (status.faulty, status.missing, status.fuzzy) == (1, 1, 1)
    assert status.translated == status.messages - 3
    assert status.as_json()["lang"] == "es"
