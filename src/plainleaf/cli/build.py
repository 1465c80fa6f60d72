"""`build` and `check`: print the leaflets, or only look at everything that would go into them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from plainleaf.build.plan import Plan, Request
from plainleaf.build.planning import make_plan, unknown_leaflets
from plainleaf.build.run import BuildResult, compare, run_build
from plainleaf.build.workers import print_sheets
from plainleaf.cli.output import count, print_json, print_problems, progress
from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.library import read_library
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import tag_of
from plainleaf.press.formats import FORMATS
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import Problem, errors
from plainleaf.translation.pseudo import PSEUDO_TAGS
from plainleaf.translation.status import check_catalogs, stale_templates
from plainleaf.workspace import cache_folder, find_workspace, read_files

_CORES = os.cpu_count() or 1
_LANG_HELP = "Languages, such as es,zh-Hans. Default: all."
_LEVEL_HELP = "easy, plain, full. Default: all."
_FORMAT_HELP = f"{', '.join(FORMATS)}. Default: the paper of the place."
_BESIDE_HELP = "Languages beside that of the reader on bilingual sheets. Default: as in plainleaf.toml, else en."
_PLACE_HELP = "Whose rules and telephone numbers: us, eu, uk. Default: as in plainleaf.toml."
_JOBS_HELP = "Processes. Default: one per core."
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


def _selection(command: F) -> F:
    """Options that choose sheets."""
    options = (
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
        click.option("--jobs", type=click.IntRange(1, 64), default=_CORES, envvar="PLAINLEAF_JOBS", help=_JOBS_HELP),
        click.option("--json", "as_json", is_flag=True, help="Report as JSON."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@_selection
@click.option("--release", is_flag=True, help="Refuse drafts: print only what people have approved.")
@click.option("--force", is_flag=True, help="Print everything again, changed or not.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Refuse leaflets whose review was due before this day."
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Where to. Default: output/ in the workspace."
)
@click.pass_context
def build(
    context: click.Context,
    leaflets: tuple[str, ...],
    lang: tuple[str, ...],
    level: tuple[str, ...],
    formats: tuple[str, ...],
    beside: tuple[str, ...],
    place: str,
    jobs: int,
    as_json: bool,
    release: bool,
    force: bool,
    as_of: dt.datetime | None,
    output: Path | None,
) -> None:
    """Print what changed.

    A leaflet that lacks one message, or breaks one rule, is refused and the others are printed.
    """
    workspace = find_workspace(Path.cwd())
    own_folder = output is not None and output.resolve() != workspace.output.resolve()
    if not own_folder and any(tag_of(tag) in PSEUDO_TAGS for tag in (*lang, *beside)):
        message = "nobody reads a pseudo-language: name a folder for it with --output, not that of the leaflets"
        raise click.UsageError(message)
    request = Request(
        leaflets,
        lang,
        tuple(map(Level, level)),
        formats,
        place,
        beside,
        release=release,
        as_of=as_of.date() if as_of else None,
    )
    plan = make_plan(workspace, request)
    target = output or workspace.output
    comparison = compare(plan, target, force=force)
    with progress("printing", len(comparison.stale)) as advance:
        result = run_build(plan, comparison, target, jobs=jobs, whole=not request.selects, listener=advance)
    if as_json:
        print_json(result.as_json())
    else:
        _tell(result, plan, target)
    context.exit(0 if result.succeeded else 1)


def _tell(result: BuildResult, plan: Plan, output: Path) -> None:
    for refusal in result.refused:
        shown = errors(refusal.problems)
        click.echo(f"refused: {refusal.target.path} ({count(len(shown), 'problem')})", err=True)
    print_problems([*(problem for refusal in result.refused for problem in refusal.problems), *result.problems])
    for path in result.withdrawn:
        click.echo(f"moved to withdrawn/: {path}", err=True)
    there = (*result.built, *result.unchanged)
    by_language: dict[str, int] = {}
    for artifact in there:
        by_language[artifact.lang] = by_language.get(artifact.lang, 0) + 1
    names = ", ".join(f"{plan.words[tag].english_name} {number}" for tag, number in by_language.items())
    printed = count(len(result.built), "leaflet")
    click.echo(f"{printed} printed, {len(result.unchanged)} up to date, {len(result.refused)} refused")
    if there:
        click.echo(f"{count(len(there), 'PDF')}: {names}")
        click.echo(f"open {_short(output)}/index.html")


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@click.command()
@_selection
@click.pass_context
def check(
    context: click.Context,
    leaflets: tuple[str, ...],
    lang: tuple[str, ...],
    level: tuple[str, ...],
    formats: tuple[str, ...],
    beside: tuple[str, ...],
    place: str,
    jobs: int,
    as_json: bool,
) -> None:
    """Look at content, catalogs, templates and finished pages; write nothing."""
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    library = reading.library
    wanted = [leaflet for leaflet in library.leaflets.values() if not leaflets or leaflet.id in leaflets]
    problems: list[Problem] = list(reading.problems)
    problems += unknown_leaflets(leaflets, library, reading.problems)
    problems += [problem for leaflet in wanted for problem in check_leaflet(leaflet, library)]
    problems += stale_templates(library, files.texts)
    known = tuple(leaflet.id for leaflet in wanted)
    problems += check_catalogs(library, files, lang, known, cache_folder() / "safety")
    places = (place,) if place else tuple(dict.fromkeys(place for leaflet in wanted for place in leaflet.places))
    pages = 0
    for each in places:
        plan = make_plan(workspace, Request(known, lang, tuple(map(Level, level)), formats, each, beside))
        problems += [*plan.problems, *(problem for refusal in plan.refusals for problem in refusal.problems)]
        with progress(f"looking at pages for {each}", len(plan.sheets)) as advance:
            for sheet, result in print_sheets(plan.sheets, jobs):
                if isinstance(result, PdfDocument):
                    pages += result.pages
                    problems += result.warnings
                else:
                    problems += result
                advance(sheet)
    unique = sorted(dict.fromkeys(problems))
    found = errors(unique)
    if as_json:
        print_json({"pages": pages, "problems": [problem.as_json() for problem in unique]})
    else:
        print_problems(unique)
        warnings = len(unique) - len(found)
        click.echo(f"{count(pages, 'page')} looked at; {count(len(found), 'error')}, {count(warnings, 'warning')}")
    context.exit(1 if found else 0)
