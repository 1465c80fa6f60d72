"""Words on a sheet that nobody wrote: a "Not" that a style or a template sets before a statement.

All that a page says must be read, from its first letter to its last, as a row of texts that its source knows:
statements, headings, labels, names, what the clinic filled in. What cannot be read so was added. Signs such as bullets
and brackets say nothing and may stand anywhere; a number alone in its box must count something.

Scripts that are set in another order than they are typed in may come out of a file with their letters changed about.
There the letters of a paragraph, taken together, must be those of such texts; and of head and foot, where many short
texts stand in a line, each word must be one of theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush

from plainleaf.press.around import ADDRESS, CODE, NUMBER
from plainleaf.press.inspection.letters import LOST, fold, has_letters, is_reordered
from plainleaf.press.source import LeafletSource

# A number by itself, or from one to another: 1. and 22, and never 1.5 or 1/2.
_COUNTED = re.compile(r"[^\w]*\d{1,3}(?:[-–—−‒~〜～]\d{1,3})?[^\w]*")
_NUMBERS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_PLACES = {NUMBER: r"\d{1,3}", CODE: "[0-9A-Z]{4}-[0-9A-Z]{4}"}
_PLACE = re.compile("({})".format("|".join(map(re.escape, _PLACES))))
_SHOWN = 40  # letters of what was added
_NOT_SAID = ("logo", "web")  # a hash, and an address that stands in a label
_MOST = 3  # digits of what is counted on a sheet
_MOST_LINES = 60  # of two languages under one heading
_TOGETHER = 3  # paragraphs over which a text may run: two ends of pages
_CUT = "\0"  # no folded text has it
_MOST_LOST = 4  # one letter in so many may be lost


@dataclass(frozen=True, slots=True)
class Stream:
    """Text in the order of reading, folded.

    Attributes:
        edges: where paragraphs, list items and cells begin, and where the last one ends; sorted.
        words: where words may begin or end.
    """

    letters: str
    edges: tuple[int, ...]
    words: frozenset[int]

    def parts_words(self, place: int) -> bool:
        """Whether no word goes over a place."""
        return place in self.words or not self.letters[place - 1 : place + 1].isalnum()

    def is_edge(self, place: int) -> bool:
        """Whether a paragraph begins at a place."""
        return self.edges[bisect_right(self.edges, place) - 1] == place

    def next_edge(self, place: int) -> int:
        """Where the paragraph around a place ends."""
        return self.edges[min(bisect_right(self.edges, place), len(self.edges) - 1)]


def make_stream(texts: Iterable[tuple[object, str]]) -> Stream:
    """Gather texts as they are read, each with the paragraph that it belongs to."""
    letters: list[str] = []
    edges, words = [0], {0}
    length, block = 0, object()
    for owner, text in texts:
        if owner != block and length > edges[-1]:
            edges.append(length)
        block = owner
        folded, begins = _fold_words(text)
        words.update([length + begin for begin in begins])
        letters.append(folded)
        length += len(folded)
    words.add(length)
    if length > edges[-1]:
        edges.append(length)
    return Stream("".join(letters), tuple(edges), frozenset(words))


@lru_cache(maxsize=4_096)  # a line is read twice, as it is laid out and as it is in its file
def _fold_words(text: str) -> tuple[str, tuple[int, ...]]:
    """The letters of a text, and where each of its words begins in them."""
    folded, begins, length = [], [], 0
    for word in text.split():
        begins.append(length)
        folded.append(fold(word))
        length += len(folded[-1])
    return "".join(folded), tuple(begins)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that a sheet may say, folded.

    Attributes:
        texts: by their first two letters, or the only one: in Chinese a hundred begin with the same.
        patterns: those with a number in them, and ``counted`` those that begin with it, as a paragraph does.
        letters: every text with its letters, how many there are of each, and how many numbers are set into it, the
            longest first.
        words: of all of them.
        is_paired: it says them in two languages beside each other.
    """

    texts: Mapping[str, Sequence[str]]
    patterns: Sequence[re.Pattern[str]]
    counted: Sequence[re.Pattern[str]]
    letters: Sequence[tuple[str, Counter[str], int]]
    words: frozenset[str]
    is_paired: bool

    def ends(self, stream: Stream, place: int) -> Iterator[int]:
        """Where a phrase ends that begins at a place."""
        letters = stream.letters
        for begin in (letters[place], letters[place : place + 2]):
            for text in self.texts.get(begin, ()):
                if letters.startswith(text, place):
                    yield place + len(text)
        patterns = (*self.patterns, *self.counted) if stream.is_edge(place) else self.patterns
        edge = stream.next_edge(place)  # "Week 4" before a cell with 22 is not "Week 422"
        for pattern in patterns:
            if found := pattern.match(letters, place, edge) or pattern.match(letters, place):
                yield found.end()


@lru_cache(maxsize=4)  # a sheet is asked twice: as it is laid out, and as it is in its file
def phrases_of(source: LeafletSource) -> Phrases | None:
    """What a sheet may say; none: its source is too old to know."""
    if not all(text.around for text in source.texts):
        return None
    whole: set[str] = set()
    for text in source.texts:
        whole.update(one.replace(ADDRESS, dict(source.clinic).get("web", "")) for one in text.around)
        whole.update((text.title, *text.marks))
        whole.update(one for part in text.sections for one in (part.title, *part.headings))
        whole.update(one for statement in text.statements for one in (statement.text, statement.frequency))
    whole.update(value for name, value in source.clinic if name not in _NOT_SAID)
    whole.update(source.filled)
    filled = {one for one in whole if NUMBER in one or CODE in one}
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for text_of in sorted({_bare(fold(one)) for one in whole - filled} - {""}):
        texts[text_of[:2]].append(text_of)
    patterns = sorted(map(_bare, filled))
    counted = [_pattern_of(one) for one in patterns if one.startswith(NUMBER)]
    others = [_pattern_of(one) for one in patterns if not one.startswith(NUMBER)]
    said = {(fold(one.replace(NUMBER, "").replace(CODE, source.code)), one.count(NUMBER)) for one in whole}
    longest = sorted(((one, places) for one, places in said if has_letters(one)), key=lambda one: (-len(one[0]), one))
    letters = [(one, Counter(filter(str.isalnum, one)), places) for one, places in longest]
    words = frozenset(_words_of((*whole, source.code)))
    return Phrases(texts, others, counted, letters, words, is_paired=len(source.texts) > 1)


def _words_of(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for piece in text.split():
            yield from _WORD.findall(fold(piece))


def _pattern_of(text: str) -> re.Pattern[str]:
    """A text with places for numbers or codes; that the code is the right one is looked at elsewhere."""
    return re.compile("".join(_PLACES.get(piece) or re.escape(fold(piece)) for piece in _PLACE.split(text)))


def _bare(text: str) -> str:
    """A text without the signs before its first letter or number, which are read on their own."""
    return next((text[at:] for at, char in enumerate(text) if char.isalnum() or char == "{"), "")


def find_added(stream: Stream, phrases: Phrases) -> Iterator[str]:
    """What cannot be read as a row of phrases: the letters from there on, the first of each paragraph."""
    counts = _counting_blocks(stream, is_paired=phrases.is_paired)
    at = 0
    while at < len(stream.letters):
        reached = _read_on(stream, at, phrases, counts)
        if reached == len(stream.letters):
            return
        end = _read_together(stream, reached, phrases)
        at = end or stream.next_edge(reached)
        if not end:
            yield stream.letters[reached : min(at, reached + _SHOWN)]


def find_unknown_words(texts: Iterable[str], phrases: Phrases) -> list[str]:
    """Words that stand in no text, of lines that nobody can put in the order in which they are read."""
    return [word for word in dict.fromkeys(_words_of(texts)) if word not in phrases.words]


def _read_together(stream: Stream, reached: int, phrases: Phrases) -> int:
    """Where the paragraphs from one on end whose letters can be read together, in any order; 0: they cannot be."""
    first = bisect_right(stream.edges, reached) - 1
    for last in stream.edges[first + 1 : first + 1 + _TOGETHER]:
        block = stream.letters[stream.edges[first] : last]
        if not (LOST in block or is_reordered(block)):
            return 0
        if _holds_only(block, phrases):
            return last
    return 0


def _holds_only(block: str, phrases: Phrases) -> bool:
    """Whether the letters of a paragraph are those of some texts, but for numbers and what the font has lost."""
    rest = block  # without what stands there as it should
    for pattern in phrases.patterns:
        rest = pattern.sub(_CUT, rest)
    for text, _, places in phrases.letters:
        if not places:  # what has numbers set into it was taken out with them
            rest = rest.replace(text, _CUT)
    return any(_are_letters_of(one, phrases) for one in dict.fromkeys((rest, block)))


def _are_letters_of(block: str, phrases: Phrases) -> bool:
    """Whether the letters are those of some texts; of digits, no more may be left than numbers are set into these."""
    left, lost, places = Counter(filter(str.isalnum, block)), block.count(LOST), 0
    for _, letters, numbers in phrases.letters:
        lacking = _lacking(letters, left, lost)
        while lacking <= lost and lacking * _MOST_LOST <= letters.total():
            left, lost, places = left - letters, lost - lacking, places + numbers
            lacking = _lacking(letters, left, lost)
    return not any(map(str.isalpha, left)) and left.total() <= places * _MOST


def _lacking(letters: Mapping[str, int], left: Mapping[str, int], lost: int) -> int:
    """How many of the letters of a text are not left; it is not counted on from where more lack than were lost."""
    lacking = 0
    for char, count in letters.items():
        if (there := left.get(char, 0)) < count:
            lacking += count - there
            if lacking > lost:
                break
    return lacking


def _read_on(stream: Stream, start: int, phrases: Phrases, counts: frozenset[int]) -> int:
    """The furthest place that can be reached from one, phrase by phrase."""
    letters = stream.letters
    waiting, seen, furthest = [start], {start}, start
    while waiting:
        place = furthest = heappop(waiting)
        if place == len(letters):
            break
        if not letters[place].isalnum():
            ends: Iterable[int] = (place + 1,)
        elif place in counts:
            ends = (stream.next_edge(place),)
        elif stream.parts_words(place):
            ends = (end for end in phrases.ends(stream, place) if stream.parts_words(end))
        else:
            ends = ()
        for end in ends:
            if end not in seen:
                seen.add(end)
                heappush(waiting, end)
    return furthest


def _counting_blocks(stream: Stream, *, is_paired: bool) -> frozenset[int]:
    """Where letters stand in paragraphs that hold nothing but a number which counts, or two of which one reaches to.

    Each is 1, or goes on from one before it. Days of a calendar and steps of a list count so; a dose does not.

    Args:
        is_paired: beside two languages, lines are numbered, and a heading says from which to which line it reaches.
    """
    found: set[int] = set()
    known: set[int] = {0}
    counters = [0]  # the last number of each row; another one may always begin
    for edge in stream.edges[:-1]:
        block = stream.letters[edge : stream.next_edge(edge)]
        numbers = [int(digits) for digits in _NUMBERS.findall(block) if len(digits) <= _MOST]
        is_bare = not any(map(str.isalpha, block))
        if not numbers or (is_bare and not _COUNTED.fullmatch(block)):
            continue
        first, last = numbers[0], max(numbers)
        counts = first - 1 in counters and first == last
        if counts and first > 1:
            counters.remove(first - 1)
        if counts:
            counters.append(first)
        spans = is_paired and first - 1 in known and 0 <= last - first <= _MOST_LINES
        if is_bare and (counts or spans):
            found.update(at for at in range(edge, edge + len(block)) if stream.letters[at].isalnum())
            known.update(range(first, last + 1))
    return frozenset(found)
