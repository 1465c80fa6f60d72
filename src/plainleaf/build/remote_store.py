"""An output folder behind a URL: whatever fsspec reaches, such as ``s3://bucket/leaflets``.

A file is put there whole and then compared with what was sent. Storage of this kind replaces an object at once, so a
reader sees the old print or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from plainleaf.build.store import LocalFolder, OutputFolder, only_one, unwritable
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import cache_folder

EXTRA = 'pip install "plainleaf[cluster]"'
_NOTES = ".manifest"
_TOGETHER = 20
"""Notes that travel together: each would cost as much as a leaflet. A build that is killed prints so many again."""


def open_output(name: str) -> OutputFolder:
    """The output folder of a path or a URL.

    Raises:
        PlainleafError: B015, when what the URL needs is not installed; B001, when the storage cannot be reached.
    """
    if "://" not in name:
        return LocalFolder(Path(name))
    if name.startswith("file://"):
        return LocalFolder(Path(unquote(urlsplit(name).path)))
    try:
        system, root = import_module("fsspec.core").url_to_fs(name)
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        hint = EXTRA if package == "fsspec" else f"pip install {package}"
        raise _not_open(name, f"the package {package} is not installed", hint) from None
    except ImportError as error:  # fsspec knows the name of the package, and says so
        raise _not_open(name, str(error), "install that package too") from None
    except ValueError as error:
        raise _not_open(name, str(error), "docs/cluster.md has examples") from None
    except Exception as error:  # noqa: BLE001 - each kind of storage has its own ways to fail
        raise PlainleafError(_failed(name, error)) from None
    return RemoteFolder(name.rstrip("/"), system, root.rstrip("/"))


@dataclass(slots=True)
class RemoteFolder:
    """A folder of a storage service; see `OutputFolder`.

    Attributes:
        name: its URL.
        system: fsspec's file system.
        root: where it lies in that.
    """

    name: str
    system: Any
    root: str
    _noted: list[str] = field(default_factory=list)

    def read(self, path: str) -> bytes | None:
        """A file's bytes; none if there is no such file."""
        with _reached(self._url(path)):
            try:
                return bytes(self.system.cat_file(self._at(path)))
            except (FileNotFoundError, IsADirectoryError):
                return None

    def sha256(self, path: str) -> str | None:
        """SHA-256 of a file's bytes, which are read for it; none if there is no such file."""
        data = self.read(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def files(self, folder: str = "", suffix: str = "") -> list[str]:
        """Paths of files in a folder and its folders, of all or of those that end so, in their order."""
        with _reached(self._url(folder)):
            self.system.invalidate_cache()
            try:
                found = self.system.find(self._at(folder))
            except FileNotFoundError:
                return []
        return sorted(str(path).removeprefix(self.root).lstrip("/") for path in found if path.endswith(suffix))

    def write(self, path: str, data: bytes) -> None:
        """Put a file in place, and see that it is there as it was sent."""
        whole = self._at(path)
        with _reached(self._url(path)):
            try:
                self.system.pipe_file(whole, data)
            except FileNotFoundError:  # where folders are more than a part of the name
                self.system.makedirs(whole.rpartition("/")[0], exist_ok=True)
                self.system.pipe_file(whole, data)
            self.system.invalidate_cache()
            arrived = self._is_there(whole, data)
        if not arrived:
            message = "what is there after writing is not what was written"
            raise PlainleafError(Problem(Position(self._url(path)), "B001", message, "build again"))

    def _is_there(self, whole: str, data: bytes) -> bool:
        found = self.system.info(whole)
        if found.get("size") != len(data):
            return False
        mark = str(found.get("ETag", "")).strip('"')  # of most object stores: MD5 of what was sent in one piece
        return mark == hashlib.md5(data, usedforsecurity=False).hexdigest() or self.system.cat_file(whole) == data

    def move(self, path: str, to: str) -> bool:
        """Move a file; whether there was one."""
        data = self.read(path)
        if data is None:
            return False
        self.write(to, data)
        self.remove(path)
        return True

    def remove(self, path: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        with _reached(self._url(path)), contextlib.suppress(FileNotFoundError):
            self.system.rm(self._at(path), recursive=True)

    def note(self, line: str) -> None:
        """Keep a line, with others."""
        self._noted.append(line)
        if len(self._noted) == _TOGETHER:
            self.write(f"{_NOTES}/{uuid.uuid4().hex}.jsonl", "".join(self._noted).encode())
            self._noted.clear()

    def notes(self) -> str:
        """The lines that were kept."""
        return b"".join(self.read(path) or b"" for path in self.files(_NOTES)).decode(errors="replace")

    def forget_notes(self) -> None:
        """Remove them."""
        self._noted.clear()
        self.remove(_NOTES)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other builds of this machine out; storage of this kind has no locks for those of others."""
        locks = cache_folder() / "locks"
        try:
            locks.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlainleafError(unwritable(str(locks), error)) from None
        with only_one(locks / hashlib.sha256(self.name.encode()).hexdigest(), self.name):
            yield

    def _at(self, path: str) -> str:
        return f"{self.root}/{path}".rstrip("/")

    def _url(self, path: str) -> str:
        return f"{self.name}/{path}"


@contextlib.contextmanager
def _reached(url: str) -> Iterator[None]:
    """Problems for what storage services raise, which are more kinds than anybody knows."""
    try:
        yield
    except PlainleafError:
        raise
    except Exception as error:  # noqa: BLE001 - botocore, paramiko and others have families of their own
        raise PlainleafError(_failed(url, error)) from None


def _failed(url: str, error: Exception) -> Problem:
    if isinstance(error, OSError):
        return unwritable(url, error)
    return Problem(Position(url), "B001", f"cannot be written: {error}", "look at address, rights and credentials")


def _not_open(name: str, message: str, hint: str) -> PlainleafError:
    return PlainleafError(Problem(Position(name), "B015", message, hint))
