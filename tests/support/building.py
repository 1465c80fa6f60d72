"""Builds in processes of their own, of a dozen small sheets, to be watched, stopped and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.support.clinic import THEME, make_clinic
from tests.support.workspace import Finished, unmeasured

SHEETS = 12
"""Two languages, three levels, two papers."""
_STYLE = "templates/plain/print.css"
_SETTINGS = '[print]\nlanguages = ["en", "es"]\nformats = ["letter", "a4"]\n'


def make_small_workspace(folder: Path) -> Path:
    """The invented library, of which every sheet can be printed, as a workspace."""
    return make_clinic(
        folder, {"plainleaf.toml": _SETTINGS, _STYLE: f"{THEME[_STYLE]}\nspan, bdi {{ white-space: nowrap }}\n"}
    ).root


class Build:
    """The command ``build``, at work in a session of its own, as in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.output = folder / "output"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "plainleaf", "build", *arguments],
            cwd=folder,
            env={**unmeasured(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Of the process that builds."""
        return self._process.pid

    def is_at_work(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def await_files(self, number: int) -> None:
        """Wait until so many leaflets are noted down."""
        notes = self.output / ".manifest.jsonl"
        wait_until(lambda: notes.is_file() and notes.read_text().count("\n") >= number)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process alone."""
        self._process.send_signal(number)

    def send_to_all(self, number: signal.Signals) -> None:
        """Send a signal to this process and all its children, as a terminal does."""
        os.killpg(self.pid, number)

    def end(self) -> Finished:
        """Wait for its end."""
        out, err = self._process.communicate(timeout=120)
        return Finished(self._process.returncode, out, err)


def family(session: int) -> list[int]:
    """The processes of a session, but those that have ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, number = (path / "stat").read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(number) == session and state != "Z":
            found.append(int(path.name))
    return found


def printers(session: int) -> set[int]:
    """The processes of a session that print, or have begun to start for it."""
    found = set()
    for pid in family(session):
        with suppress(OSError):
            if b"multiprocessing" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.add(pid)
    return found


def unfinished(output: Path) -> list[str]:
    """Files that somebody began to write."""
    return [path.name for path in output.rglob("*.part")]


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something that must come."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)
