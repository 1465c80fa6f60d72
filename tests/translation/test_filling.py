from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pytest
from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import ARABIC, FILES, REPOSITORY, UNITS, language, library, pack

from plainleaf.content.furniture import PlaceFact
from plainleaf.content.grammar import (
    DateValue,
    NameValue,
    QuantityValue,
    TelephoneValue,
    TermValue,
    UnitName,
    ValueItem,
    WebValue,
)
from plainleaf.content.model import Library, Message
from plainleaf.languages import LanguagePack, format_number
from plainleaf.problems import Position
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.filling import BLANK, ClinicFacts, Filler
from plainleaf.translation.localized import Run, plain_text
from plainleaf.translation.lookup import Language, Lookup

TAGS = ["en", "es", "ar", "zh-Hans"]
AT = Position("f.yaml", 1)
amounts = st.integers(0, 10**9).map(lambda number: Decimal(number).scaleb(-3)) | st.integers(0, 9_999_999).map(Decimal)
whole_units = sorted(unit for unit in get_args(UnitName) if unit != "none")


def _always(number: int) -> int:
    return number * 0


def _units() -> Library:
    """The invented library with the repository's own units."""
    return library({**FILES, UNITS: (REPOSITORY / UNITS).read_text(encoding="utf-8")})


def _filler(spoken: Language, place: str = "us", clinic: dict[str, str] | None = None) -> Filler:
    known = library()
    return Filler(Lookup(spoken), known, known.places[place], ClinicFacts(clinic or {}))


def _said(tag: str, text: str, source: str = "") -> tuple[Language, Message]:
    """A language in which one message of its own is `text`."""
    one = Message("own", "own/a", source or text, AT)
    spoken = language(tag)
    if tag == "en":
        return spoken, one
    entry = Entry("own/a", one.msgid, (text,), fuzzy=False, position=Position("own.po", 7))
    own = DomainCatalog("own.po", {"own/a": entry}, _always)
    # The text may stand in Latin letters here, which is no matter of filling.
    allowed = spoken.pack.model_copy(
        update={"same_as_source": ("own/a",), "latin": tuple(word.strip(".,") for word in text.split())}
    )
    return replace(spoken, pack=allowed, catalogs={**spoken.catalogs, "own": own}), one


def _fill(tag: str, text: str, *items: ValueItem, source: str = "", place: str = "us") -> tuple[Run, ...]:
    spoken, one = _said(tag, text, source)
    filler = _filler(spoken, place)
    runs = filler.runs(one, {"x": items} if items else {})
    assert filler.lookup.problems == []
    return runs


def _quantity(amount: str, unit: UnitName = "week", *places: str) -> QuantityValue:
    return QuantityValue(amount=Decimal(amount), unit=unit, places=places or ("any",))


def _parse(text: str, known: LanguagePack, place: str = "us") -> Decimal:
    """A number as a reader of the language reads it in a place."""
    locale = Locale.parse(known.numbers.get(place, known.language), sep="-")
    group = get_group_symbol(locale, numbering_system=known.digits)
    point = get_decimal_symbol(locale, numbering_system=known.digits)
    return Decimal(text.replace(group, "").replace(point, "."))


@given(amounts, st.sampled_from(TAGS), st.sampled_from(["us", "uk", "eu", ""]))
def test_a_number_is_never_rounded(number: Decimal, tag: str, place: str) -> None:
    assert _parse(format_number(number, pack(tag), place), pack(tag), place) == number


@given(amounts, st.sampled_from(TAGS), st.sampled_from(["week", "day", "milligram", "celsius", "fahrenheit", "none"]))
def test_a_quantity_says_its_number_and_unit(number: Decimal, tag: str, unit: UnitName) -> None:
    spoken, one = (_chinese(), Message("own", "own/a", "{x}", AT)) if tag == "zh-Hans" else _said(tag, "{x}")
    filler = _filler(spoken)
    (run,) = filler.runs(one, {"x": (QuantityValue(amount=number, unit=unit),)})
    digits, space, word = run.text.partition("\u00a0")
    assert _parse(digits, spoken.pack) == number
    assert bool(space and word) == (unit != "none")
    assert run.kind == "quantity"
    assert filler.lookup.problems == []


@given(amounts, st.sampled_from(whole_units))
def test_all_units_of_the_repository_can_be_said(number: Decimal, unit: UnitName) -> None:
    known = _units()
    filler = Filler(Lookup(language("en")), known, known.places["us"], ClinicFacts())
    (run,) = filler.runs(Message("d", "d/a", "{x}", AT), {"x": (QuantityValue(amount=number, unit=unit),)})
    digits, _, word = run.text.partition("\u00a0")
    assert _parse(digits, pack("en")) == number
    assert word
    assert (number == 1 and word.endswith("s")) is False


@given(
    st.tuples(amounts, amounts).map(sorted).filter(lambda pair: pair[0] < pair[1]), st.sampled_from(["en", "es", "ar"])
)
def test_a_range_says_both_ends(pair: list[Decimal], tag: str) -> None:
    low, high = pair
    (run,) = _fill(tag, "{x}", QuantityValue(low=low, high=high, unit="week"))
    first, _, rest = run.text.partition("–")
    assert (_parse(first, pack(tag)), _parse(rest.partition("\u00a0")[0], pack(tag))) == (low, high)


@pytest.mark.parametrize(
    ("tag", "amount", "text"),
    [
        ("en", "1", "1\u00a0week"),
        ("en", "0.5", "0.5\u00a0weeks"),
        ("en", "1200", "1,200\u00a0weeks"),
        ("es", "1", "1\u00a0semana"),
        ("es", "2", "2\u00a0semanas"),
        ("ar", "1", f"1\u00a0{ARABIC['unit/week'][1][4:]}"),
        ("ar", "2", "2\u00a0أسبوعين"),
        ("ar", "4", "4\u00a0أسابيع"),
        ("ar", "11", "11\u00a0أسبوعًا"),
        ("ar", "100", "100\u00a0أسبوع"),
    ],
)
def test_the_unit_goes_with_the_number(tag: str, amount: str, text: str) -> None:
    assert plain_text(_fill(tag, "{x}", _quantity(amount))) == text


def test_a_number_is_marked_as_readers_in_the_place_see_it() -> None:
    spoken, one = _said("es", "{x}")
    spoken = replace(spoken, pack=spoken.pack.model_copy(update={"numbers": {"us": "es-US"}}))
    said = {place: plain_text(_filler(spoken, place).runs(one, {"x": (_quantity("1.5"),)})) for place in ("us", "uk")}
    assert said == {"us": "1.5\u00a0semanas", "uk": "1,5\u00a0semanas"}


def test_the_unit_of_a_range_goes_with_its_end() -> None:
    one = QuantityValue(low=Decimal("0.5"), high=Decimal(1), unit="week")
    assert plain_text(_fill("en", "{x}", one)) == "0.5–1\u00a0week"


@pytest.mark.parametrize(("tag", "between"), [("en", " ("), ("es", " ("), ("ar", " (")])
def test_two_forms_of_one_quantity_stand_together(tag: str, between: str) -> None:
    runs = _fill(tag, "{x}", _quantity("38", "celsius"), _quantity("100.4", "fahrenheit", "us"))
    assert [run.kind for run in runs] == ["quantity", "text", "quantity", "text"]
    assert runs[1].text == between
    assert len(_fill(tag, "{x}", _quantity("38", "celsius"), _quantity("100.4", "fahrenheit", "us"), place="uk")) == 1


def test_chinese_sets_the_second_form_in_its_own_brackets() -> None:
    filler = _filler(_chinese())
    items = (_quantity("38", "celsius"), _quantity("100.4", "fahrenheit"))
    assert plain_text(filler.runs(Message("own", "own/a", "{x}", AT), {"x": items})) == "38\u00a0字（100.4\u00a0字）"


def test_no_form_of_a_quantity_is_dropped() -> None:
    items = [_quantity("38", "celsius"), _quantity("100.4", "fahrenheit"), _quantity("311", "none")]
    assert "311" in plain_text(_fill("en", "{x}", *items))


def test_the_number_alone_stands_where_the_unit_is_written_out() -> None:
    runs = _fill("es", "espere {x.number} semanas", _quantity("4"), source="wait {x}")
    assert runs == (Run("espere "), Run("4", "quantity"), Run(" semanas"))
    spoken, one = _said("en", "day {x.number}")
    nap = QuantityValue(low=Decimal(1), high=Decimal(2), unit="day")
    assert plain_text(_filler(spoken).runs(one, {"x": (nap,)})) == "day 1–2"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("espere {x.number} días", [_quantity("4", "week")]),
        ("espere {x.number} ratos", [_quantity("4", "week")]),
        ("espere {x.number} semanas", [_quantity("4", "week"), _quantity("28", "day", "us")]),
        ("espere {x.number} semanas", [NameValue(name="Z")]),
    ],
)
def test_a_unit_word_of_another_unit_is_refused(text: str, items: list[ValueItem]) -> None:
    spoken, one = _said("es", text, "wait {x}")
    filler = _filler(spoken)
    filler.runs(one, {"x": tuple(items)})
    assert "T011" in {problem.code for problem in filler.lookup.problems}
    assert {problem.position for problem in filler.lookup.problems} == {Position("own.po", 7)}


def test_names_and_telephones_are_runs_of_their_own() -> None:
    runs = _fill("ar", "{x}", NameValue(name="Night Owl"), NameValue(name="Dozewell"))
    assert runs == (Run("Night\u00a0Owl", "name", "en"), Run("، "), Run("Dozewell", "name", "en"))
    assert _fill("en", "{x}", NameValue(name="Night Owl")) == (Run("Night\u00a0Owl", "name"),)
    assert _fill("ar", "{x}", TelephoneValue(telephone="1 555 0100")) == (Run("1\u00a0555\u00a00100", "telephone"),)
    assert _fill("ar", "{x}", WebValue(web="example.org/a")) == (Run("example.org/a", "web"),)


def test_a_word_of_the_glossary_stands_in_the_readers_language() -> None:
    assert _fill("es", "{x}", TermValue(term="guide")) == (Run("Guía del medicamento"),)


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_a_day_is_kept_together(tag: str, direction: str) -> None:
    (run,) = _fill(tag, "{x}", DateValue(date=dt.date(2020, 5, 21)))
    assert "2020" in run.text
    assert (run.kind, run.direction) == ("date", direction)


def test_what_the_place_says_is_filled_in() -> None:
    assert _fill("ar", "{place.emergency}") == (Run("911", "telephone"),)
    assert _fill("en", "{place.emergency}", place="uk") == (Run("999", "telephone"),)
    assert _fill("es", "{place.report_name}") == (Run("Sleep\u00a0Watch", "name", "en"),)
    assert _fill("es", "{place.report_web}") == (Run("example.org/sleep", "web"),)
    assert _fill("es", "{place.guide}") == (Run("Guía del medicamento"),)


def test_what_the_place_lacks_or_nobody_is_sure_of_is_left_blank() -> None:
    assert _fill("en", "{place.helpline}") == (BLANK,)
    assert _fill("en", "{place.report_web}", place="uk") == (BLANK,)


@pytest.mark.parametrize("certainty", ["C2", "C3"])
def test_no_fact_of_a_place_below_c1_is_printed(certainty: str) -> None:
    known = library()
    fact = PlaceFact.model_validate({"telephone": "1", "certainty": certainty, "source": "x"})
    place = replace(known.places["us"], facts={"emergency": fact})
    filler = Filler(Lookup(language("en")), known, place, ClinicFacts())
    assert filler.runs(Message("d", "d/a", "{place.emergency}", AT), {}) == (BLANK,)


def test_no_contact_of_an_uncertain_statement_is_printed() -> None:
    one = Message("d", "d/a", "Call {x} or see {y} for {z}", AT)
    values: dict[str, tuple[ValueItem, ...]] = {
        "x": (TelephoneValue(telephone="1"),),
        "y": (WebValue(web="a.org"),),
        "z": (NameValue(name="Z"),),
    }
    filler = _filler(language("en"))
    assert [run.text for run in filler.runs(one, values)] == ["Call ", "1", " or see ", "a.org", " for ", "Z"]
    assert [run.text for run in filler.runs(one, values, certain=False)] == ["Call ", "", " or see ", "", " for ", "Z"]


def test_the_clinic_is_filled_in_or_left_blank() -> None:
    spoken, one = _said("en", "{clinic.telephone}{clinic.name}")
    assert _filler(spoken, clinic={"telephone": "5 5", "name": "Us"}).runs(one, {}) == (
        Run("5 5", "telephone"),
        Run("Us", "name"),
    )
    assert _filler(spoken, clinic={"name": ""}).runs(one, {}) == (BLANK, BLANK)


def test_latin_words_in_another_script_are_runs_of_their_own() -> None:
    runs = _fill("ar", "خذ HIV-1, AZT. ثم")
    assert [(run.text, run.direction, run.lang) for run in runs] == [
        ("خذ ", "ltr", ""),
        ("HIV-1", "ltr", "en"),
        (", ", "ltr", ""),
        ("AZT", "ltr", "en"),
        (". ثم", "ltr", ""),
    ]
    assert {run.kind for run in runs} == {"text", "name"}
    assert _fill("es", "Use HIV AZT") == (Run("Use HIV AZT"),)


def _names(script: str, *forms: str) -> list[str]:
    spoken, one = _said("zh-Hans", "ไม่กินทาลิโดไมด์เอ็มกับHIV")
    spoken = replace(spoken, pack=spoken.pack.model_copy(update={"script": script, "terms": {"thalidomide": forms}}))
    return [run.text for run in _filler(spoken).runs(one, {}) if run.kind == "name"]


def test_names_that_a_line_would_tear_are_runs_of_their_own() -> None:
    assert _names("Thai", "ทาลิโดไมด์", "ทาลิโดไมด์เอ็ม", "thalidomide") == ["ทาลิโดไมด์เอ็ม", "HIV"]
    assert _names("Hans", "ทาลิโดไมด์") == ["HIV"]


@pytest.mark.parametrize(
    ("tag", "text", "bold"),
    [
        ("en", "It makes you sleepy. Do not drive.", "It makes you sleepy."),
        ("en", "Fever: call us. Now.", "Fever:"),
        ("en", "Take 1.5 of it. Then sleep.", "Take 1.5 of it."),
        ("en", "No end", ""),
        ("ar", "هل تنعس؟ لا تقد.", "هل تنعس؟"),
        ("ar", "حمى: اتصل.", "حمى:"),
        ("zh-Hans", "会犯困。不要开车。", "会犯困。"),
        ("zh-Hans", "发烧：请打电话。", "发烧："),
        ("zh-Hans", "ยาต่าง ๆ ทำให้ง่วง ห้ามขับรถ", "ยาต่าง ๆ ทำให้ง่วง"),
        ("zh-Hans", "ยาทำให้เกิดลิ่มเลือด โทร 911 ทันที", "ยาทำให้เกิดลิ่มเลือด"),
        ("zh-Hans", "ថ្នាំធ្វើឱ្យងងុយ។ កុំបើកបរ។", "ថ្នាំធ្វើឱ្យងងុយ។"),
    ],
)
def test_a_headline_begins_bold(tag: str, text: str, bold: str) -> None:
    spoken, one = _said(tag, text)
    runs = _filler(spoken).runs(one, {}, headline=True)
    assert plain_text(runs) == text
    assert plain_text(tuple(run for run in runs if run.strong)).rstrip() == bold
    assert not any(run.strong for run in _filler(spoken).runs(one, {}))


def test_a_quantity_in_a_headline_is_bold_with_it() -> None:
    spoken, one = _said("en", "Wait {x}: then go {x}.")
    runs = _filler(spoken).runs(one, {"x": (_quantity("4"),)}, headline=True)
    assert [(run.text, run.strong) for run in runs] == [
        ("Wait ", True),
        ("4\u00a0weeks", True),
        (":", True),
        (" then go ", False),
        ("4\u00a0weeks", False),
        (".", False),
    ]


def test_a_label_keeps_the_placeholders_that_the_template_fills() -> None:
    filler = _filler(language("es"))
    label = library().furniture["label/page"]
    assert plain_text(filler.runs(label, {}, partial=True)) == "Página {page} de {pages}"
    assert filler.lookup.problems == []


def test_a_placeholder_without_a_value_is_a_problem() -> None:
    spoken, one = _said("en", "{x}")
    filler = _filler(spoken, "uk")
    filler.runs(one, {"x": (_quantity("4", "week", "us"),)})
    assert [(problem.code, problem.position) for problem in filler.lookup.problems] == [("L025", AT)]


def test_a_broken_brace_is_a_problem() -> None:
    spoken, one = _said("en", "Wait {x")
    filler = _filler(spoken)
    assert filler.runs(one, {}) == (Run("Wait {x"),)
    assert [problem.code for problem in filler.lookup.problems] == ["L025"]


def test_braces_that_are_doubled_are_text() -> None:
    assert plain_text(_fill("en", "{{x}}")) == "{x}"


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_a_unit_beside_a_box_stands_alone(tag: str, direction: str) -> None:
    (run,) = _filler(language(tag)).unit_symbol("day")
    assert "{" not in run.text
    assert run.text == run.text.strip(" \u00a0")
    assert run.direction == direction


def test_a_bare_count_has_no_unit() -> None:
    assert _filler(language("en")).unit_symbol("none") == ()


def _chinese() -> Language:
    """Chinese with one word for every unit."""
    known = {name: one for name, one in library().furniture.items() if name.startswith("unit/")}
    entries = {
        name: Entry(name, one.msgid, ("{n}\u00a0字",), fuzzy=False, position=AT, plural=one.plural)
        for name, one in known.items()
    }
    own = Entry("own/a", "{x}", ("{x}",), fuzzy=False, position=AT)
    catalogs = {
        "shared": DomainCatalog("s.po", entries, _always),
        "own": DomainCatalog("o.po", {"own/a": own}, _always),
    }
    return Language(pack("zh-Hans"), catalogs)
