"""Whether a page still says everything that its leaflet says, whatever the template made of it.

It is looked at before the page is set. What the style hides, covers or shrinks, and what stands on the paper in the
end, is looked at on the finished page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from plainleaf.press.source import LeafletSource
from plainleaf.press.style import Style
from plainleaf.problems import Position, Problem

_NEVER_CLOSED = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNSEEN = frozenset({
    "head", "title", "script", "style", "template", "noscript", "dialog", "details", "textarea", "select", "object",
    "iframe", "noframes", "noembed", "audio", "video", "canvas", "svg", "math",
})  # fmt: skip
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAMED = 5  # problems of one page; a template that loses one thing often loses all
_SHOWN = 60  # characters of a statement in a message


class _Page(HTMLParser):
    """What a page says where it is seen: all of it, and the text of every statement by its id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.statements: dict[str, list[str]] = {}
        self.styles: list[tuple[str, int]] = []
        self.attributes: list[tuple[str, int]] = []
        self._open: list[tuple[str, bool, str]] = []  # tag, whether it is seen, the statement that it belongs to

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if style := values.get("style"):
            self.attributes.append((style, self.getpos()[0]))
        if tag == "style":
            self.styles.append(("", self.getpos()[0]))
        if tag in _NEVER_CLOSED:
            self.said.append(" ")
            return
        _, seen, statement = self._open[-1] if self._open else ("", True, "")
        hidden = tag in _UNSEEN or "hidden" in values or values.get("aria-hidden") == "true"
        if own := values.get("data-statement"):
            statement = own
            self.statements.setdefault(own, []).append("")
        self._open.append((tag, seen and not hidden, statement))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, seen, statement = self._open[-1] if self._open else ("", True, "")
        if tag == "style" and self.styles:
            css, line = self.styles[-1]
            self.styles[-1] = (css + data, line)
        elif seen:
            self.said.append(data)
            if statement:
                self.statements[statement][-1] += data


def lost_statements(html: str, source: LeafletSource, template: str) -> list[Problem]:
    """P006 for what the page does not say of its source, P005 for what the page itself hides; only the first few.

    Args:
        html: the page, with every text of a statement inside an element with ``data-statement``.
        template: path of what made it, for messages.
    """
    problems = list(dict.fromkeys(_lost(html, source, template)))
    if (left := len(problems) - _NAMED) <= 0:
        return problems
    message = f"the page hides or lacks {left:,} more things that the leaflet says"
    return [*problems[:_NAMED], Problem(Position(template), "P006", message)]


def _lost(html: str, source: LeafletSource, template: str) -> Iterator[Problem]:
    page = _Page()
    page.feed(html)
    page.close()
    where = Position(template)
    hint = "compare it with the template of the theme `plain`"
    if "<!--" in _COMMENT.sub("", html):  # the engine takes what follows for a comment, this parser for text
        yield Problem(where, "P006", "a comment is not closed, and hides what follows", "end it with -->")
    statements = {name: [_squeeze(text) for text in texts] for name, texts in page.statements.items()}
    said = _squeeze("".join(page.said))
    margins = _squeeze("".join(_unescape(css) for css, _ in page.styles))
    for text in source.texts:
        for one in text.statements:
            if not any(_squeeze(one.text) in found for found in statements.get(one.id, ())):
                yield Problem(where, "P006", f"the page does not say `{one.id}`: {one.text[:_SHOWN]}", hint)
            elif _squeeze(one.frequency) not in said:
                yield Problem(where, "P006", f"the page does not say how often: `{one.id}`", hint)
        for title in (text.title, *(title for part in text.sections for title in (part.title, *part.headings))):
            if _squeeze(title) not in said:
                yield Problem(where, "P006", f"the page lacks the heading: {title[:_SHOWN]}", hint)
        for at, mark in enumerate(text.marks):
            is_draft = at == 0 and source.status == "draft"  # for every page, so the text of one is no place for it
            if _squeeze(mark) not in margins and (is_draft or _squeeze(mark) not in said):
                yield Problem(where, "P006", f"the margins of the page do not say: {mark[:_SHOWN]}", hint)
    yield from _hidden_by_page(page, template)


def _hidden_by_page(page: _Page, template: str) -> Iterator[Problem]:
    for css, _ in page.styles:
        yield from (_at(template, one) for one in Style(css, template, of_page=True).problems())
    for css, _ in page.attributes:
        yield from (_at(template, one) for one in Style(css, template).problems_of_element())


def _at(template: str, problem: Problem) -> Problem:
    """The problem without its line, which counts in the page that was made and not in the template."""
    return Problem(Position(template), problem.code, problem.message, problem.hint)


def _squeeze(text: str) -> str:
    """The text without what setting may change: spaces, line breaks, marks of direction and quotation marks of CSS."""
    return re.sub('[\\s\u200b\u200e\u200f\u2066-\u2069"]', "", text)


def _unescape(css: str) -> str:
    """What the strings of a style say: its escapes read, a line break as nothing."""
    return _ESCAPE.sub(lambda found: _letter(found[1]) if found[1] else found[2], css)


def _letter(code: str) -> str:
    number = int(code, 16)
    return "" if number == 10 or not 0 < number <= 0x10FFFF else chr(number)  # noqa: PLR2004 - `\\A`, a line break
