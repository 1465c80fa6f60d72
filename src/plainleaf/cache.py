"""Results kept on disk by what they were made from, so that nothing is worked out twice.

Deleting them costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

Kept = TypeVar("Kept")

_FORMAT = "sealed"
"""Part of every key, so that two programs that keep results in two ways do not overwrite each other's."""
_BEFORE = len('["') + hashlib.sha256().digest_size * 2 + len('",')
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def remember(
    folder: Path | None,
    made_from: object,
    adapter: TypeAdapter[Kept],
    make: Callable[[], Kept],
    *,
    most: int | None = None,
) -> Kept:
    """What `make` gives, or gave before of the same input; a damaged or unwritable cache costs time, no more.

    Args:
        folder: where results are kept; none: nowhere.
        made_from: everything that decides the result, the program that makes it among it, as JSON values.
        most: how many results the folder keeps; those that were not used for longest go. None: all.
    """
    if folder is None:
        return make()
    key = hashlib.sha256(
        json.dumps([_FORMAT, made_from], ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).hexdigest()
    path = folder / f"{key}.json"
    try:
        result = adapter.validate_json(_unseal(_read_own(path)))
    except (OSError, ValueError):  # pydantic says ValueError too
        result = make()
        _keep(path, _seal(adapter.dump_json(result)))
        # Looking through a large folder costs more than a result: one result in so many has it done.
        if most is not None and int(key[:8], 16) % max(1, most // 64) == 0:
            _drop_oldest(folder, most)
    else:
        if most is not None:
            _mark_as_used(path)
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


def _seal(data: bytes) -> bytes:
    """A result as JSON with a hash before it: a changed letter in a text would make another text, not a broken file."""
    return b'["%s",%s]' % (hashlib.sha256(data).hexdigest().encode(), data)


def _unseal(sealed: bytes) -> bytes:
    data = sealed[_BEFORE:-1]
    if sealed != _seal(data):
        message = "what is kept is damaged"
        raise ValueError(message)
    return data


def _read_own(path: Path) -> bytes:
    """A file that nobody else can have written, where the system says whose it is."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & _OTHERS_MAY_WRITE):
            message = "somebody else may have written it"
            raise PermissionError(message)
        return file.read()


def _mark_as_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _drop_oldest(folder: Path, most: int) -> None:
    with contextlib.suppress(OSError):
        files = [*folder.glob("*.json"), *folder.glob("*.tmp")]  # and what was begun when a process was killed
        if len(files) > most:
            by_age = sorted(files, key=lambda file: file.stat().st_mtime_ns)
            for file in by_age[: len(files) - most]:
                file.unlink(missing_ok=True)


def _keep(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
