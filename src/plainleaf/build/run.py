"""A build from plan to finished output folder."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plainleaf.build.finishing import Finished, Placed, describe_again, make_artifact, put_in_place
from plainleaf.build.index_words import read_words, write_words
from plainleaf.build.interrupts import undisturbed
from plainleaf.build.manifest import Artifact, note_down, read_manifest, withdraw, write_manifest
from plainleaf.build.orders import Opening, Order
from plainleaf.build.plan import Agenda, Inputs, Refusal, Target
from plainleaf.build.report import index_path, render_indexes
from plainleaf.build.store import OutputFolder
from plainleaf.build.workers import Pressroom
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.problems import PlainleafError, Position, Problem, errors

Listener = Callable[[Finished], None]


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
    """An agenda held against what is there.

    Attributes:
        orders: what must be looked at again.
        inputs: of all sheets, by path.
        current, before: artifacts up to date, and all from earlier builds, by path.
    """

    orders: tuple[Order, ...]
    inputs: Mapping[str, Inputs]
    current: Mapping[str, Artifact]
    before: Mapping[str, Artifact]

    @property
    def sheets(self) -> int:
        """How many sheets must be looked at again."""
        return sum(len(order.targets) for order in self.orders)


def compare(agenda: Agenda, output: OutputFolder, *, force: bool = False, release: bool = False) -> Comparison:
    """Find what must be looked at again.

    An artifact is up to date when it was made from the same inputs and its file still has the bytes that were made;
    clocks play no part.

    Args:
        release: only what lacks no approval is wanted, so a draft that is there is looked at again, and refused.
    """
    before = read_manifest(output)
    current: dict[str, Artifact] = {}
    orders: list[Order] = []
    for batch in agenda.batches:
        stale: list[Target] = []
        known: dict[str, str] = {}
        for target in batch.targets:
            artifact = before.get(target.path)
            if artifact is None or force or output.sha256(artifact.path) != artifact.sha256:
                stale.append(target)
            elif artifact.inputs == batch.inputs and not (release and artifact.status == "draft"):
                current[artifact.path] = artifact
            else:
                stale.append(target)
                known[target.path] = artifact.source_hash
        if stale:
            orders.append(Order(tuple(stale), known))
    inputs = {target.path: batch.inputs for batch in agenda.batches for target in batch.targets}
    return Comparison(tuple(orders), inputs, current, before)


Printer = Callable[[Sequence[Order]], Generator[Finished, None, None]]
"""Carries out orders and puts files in their places: with processes of this machine, or of a cluster."""


def print_here(opening: Opening, output: OutputFolder, jobs: int, limits: Limits = LIMITS) -> Printer:
    """The printer of this machine, with so many processes."""

    def carry_out(orders: Sequence[Order]) -> Generator[Finished, None, None]:
        with Pressroom(opening, jobs, limits) as room:
            for target, reply in room.carry_out(orders):
                with undisturbed():  # until the next sheet is asked for
                    yield put_in_place(target, reply, output)

    return carry_out


def run_build(
    agenda: Agenda,
    comparison: Comparison,
    output: OutputFolder,
    printer: Printer,
    *,
    whole: bool = True,
    listener: Listener | None = None,
) -> BuildResult:
    """Print what is stale, put it in place, withdraw what must not be handed out, write manifest and index.

    Nothing is touched when nothing could be planned. Manifest and index are written even when the build is
    interrupted or the disk is full; and each file is noted down as soon as it is in its place, so that it counts even
    when the build is killed.

    Args:
        whole: the agenda is for the whole library, so what it does not know is withdrawn.

    Raises:
        PlainleafError: for a problem that is no leaflet's own, when nothing that was there is touched.
    """
    if not agenda.batches and not agenda.refusals and agenda.problems:
        return BuildResult(problems=agenda.problems)
    work = _Work(comparison, output, [*agenda.refusals])
    trouble: list[Problem] = []
    fatal: tuple[Problem, ...] = ()
    withdrawn: tuple[str, ...] = ()
    try:
        with contextlib.closing(printer(comparison.orders)) as results:
            for finished in results:
                if finished.fatal and isinstance(finished.outcome, tuple):
                    fatal = finished.outcome
                    break
                work.take(finished)
                if listener:
                    listener(finished)
            else:
                trouble.extend(work.lost())
    except PlainleafError as error:
        trouble.extend(error.problems)
    finally:
        if not fatal:
            barred = {refusal.target.path for refusal in work.refused}
            artifacts = _artifacts_now(agenda, comparison, {**work.built, **work.same}, barred, whole=whole)
            try:
                withdrawn = _withdraw(output, comparison.before.keys() - artifacts.keys() | barred)
                write_manifest(output, artifacts.values())
                _write_indexes(agenda, output, artifacts.values())
            except PlainleafError as error:
                trouble.extend(error.problems)
    if fatal:
        raise PlainleafError(fatal)
    return BuildResult(
        built=tuple(work.built.values()),
        unchanged=(*comparison.current.values(), *work.same.values()),
        refused=tuple(sorted(work.refused, key=lambda refusal: refusal.target)),
        problems=(*agenda.problems, *dict.fromkeys((*work.warnings, *trouble))),
        withdrawn=withdrawn,
    )


@dataclass(slots=True)
class _Work:
    """What has come of the sheets so far."""

    comparison: Comparison
    output: OutputFolder
    refused: list[Refusal]
    built: dict[str, Artifact] = field(default_factory=dict)
    same: dict[str, Artifact] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def take(self, finished: Finished) -> None:
        """Note down one sheet; B001 when the disk is full."""
        path, outcome = finished.target.path, finished.outcome
        inputs = self.comparison.inputs[path]
        if outcome is None:
            self.same[path] = describe_again(self.comparison.before[path], finished, inputs)
        elif isinstance(outcome, Placed):
            artifact = make_artifact(finished, outcome, inputs)
            self.built[path] = artifact
            self.warnings.extend(outcome.warnings)
            note_down(self.output, artifact)
        else:
            self.refused.append(Refusal(finished.target, outcome))

    def lost(self) -> Iterator[Problem]:
        """B016 for each sheet that was ordered, and of which nobody said what came of it."""
        answered = {*self.built, *self.same, *(refusal.target.path for refusal in self.refused)}
        for path in (target.path for order in self.comparison.orders for target in order.targets):
            if path not in answered:
                message = "it was to be made, and nobody said what came of it"
                yield Problem(Position(path), "B016", message, "build again")


def _write_indexes(agenda: Agenda, output: OutputFolder, artifacts: Collection[Artifact]) -> None:
    """The lists of leaflets; that of a language of which nothing is left goes."""
    words = {**read_words(output), **agenda.words}
    pages = render_indexes(artifacts, words, agenda.theme, agenda.words.keys())
    for path, html in pages.items():
        output.write(path, html.encode())
    for tag in agenda.words:
        if (path := index_path(agenda.place, tag)) not in pages:
            withdraw(output, path)
    write_words(output, words)


def _artifacts_now(
    agenda: Agenda, comparison: Comparison, built: Mapping[str, Artifact], barred: set[str], *, whole: bool
) -> dict[str, Artifact]:
    """Everything that may be handed out after this build, by path."""
    planned = {target.path for batch in agenda.batches for target in batch.targets}
    now = {**comparison.current, **built}
    for path, artifact in comparison.before.items():
        known = path in planned or artifact.place != agenda.place or not whole
        if path not in now and path not in barred and known and artifact.leaflet not in agenda.withdrawn:
            now[path] = artifact  # another place, not asked for, or not reached: the old print stays
    return now


def _withdraw(output: OutputFolder, paths: set[str]) -> tuple[str, ...]:
    return tuple(path for path in sorted(paths) if withdraw(output, path))
