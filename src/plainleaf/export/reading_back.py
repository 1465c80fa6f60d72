"""A finished page for a screen, read back from its HTML and held against what it has to say.

A page that lost a statement, a heading or a mark, changed or hides one, or runs a program, is not written.
"""

from __future__ import annotations

from collections.abc import Iterator

from plainleaf.press.completeness import headings_of
from plainleaf.press.seen import SeenPage, squeeze
from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position, Problem

_UNSEEN_CLASSES = frozenset({"unseen", "skip", "room"})  # of screen.css: not on the screen, or not always
_FOREIGN = frozenset({"script", "style", "base", "iframe", "object", "embed"})
_POLICY = "content-security-policy"
_SHOWN = 60  # characters of a statement in a message
_HINT = "install plainleaf again: the templates of pages for a screen are its own"


def read_statements(html: str) -> list[tuple[str, str]]:
    """Id and text of every statement that a reader of the page sees, in order."""
    return SeenPage(html, _UNSEEN_CLASSES).statements


def lost_on(html: str, source: LeafletSource, path: str, policy: str, english_draft: str) -> list[Problem]:
    """B011 for all of the source that the page does not show as it is, in its place, and for what may not stand in it.

    Args:
        path: of the page, for messages.
        policy: what the page has to tell a browser that it may load.
        english_draft: the mark of a draft that people of the clinic can read.
    """
    page = SeenPage(html, _UNSEEN_CLASSES)
    return [
        Problem(Position(path), "B011", message, _HINT)
        for message in (*_lost(page, source, english_draft), *_foreign(page, policy))
    ]


def _lost(page: SeenPage, source: LeafletSource, english_draft: str) -> Iterator[str]:
    (text, *_) = source.texts
    wanted = [(statement.id, statement.text) for statement in text.statements]
    lost = [pair for pair in dict.fromkeys(wanted) if pair not in page.statements]
    yield from (f"the page does not say `{name}`: {said[:_SHOWN]}" for name, said in lost)
    if not lost and page.statements != wanted:
        yield "the page says its statements twice or in another order"
    shown = squeeze("".join(page.said))
    for statement in text.statements:
        if squeeze(statement.frequency) not in shown:
            yield f"the page does not say how often: `{statement.id}`"
    lacking = [title for title in headings_of(text) if squeeze(title) not in shown]
    yield from (f"the page lacks the heading: {title[:_SHOWN]}" for title in lacking)
    marks = (*text.marks, english_draft) if source.status == "draft" else text.marks
    yield from (f"the page does not say: {mark}" for mark in dict.fromkeys(marks) if squeeze(mark) not in shown)


def _foreign(page: SeenPage, policy: str) -> Iterator[str]:
    """What a page of words has no use for, and what its own policy would keep from working as somebody meant it."""
    for name in dict.fromkeys(tag.name for tag in page.tags if tag.name in _FOREIGN):
        yield f"<{name}> may not stand in the page"
    for name in dict.fromkeys(name for tag in page.tags for name in tag.values):
        if name == "style" or name.startswith("on"):
            yield f"the attribute {name} may not stand in the page"
    policies = [
        tag.values.get("content", "")
        for tag in page.tags
        if tag.name == "meta" and tag.values.get("http-equiv", "").lower() == _POLICY
    ]
    if policies != [policy]:
        yield "the page does not tell the browser what it may load (Content-Security-Policy)"
