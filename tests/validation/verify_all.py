"""Every leaflet printed and held against PDF/UA-1 and PDF/A-3a, in all that it can be: `make verify-all`.

That is every place, language, level and format, and every pair of languages. Booklets are printed and not validated,
since they claim nothing. Takes half an hour on two cores; arguments go to `plainleaf build`, to try a part:
``python -m tests.validation.verify_all thalidomide --lang ar``. Exit 1 when a sheet is refused or fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.support.workspace import LANGUAGES, REPOSITORY
from tests.validation.vera import ACCESSIBLE, ARCHIVAL, MISSING, Verdict, find_java, validate

from plainleaf.press.formats import FORMATS

SAID_EVERY = 100  # verdicts: it takes minutes
PROFILES = (ACCESSIBLE, ARCHIVAL)


def main() -> int:
    """Print and validate everything; the exit status."""
    if not find_java():
        say(MISSING)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        refused, sheets = 0, list[tuple[Path, str]]()
        for place in sorted(path.stem for path in (REPOSITORY / "leaflets" / "places").glob("*.yaml")):
            started = time.monotonic()
            status, printed = build(Path(folder) / place, place)
            refused += status
            sheets += printed
            say(f"{place}: {len(printed):,} sheets printed in {time.monotonic() - started:.0f} seconds")
        orders = [(path, PROFILES) for path, name in sheets if not FORMATS[name].is_imposed]
        verdicts: list[Verdict] = []
        for verdict in validate(orders):
            verdicts.append(verdict)
            if len(verdicts) % SAID_EVERY == 0:
                say(f"{len(verdicts):,} of {len(orders) * len(PROFILES):,} verdicts")
        failed = [verdict for verdict in verdicts if not verdict.passed]
        for verdict in failed:
            say(str(verdict).removeprefix(f"{folder}/"))
    for profile in PROFILES:
        passed = Counter(verdict.passed for verdict in verdicts if verdict.profile == profile)
        say(f"{profile}: {passed[True]:,} passed, {passed[False]:,} failed")
    return 1 if refused or failed or not verdicts else 0


def build(folder: Path, place: str) -> tuple[int, list[tuple[Path, str]]]:
    """Print all sheets of a place into a folder: the exit status of the build, and each file with its format."""
    command = [sys.executable, "-m", "plainleaf", "build", "--place", place, "--output", str(folder)]
    command += ["--format", ",".join(FORMATS), "--beside", ",".join(LANGUAGES), *sys.argv[1:]]
    status = subprocess.run(command, cwd=REPOSITORY, check=False).returncode
    manifest = folder / "manifest.jsonl"
    lines = manifest.read_text(encoding="utf-8").splitlines() if manifest.is_file() else []
    return status, [(folder / sheet["path"], sheet["format"]) for sheet in map(json.loads, lines)]


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
