"""How hard a leaflet may be at each level: for English here, for other languages from their pack or the defaults."""

from __future__ import annotations

from plainleaf.content.grammar import Level
from plainleaf.languages import LevelLimits, Limits
from plainleaf.reading.profiles import Profile

TOO_SHORT_BELOW = 200
"""Words. On 200 words a grade is uncertain by 0.8, on 100 by 1.4: shorter texts get a score and no verdict."""

SMOG_ABOVE = 3.0
"""SMOG reads two to three grades higher than Flesch-Kincaid on the same text."""


ENGLISH = Limits(
    easy=LevelLimits(score=5, critical_score=5, smog=5 + SMOG_ABOVE, longest_sentence=20),
    plain=LevelLimits(score=7, critical_score=7, smog=7 + SMOG_ABOVE, longest_sentence=25),
    full=LevelLimits(score=10, critical_score=8, smog=10 + SMOG_ABOVE, longest_sentence=30),
)


def default_limits(profile: Profile) -> Limits:
    """Limits of a language whose pack says none: in English grades, elsewhere the length of sentences alone.

    The bands of other languages' formulas were published for other texts and readers; none is tested as a cut-off.
    """
    return ENGLISH if profile.language == "en" else Limits()


def level_limits(profile: Profile) -> Limits:
    """What a text of any kind must meet to be told a level.

    English: as leaflets. Elsewhere the bands of the language's formula where there are any, otherwise the length of
    sentences.
    """
    if profile.bounds is None or profile.language == "en":
        return default_limits(profile)
    defaults = Limits()
    return Limits(
        **{
            level.value: LevelLimits(
                score=getattr(profile.bounds, level.value), longest_sentence=defaults.of(level).longest_sentence
            )
            for level in Level
        }
    )
