"""What the checks know of a language: its number words, units, negations, critical words and concepts.

A lexicon is ``translations/<locale>/lexicon.yaml``, with the longer list of concepts in ``concepts.yaml`` beside it. It
serves the checks and is never printed. A language may have a lexicon before it has a pack: its catalogs can then be
checked, and nothing is printed in it.

A form is a word or phrase in lower case. ``*`` at its end stands for any ending (``недел*``); without it only the very
word counts. In scripts that put no space between words a form counts wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import check_tag, folder_of

SPACELESS = frozenset({"Hans", "Hant", "Jpan", "Thai", "Khmr", "Laoo", "Mymr", "Tibt"})
"""Scripts that put no space between words."""

CriticalWord = Literal[
    "once", "twice", "hourly", "daily", "weekly", "monthly", "morning", "noon", "evening", "night",
    "before", "after", "more", "less", "above", "below", "at-least", "at-most", "increase", "decrease",
    "start", "stop", "left", "right", "always", "only", "with", "without", "open", "close", "hot", "cold",
]  # fmt: skip
"""Words that change what a patient does. A text that has the opposite instead says something else."""

OPPOSITES: Mapping[CriticalWord, CriticalWord] = {
    "once": "twice", "twice": "once", "daily": "weekly", "weekly": "daily", "before": "after", "after": "before",
    "more": "less", "less": "more", "above": "below", "below": "above", "at-least": "at-most", "at-most": "at-least",
    "increase": "decrease", "decrease": "increase", "start": "stop", "stop": "start", "left": "right", "right": "left",
    "morning": "evening", "evening": "morning", "open": "close", "close": "open", "hot": "cold", "cold": "hot",
    "with": "without", "without": "with",
}  # fmt: skip

TURNED: tuple[tuple[CriticalWord, CriticalWord], ...] = (
    *OPPOSITES.items(),
    ("at-least", "below"),
)
"""What a word may not become. Not "at most" and "above": "no more than" is said with "above" in many languages."""

UnitName = Literal[
    "microgram", "milligram", "gram", "kilogram", "milliliter", "liter", "unit", "millimole", "millimeter",
    "centimeter", "meter", "kilometer", "percent", "celsius", "fahrenheit", "minute", "hour", "day", "week", "month",
    "year", "second", "tablet", "capsule", "drop", "puff", "spoon", "dose",
]  # fmt: skip


def _check_form(form: str) -> str:
    if form != form.strip() or not form.strip("*") or "*" in form[:-1]:
        message = f"`{form}` is not a form: a word or phrase, with `*` at its very end or not at all"
        raise ValueError(message)
    return form


def _check_number(text: str) -> str:
    if not re.fullmatch(r"[0-9]+(/[1-9][0-9]*)?", text):
        message = f"`{text}` is not a number such as 12 or 1/2"
        raise ValueError(message)
    return text


Form = Annotated[str, StringConstraints(min_length=1), AfterValidator(_check_form)]
Forms = tuple[Form, ...]
NumberText = Annotated[str, AfterValidator(_check_number)]


class Lexicon(BaseModel):
    """Words of one language that the checks look for.

    Attributes:
        language: BCP 47 tag.
        decimal: marks that part the decimals of a number, the usual one first.
        units: words and signs of units, as they stand beside a number.
        unit_first: whether a unit may stand before its number (Swahili ``wiki 4``).
        ranges: words and signs between the ends of a range, or between numbers that share a unit ("to", "or").
        numbers: numerals written as words, also their other forms and ordinals, to what they mean.
        scales: words that multiply the number before them (``million``).
        negation: words and endings by which an instruction forbids ("not", "never", "without", "avoid").
        concord: words that only repeat a negation that stands beside them (Spanish ``ningún`` beside ``no``).
        late_negation: whether a prohibition stands late in its sentence: after the verb, or after its conditions.
        also_negation: what may turn a sentence round as well ("unless", "except", "un…").
        not_negation: phrases that hold such a word and forbid nothing ("no later than", "not only").
        two_part: negations of two parts: each row names the words that may be first and those that may be second.
        critical: forms of each critical word.
        clitics: what may be stuck to the front of a word (Arabic ``و``).
        last_words: words that cannot end a sentence ("and", "the").
        length: characters of a translation for one character of English.
        concepts: forms by which a text speaks of each concept of the English list.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal["1"], Field(alias="schema")] = "1"
    language: str
    decimal: Annotated[tuple[str, ...], Field(min_length=1)] = (".",)
    units: dict[UnitName, Forms] = {}
    unit_first: bool = False
    ranges: Forms = ()
    numbers: dict[NumberText, Forms] = {}
    scales: dict[NumberText, Forms] = {}
    negation: Forms = ()
    concord: Forms = ()
    late_negation: bool = False
    also_negation: Forms = ()
    not_negation: Forms = ()
    two_part: tuple[tuple[Forms, Forms], ...] = ()
    critical: dict[CriticalWord, Forms] = {}
    clitics: tuple[str, ...] = ()
    last_words: Forms = ()
    length: Annotated[float, Field(gt=0.1, lt=5)] = 1.1
    concepts: dict[str, Forms] = {}

    @field_validator("language")
    @classmethod
    def _is_known(cls, tag: str) -> str:
        return check_tag(tag)

    @property
    def is_enough_to_publish(self) -> bool:
        """Whether a leaflet may be printed in the language: without these lists the checks are blind."""
        return bool(self.units and self.negation)


class _Concepts(BaseModel):
    """``concepts.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_: Annotated[Literal["1"], Field(alias="schema")] = "1"
    language: str
    concepts: dict[str, Forms]


def lexicon_path(tag: str) -> str:
    """Where the lexicon of a language stands, below the workspace."""
    return f"translations/{folder_of(tag)}/lexicon.yaml"


def read_lexicon(files: Mapping[str, str], tag: str) -> Lexicon | None:
    """The lexicon of a language, or None when it has none.

    Args:
        files: texts by path below the workspace.

    Raises:
        PlainleafError: L001 to L003, with the line of every fault.
    """
    path = lexicon_path(tag)
    if path not in files:
        return None
    lexicon = validate(read_source(files[path], path), Lexicon)
    concepts = path.replace("lexicon.yaml", "concepts.yaml")
    if concepts in files:
        more = validate(read_source(files[concepts], concepts), _Concepts)
        lexicon = lexicon.model_copy(update={"concepts": {**lexicon.concepts, **more.concepts}})
    return lexicon
