"""Results kept on disk by what they were made from, so that nothing is worked out twice.

Deleting them costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

Kept = TypeVar("Kept")


def remember(folder: Path | None, made_from: object, adapter: TypeAdapter[Kept], make: Callable[[], Kept]) -> Kept:
    """What `make` gives, or gave before of the same input; a damaged or unwritable cache costs time, no more.

    Args:
        folder: where results are kept; none: nowhere.
        made_from: everything that decides the result, the program that makes it among it, as JSON values.
    """
    if folder is None:
        return make()
    key = hashlib.sha256(json.dumps(made_from, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    path = folder / f"{key}.json"
    try:
        return adapter.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        result = make()
        _keep(path, adapter.dump_json(result))
        return result


@cache
def identity_of(package: Path, engines: Iterable[str]) -> str:
    """A hash of a package's own files, and of the versions of what it rests on."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".yaml"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for engine in engines:
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
