"""What is looked at without drawing a page must be what is seen when it is drawn."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from tests.support.inspected import body_of, page, printed, source, write
from tests.support.pdfs import change_pdf, draw_over

from plainleaf.press.inspection import drawn as drawn_pages
from plainleaf.press.inspection import tags
from plainleaf.press.inspection.drawn import DrawnFile, Sides
from plainleaf.press.inspection.ink import Stain, find_stains, look
from plainleaf.press.inspection.letters import fold
from plainleaf.press.inspection.pictures import draw_twice
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.inspection.untouched import find_untouched

SAID = source()
FRAMED = (
    "p { border: 1pt solid #000; border-radius: 2mm; padding: 2mm } h2 { border-left: 2mm solid #036; padding: 0 2mm }"
)
SHEETS = {
    "plain": printed(),
    "framed": write(page(SAID, body_of(SAID), FRAMED), SAID),
    "arabic": printed("ar"),
}


def quickly(data: bytes) -> tuple[Stain, ...]:
    """What is found where only that is drawn which has to be."""
    with DrawnFile(data) as drawn:
        return look(drawn, "sheet.pdf", may_have_patterns=False)


def texts_of(data: bytes) -> list[Sides]:
    """Where the texts of the first page stand."""
    with DrawnFile(data) as drawn:
        return [one.bounds for one in next(drawn.pages()).things if one.letters is not None]


def untouched(data: bytes) -> tuple[int, int]:
    """How many texts of the first page nothing comes near to, and how many there are."""
    with DrawnFile(data) as drawn:
        first = next(drawn.pages())
        return len(find_untouched(first)), len([one for one in first.things if one.letters is not None])


@pytest.mark.parametrize("data", SHEETS.values(), ids=SHEETS.keys())
def test_of_an_honest_page_nothing_is_drawn(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("it was drawn")

    monkeypatch.setattr("plainleaf.press.inspection.ink.draw_twice", refuse)
    assert quickly(data) == ()


def shapes(text: Sides) -> Iterator[str]:
    """Shapes in many places in and around a text: some hide it, some do not."""
    left, bottom, right, top = text
    middle = (bottom + top) / 2
    for colour in ("0 g 0 G", "1 g 1 G", "0.8 g 0.8 G"):
        for across in (left - 6, left - 2, left - 0.3, (left + right) / 2, right + 0.3, right + 2, right + 6):
            yield f"{colour} {across:.2f} {bottom:.2f} 0.2 {top - bottom:.2f} re f"
            yield f"{colour} {across:.2f} {bottom - 3:.2f} 7 {top - bottom + 6:.2f} re f"
        for along in (bottom - 6, bottom - 2, bottom - 0.3, middle, top + 0.3, top + 2, top + 6):
            yield f"{colour} {left - 4:.2f} {along:.2f} {right - left + 8:.2f} 0.1 re f"
            yield f"{colour} 0 w {left - 4:.2f} {along:.2f} m {right + 4:.2f} {along:.2f} l S"
            yield f"{colour} 3 w {left - 4:.2f} {along:.2f} m {right + 4:.2f} {along:.2f} l S"
            yield f"{colour} {left:.2f} {along:.2f} 60 4 re f"
        # A ring around the text, with a hole and without one; and one that is cut to a corner of itself.
        ring = f"{left - 9:.2f} {bottom - 9:.2f} {right - left + 18:.2f} {top - bottom + 18:.2f} re"
        for gap in (1.0, 4.0):
            hole = f"{left - gap:.2f} {bottom - gap:.2f} {right - left + 2 * gap:.2f} {top - bottom + 2 * gap:.2f} re"
            yield f"{colour} {ring} {hole} f*"
            yield f"{colour} {ring} {hole} f"
        yield f"{colour} {left - 20:.2f} {bottom:.2f} 15 90 re W n {ring} f"
        yield f"{colour} {left:.2f} {bottom:.2f} 15 90 re W n {ring} f"
        yield (
            f"{colour} {left - 30:.2f} {bottom - 4:.2f} m {left:.2f} {top + 40:.2f} {right:.2f} {top + 40:.2f} "
            f"{right + 30:.2f} {bottom - 4:.2f} c f"
        )
    yield f"1 g BT /F0 90 Tf {left:.2f} {bottom:.2f} Td (\\1\\1) Tj ET"


@pytest.mark.parametrize(("name", "which"), [("plain", 0), ("plain", 2), ("framed", 1), ("arabic", 1)])
def test_a_page_looked_at_quickly_shows_what_one_shows_that_is_drawn(name: str, which: int) -> None:
    data = SHEETS[name]
    found = {}
    for shape in shapes(texts_of(data)[which]):
        changed = draw_over(data, shape.encode())
        seen = find_stains(changed, "sheet.pdf")
        assert quickly(changed) == seen, shape
        found[shape] = {stain.kind for stain in seen}
    kinds = set().union(*found.values())
    assert {"hidden", "struck"} <= kinds
    assert any(not kinds for kinds in found.values())


@pytest.mark.parametrize(
    "drawing",
    [
        "0.2 g BT 1 0 0 1 20 20 Tm /F 9 Tf ET",
        "/Pattern cs",
        "/Sh sh",
    ],
)
def test_what_paints_nothing_leaves_texts_untouched(drawing: str) -> None:
    assert untouched(draw_over(SHEETS["plain"], drawing.encode())) == untouched(SHEETS["plain"])


@pytest.mark.parametrize(
    "css",
    [
        "p { color: transparent }",
        "p { opacity: .5 }",
    ],
)
def test_of_a_page_that_is_not_plain_nothing_is_sure(css: str) -> None:
    sheet = write(page(SAID, body_of(SAID), css), SAID)
    assert untouched(sheet)[0] == 0
    assert quickly(sheet) == find_stains(sheet, "sheet.pdf")


@pytest.mark.parametrize(
    ("css", "are_drawn"),
    [
        ("p { color: #eee }", True),
        ("p { color: #777 }", True),  # enough, but not surely
        ("p, h1, h2 { color: #036 }", False),
        ("h2 { color: #036; margin-bottom: -1em } p { color: #603 }", True),
        ("p { color: #036; background: #036 }", True),
        ("p { color: #036; text-decoration: line-through }", True),
    ],
)
def test_coloured_letters_on_bare_paper_stand_out_or_are_drawn(css: str, are_drawn: bool) -> None:  # noqa: FBT001
    sheet = write(page(SAID, body_of(SAID), css), SAID)
    known, there = untouched(sheet)
    assert (known == there) == (not are_drawn)
    assert quickly(sheet) == find_stains(sheet, "sheet.pdf")


@pytest.mark.parametrize("which", [0, 2])
def test_a_coloured_page_looked_at_quickly_shows_what_one_shows_that_is_drawn(which: int) -> None:
    data = write(page(SAID, body_of(SAID), "p, h2 { color: #036 }"), SAID)
    kinds = set()
    for shape in shapes(texts_of(data)[which]):
        changed = draw_over(data, shape.encode())
        seen = find_stains(changed, "sheet.pdf")
        assert quickly(changed) == seen, shape
        kinds |= {stain.kind for stain in seen}
    assert {"hidden", "struck"} <= kinds


@pytest.mark.parametrize("far", [b"1 0 0 1 1000000000 0 cm 0 0 9 9 re f", b"1000000 0 0 1000000 0 0 cm 0 0 9 9 re f"])
def test_what_stands_at_the_end_of_the_world_is_answered_soon(far: bytes) -> None:
    sheet = draw_over(printed(), far)
    assert untouched(sheet)[0] == 0
    assert quickly(sheet) == find_stains(sheet, "sheet.pdf")


def test_a_gradient_behind_is_drawn() -> None:
    sheet = write(page(SAID, body_of(SAID), "p { background: linear-gradient(90deg, #fff, #222) }"), SAID)
    assert quickly(sheet) == find_stains(sheet, "sheet.pdf") != ()


def test_letters_may_be_filled_with_a_pattern_that_looks_black() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        tile = pikepdf.Stream(
            pdf,
            b"0 0 1 1 re f",
            PatternType=1,
            PaintType=2,
            TilingType=1,
            BBox=[0, 0, 9, 9],
            XStep=9,
            YStep=9,
            Resources=pikepdf.Dictionary(),
        )
        first = pdf.pages[0]
        spaces = pikepdf.Dictionary(Veil=pikepdf.Array([pikepdf.Name.Pattern, pikepdf.Name.DeviceRGB]))
        first.obj.Resources.Pattern = pikepdf.Dictionary(Tile=pdf.make_indirect(tile))
        first.obj.Resources.ColorSpace = spaces
        drawing = first.Contents.read_bytes()
        first.Contents.write(re.sub(rb"\bBT\b", b"BT /Veil cs 0 0 0 /Tile scn", drawing))

    report = inspect_file(change_pdf(SHEETS["plain"], fill), "sheet.pdf", source=SAID)
    assert "P063" in {problem.code for problem in report.problems}


def test_a_band_of_a_page_is_drawn_as_the_whole_page_is() -> None:
    with DrawnFile(SHEETS["framed"]) as drawn, DrawnFile(SHEETS["framed"]) as again:
        height = 827
        ((whole, _),) = draw_twice(next(drawn.pages()), 100 / 72, [(0, height)], height)
        bands = [(0, 40), (41, 99), (300, height)]
        pairs = draw_twice(next(again.pages()), 100 / 72, bands, height)
        for (top, bottom), (band, _) in zip(bands, pairs, strict=True):
            drawn_whole = whole.dots[top * whole.stride : bottom * whole.stride]
            assert len(band.dots) == len(drawn_whole)
            # A line that the edge of a band cuts is rounded in another way.
            assert all(abs(one - other) <= 1 for one, other in zip(band.dots, drawn_whole, strict=True))


def test_more_pages_than_are_kept_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = inspect_file(SHEETS["plain"], "sheet.pdf", source=SAID)
    monkeypatch.setattr(drawn_pages, "_KEPT", 0)
    assert inspect_file(SHEETS["plain"], "sheet.pdf", source=SAID) == kept


def test_a_plain_tag_is_read_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in SHEETS.values():
        with pikepdf.open(BytesIO(data)) as pdf:
            quick = tags.read_tags(pdf)
            assert quick.spots
            with monkeypatch.context() as patched:
                patched.setattr(tags, "_PLAIN", re.compile(b"(?!)"))
                assert tags.read_tags(pdf) == quick


@pytest.mark.parametrize("below", ["[ 5 1 R ]", "[ -5 ]", "[ (5 0 R) ]", "[ << /MCID 5 >> ]", "5 1 R", "null"])
def test_a_tag_with_anything_else_in_it_is_not_plain(below: str) -> None:
    written = "<< /K {} /P 4 0 R /Pg 7 0 R /S /Span /Type /StructElem >>"
    assert tags._PLAIN.fullmatch(written.format("[ 0 5 0 R 1 ]").encode())
    assert not tags._PLAIN.fullmatch(written.format(below).encode())


def test_folding_takes_away_every_control_and_mark_of_direction_and_no_sign() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) in ("Cf", "Cc") and char != "\x02":  # which stands for a hyphen
            assert fold(f"ø{char}b") == "øb", hex(ord(char))
    assert fold("a\U0001f48a\ufffdb") == "a\U0001f48a\ufffdb"
