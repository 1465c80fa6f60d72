"""Every format as it leaves the press: the right paper, nothing too small, each statement where it can be found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from tests.press.test_html import MADE_WITH, THEME
from tests.press.test_html import leaflet as sheet_of

from plainleaf.content.grammar import Level
from plainleaf.press.blocks import view
from plainleaf.press.foot import make_foot
from plainleaf.press.formats import FORMATS, SheetFormat
from plainleaf.press.html import Clinic, HtmlDocument, Imprint, render_html
from plainleaf.press.letter_widths import text_length
from plainleaf.press.onepage import SIZES, OnePage, arrange, in_page_order
from plainleaf.press.pairs import numeral, pair
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import describe
from plainleaf.translation.localized import LocalizedLeaflet, plain_text
from plainleaf.translation.summary import summarize

TAGS = ("en", "ar", "zh-Hans")
SIZE_OF_PAGE = {"a4": (595.3, 841.9), "letter": (612, 792), "a5": (419.5, 595.3), "half-letter": (396, 612)}
SMALLEST = {"standard": 10, "large": 16, "bilingual": 10, "summary": 10, "booklet": 10}
ADDRESS = "https://leaflets.harbor-clinic.example/us/thalidomide/easy"
MARKED = re.compile(r'data-statement="([^"]+)"')


def beside_of(tag: str) -> str:
    return {"en": "ar", "ar": "zh-Hans", "zh-Hans": "en"}[tag]


def documents(tag: str, sheet_format: SheetFormat, address: str = "") -> tuple[LocalizedLeaflet, HtmlDocument]:
    sheet, beside = sheet_of(tag), None
    if sheet_format.kind == "bilingual":
        beside = sheet_of(beside_of(tag))
    if sheet_format.kind == "summary":
        sheet = in_page_order(shorten(summarize(sheet)))
    clinic = (("web", address),) if address else ()
    source = describe((sheet, beside) if beside else (sheet,), (), sheet_format, clinic, MADE_WITH)
    return sheet, render_html(sheet, THEME, sheet_format, Clinic(), Imprint(source, address=address), beside)


def shorten(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    """A summary of a length that fits in every language."""
    spare = ("what_for", "do_not_take", "pregnancy", "method", "missed_dose", "too_much", "stopping", "about")
    return replace(sheet, sections=tuple(section for section in sheet.sections if section.id not in spare))


@cache
def printed(tag: str, name: str) -> tuple[LocalizedLeaflet, HtmlDocument, bytes]:
    sheet, document = documents(tag, FORMATS[name], ADDRESS if name.endswith("letter") else "")
    return sheet, document, render_pdf(document).data


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("name", FORMATS)
def test_each_format_prints_each_statement_on_its_paper(name: str, tag: str) -> None:
    sheet, document, data = printed(tag, name)
    sheet_format = FORMATS[name]
    said = Counter(statement.id for section in sheet.sections for statement in section.statements)
    times = 2 if sheet_format.kind == "bilingual" else 1
    assert Counter(MARKED.findall(document.html)) == {statement: times * many for statement, many in said.items()}
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            box = [float(edge) for edge in page.mediabox]
            expected = SIZE_OF_PAGE[sheet_format.page]
            if sheet_format.is_imposed:  # two of its pages on a sheet that lies on its side
                expected = SIZE_OF_PAGE[sheet_format.paper][::-1]
            assert box[2:] == pytest.approx(expected, abs=0.5)
        if sheet_format.most_pages:
            assert len(pdf.pages) <= sheet_format.most_pages


@pytest.mark.parametrize("name", [name for name in FORMATS if name.endswith("letter")])
def test_no_type_is_too_small(name: str) -> None:
    """R01, R02: 10 points are the least, and 16 in large print, in the foot too."""
    sizes = Counter(round(size, 1) for size in type_sizes(printed("en", name)[2]))
    assert min(sizes) >= SMALLEST[FORMATS[name].kind] - 0.05


def type_sizes(data: bytes) -> list[float]:
    """The size of each letter on the pages, in points."""
    sizes = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        sizes += [
            pypdfium2.raw.FPDFText_GetFontSize(text, at) * scale_of(text, at)
            for at in range(text.count_chars())
            if text.get_text_range(at, 1).strip()
        ]
    return sizes


def scale_of(text: pypdfium2.PdfTextPage, at: int) -> float:
    matrix = pypdfium2.raw.FS_MATRIX()
    pypdfium2.raw.FPDFText_GetMatrix(text, at, matrix)
    return float((matrix.b**2 + matrix.d**2) ** 0.5)


def test_large_print_enlarges_what_is_not_text_by_the_same_factor() -> None:
    """R02: pictures, boxes and lines against the body text, as standard print has them."""
    plain, large = (properties(name) for name in ("", ".large "))
    assert plain["base"] == "calc((4pt + 8pt * var(--factor)) / var(--factor))"
    factor = length(large["base"]) / (4 + 8)  # of Latin letters, whose own factor is 1
    assert factor == pytest.approx(1.5)
    for name in ("pic", "mm", "pt"):
        assert length(large[name]) / length(plain[name]) == pytest.approx(factor, rel=0.05)
    for line in ("fine", "thin", "rule", "write", "frame", "heavy"):
        assert "var(--pt)" in plain[line]
        assert line not in large


def properties(selector: str) -> dict[str, str]:
    """Custom properties that one rule of the style sets, or the first two of the root."""
    blocks = re.findall(rf"^{selector or 'html '}{{(.*?)}}", THEME.css, re.DOTALL | re.MULTILINE)
    return {key: value.strip() for block in blocks for key, value in re.findall(r"--([\w-]+):([^;]+);?", block)}


def length(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(mm|pt)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"mm": 72 / 25.4, "pt": 1}[unit]


@pytest.mark.parametrize("tag", TAGS)
def test_a_bilingual_row_holds_the_same_statement_twice(tag: str) -> None:
    html = printed(tag, "bilingual-a4")[1].html
    rows = [MARKED.findall(row) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]
    paired = [row for row in rows if row]
    assert len(paired) > 40
    assert all(len(row) == 2 and row[0] == row[1] for row in paired)
    numbers = re.findall(r'<th scope="row" class="n[^>]*>(\d+)', html)
    assert list(map(int, numbers)) == list(range(1, len(paired) + 1))
    other = beside_of(tag)
    first = [
        re.findall(r'<td lang="([^"]+)"|class="other" lang="([^"]+)"', row)
        for row in re.findall(r"<tr><td lang.*?</tr>", html, re.DOTALL)
    ]
    assert all(found[0][0] == tag and found[-1][1] == other for found in first)


def test_pairs_are_made_by_name_and_never_by_place() -> None:
    sheet, beside = sheet_of("en"), sheet_of("ar")
    (section, *rest) = beside.sections
    turned = replace(
        section, groups=tuple(replace(group, statements=group.statements[::-1]) for group in section.groups)
    )
    for pairs in (pair(sheet, beside), pair(sheet, replace(beside, sections=(turned, *rest)))):
        rows = [row for section in pairs for group in section.groups for row in group.statements]
        assert all(row.first.id == row.second.id for row in rows)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_numbers_have_the_digits_of_the_language() -> None:
    assert numeral("٠١٢٣٤٥٦٧٨٩", 105) == "١٠٥"


def test_what_is_written_by_hand_is_written_once() -> None:
    html = printed("en", "bilingual-a4")[1].html
    assert html.count('class="room"') == html.count('class="field')
    others = re.findall(r'<td class="other".*?</td>', html, re.DOTALL)
    assert others
    assert not any("blank" in cell or "room" in cell for cell in others)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("tag", ["en", "ar"])
def test_the_foot_names_the_sheet_and_its_margin_is_deep_enough(name: str, tag: str) -> None:
    sheet_format = FORMATS[name]
    sheets = (sheet_of(tag), sheet_of("zh-Hans")) if sheet_format.kind == "bilingual" else (sheet_of(tag),)
    foot = make_foot(sheets, sheet_format, "7K3Q-M2PX", ADDRESS)
    assert len(foot.columns) == len(sheets)
    assert foot.depth >= max(map(len, foot.columns))
    for sheet, lines in zip(sheets, foot.columns, strict=True):
        said = " ".join(lines)
        for part in (sheet.title, sheet.own_name, sheet.place_name, sheet.version, sheet.revised, "7K3Q-M2PX"):
            assert part in said


def test_a_foot_breaks_between_its_parts_only() -> None:
    foot = make_foot((sheet_of("en"),), FORMATS["booklet-letter"], "7K3Q-M2PX", "")
    assert any("Revised 22 November 2026" in line for line in foot.columns[0])
    assert max(map(text_length, foot.columns[0])) <= 60


@pytest.mark.parametrize("name", ["letter", "bilingual-letter", "summary-letter"])
def test_what_the_margins_say_stands_in_the_text_too(name: str) -> None:
    """Margins are not read aloud."""
    _, document, _ = printed("en", name)
    assert document.source
    last = document.html[document.html.index('<div class="end">') :]
    for said in (document.source.code, "22 November 2026", "22 November 2028", ADDRESS, "Drafted by machine", "Draft:"):
        assert said in last or (said == "Draft:" and not sheet_of("en").draft)


def test_a_code_for_telephones_stands_in_the_foot_when_there_is_an_address() -> None:
    with_address, without = (documents("en", FORMATS["a4"], address)[1] for address in (ADDRESS, ""))
    assert with_address.assets["asset:qr.svg"].startswith(b"<svg")
    assert "asset:qr.svg" in with_address.html
    assert "asset:qr.svg" not in without.html
    assert "asset:qr.svg" not in without.assets


def test_a_summary_says_that_it_is_one() -> None:
    html = printed("en", "summary-a4")[1].html
    notice = "This is a summary, not the whole leaflet. Ask us for the whole leaflet."
    assert html.index("<h1>") < html.index(notice) < html.index('class="key"')


def test_a_longer_summary_is_set_smaller_and_never_too_small() -> None:
    whole = summarize(sheet_of("en", Level.FULL))
    sizes = [size(sheet) for sheet in (shorten(shorten_more(whole)), shorten(whole), whole)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1] >= SIZES[-1]
    page = arrange(views(whole), whole, "letter")
    assert Counter(placed(page)) == {
        section.id: 1 for section in whole.sections if section.look not in ("identity", "key")
    }


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("tag", TAGS)
def test_a_summary_is_described_in_the_order_of_its_page(tag: str, level: Level) -> None:
    cut = summarize(sheet_of(tag, level))
    ordered = in_page_order(cut)
    assert Counter(one.id for one in ordered.sections) == Counter(one.id for one in cut.sections)
    page = arrange(views(ordered), ordered, "letter")
    assert placed(page) == [one.id for one in ordered.sections if one.look not in ("identity", "key")]
    assert "dose" in [one.section.id for one in page.left]
    assert [one.section.look for one in page.right[:2]] == ["emergency", "call"]
    assert page.boxes == page.right[:2]
    assert in_page_order(ordered) == ordered


@pytest.mark.parametrize("tag", TAGS)
def test_no_summary_is_set_under_the_least_of_its_script(tag: str) -> None:
    """R01, R45: 10 points, and 12 in Arabic after its factor."""
    whole = summarize(sheet_of(tag, Level.FULL))
    page = arrange(views(whole), whole, "letter", 40)
    assert page.size == SIZES[-1] if whole.size == 1 else 12 <= page.size * whole.size < 12.05


def test_what_the_clinic_adds_costs_type_and_no_place() -> None:
    whole = summarize(sheet_of("en"))
    bare, headed = (arrange(views(whole), whole, "letter", more) for more in (0, 4))
    assert headed.size < bare.size
    assert placed(headed) == placed(bare)


@pytest.mark.parametrize("tag", TAGS)
def test_key_messages_share_the_width_by_their_length(tag: str) -> None:
    whole = summarize(sheet_of(tag))
    shares = arrange(views(whole), whole, "a4").messages
    lengths = {one.id: len(plain_text(one.runs)) for one in whole.sections[1].statements}
    assert list(shares) == list(lengths)
    assert sum(shares.values()) == 100
    assert max(shares, key=shares.__getitem__) == max(lengths, key=lengths.__getitem__)


def placed(page: OnePage) -> list[str]:
    """Sections in the order of the page, its title and key messages left aside."""
    above, below = ([one for row in rows for one in row.views] for rows in (page.above, page.below))
    return [one.section.id for one in (*above, *page.left, *page.right, *below, *page.last)]


def shorten_more(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    return replace(sheet, sections=tuple(one for one in sheet.sections if one.look not in ("dose", "answer")))


def size(sheet: LocalizedLeaflet) -> float:
    return arrange(views(sheet), sheet, "letter").size


def views(sheet: LocalizedLeaflet) -> list:  # type: ignore[type-arg]
    calendar = sheet.schedule is not None and sheet.schedule.type != "daily"
    return [view(section, "summary", calendar=calendar) for section in sheet.sections]
