"""What is counted in a sentence and added up over a text: once as it stands, once with names counted as easy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from plainleaf.reading.frequency import count_letters, hardness
from plainleaf.reading.profiles import Profile, find_profile
from plainleaf.reading.syllables import count_syllables
from plainleaf.reading.words import Word, split_words

NAME_LETTERS = 4
"""A taught name counts as a short familiar word: one syllable (Mathews 1985), four letters."""

_THREE, _FOUR, _FIVE, _SIX = 3, 4, 5, 6


class Tally(NamedTuple):
    """Sums over words. ``rated`` words are those that can be rare: numbers and names are not."""

    sentences: int = 0
    words: int = 0
    letters: int = 0
    syllables: int = 0
    one_syllable: int = 0
    three_syllables: int = 0
    four_syllables: int = 0
    five_syllables: int = 0
    over_five_letters: int = 0
    over_six_letters: int = 0
    rated: int = 0
    rare: int = 0
    kango: int = 0
    wago: int = 0
    verbs: int = 0
    particles: int = 0
    marks: int = 0

    @staticmethod
    def total(tallies: Iterable[Tally]) -> Tally:
        """The sum of several."""
        return Tally(*map(sum, zip(*tallies, strict=True)))


@dataclass(frozen=True, slots=True)
class SentenceTally:
    """A sentence counted: as it stands (``raw``), with taught names as easy words (``adjusted``), its hard words."""

    raw: Tally
    adjusted: Tally
    hard_words: tuple[str, ...]


@lru_cache(maxsize=4_000)
def tally_sentence(text: str, language: str, names: frozenset[str]) -> SentenceTally:
    """Count one sentence. The same sentence stands in many leaflets: each is counted once in a process."""
    profile = find_profile(language)
    words = split_words(text, profile)
    raw = _add_up(words, 0, language)
    if not names or not (pattern := _names_pattern(names, language)).search(text):
        return SentenceTally(raw, raw, _hard_words(words, profile))
    rest: list[Word] = []
    taught = start = 0
    for match in pattern.finditer(text):
        rest.extend(split_words(text[start : match.start()], profile))
        taught += len(match[0].split())
        start = match.end()
    rest.extend(split_words(text[start:], profile))
    return SentenceTally(raw, _add_up(rest, taught, language), _hard_words(rest, profile))


@lru_cache(maxsize=256)
def _names_pattern(names: frozenset[str], language: str) -> re.Pattern[str]:
    profile = find_profile(language)
    words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)) if name.strip())
    if not words:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if profile.spaced else words, re.IGNORECASE)


def _hard_words(words: Iterable[Word], profile: Profile) -> tuple[str, ...]:
    """Rare (or long) words, the hardest first, each once."""
    found = {word.text: hardness(word.text, profile) for word in words if _is_rated(word, profile)}
    return tuple(sorted((word for word, value in found.items() if value), key=lambda word: (-found[word], word)))


def _add_up(words: Iterable[Word], taught: int, language: str) -> Tally:
    tallies = [_tally_word(word, language) for word in words]
    return Tally.total([*tallies, *[_TAUGHT] * taught, Tally()])._replace(sentences=1)


def _is_rated(word: Word, profile: Profile) -> bool:
    """Whether a word can be rare: no number, and no name in the letters of another script."""
    return not word.is_number and (profile.latin or not word.text.isascii())


_TAUGHT = Tally(words=1, letters=NAME_LETTERS, syllables=1, one_syllable=1)


@lru_cache(maxsize=200_000)
def _tally_word(word: Word, language: str) -> Tally:
    profile = find_profile(language)
    syllables = 1 if word.is_number else count_syllables(word.text, profile)
    letters = count_letters(word.text)
    rated = _is_rated(word, profile)
    return Tally(
        words=1,
        letters=letters,
        syllables=syllables,
        one_syllable=syllables == 1,
        three_syllables=syllables >= _THREE,
        four_syllables=syllables >= _FOUR,
        five_syllables=syllables >= _FIVE,
        over_five_letters=letters > _FIVE,
        over_six_letters=letters > _SIX,
        rated=rated,
        rare=rated and hardness(word.text, profile) > 0,
        kango=word.kango,
        wago=word.wago,
        verbs=word.verb,
        particles=word.particle,
        marks=word.marks,
    )
