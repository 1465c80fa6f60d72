"""A browser for tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window. On a build server it must be there."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sentence = "no Chromium was found, so no page was opened in a browser"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
