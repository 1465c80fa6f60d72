"""Two prints of one sheet held against each other, letter by letter: also what stands in no statement of its source."""

from __future__ import annotations

import re
from itertools import zip_longest

from plainleaf.press.inspection.file import FileReading, open_file

_SHOWN = 40  # letters of a difference
_DIGITS = re.compile(r"\d")


def find_difference(data: bytes, other: bytes, name: str) -> str:
    """How the text of a PDF differs from that of today's print, as a sentence; empty: nothing differs.

    Args:
        other: today's print.
        name: of both, for messages.

    Raises:
        PlainleafError: P060, when one of them cannot be read.
    """
    here, there = open_file(data, name), open_file(other, name)
    letters, letters_today = here.spoken().letters, there.spoken().letters
    if letters != letters_today:
        pairs = enumerate(zip_longest(letters, letters_today))
        at = next(place for place, (letter, letter_today) in pairs if letter != letter_today)
        shown, shown_today = (f"“{text[at : at + _SHOWN]}”" for text in (letters, letters_today))
        return f"its text is not that of today's print: it has {shown} where today's print has {shown_today}"
    if _running_text(here) != _running_text(there):
        return "the running heads and feet of its pages are not those of today's print"
    return ""


def _running_text(reading: FileReading) -> frozenset[str]:
    """What each page says outside of all tags, without digits: there the pages are counted.

    The check code has digits too, and is looked for on every page on its own.
    """
    return frozenset(_DIGITS.sub("", text) for text in reading.untagged())
