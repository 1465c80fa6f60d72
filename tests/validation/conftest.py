import pytest

from plainleaf.press.fonts import FontSet, open_fonts


@pytest.fixture(autouse=True, scope="session")
def fonts() -> FontSet:
    """The private font configuration, before the engine asks for any font."""
    return open_fonts(())
