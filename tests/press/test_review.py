from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.support.library import FILES, REPOSITORY, edit, leaflet, library, translated
from tests.support.sheets import proof

from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.library import read_library
from plainleaf.press.pdf import render_pdf
from plainleaf.press.review import Setting, render_review
from plainleaf.press.theme import read_theme
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.packs import catalog_path, read_language
from plainleaf.translation.review.backtranslation import Returned
from plainleaf.translation.review.differences import Difference
from plainleaf.translation.review.highlights import Highlighter
from plainleaf.translation.review.proof import Proof
from plainleaf.translation.review.proofing import make_proof
from plainleaf.translation.safety.lexicon import Lexicon
from plainleaf.workspace import find_workspace, read_files

OWN_ES = catalog_path("es", "somnoril")
VOID = {"meta", "br", "img", "hr", "input", "link"}
WORDS = Lexicon(language="en", negation=("not", "never", "n't"), not_negation=("no later than", "not only"))
REAL = read_files(find_workspace(REPOSITORY))


class Page(HTMLParser):
    """Elements of a page with their attributes and text; every element must be closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def setting(**changes: object) -> Setting:
    plain = Highlighter(WORDS, "Latn")
    return replace(Setting("a4", {}, (plain, Highlighter(None, "Latn"))), **changes)  # type: ignore[arg-type]


def html_of(shown: Proof, **changes: object) -> str:
    return render_review(shown, setting(**changes)).html


def real(tag: str, levels: tuple[Level, ...] = LEVELS, name: str = "immunotherapy-kaposi-sarcoma") -> Proof:
    reading = read_library(REAL.texts).library
    languages = (read_language(REAL.texts, "en", {}), read_language(REAL.texts, tag, REAL.unreadable))
    return make_proof(reading.leaflets[name], reading, languages, "us", levels, ClinicFacts())


@pytest.mark.parametrize("tag", ["en", "es", "ar", "zh-Hans"])
def test_a_proof_of_a_real_leaflet_prints_and_every_page_says_what_it_is(tag: str, tmp_path: Path) -> None:
    shown = real(tag)
    pictograms = read_theme(REAL.texts, "plain").pictograms
    pages = render_review(shown, setting(pictograms=pictograms))
    pdf = render_pdf(pages.document)
    path = tmp_path / "proof.pdf"
    path.write_bytes(pdf.data)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.split("\f")[:-1]
    assert len(sheets) == pdf.pages > 3
    assert all("Proof for review" in sheet and "not for patients" in sheet for sheet in sheets)
    tree = Page(pages.html)
    assert len([one for one in tree.all("tbody") if "statement" in (one.get("class") or "")]) == len(shown.statements)


def test_each_statement_stands_once_with_its_texts_in_order() -> None:
    html = html_of(proof())
    assert re.findall(r'<tbody class="statement[^"]*" id="s(\d+)"', html) == [str(n) for n in range(1, 11)]
    at = [html.index(text.message.msgctxt) for one in proof().statements for text in one.texts]
    assert at == sorted(at)


def test_equal_levels_are_one_row_and_different_ones_stand_under_each_other() -> None:
    by_id = {one.statement.id: one for one in proof().statements}
    assert [text.levels for text in by_id["somnoril.wait"].texts] == [LEVELS]
    assert [text.levels for text in by_id["somnoril.sleepy"].texts] == [(Level.EASY, Level.PLAIN), (Level.FULL,)]


def test_quantities_are_filled_in_and_marked_on_both_sides() -> None:
    html = html_of(proof())
    assert html.count('<mark class="number"><bdi class="q" dir="ltr">4\u00a0weeks</bdi></mark>') == 1
    assert html.count('<mark class="number"><bdi class="q" dir="ltr">4\u00a0semanas</bdi></mark>') == 1
    assert "{wait}" not in html


def test_negations_are_marked_where_the_lexicon_knows_them() -> None:
    html = html_of(proof())
    assert 'Do <mark class="negation">not</mark> drive.' in html
    assert 'class="negation">No</mark> conduzca' not in html


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Do not take 2 now.", [("not", "negation"), ("2", "number")]),
        ("Come no later than 7.", [("7", "number")]),
        ("Don’t.", [("Don’t", "negation")]),
        ("A knot is not only nothing.", []),
        ("38.5 °C, 1/2, ½, ٣", [("38.5", "number"), ("1/2", "number"), ("½", "number"), ("٣", "number")]),
    ],
)
def test_marks_keep_the_text_and_find_whole_words(text: str, marks: list[tuple[str, str]]) -> None:
    pieces = list(Highlighter(WORDS, "Latn").pieces(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert [pair for pair in pieces if pair[1]] == marks


def test_chinese_negations_stand_inside_the_line() -> None:
    pieces = list(
        Highlighter(Lexicon(language="zh-Hans", negation=("不",), not_negation=("不但",)), "Hans").pieces(
            "不但热，不要吃"
        )
    )
    assert pieces == [("不但热，", ""), ("不", "negation"), ("要吃", "")]


def test_critical_statements_say_so_in_a_word() -> None:
    html = html_of(proof())
    critical = sum(one.statement.critical for one in proof().statements)
    assert critical == 2
    assert html.count('<tbody class="statement critical"') == critical
    assert html.count('class="critical-word">Critical<') == critical + 1  # and in the key


def test_a_hole_is_marked_and_no_english_stands_in_for_it() -> None:
    files = {**FILES, **translated("es")}
    files = edit(files, OWN_ES, "Tráguela entera.", "")
    files = edit(files, OWN_ES, 'msgctxt "somnoril.wait/easy"', '#, fuzzy\nmsgctxt "somnoril.wait/easy"')
    shown = proof("es", files)
    states = {text.message.msgctxt: text for text in shown.texts}
    assert (states["somnoril.swallow/easy"].state, states["somnoril.swallow/easy"].target) == ("missing", ())
    assert states["somnoril.wait/easy"].state == "stale"
    assert states["somnoril.wait/easy"].former.startswith("Trabajo en altura")
    assert states["somnoril.wait/easy"].wording is None
    html = html_of(shown)
    assert html.count("<b>Not translated</b>") == 1
    assert html.count("<b>Out of date</b>") == 1
    assert "Look here first" in html


def test_a_statement_with_an_untranslated_word_in_it_shows_the_placeholder() -> None:
    path = catalog_path("es", "shared")
    files = edit({**FILES, **translated("es")}, path, 'msgstr[1] "{n}\u00a0semanas"', 'msgstr[1] ""')
    text = next(one for one in proof("es", files).texts if one.message.msgctxt == "somnoril.wait/easy")
    assert "{wait}" in text.translation
    assert "week" not in text.translation
    assert "T002" in {problem.code for problem in text.problems}


def test_problems_stand_beside_their_text_with_code_and_hint() -> None:
    files = edit({**FILES, **translated("es")}, OWN_ES, "Da sueño. No conduzca.", "Da sueño 3 veces. No conduzca.")
    html = html_of(proof("es", files))
    row = html[html.index('id="s2"') : html.index('id="s3"')]
    assert '<li class="error"><b>Error T012</b>' in row
    assert '<span class="hint">Hint: ' in row


def test_the_reader_s_language_has_its_tag_and_direction() -> None:
    page = Page(html_of(proof("ar")))
    html = page.all("html")[0]
    assert html == {"lang": "en"}
    arabic = [one for one in page.all("div") if one.get("lang") == "ar"]
    assert len(arabic) > 20
    assert {one.get("dir") for one in arabic} == {"rtl"}


def test_tables_and_headings_can_be_read_without_seeing_them() -> None:
    page = Page(html_of(proof()))
    assert {one.get("scope") for one in page.all("th")} == {"col", "row"}
    assert len(page.all("h1")) == 1
    assert len(page.all("nav")) == 1
    anchors = {one.get("href", "") for one in page.all("a")}
    ids = {f"#{attributes['id']}" for _, attributes in page.elements if "id" in attributes}
    assert anchors
    assert anchors <= ids


def test_the_page_needs_nothing_from_outside() -> None:
    svg = {"sleep": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    files = edit(
        FILES,
        "leaflets/somnoril.yaml",
        "critical: true\n        covers",
        "critical: true\n        pictogram: sleep\n        covers",
    )
    languages = (
        read_language({**files, **translated("es")}, "en", {}),
        read_language({**files, **translated("es")}, "es", {}),
    )
    shown = make_proof(leaflet(files), library(files), languages, "us", LEVELS, ClinicFacts())
    pages = render_review(shown, setting(pictograms=svg))
    assert set(re.findall(r'url\("([^:"]+):', pages.html)) == {"data"}
    assert not re.search(r'(?:src|href)="(?!#)', pages.html)
    assert pages.document.assets == {"asset:pictograms/sleep.svg": svg["sleep"].encode()}


def test_text_is_never_markup() -> None:
    evil = '</style><script>alert("1")</script>{{ x }}'
    files = edit({**FILES, **translated("es")}, OWN_ES, "Ronquidos fuertes.", evil.replace('"', "'"))
    page = Page(html_of(proof("es", files), people=[("Translated back by", evil)]))
    assert page.all("script") == []


def test_the_english_stands_beside_its_evidence() -> None:
    html = html_of(proof("en"))
    assert "The Book of Sleep. Invented Press; seen whole" in html
    assert "<b>ZZ01</b> It makes people sleepy." in html
    assert "<b>C2</b> one secondary source" in html
    assert "Evidence" in html


def test_what_was_translated_back_stands_in_a_third_column() -> None:
    wait = Returned(
        12, "wait 5 weeks", "hard to say", (Difference("number", "missing", "4"), Difference("number", "added", "5"))
    )
    html = html_of(proof(), returned={"somnoril.wait/easy": wait})
    assert html.count('<mark class="differs">') == 2
    assert "number missing from the back-translation: 4" in html
    assert "hard to say" in html
    assert "Not translated back" in html


def test_the_fixed_words_are_in_the_appendix_each_once() -> None:
    html = html_of(proof())
    appendix = html[html.index('id="words"') :]
    assert appendix.count("section/questions<") == 1
    assert re.findall(r">(\d)</mark>\u00a0(semanas?)<", appendix) == [("1", "semana"), ("2", "semanas")]
    assert "unit/milligram" in appendix
    names = [text.message.msgctxt for _, texts in proof().furniture for text in texts]
    assert len(names) == len(set(names))
