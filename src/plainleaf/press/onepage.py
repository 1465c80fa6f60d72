"""A summary on its one page: what stands above, beside and below the boxes to act on, and how large the type can be.

The page is guessed at before it is laid out. A guess that is wrong costs a step of type, or the sheet is refused as
longer than a page; no text is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from plainleaf.press.blocks import SectionView, count_lines, rows, view
from plainleaf.press.formats import Paper
from plainleaf.translation.localized import LocalizedLeaflet

SIZES = (12.0, 11.75, 11.5, 11.25, 11.0, 10.75, 10.5, 10.25, 10.0)
"""Points of body text; the largest that fits is taken. Below the last nobody has to read what to do."""
_HEIGHTS = {"letter": 249.0, "a4": 266.0}  # mm of the page that a summary may fill
# Half-widths that a line of 10 pt holds: the whole width beside a question, half of it, the column of answers, the
# column of boxes, and one of three key messages, which are bold in part.
_WIDE, _HALF, _LEFT, _RIGHT, _KEY = 78, 49, 55, 40, 22
# Millimetres at 10 pt: a question above its answer, the space round a section, the head and frame of a box, a
# sub-heading, a dose grid with its lines above, a row of fields, a calendar with its legend, numbers to call, the title
# with the notice under it, and the last lines of the page.
_QUESTION, _SPACE, _BOX, _PART = 5.0, 1.4, 15.0, 4.5
_GRID, _FIELD, _CALENDAR, _CONTACTS, _TITLE, _END = 39.0, 7.8, 21.5, 17.5, 23.0, 10.5
_MM = 0.3528  # of a point
_MOVABLE = 6  # sections that are tried on either side; more are never short
_URGENT = ("emergency", "call")
_HEAD = ("identity", "key")


@dataclass(frozen=True, slots=True)
class OnePage:
    """Where the sections of a summary stand, title and key messages left aside.

    Attributes:
        above: over the whole width; two short ones share a row.
        left: beside the boxes to act on; empty: these stand beside each other.
        right: the boxes to act on.
        below: over the whole width again, in rows.
        size: of body text, in points, before the factor of the script.
    """

    above: tuple[tuple[SectionView, ...], ...]
    left: tuple[SectionView, ...]
    right: tuple[SectionView, ...]
    below: tuple[tuple[SectionView, ...], ...]
    size: float


def arrange(views: Sequence[SectionView], sheet: LocalizedLeaflet, paper: Paper) -> OnePage:
    """The sections of a summary, which are `in_page_order`, at the largest size that is likely to fit."""
    looks = [one.section.look for one in views]
    first_box = next((at for at, look in enumerate(looks) if look in _URGENT), len(views))
    dose = looks.index("dose") if "dose" in looks[:first_box] else first_box
    right = tuple(one for one in views if one.section.look in _URGENT)
    key = [one for one in views if one.section.look == "key"]
    above = [one for one in views[:dose] if one.section.look not in _HEAD]
    below = [one for one in views[first_box:] if one not in right]
    page = OnePage(tuple(rows(above)), tuple(views[dose:first_box]), right, tuple(rows(below)), SIZES[-1])
    fitting = (size for size in SIZES if _Guess(sheet, size).height(key, page) <= _HEIGHTS[paper])
    return replace(page, size=next(fitting, SIZES[-1]))


def in_page_order(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    """A summary with its sections in the order of its page: as it is printed, read aloud and described.

    What comes after the dose stands beside the boxes to act on, and so before them, as far as there is room.
    """
    views = [view(section, "summary", calendar=_has_grid(sheet)) for section in sheet.sections]
    dose = next((at for at, one in enumerate(views) if one.section.look == "dose"), None)
    if dose is None:
        return sheet
    right = [one for one in views if one.section.look in _URGENT]
    others = [one for one in views[dose + 1 :] if one not in right]
    left, below = _Guess(sheet, SIZES[-1]).split(views[dose], others, right)
    return replace(sheet, sections=tuple(one.section for one in (*views[:dose], *left, *right, *below)))


def _has_grid(sheet: LocalizedLeaflet) -> bool:
    return sheet.schedule is not None and sheet.schedule.type != "daily"


@dataclass(frozen=True, slots=True)
class _Guess:
    """Millimetres that parts of a summary take at a size."""

    sheet: LocalizedLeaflet
    size: float

    def height(self, key: Iterable[SectionView], page: OnePage) -> float:
        left, right = self._column(page.left, _LEFT), [self._box(view) for view in page.right]
        middle = max(left, sum(right)) if page.left else max(right, default=0)
        above = sum(map(self._row, (*page.above, *page.below)))
        return self._scale * (_TITLE + _END) + sum(map(self._key, key)) + above + middle

    def split(
        self, dose: SectionView, views: Sequence[SectionView], right: Sequence[SectionView]
    ) -> tuple[tuple[SectionView, ...], tuple[SectionView, ...]]:
        """What stands beside the boxes, the dose first, and what is left for below them: so that both are short."""
        movable = [view for view in views if self._may_stand_beside(view)][:_MOVABLE]
        boxes = sum(map(self._box, right))
        best: tuple[float, tuple[SectionView, ...], tuple[SectionView, ...]] | None = None
        for choice in product((True, False), repeat=len(movable)):
            chosen = [view for view, beside in zip(movable, choice, strict=True) if beside]
            left, below = (dose, *chosen), tuple(view for view in views if view not in chosen)
            total = max(boxes, self._column(left, _LEFT)) + sum(map(self._row, rows(below)))
            if best is None or total < best[0]:
                best = (total, left, below)
        return ((dose,), tuple(views)) if best is None else best[1:]

    def _may_stand_beside(self, view: SectionView) -> bool:
        return view.section.look == "answer" or (view.section.look == "schedule" and not _has_grid(self.sheet))

    @property
    def _scale(self) -> float:
        return self.size * self.sheet.size / SIZES[-1]

    def _lines(self, view: SectionView, width: int) -> float:
        """Lines of a section in one column, and its sub-headings, in mm."""
        line = self.size * self.sheet.size * ((self.sheet.leading - 1) * 0.55 + 1.03) * _MM
        wide = round(width * SIZES[-1] / self.size)
        blocks = [block for part in view.parts for block in part.blocks]
        fields = sum(len(block.rows) for block in blocks if block.kind == "field")
        lines = sum(count_lines(block, wide) for block in blocks if block.kind != "field")
        headings = sum(bool(part.heading) for part in view.parts)
        return lines * line + fields * _FIELD + headings * _PART * self._scale

    def _box(self, view: SectionView) -> float:
        return self._lines(view, _RIGHT) + _BOX * self._scale

    def _key(self, view: SectionView) -> float:
        """Three messages side by side: as high as the longest of them, or its picture."""
        return self._lines(view, _KEY * len(view.section.statements)) + self._scale * (_QUESTION + _SPACE)

    def _column(self, views: Iterable[SectionView], width: int) -> float:
        return sum(self._lines(view, width) + self._scale * (_QUESTION + self._extra(view)) for view in views)

    def _row(self, row: Sequence[SectionView]) -> float:
        if len(row) > 1:
            return max(self._column((view,), _HALF) for view in row)
        (view,) = row
        if view.section.look == "contacts":
            return _CONTACTS * self._scale
        lines = self._lines(view, _WIDE * (2 if len(view.columns) > 1 else 1))
        return max(lines, self._scale * _QUESTION) + self._scale * self._extra(view)

    def _extra(self, view: SectionView) -> float:
        """What a section takes besides its words, at 10 pt."""
        extra = _SPACE
        if view.section.look == "dose" and self.sheet.dose:
            extra += _GRID
        if view.section.look == "schedule" and not self._may_stand_beside(view):
            extra += _CALENDAR
        return extra
