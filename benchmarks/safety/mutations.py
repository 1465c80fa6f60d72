"""The ways in which a translation is spoilt, one at a time.

A mutation takes one row and gives the spoilt translation, or nothing where the row does not offer what it needs. It
never gives a text that says the same as before: a nought behind a decimal fraction, or a swap of two equal numbers.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from pofile import Row
from words import (
    ENGLISH_DENIAL,
    ENGLISH_DOSE,
    ENGLISH_INSTRUCTION,
    ENGLISH_NOT,
    ENGLISH_TIME,
    UNSPACED,
    dose_forms,
    words_of,
)

Chance = random.Random
Mutation = Callable[[Row, str, Chance], str | None]

NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+|[\u00a0\u202f ]\d{3}(?!\d))*")
FREE_NUMBER = re.compile(rf"(?<![A-Za-z\d])(?<![A-Za-z][-‐‑]){NUMBER.pattern}(?![A-Za-z])")
DECIMAL = re.compile(r"(?<![\d.,٫٬:])(\d{1,3})([.,٫])(\d{1,2})(?![\d]|[.,٫٬:]\d)")
ENGLISH_DECIMAL = re.compile(r"\d\.\d")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sdf](?![A-Za-z])|\{\{?[\w.]+\}?\}")
SENTENCE = re.compile(r"[^.!?。！？।؟۔]+(?:[.!?۔؟।]+(?=\s|$)|[。！？]|$)\s*")
LATIN_WORD = re.compile(r"(?<![\w@./])[A-Za-z]{4,}(?![\w@./])")
CYRILLIC_WORD = re.compile(r"\b[а-яё]{4,}\b", re.IGNORECASE)
TO_CYRILLIC = dict(zip("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ", strict=True))
TO_GREEK = dict(zip("ovAEZIKMNOPTYX", "ονΑΕΖΙΚΜΝΟΡΤΥΧ", strict=True))
TO_LATIN = {cyrillic: latin for latin, cyrillic in TO_CYRILLIC.items()}
BIDI = "\u202e\u202d\u202b\u2066\u2067"
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
MARKS = r"[\u0300-\u036f\u0900-\u0dff]"
KEPT = 0.55


def _pick(pattern: re.Pattern[str], text: str, chance: Chance) -> re.Match[str] | None:
    spans = [match.span() for match in PLACEHOLDER.finditer(text)]
    found = [
        match
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in spans)
    ]
    return chance.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _like(digit: str, value: int) -> str:
    """The digit of a value in the script of another digit."""
    return chr(ord(digit) - unicodedata.decimal(digit) + value)


def change_digit(row: Row, _: str, chance: Chance) -> str | None:
    if not (match := _pick(re.compile(r"\d"), row.target, chance)):
        return None
    old = unicodedata.decimal(match[0])
    return _put(row.target, match, _like(match[0], (old + chance.randint(1, 9)) % 10))


def append_digit(row: Row, _: str, chance: Chance) -> str | None:
    if not (match := _pick(NUMBER, row.target, chance)):
        return None
    fraction = re.search(r"[.,٫]\d{1,2}$", match[0])
    digit = _like(match[0][-1], chance.randint(1, 9) if fraction else 0)
    return _put(row.target, match, match[0] + digit)


def drop_decimal_mark(row: Row, _: str, chance: Chance) -> str | None:
    if not ENGLISH_DECIMAL.search(row.source) or not (match := _pick(DECIMAL, row.target, chance)):
        return None
    if f"{_ascii(match[1])}.{_ascii(match[3])}" not in row.source:
        return None
    return _put(row.target, match, match[1] + match[3])


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def delete_number(row: Row, _: str, chance: Chance) -> str | None:
    if not (match := _pick(re.compile(FREE_NUMBER.pattern + r"\s?"), row.target, chance)):
        return None
    return _put(row.target, match, "")


def swap_numbers(row: Row, _: str, chance: Chance) -> str | None:
    found = list(FREE_NUMBER.finditer(row.target))
    pairs = [
        (one, two)
        for at, one in enumerate(found)
        for two in found[at + 1 :]
        if _ascii(re.sub(r"\D", "", one[0])).strip("0") != _ascii(re.sub(r"\D", "", two[0])).strip("0")
    ]
    if not pairs:
        return None
    one, two = chance.choice(pairs)
    return _put(_put(row.target, two, one[0]), one, two[0])


def _unit_pattern(forms: tuple[str, ...], lang: str) -> re.Pattern[str]:
    told = "|".join(re.escape(form) for form in sorted(set(forms), key=len, reverse=True))
    end = "" if lang.partition("-")[0] in UNSPACED else rf"(?!\w|{MARKS})"
    return re.compile(rf"(?<=\d)([\s\u00a0\u202f]?)({told}){end}(?![A-Za-z])")


def swap_dose_unit(row: Row, lang: str, chance: Chance) -> str | None:
    if not ENGLISH_DOSE.search(row.source):
        return None
    forms = dose_forms(lang)
    every = tuple(form for group in forms.values() for form in group)
    if not (match := _pick(_unit_pattern(every, lang), row.target, chance)):
        return None
    unit = next(name for name, group in forms.items() if match[2] in group)
    at = forms[unit].index(match[2])
    other = chance.choice([name for name in forms if name != unit])
    is_symbol = match[2].isascii() and len(match[2]) <= 3
    new = forms[other][-3] if is_symbol else forms[other][min(at, len(forms[other]) - 4)]
    return _put(row.target, match, match[1] + new)


def delete_dose_unit(row: Row, lang: str, chance: Chance) -> str | None:
    if not ENGLISH_DOSE.search(row.source):
        return None
    every = tuple(form for group in dose_forms(lang).values() for form in group)
    match = _pick(_unit_pattern(every, lang), row.target, chance)
    return _put(row.target, match, "") if match else None


def swap_time_unit(row: Row, lang: str, chance: Chance) -> str | None:
    times = words_of(lang).times
    every = tuple(form for group in times.values() for form in group)
    if not every or not ENGLISH_TIME.search(row.source):
        return None
    # Four digits are a year of the calendar, not a time that passes.
    pattern = re.compile(r"(?<!\d{4})(?<!\d{4}.)" + _unit_pattern(every, lang).pattern)
    if not (match := _pick(pattern, row.target, chance)):
        return None
    unit = next(name for name, group in times.items() if match[2] in group)
    other = chance.choice([name for name in times if name != unit])
    new = times[other][min(times[unit].index(match[2]), len(times[other]) - 1)]
    return _put(row.target, match, match[1] + new)


def remove_negation(row: Row, lang: str, chance: Chance) -> str | None:
    return _without_negation(row, lang, chance) if ENGLISH_INSTRUCTION.search(row.source) else None


def remove_any_negation(row: Row, lang: str, chance: Chance) -> str | None:
    return _without_negation(row, lang, chance) if ENGLISH_NOT.search(row.source) else None


def _without_negation(row: Row, lang: str, chance: Chance) -> str | None:
    for pattern, left in words_of(lang).removals:
        if match := _pick(re.compile(pattern, re.IGNORECASE), row.target, chance):
            return _put(row.target, match, match.expand(left))
    return None


def add_negation(row: Row, lang: str, chance: Chance) -> str | None:
    words = words_of(lang)
    if ENGLISH_DENIAL.search(row.source):
        return None
    if any(re.search(pattern, row.target, re.IGNORECASE) for pattern, _ in words.removals):
        return None
    for pattern, denied in words.additions:
        if match := _pick(re.compile(pattern, re.IGNORECASE), row.target, chance):
            return _put(row.target, match, match.expand(denied))
    return None


def cut_tail(row: Row, lang: str, _: Chance) -> str | None:
    spaced = words_of(lang).spaced
    if len(row.target) < (40 if spaced else 15):
        return None
    cut = row.target[: int(len(row.target) * KEPT)]
    return cut.rpartition(" ")[0].rstrip(" ,;،") or None if spaced else cut


def drop_sentence(row: Row, _: str, chance: Chance) -> str | None:
    found = [match for match in SENTENCE.finditer(row.target) if len(match[0].strip()) >= 8]
    if len(found) < 2 or len(SENTENCE.findall(row.source)) < 2:
        return None
    return _put(row.target, chance.choice(found), "").strip()


def swap_opposite(row: Row, lang: str, chance: Chance) -> str | None:
    return _turn_round(row, lang, words_of(lang).opposites, chance)


def swap_contrast(row: Row, lang: str, chance: Chance) -> str | None:
    return _turn_round(row, lang, words_of(lang).contrasts, chance)


def _turn_round(row: Row, lang: str, pairs: tuple[tuple[str, str, str, str], ...], chance: Chance) -> str | None:
    words = words_of(lang)
    edge = rf"(?<!\w)(?<!{MARKS})" if words.spaced else ""
    end = rf"(?!\w|{MARKS})" if words.spaced else ""
    choices = []
    for english, opposite, here, there in pairs:
        for known, old, new in ((english, here, there), (opposite, there, here)):
            if re.search(rf"\b{known}\b", row.source, re.IGNORECASE):
                pattern = re.compile(edge + re.escape(old) + end, re.IGNORECASE)
                choices += [(match, new) for match in pattern.finditer(row.target)]
    if not choices:
        return None
    match, new = chance.choice(choices)
    return _put(row.target, match, new[:1].upper() + new[1:] if match[0][:1].isupper() else new)


def leave_untranslated(row: Row, _: str, __: Chance) -> str | None:
    return row.source if len(re.findall(r"[A-Za-z]{3,}", row.source)) >= 3 else None


def use_lookalike(row: Row, lang: str, chance: Chance) -> str | None:
    """One letter of a word taken from another script; in Cyrillic text, a Latin one."""
    if lang.startswith(("ru", "uk", "bg")):
        tables, pattern = [TO_LATIN], CYRILLIC_WORD
    else:
        tables, pattern = [TO_CYRILLIC, TO_GREEK], LATIN_WORD
    if not (match := _pick(pattern, row.target, chance)):
        return None
    table = chance.choice(tables)
    places = [at for at, letter in enumerate(match[0]) if letter in table]
    if not places:
        return None
    at = chance.choice(places)
    return _put(row.target, match, match[0][:at] + table[match[0][at]] + match[0][at + 1 :])


def letter_for_digit(row: Row, _: str, chance: Chance) -> str | None:
    """`l00` for `100`, `O` for `0`."""
    if not (match := _pick(re.compile(r"(?<![A-Za-z\d])(?=\d{2})\d*?[01]\d*(?![A-Za-z])"), row.target, chance)):
        return None
    at = chance.choice([place for place, digit in enumerate(match[0]) if digit in "01"])  # ASCII digits alone
    letter = "l" if match[0][at] == "1" else "O"
    return _put(row.target, match, match[0][:at] + letter + match[0][at + 1 :])


def insert_bidi(row: Row, _: str, chance: Chance) -> str | None:
    at = chance.randrange(len(row.target) + 1)
    return row.target[:at] + chance.choice(BIDI) + row.target[at:]


def insert_invisible(row: Row, _: str, chance: Chance) -> str | None:
    match = _pick(re.compile(r"(?<=\w)(?=\w)"), row.target, chance)
    return _put(row.target, match, chance.choice(INVISIBLE)) if match else None


def damage_placeholder(row: Row, _: str, chance: Chance) -> str | None:
    found = list(PLACEHOLDER.finditer(row.target))
    if not found:
        return None
    match = chance.choice(found)
    names = re.sub(r"\w+(?=[}\)])", lambda name: name[0] + "s", match[0], count=1)
    return _put(row.target, match, chance.choice(("", names if names != match[0] else "")))


SINGLE: dict[str, Mutation] = {
    "digit changed": change_digit,
    "digit appended": append_digit,
    "decimal mark dropped": drop_decimal_mark,
    "number deleted": delete_number,
    "two numbers swapped": swap_numbers,
    "dose unit swapped": swap_dose_unit,
    "dose unit deleted": delete_dose_unit,
    "time unit swapped": swap_time_unit,
    "negation removed": remove_negation,
    "negation removed (any text)": remove_any_negation,
    "negation added": add_negation,
    "opposite word": swap_opposite,
    "contrasting word": swap_contrast,
    "tail cut": cut_tail,
    "sentence dropped": drop_sentence,
    "untranslated": leave_untranslated,
    "look-alike letter": use_lookalike,
    "letter for digit": letter_for_digit,
    "bidi control": insert_bidi,
    "invisible character": insert_invisible,
    "placeholder damaged": damage_placeholder,
}
