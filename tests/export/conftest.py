from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.support.workspace import LANGUAGES, REPOSITORY

from plainleaf.build.plan import Request
from plainleaf.export.folder import publish
from plainleaf.export.gathering import Gathering, gather
from plainleaf.export.site import Site, make_site
from plainleaf.workspace import find_workspace

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LEAFLETS = ("lenalidomide", "thalidomide")  # one taken in rounds of days, one every day


@pytest.fixture(scope="session")
def gathering() -> Gathering:
    """Two leaflets of the library in four languages and all levels, for the United States."""
    return gather(find_workspace(REPOSITORY), Request(LEAFLETS, LANGUAGES), ("us",))


@pytest.fixture(scope="session")
def site(gathering: Gathering) -> Site:
    return make_site(gathering.publications, gathering.frame)


@pytest.fixture(scope="session")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site on the disk."""
    folder = tmp_path_factory.mktemp("site")
    publish(folder, site.files, site.pages)
    return folder


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
