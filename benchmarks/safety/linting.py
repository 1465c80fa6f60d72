"""The linter under test: the command itself, called in this process, or any function that answers like it."""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Linter = Callable[[str, str], list[dict[str, Any]]]
"""Path of a PO file and language tag -> the list that `messages lint --json` prints."""


class UnlintableError(Exception):
    """The linter cannot be had, or does not know the language."""


@dataclass(frozen=True, order=True)
class Finding:
    """One problem of one message."""

    code: str
    strength: str
    message: str


def lint_with_command(path: str, tag: str) -> list[dict[str, Any]]:
    """What `plainleaf messages lint PATH --lang TAG --json` prints.

    Raises:
        UnlintableError: it printed no list, or problems of the file or the language as a whole.
    """
    from plainleaf.cli import main

    printed, said = io.StringIO(), io.StringIO()
    with redirect_stdout(printed), redirect_stderr(said), suppress(SystemExit):
        main(["messages", "lint", path, "--lang", tag, "--json"])
    try:
        problems = json.loads(printed.getvalue())
    except json.JSONDecodeError:
        raise UnlintableError((said.getvalue() or printed.getvalue()).strip()[-300:]) from None
    if not isinstance(problems, list):
        raise UnlintableError(f"not a list: {str(problems)[:300]}")
    for problem in problems:
        if not problem["line"] or Path(problem["file"]).name != Path(path).name:
            raise UnlintableError(f"{problem['code']} {problem['message']}")
    return problems


def find_linter(name: str) -> Linter:
    """`command`, or `module:function`."""
    if name == "command":
        return lint_with_command
    module, _, function = name.partition(":")
    linter: Linter = getattr(importlib.import_module(module), function)
    return linter


def lint_text(linter: Linter, text: str, tag: str, folder: Path) -> list[tuple[int, Finding]]:
    """Line and finding of every problem of a PO file."""
    path = folder / "messages.po"
    path.write_text(text, encoding="utf-8", newline="")
    return [
        (int(problem["line"]), Finding(problem["code"], problem["strength"], problem["message"]))
        for problem in linter(str(path), tag)
    ]
