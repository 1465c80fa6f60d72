"""How much of the source the translation says: left in English, cut short, too long, fewer sentences, words twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plainleaf.problems import Problem
from plainleaf.translation.safety.comparison import Comparison
from plainleaf.translation.safety.lexicon import SPACELESS
from plainleaf.translation.safety.placeholders import without_fields

_SOURCE_END = re.compile(r"[.!?:](?=[\s\"')\]]+[A-Z(]|\s*$)")
# A point ends no sentence after these.
_ABBREVIATED = re.compile(r"\b(?:St|Dr|Mr|Mrs|vs|Fig|No|e\.g|i\.e|[A-Z])\.(?=\s+[A-Z(])")
_TARGET_END = re.compile(r"[.!?:](?=[\"')\]»”’]*\s|[\"')\]»”’]*$)|[。！？：।॥؟۔።፦။។៖]")
_FINAL = re.compile(r"[.!?:…。！？।॥؟۔።፦။។៖：]['\"')\]»”’）」』]*\s*$")
_TWICE = re.compile(r"(?<![^\W_])(?<!-)([^\W\d_]{2,})\s+\1(?![^\W_])", re.IGNORECASE)
MEASURABLE = 40
"""Characters of the source from which its length says something."""
LONG_SENTENCE = 60
MIN_COPIED_LETTERS = 4
MIN_COPIED_WORDS = 3
# Languages that say a word twice to mean many, each or very.
_DOUBLING = frozenset(
    {
        "am", "bn", "fil", "gu", "haw", "hi", "ht", "id", "ja", "km", "kn", "ko", "lo", "ml", "mr", "ms", "my", "ne",
        "pa", "si", "so", "sw", "ta", "te", "th", "tl", "tr", "ur", "vi", "zh",
    }
)  # fmt: skip


# Words that rightly stand twice: "vous vous sentez bien".
_REFLEXIVE = {"fr": frozenset({"vous", "nous"})}


def untranslated(comparison: Comparison) -> Iterator[Problem]:
    """T015: the English text stands untranslated."""
    if comparison.pair.msgid.strip() != comparison.pair.text.strip():
        return
    pack = comparison.language.pack
    if pack and comparison.pair.msgctxt in pack.same_as_source:
        return
    letters = sum(map(str.isalpha, without_fields(comparison.source.text)))
    words = len(re.findall(r"[A-Za-z]{3,}", comparison.source.plain))
    # Elsewhere one or two words, such as a name, may rightly be the same.
    if letters >= MIN_COPIED_LETTERS if comparison.pair.own else words >= MIN_COPIED_WORDS:
        hint = "translate it; if it is right, list the message under `same_as_source` in language.yaml"
        yield comparison.problem("T015", "the translation is the English text", hint)


def sentences(comparison: Comparison) -> Iterator[Problem]:
    """T032 (warning): the translation has clearly fewer sentences than the source."""
    wanted = len(_SOURCE_END.findall(comparison.source.text)) - len(_ABBREVIATED.findall(comparison.source.text))
    if wanted < 2 or comparison.language.script in ("Thai", "Laoo"):  # noqa: PLR2004 - one sentence cannot be fewer
        return
    found = len(_TARGET_END.findall(comparison.target.text))
    if found < wanted - (wanted > 3):  # noqa: PLR2004 - of many sentences two may be joined
        fault = f"{wanted} sentences in the source, {found} in the translation"
        yield comparison.problem("T032", fault, "is one left out?", "warning")


def length(comparison: Comparison) -> Iterator[Problem]:
    """T033 (warning): far shorter or longer than translations into the language are."""
    lexicon = comparison.language.lexicon
    here, there = len(comparison.source.text), len(comparison.target.text)
    if lexicon is None or here < MEASURABLE:
        return
    ratio = there / here / lexicon.length
    # A few Chinese characters more or less are a word, and names in Latin letters are long among them.
    least, most = (0.45, 2.2) if comparison.language.script in SPACELESS else (0.6, 1.75)
    if not least <= ratio <= most:
        fault = f"{there} characters for {here} of the source"
        yield comparison.problem("T033", fault, "is something left out, or added?", "warning")


def cut_short(comparison: Comparison) -> Iterator[Problem]:
    """T034 (warning): the source ends a sentence and the translation stops in the middle of one."""
    if comparison.language.script in ("Thai", "Laoo") or not _FINAL.search(comparison.source.text):
        return
    words = comparison.target.scan.words
    lexicon = comparison.language.lexicon
    last = words[-1] if lexicon and words and comparison.language.script not in SPACELESS else ""
    ends = _FINAL.search(comparison.target.text)
    if not ends and (len(comparison.source.text) >= LONG_SENTENCE or (lexicon and last in lexicon.last_words)):
        yield comparison.problem("T034", "the text stops without the end of its sentence", "is it cut off?", "warning")


def repeated_words(comparison: Comparison) -> Iterator[Problem]:
    """T039 (warning): a word stands twice in a row."""
    language = comparison.language
    spoken = language.tag.split("-", maxsplit=1)[0]
    if spoken in _DOUBLING or language.script in SPACELESS or _TWICE.search(comparison.source.text):
        return
    # Not the blanked text: without its code, "with COVID-19 with" would be "with with".
    twice = _TWICE.finditer(comparison.target.text)
    if found := next((one for one in twice if one[1].casefold() not in _REFLEXIVE.get(spoken, ())), None):
        yield comparison.problem("T039", f"“{found[1]}” stands twice in a row", "remove one", "warning")
