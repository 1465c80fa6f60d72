"""Whole messages that stand in each other's place: a translation against all the others of its file.

A right translation speaks of what its source speaks of. How surely it does is learned from the file itself: for every
concept, name and number of the sources, how often the translations beside them have it too, and how often the other
translations have it. A pair is weighed by the sum of these (a log-likelihood ratio between "its own translation" and
"any other of the file"), each pair against what the rest of the file says, so that no pair vouches for itself.

To the concepts of the lexicon come words that the file itself shows to go together, so that long files are judged in
languages whose lexicon is short, or missing.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plainleaf.problems import Problem
from plainleaf.translation.safety.companions import STEM, find_companions
from plainleaf.translation.safety.comparison import Comparison

FEWEST_PAIRS, FEWEST_WITHOUT_CONCEPTS = 12, 100
"""A file with fewer messages shows nothing of what belongs together; without concepts it takes more to show it."""
DOUBT, UNSURE, MARGIN = -1.5, 3.0, 4.0
"""Below the first weight a translation is doubted; below the second, when it fits another message by so much better."""
FEWEST_TRAITS = 2
MOST_TELLING, MOST_HOMES = 8, 200
FEWEST_WORDS = 3
ALIKE = 0.6
"""Sources that share this part of their words may have one translation."""
_PRIOR_HIT = {"c": 0.75, "n": 0.97, "l": 0.5, "w": 0.6}
_PRIOR_WEIGHT = 6.0
_BACKGROUND = 0.01
_BACKGROUND_WEIGHT = 3.0
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]+")
_SHORT_WORDS = 4
_VOWELS = re.compile(r"[aeiouyáéíóúàèìòùâêîôûäëïöüãõñ]+")
_SOUNDS = str.maketrans({"k": "c", "q": "c", "z": "s", "ç": "c", "x": "c", "w": "v", "h": None, "j": "i"})


@dataclass(frozen=True, slots=True)
class _Traits:
    """What the two texts of a pair speak of."""

    source: frozenset[str]
    target: frozenset[str]


def check_neighbours(comparisons: Sequence[Comparison]) -> Iterator[Problem]:
    """T041 to T044, all of them warnings: copied, contradicting and swapped translations of a file."""
    lexicon = comparisons[0].language.lexicon if comparisons else None
    enough = FEWEST_PAIRS if lexicon and lexicon.concepts else FEWEST_WITHOUT_CONCEPTS
    weigher = _Weigher(comparisons) if len(comparisons) >= enough else None
    weights = weigher.weights() if weigher else [0.0] * len(comparisons)
    yield from _copied(comparisons, weights)
    yield from _contradicting(comparisons)
    if weigher:
        yield from _swapped(comparisons, weigher, weights)


def _swapped(comparisons: Sequence[Comparison], weigher: _Weigher, weights: list[float]) -> Iterator[Problem]:
    """T043: the translation fits another message better; T044: it speaks of other things."""
    for index, weight in enumerate(weights):
        if weight >= UNSURE or not weigher.may_judge(index):
            continue
        other = weigher.better_home(index, weight + MARGIN)
        comparison = comparisons[index]
        if other is not None and _statement(comparisons[other]) == _statement(comparison):
            other = None  # the same at another level begins with the same words
        if other is None and weight >= DOUBT:
            continue
        if other is not None:
            name = comparisons[other].pair.msgctxt or comparisons[other].pair.msgid[:60]
            fault = f"the translation fits the message `{name}` better (line {comparisons[other].pair.position.line})"
            yield comparison.problem("T043", fault, "are two messages swapped?", "warning")
        else:
            lacking = ", ".join(weigher.lacking(index))
            fault = "the translation does not seem to speak of the same things" + (f": {lacking}" if lacking else "")
            yield comparison.problem("T044", fault, "does it belong to this message?", "warning")


def _statement(comparison: Comparison) -> str:
    return comparison.pair.msgctxt.partition("/")[0] or comparison.pair.msgid


def _copied(comparisons: Sequence[Comparison], weights: list[float]) -> Iterator[Problem]:
    """T041: one text for two different sources; the one that fits its source best is left alone."""
    by_text: dict[str, list[int]] = defaultdict(list)
    for index, comparison in enumerate(comparisons):
        by_text[_bare(comparison.pair.text)].append(index)
    for indexes in by_text.values():
        if len(indexes) < 2:  # noqa: PLR2004 - one is no copy
            continue
        best = max(indexes, key=weights.__getitem__)
        for index in indexes:
            if index != best and _differ(comparisons[index], comparisons[best]):
                other = comparisons[best].pair
                name = other.msgctxt or other.msgid[:60]
                fault = f"it has the same translation as `{name}` (line {other.position.line})"
                yield comparisons[index].problem("T041", fault, "is one of them copied by mistake?", "warning")


def _contradicting(comparisons: Sequence[Comparison]) -> Iterator[Problem]:
    """T042: two texts for one source."""
    by_source: dict[str, list[int]] = defaultdict(list)
    for index, comparison in enumerate(comparisons):
        by_source[comparison.pair.msgid.strip()].append(index)
    for first, *others in by_source.values():
        said = comparisons[first].pair
        for index in others:
            here = comparisons[index]
            forms = here.pair.position == said.position  # of one message, for different numbers
            if not forms and _bare(here.pair.text) != _bare(said.text) and len(here.source.scan.words) >= _SHORT_WORDS:
                fault = f"the same source is translated otherwise on line {said.position.line}"
                yield here.problem("T042", fault, "say the same thing in the same words", "warning")


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .:!?。")


def _differ(one: Comparison, other: Comparison) -> bool:
    """Whether two sources are different texts, long enough for their translations to differ too."""
    first, second = set(one.source.scan.words), set(other.source.scan.words)
    if min(len(first), len(second)) < _SHORT_WORDS:
        return False
    return len(first & second) < ALIKE * max(len(first), len(second))


@dataclass(frozen=True, slots=True)
class _Lengths:
    """How long translations are for their sources, and how long those of other messages would be.

    Attributes:
        sources, targets: logarithms of the numbers of characters.
        typical, spread: of the difference between a target and its own source.
        any_spread: of the difference between a target and any source.
    """

    sources: tuple[float, ...]
    targets: tuple[float, ...]
    typical: float
    spread: float
    any_spread: float

    @classmethod
    def of(cls, comparisons: Sequence[Comparison]) -> _Lengths:
        sources = tuple(math.log(len(c.source.text) + 3) for c in comparisons)
        targets = tuple(math.log(len(c.target.text) + 3) for c in comparisons)
        differences = sorted(target - source for source, target in zip(sources, targets, strict=True))
        typical = differences[len(differences) // 2]
        deviations = sorted(abs(difference - typical) for difference in differences)
        spread = max(0.1, 1.5 * deviations[len(deviations) // 2])
        return cls(sources, targets, typical, spread, max(2 * spread, 1.4 * statistics.pstdev(sources)))

    def weight(self, source: int, target: int) -> float:
        """The gain of "its own" over "any other", within bounds that one measure may have."""
        off = self.targets[target] - self.sources[source] - self.typical
        own = -((off / self.spread) ** 2) / 2 - math.log(self.spread)
        other = -((off / self.any_spread) ** 2) / 2 - math.log(self.any_spread)
        return max(-3.0, min(2.0, own - other))


class _Weigher:
    def __init__(self, comparisons: Sequence[Comparison]) -> None:
        traits = [_traits(comparison) for comparison in comparisons]
        self._traits = [
            _Traits(
                pair.source | {f"w:{word}" for word in words},
                pair.target | {f"w:{word}" for word in answered},
            )
            for pair, (words, answered) in zip(traits, find_companions(comparisons), strict=True)
        ]
        self._total = len(traits)
        self._in_source: Counter[str] = Counter()
        self._in_target: Counter[str] = Counter()
        self._in_both: Counter[str] = Counter()
        for pair in self._traits:
            self._in_source.update(pair.source)
            self._in_target.update(pair.target)
            self._in_both.update(pair.source & pair.target)
        self._gains: dict[tuple[str, bool, bool, bool, bool], float] = {}
        self._homes: dict[str, list[int]] | None = None
        self._lengths = _Lengths.of(comparisons)
        self._words = [len(comparison.source.scan.words) for comparison in comparisons]

    def weights(self) -> list[float]:
        return [
            self.weight(pair.source, pair.target, index) + self._lengths.weight(index, index)
            for index, pair in enumerate(self._traits)
        ]

    def may_judge(self, index: int) -> bool:
        return self._words[index] >= FEWEST_WORDS and len(self._traits[index].source) >= FEWEST_TRAITS

    def weight(self, source: frozenset[str], target: frozenset[str], own: int) -> float:
        """How much likelier the two texts are as a pair than by chance, by all pairs but number `own`."""
        mine = self._traits[own]
        gains, total = self._gains, 0.0
        for trait in sorted(source | target):  # in one order, so that the sum is the same in every run
            key = (trait, trait in source, trait in target, trait in mine.source, trait in mine.target)
            gain = gains.get(key)
            if gain is None:
                gain = gains[key] = self._gain(*key)
            total += gain
        return total

    def _gain(self, trait: str, in_source: bool, in_target: bool, mine_source: bool, mine_target: bool) -> float:  # noqa: FBT001 - a key, spelt out
        """What one trait says; the pair that is weighed counts for nothing in the counts."""
        sources = self._in_source[trait] - mine_source
        targets = self._in_target[trait] - mine_target
        both = self._in_both[trait] - (mine_source and mine_target)
        others = self._total - 1
        hit = (both + _PRIOR_HIT[trait[0]] * _PRIOR_WEIGHT) / (sources + _PRIOR_WEIGHT)
        chance = (targets + _BACKGROUND * _BACKGROUND_WEIGHT) / (others + _BACKGROUND_WEIGHT)
        hit, chance = min(hit, 0.98), min(max(chance, 0.002), 0.9)
        if in_source:
            gain = math.log(hit / chance) if in_target else math.log((1 - hit) / (1 - chance))
        else:
            background = _BACKGROUND * _BACKGROUND_WEIGHT
            alone = (targets - both + background) / (others - sources + _BACKGROUND_WEIGHT)
            gain = math.log(min(max(alone, 0.0005), 0.9) / chance)
        return max(-3.0, min(4.0, gain))

    def lacking(self, index: int) -> list[str]:
        """Concepts of the source that the translation does not have."""
        mine = self._traits[index]
        return sorted(trait[2:] for trait in mine.source - mine.target if trait.startswith("c:"))[:5]

    def better_home(self, index: int, least: float) -> int | None:
        """The message whose source this translation fits best, if it is not its own and the weight is enough."""
        if self._homes is None:
            self._homes = defaultdict(list)
            for number, pair in enumerate(self._traits):
                for trait in pair.source:
                    self._homes[trait].append(number)
        target = self._traits[index].target
        telling = sorted(target & self._homes.keys(), key=lambda trait: (self._in_source[trait], trait))
        candidates: Counter[int] = Counter()
        for trait in telling[:MOST_TELLING]:
            candidates.update(self._homes[trait][:MOST_HOMES])
        best, best_weight = None, max(least, UNSURE)
        for other, _ in candidates.most_common(12):
            if other != index:
                weight = self.weight(self._traits[other].source, target, other) + self._lengths.weight(other, index)
                if weight > best_weight:
                    best, best_weight = other, weight
        return best


def _traits(comparison: Comparison) -> _Traits:
    source, target = comparison.source, comparison.target
    known_concepts = comparison.language.lexicon.concepts if comparison.language.lexicon else {}
    here = {f"c:{key}" for key in source.scan.keys("concept") if key in known_concepts}
    there = {f"c:{key}" for key in target.scan.keys("concept")}
    for number in source.numbers:
        agreeing = [other for other in target.numbers if other.values & number.values]
        trait = f"n:{number.value}"
        here.add(trait)
        if agreeing:
            there.add(trait)
    known = {f"n:{value}" for number in source.numbers for value in number.values}
    there |= {f"n:{other.value}" for other in target.numbers if f"n:{other.value}" not in known}
    if comparison.language.script == "Latn":
        here |= {f"l:{_skeleton(word)}" for word in source.scan.words if len(word) > STEM}
        there |= {f"l:{_skeleton(word)}" for word in target.scan.words if len(word) > STEM}
    else:
        names = {name.lower() for name in _LATIN_NAME.findall(target.plain)}
        there |= {f"l:{name}" for name in names}
        here |= {
            f"l:{name.lower()}"
            for name in _LATIN_NAME.findall(source.plain)
            if name.lower() in names or not name.islower()
        }
    return _Traits(frozenset(here), frozenset(there))


@lru_cache(100_000)
def _skeleton(word: str) -> str:
    """The first consonants of a word, by which loan words are known again across languages."""
    bare = _VOWELS.sub("", word.replace("ph", "f").translate(_SOUNDS))
    return re.sub(r"(.)\1", r"\1", bare)[:STEM]
