"""How commands are told which sheets: options that several of them have, and the request that comes of these."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from plainleaf.build.plan import Request
from plainleaf.build.remote_store import open_output
from plainleaf.build.store import LocalFolder, OutputFolder
from plainleaf.content.grammar import LEVELS, Level
from plainleaf.press.formats import FORMATS

_CORES = os.cpu_count() or 1
_LANG_HELP = "Languages, such as es,zh-Hans. Default: all."
_LEVEL_HELP = "easy, plain, full. Default: all."
_FORMAT_HELP = f"{', '.join(FORMATS)}. Default: the paper of the place."
_BESIDE_HELP = "Languages beside that of the reader on bilingual sheets. Default: as in plainleaf.toml, else en."
_PLACE_HELP = "Whose rules and telephone numbers: us, eu, uk. Default: as in plainleaf.toml."
_PROFILE_HELP = "The ward or clinic, of those in plainleaf.toml, whose name and telephone are printed."
_JOBS_HELP = "Processes. Default: one per core."
_OUTPUT_HELP = "Where to: a folder, or a URL such as s3://bucket/leaflets. Default: output/ in the workspace."
F = TypeVar("F", bound=Callable[..., Any])


class ListOption(click.ParamType[tuple[str, ...]]):
    """One value or several with commas between: ``es,ar``."""

    name = "LIST"

    def __init__(self, choices: tuple[str, ...] = ()) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ANN401 - click's own signature
        """The values as a tuple; an unknown one is wrong usage."""
        if isinstance(value, tuple):
            return value
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        for part in parts:
            if self.choices and part not in self.choices:
                self.fail(f"`{part}` is not one of {', '.join(self.choices)}", param, ctx)
        return parts


class OutputOption(click.ParamType[OutputFolder]):
    """A folder, or a URL of a storage service."""

    name = "DIRECTORY|URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> OutputFolder:  # noqa: ANN401 - click's own signature
        """The output folder."""
        if isinstance(value, str) and "://" in value:
            return open_output(value)
        return LocalFolder(click.Path(path_type=Path, file_okay=False).convert(value, param, ctx))


def choosing_sheets(command: F) -> Callable[..., Any]:
    """Options that choose sheets; the command takes a `request` for them, ``jobs`` and ``as_json``."""

    @functools.wraps(command)
    def call(
        *context: click.Context,
        leaflets: tuple[str, ...],
        lang: tuple[str, ...],
        level: tuple[str, ...],
        formats: tuple[str, ...],
        beside: tuple[str, ...],
        place: str,
        profile: str,
        release: bool = False,
        as_of: dt.datetime | None = None,
        **more: Any,  # noqa: ANN401 - what the command takes besides
    ) -> Any:  # noqa: ANN401 - what the command gives
        levels, day = tuple(map(Level, level)), as_of.date() if as_of else None
        request = Request(leaflets, lang, levels, formats, place, beside, release=release, as_of=day, profile=profile)
        return command(*context, request=request, **more)

    return _with_options(
        call,
        click.argument("leaflets", nargs=-1, metavar="[LEAFLET]..."),
        click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help=_LANG_HELP),
        click.option("--level", type=ListOption(LEVELS), default=(), envvar="PLAINLEAF_LEVEL", help=_LEVEL_HELP),
        click.option(
            "--format",
            "formats",
            type=ListOption(tuple(FORMATS)),
            default=(),
            envvar="PLAINLEAF_FORMAT",
            help=_FORMAT_HELP,
        ),
        click.option("--beside", type=ListOption(), default=(), envvar="PLAINLEAF_BESIDE", help=_BESIDE_HELP),
        click.option("--place", default="", envvar="PLAINLEAF_PLACE", help=_PLACE_HELP),
        click.option("--profile", default="", envvar="PLAINLEAF_PROFILE", help=_PROFILE_HELP),
        click.option("--jobs", type=click.IntRange(1, 64), default=_CORES, envvar="PLAINLEAF_JOBS", help=_JOBS_HELP),
        click.option("--json", "as_json", is_flag=True, help="Report as JSON."),
    )


def choosing_a_build(command: F) -> Callable[..., Any]:
    """Options of a build: which sheets, what it refuses, what it prints again (``force``), where to (``output``)."""
    day = click.DateTime(["%Y-%m-%d"])
    own = _with_options(
        command,
        click.option("--release", is_flag=True, help="Refuse drafts: print only what people have approved."),
        click.option("--force", is_flag=True, help="Print everything again, changed or not."),
        click.option("--as-of", type=day, help="Refuse leaflets whose review was due before this day."),
        click.option("--output", type=OutputOption(), help=_OUTPUT_HELP),
    )
    return choosing_sheets(own)


def _with_options(command: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        command = option(command)
    return command
