"""Amounts said in words: "two tablets", "cuatro semanas". Leaflets type no digits, so much of their dose is said so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from plainleaf.translation.safety.lexicon import SPACELESS, Lexicon
from plainleaf.translation.safety.scan import fold
from plainleaf.translation.safety.units import UnitFinder

Amounts = Mapping[str, frozenset[Fraction]]
"""By unit, the numbers that stand before it."""


class SpokenReader:
    """Finds number words that stand right before a unit, in one language."""

    def __init__(self, lexicon: Lexicon, script: str) -> None:
        self._script = script
        self._units = UnitFinder(lexicon.units, script)
        self._values: dict[str, Fraction] = {}
        self._open: list[tuple[str, Fraction]] = []
        patterns: list[str] = []
        spaced = script not in SPACELESS
        for key, forms in lexicon.numbers.items():
            for form in forms:
                text = fold(form.rstrip("*"), script)
                if form.endswith("*"):
                    self._open.append((text, Fraction(key)))
                    patterns.append(re.escape(text) + r"[^\W\d_]*")
                else:
                    self._values.setdefault(text, Fraction(key))
                    patterns.append(re.escape(text))
        words = "|".join(sorted(patterns, key=len, reverse=True))
        clitics = "|".join(re.escape(fold(clitic, script)) for clitic in lexicon.clitics)
        before, after = (r"(?<![^\W\d_])", r"(?![^\W\d_])") if spaced else ("", "")
        stuck = f"(?:{clitics})?" if clitics else ""
        # Two in a row belong to one unit: "the first three days".
        second = rf"(?:[\s\u00a0]+({words}){after})?"
        self._pattern = re.compile(f"{before}{stuck}({words}){after}{second}") if words else None

    def read(self, text: str) -> Amounts:
        """The amounts of a text; what is said without a unit is none."""
        found: dict[str, set[Fraction]] = {}
        if self._pattern is None:
            return {}
        folded = fold(text, self._script)
        for match in self._pattern.finditer(folded):
            if unit := self._units.after(folded, match.end()):
                found.setdefault(unit, set()).update(self._value(word) for word in match.groups() if word)
        return {unit: frozenset(values) for unit, values in found.items()}

    def _value(self, word: str) -> Fraction:
        if word in self._values:
            return self._values[word]
        return next(value for start, value in self._open if word.startswith(start))
