"""What grows with a library, and what must not: `make bench-scale`, or `scale.py --medicines 667`.

Steps, each kept when it is done: the first print of a small and of a large library, the large one again with nothing
changed, and again with one shared statement changed; one job against two; a cluster of two against two jobs; the
memory of a worker over many sheets. A run that was interrupted goes on with the step that was not finished; a first
print goes on with the sheets that are not there, and what was spent before counts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cost import Cost, InterruptedRunError, measure
from growth import watch_worker
from results import describe_machine, environment_of, keep, plainleaf, say_machine, table

HERE = Path(__file__).parent
LANGUAGES = "en,es,ar,zh-Hans,hi"
LEVELS = 3
EDITED = ("shared.clots.estrogen", "which kind fits you.", "which kind suits you.")
"""A shared statement of one of three leaflets, said at the level `full` alone, and what is changed in its English."""
FIGURES = "figures.json"
MEMORY = "memory-"
"""Begins the names of steps that watch one worker in one language."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where it is measured, and what is known already, by step."""

    folder: Path
    figures: dict[str, Any]
    languages: tuple[str, ...]

    def know(self, step: str, work: Callable[[], Any]) -> Any:
        """The figures of a step: those that are kept, or those of the work."""
        if step not in self.figures:
            print(f"{step} …", file=sys.stderr)
            self.figures[step] = work()
            said = describe_machine()
            self.figures.setdefault("of", {})[step] = [said["plainleaf"], said["measured"]]
            self.save()
        return self.figures[step]

    def save(self) -> None:
        """Write down what is known."""
        new = self.folder / f"{FIGURES}.new"
        new.write_text(json.dumps(self.figures, indent=1), encoding="utf-8")
        new.replace(self.folder / FIGURES)

    def library(self, medicines: int) -> Path:
        """A workspace with so many medicines, statements shared as in the leaflets that ship."""
        folder = self.folder / f"library-{medicines}"
        if not (folder / "plainleaf.toml").is_file() or not (self.folder / f"made-{medicines}").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            command = [sys.executable, str(HERE.parent / "library.py"), str(folder), "--medicines", str(medicines)]
            subprocess.run([*command, "--languages", ",".join(self.languages)], check=True)
            (self.folder / f"made-{medicines}").touch()
        return folder

    def build(self, medicines: int, *more: str, cache: str = "cache") -> Cost:
        """Build a library; `cache` names the folder of what is kept between runs."""
        environment = environment_of(self.folder / f"{cache}-{medicines}")
        return measure(plainleaf("build", *more), self.library(medicines), environment)


def print_first(field: Field, medicines: int) -> dict[str, Any]:
    """The first print of a library, all cores; what an interrupted run has spent counts."""
    step = f"begun-{medicines}"
    spent = field.figures.setdefault(step, [])
    try:
        cost = field.build(medicines)
    except InterruptedRunError as interrupted:
        spent.append(asdict(interrupted.cost))
        field.save()
        raise
    costs = [*spent, asdict(cost)]
    leaflets = medicines * len(field.languages) * LEVELS
    printed = len(list((field.library(medicines) / "output").glob("us/*/*/*.pdf")))
    if printed != leaflets:
        message = f"{printed:,} of {leaflets:,} leaflets were printed"
        raise RuntimeError(message)
    total = {key: sum(one[key] for one in costs) for key in ("cpu", "wall")}
    return {**total, "peak": max(one["peak"] for one in costs), "leaflets": leaflets, "runs": len(costs)}


def build_again(field: Field, medicines: int, rounds: int) -> dict[str, float]:
    """The same library again, nothing changed."""
    costs = [field.build(medicines) for _ in range(rounds)]
    return {key: statistics.median(asdict(cost)[key] for cost in costs) for key in ("cpu", "wall", "peak")}


def build_edited(field: Field, medicines: int) -> dict[str, Any]:
    """The library with one shared statement edited, and then with the edit undone."""
    folder = field.library(medicines)
    name, old, new = EDITED
    using = {path.stem for path in (folder / "leaflets").glob("*.yaml") if f"use: {name}\n" in path.read_text("utf-8")}
    expected = {f"us/{lang}/{leaflet}/full-letter.pdf" for leaflet in using for lang in field.languages}
    files = [folder / "leaflets/shared/clots.yaml", *folder.glob("translations/*/LC_MESSAGES/shared.po")]
    before = _stamps(folder)
    _replace(files, old, new)
    try:
        cost = field.build(medicines)
        after = _stamps(folder)
    finally:
        _replace(files, new, old)
    anew = {path for path, stamp in after.items() if before.get(path) != stamp}
    field.build(medicines)  # as it was before, for the steps that follow
    wrong = len(anew ^ expected)
    return {"anew": len(anew), "expected": len(expected), "wrong": wrong, "of": len(after), **asdict(cost)}


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Of every leaflet which file it is, and when it was written."""
    output = folder / "output"
    found = ((path, path.stat()) for path in output.glob("us/*/*/*.pdf"))
    return {path.relative_to(output).as_posix(): (said.st_ino, said.st_mtime_ns) for path, said in found}


def _replace(files: Sequence[Path], old: str, new: str) -> None:
    for path in files:
        text = path.read_text(encoding="utf-8")
        if old not in text:
            message = f"{path.name} does not say “{old}”"
            raise RuntimeError(message)
        path.write_text(text.replace(old, new), encoding="utf-8")


def compare_jobs(field: Field, medicines: int, rounds: int) -> dict[str, dict[str, float]]:
    """One job against two, by turns; the checks of translations are done before."""
    measure(plainleaf("plan"), field.library(medicines), environment_of(field.folder / f"cache-{medicines}"))
    runs: dict[str, list[Cost]] = {"1": [], "2": []}
    for _ in range(rounds):
        for jobs, costs in runs.items():
            out = field.folder / "jobs"
            costs.append(field.build(medicines, "--force", "--jobs", jobs, "--output", str(out)))
            shutil.rmtree(out)
    return {jobs: _medians(costs) for jobs, costs in runs.items()}


def compare_cluster(field: Field, medicines: int, rounds: int) -> dict[str, dict[str, float]] | None:
    """Two workers of a Dask cluster on this machine against two jobs; nothing, where there is no Dask.

    The seconds by the clock are those of the build alone; CPU and memory are those of the cluster too.
    """
    known = subprocess.run(plainleaf("build", "--help"), capture_output=True, text=True, check=True).stdout
    if find_spec("distributed") is None or "--scheduler" not in known:
        return None
    runs: dict[str, list[Cost]] = {"pool": [], "cluster": []}
    environment = environment_of(field.folder / f"cache-{medicines}")
    for _ in range(rounds):
        for who, costs in runs.items():
            out = field.folder / "cluster"
            if who == "pool":
                costs.append(field.build(medicines, "--force", "--jobs", "2", "--output", str(out)))
            else:
                seconds = field.folder / "seconds"
                command = [sys.executable, str(HERE / "with_cluster.py"), "2", str(out), str(seconds)]
                cost = measure(command, field.library(medicines), environment)
                costs.append(replace(cost, wall=float(seconds.read_text(encoding="utf-8"))))
            shutil.rmtree(out)
    return {who: _medians(costs) for who, costs in runs.items()}


def _medians(costs: Sequence[Cost]) -> dict[str, float]:
    return {key: statistics.median(asdict(cost)[key] for cost in costs) for key in ("cpu", "wall", "peak")}


def say(figures: dict[str, Any], small: int, middle: int, large: int) -> str:
    """The section of the page of results."""
    few, many = figures[f"first-{small}"], figures[f"first-{large}"]
    again, edited, jobs = (figures[step] for step in ("again", "edited", "jobs"))
    first = [
        (name, f"{one['leaflets']:,}", f"{one['cpu'] / one['leaflets']:.3f}", f"{one['peak']:,.0f}")
        for name, one in (("small library", few), ("large library", many))
    ]
    ratio = (many["cpu"] / many["leaflets"]) / (few["cpu"] / few["leaflets"])
    sheets = middle * few["leaflets"] // small
    faster = jobs["1"]["wall"] / jobs["2"]["wall"]
    rows = [
        ("CPU for a leaflet of the large library, to one of the small", f"{ratio:.2f}"),
        ("large library again, nothing changed: CPU s", f"{again['cpu']:.1f}"),
        ("… share of the CPU of its first print", f"{again['cpu'] / many['cpu']:.2%}"),
        ("… seconds by the clock", f"{again['wall']:.1f}"),
        (f"`{EDITED[0]}` edited: leaflets that say it", f"{edited['expected']:,}"),
        (f"… made anew, of {edited['of']:,}", f"{edited['anew']:,}"),
        ("… made or left wrongly", f"{edited['wrong']:,}"),
        ("… CPU s", f"{edited['cpu']:.1f}"),
        *(row for step, one in figures.items() if step.startswith(MEMORY) for row in _memory_rows(step, one)),
        (f"two jobs, {sheets:,} leaflets: times as fast by the clock as one", f"{faster:.2f}"),
        ("… CPU to that of one", f"{jobs['2']['cpu'] / jobs['1']['cpu']:.2f}"),
    ]
    if cluster := figures["cluster"]:
        clock, cpu = (cluster["cluster"][key] / cluster["pool"][key] for key in ("wall", "cpu"))
        rows.append(("two Dask workers: time by the clock, to that of two jobs", f"{clock:.2f}"))
        rows.append(("… CPU to that of two jobs", f"{cpu:.2f}"))
    else:
        rows.append(("two Dask workers", "not measured"))
    lead = (
        "First print on all cores, with its beginning and the checks of translations, statements shared as they ship:"
    )
    head = ("", "leaflets", "CPU s for each", "most memory, MB")
    measured = f"{say_machine(figures['machine'])}\n{_say_versions(figures['of'])}"
    return "\n\n".join(["## Scale", measured, lead, table(head, first), table(("", "figure"), rows)])


def _memory_rows(step: str, memory: dict[str, Any]) -> list[tuple[str, str]]:
    early, late, most = (memory[key] for key in ("first", "last", "highest"))
    between = f"from leaflet {early['leaflets']:,.0f} to {late['leaflets']:,.0f}, MB (the most)"
    grown = f"{early['resident']:.0f} → {late['resident']:.0f} ({most['resident']:.0f})"
    return [
        (f"memory of a worker in {step.removeprefix(MEMORY)} {between}", grown),
        ("… processes that it took", f"{memory['workers']}"),
    ]


def _say_versions(steps: dict[str, list[str]]) -> str:
    """Which version each step measured: a run that goes on after a break may be of another one."""
    found: dict[str, list[str]] = {}
    for step, (version, _) in steps.items():
        if step not in ("asked", "machine"):
            found.setdefault(version, []).append(step)
    return "\n".join(f"- steps of {version}: {', '.join(some)}" for version, some in found.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is not known yet, print the section and keep it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, default=Path("build/scale"), help="where it goes on after a break")
    parser.add_argument("--medicines", type=int, default=667, help="of the large library (default %(default)s: 10,005)")
    parser.add_argument("--small", type=int, default=7, help="of the small one (default %(default)s: 105 leaflets)")
    parser.add_argument("--middle", type=int, default=20, help="of that which jobs and clusters print (%(default)s)")
    parser.add_argument("--languages", default=LANGUAGES)
    parser.add_argument("--rounds", type=int, default=3, help="of what is short (default %(default)s)")
    parser.add_argument("--lang", default="es,zh-Hans", help="in which a worker's memory is watched (%(default)s)")
    parser.add_argument("--watch", default="200,2000", help="from which leaflet to which (default %(default)s)")
    parser.add_argument("--anew", action="store_true", help="forget what an earlier run has found")
    parser.add_argument("--dry-run", action="store_true", help="print the section and keep nothing")
    options = parser.parse_args(arguments)
    folder = options.folder.absolute()
    if options.anew:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / FIGURES
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    field = Field(folder, known, tuple(options.languages.split(",")))
    small, middle, large, rounds = options.small, options.middle, options.medicines, options.rounds
    wanted = [small, middle, large, rounds, options.languages, options.lang, options.watch]
    if field.know("asked", lambda: wanted) != wanted:
        parser.error(f"{folder} is of other sizes: name another folder, or begin --anew")
    field.know("machine", describe_machine)
    first, last = map(int, options.watch.split(","))
    if last > large * LEVELS:
        parser.error(f"--watch {options.watch}: the large library has {large * LEVELS:,} leaflets in a language")
    try:
        for medicines in (small, large):
            field.know(f"first-{medicines}", lambda some=medicines: print_first(field, some))
        field.know("again", lambda: build_again(field, large, rounds))
        field.know("edited", lambda: build_edited(field, large))
        field.know("jobs", lambda: compare_jobs(field, middle, rounds))
        field.know("cluster", lambda: compare_cluster(field, middle, rounds))
        environment = {**os.environ, **environment_of(field.folder / f"cache-{large}")}
        place = (field.library(large), field.folder / "watched", environment)
        for lang in options.lang.split(","):
            field.know(MEMORY + lang, lambda lang=lang: watch_worker(*place, lang, first, last))
    except (InterruptedRunError, KeyboardInterrupt):
        print("interrupted; the same command goes on from here", file=sys.stderr)
        return 130
    text = say(field.figures, small, middle, large)
    print(text)
    if not options.dry_run:
        keep("scale", field.figures, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
