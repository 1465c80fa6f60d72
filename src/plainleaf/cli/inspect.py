"""`inspect`: what a PDF is, and what is wrong with it, from the file alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plainleaf.cli.output import clean, count, print_json, print_problems
from plainleaf.problems import Position, Problem, errors

if TYPE_CHECKING:
    from plainleaf.press.inspection.report import Report
    from plainleaf.press.inspection.words import TextFound

_MM = 25.4 / 72
_TAGS_SHOWN = ("H1", "H2", "H3", "P", "L", "LI", "Table", "TH", "Figure", "Link")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.pdf...")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON, one object for each file.")
@click.pass_context
def inspect(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Say what a PDF is: tags, fonts, sizes, contrast, and whether it says what it has to say.

    The words on its pages are compared with the source that plainleaf attaches to every leaflet. Of any other PDF it is
    told what can be told. Whether a leaflet is the one that is printed today is asked with `plainleaf verify`.
    """
    reports = [_inspect(path) for path in files]
    if as_json:
        print_json([report.as_json() for report in reports])
    else:
        for report in reports:
            click.echo(clean(report.name))
            for name, text in _lines(report):
                click.echo(clean(f"  {name:<10} {text}"))
            print_problems(report.problems)
    context.exit(1 if any(errors(report.problems) for report in reports) else 0)


def _inspect(path: Path) -> Report:
    from plainleaf.press.inspection.file import LARGEST_FILE
    from plainleaf.press.inspection.report import Report, inspect_file

    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a name with a null character is a wrong value
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        problem = Problem(Position(str(path)), "P060", f"the file cannot be read: {reason}")
        return Report(str(path), problems=(problem,))
    return inspect_file(data, str(path))


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    """The report as names and texts, for people."""
    if not report.pages:
        return
    if source := report.source:
        langs = " and ".join(text.lang for text in source.texts)
        yield "leaflet", f"{source.leaflet}, level {source.level}, in {langs}, for {source.place}"
        yield "version", f"{source.version} of {source.revised}, {source.status}, check code {source.code}"
    else:
        yield "leaflet", "unknown: nothing is attached to it"
    if report.title:
        yield "title", report.title
    sizes = list(dict.fromkeys(f"{width * _MM:.0f} x {height * _MM:.0f} mm" for width, height in report.pages))
    form = f", format {source.format}" if source else ""
    yield "pages", f"{count(len(report.pages), 'page')} of {', '.join(sizes)}{form}"
    yield "tags", _tags(report)
    yield "fonts", ", ".join(f"{font.name}{'' if font.is_embedded else ' (not embedded)'}" for font in report.fonts)
    if report.sizes:
        yield "type", "smallest: " + ", ".join(f"{role} {size:.1f} pt" for role, size in report.sizes.items())
    if report.contrast is not None:
        yield "contrast", f"lowest: {report.contrast:.1f} to 1, in colour or in grey"
    for text in report.texts:
        yield f"text {text.lang}", _found(text)


def _tags(report: Report) -> str:
    if report.print_only:
        return "none: this is a booklet for printing only"
    if not report.tags.exists:
        return "none"
    counts = report.tags.counts
    shown = ", ".join(f"{counts[kind]} {kind}" for kind in _TAGS_SHOWN if kind in counts)
    languages = ", ".join(report.tags.languages) or "not said"
    return f"{shown}; language {languages}; {'with' if report.bookmarks else 'without'} bookmarks"


def _found(text: TextFound) -> str:
    found = text.count("verbatim", "letters lost", "order lost")
    quantities, expected = text.quantities
    lost = [(text.count("letters lost"), "with letters lost"), (text.count("order lost"), "with their order lost")]
    losses = "".join(f", {number} of them {how}" for number, how in lost if number)
    return f"{found} of {count(len(text.statements), 'statement')}{losses}; {quantities} of {expected} quantities"
