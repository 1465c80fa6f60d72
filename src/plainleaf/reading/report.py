"""The report: one page that shows authors how hard every leaflet is to read, and which sentences make it so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from math import floor

from jinja2 import Environment, StrictUndefined

from plainleaf.content.grammar import Level
from plainleaf.content.model import Leaflet, Library
from plainleaf.languages import Limits, direction_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.reading.gate import LevelText, check_levels, measure_level
from plainleaf.reading.leaflets import read_levels
from plainleaf.reading.limits import default_limits
from plainleaf.reading.measure import MeasuredSentence
from plainleaf.reading.profiles import find_profile
from plainleaf.translation.lookup import Language

SHOWN_WORDS = 6
_TEMPLATE = "report.html"
# What stands in the language of the leaflet within the sentence of a problem; set apart, it keeps its own direction.
_QUOTED = re.compile(r"(“[^”]*”|(?<=hard words: )[^)]*)")
_AT_MOST, _AT_LEAST = "≤", "≥"

# The strip of a plot, in units of its picture: where it begins and ends, and how far its rows are apart.
_LEFT, _RIGHT = 38.0, 172.0
_FIRST_ROW, _ROW = 15, 24

_FAULTS = {
    "R010": "score",
    "R011": "SMOG",
    "R012": "sentence load",
    "R013": "word load",
    "R014": "long sentence",
    "R015": "critical sections",
}
"""What a level is over, in the words of the page's columns."""


@dataclass(frozen=True, slots=True)
class LeafletReading:
    """One leaflet in one language.

    Attributes:
        own_name, english_name: of the language.
        texts: what it says at each level, measured; none where it cannot be measured.
        limits: those of each level; none where it cannot be measured.
        faults: what each level is over.
        others: why it cannot be measured, or how its levels stand to each other.
    """

    leaflet: str
    lang: str
    own_name: str
    english_name: str
    texts: Mapping[Level, LevelText] = field(default_factory=dict)
    limits: Limits | None = None
    faults: Mapping[Level, Sequence[Problem]] = field(default_factory=dict)
    others: Sequence[Problem] = ()

    @property
    def problems(self) -> list[Problem]:
        """All of them, in order."""
        return sorted({*chain.from_iterable(self.faults.values()), *self.others})

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.leaflet}.{self.lang}"


def read_leaflet(leaflet: Leaflet, library: Library, language: Language, place: str) -> LeafletReading:
    """Measure a leaflet in one language at all its levels. What cannot be measured says why; nothing is raised."""
    pack = language.pack
    head = (leaflet.id, pack.language, pack.own_name, pack.english_name)
    if unknown := check_levels(pack.language, {}):
        return LeafletReading(*head, others=unknown)
    try:
        levels, names = read_levels(leaflet, library, language, place)
    except PlainleafError as error:
        return LeafletReading(*head, others=error.problems)
    limits = pack.limits or default_limits(find_profile(pack.language))

    def check(chosen: Iterable[Level]) -> list[Problem]:
        return check_levels(pack.language, {level: levels[level] for level in chosen}, names=names, limits=limits)

    faults = {level: check([level]) for level in levels}
    own = set(chain.from_iterable(faults.values()))
    return LeafletReading(
        *head,
        texts={level: measure_level(pack.language, level, blocks, names) for level, blocks in levels.items()},
        limits=limits,
        faults=faults,
        others=[problem for problem in check(levels) if problem not in own],
    )


def render_report(readings: Iterable[LeafletReading], problems: Iterable[Problem], place: str, program: str) -> str:
    """The page: self-contained, nothing in it comes from outside.

    Args:
        problems: why leaflets or languages are not on the page at all.
        program: what measured, for the foot.
    """
    readings = list(readings)
    scales = _find_scales(readings)
    sheets = [_lay_out(reading, scales) for reading in readings]
    languages = {reading.lang: reading for reading in readings}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"pieces": _QUOTED.split, "begin": lambda text: text[:1].upper() + text[1:]}
    template = environment.from_string((files("plainleaf.reading") / _TEMPLATE).read_text(encoding="utf-8"))
    return template.render(
        leaflets={
            name: [s for s in sheets if s.reading.leaflet == name] for name in _unique(r.leaflet for r in readings)
        },
        languages=[languages[tag] for tag in _unique(reading.lang for reading in readings)],
        sheets={sheet.reading.anchor: sheet for sheet in sheets},
        over=sum(bool(reading.texts and reading.problems) for reading in readings),
        unmeasured=sum(not reading.texts for reading in readings),
        problems=sorted(set(problems)),
        place=place,
        program=program,
        direction=direction_of,
    )


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Values as places on a strip; the harder end is always on the right."""

    low: float
    high: float
    higher_is_harder: bool = True

    def place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        share = min(max(share if self.higher_is_harder else 1 - share, 0.0), 1.0)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    @property
    def ends(self) -> tuple[str, str]:
        easy, hard = (self.low, self.high) if self.higher_is_harder else (self.high, self.low)
        return _whole(easy), _whole(hard)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One level on a strip. `kind`: ``over`` its limit, ``within`` it, or ``free`` of any."""

    level: Level
    y: int
    x: float
    kind: str
    value: str
    limit_x: float | None
    limit: str


@dataclass(frozen=True, slots=True)
class _Strip:
    """One measure at all levels, as a plot and as what is said to people who do not see it."""

    name: str
    note: str
    marks: Sequence[_Mark]
    ends: tuple[str, str]

    @property
    def height(self) -> int:
        return _FIRST_ROW + _ROW * len(self.marks) + 8

    @property
    def line(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def description(self) -> str:
        said = {"over": "over its limit", "within": "within its limit", "free": "not judged"}
        parts = [f"{mark.level} {mark.value}, {said[mark.kind]} {mark.limit}".rstrip() for mark in self.marks]
        return f"{self.name} ({self.note}): {'; '.join(parts)}."


@dataclass(frozen=True, slots=True)
class _Cell:
    """One number of the table with its limit."""

    value: str
    limit: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    position: Position
    text: str
    length: int
    words: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One level: a line of the table, and its hardest sentences. `kind` is that of `_Mark`."""

    level: Level
    kind: str
    cells: Sequence[_Cell]
    reached: str
    verdict: str
    sentences: Sequence[_Sentence]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One leaflet in one language, laid out."""

    reading: LeafletReading
    formula: str = ""
    source: str = ""
    harder: str = ""
    heads: Sequence[str] = ()
    strips: Sequence[_Strip] = ()
    rows: Sequence[_Row] = ()

    @property
    def summary(self) -> str:
        """What the overview's marks say, in words."""
        if not self.rows:
            return "not measured"
        said = ", ".join(f"{row.level}: {row.verdict}" for row in self.rows)
        return f"{said}, order of the levels" if self.reading.others else said


def _lay_out(reading: LeafletReading, scales: Mapping[str, _Scale]) -> _Sheet:
    if not reading.texts:
        return _Sheet(reading)
    first = next(iter(reading.texts.values())).reading
    harder = "higher" if first.higher_is_harder else "lower"
    notes = {
        "score": first.formula,
        "sentence load": "mean words in a sentence",
        "word load": first.word_measure.replace("share", "percent"),
        "longest sentence": "words",
    }
    measures = {level: _measures(reading, level) for level in reading.texts}
    heads = ["words", "sentences", *list(notes)[1:], "score, raw", "score, adjusted", *(["SMOG"] if first.smog else [])]
    return _Sheet(
        reading=reading,
        formula=first.formula,
        source=first.source,
        harder=f"{harder} is harder",
        heads=heads,
        strips=[
            _draw(
                name,
                notes[name],
                {level: each[name] for level, each in measures.items()},
                _scale(scales, reading, name),
            )
            for name in notes
        ],
        rows=[_row(reading, level, measures[level]) for level in reading.texts],
    )


@dataclass(frozen=True, slots=True)
class _Measure:
    value: float | None
    limit: float | None
    sign: str
    kind: str


def _measures(reading: LeafletReading, level: Level) -> dict[str, _Measure]:
    """What the plots show of one level, by name."""
    text = reading.texts[level].reading
    bounds = reading.limits.of(level) if reading.limits else None
    codes = {problem.code for problem in reading.faults[level]}

    def measure(value: float | None, name: str, code: str, sign: str = _AT_MOST) -> _Measure:
        limit: float | None = getattr(bounds, name, None)
        # A short text is judged by its sentences alone.
        judged = limit is not None and (not text.too_short or name == "longest_sentence")
        return _Measure(value, limit, sign, "over" if code in codes else "within" if judged else "free")

    sign = _AT_MOST if text.higher_is_harder else _AT_LEAST
    return {
        "score": measure(text.score_adjusted, "score", "R010", sign),
        "sentence load": measure(text.sentence_load, "sentence_load", "R012"),
        "word load": measure(text.word_load, "word_load", "R013"),
        "longest sentence": measure(text.longest_sentence, "longest_sentence", "R014"),
        **({"SMOG": measure(text.smog, "smog", "R011")} if text.smog is not None else {}),
    }


def _row(reading: LeafletReading, level: Level, measures: Mapping[str, _Measure]) -> _Row:
    text = reading.texts[level]
    values = text.reading
    codes = [problem.code for problem in reading.faults[level]]
    over = [_FAULTS[code] + (f" ×{codes.count(code)}" if codes.count(code) > 1 else "") for code in _unique(codes)]
    within = "too short to judge" if values.too_short else "within its limits"
    kind = "over" if over else "free" if values.too_short else "within"
    return _Row(
        level=level,
        kind=kind,
        cells=[
            _Cell(f"{values.words:,}"),
            _Cell(f"{values.sentences:,}"),
            *(_cell(measures[name]) for name in ("sentence load", "word load", "longest sentence")),
            _Cell(_number(values.score)),
            _cell(measures["score"]),
            *([_cell(measures["SMOG"])] if "SMOG" in measures else []),
        ],
        reached="too short" if values.too_short else values.level or "none",
        verdict=f"over: {', '.join(over)}" if over else within,
        sentences=[_sentence(text, sentence) for sentence in values.hardest],
    )


def _sentence(text: LevelText, sentence: MeasuredSentence) -> _Sentence:
    words = ", ".join(sentence.words[:SHOWN_WORDS])
    return _Sentence(text.blocks[sentence.block].position, sentence.text, sentence.length, words)


def _cell(measure: _Measure) -> _Cell:
    return _Cell(_number(measure.value), _limit(measure), measure.kind == "over")


def _limit(measure: _Measure) -> str:
    return "" if measure.limit is None else f"{measure.sign} {measure.limit:g}"


def _draw(name: str, note: str, measures: Mapping[Level, _Measure], scale: _Scale) -> _Strip:
    marks = [
        _Mark(
            level=level,
            y=_FIRST_ROW + _ROW * row,
            x=scale.place(measure.value or 0.0),
            kind=measure.kind,
            value=_number(measure.value),
            limit_x=None if measure.limit is None else scale.place(measure.limit),
            limit=_limit(measure),
        )
        for row, (level, measure) in enumerate(measures.items())
    ]
    return _Strip(name, note, marks, scale.ends)


def _find_scales(readings: Iterable[LeafletReading]) -> dict[str, _Scale]:
    """One scale for each measure and each formula, so that all plots of the page can be compared."""
    values: dict[str, set[float]] = {}
    directions: dict[str, bool] = {}
    for reading in readings:
        for level in reading.texts:
            for name, measure in _measures(reading, level).items():
                key = _scale_key(reading, name)
                directions[key] = measure.sign == _AT_MOST
                values.setdefault(key, {0.0} if measure.sign == _AT_MOST else set()).update(
                    value for value in (measure.value, measure.limit) if value is not None
                )
    return {key: _Scale(*_round_ends(found or {0.0}), directions[key]) for key, found in values.items()}


def _round_ends(values: Iterable[float]) -> tuple[float, float]:
    """Round numbers around all values, with a little room at the harder end."""
    low, high = min(values), max(values)
    step = 5 if high - low <= _WIDE else 10
    return floor(low / step) * step, (floor(high / step) + 1) * step


_WIDE = 40


def _scale_key(reading: LeafletReading, name: str) -> str:
    return f"{name} {find_profile(reading.lang).formula}" if name == "score" else name


def _scale(scales: Mapping[str, _Scale], reading: LeafletReading, name: str) -> _Scale:
    return scales[_scale_key(reading, name)]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace("-", "−")


def _whole(value: float) -> str:
    return f"{value:g}".replace("-", "−")
