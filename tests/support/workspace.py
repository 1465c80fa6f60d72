"""A copy of the repository's library as a workspace of its own, small to build and free to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LANGUAGES = ("en", "es", "ar", "zh-Hans")
"""One of each kind: the source, its script, right to left, without spaces between words. Most tests print these."""
SHIPPED = tuple(
    sorted(
        (path.parent.name.replace("_", "-") for path in (REPOSITORY / "translations").glob("*/language.yaml")),
        key=lambda tag: (tag != "en", tag),
    )
)
"""All languages that the library is printed in."""


@dataclass(frozen=True)
class Finished:
    """A finished run of the command line."""

    status: int
    out: str
    err: str


def copy_library(folder: Path) -> Path:
    """The repository's content, theme and settings in `folder`, with the translations into `LANGUAGES`."""
    for name in ("leaflets", "translations", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "plainleaf.toml", folder / "plainleaf.toml")
    keep_languages(folder, LANGUAGES)
    return folder


def keep_languages(folder: Path, tags: Collection[str]) -> None:
    """Take all other languages out of a workspace."""
    for path in (folder / "translations").iterdir():
        if path.is_dir() and path.name.replace("_", "-") not in tags:
            shutil.rmtree(path)


def copy_one_leaflet(folder: Path, *tags: str) -> Path:
    """The same with thalidomide alone, in English, Spanish and the given languages: planned whole in a second."""
    copy_library(folder)
    for path in (folder / "leaflets").glob("*.yaml"):
        if path.stem != "thalidomide":
            path.unlink()
    keep_languages(folder, ("en", "es", *tags))
    return folder


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace text in a file; the text must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def unmeasured() -> dict[str, str]:
    """The environment for commands whose lines are not counted: counting takes three quarters of the time again."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def run_plainleaf(folder: Path, *arguments: str, **environment: str) -> Finished:
    """Run the installed command in `folder`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "plainleaf", *arguments],
        cwd=folder,
        env={**unmeasured(), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Finished(done.returncode, done.stdout, done.stderr)
