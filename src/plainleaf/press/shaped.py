"""The glyphs of a line as the engine has laid them out, in numbers that need no engine."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from plainleaf.press.whole_letters import AddedLetters, Glyph, Run

# The engine has no types, so what is its own stands here as Any.
Box = Any
Stream = Any

OUTLINES = "glyf"
"""The table of outlines in a TrueType font: only there can a glyph be made of others."""
_BYTES = ffi.sizeof("PangoGlyphInfo")
_FIELDS = _BYTES // ffi.sizeof("int32_t")
"""Numbers that the layout tells of a glyph: which it is, its width, two of its place, and marks."""
TELLS_SIZE = 14802
"""The first version of Pango (1.48.2) that tells the size of a font."""


def read_runs(stream: Stream, box: Box) -> list[tuple[Any, float, Run]]:
    """The runs of the line of a text box from left to right, each with its font and the size of its type.

    Returns:
        Nothing, when a font of them can get no new glyph or lacks a character, or Pango is too old to tell.
    """
    if pango.pango_version() < TELLS_SIZE:
        return []
    text = box.pango_layout.text.encode()
    line, _ = box.pango_layout.get_first_line()
    found, node = [], line.runs[0]
    while node != ffi.NULL:
        laid, node = node.data, node.next
        font, size = stream.add_font(laid.item.analysis.font)
        numbers = glyph_numbers(laid.glyphs)
        if lacks_glyph(numbers) or not can_have_letters(font):
            return []
        if not hasattr(font, "letters"):
            font.letters = AddedLetters(font.glyph_count, font.to_unicode, font.widths)
        found.append((font, size, read_run(laid, numbers, text, size)))
    return found


def can_have_letters(font: Any) -> bool:  # noqa: ANN401
    """Whether glyphs can be added to a font."""
    return OUTLINES in font.tables and not (font.bitmap or font.png or font.svg or font.colr)


def read_run(laid: Any, numbers: GlyphNumbers, text: bytes, size: float) -> Run:  # noqa: ANN401
    """One run, of which no character is missing, with its lengths in thousandths of the size of type."""
    item, starts = laid.item, ffi.unpack(laid.glyphs.log_clusters, laid.glyphs.num_glyphs)
    said = text[item.offset : item.offset + item.length]
    return Run(place_glyphs(numbers, starts, size), said, bool(item.analysis.level % 2))


def place_glyphs(numbers: GlyphNumbers, starts: Iterable[int], size: float) -> list[Glyph]:
    """The glyphs of a run, of which `starts` are the places of their letters in the text."""
    unit = 1000 * FROM_UNITS / size
    shown = [None if number == pango.PANGO_GLYPH_EMPTY else number for number in numbers.glyphs]
    moves = [width * unit for width in numbers.widths]
    pens = accumulate(moves, initial=0.0)
    across, up = [x * unit for x in numbers.right], [-y * unit for y in numbers.down]
    return [*map(Glyph, shown, pens, moves, across, up, starts)]


class GlyphNumbers(NamedTuple):
    """What the layout tells of the glyphs of a run: which they are, and, in its units, widths and places."""

    glyphs: Sequence[int]
    widths: Sequence[int]
    right: Sequence[int]
    down: Sequence[int]


def glyph_numbers(drawn: Any) -> GlyphNumbers:  # noqa: ANN401
    """All numbers of a run at once, and not one by one through four layers of the engine's types."""
    found = array("i")
    found.frombytes(ffi.buffer(drawn.glyphs, _BYTES * drawn.num_glyphs))
    return GlyphNumbers(*(found[field::_FIELDS] for field in range(4)))


def lacks_glyph(numbers: GlyphNumbers) -> bool:
    """Whether a character is missing in the font."""
    return any(number & pango.PANGO_GLYPH_UNKNOWN_FLAG for number in numbers.glyphs)
