"""Text made comparable: what a line of print, a PDF and a source may write differently without saying anything else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LOST = "\ufffd"
"""Stands for a letter that a font's table does not give back."""
# Vowel signs of Arabic and Hebrew: they are set above and below their letters, and extraction puts them anywhere.
_MARKS = re.compile(
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)
# Hyphens that breaking a line or extracting it makes of a hyphen; brackets and quotation marks, which are turned round
# in right-to-left text.
_SAME = str.maketrans({
    "\x02": "-", "\ufffe": "-", "\u2010": "-", "\u2011": "-",
    ")": "(", "]": "[", "}": "{", "»": "«", "›": "‹", "」": "「", "』": "『", "】": "【", "》": "《",
    "”": "“", "’": "‘",
    "\u0640": None,  # lengthens an Arabic word
})  # fmt: skip
_TO_CHANGE = re.compile("[{}]".format("".join(map(re.escape, map(chr, _SAME)))))
# Where characters stand that are controls or marks of direction, and others among them that are not.
_PERHAPS_IDLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u206f\ufeff-\uffff"
    r"\U00010000-\U0010ffff]"
)
_LONGEST_KNOWN = 250  # letters; whole pages are folded too, and come but once
_IDLE = ("Cf", "Cc")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Arabic and Hebrew; Devanagari to Tibetan, Myanmar, Khmer: what is seen stands in another order than what was typed.
_REORDERED = re.compile(
    r"[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u19e0-\u19ff\ua8e0-\ua8ff\ua9e0-\ua9ff\uaa60-\uaa7f]"
)
_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
_KINDS = {"L": "letter", "EN": "number", "AN": "number", "ES": "joins", "CS": "joins"}


def fold(text: str) -> str:
    """The letters and signs of a text: no blanks, no marks of direction, one form for each letter.

    Compatibility forms are resolved. Brackets and quotation marks lose their side, and Arabic and Hebrew letters their
    vowel signs.
    """
    return _fold_known(text) if len(text) <= _LONGEST_KNOWN else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return "".join(text.translate(_SAME).split())
    bare = _MARKS.sub("", _same(unicodedata.normalize("NFKD", _same(text))))
    whole = "".join(unicodedata.normalize("NFC", bare).split())
    return _PERHAPS_IDLE.sub(_without_idle, whole)


_fold_known = lru_cache(maxsize=4096)(_fold)  # a sheet says most of its words and statements many times


def _same(text: str) -> str:
    """One letter for those that say the same; most texts have none of them, which is seen faster than changed."""
    return text.translate(_SAME) if _TO_CHANGE.search(text) else text


def _without_idle(found: re.Match[str]) -> str:
    return "" if unicodedata.category(found[0]) in _IDLE else found[0]


def numbers_in(folded: str) -> list[str]:
    """The numbers of a folded text, in order, in whatever digits."""
    return _NUMBER.findall(folded)


def runs_right_to_left(text: str) -> bool:
    """Whether any of its letters does."""
    return bool(_RIGHT_TO_LEFT.search(text))


def has_letters(text: str) -> bool:
    """Whether it has any letter or digit."""
    return any(map(str.isalnum, text))


def is_reordered(text: str) -> bool:
    """Whether its script is set in another order than it is typed in, so that extraction has to guess."""
    return bool(_REORDERED.search(text))


def read_order(units: Sequence[str]) -> str:
    """Letters of one line, as they stand from left to right, in the order in which they are read.

    A line with right-to-left letters is read from the right, but for the words and numbers in it that run from the
    left: the bidirectional algorithm of Unicode turned round, for the two levels that a leaflet has. Digits count only
    where there is no letter: "٣٨ °C" is read from the left, as 38 °C is.

    Args:
        units: what stands at each place; of one place, letters as they are read.
    """
    said = "".join(units)
    if not runs_right_to_left(said) or not runs_right_to_left("".join(filter(str.isalpha, said)) or said):
        return said
    kinds = list(map(_kind_of, units))
    if "letter" not in kinds and "number" not in kinds:
        return "".join(reversed(units))
    return "".join(unit for run in reversed(_runs(units, kinds)) for unit in run)


def _runs(units: Sequence[str], kinds: list[str]) -> list[list[str]]:
    """The units in runs from left to right: a word in Latin letters with all that belongs to it, a number, one sign."""
    for at in range(1, len(kinds) - 1):
        if kinds[at] == "joins" and kinds[at - 1] == kinds[at + 1] == "number":
            kinds[at] = "number"
    runs: list[list[str]] = []
    kept: list[str] = []  # signs that belong to the word before them if a letter or number follows
    run_kind = ""
    for unit, kind in zip(units, kinds, strict=True):
        if kind in ("letter", "number") and runs and run_kind and (run_kind == "letter" or not kept):
            runs[-1] += [*kept, unit]
            kept, run_kind = [], "letter" if kind == "letter" else run_kind
        elif kind in ("letter", "number"):
            runs += [*([sign] for sign in kept), [unit]]
            kept, run_kind = [], kind
        elif kind == "right":
            runs += [*([sign] for sign in kept), [unit]]
            kept, run_kind = [], ""
        else:
            kept.append(unit)
    return runs + [[sign] for sign in kept]


@lru_cache(maxsize=4096)
def _kind_of(unit: str) -> str:
    """``letter`` and ``right`` of the two directions, ``number``, ``joins`` two of them, or a sign."""
    kind = _KINDS.get(unicodedata.bidirectional(unit[0]), "sign")
    return "right" if runs_right_to_left(unit) and kind != "number" else kind
