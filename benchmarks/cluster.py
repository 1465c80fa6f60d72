"""Many sheets by a cluster of this machine, whose workers are killed meanwhile: are all there, and none made twice?

``python -m benchmarks.cluster`` prints 500 sheets with two workers and kills three; ``--sheets``, ``--workers`` and
``--kills`` say otherwise. The same sheets are printed without a cluster too, and their bytes compared. A folder is
looked at fifty times a second: a file that is written a second time is seen.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile
from pathlib import Path
from threading import Event, Thread
from typing import Any

import dask
from distributed import LocalCluster
from tests.support.workspace import REPOSITORY

from plainleaf.build.cluster import print_there
from plainleaf.build.orders import Opening
from plainleaf.build.plan import Agenda, Request
from plainleaf.build.planning import open_planner
from plainleaf.build.run import Printer, compare, print_here, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.workspace import find_workspace

SETTINGS = {"distributed.worker.daemon": False, "distributed.scheduler.allowed-failures": 10}


@dataclass
class Watch:
    """Sees every file that is put into a folder, and kills a worker whenever so many are there.

    Attributes:
        seen: by path, each file that lay there.
    """

    output: LocalFolder
    machines: Any
    kills: Sequence[int]
    seen: dict[Path, set[tuple[int, int]]] = field(default_factory=dict)
    killed: list[int] = field(default_factory=list)
    stop: Event = field(default_factory=Event)

    def look(self) -> None:
        """Until `stop` is set."""
        while not self.stop.wait(0.02):
            for path in self.output.root.glob("*/*/*/*.pdf"):
                found = path.stat()
                self.seen.setdefault(path, set()).add((found.st_ino, found.st_mtime_ns))
            if len(self.killed) < len(self.kills) and len(self.seen) >= self.kills[len(self.killed)]:
                alive = [nanny.pid for nanny in self.machines.workers.values() if nanny.pid not in (None, *self.killed)]
                if alive:
                    os.kill(alive[0], signal.SIGKILL)
                    self.killed.append(alive[0])

    @property
    def twice(self) -> list[Path]:
        """Files that were written more than once."""
        return [path for path, files in self.seen.items() if len(files) > 1]


def main() -> None:
    """Print, kill, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=3)
    wanted = parser.parse_args()
    request = Request(formats=("summary-letter", "summary-a4", "letter"))
    workspace = find_workspace(REPOSITORY)
    planner = open_planner(workspace, request)
    opening = Opening(str(workspace.root), request, planner.digest)
    agenda = cut(planner.agenda(), wanted.sheets)
    with tempfile.TemporaryDirectory() as folder:
        here, there = LocalFolder(Path(folder) / "here"), LocalFolder(Path(folder) / "there")
        with (
            dask.config.set(SETTINGS),
            LocalCluster(
                n_workers=wanted.workers, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
            ) as machines,
        ):
            total = sum(len(batch.targets) for batch in agenda.batches)
            kills = [total * (number + 1) // (wanted.kills + 2) for number in range(wanted.kills)]
            watch = Watch(there, machines, kills)
            watcher = Thread(target=watch.look)
            watcher.start()
            try:
                built = build(agenda, there, print_there(opening, there, machines.scheduler_address))
                time.sleep(0.1)
            finally:
                watch.stop.set()
                watcher.join()
        alone = build(agenda, here, print_here(opening, here, wanted.workers))
        same = {path: there.sha256(path) for path in there.files()} == {
            path: here.sha256(path) for path in here.files()
        }
    print(f"{total} sheets; with the cluster {built} printed, alone {alone}")
    print(f"{len(watch.killed)} workers killed, {len(watch.twice)} sheets made twice, bytes equal: {same}")
    sys.exit(0 if same and built == alone and not watch.twice and len(watch.killed) == wanted.kills else 1)


def cut(agenda: Agenda, sheets: int) -> Agenda:
    """The first batches that have so many sheets."""
    sums = takewhile(lambda so_far: so_far <= sheets, accumulate(len(batch.targets) for batch in agenda.batches))
    return replace(agenda, batches=agenda.batches[: sum(1 for _ in sums)])


def build(agenda: Agenda, output: LocalFolder, printer: Printer) -> int:
    """How many sheets were printed."""
    began = time.monotonic()
    result = run_build(agenda, compare(agenda, output), output, printer, whole=False)
    print(f"{output.root.name}: {time.monotonic() - began:.0f} s")
    return len(result.built)


if __name__ == "__main__":
    main()
