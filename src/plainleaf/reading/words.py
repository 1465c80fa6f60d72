"""Words of a sentence: runs of letters, or what a dictionary finds in a script without spaces."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from plainleaf.reading.profiles import Profile

# Marks that stand on or beside a letter; Python counts them as no part of a word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0971-\u09e3\u09f0-\u0a65\u0a70-\u0ae5\u0af0-\u0b65\u0b70-\u0be5\u0bf0-\u0c65\u0c70-\u0ce5"
    "\u0cf0-\u0d65\u0d70-\u0de5\u0df0-\u0dff\u200c\u200d\u00ad"
)
_SPACED_WORD = re.compile(
    rf"(?:https?://|www\.)\S+\w"
    rf"|\d+(?:[.,:/٫٬]\d+)*"
    rf"|[^\W\d_][\w{_MARKS}]*(?:['’ʼ·״׳\-\u2010\u2011][\w{_MARKS}]+)*"
)
_WORD_CHARACTER = re.compile(r"[^\W_]")
_KANGO, _WAGO = "漢", "和"
_VERB, _DEPENDENT, _PARTICLE = "動詞", "非自立可能", "助詞"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, with what a dictionary says of it: Sino-Japanese or native origin, verb, particle.

    Attributes:
        marks: punctuation marks beside it, where a formula counts them.
    """

    text: str
    kango: bool = False
    wago: bool = False
    verb: bool = False
    particle: bool = False
    marks: int = 0

    @property
    def is_number(self) -> bool:
        """Numbers and addresses: one word of one syllable, neither rare nor common."""
        return self.text[0].isdigit() or self.text.startswith(("http", "www."))


def split_words(text: str, profile: Profile) -> tuple[Word, ...]:
    """The words of a sentence, punctuation left out."""
    match profile.words:
        case "letters":
            return tuple(Word(match[0]) for match in _SPACED_WORD.finditer(text))
        case "icu":
            return tuple(Word(piece) for piece in _icu_pieces(text, profile.language) if _WORD_CHARACTER.search(piece))
        case "jieba":
            return tuple(_chinese_words(text, simplify=profile.simplify))
        case "unidic":
            return tuple(_japanese_words(text))


def _icu_pieces(text: str, language: str) -> Iterator[str]:
    from icu4py.breakers import WordBreaker  # noqa: PLC0415 - it loads 30 MB of dictionaries

    # Its offsets count UTF-16 units; the pieces themselves are whole.
    yield from WordBreaker(text, language)


def _chinese_words(text: str, *, simplify: bool) -> Iterator[Word]:
    if simplify:
        text = simplify_characters(text)
    for piece in _jieba_cut()(text):
        if _WORD_CHARACTER.search(piece):
            yield Word(piece)


def simplify_characters(text: str) -> str:
    """Traditional characters as simplified ones, one for one, as wordfreq's list has them."""
    from wordfreq.chinese import SIMPLIFIED_MAP  # noqa: PLC0415 - it loads jieba

    return text.translate(SIMPLIFIED_MAP)


@cache
def _jieba_cut() -> Callable[[str], list[str]]:
    """Jieba with its own dictionary, read anew: its cache lies open to everybody in the folder for temporary files."""
    with warnings.catch_warnings():
        # Its source has escape sequences that Python warns of when it compiles them.
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", message="pkg_resources", category=UserWarning)
        import jieba  # type: ignore[import-untyped]  # noqa: PLC0415 - only Chinese needs it
        import jieba.finalseg  # type: ignore[import-untyped]  # noqa: PLC0415

        tokenizer = jieba.Tokenizer()
        with tokenizer.get_dict_file() as dictionary:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(dictionary)
        tokenizer.initialized = True

    def cut(text: str) -> list[str]:
        return [str(piece) for piece in tokenizer.cut(text)]

    return cut


def _japanese_words(text: str) -> Iterator[Word]:
    words: list[Word] = []
    marks = 0
    for node in _mecab()(text):
        surface = str(node.surface)
        if not _WORD_CHARACTER.search(surface):
            marks += 1
            continue
        feature = node.feature
        words.append(
            Word(
                surface,
                kango=feature.goshu == _KANGO,
                wago=feature.goshu == _WAGO,
                verb=feature.pos1 == _VERB and feature.pos2 != _DEPENDENT,
                particle=feature.pos1 == _PARTICLE,
            )
        )
    if words and marks:
        words[-1] = replace(words[-1], marks=marks)
    yield from words


@cache
def _mecab():  # type: ignore[no-untyped-def]  # noqa: ANN202 - fugashi ships no types
    from fugashi import Tagger  # type: ignore[import-untyped]  # noqa: PLC0415 - only Japanese needs it

    return Tagger()
