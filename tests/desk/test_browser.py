"""The desk in a real browser: found, seen, printed; with the mouse, with the keyboard alone, on a telephone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from tests.desk.conftest import SETTINGS

QUERY = "?lang=es&level=easy&format=summary-letter"
# The window in which a browser asks for a printer cannot be answered by a test: that it was asked for is noted down.
LISTEN = "window.print = () => { top.asked = [...(top.asked || []), document.contentType] }"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "plainleaf.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(workspace: Path) -> Iterator[str]:
    """A desk that was started as a clinic starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "plainleaf", "serve", "--allow-drafts", "--port", str(port)],
        cwd=workspace,
        env={**os.environ, "PLAINLEAF_DESK_JOBS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said  # it ends cleanly
    assert "Traceback" not in said


def _wait_for(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}/healthz")  # noqa: S310 - of this machine
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the desk did not start within a minute")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a browser that was never here; nothing may go wrong in it unseen."""
    context = browser.new_context(base_url=address)
    context.add_init_script(LISTEN)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    page.on("request", lambda request: faults.append(request.url) if _is_elsewhere(request.url, address) else None)
    yield page
    context.close()
    assert faults == []


def _is_elsewhere(url: str, address: str) -> bool:
    """Whether something is asked of the net; the browser shows PDF with parts of its own."""
    return url.startswith(("http", "ws", "ftp")) and not url.startswith(address)


def _is_fault(said: ConsoleMessage) -> bool:
    """A page that says that something is not there comes with a status that browsers complain of."""
    return said.type == "error" and not any(status in said.text for status in ("404 (Not Found)", "422 (Unproc"))


def printed(page: Page) -> object:
    """The kinds of documents for which a printer was asked for."""
    for _ in range(100):  # the page's own rules allow no function that waits inside it
        if asked := page.evaluate("window.asked"):
            return asked
        page.wait_for_timeout(100)
    return None


def test_from_an_empty_page_to_the_printer_in_few_steps(page: Page, workspace: Path) -> None:
    page.goto("/")
    page.keyboard.type("talidomid")  # the box has the focus
    page.keyboard.press("Enter")
    page.wait_for_url("**/leaflet/thalidomide")
    page.get_by_role("link", name="Español").click()
    page.get_by_text("Print", exact=True).click()
    page.get_by_role("button", name="Print it").click()  # all leaflets that ship are sensitive, and ask
    assert printed(page) == ["application/pdf"]
    expect(page.get_by_text("Did it come out of the printer?")).to_be_visible()
    page.get_by_role("button", name="Yes, printed").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    lines = [line for path in workspace.glob("desk/printed/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert ['"opened"' in lines[-2], '"confirmed"' in lines[-1]] == [True, True]


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/leaflet/thalidomide" + QUERY)
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details.ask > summary')"):
            break
    else:
        pytest.fail("the keyboard does not come to the button that prints")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Print it")).to_be_focused()
    page.keyboard.press("Enter")
    assert printed(page) == ["application/pdf"]
    expect(page.get_by_role("button", name="Yes, printed")).to_be_focused()


def test_without_a_script_it_prints_from_a_window_of_its_own(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("thalidomide")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="English", exact=True).click()
    page.get_by_text("Print", exact=True).click()
    with context.expect_page() as opened:
        page.get_by_role("button", name="Print it").click()
    opened.value.wait_for_load_state()
    assert "/print" in opened.value.url
    expect(page.get_by_role("button", name="Yes, printed")).to_be_visible()
    context.close()


def test_a_packet_is_printed_at_once(page: Page) -> None:
    for tag in ("es", "ar"):
        page.goto(f"/leaflet/thalidomide?lang={tag}&level=easy&format=summary-letter")
        page.get_by_role("button", name="Add to packet").click()
    expect(page.locator(".count")).to_have_text("2")
    page.get_by_label("With a copy for staff in").select_option("en")
    assert Axe().run(page).response["violations"] == []
    page.get_by_text("Print", exact=True).click()
    page.get_by_role("button", name="Print it").click()
    assert printed(page) == ["application/pdf"]
    page.get_by_role("button", name="Yes, printed").click()
    expect(page.get_by_text("Noted.")).to_be_visible()


def test_a_form_for_a_patient_says_what_is_wrong_and_then_prints(page: Page, workspace: Path) -> None:
    page.goto("/leaflet/lenalidomide?lang=ar&level=easy")
    page.get_by_role("button", name="Fill in for this patient").click()
    page.get_by_label("All of a day together").fill("25")
    page.locator("#strength-1").fill("10")
    page.get_by_label("Bedtime, Strength of one 1").fill("2")
    page.get_by_label("First day", exact=True).fill("2026-11-26")
    page.get_by_label("Have a blood test before your next visit.").check()
    page.get_by_role("button", name="Print it").click()
    expect(page.locator("#faults")).to_be_focused()
    expect(page.locator("#daily-fault")).to_contain_text("20\u00a0mg")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("window.asked") is None
    page.locator("#faults a").click()
    expect(page.locator("#daily")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    assert printed(page) == ["application/pdf"]
    expect(page.locator(".fault")).to_have_count(0)
    page.get_by_role("button", name="Yes, printed").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    lines = [line for path in workspace.glob("desk/printed/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    assert ['"opened"' in lines[-2], '"confirmed"' in lines[-1]] == [True, True]
    assert all('"filled": true' in line for line in lines[-2:])
    assert "20" not in page.url.partition("?")[2]


@pytest.mark.parametrize("path", [
    "/", "/?q=lidomid", "/leaflet/thalidomide", "/leaflet/thalidomide" + QUERY,
    "/leaflet/thalidomide?lang=ur&format=summary-letter", "/leaflet/lenalidomide/fill?lang=fa&level=easy", "/audit",
    "/nothing",
])  # fmt: skip
def test_pages_can_be_used_by_everybody(page: Page, path: str) -> None:
    page.goto("/")
    for tag, direction in (("en", "ltr"), ("ar", "rtl")):
        page.set_viewport_size({"width": 1280, "height": 800})
        page.locator("select[name=language]").select_option(tag)
        page.wait_for_selector(f"html[lang={tag}]")
        page.goto(path)
        assert page.evaluate("document.dir") == direction
        found = Axe().run(page)
        assert found.response["passes"], "nothing was looked at"
        assert found.response["violations"] == [], found.generate_report()
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360  # nobody has to push it aside
        assert page.evaluate(SMALL) == []


SMALL = """Array.from(document.querySelectorAll('a, button, input:not([type=hidden]), select, summary'))
    .filter(one => one.checkVisibility() && Math.min(one.offsetWidth, one.offsetHeight) < 24)
    .map(one => one.outerHTML)"""
"""What no thumb meets."""
