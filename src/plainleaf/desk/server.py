"""The desk as a process: it listens, writes down what goes wrong, and ends when it is told to."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

import uvicorn

from plainleaf.desk.app import make_app
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import DeskSettings

_GRACE = 10  # seconds in which answers that were begun may end
_MOST_AT_ONCE = 200  # connections; more wait for an answer that says so


def run_server(root: Path, settings: DeskSettings) -> None:
    """Answer until somebody ends it.

    Raises:
        PlainleafError: W001, when the leaflets cannot be read, or the address cannot be listened on.
    """
    app = make_app(root, settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        root_path=settings.root_path,
        # Addresses hold what somebody searched for: nothing of them is written down.
        access_log=False,
        log_level=logging.WARNING,
        proxy_headers=False,  # which proxies are trusted is the desk's own matter
        server_header=False,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=_GRACE,
    )
    server = uvicorn.Server(config)
    # It could not listen, and has said so; or somebody ended it.
    with contextlib.suppress(SystemExit, KeyboardInterrupt):
        server.run()
    if not server.started:
        message = f"nobody can listen on {settings.host}:{settings.port}: it is in use, or not of this machine"
        raise PlainleafError(Problem(Position("plainleaf.toml"), "W001", message, "choose another --port"))
