"""The statements of a finished page, read back from its HTML, and held against what the page has to say.

A template may change how a page looks, never what it says: a page that lost a statement, changed one or hides one is
not written.
"""

from __future__ import annotations

from html.parser import HTMLParser

from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position, Problem

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNSEEN = frozenset({"head", "template", "noscript", "script", "style", "dialog", "details"})
_UNSEEN_CLASSES = frozenset({"unseen", "skip", "room"})  # of screen.css: not on the screen, or not always
_SHOWN = 60  # characters of a statement in a message


class _Page(HTMLParser):
    """Texts that are seen, in order: those of statements by their ids, and all of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.statements: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, whether it is seen, whether it is a statement

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        values = dict(attrs)
        hidden = tag in _UNSEEN or "hidden" in values or values.get("aria-hidden") == "true"
        hidden = hidden or not _UNSEEN_CLASSES.isdisjoint((values.get("class") or "").split())
        seen = not hidden and (not self._open or self._open[-1][1])
        name = values.get("data-statement")
        if name is not None and seen:
            self.statements.append((name, ""))
        inside = name is not None or (bool(self._open) and self._open[-1][2])
        self._open.append((tag, seen, inside))

    def handle_endtag(self, tag: str) -> None:
        if any(open_tag == tag for open_tag, _, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._open or not self._open[-1][1]:
            return
        self.text.append(data)
        if self._open[-1][2]:
            name, text = self.statements[-1]
            self.statements[-1] = (name, text + data)


def read_statements(html: str) -> list[tuple[str, str]]:
    """Id and text of every statement that a reader of the page sees, in order."""
    return _read(html).statements


def lost_on(html: str, source: LeafletSource, path: str) -> list[Problem]:
    """B011 for each statement and mark of the source that the page does not show as it is, in its place.

    Args:
        path: of the page, for messages.
    """
    page = _read(html)
    (text, *_) = source.texts
    wanted = [(statement.id, statement.text) for statement in text.statements]
    where, hint = Position(path), "compare the theme's screen.html with that of the theme `plain`"
    problems = [
        Problem(where, "B011", f"the page does not say `{name}`: {said[:_SHOWN]}", hint)
        for name, said in dict.fromkeys(wanted)
        if (name, said) not in page.statements
    ]
    if not problems and page.statements != wanted:
        problems.append(Problem(where, "B011", "the page says its statements twice or in another order", hint))
    shown = "".join(page.text)
    problems += [
        Problem(where, "B011", f"the page does not say: {mark}", hint) for mark in text.marks if mark not in shown
    ]
    return problems


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page
