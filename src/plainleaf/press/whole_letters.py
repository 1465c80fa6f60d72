"""Letters that a font draws with several glyphs, made one glyph each, so that who copies gets what was typed.

A PDF says of each glyph which characters it stands for. That is true of most fonts; but Nastaliq draws seven letters of
Urdu with one shape and sets their dots beside it as glyphs of their own, Hebrew has up to three glyphs for a letter
with its points, and each stands at a height of its own, which readers take for a new line. So what belongs to a letter
is put together to a glyph that the font gets besides, with the height in it: a letter is one glyph, all of them stand
on one line, and each says what was typed. Nor does one glyph stand for two characters from the right: readers do not
agree on which of them comes first. Signs on a letter stay glyphs of their own, and where two letters are one, as lam
and alif may be, the second glyph is empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from plainleaf.press.letter_fonts import Part, add_glyphs

if TYPE_CHECKING:
    from plainleaf.press.archive import UnwrittenPdf

# The engine has no types, so its fonts stand here as Any.
font_of_engine = Any

# Signs that are set on letters of Latin, Cyrillic and Greek; all scripts from the right; those without spaces, where a
# sign at the end of a piece may stand beyond the first letter of the next, and readers read the piece twice.
_IN_PARTS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufefe"
    r"\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
"""They tell how a line is laid out, and are no part of what it says. Joiners are: they part words in Persian."""


class Glyph(NamedTuple):  # a leaflet has thousands, and these are made quickest
    """A glyph as it is laid out; lengths in thousandths of the size of type.

    Attributes:
        number: in the font; none: nothing is drawn.
        pen: where the pen stands before it, from the left end of its run.
        width: how far it moves the pen.
        across, up: how far from the pen it is drawn.
        start: place of the first byte of the letter that it is drawn for, in the text of its run.
    """

    number: int | None
    pen: float
    width: float
    across: float
    up: float
    start: int


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font in one direction, from left to right.

    Attributes:
        text: what they say, in UTF-8.
    """

    glyphs: Sequence[Glyph]
    text: bytes
    from_right: bool


@dataclass(slots=True)
class AddedLetters:
    """The glyphs that a font gets besides its own.

    Attributes:
        first: the number of the first of them.
        characters, widths: of every glyph of the font by number, as the engine will write them; new ones are added.
        numbers: of the new ones, by their parts and what they stand for.
    """

    first: int
    characters: MutableMapping[int, str]
    widths: MutableMapping[int, int]
    numbers: dict[tuple[tuple[Part, ...], str], int] = field(default_factory=dict)

    def number_of(self, parts: tuple[Part, ...], text: str, width: float) -> int:
        """The glyph that looks like these parts together and stands for a text; a new one where there is none."""
        if len(parts) == 1 and parts[0][1:] == (0, 0) and self.characters.get(parts[0][0]) == text:
            return parts[0][0]
        if (parts, text) not in self.numbers:
            number = self.numbers[parts, text] = self.first + len(self.numbers)
            self.characters[number], self.widths[number] = text, round(width)
        return self.numbers[parts, text]


def is_drawn_in_parts(text: str) -> bool:
    """Whether a font may draw one of its letters with several glyphs."""
    return bool(_IN_PARTS.search(text))


def write_run(run: Run, letters: AddedLetters) -> str:
    """What a page says to draw a run, letter by letter: numbers of glyphs, and how far the pen moves between them."""
    pieces: list[str] = []
    pen = 0  # where it stands for who reads the page, which knows whole widths only
    widths = letters.widths
    for text, glyphs, at, width in _letters_of(run):
        start = round(at)
        number = letters.number_of(_parts_of(glyphs, at), text, width)
        if pen != start:
            pieces.append(f"{pen - start}")
        pieces.append(f"<{number:04x}>")
        pen = start + widths[number]
    end = round(run.glyphs[-1].pen + run.glyphs[-1].width) if run.glyphs else 0
    if pen != end:
        pieces.append(f"{pen - end}")
    return "".join(pieces).replace("><", "")


_Letter = tuple[str, Sequence[Glyph], float, float]
"""What is drawn for a piece of text, where it starts, and how far it moves the pen."""


def _parts_of(glyphs: Iterable[Glyph], start: float) -> tuple[Part, ...]:
    return tuple(
        [
            (number, round(pen - start + across), round(up))
            for number, pen, _, across, up, _ in glyphs
            if number is not None
        ]
    )


def _letters_of(run: Run) -> Iterator[_Letter]:
    """The letters of a run from left to right."""
    glyphs, count = run.glyphs, len(run.glyphs)
    starts = sorted({glyph.start for glyph in glyphs})
    texts = {start: run.text[start:end].decode() for start, end in pairwise((*starts, len(run.text)))}
    first = 0
    while first < count:
        start, last = glyphs[first].start, first + 1
        while last < count and glyphs[last].start == start:
            last += 1
        own, text = glyphs[first:last], texts[start]
        first = last
        if len(text) == 1:
            if text not in _UNSEEN:
                yield text, own, own[0].pen, own[-1].pen + own[-1].width - own[0].pen
        elif text.strip(_UNSEEN):
            yield from _share_out(text, own, from_right=run.from_right)


def _share_out(text: str, glyphs: Sequence[Glyph], *, from_right: bool) -> Iterator[_Letter]:
    """The characters that are drawn together, each with its own glyphs where that can be."""
    bare = text.rstrip("".join(filter(unicodedata.combining, text)))
    signs, at = text[len(bare) :], len(text) - len(bare)
    shared: list[tuple[str, Sequence[Glyph]]]
    if not bare or len(glyphs) <= at:
        shared = [(unicodedata.normalize("NFC", text) if len(text) > 1 else text, glyphs)]
    elif from_right:  # the sign that was typed last is farthest to the left
        shared = [*((sign, (glyph,)) for sign, glyph in zip(reversed(signs), glyphs[:at], strict=True))]
        shared.append((bare, glyphs[at:]))
    else:
        shared = [(bare, glyphs[:-at] if at else glyphs)]
        shared += [(sign, (glyph,)) for sign, glyph in zip(signs, glyphs[len(glyphs) - at :], strict=True)]
    for said, own in shared:
        width = own[-1].pen + own[-1].width - own[0].pen
        pieces = said[::-1] if from_right else [said]
        for place, piece in enumerate(pieces):
            share = width / len(pieces)
            # What cannot be parted is drawn with the first character; the glyphs of the others are empty.
            yield piece, () if place else own, own[0].pen + place * share, share


def add_letters(fonts: Iterable[font_of_engine], pdf: UnwrittenPdf) -> None:
    """Put the new glyphs into the files of the fonts that have any, which the engine has embedded."""
    for font in fonts:
        letters: AddedLetters | None = getattr(font, "letters", None)
        if letters is not None and letters.numbers:
            stream = next(one for one in pdf.objects if getattr(one, "stream", None) == [font.file_content])
            data = with_letters(font.file_content, letters)
            stream.stream, stream.extra["Length1"] = [data], len(data)


def with_letters(data: bytes, letters: AddedLetters) -> bytes:
    """A TrueType font with the new glyphs, under their numbers."""
    shapes = {number: parts for (parts, _), number in letters.numbers.items()}
    return add_glyphs(data, shapes, letters.widths)  # glyphs after the last that is printed were taken from the font
