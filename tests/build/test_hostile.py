"""Files that mean harm: each costs one clear problem and a bounded time, and its neighbours are printed."""

import io
import multiprocessing
from functools import cache

import pytest
from PIL import Image
from pypdfium2 import PdfDocument as PdfReader
from tests.build.test_workers import sheet
from tests.support.documents import SVG, document

from plainleaf.build.workers import print_sheets
from plainleaf.press.html import HtmlDocument
from plainleaf.press.limits import Limits
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import Problem

LIMITS = Limits(seconds=6, memory=900 << 20, pages=20, characters=2_000_000)


def bomb() -> bytes:
    """A PNG of a few kilobytes with 400 million points."""
    data = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(data, "PNG", optimize=True)
    return data.getvalue()


LAUGHS = (
    "<!DOCTYPE svg ["
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    + ']><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&l8;</text></svg>'
)
XXE = (
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&a;</text></svg>'
)
USES = SVG.format(
    '<g id="a0"><path d="M0 0h9"/></g>'
    + "".join(f'<g id="a{n}">{f"<use href={chr(34)}#a{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 8))
)
PICTURE = '<p><img alt="x" src="asset:{}"></p>'
COSTLY = {
    "a table without end": (document(body="<table>" + "<tr><td>a<td>b" * 40_000 + "</table>"), "P013"),
    "a column one point wide": (document(body=f'<div style="width: 1px">{"word " * 300_000}</div>'), "P013"),
    "pages without end": (document(body='<p style="break-before: page">a</p>' * 60), "P014"),
    "elements in elements": (document(body="<div>" * 4_000), "P01"),
    "a picture in groups in groups": (document(body=PICTURE.format("g.svg"), g=SVG.format("<g>" * 4_000)), "P01"),
    "a page too large to read": (document(body="x" * 2_000_001), "P016"),
    "a style import": (document(css='@import url("file:///etc/passwd");', head="<style>@import 'x:y'</style>"), "P01"),
    "a frame": (document(body='<object data="file:///etc/passwd"></object>'), "P011"),
    "an embedded file": (document(body='<embed src="file:///etc/passwd">'), "P011"),
    "a path upwards": (document(body='<img alt="x" src="../../etc/passwd">'), "P01"),
    "text from a file": (document(css='p::before { content: url("file:///etc/passwd") }', body="<p>x</p>"), "P011"),
    "entities in entities": (document(body=PICTURE.format("l.svg"), l=LAUGHS), "P01"),
    "an entity from a file": (document(body=PICTURE.format("x.svg"), x=XXE), "P01"),
    "a picture drawn ten million times": (document(body=PICTURE.format("u.svg"), u=USES), "P01"),
    "a picture that unpacks to gigabytes": (document(body=PICTURE.format("b.png"), b_png=bomb()), "P01"),
}
HARMLESS = {"an honest page": document(body="<p>x</p>"), "another": document(body="<p>y</p>")}
Answers = dict[str, PdfDocument | tuple[Problem, ...]]


@cache
def answers() -> Answers:
    pages: dict[str, HtmlDocument] = {name: page for name, (page, _) in COSTLY.items()} | HARMLESS
    names = dict(enumerate(pages))
    sheets = [sheet(page, number) for number, page in enumerate(pages.values())]
    found = print_sheets(sheets, 2, LIMITS)
    return {names[sheets.index(one)]: answer for one, answer in found}


@pytest.mark.parametrize("name", COSTLY)
def test_harm_is_one_clear_problem(name: str) -> None:
    answer = answers()[name]
    assert not isinstance(answer, PdfDocument)
    codes = {problem.code for problem in answer}
    assert any(code.startswith(COSTLY[name][1]) for code in codes), answer
    assert len(answer) <= 2, answer


@pytest.mark.parametrize("name", HARMLESS)
def test_neighbours_are_printed(name: str) -> None:
    assert isinstance(answers()[name], PdfDocument)


IGNORED = {
    "a style": SVG.format('<style>@import url("file:///etc/passwd")</style><path d="M0 0h9"/>'),
    "a part of another picture": SVG.format('<use href="file:///etc/passwd#a"/>'),
}


@pytest.mark.parametrize("name", IGNORED)
def test_a_picture_is_printed_without_what_it_asks_for(name: str) -> None:
    """The engine does not follow these; if it learns to, the fetcher refuses them."""
    page = document(body=PICTURE.format("x.svg"), x=IGNORED[name])
    ((_, answer),) = print_sheets([sheet(page)], 1, LIMITS)
    assert isinstance(answer, PdfDocument)
    text = PdfReader(answer.data)[0].get_textpage().get_text_range()
    assert text.strip() == "x"


def test_no_process_is_left() -> None:
    assert answers()
    assert not multiprocessing.active_children()
