"""Numbers and quantities of a text, in any script's digits and any language's marks, with every value they allow.

A number is a set of values: "1.234" is 1234 in Spain and 1.234 in Mexico, and "3 p.m." is 3 or 15. Two numbers agree
when their sets meet. What has digits and is no number (COVID-19, B12) is a code, and is blanked before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from plainleaf.translation.safety.lexicon import SPACELESS, Lexicon
from plainleaf.translation.safety.scan import fold
from plainleaf.translation.safety.units import UnitFinder

_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_FRACTIONS = {c: Fraction(unicodedata.numeric(c)).limit_denominator(100) for c in "½¼¾⅓⅔⅛⅜⅝⅞⅕"}
_VULGAR = re.compile(rf"(?:(?P<whole>\d{{1,4}})\s?)?(?P<part>[{''.join(_FRACTIONS)}])")
_FOLDED = {
    **dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD, 0x61C)),
    **dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"), " "),
    **str.maketrans("٫٬٪％．：º˚′‐‑−", ".,%%.:°°'---"),
}
_SPACE = "\u00a0\u202f\u2009 "
# No amount has forty digits; longer rows are no numbers, and Python would not read them.
_NUMBER = re.compile(rf"(?<![\w.,])\.\d{{1,40}}|\d{{1,40}}(?:[.,’']\d{{1,40}}|[{_SPACE}](?=\d{{3}}(?!\d))\d{{3}})*")
_SLASHED = re.compile(r"(?<![\d/.,])([1-9]\d?)\s?[/⁄]\s?([2-9]|10)(?![\d/.,])")
_WHOLE = re.compile(r"(\d+)\s$")
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-4])\s?([:h.])\s?([0-5]\d)(?![\d:%]|\.\d)")
_HALF_DAY = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_DECADE = re.compile(r"(?<=\d0)['’]?s\b")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–—/]\s?(\d\d)(?!\d)")
_ROMAN = re.compile(r"\b(?:(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})(?:e|er|ème)?|(?:xx|xix|xviii|xvii)(?:e|ème)?)\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_GROUP = 3
_FOREIGN_MARK = re.compile(r"\d+[.,](?:\d{1,2}|\d{4,})")
_POINT_GROUP = re.compile(r"[1-9]\d{0,2}\.\d00")

Span = tuple[frozenset[Fraction], int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Attributes:
        values: every value it can have.
        text: as it is written, with ASCII digits.
        unit: the unit beside it (`lexicon.UnitName`), or empty.
        start, end: where it stands in the text that was read.
        half: ``a`` or ``p`` for an hour before or after noon.
        joined: whether the next number is the other end of a range.
    """

    values: frozenset[Fraction]
    text: str
    unit: str
    start: int
    end: int
    half: str = ""
    joined: bool = False

    @property
    def value(self) -> Fraction:
        """One value to sort by."""
        return min(self.values)


@dataclass(frozen=True, slots=True)
class Matches:
    """Numbers that stand on both sides, those of the source alone, those of the translation alone."""

    pairs: tuple[tuple[Number, Number], ...] = ()
    missing: tuple[Number, ...] = ()
    added: tuple[Number, ...] = ()


def match_numbers(source: tuple[Number, ...], target: tuple[Number, ...]) -> Matches:
    """Each number of the source with one of the translation: of those that agree, by preference one of its unit."""
    left = list(target)
    pairs: list[tuple[Number, Number]] = []
    missing: list[Number] = []
    for number in source:
        agreeing = [other for other in left if not other.values.isdisjoint(number.values)]
        if not agreeing:
            missing.append(number)
            continue
        other = next((other for other in agreeing if other.unit == number.unit), agreeing[0])
        left.remove(other)
        pairs.append((number, other))
    return Matches(tuple(pairs), tuple(missing), tuple(left))


def fold_digits(text: str) -> str:
    """The text with ASCII digits and marks, without invisible characters; superscripts are no digits."""
    if text.isascii():
        return text
    folded = text.translate(_FOLDED)
    if folded.isascii():
        return folded
    return _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), folded)


class NumberReader:
    """Reads the numbers of one language."""

    def __init__(self, lexicon: Lexicon, script: str) -> None:
        self._script = script
        self._decimal = lexicon.decimal
        self._english = lexicon.language == "en"
        self._unit_first = lexicon.unit_first
        self._units = UnitFinder(lexicon.units, script)
        spaced = script not in SPACELESS
        joiners = _alternatives([(form, 0) for form in lexicon.ranges], script, spaced=spaced)
        self._joiner = re.compile(rf"[\s,、]{{0,2}}(?:[-–—~～/]|{joiners or '-'})\s?(?=\d)")
        scales = [(form, Fraction(key)) for key, forms in lexicon.scales.items() for form in forms]
        self._scales = sorted(((fold(form.rstrip("*"), script), value) for form, value in scales), key=_length)
        found = _alternatives(scales, script, spaced=spaced)
        self._scale = re.compile(rf"[\s\u00a0-]{{0,2}}({found})") if found else None

    def read(self, text: str) -> tuple[Number, ...]:
        """The numbers of a text, from left to right.

        Args:
            text: folded by `fold_digits`; codes, addresses and placeholders blanked.
        """
        folded = fold(text, self._script)
        if len(folded) != len(text):  # signs fell away: read what is left, where words and numbers still touch
            text = folded
        spans = sorted(self._spans(text, folded), key=lambda span: span[1])
        return tuple(
            Number(
                values,
                text[start:end],
                self._unit(folded, spans, index),
                start,
                end,
                half[1].lower() if (half := _HALF_DAY.match(text, end)) else "",
                self._is_joined(folded, spans, index),
            )
            for index, (values, start, end) in enumerate(spans)
        )

    def has_unit(self, text: str, unit: str, number: Number, reach: int = 28) -> bool:
        """Whether a word for the unit stands anywhere near a number of the text that was read."""
        folded = fold(text, self._script)
        return self._units.stands_in(folded, unit, max(0, number.start - reach), number.end + reach)

    def count_unit(self, text: str, unit: str) -> int:
        """How often a word for the unit stands in a text."""
        return self._units.count(fold(text, self._script), unit)

    def _unit(self, folded: str, spans: list[Span], index: int) -> str:
        _, start, end = spans[index]
        if unit := self._units.after(folded, end):
            return unit
        if self._is_joined(folded, spans, index) and (unit := self._units.after(folded, spans[index + 1][2])):
            return unit
        if folded[max(0, start - 1) : start] == "%":
            return "percent"
        return self._units.before(folded, start) if self._unit_first else ""

    def _is_joined(self, folded: str, spans: list[Span], index: int) -> bool:
        joiner = self._joiner.match(folded, spans[index][2]) if index + 1 < len(spans) else None
        return joiner is not None and joiner.end() == spans[index + 1][1]

    def _spans(self, text: str, folded: str) -> Iterator[Span]:
        taken: list[tuple[int, int]] = []
        for finder in (self._fractions, self._clocks, _year_ranges):
            for spans in finder(text):
                if not any(_overlap(span, taken) for span in spans):
                    taken += [(start, end) for _, start, end in spans]
                    yield from spans
        for match in _NUMBER.finditer(text):
            if not _overlap((frozenset(), *match.span()), taken):
                yield from self._number(text, folded, match)

    @staticmethod
    def _fractions(text: str) -> Iterator[list[Span]]:
        for match in _SLASHED.finditer(text):
            part = Fraction(int(match[1]), int(match[2]))
            whole = _WHOLE.search(text[: match.start()])
            if whole and part < 1:
                yield [(frozenset({int(whole[1]) + part}), whole.start(1), match.end())]
            else:
                yield [(frozenset({part}), match.start(), match.end())]
        for match in _VULGAR.finditer(text):
            value = Fraction(match["whole"] or 0) + _FRACTIONS[match["part"]]
            yield [(frozenset({value}), *match.span())]

    def _clocks(self, text: str) -> Iterator[list[Span]]:
        """Times of day; with a point only where it cannot be a decimal mark."""
        for match in _CLOCK.finditer(text):
            after = _HALF_DAY.match(text, match.end())
            if (match[2] == "." and not after) or (match[2] == "h" and self._english):
                continue
            spans = [(_hours(Fraction(match[1]), after[1] if after else ""), match.start(1), match.end(1))]
            if match[3] != "00":
                spans.append((frozenset({Fraction(match[3])}), match.start(3), match.end(3)))
            else:
                spans[0] = (spans[0][0], match.start(1), match.end())
            yield spans

    def _number(self, text: str, folded: str, match: re.Match[str]) -> Iterator[Span]:
        start, end = match.span()
        values = self._readings(match[0])
        if not values:  # a list or a date, such as 1.2.2020
            for part in re.finditer(r"\d+", match[0]):
                yield frozenset({Fraction(part[0])}), start + part.start(), start + part.end()
            return
        if after := _HALF_DAY.match(text, end):
            values = frozenset[Fraction]().union(*(_hours(value, after[1]) for value in values))
        elif self._scale and (scale := self._scale.match(folded, end)):
            factor = next(value for form, value in self._scales if scale[1].startswith(form))
            values, end = frozenset(value * factor for value in values), scale.end()
        elif _DECADE.match(text, end):
            values |= {value % 100 for value in values}
        yield values, start, end

    def _readings(self, written: str) -> frozenset[Fraction]:
        """Every value that the marks of the language allow."""
        bare = re.sub(rf"[{_SPACE}’']", "", written)
        if bare.startswith("."):
            return frozenset({Fraction(bare)})
        values = (_value(bare, mark, "," if mark == "." else ".") for mark in self._decimal)
        known = frozenset(value for value in values if value is not None)
        if not known and _FOREIGN_MARK.fullmatch(bare):  # 9.2 where the language writes 9,2: it can mean nothing else
            known = frozenset({Fraction(bare.replace(",", "."))})
        # Writers of English from elsewhere group with a point: 42.000 people.
        return known | {value * 1000 for value in known} if self._english and _POINT_GROUP.fullmatch(bare) else known


def _length(pair: tuple[str, Fraction]) -> int:
    return -len(pair[0])


def _alternatives(forms: list[tuple[str, Fraction]] | list[tuple[str, int]], script: str, *, spaced: bool) -> str:
    """A pattern of all forms, the longest first."""
    ending = r"(?![^\W\d_])" if spaced else ""
    folded = sorted({fold(form, script) for form, _ in forms}, key=len, reverse=True)
    return "|".join(re.escape(form.rstrip("*")) + (r"[^\W\d_]*" if form.endswith("*") else ending) for form in folded)


def _value(bare: str, mark: str, group: str) -> Fraction | None:
    whole, *decimals = bare.split(mark)
    if len(decimals) > 1 or (decimals and not decimals[0].isdigit()):
        return None
    if group in whole:
        first, *rest = whole.split(group)
        if not 1 <= len(first) <= _GROUP or len(rest[-1]) != _GROUP:
            return None
        if any(len(part) not in (_GROUP - 1, _GROUP) for part in rest):  # Indian groups have two digits
            return None
        whole = "".join((first, *rest))
    if not whole.isdigit():
        return None
    return Fraction(f"{whole}.{decimals[0]}") if decimals else Fraction(whole)


def _hours(hour: Fraction, half: str) -> frozenset[Fraction]:
    if half.lower() == "p" and hour < 12:  # noqa: PLR2004 - hours of half a day
        return frozenset({hour, hour + 12})
    if half.lower() == "a" and hour == 12:  # noqa: PLR2004 - midnight
        return frozenset({Fraction(0), Fraction(12), Fraction(24)})
    return frozenset({hour})


def _year_ranges(text: str) -> Iterator[list[Span]]:
    for match in _YEARS.finditer(text):
        second = frozenset({Fraction(match[2]), Fraction(match[1][:2] + match[2])})
        yield [
            (frozenset({Fraction(match[1])}), match.start(1), match.end(1)),
            (second, match.start(2), match.end(2)),
        ]


def _overlap(span: Span, taken: list[tuple[int, int]]) -> bool:
    return any(span[1] < end and start < span[2] for start, end in taken)


def roman_numbers(text: str) -> list[Fraction]:
    """Values of the Roman numerals up to 39 in a text, as centuries and stages are written."""
    values = []
    for match in _ROMAN.finditer(text):
        if match[0]:
            letters = [_ROMAN_VALUES[c] for c in match[0].upper() if c in _ROMAN_VALUES]
            pairs = zip(letters, [*letters[1:], 0], strict=True)
            values.append(Fraction(sum(-letter if letter < following else letter for letter, following in pairs)))
    return values
