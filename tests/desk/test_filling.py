"""A leaflet filled in for one patient: what was written stands on the paper, and is found nowhere afterwards."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import re
import signal
import threading
import time
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from tests.desk.conftest import Desk

from plainleaf.desk import making
from plainleaf.desk.holdings import Ward
from plainleaf.translation.lookup import Language
from plainleaf.workspace import cache_folder

PATH = "/leaflet/lenalidomide/fill"
CHOICE = {"lang": "es", "level": "easy", "format": "letter", "place": "us", "profile": ""}
WRITTEN = {
    "daily": "22.5",
    "strength-1": "10",
    "count-1-bedtime": "2",
    "strength-2": "2.5",
    "count-2-bedtime": "1",
    "days-on": "21",
    "days-off": "7",
    "clinician": "Ana Zubizarreta",
    "telephone": "555 0177",
    "note-blood-test": "yes",
    "staff-note": "Room <b>17</b> & ask.",
}
FAULT = re.compile(r'<p class="fault" id="([a-z0-9-]+)-fault">([^<]*(?:<bdi>[^<]*</bdi>[^<]*)*)</p>')


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def processes() -> set[int]:
    return {child.pid for child in multiprocessing.active_children() if child.pid}


def ask(desk: Desk, **more: str) -> Any:
    return desk.client.get(PATH, params={**CHOICE, **more})


def test_the_form_has_the_words_of_both(desk: Desk) -> None:
    page = ask(desk).text
    assert page.count('type="checkbox"') >= 10
    assert "Have a blood test before your next visit." in page
    assert "Hágase un análisis de sangre" in page
    assert re.search(r'id="days-on"[^>]* value="21"', page)
    assert page.count('name="count-') == 8
    assert 'name="token"' in page


def test_it_is_printed_and_found_nowhere(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    ask(desk)
    before = processes()
    answer = desk.post(PATH, **CHOICE, **WRITTEN)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert re.search(r' min="\d{4}-\d\d-\d\d"', ask(desk).text)
    assert ' maxlength="60"' in ask(desk).text
    text = text_of(answer.content)
    for words in ("22.5 mg", "Ana Zubizarreta", "555 0177", "Hágase un análisis", "Room <b>17</b> & ask."):
        assert words in text
    lines = desk.printed().splitlines()
    assert '"filled": true' in lines[-1]
    assert '"sha256": ""' in lines[-1]
    everywhere = desk.printed() + caplog.text + str(answer.headers) + str(desk.client.cookies)
    for secret in ("Zubizarreta", "0177", "Room", "22.5"):
        assert secret not in everywhere
    kept = [path for folder in (desk.workspace, cache_folder()) for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if b"Zubizarreta" in path.read_bytes()] == []
    # The process that saw it has ended.
    deadline = time.monotonic() + 20
    while before & processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not before & processes()
    # Everybody's leaflet is everybody's again.
    everybodys = desk.post("/leaflet/lenalidomide/print", **CHOICE)
    assert "Zubizarreta" not in text_of(everybodys.content)


def test_nothing_is_filled_in_by_an_address(desk: Desk) -> None:
    page = ask(desk, **WRITTEN).text
    assert 'value="Ana' not in page
    assert " checked" not in page


def test_what_is_wrong_is_marked_and_nothing_is_printed(desk: Desk) -> None:
    before = desk.printed()
    answer = desk.post(PATH, **CHOICE, **{**WRITTEN, "daily": "25", "days-off": "8", "visit": "2020-01-01"})
    assert answer.status_code == 422
    faults = {name: re.sub("<[^>]*>", "", said) for name, said in FAULT.findall(answer.text)}
    assert faults == {
        "daily": "The boxes make 22.5\u00a0mg a day, and 25\u00a0mg is written above. Look at both.",
        "days-on": "The days make 29, and the round of this leaflet has 28.",
        "visit": "This day is over. Look at it again.",
    }
    for name in faults:  # each is named above the form, and its box says so to who listens
        assert f'<a href="#{name}">' in answer.text
        assert re.search(rf'id="{name}"[^>]* aria-invalid="true" aria-describedby="{name}-fault"', answer.text)
    assert 'value="Ana Zubizarreta"' in answer.text
    assert "Room &lt;b&gt;17&lt;/b&gt; &amp; ask.</textarea>" in answer.text
    assert re.search(r'name="note-blood-test"[^>]* checked', answer.text)
    assert desk.printed() == before


@pytest.mark.parametrize(("more", "said"), [
    ({"first-day": "2026-11-26", "note-wait": "yes"}, "cannot stand on one sheet"),
    ({"strength-1": "10", "count-1-noon": "1"}, "Write the dose of the whole day too"),
    ({"daily": "10"}, "Write the boxes too"),
    ({"daily": "20", "strength-1": "10", "count-1-noon": "1", "count-1-evening": "1"}, "when and how often a day"),
    ({"daily": "5", "strength-1": "10", "count-1-noon": "0.5"}, "never divided"),
    ({"telephone": "no"}, "It has digits"),
    ({"clinician": "a\u202eb"}, "cannot be printed"),
    ({"visit": "2999-99-99"}, "a date that exists"),
    ({"visit-time": "x"}, "a time such as"),
])  # fmt: skip
def test_every_fault_has_its_sentence(desk: Desk, more: dict[str, str], said: str) -> None:
    answer = desk.post(PATH, **CHOICE, **more)
    assert answer.status_code == 422
    assert any(said in sentence for _, sentence in FAULT.findall(answer.text))


def test_signs_that_no_font_has_are_marked_where_they_stand(desk: Desk) -> None:
    answer = desk.post(PATH, **CHOICE, clinician="Ana \U0001f600", **{"staff-note": "Ask."})
    assert answer.status_code == 422
    assert [name for name, _ in FAULT.findall(answer.text)] == ["clinician", "staff-note"]


def test_staff_write_in_their_own_letters(desk: Desk) -> None:
    desk.post("/station", language="ar", back="/")
    answer = desk.post(PATH, **CHOICE, clinician="آنا رويز", **{"staff-note": "اسأل عن مارتا."})
    assert answer.status_code == 200, answer.text
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        source = json.loads(pdf.attachments["leaflet.json"].get_file().read_bytes())
    assert {"آنا رويز", "اسأل عن مارتا."} <= {*source["filled"]}


def test_a_form_in_which_nothing_is_written_prints_nothing(desk: Desk) -> None:
    answer = desk.post(PATH, **CHOICE, **{"days-on": "21", "days-off": "7"})
    assert answer.status_code == 422
    assert "Nothing is filled in." in answer.text


def test_what_has_no_room_is_refused_with_advice(desk: Desk) -> None:
    choice = {**CHOICE, "lang": "ar", "format": "summary-letter"}
    answer = desk.post(PATH, **choice, **WRITTEN, **{"note-bring-medicines": "yes"})
    assert answer.status_code == 422
    assert "Choose another format or length, or write less." in answer.text
    assert "P045" in answer.text


def test_a_form_from_elsewhere_fills_nothing(desk: Desk) -> None:
    desk.client.get("/")
    answer = desk.client.post(PATH, data={**CHOICE, **WRITTEN, "token": "0" * 32})
    assert answer.status_code == 403
    assert desk.post(PATH, **{**CHOICE, "lang": ""}, **WRITTEN).status_code == 400
    assert desk.post("/leaflet/nothing/fill", **CHOICE).status_code == 404


def test_drafts_stay_locked(desk: Desk) -> None:
    desk.settings(allow_drafts=False)
    before = desk.printed()
    answer = desk.post(PATH, **CHOICE, **WRITTEN)
    assert answer.status_code == 403
    assert "Zubizarreta" not in answer.text
    assert desk.printed() == before


def test_a_language_without_the_words_is_explained_and_never_replaced(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = desk.service.holdings.ward()
    spanish = ward.languages["es"]
    catalogs = {name: one for name, one in spanish.catalogs.items() if name != "patient"}
    lacking = {**ward.languages, "es": Language(spanish.pack, catalogs, guard=spanish.guard)}
    silent: Ward = replace(ward, languages=lacking)
    monkeypatch.setattr(desk.service.holdings, "ward", lambda *_: silent)
    for answer in (ask(desk), desk.post(PATH, **CHOICE, **WRITTEN)):
        assert "cannot be filled in for <bdi>Español</bdi> yet" in answer.text
        assert "<textarea" not in answer.text


def test_it_can_be_said_that_it_was_printed(desk: Desk) -> None:
    desk.post(PATH, **CHOICE, **WRITTEN)
    answer = desk.post("/leaflet/lenalidomide/confirm", **CHOICE, filled="yes")
    assert answer.status_code == 303
    assert ['"confirmed"' in desk.printed().splitlines()[-1], '"filled": true' in desk.printed().splitlines()[-1]] == [
        True,
        True,
    ]


def test_a_process_that_is_killed_meanwhile_costs_nothing(desk: Desk) -> None:
    ask(desk)
    desk.post(PATH, **CHOICE, **WRITTEN)
    stop = threading.Event()

    def kill_one() -> None:
        known = processes()
        while not stop.wait(0.05):
            for pid in known & processes():
                os.kill(pid, signal.SIGKILL)
                return

    killer = threading.Thread(target=kill_one)
    killer.start()
    answer = desk.post(PATH, **CHOICE, **WRITTEN)
    stop.set()
    killer.join()
    assert answer.status_code == 200
    assert "Zubizarreta" in text_of(answer.content)


def test_errands_do_not_say_what_they_carry(desk: Desk) -> None:
    ward = desk.service.holdings.ward()
    assert "opening" not in repr(making.Fill(ward.opening, None, None))  # type: ignore[arg-type]
