"""Words of the sources and of the translations that a file itself shows to go together.

They serve where the concepts of a lexicon end: in long files, and in languages that have none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from plainleaf.translation.safety.comparison import Comparison
from plainleaf.translation.safety.lexicon import SPACELESS

STEM = 5
"""Letters by which a word is known again in its other forms."""
SHORT_WORD = 4
_TOGETHER = 3
_LIKENESS = 0.4
_MOST, _ENOUGH = 10, 40
"""Words in more than a tenth of the messages say little, and of those in more than forty the lexicon knows most."""

Companions = tuple[frozenset[str], frozenset[str]]
"""Words of a source that have a partner, and those whose partner stands in the translation."""


def find_companions(comparisons: Sequence[Comparison]) -> list[Companions]:
    """Words of the sources, each with the one word of the translations that most often comes with it."""
    spaceless = comparisons[0].language.script in SPACELESS if comparisons else False
    sources = [{word for word in c.source.scan.words if len(word) >= SHORT_WORD} for c in comparisons]
    targets = [_stems(c, spaceless=spaceless) for c in comparisons]
    frequency = Counter(word for words in sources for word in words)
    target_frequency = Counter(stem for stems in targets for stem in stems)
    most = max(_TOGETHER, min(len(comparisons) // _MOST, _ENOUGH))
    partners: dict[str, Counter[str]] = defaultdict(Counter)
    for words, stems in zip(sources, targets, strict=True):
        for word in words:
            if _TOGETHER <= frequency[word] <= most:
                partners[word].update(stems)
    chosen: dict[str, str] = {}
    for word, partner in partners.items():
        stem, score = "", 0.0
        least = max(_TOGETHER, frequency[word] // 3)
        for candidate, count in sorted(partner.items()):  # of several that are alike, always the same one
            if count >= least:
                likeness = 2 * count / (frequency[word] + target_frequency[candidate])
                if likeness > score:
                    stem, score = candidate, likeness
        if score > _LIKENESS:
            chosen[word] = stem
    homes: dict[str, list[str]] = defaultdict(list)
    for word, stem in chosen.items():
        homes[stem].append(word)
    return [
        (
            frozenset(word for word in words if word in chosen),
            frozenset(word for stem in stems for word in homes.get(stem, ())),
        )
        for words, stems in zip(sources, targets, strict=True)
    ]


def _stems(comparison: Comparison, *, spaceless: bool) -> set[str]:
    if spaceless:
        return {word[i : i + 2] for word in comparison.target.scan.words for i in range(len(word) - 1)}
    return {word[:STEM] for word in comparison.target.scan.words if len(word) >= 3}  # noqa: PLR2004 - short ones say little
