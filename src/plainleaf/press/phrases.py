"""What stays whole on a line in scripts that may be broken at any letter: words of Korean, phrases of Japanese.

By the rules of Unicode a line of either may end after almost any letter. A slow reader then meets half a word, or the
ending that forbids on a line of its own. Korean parts its words by spaces: lines end there alone. Japanese does not,
and BudouX finds its phrases. Neither holds where a word is longer than its line, which the script's own rules then
break; Chinese is read in single characters, and stays with those rules.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_HIRAGANA = "\u3041-\u3096"
_KOREAN = re.compile(f"[{_HANGUL}]")
_JAPANESE = re.compile(f"[{_HIRAGANA}\u30a1-\u30fc]")
# All that stands before a letter of Hangul belongs to its word, but for a space and the marks that part words.
_KOREAN_WORD = re.compile(rf"[^\s\u200b/\u00b7–—{_HANGUL}]?[{_HANGUL}]+")
_CLAUSE_END = re.compile(r"(?<=[、。：；！？])(?![、。：；！？）」』])")
# A particle goes with the number, the name or the bracket before it, also where these are set apart: 4 mg|を.
_JAPANESE_TAIL = re.compile(rf"[0-9A-Za-z℃%)）」』”][{_HIRAGANA}]")


def kept_together(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a text inside which no line may end: (first character, the one after the last), in order.

    They go by the letters: Hangul is Korean, and a text with kana is Japanese. Text of other scripts has none.
    """
    if text.isascii():
        return ()
    if _KOREAN.search(text):
        return tuple(found.span() for found in _KOREAN_WORD.finditer(text) if len(found[0]) > 1)
    if _JAPANESE.search(text):
        return _japanese_phrases(text)
    return ()


@lru_cache(maxsize=4096)
def _japanese_phrases(text: str) -> tuple[tuple[int, int], ...]:
    # The model may carry a letter over a comma, so it gets one clause at a time.
    phrases = chain.from_iterable(map(_japanese().parse, _CLAUSE_END.split(text)))
    ends = (end for end in accumulate(map(len, phrases)) if not _JAPANESE_TAIL.match(text, end - 1))
    return tuple((start, end) for start, end in pairwise((0, *ends)) if end - start > 1)


@cache
def _japanese() -> Parser:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - sheets in other languages need no model

    return load_default_japanese_parser()
