"""How the memory of a worker grows while it prints, seen from outside: its resident set, and the leaflets so far."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results import plainleaf

_LOOKS = 1.0


def watch_worker(
    workspace: Path, out: Path, environment: Mapping[str, str], lang: str, first: int, last: int
) -> dict[str, Any]:
    """Print a library in one language with one worker, until `last` leaflets are there.

    Raises:
        RuntimeError: when it ends before.
    """
    shutil.rmtree(out, ignore_errors=True)
    command = plainleaf("build", "--force", "--jobs", "1", "--lang", lang, "--output", str(out))
    looks: list[dict[str, float]] = []
    workers: set[int] = set()
    process = subprocess.Popen(command, cwd=workspace, env=dict(environment), stdout=subprocess.DEVNULL)
    try:
        while process.poll() is None and (not looks or looks[-1]["leaflets"] < last):
            time.sleep(_LOOKS)
            found = _workers_of(process.pid)
            if found:
                workers |= found.keys()
                printed = sum(1 for _ in out.glob("us/*/*/*.pdf"))
                looks.append({"leaflets": printed, "resident": max(found.values())})
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(out, ignore_errors=True)
    early, late = ([one for one in looks if one["leaflets"] >= wanted] for wanted in (first, last))
    if not early or not late:
        message = f"the library in {lang} has fewer than {last:,} leaflets"
        raise RuntimeError(message)
    highest = max(looks, key=lambda one: one["resident"])
    return {"first": early[0], "last": late[0], "highest": highest, "workers": len(workers)}


def _workers_of(parent: int) -> dict[int, float]:
    """Resident megabytes of the processes that print for a build."""
    found = {}
    try:
        threads = list(Path(f"/proc/{parent}/task").glob("*/children"))
    except OSError:
        threads = []  # it has just ended
    for children in threads:
        for name in _read(children).split():
            if "spawn_main" in _read(Path(f"/proc/{name}/cmdline")):
                rows = [row for row in _read(Path(f"/proc/{name}/status")).splitlines() if row.startswith("VmRSS")]
                found.update({int(name): int(row.split()[1]) / 1024 for row in rows})
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # it has just ended
