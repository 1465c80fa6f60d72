"""Fonts in the PDF: as small as the sheet allows, and each glyph still the one that the page asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from tests.support.documents import document
from tests.support.pictures import distance, page_pictures
from tests.support.specimens import read_specimen, specimen_document

from plainleaf.press import pdf
from plainleaf.press.acceleration import switch
from plainleaf.press.html import HtmlDocument
from plainleaf.press.subsets import outlines_by_cid

HAN = ("zh-Hans", "zh-Hant", "ja", "ko")


@contextmanager
def engine_as_it_comes() -> Iterator[None]:
    """Neither cut down afterwards, nor while it is made quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "trim_fonts", lambda *_: None)
        switch.slow_down()
        try:
            yield
        finally:
            switch.accelerate()


def font_files(data: bytes) -> dict[str, tuple[str, bytes]]:
    """Of the fonts with outlines of this kind, by name: how the file says that they are written, and the file."""
    found = {}
    with pikepdf.open(BytesIO(data)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item:
                stream = item["/FontFile3"]
                found[str(item["/FontName"])] = (str(stream["/Subtype"]), stream.read_bytes())
    return found


def two_pages() -> HtmlDocument:
    """As much Chinese as stands on two pages of a leaflet: 700 characters, 300 of them different."""
    specimen = read_specimen("zh-Hans")
    common = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 300) if chr(code).encode("gb2312", "ignore"))
    text = f"<p lang='zh-Hans'>{specimen.paragraph * 4}{common}</p><p lang='zh-Hans'><b>{specimen.paragraph}</b></p>"
    return document(body=text, css="body { font: 13pt/1.6 'Noto Sans', 'Noto Sans CJK SC' } @page { size: a4 }")


@pytest.mark.parametrize("tag", HAN)
def test_bare_outlines_stand_in_the_pdf(tag: str) -> None:
    files = font_files(pdf.render_pdf(specimen_document(tag)).data)
    assert len(files) == 2, "regular and bold"
    for subtype, data in files.values():
        assert subtype == "/CIDFontType0C"
        outlines = CFFFontSet()
        outlines.decompile(BytesIO(data), None, isCFF2=False)
        assert len(outlines[0].charset) < 300


def test_a_chinese_leaflet_of_two_pages_is_small() -> None:
    assert len(pdf.render_pdf(two_pages()).data) < 100_000


def test_the_engine_still_keeps_an_empty_place_for_every_glyph() -> None:
    with engine_as_it_comes():
        assert len(pdf.render_pdf(two_pages()).data) > 300_000


def test_the_pages_look_and_read_the_same() -> None:
    small = pdf.render_pdf(specimen_document("ja")).data
    with engine_as_it_comes():
        large = pdf.render_pdf(specimen_document("ja")).data
    assert len(small) < len(large) / 4
    for one, other in zip(page_pictures(small, 100), page_pictures(large, 100), strict=True):
        assert distance(one, other) < 0.01
    assert text_of(small) == text_of(large)


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as opened:
        return "".join(page.get_textpage().get_text_range() for page in opened)


def test_the_same_bytes_come_out_every_time() -> None:
    assert pdf.render_pdf(specimen_document("ko")).data == pdf.render_pdf(specimen_document("ko")).data


def test_fonts_of_other_kinds_are_left_alone() -> None:
    assert font_files(pdf.render_pdf(specimen_document("hi")).data) == {}


def test_outlines_that_go_by_name_are_not_taken() -> None:
    """Their glyphs are found by place, so that no place may go."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "a", "b"])
    empty = T2CharStringPen(500, None).getCharString()
    builder.setupCFF("Named", {}, dict.fromkeys((".notdef", "a", "b"), empty), {})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "a", "b"), (500, 0)))
    assert outlines_by_cid(builder.font["CFF "].compile(builder.font), {1, 2}) == b""


def test_outlines_that_go_by_other_numbers_are_not_taken() -> None:
    ((_, data), *_) = font_files(pdf.render_pdf(specimen_document("ko")).data).values()
    outlines = CFFFontSet()
    outlines.decompile(BytesIO(data), None, isCFF2=False)
    numbers = [int(name[3:]) for name in outlines[0].charset if name != ".notdef"]
    assert outlines_by_cid(data, numbers) == data
    assert outlines_by_cid(data, range(1, len(numbers))) == b""
