from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.content.grammar import Level
from plainleaf.press.inspection.tags import read_tags
from plainleaf.press.packet import bind
from plainleaf.press.pdf import render_pdf
from plainleaf.workspace import find_workspace


@cache
def sheet(lang: str, sheet_format: str = "letter") -> bytes:
    request = Request(("thalidomide",), (lang,), (Level.EASY,), (sheet_format,))
    (planned,) = make_plan(find_workspace(REPOSITORY), request).sheets
    return render_pdf(planned.document).data


def text_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_pages_and_tags_are_those_of_the_leaflets() -> None:
    sheets = [sheet("es"), sheet("en", "summary-letter"), sheet("ar")]
    packet = bind(sheets, "Packet", "en")
    assert packet.data == bind(sheets, "Packet", "en").data
    texts = [text for text in text_of(packet.data) if text]
    assert texts == [text for one in sheets for text in text_of(one)]
    spots = 0
    for one in sheets:
        with pikepdf.open(io.BytesIO(one)) as pdf:
            spots += len(read_tags(pdf).spots)
    with pikepdf.open(io.BytesIO(packet.data)) as pdf:
        tags = read_tags(pdf)
        assert len(tags.spots) == spots > 0
        assert tags.faults == ()
        assert [str(top.Lang) for top in pdf.Root.StructTreeRoot.K] == ["es", "en", "ar"]
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == "Packet"
        # What a page calls its tags by leads to tags that are on it.
        numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        by_number = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        looked_at = 0
        for page in pdf.pages:
            if "/StructParents" in page.obj:
                for tag in by_number[int(page.obj.StructParents)]:
                    assert tag.Pg.objgen == page.obj.objgen
                    looked_at += 1
        assert looked_at == spots


def test_every_leaflet_begins_on_a_sheet_of_its_own() -> None:
    packet = bind([sheet("en", "summary-letter")] * 3, "Packet", "en")
    assert packet.pages == 5
    assert [bool(text) for text in text_of(packet.data)] == [True, False, True, False, True]


def test_booklets_are_bound_with_booklets_alone_and_claim_nothing() -> None:
    packet = bind([sheet("en", "booklet-letter")] * 2, "Packet", "en")
    with pikepdf.open(io.BytesIO(packet.data)) as pdf:
        assert not read_tags(pdf).exists
        assert not any("/StructParents" in page.obj for page in pdf.pages)
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
        with pdf.open_metadata() as metadata:
            assert "{http://www.aiim.org/pdfua/ns/id/}part" not in metadata
    with pytest.raises(ValueError, match="booklets alone"):
        bind([sheet("en"), sheet("en", "booklet-letter")], "Packet", "en")


def test_heads_of_tables_are_those_of_their_own_leaflet() -> None:
    packet = bind([sheet("en")] * 2, "Packet", "en")
    with pikepdf.open(io.BytesIO(packet.data)) as pdf:
        tags = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
        names = [str(one.ID) for one in tags if "/ID" in one]
        named = {
            str(name)
            for one in tags
            for attributes in (one.get("/A", ()) if isinstance(one.get("/A"), pikepdf.Array) else [one.get("/A")])
            if isinstance(attributes, pikepdf.Dictionary)
            for name in attributes.get("/Headers", ())
        }
    assert len(names) == len(set(names)) > 0
    assert named <= set(names)
    assert named


def test_there_is_no_empty_packet() -> None:
    with pytest.raises(ValueError, match="nothing"):
        bind([], "Packet", "en")
