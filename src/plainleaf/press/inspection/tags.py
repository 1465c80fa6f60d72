"""The tree of tags of a PDF: what a screen reader goes by, walked in the order in which it is read aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_TAGS = 200_000
"""A leaflet has a few thousand; a file with more is not walked to its end."""
_HEADING = re.compile(r"/H([1-6])")
_LANG = "/Lang"
_PARTS_OF_LIST = ("/LI", "/L", "/Caption")


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of text or a picture on a page, as a tag refers to it.

    Attributes:
        page: counted from 1.
        mark: of the stretch on that page.
        block: the paragraph, list item, heading or cell that it is in, by a number.
        role: the nearest of ``heading``, ``table``, ``list``, ``link``, ``figure``; otherwise ``text``.
    """

    page: int
    mark: int
    block: int
    role: str


@dataclass(frozen=True, slots=True)
class TagTree:
    """What the tags of a file say.

    Attributes:
        exists: whether there are any, and the file says that they are to be used.
        lang: of the whole; empty: not said.
        counts: how many tags there are of each kind, without their slash.
        languages: all that are spoken in it.
        spots: all text, in the order of reading.
        faults: what is wrong with the tree, as sentences.
    """

    exists: bool = False
    lang: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    faults: tuple[str, ...] = ()


_ROLES = {"/TH": "table", "/TD": "table", "/L": "list", "/Link": "link", "/Figure": "figure"}
_INLINE = ("/Span", "/NonStruct", "/Link", "/Quote", "/Reference", "/Figure")


@dataclass(slots=True)
class _Walk:
    pages: Mapping[tuple[int, int], int]
    counts: Counter[str] = field(default_factory=Counter)
    languages: dict[str, None] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    faults: dict[str, None] = field(default_factory=dict)
    heading: int = 0
    seen: set[tuple[int, int]] = field(default_factory=set)

    def walk(self, root: Any) -> None:  # noqa: ANN401 - objects of the file
        """Every tag below the root, in reading order; on a stack, since the depth of a file is anybody's."""
        stack: list[tuple[Any, str, str, int, int]] = [(root, "", "text", 0, 0)]
        while stack and len(self.seen) < MOST_TAGS:
            node, above, role, page, block = stack.pop()
            if isinstance(node, int):
                self.spots.append(Spot(page, int(node), block, role))
            elif isinstance(node, pikepdf.Dictionary):
                page = self.pages.get(node.Pg.objgen, page) if "/Pg" in node else page
                if "/MCID" in node:
                    self.spots.append(Spot(page, int(node.MCID), block, role))
                elif node.get("/Type") != pikepdf.Name.OBJR:
                    kind = str(node.get("/S", ""))
                    if node.is_indirect and node.objgen in self.seen:
                        self.faults["a tag stands in the tree twice"] = None
                        continue
                    self.seen.add(node.objgen if node.is_indirect else (-len(self.seen), 0))
                    if kind:
                        self._look(node, kind, above)
                    below = "heading" if _HEADING.fullmatch(kind) else _ROLES.get(kind, role)
                    block = block if kind in _INLINE else len(self.seen)
                    stack += [(child, kind, below, page, block) for child in reversed(list(_children(node)))]

    def _look(self, tag: Any, kind: str, above: str) -> None:  # noqa: ANN401
        self.counts[kind.removeprefix("/")] += 1
        if _LANG in tag:
            self.languages[str(tag.Lang)] = None
        if match := _HEADING.fullmatch(kind):
            level = int(match[1])
            if level > self.heading + 1:
                before = f"after level {self.heading}" if self.heading else "as the first one"
                self.faults[f"there is a heading of level {level} {before}"] = None
            self.heading = level
        if kind == "/TH" and not any("/Scope" in attributes for attributes in _attributes(tag)):
            self.faults["a head of a table does not say whether it is for its row or its column"] = None
        if above == "/L" and kind not in _PARTS_OF_LIST:
            self.faults[f"a list has a part that is no item ({kind})"] = None
        if kind == "/LI" and above != "/L":
            self.faults["an item of a list stands outside of a list"] = None
        if kind == "/Figure" and not str(tag.get("/Alt", "")) and not str(tag.get("/ActualText", "")):
            self.faults["a picture has no text that stands for it"] = None


def read_tags(pdf: pikepdf.Pdf) -> TagTree:
    """Read the tree of a file; a file without one has no spots."""
    catalog = pdf.Root
    root = catalog.get("/StructTreeRoot")
    marked = catalog.get("/MarkInfo", pikepdf.Dictionary())
    lang = str(catalog.get(_LANG, ""))
    if not isinstance(root, pikepdf.Dictionary) or not bool(marked.get("/Marked", False)):
        return TagTree(lang=lang)
    walk = _Walk({page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)})
    walk.languages.update({lang: None} if lang else {})
    walk.walk(root)
    return TagTree(
        exists=True,
        lang=lang,
        counts=dict(sorted(walk.counts.items())),
        languages=tuple(walk.languages),
        spots=tuple(walk.spots),
        faults=tuple(walk.faults),
    )


def _children(node: Any) -> Iterator[Any]:  # noqa: ANN401
    below = node.get("/K")
    if isinstance(below, pikepdf.Array):
        yield from below
    elif below is not None:
        yield below


def _attributes(tag: Any) -> Iterator[Any]:  # noqa: ANN401
    found = tag.get("/A")
    if isinstance(found, pikepdf.Array):
        yield from (one for one in found if isinstance(one, pikepdf.Dictionary))
    elif isinstance(found, pikepdf.Dictionary):
        yield found
