"""The words of a PDF held against what it should say: every heading, every statement, every quantity, in order.

What is extracted is compared letter by letter, after `letters.fold`. Two losses belong to extraction and not to the
print, and they are counted, not refused:

- **letters lost**: the font's table gives no character for a glyph. Every other letter and every digit must fit. Where
  too many statements lose some, the sheet is refused: who listens would have to guess.
- **order lost**: scripts that are set in another order than they are typed in (Arabic, Hebrew, those of India and
  South-East Asia) may come out with letters changed about. Exactly the letters of the statement must stand together,
  none more and none less, and its numbers in their order.

In every other script, a statement that is not found letter by letter is missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from plainleaf.press.inspection.letters import fold, is_reordered, runs_right_to_left
from plainleaf.press.inspection.spoken import Spoken
from plainleaf.press.source import PrintedStatement, PrintedText

Found = Literal["verbatim", "letters lost", "order lost", "out of order", "missing"]
_CUT = "\0"  # no folded text has it
MOST_LOST, MOST_LOST_FROM_RIGHT = 0.01, 0.03
"""The share of statements that may lose letters; of a text of few statements, one may."""


@dataclass(frozen=True, slots=True)
class StatementFound:
    """How one statement was found.

    Attributes:
        at: where it stands among the folded letters that were extracted, or should stand.
        missing_quantities: those of its quantities that are nowhere near.
        says_frequency: how often the effect comes is said beside it, or nothing was to be said.
    """

    statement: PrintedStatement
    found: Found
    at: int
    missing_quantities: tuple[str, ...] = ()
    says_frequency: bool = True


@dataclass(frozen=True, slots=True)
class TextFound:
    """What was found of the text in one language, in print order.

    Attributes:
        missing_headings: titles of sections and headings of groups that are not found.
    """

    lang: str
    statements: tuple[StatementFound, ...]
    missing_headings: tuple[str, ...] = ()

    def count(self, *found: Found) -> int:
        """How many statements were found in one of these ways."""
        return sum(one.found in found for one in self.statements)

    @property
    def loses_too_much(self) -> bool:
        """Whether so many statements lose letters that the sheet is not fit for those who listen.

        Statements in another order of letters do not count: that order is guessed here, and others guess it better.
        """
        from_right = any(runs_right_to_left(one.statement.text) for one in self.statements)
        share = MOST_LOST_FROM_RIGHT if from_right else MOST_LOST
        return self.count("letters lost") > max(1, share * len(self.statements))

    @property
    def quantities(self) -> tuple[int, int]:
        """How many quantities were found, and how many there are."""
        expected = sum(len(one.statement.quantities) for one in self.statements)
        return expected - sum(len(one.missing_quantities) for one in self.statements), expected


@dataclass(frozen=True, slots=True)
class _Place:
    """How a statement was found, and its first letter and the one after its last; of a missing one, the gap for it."""

    found: Found
    start: int
    end: int

    @property
    def is_found(self) -> bool:
        return self.found not in ("missing", "out of order")


def compare_all(texts: Sequence[PrintedText], spoken: Spoken) -> tuple[TextFound, ...]:
    """Look for all texts of a sheet. What two languages say in the same letters must stand there for each of them."""
    found = [compare(text, spoken) for text in texts]
    wanted: Counter[str] = Counter()
    for at, text in enumerate(found):
        statements = list(text.statements)
        own = Counter(fold(one.statement.text) for one in statements)
        lacking = {name: wanted[name] + own[name] - spoken.count(name) for name in own if name and wanted[name]}
        for place, one in reversed(list(enumerate(statements))):
            name = fold(one.statement.text)
            if one.found == "verbatim" and lacking.get(name, 0) > 0:
                lacking[name] -= 1
                statements[place] = replace(one, found="missing", missing_quantities=one.statement.quantities)
        wanted += own
        found[at] = replace(text, statements=tuple(statements))
    return tuple(found)


def compare(text: PrintedText, spoken: Spoken) -> TextFound:
    """Look for every statement and heading of one text."""
    wanted = [fold(statement.text) for statement in text.statements]
    places = _find_all(wanted, spoken)
    taken = sorted((place.start, place.end) for place in places if place.is_found)
    results: list[StatementFound] = []
    lead, often = (0, 0), ""  # what stands before the first of several effects that come equally often
    for statement, place in zip(text.statements, places, strict=True):
        if not results or statement.frequency != often:
            lead, often = _gap_before(place.start, taken, spoken), statement.frequency
        missing: tuple[str, ...] = ()
        if place.found in ("order lost", "missing"):
            missing = tuple(one for one in statement.quantities if not _stands_in(fold(one), spoken, place))
        after = _gap_after(place.end, taken, spoken) if place.is_found else (place.start, place.end)
        said = not often or any(_says(fold(often), spoken, *gap) for gap in (after, lead))
        results.append(StatementFound(statement, place.found, place.start, missing, said))
    return TextFound(text.lang, tuple(results), _missing_headings(text, spoken, taken))


def _gap_before(place: int, taken: Sequence[tuple[int, int]], spoken: Spoken) -> tuple[int, int]:
    """From the end of the statement before a place to it."""
    return max((end for _, end in taken if end <= place), default=0), min(place, len(spoken.letters))


def _gap_after(place: int, taken: Sequence[tuple[int, int]], spoken: Spoken) -> tuple[int, int]:
    """From a place to the start of the statement after it."""
    return place, min((start for start, _ in taken if start >= place), default=len(spoken.letters))


def _find_all(wanted: Sequence[str], spoken: Spoken) -> list[_Place]:
    """Where each of the texts stands: those that stand once and in order first, the others between them."""
    everywhere = [_places(spoken, text) for text in wanted]
    anchors = _apart(_in_order([(at, found[0]) for at, found in enumerate(everywhere) if len(found) == 1]), wanted)
    spans = [(place, place + len(wanted[at])) for at, place in anchors.items()]
    results: list[_Place] = []
    start = 0
    for at, text in enumerate(wanted):
        if at in anchors:
            place = _Place("verbatim", anchors[at], anchors[at] + len(text))
        else:
            end = min((other for later, other in anchors.items() if later > at), default=len(spoken.letters))
            place = _find(text, spoken, start, end)
            if place.found == "missing" and any(not _is_inside(one, text, spans) for one in everywhere[at]):
                place = replace(place, found="out of order")
        results.append(place)
        start = place.end if place.is_found else start
    return results


def _find(text: str, spoken: Spoken, start: int, end: int) -> _Place:
    """How a text stands in a gap between two others."""
    at = spoken.find(text, start, end)
    if at >= 0:
        return _Place("verbatim", at, at + len(text))
    if lossy := spoken.find_with_losses(text, start, end):
        return _Place("letters lost", *lossy)
    at = spoken.find_reordered(text, start, end) if is_reordered(text) else -1
    return _Place("order lost", at, at + len(text)) if at >= 0 else _Place("missing", start, end)


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
    return dict(sorted(rising.items()))


def _apart(anchors: Mapping[int, int], wanted: Sequence[str]) -> dict[int, int]:
    """Those that begin after the one before them has ended: no letter is a part of two statements."""
    apart: dict[int, int] = {}
    reached = 0
    for at, place in anchors.items():
        if place >= reached:
            apart[at] = place
            reached = place + len(wanted[at])
    return apart


def _is_inside(place: int, text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a text that stands at a place is only a part of what others say."""
    return any(start <= place and place + len(text) <= end for start, end in spans)


def _says(frequency: str, spoken: Spoken, start: int, end: int) -> bool:
    """Whether it is said there how often an effect comes."""
    if spoken.find_apart(frequency, start, end) >= 0:
        return True
    return is_reordered(frequency) and spoken.find_reordered(frequency, start, end) >= 0


def _stands_in(quantity: str, spoken: Spoken, place: _Place) -> bool:
    """Whether a quantity is there: as it is or, in a script that is reordered, all its numbers and letters."""
    if spoken.find(quantity, place.start, place.end) >= 0:
        return True
    return is_reordered(quantity) and spoken.find_reordered(quantity, place.start, place.end) >= 0


def _missing_headings(text: PrintedText, spoken: Spoken, taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Titles and headings that do not stand between the statements, each as often as it is asked for."""
    headings = [heading for section in text.sections for heading in (section.title, *section.headings)]
    rest = _between(spoken, taken)
    there = {name: rest.count(name) for name in map(fold, headings)}
    asked: Counter[str] = Counter()
    missing = []
    for heading in headings:
        name = fold(heading)
        asked[name] += 1
        is_lost = asked[name] > there[name] and (there[name] or not _find(name, rest, 0, len(rest.letters)).is_found)
        if name and is_lost:
            missing.append(heading)
    return tuple(missing)


def _between(spoken: Spoken, taken: Sequence[tuple[int, int]]) -> Spoken:
    """What is left of a text without its statements."""
    gaps = pairwise([0, *(place for span in taken for place in span), len(spoken.letters)])
    letters, edges = "", set[int]()
    for start, end in list(gaps)[::2]:
        edges.update(edge - start + len(letters) for edge in spoken.edges if start <= edge <= end)
        letters += spoken.letters[start:end] + _CUT
    return Spoken(letters, frozenset(edges))
