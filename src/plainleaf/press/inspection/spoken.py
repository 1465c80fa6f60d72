"""The text of a file in the order of reading, and where a text stands in it: letter by letter, or with a loss.

No loss is forgiven that could change a number, nor one that could take a word away: every letter and number of a text
must stand in one place, and no other between them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from plainleaf.press.inspection.letters import LOST, numbers_in

_MOST_LOST = 4  # one letter in so many may be lost
_NEAR_DIGIT = re.compile(r"\d")
_DIGIT = rf"[\d{LOST}]"  # a letter that is lost may have been a digit
_NUMBER_AFTER = re.compile(rf"{_DIGIT}|[.,\u066b\u066c]\d")
_NUMBER_BEFORE = re.compile(rf"({_DIGIT}|\d[.,\u066b\u066c])$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text of a file in the order of reading, folded.

    Attributes:
        letters: with `letters.LOST` for each letter that is lost.
        edges: where paragraphs, list items and cells begin and end. Blanks are gone from `letters`, so a number
            may touch the number of its neighbour there, and is no part of it.
    """

    letters: str
    edges: frozenset[int] = frozenset()

    def find(self, text: str, start: int, end: int) -> int:
        """Where a text stands, between two places; -1: nowhere. Its first and last number must be whole."""
        if not text:
            return start
        at = self.letters.find(text, start, end)
        while at >= 0 and not self._is_whole(at, at + len(text)):
            at = self.letters.find(text, at + 1, end)
        return at

    def find_apart(self, text: str, start: int, end: int) -> int:
        """Where a text stands and no letter touches it, so that "common" is not found in "uncommon"; -1: nowhere."""
        at = self.find(text, start, end)
        while at >= 0 and not (self._is_edge(at) and self._is_edge(at + len(text))):
            at = self.find(text, at + 1, end)
        return at

    def _is_edge(self, place: int) -> bool:
        around = self.letters[max(place - 1, 0) : place + 1]
        return place in self.edges or len(around) < 2 or not around.isalpha()  # noqa: PLR2004 - one on each side

    def count(self, text: str) -> int:
        """How many times a text stands there, each with letters of its own."""
        times, at = 0, self.find(text, 0, len(self.letters)) if text else -1
        while at >= 0:
            times, at = times + 1, self.find(text, at + len(text), len(self.letters))
        return times

    def find_reordered(self, text: str, start: int, end: int) -> int:
        """Where exactly the letters of a text stand in any order, and its numbers in theirs; -1: nowhere."""
        size = len(text)
        if not text or end - start < size:
            return -1
        numbers = numbers_in(text)
        # How often each letter is there too often or too seldom; all at nought: those of the text, and no others.
        balance = Counter(self.letters[start : start + size])
        balance.subtract(text)
        wrong = sum(map(bool, balance.values()))
        for at in range(start, end - size + 1):
            if at > start:
                for char, change in ((self.letters[at - 1], -1), (self.letters[at + size - 1], 1)):
                    before = balance[char]
                    balance[char] = before + change
                    wrong += bool(before + change) - bool(before)
            if not wrong and self._is_whole(at, at + size) and numbers_in(self.letters[at : at + size]) == numbers:
                return at
        return -1

    def find_with_losses(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where a text begins and ends that has lost some of its letters, and no digit; none: it is not there.

        What is lost may also be a vowel sign, which is not looked for.
        """
        near = self.letters[start:end]
        if not text or LOST not in near:
            return None
        kept = [at for at, char in enumerate(near) if char != LOST or _NEAR_DIGIT.search(near[max(at - 1, 0) : at + 2])]
        bare = "".join(near[place] for place in kept)
        found = bare.find(text)
        while found >= 0:
            first, last = start + kept[found], start + kept[found + len(text) - 1] + 1
            if self._is_whole(first, last):
                return first, last
            found = bare.find(text, found + 1)
        for at in range(start, end - len(text) + 1):
            if self._fits(text, at) and self._is_whole(at, at + len(text)):
                return at, at + len(text)
        return None

    def _fits(self, text: str, start: int) -> bool:
        """Whether a text stands at a place, but for a few lost letters."""
        allowed = len(text) // _MOST_LOST
        for at, char in enumerate(text, start):
            if self.letters[at] != char:
                allowed -= 1
                if self.letters[at] != LOST or not char.isalpha() or allowed < 0:
                    return False
        return True

    def _is_whole(self, start: int, end: int) -> bool:
        return not (self._is_inside_number(start) or self._is_inside_number(end))

    def _is_inside_number(self, place: int) -> bool:
        """Whether digits, or a digit and a decimal mark with its digit, stand on both sides of a place."""
        if place in self.edges:
            return False
        before, after = self.letters[max(place - 2, 0) : place], self.letters[place : place + 2]
        if place - 1 in self.edges:
            before = before[-1:]
        if place + 1 in self.edges:
            after = after[:1]
        return bool(_NUMBER_AFTER.match(after) and before[-1:].isdigit()) or bool(
            _NUMBER_BEFORE.search(before) and after[:1].isdigit()
        )
