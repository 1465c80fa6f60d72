from pathlib import Path

import pytest
import yaml

from plainleaf.problems import PlainleafError
from plainleaf.reading import measure_text
from plainleaf.reading.formulas import FORMULAS, NOT_VALIDATED
from plainleaf.reading.frequency import zipf
from plainleaf.reading.profiles import find_profile, known_languages
from plainleaf.reading.words import split_words

SAMPLES: dict[str, str] = yaml.load(Path(__file__).with_name("samples.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
VALIDATED = {"en", "es", "fr", "de", "it", "nl", "pt", "pl", "cs", "sv", "da", "ru", "tr", "ar", "ja"}
WITHOUT_A_LIST = {"am", "ht", "km", "my", "so", "sw"}


def test_every_promised_language_has_a_profile_and_a_sample() -> None:
    assert len(SAMPLES) == 39
    assert set(SAMPLES) == set(known_languages())


@pytest.mark.parametrize("tag", known_languages())
def test_a_profile_is_whole(tag: str) -> None:
    profile = find_profile(tag)
    assert profile.language == tag
    assert profile.formula in FORMULAS
    assert (profile.formula != "yardstick") == (tag in VALIDATED)
    assert (profile.frequency.source == "none") == (tag in WITHOUT_A_LIST)
    assert bool(profile.bounds) == (tag in VALIDATED)


@pytest.mark.parametrize("tag", known_languages())
def test_every_language_is_measured(tag: str) -> None:
    reading = measure_text(SAMPLES[tag], tag)
    assert reading.sentences == 2
    assert 5 <= reading.words <= 20
    assert isinstance(reading.sentence_load, float)
    assert isinstance(reading.word_load, float)
    assert 2 <= reading.sentence_load <= 9
    assert reading.score is not None
    assert reading.too_short
    assert reading.level is None
    assert (reading.source == NOT_VALIDATED) == (tag not in VALIDATED)
    assert reading.word_measure == ("share of long words" if tag in WITHOUT_A_LIST else "share of rare words")


@pytest.mark.parametrize("tag", sorted(set(known_languages()) - WITHOUT_A_LIST))
def test_everyday_words_are_in_the_list(tag: str) -> None:
    profile = find_profile(tag)
    words = [word.text for word in split_words(SAMPLES[tag], profile)]
    known = [word for word in words if zipf(word, profile) > 0]
    assert len(known) >= 0.6 * len(words), set(words) - set(known)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("pt-BR", "pt"),
        ("pt_br", "pt"),
        ("en-GB", "en"),
        ("es-419", "es"),
        ("zh", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh_hans", "zh-Hans"),
        ("tl", "fil"),
        ("tl-PH", "fil"),
        ("sr-Latn", ""),
        ("xx", ""),
        ("", ""),
        ("../en", ""),
    ],
)
def test_a_region_or_script_works_as_its_language_and_nothing_as_english(asked: str, found: str) -> None:
    if found:
        assert find_profile(asked).language == found
        return
    with pytest.raises(PlainleafError) as caught:
        find_profile(asked)
    (problem,) = caught.value.problems
    assert problem.code == "R001"
    assert "zh-Hant" in problem.hint


def test_a_language_is_named_as_it_was_asked_for() -> None:
    assert measure_text("Bebo água.", "pt-BR").lang == "pt-BR"
