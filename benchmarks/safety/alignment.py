"""Finds rows of a corpus that carry another row's translation, so that a bad corpus is not counted as a bad check.

It knows nothing of numbers or word lists: from the corpus itself it learns which words go together. It looks whether
the translation of a near row fits a source clearly better than its own does, and for stretches of rows whose
translations fit no better than any other row's. One row alone is never taken out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from pofile import Row
from words import UNSPACED

REACH = 3
MARGIN = 1.5
FEWEST_WORDS = 2
STRETCH = 15
HARDLY = 0.25
LEAST = 0.05
SEEN = 3
MOST = 0.1
WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~«»“”‘’।،؛؟。，、；：！？（）]+")
"""Not `\\w`, which the vowel signs of Indian scripts are no part of."""

Fit = Callable[[int, int], float]


def _tokens(text: str, *, spaced: bool) -> frozenset[str]:
    words = WORD.findall(text.lower())
    if spaced:
        return frozenset(word[:6] for word in words if len(word) >= 4)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


def find_misaligned(rows: Sequence[Row], lang: str) -> set[int]:
    """Numbers of the rows that stand beside another row's translation."""
    sources = [_tokens(row.source, spaced=True) for row in rows]
    targets = [_tokens(row.target, spaced=lang.partition("-")[0] not in UNSPACED) for row in rows]
    often_source = Counter(word for words in sources for word in words)
    often_target = Counter(word for words in targets for word in words)
    most = max(SEEN, int(MOST * len(rows)))
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sources = [frozenset(word for word in words if SEEN <= often_source[word] <= most) for words in sources]
    targets = [frozenset(word for word in words if SEEN <= often_target[word] <= most) for words in targets]
    for source, target in zip(sources, targets, strict=True):
        for word in source:
            together[word].update(target)

    def fit(source: int, target: int) -> float:
        """How well a translation goes with a source, leaving out what the two rows themselves taught."""
        total = 0.0
        for word in sources[source]:
            learned = together[word]
            best = 0.0
            for other in targets[target]:
                taught = 1 if source == target else 0
                count = learned[other] - taught
                if count > 1:
                    best = max(best, 2 * count / (often_source[word] + often_target[other]))
            total += best
        return total / max(1, len(sources[source]))

    own = [fit(number, number) for number in range(len(rows))]
    return _find_shifted(own, sources, fit) | _find_foreign(own, sources, fit)


def _find_shifted(own: Sequence[float], sources: Sequence[frozenset[str]], fit: Fit) -> set[int]:
    """Runs of rows that fit the same near row better, all with one shift."""
    shifts: dict[int, set[int]] = {}
    for number, words in enumerate(sources):
        if len(words) >= FEWEST_WORDS:
            near = [step for step in range(-REACH, REACH + 1) if step and 0 <= number + step < len(sources)]
            shifts[number] = {step for step in near if fit(number, number + step) > max(LEAST, own[number] * MARGIN)}
    return {
        number
        for number, steps in shifts.items()
        if any(step in shifts.get(number + way, ()) for step in steps for way in (-1, 1))
    }


def _find_foreign(own: Sequence[float], sources: Sequence[frozenset[str]], fit: Fit) -> set[int]:
    """Stretches in which translations fit their sources hardly better than any row of the corpus would."""
    able = [number for number, words in enumerate(sources) if len(words) >= FEWEST_WORDS]
    if len(able) < 2 * STRETCH:
        return set()
    any_row = sum(fit(number, able[at - len(able) // 2]) for at, number in enumerate(able)) / len(able)
    typical = sorted(own[number] for number in able)[len(able) // 2]
    floor = any_row + (typical - any_row) * HARDLY
    found: set[int] = set()
    for at in range(len(able) - STRETCH + 1):
        stretch = able[at : at + STRETCH]
        if sum(own[number] for number in stretch) / STRETCH < floor:
            found.update(range(stretch[0], stretch[-1] + 1))
    return found
