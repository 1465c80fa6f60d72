"""What WeasyPrint leaves out of the tags of a PDF, added while it writes them; all patches of the engine start here.

Validators pass what it writes, and people who listen to it are still badly served: the tree of tags says no language
but the first, so that a voice reads a bilingual sheet in one language. Each mend below is one function, with the issue
of the engine that asks for the same (https://github.com/Kozea/WeasyPrint/issues/<number>); those without an issue of
their own belong to 2482, which collects the rest. tests/press/test_mending.py fails for a mend that the engine no
longer needs.

Ten of the engine's functions are wrapped, and nothing else of it is replaced; six of them in `mended_layout`:

- ``Page.paint``, to note on each box what depends on the boxes round it;
- ``Stream.marked``, which opens the mark round a text or picture on the page;
- ``tags._build_box_tree``, which makes the tree of tags;
- ``text.draw_first_line``, to draw some scripts letter by letter;
- ``block.table_layout``, for columns from right to left;
- ``inline.split_first_line``, for lines that are too long by the space at their end alone;
- ``Layout.set_text`` and ``inline.can_break_text``, for words that stay whole;
- ``inline.remove_last_whitespace``, which takes that space away, for lines from right to left;
- ``pdf.ColorProfile``, for which a file is opened and left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

import pydyf
import weasyprint.draw.text
import weasyprint.layout.block
import weasyprint.layout.inline
import weasyprint.pdf
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import Layout

from plainleaf.press.engine import require_engine
from plainleaf.press.mended_layout import can_break, draw_line, lay_table, set_text, split_line, trim_line
from plainleaf.problems import PlainleafError, Position, Problem

# The engine has no types, so what is its own stands here as Any.
Box = Any

INLINE = frozenset({"abbr", "b", "bdi", "bdo", "cite", "em", "i", "mark", "q", "small", "strong", "sub", "sup", "time"})
"""Elements of HTML that are a part of a line and have no tag of their own in PDF 1.7."""
SCOPES = {"row": "/Row", "rowgroup": "/Row"}
NUMBERINGS = {
    "circle": "/Circle",
    "square": "/Square",
    "upper-roman": "/UpperRoman",
    "lower-roman": "/LowerRoman",
    "upper-alpha": "/UpperAlpha",
    "lower-alpha": "/LowerAlpha",
}
"""List styles with a name of their own in PDF; of the others, a list in order is decimal, and any other has discs."""
# Devanagari to Tibetan, Myanmar, Khmer, and their extensions: the characters cannot be had back from the glyphs.
# Right-to-left scripts need no such text, which some readers turn round: each of their letters is one glyph.
_STACKED = re.compile(r"[\u0900-\u109f\u1780-\u17ff\u19e0-\u19ff\u1cd0-\u1cff\ua8e0-\ua8ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_BREAKS = str.maketrans("", "", "\u200b\u2060")  # where a line may end, or may not: no part of the text


@dataclass(frozen=True, slots=True)
class _Note:
    """What a box knows of the boxes round it.

    Attributes:
        artifact: how its content is marked where it is no part of the text; none: it is a part of it.
        lang: its language, where the tag above it has another.
        page: points for a CSS pixel, and height in points, of its page.
    """

    artifact: pydyf.Dictionary | None = None
    lang: str = ""
    page: tuple[float, float] = (1, 0)


_PLAIN = _Note()
_stock_paint = Page.paint
_stock_profile = weasyprint.pdf.ColorProfile
_stock_tags = tags._build_box_tree  # noqa: SLF001 - there is no other place where the tree is made


@cache
def mend() -> None:
    """Put all mends in force, for the whole process.

    Raises:
        PlainleafError: P023, when the engine is of another version than the one that they were made for.
    """
    require_engine()
    Page.paint, Stream.marked, tags._build_box_tree = _paint, _marked, _build  # noqa: SLF001
    weasyprint.pdf.ColorProfile = _read_profile
    weasyprint.draw.text.draw_first_line = draw_line
    weasyprint.layout.block.table_layout = lay_table
    weasyprint.layout.inline.split_first_line = split_line
    weasyprint.layout.inline.can_break_text = can_break
    Layout.set_text = set_text
    weasyprint.layout.inline.remove_last_whitespace = trim_line


def _note_of(box: Box) -> _Note:
    note: _Note = getattr(box, "note", _PLAIN)
    return note


# ---------------------------------------------------------------------------------------- before a page is drawn


def _paint(self: Page, stream: Stream, scale: float = 1) -> None:
    _note_down(self._page_box, None, "", (scale, self.height * scale))
    _stock_paint(self, stream, scale)


def _note_down(box: Box, artifact: pydyf.Dictionary | None, spoken: str, page: tuple[float, float]) -> None:
    """Give a box and all in it their notes. ``spoken``: the language of the nearest tag above it."""
    box = getattr(box, "_box", box)  # what stands in for a box that is placed outside the flow
    said = box.style["lang"] or spoken
    artifact = _artifact(box) if artifact is None else artifact
    if box.element_tag == "html":
        spoken = said  # which the catalog says
    if not _is_tagged(box):
        said = spoken
    box.note = _Note(artifact, "" if said == spoken else said, page)
    if artifact is not None and box.link_annotation is not None:
        raise _refusal("a link stands in what is hidden from those who listen", "say `aria-hidden` of less, or no link")
    for child in box.children:
        _note_down(child, artifact, said, page)


def _is_tagged(box: Box) -> bool:
    """Whether the engine makes a tag of it, and does not pass it over for what is in it."""
    passed_over = isinstance(box, boxes.PageBox) or box.element_tag in ("html", "body")
    return not passed_over or isinstance(box, boxes.LineBox)


def _artifact(box: Box) -> pydyf.Dictionary | None:
    """Issues 1836 and 2550: running heads and feet, and what is marked as decoration, are no part of the text."""
    if isinstance(box, boxes.MarginBox):
        side = box.at_keyword.removeprefix("@").partition("-")[0]
        found = pydyf.Dictionary({"Type": "/Pagination"})
        if part := {"top": "/Header", "bottom": "/Footer"}.get(side):
            found |= {"Subtype": part, "Attached": pydyf.Array([f"/{side.capitalize()}"])}
        return found
    if box.element is None:
        return None
    if box.element.get("aria-hidden") == "true":
        if isinstance(box, boxes.TableCellBox | boxes.TableRowBox | boxes.TableRowGroupBox):
            raise _refusal("a part of a table is hidden from those who listen", "say `aria-hidden` of what is in it")
        return pydyf.Dictionary()
    if isinstance(box, boxes.ReplacedBox) and box.element.get("alt") == "":
        return pydyf.Dictionary()
    return None


def _refusal(message: str, hint: str) -> PlainleafError:
    return PlainleafError(Problem(Position("templates"), "P024", message, hint))


# ---------------------------------------------------------------------------------------------- on the page


@contextmanager
def _marked(self: Stream, box: Box, tag: str) -> Iterator[None]:
    """Open a mark: an artifact's own, or one that says which characters stand there, or the engine's."""
    content = self._tags
    if content is None:
        yield
        return
    artifact, text = _note_of(box).artifact, _actual_text(box)
    said = {"ActualText": pydyf.String(text)} if text else {}
    if artifact is not None:
        self.begin_marked_content("Artifact", pydyf.Dictionary(artifact) if artifact else None)
        if said:
            self.begin_marked_content("Span", pydyf.Dictionary(said))
    else:
        content[box] = {"tag": tag, "mcid": len(content)}
        self.begin_marked_content(tag, pydyf.Dictionary({"MCID": content[box]["mcid"], **said}))
    try:
        yield
    finally:
        self.end_marked_content()
        if artifact is not None and said:
            self.end_marked_content()


def _actual_text(box: Box) -> str:
    """Issue 2841: in some scripts the glyphs do not give the characters back, so they are written beside them."""
    text: str = box.text if isinstance(box, boxes.TextBox) else ""
    return text.translate(_BREAKS) if _STACKED.search(text) else ""


# ------------------------------------------------------------------------------------------- in the tree of tags


def _build(
    box: Box,
    parent: pydyf.Dictionary,
    pdf: pydyf.PDF,
    page_number: int,
    nums: dict[int, bytes],
    annotations: list[Any],
    content: dict[Box, Any],
) -> Iterator[pydyf.Dictionary]:
    note = _note_of(box)
    if note.artifact is not None:
        return
    found = _stock_tags(box, parent, pdf, page_number, nums, annotations, content)
    if not _is_tagged(box):
        yield from found  # which are mended already
        return
    for element in found:
        _name_inline(element, box)
        _unname_inner(element, parent)
        _say_language(element, note)
        _say_scope(element, box)
        _set_apart_label(element, box, pdf)
        _say_numbering(element, box, pdf)
        _place_figure(element, note)
        _describe_link(box)
        yield element


def _name_inline(element: pydyf.Dictionary, box: Box) -> None:
    """Issue 2153: ``NonStruct`` may be passed over, and with it the language of a name."""
    if element["S"] == "/NonStruct" and box.element_tag in INLINE:
        element["S"] = "/Span"


def _unname_inner(element: pydyf.Dictionary, parent: pydyf.Dictionary) -> None:
    """Issue 2482: of a table cell with boxes in it, only the cell is a cell, and not also what the boxes stand in."""
    if element["S"] in ("/TH", "/TD") and parent["S"] == "/NonStruct":
        element["S"] = "/NonStruct"
        del element["A"]


def _say_language(element: pydyf.Dictionary, note: _Note) -> None:
    """Issue 2482: every change of language. The body of a list item has that of the item."""
    if note.lang and element["S"] != "/LBody":
        element["Lang"] = pydyf.String(note.lang)


def _say_scope(element: pydyf.Dictionary, box: Box) -> None:
    """Issue 2508: whether a head of a table is for its row or for its column."""
    if element["S"] == "/TH":
        element["A"]["Scope"] = SCOPES.get(box.element.get("scope"), "/Column")


def _set_apart_label(element: pydyf.Dictionary, box: Box, pdf: pydyf.PDF) -> None:
    """Issue 2482: the bullet or number that the style puts before a list item is its label, and not its first word."""
    if element["S"] != "/LI" or not box.children or not isinstance(box.children[0], boxes.LineBox):
        return
    first = next(iter(box.children[0].children), None)
    if first is None or first.element_tag != "li::before" or _note_of(first).artifact is not None:
        return
    body = _object(pdf, element["K"][-1])
    label = _object(pdf, body["K"].pop(0))
    label |= {"S": "/Lbl", "P": element.reference}
    element["K"].insert(0, label.reference)


def _say_numbering(element: pydyf.Dictionary, box: Box, pdf: pydyf.PDF) -> None:
    """Issue 2482: how the items of a list are numbered; not at all, where none has a label."""
    if element["S"] != "/L":
        return
    items = [_object(pdf, reference) for reference in element["K"]]
    if any(_object(pdf, item["K"][0])["S"] == "/Lbl" for item in items if item["S"] == "/LI" and item["K"]):
        usual = "/Decimal" if box.element_tag == "ol" else "/Disc"
        style = next((child.style for child in box.children if child.element_tag == "li"), box.style)
        numbering = NUMBERINGS.get(style["list_style_type"], usual)
    else:
        numbering = "/None"
    element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})


def _place_figure(element: pydyf.Dictionary, note: _Note) -> None:
    """Issue 2482: where a picture stands, in points from the foot of the page, and not in pixels from its head."""
    if element["S"] == "/Figure":
        scale, height = note.page
        left, top, right, bottom = element["A"]["BBox"]
        element["A"]["BBox"] = pydyf.Array((left * scale, height - bottom * scale, right * scale, height - top * scale))


def _describe_link(box: Box) -> None:
    """Issue 2482: what a link is called is its text, in the language of the reader, and not its address."""
    if box.link_annotation is not None and box.element is not None:
        text = " ".join("".join(box.element.itertext()).split())
        if text:
            box.link_annotation["Contents"] = pydyf.String(text)


def _object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]


# ------------------------------------------------------------------------------------------------------- files


def _read_profile(file: BinaryIO, *arguments: object) -> Any:  # noqa: ANN401
    """No issue: the colours of an archival PDF are read from a file that is not closed."""
    with file:
        return _stock_profile(file, *arguments)
