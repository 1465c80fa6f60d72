from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.press.formats import FORMATS
from plainleaf.press.imposition import PAPERS, count_sides, impose, side_order
from plainleaf.problems import PlainleafError

A4, LETTER = FORMATS["booklet-a4"], FORMATS["booklet-letter"]
HALF = {"a4": "148mm 210mm", "letter": "5.5in 8.5in"}
BOOK = """\
<html lang="en"><title>A booklet</title>
<style>@page {{ size: {size}; margin: 20mm }} h1 {{ break-before: page }}</style>{pages}"""


@cache
def booklet(pages: int, size: str = HALF["a4"], variant: str | None = None) -> bytes:
    """Pages that say which they are, with a bookmark and links."""
    text = "".join(
        f'<h1 id="p{at}">page {at} of it</h1><p><a href="#p1">home</a> <a href="https://clinic.example">web</a></p>'
        for at in range(1, pages + 1)
    )
    html = weasyprint.HTML(string=BOOK.format(size=size, pages=text))
    data: bytes = html.write_pdf(pdf_variant=variant, pdf_tags=variant is not None)
    return data


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf


def sides_of(data: bytes) -> list[tuple[str, str]]:
    """The first words at the left and at the right of each side."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for side in document:
        width, height = side.get_size()
        text = side.get_textpage()
        halves = [text.get_text_bounded(left, 0, left + width / 2, height) for left in (0, width / 2)]
        found.append((halves[0].split(" of")[0], halves[1].split(" of")[0]))
        text.close()
    document.close()
    return found


def test_five_pages_make_two_sheets_that_fold_into_a_booklet() -> None:
    assert sides_of(impose(booklet(5), A4, "ltr")) == [
        ("", "page 1"),
        ("page 2", ""),
        ("", "page 3"),
        ("page 4", "page 5"),
    ]


def test_a_booklet_from_right_to_left_is_folded_at_its_right() -> None:
    assert sides_of(impose(booklet(4), A4, "rtl")) == [("page 1", "page 4"), ("page 3", "page 2")]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@given(pages=st.integers(1, 80))
def test_folded_and_turned_the_pages_are_in_order(pages: int, direction: str) -> None:
    sides = list(side_order(pages, direction))
    assert len(sides) == count_sides(pages)
    assert count_sides(pages) % 2 == 0
    assert 0 <= len(sides) * 2 - pages < 4
    # Flip on the short edge: what stands at the right of a front has the left of its back behind it.
    leaves = [
        leaf
        for front, back in zip(sides[::2], sides[1::2], strict=True)
        for leaf in ((front[1], back[0]), (front[0], back[1]))
    ]
    assert sorted(number for leaf in leaves for number in leaf) == list(range(len(sides) * 2))
    assert all(abs(one - other) == 1 and min(one, other) % 2 == 0 for one, other in leaves)
    # The stack is open at the side where reading begins, and the middle of the last sheet is one opening.
    assert sides[0][0 if direction == "rtl" else 1] == 0
    assert abs(sides[-1][0] - sides[-1][1]) == 1


@pytest.mark.parametrize(("sheet_format", "size"), [(A4, (842, 595)), (LETTER, (792, 612))])
def test_pages_stand_in_the_middle_of_their_halves_in_their_own_size(sheet_format: object, size: object) -> None:
    chosen = A4 if sheet_format is A4 else LETTER
    data = booklet(2, HALF[chosen.paper])
    with opened(data) as before, opened(impose(data, chosen, "ltr")) as after:
        width, height = (float(edge) for edge in PAPERS[chosen.paper])
        assert (round(width), round(height)) == size
        page_width, page_height = (float(edge) for edge in before.pages[0].mediabox[2:])
        assert [[float(edge) for edge in side.mediabox] for side in after.pages] == [
            pytest.approx([0, 0, width, height])
        ] * 2
        matrix = after.pages[0].Contents.read_bytes().decode().split(" cm")[0].split()
        assert matrix[:5] == ["q", "1", "0", "0", "1"]
        x, y = map(float, matrix[5:])
        assert x == pytest.approx(width * 3 / 4 - page_width / 2, abs=0.01)
        assert y == pytest.approx((height - page_height) / 2, abs=0.01)


def test_a_page_that_would_be_cut_off_is_refused() -> None:
    with pytest.raises(PlainleafError) as caught:
        impose(booklet(3, "A4"), A4, "ltr")
    (problem,) = caught.value.problems
    assert (problem.code, problem.position.file) == ("P030", "booklet-a4")
    assert "`a5`" in problem.hint


@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("variant", [None, "pdf/ua-1", "pdf/a-3a"])
def test_it_is_for_printing_alone_and_claims_nothing(variant: str | None) -> None:
    data = booklet(3, HALF["a4"], variant)
    imposed = impose(data, A4, "ltr")
    assert b"pdfuaid:part" not in imposed
    assert b"pdfaid:part" not in imposed
    with opened(data) as before, opened(imposed) as after:
        assert "/Outlines" in before.Root
        root = after.Root
        assert {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/PageMode"}.isdisjoint(root.keys())
        assert root.Lang == "en"
        assert root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert root.ViewerPreferences.PrintScaling == "/None"
        assert ("/DisplayDocTitle" in root.ViewerPreferences) == (variant is not None)
        assert after.docinfo["/Title"] == "A booklet"
        assert ("/Metadata" in root) == (variant is not None)
        if variant:
            with after.open_metadata() as metadata:
                assert metadata["dc:title"] == "A booklet"
        assert all({"/Annots", "/StructParents"}.isdisjoint(side.obj.keys()) for side in after.pages)


@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
def test_the_attached_source_stays() -> None:
    attachment = weasyprint.Attachment(string="{}", name="leaflet.json", relationship="Source")
    html = weasyprint.HTML(string=BOOK.format(size=HALF["a4"], pages="<h1>page</h1>"))
    data = html.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True, attachments=[attachment])
    with opened(impose(data, A4, "ltr")) as imposed:
        assert imposed.attachments["leaflet.json"].get_file().read_bytes() == b"{}"


def test_two_processes_make_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "pages.pdf").write_bytes(booklet(6))
    program = (
        "import sys; from pathlib import Path; from plainleaf.press.formats import FORMATS;"
        "from plainleaf.press.imposition import impose;"
        "sys.stdout.buffer.write(impose(Path(sys.argv[1]).read_bytes(), FORMATS['booklet-a4'], 'ltr'))"
    )
    hashes = set()
    for seed in ("0", "1", "7"):
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "pages.pdf")],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
            capture_output=True,
            check=True,
        )
        hashes.add(hashlib.sha256(done.stdout).hexdigest())
    assert hashes == {hashlib.sha256(impose(booklet(6), A4, "ltr")).hexdigest()}
