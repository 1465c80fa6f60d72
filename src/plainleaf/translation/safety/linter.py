"""All checks of one catalog: message by message, then the messages beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from plainleaf.problems import Problem
from plainleaf.translation.safety import amounts, extent, letters, names, neighbours, placeholders, wording
from plainleaf.translation.safety.comparison import Comparer, Comparison, Pair, TargetLanguage
from plainleaf.translation.safety.lexicon import Lexicon

PairCheck = Callable[[Comparison], Iterator[Problem]]
FileCheck = Callable[[Sequence[Comparison]], Iterator[Problem]]

PAIR_CHECKS: tuple[PairCheck, ...] = (
    placeholders.placeholders_kept,
    placeholders.markup,
    amounts.numbers,
    amounts.units,
    amounts.spoken_amounts,
    amounts.number_words,
    amounts.dates,
    amounts.order,
    amounts.times,
    amounts.notation,
    amounts.codes,
    amounts.telephones,
    amounts.addresses,
    wording.negation,
    wording.two_part_negation,
    wording.critical_words,
    names.glossary_terms,
    extent.untranslated,
    extent.sentences,
    extent.length,
    extent.cut_short,
    extent.repeated_words,
    letters.hidden_characters,
    letters.foreign_letters,
    letters.english_left,
    letters.foreign_script,
    letters.look_alikes,
    letters.encoding,
)
FILE_CHECKS: tuple[FileCheck, ...] = (letters.not_composed, letters.foreign_language, neighbours.check_neighbours)


class Linter:
    """Checks translations from English into one language."""

    def __init__(self, english: Lexicon, language: TargetLanguage) -> None:
        self._comparer = Comparer(english, language)

    def tell_apart(self, old: str, new: str) -> tuple[str, ...]:
        """Meanings of the lexicon that one of two English texts has more often than the other, as words."""
        here, there = (self._comparer.source_scanner.scan(text).counts for text in (old, new))
        return tuple(
            sorted({key for (_, key), count in {**here, **there}.items() if here.get((_, key)) != there.get((_, key))})
        )

    def check_pairs(self, pairs: Iterable[Pair]) -> list[Problem]:
        """What is wrong with the translations of one file, in the order of the file."""
        comparisons = [self._comparer.compare(pair) for pair in pairs]
        found = [problem for comparison in comparisons for check in PAIR_CHECKS for problem in check(comparison)]
        found += [problem for check in FILE_CHECKS for problem in check(comparisons)]
        return sorted(found)
