"""Signs and letters that a language has of its own, and rows of names that are in no language."""

from __future__ import annotations

import pytest
from tests.translation.documented import PLACE, linter

from plainleaf.translation.safety.comparison import Pair

NAMES = "{} ({{one}}), {} ({{two}}), {} ({{three}})"


def codes(tag: str, *pairs: tuple[str, str, str]) -> set[str]:
    made = [Pair(msgctxt, source, text, PLACE, own=True) for msgctxt, source, text in pairs]
    return {problem.code for problem in linter(tag).check_pairs(made)}


@pytest.mark.parametrize("tag", ["de", "tr", "ro"])
def test_a_row_of_names_is_in_no_language(tag: str) -> None:
    spelt = {
        "de": ("Thalidomid", "Pomalidomid", "Lenalidomid"),
        "tr": ("Talidomid", "pomalidomid", "lenalidomid"),
        "ro": ("Talidomidă", "pomalidomidă", "lenalidomidă"),
    }[tag]
    source = NAMES.format("Thalidomide", "pomalidomide", "lenalidomide")
    assert "T035" not in codes(tag, ("names", source, NAMES.format(*spelt)))


def test_another_language_is_still_told_where_names_stand_in_it() -> None:
    source = "Thalidomide can cause severe birth defects. Never take it in pregnancy."
    french = "La thalidomide peut causer de graves malformations chez le bébé. N'en prenez jamais pendant la grossesse."
    assert "T035" in codes("de", ("harm", source, french))


def test_a_capital_of_dotless_i_is_that_letter() -> None:
    """`Ilık` and `ılık` (warm) are one word."""
    scan = linter("tr")._comparer.compare(Pair("x", "Hot", "Ilık ve ılık", PLACE)).target.scan
    assert scan.words[:1] == scan.words[-1:] == ("ılık",)


def test_easy_and_plain_of_one_statement_may_begin_alike() -> None:
    pairs = [
        ("a.missed/easy", "Late by a day: skip it.", "Un día tarde: no la tome."),
        ("a.missed/plain", "Late by a day: skip it. Take the next dose.", "Un día tarde: no la tome. Tome la otra."),
        ("b.fever/easy", "Fever or chills: call us.", "Fiebre o escalofríos: llámenos."),
    ]
    assert "T043" not in codes("es", *pairs)
