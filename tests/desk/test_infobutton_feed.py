"""The three shapes of an answer say the same, and nothing in one can break out of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.desk.infobutton.feed import Entry, Feed, Link, write_atom, write_json, write_script

ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML = "{http://www.w3.org/XML/1998/namespace}"
WHEN = dt.datetime(2026, 11, 22, 12, 30, 5, 999, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def parse(atom: bytes) -> ET.Element:
    return ET.fromstring(atom)  # noqa: S314 - what was written here


def feed(title: str = "Leaflets", *entries: Entry) -> Feed:
    return Feed(
        base="https://clinic.example/leaflets/",
        lang="en",
        title=title,
        subtitle="thalidomide",
        author="A clinic",
        updated=WHEN,
        used=(("mainSearchCriteria.v.c", "10432"),),
        entries=entries,
        id=uuid.UUID(int=7),
    )


def entry(title: str = "Talidomida") -> Entry:
    return Entry(
        id="tag:clinic.example,2026:us/es/thalidomide/plain",
        title=title,
        lang="es",
        updated=WHEN,
        author="A clinic",
        summary="Palabras sencillas",
        links=(Link("leaflet/thalidomide.pdf", "application/pdf", "es", title),),
    )


def test_elements_of_the_feed_have_no_prefix_and_stand_in_order() -> None:
    text = write_atom(feed("Leaflets", entry())).decode()
    assert text.startswith("<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"")
    names = re.findall(r"<(\w+)", text)
    assert names == [
        *("feed", "title", "subtitle", "author", "name", "uri", "updated", "category", "id"),
        *("entry", "title", "link", "id", "updated", "author", "name", "uri", "summary"),
    ]


def test_the_feed_says_who_when_and_for_what() -> None:
    root = parse(write_atom(feed("Leaflets", entry())))
    assert (root.get(f"{XML}lang"), root.get(f"{XML}base")) == ("en", "https://clinic.example/leaflets/")
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-11-22T11:30:05Z"
    assert root.findtext("a:id", namespaces=ATOM) == "urn:uuid:00000000-0000-0000-0000-000000000007"
    (category,) = root.findall("a:category", ATOM)
    assert category.attrib == {"scheme": "mainSearchCriteria.v.c", "term": "10432"}
    (found,) = root.findall("a:entry", ATOM)
    assert found.get(f"{XML}lang") == "es"
    link = found.find("a:link", ATOM)
    assert link is not None
    assert link.attrib == {
        "rel": "alternate",
        "type": "application/pdf",
        "hreflang": "es",
        "href": "leaflet/thalidomide.pdf",
        "title": "Talidomida",
    }


def test_json_says_what_the_feed_says() -> None:
    found = json.loads(write_json(feed("Leaflets", entry())))["feed"]
    assert found["title"] == {"_value": "Leaflets", "type": "text"}
    assert found["category"] == [{"scheme": "mainSearchCriteria.v.c", "term": "10432"}]
    assert found["author"]["name"]["_value"] == "A clinic"
    assert found["entry"][0]["link"][0]["href"] == "leaflet/thalidomide.pdf"
    assert found["entry"][0]["lang"] == "es"


def test_nothing_found_is_a_feed_without_entries() -> None:
    assert json.loads(write_json(feed()))["feed"]["entry"] == []
    assert parse(write_atom(feed())).find("a:entry", ATOM) is None


@pytest.mark.parametrize("sign", [*"<>='&", "\u2028", "\u2029"])
def test_signs_of_pages_and_scripts_are_escaped(sign: str) -> None:
    script = write_script(feed(f"a{sign}b"), "show").decode()
    assert sign not in script
    assert script.startswith("/**/show({")
    assert json.loads(script.removeprefix("/**/show(").removesuffix(");\n"))["feed"]["title"]["_value"] == f"a{sign}b"


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
def test_any_title_comes_out_as_it_went_in(title: str) -> None:
    root = parse(write_atom(feed(title, entry(title))))
    assert (root.findtext("a:title", namespaces=ATOM) or "") == title
    assert json.loads(write_json(feed(title)))["feed"]["title"]["_value"] == title
