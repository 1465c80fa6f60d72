"""Lines of the scripts that may be broken at any letter: words and phrases stay whole, and kinsoku holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.press.test_mending import print_stock
from tests.support.documents import document
from tests.support.specimens import read_specimen
from weasyprint.text.line_break import can_break_text

from plainleaf.press.html import HtmlDocument
from plainleaf.press.pdf import render_pdf
from plainleaf.press.phrases import kept_together

FONTS = {
    "ja": "Noto Sans CJK JP",
    "ko": "Noto Sans CJK KR",
    "th": "Noto Sans Thai",
    "zh-Hans": "Noto Sans CJK SC",
    "zh-Hant": "Noto Sans CJK TC",
}
TEXTS = {
    "ja": "この薬をのんでいる間は、妊娠しないでください。「カプセル」は、かまずに、そのままのんでください（1日1回）。",
    "ko": "이 약을 먹는 동안에는 임신하지 마십시오. “캡슐”은 씹지 말고(한 번에) 통째로 삼키십시오. 모르면 물으십시오.",
    "th": "ห้ามกินยานี้ขณะตั้งครรภ์ ใช้ถุงยางอนามัยทุกครั้งที่มีเพศสัมพันธ์ บอกเราถ้าปวดหัวหรือเวียนหัว ยานี้เป็นยากลุ่มเดียวกัน",
    "zh-Hans": "治疗期间不要怀孕。“胶囊”每天吃一次（晚上），不要咬碎：要整粒吞下。不明白的地方，请问医生或药师。",
    "zh-Hant": "治療期間不要懷孕。「膠囊」每天吃一次（晚上），不要咬碎：要整顆吞下。不明白的地方，請問醫師或藥師。",
}
NEVER_FIRST = "、。，．：；！？）」』”】〉》々ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ%℃)"
NEVER_LAST = "（「『“【〈《("


def page(lang: str, body: str) -> HtmlDocument:
    css = f"body {{ margin: 0; font: 8pt/12pt '{FONTS[lang]}' }} p {{ margin: 0 }}"
    return document(body=body, css=f"@page {{ size: 400pt 800pt; margin: 10pt }} {css}")


def at_many_widths(lang: str, widths: Sequence[int] = range(100, 260, 6)) -> HtmlDocument:
    return page(lang, "".join(f'<p style="width: {width}pt">{TEXTS[lang]}</p>' for width in widths))


def lines(data: bytes) -> list[str]:
    """All lines of text but the heading."""
    found = (str(leaf.get_textpage().get_text_range()) for leaf in pypdfium2.PdfDocument(data))
    stripped = (line.strip("\r") for text in found for line in text.split("\n"))
    return [line for line in stripped if line not in ("", "x")]  # x is the heading


def torn(lang: str, found: Sequence[str]) -> list[str]:
    """Lines that begin inside a word or a phrase."""
    kept = kept_together(TEXTS[lang])
    return [line for line in found if any(start < TEXTS[lang].index(line) < end for start, end in kept)]


@pytest.mark.parametrize("lang", ["ja", "ko", "th"])
def test_no_line_begins_inside_a_word_or_phrase(lang: str) -> None:
    found = lines(render_pdf(at_many_widths(lang)).data)
    assert len(found) > 60
    assert torn(lang, found) == []


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_the_engine_alone_tears_them(lang: str) -> None:
    assert len(torn(lang, lines(print_stock(at_many_widths(lang))[0]))) > 20


def test_the_engine_alone_finds_two_words_in_one_of_thai() -> None:
    assert can_break_text("ตั้งครรภ์", "th")


@pytest.mark.parametrize("lang", FONTS)
def test_no_mark_begins_a_line_that_belongs_to_the_one_before(lang: str) -> None:
    found = lines(render_pdf(at_many_widths(lang)).data)
    assert len(found) > 60
    assert [line for line in found if line[0] in NEVER_FIRST] == []
    assert [line for line in found if line[-1] in NEVER_LAST] == []


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_a_word_that_is_longer_than_its_line_is_broken(lang: str) -> None:
    word = {"ja": "妊娠しないでください", "ko": "복용하시겠습니까"}[lang]
    found = lines(render_pdf(page(lang, f'<p style="width: 34pt">{word}</p>')).data)
    assert "".join(found) == word
    assert len(found) > 1


def test_a_particle_stays_with_the_dose_before_it() -> None:
    words = {"ja": ("この薬は", "をのみます。"), "ko": ("매일 약을 ", "을 드십시오.")}
    for lang, (before, after) in words.items():
        dose = '<bdi style="white-space: nowrap">4 mg</bdi>'
        body = "".join(f'<p style="width: {width}pt">{before}{dose}{after}</p>' for width in range(40, 90, 2))
        found = lines(render_pdf(page(lang, body)).data)
        assert any(line.startswith("4") for line in found)
        assert not [line for line in found if line.startswith((after[0], "mg"))]


def test_words_of_korean() -> None:
    text = "약은 1/2알(또는 HIV약)을·물과 드십시오"
    kept = [text[start:end] for start, end in kept_together(text)]
    assert kept == ["약은", "2알", "(또는", "V약", ")을", "물과", "드십시오"]


def test_phrases_of_japanese() -> None:
    text = "カプセルは、水で飲んでください。"
    assert [text[start:end] for start, end in kept_together(text)] == ["カプセルは、", "水で", "飲んでください。"]


def test_words_of_thai() -> None:
    text = "ห้ามกินยา 4 mg ขณะตั้งครรภ์"
    assert [text[start:end] for start, end in kept_together(text)] == ["ห้าม", "กิน", "ยา", "ขณะ", "ตั้งครรภ์"]
    joined = "ยาตั้ง\u2060ครรภ์คา\u2060โป\u2060ซี"
    assert [joined[start:end] for start, end in kept_together(joined)] == ["ยา", "ตั้ง\u2060ครรภ์", "คา\u2060โป\u2060ซี"]


@pytest.mark.parametrize("tag", ["en", "vi", "zh-Hans", "zh-Hant", "km", "ar", "hi"])
def test_other_scripts_keep_their_own_rules(tag: str) -> None:
    assert kept_together(read_specimen(tag).paragraph) == ()


@given(st.text(alphabet="あいうのをはがカプセル薬飲日회약은을 1aA(（)）「」、。/·", max_size=30))
def test_what_is_kept_is_in_order_and_inside_the_text(text: str) -> None:
    kept = kept_together(text)
    assert all(0 <= start < end - 1 < len(text) for start, end in kept)
    assert all(before[1] <= after[0] for before, after in pairwise(kept))


def test_a_phrase_ends_where_a_clause_does_and_not_before_a_particle() -> None:
    text = "変だと思ったら、がまんしないで、重い障害（先天異常）や熱はHIVと関係ない。"
    kept = [text[start:end] for start, end in kept_together(text)]
    assert "思ったら、" in kept
    assert any(phrase.endswith("）や") for phrase in kept)
    assert any(phrase.endswith("HIVと") for phrase in kept)
    asked = "妊娠中かもしれない？\u3000飲まないでください。"  # with the wide space that follows a question mark
    assert any(asked[start:end] == "飲まないでください。" for start, end in kept_together(asked))
