"""The script of letters, and a text that is not in the script of its language.

The script of a letter is the first word of its Unicode name, so there is no table of ranges to keep. Checks here and in
`lookalikes` and `hidden` look at one text by itself and yield a `Trace` for everything they find.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

COMMON = "Zyyy"
MIN_LETTERS = 4
HALF = 0.5

_SCRIPTS = {
    "ADLAM": "Adlm", "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CHEROKEE": "Cher",
    "CJK": "Hani", "COPTIC": "Copt", "CYRILLIC": "Cyrl", "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor",
    "GREEK": "Grek", "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Hang", "HEBREW": "Hebr", "HIRAGANA": "Hira",
    "KANNADA": "Knda", "KATAKANA": "Kana", "KATAKANA-HIRAGANA": "Kana", "KHMER": "Khmr", "LAO": "Laoo",
    "LATIN": "Latn", "LISU": "Lisu", "MALAYALAM": "Mlym", "MONGOLIAN": "Mong", "MYANMAR": "Mymr", "NKO": "Nkoo",
    "OL": "Olck", "ORIYA": "Orya", "SINHALA": "Sinh", "SYRIAC": "Syrc", "TAI": "Tale", "TAMIL": "Taml",
    "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai", "TIBETAN": "Tibt", "TIFINAGH": "Tfng", "YI": "Yiii",
}  # fmt: skip
_WIDTHS = ("FULLWIDTH ", "HALFWIDTH ")
# Which scripts a language's own code stands for, where it is more than one.
_WRITES = {
    "Hans": {"Hani", "Bopo"}, "Hant": {"Hani", "Bopo"}, "Jpan": {"Hani", "Hira", "Kana"}, "Kore": {"Hang", "Hani"},
}  # fmt: skip
_WEIGHT = {"Hani": 3, "Hang": 2, "Hira": 2, "Kana": 2}
_BLANKED = re.compile(r"\{[^{}]*\}|(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = re.compile(r"[A-Z][A-Za-z\u00c0-\u024f0-9-]*")
WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
# Greek signs that science writes beside Latin letters: units (µg with a Greek mu) and types of a protein (TNFα).
_SCIENCE = re.compile(r"μ(?:g|m|l|L|M|s|mol|kat|cg)\d?|[αβγδεζκλμπσΔ]\d?[A-Z]+\d*|[A-Z][A-Za-z]{0,4}\d*[αβγδεζκλμσ]\d?")
_GREEK_SIGN = re.compile(r"[αβγδεζθκλμπσφχψωΔΣΩ]\d?")


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing found in a text.

    Attributes:
        kind: what sort of thing it is, in a word or two joined by a hyphen.
        start: where it begins, in characters.
        detail: what it is, as a person would be told: "“mеdic” mixes Cyrillic and Latin letters".
    """

    kind: str
    start: int
    detail: str


@cache
def script_of(char: str) -> str:
    """The ISO 15924 code of a letter's script; ``Zyyy`` for what belongs to none, marks and signs among it."""
    return named_script(char) if unicodedata.category(char)[0] == "L" else COMMON


@cache
def named_script(char: str) -> str:
    """The script that the name of a letter, mark or digit says; ``Zyyy`` where it says none."""
    name = unicodedata.name(char, "")
    for width in _WIDTHS:
        name = name.removeprefix(width)
    return _SCRIPTS.get(name.partition(" ")[0], COMMON) if " " in name else COMMON


def own_scripts(script: str) -> frozenset[str]:
    """The scripts whose letters belong to a language of that ISO 15924 code (``Jpan`` writes three)."""
    return frozenset(_WRITES.get(script, {script}))


def blanked(text: str) -> str:
    """The text with placeholders and addresses as spaces, so that places stay the same."""
    if not ("{" in text or "@" in text or "//" in text or "www." in text):
        return text
    return _BLANKED.sub(lambda found: " " * len(found[0]), text)


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script stand in a text."""
    counts: Counter[str] = Counter()
    for char, number in Counter(text).items():
        script = script_of(char)
        if script != COMMON:
            counts[script] += number
    return counts


def is_only_in(text: str, scripts: frozenset[str]) -> bool:
    """Whether every letter is of one of the scripts: most texts pass here, and nothing has to be counted."""
    return {script_of(char) for char in set(text)} <= scripts | {COMMON}


def name_of(char: str) -> str:
    """A character as people can look it up: ``U+00AD SOFT HYPHEN``."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def wrong_script(text: str, script: str, source: str = "") -> Iterator[Trace]:
    """``wrong-script``: most letters are not the language's; ``foreign-letters``: some are neither its own nor Latin.

    Latin letters inside another script are the business of the words a language allows, and are not reported here.

    Args:
        script: ISO 15924 code of the language.
        source: the text it was translated from; what stands in it may stand here.
    """
    own = own_scripts(script)
    if (text.isascii() and script == "Latn") or is_only_in(text, own):
        return
    # Names and acronyms may stand as they do in the source; a sentence that was left in has few of them.
    text = _NAME.sub(lambda name: " " * len(name[0]) if name[0] in source else name[0], blanked(text))
    counts = scripts_in(text)
    # A Chinese sign, a syllable of Korean or Japanese says as much as several letters.
    weights = {name: number * _WEIGHT.get(name, 1) for name, number in counts.items()}
    total = sum(weights.values())
    strange = sum(weight for name, weight in weights.items() if name not in own)
    if sum(counts.values()) >= MIN_LETTERS and strange > total * HALF:
        most = max(counts.keys() - own, key=lambda name: counts[name])
        yield Trace("wrong-script", 0, f"most letters are not of {script}, but of {most}")
        return
    for name in sorted(counts.keys() - own - {"Latn"}):
        for found in WORD.finditer(text):
            word = found[0]
            if name in scripts_in(word) and not is_science(word) and word not in source:
                yield Trace("foreign-letters", found.start(), f"“{word}” has letters of {name}")
                break


def is_science(word: str) -> bool:
    """Whether a word is a Greek sign as science writes it: α, µg with a Greek mu, TNFα."""
    return bool(_GREEK_SIGN.fullmatch(word) or _SCIENCE.fullmatch(word))
