"""What CLDR, the public collection of language data, knows of a language: the beginnings of a language pack.

It is a beginning only. CLDR says how people of a country write in general, and not what stands on their medicine boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from babel import Locale
from babel.core import get_global
from babel.plural import PluralRule

from plainleaf.languages import borrowed_from, check_tag

RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"})
UNKNOWN_SCRIPT = "Zyyy"
_UNITS = {
    "day": "duration-day", "week": "duration-week", "month": "duration-month", "year": "duration-year",
    "hour": "duration-hour", "minute": "duration-minute", "milligram": "mass-milligram",
    "microgram": "mass-microgram", "gram": "mass-gram", "kilogram": "mass-kilogram",
    "milliliter": "volume-milliliter", "liter": "volume-liter", "drop": "volume-drop",
    "celsius": "temperature-celsius", "fahrenheit": "temperature-fahrenheit",
}  # fmt: skip
_ORDER = ("zero", "one", "two", "few", "many", "other")
_FRACTIONS = ("0.5", "0.25", "1.5", "2.5", "12.5", "100.4")
_WHOLE = {"v": 0, "w": 0, "f": 0, "t": 0, "e": 0, "c": 0}
"""Operands of CLDR's plural rules that tell fractions and short forms apart; gettext counts whole numbers only."""


@dataclass(frozen=True, slots=True)
class LanguageFacts:
    """What CLDR says.

    Attributes:
        native_digits: the numbering system of the language's own digits; ``latn`` where it has none.
        plural_forms: gettext's header; `plural_names`: CLDR's name of each form, in its order.
        fraction_plural: see `fraction_form`.
        date: pattern of the long date.
        units: words of units in full and in short, by unit; none where CLDR has none.
        lender: the language whose dates and numbers CLDR gives for this one, see `borrowed_from`.
    """

    tag: str
    own_name: str
    english_name: str
    script: str
    direction: Literal["ltr", "rtl"]
    native_digits: str
    plural_forms: str
    plural_names: tuple[str, ...]
    fraction_plural: int | None
    date: str
    list_separator: str
    decimal: str
    units: dict[str, tuple[str, ...]]
    lender: str = ""


def read_facts(tag: str) -> LanguageFacts:
    """Everything at once.

    Raises:
        ValueError: when the tag is not BCP 47, or CLDR does not know it.
    """
    locale = Locale.parse(check_tag(tag), sep="-")
    script = _script(locale)
    forms, names = gettext_rule(locale.plural_form)
    symbols = locale.number_symbols["latn"]
    lender = borrowed_from(tag)
    own_units = {} if lender else _UNITS
    return LanguageFacts(
        tag=tag,
        own_name=_name(locale, locale),
        english_name=_name(locale, Locale("en")),
        script=script,
        direction="rtl" if script in RTL_SCRIPTS else "ltr",
        native_digits=locale.other_numbering_systems.get("native", "latn"),
        plural_forms=forms,
        plural_names=names,
        fraction_plural=fraction_form(locale.plural_form),
        date=locale.date_formats["long"].pattern,
        list_separator=locale.list_patterns["standard"]["middle"].replace("{0}", "").replace("{1}", ""),
        decimal=symbols["decimal"],
        units={unit: words for unit in own_units if (words := tuple(dict.fromkeys(_unit_words(locale, unit))))},
        lender=lender,
    )


def _name(locale: Locale, reader: Locale) -> str:
    """The name of a language in the words of another: with a name of its own, or with script and country added."""
    whole = reader.languages.get(str(locale)) or locale.get_display_name(reader) or str(locale)
    return whole[:1].upper() + whole[1:]


def _script(locale: Locale) -> str:
    """The script that the tag says, or the one that the language is most likely written in there."""
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    parts = [locale.language, locale.territory]
    found = likely.get("_".join(filter(None, parts))) or likely.get(locale.language)
    return str(found.split("_")[1]) if found else UNKNOWN_SCRIPT


def _unit_words(locale: Locale, unit: str) -> Iterator[str]:
    patterns: Any = locale._data["unit_patterns"].get(_UNITS[unit], {})  # noqa: SLF001 - Babel offers no other way
    for length in ("long", "short"):
        for form, pattern in patterns.get(length, {}).items():
            if form in _ORDER and "{0}" in pattern and (word := pattern.replace("{0}", "").strip()):
                yield word


def gettext_rule(rule: PluralRule) -> tuple[str, tuple[str, ...]]:
    """A plural rule of CLDR as gettext writes it, for whole numbers, and the name of each form.

    Forms that only fractions take are among them.
    """
    names = tuple(name for name in _ORDER if name in rule.tags or name == "other")
    chosen = str(names.index("other"))
    for name, condition in sorted(rule.abstract, key=lambda pair: _ORDER.index(pair[0]), reverse=True):
        said = _condition(condition)
        if said is True:
            chosen = str(names.index(name))
        elif said is not False:
            chosen = f"{said} ? {names.index(name)} : {chosen}"
    return f"nplurals={len(names)}; plural={f'({chosen})' if '?' in chosen else chosen};", names


def fraction_form(rule: PluralRule) -> int | None:
    """Which form, counted from 0, every fraction takes; none where that depends on the fraction."""
    names = gettext_rule(rule)[1]
    found = {names.index(rule(Decimal(fraction))) for fraction in _FRACTIONS}
    return found.pop() if len(found) == 1 else None


def _condition(node: Any) -> str | bool:  # noqa: ANN401 - Babel's own trees are tuples in tuples
    """A condition in C, or whether it always or never holds for whole numbers."""
    kind, arguments = node
    if kind == "not":
        inner = _condition(arguments[0])
        return (not inner) if isinstance(inner, bool) else f"!({inner})"
    if kind in ("and", "or"):
        decisive: bool = kind == "or"
        parts = [_condition(argument) for argument in arguments]
        if decisive in parts:
            return decisive
        left = [part for part in parts if not isinstance(part, bool)]
        mark = " || " if decisive else " && "
        said = [f"({part})" if "||" in part and not decisive and len(left) > 1 else part for part in left]
        return mark.join(said) if said else not decisive
    _, expression, ranges = arguments
    value = _value(expression)
    rows = [(int(_value(low)), int(_value(high))) for low, high in ranges[1]]
    if value.isdigit():
        return any(low <= int(value) <= high for low, high in rows)
    return " || ".join(
        f"{value} == {low}" if low == high else f"{value} >= {low} && {value} <= {high}" for low, high in rows
    )


def _value(node: Any) -> str:  # noqa: ANN401 - see above
    kind, arguments = node
    if kind == "value":
        return str(arguments[0])
    if kind == "mod":
        inner, modulus = map(_value, arguments)
        return str(int(inner) % int(modulus)) if inner.isdigit() else f"{inner} % {modulus}"
    return str(_WHOLE.get(kind, "n"))
