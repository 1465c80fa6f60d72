"""Syllables of a word by the rules of its language's profile."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import ceil

from plainleaf.reading.profiles import Profile, SyllableRules, find_profile


def count_syllables(word: str, profile: Profile) -> int:
    """How many syllables a word has: at least one; a number counts as one."""
    return _count(word.lower(), profile.language)


@lru_cache(maxsize=200_000)
def _count(word: str, language: str) -> int:
    if word[0].isdigit():
        return 1
    rules = _compile(find_profile(language).syllables)
    for pattern in rules.remove:
        word = pattern.sub("", word)
    number = sum(1 for _ in rules.nucleus.finditer(word))
    for pattern in rules.fewer:
        if number > 1 and pattern.search(word):
            number -= 1
    number += sum(1 for pattern in rules.more if pattern.search(word))
    return max(1, ceil(number / rules.letters_per_syllable))


class _Rules:
    def __init__(self, rules: SyllableRules) -> None:
        self.remove = tuple(map(re.compile, rules.remove))
        self.nucleus = re.compile(rules.nucleus)
        self.fewer = tuple(map(re.compile, rules.fewer))
        self.more = tuple(map(re.compile, rules.more))
        self.letters_per_syllable = rules.letters_per_syllable


@cache
def _compile(rules: SyllableRules) -> _Rules:
    return _Rules(rules)
