"""The page of results: each benchmark keeps its own figures, and `benchmarks/results.md` is made from all of them."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parents[1]
PARTS = BENCHMARKS / "results"
PAGE = BENCHMARKS / "results.md"
SECTIONS = ("side-by-side", "scale")
"""Files of `PARTS`, in the order of the page."""
HEAD = """# Results of the benchmarks

Made by `make bench` and `make bench-scale`, each of which renews its own section. CPU seconds are user and system time
of all processes; ratios hold within one run, on one machine. docs/performance.md says what is measured and how.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, numbers to the right."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---", *("---:" for _ in head[1:])), *rows))


def describe_machine() -> dict[str, str]:
    """What it was measured on, and when."""
    model = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        rows = info.read_text(encoding="utf-8").splitlines()
        model = next((row.partition(":")[2].strip() for row in rows if row.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=BENCHMARKS, capture_output=True, text=True, check=False
    )
    return {
        "measured": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} cores ({model or platform.machine()}), {memory:.0f} GB, {platform.system()}",
        "load before": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "plainleaf": f"{version('plainleaf')} {commit.stdout.strip()}".strip(),
    }


def say_machine(said: Mapping[str, str]) -> str:
    """The same as a list."""
    return "\n".join(f"- {name}: {value}" for name, value in said.items())


def keep(section: str, figures: Mapping[str, Any], text: str) -> None:
    """Keep the figures of one benchmark, and make the page anew from all that are kept."""
    PARTS.mkdir(exist_ok=True)
    (PARTS / f"{section}.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (PARTS / f"{section}.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for name in SECTIONS if (path := PARTS / f"{name}.md").is_file()]
    PAGE.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def environment_of(cache: Path) -> dict[str, str]:
    """A cache folder of the benchmark's own, so that nothing that was kept before is found."""
    return {"XDG_CACHE_HOME": str(cache)}


def plainleaf(*arguments: str) -> list[str]:
    """The program's command line, in the Python that runs the benchmark."""
    return [sys.executable, "-m", "plainleaf", *arguments]
