"""How frequent a word is, on the Zipf scale: 3 is once in a million words, 4 ten times, 7 is *the*."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

from plainleaf.reading.profiles import Profile, find_profile

RARE_BELOW = 4.0
"""A word that occurs less than ten times in a million is rare."""

UNKNOWN = 0.0
_PARTS = re.compile(r"['’ʼ·\-\u2010\u2011]")
_PER_BILLION = 1e9
_SHORTEST_STEM = 2
_MOST_LISTS = 8
"""Lists at hand, of some ten megabytes each."""


def is_rare(word: str, profile: Profile) -> bool:
    """Whether a word is rare in its language; long, where the language has no list."""
    return hardness(word, profile) > 0


def hardness(word: str, profile: Profile) -> float:
    """How far a word lies beyond what counts as rare (or long); 0 for a common one."""
    rules = profile.frequency
    if rules.source == "none":
        return max(0.0, float(count_letters(word) - rules.long + 1))
    return max(0.0, RARE_BELOW - zipf(word, profile))


def zipf(word: str, profile: Profile) -> float:
    """The Zipf frequency of a word; `UNKNOWN` for one that the list lacks or has less than once in a million."""
    return _zipf(word, profile.language)


@lru_cache(maxsize=200_000)
def _zipf(word: str, language: str) -> float:
    profile = find_profile(language)
    words = _list(profile.frequency.source, profile.frequency.name)
    word = _normalize(word, profile)
    found = words.get(word, UNKNOWN)
    found = max([found, *(words.get(stem, UNKNOWN) for stem in _stems(word, profile))])
    if found:
        return found
    parts = [part for part in _PARTS.split(word) if part]
    if len(parts) < 2:  # noqa: PLR2004 - two parts make a compound
        return UNKNOWN
    # As rare as its rarest part; a part in a compound is rarely written with its apostrophe, so both are tried.
    return min(max(words.get(part, UNKNOWN), words.get(f"{part}'", UNKNOWN)) for part in parts)


def _stems(word: str, profile: Profile) -> Iterator[str]:
    """The word without what is written onto it; at least two letters stay where both ends are taken off."""
    for beginning in ("", *profile.frequency.beginnings):
        for ending in ("", *profile.frequency.endings):
            if word.startswith(beginning) and word.endswith(ending):
                stem = word[len(beginning) : len(word) - len(ending)]
                if len(stem) >= (_SHORTEST_STEM if beginning else 1):
                    yield stem


def _normalize(word: str, profile: Profile) -> str:
    if profile.frequency.source == "tnc":
        return word.lower()
    from langcodes import Language  # noqa: PLC0415 - only what is measured loads it
    from wordfreq.preprocess import preprocess_text  # noqa: PLC0415

    return str(preprocess_text(word.replace("’", "'"), Language.get(profile.frequency.name)))


@lru_cache(maxsize=_MOST_LISTS)
def _list(source: str, name: str) -> Mapping[str, float]:
    return _thai_national_corpus() if source == "tnc" else _wordfreq(name)


def _wordfreq(name: str) -> Mapping[str, float]:
    """Words that occur at least once in a million; the longer lists change nothing at `RARE_BELOW`."""
    import wordfreq  # noqa: PLC0415 - only what is measured loads it

    shares = wordfreq.get_frequency_dict(name, "small").items()
    words = {word: math.log10(share * _PER_BILLION) for word, share in shares}
    for read in (wordfreq.get_frequency_dict, wordfreq.get_frequency_list):
        read.cache_clear()  # it would keep the same list twice more
    return words


def _thai_national_corpus() -> Mapping[str, float]:
    """Read as a file: importing pythainlp for it takes a second."""
    spec = find_spec("pythainlp")
    if spec is None or not spec.submodule_search_locations:
        message = "pythainlp is not installed"
        raise ModuleNotFoundError(message)
    path = Path(spec.submodule_search_locations[0], "corpus", "tnc_freq.txt")
    counts: dict[str, int] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        word, _, number = row.partition("\t")
        if number.strip().isdigit():
            counts[word] = counts.get(word, 0) + int(number)
    total = sum(counts.values())
    return {word: math.log10(number / total * _PER_BILLION) for word, number in counts.items() if number}


@lru_cache(maxsize=200_000)
def count_letters(word: str) -> int:
    """Letters and digits of a word; in scripts that write vowels as marks, those too."""
    counted = "LNM" if _HAS_SIGNS.search(word) else "LN"
    return sum(category(character)[0] in counted for character in word)


_HAS_SIGNS = re.compile(r"[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
