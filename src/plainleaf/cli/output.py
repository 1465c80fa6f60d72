"""How results are shown: problems as lines or JSON, progress on a terminal only."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from plainleaf.problems import Problem

SHOWN_PROBLEMS = 200


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_problems(problems: Iterable[Problem]) -> None:
    """Problems on standard error, one a line, each once."""
    unique = list(dict.fromkeys(problems))
    for problem in unique[:SHOWN_PROBLEMS]:
        click.echo(clean(str(problem)), err=True)
    if len(unique) > SHOWN_PROBLEMS:
        click.echo(f"... and {len(unique) - SHOWN_PROBLEMS} more; --json lists them all", err=True)


def clean(line: str) -> str:
    """A line that may hold anything that stands in a file, without what steers a terminal."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cs") else char for char in line)


def report_problems(problems: Iterable[Problem], *, as_json: bool) -> None:
    """Problems that ended a command before it could say anything else."""
    if as_json:
        print_json({"problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)


def count(number: int, thing: str) -> str:
    """A number with its noun: "1 leaflet", "3 leaflets"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@contextmanager
def progress(title: str, total: int) -> Iterator[Any]:
    """A progress bar on a terminal; the value is called once for each finished step."""
    console = Console(stderr=True)
    if not sys.stderr.isatty() or total == 0:
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda *_: bar.advance(task)
