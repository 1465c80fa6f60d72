"""The words of a PDF held against what it should say: every statement, every quantity, in order.

What is extracted is compared letter by letter, after `letters.fold`. Two losses belong to extraction and not to the
print, and they are counted, not refused:

- **letters lost**: the font's table gives no character for a glyph. Every other letter and every digit must fit.
- **order lost**: scripts that are set in another order than they are typed in (Arabic, Hebrew, those of India and
  South-East Asia) may come out with letters changed about. All letters must be there, between what stands before and
  after the statement, and all numbers, in their order.

In every other script, a statement that is not found letter by letter is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from plainleaf.press.inspection.letters import LOST, fold, is_reordered, numbers_in
from plainleaf.press.source import PrintedStatement, PrintedText

Found = Literal["verbatim", "letters lost", "order lost", "out of order", "missing"]
_MOST_LOST = 4  # one letter in so many may be lost
_NEAR_DIGIT = re.compile(r"\d")
_NUMBER_AFTER = re.compile(r"\d|[.,\u066b\u066c]\d")
_NUMBER_BEFORE = re.compile(r"(\d|\d[.,\u066b\u066c])$")


@dataclass(frozen=True, slots=True)
class StatementFound:
    """How one statement was found.

    Attributes:
        at: where it stands among the folded letters that were extracted, or should stand.
        missing_quantities: those of its quantities that are nowhere near.
        says_frequency: how often the effect comes is said somewhere, or nothing was to be said.
    """

    statement: PrintedStatement
    found: Found
    at: int
    missing_quantities: tuple[str, ...] = ()
    says_frequency: bool = True


@dataclass(frozen=True, slots=True)
class TextFound:
    """What was found of the text in one language, in print order."""

    lang: str
    statements: tuple[StatementFound, ...]

    def count(self, *found: Found) -> int:
        """How many statements were found in one of these ways."""
        return sum(one.found in found for one in self.statements)

    @property
    def quantities(self) -> tuple[int, int]:
        """How many quantities were found, and how many there are."""
        expected = sum(len(one.statement.quantities) for one in self.statements)
        return expected - sum(len(one.missing_quantities) for one in self.statements), expected


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
        at = self.letters.find(text, start, end)
        while at >= 0 and not self._is_whole(at, at + len(text)):
            at = self.letters.find(text, at + 1, end)
        return at

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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A statement to look for: as it is, and folded."""

    statement: PrintedStatement
    text: str


def compare(text: PrintedText, spoken: Spoken) -> TextFound:
    """Look for every statement of a text."""
    wanted = [_Wanted(statement, fold(statement.text)) for statement in text.statements]
    places = [_places(spoken, one.text) for one in wanted]
    anchors = _in_order([(at, found[0]) for at, found in enumerate(places) if len(found) == 1])
    results: list[StatementFound] = []
    start, left = 0, Counter[str]()
    gap = (-1, -1)
    for at, one in enumerate(wanted):
        if at in anchors:
            results.append(_result(one, "verbatim", anchors[at], "", spoken))
            start = anchors[at] + len(one.text)
            continue
        end = min((place for later, place in anchors.items() if later > at), default=len(spoken.letters))
        if gap != (start, end):
            gap, left = (start, end), Counter(spoken.letters[start:end])
        found, reached = _find(one.text, spoken, gap, left)
        if found == "missing" and places[at]:
            found = "out of order"
        results.append(_result(one, found, start, spoken.letters[start:end], spoken))
        start = reached
    return TextFound(text.lang, tuple(results))


def _result(one: _Wanted, found: Found, at: int, near: str, spoken: Spoken) -> StatementFound:
    statement = one.statement
    missing: tuple[str, ...] = ()
    if found in ("order lost", "missing"):
        missing = tuple(quantity for quantity in statement.quantities if not _stands_in(fold(quantity), near))
    frequency = fold(statement.frequency)
    said = not frequency or _stands_in(frequency, spoken.letters)
    return StatementFound(statement, found, at, missing, said)


def _places(spoken: Spoken, text: str) -> list[int]:
    """Where a text stands; two places are as good as many."""
    if not text:
        return []
    first = spoken.find(text, 0, len(spoken.letters))
    if first < 0:
        return []
    second = spoken.find(text, first + 1, len(spoken.letters))
    return [first] if second < 0 else [first, second]


def _in_order(places: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The longest part of the places that rises: what stands in order, whatever else was moved."""
    ends: list[int] = []  # of the best rising row of each length: its last place
    last: list[int] = []  # the same, by index
    before: list[int] = []
    for index, (_, place) in enumerate(places):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length:] = [place, *ends[length + 1 :]]
        last[length:] = [index, *last[length + 1 :]]
    rising: dict[int, int] = {}
    index = last[-1] if last else -1
    while index >= 0:
        rising[places[index][0]] = places[index][1]
        index = before[index]
    return rising


def _find(text: str, spoken: Spoken, gap: tuple[int, int], left: Counter[str]) -> tuple[Found, int]:
    """How a text stands in a gap between two others, and where the next one is to be looked for.

    Args:
        left: the letters in the gap that no statement has taken yet; those of this one are taken.
    """
    start, end = gap
    at = spoken.find(text, start, end)
    if at >= 0:
        return "verbatim", at + len(text)
    if reached := _end_with_losses(text, spoken.letters[start:end]):
        return "letters lost", start + reached
    needed = Counter(text)
    if is_reordered(text) and not needed - left and _numbers_stand_in(text, spoken.letters[start:end]):
        left.subtract(needed)
        return "order lost", start
    return "missing", start


def _end_with_losses(text: str, near: str) -> int:
    """Where a text ends that has lost some of its letters, and no digit; 0: it is not there.

    What is lost may also be a vowel sign, which is not looked for.
    """
    if LOST not in near:
        return 0
    kept = [at for at, char in enumerate(near) if char != LOST or _NEAR_DIGIT.search(near[max(at - 1, 0) : at + 2])]
    at = "".join(near[place] for place in kept).find(text)
    if at >= 0:
        return kept[at + len(text) - 1] + 1
    allowed = len(text) // _MOST_LOST
    for start in range(len(near) - len(text) + 1):
        lost = 0
        for at, char in enumerate(text, start):
            if near[at] != char:
                lost += 1
                if near[at] != LOST or not char.isalpha() or lost > allowed:
                    break
        else:
            return start + len(text)
    return 0


def _stands_in(quantity: str, near: str) -> bool:
    """Whether a quantity is there: as it is or, in a script that is reordered, all its numbers and letters."""
    if Spoken(near).find(quantity, 0, len(near)) >= 0:
        return True
    if not is_reordered(quantity):
        return False
    letters = Counter(char for char in quantity if char.isalpha())
    return bool(numbers_in(quantity)) and _numbers_stand_in(quantity, near) and not letters - Counter(near)


def _numbers_stand_in(text: str, near: str) -> bool:
    """Whether the numbers of a text stand there, whole and in their order."""
    there: Iterator[str] = iter(numbers_in(near))
    return all(number in there for number in numbers_in(text))
