from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.support.library import pack

from plainleaf.days import format_day
from plainleaf.languages import (
    DIGITS,
    LanguagePack,
    borrowed_from,
    direction_of,
    folder_of,
    format_number,
    tag_of,
)


def _pack(**changed: object) -> LanguagePack:
    return LanguagePack.model_validate({**pack("es").model_dump(by_alias=True), **changed})


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("es", "es"),
        ("ES", "es"),
        (" pt_br ", "pt-BR"),
        ("zh_hans", "zh-Hans"),
        ("zh-HANS-cn", "zh-Hans-CN"),
        ("es_419", "es-419"),
    ],
)
def test_a_tag_may_be_typed_in_both_spellings(typed: str, tag: str) -> None:
    assert tag_of(typed) == tag


@given(st.sampled_from(["es", "pt-BR", "zh-Hans", "sr-Latn-RS", "es-419"]))
def test_a_folder_and_its_tag_are_one(tag: str) -> None:
    assert tag_of(folder_of(tag)) == tag
    assert "-" not in folder_of(tag)


@pytest.mark.parametrize(("digits", "text"), [("latn", "1,234.50"), ("arab", "١٬٢٣٤٫٥"), ("deva", "१,२३४.५")])
def test_numbers_are_written_in_the_digits_of_the_pack(digits: str, text: str) -> None:
    known = pack("ar").model_copy(update={"digits": digits})
    assert format_number(Decimal("1234.5"), known) == text.removesuffix("0")


def test_a_day_follows_the_pattern_of_the_pack() -> None:
    day = dt.date(2020, 5, 1)
    assert format_day(day, _pack(date=None)) == "1 de mayo de 2020"
    assert format_day(day, _pack(date="y/MM/dd")) == "2020/05/01"


def test_a_day_has_the_months_of_the_pack() -> None:
    months = ("janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "d'sanm")
    known = _pack(date="d MMMM y", months=months)
    assert format_day(dt.date(2020, 5, 1), known) == "1 me 2020"
    assert format_day(dt.date(2020, 12, 31), known) == "31 d'sanm 2020"


def test_a_language_of_which_nothing_is_known_lends_its_words_from_no_other() -> None:
    assert borrowed_from("ht") == "fr"
    assert [borrowed_from(tag) for tag in ("es", "pt-BR", "zh-Hant", "es-419", "nb")] == [""] * 5
    with pytest.raises(ValidationError, match="those of `fr`"):
        _pack(language="ht")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("4 weeks", "ltr"),
        ("", "ltr"),
        ("4 أسابيع", "rtl"),
        ("שבוע", "rtl"),
        ("周", "ltr"),
        ("٤ أسابيع", "rtl"),
        ("١٠–٢٠", "rtl"),
        ("٣٨ °C", "ltr"),
        ("۵۰ mg", "ltr"),
    ],
)
def test_the_direction_of_a_text_is_that_of_its_letters(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    "changed",
    [
        {"language": "es_MX"},
        {"language": "qq"},
        {"size": 3},
        {"leading": 1},
        {"script": "Latin"},
        {"fonts": []},
        {"alternative": "{first} only"},
        {"span": "{low}"},
        {"schema": "2"},
        {"colour": "red"},
        {"plural_forms": "nplurals=2; plural=exit(n);"},
        {"digits": "abcd"},
        {"alternative": "{first} ({second}) {first}"},
        {"span": "{low} {high} {x}"},
        {"date": "y 'unclosed"},
        {"months": ["janvye"], "date": "d MMMM y"},
        {"months": ["a"] * 12, "date": "d/M/y"},
    ],
    ids=str,
)
def test_a_pack_that_cannot_work_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _pack(**changed)


def test_a_pack_knows_its_locale() -> None:
    assert str(pack("zh-Hans").locale) == "zh_Hans"
    assert not pack("zh-Hans").writes_latin
    assert pack("es").writes_latin


def _least(language: str, script: str, direction: str = "ltr") -> dict[str, object]:
    """A pack that says nothing about how it is set."""
    names = {"own_name": "x", "english_name": "x"}
    return {"language": language, "script": script, "direction": direction, **names}


@pytest.mark.parametrize(
    ("language", "script", "font", "size", "leading"),
    [
        ("de", "Latn", "Noto Sans", 1.0, 1.4),
        ("fa", "Arab", "Noto Naskh Arabic", 1.15, 1.7),
        ("ur", "Arab", "Noto Nastaliq Urdu", 1.1, 2.4),
        ("km", "Khmr", "Noto Sans Khmer", 1.1, 1.9),
        ("zh-Hant-HK", "Hant", "Noto Sans CJK HK", 1.0, 1.6),
    ],
)
def test_a_pack_is_set_as_its_script_is(language: str, script: str, font: str, size: float, leading: float) -> None:
    made = LanguagePack.model_validate(_least(language, script))
    assert font in made.fonts
    assert (made.size, made.leading) == (size, leading)
    own = LanguagePack.model_validate({**_least(language, script), "fonts": ["x"], "size": "1.3", "leading": "2"})
    assert (own.fonts, own.size, own.leading) == (("x",), 1.3, 2)


def test_fonts_are_needed_for_a_script_that_nothing_is_known_of() -> None:
    with pytest.raises(ValidationError, match="fonts"):
        LanguagePack.model_validate(_least("su", "Sund"))
    made = LanguagePack.model_validate({**_least("su", "Sund"), "fonts": ["Noto Sans Sundanese"]})
    assert (made.size, made.leading) == (1, 1.4)


@pytest.mark.parametrize("digits", sorted(DIGITS))
def test_digits_are_ten_in_a_row(digits: str) -> None:
    made = LanguagePack.model_validate({**_least("de", "Latn"), "digits": digits})
    assert [unicodedata.decimal(format_number(Decimal(digit), made)) for digit in range(10)] == list(range(10))
