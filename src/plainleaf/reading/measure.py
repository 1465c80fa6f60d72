"""The reading level of a text: both loads, the language's formula, the level it meets, its hardest sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

from plainleaf.content.grammar import LEVELS, Level
from plainleaf.reading.blocks import TextBlock, read_blocks
from plainleaf.reading.formulas import FORMULAS, features_of
from plainleaf.reading.limits import TOO_SHORT_BELOW, level_limits
from plainleaf.reading.profiles import Profile, find_profile
from plainleaf.reading.sentences import split_sentences
from plainleaf.reading.tally import SentenceTally, Tally, tally_sentence

SHOWN_SENTENCES = 5
SHOWN_WORDS = 8
_LONG_SENTENCE = 20
_MANY_HARD_WORDS = 4
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class MeasuredSentence:
    """One sentence.

    Attributes:
        start: where it starts in the text, in characters.
        length: in words; ``equivalents``: in words that say as much as an English word.
        words: its rare (or long) words, the hardest first.
        block: index of the block that it stands in.
    """

    text: str
    start: int
    length: int
    equivalents: float
    words: tuple[str, ...]
    block: int = 0

    @property
    def hardness(self) -> float:
        """How much it adds to both loads; only the order of sentences by it means anything."""
        return self.equivalents / _LONG_SENTENCE + len(self.words) / _MANY_HARD_WORDS


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard a text is to read.

    Attributes:
        sentence_load: mean length of sentences, in words that say as much as an English word.
        word_load: percent of rare words (or long ones, see `word_measure`), on the scale of English; taught names
            stay out. It can be negative in a language that has more rare words than English in ordinary text.
        word_load_raw: the same with taught names.
        formula: the name of the language's formula; `source`: where its constants come from.
        score: by that formula, as the text stands; none for a text without words.
        score_adjusted: with taught names counted as words of one syllable.
        smog: English only; adjusted.
        level: the simplest level that it meets; none when it meets none or is too short to tell.
        hardest: sentences that make it hard, the hardest first.
    """

    lang: str
    words: int
    sentences: int
    sentence_load: float
    word_load: float
    word_load_raw: float
    word_measure: str
    formula: str
    source: str
    score: float | None
    score_adjusted: float | None
    higher_is_harder: bool
    smog: float | None
    level: str | None
    too_short: bool
    longest_sentence: float
    hardest: tuple[MeasuredSentence, ...]

    def as_json(self) -> dict[str, object]:
        """The shape that ``measure --json`` prints, without the file's name; keys are a promise."""
        shape = asdict(self)
        shape["hardest"] = [
            {"text": hard.text, "start": hard.start, "length": hard.length, "words": list(hard.words[:SHOWN_WORDS])}
            for hard in self.hardest
        ]
        return shape


def measure_text(text: str, tag: str, names: Collection[str] = ()) -> Reading:
    """Measure a plain text.

    Args:
        tag: its language; a region or script is taken with it (``pt-BR``).
        names: medicine names and terms that the text explains, in any case.

    Raises:
        PlainleafError: R001, for a language that cannot be measured.
    """
    return measure_blocks(read_blocks(text, find_profile(tag)), tag, names)


def measure_blocks(blocks: Iterable[TextBlock], tag: str, names: Collection[str] = ()) -> Reading:
    """Measure paragraphs and list items; the end of each ends a sentence. See `measure_text`."""
    profile = find_profile(tag)
    sentences, tallies = count_blocks(blocks, profile, names)
    raw = Tally.total([Tally(), *(tally.raw for tally in tallies)])
    adjusted = Tally.total([Tally(), *(tally.adjusted for tally in tallies)])
    sentence_load, word_load = loads(adjusted, profile)
    _, word_load_raw = loads(raw, profile)
    formula = FORMULAS[profile.formula]
    spread = profile.frequency.spread
    score = score_adjusted = smog = None
    if raw.words:
        score = formula.score(features_of(raw, loads(raw, profile)[0], word_load_raw / spread))
        features = features_of(adjusted, sentence_load, word_load / spread)
        score_adjusted = formula.score(features)
        if profile.language == "en":
            smog = FORMULAS["smog"].score(features)
    too_short = raw.words < TOO_SHORT_BELOW
    hardest = sorted(sentences, key=lambda sentence: (-sentence.hardness, sentence.start))
    return Reading(
        lang=tag,
        words=raw.words,
        sentences=raw.sentences,
        sentence_load=round(sentence_load, _DECIMALS),
        word_load=round(word_load, _DECIMALS),
        word_load_raw=round(word_load_raw, _DECIMALS),
        word_measure=profile.word_measure,
        formula=formula.name,
        source=formula.source,
        score=_rounded(score),
        score_adjusted=_rounded(score_adjusted),
        higher_is_harder=formula.higher_is_harder,
        smog=_rounded(smog),
        level=None if too_short else find_level(profile, _rounded(score_adjusted), _rounded(smog), sentence_load),
        too_short=too_short,
        longest_sentence=round(max((sentence.equivalents for sentence in sentences), default=0.0), 1),
        hardest=tuple(hardest[:SHOWN_SENTENCES]),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


def count_blocks(
    blocks: Iterable[TextBlock], profile: Profile, names: Collection[str]
) -> tuple[list[MeasuredSentence], list[SentenceTally]]:
    """Every sentence of the blocks, measured, and its tally."""
    taught = frozenset(name.casefold() for name in names if name.strip())
    sentences: list[MeasuredSentence] = []
    tallies: list[SentenceTally] = []
    for index, block in enumerate(blocks):
        for sentence in split_sentences(block.text, profile):
            tally = tally_sentence(sentence.text, profile.language, taught)
            if not tally.raw.words:
                continue
            tallies.append(tally)
            length = tally.adjusted.words
            sentences.append(
                MeasuredSentence(
                    sentence.text,
                    block.source_offset(sentence.start),
                    length,
                    length / profile.ratio,
                    tally.hard_words,
                    index,
                )
            )
    return sentences, tallies


def loads(tally: Tally, profile: Profile) -> tuple[float, float]:
    """Sentence load and word load, on the scale of English."""
    sentence_load = tally.words / tally.sentences / profile.ratio if tally.sentences else 0.0
    if not tally.rated:
        return sentence_load, 0.0
    share = 100 * tally.rare / tally.rated
    return sentence_load, share - profile.frequency.share + profile.frequency.english


def find_level(profile: Profile, score: float | None, smog: float | None, sentence_load: float) -> str | None:
    """The simplest level whose bounds a text keeps; none when it keeps those of none."""
    formula, limits = FORMULAS[profile.formula], level_limits(profile)
    for level in LEVELS:
        bounds = limits.of(level)
        kept = (
            bounds.score is None or (score is not None and formula.meets(score, bounds.score)),
            bounds.smog is None or smog is None or smog <= bounds.smog,
            bounds.sentence_load is None or sentence_load <= bounds.sentence_load,
        )
        if all(kept):
            return Level(level).value
    return None
