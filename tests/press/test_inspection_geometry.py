from __future__ import annotations

import re

import pytest
from tests.support.inspected import ARABIC, body_of, lay_out, page, source
from tests.support.library import REPOSITORY

from plainleaf.press.formats import FORMATS
from plainleaf.press.inspection.geometry import inspect_pages, needed_contrast
from plainleaf.press.pdf import KINDS
from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position, Problem

SAID = source()
WHERE = Position("somnoril.pdf")
LONG = "<p>" + "It makes you sleepy. " * 40 + "</p>"
SPLIT = "p { width: 18mm; overflow-wrap: anywhere } .q { white-space: normal }"
LONELY = f'<p>Text.</p><div style="height: 100mm"></div><section><h2>Alone</h2>{LONG}</section>'
TWO_PAGES = body_of(SAID) + '<p style="break-before: page" data-statement="somnoril.more">And one thing more.</p>'


def inspect(
    body: str | None = None, css: str = "", sheet_format: str | None = "a4", said: LeafletSource | None = SAID
) -> list[Problem]:
    pages = lay_out(page(said or SAID, body, css))
    filled = re.findall('data-filled="([^"]+)">([^<]+)<', body or "")
    return inspect_pages(pages, KINDS, WHERE, FORMATS[sheet_format] if sheet_format else None, said, filled)


SPOILED = {
    "P012": (body_of(SAID) + '<p style="width: 9mm">Uncomfortable</p>', "", "a4"),
    "P041": ('<p style="overflow: hidden; height: 8mm">' + "It makes you sleepy. " * 20, "", "a4"),
    "P042": (body_of(SAID) + '<p style="margin-top: -34pt">It makes you sleepy.</p>', "", "a4"),
    "P043": (LONELY, "h2 { break-after: auto } p { break-inside: avoid }", "a4"),
    "P044": (None, SPLIT, "a4"),
    "P045": (TWO_PAGES, "", "summary-a4"),
    "P046": (None, "p { font-size: 11.5pt }", "a4"),
    "P047": (None, "p { color: #777 }", "a4"),
    "P062": (None, "p::before { content: 'Not ' }", "a4"),
    "P064": (None, "section { text-decoration: underline line-through .1pt #eee }", "a4"),
    "P067": (body_of(SAID) + '<p><b data-filled="dose">22</b></p>', "b { display: none }", "a4"),
}


def test_a_whole_sheet_has_no_faults() -> None:
    assert inspect() == []


def test_an_arabic_sheet_has_no_faults() -> None:
    assert inspect(said=source(ARABIC, "ar")) == []


@pytest.mark.parametrize("code", SPOILED)
def test_each_fault_is_found(code: str) -> None:
    body, css, sheet_format = SPOILED[code]
    found = inspect(body, css, sheet_format)
    assert code in {problem.code for problem in found}, found
    assert all(problem.strength == "error" and problem.position == WHERE for problem in found)
    assert all("page" in problem.message for problem in found)


def test_every_code_has_an_example() -> None:
    text = (REPOSITORY / "src/plainleaf/press/inspection/geometry.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(P\d{3})"', text)) == set(SPOILED)


def test_cut_text_is_named_with_its_page() -> None:
    body, css, sheet_format = SPOILED["P041"]
    (first, *_) = inspect(body, css, sheet_format)
    assert re.match("page 1: “.*makes you sleepy.*” is cut off by [0-9]+ px$", first.message)


def test_text_of_a_fixed_height_must_stay_in_it() -> None:
    found = inspect('<p style="height: 5mm">' + "It makes you sleepy. " * 9)
    assert {problem.code for problem in found} >= {"P012"}


def test_a_heading_before_its_text_on_the_same_page_is_not_alone() -> None:
    assert inspect(LONELY, "p { break-inside: avoid }") == []


def test_a_heading_beside_its_text_is_not_alone() -> None:
    cells = '<div style="display: table-cell"><h2>Beside</h2></div><div style="display: table-cell"><p>Text.</p></div>'
    assert inspect(f'<section style="display: table">{cells}</section>') == []


def test_a_heading_that_loses_its_cell_to_the_next_page_is_alone() -> None:
    tall = '<div style="height: 140mm; break-inside: avoid">Text.</div>'
    found = inspect(f"<section>{LONG}<h3>Alone</h3><div>{tall}</div></section>", "h3 { break-after: auto }")
    assert [problem.code for problem in found] == ["P043"]
    assert "“Alone”" in found[0].message


def test_the_statements_beyond_the_page_budget_are_named() -> None:
    (found,) = inspect(TWO_PAGES, "p { font-size: 9pt }", "summary-a4")
    assert found.code == "P045"
    assert "2 pages" in found.message
    assert "`somnoril.more` “And one thing more.”" in found.message
    assert re.search("; its sections, in mm: (`[a-z_]+` [0-9]+(, |$))+$", found.message)
    assert "somnoril.fever" not in found.message


def test_a_quantity_on_one_line_twice_is_not_split() -> None:
    twice = (("twice", "Take 5\u00a0mg now and 5\u00a0mg then.", ("5\u00a0mg", "5\u00a0mg")),)
    assert inspect(said=source(twice)) == []


def test_a_split_quantity_is_named_with_its_statement() -> None:
    (first, *_) = [problem for problem in inspect(css=SPLIT) if problem.code == "P044"]
    assert "`somnoril." in first.message
    assert "split over two lines" in first.message


def test_a_long_address_may_break() -> None:
    address = "www.example.org/" + "long/" * 9
    said = source((("web", f"Look at {address}.", (address,)),))
    assert inspect(css="p { width: 40mm; overflow-wrap: anywhere } .q { white-space: normal }", said=said) == []


@pytest.mark.parametrize(
    ("css", "sheet_format"),
    [
        ("p { font-size: 15pt }", "large-a4"),
        ("body { font-size: 9.5pt } p { font-size: 9.5pt }", "booklet-a4"),
        ("h2 { font-size: 9pt }", "a4"),
        ("@page { @bottom-left { font-size: 8pt } }", "a4"),
    ],
)
def test_type_is_too_small_by_role(css: str, sheet_format: str) -> None:
    assert {problem.code for problem in inspect(css=css, sheet_format=sheet_format)} == {"P046"}


def test_small_print_may_be_smaller_than_statements_and_not_too_small() -> None:
    small = body_of(SAID).replace("<section>", '<section class="small">')
    assert inspect(small, "p { font-size: 10pt }") == []
    assert {problem.code for problem in inspect(small, "p { font-size: 9pt }")} == {"P046"}


@pytest.mark.parametrize(
    "css",
    [
        "section { background: #000 }",
        "p { color: #fff }",
        "section { background: #c00 } p { color: #fff }",
        "p { color: rgba(0, 0, 0, .4) }",
        "section { background: #ff0000 } p { color: #00aa00 }",
    ],
)
def test_faint_text_is_found(css: str) -> None:
    assert {problem.code for problem in inspect(css=css)} == {"P047"}


def test_white_on_black_stands_out() -> None:
    assert inspect(css="section { background: #000 } section * { color: #fff }") == []


def test_large_letters_need_less_contrast() -> None:
    assert needed_contrast(18, bold=False) == needed_contrast(14, bold=True) < needed_contrast(14, bold=False)
    assert inspect(css="h2 { color: #888 }") == []  # 16 pt and bold


def test_a_working_sheet_needs_only_to_be_seen() -> None:
    assert inspect(None, "p { font-size: 7pt; color: #777 }", None, None) == []
    body, css, _ = SPOILED["P041"]
    assert {problem.code for problem in inspect(body, css, None, None)} == {"P041"}


def test_lines_of_one_paragraph_do_not_cover_each_other() -> None:
    assert inspect(LONG, "p { line-height: 1.2 }") == []
    assert {problem.code for problem in inspect(LONG, "p { line-height: .5 }")} == {"P042"}


def test_a_picture_outside_its_box_is_found() -> None:
    svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='900' height='9'/>"
    found = inspect(body_of(SAID) + f'<p><img alt="x" src="{svg}"></p>')
    assert [(problem.code, "a picture" in problem.message) for problem in found] == [("P012", True)]


def test_a_part_of_another_quantity_is_not_the_quantity() -> None:
    """The dose is split, and a larger one stands on a line of its own."""
    said = source((("dose", "Take 5\u00a0mg, later 15\u00a0mg.", ("5\u00a0mg", "15\u00a0mg")),))
    split = body_of(said).replace("5\u00a0mg</bdi>, later", "5<br>mg</bdi>, later")
    assert [problem.message for problem in inspect(split, said=said)] == [
        "page 1, `somnoril.dose`: “5\u00a0mg” is split over two lines"
    ]
    listed = source((("days", "On day 1, 5\u00a0mg; then 15\u00a0mg.", ("5\u00a0mg", "15\u00a0mg")),))
    assert inspect(said=listed) == []
