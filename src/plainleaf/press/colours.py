"""Colours of a theme: how well they stand out from each other, on a colour printer and on a grey one.

Contrast is WCAG's: from 1 (the same) to 21 (black on white). Many clinics print in grey, so every pair is judged
twice, and the worse figure counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TEXT = 7.0
"""What text needs against what is behind it (R09)."""
LINE = 3.0
"""What rules and frames need."""
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour; each part from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def grey(self) -> Colour:
        """As a printer without colours prints it."""
        level = round(0.299 * self.red + 0.587 * self.green + 0.114 * self.blue)
        return Colour(level, level, level)

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 for black, 1 for white."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def read_colour(text: str) -> Colour | None:
    """The colour of ``#rrggbb`` or ``#rgb``; none: it is written in another way."""
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:] if len(text) > 4 else "".join(digit * 2 for digit in text[1:])  # noqa: PLR2004 - of `#rgb`
    return Colour(int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of two colours, or of the greys that they become if that is lower."""
    return min(_ratio(one, other), _ratio(one.grey, other.grey))


@dataclass(frozen=True, slots=True)
class Faint:
    """A pair of colours that cannot be told apart well enough.

    Attributes:
        front, back: names of the two, without the dashes of their custom properties.
        ratio: their contrast, and `needed` what it has to be.
    """

    front: str
    back: str
    ratio: float
    needed: float


_PAIRS = (("ink", "paper", TEXT), ("accent", "paper", LINE), ("danger", "paper", LINE))


def faint_pairs(colours: Mapping[str, Colour]) -> Iterator[Faint]:
    """The pairs of a palette whose contrast is too low; a colour that is not named is not judged.

    Text stands in ink on paper, and in paper on bars of ink: one pair. Accent and danger draw lines only. Paper is
    the lighter of the two, or whole pages would have to be filled with ink.
    """
    for front, back, needed in _PAIRS:
        if front in colours and back in colours:
            ratio = contrast(colours[front], colours[back])
            if ratio < needed or (front == "ink" and colours[front].luminance > colours[back].luminance):
                yield Faint(front, back, ratio, needed)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4


def _ratio(one: Colour, other: Colour) -> float:
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
