"""The pictograms as a family: drawn on one grid with one pen, told apart and legible as black dots on cheap paper."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2 as pdfium
import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.press.catalogue import catalogue, read_catalogue
from plainleaf.press.drawings import svg_fault
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import HtmlDocument
from plainleaf.press.pdf import render_pdf
from plainleaf.press.theme import read_theme
from plainleaf.workspace import find_workspace, read_files

THEME = read_theme(read_files(find_workspace(REPOSITORY)).texts, "plain")
SLUGS = sorted(THEME.pictograms)
SVG = "{http://www.w3.org/2000/svg}"
MILLIMETRES = 12
PEN = "3"
WIDTHS = {PEN: {"#000", "#fff"}, "5": {"#000", "#fff"}, "7": {"#fff"}}
"""One pen; a broad one for crosses, dots and ticks; a white one that frees the bar of a prohibition."""
ROOT = {
    "viewBox": "0 0 48 48", "width": "48", "height": "48", "fill": "none", "stroke": "#000", "stroke-width": PEN,
    "stroke-linecap": "round", "stroke-linejoin": "round",
}  # fmt: skip
SHAPES = {"path": {"d"}, "circle": {"cx", "cy", "r"}, "rect": {"x", "y", "width", "height", "rx"}}
PENS = {"fill", "stroke", "stroke-width"}

Dots = AbstractSet[tuple[int, int]]


@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_drawn_on_the_grid_with_the_pens_of_the_family(slug: str) -> None:
    root = ET.fromstring(THEME.pictograms[slug])  # noqa: S314 - the library's own files
    assert root.attrib == ROOT
    title, *shapes = root
    assert title.tag == f"{SVG}title"
    assert title.text
    assert shapes
    for shape in shapes:
        own = SHAPES[shape.tag.removeprefix(SVG)]
        assert shape.attrib.keys() - PENS <= own
        assert shape.get("fill", "none") in {"none", "#000", "#fff"}
        assert shape.get("stroke", "#000") in WIDTHS[shape.get("stroke-width", PEN)] | {"none"}
        numbers = re.findall(r"\d*\.\d+", " ".join(shape.get(name, "") for name in own))
        assert all(len(number.partition(".")[2]) <= 2 for number in numbers)
    assert len(THEME.pictograms[slug].encode()) < 2048
    assert svg_fault(THEME.pictograms[slug]) is None


def test_there_are_enough_and_all_are_catalogued_with_words() -> None:
    assert len(SLUGS) >= 36
    entries = [entry for group in read_catalogue(THEME) for entry in group.pictograms]
    assert sorted(entry.pictogram for entry in entries) == SLUGS
    assert len({entry.use for entry in entries}) == len(entries)


@cache
def dots(dpi: int) -> dict[str, Dots]:
    """Each pictogram at 12 mm in one bit: its black dots, as column and row."""
    pages = "".join(f'<div class="{slug}"></div>' for slug in SLUGS)
    rules = "".join(f'.{slug} {{ background-image: url("asset:{slug}.svg") }}' for slug in SLUGS)
    style = (
        f"@page {{ size: {MILLIMETRES}mm; margin: 0 }} body {{ margin: 0 }}"
        f"div {{ width: {MILLIMETRES}mm; height: {MILLIMETRES}mm; break-after: page;"
        f" background: no-repeat 0 0 / {MILLIMETRES}mm {MILLIMETRES}mm }}"
    )
    assets = {f"asset:{slug}.svg": THEME.pictograms[slug].encode() for slug in SLUGS}
    html = f'<html lang="en"><head><title>x</title></head><body><h1></h1>{pages}</body></html>'
    pdf = render_pdf(HtmlDocument(html, f"{style} h1 {{ display: none }}" + rules, assets, "x", "en", ()))
    found: dict[str, Dots] = {}
    document = pdfium.PdfDocument(pdf.data)
    for slug, page in zip(SLUGS, document, strict=False):
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
        width, height = picture.size
        grey = picture.tobytes()
        found[slug] = frozenset(
            (column, row) for row in range(height) for column in range(width) if grey[row * width + column] < 128
        )
    document.close()
    return found


def side(dpi: int) -> int:
    return round(MILLIMETRES / 25.4 * dpi)


def parts(area: Dots, least: int) -> int:
    """How many separate pieces an area has; pieces smaller than `least` dots are not counted."""
    left, count = set(area), 0
    while left:
        waiting, size = [left.pop()], 0
        while waiting:
            column, row = waiting.pop()
            size += 1
            for near in ((column + 1, row), (column - 1, row), (column, row + 1), (column, row - 1)):
                if near in left:
                    left.remove(near)
                    waiting.append(near)
        count += size >= least
    return count


def paper(ink: Dots, dpi: int) -> Dots:
    whole = range(-1, side(dpi) + 1)
    return {(column, row) for column in whole for row in whole} - ink


def opened(area: Dots, width: int) -> set[tuple[int, int]]:
    """What is left of an area when everything narrower than `width` dots is taken away."""
    square = [(right, down) for right in range(width) for down in range(width)]
    corners = {(x, y) for x, y in area if all((x + right, y + down) in area for right, down in square)}
    return {(x + right, y + down) for x, y in corners for right, down in square}


@pytest.mark.parametrize("slug", SLUGS)
def test_it_fills_its_frame_and_stays_inside(slug: str) -> None:
    ink = dots(600)[slug]
    units = 48 / side(600)
    columns, rows = [x * units for x, _ in ink], [y * units for _, y in ink]
    assert min(*columns, *rows) >= 0.9
    assert max(*columns, *rows) <= 47.2
    assert max(max(columns) - min(columns), max(rows) - min(rows)) >= 36


@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("slug", SLUGS)
def test_at_12_mm_in_one_bit_no_part_runs_into_another(slug: str, dpi: int) -> None:
    """As many pieces of ink, and as many of paper, as at a resolution that shows everything."""
    fine, coarse = dots(600)[slug], dots(dpi)[slug]
    assert parts(coarse, 4) == parts(fine, 36)
    assert parts(paper(coarse, dpi), 4) == parts(paper(fine, 600), 36)


@pytest.mark.parametrize("slug", SLUGS)
def test_at_12_mm_no_line_and_no_gap_is_thinner_than_two_dots(slug: str) -> None:
    ink = dots(200)[slug]
    for area in (ink, paper(ink, 200)):
        assert len(area - opened(area, 2)) <= 0.02 * len(ink)


def test_no_two_look_alike() -> None:
    """At a size at which nobody could read: in every pair a sixth of the ink stands elsewhere."""
    found = {slug: {(x // 4, y // 4) for x, y in dots(200)[slug]} for slug in SLUGS}
    alike = []
    for one, other in combinations(SLUGS, 2):
        most = min(
            len(found[one] ^ {(x + right, y + down) for x, y in found[other]}) / len(found[one] | found[other])
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
        )
        if most < 1 / 6:
            alike.append((one, other, round(most, 2)))
    assert alike == []


def test_the_catalogue_is_one_page_with_all_of_them(tmp_path: Path) -> None:
    document = catalogue(THEME)
    assert document.source is None
    assert document.assets.keys() == {f"asset:pictograms/{slug}.svg" for slug in SLUGS}
    pdf = render_pdf(document)
    assert pdf.pages == 1
    path = tmp_path / "catalogue.pdf"
    path.write_bytes(pdf.data)
    opened_again = pdfium.PdfDocument(path)
    said = opened_again[0].get_textpage().get_text_range()
    opened_again.close()
    assert all(slug in said for slug in SLUGS)


class Pictured(HTMLParser):
    """Words of the elements that carry a pictogram; of a cell or span for it alone, those of the element around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[list[str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "img", "meta", "link"}:
            return
        words: list[str] = []
        names = (dict(attrs).get("class") or "").split()
        if any(name.startswith("pic-") for name in names):
            self.found.append((words, self._open[-1][1]))
        self._open.append((tag, words))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, words in self._open:
            words.append(data)


def pictured() -> Iterator[tuple[str, str]]:
    """The path of each sheet, and the words of each pictogram on it."""
    request = Request(leaflets=("pomalidomide",), languages=("en", "ar"), formats=tuple(FORMATS))
    for sheet in make_plan(find_workspace(REPOSITORY), request).sheets:
        page = Pictured()
        page.feed(sheet.document.html)
        for own, around in page.found:
            yield sheet.target.path, "".join(own).strip() or "".join(around).strip()


def test_a_pictogram_never_stands_without_words() -> None:
    found = list(pictured())
    assert len(found) > 500
    assert [path for path, words in found if not words] == []
