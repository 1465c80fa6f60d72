"""`export`: the same leaflets in other shapes."""

from __future__ import annotations

from pathlib import Path

import click

from plainleaf.build.plan import Request
from plainleaf.cli.choosing import ListOption
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.grammar import LEVELS, Level
from plainleaf.problems import PlainleafError, errors
from plainleaf.workspace import find_workspace


@click.group()
def export() -> None:
    """Write the leaflets in other shapes: pages for a screen."""


@export.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option(
    "--lang",
    type=ListOption(),
    default=(),
    envvar="PLAINLEAF_LANG",
    help="Languages, such as es,zh-Hans. Default: all.",
)
@click.option(
    "--level",
    type=ListOption(LEVELS),
    default=(),
    envvar="PLAINLEAF_LEVEL",
    help="easy, plain, full. Default: all.",
)
@click.option(
    "--place",
    type=ListOption(),
    default=(),
    envvar="PLAINLEAF_PLACE",
    help="Whose rules and telephone numbers: us, eu, uk, or several. Default: as in plainleaf.toml.",
)
@click.option("--release", is_flag=True, help="Refuse drafts: write only what people have approved.")
@click.option("--sheets", is_flag=True, help="Put printed sheets of output/ that say the same beside the pages.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def site(
    context: click.Context,
    folder: Path,
    leaflets: tuple[str, ...],
    lang: tuple[str, ...],
    level: tuple[str, ...],
    place: tuple[str, ...],
    release: bool,
    sheets: bool,
    as_json: bool,
) -> None:
    """Write a page for each leaflet, language and level into DIR, with lists and a search.

    The pages work from a folder, without a network. DIR must be empty, or hold a site that this command wrote: then it
    holds what was asked for now, and nothing older. A leaflet that would not be printed has no page.
    """
    from plainleaf.export.folder import open_folder, publish
    from plainleaf.export.gathering import gather
    from plainleaf.export.indexes import HOME
    from plainleaf.export.printed import NO_SHEETS, find_printed
    from plainleaf.export.site import make_site

    open_folder(folder)
    workspace = find_workspace(Path.cwd())
    request = Request(leaflets, lang, tuple(map(Level, level)), release=release)
    gathering = gather(workspace, request, place)
    if gathering.problems and not gathering.publications and not gathering.refused:
        raise PlainleafError(gathering.problems)  # nothing could be planned: the folder stays as it is
    printed = find_printed(workspace.output, gathering.publications) if sheets else NO_SHEETS
    made = make_site(gathering.publications, gathering.frame, printed)
    published = publish(folder, made.files, made.pages)
    refused = (*gathering.refused, *made.refused)
    problems = [*(problem for refusal in refused for problem in refusal.problems), *gathering.problems]
    if as_json:
        print_json(
            {
                "pages": list(made.pages),
                "written": list(published.written),
                "unchanged": len(published.unchanged),
                "removed": list(published.removed),
                "refused": [
                    {**refusal.target.as_json(), "problems": [problem.as_json() for problem in refusal.problems]}
                    for refusal in refused
                ],
                "problems": [problem.as_json() for problem in gathering.problems],
            }
        )
    else:
        for refusal in refused:
            target, shown = refusal.target, errors(refusal.problems)
            name = f"{target.place}/{target.lang}/{target.leaflet}/{target.level}"
            click.echo(f"refused: {name} ({count(len(shown), 'problem')})", err=True)
        print_problems(problems)
        files = f"{count(len(published.written), 'file')} written, {len(published.unchanged)} up to date"
        click.echo(f"{count(len(made.pages), 'page')}: {files}, {len(published.removed)} removed")
        if made.pages:
            click.echo(f"open {folder / HOME}")
    context.exit(1 if errors(problems) else 0)
