"""A build from plan to finished output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from plainleaf.build.index_words import read_words, write_words
from plainleaf.build.plan import Plan, Refusal, Sheet
from plainleaf.build.report import index_path, render_indexes
from plainleaf.build.store import Artifact, hash_file, read_manifest, withdraw, write_manifest, write_whole
from plainleaf.build.workers import print_sheets
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError, Problem, errors

Listener = Callable[[Sheet], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did.

    Attributes:
        built, unchanged: artifacts made now, and those that were up to date.
        refused: sheets that are not printed, with their reasons.
        problems: what else went wrong.
        withdrawn: paths moved to ``withdrawn/``.
    """

    built: tuple[Artifact, ...] = ()
    unchanged: tuple[Artifact, ...] = ()
    refused: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether everything that was asked for is there; a warning takes nothing away."""
        return not (self.refused or errors(self.problems))

    def as_json(self) -> dict[str, object]:
        """The shape that ``build --json`` prints; keys are a promise to other programs."""
        return {
            "built": [artifact.as_json() for artifact in self.built],
            "unchanged": len(self.unchanged),
            "refused": [
                {**refusal.target.as_json(), "problems": [problem.as_json() for problem in refusal.problems]}
                for refusal in self.refused
            ],
            "problems": [problem.as_json() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan held against what is there: sheets to print, artifacts up to date by path, all artifacts from before."""

    stale: tuple[Sheet, ...]
    current: Mapping[str, Artifact]
    before: Mapping[str, Artifact]


def compare(plan: Plan, output: Path, *, force: bool = False) -> Comparison:
    """Find what must be printed.

    An artifact is up to date when it was made from the same inputs and its file still has the bytes that were made;
    clocks play no part.
    """
    before = read_manifest(output)
    current: dict[str, Artifact] = {}
    stale: list[Sheet] = []
    for sheet in plan.sheets:
        known = before.get(sheet.target.path)
        if (
            known is not None
            and not force
            and (known.source_hash, known.status) == (sheet.source_hash, sheet.status)
            and hash_file(output / known.path) == known.sha256
        ):
            current[known.path] = known
        else:
            stale.append(sheet)
    return Comparison(tuple(stale), current, before)


def run_build(
    plan: Plan,
    comparison: Comparison,
    output: Path,
    *,
    jobs: int,
    whole: bool = True,
    listener: Listener | None = None,
) -> BuildResult:
    """Print what is stale, put it in place, withdraw what must not be handed out, write manifest and index.

    Nothing is touched when nothing could be planned. Manifest and index are written even when the build is
    interrupted or the disk is full, so that what was finished counts as finished.

    Args:
        whole: the plan is for the whole library, so what it does not know is withdrawn.
    """
    if not plan.sheets and not plan.refusals and plan.problems:
        return BuildResult(problems=plan.problems)
    built: dict[str, Artifact] = {}
    refused = list(plan.refusals)
    trouble: list[Problem] = []
    withdrawn: tuple[str, ...] = ()
    try:
        for sheet, result in print_sheets(comparison.stale, jobs):
            if isinstance(result, PdfDocument):
                write_whole(output / sheet.target.path, result.data)
                built[sheet.target.path] = _make_artifact(sheet, result)
                trouble.extend(result.warnings)
            else:
                refused.append(Refusal(sheet.target, result))
            if listener:
                listener(sheet)
    except PlainleafError as error:
        trouble.extend(error.problems)
    finally:
        barred = {refusal.target.path for refusal in refused}
        artifacts = _artifacts_now(plan, comparison, built, barred, whole=whole)
        try:
            withdrawn = _withdraw(output, comparison.before.keys() - artifacts.keys() | barred)
            write_manifest(output, artifacts.values())
            _write_indexes(plan, output, artifacts.values())
        except PlainleafError as error:
            trouble.extend(error.problems)
    return BuildResult(
        built=tuple(built.values()),
        unchanged=tuple(comparison.current.values()),
        refused=tuple(sorted(refused, key=lambda refusal: refusal.target)),
        problems=(*plan.problems, *dict.fromkeys(trouble)),
        withdrawn=withdrawn,
    )


def _write_indexes(plan: Plan, output: Path, artifacts: Collection[Artifact]) -> None:
    """The lists of leaflets; that of a language of which nothing is left goes."""
    words = {**read_words(output), **plan.words}
    pages = render_indexes(artifacts, words, plan.theme, plan.words.keys())
    for path, html in pages.items():
        write_whole(output / path, html.encode())
    for tag in plan.words:
        if (path := index_path(plan.place, tag)) not in pages:
            withdraw(output, path)
    write_words(output, words)


def _artifacts_now(
    plan: Plan, comparison: Comparison, built: Mapping[str, Artifact], barred: set[str], *, whole: bool
) -> dict[str, Artifact]:
    """Everything that may be handed out after this build, by path."""
    planned = {sheet.target.path for sheet in plan.sheets}
    now = {**comparison.current, **built}
    for path, artifact in comparison.before.items():
        known = path in planned or artifact.place != plan.place or not whole
        if path not in now and path not in barred and known and artifact.leaflet not in plan.withdrawn:
            now[path] = artifact  # another place, not asked for, or not reached: the old print stays
    return now


def _withdraw(output: Path, paths: set[str]) -> tuple[str, ...]:
    return tuple(path for path in sorted(paths) if withdraw(output, path))


def _make_artifact(sheet: Sheet, pdf: PdfDocument) -> Artifact:
    target = sheet.target
    return Artifact(
        leaflet=target.leaflet,
        lang=target.lang,
        level=target.level,
        format=target.format,
        beside=target.beside or None,
        place=target.place,
        path=target.path,
        sha256=hashlib.sha256(pdf.data).hexdigest(),
        source_hash=sheet.source_hash,
        status=sheet.status,
        pages=pdf.pages,
        title=sheet.title,
        names=sheet.names,
        reading=sheet.reading,
    )
