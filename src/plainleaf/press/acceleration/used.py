"""Lengths of a box are worked out once for its style: only percentages depend on what stands round it.

What is known is kept on the style, which the engine never changes after a box of it was laid out: it makes a copy.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent

from plainleaf.press.acceleration.switch import Patch, everywhere

# The engine has no types, so what is its own stands here as Any.
Box = Any
Style = Any

_ACROSS = (
    "margin_left",
    "margin_right",
    "padding_left",
    "padding_right",
    "width",
    "min_width",
    "max_width",
)
_AROUND = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
"""Of the width of the block round it, too; of a page, of its height."""
_HEIGHTS: dict[str, Any] = {"height": "auto", "min_height": 0, "max_height": inf}
"""And what takes the place of the height of the block, where that is not known yet."""
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))

_stock = percent.resolve_percentages
_stock_radii = percent.resolve_radii_percentages


class _Lengths:
    """The lengths of a style.

    Attributes:
        fixed: by name.
        across, around: those that are percentages.
        heights: those that are percentages, and what each is of a block of unknown height.
        collapsed: widths of borders that are not to be set where they are.
        is_relative: whether any is a percentage.
        is_whole: whether the borders are a part of the width and height.
    """

    __slots__ = ("across", "around", "collapsed", "fixed", "heights", "is_relative", "is_whole")

    def __init__(self, style: Style) -> None:
        self.fixed: dict[str, object] = {}
        self.across = self._sort(style, _ACROSS)
        self.around = self._sort(style, _AROUND)
        self.heights = self._sort(style, _HEIGHTS)
        borders = {name: style[name] for name in _BORDERS}
        self.collapsed = borders if style["border_collapse"] == "collapse" else None
        if self.collapsed is None:
            self.fixed |= borders
        self.is_relative = bool(self.across or self.around or self.heights)
        self.is_whole = style["box_sizing"] != "content-box"

    def relate(self, box: Box, containing_block: Any) -> None:  # noqa: ANN401
        """Work out the percentages, for a box in a block of this width and height."""
        if isinstance(containing_block, boxes.Box):
            width, height = containing_block.width, containing_block.height
        else:
            width, height = containing_block
        values = getattr(box, "_box", box).__dict__
        for name, value in self.across:
            values[name] = width * value / 100
        for name, value in self.around:
            values[name] = (height if isinstance(box, boxes.PageBox) else width) * value / 100
        for name, value in self.heights:
            if height != "auto":
                values[name] = height * value / 100
            else:
                values[name] = "auto" if name == "height" else _HEIGHTS[name] * value / 100

    def _sort(self, style: Style, names: Any) -> tuple[tuple[str, float], ...]:  # noqa: ANN401
        found = []
        for name in names:
            value = style[name]
            if value is None or value == "auto":
                self.fixed[name] = 0 if name.startswith("min_") and value == "auto" else value
            elif value.unit == "%":
                found.append((name, value.value))
            else:
                self.fixed[name] = value.value
        return tuple(found)


def patches() -> tuple[Patch, ...]:
    """The two that work out lengths."""
    return (*everywhere(_stock, _quick), *everywhere(_stock_radii, _quick_radii))


def forget() -> None:
    """Nothing: what is known goes with the styles."""


def _quick(box: Box, containing_block: Any) -> None:  # noqa: ANN401
    style = box.style
    try:
        lengths = style.used_lengths
    except AttributeError:
        lengths = style.used_lengths = _lengths_of(style)
    if lengths is None:
        _stock(box, containing_block)
        return
    values = getattr(box, "_box", box).__dict__
    values.update(lengths.fixed)
    if lengths.is_relative:
        lengths.relate(box, containing_block)
    if lengths.collapsed:
        for name, value in lengths.collapsed.items():
            if not hasattr(box, name):
                values[name] = value
    if lengths.is_whole:
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _lengths_of(style: Style) -> _Lengths | None:
    try:
        return _Lengths(style)
    except AttributeError:
        return None  # a sum of a length and a percentage


def _quick_radii(box: Box) -> None:
    style = box.style
    try:
        is_square = style.is_square
    except AttributeError:
        is_square = style.is_square = all((0, "px") in style[name] for name in _CORNERS)
    if is_square:
        getattr(box, "_box", box).__dict__.update(_SQUARE)  # what stands in for a box outside the flow has it there
    else:
        _stock_radii(box)
