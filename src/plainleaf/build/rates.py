"""What sheets cost on this machine: seconds of a processor and bytes, as builds measured them.

Means by language, format and level, for each workspace, since leaflets are not of one length, in a small file of the
cache. What was never measured is taken from what is most like it. A lost file costs a measurement, no more.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from plainleaf.build.finishing import Finished, Placed
from plainleaf.build.plan import Target
from plainleaf.build.store import write_whole
from plainleaf.press.formats import FORMATS
from plainleaf.problems import PlainleafError

_FILE = "rates.json"
_MOST_WORKSPACES = 20
_MOST_SHEETS = 200
"""That a mean rests on: so a program that has become faster is believed after a while."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one sheet costs, as the mean of so many: seconds of a processor, and bytes."""

    sheets: int
    seconds: float
    size: float

    def joined(self, other: Rate) -> Rate:
        """The mean of both."""
        sheets = self.sheets + other.sheets
        seconds = (self.sheets * self.seconds + other.sheets * other.seconds) / sheets
        size = (self.sheets * self.size + other.sheets * other.size) / sheets
        return Rate(min(sheets, _MOST_SHEETS), seconds, size)


Kind = tuple[str, str, str]
"""Language, format and level."""
Rates = Mapping[Kind, Rate]
_FILED: TypeAdapter[dict[str, dict[str, Rate]]] = TypeAdapter(dict[str, dict[str, Rate]])
"""Workspaces on machines, the one that was built last at the end."""


def kind_of(target: Target) -> Kind:
    """The kind under which a sheet is measured."""
    return target.lang, target.format, target.level


def measure(finished: Finished) -> tuple[Kind, Rate] | None:
    """What one sheet did cost; none where it was not printed, or not measured."""
    if finished.seconds is None or not isinstance(finished.outcome, Placed):
        return None
    return kind_of(finished.target), Rate(1, finished.seconds, finished.outcome.size)


def join_rates(before: Rates, measured: Iterable[tuple[Kind, Rate]]) -> dict[Kind, Rate]:
    """What was known, and what was measured since."""
    rates = dict(before)
    for kind, rate in measured:
        rates[kind] = rates[kind].joined(rate) if kind in rates else rate
    return rates


def find_rate(rates: Rates, kind: Kind) -> tuple[Rate, bool] | None:
    """The rate of a kind of sheet, or of what is most like it, and whether it is its own; none: nothing is known."""
    if not rates:
        return None
    nearest = min(_unlikeness(kind, other) for other in rates)
    alike = [rate for other, rate in rates.items() if _unlikeness(kind, other) == nearest]
    rate = alike[0]
    for other in alike[1:]:
        rate = rate.joined(other)
    return rate, not any(nearest)


def _unlikeness(one: Kind, other: Kind) -> tuple[bool, ...]:
    """What differs between two kinds of sheets; what matters most for their cost stands first."""
    (lang, form, level), (other_lang, other_form, other_level) = one, other
    same_kind = form in FORMATS and other_form in FORMATS and FORMATS[form].kind == FORMATS[other_form].kind
    return not same_kind, level != other_level, lang != other_lang, form != other_form


def read_rates(cache: Path, root: Path) -> dict[Kind, Rate]:
    """What was measured in a workspace on this machine."""
    named = {tuple(name.split(" ")): rate for name, rate in _read(cache).get(_name(root), {}).items()}
    return {(key[0], key[1], key[2]): rate for key, rate in named.items() if len(key) == 3 and _is_sane(rate)}  # noqa: PLR2004 - a kind


def _read(cache: Path) -> dict[str, dict[str, Rate]]:
    try:
        return _FILED.validate_json((cache / _FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def _name(root: Path) -> str:
    """A workspace on a machine: a home folder may be that of many machines."""
    return f"{platform.node()}:{root.resolve()}"


def _is_sane(rate: Rate) -> bool:
    return rate.sheets > 0 and 0 <= rate.seconds < float("inf") and 0 <= rate.size < float("inf")


def keep_rates(cache: Path, root: Path, measured: Iterable[tuple[Kind, Rate]]) -> None:
    """Add what was measured to what is known; where that cannot be written, nothing is kept."""
    new = list(measured)
    if not new:
        return
    rates = join_rates(read_rates(cache, root), new)
    filed = {name: rate for name, rate in _read(cache).items() if name != _name(root)}
    filed[_name(root)] = {" ".join(kind): rate for kind, rate in sorted(rates.items())}
    latest = dict(list(filed.items())[-_MOST_WORKSPACES:])
    try:
        write_whole(cache / _FILE, _FILED.dump_json(latest))
    except PlainleafError:
        return
