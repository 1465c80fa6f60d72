from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from plainleaf.desk.app import make_app
from plainleaf.desk.service import Service
from plainleaf.workspace import DeskSettings

SETTINGS = """
[clinic]
name = "Clinica Verde"
telephone = "555 0100"

[profiles."Ward 3"]
telephone = "555 0103"
"""
TOKEN = re.compile(r'name="token" value="([0-9a-f]{32})"')


@dataclass(frozen=True)
class Desk:
    """A desk that runs in this process, and a browser without a script."""

    app: Starlette
    client: TestClient
    workspace: Path

    @property
    def service(self) -> Service:
        service: Service = self.app.state.service
        return service

    def settings(self, **changed: Any) -> None:
        self.app.state.service = replace(self.service, settings=self.service.settings.model_copy(update=changed))

    def token(self) -> str:
        """The word that forms of this browser carry."""
        found = TOKEN.search(self.client.get("/").text)
        assert found
        return found[1]

    def post(self, path: str, **fields: str) -> Any:
        return self.client.post(path, data={"token": self.token(), **fields}, follow_redirects=False)

    def printed(self) -> str:
        """All lines that were noted down."""
        return "".join(path.read_text("utf-8") for path in sorted(self.workspace.glob("desk/printed/*.jsonl")))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    workspace = tmp_path_factory.mktemp("clinic")
    (workspace / "plainleaf.toml").write_text(SETTINGS, encoding="utf-8")
    old = workspace / "desk/printed/2001-01-01.jsonl"
    old.parent.mkdir(parents=True)
    old.write_text("{}\n", encoding="utf-8")
    app = make_app(workspace, DeskSettings(allow_drafts=True, jobs=1, metrics=True))
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        yield Desk(app, client, workspace)


@pytest.fixture
def desk(running: Desk) -> Iterator[Desk]:
    """The desk as at its start, for a browser that was never there."""
    before = running.service
    running.client.cookies.clear()
    yield running
    running.app.state.service = before
