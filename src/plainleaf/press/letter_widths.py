"""How wide text comes out, guessed from its characters: to choose between ways to set it, never for whether it fits.

The widths are means of Noto's fonts over running text, measured by `python -m benchmarks.widths`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

HALF_WIDTH = 0.5
"""Em of one half-width: about a Latin letter."""
_NOTHING = frozenset({"Mn", "Me", "Cf"})  # marks that stand on a letter, and signs without a shape
_SIGN = "Mc"  # a vowel sign that stands beside its letter
_FULL = 1.0  # of Han, kana and hangul
# Em of narrow, usual and wide letters: of Noto Naskh Arabic, and of Noto Sans for scripts that are not below.
_ARABIC, _OTHERS = (0.29, 0.39, 0.65), (0.30, 0.56, 0.89)
_NARROW = frozenset(" .,:;،'!|()-iljtfrIіїІЇιίϊΐΙاأإآ")
_WIDE = frozenset("mwMWDGHNOQUжмшщыюфЖМШЩЫЮФИНОωώψφΜΝΗΟΩجحخسشصضطظ")
# Em of a letter, and of a sign beside it: the first words of the characters' names, which are their script.
_OWN: Mapping[str, tuple[float, float]] = {
    "DEVANAGARI": (0.57, 0.26),
    "BENGALI": (0.58, 0.40),
    "GURMUKHI": (0.64, 0.23),
    "GUJARATI": (0.59, 0.24),
    "TAMIL": (0.90, 0.52),
    "TELUGU": (0.68, 0.45),
    "KANNADA": (0.66, 0.50),
    "MALAYALAM": (0.92, 0.40),
    "SINHALA": (0.93, 0.54),
    "KHMER": (0.59, 0.38),
    "MYANMAR": (0.90, 0.46),
    "ETHIOPIC": (0.66, 0.0),
    "ARMENIAN": (0.62, 0.0),
    "GEORGIAN": (0.64, 0.0),
}


@lru_cache(maxsize=4096)
def text_em(text: str) -> float:
    """About how long a text is, in em of its size."""
    return sum(map(_letter_em, text))


@lru_cache(maxsize=4096)
def text_length(text: str) -> int:
    """About how long a text is, in half-widths: a Latin letter is one, and a Han, kana or hangul sign two."""
    return round(sum(map(_half_widths, text)))


@lru_cache(maxsize=4096)
def _letter_em(char: str) -> float:
    if (known := _known_em(char)) is not None:
        return known
    narrow, usual, wide = _ARABIC if unicodedata.bidirectional(char) == "AL" else _OTHERS
    return narrow if char in _NARROW else wide if char in _WIDE else usual


@lru_cache(maxsize=4096)
def _half_widths(char: str) -> float:
    known = _known_em(char)
    return 1 if known is None else known / HALF_WIDTH


def _known_em(char: str) -> float | None:
    """Of what has one width in its whole script."""
    category = unicodedata.category(char)
    if category in _NOTHING:
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    widths = _OWN.get(unicodedata.name(char, "").partition(" ")[0])
    if category == _SIGN:
        return widths[1] if widths else 0
    return widths[0] if widths and category[0] == "L" else None
