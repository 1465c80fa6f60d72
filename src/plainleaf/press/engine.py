"""The print engine and the libraries under it: are they all there, and which ones are they.

Asked without loading the engine, which takes half a second: a build in which nothing changed never loads it.
"""

from __future__ import annotations

import ctypes
import sys
from importlib.metadata import version

from plainleaf.problems import PlainleafError, Position, Problem

VARIANT = "pdf/ua-1"
# Library, the function that tells its version, and the package that has it on Debian.
_LIBRARIES = (
    ("pango-1.0", "pango_version_string", "libpango-1.0-0"),
    ("pangoft2-1.0", "", "libpangoft2-1.0-0"),
    ("harfbuzz", "hb_version_string", "libharfbuzz0b"),
    ("harfbuzz-subset", "", "libharfbuzz-subset0"),
)


def engine_identity() -> str:
    """Versions of everything that decides the bytes of a print.

    Raises:
        PlainleafError: P022, when a library is missing. Without ``harfbuzz-subset`` the engine would print, but a
            Chinese leaflet would cost thirty times as much: it is asked for like the others.
    """
    found, problems = [f"weasyprint {version('weasyprint')}", f"pydyf {version('pydyf')}", VARIANT], []
    for name, teller, package in _LIBRARIES:
        library = _open(name)
        if library is None:
            message = f"the library {name} is missing"
            problems.append(Problem(Position("engine"), "P022", message, f"on Debian: apt-get install {package}"))
        elif teller:
            function = getattr(library, teller)
            function.restype = ctypes.c_char_p
            found.append(f"{name} {function().decode()}")
    if problems:
        raise PlainleafError(problems)
    return ", ".join(found)


def _open(name: str) -> ctypes.CDLL | None:
    if sys.platform == "darwin":
        candidates = [f"lib{name}.0.dylib", f"/opt/homebrew/lib/lib{name}.0.dylib", f"/usr/local/lib/lib{name}.0.dylib"]
    else:
        candidates = [f"lib{name}.so.0", f"lib{name}-0.dll"]
    for candidate in candidates:
        try:
            return ctypes.CDLL(candidate)
        except OSError:
            continue
    return None
