from collections.abc import Mapping

import pytest

from plainleaf.reading import measure_text
from plainleaf.reading.formulas import FORMULAS, features_of
from plainleaf.reading.profiles import find_profile, known_languages
from plainleaf.reading.tally import Tally

# Worked by hand from the published constants, not by the program.
EXAMPLES: Mapping[str, tuple[Mapping[str, float], float]] = {
    "flesch-kincaid": ({"words": 20, "syllables": 1.5}, 0.39 * 20 + 11.8 * 1.5 - 15.59),  # 9.91
    "smog": ({"smog": 6}, 9.3871),  # 36 hard words in 30 sentences
    "inflesz": ({"words": 15, "syllables": 2}, 67.235),
    "kandel-moles": ({"words": 20, "syllables": 1.5}, 76.3),
    "wiener-1": ({"three": 20, "words": 12, "long": 25, "one": 50}, 6.6089),
    "gulpease": ({"sentences": 0.05, "letters": 4.5}, 59.0),
    "flesch-douma": ({"words": 15, "syllables": 1.6}, 69.69),
    "martins": ({"words": 15, "syllables": 2}, 64.41),
    "fog-pl": ({"words": 12, "four": 15}, 10.8),
    "bendova": ({"words": 12, "syllables": 2}, 62.411),
    "lix": ({"words": 12, "long": 28}, 40.0),
    "oborneva": ({"words": 10, "syllables": 2.2}, 61.615),
    "atesman": ({"words": 10, "syllables": 2.5}, 72.2875),
    "osman": ({"words": 10, "osman": 2.8}, 122.9342),
    "jreadability": ({"tokens": 15, "kango": 10, "wago": 50, "verbs": 10, "particles": 25}, 4.974),
    "yardstick": ({"length": 0.7, "rarity": 2}, 4.0),
}


def test_every_formula_has_a_worked_example_and_a_source() -> None:
    assert set(EXAMPLES) == set(FORMULAS)
    assert all(formula.source for formula in FORMULAS.values())
    used = {find_profile(tag).formula for tag in known_languages()} | {"smog"}
    assert used == set(FORMULAS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_formula_has_its_published_constants(name: str) -> None:
    features, expected = EXAMPLES[name]
    assert set(features) == set(FORMULAS[name].weights)
    assert FORMULAS[name].score(features) == pytest.approx(expected, abs=1e-6)


def test_features_are_counted_from_a_tally() -> None:
    tally = Tally(
        sentences=5,
        words=100,
        letters=450,
        syllables=150,
        one_syllable=60,
        three_syllables=6,
        four_syllables=4,
        five_syllables=2,
        over_five_letters=20,
        over_six_letters=15,
        kango=10,
        marks=25,
    )
    features = features_of(tally, 20, 10)
    assert features["words"] == 20
    assert features["sentences"] == 0.05
    assert features["syllables"] == 1.5
    assert features["letters"] == 4.5
    assert (features["one"], features["three"], features["four"], features["long"]) == (60, 6, 4, 15)
    assert features["osman"] == 1.72
    assert features["smog"] == 6
    assert (features["tokens"], features["kango"]) == (25, 8)


def test_a_text_without_words_has_features_too() -> None:
    assert features_of(Tally(), 0, 0)["words"] == 0


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 - 15.59),
        (
            "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
            0.39 * 16 + 11.8 * 23 / 16 - 15.59,
        ),
    ],
)
def test_sentences_that_are_quoted_everywhere_have_their_grade(text: str, grade: float) -> None:
    assert measure_text(text, "en").score == pytest.approx(grade, abs=0.01)


def test_higher_and_lower_are_not_mixed_up() -> None:
    assert FORMULAS["flesch-kincaid"].meets(5, 5)
    assert not FORMULAS["flesch-kincaid"].meets(5.01, 5)
    assert FORMULAS["inflesz"].meets(65, 65)
    assert not FORMULAS["inflesz"].meets(64.9, 65)
