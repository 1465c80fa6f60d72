"""What makes the engine draw and write quickly: the same bytes as without it, and each cache is of use."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pydyf
import pytest
import weasyprint.svg
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from tests.press.test_whole_letters import BEH, run, table, tiny_font
from tests.support.documents import SVG, document
from tests.support.specimens import specimen_document
from weasyprint.pdf.fonts import Font

from plainleaf.press import pdf
from plainleaf.press.acceleration import drawing, pictograms, shapes, switch, typefaces, writing
from plainleaf.press.html import HtmlDocument
from plainleaf.press.whole_letters import with_letters, write_run
from plainleaf.problems import PlainleafError

TAGS = ("en", "ur", "hi", "th", "zh-Hans")
"""One of each way to draw a line: plain, in parts, at heights, with outlines of many glyphs."""
CIRCLE = SVG.format('<circle cx="4" cy="4" r="3" fill="#123456" stroke="black"/>')
GRADIENT = SVG.format('<defs><linearGradient id="a"/></defs><rect width="9" height="9" fill="url(#a)"/>')


@contextmanager
def stock_engine() -> Iterator[None]:
    """The engine with its mends alone."""
    switch.slow_down()
    try:
        yield
    finally:
        switch.accelerate()


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Quick, with all caches empty, whatever ran before and whatever runs after."""
    switch.accelerate()
    switch.forget()
    yield
    switch.forget()


def printed(sheet: HtmlDocument) -> bytes:
    return pdf.render_pdf(sheet).data


def printed_slowly(sheet: HtmlDocument) -> bytes:
    with stock_engine():
        return printed(sheet)


@contextmanager
def counted(owner: object, name: str) -> Iterator[list[tuple[Any, ...]]]:
    """What a function is called with, which does what it ever does."""
    calls: list[tuple[Any, ...]] = []
    stock = getattr(owner, name)

    def count(*given: Any, **named: Any) -> Any:
        calls.append(given)
        return stock(*given, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, count)
        yield calls


def pictures(drawn: str = CIRCLE) -> HtmlDocument:
    both = "<img alt='a' src='asset:dot.svg'> <img alt='b' src='asset:dot.svg' style='width: 40px'>"
    return document(body=f"<p>words {both}</p>", dot=drawn)


# ------------------------------------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("tag", TAGS)
def test_first_and_later_prints_are_those_of_the_engine(tag: str) -> None:
    sheet = specimen_document(tag)
    expected = printed_slowly(sheet)
    assert printed(sheet) == expected
    assert printed(sheet) == expected, "from what is kept"


def test_fonts_that_were_freed_are_not_taken_for_new_ones() -> None:
    sheets = [specimen_document(tag) for tag in ("en", "ar", "hi")]
    expected = [printed_slowly(sheet) for sheet in sheets]
    for _ in range(2):
        for sheet, data in zip(sheets, expected, strict=True):
            pdf._font_configuration.cache_clear()
            assert printed(sheet) == data


@pytest.mark.parametrize("drawn", [CIRCLE, GRADIENT])
def test_drawings_are_the_same(drawn: str) -> None:
    expected = printed_slowly(pictures(drawn))
    assert [printed(pictures(drawn)), printed(pictures(drawn))] == [expected, expected]


def test_lines_that_are_laid_out_in_unusual_ways_are_the_same() -> None:
    sheet = document(
        body="<p class='cut'>few words</p><p class='wide'>wide words here</p>"
        "<p class='under'>words with a line</p><pre>two\nlines and\ta tab</pre><p class='just'>"
        + "words " * 40
        + "</p>",
        css=".cut { overflow: hidden; text-overflow: ellipsis }"
        ".wide { word-spacing: 4px; letter-spacing: 1px } .under { text-decoration: underline }"
        ".just { text-align: justify; width: 200px; hyphens: auto } pre { font-family: 'Noto Sans' }",
    )
    expected = printed_slowly(sheet)
    assert [printed(sheet), printed(sheet)] == [expected, expected]


def test_what_lacks_a_glyph_is_refused_as_ever() -> None:
    sheet = document(body="<p>a \U0001f9ff b</p>")
    for print_it in (printed, printed_slowly):
        with pytest.raises(PlainleafError, match="P010"):
            print_it(sheet)


# ------------------------------------------------------------------------------------------- of use


def test_lines_are_not_laid_out_again() -> None:
    with counted(shapes, "make_again") as again:
        printed(specimen_document("en"))
    assert again == []


def test_a_drawing_is_drawn_once_in_a_size() -> None:
    with counted(weasyprint.svg.SVG, "draw") as drawn:
        for _ in range(3):
            printed(pictures())
    assert len(drawn) == 2


def test_a_font_is_read_once() -> None:
    with counted(typefaces, "Font") as read:
        printed(specimen_document("en"))
        before = len(read)
        printed(specimen_document("en"))
    assert len(read) == before > 0


def test_a_large_font_is_cut_down_once() -> None:
    with counted(Font, "_harfbuzz_subset") as by_engine, counted(typefaces, "bare_outlines") as cut:
        printed(specimen_document("ja"))
    assert (len(by_engine), len(cut)) == (0, 2), "regular and bold"


# ------------------------------------------------------------------------------------------- bounds


def test_caches_are_bounded_and_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = [specimen_document("en"), specimen_document("ar"), pictures()]
    expected = [printed_slowly(sheet) for sheet in sheets]
    monkeypatch.setattr(shapes, "MOST_LAID_OUT", 3)
    monkeypatch.setattr(typefaces, "MOST_FONTS", 2)
    monkeypatch.setattr(drawing, "MOST_PIECES", 5)
    monkeypatch.setattr(writing, "MOST_NAMES", 4)
    monkeypatch.setattr(pictograms._drawings, "most", 1)
    for _ in range(2):
        assert [printed(sheet) for sheet in sheets] == expected
    assert len(shapes._laid_out) <= 3
    assert len(typefaces._known) <= 2
    assert all(len(known.pieces) <= 5 for known in typefaces._known.values())
    assert len(writing._names) <= 4
    assert len(pictograms._drawings) <= 1


def test_what_is_forgotten_in_the_middle_of_a_sheet_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = specimen_document("en")
    expected = printed_slowly(sheet)
    stock = pdf._write

    def forget_and_write(*given: Any) -> bytes:
        switch.forget()
        return stock(*given)

    monkeypatch.setattr(pdf, "_write", forget_and_write)
    assert printed(sheet) == expected


# ------------------------------------------------------------------------------------------- parts of a PDF

ATOMS = st.one_of(
    st.integers(), st.floats(allow_nan=False), st.booleans(), st.binary(), st.text("azAZ09/ ()\\"), st.none()
)
STRINGS = st.builds(pydyf.String, st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.binary()))
PARTS = st.recursive(
    st.one_of(ATOMS, STRINGS),
    lambda inner: st.one_of(
        st.builds(pydyf.Array, st.lists(inner, max_size=4)),
        st.builds(pydyf.Dictionary, st.dictionaries(st.one_of(st.text("abc"), st.integers()), inner, max_size=4)),
    ),
    max_leaves=12,
)


@given(PARTS)
def test_each_part_is_written_as_pydyf_writes_it(part: object) -> None:
    quick = writing.to_bytes(part)
    with stock_engine():
        assert quick == pydyf._to_bytes(part)


def test_each_part_is_put_into_bytes_once() -> None:
    with counted(zlib, "compress") as packed:
        printed(specimen_document("en"))
    contents = [given[0] for given in packed]
    assert len(contents) == len(set(contents)) > 3


def test_pages_that_are_added_are_referred_to() -> None:
    made = pydyf.PDF()
    for count in range(3):
        assert len(made.page_references) == count
        made.add_page(pydyf.Dictionary())
    assert made.page_references == tuple(f"{page.number} 0 R".encode() for page in made.objects[3:])


# ------------------------------------------------------------------------------------------- new glyphs


def test_a_font_with_new_glyphs_is_what_fonttools_makes_of_it() -> None:
    letters = table()
    write_run(run(BEH * 2, (3, 0, 20, 1), (1, 500, 0, 1), (2, 0, 70, 0), (1, 500, 0, 0)), letters)
    made = with_letters(tiny_font(6), letters)
    font, again = TTFont(BytesIO(made), recalcBBoxes=False, recalcTimestamp=False), BytesIO()
    for tag in ("glyf", "hmtx", "maxp", "head", "hhea", "post"):
        assert font[tag], "it is read, so that it is written anew"
    for name in font.getGlyphOrder():
        font["glyf"][name].expand(font["glyf"])
    font.save(again, reorderTables=None)
    assert again.getvalue() == made
