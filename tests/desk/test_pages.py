"""The desk asked for its pages as a browser without a script asks."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.desk.conftest import Desk

from plainleaf.desk.pictures import WIDTHS
from plainleaf.press.inspection.tags import read_tags
from plainleaf.problems import Position, Problem

LEAFLET = "/leaflet/thalidomide"
SPANISH = {"lang": "es", "level": "easy", "format": "summary-letter"}
TAG = re.compile("<[^>]*>")
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = "?lang=es&level=easy&format=summary-letter"


def plain(html: str) -> str:
    return TAG.sub("", html)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_first_page_has_a_box_to_type_in_and_all_leaflets(desk: Desk) -> None:
    answer = desk.client.get("/")
    assert answer.status_code == 200
    assert re.search(r'<input id="q"[^>]* autofocus>', answer.text)
    assert answer.text.count('href="/leaflet/') == 4
    assert "Clinica Verde" in answer.text


@pytest.mark.parametrize("path", ["/", LEAFLET, LEAFLET + QUERY, "/audit", "/nothing"])
def test_pages_ask_for_nothing_from_elsewhere_and_say_what_may_be_done(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert not re.findall(r'(?:src|href|action|srcset)="(?!/|\?|#)[^"]*"', answer.text)
    assert "style=" not in answer.text
    assert "<script>" not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "typed",
    ["thalidomide", "Talidomid", "Талидомид", "サリドマイド", "thalomid", "10432", "L04AX02", "220239", "4Z8R6ORS6L"],
)
def test_the_name_of_a_medicine_opens_its_leaflet(desk: Desk, typed: str) -> None:
    answer = desk.client.get(f"/?q={quote(typed)}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, LEAFLET)


@pytest.mark.parametrize("typed", ["thalidomyde", "talidomide x", "lenalidomde"])
def test_what_is_only_alike_is_offered_and_never_chosen(desk: Desk, typed: str) -> None:
    answer = desk.client.get(f"/?q={quote(typed)}", follow_redirects=False)
    assert answer.status_code == 200
    assert "Look at each letter" in answer.text or "Nothing was found" in answer.text


def test_a_part_of_a_name_shows_all_that_have_it(desk: Desk) -> None:
    answer = desk.client.get("/?q=lidomid", follow_redirects=False)
    assert answer.status_code == 200
    assert answer.text.count('href="/leaflet/') == 3


def test_what_is_typed_is_never_markup(desk: Desk) -> None:
    answer = desk.client.get("/?q=" + quote('"><script>alert(1)</script>'))
    assert "<script>alert" not in answer.text
    assert "Nothing was found" in answer.text


def test_no_language_is_chosen_for_anybody(desk: Desk) -> None:
    answer = desk.client.get(LEAFLET)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert "data-print" not in answer.text
    assert re.search(r'<bdi lang="ar" dir="rtl">العربية</bdi> <span class="soft">Arabic</span>', answer.text)
    assert answer.text.count("aria-current") == 0


def test_a_leaflet_is_seen_as_it_will_be_printed(desk: Desk) -> None:
    page = desk.client.get(LEAFLET + QUERY)
    assert page.status_code == 200
    assert "no clinician has approved it" in page.text
    assert "Reading level" in page.text
    assert "To be reviewed by" in page.text
    address = re.findall(r'<img src="([^"]+)"', page.text)
    assert len(address) == 1  # a summary has one page
    picture = desk.client.get(address[0].replace("&amp;", "&"))
    assert picture.headers["content-type"] == "image/png"
    assert "immutable" in picture.headers["cache-control"]
    assert Image.open(io.BytesIO(picture.content)).size[0] == 960
    stale = desk.client.get(f"{LEAFLET}/page/1.png{QUERY}&of=0000")
    assert stale.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", [
    "/leaflet/none", f"{LEAFLET}/page/2.png{QUERY}", f"{LEAFLET}/page/0.png{QUERY}", f"{LEAFLET}/page/x.png{QUERY}",
    f"{LEAFLET}/page/1.png{QUERY}&width={WIDTHS[0] + 1}", f"{LEAFLET}/page/1.png", "/nothing", "/leaflet",
    "/static/../app.py", "/static/%2e%2e/leaflet.py",
    f"{LEAFLET}?place=atlantis",
])  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(desk: Desk, address: str) -> None:
    answer = desk.client.get(address)
    assert answer.status_code == 404
    assert "This page is not here." in answer.text


def test_what_cannot_be_printed_is_explained_and_not_replaced(desk: Desk) -> None:
    answer = desk.client.get(f"{LEAFLET}?lang=ur&format=summary-letter&level=plain")
    assert answer.status_code == 404
    assert "There is no leaflet about Thalidomide in اردو with this much to read" in plain(answer.text)
    assert "It is not replaced by another language." in answer.text
    assert "P0" in answer.text  # the reason, for whoever runs the desk
    assert "<img" not in answer.text
    assert "data-print" not in answer.text


def test_a_print_is_noted_down_and_remembered_without_anything_of_the_patient(desk: Desk) -> None:
    answer = desk.post(f"{LEAFLET}/print", **SPANISH)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["content-disposition"] == 'inline; filename="thalidomide-es-easy-summary-letter.pdf"'
    event = json.loads(desk.printed().splitlines()[-1])
    assert (event["event"], event["leaflet"], event["lang"], event["status"]) == (
        "opened",
        "thalidomide",
        "es",
        "draft",
    )
    assert re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", event["code"])
    assert "Used here lately" in desk.client.get("/").text


def test_opened_and_printed_are_two_things(desk: Desk) -> None:
    early = desk.post(f"{LEAFLET}/confirm", **SPANISH)
    assert early.status_code == 400  # it was not opened here
    desk.post(f"{LEAFLET}/print", **SPANISH)
    answer = desk.post(f"{LEAFLET}/confirm", **SPANISH)
    assert answer.status_code == 303
    assert "Noted." in desk.client.get(answer.headers["location"]).text
    opened, confirmed = map(json.loads, desk.printed().splitlines()[-2:])
    assert (opened["event"], confirmed["event"]) == ("opened", "confirmed")
    assert opened["sha256"] == confirmed["sha256"]


def test_a_form_from_elsewhere_changes_nothing(desk: Desk) -> None:
    before = desk.printed()
    desk.client.get("/")
    for path, fields in {
        f"{LEAFLET}/print": SPANISH, f"{LEAFLET}/confirm": SPANISH, "/station": {"language": "es"},
        "/favorite": {"leaflet": "thalidomide", "wanted": "yes"},
    }.items():  # fmt: skip
        for token in ("", "0" * 32, "é"):
            answer = desk.client.post(path, data={**fields, "token": token}, follow_redirects=False)
            assert answer.status_code == 403
            assert "Load it again." in answer.text
    assert desk.printed() == before


def test_drafts_can_be_looked_at_and_not_printed_where_that_is_not_allowed(desk: Desk) -> None:
    desk.settings(allow_drafts=False)
    page = desk.client.get(LEAFLET + QUERY)
    assert "<img" in page.text
    assert "Drafts can be looked at here and not printed." in page.text
    assert "data-print" not in page.text
    before = desk.printed()
    answer = desk.post(f"{LEAFLET}/print", **SPANISH)
    assert answer.status_code == 403
    assert "not printed" in answer.text
    assert desk.printed() == before


def test_a_sensitive_leaflet_asks_before_it_is_printed(desk: Desk) -> None:
    page = desk.client.get(LEAFLET + QUERY).text
    assert re.search(r"<details class=\"ask\">.*Ask the patient before you print\..*data-print", page, re.DOTALL)
    answer = desk.client.get(f"{LEAFLET}/pdf{QUERY}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{LEAFLET}?lang=es")


def test_what_cannot_be_noted_down_is_not_handed_out(desk: Desk) -> None:
    folder = desk.workspace / "desk/printed"
    kept = folder.with_name("kept")
    if folder.exists():
        folder.rename(kept)
    folder.write_text("a file where a folder should be")
    try:
        answer = desk.post(f"{LEAFLET}/print", **SPANISH)
    finally:
        folder.unlink()
        if kept.exists():
            kept.rename(folder)
    assert answer.status_code == 503
    assert b"%PDF" not in answer.content


@pytest.mark.parametrize(("tag", "direction", "word"), [
    ("es", "ltr", "Imprimir"), ("fr", "ltr", "Imprimer"), ("ar", "rtl", "طباعة"),
])  # fmt: skip
def test_staff_work_in_their_own_language(desk: Desk, tag: str, direction: str, word: str) -> None:
    answer = desk.post("/station", language=tag, back=LEAFLET + QUERY)
    assert (answer.status_code, answer.headers["location"]) == (303, LEAFLET + QUERY)
    page = desk.client.get(LEAFLET + QUERY).text
    assert f'<html lang="{tag}" dir="{direction}">' in page
    assert word in page
    assert "Draft:" not in page


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "/a\nb"])
def test_a_form_leads_to_no_other_site(desk: Desk, back: str) -> None:
    assert desk.post("/station", name="Reception 2", back=back).headers["location"] == "/"
    assert 'value="Reception 2"' in desk.client.get("/audit").text


def test_favorites_stay_at_hand(desk: Desk) -> None:
    desk.post("/favorite", leaflet="pomalidomide", wanted="yes", back="/")
    assert "Favorites" in desk.client.get("/").text
    assert desk.post("/favorite", leaflet="none", wanted="yes").status_code == 404
    desk.post("/favorite", leaflet="pomalidomide", wanted="no", back="/")
    assert "Favorites" not in desk.client.get("/").text


def test_a_ward_prints_with_its_own_telephone(desk: Desk) -> None:
    whole = desk.post(f"{LEAFLET}/print", **SPANISH).content
    desk.post("/station", profile="Ward 3", back="/")
    ward = desk.post(f"{LEAFLET}/print", **SPANISH)
    assert ward.status_code == 200
    assert ward.content != whole
    assert json.loads(desk.printed().splitlines()[-1])["profile"] == "Ward 3"
    changed = desk.post("/station", profile="", back="/leaflet/x?lang=es&profile=Ward+3").headers["location"]
    assert changed == "/leaflet/x?lang=es"
    desk.post("/station", profile="Ward 3", back="/")
    desk.post("/station", profile="Ward 99", back="/")
    assert 'value="Ward 3" selected' in desk.client.get("/").text


def test_what_was_printed_is_a_list_and_a_table(desk: Desk) -> None:
    desk.post("/station", name="Reception 2", back="/")
    desk.post(f"{LEAFLET}/print", **SPANISH)
    page = desk.client.get("/audit")
    assert "Reception 2" in page.text
    assert "Spanish" in page.text
    rows = list(csv.DictReader(io.StringIO(desk.client.get("/audit.csv").text)))
    assert rows[-1]["station"] == "Reception 2"
    assert rows[-1]["leaflet"] == "thalidomide"
    assert "Nothing was printed in these days." in desk.client.get("/audit?from=2001-01-01&to=2001-01-02").text
    assert desk.client.get("/audit?from=yesterday&to=2001-13-45").status_code == 200


def test_machines_are_told_how_it_is(desk: Desk) -> None:
    assert desk.client.get("/healthz").text == "ok\n"
    ready = desk.client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "fault": ""})
    counts = desk.client.get("/metrics").text
    assert 'plainleaf_request_seconds_count{page="/healthz",status="200"}' in counts
    assert "thalidomide" not in counts


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(desk: Desk, method: str) -> None:
    assert desk.client.request(method, "/").status_code == 405


def test_forms_of_another_kind_or_size_are_refused(desk: Desk) -> None:
    assert desk.client.post("/station", files={"name": b"x"}).status_code == 415
    assert desk.client.post("/station", content="a=%FF", headers=FORM).status_code == 400
    many = "&".join(f"a{number}=1" for number in range(500))
    assert desk.client.post("/station", content=many, headers=FORM).status_code == 400
    assert desk.client.post("/station", data={"name": "x" * 100_000}).status_code == 413
    assert desk.client.get("/?q=" + "x" * 10_000).status_code == 414
    assert desk.client.get("/", headers={"host": "evil.example"}).status_code == 421


PACKET = {"level": "easy", "format": "summary-letter", "leaflet": "thalidomide"}


def test_a_packet_is_one_file_with_tags_and_a_copy_for_staff(desk: Desk) -> None:
    assert "There is nothing in the packet yet." in desk.client.get("/packet").text
    for lang in ("es", "ar", "es"):
        assert desk.post("/packet/add", lang=lang, **PACKET).headers["location"] == "/packet"
    page = desk.client.get("/packet").text
    assert page.count('name="number" value="') == 3  # two leaflets, and all
    answer = desk.post("/packet/print", copy="en")
    assert answer.status_code == 200
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        tags = read_tags(pdf)
        assert (tags.lang, tags.languages, tags.faults) == ("en", ("en", "es", "ar"), ())
        assert tags.counts["Document"] == 3
        assert len(pdf.pages) == 5  # each begins on a sheet of its own
    events = [json.loads(line) for line in desk.printed().splitlines()[-3:]]
    assert [event["lang"] for event in events] == ["es", "ar", "en"]
    assert desk.post("/packet/confirm", copy="en").headers["location"] == "/packet?noted=yes"
    assert '"confirmed"' in desk.printed().splitlines()[-1]
    # The next patient's begins empty.
    assert "There is nothing in the packet yet." in desk.client.get("/packet").text
    assert desk.post("/packet/confirm").status_code == 400


def test_what_is_taken_out_of_a_packet_is_out(desk: Desk) -> None:
    for lang in ("es", "ar"):
        desk.post("/packet/add", lang=lang, **PACKET)
    desk.post("/packet/remove", number="0")
    assert desk.client.get("/packet").text.count('name="number" value="') == 2
    assert desk.post("/packet/confirm").status_code == 400  # it was not opened
    desk.post("/packet/remove", number="all")
    assert "There is nothing in the packet yet." in desk.client.get("/packet").text


def test_a_leaflet_of_another_place_keeps_its_telephone_numbers_in_a_packet(desk: Desk) -> None:
    uk = {"lang": "en", "level": "easy", "format": "summary-a4", "place": "uk"}
    alone = desk.post(f"{LEAFLET}/print", **uk).content
    assert "999" in text_of(alone)
    desk.post("/packet/add", leaflet="thalidomide", **uk)
    desk.post("/packet/add", lang="en", **PACKET)
    assert "United Kingdom" in desk.client.get("/packet").text
    packet = text_of(desk.post("/packet/print").content)
    assert text_of(alone) in packet
    assert "911" in packet
    assert desk.post(f"{LEAFLET}/print", **uk).content == alone


def test_what_is_not_there_any_more_keeps_a_packet_from_being_printed(desk: Desk) -> None:
    desk.post("/packet/add", lang="es", **PACKET)
    packet = desk.client.cookies["plainleaf-packet"].strip('"')
    desk.client.cookies.clear()
    desk.client.get("/")
    desk.client.cookies.set("plainleaf-packet", f"{packet}.gone:es:easy:summary-letter:us:")
    page = desk.client.get("/packet").text
    assert "cannot be printed. Take it out" in page
    assert page.count('name="number" value="') == 3
    assert desk.post("/packet/print").status_code == 400


def test_a_booklet_is_bound_with_no_other_sheet(desk: Desk) -> None:
    desk.post("/packet/add", lang="es", **PACKET)
    desk.post("/packet/add", lang="es", **{**PACKET, "format": "booklet-letter"})
    assert "data-print" not in desk.client.get("/packet").text
    assert desk.post("/packet/print").status_code == 400


def test_a_leaflet_that_breaks_a_rule_is_not_printed_here_either(desk: Desk) -> None:
    holdings = desk.service.holdings
    ward = holdings.ward()
    problem = Problem(Position("leaflets/thalidomide.yaml", 1), "L001", "a section is missing")
    key = next(key for key, one in holdings._wards.items() if one is ward)
    holdings._wards[key] = replace(ward, refused={"thalidomide": (problem,)})
    try:
        page = desk.client.get(LEAFLET + QUERY)
        assert (page.status_code, "L001" in page.text, "<img" in page.text) == (404, True, False)
        assert desk.post(f"{LEAFLET}/print", **SPANISH).status_code == 404
        feed = desk.client.get("/infobutton?mainSearchCriteria.v.dn=thalidomide")
        assert "<entry" not in feed.text
    finally:
        holdings._wards[key] = ward


def test_nothing_of_a_packet_is_printed_when_a_part_cannot_be(desk: Desk) -> None:
    desk.post("/packet/add", lang="es", **PACKET)
    desk.post("/packet/add", lang="ur", **{**PACKET, "level": "plain"})
    page = desk.client.get("/packet").text
    assert "cannot be printed. Take it out" in page
    assert "data-print" not in page
    before = desk.printed()
    answer = desk.post("/packet/print")
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content
    assert desk.printed() == before


def test_a_packet_has_an_end_and_drafts_stay_locked(desk: Desk) -> None:
    for tag in ("en", "es", "ar", "fr", "de", "it", "pl", "ru", "uk", "tr", "vi", "ko", "ja"):
        added = desk.post("/packet/add", lang=tag, **PACKET).headers["location"]
        assert (added == "/packet?full=yes") == (tag == "ja")
    desk.settings(allow_drafts=False)
    desk.post("/packet/remove", number="all")
    desk.post("/packet/add", lang="es", **PACKET)
    assert "data-print" not in desk.client.get("/packet").text
    assert desk.post("/packet/print").status_code == 403
    assert desk.post("/packet/add", lang="es", leaflet="none").status_code == 400
    assert desk.post("/packet/add", leaflet="thalidomide").status_code == 400
