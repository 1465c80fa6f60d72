"""Boxes without a background are passed over.

Whether a style has one is found out once, and kept on it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.layout import background

from plainleaf.press.acceleration.switch import Patch

# The engine has no types, so what is its own stands here as Any.
Box = Any
Style = Any

_stock = background.layout_box_backgrounds


def patches() -> tuple[Patch, ...]:
    """What lays out the background of a box and of all in it."""
    return (Patch(background, "layout_box_backgrounds", _stock, _quick),)


def forget() -> None:
    """Nothing: what is known goes with the styles."""


def _quick(page: Box, box: Box, images: Any, layout_children: bool = True, style: Style = None) -> None:  # noqa: ANN401, FBT001, FBT002
    own = box.style
    try:
        is_bare = own.is_bare
    except AttributeError:
        is_bare = own.is_bare = _is_bare(own)
    if not is_bare or style is not None or not layout_children or box is page:
        _stock(page, box, images, layout_children, style)
        return
    background.resolve_radii_percentages(box)
    for child in box.all_children():
        _quick(page, child, images)
    box.background = None


def _is_bare(style: Style) -> bool:
    """Whether nothing is drawn behind what has this style, and no picture is its border."""
    framed = style["border_image_source"][0] != "none" or style["mask_border_source"][0] != "none"
    if framed or style["box_shadow"]:
        return False
    if style["visibility"] == "hidden":
        return True
    pictures = any(kind != "none" for kind, _ in style["background_image"])
    return not pictures and get_color(style, "background_color").alpha == 0
