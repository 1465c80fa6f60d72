"""Fonts the press may use, and no others.

A private fontconfig file names the font folders, so that a leaflet looks the same whatever else is installed. The
folders come from the settings, or are those where systems put the Noto fonts. A family that a language needs and
that is not there is a problem before anything is printed, never a fallback.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import cache_folder

USUAL_FOLDERS = (
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts/google-noto-vf",
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/noto-cjk",
    "/opt/homebrew/share/fonts",
    "~/Library/Fonts",
    "~/.local/share/fonts",
)
INSTALL_HINT = "install the packages fonts-noto-core and fonts-noto-cjk, or name your folders in plainleaf.toml"
FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


@dataclass(frozen=True, slots=True)
class FontSet:
    """The fonts in the allowed folders.

    Attributes:
        folders: absolute, in order.
        files: family to its font files.
        config: the private fontconfig file.
    """

    folders: tuple[Path, ...]
    files: Mapping[str, tuple[Path, ...]]
    config: Path


def open_fonts(folders: Iterable[str]) -> FontSet:
    """List the fonts of the given folders (none: the usual ones) and make them the only ones this process sees.

    Raises:
        PlainleafError: P020, when a folder that was named cannot be read or no font is found.
    """
    named = tuple(Path(folder).expanduser() for folder in folders)
    problems = [
        Problem(Position(str(folder)), "P020", "the font folder cannot be read", INSTALL_HINT)
        for folder in named
        if not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK))
    ]
    found = named or tuple(path for name in USUAL_FOLDERS if (path := Path(name).expanduser()).is_dir())
    if problems or not found:
        raise PlainleafError(
            problems or [Problem(Position("fonts"), "P020", "no folder with Noto fonts was found", INSTALL_HINT)]
        )
    config = _write_config(found)
    os.environ["FONTCONFIG_FILE"] = str(config)
    files = _list_families(config)
    if not files:
        where = ", ".join(map(str, found))
        raise PlainleafError(Problem(Position(where), "P020", "there is no font in the font folders", INSTALL_HINT))
    return FontSet(found, files, config)


def missing_families(fonts: FontSet, families: Iterable[str], needed_by: str) -> list[Problem]:
    """P021 for each family that is not there."""
    return [
        Problem(Position(needed_by), "P021", f"the font “{family}” is not installed", INSTALL_HINT)
        for family in families
        if family not in fonts.files
    ]


def font_identity(fonts: FontSet, families: Iterable[str]) -> str:
    """A hash over the bytes of all files of the families: other fonts, another print."""
    digest = hashlib.sha256()
    for family in families:
        for path in fonts.files.get(family, ()):
            digest.update(_hash_file(path).encode())
    return digest.hexdigest()


@cache
def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_config(folders: Iterable[Path]) -> Path:
    home = cache_folder()
    listed = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    text = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{escape(str(home / 'fontconfig'))}</cachedir></fontconfig>"
    )
    name = f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:12]}.conf"
    for folder in (home, Path(tempfile.gettempdir()) / f"plainleaf-{os.getuid() if hasattr(os, 'getuid') else 0}"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
        except OSError:
            continue  # a read-only home is no reason not to print
        return path
    message = (
        "there is no folder for the font configuration: neither the cache folder nor the temporary one is writable"
    )
    raise PlainleafError(Problem(Position(str(home)), "P020", message))


def _list_families(config: Path) -> dict[str, tuple[Path, ...]]:
    program = shutil.which("fc-list")
    if program is None:
        raise PlainleafError(
            Problem(Position("fonts"), "P020", "the program fc-list is missing", "install the package fontconfig")
        )
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    listing = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
        [program, "--format", "%{file}\t%{family}\n"], env=environment, capture_output=True, text=True, check=False
    ).stdout
    families: dict[str, set[Path]] = {}
    for line in listing.splitlines():
        file, _, names = line.partition("\t")
        if Path(file).suffix.lower() in FONT_SUFFIXES:
            for name in names.split(","):
                families.setdefault(name.replace("\\-", "-"), set()).add(Path(file))
    return {family: tuple(sorted(paths)) for family, paths in sorted(families.items())}
