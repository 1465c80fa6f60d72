"""A back-translation against the source: English beside English, so numbers, negations and names can be compared.

The machine says where the two differ in what can be counted. Whether they mean the same is for a person to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from plainleaf.translation.safety.lexicon import OPPOSITES, Lexicon
from plainleaf.translation.safety.scan import Scan, Scanner

Kind = Literal["number", "unit", "negation", "word", "name"]
Side = Literal["missing", "added"]

_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?")
_GAP = "[\\s\u00a0\u2009\u202f-]*"
_LEAST_WORD = 2  # “one” is a pronoun as often as a number


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands on one side only.

    Attributes:
        side: ``missing`` from the back-translation, or ``added`` by it.
        what: the number, unit, word or name, in English.
    """

    kind: Kind
    side: Side
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.side}: {self.what}"


class Comparer:
    """Compares English texts by the English lexicon and the names that a leaflet uses.

    Args:
        lexicon: the English one; none: digits and names only.
        names: medicine names, brands and glossary words that must come back as they are.
    """

    def __init__(self, lexicon: Lexicon | None, names: Iterable[str]) -> None:
        lexicon = lexicon or Lexicon(language="en")
        self._scanner = Scanner(lexicon, "Latn")
        self._names = tuple(sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name)))
        words = _any_of(form for forms in lexicon.numbers.values() for form in forms)
        self._units = tuple(
            (unit, re.compile(rf"(?:\d|\b(?:{words})\b){_GAP}(?:{_any_of(forms)})(?!\w)", re.IGNORECASE))
            for unit, forms in lexicon.units.items()
        )

    def compare(self, source: str, back: str) -> tuple[Difference, ...]:
        """Where they differ; nothing is said of a text that has not come back at all."""
        if not back.strip():
            return ()
        scans = self._scanner.scan(source), self._scanner.scan(back)
        found = (
            *self._numbers_in(source, back, *scans),
            *self._units_in(source, back),
            *_negations(*scans),
            *_critical_words(*scans),
            *self._names_in(source, back),
        )
        return tuple(dict.fromkeys(found))

    def _numbers_in(self, source: str, back: str, said: Scan, again: Scan) -> Iterator[Difference]:
        digits = digits_in(source), digits_in(back)
        words = self._number_words(said), self._number_words(again)
        for number, count in (digits[0] + words[0]).items():
            if count > digits[1][number] + words[1][number]:
                yield Difference("number", "missing", written(number))
        for number, count in (digits[1] + words[1]).items():
            if count > digits[0][number] + words[0][number]:
                yield Difference("number", "added", written(number))

    def _number_words(self, scan: Scan) -> Counter[Fraction]:
        found = {Fraction(key): count for key, count in scan.keys("number").items()}
        return Counter({number: count for number, count in found.items() if number >= _LEAST_WORD})

    def _units_in(self, source: str, back: str) -> Iterator[Difference]:
        for unit, pattern in self._units:
            there, again = bool(pattern.search(source)), bool(pattern.search(back))
            if there != again:
                yield Difference("unit", "missing" if there else "added", unit)

    def _names_in(self, source: str, back: str) -> Iterator[Difference]:
        folded = back.casefold()
        for name in self._names:
            if re.search(rf"(?<!\w){re.escape(name)}", source, re.IGNORECASE) and name.casefold() not in folded:
                yield Difference("name", "missing", name)


def _any_of(forms: Iterable[str]) -> str:
    longest = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form.rstrip("*")) + (r"\w*" if form.endswith("*") else "") for form in longest) or "(?!)"


def digits_in(text: str) -> Counter[Fraction]:
    """The numbers that stand in digits, and how often each does."""
    return Counter(_value(found) for found in _NUMBER.findall(text))


def _value(written: str) -> Fraction:
    """A number as English writes it; a comma that does not part thousands is a decimal mark."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", written):
        return Fraction(written.replace(",", ""))
    return Fraction(written.replace(",", "."))


def written(number: Fraction) -> str:
    """A number as a `Difference` names it."""
    return f"{float(number):,g}" if number.denominator != 1 else f"{number.numerator:,}"


def _negations(said: Scan, again: Scan) -> Iterator[Difference]:
    """How often each side forbids; paraphrases (“avoid”, “do not”) count alike."""
    there, back = said.total("negation"), again.total("negation")
    if there != back:
        side: Side = "missing" if there > back else "added"
        yield Difference("negation", side, f"{there} in the source, {back} in the back-translation")


def _critical_words(said: Scan, again: Scan) -> Iterator[Difference]:
    """A word that has turned into its opposite: “before” into “after”."""
    there, back = said.keys("critical"), again.keys("critical")
    for word, opposite in OPPOSITES.items():
        if word in there and opposite not in there and opposite in back and word not in back:
            yield Difference("word", "missing", f"“{word}” has become “{opposite}”")
