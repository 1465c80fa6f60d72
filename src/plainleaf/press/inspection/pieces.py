"""The laid-out pages of the engine as pieces of text and pictures, each with what is known of its surroundings.

The engine's boxes are a tree; what can be wrong with a finished page shows between pieces that stand far apart in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any, Literal, NamedTuple

from plainleaf.press.colours import WHITE, Colour

# The engine has no types, so what is its own stands here as Any.
Box = Any
Role = Literal["statement", "heading", "small", "label", "foot"]

ASCENT, DESCENT = 0.9, 0.35
"""How far letters reach above and below the line of writing, as parts of their size; marks included."""
POINTS = 0.75
"""Of a CSS pixel."""
BOLD = 700
SMALL = frozenset({"small", "measured"})
"""Classes of what is set smaller than the text: sources, and how the sheet was measured."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WHOLE = frozenset({"section", "header", "body"})  # what h1 and h2 are the heading of
_HOLDERS = _WHOLE | {"article", "div", "main"}  # what a lesser heading, the nearest of them, is that of
_MAIN = frozenset({"h1", "h2"})


@dataclass(frozen=True, slots=True)
class BoxKinds:
    """The engine's own types of box, handed in so that only one room knows the engine."""

    text: type[Any]
    picture: type[Any]
    block: type[Any]
    cell: type[Any]
    margin: type[Any]
    line: type[Any]


class Frame(NamedTuple):
    """Where something may stand, in CSS pixels from the corner of the page."""

    left: float
    top: float
    right: float
    bottom: float


class Around(NamedTuple):
    """What holds for everything inside a box.

    Attributes:
        sheet: the paper.
        cut: what stands outside this is not seen; none: nothing is cut.
        role: what the text is for.
        statement: whose text it is; empty: of no statement.
        filled: the place that was filled in for one patient and whose text it is; empty: none.
        heading: the heading that it stands in, by its element; 0: in none.
        holder: what that is the heading of.
        holders: what it can be the text of, by the identity of the elements around it.
        section: the nearest that is a section, or the whole.
        line: the line that it stands in, by its box.
        block: the nearest box that holds whole lines; of what stands in a margin, that margin.
        is_added: the style sets it before or after the text, as it does bullets.
        ordinal: which item of a numbered list it stands in, counted from 1; 0: in none.
    """

    frame: Frame
    sheet: Frame
    cut: Frame | None = None
    role: Role = "label"
    statement: str = ""
    filled: str = ""
    heading: int = 0
    holder: int = 0
    holders: tuple[int, ...] = ()
    section: int = 0
    paper: Colour = WHITE
    line: int = 0
    block: int = 0
    is_added: bool = False
    ordinal: int = 0


class Piece(NamedTuple):
    """A stretch of text on one line, or a picture.

    Attributes:
        page: counted from 1.
        text: its characters; of a picture, none.
        place: what it covers; of text, by the height of letters, since a font's own box is far taller in some scripts.
        size: of its letters, in points.
        is_struck: a line goes through it.
    """

    page: int
    text: str
    place: Frame
    size: float
    ink: Colour
    bold: bool
    around: Around
    is_struck: bool = False


def read_pieces(pages: Sequence[Box], kinds: BoxKinds) -> tuple[Piece, ...]:
    """All that can be seen, page by page in the order of reading.

    Args:
        pages: the engine's page boxes, laid out.
    """
    found: list[Piece] = []
    for number, page in enumerate(pages, 1):
        _read_page(page, number, kinds, found)
    return tuple(found)


def _read_page(page: Box, number: int, kinds: BoxKinds, found: list[Piece]) -> None:
    x, y = page.content_box_x(), page.content_box_y()
    sheet = Frame(0, 0, page.margin_width(), page.margin_height())
    content, margin = Around(Frame(x, y, x + page.width, y + page.height), sheet), Around(sheet, sheet, role="foot")
    for child in page.children:
        around = margin._replace(block=id(child)) if isinstance(child, kinds.margin) else content
        _read(child, None, around, (number, kinds), found)


def _read(box: Box, parent: Any, around: Around, page: tuple[int, BoxKinds], found: list[Piece]) -> None:  # noqa: ANN401
    """Find the pieces in `box`. ``parent``: the element that its own was found in."""
    number, kinds = page
    box = getattr(box, "_box", box)
    element = box.element
    if isinstance(box, kinds.text):
        if box.text.strip() and box.style["visibility"] == "visible":
            found.append(_text_piece(box, around, number))
        return
    if isinstance(box, kinds.picture):
        place = Frame(box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
        found.append(Piece(number, "", place, 0, WHITE, bold=False, around=around))
        return
    if element is not None and box.element_tag != element.tag:
        # A bullet or number that the style sets before the text; in the margins all text is the style's.
        around = around._replace(statement="", is_added=around.role != "foot")
    elif element is not None and element is not parent:
        around = _enter(element, parent, around)
    if box.style["background_color"].alpha:
        around = around._replace(paper=_colour(box.style["background_color"], around.paper))
    if isinstance(box, kinds.line):
        around = around._replace(line=id(box))
    elif isinstance(box, kinds.block) and not isinstance(box, kinds.margin):
        around = _frame(box, around, kinds)
    for child in box.children:
        _read(child, element, around, page, found)


def _enter(element: Any, parent: Any, around: Around) -> Around:  # noqa: ANN401
    """The surroundings inside an element: what it says that its text is."""
    classes = frozenset(element.get("class", "").split())
    role, statement = around.role, element.get("data-statement") or around.statement
    heading, holder, holders = around.heading, around.holder, around.holders
    if role == "foot":
        return around
    tag, section = element.tag, around.section
    if tag in HEADINGS:
        role, heading = "heading", id(element)
        holder = section if tag in _MAIN else next(reversed(holders), 0)
    elif role != "heading":
        if classes & SMALL:
            role = "small"
        elif statement and role != "small":
            role = "statement"
    if tag in _HOLDERS:
        holders = (*holders, id(element))
        section = id(element) if tag in _WHOLE else section
    if tag == "li":
        numbered = parent is not None and parent.tag == "ol"
        around = around._replace(ordinal=list(parent).index(element) + 1 if numbered else 0)
    filled = element.get("data-filled") or around.filled
    return around._replace(
        role=role, statement=statement, filled=filled, heading=heading, holder=holder, holders=holders, section=section
    )


def _frame(block: Box, around: Around, kinds: BoxKinds) -> Around:
    """A block holds its text in width; with a height of its own, in height too."""
    x, y = block.border_box_x(), block.border_box_y()
    frame, whole = around.frame, Frame(x, y, x + block.border_width(), y + block.border_height())
    style = block.style
    limited = isinstance(block, kinds.cell) or style["height"] != "auto" or style["max_height"].value != inf
    frame = whole if limited else Frame(x, frame.top, whole.right, frame.bottom)
    cut = around.cut if style["overflow"] == "visible" else _common(whole, around.cut)
    return around._replace(frame=frame, cut=cut, block=id(block))


def _common(one: Frame, other: Frame | None) -> Frame:
    if other is None:
        return one
    left, top = max(one.left, other.left), max(one.top, other.top)
    return Frame(left, top, min(one.right, other.right), min(one.bottom, other.bottom))


def _text_piece(box: Box, around: Around, page: int) -> Piece:
    style = box.style
    size = style["font_size"]
    line = box.position_y + box.baseline
    place = Frame(box.position_x, line - ASCENT * size, box.position_x + box.width, line + DESCENT * size)
    ink = _colour(style["color"], around.paper)
    is_struck = "line-through" in style["text_decoration_line"]
    return Piece(page, box.text, place, size * POINTS, ink, style["font_weight"] >= BOLD, around, is_struck)


def _colour(colour: Any, under: Colour) -> Colour:  # noqa: ANN401
    """A colour of the engine as it is seen on the one under it; one that no screen has counts as not to be seen."""
    if colour.space == "srgb":  # as nearly all are; to turn it into itself takes longer than all the rest
        return _seen(colour.coordinates, colour.alpha, under)
    try:
        return _seen(colour.to("srgb").coordinates, colour.alpha, under)
    except NotImplementedError:  # the engine's colours say so of inks and spaces that they cannot turn into a screen's
        return under


@lru_cache(maxsize=256)
def _seen(parts: tuple[float | None, ...], alpha: float, under: Colour) -> Colour:
    red, green, blue = (min(max(part or 0, 0), 1) * 255 for part in parts)
    return Colour(
        round(red * alpha + under.red * (1 - alpha)),
        round(green * alpha + under.green * (1 - alpha)),
        round(blue * alpha + under.blue * (1 - alpha)),
    )
