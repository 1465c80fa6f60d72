"""The gate: a leaflet that is harder to read than its level allows is a problem, with the sentences that make it so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from plainleaf.content.grammar import LEVELS, Level
from plainleaf.languages import LevelLimits, Limits, folder_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.reading.blocks import TextBlock
from plainleaf.reading.formulas import FORMULAS
from plainleaf.reading.limits import TOO_SHORT_BELOW, default_limits
from plainleaf.reading.measure import MeasuredSentence, Reading, count_blocks, measure_blocks
from plainleaf.reading.profiles import Profile, find_profile

NAMED_SENTENCES = 3
QUOTED_CHARACTERS = 90
WORD_LOAD_SLACK = 0.5
"""Half a point: what one statement more or less changes on a leaflet of 400 words."""


@dataclass(frozen=True, slots=True)
class Block:
    """One statement as it is printed: its text, and where it is written (in the YAML, or in the PO file)."""

    text: str
    position: Position
    section: str = ""
    critical: bool = False


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a leaflet says at one level, measured once."""

    level: Level
    blocks: tuple[Block, ...]
    reading: Reading
    sentences: tuple[MeasuredSentence, ...]


def measure_level(locale: str, level: Level, blocks: Sequence[Block], names: Collection[str] = ()) -> LevelText:
    """Measure what a leaflet says at one level.

    Raises:
        PlainleafError: R001, for a language that cannot be measured.
    """
    pieces = _as_text(blocks)
    sentences, _ = count_blocks(pieces, find_profile(locale), names)
    return LevelText(level, tuple(blocks), measure_blocks(pieces, locale, names), tuple(sentences))


def check_levels(
    locale: str,
    levels: Mapping[Level, Sequence[Block]],
    *,
    names: Collection[str] = (),
    limits: Limits | None = None,
) -> list[Problem]:
    """What makes one leaflet, in one language and for one place, too hard to read.

    Args:
        levels: the statements of each level that is looked at, headings left out, citations left out.
        names: of the medicine, and terms that the leaflet explains; they count as easy words.
        limits: of the language's pack; none: the defaults.
    """
    try:
        profile = find_profile(locale)
    except PlainleafError as error:
        pack = Position(f"translations/{folder_of(locale)}/language.yaml")
        return [replace(problem, position=pack) for problem in error.problems]
    limits = limits or default_limits(profile)
    texts = [measure_level(locale, level, levels[level], names) for level in LEVELS if levels.get(level)]
    problems: list[Problem] = []
    for text in texts:
        bounds = limits.of(text.level)
        problems.extend(_faults_of_sentences(text, bounds))
        if not text.reading.too_short:
            problems.extend(_faults_of_text(text, bounds, profile))
        if bounds.critical_score is not None:
            problems.extend(_faults_of_critical(text, bounds.critical_score, profile, names))
    problems.extend(_faults_of_order(texts))
    return sorted(set(problems))


def _as_text(blocks: Sequence[Block]) -> list[TextBlock]:
    return [TextBlock(" ".join(block.text.split()), ((0, 0),)) for block in blocks]


def _faults_of_sentences(text: LevelText, bounds: LevelLimits) -> Iterator[Problem]:
    for sentence in text.sentences:
        if sentence.equivalents > bounds.longest_sentence:
            message = (
                f"a sentence of the level {text.level} counts {sentence.equivalents:.0f} words, more than"
                f" {bounds.longest_sentence:g}: {_quote(sentence)}"
            )
            position = text.blocks[sentence.block].position
            yield Problem(position, "R014", message, "cut it in two, or turn it into a list")


def _faults_of_text(text: LevelText, bounds: LevelLimits, profile: Profile) -> Iterator[Problem]:
    reading, formula = text.reading, FORMULAS[profile.formula]
    score = reading.score_adjusted
    if bounds.score is not None and score is not None and not formula.meets(score, bounds.score):
        yield _over(text, "R010", f"{formula.name} is {score:.1f}", bounds.score)
    if bounds.smog is not None and reading.smog is not None and reading.smog > bounds.smog:
        yield _over(text, "R011", f"{FORMULAS['smog'].name} is {reading.smog:.1f}", bounds.smog)
    if bounds.sentence_load is not None and reading.sentence_load > bounds.sentence_load:
        yield _over(text, "R012", f"the sentence load is {reading.sentence_load:.1f}", bounds.sentence_load)
    if bounds.word_load is not None and reading.word_load > bounds.word_load:
        yield _over(text, "R013", f"the word load is {reading.word_load:.1f}", bounds.word_load)


def _faults_of_critical(text: LevelText, bound: float, profile: Profile, names: Collection[str]) -> Iterator[Problem]:
    critical = [block for block in text.blocks if block.critical]
    joined = measure_level(profile.language, text.level, critical, names)
    score, formula = joined.reading.score_adjusted, FORMULAS[profile.formula]
    if joined.reading.words < TOO_SHORT_BELOW or score is None or formula.meets(score, bound):
        return
    yield _over(joined, "R015", f"{formula.name} of the critical sections joined is {score:.1f}", bound)


def _faults_of_order(texts: Sequence[LevelText]) -> Iterator[Problem]:
    readings = [text for text in texts if not text.reading.too_short]
    for easier, harder in pairwise(readings):
        if easier.reading.sentence_load >= harder.reading.sentence_load:
            yield _disorder(easier, harder, "R016", "sentence load", easier.reading.sentence_load)
        slack = WORD_LOAD_SLACK if len(readings) == len(LEVELS) else 0.0
        if easier.reading.word_load > harder.reading.word_load + slack:
            yield _disorder(easier, harder, "R017", "word load", easier.reading.word_load)
    if len(readings) == len(LEVELS) and readings[0].reading.word_load >= readings[-1].reading.word_load:
        yield _disorder(readings[0], readings[-1], "R017", "word load", readings[0].reading.word_load)


def _over(text: LevelText, code: str, what: str, bound: float) -> Problem:
    """A level over its limit, at the statement whose sentence does most for it."""
    hardest = text.reading.hardest[:NAMED_SENTENCES]
    position = text.blocks[hardest[0].block].position
    message = f"at the level {text.level} {what}; the limit is {bound:g}"
    named = "; ".join(f"{text.blocks[sentence.block].position}: {_quote(sentence)}" for sentence in hardest)
    return Problem(position, code, message, f"begin with the hardest sentences: {named}")


def _disorder(easier: LevelText, harder: LevelText, code: str, what: str, load: float) -> Problem:
    other = harder.reading.sentence_load if code == "R016" else harder.reading.word_load
    hardest = easier.reading.hardest[0]
    position = easier.blocks[hardest.block].position
    message = f"the {what} of the level {easier.level} ({load:.1f}) is not below that of {harder.level} ({other:.1f})"
    return Problem(position, code, message, f"simplify {easier.level}, beginning with {_quote(hardest)}")


def _quote(sentence: MeasuredSentence) -> str:
    text = sentence.text
    if len(text) > QUOTED_CHARACTERS:
        text = text[: QUOTED_CHARACTERS - 1].rstrip() + "…"
    words = ", ".join(sentence.words[:NAMED_SENTENCES])
    return f"“{text}”" + (f" (hard words: {words})" if words else "")
