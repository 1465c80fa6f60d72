"""The tree of tags of a PDF: what a screen reader goes by, walked in the order in which it is read aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

MOST_TAGS = 200_000
"""A leaflet has a few thousand; a file with more is not walked to its end."""
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
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


# A tag as most are: nothing in it but a kind, a page, the tag around it, and marks or other tags.
_PLAIN = re.compile(
    rb"<< /K (?:\[ ((?:\d+(?: 0 R)? )*)\]|(\d+(?: 0 R)?)) /P \d+ 0 R (?:/Pg (\d+) 0 R )?/S (/[A-Za-z0-9]+)"
    rb" /Type /StructElem >>"
)
_BELOW = re.compile(rb"(\d+) 0 R\b|(\d+)")


@dataclass(slots=True)
class _Walk:
    pdf: pikepdf.Pdf
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
            elif plain := _PLAIN.fullmatch(node.unparse(resolved=True)) if _is_whole(node) else None:
                # Read at one go, which is several times as fast.
                listed, single, leaf, name = plain.groups()
                below = _BELOW.findall(listed or single or b"")
                children = [self.pdf.get_object(int(tag), 0) if tag else int(mark) for tag, mark in below]
                page = self.pages.get((int(leaf), 0), page) if leaf else page
                self._enter(node, name.decode(), (), children, (above, role, page, block), stack)
            elif isinstance(node, pikepdf.Dictionary):
                keys = node.keys()
                page = self.pages.get(node.Pg.objgen, page) if "/Pg" in keys else page
                if "/MCID" in keys:
                    self.spots.append(Spot(page, int(node.MCID), block, role))
                elif "/Type" not in keys or node.Type != pikepdf.Name.OBJR:
                    around = (above, role, page, block)
                    self._enter(node, str(node.get("/S", "")), keys, list(_children(node)), around, stack)

    def _enter(
        self,
        node: Any,  # noqa: ANN401
        kind: str,
        keys: Container[str],
        children: Sequence[Any],
        around: tuple[str, str, int, int],
        stack: list[tuple[Any, str, str, int, int]],
    ) -> None:
        """Note a tag, and put what is in it on the stack."""
        above, role, page, block = around
        name = node.objgen if node.is_indirect else (-len(self.seen), 0)
        if name in self.seen:
            self.faults["a tag stands in the tree twice"] = None
            return
        self.seen.add(name)
        if kind:
            self._look(node, kind, keys, above)
        below = "heading" if kind in _HEADINGS else _ROLES.get(kind, role)
        block = block if kind in _INLINE else len(self.seen)
        stack += [(child, kind, below, page, block) for child in reversed(children)]

    def _look(self, node: Any, kind: str, keys: Container[str], above: str) -> None:  # noqa: ANN401
        self.counts[kind.removeprefix("/")] += 1
        if _LANG in keys:
            self.languages[str(node.Lang)] = None
        if level := _HEADINGS.get(kind, 0):
            if level > self.heading + 1:
                before = f"after level {self.heading}" if self.heading else "as the first one"
                self.faults[f"there is a heading of level {level} {before}"] = None
            self.heading = level
        if kind == "/TH" and not any("/Scope" in attributes for attributes in _attributes(node)):
            self.faults["a head of a table does not say whether it is for its row or its column"] = None
        if above == "/L" and kind not in _PARTS_OF_LIST:
            self.faults[f"a list has a part that is no item ({kind})"] = None
        if kind == "/LI" and above != "/L":
            self.faults["an item of a list stands outside of a list"] = None
        if kind == "/Figure" and not str(node.get("/Alt", "")) and not str(node.get("/ActualText", "")):
            self.faults["a picture has no text that stands for it"] = None


def read_tags(pdf: pikepdf.Pdf) -> TagTree:
    """Read the tree of a file; a file without one has no spots."""
    catalog = pdf.Root
    root = catalog.get("/StructTreeRoot")
    marked = catalog.get("/MarkInfo", pikepdf.Dictionary())
    lang = str(catalog.get(_LANG, ""))
    if not isinstance(root, pikepdf.Dictionary) or not bool(marked.get("/Marked", False)):
        return TagTree(lang=lang)
    walk = _Walk(pdf, {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)})
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


def _is_whole(node: Any) -> bool:  # noqa: ANN401
    """Whether something is an object of its own."""
    return type(node) is pikepdf.Object and node.is_indirect


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
