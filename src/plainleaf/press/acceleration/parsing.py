"""HTML that needs no mending is read without a parser that mends.

The sheets are written by templates: every tag is closed where it should be. For those the tree is what stands there.
Anything else, such as an unknown element, a tag left open, a block in a paragraph or a stray ``<``, is left to the
engine's own parser, from the start.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

from plainleaf.press.acceleration.switch import Patch

Wrapper = Any
_stock = tinyhtml5.parse
_stock_query = ElementWrapper.query_all
_ASKED = {("style", "link"), ("title", "meta", "link")}
"""The elements that the engine asks a document for by name; it looks at each alone."""

_START = re.compile(r"<!DOCTYPE html>\s*<html((?: [a-z-]+=\"[^\"&<>]*\")*)>\s*<head>", re.ASCII)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*=\"[^\"]*\")*)\s*>", re.ASCII)
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#39|#34);")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": "\xa0", "&#39;": "'", "&#34;": '"'}
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]")
"""Characters that a parser of HTML reports or replaces; more of the last planes than it would."""
_HEAD = frozenset({"meta", "title", "style"})
_BLOCKS = frozenset({"div", "section", "header", "footer", "main", "p", "ul", "ol", "li", "h1", "h2", "h3", "table"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_INLINE = frozenset({"span", "bdi", "bdo", "abbr", "cite", "q", "sub", "sup", "mark", "time", "b", "i", "em", "strong"})
_LINKS = frozenset({"a"})
_VOID = frozenset({"br", "img", "wbr"})
_TABLE = {
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
_STRUCTURE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
"""Elements of a table in which there is no text."""


class _NeedsMendingError(Exception):
    """The parser that mends has to read this."""


def patches() -> tuple[Patch, ...]:
    """The parser, and the search for elements by name."""
    return (
        Patch(tinyhtml5, "parse", _stock, _quick),
        Patch(ElementWrapper, "query_all", _stock_query, _quick_query),
    )


def forget() -> None:
    """Nothing: nothing is kept."""


def _quick(document: Any, **options: Any) -> Any:  # noqa: ANN401
    if isinstance(document, StringIO) and options == {"namespace_html_elements": False}:
        text = document.getvalue()
        try:
            return read(text)
        except _NeedsMendingError:
            pass
    return _stock(document, **options)


def _quick_query(self: Wrapper, *names: Any) -> Any:  # noqa: ANN401
    if names not in _ASKED:
        return _stock_query(self, *names)
    found = (element for element in self.etree_element.iter() if element.tag in names)
    return (ElementWrapper(element, None, 0, None, in_html_document=True) for element in found)


def read(text: str) -> Element:
    """The tree of a document.

    Raises:
        _NeedsMendingError: it is not as plain as that.
    """
    start = _START.match(text)
    if start is None or _ODD.search(text):
        raise _NeedsMendingError
    root = Element("html", _attributes(start[1]))
    head = Element("head")
    root.append(head)
    end = _read_head(text, start.end(), head)
    return _read_body(text, end, root, head)


def _read_head(text: str, place: int, head: Element) -> int:
    last: Element | None = None
    while True:
        found = _TAG.search(text, place)
        if found is None:
            raise _NeedsMendingError
        between = text[place : found.start()]
        if between.strip(" \t\n"):
            raise _NeedsMendingError
        if last is None:
            head.text = (head.text or "") + between or None
        else:
            last.tail = between or None
        closes, name, attributes = found.groups()
        place = found.end()
        if closes:
            if name != "head" or attributes:
                raise _NeedsMendingError
            return place
        if name not in _HEAD:
            raise _NeedsMendingError
        last = Element(name, _attributes(attributes))
        head.append(last)
        if name != "meta":
            close = text.find(f"</{name}", place)
            inner = text[place:close]
            if close < 0 or not text.startswith(f"</{name}>", close) or "<" in inner:
                raise _NeedsMendingError
            last.text = (_plain(inner) if name == "title" else inner) or None
            place = close + len(name) + 3


def _read_body(text: str, place: int, root: Element, head: Element) -> Element:
    start = _TAG.search(text, place)
    if start is None or start[1] or start[2] != "body" or text[place : start.start()].strip(" \t\n"):
        raise _NeedsMendingError
    head.tail = text[place : start.start()] or None
    body = Element("body", _attributes(start[3]))
    root.append(body)
    tree, place = _Tree(body), start.end()
    while tree.opened:
        found = _TAG.search(text, place)
        if found is None:
            raise _NeedsMendingError
        if found.start() > place:
            tree.say(text[place : found.start()])
        place = found.end()
        closes, name, attributes = found.groups()
        if closes:
            tree.close(name, attributes)
        else:
            tree.open(name, attributes)
    after, closed, more = text[place:].partition("</html>")
    if not closed or (after + more).strip(" \t\n"):
        raise _NeedsMendingError
    tree.follow(body, after + more)
    return root


class _Tree:
    """The elements that are open, and the one that ends just here in the innermost of them."""

    def __init__(self, body: Element) -> None:
        self.opened = [body]
        self.names = ["body"]
        self.last: Element | None = None

    def say(self, text: str) -> None:
        """Text at this place."""
        if self.names[-1] in _STRUCTURE and text.strip(" \t\n"):
            raise _NeedsMendingError
        if "<" in text:
            raise _NeedsMendingError
        if "&" in text:
            text = _plain(text)
        if self.last is None:
            self.opened[-1].text = text
        else:
            self.last.tail = text

    def open(self, name: str, attributes: str) -> None:
        """A tag that begins an element."""
        _check(name, self.names)
        element = Element(name, _attributes(attributes))
        self.opened[-1].append(element)
        if name in _VOID:
            self.last = element
        else:
            self.opened.append(element)
            self.names.append(name)
            self.last = None

    def close(self, name: str, attributes: str) -> None:
        """A tag that ends one."""
        if name != self.names.pop() or attributes:
            raise _NeedsMendingError
        closed = self.opened.pop()
        if self.opened:
            self.last = closed

    def follow(self, body: Element, text: str) -> None:
        """What follows the body: a parser puts it in."""
        if not text:
            return
        if self.last is None:
            body.text = (body.text or "") + text
        else:
            self.last.tail = (self.last.tail or "") + text


def _check(name: str, names: list[str]) -> None:
    """Whether an element may begin here without any other being closed or opened for it."""
    inner = names[-1]
    if name in _TABLE:
        allowed = inner in _TABLE[name]
    elif inner in _STRUCTURE:
        allowed = False
    elif name in _BLOCKS:
        allowed = "p" not in names and (name != "li" or inner in ("ul", "ol"))
        allowed = allowed and not (name in _HEADINGS and inner in _HEADINGS)
    elif name in _LINKS:
        allowed = name not in names
    else:
        allowed = name in _INLINE or name in _VOID
    if not allowed:
        raise _NeedsMendingError


def _attributes(text: str) -> dict[str, str]:
    if not text:
        return {}
    pairs = _ATTRIBUTE.findall(text)
    found = {name: _plain(value) if "&" in value else value for name, value in pairs}
    if len(found) != len(pairs):
        raise _NeedsMendingError
    return found


def _plain(text: str) -> str:
    if len(_ENTITY.findall(text)) != text.count("&"):
        raise _NeedsMendingError
    return _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)
