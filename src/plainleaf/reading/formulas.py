"""Readability formulas: each is a sum of weighted features of a text, with the work that its constants come from.

A grade of one language means nothing in another. Where a language has no validated formula the yardstick stands in,
and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

from plainleaf.reading.tally import Tally

NOT_VALIDATED = "no validated formula for this language: common yardstick of sentence length and word frequency"


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula.

    Attributes:
        name: with its year where several go by one name.
        source: the work that the constants were published in.
        weights: of features by name (`features_of`).
    """

    id: str
    name: str
    source: str
    constant: float
    weights: Mapping[str, float]
    higher_is_harder: bool

    def score(self, features: Mapping[str, float]) -> float:
        """The score of a text with these features."""
        return self.constant + sum(weight * features[name] for name, weight in self.weights.items())

    def meets(self, score: float, bound: float) -> bool:
        """Whether a score is on the easier side of a bound, or on it."""
        return score <= bound if self.higher_is_harder else score >= bound


def features_of(tally: Tally, sentence_load: float, relative_word_load: float) -> dict[str, float]:
    """What formulas weigh. A text without words has none of it.

    The keys: ``words`` per sentence, ``syllables`` and ``letters`` per word, ``one``, ``three``, ``four`` (percent of
    words with one, at least three, at least four syllables), ``long`` (percent with more than six letters), ``osman``
    (long words, syllables and words with at least five syllables per word), ``smog`` (root of the words with at least
    three syllables in thirty sentences), ``sentences`` per word, ``tokens`` per sentence (words and punctuation marks),
    ``kango``, ``wago``, ``verbs``, ``particles`` (percent of tokens), ``length`` and ``rarity`` (of the
    yardstick: the logarithm of the sentence load, and the word load divided by its spread between texts).
    """
    words, sentences = max(tally.words, 1), max(tally.sentences, 1)
    percent = 100 / words
    tokens = words + tally.marks
    return {
        "words": tally.words / sentences,
        "sentences": sentences / words,
        "syllables": tally.syllables / words,
        "letters": tally.letters / words,
        "one": tally.one_syllable * percent,
        "three": tally.three_syllables * percent,
        "four": tally.four_syllables * percent,
        "long": tally.over_six_letters * percent,
        "osman": (tally.over_five_letters + tally.syllables + tally.five_syllables) / words,
        "smog": sqrt(tally.three_syllables * 30 / sentences),
        "tokens": tokens / sentences,
        "kango": tally.kango * 100 / tokens,
        "wago": tally.wago * 100 / tokens,
        "verbs": tally.verbs * 100 / tokens,
        "particles": tally.particles * 100 / tokens,
        "length": log(max(sentence_load, 1.0)),
        "rarity": relative_word_load,
    }


FORMULAS: Mapping[str, Formula] = {
    formula.id: formula
    for formula in (
        Formula(
            "flesch-kincaid",
            "Flesch-Kincaid grade level",
            "Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas for Navy personnel",
            -15.59,
            {"words": 0.39, "syllables": 11.8},
            higher_is_harder=True,
        ),
        Formula(
            "smog",
            "SMOG grade",
            "McLaughlin 1969, SMOG grading: a new readability formula",
            3.1291,
            {"smog": 1.043},
            higher_is_harder=True,
        ),
        Formula(
            "inflesz",
            "Szigriszt-Pazos with INFLESZ bands",
            "Barrio-Cantalejo and others 2008, Validación de la Escala INFLESZ (An Sist Sanit Navar 31)",
            206.835,
            {"syllables": -62.3, "words": -1.0},
            higher_is_harder=False,
        ),
        Formula(
            "kandel-moles",
            "Kandel-Moles reading ease",
            "Kandel and Moles 1958, Application de l'indice de Flesch à la langue française",
            207.0,
            {"words": -1.015, "syllables": -73.6},
            higher_is_harder=False,
        ),
        Formula(
            "wiener-1",
            "First Wiener Sachtextformel",
            "Bamberger and Vanecek 1984, Lesen, Verstehen, Lernen, Schreiben",
            -0.875,
            {"three": 0.1935, "words": 0.1672, "long": 0.1297, "one": -0.0327},
            higher_is_harder=True,
        ),
        Formula(
            "gulpease",
            "Gulpease",
            "Lucisano and Piemontese 1988, Gulpease: una formula per la predizione della difficoltà dei testi",
            89.0,
            {"sentences": 300.0, "letters": -10.0},
            higher_is_harder=False,
        ),
        Formula(
            "flesch-douma",
            "Flesch-Douma reading ease",
            "Douma 1960, De leesbaarheid van landbouwbladen",
            206.84,
            {"words": -0.93, "syllables": -77.0},
            higher_is_harder=False,
        ),
        Formula(
            "martins",
            "Flesch reading ease for Portuguese (Martins)",
            "Martins, Ghiraldelo, Nunes and Oliveira 1996, Readability formulas applied to textbooks in Brazilian"
            " Portuguese",
            248.835,
            {"words": -1.015, "syllables": -84.6},
            higher_is_harder=False,
        ),
        Formula(
            "fog-pl",
            "FOG-PL",
            "Gunning 1952, The technique of clear writing; hard words counted from four syllables, after Pisarek 1969",
            0.0,
            {"words": 0.4, "four": 0.4},
            higher_is_harder=True,
        ),
        Formula(
            "bendova",
            "Flesch reading ease for Czech (Bendová)",
            "Bendová 2021, Using a parallel corpus to adapt the Flesch reading ease formula to Czech, doi"
            " 10.2478/jazcas-2021-0044, whose 206.935 is a misprint for Flesch's 206.835",
            206.835,
            {"words": -1.672, "syllables": -62.18},
            higher_is_harder=False,
        ),
        Formula(
            "lix",
            "LIX",
            "Björnsson 1968, Läsbarhet",
            0.0,
            {"words": 1.0, "long": 1.0},
            higher_is_harder=True,
        ),
        Formula(
            "oborneva",
            "Flesch reading ease for Russian (Oborneva)",
            "Oborneva 2006; a second set of constants, 1.52 and 65.14, circulates too",
            206.835,
            {"words": -1.3, "syllables": -60.1},
            higher_is_harder=False,
        ),
        Formula(
            "atesman",
            "Ateşman",
            "Ateşman 1997, Türkçede okunabilirliğin ölçülmesi",
            198.825,
            {"syllables": -40.175, "words": -2.61},
            higher_is_harder=False,
        ),
        Formula(
            "osman",
            "OSMAN without vowel marks",
            "El-Haj and Rayson 2016, OSMAN: a novel Arabic readability metric; approximate, because vowel marks are"
            " not written",
            200.791,
            {"words": -1.015, "osman": -24.181},
            higher_is_harder=False,
        ),
        Formula(
            "jreadability",
            "jReadability",
            "Lee and Hasebe 2016, Readability measurement of Japanese texts based on levelled corpora; made for"
            " learners of Japanese",
            11.724,
            {"tokens": -0.056, "kango": -0.126, "wago": -0.042, "verbs": -0.145, "particles": -0.044},
            higher_is_harder=False,
        ),
        Formula(
            "yardstick",
            "common yardstick",
            NOT_VALIDATED,
            0.0,
            {"length": 1 / 0.35, "rarity": 1.0},
            higher_is_harder=True,
        ),
    )
}

# The proper name that a leaflet prints: it stands as it is in every language.
SIGNS: Mapping[str, str] = {
    "Flesch-Kincaid grade level": "Flesch-Kincaid",
    "Szigriszt-Pazos with INFLESZ bands": "INFLESZ",
    "Kandel-Moles reading ease": "Kandel-Moles",
    "First Wiener Sachtextformel": "Wiener Sachtextformel",
    "Gulpease": "Gulpease",
    "Flesch-Douma reading ease": "Flesch-Douma",
    "Flesch reading ease for Portuguese (Martins)": "Flesch-Martins",
    "FOG-PL": "FOG-PL",
    "Flesch reading ease for Czech (Bendová)": "Flesch-Bendová",
    "LIX": "LIX",
    "Flesch reading ease for Russian (Oborneva)": "Flesch-Oborneva",
    "Ateşman": "Ateşman",
    "OSMAN without vowel marks": "OSMAN",
    "jReadability": "jReadability",
}
