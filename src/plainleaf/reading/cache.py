"""Readings kept on disk by what they were made from: the text, its language, the names, and the engine itself."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Collection
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from plainleaf.reading.measure import Reading, measure_text

_ENGINES = ("plainleaf", "wordfreq", "icu4py", "jieba", "fugashi", "unidic-lite", "pythainlp", "python-crfsuite")
_ADAPTER = TypeAdapter(Reading)


def measure_cached(text: str, tag: str, names: Collection[str], folder: Path | None) -> Reading:
    """`measure_text`, or what it said before of the same text. A damaged or unwritable cache costs time, no more."""
    if folder is None:
        return measure_text(text, tag, names)
    path = folder / f"{_key(text, tag, names)}.json"
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        pass
    reading = measure_text(text, tag, names)
    keep(path, _ADAPTER.dump_json(reading))
    return reading


def _key(text: str, tag: str, names: Collection[str]) -> str:
    made_from = [engine_identity(), text, tag, sorted(names)]
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False).encode()).hexdigest()


@cache
def engine_identity() -> str:
    """A hash of everything that decides a reading: this package's own files, and the versions of what it rests on."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".yaml"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for engine in _ENGINES:
        try:
            digest.update(f"{engine}={version(engine)};".encode())
        except PackageNotFoundError:
            digest.update(f"{engine}=none;".encode())
    return digest.hexdigest()


def keep(path: Path, data: bytes) -> None:
    """Put something into the cache, whole; a cache that cannot be written is no reason to stop."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        return
