"""Each mend of the engine's tags: printed sheets have it, and the engine alone still lacks it.

When the second test of a mend fails after a change of version, the engine does it by itself: take the mend away.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from unicodedata import normalize

import pikepdf
import pypdfium2
import pytest
from tests.support.documents import SVG, document

from plainleaf.press import engine
from plainleaf.press.html import HtmlDocument
from plainleaf.press.mending import mend
from plainleaf.press.pdf import render_pdf
from plainleaf.problems import PlainleafError

HINDI = "एक गोली सुबह\u200bलें।"
CSS = """
@page {
  size: 200pt 400pt; margin: 20pt;
  @top-left { content: "head" } @bottom-right { content: "सिर" } @left-top { content: "side" }
}
body { margin: 0; font-size: 6pt }
li { list-style: none }
.disc li { list-style: disc }
.before li::before { content: "\\2022" }
.roman li { list-style: upper-roman }
.hidden { position: absolute }
.cell { display: table-cell }
img { position: absolute; left: 0; top: 0; width: 30pt; height: 15pt }
"""
BODY = f"""
<p>one <b>strong</b> <bdi lang="ar" dir="rtl">اثنان</bdi> <span lang="en">three</span></p>
<p lang="hi" style="font-family: 'Noto Sans Devanagari'">{HINDI}</p>
<table><tr><th scope="col">a</th><th scope="col">b</th></tr>
<tr><th scope="row"><i>c</i> <span class="cell">c</span></th><td lang="ar">د</td></tr></table>
<ul class="disc"><li>disc</li></ul><ul class="plain"><li lang="es">bare</li></ul>
<ol class="before"><li>before</li></ol><ol class="roman"><li>roman</li></ol>
<p><a href="#x">to the end</a></p><p id="x" aria-hidden="true">hidden <b>too</b></p>
<div class="hidden" aria-hidden="true">flying</div>
<img alt="a dot" src="asset:dot.svg"><img alt="" src="asset:dot.svg">
"""
DOT = SVG.format('<circle cx="4" cy="4" r="3"/>')
STOCK = """
import json, sys
import weasyprint
from plainleaf.press.fonts import open_fonts
from plainleaf.press.pdf import LockedFetcher
open_fonts(())
html, css, assets, variant = json.load(sys.stdin)
fetcher = LockedFetcher({name: text.encode() for name, text in assets.items()})
style = weasyprint.CSS(string=css)
rendered = weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[style], pdf_variant=variant)
sys.stdout.buffer.write(rendered.write_pdf(pdf_variant=variant))
"""

IN_PARTS = {  # what is drawn with more glyphs than letters, by font
    "Noto Naskh Arabic": "شيئًا بئر",
    "Noto Nastaliq Urdu": "دوا بچوں سے دور رکھیں۔",
    "Noto Sans Hebrew": "שָׁלוֹם שִׂים",
}


def page(body: str = BODY) -> HtmlDocument:
    return document(body=body, css=CSS, dot=DOT)


@pytest.fixture(scope="module")
def mended() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(page()).data))


@pytest.fixture(scope="module")
def stock() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(print_stock(page())[0]))


def print_stock(sheet: HtmlDocument, variant: str = "pdf/ua-1") -> tuple[bytes, str]:
    """A page by the engine alone, in a process in which nothing is mended, and what Python says of it."""
    given = json.dumps([sheet.html, sheet.css, {name: data.decode() for name, data in sheet.assets.items()}, variant])
    command = [sys.executable, "-W", "default::ResourceWarning", "-c", STOCK]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout, done.stderr.decode()


# ------------------------------------------------------------------------------------------- what is looked at


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """All elements of the tree of tags, in the order of reading."""

    def below(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
        yield node
        for child in list(node.get("/K", pikepdf.Array())):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield from below(child)

    return list(below(pdf.Root.StructTreeRoot.K[0]))


def tagged(pdf: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    return [element for element in elements(pdf) if f"/{tag}" == element.S]


def marks(pdf: pikepdf.Pdf) -> list[tuple[str, dict[str, str]]]:
    """Tag and properties of every mark on the page."""
    found = []
    for step in pikepdf.parse_content_stream(pdf.pages[0]):
        if str(step.operator) in ("BDC", "BMC"):
            tag, *properties = step.operands
            found.append((str(tag), {name: str(value) for one in properties for name, value in one.items()}))
    return found


def artifacts(pdf: pikepdf.Pdf) -> list[str]:
    return sorted(
        properties.get("/Subtype", "other")
        for tag, properties in marks(pdf)
        if tag == "/Artifact" and properties.get("/Type") == "/Pagination"
    )


def languages(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    return [(str(element.S), str(element.Lang)) for element in elements(pdf) if "/Lang" in element]


def actual_texts(pdf: pikepdf.Pdf) -> list[str]:
    return [properties["/ActualText"].strip() for _, properties in marks(pdf) if "/ActualText" in properties]


def numberings(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.A.ListNumbering) if "/A" in element else "unsaid" for element in tagged(pdf, "L")]


def scopes(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.A.get("/Scope", "unsaid")) for element in tagged(pdf, "TH")]


def places(pdf: pikepdf.Pdf) -> list[list[float]]:
    return [[round(float(number), 1) for number in element.A.BBox] for element in tagged(pdf, "Figure")]


def link_names(pdf: pikepdf.Pdf) -> list[str]:
    return [str(annotation.Contents) for annotation in pdf.pages[0].Annots]


def labels(pdf: pikepdf.Pdf) -> list[bool]:
    """For each item of a list, whether its label is set apart."""
    return [any(child.S == "/Lbl" for child in item.K) for item in tagged(pdf, "LI")]


def spans_of_bold(pdf: pikepdf.Pdf) -> int:
    """Passages inside the first paragraph that have a tag of their own."""
    return sum(child.S == "/Span" and isinstance(child.K[0], pikepdf.Dictionary) for child in tagged(pdf, "P")[0].K)


Look = Callable[[pikepdf.Pdf], object]
MENDS: dict[str, tuple[Look, object, object]] = {
    "running heads and feet are artifacts": (artifacts, ["/Footer", "/Header", "other"], []),
    "languages": (languages, [("/Span", "ar"), ("/P", "hi"), ("/TD", "ar"), ("/LI", "es")], []),
    "scopes of table heads": (scopes, ["/Column", "/Column", "/Row"], ["unsaid"] * 5),
    "numbering of lists": (numberings, ["/Disc", "/None", "/Decimal", "/UpperRoman"], ["unsaid"] * 4),
    "labels of list items": (labels, [True, False, True, True], [True, False, False, True]),
    "characters of stacked scripts": (actual_texts, [HINDI.replace("\u200b", ""), "सिर"], []),
    "names inside a line": (spans_of_bold, 3, 1),
    "decorative pictures are artifacts": (lambda pdf: len(tagged(pdf, "Figure")), 1, 2),
    "hidden passages are artifacts": (lambda pdf: (len(tagged(pdf, "P")), len(tagged(pdf, "Div"))), (3, 0), (4, 1)),
    "places of pictures": (places, [[20, 365, 50, 380]], [[26.7, 26.7, 66.7, 46.7]] * 2),
    "names of links": (link_names, ["to the end"], ["x"]),
}


@pytest.mark.parametrize("name", MENDS)
def test_a_print_has_the_mend(name: str, mended: pikepdf.Pdf) -> None:
    look, expected, _ = MENDS[name]
    assert look(mended) == expected


@pytest.mark.parametrize("name", MENDS)
def test_the_engine_alone_still_lacks_it(name: str, stock: pikepdf.Pdf) -> None:
    look, _, lacking = MENDS[name]
    assert look(stock) == lacking


def test_the_tree_of_tags_is_the_same_from_run_to_run() -> None:
    assert render_pdf(page()).data == render_pdf(page()).data


def test_a_page_with_nothing_to_mend_is_as_the_engine_writes_it() -> None:
    plain = document(body="<p>one <a>two</a></p><div>three</div>")
    assert render_pdf(plain).data == print_stock(plain)[0]


def test_the_file_of_colours_is_closed() -> None:
    """That a print leaves none open, every test of archival prints shows: Python warns of it."""
    assert "sRGB2014.icc" in print_stock(page(), "pdf/a-3a")[1]


@pytest.mark.parametrize(
    "body",
    [
        '<p aria-hidden="true"><a href="#x">x</a></p><p id="x">y</p>',
        '<table><tr><th scope="col">a</th><th scope="col" aria-hidden="true">b</th></tr></table>',
    ],
)
def test_what_may_not_be_hidden(body: str) -> None:
    with pytest.raises(PlainleafError) as caught:
        render_pdf(document(body=body))
    assert [problem.code for problem in caught.value.problems] == ["P024"]


def test_another_version_of_the_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda _: "70.1")
    for step in (engine.engine_identity, mend.__wrapped__):
        with pytest.raises(PlainleafError) as caught:
            step()
        (problem,) = caught.value.problems
        assert problem.code == "P023"
        assert "70.1" in problem.message


def letters(data: bytes) -> str:
    return str(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range())


def page_in_parts(font: str) -> HtmlDocument:
    return page(f"<p dir='rtl' style='font-family: \"{font}\"'>{IN_PARTS[font]}</p>")


@pytest.mark.parametrize("font", IN_PARTS)
def test_each_letter_is_one_glyph_and_can_be_had_back(font: str) -> None:
    found = letters(render_pdf(page_in_parts(font)).data)
    assert normalize("NFC", IN_PARTS[font]) in normalize("NFC", found)


@pytest.mark.parametrize("font", IN_PARTS)
def test_the_engine_alone_gives_other_letters(font: str) -> None:
    found = letters(print_stock(page_in_parts(font))[0])
    assert normalize("NFC", IN_PARTS[font]) not in normalize("NFC", found)


@pytest.mark.parametrize(("before", "name"), [("ถ้าใช้", "ทาลิโดไมด์"), ("យកថ្នាំ", "គ្រាប់")])
def test_what_stands_before_a_name_is_read_once(before: str, name: str) -> None:
    """A sign at the end of it may stand beyond the first letter of the name."""
    fonts = "font-family: 'Noto Sans Thai', 'Noto Sans Khmer'"
    found = letters(render_pdf(page(f"<p lang='th' style=\"{fonts}\">{before}<bdi>{name}</bdi></p>")).data)
    assert found.count(before) == 1
    assert found.count(name) == 1


def single_words(data: bytes) -> list[str]:
    """Lines of one word, the last ones of a paragraph left out."""
    lines = [
        line.strip()
        for page in pypdfium2.PdfDocument(data)
        for line in str(page.get_textpage().get_text_range()).split("\n")
    ]
    words = [line for line in lines if line and " " not in line and not line.endswith(".")]
    return [word for word in words if word != "x"]  # the heading


def page_of_widths() -> HtmlDocument:
    text = "To keep babies safe you can only have it with the plan of its maker: <bdi>Lenalidomide</bdi>."
    paragraphs = "".join(f'<p style="width: {width}pt">{text}</p>' for width in range(90, 160))
    return document(body=paragraphs, css="@page { size: 240pt 400pt; margin: 20pt } body { margin: 0; font-size: 6pt }")


def test_a_line_is_not_broken_after_its_first_word_for_the_space_at_its_end() -> None:
    assert single_words(render_pdf(page_of_widths()).data) == []
    assert single_words(print_stock(page_of_widths())[0]) != []


WORD = "دواء"


def page_from_the_right() -> HtmlDocument:
    """Paragraphs of one word again and again, whose last lines lose a space: after a word, and after a dose."""
    words = f"{WORD} " * 14
    paragraphs = f"<p>{words}</p><p>{words}<b>{WORD} <i>{WORD} </i> </b></p><p>{words}<bdi dir=ltr>10 mg </bdi></p>"
    css = "@page { size: 120pt 500pt; margin: 20pt } body { margin: 0; font: 10pt/20pt 'Noto Naskh Arabic' }"
    css += "p { margin: 0 } h1 { margin: 0; font-size: 1pt; line-height: 20pt }"
    return document(body=f'<div dir="rtl">{paragraphs}</div>', css=css)


def right_edges(data: bytes) -> list[float]:
    """Where the ink of each line after the heading ends at the right, in points."""
    page = pypdfium2.PdfDocument(data)[0].render(scale=4, grayscale=True).to_pil().point(lambda grey: 255 - grey)
    bands = (page.crop((0, top, page.width, top + 80)).getbbox() for top in range(160, page.height - 80, 80))
    return [band[2] / 4 for band in bands if band]


def test_lines_from_right_to_left_begin_at_one_edge() -> None:
    edges = right_edges(render_pdf(page_from_the_right()).data)
    assert len(edges) > 5
    assert max(edges) - min(edges) < 1
    stock = right_edges(print_stock(page_from_the_right())[0])
    assert max(stock) - min(stock) > 2


def page_of_widths_from_the_right() -> HtmlDocument:
    text = "لحماية الجنين لا يمكنك الحصول عليه إلا عن طريق برنامج خاص من الشركة: <bdi>ليناليدوميد</bdi>"
    paragraphs = "".join(f'<p style="width: {width / 2}pt">{text}</p>' for width in range(150, 250))
    css = "@page { size: 240pt 400pt; margin: 20pt } body { margin: 0; font: 6pt/12pt 'Noto Naskh Arabic' }"
    return document(body=f'<div dir="rtl">{paragraphs}</div>', css=css + "p, h1 { margin: 0 }")


def test_lines_from_right_to_left_are_not_broken_for_that_space_either() -> None:
    """So the same text takes fewer pages."""
    found, stock = (
        len(pypdfium2.PdfDocument(data))
        for data in (render_pdf(page_of_widths_from_the_right()).data, print_stock(page_of_widths_from_the_right())[0])
    )
    assert found < stock


def page_of_columns(height: int) -> HtmlDocument:
    """A question beside an answer that would fit on its page but for the space below it."""
    answer = f"<p>{' '.join([WORD] * 18)}</p>" * 3
    row = f'<div class="row"><div class="question">{WORD}</div><div>{answer}</div></div>'
    css = """
        @page { size: 220pt 300pt; margin: 20pt } body { margin: 0; font: 10pt/15pt 'Noto Naskh Arabic' }
        p { margin: 0; break-inside: avoid } h1 { margin: 0; font-size: 1pt; line-height: 1pt }
        .row { display: table; table-layout: fixed; width: 100%; box-sizing: border-box; padding-bottom: 20pt }
        .row > div { display: table-cell } .row > .question { width: 40pt }
    """
    return document(body=f'<div dir="rtl"><div style="height: {height}pt"></div>{row}</div>', css=css)


def characters_of_first_page(data: bytes) -> int:
    return int(pypdfium2.PdfDocument(data)[0].get_textpage().count_chars())


@pytest.mark.parametrize("height", [95, 105])
def test_columns_from_right_to_left_do_not_change_places(height: int) -> None:
    """Where they do, the answer stands in the narrow one, and less of it on the page."""
    mended, stock = render_pdf(page_of_columns(height)).data, print_stock(page_of_columns(height))[0]
    assert characters_of_first_page(mended) > characters_of_first_page(stock) > 0
