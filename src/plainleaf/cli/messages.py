"""`messages`: the translator's round, from source text to templates and catalogs, and how far each language is."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from plainleaf.build.store import write_whole
from plainleaf.cli.build import ListOption
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.library import read_library
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.messages import collect_messages, make_templates
from plainleaf.translation.packs import catalog_path, known_tags, read_language, read_pack
from plainleaf.translation.status import domain_status, stale_templates
from plainleaf.workspace import find_workspace, read_files


@click.group()
def messages() -> None:
    """Take texts out for translation and bring translations up to date."""


@messages.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a template is stale.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def extract(context: click.Context, only_check: bool, as_json: bool) -> None:
    """Write translations/<domain>.pot from the content."""
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    templates = make_templates(reading.library)
    stale = stale_templates(reading.library, files.texts)
    problems: list[Problem] = [*reading.problems, *(stale if only_check else ())]
    if not only_check and not errors(reading.problems):
        for path in (problem.position.file for problem in stale):
            write_whole(workspace.root / path, templates[path].encode())
    if as_json:
        print_json(
            {
                "templates": sorted(templates),
                "stale" if only_check else "written": sorted(problem.position.file for problem in stale),
                "problems": [problem.as_json() for problem in problems],
            }
        )
    else:
        print_problems(problems)
        if not only_check:
            click.echo(f"{count(len(templates), 'template')}, {len(stale)} written")
    context.exit(1 if errors(problems) else 0)


@messages.command()
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help="Languages. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def update(context: click.Context, lang: tuple[str, ...], as_json: bool) -> None:
    """Bring the PO files up to date with the content.

    A message whose source changed keeps its translation as fuzzy, with the previous source beside it. Nothing is
    guessed from a similar text.
    """
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    problems: list[Problem] = list(reading.problems)
    written: list[str] = []
    if errors(problems):
        raise PlainleafError(problems)
    for tag in tuple(map(tag_of, lang)) or known_tags(files.texts):
        if tag == SOURCE_TAG:
            continue
        pack = read_pack(files.texts, tag)
        for domain, domain_messages in collect_messages(reading.library).items():
            path = catalog_path(tag, domain)
            if path in files.unreadable:
                problems.append(files.unreadable[path])
                continue
            try:
                text = update_catalog(files.texts.get(path), path, pack, domain, domain_messages)
            except PlainleafError as error:
                problems.extend(error.problems)
                continue
            if text != files.texts.get(path):
                write_whole(workspace.root / path, text.encode())
                written.append(path)
    if as_json:
        print_json({"written": written, "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
        click.echo(f"{count(len(written), 'catalog')} written")
    context.exit(1 if errors(problems) else 0)


@messages.command()
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help="Languages. Default: all.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def status(context: click.Context, lang: tuple[str, ...], as_json: bool) -> None:
    """Say how far each language is."""
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    rows = []
    problems: list[Problem] = list(reading.problems)
    for tag in tuple(map(tag_of, lang)) or known_tags(files.texts):
        if tag == SOURCE_TAG:
            continue
        language = read_language(files.texts, tag, files.unreadable)
        problems += [problem for broken in language.broken.values() for problem in broken]
        rows += [
            domain_status(domain_messages, language, domain)
            for domain, domain_messages in collect_messages(reading.library).items()
        ]
    if as_json:
        print_json({"status": [row.as_json() for row in rows], "problems": [p.as_json() for p in problems]})
    else:
        print_problems(problems)
        table = Table("language", "domain", "messages", "translated", "stale", "missing", "faulty")
        for row in rows:
            counts = (row.messages, row.translated, row.fuzzy, row.missing, row.faulty)
            table.add_row(row.lang, row.domain, *map(str, counts))
        Console().print(table)
    incomplete = any(row.fuzzy or row.missing or row.faulty for row in rows)
    context.exit(1 if incomplete or errors(problems) else 0)
