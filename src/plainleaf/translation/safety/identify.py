"""In which language a text is, when it is not in the one it should be: English left in, a neighbour's file.

The identifier only confirms. It speaks when a text has enough letters and another language is far likelier than the
right one; a text that could be either passes. Its model lies in the package py3langid: nothing is fetched.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from plainleaf.translation.safety.scripts import COMMON, blanked, own_scripts, scripts_in

# Letters below which no language is told, and below which only a clear case is.
MIN_LETTERS = 20
SHORT = 30
# How much likelier the other language must be: the difference of the logarithms of likelihood. Measured on parallel
# health texts and program messages, so that less than 3 clean messages in 1,000 are reported in any language.
SURE_OF_ENGLISH = 10.0
LEAD_OF_ENGLISH = 5.0
SURE = 12.0
SURE_WHEN_SHORT = 20.0
# A message of several sentences is looked at in pieces of this many letters, so that one English sentence is seen.
PIECE = 40
MIN_TOLD_BY_SCRIPT = 4
CLEARLY_SIMPLIFIED = 3
HALF = 0.5
TWO_LETTERS = 2
# Characters after which more adds time and nothing else.
_ENOUGH = 160

_SOURCE = "en"
_ENDS = re.compile(r"(?<=[.!?;…])\s+|(?<=[।۔؟。！？։።၊။])\s*|\n+")
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’.&/-]*")
_CODE = re.compile(r"\b\w*\d\w*\b")
# Scripts of several languages: there the letters alone do not tell.
_SHARED = frozenset({"Latn", "Cyrl", "Arab", "Deva", "Beng"})
_LATIN = re.compile(r"[A-Za-z]")
_LETTER = re.compile(r"[^\W\d_]")
# The model's name for a language, where the tag says it in another way.
_LABELS = {"nb": "no", "fil": "tl", "prs": "fa", "iw": "he", "in": "id", "arb": "ar", "pes": "fa", "kmr": "ku"}
# Languages that short texts do not tell apart, or that one catalog may rightly mix.
_FAMILIES = (
    {"no", "nn"}, {"sr", "hr", "bs"}, {"ar", "ary", "arz"}, {"ku", "sdh"}, {"zh", "wuu", "yue"}, {"uz", "uzs"},
    {"qu", "gug"}, {"fa", "tg"},
)  # fmt: skip
# Neighbours that share most of their words.
_CLOSE = frozenset({"id", "ms"})
# Not told: dead and made languages, which medicine's own Latin looks like; nor any that has only a three-letter code.
_UNTOLD = frozenset({"la", "sa", "vo"})
# Scripts that one living language of the model writes: the letters say it all.
_ALONE: Mapping[str, str] = {
    "Armn": "hy", "Geor": "ka", "Grek": "el", "Gujr": "gu", "Guru": "pa", "Hang": "ko", "Hebr": "he", "Hira": "ja",
    "Kana": "ja", "Khmr": "km", "Knda": "kn", "Laoo": "lo", "Mlym": "ml", "Mymr": "my", "Orya": "or", "Sinh": "si",
    "Taml": "ta", "Telu": "te", "Thai": "th",
}  # fmt: skip


class Identifier:
    """Says of a text that it is in another language; the model is read once, when the first text needs it."""

    def other_language(self, text: str, tag: str) -> str | None:
        """The tag of the language a text surely is in instead of `tag`; none when it may be in `tag`.

        Args:
            text: a message; placeholders, addresses, codes and Latin names inside another script are left out.
            tag: BCP 47 tag of the language it should be in.
        """
        script = script_of_tag(tag)
        text = _CODE.sub(" ", blanked(text))
        counts = scripts_in(text)
        if sum(counts.values()) < MIN_TOLD_BY_SCRIPT:
            return None
        if script in ("Hans", "Hant"):
            if counts["Hira"] + counts["Kana"] >= MIN_TOLD_BY_SCRIPT:
                return "ja"
            if other := _other_han(text, script):
                return other
        return next((other for piece in _pieces(text) if (other := self._other(piece, tag, script))), None)

    def _other(self, text: str, tag: str, script: str) -> str | None:
        counts, own = scripts_in(text), own_scripts(script)
        if not counts:
            return None
        ours = sum(number for name, number in counts.items() if name in own)
        main = max(counts, key=lambda name: counts[name])
        if ours > sum(counts.values()) * HALF or main in own:
            if script not in _SHARED:
                return None
            if script != "Latn" and "Latn" in counts:
                text = _LATIN_RUN.sub(" ", text)
        elif main in _ALONE:
            return _ALONE[main] if counts[main] >= MIN_TOLD_BY_SCRIPT else None
        letters = len(_LETTER.findall(text))
        if letters < MIN_LETTERS:
            return None
        # Latin names in another script are likelier in any language but its own, so only English sentences are told.
        family = _family(tag) if main in own or main != "Latn" else frozenset[str]()
        return _likelier(text[:_ENOUGH], family, letters)


def _likelier(text: str, family: frozenset[str], letters: int) -> str | None:
    best_of_all, rank = _model()
    if best_of_all(text) in family:
        return None
    ranked = rank(text)
    others = [
        pair for pair in ranked if pair[0] not in family and len(pair[0]) == TWO_LETTERS and pair[0] not in _UNTOLD
    ]
    label, best = others[0]
    right = next((score for name, score in ranked if name in family), None)
    if right is None:
        # A language that the model does not know, or no language to compare with: English, by its lead over all others.
        return label if label == _SOURCE and best - others[1][1] > LEAD_OF_ENGLISH else None
    if label == _SOURCE:
        needed = SURE_OF_ENGLISH
    else:
        needed = SURE_WHEN_SHORT if letters < SHORT or (label in _CLOSE and family & _CLOSE) else SURE
    return label if best - right > needed else None


def name_of_language(tag: str) -> str:
    """The English name of a language, or its tag where CLDR has no name."""
    try:
        return Locale.parse(tag, sep="-").get_display_name("en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


@cache
def script_of_tag(tag: str) -> str:
    """The ISO 15924 code of the script a language tag says, or that CLDR holds most likely; ``Zyyy`` for neither."""
    likely: Mapping[str, str] = get_global("likely_subtags")
    parts = tag.split("-")
    said = next((part for part in parts[1:] if len(part) == len("Hans")), "")
    full = (said and tag) or likely.get("_".join(parts)) or likely.get(parts[0]) or ""
    return next((part for part in re.split("[-_]", full)[1:] if len(part) == len("Hans")), COMMON)


@cache
def _family(tag: str) -> frozenset[str]:
    language = tag.partition("-")[0]
    label = _LABELS.get(language, language)
    return frozenset({label}.union(*(family for family in _FAMILIES if label in family)))


def _pieces(text: str) -> Iterator[str]:
    """Whole sentences, joined until a piece has letters enough; Latin ones are kept apart from others."""
    sentences = _ENDS.split(text)
    if len(sentences) == 1:
        yield text
        return
    piece, letters, was_latin = "", 0, False
    for sentence in sentences:
        latin, count = len(_LATIN.findall(sentence)), len(_LETTER.findall(sentence))
        is_latin = latin > count * HALF
        if piece and count and letters and (letters >= PIECE or is_latin != was_latin):
            yield piece
            piece, letters = "", 0
        piece = f"{piece} {sentence}" if piece else sentence
        letters += count
        was_latin = is_latin if count else was_latin
    yield piece


def _other_han(text: str, script: str) -> str | None:
    """Whether Chinese is written in the other characters, told by those that exist in one of the two only."""
    traditional, simplified = _han()
    old = sum(char in traditional for char in text)
    new = sum(char in simplified for char in text)
    # Many simplified characters are traditional ones of another word, so they prove nothing beside a traditional one.
    if script == "Hans" and old > new:
        return "zh-Hant"
    if script == "Hant" and not old and new >= CLEARLY_SIMPLIFIED:
        return "zh-Hans"
    return None


@cache
def _han() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of traditional Chinese that simplified Chinese has others for, and those others."""
    with warnings.catch_warnings():
        # The module loads jieba, whose source has escape sequences that Python warns of when it compiles them.
        warnings.simplefilter("ignore")
        from wordfreq.chinese import SIMPLIFIED_MAP  # noqa: PLC0415 - only Chinese needs it

    pairs = {chr(old): str(new) for old, new in SIMPLIFIED_MAP.items() if chr(old) != str(new)}
    return frozenset(pairs), frozenset(pairs.values()) - frozenset(pairs)


@cache
def _model() -> tuple[Callable[[str], str], Callable[[str], list[tuple[str, float]]]]:
    """The likeliest language of a text, and all languages with the logarithm of their likelihood, likeliest first."""
    # numpy and the model take half a second, and a text in a script of its own never asks.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)

    def best(text: str) -> str:
        return str(identifier.classify(text)[0])

    def rank(text: str) -> list[tuple[str, float]]:
        return [(str(label), float(score)) for label, score in identifier.rank(text)]

    return best, rank
