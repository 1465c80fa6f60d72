"""Finished pages looked at by machine: text or pictures that leave their page, their table cell or their box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

TOLERANCE = 0.5
"""CSS pixels that rounding may cost."""
SHOWN_CHARACTERS = 40
ASCENT, DESCENT = 0.9, 0.35
"""How far letters reach above and below the line of writing, as parts of their size; marks included."""


@dataclass(frozen=True, slots=True)
class BoxKinds:
    """The engine's own types of box, handed in so that only one room knows the engine."""

    text: type[Any]
    picture: type[Any]
    block: type[Any]
    cell: type[Any]
    margin: type[Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where something may stand, in CSS pixels from the corner of the page."""

    left: float
    top: float
    right: float
    bottom: float


def find_faults(pages: list[Any], kinds: BoxKinds) -> list[str]:
    """One sentence for each thing that stands outside the box it belongs to, with its page.

    Args:
        pages: the engine's page boxes, laid out.
    """
    return [f"page {number}: {fault}" for number, page in enumerate(pages, 1) for fault in _page_faults(page, kinds)]


def _page_faults(page: Any, kinds: BoxKinds) -> Iterator[str]:  # noqa: ANN401 - the engine has no types
    x, y = page.content_box_x(), page.content_box_y()
    content = Frame(x, y, x + page.width, y + page.height)
    sheet = Frame(0, 0, page.margin_width(), page.margin_height())
    for child in page.children:
        yield from _outside(child, sheet if isinstance(child, kinds.margin) else content, kinds)


def _outside(box: Any, frame: Frame, kinds: BoxKinds) -> Iterator[str]:  # noqa: ANN401
    """Text and pictures in `box` that leave the nearest frame around them."""
    if isinstance(box, (kinds.text, kinds.picture)):
        yield from _fault(box, frame, kinds)
    if isinstance(box, kinds.block) and not isinstance(box, kinds.margin):
        frame = _inner_frame(box, frame, kinds)
    for child in getattr(box, "children", ()):
        yield from _outside(getattr(child, "_box", child), frame, kinds)


def _inner_frame(block: Any, around: Frame, kinds: BoxKinds) -> Frame:  # noqa: ANN401
    """A block holds its text in width; a table cell, which may have a fixed height, in height too."""
    x, y = block.border_box_x(), block.border_box_y()
    right = x + block.border_width()
    if isinstance(block, kinds.cell):
        return Frame(x, y, right, y + block.border_height())
    return Frame(x, around.top, right, around.bottom)


def _fault(box: Any, frame: Frame, kinds: BoxKinds) -> Iterator[str]:  # noqa: ANN401
    text = getattr(box, "text", "a picture")
    if not text.strip():
        return
    x, y, height = box.position_x, box.position_y, box.height
    if isinstance(box, kinds.text):
        # A font's own box is far taller than its letters in some scripts: what is seen counts.
        size = box.style["font_size"]
        y, height = y + box.baseline - ASCENT * size, (ASCENT + DESCENT) * size
    beyond = max(frame.left - x, x + box.width - frame.right, y + height - frame.bottom, frame.top - y)
    if beyond > TOLERANCE:
        yield f"“{text[:SHOWN_CHARACTERS]}” stands {beyond:.0f} px outside its box"
