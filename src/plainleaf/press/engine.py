"""The print engine and the libraries under it: are they all there, and which ones are they.

Asked without loading the engine, which takes half a second: a build in which nothing changed never loads it.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from plainleaf.problems import PlainleafError, Position, Problem

ENGINE_VERSION = "70.0"
"""The only version of WeasyPrint that prints leaflets: `plainleaf.press.mending` knows its inner parts."""
# What decides how a laid-out sheet is written. A change of these is another print, as a new version of the engine is.
# Not the folder `acceleration`: its caches change no byte, which tests and `make verify-all` hold against the engine
# without them.
_WRITERS = (
    "archive.py",
    "glyph_runs.py",
    "imposition.py",
    "letter_fonts.py",
    "mended_layout.py",
    "mending.py",
    "pdf.py",
    "phrases.py",
    "shaped.py",
    "subsets.py",
    "whole_letters.py",
)
# What finds words and phrases, where lines may end.
_SEGMENTERS = ("budoux", "pythainlp")
# Library, the function that tells its version, and the package that has it on Debian.
_LIBRARIES = (
    ("pango-1.0", "pango_version_string", "libpango-1.0-0"),
    ("pangoft2-1.0", "", "libpangoft2-1.0-0"),
    ("harfbuzz", "hb_version_string", "libharfbuzz0b"),
    ("harfbuzz-subset", "", "libharfbuzz-subset0"),
)


def require_engine() -> None:
    """See to it that the engine is of the one version that is known here.

    Raises:
        PlainleafError: P023.
    """
    if (found := version("weasyprint")) != ENGINE_VERSION:
        message = f"WeasyPrint {found} is installed, and leaflets are printed with {ENGINE_VERSION} alone"
        raise PlainleafError(Problem(Position("engine"), "P023", message, f"pip install weasyprint=={ENGINE_VERSION}"))


def engine_identity() -> str:
    """Versions of everything that decides the bytes of a print.

    Raises:
        PlainleafError: P023, for another version of the engine; P022, when a library is missing. Without
            ``harfbuzz-subset`` the engine would print, but a Chinese leaflet would cost thirty times as much: it is
            asked for like the others.
    """
    require_engine()
    found, problems = [f"weasyprint {ENGINE_VERSION}", f"writer {_hash_writers()}"], []
    found += [f"{package} {version(package)}" for package in ("pydyf", *_SEGMENTERS)]
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


@cache
def _hash_writers() -> str:
    folder = files("plainleaf.press")
    return sha256(b"\0".join((folder / name).read_bytes() for name in _WRITERS)).hexdigest()[:12]


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
