"""How `messages` shows what stands where: the table of languages and leaflets, and what an edit costs."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table

from plainleaf.cli.output import count
from plainleaf.translation.impact import Impact, Loss
from plainleaf.translation.status import LeafletStatus

_SHOWN_CHANGES = 10
_SHOWN_TEXT = 60
_LEAST_WIDTH = 140
_COLUMNS = ("done", "stale", "missing", "faulty", "warnings", "unapproved", "words left")


def show_status(rows: Sequence[LeafletStatus], totals: Sequence[LeafletStatus]) -> None:
    """A row for each leaflet in each language, and what each language has in all."""
    table = Table("lang", "leaflet", "messages", *_COLUMNS, "sheets", box=None, padding=(0, 1))
    for row in rows:
        counts = (row.messages, row.complete, row.stale, row.missing, row.faulty, row.warnings, row.unapproved)
        table.add_row(row.lang, row.leaflet, *map(str, counts), str(row.words_left), f"{row.printable} of {row.sheets}")
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, _LEAST_WIDTH)  # in a file no name needs to be cut short
    console.print(table)
    for total in totals:
        own = [row for row in rows if row.lang == total.lang]
        printable = sum(row.is_printable for row in own)
        click.echo(
            f"{total.lang}: {printable} of {count(len(own), 'leaflet')} can be printed,"
            f" {count(total.words_left, 'word')} to translate, {count(total.unapproved, 'message')} to approve"
        )


def tell_impact(impact: Impact) -> None:
    """What an edit changed, what it takes out of print, and what must be done again."""
    for change in impact.changes[:_SHOWN_CHANGES]:
        said = " -> ".join(f"“{_short(text)}”" for text in (change.before, change.now) if text)
        click.echo(f"{change.kind}: {change.msgctxt} {said}")
    if len(impact.changes) > _SHOWN_CHANGES:
        click.echo(f"... and {len(impact.changes) - _SHOWN_CHANGES} more; --json lists them all")
    withdrawn = impact.withdrawn
    if not withdrawn:
        click.echo("no edit takes a leaflet out of print")
    else:
        leaflets, languages = {loss.leaflet for loss in withdrawn}, {loss.lang for loss in withdrawn}
        sheets = sum(len(loss.sheets) for loss in withdrawn)
        click.echo(
            f"this edit withdraws {count(len(leaflets), 'leaflet')} in {count(len(languages), 'language')}"
            f" ({count(sheets, 'sheet')} by place and level)"
        )
        for leaflet in sorted(leaflets):
            click.echo(f"  {leaflet}: {'; '.join(_where(loss) for loss in withdrawn if loss.leaflet == leaflet)}")
        words = ", ".join(f"{lang} {number:,}" for lang, number in impact.words.items() if number)
        click.echo(f"words to translate again: {words}")
    for loss in impact.losses:
        if loss.approvals:
            click.echo(f"{loss.leaflet} in {loss.lang} loses the approval of {count(loss.approvals, 'message')}")


def _where(loss: Loss) -> str:
    return f"{loss.lang} ({', '.join(loss.places)})"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT]}..."
