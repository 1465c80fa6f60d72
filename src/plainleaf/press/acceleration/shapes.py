"""Lines are drawn as they were laid out, and not laid out once more to be drawn.

When a line is broken, the engine lets go of what Pango made of it, and has all of it made again for the page. Here it
is kept with the line until that is drawn; and of a drawn line, its glyphs are kept, for sheets with the same line.
"""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

from plainleaf.press.acceleration.switch import Patch
from plainleaf.press.acceleration.typefaces import KnownFont, known_font
from plainleaf.press.shaped import GlyphNumbers, glyph_numbers

# The engine has no types, so what is its own stands here as Any.
Line = Any
Style = Any

MOST_LAID_OUT = 1500
"""Lines that Pango has made: those of twenty pages, of some kilobytes each."""
_PARAGRAPHS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # where Pango may begin a new one
ffi.cdef("int pango_layout_get_width(PangoLayout * layout);")
_stock_deactivate, _stock_reactivate = Layout.deactivate, Layout.reactivate
_laid_out: OrderedDict[int, Shape] = OrderedDict()


def patches() -> tuple[Patch, ...]:
    """Where a layout is let go of, and where it is made again."""
    return (
        Patch(Layout, "deactivate", _stock_deactivate, _deactivate),
        Patch(Layout, "reactivate", _stock_reactivate, _reactivate),
    )


def forget() -> None:
    """Let go of what Pango made; the lines that have it not yet drawn are laid out again."""
    for shape in _laid_out.values():
        shape.layout = None
    _laid_out.clear()


class Shape:
    """What is known of how a line looks.

    Attributes:
        layout: as Pango made it; none, when it has been let go.
        runs: its glyphs, when it was drawn once.
    """

    __slots__ = ("__weakref__", "language", "layout", "runs", "style")

    def __init__(self, layout: Any, language: Any, style: Style) -> None:  # noqa: ANN401
        self.layout, self.language, self.style = layout, language, style
        self.runs: tuple[ShapedRun, ...] | None = None


class ShapedRun:
    """Glyphs of one font, with nothing of Pango's but the font."""

    __slots__ = ("from_right", "known", "length", "numbers", "offset", "starts")

    def __init__(self, laid: Any) -> None:  # noqa: ANN401
        item, drawn = laid.item, laid.glyphs
        self.known: KnownFont = known_font(item.analysis.font)
        self.numbers: GlyphNumbers = glyph_numbers(drawn)
        self.starts: Sequence[int] = array("i", ffi.unpack(drawn.log_clusters, drawn.num_glyphs))
        self.offset, self.length, self.from_right = item.offset, item.length, bool(item.analysis.level % 2)


def read_shape(layout: Any) -> tuple[ShapedRun, ...]:  # noqa: ANN401 - a layout of the engine
    """The runs of the line of an active layout."""
    shape = layout.__dict__.get("shape")
    if shape is not None and shape.runs is not None:
        runs: tuple[ShapedRun, ...] = shape.runs
        return runs
    if shape is None:
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003 - it is C
    line, _ = layout.get_first_line()
    found, node = [], line.runs[0]
    while node != ffi.NULL:
        found.append(ShapedRun(node.data))
        node = node.next
    runs = tuple(found)
    if shape is not None:
        shape.runs = runs
        _let_go(shape)
    return runs


def make_again(layout: Any, style: Style) -> None:  # noqa: ANN401
    """An active layout as the engine itself has it."""
    layout.__dict__.pop("shape", None)
    layout.made_again = True  # to be drawn, perhaps with other words at its end
    _stock_reactivate(layout, style)


def _let_go(shape: Shape) -> None:
    shape.layout = None
    _laid_out.pop(id(shape), None)


def _deactivate(self: Any) -> None:  # noqa: ANN401
    if "shape" not in self.__dict__ and _is_plain(self):
        shape = self.shape = Shape(self.layout, self.language, self.style)
        _laid_out[id(shape)] = shape
        if len(_laid_out) > MOST_LAID_OUT:
            _laid_out.popitem(last=False)[1].layout = None
    for name in ("layout", "language", "style"):
        self.__dict__.pop(name, None)


def _is_plain(layout: Any) -> bool:  # noqa: ANN401
    """Whether it would be made the same once more.

    Spaces between words are set for the text of the moment, and may be left from a longer text before it. What else is
    said of a part of the text tells where it may be broken, and not how it looks.
    """
    style = layout.style
    spaced = style["word_spacing"] or style["letter_spacing"] != "normal" or layout.justification_spacing
    return not spaced and not layout.__dict__.get("made_again") and not _PARAGRAPHS.search(layout.text)


def _reactivate(self: Any, style: Style) -> None:  # noqa: ANN401
    shape: Shape | None = self.__dict__.get("shape")
    if shape is None or shape.style is not style or not (shape.runs is not None or _stands_whole(shape)):
        make_again(self, style)
        return
    self.style, self.language = style, shape.language
    if shape.layout is not None:
        self.layout = shape.layout


def _stands_whole(shape: Shape) -> bool:
    """Whether the layout is there and one line, as it is without a width."""
    if shape.layout is None:
        return False
    width = pango.pango_layout_get_width(shape.layout)
    if width < 0:
        return True
    if pango.pango_layout_get_line_readonly(shape.layout, 1) != ffi.NULL:
        return False
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(pango.pango_layout_get_line_readonly(shape.layout, 0), ffi.NULL, extents)
    fits: bool = extents.width <= width
    return fits
