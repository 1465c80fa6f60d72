"""`messages lint`: the safety checks on any PO file, for translators, pre-commit hooks and build servers."""

from __future__ import annotations

from pathlib import Path

import click

from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.bilingual import read_english, read_pairs, read_target
from plainleaf.translation.safety.linter import Linter
from plainleaf.workspace import find_workspace, read_files


@click.command()
@click.argument("po_files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.po...")
@click.option("--lang", required=True, help="Language of the translations, such as es or zh-Hans.")
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def lint(context: click.Context, po_files: tuple[Path, ...], lang: str, strict: bool, as_json: bool) -> None:
    """Check the translations of any PO file against their English sources.

    Errors would hurt a patient; warnings are to be looked at. Messages that are untranslated or fuzzy are not checked.
    """
    files = read_files(find_workspace(Path.cwd())).texts
    language = read_target(files, lang)
    linter = Linter(read_english(files), language)
    problems: list[Problem] = []
    sources: dict[Position, str] = {}
    total = 0
    for path in po_files:
        try:
            pairs, faults = read_pairs(_read(path), str(path))
        except PlainleafError as error:
            problems += error.problems
            continue
        problems += faults
        problems += linter.check_pairs(pairs)
        sources |= {pair.position: pair.msgid for pair in pairs}
        total += len(pairs)
    if as_json:
        print_json([{**p.as_json(), "msgctxt": p.msgctxt, "msgid": sources.get(p.position, "")} for p in problems])
    else:
        print_problems(problems)
        found = errors(problems)
        click.echo(
            f"{count(total, 'message')} checked: {count(len(found), 'error')}, "
            f"{count(len(problems) - len(found), 'warning')}"
        )
        if language.lexicon is None:
            note = f"there are no word lists for `{language.tag}`: units, negations and meaning were not compared"
            click.echo(f"note: {note}", err=True)
    context.exit(1 if errors(problems) or (strict and problems) else 0)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        problem = Problem(Position(str(path)), "W002", f"the file cannot be read: {error.strerror}")
        raise PlainleafError(problem) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(Position(str(path), line), "W002", "this is not UTF-8", "save the file as UTF-8")
        raise PlainleafError(problem) from None
