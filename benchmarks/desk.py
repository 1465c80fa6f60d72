"""How quick the clinic desk is: `python -m benchmarks.desk`. Prints a table; nothing is kept.

A desk is started as a clinic starts it. Leaflets are asked for that nobody has made yet, then again when they are
ready, then by many readers at once. Seconds are by the clock of who asks, on the same machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import httpx2

LEAFLETS = ("thalidomide", "lenalidomide", "pomalidomide", "immunotherapy-kaposi-sarcoma")
LANGUAGES = ("en", "es", "ar", "zh-Hans", "fr", "ru", "vi", "ko", "so", "fa")
LEVELS = ("easy", "plain", "full")
_SEED = 10


@contextmanager
def open_desk(jobs: int) -> Iterator[tuple[str, int]]:
    """A desk in a folder of its own: its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plainleaf.toml").write_text('[clinic]\nname = "Bench"\n', encoding="utf-8")
        command = [sys.executable, "-m", "plainleaf", "serve", "--allow-drafts", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PLAINLEAF_DESK_JOBS": str(jobs)})
        address = f"http://127.0.0.1:{port}"
        try:
            with httpx2.Client() as client:
                while not _answers(client, f"{address}/readyz"):
                    time.sleep(0.2)
            yield address, process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def _answers(client: httpx2.Client, address: str) -> bool:
    try:
        return client.get(address, timeout=60).status_code == 200
    except httpx2.TransportError:
        return False


def paths(count: int) -> list[str]:
    """Leaflets in an order of chance, which is the same every time."""
    found = [
        f"/leaflet/{leaflet}?lang={lang}&level={level}" for leaflet, lang, level in product(LEAFLETS, LANGUAGES, LEVELS)
    ]
    random.Random(_SEED).shuffle(found)  # noqa: S311 - nothing depends on it
    return found[:count]


def picture_of(path: str) -> str:
    """The picture of the first page of a leaflet, as the page of the leaflet shows it."""
    return path.replace("?", "/page/1.png?") + "&width=960"


def ask_each(address: str, wanted: Sequence[str]) -> list[float]:
    """Seconds of each page, one after the other."""
    found = []
    with httpx2.Client(base_url=address, timeout=60) as client:
        for path in wanted:
            began = time.perf_counter()
            client.get(path).raise_for_status()
            found.append(time.perf_counter() - began)
    return found


async def ask_together(address: str, wanted: Sequence[str], readers: int, seconds: float) -> tuple[list[float], int]:
    """Seconds of all pages that many readers ask for, and how many answers were none."""
    times: list[float] = []
    faults = 0
    end = time.perf_counter() + seconds

    async def read(number: int) -> None:
        nonlocal faults
        chance = random.Random(number)  # noqa: S311 - nothing depends on it
        async with httpx2.AsyncClient(base_url=address, timeout=60) as client:
            while time.perf_counter() < end:
                path = chance.choice(wanted)
                for one in (path, picture_of(path)):
                    began = time.perf_counter()
                    try:
                        answer = await client.get(one)
                    except httpx2.TransportError:
                        faults += 1
                    else:
                        faults += not answer.is_success
                        times.append(time.perf_counter() - began)
                await asyncio.sleep(chance.uniform(0.2, 0.8))  # who reads looks

    await asyncio.gather(*(read(number) for number in range(readers)))
    return times, faults


def resident(pid: int) -> float:
    """Megabytes of a process and all that it started."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        status = Path(f"/proc/{one}/status").read_text(encoding="utf-8")
        total += next((int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith("VmRSS")), 0.0)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            waiting += map(int, children.read_text(encoding="utf-8").split())
    return total


def _row(name: str, times: Sequence[float]) -> str:
    ranked = sorted(times)
    p99 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
    return (
        f"{name:30} {len(times):6}  median {statistics.median(times) * 1000:7.1f} ms"
        f"  p99 {p99 * 1000:7.1f} ms  most {ranked[-1] * 1000:7.1f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--leaflets", type=int, default=60, help="that are asked for (default %(default)s)")
    parser.add_argument("--readers", type=int, default=50, help="at once (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=60, help="for which they read (default %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="processes that make leaflets (default %(default)s)")
    options = parser.parse_args(arguments)
    wanted = paths(options.leaflets)
    with open_desk(options.jobs) as (address, pid):
        print(_row("not made yet", ask_each(address, wanted)))
        print(_row("its first page, not drawn yet", ask_each(address, list(map(picture_of, wanted)))))
        print(_row("ready", ask_each(address, wanted * 3)))
        print(_row("its first page", ask_each(address, list(map(picture_of, wanted * 3)))))
        before = resident(pid)
        times, faults = asyncio.run(ask_together(address, wanted, options.readers, options.seconds))
        print(_row(f"{options.readers} readers", times))
        print(f"{faults} of {len(times) + faults} answers were none; memory {before:.0f} → {resident(pid):.0f} MB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
