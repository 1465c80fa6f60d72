"""`messages export` and `messages import`: texts and glossary out to translators' own tools, translations back in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from plainleaf.build.store import write_whole
from plainleaf.cli.choosing import ListOption
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.library import read_library
from plainleaf.content.model import SHARED
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.exchange.units import Incoming, Messages, Unit, collect_units, read_po_units
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path, known_tags, read_pack
from plainleaf.workspace import FilesReading, find_workspace, read_files

Format = Literal["xliff", "tmx", "po", "tbx", "csv"]
FORMATS: tuple[Format, ...] = ("xliff", "tmx", "po", "tbx", "csv")
_GLOSSARIES = ("tbx", "csv")
_SUFFIXES = {"xliff": "xlf"}
_MAX_BYTES = 32_000_000
_FORMAT_HELP = "xliff, tmx and po: the texts. tbx, csv: the glossary."
_OUTPUT_HELP = "Folder to write to. Default: output/exchange."


@click.command("export")
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help=_FORMAT_HELP)
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help="Languages. Default: all.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help=_OUTPUT_HELP)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def export_messages(
    context: click.Context,
    leaflets: tuple[str, ...],
    kind: Format,
    lang: tuple[str, ...],
    output: Path | None,
    as_json: bool,
) -> None:
    """Write texts or the glossary for translators' tools.

    One file for each LEAFLET and for `shared`, or for those that are named, in a folder of its own for each language.
    """
    if leaflets and kind in _GLOSSARIES:
        raise click.UsageError("the glossary is one for all leaflets; name none")
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    problems: list[Problem] = list(reading.problems)
    if errors(problems):
        raise PlainleafError(problems)
    messages = collect_messages(reading.library)
    _check_names(leaflets, messages)
    written: list[str] = []
    folder = output or workspace.output / "exchange"
    for tag in tuple(map(tag_of, lang)) or known_tags(files.texts):
        if tag == SOURCE_TAG:
            continue
        pack = read_pack(files.texts, tag)
        if kind in _GLOSSARIES:
            from plainleaf.translation.exchange.glossary import collect_terms, write_csv, write_tbx

            shared = _units_of(files, pack, SHARED, messages, problems)
            terms = collect_terms(files.texts, reading.library, pack, shared)
            parts = {"glossary": write_tbx(terms, tag) if kind == "tbx" else write_csv(terms)}
        else:
            parts = _write_texts(files, pack, leaflets, messages, kind, problems)
        for name, data in parts.items():
            path = folder / folder_of(tag) / f"{name}.{_SUFFIXES.get(kind, kind)}"
            write_whole(path, data)
            written.append(str(path))
    if as_json:
        print_json({"written": written, "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
        where = f" to {folder}" if written else ""
        click.echo(f"{count(len(written), 'file')} written{where}")
    context.exit(1 if errors(problems) else 0)


def _check_names(names: Sequence[str], messages: Messages) -> None:
    if unknown := [name for name in names if name not in messages]:
        known = f"known: {', '.join(messages)}"
        faults = (f"there is no leaflet `{name}`" for name in unknown)
        raise PlainleafError([Problem(Position("leaflets"), "B002", fault, known) for fault in faults])


def _units_of(
    files: FilesReading, pack: LanguagePack, domain: str, messages: Messages, problems: list[Problem]
) -> tuple[Unit, ...]:
    """The units of one catalog; none when it cannot be read, which is a problem."""
    path = catalog_path(pack.language, domain)
    if path in files.unreadable:
        problems.append(files.unreadable[path])
        return ()
    try:
        return collect_units(files.texts.get(path), pack, domain, messages[domain])
    except PlainleafError as error:
        problems.extend(error.problems)
        return ()


def _write_texts(
    files: FilesReading,
    pack: LanguagePack,
    names: Sequence[str],
    messages: Messages,
    kind: Format,
    problems: list[Problem],
) -> dict[str, bytes]:
    """File name to content, for each catalog that can be read."""
    from plainleaf.translation.exchange.bitext import unwritable, write_tmx, write_xliff

    parts: dict[str, bytes] = {}
    for domain in names or messages:
        units = _units_of(files, pack, domain, messages, problems)
        if not units:
            continue
        if kind == "po":
            path = catalog_path(pack.language, domain)
            parts[domain] = update_catalog(files.texts.get(path), path, pack, domain, messages[domain]).encode()
            continue
        problems.extend(unwritable(units))
        write = write_xliff(units, domain, pack.language) if kind == "xliff" else write_tmx(units, pack.language)
        parts[domain] = write
    return parts


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--lang", required=True, envvar="PLAINLEAF_LANG", help="The language of the file.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be taken.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def import_messages(context: click.Context, file: Path, lang: str, dry_run: bool, as_json: bool) -> None:
    """Take translations from a PO, XLIFF or TMX FILE into the catalogs.

    Only what translates a message of today is taken; everything else is reported and left alone. What the tool marks
    as unfinished comes in as fuzzy, and is not printed.
    """
    from plainleaf.translation.exchange.intake import take_units

    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    if errors(reading.problems):
        raise PlainleafError(reading.problems)
    tag = tag_of(lang)
    pack = read_pack(files.texts, tag)
    messages = collect_messages(reading.library)
    if tag == SOURCE_TAG:
        raise click.UsageError("English is the source; it stands in leaflets/, and is not imported")
    arrival = take_units(_read_incoming(file, tag, messages), files.texts, pack, messages, files.unreadable)
    if not dry_run:
        for path, text in arrival.catalogs.items():
            write_whole(workspace.root / path, text.encode())
    if as_json:
        print_json(
            {
                "would_write" if dry_run else "written": sorted(arrival.catalogs),
                "taken": arrival.taken,
                "unchanged": arrival.unchanged,
                "empty": arrival.empty,
                "problems": [problem.as_json() for problem in arrival.problems],
            }
        )
    else:
        print_problems(arrival.problems)
        taken = "would be taken" if dry_run else "taken"
        click.echo(f"{arrival.taken:,} {taken}, {arrival.unchanged:,} as they were, {arrival.empty:,} not translated")
    context.exit(1 if errors(arrival.problems) else 0)


def _read_incoming(file: Path, tag: str, messages: Messages) -> Incoming:
    """The units of a tool's file, by what it is.

    Raises:
        PlainleafError: T050, when it cannot be read at all or is too large; see the readers for more.
    """
    name, hint = str(file), "export the file from the tool again"
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise PlainleafError(Problem(Position(name), "T050", f"the file is larger than {_MAX_BYTES:,} bytes", hint))
        data = file.read_bytes()
    except OSError as error:
        fault = f"the file cannot be read: {error.strerror}"
        raise PlainleafError(Problem(Position(name), "T050", fault, "look at its rights")) from None
    if file.suffix.lower() not in {".po", ".pot"}:
        from plainleaf.translation.exchange.bitext import read_bitext

        return read_bitext(data, name, tag, messages)
    try:
        return read_po_units(data.decode("utf-8-sig"), name, tag, messages)
    except UnicodeDecodeError as error:
        where = Position(name, data[: error.start].count(b"\n") + 1)
        raise PlainleafError(Problem(where, "T050", "this is not UTF-8", "save the file as UTF-8")) from None
