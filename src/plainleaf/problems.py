"""What is wrong, where, and what to do about it.

Every stage of the press returns problems instead of raising on the first one: a reader of the output gets all of
them at once, each with a stable code, a place and a hint. Codes begin with the room that found the fault:
``W`` workspace, ``L`` leaflet, ``T`` translation, ``R`` reading level, ``P`` print, ``B`` build. ``docs/checks.md``
lists them.

`Problem` is for mistakes of the people who write leaflets, translations, themes and settings. A fault of the program
is an ordinary exception and is never dressed up as a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Strength = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file: path as shown to people, and line counted from 1 (0: the file as a whole)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: a stable code, a place, one sentence, a hint."""

    position: Position
    code: str
    message: str
    hint: str = ""
    strength: Strength = "error"
    msgctxt: str = field(default="", compare=False)

    def __str__(self) -> str:
        lead = "warning: " if self.strength == "warning" else ""
        hint = f" Hint: {self.hint}" if self.hint else ""
        return f"{self.position}: {self.code} {lead}{self.message}{hint}"

    def as_json(self) -> dict[str, object]:
        """The shape that ``--json`` prints; keys are a promise to other programs."""
        shape: dict[str, object] = {
            "code": self.code,
            "strength": self.strength,
            "file": self.position.file,
            "line": self.position.line,
            "message": self.message,
            "hint": self.hint,
        }
        if self.msgctxt:
            shape["msgctxt"] = self.msgctxt
        return shape

    @classmethod
    def from_json(cls, shape: Mapping[str, Any]) -> Problem:
        """The problem that `as_json` gave; KeyError when it is none."""
        where = Position(shape["file"], shape["line"])
        code, message, hint, strength = (shape[name] for name in ("code", "message", "hint", "strength"))
        return cls(where, code, message, hint, strength, shape.get("msgctxt", ""))


class PlainleafError(Exception):
    """A mistake that stops the work at once; carries the problems that say why."""

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those of the problems that forbid printing."""
    return [problem for problem in problems if problem.strength == "error"]
