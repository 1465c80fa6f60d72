"""What stays whole on a line: words of Korean and Thai, phrases of Japanese.

By the rules of Unicode a line of Korean or Japanese may end after almost any letter. A slow reader then meets half a
word, or the ending that forbids on a line of its own. Korean parts its words by spaces: lines end there alone. Japanese
does not, and BudouX finds its phrases. In Thai the engine finds the words, but its dictionary is small: where that of
PyThaiNLP has a longer one, such as "pregnant", that stays whole. None of this holds where a word is longer than its
line, which the script's own rules then break; Chinese is read in single characters, and stays with those rules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

_JOINER = "\u2060"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_HIRAGANA = "\u3041-\u3096"
_KOREAN = re.compile(f"[{_HANGUL}]")
_THAI = re.compile("[\u0e01-\u0e4e]")
_JAPANESE = re.compile(f"[{_HIRAGANA}\u30a1-\u30fc]")
# All that stands before a letter of Hangul belongs to its word, but for a space and the marks that part words.
_KOREAN_WORD = re.compile(rf"[^\s\u200b/\u00b7–—{_HANGUL}]?[{_HANGUL}]+")
_CLAUSE_END = re.compile(r"(?<=[、。：；！？\u3000])(?![、。：；！？）」』\u3000])")
# A particle goes with the number, the name or the bracket before it, also where these are set apart: 4 mg|を.
_JAPANESE_TAIL = re.compile(rf"[0-9A-Za-z℃%)）」』”][{_HIRAGANA}]")


def kept_together(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a text inside which no line may end: (first character, the one after the last), in order.

    They go by the letters: Hangul is Korean, and a text with kana is Japanese. Text of scripts but these and Thai has
    none.
    """
    if text.isascii():
        return ()
    if _KOREAN.search(text):
        return tuple(found.span() for found in _KOREAN_WORD.finditer(text) if len(found[0]) > 1)
    if _JAPANESE.search(text):
        return _japanese_phrases(text)
    if _THAI.search(text):
        return _thai_words(text)
    return ()


@lru_cache(maxsize=4096)
def _japanese_phrases(text: str) -> tuple[tuple[int, int], ...]:
    # The model may carry a letter over a comma, so it gets one clause at a time.
    phrases = chain.from_iterable(map(_japanese().parse, _CLAUSE_END.split(text)))
    ends = (end for end in accumulate(map(len, phrases)) if not _JAPANESE_TAIL.match(text, end - 1))
    return tuple((start, end) for start, end in pairwise((0, *ends)) if end - start > 1)


@lru_cache(maxsize=4096)
def _thai_words(text: str) -> tuple[tuple[int, int], ...]:
    """Words of Thai; where somebody put a word joiner, which the engine passes over here, no word ends."""
    places = [at for at, letter in enumerate(text) if letter != _JOINER]
    ends = accumulate(map(len, _thai()(text.replace(_JOINER, ""))))
    bounds = [0, *((*places, len(text))[end] for end in ends)]
    words = pairwise(end for end in bounds if text[end - 1 : end] != _JOINER)
    return tuple((start, end) for start, end in words if end - start > 1 and _THAI.match(text, start))


@cache
def _thai() -> Callable[[str], list[str]]:
    """Nothing is fetched for it, and nothing written at home."""
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize.newmm import segment  # noqa: PLC0415 - its dictionary takes half a second

    return segment


@cache
def _japanese() -> Parser:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - sheets in other languages need no model

    return load_default_japanese_parser()
