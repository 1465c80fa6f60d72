"""The glyphs of a line as the engine has laid them out, in numbers that need no engine."""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from plainleaf.press.whole_letters import AddedLetters, Glyph, Run

# The engine has no types, so what is its own stands here as Any.
Box = Any
Stream = Any

OUTLINES = "glyf"
"""The table of outlines in a TrueType font: only there can a glyph be made of others."""
_TELLS_SIZE = 14802
"""The first version of Pango (1.48.2) that tells the size of a font."""


def read_runs(stream: Stream, box: Box) -> list[tuple[Any, float, Run]]:
    """The runs of the line of a text box from left to right, each with its font and the size of its type.

    Returns:
        Nothing, when a font of them can get no new glyph or lacks a character, or Pango is too old to tell.
    """
    if pango.pango_version() < _TELLS_SIZE:
        return []
    text = box.pango_layout.text.encode()
    line, _ = box.pango_layout.get_first_line()
    found, node = [], line.runs[0]
    while node != ffi.NULL:
        laid, node = node.data, node.next
        font, size = stream.add_font(laid.item.analysis.font)
        run = _read_run(laid, text, 1000 * FROM_UNITS / size)
        if run is None or OUTLINES not in font.tables or font.bitmap or font.png or font.svg or font.colr:
            return []
        if not hasattr(font, "letters"):
            font.letters = AddedLetters(font.glyph_count, font.to_unicode, font.widths)
        found.append((font, size, run))
    return found


def _read_run(laid: Any, text: bytes, unit: float) -> Run | None:  # noqa: ANN401
    """One run, with the length of a unit of the layout in thousandths; none, when a character is missing."""
    item, count = laid.item, laid.glyphs.num_glyphs
    pen, glyphs = 0.0, []
    for info, start in zip(laid.glyphs.glyphs[0:count], laid.glyphs.log_clusters[0:count], strict=True):
        place = info.geometry
        number = None if info.glyph == pango.PANGO_GLYPH_EMPTY else info.glyph
        if number is not None and number & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return None
        width = place.width * unit
        glyphs.append(Glyph(number, pen, width, place.x_offset * unit, -place.y_offset * unit, start))
        pen += width
    return Run(tuple(glyphs), text[item.offset : item.offset + item.length], bool(item.analysis.level % 2))
