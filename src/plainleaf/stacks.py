"""What a library has too much of to keep at hand: each thing is made when it is asked for, and the last few stay.

A set of two thousand medicines in thirty languages is sixty thousand catalogs, of which a sheet needs four.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from plainleaf.problems import PlainleafError, Position, Problem

Thing = TypeVar("Thing")
Faults = tuple[Problem, ...]

MOST_CHARACTERS = 8_000_000
"""Of texts that stay in memory once they are read: a library of a hundred medicines in a few languages."""


class ChangedMeanwhileError(PlainleafError):
    """A file is not what it was when it was read first: no fault of what it holds, and nothing may be made of it."""


class Stacks(Mapping[str, Thing]):
    """Things by name, made when they are asked for.

    A name whose thing cannot be made is not in the mapping; `broken` says why.
    """

    def __init__(self, names: Iterable[str], make: Callable[[str], Thing], most: int) -> None:
        """Make nothing yet.

        Args:
            make: raises `PlainleafError` for what is broken.
            most: things that stay at hand.
        """
        self._names = dict.fromkeys(names)
        self._make, self._most = make, most
        self._held: OrderedDict[str, Thing] = OrderedDict()
        self._faults: dict[str, Faults] = {}

    @property
    def broken(self) -> Mapping[str, Faults]:
        """Why names have no thing, for those that have none."""
        return _Broken(self)

    def faults(self, name: str) -> Faults:
        """Why a name has no thing; nothing, where it has one or is not known."""
        if name in self._names and name not in self._held and name not in self._faults:
            self._look(name)
        return self._faults.get(name, ())

    def __getitem__(self, name: str) -> Thing:
        if name in self._held:
            self._held.move_to_end(name)
            return self._held[name]
        if self.faults(name) or name not in self._names:
            raise KeyError(name)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._names if not self.faults(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _look(self, name: str) -> None:
        try:
            made = self._make(name)
        except ChangedMeanwhileError:
            raise  # what cannot be known is neither there nor broken
        except PlainleafError as error:
            self._faults[name] = error.problems
            return
        self._held[name] = made
        if len(self._held) > self._most:
            self._held.popitem(last=False)


class _Broken(Mapping[str, Faults], Generic[Thing]):
    """The names of stacks that have no thing, and why."""

    def __init__(self, stacks: Stacks[Thing]) -> None:
        self._stacks = stacks

    def __getitem__(self, name: str) -> Faults:
        if found := self._stacks.faults(name):
            return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._stacks._names if self._stacks.faults(name))  # noqa: SLF001 - two views of one

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Texts(Mapping[str, str]):
    """Text files by their path below the workspace: all were read once, and large libraries are read again.

    Whoever asks gets the text that was there at first, or an error: nothing is made from two states of a file.
    """

    def __init__(self) -> None:
        """No files yet; see `add`."""
        self._files: dict[str, tuple[Path, bytes]] = {}
        self._held: dict[str, str] = {}
        self._characters = 0

    def add(self, name: str, path: Path, text: str) -> None:
        """Take in a file as it was read just now; it takes the place of another of this name."""
        self.drop(name)
        self._files[name] = path, _hash(text)
        if self._characters + len(text) <= MOST_CHARACTERS:
            self._held[name] = text
            self._characters += len(text)

    def drop(self, name: str) -> None:
        """Have no file of this name."""
        self._files.pop(name, None)
        self._characters -= len(self._held.pop(name, ""))

    def hash_of(self, name: str) -> bytes:
        """The SHA-256 of a text; KeyError where there is no such file."""
        return self._files[name][1]

    def __getitem__(self, name: str) -> str:
        """The text of a file.

        Raises:
            ChangedMeanwhileError: B009, when it is not what it was.
        """
        if name in self._held:
            return self._held[name]
        path, known = self._files[name]
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            text = None
        if text is None or _hash(text) != known:
            message = "the file is not what it was a moment ago"
            raise ChangedMeanwhileError(Problem(Position(name), "B009", message, "build again when nobody edits it"))
        return text

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class Chosen:
    """Some texts by path, equal to others of the same paths and words; so it stands for what is made from them."""

    __slots__ = ("files", "hashes")

    def __init__(self, files: Mapping[str, str], paths: Sequence[str]) -> None:
        """Choose texts, without keeping what `files` does not keep."""
        self.files = files
        self.hashes = tuple((path, hash_text(files, path)) for path in paths)

    @property
    def paths(self) -> tuple[str, ...]:
        """Which were chosen, in the order in which they were given."""
        return tuple(path for path, _ in self.hashes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Chosen) and self.hashes == other.hashes

    def __hash__(self) -> int:
        return hash(self.hashes)


def hash_text(files: Mapping[str, str], path: str) -> str:
    """The SHA-256 of one of some texts, in hexadecimal digits."""
    return (files.hash_of(path) if isinstance(files, Texts) else _hash(files[path])).hex()


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
