"""`build` and `check`: print the leaflets, or only look at everything that would go into them."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import click
from click.core import ParameterSource

from plainleaf.build.cluster import print_there
from plainleaf.build.cluster_tasks import FOLDER
from plainleaf.build.finishing import Finished
from plainleaf.build.index_words import read_words
from plainleaf.build.opening import unknown_leaflets
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan, open_planner
from plainleaf.build.rates import Kind, Rate, keep_rates, measure
from plainleaf.build.run import BuildResult, compare, print_here, run_build
from plainleaf.build.store import LocalFolder, OutputFolder
from plainleaf.build.unchanged import find_unchanged, note_unchanged
from plainleaf.build.workers import print_sheets
from plainleaf.cli.choosing import choosing_a_build, choosing_sheets
from plainleaf.cli.output import count, print_json, print_notice, print_problems, progress
from plainleaf.content.library import read_library
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.translation.pseudo import PSEUDO_TAGS
from plainleaf.translation.status import check_catalogs, stale_templates
from plainleaf.workspace import Workspace, cache_folder, find_workspace, read_files

_SCHEDULER_HELP = "Address of a Dask scheduler whose workers print, such as tcp://10.0.0.5:8786; see docs/cluster.md."


@click.command()
@choosing_a_build
@click.option("--scheduler", default="", metavar="ADDRESS", envvar="PLAINLEAF_SCHEDULER", help=_SCHEDULER_HELP)
@click.pass_context
def build(
    context: click.Context,
    request: Request,
    jobs: int,
    as_json: bool,
    force: bool,
    output: OutputFolder | None,
    scheduler: str,
) -> None:
    """Print what changed.

    A leaflet that lacks one message, or breaks one rule, is refused and the others are printed.
    """
    workspace = find_workspace(Path.cwd())
    if scheduler and context.get_parameter_source("jobs") is ParameterSource.COMMANDLINE:
        message = "--jobs is for processes of this machine, and --scheduler for those of others: give one of them"
        raise click.UsageError(message)
    target = output or LocalFolder(workspace.output)
    own_folder = not isinstance(target, LocalFolder) or target.root.resolve() != workspace.output.resolve()
    if not own_folder and any(tag_of(tag) in PSEUDO_TAGS for tag in (*request.languages, *request.beside)):
        message = "nobody reads a pseudo-language: name a folder for it with --output, not that of the leaflets"
        raise click.UsageError(message)
    with target.alone():
        result = None if force else find_unchanged(workspace, request, target)
        if result is None:
            result = _print(workspace, request, target, scheduler or jobs, force=force)
    if as_json:
        print_json(result.as_json())
    else:
        _tell(result, target)
    context.exit(0 if result.succeeded else 1)


def _print(
    workspace: Workspace, request: Request, output: OutputFolder, means: str | int, *, force: bool
) -> BuildResult:
    """Print with the workers of a scheduler, or with so many processes of this machine."""
    planner = open_planner(workspace, request)
    agenda = planner.agenda()
    comparison = compare(agenda, output, force=force, release=request.release)
    if comparison.orders:
        print_notice()
    if isinstance(means, int):
        output.remove(FOLDER)  # whoever still works for a build of a cluster that was killed stops
    opening = Opening(str(workspace.root), request, planner.digest)
    printer = print_there(opening, output, means) if isinstance(means, str) else print_here(opening, output, means)
    measured: list[tuple[Kind, Rate]] = []
    try:
        with progress("printing", comparison.sheets) as advance:

            def listen(finished: Finished) -> None:
                advance()
                # What a cluster spends says nothing about this machine.
                if isinstance(means, int) and (cost := measure(finished)):
                    measured.append(cost)

            result = run_build(agenda, comparison, output, printer, whole=not request.selects, listener=listen)
    finally:
        keep_rates(cache_folder(), workspace.root, measured)
    with contextlib.suppress(PlainleafError):  # the next build looks again; what this one did is told all the same
        note_unchanged(planner, output, result)
    return result


def _tell(result: BuildResult, output: OutputFolder) -> None:
    for refusal in result.refused:
        shown = errors(refusal.problems)
        click.echo(f"refused: {refusal.target.path} ({count(len(shown), 'problem')})", err=True)
    print_problems([*(problem for refusal in result.refused for problem in refusal.problems), *result.problems])
    for path in result.withdrawn:
        click.echo(f"moved to withdrawn/: {path}", err=True)
    there = (*result.built, *result.unchanged)
    by_language = Counter(artifact.lang for artifact in there)
    words = read_words(output)
    tags = sorted(by_language.keys() & words.keys(), key=lambda tag: (tag != SOURCE_TAG, tag))
    names = ", ".join(f"{words[tag].english_name} {by_language[tag]}" for tag in tags)
    printed = count(len(result.built), "leaflet")
    click.echo(f"{printed} printed, {len(result.unchanged)} up to date, {len(result.refused)} refused")
    if there:
        click.echo(f"{count(len(there), 'PDF')}: {names}")
        click.echo(f"open {_short(output)}/index.html")


def _short(output: OutputFolder) -> str:
    if isinstance(output, LocalFolder):
        with contextlib.suppress(ValueError):
            return str(output.root.resolve().relative_to(Path.cwd()))
    return output.name


@click.command()
@choosing_sheets
@click.pass_context
def check(
    context: click.Context,
    request: Request,
    jobs: int,
    as_json: bool,
) -> None:
    """Look at content, catalogs, templates and finished pages; write nothing."""
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    library = reading.library
    wanted = [one for one in library.leaflets.values() if not request.leaflets or one.id in request.leaflets]
    problems: list[Problem] = list(reading.problems)
    problems += unknown_leaflets(request.leaflets, library, reading.problems)
    problems += [problem for leaflet in wanted for problem in check_leaflet(leaflet, library)]
    problems += stale_templates(library, files.texts)
    known = tuple(leaflet.id for leaflet in wanted)
    problems += check_catalogs(library, files, request.languages, known, cache_folder() / "safety")
    everywhere = dict.fromkeys(place for leaflet in wanted for place in leaflet.places)
    pages = 0
    print_notice()
    for each in (request.place,) if request.place else everywhere:
        plan = make_plan(workspace, replace(request, leaflets=known, place=each))
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
