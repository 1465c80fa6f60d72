"""What each language needs to be measured, read from ``data/<language>.yaml``: a language is a file, not a branch."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from plainleaf.content.grammar import Closed, Flag, Line, Schema
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import tag_of
from plainleaf.problems import PlainleafError, Position, Problem

Pattern = Annotated[str, StringConstraints(min_length=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]

# Tags that do not say their script, and names that a language also goes by.
_OTHER_TAGS = {
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh-MY": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-MO": "zh-Hant",
    "tl": "fil",
    "iw": "he",
    "in": "id",
}


class SyllableRules(Closed):
    """How the syllables of a lower-case word are counted.

    Attributes:
        remove: what is taken out of the word first.
        nucleus: what is counted: each match is one syllable.
        fewer: patterns that each take one syllable away when found, never the last.
        more: patterns that each add one when found.
        letters_per_syllable: where the nucleus is any letter: how many of them make a syllable.
        rough: whether the count is an estimate, because the script does not write its vowels or the rule is not known.
    """

    remove: tuple[Pattern, ...] = ()
    nucleus: Pattern
    fewer: tuple[Pattern, ...] = ()
    more: tuple[Pattern, ...] = ()
    letters_per_syllable: Annotated[float, Field(ge=1)] = 1.0
    rough: Flag = False


class WordRules(Closed):
    """How frequent words are, and what share of them is rare in ordinary text of the language.

    Attributes:
        source: ``wordfreq`` or ``tnc`` (the Thai National Corpus, carried by pythainlp); ``none``: no list at hand,
            and the word load is the share of long words.
        name: what the list is called in its source.
        beginnings, endings: articles, particles and pronouns that are written onto a word and may be taken off to
            find it.
        long: from how many letters a word is long; used where there is no list.
        share: percent of rare (or long) words in the text that the language was compared on, and
        english: percent of rare words in the same text in English.
        compared_on: that text, where it is not the one of the profile.
        spread: standard deviation of the share between texts, by which the yardstick weighs it against length.
    """

    source: Literal["wordfreq", "tnc", "none"]
    name: str = ""
    beginnings: tuple[Pattern, ...] = ()
    endings: tuple[Pattern, ...] = ()
    long: Annotated[int, Field(ge=2)] = 7
    share: Annotated[float, Field(ge=0, le=100)]
    english: Annotated[float, Field(ge=0, le=100)]
    compared_on: Line | None = None
    spread: Annotated[float, Field(gt=0)] = 5.0


class Bounds(Closed):
    """Where a formula's published or proposed bands end for each level; on the formula's own scale."""

    easy: Number
    plain: Number
    full: Number


class Profile(Closed):
    """One language.

    Attributes:
        words: ``letters`` (runs of letters), ``icu`` (ICU's dictionaries), ``jieba`` or ``unidic``.
        sentences: ``marks``, or ``crfcut`` where the script does not mark where a sentence ends.
        marks: signs that end a sentence wherever they stand; ``.``, ``!``, ``?`` and ``…`` end one before a space.
        latin: whether it is written in Latin letters; where it is not, words in them are names from elsewhere,
            neither rare nor common.
        simplify: whether characters are made simplified ones before words are sought.
        abbreviations: words that keep their full stop within a sentence.
        ordinals: whether a number with a full stop is an ordinal.
        ratio: words that say what 100 English words say, divided by 100.
        compared_on: the parallel text that `ratio` and the shares of rare words were measured on.
        formula: id in `plainleaf.reading.formulas`; ``yardstick`` where the language has no validated one.
        bounds: of that formula, where they are published or proposed.
    """

    schema_: Annotated[Schema, Field(alias="schema")]
    language: Line
    name: Line
    words: Literal["letters", "icu", "jieba", "unidic"] = "letters"
    sentences: Literal["marks", "crfcut"] = "marks"
    marks: str = ""
    spaced: Flag = True
    latin: Flag = True
    simplify: Flag = False
    abbreviations: tuple[Pattern, ...] = ()
    ordinals: Flag = False
    syllables: SyllableRules
    frequency: WordRules
    ratio: Positive
    compared_on: Line
    formula: Line
    bounds: Bounds | None = None
    note: Line | None = None

    @property
    def word_measure(self) -> str:
        """What the word load is the share of."""
        return "share of long words" if self.frequency.source == "none" else "share of rare words"


@cache
def known_languages() -> tuple[str, ...]:
    """Every language that has a profile."""
    return tuple(
        sorted(entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if entry.name.endswith(".yaml"))
    )


def _folder() -> Traversable:
    return files("plainleaf.reading") / "data"


@cache
def find_profile(tag: str) -> Profile:
    """The profile of a language; a region or script that it does not distinguish is dropped.

    Raises:
        PlainleafError: R001, for a language without a profile. Nothing is ever measured as English instead.
    """
    wanted = tag_of(tag) if tag.strip() else tag
    language = re.split("-", wanted)[0]
    for candidate in (wanted, _OTHER_TAGS.get(wanted, ""), _script_of(wanted), language, _OTHER_TAGS.get(language, "")):
        if candidate in known_languages():
            document = read_source((_folder() / f"{candidate}.yaml").read_text(encoding="utf-8"), f"{candidate}.yaml")
            return validate(document, Profile)
    message = f"the reading level of the language `{tag}` cannot be measured"
    raise PlainleafError(Problem(Position("--lang"), "R001", message, f"known: {', '.join(known_languages())}"))


def _script_of(tag: str) -> str:
    """Language and script of a tag, without its region."""
    language, *rest = tag.split("-")
    return "-".join([language, *(part for part in rest if len(part) == len("Hans"))])
