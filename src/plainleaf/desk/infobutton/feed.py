"""The answer to a health record: a feed of leaflets, as Atom, as JSON, or as a script.

The three say the same. In JSON, attributes become properties, text stands in ``_value``, and what may be repeated is a
list even where there is one of it, but for the author of a feed: so do the published sample and the largest service.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# Health records put answers into pages and scripts of their own: nothing in one may end an element or a string there.
_ESCAPED = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>=&'\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class Link:
    """Where a leaflet is, and what it is there.

    Attributes:
        lang: of the leaflet, as a BCP 47 tag.
    """

    href: str
    type: str
    lang: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaflet in one language at one level.

    Attributes:
        id: a ``tag:`` URI that stays the same when the leaflet is revised.
        updated: when its text was revised.
        summary: one line about it, in the language of the entry.
    """

    id: str
    title: str
    lang: str
    updated: dt.datetime
    author: str
    summary: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What was found.

    Attributes:
        base: the address that links are relative to.
        lang: of its own words.
        subtitle: what was looked for, or why nothing was found.
        updated: when the question was answered.
        used: the parameters of the request that decided the answer.
    """

    base: str
    lang: str
    title: str
    subtitle: str
    author: str
    updated: dt.datetime
    used: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    id: uuid.UUID


def write_atom(feed: Feed) -> bytes:
    """The feed as an Atom document whose elements have no prefix: some clients look for them by their bare names."""
    # The namespace is written as it stands: prefixes that the library knows are those of the whole program.
    root = ET.Element("feed", {"xmlns": _ATOM, f"{{{_XML}}}base": feed.base, f"{{{_XML}}}lang": feed.lang})
    _add(root, "title", feed.title, type="text")
    _add(root, "subtitle", feed.subtitle, type="text")
    _add_author(root, feed.author, feed.base)
    _add(root, "updated", _stamp(feed.updated))
    # Atom knows no order; HL7's schema (KnowledgeResponse.xsd) does.
    for name, value in feed.used:
        _add(root, "category", scheme=name, term=value)
    _add(root, "id", feed.id.urn)
    for entry in feed.entries:
        node = _add(root, "entry")
        node.set(f"{{{_XML}}}lang", entry.lang)
        _add(node, "title", entry.title, type="text")
        for link in entry.links:
            _add(node, "link", **_attributes(link))
        _add(node, "id", entry.id)
        _add(node, "updated", _stamp(entry.updated))
        _add_author(node, entry.author, feed.base)
        _add(node, "summary", entry.summary, type="text")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def write_json(feed: Feed) -> bytes:
    """The feed as JSON, with the signs escaped that mean something to HTML."""
    return json.dumps({"feed": _as_json(feed)}, ensure_ascii=False).translate(_ESCAPED).encode()


def write_script(feed: Feed, callback: str) -> bytes:
    """The feed as a script that calls a function with it."""
    # The comment keeps an old browser from taking the answer for a film.
    return b"/**/" + callback.encode() + b"(" + write_json(feed) + b");\n"


def _as_json(feed: Feed) -> dict[str, Any]:
    return {
        "base": feed.base,
        "lang": feed.lang,
        "title": _text(feed.title),
        "subtitle": _text(feed.subtitle),
        "author": {"name": {"_value": feed.author}, "uri": {"_value": feed.base}},
        "updated": {"_value": _stamp(feed.updated)},
        "id": {"_value": feed.id.urn},
        "category": [{"scheme": name, "term": value} for name, value in feed.used],
        "entry": [
            {
                "lang": entry.lang,
                "title": _text(entry.title),
                "link": [_attributes(link) for link in entry.links],
                "id": {"_value": entry.id},
                "updated": {"_value": _stamp(entry.updated)},
                "author": [{"name": {"_value": entry.author}, "uri": {"_value": feed.base}}],
                "summary": _text(entry.summary),
            }
            for entry in feed.entries
        ],
    }


def _text(text: str) -> dict[str, str]:
    return {"_value": text, "type": "text"}


def _attributes(link: Link) -> dict[str, str]:
    return {"rel": "alternate", "type": link.type, "hreflang": link.lang, "href": link.href, "title": link.title}


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    node = ET.SubElement(parent, name, attributes)
    node.text = text or None
    return node


def _add_author(parent: ET.Element, name: str, address: str) -> None:
    author = _add(parent, "author")
    _add(author, "name", name)
    _add(author, "uri", address)


def _stamp(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
