"""Health records ask the desk, and get what they mean or nothing."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from tests.desk.conftest import Desk
from tests.desk.infobutton_clients import CLIENTS, Client

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NAMED = {client.name: client for client in CLIENTS}
RXNORM = "mainSearchCriteria.v.cs=2.16.840.1.113883.6.88"


def parse(atom: str) -> ET.Element:
    return ET.fromstring(atom)  # noqa: S314 - what was written here


def ask(desk: Desk, query: str, accept: str = "*/*") -> tuple[str, ET.Element]:
    answer = desk.client.get(f"/infobutton?{query}", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    return answer.text, parse(answer.text)


def languages(feed: ET.Element) -> set[str | None]:
    return {entry.get(f"{XML}lang") for entry in feed.iter(f"{ATOM}entry")}


@pytest.mark.parametrize(("name", "lang"), [("OpenEMR", "en"), ("OpenEMR in Spanish", "es"), ("gloEMR", "es")])
def test_a_code_finds_the_leaflet_in_the_language_that_is_asked_for(desk: Desk, name: str, lang: str) -> None:
    text, feed = ask(desk, NAMED[name].query)
    assert text.index("<feed") < 60  # no prefix
    assert languages(feed) == {lang}
    entries = list(feed.iter(f"{ATOM}entry"))
    assert len(entries) == 3  # a level each
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("hreflang") == lang
        # A sensitive leaflet is answered by the page that asks first.
        assert link.get("type") == "text/html"
        assert desk.client.get(str(link.get("href"))).status_code == 200


@pytest.mark.parametrize("name", ["a card in React", "a veterinary manual"])
def test_a_name_without_a_code_finds_it_too(desk: Desk, name: str) -> None:
    answer = desk.client.get(f"/infobutton?{NAMED[name].query}")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    feed = json.loads(answer.text)["feed"]
    assert {entry["lang"] for entry in feed["entry"]} == {"en"}
    assert all("Thalidomide" in entry["title"]["_value"] for entry in feed["entry"])


def test_another_thing_is_an_empty_feed(desk: Desk) -> None:
    _, feed = ask(desk, NAMED["OpenInfobutton"].query)
    assert list(feed.iter(f"{ATOM}entry")) == []
    assert "Cystitis" in str(feed.findtext(f"{ATOM}subtitle"))


@pytest.mark.parametrize("tag", ["nl", "pt-PT", "xx", "not a language"])
def test_no_other_language_stands_in_for_one_that_is_not_there(desk: Desk, tag: str) -> None:
    _, feed = ask(desk, f"{RXNORM}&mainSearchCriteria.v.c=10432&informationRecipient.languageCode.c={tag}")
    assert list(feed.iter(f"{ATOM}entry")) == []


def test_drafts_are_no_answer_where_they_are_not_handed_out(desk: Desk) -> None:
    desk.settings(allow_drafts=False)
    _, feed = ask(desk, NAMED["OpenEMR"].query)
    assert list(feed.iter(f"{ATOM}entry")) == []
    assert "that may be handed out" in str(feed.findtext(f"{ATOM}subtitle"))


def test_a_form_is_answered_like_an_address(desk: Desk) -> None:
    client: Client = NAMED["OpenEMR in Spanish"]
    answer = desk.client.post(
        "/infobutton", content=client.query, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert languages(parse(answer.text)) == {"es"}


def test_a_script_calls_what_it_was_told_to(desk: Desk) -> None:
    query = f"{NAMED['OpenEMR'].query}&knowledgeResponseType=application/javascript&callback=show.it"
    answer = desk.client.get(f"/infobutton?{query}")
    assert answer.text.startswith("/**/show.it({")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-type"] == "application/javascript; charset=utf-8"


def test_a_browser_is_led_to_the_leaflet(desk: Desk) -> None:
    def go(query: str) -> str:
        answer = desk.client.get(
            f"/infobutton?{query}",
            headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
            follow_redirects=False,
        )
        return str(answer.headers.get("location", answer.status_code))

    assert go(NAMED["OpenEMR in Spanish"].query) == "/leaflet/thalidomide?lang=es"
    unknown = f"{RXNORM}&mainSearchCriteria.v.c=10432&informationRecipient.languageCode.c=nl"
    assert go(unknown) == "200"  # a page that says that there is none
    assert go(f"{RXNORM}&mainSearchCriteria.v.c=10432") == "/leaflet/thalidomide"  # where a person chooses
    desk.settings(allow_drafts=False)
    assert go(NAMED["OpenEMR in Spanish"].query) == "200"
    desk.settings(allow_drafts=True)
    assert go(NAMED["OpenInfobutton"].query.replace("text/xml", "text/html")) == "200"


@pytest.mark.parametrize("query", [
    "", "mainSearchCriteria.v.c=10432", "mainSearchCriteria.v.dn=x&knowledgeResponseType=text/plain",
    "mainSearchCriteria.v.dn=x&knowledgeResponseType=application/javascript&callback=alert(1)",
    "mainSearchCriteria.v.dn=" + "x" * 600, "&".join(f"a{number}=1" for number in range(300)),
])  # fmt: skip
def test_what_breaks_the_rules_is_said_to_whoever_wrote_it(desk: Desk, query: str) -> None:
    answer = desk.client.get(f"/infobutton?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text) > 20


@pytest.mark.parametrize(
    "query",
    ["mainSearchCriteria.v.dn=%FF%FE", "mainSearchCriteria.v.dn=%00%1B", "mainSearchCriteria.v.dn=%F0%9F%92%8A"],
)
def test_no_character_breaks_the_feed(desk: Desk, query: str) -> None:
    answer = desk.client.get(f"/infobutton?{query}")
    if answer.status_code == 200:
        parse(answer.text)
    else:
        assert answer.status_code == 400
