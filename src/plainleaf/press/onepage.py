"""A summary on its one page: what stands above, beside and below the boxes to act on, how wide, and in what type.

The page is guessed at before it is laid out. A guess that is wrong costs a step of type, or the sheet is refused as
longer than a page; no text is ever left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from operator import itemgetter

from plainleaf.press.blocks import SectionView, view
from plainleaf.press.formats import Paper
from plainleaf.press.onepage_heights import URGENT, Ruler, has_calendar, has_columns
from plainleaf.translation.localized import LocalizedLeaflet

SIZES = (12.0, 11.75, 11.5, 11.25, 11.0, 10.75, 10.5, 10.25, 10.0)
"""Points of body text; the largest that fits is taken. Below the last nobody has to read what to do (R01)."""
_ENLARGED = 13.4
"""Points by which the least grows with the factor of a script, which makes it 12 in Arabic (R45); as `--label` does."""
_HEIGHTS: Mapping[Paper, float] = {"letter": 252.0, "a4": 269.0}  # mm to fill: 4 less than there are, for wrong guesses
_WIDTHS: Mapping[Paper, float] = {"letter": 195.9, "a4": 190.0}
_HEAD, _LAST = ("identity", "key"), ("small",)
_MOVABLE = 5  # sections that are tried in each place; more are never short
_ROW_SHARES = (50, 33, 36, 40, 44, 56, 60, 64, 67)  # percent for the first of two in a row; of equals the first
_ZONE_SHARES = (48, 49, 50, 52, 54)  # percent beside the boxes: never less than the dose grid needs
_LINE = 5.3
_UNEVEN = 1.5  # mm that a percent must win, for guesses are not better


@dataclass(frozen=True, slots=True)
class Row:
    """One section over the whole width, or two beside each other.

    Attributes:
        share: percent of the width that the first has.
        narrow: those of two that have their parts below each other.
    """

    views: tuple[SectionView, ...]
    share: int = 100
    narrow: tuple[SectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class OnePage:
    """Where the sections of a summary stand, the title left aside.

    Attributes:
        messages: percent of the width that each key message has, by statement: about as many lines for each.
        above: over the whole width.
        left: beside the boxes to act on; empty: these stand beside each other.
        right: the boxes to act on, and what stands under them.
        share: percent of the width that `left` has.
        below: over the whole width again.
        last: what the sheet says of itself.
        size: of body text, in points, before the factor of the script.
    """

    messages: Mapping[str, int]
    above: tuple[Row, ...]
    left: tuple[SectionView, ...]
    right: tuple[SectionView, ...]
    share: int
    below: tuple[Row, ...]
    last: tuple[SectionView, ...]
    size: float

    @property
    def boxes(self) -> tuple[SectionView, ...]:
        """Those of `right` that say when to call whom."""
        return tuple(one for one in self.right if one.section.look in URGENT)


@dataclass(frozen=True, slots=True)
class _Places:
    """The sections in their places, whatever the size: so the page is described."""

    head: tuple[SectionView, ...]
    above: tuple[SectionView, ...]
    left: tuple[SectionView, ...]
    right: tuple[SectionView, ...]
    below: tuple[SectionView, ...]
    last: tuple[SectionView, ...]


def arrange(views: Sequence[SectionView], sheet: LocalizedLeaflet, paper: Paper, more: int = 0) -> OnePage:
    """The sections of a summary, which are `in_page_order`, at the largest size that is likely to fit, or the least.

    Args:
        more: lines that stand besides the leaflet's own: of the clinic's head, and the address on the web.
    """
    places = _place(views, sheet)
    room = _HEIGHTS[paper] - more * _LINE
    pages = [_page(places, Ruler(sheet, size, _WIDTHS[paper])) for size in _sizes(sheet)]
    return next((page for page, height in pages if height <= room), pages[-1][0])


def in_page_order(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    """A summary with its sections in the order of its page: as it is printed, read aloud and described.

    What comes after the dose stands beside the boxes to act on, and so before them, or under them, as there is room.
    """
    views = [view(section, "summary", calendar=has_calendar(sheet)) for section in sheet.sections]
    places = _place(views, sheet)
    if not places.left:
        return sheet
    ordered = (places.head, places.above, places.left, places.right, places.below, places.last)
    return replace(sheet, sections=tuple(one.section for place in ordered for one in place))


def _sizes(sheet: LocalizedLeaflet) -> list[float]:
    enlarged = SIZES[-1] + _ENLARGED * max(0, sheet.size - 1)
    least = max(SIZES[-1], ceil(100 * enlarged / sheet.size) / 100)
    return [*(size for size in SIZES if size > least), least]


def _place(views: Sequence[SectionView], sheet: LocalizedLeaflet) -> _Places:
    """Each section in its place, so that the page is short at its least size.

    The same whether `views` stand as in the leaflet or `in_page_order`.
    """
    asked = {part.rule.section: at for at, part in enumerate(sheet.leaflet.sections)}
    views = sorted(views, key=lambda one: asked.get(one.section.id, len(asked)))
    head, last, boxes = (tuple(one for one in views if one.section.look in kind) for kind in (_HEAD, _LAST, URGENT))
    others = [one for one in views if one not in (*head, *last, *boxes)]
    dose = next((one for one in others if one.section.look == "dose"), None)
    if dose is None or not boxes:
        first = views.index(boxes[0]) if boxes else len(views)
        above = tuple(one for one in others if views.index(one) < first)
        return _Places(head, above, (), boxes, tuple(one for one in others if one not in above), last)
    before = others[: others.index(dose)]
    movable = sorted((one for one in others if _may_stand_beside(one, sheet)), key=lambda one: one.section.id)
    fixed = {one.section.id: "above" if one in before else "below" for one in others} | {dose.section.id: "left"}
    ruler = Ruler(sheet, _sizes(sheet)[-1])

    def place(choice: Sequence[str]) -> _Places:
        where = fixed | {one.section.id: at for one, at in zip(movable, choice, strict=False)}
        above, left, right, below = (
            tuple(one for one in others if where[one.section.id] == at) for at in ("above", "left", "right", "below")
        )
        return _Places(head, above, left, (*boxes, *right), below, last)

    choices = [("above", "left") if one in before else ("left", "right", "below") for one in movable]
    return min(map(place, product(*choices[:_MOVABLE])), key=lambda places: _middle(places, ruler))


def _may_stand_beside(one: SectionView, sheet: LocalizedLeaflet) -> bool:
    return one.section.look == "answer" or (one.section.look == "schedule" and not has_calendar(sheet))


def _middle(places: _Places, ruler: Ruler) -> float:
    """About how tall everything between the key messages and the end is."""
    rows = sum(_rows(views, ruler)[1] for views in (places.above, places.below))
    return rows + min(_zone(places, share, ruler) for share in _ZONE_SHARES)


def _zone(places: _Places, share: int, ruler: Ruler) -> float:
    """The dose and what else stands beside the boxes to act on; without a dose the boxes beside each other."""
    if not places.left:
        return max((ruler.section(one, ruler.width / len(places.right)) for one in places.right), default=0)
    sides = zip((places.left, places.right), ruler.sides(share), strict=True)
    return max(sum(ruler.section(one, wide) for one in side) for side, wide in sides)


def _rows(views: Sequence[SectionView], ruler: Ruler) -> tuple[tuple[Row, ...], float]:
    """Sections in rows, and how tall these are together; two neighbours share a row where that is shorter."""
    if not views:
        return (), 0
    rows, height = _rows(views[1:], ruler)
    best = (Row((views[0],)), *rows), height + ruler.across(views[0])
    if len(views) > 1 and all(_may_stand_beside(one, ruler.sheet) for one in views[:2]):
        rows, height = _rows(views[2:], ruler)
        row, shared = min((_pair(views[0], views[1], share, ruler) for share in _ROW_SHARES), key=itemgetter(1))
        if height + shared < best[1]:
            best = (row, *rows), height + shared
    return best


def _pair(first: SectionView, second: SectionView, share: int, ruler: Ruler) -> tuple[Row, float]:
    """Two sections in a row, and how tall it is."""
    sides = tuple(zip((first, second), ruler.sides(share), strict=True))
    narrow = tuple(one for one, wide in sides if not has_columns(one, wide))
    return Row((first, second), share, narrow), max(ruler.section(one, wide) for one, wide in sides)


def _page(places: _Places, ruler: Ruler) -> tuple[OnePage, float]:
    """The page at a size, and about how tall it is."""
    key = [one for one in places.head if one.section.look == "key"]
    identity = [one for one in places.head if one.section.look == "identity"]
    messages = ruler.messages(key)
    (above, height), (below, more) = (_rows(views, ruler) for views in (places.above, places.below))
    share = min(_ZONE_SHARES, key=lambda share: _zone(places, share, ruler) + abs(share - _ZONE_SHARES[0]) * _UNEVEN)
    page = OnePage(
        messages=messages,
        above=above,
        left=places.left,
        right=places.right,
        share=share,
        below=below,
        last=places.last,
        size=ruler.size,
    )
    ends = ruler.title(identity) + ruler.key(key, messages) + ruler.last(places.last)
    return page, ends + height + more + _zone(places, share, ruler)
