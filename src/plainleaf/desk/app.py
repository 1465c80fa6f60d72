"""The desk as a web application: which address leads to which page, and what stands before all of them."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from plainleaf.desk.audit import AuditLog
from plainleaf.desk.guards import HEADERS, OWN_HOSTS, KeepItSmall, KnowOneself, NameTheUser, SayWhatMayBeDone
from plainleaf.desk.holdings import Holdings
from plainleaf.desk.infobutton import answers
from plainleaf.desk.pages import filling, finding, health, leaflet, packet, records, stations
from plainleaf.desk.printing import Printer
from plainleaf.desk.service import Service
from plainleaf.desk.visit import RefusedError, open_visit
from plainleaf.press.limits import LIMITS
from plainleaf.workspace import DeskSettings, find_workspace

_GET, _POST = ["GET"], ["POST"]
_FORGETTING = 6 * 3600
"""Seconds after which it is looked again what is older than it may be."""
_WORDS = {400: "error-request", 404: "error-not-found", 405: "error-request", 413: "error-too-large"}


def make_app(root: Path, settings: DeskSettings) -> Starlette:
    """The desk of a workspace.

    Raises:
        PlainleafError: when its leaflets cannot be read.
    """
    workspace = find_workspace(root)
    holdings = Holdings(workspace.root)
    ward = holdings.ward()
    audit = AuditLog(workspace.root / settings.state / "printed", settings.audit_days or None)
    limits = replace(LIMITS, seconds=settings.seconds)
    printer = Printer(ward.opening, workspace.output, settings.jobs, limits)
    service = Service(workspace.root, settings, holdings, printer, audit)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        forgetting = asyncio.create_task(_forget_what_is_old(audit))
        async with printer:
            yield
        forgetting.cancel()

    app = Starlette(
        routes=_routes(settings),
        middleware=_before(settings),
        exception_handlers={RefusedError: _refuse, HTTPException: _refuse_plainly, 500: _fail},
        lifespan=lifespan,
    )
    app.state.service = service
    app.state.readiness = health.Readiness()
    app.state.counts = health.Counts()
    return app


async def _forget_what_is_old(audit: AuditLog) -> None:
    while True:
        await asyncio.to_thread(audit.forget, dt.datetime.now(dt.UTC).date())
        await asyncio.sleep(_FORGETTING)


def _routes(settings: DeskSettings) -> list[BaseRoute]:
    static = files("plainleaf.desk.pages") / "static"
    routes: list[BaseRoute] = [
        Route("/", finding.find, methods=_GET),
        Route("/leaflet/{leaflet}", leaflet.show, methods=_GET),
        Route("/leaflet/{leaflet}/page/{page}.png", leaflet.picture, methods=_GET),
        Route("/leaflet/{leaflet}/pdf", leaflet.pdf, methods=_GET),
        Route("/leaflet/{leaflet}/print", leaflet.print_out, methods=_POST),
        Route("/leaflet/{leaflet}/fill", filling.show, methods=_GET),
        Route("/leaflet/{leaflet}/fill", filling.print_out, methods=_POST),
        Route("/leaflet/{leaflet}/confirm", leaflet.confirm, methods=_POST),
        Route("/packet", packet.show, methods=_GET),
        Route("/packet/add", packet.add, methods=_POST),
        Route("/packet/remove", packet.remove, methods=_POST),
        Route("/packet/print", packet.print_out, methods=_POST),
        Route("/packet/confirm", packet.confirm, methods=_POST),
        Route("/station", stations.change, methods=_POST),
        Route("/favorite", stations.favorite, methods=_POST),
        Route("/audit", records.show, methods=_GET),
        Route("/audit.csv", records.table, methods=_GET),
        Route("/infobutton", answers.answer, methods=["GET", "POST"]),
        Route("/healthz", health.live, methods=_GET),
        Route("/readyz", health.ready, methods=_GET),
        Mount("/static", StaticFiles(directory=str(static)), name="static"),
    ]
    return [*routes, *([Route("/metrics", health.metrics, methods=_GET)] if settings.metrics else [])]


def _before(settings: DeskSettings) -> list[Middleware]:
    """What every request goes through, the outermost first."""
    trusted = list(settings.trusted_proxies)
    hosts = (*OWN_HOSTS, settings.host, *settings.hosts)
    return [
        Middleware(_CountAnswers),
        Middleware(SayWhatMayBeDone),
        Middleware(NameTheUser, header=settings.user_header, trusted=trusted),
        *([Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)] if trusted else []),
        Middleware(KnowOneself, hosts=hosts),
        Middleware(KeepItSmall),
    ]


class _CountAnswers:
    """Notes each answer for `/metrics`, by the pattern of its address: no name of a leaflet, no question."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_see)
        finally:
            route = scope.get("route")
            page = getattr(route, "path", "") or "other"
            scope["app"].state.counts.note(page, status, time.perf_counter() - began)


async def _refuse(request: Request, error: Exception) -> Response:
    """A page of the desk that says why there is no other one; in plain text, where even that cannot be made."""
    assert isinstance(error, RefusedError)  # noqa: S101 - as it was registered
    # It is asked for as the first page is: what was wrong with the request must not be so again.
    root = request.scope.get("app_root_path", request.scope.get("root_path", ""))
    first = {"method": "GET", "query_string": b"", "path": f"{root}/", "root_path": root}
    try:
        visit = await open_visit(Request({**request.scope, **first}))
    except RefusedError as worse:
        said = worse.problems or error.problems
        return PlainTextResponse("\n".join(("the desk cannot read its leaflets", *said, "")), worse.status)
    return visit.page("message.html", error.status, message=visit.words(error.word), problems=error.problems)


async def _refuse_plainly(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as it was registered
    response = await _refuse(request, RefusedError(error.status_code, _WORDS.get(error.status_code, "error-request")))
    response.headers.update(error.headers or {})
    return response


async def _fail(request: Request, error: Exception) -> Response:
    del error  # the server's log has it
    response = await _refuse(request, RefusedError(500, "error-failed"))
    response.headers.update({**HEADERS, "cache-control": "no-store"})  # it is answered from outside of what sets them
    return response
