"""What was printed: a list for people, a table for spreadsheets."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import deque
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from plainleaf.desk.audit import AuditLog, Event, write_csv
from plainleaf.desk.visit import Visit, open_visit

_SHOWN = 500
_USUAL = dt.timedelta(days=7)
_MOST_ROWS = 200_000
_COST = 10  # of what else may be asked for: it reads many files


async def show(request: Request) -> Response:
    """The events of some days, the latest first."""
    visit = await open_visit(request)
    first, last, today = _days(visit)
    events = await asyncio.to_thread(_latest, visit.service.audit, first, last)
    return visit.page(
        "audit.html",
        first=first.isoformat(),
        last=last.isoformat(),
        today=today.isoformat(),
        events=events[:_SHOWN],
        more=len(events) > _SHOWN,
        shown=_SHOWN,
    )


async def table(request: Request) -> Response:
    """The same days whole, as CSV."""
    visit = await open_visit(request)
    visit.take(_COST)
    first, last, _ = _days(visit)
    text = await asyncio.to_thread(lambda: write_csv(islice(visit.service.audit.events(first, last), _MOST_ROWS)))
    name = f"printed-{first}-{last}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return visit.answer(Response(text, media_type="text/csv; charset=utf-8", headers=headers))


def _latest(audit: AuditLog, first: dt.date, last: dt.date) -> list[Event]:
    return list(reversed(deque(audit.events(first, last), maxlen=_SHOWN + 1)))


def _days(visit: Visit) -> tuple[dt.date, dt.date, dt.date]:
    """From which day to which; what is no day is taken for the last week."""
    today = dt.datetime.now(dt.UTC).date()
    first, last = _day(visit.said.get("from", "")) or today - _USUAL, _day(visit.said.get("to", "")) or today
    return (first, last, today) if first <= last else (last, first, today)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
