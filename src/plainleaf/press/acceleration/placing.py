"""Questions that the engine asks of each box many times, answered for the usual box first.

Usual is what stands in the flow, with nothing floating beside it. Of anything else the engine itself is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout import float as floats

from plainleaf.press.acceleration.switch import Patch, everywhere

# The engine has no types, so what is its own stands here as Any.
Box = Any

_IN_FLOW = ("static", "relative")

_stock_flow = boxes.Box.is_in_normal_flow
_stock_context = boxes.Box.establishes_formatting_context
_stock_descendants = boxes.Box.descendants
_stock_pages = boxes.ParentBox.page_values
_stock_margin = block.collapse_margin
_stock_avoid = floats.avoid_collisions


def patches() -> tuple[Patch, ...]:
    """The questions."""
    return (
        Patch(boxes.Box, "is_in_normal_flow", _stock_flow, _is_in_flow),
        Patch(boxes.Box, "establishes_formatting_context", _stock_context, _establishes),
        Patch(boxes.Box, "descendants", _stock_descendants, _descendants),
        Patch(boxes.ParentBox, "page_values", _stock_pages, _page_values),
        *everywhere(_stock_margin, _collapse),
        *everywhere(_stock_avoid, _avoid),
    )


def forget() -> None:
    """Nothing: nothing is kept."""


def _is_in_flow(self: Box) -> bool:
    style = self.style
    if style["float"] == "none" and style["position"] in _IN_FLOW:
        return True
    return bool(_stock_flow(self))


def _establishes(self: Box) -> bool:
    style = self.style
    in_flow = style["float"] == "none" and style["position"] in _IN_FLOW
    if in_flow and style["overflow"] == "visible" and not self.is_column and "flow-root" not in style["display"]:
        return isinstance(self, boxes.BlockContainerBox) and not isinstance(self, boxes.BlockBox)
    return bool(_stock_context(self))


def _descendants(self: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002 - the engine's own
    """All boxes in their order, without a generator for each that holds others."""
    waiting = [self]
    while waiting:
        box = waiting.pop()
        if box is self or isinstance(box, boxes.Box):
            yield box
            waiting += reversed(box.children)
        elif placeholders:
            yield from box.descendants(placeholders)
        else:
            yield box


def _page_values(self: Box) -> tuple[Any, Any]:
    if self.style.root_style.__dict__.get("has_one_page_name"):
        return "", ""
    start, end = _stock_pages(self)
    return start, end


def _collapse(adjoining_margins: list[Any]) -> Any:  # noqa: ANN401
    most, least = 0, 0
    for margin in adjoining_margins:
        if margin > most:
            most = margin
        elif margin < least:
            least = margin
    return most + least


def _avoid(context: Any, box: Box, containing_block: Box, outer: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002
    if outer or context.excluded_shapes or not isinstance(box, boxes.LineBox) or box.style["float"] != "none":
        return _stock_avoid(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    start = right if containing_block.style["direction"] == "rtl" else left
    return start - box.margin_left, box.position_y + box.margin_top - box.margin_top, right - left
