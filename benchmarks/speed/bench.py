"""plainleaf beside other ways to the same sheets, in one run: `make bench`, or `bench.py --peers .venv-bench`.

All print the same made-up medicines, of which two share hardly a sentence. plainleaf begins with YAML and catalogs; the
others are given finished HTML (Typst: the same page as a tree, and a template). Each prints few sheets and then more:
what the more cost, divided by their number, is the cost of one leaflet without that of beginning. Rounds are
interleaved, and medians count.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pypdfium2
from cost import Cost, InterruptedRunError, measure
from results import describe_machine, environment_of, keep, plainleaf, say_machine, table

HERE = Path(__file__).parent
LANGUAGES = "en,es,ar,zh-Hans,hi"
LEVELS = 3
NAIVE = "WeasyPrint, loop"
COMMAND = "WeasyPrint, command"
OURS = "plainleaf, 1 job"
FIRST = "plainleaf, first time"
INSPECTED = "inspected"  # ends the names of stages that look at what is printed
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABOUT = {
    OURS: "from YAML and catalogs to files on the disk, inspected page by page and file by file, PDF/A-3a"
    " and PDF/UA-1 at once, source attached; findings of the checks of translations are kept from an earlier run",
    "plainleaf, all cores": "the same with a process for each core",
    FIRST: "one job, and nothing is kept: translations are checked anew",
    NAIVE: "the engine's Python interface on finished HTML, everything fresh for each sheet; PDF/A-3a with tags, source"
    " attached; nothing is planned, checked or inspected",
    COMMAND: "the same by the engine's command, a process for each sheet; of fewer sheets, since each begins anew",
    "Chromium": "one browser, the same HTML and CSS, tagged PDF; no PDF/A, no mark of PDF/UA, no source; breaks pages"
    " otherwise; nothing is planned, checked or inspected",
    "Typst": "one compiler, the same page as a tree in JSON, a template of its own that looks alike; PDF/UA-1, source"
    " attached, no PDF/A; nothing is planned, checked or inspected",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything lies while it is measured.

    Attributes:
        medicines: few and more of them, as workspaces of so many medicines.
        peers: the environment of the peers.
    """

    folder: Path
    medicines: tuple[int, int]
    peers: Path
    chromium: str

    def sizes(self, who: str) -> tuple[int, int]:
        """How many medicines somebody prints first, and how many then."""
        few, _ = self.medicines
        return (few // 2, few) if who == COMMAND else self.medicines

    def workspace(self, medicines: int) -> Path:
        """The workspace with so many medicines."""
        return self.folder / f"library-{medicines}"

    def inputs(self, lang: str) -> Path:
        """What the peers print in a language."""
        return self.folder / f"inputs-{lang}"

    def command(self, who: str, lang: str, medicines: int, out: Path) -> list[str]:
        """What is run to have all sheets of so many medicines printed in one language."""
        if who.startswith("plainleaf"):
            jobs = os.cpu_count() or 1 if who.endswith("all cores") else 1
            return plainleaf("build", "--force", "--lang", lang, "--jobs", str(jobs), "--output", str(out))
        script, *more = {
            NAIVE: ["peer_weasyprint.py"],
            COMMAND: ["peer_weasyprint.py", "--command"],
            "Chromium": ["peer_chromium.py", self.chromium],
            "Typst": ["peer_typst.py"],
        }[who]
        python = str(self.peers / "bin/python")
        return [python, str(HERE / script), str(self.inputs(lang)), str(medicines * LEVELS), str(out), *more]


def prepare(place: Place, languages: Sequence[str]) -> None:
    """Make the medicines and what the peers are given, and have the checks done that are kept."""
    kept = {**os.environ, **environment_of(place.folder / "cache")}
    workspaces = [str(place.workspace(medicines)) for medicines in place.medicines]
    for folder, medicines in zip(workspaces, place.medicines, strict=True):
        made = ["--medicines", str(medicines), "--unique", "--languages", ",".join(languages)]
        subprocess.run([sys.executable, str(HERE.parent / "library.py"), folder, *made], check=True, env=kept)
    for lang in languages:
        dump = [sys.executable, str(HERE / "inputs.py"), lang, str(place.inputs(lang)), *workspaces]
        subprocess.run(dump, check=True, env=kept)


def run_once(place: Place, who: str, lang: str, medicines: int) -> Cost:
    """Print so many medicines in one language in one way.

    Raises:
        RuntimeError: when a sheet is missing afterwards.
    """
    with tempfile.TemporaryDirectory(dir=place.folder, prefix="out-") as out:
        fresh = who == FIRST
        environment: dict[str, str] = {}
        if who.startswith("plainleaf"):
            environment = environment_of(Path(out) / "cache" if fresh else place.folder / "cache")
        target = Path(out) / "pdf"
        target.mkdir()
        folder = place.workspace(medicines) if who.startswith("plainleaf") else place.folder
        cost = measure(place.command(who, lang, medicines, target), folder, environment)
        printed = len(list(target.rglob("*.pdf")))
        if printed != medicines * LEVELS:
            message = f"{who} printed {printed} sheets of {medicines * LEVELS} in {lang}"
            raise RuntimeError(message)
    return cost


Runs = dict[tuple[str, str], dict[int, list[Cost]]]
"""Costs of all rounds, by who prints and in which language, by the number of medicines."""


def run_rounds(place: Place, languages: Sequence[str], rounds: int) -> tuple[Runs, dict[str, dict[str, float]]]:
    """All commands of all rounds, and plainleaf's stages by language: medians of the same rounds."""
    runs: Runs = {}
    stages: dict[str, list[dict[str, float]]] = {}
    for number, lang in product(range(rounds), languages):
        for who, medicines in ((one, medicines) for one in ABOUT for medicines in place.sizes(one)):
            cost = run_once(place, who, lang, medicines)
            runs.setdefault((who, lang), {}).setdefault(medicines, []).append(cost)
            said = f"{number + 1}/{rounds} {lang:8} {who:22} {medicines * LEVELS:3} leaflets {cost.cpu:7.2f} s"
            print(said, file=sys.stderr)
        stages.setdefault(lang, []).append(time_stages(place, lang))
    return runs, {
        lang: {stage: statistics.median(one[stage] for one in some) for stage in some[0]}
        for lang, some in stages.items()
    }


def summarize(runs: Mapping[int, Sequence[Cost]]) -> dict[str, float]:
    """Medians: one leaflet more, the whole command with more of them, and the memory of that."""
    few, more = sorted(runs)
    leaflets = (more - few) * LEVELS
    slopes = [(b.cpu - a.cpu) / leaflets for a, b in zip(runs[few], runs[more], strict=True)]
    return {
        "leaflet": statistics.median(slopes),
        "whole": statistics.median(cost.cpu for cost in runs[more]),
        "wall": statistics.median(cost.wall for cost in runs[more]),
        "peak": statistics.median(cost.peak for cost in runs[more]),
    }


def time_stages(place: Place, lang: str) -> dict[str, float]:
    """plainleaf's own stages in one language."""
    few, more = (str(place.workspace(medicines)) for medicines in place.medicines)
    command = [sys.executable, str(HERE / "stages.py"), few, more, "--lang", lang]
    environment = {**os.environ, **environment_of(place.folder / "cache")}
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    stages: dict[str, float] = json.loads(done.stdout)
    return stages


def say(figures: Mapping[str, Any]) -> str:
    """The section of the page of results."""
    languages, (_, more), peers = figures["languages"], figures["leaflets"], figures["peers"]
    naive = {lang: peers[NAIVE][lang]["leaflet"] for lang in languages}
    head = ("", *languages)

    def row(who: str, key: str, digits: int) -> tuple[str, ...]:
        return (who, *(f"{peers[who][lang][key]:.{digits}f}" for lang in languages))

    leaflets = [
        (who, *(f"{of[lang]['leaflet']:.3f} ({of[lang]['leaflet'] / naive[lang]:.2f})" for lang in languages))
        for who, of in peers.items()
    ]
    return "\n\n".join(
        [
            "## Side by side",
            say_machine(figures["machine"]),
            _say_measuring(figures),
            "What is compared:",
            "\n".join(f"- **{who}**: {ABOUT[who]}." for who in peers),
            f"CPU seconds for one leaflet more, and its ratio to “{NAIVE}”:",
            table(head, leaflets),
            f"CPU seconds of the whole command for {more} leaflets, its beginning and end too:",
            table(head, [row(who, "whole", 1) for who in peers if who != COMMAND]),
            "Most memory at one time, in megabytes, all processes together:",
            table(head, [row(who, "peak", 0) for who in peers]),
            "plainleaf's own stages in one process, CPU seconds for each leaflet; “other” is what is between them:",
            table(head, list(_stage_rows(figures, naive))),
        ]
    )


def _say_measuring(figures: Mapping[str, Any]) -> str:
    few, more = figures["leaflets"]
    return (
        f"Medians of {figures['rounds']} interleaved rounds over {few} and {more} leaflets. Two medicines share no"
        f" sentence but the shortest; {figures['common']:.0%} of the letters of one stand in lines that another has"
        " too: headings, tables, sources, ends of sentences."
    )


def _stage_rows(figures: Mapping[str, Any], naive: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    """Each stage, and what they come to beside the engine by itself."""
    languages, stages = figures["languages"], figures["stages"]
    for stage in stages[languages[0]]:
        yield stage, *(f"{stages[lang][stage]:.3f}" for lang in languages)
    looking = {lang: sum(s for stage, s in stages[lang].items() if stage.endswith(INSPECTED)) for lang in languages}
    rest = {lang: sum(stages[lang].values()) - looking[lang] for lang in languages}
    commands = {
        who: {lang: figures["peers"][who][lang]["leaflet"] - looking[lang] for lang in languages}
        for who in (OURS, FIRST)
    }
    for name, spent in (
        ("all but inspection", rest),
        ("inspection", looking),
        (f"{OURS}, to the disk, less inspection", commands[OURS]),
        (f"{FIRST}, to the disk, less inspection", commands[FIRST]),
    ):
        yield f"**{name}**, to “{NAIVE}”", *(f"**{spent[lang] / naive[lang]:.2f}**" for lang in languages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables and keep them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--peers", type=Path, default=Path(".venv-bench"), help="the peers' environment")
    parser.add_argument("--languages", default=LANGUAGES)
    parser.add_argument("--medicines", default="4,16", help="few and more, three leaflets each (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dry-run", action="store_true", help="print the tables and keep nothing")
    options = parser.parse_args(arguments)
    program = next(filter(None, map(shutil.which, CHROMIUM)), "")
    if not program:
        parser.error("no Chromium is installed: scripts/system-packages --test installs it")
    few, more = map(int, options.medicines.split(","))
    if not 2 <= few < more:
        parser.error(f"--medicines {options.medicines}: at least 2, and then more")
    languages = options.languages.split(",")
    machine = describe_machine()
    with tempfile.TemporaryDirectory(prefix="plainleaf-bench-") as folder:
        place = Place(Path(folder), (few, more), options.peers.absolute(), program)
        try:
            prepare(place, languages)
            common = common_lines(place, languages[0])
            runs, stages = run_rounds(place, languages, options.rounds)
        except (InterruptedRunError, KeyboardInterrupt):
            print("interrupted: nothing is kept", file=sys.stderr)
            return 130
        figures = {
            "machine": {**machine, **versions(place)},
            "languages": languages,
            "leaflets": [few * LEVELS, more * LEVELS],
            "rounds": options.rounds,
            "common": common,
            "peers": {who: {lang: summarize(runs[who, lang]) for lang in languages} for who in ABOUT},
            "stages": stages,
        }
    text = say(figures)
    print(text)
    if not options.dry_run:
        keep("side-by-side", figures, text)
    return 0


def versions(place: Place) -> dict[str, str]:
    """Of the peers."""
    code = "import importlib.metadata as m; print(*(f'{p} {m.version(p)}' for p in ('weasyprint', 'typst')), sep=', ')"
    done = subprocess.run([place.peers / "bin/python", "-c", code], check=True, capture_output=True, text=True)
    browser = subprocess.run([place.chromium, "--version"], check=False, capture_output=True, text=True)
    return {"peers": f"{done.stdout.strip()}, {' '.join(browser.stdout.split()[:2])}"}


def common_lines(place: Place, lang: str) -> float:
    """Which share of the letters of a leaflet stands in lines that another leaflet of the level has too: a median."""
    out = place.folder / "common"
    out.mkdir()
    measure(place.command(NAIVE, lang, place.medicines[1], out), place.folder)
    lines: list[set[str]] = []
    for path in sorted(out.glob("*.pdf"))[::LEVELS]:
        with pypdfium2.PdfDocument(path) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        lines.append({line.strip() for text in texts for line in text.splitlines()})
    pairs = combinations(lines, 2)
    return statistics.median(sum(map(len, one & other)) / sum(map(len, one)) for one, other in pairs)


if __name__ == "__main__":
    sys.exit(main())
