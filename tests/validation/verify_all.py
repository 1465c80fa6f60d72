"""Every leaflet printed and held against PDF/UA-1 and PDF/A-3a, in all that it can be: `make verify-all`.

It is printed twice, by the engine made quick and by the engine as it is, and not a byte may differ. That is every
place, language, level and format, and every pair of languages. Booklets are printed and not validated, since they
claim nothing. Takes an hour on two cores; arguments go to `plainleaf build`, to try a part:
``python -m tests.validation.verify_all thalidomide --lang ar``. Summaries that do not fit their page are counted, since
their authors have to cut them; exit 1 when any other sheet is refused, or one fails or differs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tests.support.workspace import REPOSITORY
from tests.validation.vera import ACCESSIBLE, ARCHIVAL, MISSING, Verdict, find_java, validate

from plainleaf.press.acceleration.versions import ENGINE
from plainleaf.press.formats import FORMATS

BESIDE = ("en", "ar")  # one of each direction
SAID_EVERY = 100  # verdicts: it takes minutes
PROFILES = (ACCESSIBLE, ARCHIVAL)


def main() -> int:
    """Print and validate everything; the exit status."""
    if not find_java():
        say(MISSING)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        refused, differing, sheets = 0, list[str](), list[tuple[Path, str]]()
        for place in sorted(path.stem for path in (REPOSITORY / "leaflets" / "places").glob("*.yaml")):
            started = time.monotonic()
            report = build(Path(folder) / place, place)
            differing += compare(report["built"], Path(folder) / place, Path(folder) / f"{place}-stock", place)
            sheets += [(Path(folder) / place / sheet["path"], sheet["format"]) for sheet in report["built"]]
            codes = [{problem["code"] for problem in one["problems"]} for one in report["refused"]]
            too_long = codes.count({"P045"})
            refused += len(codes) - too_long
            seconds = time.monotonic() - started
            say(f"{place}: {len(report['built']):,} sheets printed in {seconds:.0f} seconds")
            say(f"{place}: {too_long:,} summaries do not fit their page; {refused:,} other sheets refused so far")
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
    for sheet in differing:
        say(f"printed otherwise by the engine as it is: {sheet}")
    return 1 if refused or failed or differing or not verdicts else 0


def compare(built: list[Any], quick: Path, stock: Path, place: str) -> list[str]:
    """Print a place by the engine as it is: the sheets of which any byte is another."""
    build(stock, place, {ENGINE: "stock"})
    paths = [one["path"] for one in built]
    found = [path for path in paths if (stock / path).read_bytes() != (quick / path).read_bytes()]
    say(f"{place}: {len(paths) - len(found):,} of {len(paths):,} are the same without caches, byte for byte")
    shutil.rmtree(stock)
    return found


def build(folder: Path, place: str, more: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Print all sheets of a place into a folder: the report of the build, as JSON."""
    command = [sys.executable, "-m", "plainleaf", "build", "--place", place, "--output", str(folder), "--json"]
    command += ["--format", ",".join(FORMATS), "--beside", ",".join(BESIDE), *sys.argv[1:]]
    done = subprocess.run(
        command, cwd=REPOSITORY, check=False, stdout=subprocess.PIPE, text=True, env={**os.environ, **more}
    )
    return json.loads(done.stdout)


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
