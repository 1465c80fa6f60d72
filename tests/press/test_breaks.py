from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker
from tests.support.specimens import read_specimen

from plainleaf.press.breaks import BREAK, break_between, break_text
from plainleaf.press.html import css_string, fill, inline
from plainleaf.translation.localized import Run

LETTERS = "ກຂຄງສນຢາິີ່້ໜໍະແໂໃໄໆ" + "កខគឃងតនបមយរលសហអាិីឹេោះ់្ំៗ" + "ကခဂငစညတနပမယရလသဟအာိီုူေဲံ့း်ျြွှ"
OTHERS = "0123456789໐໑២៣၄၅ ()«»“”.,!?។၊။-%°abé漢ก" + "\u00a0\u2060"
TEXTS = st.text(alphabet=LETTERS + OTHERS, max_size=40)
WORDS = {
    "lo": "ກິນຢານີ້ກັບນ້ຳຈອກໜຶ່ງ",
    "km": "លេបថ្នាំនេះជាមួយទឹកមួយកែវ",
    "my": "ရေတစ်ခွက်နှင့်သောက်ပါ",
}


@pytest.mark.parametrize("tag", WORDS)
def test_words_are_parted(tag: str) -> None:
    assert len(break_text(WORDS[tag]).split(BREAK)) >= 4
    assert break_text(WORDS["lo"]).split(BREAK) == ["ກິນ", "ຢາ", "ນີ້", "ກັບ", "ນ້ຳ", "ຈອກ", "ໜຶ່ງ"]


@given(TEXTS)
def test_nothing_but_breaks_is_added(text: str) -> None:
    assert break_text(text).replace(BREAK, "") == text


@given(st.text(alphabet=LETTERS + OTHERS + BREAK, max_size=40))
def test_what_is_broken_stays_as_it_is(text: str) -> None:
    broken = break_text(text)
    assert broken.replace(BREAK, "") == text.replace(BREAK, "")
    assert break_text(broken) == broken


@given(TEXTS)
def test_no_letter_is_parted_from_its_marks(text: str) -> None:
    ends = {end for _, end in CharacterBreaker(text, "root").segments()}
    assert {len("".join(pieces)) for pieces in _heads(break_text(text).split(BREAK))} <= ends | {0}


def _heads(pieces: list[str]) -> list[list[str]]:
    return [pieces[:at] for at in range(1, len(pieces))]


@given(TEXTS)
def test_a_break_stands_between_two_letters(text: str) -> None:
    pieces = break_text(text).split(BREAK)
    for before, after in pairwise(pieces):
        assert before[-1] in LETTERS
        assert after[0] in LETTERS
        assert after[0] not in "ໆៗ"


def test_breaks_that_somebody_put_in_stay() -> None:
    assert break_text("ກິ\u200bນຢາ").split(BREAK) == ["ກິ", "ນ", "ຢາ"]


def test_a_word_joiner_keeps_a_word_together() -> None:
    assert BREAK not in break_text("ກິນ\u2060ຢາ")


def test_a_letter_that_is_not_spoken_does_not_begin_a_line() -> None:
    assert break_text("ថាលីដូម៉ៃត៍").endswith("ម៉ៃត៍")


def test_a_line_may_end_before_and_after_a_name_that_is_set_apart() -> None:
    runs = (Run("ห้ามกิน"), Run("ทาลิโดไมด์", "name"), Run("ถ้าคุณ"), Run("4 มก.", "quantity"), Run("ๆ"))
    assert str(inline(runs)) == (
        f'ห้ามกิน{BREAK}<bdi class="q" dir="ltr">ทาลิโดไมด์</bdi>{BREAK}ถ้าคุณ<bdi class="q" dir="ltr">4 มก.</bdi>ๆ'
    )
    assert break_between("ที่", "ๆ") == ""
    assert break_between("กิน ", "ยา") == ""
    assert break_between("take", "this") == ""
    assert break_between("", "ยา") == ""


def test_other_scripts_are_left_alone() -> None:
    for tag in ("en", "ar", "hi", "th", "zh-Hans", "ur", "am"):
        text = read_specimen(tag).paragraph
        assert break_text(text) is text


@pytest.mark.parametrize("kind", ["quantity", "name", "telephone", "web", "date"])
def test_what_stays_on_one_line_is_not_broken(kind: str) -> None:
    run = Run(WORDS["lo"], kind)  # type: ignore[arg-type]
    assert BREAK not in inline((run,))


def test_texts_of_a_sheet_are_broken() -> None:
    words = break_text(WORDS["km"])
    assert words in inline((Run(WORDS["km"]),))
    assert words in inline((Run(WORDS["km"], lang="km"),))
    assert words in fill((Run(WORDS["km"] + " {number}"),), number="4")
    assert words in css_string(WORDS["km"])
