"""`approve` and `approvals`: put on record who has approved what, and show what is approved and what is lacking."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
from pydantic import ValidationError
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from plainleaf.build.opening import open_register, unknown_leaflets
from plainleaf.build.store import write_whole
from plainleaf.cli.choosing import ListOption
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.library import LibraryReading, read_library
from plainleaf.content.model import Leaflet
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.approval.approving import find_messages, read_wordings, vet_entries, vet_signoff
from plainleaf.translation.approval.records import (
    Acknowledgement,
    Approval,
    Approvals,
    Entry,
    Signoff,
    Wording,
    approvals_path,
    format_approvals,
    merge,
    read_own_approvals,
    record_entries,
)
from plainleaf.translation.approval.signoff import Register
from plainleaf.translation.approval.standing import (
    LeafletStanding,
    MessageStanding,
    find_lapsed,
    stand,
    stand_by_message,
)
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.workspace import FilesReading, Workspace, cache_folder, find_workspace, read_files

_PLACE_HELP = "Whose rules and telephone numbers: us, eu, uk. Default: as in plainleaf.toml."
Said = TypeVar("Said", Approval, Acknowledgement)
_WIDTH = 140  # of a table that goes to a file
_ROLES = ("translator", "reviser", "clinician")
_ORIGINS = ("human", "machine", "machine+human")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What both commands start from."""

    workspace: Workspace
    files: FilesReading
    reading: LibraryReading
    register: Register


def _open(tags: Sequence[str], place: str) -> _Desk:
    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    library, settings = reading.library, workspace.settings.print
    place = place or settings.place
    if place not in library.places:
        known = ", ".join(library.places)
        raise PlainleafError(
            Problem(Position("leaflets/places"), "B002", f"there is no place `{place}`", f"known: {known}")
        )
    languages = {tag: read_language(files.texts, tag, files.unreadable, cache_folder() / "safety") for tag in tags}
    theme = read_theme(files.texts, settings.theme, workspace.settings.theme)
    return _Desk(workspace, files, reading, open_register(files, library, languages, theme, place))


@click.command()
@click.argument("names", nargs=-1, metavar="[LEAFLET|MESSAGE]...")
@click.option("--lang", required=True, envvar="PLAINLEAF_LANG", help="The language, such as es; en is the source.")
@click.option("--domain", "domains", type=ListOption(), default=(), help="All messages of a catalog: shared.")
@click.option("--role", type=click.Choice(_ROLES), help="As what the person says yes.")
@click.option("--by", "name", required=True, help="Name, or a pseudonym whose holder the clinic knows.")
@click.option("--qualification", default="", help="Why this person may say yes in this role.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="When it was approved. Default: today.")
@click.option("--origin", type=click.Choice(_ORIGINS), default="human", show_default=True, help="Who worked on it.")
@click.option("--acknowledge", "codes", type=ListOption(), default=(), help="Warnings of messages, such as T031.")
@click.option("--reason", default="", help="Why the warnings do no harm.")
@click.option("--sign-off", "sign_off", is_flag=True, help="Sign leaflets off as a whole, for a place.")
@click.option("--place", default="", envvar="PLAINLEAF_PLACE", help=_PLACE_HELP)
@click.option("--yes", is_flag=True, help="Record without asking.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON; needs --yes.")
@click.pass_context
def approve(
    context: click.Context,
    names: tuple[str, ...],
    lang: str,
    domains: tuple[str, ...],
    role: str | None,
    name: str,
    qualification: str,
    day: dt.datetime | None,
    origin: str,
    codes: tuple[str, ...],
    reason: str,
    sign_off: bool,
    place: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Record that a person approves messages, or signs a leaflet off.

    LEAFLET stands for all messages of its own. What will be recorded is shown first. A text is approved when a
    translator and a reviser, two different people, have approved it, and for critical statements a clinician; English
    needs a reviser and a clinician. Then a clinician signs off the leaflet with --sign-off.
    """
    _check_usage(names, domains, role, codes, reason, qualification, sign_off=sign_off)
    if not yes and (as_json or not _can_ask()):
        message = "look at what would be recorded in a terminal, or say --yes"
        raise click.UsageError(message)
    tag, today = tag_of(lang), dt.datetime.now(dt.UTC).astimezone().date()
    desk = _open((tag,), place)
    given = {"by": name, "date": day.date() if day else today, "origin": origin}
    approval = None
    if role or sign_off:
        approval = _take(Approval, {**given, "role": role or "clinician", "qualification": qualification})
    own = read_own_approvals(desk.files, tag)
    if sign_off and approval:
        found, shown = _signoffs(desk, names, tag, approval, today, quiet=as_json)
        new = merge(own, found)
    else:
        seen = tuple(_take(Acknowledgement, {**given, "code": code, "reason": reason}) for code in codes)
        wordings = read_wordings(find_messages(desk.register.library, names, domains), desk.register.languages[tag])
        entries = [Entry(wording, approval, seen) for wording in wordings]
        if problems := vet_entries(entries, desk.register.approvals[tag], today):
            raise PlainleafError(problems)
        new, shown = record_entries(own, entries), tuple(wording.message.msgctxt for wording in wordings)
        if not as_json:
            _show_wordings(wordings, desk.register.languages[tag])
    if not yes:
        click.confirm(f"Record this for {name}?", abort=True)
    path = approvals_path(tag)
    if new != own:
        write_whole(desk.workspace.root / path, format_approvals(new).encode())
    if as_json:
        print_json({"lang": tag, "file": path, "approved": list(shown), "changed": new != own})
    else:
        click.echo(f"{count(len(shown), 'record')} of {name}: {path}" + ("" if new != own else " had them all already"))
    context.exit(0)


def _can_ask() -> bool:
    """Whether somebody is there to look at what is shown, and to answer."""
    return sys.stdin.isatty()


def _check_usage(
    names: Sequence[str],
    domains: Sequence[str],
    role: str | None,
    codes: Sequence[str],
    reason: str,
    qualification: str,
    *,
    sign_off: bool,
) -> None:
    """Wrong usage, found before anything is read."""
    faults = (
        (not names and not domains, "name a leaflet or a message, or --domain"),
        (sign_off and bool(domains or codes), "--sign-off goes with leaflets alone"),
        (sign_off and role not in (None, "clinician"), "a leaflet is signed off by a clinician"),
        (not sign_off and not role and not codes, "say --role, --acknowledge or --sign-off"),
        (bool(role or sign_off) and not qualification.strip(), "say --qualification"),
        (bool(codes) != bool(reason.strip()), "--acknowledge and --reason go together"),
        (bool(codes) and (bool(domains) or any("/" not in name for name in names)), "acknowledge message by message"),
    )
    for wrong, message in faults:
        if wrong:
            raise click.UsageError(message)


def _take(shape: type[Said], given: dict[str, object]) -> Said:
    """A record of what was typed; what does not fit is wrong usage."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        message = f"{fault['loc'][0]}: {fault['msg'].removeprefix('Value error, ')}"
        raise click.UsageError(message) from None


def _signoffs(
    desk: _Desk, names: Sequence[str], tag: str, approval: Approval, today: dt.date, *, quiet: bool
) -> tuple[Approvals, tuple[str, ...]]:
    """Sign-offs of all named leaflets as they are printed now."""
    register, library = desk.register, desk.register.library
    problems = unknown_leaflets(names, library, ())
    signoffs: dict[str, Signoff] = {}
    for leaflet in (library.leaflets[name] for name in names if name in library.leaflets):
        faults = [*errors(check_leaflet(leaflet, library)), *vet_signoff(leaflet, approval, today)]
        if register.place not in leaflet.places:
            known = f"places: {', '.join(leaflet.places)}"
            faults.append(Problem(leaflet.position, "B002", f"`{leaflet.id}` is not for `{register.place}`", known))
        if not faults:
            try:
                key = register.signoff_key(leaflet, tag)
            except PlainleafError as error:
                faults += error.problems
            else:
                signoffs[key] = Signoff(leaflet=leaflet.id, place=register.place, approvals=(approval,))
        problems += faults
    if problems:
        raise PlainleafError(sorted(set(problems)))
    for signoff in () if quiet else signoffs.values():
        _show_leaflet(register, library.leaflets[signoff.leaflet], tag)
    return Approvals(signoffs=signoffs), tuple(one.leaflet for one in signoffs.values())


def _show_leaflet(register: Register, leaflet: Leaflet, tag: str) -> None:
    for sheet in register.sheets(leaflet, tag):
        number = sum(len(section.statements) for section in sheet.sections)
        click.echo(
            f"{leaflet.id} ({sheet.title}), {tag}, {register.place}, {sheet.level}: {count(number, 'statement')}"
        )


def _show_wordings(wordings: Sequence[Wording], language: Language) -> None:
    for wording in wordings:
        click.echo(f"{wording.message.msgctxt}{'  CRITICAL' if wording.message.critical else ''}")
        if wording.locale != SOURCE_TAG:
            click.echo(f"    {SOURCE_TAG}: {wording.message.msgid}")
        for text in wording.texts:
            click.echo(f"    {wording.locale}: {text}")
        for problem in language.findings(wording.message):
            click.echo(f"    warning {problem.code}: {problem.message}")


@click.command()
@click.argument("leaflets", nargs=-1, metavar="[LEAFLET]...")
@click.option("--lang", type=ListOption(), default=(), envvar="PLAINLEAF_LANG", help="Languages. Default: all.")
@click.option("--place", default="", envvar="PLAINLEAF_PLACE", help=_PLACE_HELP)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def approvals(
    context: click.Context, leaflets: tuple[str, ...], lang: tuple[str, ...], place: str, as_json: bool
) -> None:
    """Show who has approved what, what is lacking, and which records match nothing any more.

    With LEAFLET also message by message.
    """
    files = read_files(find_workspace(Path.cwd()))
    tags = tuple(map(tag_of, lang)) or known_tags(files.texts)
    desk = _open(tags, place)
    library, register = desk.register.library, desk.register
    problems = [*desk.reading.problems, *unknown_leaflets(leaflets, library, desk.reading.problems)]
    wanted = [
        leaflet
        for leaflet in library.leaflets.values()
        if register.place in leaflet.places and (not leaflets or leaflet.id in leaflets)
    ]
    standings = {(leaflet.id, tag): stand(register, leaflet, tag) for leaflet in wanted for tag in tags}
    by_message = {
        (leaflet.id, tag): stand_by_message(register, leaflet, tag) for leaflet in wanted for tag in tags if leaflets
    }
    lapsed = [one for tag in tags for one in find_lapsed(register, tag)]
    if as_json:
        rows = [
            {**one.as_json(), "by_message": [row.as_json() for row in by_message.get(key, ())]}
            for key, one in standings.items()
        ]
        print_json(
            {
                "leaflets": rows,
                "lapsed": [one.as_json() for one in lapsed],
                "problems": [problem.as_json() for problem in problems],
            }
        )
    else:
        print_problems(problems)
        console = Console(width=None if sys.stdout.isatty() else _WIDTH)
        for (leaflet_id, tag), message_rows in by_message.items():
            console.print(_table_of_messages(f"{leaflet_id}, {tag}", message_rows))
        console.print(_table_of_leaflets(tuple(standings.values()), register.place))
        for gone in lapsed:
            who = ", ".join(gone.by) or "nobody"
            click.echo(
                f"lapsed: {gone.what} ({gone.lang}), {who}, {gone.date}: what was approved is not there any more"
            )
    context.exit(1 if errors(problems) else 0)


def _table_of_leaflets(standings: Sequence[LeafletStanding], place: str) -> Table:
    table = Table(box=SIMPLE, title=f"leaflets for {place}")
    table.add_column("leaflet", no_wrap=True)
    for heading in ("language", "status", "approved", "in English", "signed off by", "lacks"):
        table.add_column(heading)
    for one in standings:
        english = len({need.msgctxt for need in one.needs if need.msgctxt and need.locale == SOURCE_TAG})
        lacks = [f"sign-off ({need.locale})" for need in one.needs if not need.msgctxt]
        if one.approved < one.messages or english:
            lacks.insert(0, "messages")
        counts = [f"{number:,} of {one.messages:,}" for number in (one.approved, one.messages - english)]
        row = (one.leaflet, one.lang, one.status, *(counts if one.messages else ("", "")))
        table.add_row(*row, ", ".join(one.signed_by), ", ".join(lacks))
    return table


def _table_of_messages(title: str, rows: Sequence[MessageStanding]) -> Table:
    table = Table(box=SIMPLE, title=title)
    table.add_column("message", no_wrap=True)
    for heading in ("", *_ROLES, "lacks"):
        table.add_column(heading)
    for row in rows:
        people = (", ".join(row.people.get(role, ())) for role in _ROLES)
        table.add_row(row.msgctxt, "critical" if row.critical else "", *people, row.lack)
    return table
