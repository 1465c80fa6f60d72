from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.support.clinic import ANA, DAY, LUIS, make_clinic
from tests.support.examples import Example
from tests.support.library import FILES, LEAFLET, line_of, translated
from tests.translation.examples import OWN_ES

from plainleaf.problems import Problem

SWALLOW = "somnoril.swallow/easy"
IN_SPANISH = line_of(translated("es"), OWN_ES, 'msgid "Swallow it whole."')
IN_ENGLISH = line_of(FILES, LEAFLET, "easy: Swallow it whole.")


def _approve(code: str, file: str, line: int, *arguments: str) -> Example:
    """Something that `approve` refuses to record, when Ana has approved the message as its translator."""

    def find(folder: Path) -> Iterable[Problem]:
        clinic = make_clinic(folder)
        clinic.approve(SWALLOW, "--lang", "es", "--role", "translator", *ANA)
        return clinic.refused("approve", *arguments, *DAY)

    return Example(code, file, line, find)


REVISE = ("--lang", "es", "--role", "reviser")
EXAMPLES = (
    _approve("T101", "translations", 0, "somnorl", *REVISE, *LUIS),
    _approve("T101", "translations", 0, SWALLOW, "--domain", "shard", *REVISE, *LUIS),
    _approve("T102", OWN_ES, IN_SPANISH, SWALLOW, *REVISE, *ANA),
    _approve("T103", OWN_ES, IN_SPANISH, SWALLOW, *REVISE, *LUIS, "--acknowledge", "T031", "--reason", "a brand"),
    _approve("T104", LEAFLET, IN_ENGLISH, SWALLOW, "--lang", "en", "--role", "translator", *LUIS),
    _approve("T104", OWN_ES, IN_SPANISH, SWALLOW, *REVISE, *LUIS, "--origin", "machine"),
    _approve("T104", LEAFLET, 1, "somnoril", "--lang", "es", "--sign-off", *LUIS, "--origin", "machine"),
    Example(
        "T105",
        OWN_ES,
        IN_SPANISH,
        lambda folder: make_clinic(folder).refused("approve", SWALLOW, *REVISE, *LUIS, "--date", "2999-01-01", "--yes"),
    ),
)
