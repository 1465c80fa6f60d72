"""A source text and its translation, both read once for all checks: words, numbers, codes, addresses, placeholders."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from plainleaf.languages import LanguagePack
from plainleaf.problems import Position, Problem, Strength
from plainleaf.translation.safety.lexicon import Lexicon
from plainleaf.translation.safety.numerals import Matches, Number, NumberReader, fold_digits, match_numbers
from plainleaf.translation.safety.scan import Scan, Scanner
from plainleaf.translation.safety.spoken import SpokenReader

# Placeholders of our own kind and of programs: {name}, %(name)s, %s, %d, {0}, <b>.
PLACEHOLDER = re.compile(
    r"%\([A-Za-z_]\w*\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%(?:\d\$)?[sdfiu](?![A-Za-z])|\{\{.*?\}\}|\{[A-Za-z_0-9][\w.]*\}"
    r"|\$\{?[A-Za-z_]\w*\}?|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*=[^<>]*)?\s?/?>"
)
ADDRESS = re.compile(r"https?://[^\s<>\"')\]،，。]+[\w/]|\bwww\.[^\s<>\"')\]،，。]+[\w/]|[\w.+-]+@[\w-]+\.[A-Za-z.]+\w")
TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|00)?\(?\d(?:[\d\-()\u00a0 .]{4,})\d(?![\w])")
# A word with digits that names something: COVID-19, H1N1, B12, IL-6, SARS-CoV-2.
CODE = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][A-Za-z]*-?\d\w*(?:[-/]\d+[A-Za-z]\w*)*|[A-Z][A-Za-z]*(?:-[A-Za-z0-9]+)*-\d+[A-Za-z]*"
    r"|[a-z]+[A-Z]+\w*\d\w*)(?![A-Za-z0-9])"
)
# The same with its letters in the translation's own script: كوفيد-19.
SPELT_CODE = re.compile(r"[^\W\d_A-Za-z]{2,}[-\u2010\u2011](?P<number>\d+)(?![\d.,]*\d)")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
FEWEST_TELEPHONE_DIGITS = 7
_MARKED = re.compile(r"[{%<$]")
_DOTLESS = re.compile(r"\bI(?=[a-zçğöşüı])")
_DIGIT = re.compile(r"[0-9½¼¾⅓⅔⅛⅜⅝⅞⅕]")


@dataclass(frozen=True, slots=True)
class Pair:
    """One source text and its translation, and where they stand.

    Attributes:
        own: of a catalog of this project, whose texts have no digits and no markup.
        counted: a plural form for certain numbers, which may leave the number out ("one day", Arabic "two days").
        formatted: flagged by its file as holding placeholders (``python-brace-format``).
    """

    msgctxt: str
    msgid: str
    text: str
    position: Position
    own: bool = False
    formatted: bool = False
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts.

    Attributes:
        text: as it stands, see `_as_read`.
        plain: digits folded; placeholders, addresses, telephone numbers and codes blanked.
    """

    text: str
    plain: str
    placeholders: Counter[str]
    addresses: Counter[str]
    telephones: tuple[str, ...]
    numbers: tuple[Number, ...]
    scan: Scan


@dataclass(frozen=True, slots=True)
class TargetLanguage:
    """What the checks know of the language of a catalog.

    Attributes:
        pack: of a language that is printed; its lists of names and exceptions bind.
        lexicon: None where nobody has written one; then only checks that need no words run.
    """

    tag: str
    script: str
    direction: str
    lexicon: Lexicon | None
    pack: LanguagePack | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair, read.

    Attributes:
        codes_missing: codes of the source that the translation does not have.
        code_digits: their numbers, which the translation may have in another form.
        codes_strange: words of the translation with a number stuck to them that no code of the source has.
        matches: which number of the translation is which of the source.
    """

    pair: Pair
    source: Side
    target: Side
    language: TargetLanguage
    codes_missing: tuple[str, ...]
    code_digits: Counter[Fraction]
    codes_strange: tuple[str, ...]
    matches: Matches
    comparer: Comparer

    def target_has_unit(self, unit: str, number: Number) -> bool:
        """Whether a word for the unit stands anywhere near a number of the translation."""
        return self.comparer.target_numbers.has_unit(self.target.plain, unit, number)

    def has_fewer(self, unit: str) -> bool:
        """Whether a unit stands less often in the translation than in the source."""
        here = self.comparer.source_numbers.count_unit(self.source.plain, unit)
        return self.comparer.target_numbers.count_unit(self.target.plain, unit) < here

    def problem(self, code: str, fault: str, hint: str = "", strength: Strength = "error") -> Problem:
        """A problem of this translation, at its place."""
        name = self.pair.msgctxt or self.pair.msgid[:40]
        return Problem(self.pair.position, code, f"`{name}`: {fault}", hint, strength, self.pair.msgctxt)


def _as_read(text: str, language: TargetLanguage) -> str:
    """The text with the signs that the checks look for: Greek asks with a semicolon, and Turkish has a capital of ı."""
    if language.script == "Grek":
        return text.replace(";", "?")
    return _DOTLESS.sub("ı", text) if language.tag.partition("-")[0] in ("tr", "az") else text


class Comparer:
    """Reads pairs of one language."""

    def __init__(self, english: Lexicon, language: TargetLanguage) -> None:
        lexicon = language.lexicon or Lexicon(language=language.tag)
        self.language = language
        self.source_scanner = Scanner(english, "Latn")
        self.target_scanner = Scanner(lexicon, language.script)
        self.source_numbers = NumberReader(english, "Latn")
        self.target_numbers = NumberReader(lexicon, language.script)
        self.source_spoken = SpokenReader(english, "Latn")
        self.target_spoken = SpokenReader(lexicon, language.script)

    def compare(self, pair: Pair) -> Comparison:
        """Read both texts."""
        said = _as_read(pair.text, self.language)
        source, source_found = _blank(pair.msgid)
        target, target_found = _blank(said)
        codes = _take_codes(source, target) if _DIGIT.search(source) else _Codes(source, target)
        source, target = codes.source, codes.target
        read_source = self.source_numbers.read(source) if _DIGIT.search(source) else ()
        read_target = self.target_numbers.read(target) if _DIGIT.search(target) else ()
        return Comparison(
            pair,
            Side(pair.msgid, source, *source_found, read_source, self.source_scanner.scan(source)),
            Side(said, target, *target_found, read_target, self.target_scanner.scan(target)),
            self.language,
            codes.missing,
            codes.digits,
            codes.strange,
            match_numbers(read_source, read_target),
            self,
        )


def _blank(text: str) -> tuple[str, tuple[Counter[str], Counter[str], tuple[str, ...]]]:
    """The text with ASCII digits, and without what is no running text, which comes beside it."""
    placeholders: Counter[str] = Counter()
    addresses: Counter[str] = Counter()
    telephones: list[str] = []
    if _MARKED.search(text):
        placeholders.update(PLACEHOLDER.findall(text))
        text = PLACEHOLDER.sub(_spaces, text)
    if "://" in text or "www." in text or "@" in text:
        addresses.update(found.rstrip(".,;:") for found in ADDRESS.findall(text))
        text = ADDRESS.sub(_spaces, text)
    text = fold_digits(text)
    if not _DIGIT.search(text):
        return text, (placeholders, addresses, ())
    for match in TELEPHONE.finditer(text):
        bare = re.sub(r"\D", "", match[0])
        if len(bare) >= FEWEST_TELEPHONE_DIGITS and _looks_dialled(match[0]):
            telephones.append(bare)
            text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return text, (placeholders, addresses, tuple(telephones))


def _looks_dialled(text: str) -> bool:
    """Whether it is a telephone number rather than a row of numbers or a grouped one."""
    groups = re.findall(r"\d+", text)
    grouped = len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3  # noqa: PLR2004
    # A span of years, or of amounts: 1000-2000.
    span = len(groups) == 2 and len(groups[0]) == len(groups[1]) and int(groups[0]) < int(groups[1])  # noqa: PLR2004
    return text.startswith(("+", "00")) or not (grouped or span or re.search(r"\.\s|\d\.\d", text))


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


@dataclass(frozen=True, slots=True)
class _Codes:
    """Both texts without the codes that they share, and what is left over.

    Attributes:
        missing: codes of the source that the translation does not have as they are.
        digits: their numbers, which the translation may say without the letters.
        strange: words of the translation with a number stuck to them, while a code of the source is missing.
    """

    source: str
    target: str
    missing: tuple[str, ...] = ()
    digits: Counter[Fraction] = field(default_factory=Counter)
    strange: tuple[str, ...] = ()


def _take_codes(source: str, target: str) -> _Codes:
    wanted = {_code(match[0]) for match in CODE.finditer(source)}
    if not wanted:
        return _Codes(source, target)
    there = {_code(match[0]) for match in CODE.finditer(target)}
    missing: list[str] = []
    digits: Counter[Fraction] = Counter()

    def take(match: re.Match[str]) -> str:
        code = _code(match[0])
        if match[0].split("-")[0].lower() in MONTHS:
            return match[0]
        if code not in there:
            missing.append(match[0])
            digits.update(Fraction(number) for number in re.findall(r"\d+", match[0]))
        return " " * len(match[0])

    source = CODE.sub(take, source)
    target = CODE.sub(lambda match: _spaces(match) if _code(match[0]) in wanted else match[0], target)
    strange: list[str] = []

    def take_spelt(match: re.Match[str]) -> str:
        value = Fraction(match["number"])
        if digits[value] <= 0:
            strange.append(match[0])
            return match[0]
        digits[value] -= 1
        spelt = (code for code in missing if value in map(Fraction, re.findall(r"\d+", code)))
        if code := next(spelt, None):
            missing.remove(code)
        return " " * len(match[0])

    if missing:
        target = SPELT_CODE.sub(take_spelt, target)
    return _Codes(source, target, tuple(missing), digits, tuple(strange) if missing else ())


def _code(text: str) -> str:
    return text.replace(" ", "-").upper()
