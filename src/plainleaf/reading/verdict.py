"""The verdict on one leaflet in one language: a reading of each level, and what is too hard; kept by content.

What was judged once is not judged again: a build in which no text changed loads no word list and no segmenter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from plainleaf.content.grammar import Level
from plainleaf.languages import Limits
from plainleaf.problems import PlainleafError, Problem
from plainleaf.reading.cache import engine_identity, keep
from plainleaf.reading.gate import Block, check_levels, measure_level
from plainleaf.reading.measure import Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """Readings by level; problems of codes R001 to R017."""

    readings: Mapping[Level, Reading]
    problems: tuple[Problem, ...]


_ADAPTER = TypeAdapter(Verdict)


def judge(
    locale: str,
    levels: Mapping[Level, Sequence[Block]],
    names: Collection[str],
    limits: Limits | None,
    folder: Path | None,
) -> Verdict:
    """Measure all levels of a leaflet and hold them against the limits.

    Args:
        folder: where verdicts are kept; none: nowhere. A damaged or unwritable one costs time, no more.
    """
    path = folder / f"{_key(locale, levels, names, limits)}.json" if folder else None
    if path:
        try:
            return _ADAPTER.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            pass  # not judged yet, or by a program that wrote it otherwise
    verdict = _judge(locale, levels, names, limits)
    if path:
        keep(path, _ADAPTER.dump_json(verdict))
    return verdict


def _judge(
    locale: str, levels: Mapping[Level, Sequence[Block]], names: Collection[str], limits: Limits | None
) -> Verdict:
    problems = check_levels(locale, levels, names=names, limits=limits)
    try:
        readings = {level: measure_level(locale, level, blocks, names).reading for level, blocks in levels.items()}
    except PlainleafError:
        readings = {}  # a language that cannot be measured; check_levels has said so
    return Verdict(readings, tuple(problems))


def _key(locale: str, levels: Mapping[Level, Sequence[Block]], names: Collection[str], limits: Limits | None) -> str:
    made_from = [
        engine_identity(),
        locale,
        {level.value: [asdict(block) for block in blocks] for level, blocks in levels.items()},
        sorted(names),
        limits.model_dump() if limits else None,
    ]
    return hashlib.sha256(json.dumps(made_from, ensure_ascii=False).encode()).hexdigest()
