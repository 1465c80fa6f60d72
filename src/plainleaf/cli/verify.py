"""`verify`: whether a PDF, or a code copied from paper, is what the library prints today."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plainleaf.cli.choosing import ListOption
from plainleaf.cli.output import clean, count, print_json
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import find_workspace

if TYPE_CHECKING:
    from plainleaf.build.changes import Change
    from plainleaf.build.verification import Finding, Verdict

NO_SIGNATURE = "This is a check against mistakes, not a signature: whoever can change a file can change its code too."
_SHOWN_CHANGES = 40
_VERDICTS: dict[Verdict, str] = {
    "current": "This is what the library prints today, byte for byte.",
    "same-words": "It says what the library says today, and was made with other means.",
    "older": "The library says something else today. Print the sheet again.",
    "newer": "It is newer than the library here. Update the library before you judge it.",
    "altered": "It is not as plainleaf printed it. Do not hand it out.",
    "unknown": "Nothing here tells whether it is right. Do not hand it out; print the sheet again.",
    "withdrawn": "Its leaflet is withdrawn. Do not hand it out.",
    "refused": "The library does not print this sheet today. Do not hand it out.",
}
_CODE_IS_KNOWN = "This code is printed today. Only the code was looked at: hold the paper against a fresh print."
_CODE_IS_UNKNOWN = "Its paper is older or newer than the library here, or was filled in by another clinic."
_KINDS = {"review_by": "review by", "frame": "around the statements"}


@click.command()
@click.argument("sheet", metavar="FILE.pdf|CODE")
@click.option("--lang", type=ListOption(), default=(), help="Of a code: look among sheets in these languages only.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def verify(context: click.Context, sheet: str, lang: tuple[str, ...], as_json: bool) -> None:
    """Tell whether a sheet is what the library prints today.

    Give a PDF file, or the code in the foot of a printed page, such as 7K3Q-M2PX. The exit status is 0 only if the
    sheet says what the library says today. It finds mistakes, and is no signature.
    """
    from plainleaf.build.received import fold_code
    from plainleaf.build.verification import verify_code, verify_file

    workspace = find_workspace(Path.cwd())
    if not os.path.exists(sheet) and (code := fold_code(sheet)):  # noqa: PTH110 - of a name that is too long, a path raises
        finding = verify_code(code, workspace, lang)
    else:
        finding = verify_file(_read(sheet), sheet, workspace)
    if as_json:
        print_json(finding.as_json())
    else:
        _tell(finding)
    context.exit(0 if finding.is_accepted else 1)


def _read(file: str) -> bytes:
    from plainleaf.press.inspection.file import LARGEST_FILE

    try:
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:  # a name with a null character is a wrong value
        reason = getattr(error, "strerror", None) or "it is no name of a file"
        hint = "name a PDF file, or a code of eight letters and digits such as 7K3Q-M2PX"
        raise PlainleafError(Problem(Position(file), "P070", f"the file cannot be read: {reason}", hint)) from None


def _tell(finding: Finding) -> None:
    click.echo(clean(f"{finding.file or finding.code}: {finding.verdict}"))
    click.echo(f"  {_judge(finding)}")
    if finding.target and finding.source:
        click.echo(clean(f"  {_name(finding)}"))
        click.echo(clean(f"  version {finding.source.version}, revised {finding.source.revised}, code {finding.code}"))
        if finding.source.status == "draft":
            click.echo("  It is a draft: nobody has approved it.")
    for reason in finding.reasons:
        click.echo(clean(f"  - {reason}"))
    _tell_changes(finding.changes)
    click.echo(NO_SIGNATURE)


def _judge(finding: Finding) -> str:
    if finding.file:
        return _VERDICTS[finding.verdict]
    return _CODE_IS_KNOWN if finding.is_accepted else _CODE_IS_UNKNOWN


def _name(finding: Finding) -> str:
    target = finding.target
    if target is None:
        return ""
    lang = f"{target.lang} beside {target.beside}" if target.beside else target.lang
    return f"{target.leaflet}, {lang}, {target.level}, {target.format}, for {target.place}"


def _tell_changes(changes: Sequence[Change]) -> None:
    if not changes:
        return
    critical = sum(change.critical for change in changes)
    click.echo(f"  {count(len(changes), 'difference')} from today's sheet, {critical:,} in critical statements:")
    for change in changes[:_SHOWN_CHANGES]:
        lead = "CRITICAL " if change.critical else ""
        where = f" {change.statement}" if change.statement else ""
        lang = f" ({change.lang})" if change.lang else ""
        click.echo(clean(f"  {lead}{_KINDS.get(change.kind, change.kind)}:{where}{lang}"))
        for name, text in (("in the file", change.old), ("today", change.new)):
            if text:
                click.echo(clean(f"    {name:<11}  {text}"))
    if len(changes) > _SHOWN_CHANGES:
        click.echo(f"  ... and {len(changes) - _SHOWN_CHANGES:,} more; --json lists them all")
