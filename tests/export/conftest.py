from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.workspace import LANGUAGES, REPOSITORY

from plainleaf.build.plan import Request
from plainleaf.export.folder import publish
from plainleaf.export.gathering import Gathering, gather
from plainleaf.export.site import Site, make_site
from plainleaf.workspace import find_workspace

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
