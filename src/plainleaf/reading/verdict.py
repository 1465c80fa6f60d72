"""The verdict on one leaflet in one language: a reading of each level, and what is too hard; kept by content.

What was judged once is not judged again: a build in which no text changed loads no word list and no segmenter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from plainleaf.content.grammar import Level
from plainleaf.languages import Limits
from plainleaf.problems import PlainleafError, Problem
from plainleaf.reading.cache import remember
from plainleaf.reading.gate import Block, LevelText, check_levels, measure_level
from plainleaf.reading.measure import Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """Readings by level; problems of codes R001 to R017."""

    readings: Mapping[Level, Reading]
    problems: tuple[Problem, ...]


_VERDICT = TypeAdapter(Verdict)
_LEVEL = TypeAdapter(LevelText)


def judge(
    locale: str,
    levels: Mapping[Level, Sequence[Block]],
    names: Collection[str],
    limits: Limits | None,
    folder: Path | None,
) -> Verdict:
    """Measure all levels of a leaflet and hold them against the limits.

    Args:
        folder: where verdicts are kept; none: nowhere.
    """
    made_from = [
        locale,
        {level.value: _as_json(blocks) for level, blocks in levels.items()},
        sorted(names),
        limits.model_dump() if limits else None,
    ]
    return remember(folder, made_from, _VERDICT, lambda: _judge(locale, levels, names, limits))


def measure_level_cached(
    locale: str, level: Level, blocks: Sequence[Block], names: Collection[str], folder: Path | None
) -> LevelText:
    """`measure_level`, or what it said before of the same statements."""
    made_from = [locale, level.value, _as_json(blocks), sorted(names)]
    return remember(folder, made_from, _LEVEL, lambda: measure_level(locale, level, blocks, names))


def _as_json(blocks: Sequence[Block]) -> list[list[object]]:
    return [[block.text, block.position.file, block.position.line, block.section, block.critical] for block in blocks]


def _judge(
    locale: str, levels: Mapping[Level, Sequence[Block]], names: Collection[str], limits: Limits | None
) -> Verdict:
    problems = check_levels(locale, levels, names=names, limits=limits)
    try:
        readings = {level: measure_level(locale, level, blocks, names).reading for level, blocks in levels.items()}
    except PlainleafError:
        readings = {}  # a language that cannot be measured; check_levels has said so
    return Verdict(readings, tuple(problems))
