"""Where a line may end in scripts that put no space between words: Lao, Khmer and Burmese.

The engine knows the words of Thai, and breaks lines of these three at spaces alone: Lao then runs off the page, and
Khmer is torn wide open. ICU knows their words; between two of them goes a zero width space, which is not seen, and not
read aloud or copied either, because the press leaves it out of the text that goes with the glyphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icu4py.breakers import CharacterBreaker, LineBreaker

BREAK = "\u200b"
"""Zero width space: a line may end here."""
# By language, the letters and vowel signs of its script, digits and signs of punctuation left out: a break is put
# between two letters only, so that no number is cut and no closing mark begins a line.
_LETTERS = {
    "lo": "\u0e81-\u0ece\u0edc-\u0edf",
    "km": "\u1780-\u17d3\u17d7\u17dc\u17dd",
    "my": "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f",
}
_STRETCHES = {lang: re.compile(f"[{letters}][{letters}{BREAK}]*[{letters}]") for lang, letters in _LETTERS.items()}
_ANY = re.compile(f"[{''.join(_LETTERS.values())}]")
_WORDS = re.compile(f"[\u0e01-\u0e3a\u0e40-\u0e4e{''.join(_LETTERS.values())}]")
_NEVER_FIRST = "\u0e2f\u0e46\u0eaf\u0ec6\u17d7"
"""Signs that go with the word before them: a word said twice, a word cut short."""
# So does a Khmer letter that is not spoken, which ends words that came from elsewhere.
_GOES_WITH_LAST = re.compile(f"[{_NEVER_FIRST}]|[\u1780-\u17a2]\u17cd")


def break_text(text: str) -> str:
    """The text with a zero width space wherever a line may end in a word of these scripts.

    Which words they are goes by the letters, so that a Lao name in an English sentence is broken as well. Breaks that
    are there already stay; other text comes back as it was.
    """
    if not _ANY.search(text):
        return text
    for lang, stretch in _STRETCHES.items():
        text = stretch.sub(lambda match, lang=lang: _break_stretch(match[0], lang), text)  # type: ignore[misc]
    return text


def _break_stretch(stretch: str, lang: str) -> str:
    """Letters of one script, and breaks that somebody put between them."""
    pieces = stretch.split(BREAK)
    letters = "".join(pieces)
    ends: set[int] = set()
    for piece in pieces[:-1]:
        ends.add(max(ends, default=0) + len(piece))
    found = {end for _, end in _line_breaker(lang, letters)} & {end for _, end in _clusters(letters)}
    ends |= {at for at in found if at < len(letters) and not _GOES_WITH_LAST.match(letters, at)}
    cuts = [0, *sorted(ends), len(letters)]
    return BREAK.join(letters[start:end] for start, end in pairwise(cuts))


def break_between(before: str, after: str) -> str:
    """A place for a line to end between two pieces that are set apart, such as a verb and a name, or nothing."""
    if not (_WORDS.match(before[-1:]) and _WORDS.match(after[:1])) or after[0] in _NEVER_FIRST:
        return ""
    return BREAK


@cache
def _engines() -> tuple[type[LineBreaker], type[CharacterBreaker]]:
    from icu4py.breakers import CharacterBreaker, LineBreaker  # noqa: PLC0415 - it loads 30 MB of dictionaries

    return LineBreaker, CharacterBreaker


def _line_breaker(lang: str, letters: str) -> Iterator[tuple[int, int]]:
    segments: Iterator[tuple[int, int]] = _engines()[0](letters, lang).segments()
    return segments


def _clusters(letters: str) -> Iterator[tuple[int, int]]:
    segments: Iterator[tuple[int, int]] = _engines()[1](letters, "root").segments()
    return segments
