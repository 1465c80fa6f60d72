"""The output folder: whole files only, and a manifest that says what each is and what it was made from.

A file is written beside its place, flushed to the disk and then moved, so that a reader sees the old print or the
new one and never half of one. What a build does not know any more is moved to ``withdrawn/``, never deleted.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from plainleaf.problems import PlainleafError, Position, Problem

MANIFEST = "manifest.jsonl"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished leaflet: a line of the manifest. Keys are a promise to other programs.

    Attributes:
        path: relative to the output folder, with forward slashes.
        sha256: of the file's bytes.
        source_hash: of everything it was made from; equal hash, equal print.
        title: the medicine's name in the reader's language.
        names: its Latin name and its brands in this place, for searching.
        reading: what was measured of its text.
    """

    leaflet: str
    lang: str
    level: str
    format: str
    beside: str | None
    place: str
    path: str
    sha256: str
    source_hash: str
    status: str
    pages: int
    title: str
    names: tuple[str, ...]
    reading: Mapping[str, object]

    def as_json(self) -> dict[str, Any]:
        """A line of the manifest."""
        return asdict(self)


def hash_bytes(*parts: bytes) -> str:
    """SHA-256 over parts that cannot run into each other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def hash_file(path: Path) -> str | None:
    """SHA-256 of a file's bytes; none if there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all.

    Raises:
        PlainleafError: B001, when the disk is full or the folder cannot be written; what was there stays.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        message = "the disk is full" if full else f"cannot be written: {error.strerror}"
        hint = "free some space and build again; finished leaflets are kept" if full else "look at the folder's rights"
        raise PlainleafError(Problem(Position(str(path)), "B001", message, hint)) from None


def read_manifest(output: Path) -> dict[str, Artifact]:
    """Artifacts of earlier builds by path. A line that cannot be read is forgotten: its leaflet is made again."""
    artifacts: dict[str, Artifact] = {}
    try:
        lines = (output / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            fields = json.loads(line)
            artifact = Artifact(**{**fields, "names": tuple(fields["names"])})
            artifacts[artifact.path] = artifact
    return artifacts


def write_manifest(output: Path, artifacts: Iterable[Artifact]) -> None:
    """Write one line of JSON for each artifact, in the order of their paths; see `write_whole` for errors."""
    lines = [json.dumps(artifact.as_json(), ensure_ascii=False) for artifact in sorted(artifacts, key=lambda a: a.path)]
    write_whole(output / MANIFEST, "".join(f"{line}\n" for line in lines).encode())


def withdraw(output: Path, path: str) -> bool:
    """Move a file that must not be handed out any more to ``withdrawn/``; whether there was one."""
    source, target = output / path, output / WITHDRAWN / path
    if not source.is_file():
        return False
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    except OSError as error:
        message = f"cannot be moved to {WITHDRAWN}/: {error.strerror}"
        raise PlainleafError(Problem(Position(str(source)), "B001", message, "do not hand this file out")) from None
    return True
