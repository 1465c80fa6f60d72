"""Whether the engine may be made quick: only the versions for which equal bytes were proved.

Asked without loading the engine.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import version

PROVED = {
    "weasyprint": "70.0",
    "pydyf": "0.13.0",
    "tinycss2": "1.5.1",
    "cssselect2": "0.10.1",
    "tinyhtml5": "2.1.0",
}
"""The caches know the inner parts of these; of others the engine prints as it is, only slower."""
ENGINE = "PLAINLEAF_ENGINE"
"""The variable of the environment that, as ``stock``, leaves the engine as it is."""


def is_wanted() -> bool:
    """Whether nobody asked for the engine as it is."""
    return os.environ.get(ENGINE, "") != "stock"


@cache
def notice() -> str | None:
    """What to tell those who print, where other versions are installed; none, where these are proved."""
    found = {package: version(package) for package in PROVED}
    others = [
        f"{package} {found[package]} (known: {known})" for package, known in PROVED.items() if found[package] != known
    ]
    return f"printing is slow: not made quick for {', '.join(others)}" if others else None
