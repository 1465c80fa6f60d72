"""`plan`: what a build would print, why, and what that costs on machines like this one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from plainleaf.build.forecast import FORCED, LOST, NEW, Cost, Forecast, Outlook, make_forecast, sample_rates
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Agenda, Request
from plainleaf.build.planning import open_planner
from plainleaf.build.rates import join_rates, keep_rates, read_rates
from plainleaf.build.run import compare
from plainleaf.build.store import LocalFolder, OutputFolder
from plainleaf.cli.choosing import choosing_a_build
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.problems import errors
from plainleaf.workspace import cache_folder, find_workspace

_REASONS = {
    NEW: "not printed yet",
    LOST: "file missing or altered",
    FORCED: "asked for with --force",
    "messages": "texts or their translations",
    "leaflet": "leaflet",
    "language": "language pack, approvals or labels",
    "furniture": "headings, labels or sources",
}
_MINUTE, _HOUR = 60, 3600


@click.command()
@choosing_a_build
@click.pass_context
def plan(
    context: click.Context,
    request: Request,
    jobs: int,
    as_json: bool,
    force: bool,
    output: OutputFolder | None,
) -> None:
    """Say what a build would print, why, and how long it takes; print nothing.

    Times and sizes are those that builds measured on this machine. Where nothing was measured, a few sheets are printed
    into nowhere.
    """
    workspace = find_workspace(Path.cwd())
    planner = open_planner(workspace, request)
    agenda = planner.agenda()
    comparison = compare(agenda, output or LocalFolder(workspace.output), force=force, release=request.release)
    rates, sampled = read_rates(cache_folder(), workspace.root), 0
    if comparison.orders and not rates:
        measured = sample_rates(Opening(str(workspace.root), request, planner.digest), comparison)
        keep_rates(cache_folder(), workspace.root, measured)
        rates, sampled = join_rates(rates, measured), len(measured)
    forecast = make_forecast(agenda, comparison, rates, force=force)
    if as_json:
        print_json(_as_json(forecast, agenda, jobs, sampled))
    else:
        refused = [problem for refusal in agenda.refusals for problem in refusal.problems]
        print_problems([*refused, *agenda.problems])
        for line in _tell(forecast, agenda, jobs, sampled):
            click.echo(line)
    context.exit(1 if agenda.refusals or errors(agenda.problems) else 0)


def _as_json(forecast: Forecast, agenda: Agenda, cores: int, sampled: int) -> dict[str, object]:
    """The shape that ``plan --json`` prints; keys are a promise to other programs."""
    cost = forecast.cost
    refused = [problem for refusal in agenda.refusals for problem in refusal.problems]
    return {
        "sheets": sum(outlook.sheets for outlook in forecast.outlooks),
        "current": sum(outlook.current for outlook in forecast.outlooks),
        "stale": sum(outlook.stale for outlook in forecast.outlooks),
        "refused": sum(outlook.refused for outlook in forecast.outlooks),
        "why": dict(forecast.why),
        **_cost_as_json(cost),
        "cores": cores,
        "hours": cost and round(cost.hours / cores, 6),
        "sampled": sampled,
        "outlooks": [
            {
                "lang": outlook.lang,
                "format": outlook.format,
                "sheets": outlook.sheets,
                "current": outlook.current,
                "stale": outlook.stale,
                "refused": outlook.refused,
                **_cost_as_json(outlook.cost),
            }
            for outlook in forecast.outlooks
        ],
        "problems": [problem.as_json() for problem in dict.fromkeys((*refused, *agenda.problems))],
    }


def _cost_as_json(cost: Cost | None) -> dict[str, object]:
    if cost is None:
        return {"cpu_hours": None, "gigabytes": None, "measured": "nothing"}
    measured = "itself" if cost.own else "nearest"
    return {"cpu_hours": round(cost.hours, 6), "gigabytes": round(cost.gigabytes, 6), "measured": measured}


def _tell(forecast: Forecast, agenda: Agenda, cores: int, sampled: int) -> Iterator[str]:
    sheets, current, stale, refused = (
        sum(getattr(outlook, name) for outlook in forecast.outlooks)
        for name in ("sheets", "current", "stale", "refused")
    )
    yield f"{count(sheets, 'leaflet')}: {current:,} up to date, {stale:,} to be made, {refused:,} refused"
    for outlook in forecast.outlooks:
        yield f"  {_describe(outlook, agenda)}"
    if not stale:
        return
    why = ", ".join(f"{_REASONS.get(name, name)} {number:,}" for name, number in forecast.why.items())
    yield f"why, with how many leaflets each concerns: {why}"
    cost = forecast.cost
    if cost is None:
        yield "how long it takes is not known: nothing could be measured"
        return
    if sampled:
        yield f"nothing was measured here yet: {count(sampled, 'leaflet')} printed into nowhere to measure"
    if not cost.own:
        yield "(nearest): never measured here; taken from the kind of leaflet that is most like it"
    yield f"{_few_digits(cost.hours)} CPU hours, {_few_digits(cost.gigabytes)} GB"
    yield f"{_duration(cost.seconds / cores)} on {count(cores, 'core')} like this one, if they do nothing else"


def _describe(outlook: Outlook, agenda: Agenda) -> str:
    parts = [f"{outlook.current:,} up to date", f"{outlook.stale:,} to be made"]
    if outlook.refused:
        parts.append(f"{outlook.refused:,} refused")
    if outlook.stale and outlook.cost:
        nearest = "" if outlook.cost.own else " (nearest)"
        parts.append(f"{_duration(outlook.cost.seconds)} of a core{nearest}, {outlook.cost.size / 1e6:,.1f} MB")
    return f"{agenda.words[outlook.lang].english_name}, {outlook.format}: {', '.join(parts)}"


def _few_digits(number: float) -> str:
    """A number of which only the size matters."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}"  # noqa: PLR2004 - three digits are enough


def _duration(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} seconds"
    return f"{seconds / _MINUTE:.1f} minutes" if seconds < _HOUR else f"{seconds / _HOUR:,.1f} hours"
