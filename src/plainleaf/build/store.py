"""The output folder: whole files only, and one build at a time.

A file is written beside its place, flushed to the disk and then moved, so that a reader sees the old print or the
new one and never half of one.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from plainleaf.problems import PlainleafError, Position, Problem

_NOTES = ".manifest.jsonl"
"""What a build has finished so far."""
_LOCK = ".lock"
_UNFINISHED = ".plainleaf-", ".part"
"""How names of files begin and end that are being written."""


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


class OutputFolder(Protocol):
    """Where finished leaflets go: files by their paths below it, with forward slashes.

    What writes or moves raises PlainleafError with B001 when it cannot; what was there stays then.
    """

    @property
    def name(self) -> str:
        """As whoever asked for it wrote it, and as another process finds it."""

    def read(self, path: str) -> bytes | None:
        """A file's bytes; none if there is no such file."""

    def sha256(self, path: str) -> str | None:
        """SHA-256 of a file's bytes; none if there is no such file."""

    def files(self, folder: str = "", suffix: str = "") -> list[str]:
        """Paths of files in a folder and its folders, of all or of those that end so, in their order."""

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, whole or not at all."""

    def move(self, path: str, to: str) -> bool:
        """Move a file; whether there was one."""

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""

    def note(self, line: str) -> None:
        """Keep a line for the case that the build never comes to write its manifest."""

    def notes(self) -> str:
        """The lines that were kept."""

    def forget_notes(self) -> None:
        """Remove them: all of them stand in the manifest."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep other builds out while this one is at work; a build that is killed keeps nobody out.

        Raises:
            PlainleafError: B012, when another build is at work there.
        """


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine, or one that it shares with others; see `OutputFolder`."""

    root: Path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.root)

    def read(self, path: str) -> bytes | None:
        """A file's bytes; none if there is no such file."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def sha256(self, path: str) -> str | None:
        """SHA-256 of a file's bytes; none if there is no such file."""
        return hash_file(self.root / path)

    def files(self, folder: str = "", suffix: str = "") -> list[str]:
        """Paths of files in a folder and its folders, of all or of those that end so, in their order."""
        files = (path for path in (self.root / folder).rglob(f"*{suffix}") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, whole or not at all; see `write_whole`."""
        write_whole(self.root / path, data)

    def move(self, path: str, to: str) -> bool:
        """Move a file; whether there was one."""
        source, target = self.root / path, self.root / to
        if not source.is_file():
            return False
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
        except OSError as error:
            raise PlainleafError(unwritable(str(source), error)) from None
        return True

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        whole = self.root / path
        try:
            if whole.is_dir():
                shutil.rmtree(whole)
            else:
                whole.unlink(missing_ok=True)
        except OSError as error:
            raise PlainleafError(unwritable(str(whole), error)) from None

    def note(self, line: str) -> None:
        """Keep a line."""
        try:
            with (self.root / _NOTES).open("a", encoding="utf-8") as notes:
                notes.write(line)
        except OSError as error:
            raise PlainleafError(unwritable(str(self.root / _NOTES), error)) from None

    def notes(self) -> str:
        """The lines that were kept."""
        return (self.read(_NOTES) or b"").decode(errors="replace")

    def forget_notes(self) -> None:
        """Remove them."""
        self.remove(_NOTES)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other builds out while this one is at work."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlainleafError(unwritable(self.name, error)) from None
        with only_one(self.root / _LOCK, self.name):
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Remove what killed builds were writing; nobody else writes here now."""
        prefix, suffix = _UNFINISHED
        for folder, _, names in os.walk(self.root):
            for name in names:
                if name.startswith(prefix) and name.endswith(suffix):
                    Path(folder, name).unlink(missing_ok=True)


@contextlib.contextmanager
def only_one(lock: Path, name: str) -> Iterator[None]:
    """Hold a lock, which ends with the process that holds it.

    Raises:
        PlainleafError: B012, when another process holds it; B001, when it cannot be written.
    """
    held = FileLock(lock, timeout=0)
    try:
        held.acquire()
    except Timeout:
        message = "another build is at work in this folder"
        problem = Problem(Position(name), "B012", message, "wait for it, or name another folder with --output")
        raise PlainleafError(problem) from None
    except OSError as error:
        raise PlainleafError(unwritable(name, error)) from None
    try:
        yield
    finally:
        held.release()


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all.

    Raises:
        PlainleafError: B001, when the disk is full or the folder cannot be written; what was there stays.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        prefix, suffix = _UNFINISHED
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=prefix, suffix=suffix, delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise PlainleafError(unwritable(str(path), error)) from None
    finally:
        if temporary is not None:  # it is there still when something went wrong, or somebody stopped the build
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def unwritable(name: str, error: OSError) -> Problem:
    """B001 for what the system says of a file."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    message = "the disk is full" if full else f"cannot be written: {error.strerror or error}"
    hint = "free some space and build again; finished leaflets are kept" if full else "look at the folder's rights"
    return Problem(Position(name), "B001", message, hint)
