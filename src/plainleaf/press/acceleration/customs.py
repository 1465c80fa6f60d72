"""Custom properties that documents give to their root, as far as rules reach them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tinycss2
from weasyprint.css.tokens import Pending

from plainleaf.press.acceleration.stylesheets import Reading

# The engine has no types, so what is its own stands here as Any.
Entry = Any


class Customs:
    """What is said of the root of one document.

    Attributes:
        readings: the sheets of the document.
        matched: the rules of each for the root.
    """

    def __init__(self, readings: tuple[Reading, ...], matched: list[list[Entry]]) -> None:
        self.readings = readings
        self.matched = matched
        self._through: dict[str, frozenset[str]] = {}
        for one in readings:
            for name, names in one.through.items():
                self._through[name] = self._through.get(name, frozenset()) | names
        self._said = [
            (index, specificity, order, name, _text(value), important)
            for index, (reading, entries) in enumerate(zip(readings, matched, strict=True))
            if reading.is_of_root
            for specificity, order, _, (declarations, _) in entries
            for name, value, important in declarations
        ]

    def common(self) -> tuple[object, ...]:
        """What decides the styles of the elements, of all that is said of the root."""
        direct = frozenset().union(*(one.direct for one in self.readings))
        shared = tuple(
            (index, entry[1])
            for index, (reading, entries) in enumerate(zip(self.readings, self.matched, strict=True))
            if not reading.is_of_root
            for entry in entries
        )
        reached = self._reach(direct)
        own = (one for one in self._said if not one[3].startswith("__") or one[3] in reached)
        return (*shared, *own)

    def behind(self, direct: Iterable[str]) -> tuple[object, ...]:
        """What is said in the document alone of custom properties with these names, and of those behind them."""
        reached = self._reach(direct)
        return tuple(one for one in self._said if one[3] in reached)

    def _reach(self, direct: Iterable[str]) -> set[str]:
        reached = set(direct)
        waiting = list(reached)
        while waiting:
            new = self._through.get(waiting.pop(), frozenset()) - reached
            reached |= new
            waiting += new
        return reached


def _text(value: object) -> object:
    """What tells a value from others; of one that is no text, something like nothing else."""
    tokens = value.tokens if isinstance(value, Pending) else value
    if isinstance(tokens, list | tuple) and all(isinstance(one, tinycss2.ast.Node) for one in tokens):
        return tinycss2.serialize(tokens)
    return value if isinstance(value, str | int | float) else _Unlike()


class _Unlike:
    """Equal to nothing."""
