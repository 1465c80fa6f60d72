from __future__ import annotations

import pytest
from hypothesis import settings
from tests.support.browser import browser

from plainleaf.press.fonts import FontSet, open_fonts

__all__ = ["browser"]

# The same examples in every run: a red test is red for everybody, and a green one stays green.
settings.register_profile("plainleaf", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("plainleaf")


@pytest.fixture(autouse=True, scope="session")
def fonts() -> FontSet:
    """The private font configuration, before the engine asks for any font."""
    return open_fonts(())
