"""What looks like something else: a Cyrillic а in a Latin word, the letter l for the digit 1, digits of two scripts.

Only letters that a reader cannot tell apart in print are listed; those that differ a little (Cyrillic п, Latin n) are
not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import groupby

from plainleaf.translation.safety.scripts import (
    COMMON,
    WORD,
    Trace,
    blanked,
    is_only_in,
    is_science,
    name_of,
    own_scripts,
    script_of,
    scripts_in,
)

# A foreign word and what is joined to it, before or after (بHIV); not letters in the middle of a word.
MAX_RUNS = 2
# Scripts whose letters pass for letters of another of them.
_DECEIVE = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Copt", "Cher", "Lisu"})
# Scripts without spaces, or whose particles are joined to a foreign word: "PCR検査", "HIV를", "ไวรัสHIV".
_JOINS = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo", "Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Yiii"})
# Each letter with the Latin letter it looks like.
_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХҮҺаеѕіјорсухһԁԛԝӏ", "ABESIJKMHOPCTXYhaesijopcyxhdqwl", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυχα", "ABEZHIKMNOPTYXovikpuxa", strict=True))
_ARMENIAN = dict(zip("ՕՏՍօոսհ", "OSUonuh", strict=True))
_TO_LATIN: Mapping[str, Mapping[str, str]] = {"Cyrl": _CYRILLIC, "Grek": _GREEK, "Armn": _ARMENIAN}
# And the other way: Latin letters that look like small letters of another script. Capitals stand for vitamins, types
# of hepatitis and degrees in every script, so they prove nothing.
_FROM_LATIN: Mapping[str, frozenset[str]] = {"Cyrl": frozenset("aecopxyi"), "Grek": frozenset("ovpu")}
# Letters that a reader takes for 0, 1 and 3. A small o or l after a number is an ordinal (3o) or litres (5l).
_LETTER = "lIOo|ОоΟοІӏЗзⅼ"
_UNIT = r"(?:mg|mcg|µg|μg|ng|kg|g|mL|ml|dl|dL|l|L|UI|IU|mmol|mm|cm|мг|мкг|мл|кг|г|%|°)"
_IN_NUMBER = re.compile(
    rf"(?<![\w.,/-])[{_LETTER}]{{1,2}}\d[\d.,]*[{_LETTER}]*(?:(?={_UNIT}\b)|(?!\w))"
    rf"|\d[{_LETTER}]+\d[\w]*"
    rf"|(?<![\w/-])\d[\d.,]*[OIОΟІЗ]+(?:(?={_UNIT}\b)|(?!\w))"
    rf"|(?<![\w/-])\d[\d.,]*[ol|О](?={_UNIT}\b)"
    rf"|(?<![\w.,'’/-])[lIOОІ|]{{1,4}}(?=\s?(?:mg|mcg|µg|μg|ml|mL|мг|мкг|мл)\b)"
)
# A quick look first: a digit, or letters alone before a unit.
_MAY_BE_NUMBER = re.compile(r"\d|[lIOОІ|]\s?[mµμм][gcкгLlл]")
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_CODE = re.compile(r"[^\W\d_]+[-‑–]?\d+|\d+[-‑–]?[A-Za-z]+")


def look_alikes(letter: str) -> tuple[str, ...]:
    """The letters of other scripts that a reader takes for this Latin letter."""
    return tuple(other for table in _TO_LATIN.values() for other, latin in table.items() if latin == letter)


def mixed_words(text: str, script: str) -> Iterator[Trace]:
    """``mixed-scripts``: a word has letters of two scripts; ``look-alike-word``: it only looks like one of its own.

    Args:
        script: ISO 15924 code of the language.
    """
    own = own_scripts(script)
    if (text.isascii() and script == "Latn") or is_only_in(text, own):
        return
    text = blanked(text)
    for found in WORD.finditer(text):
        word = found[0]
        counts = scripts_in(word)
        strange = counts.keys() - own
        if not strange:
            continue
        if len(counts) > 1 and not _may_mix(word, frozenset(counts)):
            letter = next(c for c in word if script_of(c) == min(counts, key=lambda s: (s in own, counts[s])))
            both = " and ".join(sorted(counts))
            yield Trace("mixed-scripts", found.start(), f"“{word}” mixes letters of {both} ({name_of(letter)})")
        elif len(counts) == 1 and not is_science(word) and _is_look_alike(word, next(iter(counts)), script):
            detail = f"“{word}” is written in {next(iter(counts))} letters that look like {script}"
            yield Trace("look-alike-word", found.start(), detail)


def _may_mix(word: str, scripts: frozenset[str]) -> bool:
    """Whether a mixture is honest: a foreign word with a particle joined to it, or a sign of science."""
    if len(scripts & _DECEIVE) > 1:
        return scripts == {"Grek", "Latn"} and is_science(word)
    if scripts & _JOINS:
        return True
    runs = [name for name, _ in groupby(script_of(char) for char in word if script_of(char) != COMMON)]
    return len(runs) <= MAX_RUNS


def _is_look_alike(word: str, script: str, wanted: str) -> bool:
    if wanted == "Latn":
        return script in _TO_LATIN and all(letter in _TO_LATIN[script] for letter in word)
    return script == "Latn" and wanted in _FROM_LATIN and all(letter in _FROM_LATIN[wanted] for letter in word)


def letters_in_numbers(text: str, source: str = "") -> Iterator[Trace]:
    """``letter-in-number``: a letter stands for a digit (l00 ml, 1O mg). What the source has too is a code (O157).

    Args:
        source: the text it was translated from.
    """
    if not _MAY_BE_NUMBER.search(text):
        return
    for found in _IN_NUMBER.finditer(blanked(text)):
        if found[0] not in source:
            yield Trace("letter-in-number", found.start(), f"“{found[0]}” has a letter in place of a digit")


def mixed_digits(text: str) -> Iterator[Trace]:
    """``mixed-number``: a number has digits of two scripts; ``mixed-digits``: numbers of two scripts stand in a text.

    Codes (COVID-19) keep their digits in every language and do not count.
    """
    if text.isascii():
        return
    text = blanked(text)
    seen: dict[str, str] = {}
    for found in _DIGITS.finditer(_CODE.sub(lambda code: " " * len(code[0]), text)):
        systems = {_zero(c) for c in found[0] if c.isdigit()} - {""}
        if len(systems) > 1:
            yield Trace("mixed-number", found.start(), f"“{found[0]}” has digits of two scripts")
            return
        for zero in systems:
            seen.setdefault(zero, found[0])
            if len(seen) > 1:
                both = " and ".join(f"“{number}”" for number in seen.values())
                yield Trace("mixed-digits", found.start(), f"{both} are written with digits of two scripts")
                return


def _zero(char: str) -> str:
    """The zero of a digit's numbering system; full-width digits are Latin ones, set wide."""
    value = unicodedata.decimal(char, -1)
    if value < 0:
        return ""
    zero = chr(ord(char) - value)
    return "0" if zero == "０" else zero
