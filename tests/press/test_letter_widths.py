"""How wide text is guessed to be, held against how wide the engine sets it, in the letters of all specimens."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.widths import measure
from tests.support.specimens import FOLDER, specimen_text

from plainleaf.press.letter_widths import HALF_WIDTH, text_em, text_length

TAGS = sorted(path.stem for path in Path(FOLDER).glob("*.yaml"))
NEAR = 0.1
"""What a guess may be wrong by, of the width."""


@pytest.mark.parametrize("tag", TAGS)
def test_a_guess_is_near_what_is_set(tag: str) -> None:
    (section,) = specimen_text(tag).sections
    texts = [statement.text for statement in section.statements]
    guessed, measured = sum(map(text_em, texts)), sum(measure(texts, tag))
    assert measured > 50
    assert abs(guessed - measured) < NEAR * measured


@pytest.mark.parametrize(
    ("text", "length"),
    [("leaf", 4), ("說明", 4), ("", 0), ("é", 1), ("e\u0301", 1), ("\u200b", 0), ("தா", 3), ("ተው", 3), ("কি", 2)],
)
def test_lengths_are_in_half_widths(text: str, length: int) -> None:
    assert text_length(text) == length


def test_a_half_width_is_about_a_latin_letter() -> None:
    text = "Take this medicine at the same time each day."
    assert text_length(text) * HALF_WIDTH == pytest.approx(text_em(text), rel=NEAR)
