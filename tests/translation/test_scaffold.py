from __future__ import annotations

import re
from decimal import Decimal

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from tests.support.library import FILES, Files, library, packs, problems_of

from plainleaf.languages import LanguagePack
from plainleaf.problems import Position
from plainleaf.translation.catalogs import read_catalog
from plainleaf.translation.cldr import fraction_form, gettext_rule, read_facts
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import read_language, read_pack
from plainleaf.translation.po_syntax import read_rule
from plainleaf.translation.safety.lexicon import read_lexicon
from plainleaf.translation.scaffold import Scaffold, scaffold_language

KNOWN = ("en", "es", "zh_Hans")
THERE: Files = {**FILES, **{path: text for path, text in packs().items() if path.split("/")[1] in KNOWN}}
TAGS = ("fr", "pt-BR", "zh-Hant", "ur", "hi", "my", "ru", "cs", "so", "ht", "sr-Latn", "ckb", "pa-Arab", "es-419", "nb")


def _made(tag: str) -> Scaffold:
    return scaffold_language(tag, library(), THERE)


def _pack(tag: str) -> LanguagePack:
    return read_pack({**THERE, **_made(tag).files}, tag)


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_made_is_valid_and_whole(tag: str) -> None:
    made = _made(tag)
    folder = f"translations/{tag.replace('-', '_')}"
    assert {f"{folder}/{name}" for name in ("language.yaml", "lexicon.yaml", "NOTES.md")} <= set(made.files)
    files = {**THERE, **made.files}
    language = read_language(files, tag, {})
    assert language.broken == {}
    assert language.catalogs.keys() == collect_messages(library()).keys()
    assert not any(entry.is_complete for catalog in language.catalogs.values() for entry in catalog.entries.values())


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_that_is_made_can_be_published(tag: str) -> None:
    lexicon = read_lexicon(_made(tag).files, tag)
    assert lexicon is not None
    assert not lexicon.is_enough_to_publish


def test_rows_left_open_become_valid_when_their_mark_is_taken_away() -> None:
    path = "translations/fr/lexicon.yaml"
    text = _made("fr").files[path]
    opened = (
        re.sub(r"(?m)^#(  \w+: \[)", r"\1", text)
        .replace("units: {}", "units:")
        .replace("negation: []", "negation: [ne, pas]")
    )
    lexicon = read_lexicon({path: opened}, "fr")
    assert lexicon is not None
    assert lexicon.is_enough_to_publish
    assert lexicon.units["day"] == ("jour", "jours", "j")


@pytest.mark.parametrize(
    ("tag", "own", "english", "script", "direction", "font"),
    [
        ("fr", "Français", "French", "Latn", "ltr", "Noto Sans"),
        ("pt-BR", "Português (Brasil)", "Brazilian Portuguese", "Latn", "ltr", "Noto Sans"),
        ("zh-Hant", "繁體中文", "Traditional Chinese", "Hant", "ltr", "Noto Sans"),
        ("ur", "اردو", "Urdu", "Arab", "rtl", "Noto Nastaliq Urdu"),
        ("fa", "فارسی", "Persian", "Arab", "rtl", "Noto Naskh Arabic"),
        ("hi", "हिन्दी", "Hindi", "Deva", "ltr", "Noto Sans Devanagari"),
        ("he", "עברית", "Hebrew", "Hebr", "rtl", "Noto Sans Hebrew"),
        ("sr", "Српски", "Serbian", "Cyrl", "ltr", "Noto Sans"),
    ],
)
def test_cldr_fills_in_what_it_knows(tag: str, own: str, english: str, script: str, direction: str, font: str) -> None:
    pack = _pack(tag)
    assert (pack.own_name, pack.english_name, pack.script) == (own, english, script)
    assert (pack.direction, pack.fonts[0], pack.digits) == (direction, font, "latn")


def test_digits_of_its_own_are_offered_and_not_chosen() -> None:
    text = _made("bn").files["translations/bn/language.yaml"]
    assert "`beng`" in text
    assert "\ndigits: latn\n" in text
    assert any("`beng`" in step for step in _made("bn").steps)


def test_digits_that_nothing_here_can_print_are_not_offered() -> None:
    assert "hanidec" not in _made("yue").files["translations/yue/language.yaml"]
    assert not any("hanidec" in step for step in _made("yue").steps)


@pytest.mark.parametrize(("tag", "size", "leading"), [("fr", 1.0, 1.4), ("ur", 1.1, 2.4), ("km", 1.1, 1.9)])
def test_the_look_of_the_script_is_written_out(tag: str, size: float, leading: float) -> None:
    text = _made(tag).files[f"translations/{tag}/language.yaml"]
    assert f"\nsize: {size}\nleading: {leading}\n" in text


def test_people_are_told_what_to_do_in_order() -> None:
    steps = _made("fr").steps
    assert "language.yaml" in steps[0]
    assert "begins empty: fill in `units` and `negation`" in steps[1]
    assert any("plainleaf check --lang fr" in step for step in steps)


@pytest.mark.parametrize("tag", ["en", "es", "zh-Hans"])
def test_a_language_that_is_there_is_left_alone(tag: str) -> None:
    (problem,) = problems_of(lambda: _made(tag))
    assert problem.code == "T008"


@pytest.mark.parametrize("tag", ["tlh", "xx", "spanish", "en-XA", "ar-XB"])
def test_a_language_that_cldr_does_not_know_is_refused(tag: str) -> None:
    (problem,) = problems_of(lambda: _made(tag))
    assert (problem.code, problem.position) == (
        "T009",
        Position(f"translations/{tag.replace('-', '_')}/language.yaml"),
    )


def test_what_somebody_has_begun_is_kept() -> None:
    lexicon, catalog = "translations/fr/lexicon.yaml", "translations/fr/LC_MESSAGES/somnoril.po"
    begun = (
        _made("fr").files[catalog].replace('msgid "Loud snoring."\nmsgstr ""', 'msgid "Loud snoring."\nmsgstr "Oui."')
    )
    made = scaffold_language("fr", library(), {**THERE, lexicon: "language: fr\n", catalog: begun})
    assert lexicon not in made.files
    assert "is there already" in made.steps[1]
    entry = read_catalog(made.files[catalog], catalog, "fr", "somnoril").entries["somnoril.snoring/plain"]
    assert entry.texts == ("Oui.",)


WHOLE = (*range(1_001), 1_000_000, 1_500_000, 2_000_000)


def test_plural_rules_choose_what_cldr_chooses_in_every_language() -> None:
    seen = set()
    for name in locale_identifiers():
        rule = Locale.parse(name).plural_form
        header, names = gettext_rule(rule)
        if header not in seen:
            LanguagePack.model_validate(
                {"language": "fr", "own_name": "x", "english_name": "x", "script": "Latn", "direction": "ltr"}
                | {"fonts": ["x"], "plural_forms": header}
            )
            index = read_rule(header)
            assert index is not None, header
            assert [names[index(number)] for number in WHOLE] == [rule(number) for number in WHOLE], name
            seen.add(header)
    assert len(seen) > 25


@pytest.mark.parametrize(("tag", "form"), [("cs", "many"), ("ru", "other"), ("ar", "other"), ("fr", None)])
def test_fractions_take_the_form_that_cldr_says(tag: str, form: str | None) -> None:
    rule = Locale.parse(tag).plural_form
    index, names = fraction_form(rule), gettext_rule(rule)[1]
    assert (None if index is None else names[index]) == form
    if form:
        assert rule(Decimal("0.5")) == form
    assert _pack("cs").fraction_plural == 2


def test_facts_of_every_language_can_be_read() -> None:
    tags = {name.replace("_", "-") for name in locale_identifiers() if name.count("_") < 2 and "POSIX" not in name}
    read = 0
    for tag in sorted(tags):
        try:
            facts = read_facts(tag)
        except ValueError:
            continue  # with a variant, or in a spelling that plainleaf does not take
        assert facts.own_name
        assert re.fullmatch(r"[A-Z][a-z]{3}", facts.script)
        read += 1
    assert read > 300
