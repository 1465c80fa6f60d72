"""Readings kept on disk by what they were made from: the text, its language, the names, and the engine itself."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Collection
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from plainleaf.reading.measure import Reading, measure_text

_ENGINES = ("plainleaf", "wordfreq", "icu4py", "jieba", "fugashi", "unidic-lite", "pythainlp", "python-crfsuite")
_READING = TypeAdapter(Reading)
Kept = TypeVar("Kept")


def measure_cached(text: str, tag: str, names: Collection[str], folder: Path | None) -> Reading:
    """`measure_text`, or what it said before of the same text."""
    made_from = [text, tag, sorted(names)]
    return remember(folder, made_from, _READING, lambda: measure_text(text, tag, names))


def remember(folder: Path | None, made_from: object, adapter: TypeAdapter[Kept], make: Callable[[], Kept]) -> Kept:
    """What `make` gives, or gave before of the same input; a damaged or unwritable cache costs time, no more.

    Args:
        folder: where results are kept; none: nowhere.
        made_from: everything that decides the result, but for the engine itself, as JSON values.
    """
    if folder is None:
        return make()
    key = hashlib.sha256(json.dumps([engine_identity(), made_from], ensure_ascii=False).encode()).hexdigest()
    path = folder / f"{key}.json"
    try:
        return adapter.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        result = make()
        _keep(path, adapter.dump_json(result))
        return result


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


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        return
