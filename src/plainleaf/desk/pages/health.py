"""What machines ask the desk: whether it runs, whether it can print, and how much it does."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Histogram, ProcessCollector, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from plainleaf.desk.choice import read_choice
from plainleaf.desk.printing import BusyError, Print
from plainleaf.desk.service import Service
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError

_GOOD_FOR = 30.0
"""Seconds for which an answer holds."""


@dataclass(slots=True)
class Readiness:
    """Whether a leaflet can be made, asked of the desk no more often than every half a minute.

    Attributes:
        said: empty: it can; otherwise why not.
    """

    said: str = "not looked at yet"
    until: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self, service: Service) -> str:
        """Why nothing can be printed; empty: all is well."""
        async with self.lock:
            if time.monotonic() >= self.until:
                self.said = await _find_fault(service)
                self.until = time.monotonic() + _GOOD_FOR
            return self.said


async def _find_fault(service: Service) -> str:
    try:
        ward = await asyncio.to_thread(service.holdings.ward)
        card = next(iter(ward.catalogue.cards.values()), None)
        if card is None:
            return "there are no leaflets"
        choice = read_choice({"lang": SOURCE_TAG}, card, ward)
        await asyncio.to_thread(service.audit.check)
        async with asyncio.timeout(service.settings.seconds * 2):
            made = await service.printer.probe(ward.opening, choice.target)
    except PlainleafError as error:
        return "; ".join(map(str, error.problems[:3]))
    except (BusyError, TimeoutError) as error:
        return str(error) or "no process answers"
    return "" if isinstance(made, Print) else "; ".join(map(str, made.problems[:3]))


async def live(request: Request) -> Response:
    """The process answers."""
    del request
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """A leaflet was made a moment ago; with it, or with the reason why not."""
    fault = await request.app.state.readiness.look(request.app.state.service)
    return JSONResponse({"ready": not fault, "fault": fault}, 503 if fault else 200)


class Counts:
    """How often each page was asked for, how it ended and how long it took: for Prometheus."""

    def __init__(self) -> None:
        """Nothing was asked for yet."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._seconds = Histogram(
            "plainleaf_request_seconds", "Seconds that answers took.", ("page", "status"), registry=self._registry
        )

    def note(self, page: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._seconds.labels(page, str(status)).observe(seconds)

    def write(self) -> bytes:
        """All counts, as Prometheus reads them."""
        return generate_latest(self._registry)


async def metrics(request: Request) -> Response:
    """The counts."""
    return Response(request.app.state.counts.write(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
