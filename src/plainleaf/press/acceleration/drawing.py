"""Lines of text, drawn with what is known of their glyphs: what a page says of each is put together once.

A line is laid out as ever, and its glyphs are read at once. Of scripts that are drawn in parts the engine first draws
every line as it comes, to be thrown away; here only what that leaves behind in the fonts is noted.
"""

from __future__ import annotations

from typing import Any

import weasyprint.draw.text
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, pango

from plainleaf.press.acceleration.shapes import ShapedRun, make_again, read_shape
from plainleaf.press.acceleration.switch import Patch, everywhere
from plainleaf.press.acceleration.typefaces import KnownFont, SharedFont, font_on
from plainleaf.press.shaped import TELLS_SIZE, can_have_letters, lacks_glyph, place_glyphs
from plainleaf.press.whole_letters import AddedLetters, Run, is_drawn_in_parts, write_run

# The engine has no types, so what is its own stands here as Any.
Box = Any

MOST_PIECES = 20_000
"""Of one font: a character has one piece for each distance to the next."""
_DIGITS = 4  # of the number of a glyph
_SMALLEST = 1e-6  # size of type that is drawn
_stock_line: Any = None


def patches() -> tuple[Patch, ...]:
    """The one function that draws a line."""
    global _stock_line  # noqa: PLW0603 - it is the mended one, which stands there when the caches are put in force
    _stock_line = weasyprint.draw.text.draw_first_line
    return everywhere(_stock_line, draw_line)


def forget() -> None:
    """What is known of glyphs is kept with their fonts."""


def draw_line(stream: Stream, box: Box, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:  # noqa: ANN401
    """As the mended engine draws it, which it is left to where anything is unusual."""
    layout = box.pango_layout
    if text_overflow == "ellipsis" or block_ellipsis != "none" or pango.pango_version() < TELLS_SIZE:
        make_again(layout, box.style)
        return _stock_line(stream, box, text_overflow, block_ellipsis, matrix)
    if not box.text.strip() or box.style["font_size"] < _SMALLEST:
        return []
    runs = [_Run(stream, shaped) for shaped in read_shape(layout)]
    if any(_is_unusual(run) for run in runs):
        make_again(layout, box.style)
        return _stock_line(stream, box, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    text = layout.text.encode()
    for run in runs:
        _note(stream, run, text)
    if is_drawn_in_parts(box.text) and all(can_have_letters(run.font) for run in runs):
        _draw_letters(stream, runs, text)
    else:
        _draw_glyphs(stream, runs)
    return []


class _Run:
    """Glyphs of one font, and that font on this sheet."""

    __slots__ = ("font", "known", "numbers", "shaped")

    def __init__(self, stream: Stream, shaped: ShapedRun) -> None:
        self.shaped, self.known, self.numbers = shaped, shaped.known, shaped.numbers
        self.font: SharedFont = font_on(stream, shaped.known)


def _is_unusual(run: _Run) -> bool:
    font = run.font
    return bool(font.bitmap or font.png or font.svg or font.colr) or lacks_glyph(run.numbers)


def _note(stream: Stream, run: _Run, text: bytes) -> None:
    """Tell the font which characters its glyphs stand for, and how wide they are, where this sheet has them first."""
    characters, widths, glyphs = run.font.to_unicode, run.font.widths, run.numbers.glyphs
    if characters.keys() >= set(glyphs):
        return
    shaped, starts = run.shaped, run.shaped.starts
    # From the right, the text of a glyph ends where that of the glyph before it starts.
    ends = [shaped.length, *starts[:-1]] if shaped.from_right else [*starts[1:], shaped.length]
    for glyph, start, end in zip(glyphs, starts, ends, strict=True):
        if glyph in characters or glyph == pango.PANGO_GLYPH_EMPTY:
            continue
        characters[glyph] = text[shaped.offset + start : shaped.offset + end].decode()
        if glyph not in widths:
            pango.pango_font_get_glyph_extents(run.known.typeface, glyph, stream.ink_rect, stream.logical_rect)
            widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / run.known.size)


def _draw_letters(stream: Stream, runs: list[_Run], text: bytes) -> None:
    for run in runs:
        font, size, shaped = run.font, run.known.size, run.shaped
        if not hasattr(font, "letters"):
            font.letters = AddedLetters(font.glyph_count, font.to_unicode, font.widths)
        stream.set_font_size(font.hash, size)
        said = text[shaped.offset : shaped.offset + shaped.length]
        glyphs = place_glyphs(run.numbers, shaped.starts, size)
        stream.show_text(write_run(Run(glyphs, said, shaped.from_right), font.letters))


def _draw_glyphs(stream: Stream, runs: list[_Run]) -> None:
    written, before = "", 0
    for run in runs:
        if run.known.address != before:
            before = run.known.address
            if written:
                stream.show_text(written)
            written = ""
            stream.set_font_size(run.font.hash, run.known.size)
        if any(run.numbers.down):
            written = _draw_at_heights(stream, run, written + "<")
        else:
            written += "<" + "".join(_pieces(run))
        written = written[:-1] if written[-1] == "<" else written + ">"
    stream.show_text(written)


def _pieces(run: _Run) -> list[str]:
    """What stands on the page for each glyph: its number, and how far the pen moves beside its width."""
    known, numbers = run.known.pieces, run.numbers
    keys = zip(numbers.glyphs, numbers.widths, numbers.right, map(run.font.widths.get, numbers.glyphs), strict=True)
    return [known.get(key) or _piece(run.known, *key) for key in keys]


def _piece(known: KnownFont, glyph: int, width: int, right: int, own_width: int | None) -> str:
    """The piece of one glyph.

    The numbers are counted in the order of the engine, for they are not whole.
    """
    if glyph == pango.PANGO_GLYPH_EMPTY or own_width is None:
        piece = f">{-width / known.size}<"
    else:
        offset = right / known.size
        kerning = own_width + offset - width * 1000 * FROM_UNITS / known.size
        before = f">{-offset}<" if offset else ""
        piece = f"{before}{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
    if len(known.pieces) >= MOST_PIECES:
        known.pieces.clear()
    known.pieces[glyph, width, right, own_width] = piece
    return piece


def _draw_at_heights(stream: Stream, run: _Run, written: str) -> str:
    """The same for glyphs that do not all stand on the line; what is left to draw."""
    size = run.known.size
    for glyph, right, down, piece in zip(
        run.numbers.glyphs, run.numbers.right, run.numbers.down, _pieces(run), strict=True
    ):
        rise = down / 1000
        if glyph == pango.PANGO_GLYPH_EMPTY or not rise:
            written += piece
            continue
        if written := written[:-1] if written[-1] == "<" else written + ">":
            stream.show_text(written)
        stream.set_text_rise(-rise)
        offset = right / size
        stream.show_text(f"{-offset if offset else ''}<{glyph:04x}>")
        stream.set_text_rise(0)
        shown = piece.partition("<")[2] if offset else piece
        written = "<" + shown[_DIGITS:]
    return written
