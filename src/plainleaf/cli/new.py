"""`new`: the beginnings of something that people then write."""

from __future__ import annotations

from pathlib import Path

import click

from plainleaf.build.store import write_whole
from plainleaf.cli.output import count, print_json
from plainleaf.content.library import read_library
from plainleaf.languages import folder_of, tag_of
from plainleaf.problems import PlainleafError
from plainleaf.translation.scaffold import scaffold_language
from plainleaf.workspace import find_workspace, read_files


@click.group()
def new() -> None:
    """Begin a new language."""


@new.command()
@click.argument("tag")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def language(tag: str, as_json: bool) -> None:
    """Make the folder of the language TAG (es, pt-BR, zh-Hant) and say what people must add.

    What CLDR, the public collection of language data, knows is filled in. Nothing is printed in the language before
    somebody who reads it has written its units, its negations and its translations.
    """
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    scaffold = scaffold_language(tag_of(tag), read_library(files.texts).library, files.texts)
    folder = f"translations/{folder_of(scaffold.facts.tag)}/"
    if broken := [problem for path, problem in files.unreadable.items() if path.startswith(folder)]:
        raise PlainleafError(broken)  # what cannot be read must not be written over
    for path, text in scaffold.files.items():
        if not path.endswith(".po") and (workspace.root / path).exists():
            continue  # somebody has begun already
        write_whole(workspace.root / path, text.encode())
    if as_json:
        print_json({"language": scaffold.facts.tag, "written": [*scaffold.files], "steps": [*scaffold.steps]})
        return
    facts = scaffold.facts
    click.echo(f"{facts.english_name} ({facts.own_name}), {facts.tag}: {count(len(scaffold.files), 'file')} written")
    click.echo("What people must do now, in this order:")
    for number, step in enumerate(scaffold.steps, 1):
        click.echo(f"{number}. {step}")
