"""How well each measure orders simple before complex text: `python benchmarks/reading/order.py FOLDER`.

Prints a table for docs/reading-levels.md: the share of bundles of which the simple side is the easier one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

from corpora import Corpus, read_corpora

from plainleaf.reading.formulas import FORMULAS
from plainleaf.reading.measure import Reading, measure_text
from plainleaf.reading.profiles import find_profile

YARDSTICK = FORMULAS["yardstick"]


def _hardness_by_formula(reading: Reading) -> float:
    score = reading.score_adjusted or 0.0
    return score if reading.higher_is_harder else -score


def _both(reading: Reading) -> float:
    spread = find_profile(reading.lang).frequency.spread
    features = {"length": log(max(reading.sentence_load, 1.0)), "rarity": reading.word_load / spread}
    return YARDSTICK.score(features)


MEASURES: dict[str, Callable[[Reading], float]] = {
    "formula": _hardness_by_formula,
    "sentence load": lambda reading: reading.sentence_load,
    "word load": lambda reading: reading.word_load,
    "both": _both,
}


def compare(corpus: Corpus) -> tuple[int, str, list[float]]:
    """Number of bundles, the language's formula, and the share that each measure orders; a tie counts half."""
    texts = {text for bundle in corpus.bundles for text in bundle}
    measured = {text: measure_text(text, corpus.lang) for text in texts}
    readings = [(measured[simple], measured[hard]) for simple, hard in corpus.bundles]
    shares = [
        sum((value(easy) < value(hard)) + (value(easy) == value(hard)) / 2 for easy, hard in readings) / len(readings)
        for value in MEASURES.values()
    ]
    return len(readings), readings[0][0].formula, shares


def main(arguments: Sequence[str]) -> int:
    """Print the table for the corpora in a folder."""
    folder = Path(arguments[0]) if arguments else Path("corpora")
    print(f"| corpus | language | bundles | formula | {' | '.join(MEASURES)} |")
    print("|---" * (4 + len(MEASURES)) + "|")
    seen = 0
    for corpus in read_corpora(folder):
        if not corpus.bundles:
            continue
        number, formula, shares = compare(corpus)
        cells = " | ".join(f"{share:.2f}" for share in shares)
        print(f"| {corpus.name} | {corpus.lang} | {number} | {formula} | {cells} |", flush=True)
        seen += 1
    if not seen:
        print(f"no corpus in {folder}; docs/reading-levels.md says where they come from", file=sys.stderr)
    return 0 if seen else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
