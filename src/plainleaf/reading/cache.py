"""Readings kept on disk by what they were made from: the text, its language, the names, and the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from pydantic import TypeAdapter

from plainleaf import cache
from plainleaf.cache import Kept, identity_of
from plainleaf.reading.measure import Reading, measure_text

_ENGINES = ("plainleaf", "wordfreq", "icu4py", "jieba", "fugashi", "unidic-lite", "pythainlp", "python-crfsuite")
_READING = TypeAdapter(Reading)
_MOST = 200_000
"""Results that are kept: two thousand leaflets in thirty languages, three times over."""


def measure_cached(text: str, tag: str, names: Collection[str], folder: Path | None) -> Reading:
    """`measure_text`, or what it said before of the same text."""
    made_from = [text, tag, sorted(names)]
    return remember(folder, made_from, _READING, lambda: measure_text(text, tag, names))


def remember(folder: Path | None, made_from: object, adapter: TypeAdapter[Kept], make: Callable[[], Kept]) -> Kept:
    """What `make` gives, or gave before of the same input by the same engine; see `plainleaf.cache`."""
    return cache.remember(folder, [engine_identity(), made_from], adapter, make, most=_MOST)


def engine_identity() -> str:
    """A hash of everything that decides a reading: this package's own files, and the versions of what it rests on."""
    return identity_of(Path(__file__).parent, _ENGINES)
