from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.inspected import ARABIC, ENGLISH, FONTS, body_of, page, printed, source, write
from tests.support.library import REPOSITORY
from tests.support.pdfs import attach, change_drawing, change_pdf, consistent, draw_over

from plainleaf.press.formats import FORMATS
from plainleaf.press.imposition import impose
from plainleaf.press.inspection.report import Report, inspect_file
from plainleaf.press.source import SOURCE_NAME, LeafletSource

SAID = source()
MORE = body_of(SAID)
EMOJI = "\U0001f9ff"


def inspect(data: bytes, said: LeafletSource | None = None) -> Report:
    return inspect_file(data, "somnoril.pdf", FONTS, said)


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


def spoiled(body: str | None = None, css: str = "", said: LeafletSource = SAID, **options: Any) -> bytes:
    return write(page(said, body, css), said, **options)


def without_file(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0].FontDescriptor.FontFile2


def without_table(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values())).ToUnicode


def cut_font(length: int) -> Callable[[pikepdf.Pdf], None]:
    """The file of the font has only so many bytes."""

    def cut(pdf: pikepdf.Pdf) -> None:
        file = next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0].FontDescriptor.FontFile2
        file.write(file.read_bytes()[:length])

    return cut


def with_lost_letter(pdf: pikepdf.Pdf, letter: bytes = b"0635") -> None:
    """The table of the Arabic font without a letter: of sad there is one, of alif one in every statement."""
    for font in pdf.pages[0].Resources.Font.values():
        table = font.ToUnicode.read_bytes()
        font.ToUnicode.write(re.sub(rb"(<[0-9a-f]{4}>) <" + letter + rb">", rb"\1 <>", table))


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def renamed(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        font.DescendantFonts[0].FontDescriptor.FontFamily = pikepdf.String("Comic Sans")


def imposed(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(Duplex=pikepdf.Name.DuplexFlipShortEdge)


def other_words(old: str, new: str, said: LeafletSource = SAID) -> bytes:
    body = body_of(said)
    assert old in body
    return spoiled(body.replace(old, new, 1), said=said)


def reworded() -> bytes:
    """The attached source says something else, and its hash was not made again."""
    return attach(printed(), printed_source().replace(b"sleepy", b"awake"))


def printed_source() -> bytes:
    return SAID.as_bytes()


def encrypted() -> bytes:
    after = BytesIO()
    with pikepdf.open(BytesIO(printed())) as pdf:
        pdf.save(after, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return after.getvalue()


FREQUENT = source(frequency="very common: 1 in 10 or more")
SPOILED: dict[str, list[Callable[[], bytes]]] = {
    "P040": [
        lambda: attach(printed(), consistent(SAID.model_copy(update={"texts": ()})).as_bytes()),
        lambda: attach(printed(), consistent(SAID.model_copy(update={"version": "9" * 5000})).as_bytes()),
        lambda: attach(printed(), b"{}"),
        lambda: attach(printed(), b" " * 4_000_001),
    ],
    "P046": [lambda: spoiled(css="p { font-size: 9pt }")],
    "P047": [
        lambda: spoiled(css="p { color: #888 }"),
        lambda: spoiled(css="section { background: #000 }"),
        lambda: spoiled(css="p { color: #fff }"),
    ],
    "P048": [
        lambda: change_pdf(printed(), without_file),
        lambda: change_pdf(printed(), without_table),
        *(lambda length=length: change_pdf(printed(), cut_font(length)) for length in (0, 3, 40, 400, 4000)),
    ],
    "P049": [lambda: change_pdf(printed(), renamed), lambda: spoiled(css="h2 { font-family: 'Noto Serif' }")],
    "P050": [lambda: spoiled(MORE + f"<p>{EMOJI}</p>")],
    "P051": [
        lambda: spoiled(MORE + "<h4>Skipped</h4>"),
        lambda: spoiled(pdf_variant=None),
        lambda: change_pdf(spoiled(MORE + "<ul><li>One</li></ul>"), no_list),
        lambda: change_pdf(printed(), untagged),
        lambda: change_pdf(spoiled(MORE + "<table><tr><th>Head</th></tr></table>"), without_scope),
    ],
    "P052": [
        lambda: change_pdf(printed(), without_language),
        lambda: write(page(SAID).replace("<title>Somnoril</title>", ""), SAID),
        lambda: spoiled(css="h1, h2 { bookmark-level: none }"),
    ],
    "P053": [reworded],
    "P054": [lambda: write(page(SAID, foot="Draft: nobody has approved it"), SAID)],
    "P055": [lambda: write(page(SAID, foot=SAID.code), SAID)],
    "P056": [
        lambda: other_words("Do not drive", "Do drive"),
        lambda: other_words("sleepy", "sleepless"),
        lambda: spoiled(said=FREQUENT),
        lambda: spoiled(body_of(SAID).replace("Most important", "")),
        lambda: other_words("لا تأخذ", "تأخذ", source(ARABIC, "ar")),
    ],
    "P057": [
        lambda: other_words("4\u00a0weeks", "5\u00a0weeks"),
        lambda: other_words("1-555-0100", "1-555-0101", source(ARABIC, "ar")),
        lambda: other_words("10–14", "10–15", source(ARABIC, "ar")),
        lambda: other_words("38", "83", source(ARABIC, "ar")),
    ],
    "P058": [lambda: spoiled(body_of(source(ENGLISH[::-1])))],
    "P059": [lambda: change_pdf(printed("ar"), with_lost_letter)],
    "P060": [lambda: b"", lambda: b"no PDF", lambda: printed()[:-200], lambda: printed()[:999], encrypted],
    "P061": [lambda: attach(printed(), None), lambda: change_pdf(attach(printed(), None), imposed)],
    "P062": [lambda: spoiled(css=".q::before { content: 'Not ' }", said=source(around=("{code}",)))],
    "P063": [lambda: draw_over(printed(), b"1 1 1 rg 0 0 600 900 re f")],
    "P064": [lambda: spoiled(css="p { text-decoration: line-through }")],
    "P065": [lambda: spoiled(css="section { transform: scaleX(-1) }")],
    "P066": [lambda: change_pdf(printed(), with_layers)],
}


def untagged(pdf: pikepdf.Pdf) -> None:
    """A text that no tag refers to any more."""
    drawing = pdf.pages[0].Contents
    drawing.write(re.sub(rb"/MCID \d+", b"/MCID 999", drawing.read_bytes(), count=1))


def without_scope(pdf: pikepdf.Pdf) -> None:
    heads = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.TH]
    assert heads
    for head in heads:
        del head.A


def with_layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array())


def no_list(pdf: pikepdf.Pdf) -> None:
    """An item of a list in a paragraph."""
    (found,) = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.L]
    found.S = pikepdf.Name.P


@cache
def spoiled_report(code: str, number: int) -> Report:
    return inspect(SPOILED[code][number]())


def test_a_whole_sheet_has_no_faults() -> None:
    report = inspect(printed())
    assert report.problems == ()
    assert report.source == SAID
    assert [(text.lang, text.count("verbatim"), text.quantities) for text in report.texts] == [("en", 3, (3, 3))]
    assert report.title == "Somnoril"
    assert [(round(width), round(height)) for width, height in report.pages] == [(420, 595)]
    assert {font.family for font in report.fonts} == {"Noto Sans"}
    assert {role: round(size, 1) for role, size in report.sizes.items()} == {"foot": 10, "heading": 16, "text": 12}
    assert report.contrast == 21
    assert (report.tags.lang, report.tags.counts["H1"], report.bookmarks) == ("en", 1, True)


def test_arabic_is_found_letter_by_letter() -> None:
    report = inspect(printed("ar"))
    assert report.problems == ()
    assert [(text.count("verbatim"), text.quantities) for text in report.texts] == [(3, (3, 3))]


CASES = [(code, number) for code, ways in SPOILED.items() for number in range(len(ways))]


@pytest.mark.parametrize(("code", "number"), CASES)
def test_each_fault_is_found(code: str, number: int) -> None:
    report = spoiled_report(code, number)
    assert code in codes(report), report.problems
    assert all(problem.message and problem.position.file == "somnoril.pdf" for problem in report.problems)


def test_every_code_has_an_example() -> None:
    folder = REPOSITORY / "src/plainleaf/press/inspection"
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem != "geometry"]
    assert {code for text in texts for code in re.findall(r'"(P\d{3})"', text)} | {"P040"} == set(SPOILED)


def test_only_what_the_print_keeps_is_a_warning() -> None:
    strengths = {
        problem.code: problem.strength for code, number in CASES for problem in spoiled_report(code, number).problems
    }
    assert {code for code, strength in strengths.items() if strength == "warning"} == {"P059", "P061"}


def test_letters_lost_in_many_statements_are_no_warning() -> None:
    report = inspect(change_pdf(printed("ar"), lambda pdf: with_lost_letter(pdf, b"0627")))
    (problem,) = report.problems
    assert (problem.code, problem.strength) == ("P059", "error")
    assert "3 with letters that the font's table lacks" in problem.message


def test_a_dropped_negation_is_no_loss_of_extraction() -> None:
    """In a script that is extracted as it is typed, and in one that is not."""
    for said, old in ((SAID, "Do not drive"), (source(ARABIC, "ar"), "لا تأخذ")):
        report = inspect(other_words(old, old.split()[-1], said))
        assert codes(report) == {"P056"}


def test_a_missing_statement_is_named_with_its_page() -> None:
    rows = [("first", "It makes you sleepy. " * 60, ()), *ENGLISH]
    said = source(rows)
    report = inspect(other_words("after the last capsule", "before the first capsule", said))
    (problem,) = report.problems
    assert problem.message.startswith("page 2, `somnoril.wait` (en): “Wait 4\u00a0weeks")


def test_a_changed_number_names_the_quantity() -> None:
    report = spoiled_report("P057", 0)
    assert any("“4\u00a0weeks” is not found" in problem.message for problem in report.problems)
    assert [text.quantities for text in report.texts] == [(2, 3)]


def test_words_are_found_over_pages_and_columns() -> None:
    said = source([("long", "It makes you sleepy, and you must not drive then. " * 40, ()), *ENGLISH])
    report = inspect(spoiled(f'<div style="columns: 2; column-gap: 5mm">{body_of(said)}</div>', said=said))
    assert report.problems == ()
    assert len(report.pages) > 1


def test_words_that_the_engine_loses_are_missed() -> None:
    """A float that is longer than its page ends with the page."""
    said = source([("long", "It makes you sleepy, and you must not drive then. " * 40, ()), *ENGLISH])
    floated = body_of(said).replace("<p", '<p style="float: left; width: 40%"', 1)
    assert codes(inspect(spoiled(floated, said=said))) == {"P056"}


def test_a_sheet_must_say_what_it_is_asked_to_say() -> None:
    other = source(ENGLISH[:2])
    assert codes(inspect(printed(), SAID)) == set()
    assert codes(inspect(printed(), other)) >= {"P053", "P054"}


@pytest.mark.parametrize("sheet_format", ["a4", "summary-a4"])
def test_a_sheet_of_one_page_that_is_too_long_has_its_code_where_it_ends(sheet_format: str) -> None:
    said = source(sheet_format=sheet_format)
    end = f'<p style="break-before: page">{said.code}</p>'
    found = codes(inspect(write(page(said, body_of(said) + end, foot=said.texts[0].marks[0]), said)))
    assert ("P054" in found) == (sheet_format == "a4")


def test_a_code_that_begins_with_a_digit_is_found_beside_arabic() -> None:
    many = (source([*ARABIC, ("day", f"اليوم {day}.", ())], "ar") for day in range(500))
    said = next(one for one in many if one.code[:4].isdecimal() and one.code[5].isalpha())
    foot = f"{said.texts[0].marks[0]} · رمز التحقق \u2066{said.code}\u2069"
    assert "P054" not in codes(inspect(write(page(said, foot=foot), said)))
    other = foot.replace(said.code[:4], "0000")
    assert "P054" in codes(inspect(write(page(said, foot=other), said)))


def test_a_sheet_without_an_attachment_is_held_against_what_is_given() -> None:
    assert codes(inspect(write(page(SAID)), SAID)) == set()
    assert "P056" in codes(inspect(write(page(SAID, MORE.replace("not", ""))), SAID))


def test_invisible_words_are_not_there() -> None:
    hidden = change_drawing(printed(), b"\nBT\n", b"\nBT\n3 Tr\n")
    assert "P056" in codes(inspect(hidden))


def test_a_foreign_file_gets_what_can_be_said() -> None:
    report = inspect_file(write("<html lang=en><title>x</title><p style='font: 6pt Noto Sans'>Any text."), "x.pdf")
    assert codes(report) == {"P052", "P061"}  # it has no heading, so no bookmark
    assert report.source is None
    assert report.texts == ()
    assert {font.family for font in report.fonts} == {"Noto Sans"}


def test_a_booklet_is_said_to_be_for_printing() -> None:
    for report in (spoiled_report("P061", 1), inspect(impose(printed(), FORMATS["booklet-a4"], "ltr"))):
        assert report.print_only
        assert codes(report) == {"P061"}
        assert "booklet" in report.problems[0].message


def test_a_source_of_a_bilingual_sheet_is_looked_for_in_both_languages() -> None:
    arabic = source(ARABIC, "ar")
    both = consistent(arabic.model_copy(update={"texts": (*arabic.texts, *SAID.texts)}))
    rows = (
        "".join(
            f'<tr><td dir="rtl">{one}</td><td dir="ltr" lang="en">{other}</td></tr>'
            for one, other in zip(body_of(arabic).split("<p ")[1:], body_of(SAID).split("<p ")[1:], strict=True)
        )
        .replace("<td", "<td><p ")
        .replace("<p  dir", "<p dir")
    )
    rows = re.sub(r"<td><p (dir=\S+?)( lang=\S+?)?>", r"<td \1\2><p ", rows)
    report = inspect(write(page(both, f"<h2>Most important</h2><table>{rows}</table>"), both))
    assert [(text.lang, text.count("verbatim"), text.quantities) for text in report.texts] == [
        ("ar", 3, (3, 3)),
        ("en", 3, (3, 3)),
    ]
    assert report.problems == ()


def test_a_report_is_json() -> None:
    shape = inspect(printed("ar")).as_json()
    assert (shape["leaflet"], shape["lang"], shape["beside"], shape["status"]) == ("somnoril", "ar", None, "draft")
    assert shape["texts"][0] == {
        "lang": "ar",
        "statements": 3,
        "verbatim": 3,
        "letters_lost": 0,
        "order_lost": 0,
        "out_of_order": 0,
        "missing": 0,
        "quantities": 3,
        "quantities_found": 3,
    }
    assert inspect_file(b"", "x.pdf").as_json()["problems"][0]["code"] == "P060"


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert codes(inspect(data)) == {"P060"}
    assert codes(inspect(b"%PDF-1.7\n" + data)) == {"P060"}


@given(st.integers(min_value=0))
def test_a_part_of_a_file_is_answered(length: int) -> None:
    whole = printed()
    assert codes(inspect(whole[: length % (len(whole) - 10)])) == {"P060"}


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=12))
def test_a_damaged_file_is_answered(place: int, damage: bytes) -> None:
    whole = printed()
    at = place % len(whole)
    report = inspect(whole[:at] + damage + whole[at + len(damage) :])
    assert all(problem.code.startswith("P0") for problem in report.problems)


def test_the_attachment_is_not_unpacked_beyond_its_limit() -> None:
    bomb = attach(printed(), b"[" * 30_000_000)
    assert "P040" in codes(inspect(bomb))
    with pikepdf.open(BytesIO(bomb)) as pdf:
        assert SOURCE_NAME in pdf.attachments
