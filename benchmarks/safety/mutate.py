"""How many spoilt translations the linter notices: `python benchmarks/safety/mutate.py FOLDER`.

Prints Markdown tables, or with --json everything that was counted. docs/safety-bench.md explains the kinds and says
where the corpora come from.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpora import READERS, Corpus, Half, is_asked, read_corpora
from linting import UnlintableError, find_linter
from pofile import Row
from trial import FOREIGN, KINDRED, KINDS, Clean, Score, Translations, try_file

CORE = ("es", "fr", "pt-BR", "ru", "ar", "hi", "zh-Hans", "id")


@dataclass(frozen=True)
class Job:
    """A file to try."""

    linter: str
    rows: tuple[Row, ...]
    lang: str
    kinds: tuple[str, ...]
    translations: Translations
    rounds: int


@dataclass
class Result:
    """What was counted of one corpus in one language."""

    corpus: str
    lang: str
    half: Half
    misaligned: int
    clean: Clean
    scores: dict[str, Score]

    def as_json(self, examples: int) -> dict[str, Any]:
        """Everything counted; examples only as many as asked for."""
        shape = asdict(self)
        shape["clean"]["alarms"] = self.clean.alarms[:examples]
        for kind, score in self.scores.items():
            shape["scores"][kind]["misses"] = score.misses[:examples]
        return shape


def run_job(job: Job) -> tuple[Clean, dict[str, Score]]:
    """Try one file, in this process or another."""
    with tempfile.TemporaryDirectory(prefix="safety-") as folder:
        linter = find_linter(job.linter)
        return try_file(linter, job.rows, job.lang, job.kinds, job.translations, Path(folder), job.rounds)


def _translations(corpora: Sequence[Corpus], wanted: Corpus, rows: Sequence[Row], kinds: Sequence[str]) -> Translations:
    if not {FOREIGN, KINDRED} & set(kinds):
        return {}
    sources = {row.source for row in rows}
    return {
        corpus.lang: {row.source: row.target for row in corpus.rows if row.source in sources}
        for corpus in corpora
        if corpus.name == wanted.name and corpus.lang != wanted.lang
    }


def measure(options: argparse.Namespace, executor: Executor | None) -> Iterator[Result]:
    """Try every corpus asked for; a language that the linter does not know is said on standard error."""
    corpora = list(read_corpora(options.folder, options.corpus, options.lang))
    for corpus in corpora:
        if not is_asked(corpus.lang, options.lang):
            continue
        files = corpus.files(options.half, options.size)[: options.files or None]
        jobs = [
            Job(
                options.linter,
                rows,
                corpus.lang,
                tuple(options.kind),
                _translations(corpora, corpus, rows, options.kind),
                options.rounds,
            )
            for rows in files
            if len(rows) > 1
        ]
        if not jobs:
            continue
        result = Result(corpus.name, corpus.lang, options.half, corpus.misaligned, Clean(), {})
        try:
            done = map(run_job, jobs) if executor is None else _each(executor, jobs)
            for clean, scores in done:
                result.clean.add(clean)
                for kind, score in scores.items():
                    result.scores.setdefault(kind, Score()).add(score)
        except UnlintableError as error:
            print(f"{corpus.name} {corpus.lang}: not linted: {error}", file=sys.stderr)
            continue
        print(f"{corpus.name} {corpus.lang}: done", file=sys.stderr, flush=True)
        yield result


def _each(executor: Executor, jobs: Sequence[Job]) -> Iterator[tuple[Clean, dict[str, Score]]]:
    futures: list[Future[tuple[Clean, dict[str, Score]]]] = [executor.submit(run_job, job) for job in jobs]
    for future in futures:
        yield future.result()


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def print_tables(results: Sequence[Result]) -> None:
    """Clean text and mutations, each corpus apart."""
    by_corpus: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_corpus[result.corpus].append(result)
    for name, group in by_corpus.items():
        print(f"\n## {name} ({group[0].half})\n\nFalse alarms on clean text, percent of messages.\n")
        print("| language | messages | misaligned, left out | error | warning | codes (% of messages) |")
        print("|---|---|---|---|---|---|")
        for result in group:
            clean = result.clean
            codes = ", ".join(f"{code} {_percent(count, clean.number)}" for code, count in clean.codes.most_common(6))
            cells = (_percent(clean.errors, clean.number), _percent(clean.warnings, clean.number), codes)
            print(f"| {result.lang} | {clean.number} | {result.misaligned} | {' | '.join(cells)} |")
        _print_kinds(group)
        _print_languages(group)


def _print_kinds(group: Sequence[Result]) -> None:
    print("\nMutations, all languages, percent of spoilt messages.\n")
    print("| kind | n | error | error or warning | flagged at all | others newly flagged |")
    print("|---|---|---|---|---|---|")
    for kind in KINDS:
        total = Score()
        for result in group:
            total.add(result.scores.get(kind, Score()))
        if total.number:
            cells = [_percent(part, total.number) for part in (total.errors, total.new, total.flagged)]
            cells.append(_percent(total.startled, total.others))
            print(f"| {kind} | {total.number} | {' | '.join(cells)} |")


def _print_languages(group: Sequence[Result]) -> None:
    print("\nError or warning by language: percent (number of spoilt messages).\n")
    print(f"| kind | {' | '.join(result.lang for result in group)} |")
    print("|---" * (1 + len(group)) + "|")
    for kind in KINDS:
        scores = [result.scores.get(kind, Score()) for result in group]
        if any(score.number for score in scores):
            cells = (f"{_percent(score.new, score.number)} ({score.number})" for score in scores)
            print(f"| {kind} | {' | '.join(cells)} |")


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line, checked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])

    def listed(text: str) -> list[str]:
        return [part.strip() for part in text.split(",") if part.strip()]

    parser.add_argument("folder", type=Path, help="folder that holds the corpora")
    parser.add_argument("--lang", type=listed, default=list(CORE), help=f"default: {','.join(CORE)}")
    parser.add_argument("--corpus", type=listed, default=[], help=f"of: {', '.join(READERS)}")
    parser.add_argument("--kind", type=listed, default=list(KINDS), help=f"of: {', '.join(KINDS)}; clean: none")
    parser.add_argument("--size", type=int, default=200, help="messages in a file (default 200)")
    parser.add_argument("--files", type=int, default=0, help="files of each corpus at most (default all)")
    parser.add_argument("--rounds", type=int, default=1, help="times each file is spoilt, other messages each time")
    parser.add_argument("--half", choices=("dev", "test", "all"), default="dev", help="default: dev")
    parser.add_argument("--examples", type=int, default=0, help="show misses and false alarms; with --half dev only")
    parser.add_argument("--linter", default="command", help="`command` (default) or module:function")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    if options.kind == ["clean"]:
        options.kind = []
    if unknown := set(options.kind) - set(KINDS):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    if unknown := set(options.corpus) - set(READERS):
        parser.error(f"no such corpus: {', '.join(sorted(unknown))}")
    if options.examples and options.half != "dev":
        parser.error("examples of held-out text are not shown: what has been looked at is held out no longer")
    return options


def print_examples(results: Sequence[Result], number: int) -> None:
    """What was missed and what was flagged without need."""
    for result in results:
        for code, source, target, message in result.clean.alarms[:number]:
            print(f"\n[{result.corpus} {result.lang}] false alarm {code}: {message}\n  {source}\n  {target}")
        for kind, score in result.scores.items():
            for source, target, spoilt in score.misses[:number]:
                print(f"\n[{result.corpus} {result.lang}] missed: {kind}\n  {source}\n  {target}\n  {spoilt}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was counted for the corpora in a folder."""
    options = read_options(arguments)
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as executor:
            results = list(measure(options, executor))
    else:
        results = list(measure(options, None))
    if options.json:
        print(json.dumps([result.as_json(options.examples) for result in results], ensure_ascii=False, indent=1))
    else:
        print_tables(results)
        print_examples(results, options.examples)
    if not results:
        print(f"nothing to measure in {options.folder}; docs/safety-bench.md says where it comes from", file=sys.stderr)
    return 0 if results else 1


if __name__ == "__main__":
    sys.exit(main())
