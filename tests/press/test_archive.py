"""What a print carries so that archives and screen readers know what it is."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest
from tests.support.documents import SOURCE, document

from plainleaf.press.formats import FORMATS
from plainleaf.press.html import HtmlDocument
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import SOURCE_NAME, read_source
from plainleaf.problems import PlainleafError

FOOT = f'@page {{ size: a5; @bottom-left {{ content: "{SOURCE.code}"; font-family: "Noto Sans" }} }} '


def sheet(body: str = "<p>x</p>", css: str = "", picture: bytes = b"") -> HtmlDocument:
    return replace(document(body=body, css=FOOT + css, dot_png=picture), source=SOURCE, format=FORMATS["a4"])


def read(sheet: HtmlDocument) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(sheet).data))


def claims(pdf: pikepdf.Pdf) -> tuple[str, str, str]:
    """Part and conformance of PDF/A, and part of PDF/UA; empty where the file claims none."""
    with pdf.open_metadata() as metadata:
        names = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
        part, conformance, accessible = (str(metadata.get(name, "")) for name in names)
        return part, conformance, accessible


def test_a_leaflet_carries_its_source() -> None:
    pdf = read(sheet())
    assert claims(pdf) == ("3", "A", "1")
    assert list(pdf.attachments) == [SOURCE_NAME]
    carried = pdf.attachments[SOURCE_NAME]
    assert str(carried.obj.AFRelationship) == "/Source"
    file = carried.get_file()
    assert file.mime_type == "application/json"
    assert file.creation_date == file.mod_date
    assert file.creation_date is not None
    assert file.creation_date.isoformat() == "2026-01-31T00:00:00+00:00"
    assert read_source(file.read_bytes(), "x.pdf") == SOURCE


def test_the_metadata_can_be_read_without_unpacking() -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in render_pdf(sheet()).data


def test_a_leaflet_without_its_source_is_archival_too() -> None:
    pdf = read(replace(sheet(), attach=False))
    assert claims(pdf) == ("2", "U", "1")
    assert not pdf.attachments
    assert pdf.Root.MarkInfo.Marked


def test_a_working_sheet_claims_no_more_than_tags() -> None:
    pdf = read(document())
    assert claims(pdf) == ("", "", "1")
    assert not pdf.attachments


def test_a_booklet_claims_nothing() -> None:
    pdf = read(replace(sheet(), format=FORMATS["booklet-a4"]))
    assert claims(pdf) == ("", "", "")
    assert "/StructTreeRoot" not in pdf.Root
    assert list(pdf.attachments) == [SOURCE_NAME]


def test_the_same_sheet_is_the_same_file() -> None:
    assert render_pdf(sheet()).data == render_pdf(sheet()).data


def test_pictures_are_never_smoothed(png: bytes) -> None:
    body = '<p><img alt="x" src="asset:dot.png" style="image-rendering: auto"></p>'
    pdf = read(sheet(body, picture=png))
    pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
    assert [bool(picture.Interpolate) for picture in pictures] == [False]


@pytest.fixture
def png() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (2, 2), "red").save(file, "PNG")
    return file.getvalue()


def test_colours_of_a_printing_press_are_refused() -> None:
    inked = "p { color: device-cmyk(0 1 1 0) }"
    with pytest.raises(PlainleafError) as caught:
        render_pdf(sheet(css=inked))
    assert "P025" in {problem.code for problem in caught.value.problems}
    assert render_pdf(document(css=inked)).pages == 1
