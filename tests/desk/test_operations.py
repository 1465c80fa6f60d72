"""The desk behind a proxy, below a path, with processes that are killed, and asked too much."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.desk.conftest import SETTINGS, TOKEN, Desk

from plainleaf.desk.app import make_app
from plainleaf.desk.guards import Allowance
from plainleaf.workspace import DeskSettings

PROXY = "10.0.0.7"
SHEET = "/leaflet/pomalidomide?lang={}&level=easy&format=summary-letter"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> tuple[TestClient, Path]:
    """A desk below a path behind a proxy, as it is asked by that proxy; nothing is printed there."""
    workspace = tmp_path_factory.mktemp("behind")
    (workspace / "plainleaf.toml").write_text(SETTINGS, encoding="utf-8")
    settings = DeskSettings(
        root_path="/leaflets", hosts=("clinic.example",), trusted_proxies=(PROXY,), user_header="X-Remote-User"
    )
    app = make_app(workspace, settings)
    client = TestClient(app, "http://clinic.example", root_path="/leaflets", client=(PROXY, 5000))
    return client, workspace


def test_below_a_path_every_address_begins_with_it(behind: tuple[TestClient, Path]) -> None:
    client, _ = behind
    for path in ("/leaflets/", "/leaflets/?q=lidomid", "/leaflets/leaflet/thalidomide", "/leaflets/audit"):
        page = client.get(path)
        assert page.status_code == 200
        addresses = re.findall(r'(?:src|href|action)="(/[^"]*)"', page.text)
        assert len(addresses) > 5
        assert [address for address in addresses if not address.startswith("/leaflets/")] == []
    assert client.get("/leaflets/static/desk.css").status_code == 200
    found = client.get("/leaflets/?q=thalidomide", follow_redirects=False)
    assert found.headers["location"] == "/leaflets/leaflet/thalidomide"


def test_a_trusted_proxy_tells_the_scheme_and_cookies_keep_to_it(behind: tuple[TestClient, Path]) -> None:
    client, _ = behind
    client.cookies.clear()
    cookie = client.get("/leaflets/", headers={"x-forwarded-proto": "https"}).headers["set-cookie"]
    assert "Secure" in cookie
    assert "Path=/leaflets" in cookie
    assert "HttpOnly" in cookie
    client.cookies.clear()
    assert "Secure" not in client.get("/leaflets/").headers["set-cookie"]


def test_nobody_else_is_believed(desk: Desk) -> None:
    said = {"x-forwarded-proto": "https", "x-forwarded-for": "1.2.3.4", "x-remote-user": "somebody"}
    assert "Secure" not in desk.client.get("/", headers=said).headers["set-cookie"]


def test_where_it_may_not_be_asked_it_says_so(behind: tuple[TestClient, Path]) -> None:
    client, _ = behind
    assert client.get("/leaflets/", headers={"host": "elsewhere.example"}).status_code == 421


def test_what_is_older_than_it_may_be_is_gone_once_it_runs(desk: Desk) -> None:
    desk.post("/leaflet/thalidomide/print", lang="es", level="easy", format="summary-letter")
    found = [path.name for path in desk.workspace.glob("desk/printed/*.jsonl")]
    assert len(found) == 1
    assert found != ["2001-01-01.jsonl"]


def test_a_station_goes_on_with_a_ward_that_is_gone(desk: Desk) -> None:
    desk.client.cookies.set("plainleaf-id", "a" * 22)
    desk.client.cookies.set("plainleaf-profile", "Ward%2099")
    assert desk.client.get("/").status_code == 200


def test_a_process_that_is_killed_costs_nobody_the_desk(desk: Desk) -> None:
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(desk.client.get(SHEET.format("fr")).status_code))
    asking.start()
    time.sleep(0.3)  # so that it is in the middle of it
    killed = [child.pid for child in multiprocessing.active_children() if child.pid]
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    asking.join(timeout=60)
    assert answers[0] in (200, 503)
    assert desk.client.get(SHEET.format("de")).status_code == 200
    assert desk.client.get("/readyz").json()["ready"]


def test_who_asks_for_too_much_is_told_to_wait(desk: Desk) -> None:
    desk.app.state.service = replace(desk.service, allowance=Allowance(at_once=1, a_second=0.001))
    statuses = [desk.client.get(SHEET.format(tag)).status_code for tag in ("it", "pl")]
    assert statuses == [200, 429]
    assert "Wait a moment" in desk.client.get(SHEET.format("pl")).text
    assert desk.client.get(SHEET.format("it")).status_code == 200  # what is at hand costs nothing


def test_it_goes_on_while_its_leaflets_cannot_be_read(desk: Desk) -> None:
    settings = desk.workspace / "plainleaf.toml"
    try:
        settings.write_text("[clinic]\nname = 5\n", encoding="utf-8")
        broken = wait_for(desk, 503)
        assert "W001" in broken
        assert TOKEN.search(broken) is None
    finally:
        settings.write_text(SETTINGS, encoding="utf-8")
    assert "Find a medicine" in wait_for(desk, 200)


def wait_for(desk: Desk, status: int) -> str:
    """The first page once it answers so: whether files have changed is looked at every few seconds."""
    for _ in range(300):
        answer = desk.client.get("/")
        if answer.status_code == status:
            return answer.text
        time.sleep(0.1)
    pytest.fail(f"the desk does not answer with {status}")
