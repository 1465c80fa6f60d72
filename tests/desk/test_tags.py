from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workspace import SHIPPED

from plainleaf.desk.tags import find_tag


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("es-MX", "es"),
        ("es_419", "es"),
        ("sp", "es"),
        ("spa", "es"),
        ("fre", "fr"),
        ("tl", "fil"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-hant-HK", "zh-Hant"),
        ("pt", "pt-BR"),
        ("pt-br", "pt-BR"),
        (" ar-EG ", "ar"),
    ],
)
def test_what_others_call_a_language_is_found(asked: str, meant: str) -> None:
    assert find_tag(asked, SHIPPED) == meant


@pytest.mark.parametrize(
    "asked", ["", "pt-PT", "prs", "yue", "sr", "sr-Latn", "ur-Latn", "english", "x-klingon", "e", "es-", "zh-Hans-Hant"]
)
def test_another_language_is_never_taken_for_it(asked: str) -> None:
    assert find_tag(asked, SHIPPED) is None


@pytest.mark.parametrize("tag", SHIPPED)
def test_every_language_is_found_by_its_own_tag(tag: str) -> None:
    assert find_tag(tag, SHIPPED) == tag


@given(st.text(max_size=20))
def test_whatever_is_asked_for_one_that_is_there_is_found_or_none(asked: str) -> None:
    assert find_tag(asked, SHIPPED) in {*SHIPPED, None}
