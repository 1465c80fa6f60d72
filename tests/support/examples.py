"""Failing examples of problem codes.

A folder of tests may hold an ``examples.py`` with ``EXAMPLES``, a tuple of `Example`; the test of the codes finds
all of them, runs each, and asserts that every code of the program has one.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from plainleaf.problems import PlainleafError, Position, Problem

TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Example:
    """A mistake, the code that names it, and the place where it is.

    Attributes:
        find: what looks for problems; returns or raises them. It gets an empty folder.
    """

    code: str
    file: str
    line: int
    find: Callable[[Path], Iterable[Problem]]

    def __str__(self) -> str:
        return f"{self.code}-{Path(self.file).stem}-{self.line}"

    def problems(self, folder: Path) -> list[Problem]:
        """All that is found."""
        try:
            return list(self.find(folder))
        except PlainleafError as error:
            return list(error.problems)

    @property
    def position(self) -> Position:
        """Where the mistake is."""
        return Position(self.file, self.line)


def all_examples() -> list[Example]:
    """The examples of all folders."""
    names = sorted(path.parent.name for path in TESTS.glob("*/examples.py") if path.parent.name != "support")
    return [example for name in names for example in importlib.import_module(f"tests.{name}.examples").EXAMPLES]
