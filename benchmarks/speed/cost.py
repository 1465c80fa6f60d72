"""What a command costs, with everything that it starts: CPU seconds, and the most memory at one time.

Wall time says nothing on a machine that does other things too. Browsers and pools of workers start processes that
outlive those that started them; so the command runs below a process that inherits such orphans and waits for them
all, and the system itself adds up what they have used. Memory is looked at five times a second, each page that several
processes share counted once. Linux only: other systems do not tell.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_INHERIT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_LOOKS = 0.2


class CommandFailedError(RuntimeError):
    """A command that was to be measured did not do its work."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run has cost: seconds of CPU (user and system), seconds by the clock, megabytes at most."""

    cpu: float
    wall: float
    peak: float


class InterruptedRunError(RuntimeError):
    """The user has stopped a command that was measured; what it had cost by then counts."""

    def __init__(self, cost: Cost) -> None:
        super().__init__("interrupted")
        self.cost = cost


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder.

    Raises:
        CommandFailedError: with the end of what it said, when it fails.
        InterruptedRunError: with its cost so far, when the user interrupts it.
    """
    process = subprocess.Popen(
        [sys.executable, __file__, *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    try:
        out, err = process.communicate()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGINT)
        out, _ = process.communicate()
        raise InterruptedRunError(Cost(**json.loads(out))) from None
    if process.returncode:
        message = f"{' '.join(command[:8])} …: {err[-2_000:]}"
        raise CommandFailedError(message)
    return Cost(**json.loads(out))


def _memory_below(root: int) -> float:
    """Megabytes of all descendants of a process."""
    found: list[int] = []
    open_ = [root]
    while open_:
        with contextlib.suppress(OSError):  # it has just ended
            for path in Path(f"/proc/{open_.pop()}/task").glob("*/children"):
                children = [int(name) for name in path.read_text(encoding="utf-8").split()]
                found += children
                open_ += children
    return sum(map(_memory_of, found))


def _memory_of(process: int) -> float:
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("Pss:")), 0.0)


def _watch(command: Sequence[str]) -> tuple[Cost, int]:
    """Run a command to the end of the last process that it has started."""
    # An interrupt is for the command, which ends in good order; what it has cost is told all the same.
    signal.signal(signal.SIGINT, lambda *_: None)
    ctypes.CDLL(None).prctl(_INHERIT_ORPHANS, 1, 0, 0, 0)
    start, peak, status = time.monotonic(), 0.0, 1
    process = subprocess.Popen(command, stdout=sys.stderr)
    looked = 0.0
    while True:
        try:
            ended, code = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if ended == process.pid:
            status = os.waitstatus_to_exitcode(code)
        if not ended:
            if time.monotonic() - looked >= _LOOKS:
                peak, looked = max(peak, _memory_below(os.getpid())), time.monotonic()
            time.sleep(_LOOKS / 10)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, peak), status


if __name__ == "__main__":
    cost, exit_status = _watch(sys.argv[1:])
    print(json.dumps(asdict(cost)))
    sys.exit(exit_status)
