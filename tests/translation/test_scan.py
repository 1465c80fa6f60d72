from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.translation.documented import files

from plainleaf.problems import PlainleafError
from plainleaf.translation.safety.lexicon import OPPOSITES, Lexicon, read_lexicon
from plainleaf.translation.safety.scan import Scanner, fold


def scanner(script: str = "Latn", language: str = "es", **lists: object) -> Scanner:
    return Scanner(Lexicon.model_validate({"schema": "1", "language": language, **lists}), script)


def test_a_whole_form_counts_for_the_very_word() -> None:
    scan = scanner(concepts={"car": ["car", "cars"]}).scan("The CAR, two cars and care.")
    assert scan.keys("concept") == {"car": 2}


def test_a_star_stands_for_any_ending() -> None:
    scan = scanner(concepts={"vaccine": ["vaccin*"]}).scan("vaccines, vaccination; revaccinate")
    assert scan.keys("concept") == {"vaccine": 2}


def test_a_phrase_hides_its_words() -> None:
    several = scanner(negation=["no"], not_negation=["no later than"], concepts={"late": ["later"]})
    scan = several.scan("No pain, no later than noon")
    assert scan.total("negation") == 1
    assert scan.keys("concept") == {"late": 1}


def test_the_last_word_of_a_phrase_may_have_any_ending() -> None:
    found = scanner(concepts={"effect": ["side effect*"], "side": ["side"]}).scan("side effects; side by side")
    assert found.keys("concept") == {"effect": 1, "side": 2}


def test_clitics_are_taken_off() -> None:
    found = scanner("Arab", "ar", clitics=["و", "ال", "وال"], concepts={"doctor": ["طبيب"]}).scan("والطَّبيب وطبيب")
    assert found.keys("concept") == {"doctor": 2}


def test_without_spaces_the_longest_form_counts() -> None:
    found = scanner("Hans", "zh-Hans", negation=["不"], not_negation=["不同"], concepts={"drink": ["饮酒"]}).scan(
        "不要饮酒,不同"
    )
    assert (found.total("negation"), found.keys("concept")) == (1, {"drink": 1})


def test_shortened_not_is_a_not_in_english() -> None:
    found = scanner(language="en", negation=["not", "cannot"]).scan("Don't stop. You can’t. Do not.")
    assert found.total("negation") == 3


@pytest.mark.parametrize(
    ("one", "other", "script"),
    [("إلى", "الى", "Arab"), ("ساعة", "ساعه", "Arab"), ("हज़ार", "हजार", "Deva"), ("İlaç", "ilaç", "Latn")],
)
def test_spellings_that_writers_mix_are_one(one: str, other: str, script: str) -> None:
    assert fold(one, script) == fold(other, script)


@given(text=st.text(), script=st.sampled_from(["Latn", "Arab", "Deva", "Hans", "Thai"]))
def test_no_text_crashes_the_scanner(text: str, script: str) -> None:
    found = scanner(script, negation=["no", "ni *".strip(" *")], concepts={"a": ["a b*", "c"]}).scan(text)
    assert all(count > 0 for count in found.counts.values())


@pytest.mark.parametrize("form", ["*", "a*b", " a", "", "**"])
def test_a_form_that_cannot_be_is_refused(form: str) -> None:
    text = f'schema: 1\nlanguage: es\nnegation: ["{form}"]\n'
    with pytest.raises(PlainleafError) as caught:
        read_lexicon({"translations/es/lexicon.yaml": text}, "es")
    assert caught.value.problems[0].position.line == 3


def test_a_number_that_cannot_be_is_refused() -> None:
    text = "schema: 1\nlanguage: es\nnumbers:\n  one: [uno]\n"
    with pytest.raises(PlainleafError) as caught:
        read_lexicon({"translations/es/lexicon.yaml": text}, "es")
    assert caught.value.problems[0].code == "L003"


LEXICONS = sorted(path.split("/")[1].replace("_", "-") for path in files() if path.endswith("/lexicon.yaml"))


@pytest.mark.parametrize("tag", LEXICONS)
def test_the_lexicons_of_the_library_fit_each_other(tag: str) -> None:
    english, own = read_lexicon(files(), "en"), read_lexicon(files(), tag)
    assert english
    assert own
    assert own.is_enough_to_publish
    assert own.concepts.keys() <= english.concepts.keys()
    assert len(own.concepts) >= 0.9 * len(english.concepts)
    for word, opposite in OPPOSITES.items():
        both = {form.casefold() for form in own.critical.get(word, ())} & set(own.critical.get(opposite, ()))
        assert not both, (word, opposite)
