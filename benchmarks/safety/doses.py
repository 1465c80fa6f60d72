"""Doses written into real text, because public text with doses is rare: what comes out is marked as made.

Two ways: placeholders of this repository's messages filled with quantities, and percentages of other text turned into
doses. Both sides get the same quantity, each in its own way of writing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from babel.numbers import format_decimal
from pofile import Row
from words import dose_forms

SEED = 20261122
AMOUNTS = ("0.25", "0.5", "1", "1.25", "2", "2.5", "4", "5", "7.5", "10", "12.5", "20", "25", "50", "75", "100",
           "125", "150", "200", "250", "300", "400", "500", "750", "850")  # fmt: skip
ENGLISH = {"mcg": "mcg", "mg": "mg", "g": "g", "ml": "mL"}
PLACEHOLDER = re.compile(r"\{[a-z_0-9.]+\}")
PERCENT = re.compile(r"(?<![\w.,])(\d+(?:[.,٫]\d+)?)(\s?)(?:%|٪|％|percent\b|per cent\b)")
UNSPACED_UNITS = frozenset("zh")
FILLINGS = 6


def _say(amount: str, unit: str, lang: str, chance: random.Random) -> str:
    base = lang.partition("-")[0]
    locale = lang.replace("-", "_")
    number = format_decimal(amount, locale=locale, decimal_quantization=False)
    gap = "" if base in UNSPACED_UNITS else chance.choice((" ", "\u00a0"))
    own = [form for form in dose_forms(lang)[unit] if not form.isascii()]
    forms = own[:1] or [ENGLISH[unit]]
    return f"{number}{gap}{forms[0]}"


def _put_in(text: str, doses: Iterator[str]) -> str:
    return PERCENT.sub(lambda _: next(doses), text)


def splice_doses(rows: Sequence[Row], lang: str) -> tuple[Row, ...]:
    """Rows that hold the same number of percentages on both sides, each made a dose."""
    chance = random.Random(SEED)  # noqa: S311 - no secret, only an order
    made = []
    for row in rows:
        found = PERCENT.findall(row.source)
        if not found or len(found) != len(PERCENT.findall(row.target)):
            continue
        values = [float(number) for number, _ in found]
        others = [float(re.sub("[,٫]", ".", number)) for number, _ in PERCENT.findall(row.target)]
        if values != others or len(set(values)) != len(values):
            continue
        amounts = chance.sample(AMOUNTS, len(found))
        quantities = [(amount, chance.choice(tuple(ENGLISH))) for amount in amounts]
        english = iter([f"{amount} {ENGLISH[unit]}" for amount, unit in quantities])
        local = iter([_say(amount, unit, lang, chance) for amount, unit in quantities])
        made.append(Row(_put_in(row.source, english), _put_in(row.target, local), row.place))
    return tuple(made)


def fill_placeholders(rows: Sequence[Row], lang: str) -> tuple[Row, ...]:
    """Messages with placeholders, each filled in several ways; a placeholder is one quantity on both sides."""
    chance = random.Random(SEED)  # noqa: S311 - as above
    made = []
    for _ in range(FILLINGS):
        for row in rows:
            names = sorted(set(PLACEHOLDER.findall(row.source)))
            if not names or set(PLACEHOLDER.findall(row.target)) != set(names):
                continue
            source, target = row.source, row.target
            for name, amount in zip(names, chance.sample(AMOUNTS, len(names)), strict=True):
                unit = chance.choice(tuple(ENGLISH))
                source = source.replace(name, f"{amount} {ENGLISH[unit]}")
                target = target.replace(name, _say(amount, unit, lang, chance))
            made.append(Row(source, target, row.place))
    return tuple(dict.fromkeys(made))
