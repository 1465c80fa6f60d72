"""Languages as data: a pack says how a language writes itself, its numbers, days and names.

A pack is ``translations/<locale>/language.yaml``; adding a language needs no code. Tags are BCP 47 (``zh-Hans``)
everywhere; gettext's spelling (``zh_Hans``) is used for folders under ``translations/`` only.
"""

from __future__ import annotations

import datetime as dt
import re
from copy import deepcopy
from dataclasses import asdict
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal, Self

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global
from babel.dates import format_datetime
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from plainleaf.scripts import look_of

SOURCE_TAG = "en"
_TAG = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")
# The zero of each numbering system; Babel changes the marks of a number, and never its digits.
DIGITS = {
    "latn": "0", "arab": "\u0660", "arabext": "\u06f0", "beng": "\u09e6", "deva": "\u0966", "gujr": "\u0ae6",
    "guru": "\u0a66", "khmr": "\u17e0", "knda": "\u0ce6", "laoo": "\u0ed0", "mlym": "\u0d66", "mymr": "\u1040",
    "orya": "\u0b66", "tamldec": "\u0be6", "telu": "\u0c66", "thai": "\u0e50", "tibt": "\u0f20",
}  # fmt: skip
_NAMES = ("days", "months", "quarters", "day_periods", "day_period_rules", "eras")
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


Bound = Annotated[float, Field(allow_inf_nan=False)]
PluralForms = Annotated[str, StringConstraints(pattern=r"^nplurals=[1-6]; plural=[n0-9?:()<>=!&|% ]+;$")]


def check_tag(tag: str) -> str:
    """The tag itself.

    Raises:
        ValueError: when it is not BCP 47, or CLDR does not know it.
    """
    if not _TAG.match(tag):
        message = f"`{tag}` is not a BCP 47 tag such as `es` or `zh-Hans`"
        raise ValueError(message)
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        message = f"CLDR does not know the language `{tag}`"
        raise ValueError(message) from None
    return tag


class LevelLimits(BaseModel):
    """What one reading level may not exceed; what is left out is not checked.

    Attributes:
        score: of the language's own formula, names counted as easy words; a lower bound where higher is easier.
        critical_score: the same for the critical sections joined.
        smog: English only.
        sentence_load: mean length of sentences, in words that say as much as an English word.
        word_load: percent of rare words, on the scale of English.
        longest_sentence: in words that say as much as an English word, so that no average hides one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    score: Bound | None = None
    critical_score: Bound | None = None
    smog: Bound | None = None
    sentence_load: Bound | None = None
    word_load: Bound | None = None
    longest_sentence: Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Limits(BaseModel):
    """Limits of a language, by level. A level that is left out has the default, which goes by sentences alone.

    ``limits: {easy: {score: 70, sentence_load: 11, longest_sentence: 20}, …}``
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    easy: LevelLimits = LevelLimits(sentence_load=11, longest_sentence=20)
    plain: LevelLimits = LevelLimits(sentence_load=15, longest_sentence=25)
    full: LevelLimits = LevelLimits(sentence_load=20, longest_sentence=30)

    def of(self, level: str) -> LevelLimits:
        """The limits of one level."""
        limits: LevelLimits = getattr(self, str(level))
        return limits


class LanguagePack(BaseModel):
    """What a translator of a language decides once, for all leaflets.

    Attributes:
        language: BCP 47 tag.
        own_name, english_name: for readers, and for staff who do not read the language.
        script: ISO 15924 code; `fonts`, `size` and `leading` are by default what suits it.
        fonts: families in order; the first that has a character prints it.
        size: factor on the body size; 1 for Latin script at 12 points.
        leading: line height as a multiple of the size.
        digits: CLDR numbering system, as on the medicine box.
        numbers: by place, the CLDR locale whose decimal mark and grouping readers there see on boxes and thermometers.
        date: CLDR date pattern; none: the language's long date.
        time: CLDR time pattern; none: the language's short time.
        months: names of the twelve months in a date, where CLDR has none; ``MMMM`` in `date` stands for them.
        alternative: how two forms of one quantity stand together ("38 °C (100.4 °F)").
        span: how a range is written.
        list_separator: between names in a row.
        units: unit words that may follow ``{value.number}``, by unit.
        terms: forms that a glossary word takes in running text, by term.
        latin: words in Latin letters that readers of another script know (HIV).
        limits: how hard its leaflets may be to read; none: the defaults of `Limits`, in English school grades.
        same_as_source: messages whose translation is rightly the same as the English.
        plural_forms: gettext's header for new catalogs, where Babel's is not what the language's translators use.
        fraction_plural: which plural form a fraction takes; none: the last.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    schema_: Annotated[Literal["1"], Field(alias="schema")] = "1"
    language: str
    own_name: Annotated[str, StringConstraints(min_length=1)]
    english_name: Annotated[str, StringConstraints(min_length=1)]
    script: Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
    direction: Literal["ltr", "rtl"]
    fonts: Annotated[tuple[str, ...], Field(min_length=1)]
    size: Annotated[float, Field(ge=0.9, le=1.5)] = 1.0
    leading: Annotated[float, Field(ge=1.25, le=2.5)] = 1.4
    digits: Literal[
        "latn", "arab", "arabext", "beng", "deva", "gujr", "guru", "khmr", "knda", "laoo", "mlym", "mymr", "orya",
        "tamldec", "telu", "thai", "tibt",
    ] = "latn"  # fmt: skip
    numbers: dict[str, str] = Field(default_factory=dict)
    date: str | None = None
    time: str | None = None
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)] | None = None
    alternative: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{first\}[^{}]*\{second\}[^{}]*$")] = (
        "{first} ({second})"
    )
    span: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{low\}[^{}]*\{high\}[^{}]*$")] = "{low}–{high}"
    list_separator: str = ", "
    units: dict[str, tuple[str, ...]] = {}
    terms: dict[str, tuple[str, ...]] = {}
    latin: tuple[str, ...] = ()
    same_as_source: tuple[str, ...] = ()
    plural_forms: Annotated[str, StringConstraints(pattern=r"^nplurals=[1-6]; plural=[n0-9?:()<>=!&|% ]+;$")] | None = (
        None
    )
    limits: Limits | None = None
    fraction_plural: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _set_as_its_script_is(cls, values: object) -> object:
        """What the pack leaves out is what suits its script; of a script that nothing is known of, fonts are needed."""
        if not isinstance(values, dict):
            return values
        look = look_of(str(values.get("language")), str(values.get("script")))
        return values if look is None else {**asdict(look), **values}

    @field_validator("date", "time")
    @classmethod
    def _is_a_pattern(cls, pattern: str | None) -> str | None:
        """CLDR's letters; a quotation mark that is never closed would print the rest as it is."""
        if pattern is not None:
            if pattern.replace("''", "").count("'") % 2:
                message = f"`{pattern}` opens a quotation and does not close it"
                raise ValueError(message)
            format_datetime(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), format=pattern, locale="en")
        return pattern

    @model_validator(mode="after")
    def _has_months_of_its_own(self) -> Self:
        """Of some languages CLDR has nothing, and takes another's words: Haitian Creole would be dated in French."""
        if self.months is None and (lender := borrowed_from(self.language)):
            message = f"CLDR's names of months are those of `{lender}`: give `months`, and a `date` with MMMM"
            raise ValueError(message)
        if self.months and "MMMM" not in (self.date or ""):
            message = "`months` needs a `date` with MMMM, such as `d MMMM y`"
            raise ValueError(message)
        return self

    @field_validator("language")
    @classmethod
    def _is_known(cls, tag: str) -> str:
        return check_tag(tag)

    @field_validator("numbers")
    @classmethod
    def _are_known(cls, numbers: dict[str, str]) -> dict[str, str]:
        return {place: check_tag(tag) for place, tag in numbers.items()}

    @property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return parse_locale(self.language)

    @property
    def writes_latin(self) -> bool:
        """Whether Latin letters are its own."""
        return self.script == "Latn"


@lru_cache(maxsize=256)
def parse_locale(tag: str) -> Locale:
    """CLDR's locale of a BCP 47 tag that is known; see `check_tag`.

    With names of days and months of its own: Babel writes what an alias stands for into data that locales share, so
    that after Swahili the days of Thai are Swahili too.
    """
    locale = Locale.parse(tag, sep="-")
    data = localedata.load(str(locale))
    data.update({part: deepcopy(data[part]) for part in _NAMES if part in data})
    return locale


def borrowed_from(tag: str) -> str:
    """The other language whose dates and numbers CLDR uses for this one; empty when it has its own."""
    parent = str(get_global("parent_exceptions").get(tag.replace("-", "_"), ""))
    own, lender = (name.partition("_")[0] for name in (tag.replace("-", "_"), parent))
    return "" if lender in ("root", "no", own) else lender  # Bokmål and Nynorsk are Norwegian


def folder_of(tag: str) -> str:
    """The folder name under ``translations/``: gettext's spelling of a tag."""
    return tag.replace("-", "_")


def tag_of(name: str) -> str:
    """The BCP 47 tag of a folder name or of what a person typed (``zh_hans``, ``pt-br``)."""
    head, *rest = re.split(r"[-_]", name.strip())
    parts = [part.title() if len(part) == len("Hans") else part.upper() for part in rest]
    return "-".join([head.lower(), *parts])


def format_number(number: Decimal, pack: LanguagePack, place: str = "", *, grouped: bool = True) -> str:
    """A number with the digits and marks of the language, or of its readers in `place`; never rounded.

    Args:
        grouped: set a mark between thousands; in a dose it may be read as the mark before tenths.
    """
    locale = parse_locale(pack.numbers[place]) if place in pack.numbers else pack.locale
    return _write_number(str(number), locale, pack.digits, grouped=grouped)


# Every sheet has the same numbers as many others, and CLDR's patterns are slow to follow.
@lru_cache(maxsize=4_096)
def _write_number(number: str, locale: Locale, digits: str, *, grouped: bool) -> str:
    text = format_decimal(
        Decimal(number), locale=locale, decimal_quantization=False, group_separator=grouped, numbering_system=digits
    )
    return in_digits(text, digits)


def in_digits(text: str, digits: str) -> str:
    """A text with its ASCII digits written as those of a numbering system."""
    zero = ord(DIGITS[digits])
    return text.translate({ord("0") + digit: chr(zero + digit) for digit in range(10)})


def direction_of(text: str) -> Literal["ltr", "rtl"]:
    """The direction in which an isolated piece of text is set: right to left if any of its letters is.

    Digits count only where there is no letter: ١٠–٢٠ is read from the right, and ٣٨ °C from the left as 38 °C is.
    """
    letters = "".join(filter(str.isalpha, text))
    return "rtl" if _RTL.search(letters or text) else "ltr"
