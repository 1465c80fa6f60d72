import pytest
from tests.support.documents import SVG, document

from plainleaf.press.pdf import render_pdf
from plainleaf.problems import PlainleafError

FONT_FACE = "@font-face { font-family: q; src: url(http://127.0.0.1:9/q.ttf) } p { font-family: q }"
EVIL = SVG.format('<image href="file:///etc/hostname" width="9" height="9"/>')
HOSTILE = {
    "attachment": document(head='<link rel="attachment" href="file:///etc/hostname">'),
    "anchor": document(body='<p><a rel="attachment" href="file:///etc/hostname">x</a>'),
    "picture": document(body='<img alt="x" src="file:///etc/hostname">'),
    "style import": document(head="<style>@import url(http://127.0.0.1:9/x.css);</style>"),
    "background": document(body='<p style="background: url(http://127.0.0.1:9/x.png)">x'),
    "font": document(head=f"<style>{FONT_FACE}</style>", body="<p>x"),
    "unknown asset": document(body='<img alt="x" src="asset:nobody.svg">'),
    "inside svg": document(body='<img alt="x" src="asset:evil.svg">', evil=EVIL),
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_nothing_outside_the_document_is_read(attack: str) -> None:
    with pytest.raises(PlainleafError) as caught:
        render_pdf(HOSTILE[attack])
    assert "P011" in {problem.code for problem in caught.value.problems}


def test_an_honest_document_is_printed() -> None:
    page = document(body='<img alt="x" src="asset:dot.svg">', dot=SVG.format('<circle cx="4" cy="4" r="3"/>'))
    assert render_pdf(page).data.startswith(b"%PDF")


def test_a_missing_glyph_is_a_problem() -> None:
    with pytest.raises(PlainleafError) as caught:
        render_pdf(document(body="<p>\U0001f9ff</p>"))
    assert {problem.code for problem in caught.value.problems} == {"P010"}
    assert "glyph" in caught.value.problems[0].message


def test_text_outside_its_box_is_a_problem() -> None:
    with pytest.raises(PlainleafError) as caught:
        render_pdf(document(body=f"<p>{'x' * 300}</p>"))
    assert {problem.code for problem in caught.value.problems} == {"P012"}


def test_text_outside_its_table_cell_is_a_problem() -> None:
    cell = (
        '<table style="width: 40mm; table-layout: fixed"><tr><th scope="col">a</th><th scope="col">{}</th></tr></table>'
    )
    render_pdf(document(body=cell.format("short")))
    with pytest.raises(PlainleafError) as caught:
        render_pdf(document(body=cell.format("x" * 30)))
    assert {problem.code for problem in caught.value.problems} == {"P012"}
