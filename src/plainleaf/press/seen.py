"""A page of HTML as its reader has it: what is seen of it, and what stands in it beside text.

Templates are written by others. Whatever is not surely seen counts as not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

_NEVER_CLOSED = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_UNSEEN = frozenset({
    "head", "title", "script", "style", "template", "noscript", "dialog", "details", "textarea", "select", "datalist",
    "object", "iframe", "noframes", "noembed", "audio", "video", "canvas", "svg", "math", "meter", "progress", "rp",
})  # fmt: skip
FILLED = "filled/"
"""Names of places that are filled in for one patient begin so."""
_DRAWINGS = frozenset({"svg", "math"})


@dataclass(frozen=True, slots=True)
class Tag:
    """The start of one element. ``values``: its attributes, nothing for one without a value."""

    name: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    seen: bool
    statement: int | None  # which of those read so far its text belongs to


class SeenPage(HTMLParser):
    """What a page says where it is seen, in order.

    Attributes:
        said: all of it, in pieces.
        statements: id and text of every element with ``data-statement``, and of every one with ``data-filled``, whose
            name begins with `FILLED`.
        styles: style sheets that stand in the page.
        tags: every element, seen or not.
    """

    def __init__(self, html: str, unseen: frozenset[str] = frozenset()) -> None:
        """Read a page.

        Args:
            unseen: classes that its style hides.
        """
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.statements: list[tuple[str, str]] = []
        self.styles: list[str] = []
        self.tags: list[Tag] = []
        self._unseen = unseen
        self._open = [_Open("", seen=True, statement=None)]  # the page itself, which nothing closes
        self.feed(html)
        self.close()

    @property
    def _inmost(self) -> _Open:
        return self._open[-1]

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks in which one something stands, and counting takes long."""
        del i
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and whether its text is seen."""
        values = {name: value or "" for name, value in attrs}
        self.tags.append(Tag(tag, values))
        if tag == "style":
            self.styles.append("")
        if tag in _NEVER_CLOSED:
            self.said.append(" ")
            return
        seen = self._inmost.seen and not self._is_hidden(tag, values)
        statement = self._inmost.statement
        name = values.get("data-statement") or FILLED + values.get("data-filled", "")
        if seen and name != FILLED:
            statement = len(self.statements)
            self.statements.append((name, ""))
        self._open.append(_Open(tag, seen, statement))

    def _is_hidden(self, tag: str, values: Mapping[str, str]) -> bool:
        return (
            tag in _UNSEEN
            or not {"hidden", "popover"}.isdisjoint(values)
            or values.get("aria-hidden", "").strip().lower() == "true"
            or not self._unseen.isdisjoint(values.get("class", "").split())
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read ``<p/>`` as ``<p>``, as HTML does; only in a drawing does it end there."""
        self.handle_starttag(tag, attrs)
        if tag not in _NEVER_CLOSED and any(one.tag in _DRAWINGS for one in self._open):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those left open in it."""
        if self._open[-1].tag == tag:
            self._open.pop()
        elif any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note text where it belongs."""
        inmost = self._inmost
        if inmost.tag == "style":
            self.styles[-1] += data
        elif inmost.seen:
            self.said.append(data)
            if (at := inmost.statement) is not None:
                name, text = self.statements[at]
                self.statements[at] = (name, text + data)


def squeeze(text: str) -> str:
    """The text without what setting may change: spaces, line breaks, marks of direction and quotation marks of CSS."""
    return _IDLE.sub("", "".join(text.split()))


_IDLE = re.compile('[\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069"]')
