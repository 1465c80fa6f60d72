"""What a build would do, and what it would cost, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plainleaf.build.orders import Opening, Order
from plainleaf.build.plan import Agenda, Target
from plainleaf.build.rates import Kind, Rate, Rates, find_rate, kind_of
from plainleaf.build.run import Comparison
from plainleaf.build.workers import Pressroom
from plainleaf.press.limits import LIMITS, Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError

NEW, LOST, FORCED = "new", "file", "forced"
"""Reasons to make a sheet besides a changed input: it never was, its file is missing or altered, somebody wants it."""
_SAMPLE = 6
"""Sheets that are printed to measure, where nothing was measured before."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What sheets take: seconds of a processor and bytes; `own`: each kind of them was measured itself."""

    seconds: float = 0.0
    size: float = 0.0
    own: bool = True

    def joined(self, other: Cost) -> Cost:
        """The cost of both."""
        return Cost(self.seconds + other.seconds, self.size + other.size, self.own and other.own)

    @property
    def hours(self) -> float:
        """Hours of a processor."""
        return self.seconds / 3600

    @property
    def gigabytes(self) -> float:
        """Room on the disk."""
        return self.size / 1e9


@dataclass(frozen=True, slots=True)
class Outlook:
    """The sheets of one language in one format.

    Attributes:
        current: up to date.
        stale: to be made; fewer, when a sheet is found to say the same as before.
        refused: that no build would print.
        cost: none: nothing like it was ever measured.
    """

    lang: str
    format: str
    current: int
    stale: int
    refused: int
    cost: Cost | None

    @property
    def sheets(self) -> int:
        """All of them."""
        return self.current + self.stale + self.refused


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a build would do; `why`: of how many sheets what has changed, and one sheet may have several reasons."""

    outlooks: tuple[Outlook, ...]
    why: Mapping[str, int]

    @property
    def cost(self) -> Cost | None:
        """Of everything; none: nothing was ever measured."""
        whole = Cost()
        for outlook in self.outlooks:
            if outlook.cost is None:
                return None
            whole = whole.joined(outlook.cost)
        return whole


def make_forecast(agenda: Agenda, comparison: Comparison, rates: Rates, *, force: bool = False) -> Forecast:
    """Count what is up to date, to be made and refused, and say what it costs at these rates."""
    stale = Counter(kind_of(target) for order in comparison.orders for target in order.targets)
    planned = Counter((target.lang, target.format) for batch in agenda.batches for target in batch.targets)
    refused = Counter((refusal.target.lang, refusal.target.format) for refusal in agenda.refusals)
    outlooks = []
    for lang, form in dict.fromkeys((*planned, *refused)):
        kinds = {kind: number for kind, number in stale.items() if kind[:2] == (lang, form)}
        to_make = sum(kinds.values())
        current = planned[lang, form] - to_make
        cost = _cost(kinds, rates)
        outlooks.append(Outlook(lang, form, current, to_make, refused[lang, form], cost))
    why = Counter(reason for order in comparison.orders for reason in _reasons(order, comparison, force=force))
    return Forecast(tuple(outlooks), dict(why.most_common()))


def _cost(kinds: Mapping[Kind, int], rates: Rates) -> Cost | None:
    whole = Cost()
    for kind, number in kinds.items():
        found = find_rate(rates, kind)
        if found is None:
            return None
        rate, own = found
        whole = whole.joined(Cost(number * rate.seconds, number * rate.size, own))
    return whole


def _reasons(order: Order, comparison: Comparison, *, force: bool) -> Iterator[str]:
    """Why each sheet of an order is to be made; several for a sheet, if several things have changed."""
    for target in order.targets:
        artifact = comparison.before.get(target.path)
        if artifact is None:
            yield NEW
        elif force:
            yield FORCED
        elif target.path not in order.known:
            yield LOST
        else:
            now, then = comparison.inputs[target.path], artifact.inputs
            yield from (name for name in now if now[name] != then.get(name))


def sample_rates(opening: Opening, comparison: Comparison, limits: Limits = LIMITS) -> list[tuple[Kind, Rate]]:
    """Print a few of the sheets that are to be made into nowhere, and measure.

    Raises:
        PlainleafError: for a problem that is no leaflet's own.
    """
    groups: dict[tuple[str, str], list[Target]] = {}
    for target in (target for order in comparison.orders for target in order.targets):
        groups.setdefault((target.format, target.level), []).append(target)
    kinds = list(groups.values())[:_SAMPLE]
    # Of each kind one, spread over what is to be made: that goes language by language.
    chosen = [targets[len(targets) * (2 * at + 1) // (2 * len(kinds))] for at, targets in enumerate(kinds)]
    measured = []
    with Pressroom(opening, 1, limits) as room:
        # The first twice: what a process prints first also pays for its start, and is not measured.
        for target, reply in room.carry_out(Order((target,)) for target in (*chosen[:1], *chosen)):
            if reply.about.get("fatal") and isinstance(reply.answer, tuple):
                raise PlainleafError(reply.answer)
            if isinstance(reply.answer, PdfDocument) and "seconds" in reply.about:
                measured.append((kind_of(target), Rate(1, reply.about["seconds"], len(reply.answer.data))))
    return measured
