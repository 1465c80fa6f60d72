"""Placeholders as tags inside a text of XLIFF or TMX, and back.

A placeholder that stands as a tag cannot be mistyped in a tool. What comes back as a tag must be one that the source
text has, or the text is refused: a tag is never guessed at and never dropped.
"""

from __future__ import annotations

import re
from typing import Any

Node = Any  # an element of lxml, which has no types
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class TagError(ValueError):
    """An inline tag that is no placeholder of the message."""


def write_inline(node: Node, source: str, text: str) -> None:
    """Put a text into an element, its placeholders as ``<ph>`` with the numbers that they have in the source."""
    free = [(str(number), found[0]) for number, found in enumerate(_PLACEHOLDER.finditer(source), 1)]
    node.text, last, end = None, None, 0
    for found in _PLACEHOLDER.finditer(text):
        number = next((number for number, placeholder in free if placeholder == found[0]), None)
        if number is None:
            continue
        free.remove((number, found[0]))
        _append(node, last, text[end : found.start()])
        last = node.makeelement(node.tag.replace("source", "ph").replace("target", "ph"), {"id": number})
        last.text, end = found[0], found.end()
        node.append(last)
    _append(node, last, text[end:])


def _append(node: Node, last: Node, text: str) -> None:
    if last is None:
        node.text = text
    else:
        last.tail = text


def read_tags(source: Node) -> dict[str, str]:
    """The placeholders that stand as tags in a source text, by id."""
    tags: dict[str, str] = {}
    for node in source.iter("{*}ph", "{*}x"):
        content = "".join(node.itertext()) or node.get("equiv-text", "")
        if not _PLACEHOLDER.fullmatch(content):
            raise TagError(f"a tag in its source that is no placeholder: {content[:40]!r}")
        tags[node.get("id") or node.get("x") or content] = content
    return tags


def text_of(node: Node, known: dict[str, str]) -> str:
    """The text of an element, tags turned back into the placeholders that they stand for."""
    parts = [node.text or ""]
    for child in node:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name == "mrk":
            parts.append(text_of(child, known))
        elif name in {"ph", "x"}:
            parts.append(_placeholder(child, known))
        elif name or not callable(child.tag) or child.tag.__name__ not in {"Comment", "ProcessingInstruction"}:
            raise TagError(f"a tag that the source does not have: {name or 'an entity'}")
        parts.append(child.tail or "")
    return "".join(parts)


def _placeholder(node: Node, known: dict[str, str]) -> str:
    content = "".join(node.itertext()) or node.get("equiv-text", "")
    meant = known.get(node.get("id") or node.get("x") or content, "")
    if (content and content in known.values()) or (meant and not content):
        return content or meant
    raise TagError(f"a tag that is no placeholder of its source: {content[:40] or node.get('id', '')!r}")
