"""Finished pages looked at by machine: text or pictures that leave their page, their table cell or their box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

if TYPE_CHECKING:
    from weasyprint import Document

TOLERANCE = 0.5
"""CSS pixels that rounding may cost."""
SHOWN_CHARACTERS = 40
ASCENT, DESCENT = 1.0, 0.35
"""How far letters reach above and below the line of writing, as parts of their size; marks included."""


def find_faults(document: Document) -> list[str]:
    """One sentence for each thing that stands outside the box it belongs to, with its page."""
    return [
        f"page {number}: {fault}"
        for number, page in enumerate(document.pages, 1)
        for fault in _page_faults(page._page_box)  # noqa: SLF001 - the engine shows finished boxes nowhere else
    ]


def _page_faults(page: Any) -> Iterator[str]:  # noqa: ANN401 - the engine has no types
    left, top = page.content_box_x(), page.content_box_y()
    yield from _outside(page, (left, top, left + page.width, top + page.height), margins=False)
    sheet = (0, 0, page.margin_width(), page.margin_height())
    for child in page.children:
        if isinstance(child, boxes.MarginBox):
            yield from _outside(child, sheet, margins=True)
    for box in _walk(page, margins=False):
        if isinstance(box, boxes.TableCellBox):
            x, y = box.border_box_x(), box.border_box_y()
            yield from _outside(box, (x, y, x + box.border_width(), y + box.border_height()), margins=False)


def _outside(parent: Any, frame: tuple[float, float, float, float], *, margins: bool) -> Iterator[str]:  # noqa: ANN401
    left, top, right, bottom = frame
    for box in _walk(parent, margins=margins):
        text = getattr(box, "text", "a picture")
        if not isinstance(box, boxes.TextBox | boxes.ReplacedBox) or not text.strip():
            continue
        x, y, height = box.position_x, box.position_y, box.height
        if isinstance(box, boxes.TextBox):
            # A font's own box is far taller than its letters in some scripts: what is seen counts.
            size = box.style["font_size"]
            y, height = y + box.baseline - ASCENT * size, (ASCENT + DESCENT) * size
        beyond = max(left - x, x + box.width - right, y + height - bottom, top - y)
        if beyond > TOLERANCE:
            yield f"“{text[:SHOWN_CHARACTERS]}” stands {beyond:.0f} px outside its box"


def _walk(box: Any, *, margins: bool) -> Iterator[Any]:  # noqa: ANN401
    yield box
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        if margins or not isinstance(inner, boxes.MarginBox):
            yield from _walk(inner, margins=margins)
