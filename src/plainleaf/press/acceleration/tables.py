"""Boxes of the same style are wrapped in tables of the same style, and cells are copied with all they need.

The engine copies the style of each table, for itself and for what stands round it, and computes both again. What it
makes of them depends on the style alone. It copies the style of a cell to change its height, on which nothing depends
that is asked of the copy.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import ComputedStyle
from weasyprint.css.properties import TABLE_WRAPPER_BOX_PROPERTIES
from weasyprint.formatting_structure import boxes, build

from plainleaf.press.acceleration.switch import Patch

# The engine has no types, so what is its own stands here as Any.
Box = Any
Style = Any

_OF_CELLS = (
    *("anchor", "appearance", "background_color", "background_image", "bookmark_state", "border_collapse"),
    *("border_image_source", "box_decoration_break", "box_shadow", "box_sizing", "break_after", "break_before"),
    *("continue", "direction", "mask_border_source", "max_lines", "opacity", "overflow", "string_set", "transform"),
    *("transform_origin", "vertical_align", "visibility", "width", "z_index", "min_width", "max_width", "clear"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *(f"border_{side}_{what}" for side in ("top", "right", "bottom", "left") for what in ("width", "style", "color")),
    *(f"border_{one}_radius" for one in ("top_left", "top_right", "bottom_left", "bottom_right")),
)
"""What is asked of the copy of a cell."""

_stock = build.wrap_table
_stock_copy = ComputedStyle.copy


def patches() -> tuple[Patch, ...]:
    """What gives a table its wrapper, and copies styles."""
    return (Patch(build, "wrap_table", _stock, _quick), Patch(ComputedStyle, "copy", _stock_copy, _quick_copy))


def forget() -> None:
    """Nothing: what is known goes with the styles."""


def _quick(box: Box, children: Any) -> Box:  # noqa: ANN401
    wrapper = _stock(box, children)
    table = next(child for child in wrapper.children if isinstance(child, boxes.TableBox))
    try:
        wrapper.style, table.style = box.style.wrapped
    except AttributeError:
        box.style.wrapped = wrapper.style, table.style
        for name in TABLE_WRAPPER_BOX_PROPERTIES:
            box.style[name]  # computed here, it is in every copy
    return wrapper


def _quick_copy(self: Style) -> Style:
    if self["display"] == ("table-cell",):
        for name in _OF_CELLS:
            self[name]  # computed here, it is in every copy
    return _stock_copy(self)
