"""`messages`: the translator's round, from source text to templates and catalogs, and how far each language is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click
from pydantic import ValidationError

from plainleaf.build.opening import unknown_leaflets
from plainleaf.build.store import write_whole
from plainleaf.cli.choosing import ListOption
from plainleaf.cli.counts import show_status, tell_impact
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.library import read_library
from plainleaf.content.model import DESK, SHARED, Library
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.translation.approval.records import (
    Approvals,
    Kept,
    approvals_path,
    format_approvals,
    merge,
    person,
    read_approvals,
    read_own_approvals,
)
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.impact import Impact, find_impact, read_templates
from plainleaf.translation.keeping import Word, keep_messages, unknown_message
from plainleaf.translation.messages import collect_messages, make_templates
from plainleaf.translation.packs import catalog_path, known_tags, read_language, read_pack
from plainleaf.translation.status import (
    DomainStatus,
    LeafletStatus,
    Standings,
    domain_status,
    leaflet_status,
    orphan_catalogs,
    stale_templates,
)
from plainleaf.translation.usage import used_messages
from plainleaf.workspace import FilesReading, cache_folder, find_workspace, read_files

_LANG_HELP = "Languages. Default: all."


@click.group()
def messages() -> None:
    """Take texts out for translation and bring translations up to date."""


@messages.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a template is stale.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def extract(context: click.Context, only_check: bool, as_json: bool) -> None:
    """Write translations/<domain>.pot from the content.

    It says what an edit costs: leaflets that it takes out of print, and words to translate again.
    """
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    templates = make_templates(reading.library)
    stale = stale_templates(reading.library, files.texts)
    impact = _find_impact(reading.library, files) if stale else None
    orphans = orphan_catalogs(reading.library, files)
    problems: list[Problem] = [*reading.problems, *orphans, *(stale if only_check else ())]
    if not only_check and not errors(reading.problems):
        for path in (problem.position.file for problem in stale):
            write_whole(workspace.root / path, templates[path].encode())
    if as_json:
        print_json(
            {
                "templates": sorted(templates),
                "stale" if only_check else "written": sorted(problem.position.file for problem in stale),
                **({"impact": impact.as_json()} if impact else {}),
                "problems": [problem.as_json() for problem in problems],
            }
        )
    else:
        print_problems(problems)
        if impact and impact.withdrawn:
            tell_impact(impact)
        if not only_check:
            click.echo(f"{count(len(templates), 'template')}, {len(stale)} written")
    context.exit(1 if errors(problems) else 0)


@messages.command()
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help=_LANG_HELP)
@click.option("--desk", is_flag=True, help="Begin the words of the clinic's desk too, in languages that staff speak.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def update(context: click.Context, lang: tuple[str, ...], desk: bool, as_json: bool) -> None:
    """Bring the PO files up to date with the content.

    A message whose source changed keeps its translation as fuzzy, with the previous source beside it, and its leaflets
    are not printed until somebody has looked at it. Nothing is guessed from a similar text.
    """
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    problems: list[Problem] = list(reading.problems)
    written: dict[str, str] = {}
    if errors(problems):
        raise PlainleafError(problems)
    for tag in tuple(map(tag_of, lang)) or known_tags(files.texts):
        if tag != SOURCE_TAG:
            texts, faults = _update_language(reading.library, files, tag, desk=desk)
            written |= texts
            problems += faults
    impact = _find_impact(reading.library, files, lang) if written else None
    for path, text in written.items():
        write_whole(workspace.root / path, text.encode())
    if as_json:
        shape = {"impact": impact.as_json()} if impact else {}
        print_json({"written": [*written], **shape, "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
        if impact and impact.withdrawn:
            tell_impact(impact)
        click.echo(f"{count(len(written), 'catalog')} written")
    context.exit(1 if errors(problems) else 0)


def _update_language(
    library: Library, files: FilesReading, tag: str, *, desk: bool
) -> tuple[dict[str, str], list[Problem]]:
    """The catalogs of a language that are not up to date, by path, and those that cannot be read."""
    pack = read_pack(files.texts, tag)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for domain, domain_messages in collect_messages(library).items():
        path = catalog_path(tag, domain)
        if path in files.unreadable:
            problems.append(files.unreadable[path])
            continue
        if domain == DESK and path not in files.texts and not desk:
            continue
        try:
            text = update_catalog(files.texts.get(path), path, pack, domain, domain_messages)
        except PlainleafError as error:
            problems.extend(error.problems)
            continue
        if text != files.texts.get(path):
            texts[path] = text
    return texts, problems


@messages.command()
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help=_LANG_HELP)
@click.option("--impact", "with_impact", is_flag=True, help="Say what edits of the English text have cost.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def status(
    context: click.Context, leaflets: tuple[str, ...], lang: tuple[str, ...], with_impact: bool, as_json: bool
) -> None:
    """Say how far each language is, leaflet by leaflet.

    A leaflet counts its own messages, and those that it shares with others. One that is missing, stale or faulty takes
    every sheet that prints it out of print.
    """
    files = read_files(find_workspace(Path.cwd()))
    reading = read_library(files.texts)
    library = reading.library
    problems = [*reading.problems, *unknown_leaflets(leaflets, library, reading.problems)]
    problems += orphan_catalogs(library, files)
    usage = {name: sheets for name, sheets in used_messages(library).items() if not leaflets or name in leaflets}
    domains = {name: texts for name, texts in collect_messages(library).items() if name in (SHARED, *usage)}
    rows: list[DomainStatus] = []
    counted: list[LeafletStatus] = []
    totals: list[LeafletStatus] = []
    for tag in tuple(map(tag_of, lang)) or known_tags(files.texts):
        standings = _standings(files, tag)
        problems += [problem for broken in standings.language.broken.values() for problem in broken]
        if tag != SOURCE_TAG:
            rows += [domain_status(texts, standings, domain) for domain, texts in domains.items()]
        counted += [leaflet_status(name, sheets.values(), standings) for name, sheets in usage.items()]
        totals.append(leaflet_status("*", [used for sheets in usage.values() for used in sheets.values()], standings))
    impact = _find_impact(library, files, lang) if with_impact else None
    if as_json:
        print_json(
            {
                "status": [row.as_json() for row in rows],
                "leaflets": [row.as_json() for row in counted],
                "totals": [row.as_json() for row in totals],
                **({"impact": impact.as_json()} if impact else {}),
                "problems": [problem.as_json() for problem in problems],
            }
        )
    else:
        print_problems(problems)
        show_status(counted, totals)
        if impact:
            tell_impact(impact)
    incomplete = any(row.fuzzy or row.missing or row.faulty for row in rows) and not leaflets
    unprintable = any(not row.is_printable for row in counted)
    context.exit(1 if incomplete or unprintable or errors(problems) else 0)


@messages.command()
@click.argument("msgctxts", nargs=-1, required=True, metavar="MSGCTXT...")
@click.option("--lang", type=ListOption(), required=True, help="Languages, or all.")
@click.option("--by", "name", required=True, help="Who says it: a name, or a pseudonym that the clinic can resolve.")
@click.option("--reason", default="", help="Why the meaning did not change.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def keep(
    context: click.Context,
    msgctxts: tuple[str, ...],
    lang: tuple[str, ...],
    name: str,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say that a message was reworded and means what it meant: its translation is kept.

    MSGCTXT is the address of a message, as `somnoril.wait/easy`. What is kept is recorded with your name and must be
    approved again. Nothing is kept where placeholders, numbers or words such as "not" differ.
    """
    if not any(map(str.isalnum, person(name))):
        raise click.BadParameter("give a name", context, param_hint="--by")
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    library = read_library(files.texts).library
    known = {message.msgctxt: message for texts in collect_messages(library).values() for message in texts}
    problems = [unknown_message(msgctxt) for msgctxt in msgctxts if msgctxt not in known]
    wanted = [known[msgctxt] for msgctxt in dict.fromkeys(msgctxts) if msgctxt in known]
    everywhere = "all" in lang
    word = Word(" ".join(name.split()), dt.datetime.now(dt.UTC).astimezone().date(), reason.strip() or None)
    try:
        Kept(by=word.by, date=word.date, previous=("",), reason=word.reason)
    except ValidationError as error:
        fault = error.errors()[0]
        raise click.BadParameter(fault["msg"], context, param_hint=f"--{fault['loc'][0]}") from None
    kept: list[dict[str, str]] = []
    for tag in known_tags(files.texts) if everywhere else tuple(map(tag_of, lang)):
        if tag == SOURCE_TAG:
            continue
        language = read_language(files.texts, tag, files.unreadable, cache_folder() / "safety")
        keeping = keep_messages(wanted, language, files.texts, word, skip_current=everywhere)
        problems += keeping.problems
        kept += [{"lang": tag, "msgctxt": record.message} for record in keeping.records.values()]
        if keeping.records and not dry_run:
            # The record first: a catalog without it would be a translation that nobody answers for.
            own = merge(read_own_approvals(files, tag), Approvals(messages=dict(keeping.records)))
            write_whole(workspace.root / approvals_path(tag), format_approvals(own).encode())
            for path, text in keeping.texts.items():
                write_whole(workspace.root / path, text.encode())
    if as_json:
        print_json({"kept": kept, "dry_run": dry_run, "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
        for one in kept:
            click.echo(f"{one['lang']}: {one['msgctxt']}")
        done = "would be kept; nothing was written" if dry_run else "kept; to be approved again"
        click.echo(f"{count(len(kept), 'translation')} {done}")
    context.exit(1 if errors(problems) else 0)


def _standings(files: FilesReading, tag: str) -> Standings:
    return Standings(
        read_language(files.texts, tag, files.unreadable, cache_folder() / "safety"), read_approvals(files, tag)
    )


def _find_impact(library: Library, files: FilesReading, tags: Iterable[str] = ()) -> Impact:
    """What edits have cost in the languages; one that cannot be read is left out, and other commands say why."""

    def spoken() -> Iterator[Standings]:
        for tag in tuple(map(tag_of, tags)) or known_tags(files.texts):
            with suppress(PlainleafError):
                yield _standings(files, tag)

    return find_impact(library, used_messages(library), spoken(), read_templates(files.texts, library))
