"""Numbers, units, ranges, order, times of day, codes, telephone numbers and addresses: all must arrive unchanged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from plainleaf.problems import Problem
from plainleaf.translation.safety.comparison import MONTHS, Comparison, Side
from plainleaf.translation.safety.numerals import fold_digits, roman_numbers
from plainleaf.translation.safety.spoken import SpokenReader
from plainleaf.translation.safety.units import DOSE_UNITS, TIME_UNITS

_TRAILING_ZERO = re.compile(r"\d[.,]\d*0$")
_LEADING_POINT = re.compile(r"(?<![\w.,])[.,]\d+\s?(?:mg|mcg|µg|g|ml|мг|мкг)\b", re.IGNORECASE)
_DECIMALS = re.compile(r"[.,](\d{1,2}|\d{4,})$")

_THREE_DECIMALS, _FEWER_DECIMALS = re.compile(r"^\d{1,3}[.,]\d{3}$"), re.compile(r"^\d*[.,]\d{1,2}$")
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|Mar\.|April|Apr\.|May|June|Jun\.|July|Jul\.|Aug(?:ust|\.)|Sept?(?:ember|\.)"
    r"|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_DATES = re.compile(
    rf"\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month1>{_MONTH})(?!\w)(?:,?\s(?P<year1>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\s(?:the\s)?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<year2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<month3>{_MONTH}),?\s(?P<year3>(?:19|20)\d\d)\b"
)
DATED = frozenset({"Hans", "Hant", "Jpan", "Kore"})
"""Scripts in which a date is written with a sign after its year, month and day."""
NOON = 12
CARDINALS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
"""English words that say a number and nothing else."""

# Years are set beside ages and dates in many languages that English leaves bare.
_TELLING_UNITS = (DOSE_UNITS | TIME_UNITS) - {"year"}


def numbers(comparison: Comparison) -> Iterator[Problem]:
    """T012: a number of the source is missing or changed, or a number is added.

    A number may be written as a word on one side: with a word that is also an article, that is a warning, T019.
    """
    if not (comparison.source.numbers or comparison.target.numbers):
        return
    missing, added = comparison.matches.missing, comparison.matches.added
    words = _Words.of(comparison.target)
    # A word that the source says as a word cannot stand for a digit as well. "One" proves too little to count.
    said = _Words.of(comparison.source).values
    words.values.subtract({value: count for value, count in said.items() if value != 1})
    hint = "compare the numbers with the source, digit by digit"
    lost, only_words = [], []
    for number in missing:
        value = next((value for value in number.values if words.take(value)), None)
        if value is None:
            lost.append(number.text)
        elif value == 1:
            only_words.append(number.text)
    if lost:
        yield comparison.problem("T012", f"{_row(lost)} of the source is not in the translation", hint)
    if only_words:
        yield comparison.problem("T019", f"{_row(only_words)} is written as a word, or missing", hint, "warning")
    spare = _Words.of(comparison.source)
    spare.values.update(comparison.code_digits)
    spare.values.update(Fraction(MONTHS.index(word) + 1) for word in comparison.source.scan.words if word in MONTHS)
    if new := [number.text for number in added if not any(spare.take(value) for value in number.values)]:
        yield comparison.problem("T012", f"{_row(new)} is not in the source", hint)


@dataclass(frozen=True, slots=True)
class _Words:
    """Numbers that a text says without digits: in words, in Roman numerals; and its words for thousand, million."""

    values: Counter[Fraction]
    scales: tuple[Fraction, ...]

    @classmethod
    def of(cls, side: Side) -> _Words:
        values = Counter({Fraction(key): count for key, count in side.scan.keys("number").items()})
        values.update(roman_numbers(side.plain))
        return cls(values, tuple(Fraction(key) for key in side.scan.keys("scale")))

    def take(self, value: Fraction) -> bool:
        """Whether the words say a value: "five", "thirty-five", "five million"; each word says one value."""
        parts = next((parts for parts in self._ways(value) if all(self.values[part] > 0 for part in parts)), None)
        if parts is None:
            return False
        self.values.subtract(parts)
        return True

    def _ways(self, value: Fraction) -> Iterator[tuple[Fraction, ...]]:
        yield (value,)
        ten, hundred = 10, 100
        if ten < value < hundred and value.denominator == 1 and value % ten:
            yield value - value % ten, value % ten
        if value < ten * hundred and value.denominator == 1 and value % hundred == 0:
            yield value / hundred, Fraction(hundred)
        for scale in self.scales:
            if value != scale:
                yield (value / scale,)


def _row(texts: Sequence[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def units(comparison: Comparison) -> Iterator[Problem]:
    """T020: a unit is changed, or stands no more beside its number; T021 (warning) where only the word is unseen."""
    if comparison.language.lexicon is None:
        return
    pairs = comparison.matches.pairs
    for number, other in pairs:
        if other.unit == number.unit:
            continue
        if not number.unit:
            # Beside another number of the source that has it, a unit may only have moved there.
            if other.unit in _TELLING_UNITS and any(each.unit == other.unit for each in comparison.source.numbers):
                fault = f"“{number.text}” has no unit in the source, and {other.unit} in the translation"
                yield comparison.problem("T021", fault, "did two numbers change places?", "warning")
            continue
        hint = "a changed unit is a changed dose"
        weighs = {number.unit, other.unit} & (DOSE_UNITS | TIME_UNITS)
        near = comparison.target_has_unit(number.unit, other)
        if other.unit and (weighs or not near):
            fault = f"“{number.text}” has the unit {number.unit} in the source and {other.unit} in the translation"
            yield comparison.problem("T020", fault, hint, "error" if weighs else "warning")
        elif not near or (number.unit in DOSE_UNITS and comparison.has_fewer(number.unit)):
            fault = f"“{number.text}” stands without its unit ({number.unit})"
            if number.unit in DOSE_UNITS:
                yield comparison.problem("T020", fault, hint)
            else:
                yield comparison.problem("T021", fault, hint, "warning")


def spoken_amounts(comparison: Comparison) -> Iterator[Problem]:
    """T020: an amount said in words ("two tablets", "four weeks") is another, or has another unit."""
    words = comparison.source.scan.keys("number").keys() | comparison.target.scan.keys("number").keys()
    if not words or (words == {"1"} and not comparison.pair.own):  # "one" is mostly no amount in running text
        return
    here = _amounts(comparison.source, comparison.comparer.source_spoken)
    there = _amounts(comparison.target, comparison.comparer.target_spoken)
    # Where dates have signs, these are the units of time: 2月27日 is no 27 days.
    weighed = DOSE_UNITS if comparison.language.script in DATED else DOSE_UNITS | TIME_UNITS
    for unit in sorted(weighed & there.keys()):
        said, found = here.get(unit, frozenset()), there[unit]
        if said and said.isdisjoint(found):
            fault = f"{_values(said)} {unit} in the source and {_values(found)} in the translation"
            yield comparison.problem("T020", fault, "a changed amount is a changed dose")
        elif not said:
            other = next(
                (name for name, values in here.items() if name not in there and not values.isdisjoint(found)), ""
            )
            if other in weighed:
                fault = f"{_values(found)} has the unit {other} in the source and {unit} in the translation"
                yield comparison.problem("T020", fault, "a changed unit is a changed dose")


def _amounts(side: Side, reader: SpokenReader) -> dict[str, frozenset[Fraction]]:
    """Numbers by unit, in digits and in words."""
    amounts = dict(reader.read(side.plain))
    for number in side.numbers:
        if number.unit:
            amounts[number.unit] = amounts.get(number.unit, frozenset()) | number.values
    return amounts


def _values(values: frozenset[Fraction]) -> str:
    return " or ".join(map(str, sorted(values)))


def number_words(comparison: Comparison) -> Iterator[Problem]:
    """T019 (warning): a number that the source says in a word ("seven") is not said at all."""
    if comparison.language.lexicon is None or not comparison.language.lexicon.numbers:
        return
    said = [word for word in comparison.source.scan.words if word in CARDINALS]
    if not said:
        return
    words = _Words.of(comparison.target)
    added = comparison.matches.added
    words.values.update(value for number in added for value in number.values)
    if lost := [word for word in said if not words.take(Fraction(CARDINALS[word]))]:
        yield comparison.problem("T019", f"{_row(lost)} is not found in the translation", "say the number", "warning")


def dates(comparison: Comparison) -> Iterator[Problem]:
    """T049 (warning): month, day or year of a date are not the source's, where signs show which is which."""
    numbers = comparison.target.numbers
    if comparison.language.script not in DATED:
        return
    for found in _DATES.finditer(comparison.source.plain):
        date = {name.rstrip("123"): text for name, text in found.groupdict().items() if text}
        begun = date.pop("month").lower()[:3]
        month = next(number for number, name in enumerate(MONTHS, 1) if name.startswith(begun))
        wanted = {"month": month, **{name: int(text) for name, text in date.items()}}
        for unit, value in wanted.items():
            signed = [number for number in numbers if number.unit == unit]
            # A month is a number there; a year or a day may stand without its sign.
            lost = not any(value in number.values for number in (signed or numbers if unit == "month" else signed))
            if lost and (signed or unit == "month"):
                fault = f"the {unit} of “{found[0].strip()}” is not {value} in the translation"
                yield comparison.problem("T049", fault, "compare the date", "warning")
                return


def order(comparison: Comparison) -> Iterator[Problem]:
    """T022 (warning): the numbers stand in another order; T048: the ends of a range have changed places."""
    pairs = comparison.matches.pairs
    if comparison.language.script in DATED:  # the year comes first there; `dates` looks at these
        spans = [found.span() for found in _DATES.finditer(comparison.source.plain)]
        pairs = tuple(pair for pair in pairs if not any(start <= pair[0].start < end for start, end in spans))
    if len({number.value for number, _ in pairs}) < 2:  # noqa: PLR2004 - one has no order
        return
    for (low, first), (high, second) in pairwise(pairs):
        if (
            low.joined
            and low.end <= high.start
            and low.value < high.value
            and second.joined
            and second.end <= first.start
        ):
            fault = f"the range “{low.text}” to “{high.text}” is turned round"
            yield comparison.problem("T048", fault, "write the lower number first")
            return
    # Numbers of different units that changed places have the wrong units now, which `units` sees. Their order alone
    # goes by grammar in many languages ("for 7 days every 8 hours 500 mg").
    for unit in dict.fromkeys(number.unit for number, _ in pairs):
        alike = [pair for pair in pairs if pair[0].unit == unit]
        turned = sorted(alike, key=lambda pair: pair[1].start)
        if [number.value for number, _ in alike] != [number.value for number, _ in turned]:
            fault = f"the numbers stand in another order: {', '.join(other.text for _, other in turned)}"
            yield comparison.problem("T022", fault, "does each number still belong to its noun?", "warning")
            return


def times(comparison: Comparison) -> Iterator[Problem]:
    """T047: an hour before noon has become one after noon, or the other way round."""
    for number, other in comparison.matches.pairs:
        if not number.half:
            continue
        said = other.half or _half_in_words(comparison.target.scan.keys("critical"))
        late = number.half == "p" and any(hour >= NOON for hour in other.values)
        if said and said != number.half and not (late and not other.half and other.value >= NOON):
            fault = f"“{number.text} {number.half}.m.” of the source is {said}.m. in the translation"
            yield comparison.problem("T047", fault, "twelve hours are a dose")


def _half_in_words(critical: Mapping[str, int]) -> str:
    """The half of the day that a text names in words, if it names one alone."""
    early, late = "morning" in critical, bool({"noon", "evening", "night"} & critical.keys())
    return "" if early == late else "a" if early else "p"


def notation(comparison: Comparison) -> Iterator[Problem]:
    """T023 (warning): a decimal written so that it is misread: a zero added at its end, or no digit before the mark."""
    pairs = comparison.matches.pairs
    for number, other in pairs:
        here, there = _DECIMALS.search(number.text), _DECIMALS.search(other.text)
        if _THREE_DECIMALS.search(other.text) and _FEWER_DECIMALS.search(number.text):
            fault = f"“{other.text}” for “{number.text}” is read as a thousand times as much"
            yield comparison.problem("T023", fault, "write the number as the source does", "warning")
        elif there and _TRAILING_ZERO.search(other.text) and (not here or len(here[1]) < len(there[1])):
            fault = f"“{other.text}” for “{number.text}”: a zero at the end is read as ten times as much"
            yield comparison.problem("T023", fault, "write the number as the source does", "warning")
    if (found := _LEADING_POINT.search(comparison.target.plain)) and not _LEADING_POINT.search(comparison.source.plain):
        fault = f"“{found[0]}” has no digit before its mark, which is overlooked"
        yield comparison.problem("T023", fault, "write 0 before the mark", "warning")


def codes(comparison: Comparison) -> Iterator[Problem]:
    """T024 (warning): a code such as B12 or COVID-19 is not in the translation as it is in the source."""
    there = {number.text for number in comparison.target.numbers}
    lost = [code for code in comparison.codes_missing if not there.issuperset(re.findall(r"\d+", code))]
    if changed := comparison.codes_strange:
        fault = f"{_row(comparison.codes_missing)} of the source is {_row(changed)} in the translation"
        yield comparison.problem("T024", fault, "copy names as they are", "warning")
    elif lost:
        yield comparison.problem("T024", f"{_row(lost)} is not in the translation", "copy names as they are", "warning")


def telephones(comparison: Comparison) -> Iterator[Problem]:
    """T025: a telephone number is missing or changed, or one is added."""
    here, there = comparison.source.telephones, comparison.target.telephones
    if not (here or there):
        return
    source, target = (re.sub(r"\D", "", fold_digits(side.text)) for side in (comparison.source, comparison.target))
    if lost := [number for number in here if number not in target]:
        fault = f"the telephone number {_row(lost)} is missing or changed"
        yield comparison.problem("T025", fault, "copy telephone numbers digit by digit")
    elif new := [number for number in there if number not in source]:
        fault = f"the telephone number {_row(new)} is not in the source"
        yield comparison.problem("T025", fault, "copy telephone numbers digit by digit")


def addresses(comparison: Comparison) -> Iterator[Problem]:
    """T026: a web or mail address is missing, changed or added."""
    here, there = comparison.source.addresses, comparison.target.addresses
    if here != there:
        changed = sorted((here - there) + (there - here))
        yield comparison.problem(
            "T026", f"the address {_row(changed)} differs", "copy addresses as they are", "warning"
        )
