"""How fast a PO file is linted: `python benchmarks/safety/speed.py FILE.po --lang TAG [--copies N]`.

Three things side by side: the whole command in a process of its own, the same in this process once everything is
loaded, and reading the file alone. Times are CPU seconds of one core, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from babel.messages.pofile import read_po
from linting import find_linter
from pofile import Row, lay_out


def _rows(path: Path, copies: int) -> list[Row]:
    """The singular messages of a file, written so often that a long file comes out; each copy differs a little."""
    # Babel says on standard output what it thinks of plural forms and comments.
    with path.open("rb") as file, redirect_stdout(None):
        rows = [
            Row(message.id, message.string)
            for message in read_po(file)
            if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string
        ]
    marks = ["", *(f" ({number})" for number in range(2, copies + 1))]
    return [Row(row.source + mark, row.target + mark) for mark in marks for row in rows]


def _cpu_of(work: Callable[[], object], times: int) -> float:
    """The least CPU seconds that some work took in this process."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def _cpu_of_command(arguments: Sequence[str]) -> float:
    """CPU seconds of a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _parse(path: Path) -> None:
    with path.open("rb") as file:
        read_po(file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for one file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", required=True)
    parser.add_argument("--copies", type=int, default=1, help="how often the messages stand in the file (default 1)")
    parser.add_argument("--times", type=int, default=3, help="runs in this process; the best counts (default 3)")
    parser.add_argument("--linter", default="command", help="`command` (default) or module:function")
    options = parser.parse_args(arguments)
    linter = find_linter(options.linter)
    rows = _rows(options.file, options.copies)
    with tempfile.TemporaryDirectory(prefix="safety-") as folder:
        path = Path(folder) / "messages.po"
        path.write_text(lay_out(rows, [row.target for row in rows], options.lang).text, encoding="utf-8", newline="")
        seconds = {
            "in this process": _cpu_of(lambda: linter(str(path), options.lang), options.times),
            "reading alone (Babel)": _cpu_of(lambda: _parse(path), options.times),
        }
        if options.linter == "command":
            command = [
                sys.executable,
                "-m",
                "plainleaf",
                "messages",
                "lint",
                str(path),
                "--lang",
                options.lang,
                "--json",
            ]
            seconds["whole command"] = _cpu_of_command(command)
    print(f"{options.file.name}, {options.lang}: {len(rows)} messages\n")
    print("| what | CPU seconds | messages a second |\n|---|---|---|")
    for name, spent in seconds.items():
        print(f"| {name} | {spent:.2f} | {len(rows) / spent:,.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
