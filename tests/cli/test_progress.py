"""Progress is for terminals: how much is done, how fast, and how long it will take."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.progress import Progress
from tests.support.building import make_small_workspace
from tests.support.workspace import unmeasured

from plainleaf.cli.output import RateColumn

pty = pytest.importorskip("pty")
SELECTION = ("--lang", "en", "--format", "letter", "--jobs", "1")


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """What a command shows on its terminal besides its result."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "plainleaf", *arguments],
        cwd=folder,
        env={**unmeasured(), "TERM": "xterm", "COLUMNS": "120"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # nobody holds the other end any more
            break
        if not part:
            break
        shown += part
    os.close(ours)
    process.wait()
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())


@pytest.mark.parametrize(("command", "title"), [("build", "printing"), ("check", "looking at pages for us")])
def test_a_terminal_sees_what_is_done_how_fast_and_what_is_left(tmp_path: Path, command: str, title: str) -> None:
    root = make_small_workspace(tmp_path)
    shown = on_a_terminal(root, command, *SELECTION)
    assert re.search(rf"{title} .* 0/3 .* left", shown)
    assert re.search(r"[123]/3 +[0-9.]+ a (second|minute) +[0-9:]+ left", shown)


def test_a_rate_is_said_in_the_unit_that_suits_it() -> None:
    seconds = [0.0]
    progress = Progress(get_time=lambda: seconds[-1])
    number = progress.add_task("printing", total=1000)
    (task,) = progress.tasks
    assert RateColumn().render(task).plain == ""
    for second in (4.0, 8.0, 12.0):
        seconds.append(second)
        progress.advance(number)
    assert RateColumn().render(task).plain == "15 a minute"
    seconds.append(13.0)
    progress.advance(number, 100)
    assert RateColumn().render(task).plain == "11.3 a second"
