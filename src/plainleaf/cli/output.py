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
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from plainleaf.press.acceleration.versions import notice
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


def print_notice() -> None:
    """Why printing is slow, where it is; on standard error."""
    if text := notice():
        click.echo(text, err=True)


def count(number: int, thing: str) -> str:
    """A number with its noun: "1 leaflet", "3 leaflets"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


class RateColumn(ProgressColumn):
    """How many leaflets are finished in a second or, where that is less than one, in a minute."""

    def render(self, task: Task) -> Text:
        """The rate of late; nothing before the first is finished."""
        rate = task.finished_speed or task.speed
        if not rate:
            return Text("")
        return Text(f"{rate:.1f} a second" if rate >= 1 else f"{rate * 60:.0f} a minute")


@contextmanager
def progress(title: str, total: int) -> Iterator[Any]:
    """A bar on a terminal: done of total, rate, time left; the value is called once for each finished step."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda *_: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("left"),
    )
    # Sheets come seldom: from the last thirty seconds, as is usual, nothing could be said of them.
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task(title, total=total)
        yield lambda *_: bar.advance(task)
