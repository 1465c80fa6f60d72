from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from tests.translation.documented import files

from plainleaf.languages import LanguagePack, format_number, tag_of
from plainleaf.translation.packs import known_tags, read_pack
from plainleaf.translation.safety.identify import script_of_tag
from plainleaf.translation.safety.lexicon import Lexicon, read_lexicon
from plainleaf.translation.safety.numerals import NumberReader, fold_digits, roman_numbers

LEXICONS = sorted(tag_of(path.split("/")[1]) for path in files() if path.endswith("/lexicon.yaml"))
PACKS = [tag for tag in known_tags(files()) if tag in LEXICONS]
NATIVE_DIGITS = ("arab", "arabext", "beng", "deva", "gujr", "guru", "khmr", "knda", "mymr", "telu", "thai")
numbers = st.decimals(min_value=0, max_value=10**7, places=3, allow_nan=False).map(lambda number: number.normalize())


def reader(tag: str) -> NumberReader:
    lexicon = read_lexicon(files(), tag)
    assert lexicon is not None
    return NumberReader(lexicon, script_of_tag(tag))


READERS = {tag: reader(tag) for tag in LEXICONS}


def read(tag: str, text: str) -> list[tuple[set[Fraction], str]]:
    return [(set(number.values), number.unit) for number in READERS[tag].read(fold_digits(text))]


def test_there_are_languages_to_try() -> None:
    assert {"en", "es"} <= set(LEXICONS)
    assert {"en", "es"} <= set(PACKS)


@given(number=numbers, data=st.data())
def test_a_formatted_number_reads_back_as_the_same_value(number: Decimal, data: st.DataObject) -> None:
    pack = read_pack(files(), data.draw(st.sampled_from(PACKS)))
    place = data.draw(st.sampled_from(["", *pack.numbers]))
    text = format_number(number, pack, place)
    (found,) = read(pack.language, text)
    assert Fraction(number) in found[0], text


@given(number=numbers, data=st.data())
def test_every_language_reads_what_its_locale_writes(number: Decimal, data: st.DataObject) -> None:
    tag = data.draw(st.sampled_from(LEXICONS))
    text = format_decimal(number, locale=tag.replace("-", "_"), decimal_quantization=False)
    (found,) = read(tag, text)
    assert Fraction(number) in found[0], text


@given(number=numbers, digits=st.sampled_from(NATIVE_DIGITS))
def test_digits_of_every_script_are_read(number: Decimal, digits: str) -> None:
    pack = LanguagePack.model_validate(
        {
            "language": "en", "own_name": "English", "english_name": "English", "script": "Latn", "direction": "ltr",
            "fonts": ["Noto Sans"], "digits": digits,
        }
    )  # fmt: skip
    (found,) = read("en", format_number(number, pack))
    assert Fraction(number) in found[0]


@given(text=st.text())
def test_no_text_crashes_the_reader(text: str) -> None:
    for tag in LEXICONS:
        READERS[tag].read(fold_digits(text))


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "½ tablet", [({Fraction(1, 2)}, "tablet")]),
        ("en", "1 1/2 tablets", [({Fraction(3, 2)}, "tablet")]),
        ("en", "2 to 4 weeks", [({2}, "week"), ({4}, "week")]),
        ("en", "at 8 p.m.", [({8, 20}, "")]),
        ("en", "at 12 a.m.", [({0, 12, 24}, "")]),
        ("en", "at 20:30", [({20}, ""), ({30}, "")]),
        ("en", "at 8:00", [({8}, "")]),
        ("en", "2.5 million people", [({2_500_000}, "")]),
        ("en", "42.000 people", [({42, 42_000}, "")]),
        ("en", ".5 mg", [({Fraction(1, 2)}, "milligram")]),
        ("en", "2019-20", [({2019}, ""), ({20, 2020}, "")]),
        ("en", "in the 1990s", [({1990, 90}, "")]),
        ("en", "on 1.2.2020", [({1}, ""), ({2}, ""), ({2020}, "")]),
        ("es", "1.234,5 mg", [({Fraction(12345, 10)}, "milligram")]),
        ("es", "1,234", [({1234, Fraction(1234, 1000)}, "")]),
        ("es", "250\u00a0mcg", [({250}, "microgram")]),
        ("es", "de 2 a 4 semanas", [({2}, "week"), ({4}, "week")]),
        ("es", "50 % de", [({50}, "percent")]),
        ("en", "100 m² or 10⁹", [({100}, "meter"), ({10}, "")]),
        ("en", "12,34,567", [({1_234_567}, "")]),
    ],
)
def test_what_a_number_is(tag: str, text: str, expected: list[tuple[set[int | Fraction], str]]) -> None:
    assert read(tag, text) == expected


def test_roman_numbers() -> None:
    assert roman_numbers("siglo XIX") == [19]
    assert roman_numbers("stage IV or II") == [4, 2]
    assert roman_numbers("i say mix") == []


def test_a_unit_may_stand_before_its_number() -> None:
    lexicon = Lexicon.model_validate(
        {"schema": "1", "language": "sw", "units": {"week": ["wiki"], "day": ["siku"]}, "unit_first": "true"}
    )
    found = NumberReader(lexicon, "Latn").read("subiri wiki 4 au siku 2")
    assert [(number.text, number.unit) for number in found] == [("4", "week"), ("2", "day")]


def test_a_unit_near_a_number_is_seen() -> None:
    (number,) = READERS["en"].read("4 (four) weeks")
    assert number.unit == ""
    assert READERS["en"].has_unit("4 (four) weeks", "week", number)
    assert not READERS["en"].has_unit("4 (four) weeks", "day", number)
