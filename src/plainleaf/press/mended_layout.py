"""Lines and tables that WeasyPrint lays out or draws wrongly; `mending` puts these functions in place of its own.

Each function takes what the engine's own takes, and calls that.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

import weasyprint.draw.text
import weasyprint.layout.block
import weasyprint.layout.inline
from weasyprint.layout.inline import split_text_box
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

from plainleaf.press.phrases import kept_together
from plainleaf.press.shaped import read_runs
from plainleaf.press.whole_letters import is_drawn_in_parts, write_run

# The engine has no types, so what is its own stands here as Any.
Box = Any

_stock_line = weasyprint.draw.text.draw_first_line
_stock_split = weasyprint.layout.inline.split_first_line
_stock_can_break = weasyprint.layout.inline.can_break_text
_stock_set_text = Layout.set_text
_stock_table = weasyprint.layout.block.table_layout
_stock_trim = weasyprint.layout.inline.remove_last_whitespace
ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")


def draw_line(stream: Stream, box: Box, *options: object) -> Any:  # noqa: ANN401
    """Issue 2841: of scripts that are drawn in parts, each letter is drawn once more, as one glyph."""
    start, font_before = len(stream.stream), stream._current_font  # noqa: SLF001
    emojis = _stock_line(stream, box, *options)
    if len(stream.stream) > start and is_drawn_in_parts(box.text) and (runs := read_runs(stream, box)):
        del stream.stream[start + 1 :]  # all but the place of the line
        stream._current_font = font_before  # noqa: SLF001
        for font, size, run in runs:
            stream.set_font_size(font.hash, size)
            stream.show_text(write_run(run, font.letters))
    return emojis


def set_text(layout: Box, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's own
    """No issue: CSS's ``word-break: keep-all`` and ``auto-phrase``, which the engine does not know."""
    _stock_set_text(layout, text, justify)
    kept = kept_together(layout.text) if layout.style["word_break"] == "normal" else ()
    if not kept:
        return
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end, allowed in ((0, len(text), True), *((start, end, False) for start, end in kept)):
        attribute = pango.pango_attr_allow_breaks_new(allowed)
        attribute.start_index = len(layout.text[:start].encode())
        attribute.end_index = len(layout.text[:end].encode())
        # The first takes away what an earlier text left; neighbours that are "changed" would become one.
        (pango.pango_attr_list_change if allowed else pango.pango_attr_list_insert)(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def can_break(text: str, lang: str) -> bool:
    """The same between two boxes: one letter of each."""
    whole = (0, len(text))
    return whole not in kept_together(text) and bool(_stock_can_break(text, lang))


def split_line(text: str, style: Box, context: object, width: float | None, *others: object, **options: object) -> Any:  # noqa: ANN401
    """No issue: text that fits its line but for the space at its end is broken after its first word."""
    found = _stock_split(text, style, context, width, *others, **options)
    if width is not None and found[3] > width and kept_together(text) and not options.get("minimum"):
        style = style.copy()
        style["word_break"] = "break-all"
        found = _stock_split(text, style, context, width, *others, **options)
    first = text.encode()[: found[1]].decode(errors="ignore").strip(" ")
    wraps = style["white_space"] == "normal"
    if found[2] is None or width is None or " " in first or not text.endswith(" ") or not wraps:
        return found
    fits = _stock_split(text.rstrip(" "), style, context, width, *others, **options)[2] is None
    return _stock_split(text, style, context, inf, *others, **options) if fits else found


def trim_line(context: object, line: Box) -> None:
    """No issue: from right to left, the text that loses the space at its end is still drawn with it, and moved for it.

    So its box stands out of the line by that space; and where the text itself runs from left to right, such as a dose,
    nothing is moved, and all the line stands out. Here the text is laid out without its space, and stays; what stands
    before it in the line moves up.
    """
    path, width = [*_ends(line)], line.width
    before = path[0].position_x if path else 0
    _stock_trim(context, line)
    space = width - line.width
    if not space or line.style["direction"] != "rtl":
        return
    if path[0].position_x == before:
        for child in line.children:
            child.translate(dx=-space, ignore_floats=True)
    for box in path:
        box.position_x += space
    if path[-1].text:
        path[-1].pango_layout = split_text_box(context, path[-1], None, 0)[0].pango_layout


def _ends(line: Box) -> Iterator[Box]:
    """The last box in a line, the last in that, and so on."""
    box = line
    while box.children:
        box = box.children[-1]
        yield box


def lay_table(context: object, table: Box, *others: object, **options: object) -> Any:  # noqa: ANN401
    """No issue: where a table from right to left is tried twice, as at the end of a page, its columns change places.

    They are turned round to be drawn, in the list from which the second try takes their widths.
    """
    widths = table.column_widths
    table.column_widths = [*widths]
    found = _stock_table(context, table, *others, **options)
    if found[0] is not table:
        table.column_widths = widths
    return found
