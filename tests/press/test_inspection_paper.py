"""Words hidden, struck out or added on the paper itself, by a style that nobody looked at or by another program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.inspected import ARABIC, FONTS, body_of, lay_out, page, source, write
from tests.support.pdfs import change_drawing, change_pdf, draw_over

from plainleaf.press.formats import FORMATS
from plainleaf.press.inspection.added import find_added, make_stream, phrases_of
from plainleaf.press.inspection.geometry import inspect_pages
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.pdf import KINDS
from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position

AROUND = ("{code}", "Week {n}", "Page {n} of {n}", "{n} Rest", "{n}–{n} Rest", "Take", "mg")
SAID = source(around=AROUND)
BODY = body_of(SAID)
SHEET = write(page(SAID), SAID)


def codes(data: bytes, said: LeafletSource = SAID) -> set[str]:
    return {problem.code for problem in inspect_file(data, "somnoril.pdf", FONTS, said).problems}


def styled(css: str, body: str = BODY) -> bytes:
    return write(page(SAID, body, css), SAID)


COVER = "p { position: relative } p::after { content: ''; position: absolute; background: #fff;"
STYLES = {
    "a white box over all": ("P063", f"{COVER} inset: 0 }}"),
    "a white box over one word": ("P063", f"{COVER} left: 10mm; top: 0; width: 8mm; height: 6mm }}"),
    "a black box over all": ("P063", f"{COVER.replace('#fff', '#000')} inset: 0 }}"),
    "a veil": ("P063", f"{COVER.replace('#fff', 'rgb(255 255 255 / 70%)')} inset: 0 }}"),
    "an outline of the next": ("P063", "h2 { outline: 90mm solid #fff }"),
    "a black gradient behind": ("P063", "p { background: linear-gradient(#000, #000) }"),
    "a gradient that ends in ink": ("P063", "p { background: linear-gradient(90deg, #fff, #222) }"),
    "stripes behind": ("P063", "p { background: linear-gradient(#000, #fff) 0 0 / 3px 3px }"),
    "an underline as high as its text": ("P063", "p { text-decoration: underline #000 16px }"),
    "struck out": ("P064", "p { text-decoration: line-through }"),
    "struck out thinly": ("P064", "p { text-decoration: line-through .3pt }"),
    "struck out palely": ("P064", "p { text-decoration: line-through #bbb }"),
    "mirrored": ("P065", "section { transform: scaleX(-1) }"),
    "upside down": ("P065", "section { transform: scale(-1) }"),
    "askew": ("P065", "section { transform: rotate(4deg) }"),
    "squeezed": ("P065", "section { transform: scaleX(.2); transform-origin: left }"),
    "moved off the paper": ("P063", "section { transform: translateX(-30mm) }"),
}


@pytest.mark.parametrize(("code", "css"), STYLES.values(), ids=STYLES.keys())
def test_a_style_that_hides_is_seen_on_the_paper(code: str, css: str) -> None:
    assert code in codes(styled(css))


@pytest.mark.parametrize(
    "css",
    [
        "",
        "section { background: #eee }",
        "h2 { background: #000; color: #fff; padding: 1mm }",
        "p { border: 1pt solid #000; padding: 0 } section { background: #ffe }",
        "p { text-decoration: underline }",
        "p { text-decoration: underline overline 1pt }",
        "p { font-style: italic }",
        "p { font-weight: bold; color: #333 }",
        "p::before { content: '\\2022  ' }",
        f"{COVER} inset: 0; z-index: -1 }}",
    ],
)
def test_an_honest_style_is_left_alone(css: str) -> None:
    assert codes(styled(css)) == set()


def clipped(pdf: pikepdf.Pdf) -> None:
    """Nothing is drawn but in a corner of the page."""
    pdf.pages[0].contents_add(b"q 0 0 20 20 re W n", prepend=True)
    pdf.pages[0].contents_add(b"Q")


def masked(pdf: pikepdf.Pdf) -> None:
    """Everything is drawn through a mask that lets nothing through."""
    form = pikepdf.Stream(
        pdf,
        b"0 g 0 0 600 900 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 600, 900],
        Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray),
    )
    mask = pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=pdf.make_indirect(form))
    pdf.pages[0].add_resource(pikepdf.Dictionary(SMask=mask), pikepdf.Name.ExtGState, pikepdf.Name.Mask)
    pdf.pages[0].contents_add(b"/Mask gs", prepend=True)


def cut(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = [0, 300, 420, 595]


def sideways(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 90


def with_note(pdf: pikepdf.Pdf) -> None:
    """A white square of another program lies over the page."""
    look = pikepdf.Stream(pdf, b"1 g 0 0 420 595 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 420, 595])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=[0, 0, 420, 595],
        F=4,
        AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def stamped(pdf: pikepdf.Pdf) -> None:
    """Words of another program, laid on an empty part of the page as a whole."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    stamp = pikepdf.Stream(
        pdf,
        b"BT /F 12 Tf 40 40 Td (Take twice as much) Tj ET",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 420, 595],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
    )
    around = pikepdf.Stream(
        pdf,
        b"/Inner Do",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 420, 595],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=pdf.make_indirect(stamp))),
    )
    pdf.pages[0].add_resource(pdf.make_indirect(around), pikepdf.Name.XObject, pikepdf.Name.Stamp)
    pdf.pages[0].contents_add(b"/Stamp Do")


def with_link(**look: Any) -> Callable[[pikepdf.Pdf], None]:
    """Something to be clicked lies over the page."""

    def lay(pdf: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 420, 595],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://clinic.example"),
            **look,
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))

    return lay


def with_white_link(pdf: pikepdf.Pdf) -> None:
    look = pikepdf.Stream(pdf, b"1 g 0 0 420 595 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 420, 595])
    with_link(Border=[0, 0, 0], AP=pikepdf.Dictionary(N=pdf.make_indirect(look)))(pdf)


def with_transfer(pdf: pikepdf.Pdf) -> None:
    """Black becomes white."""
    turn = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[1], C1=[0])
    pdf.pages[0].add_resource(pikepdf.Dictionary(TR=turn), pikepdf.Name.ExtGState, pikepdf.Name.Turn)
    pdf.pages[0].contents_add(b"/Turn gs", prepend=True)


ALTERED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "painted white": ("P063", lambda: draw_over(SHEET, b"1 g 0 0 420 595 re f")),
    "a sentence painted white": ("P063", lambda: draw_over(SHEET, b"1 g 50 430 300 30 re f")),
    "a black bar": ("P063", lambda: draw_over(SHEET, b"0 g 50 430 300 30 re f")),
    "a line through a sentence": ("P064", lambda: draw_over(SHEET, b"0 G .7 w 50 443 m 350 443 l S")),
    "cut off by a frame": ("P063", lambda: change_pdf(SHEET, clipped)),
    "behind a mask": ("P063", lambda: change_pdf(SHEET, masked)),
    "a page cut off": ("P063", lambda: change_pdf(SHEET, cut)),
    "a page on its side": ("P065", lambda: change_pdf(SHEET, sideways)),
    "under a note": ("P066", lambda: change_pdf(SHEET, with_note)),
    "stamped": ("P066", lambda: change_pdf(SHEET, stamped)),
    "under a white link": ("P066", lambda: change_pdf(SHEET, with_white_link)),
    "in the frame of a link": ("P066", lambda: change_pdf(SHEET, with_link(Border=[0, 0, 40]))),
    "in the usual frame of a link": ("P066", lambda: change_pdf(SHEET, with_link())),
    "through other colours": ("P066", lambda: change_pdf(SHEET, with_transfer)),
    "letters without colour": ("P063", lambda: change_drawing(SHEET, b"\nBT\n", b"\n.9 g\nBT\n")),
}


@pytest.mark.parametrize(("code", "altered"), ALTERED.values(), ids=ALTERED.keys())
def test_what_another_program_hides_is_seen_on_the_paper(code: str, altered: Callable[[], bytes]) -> None:
    assert code in codes(altered())


def test_the_worst_of_a_page_is_named() -> None:
    problems = inspect_file(styled(STYLES["a white box over one word"][1]), "somnoril.pdf", FONTS, SAID).problems
    (hidden,) = [problem.message for problem in problems if problem.code == "P063"]
    assert hidden.startswith("page 1: “")
    assert "to 1)" in hidden


# Words that nobody wrote


def added(body: str = BODY, css: str = "") -> list[str]:
    pages = lay_out(page(SAID, body, css))
    problems = inspect_pages(pages, KINDS, Position("somnoril.pdf"), FORMATS["a4"], SAID)
    return [problem.message for problem in problems if problem.code == "P062"]


WORDS = {
    "a word before a statement": (BODY, "p::before { content: 'Not: ' }"),
    "a word after a quantity": (BODY, ".q::after { content: ' or more' }"),
    "a number before a statement": (BODY, "p::before { content: '2 ' }"),
    "a word in a margin": (BODY, "@page { @top-center { content: 'All is well' } }"),
    "a paragraph of a template": (BODY + "<p>All is well.</p>", ""),
    "a word of a template": (BODY.replace("<p ", "<i>Never:</i> <p ", 1), ""),
    "a word in a statement": (BODY.replace("Do not", "Do certainly not"), ""),
    "a dose filled in": (BODY + "<p>50 mg</p>", ""),
    "a dose in a box of its own": (BODY + "<p>Take</p><p>2</p>", ""),
    "a dose after a calendar": (BODY + "<p>1</p><p>2</p><p>3 Rest</p><p>Take</p><p>2</p>", ""),
    "from dose to dose": (BODY + "<p>Take</p><p>1–2</p>", ""),
    "a number with a comma of Arabic": (BODY + "<p>500،</p>", ""),
    "a number with a stop of Hindi": (BODY + "<p>500।</p>", ""),
    "a share": (BODY + "<p>1:1000</p>", ""),
    "a decimal": (BODY + "<p>1.1</p>", ""),
    "a longer decimal": (BODY + "<p>1.5000</p>", ""),
    "a half": (BODY + "<p>1/2</p>", ""),
}


@pytest.mark.parametrize(("body", "css"), WORDS.values(), ids=WORDS.keys())
def test_a_word_that_nobody_wrote_is_found_on_the_page_and_in_the_file(body: str, css: str) -> None:
    assert added(body, css)
    assert "P062" in codes(styled(css, body))


@pytest.mark.parametrize(
    "more",
    [
        "<p>Week 3</p>",
        "<p>Page 1 of 12</p>",
        "<p>(Take) – mg</p>",
        "<table><tr><td>1</td><td>2 Rest</td><td>3</td></tr></table>",
        "<table><tr><th>Week 3</th><td>22–28 Rest</td></tr></table>",
        "<ol><li>Take</li><li>Take</li></ol>",
        "<ul><li>Take</li></ul>",
    ],
)
def test_labels_and_what_counts_may_stand_anywhere(more: str) -> None:
    assert added(BODY + more) == []
    assert codes(styled("", BODY + more)) == set()


@pytest.mark.parametrize(("more", "found"), [("", set()), (" · صفحة 1", set()), (" · دائمًا", {"P062"})])
def test_of_a_foot_in_arabic_each_word_must_be_known(more: str, found: set[str]) -> None:
    said = source(ARABIC, "ar", around=(*AROUND, "رمز التحقق {code}", "صفحة {n}", "الإصدار 0.1"))
    code = f"\u2066{said.code}\u2069"
    foot = f"{said.texts[0].marks[0]} · الإصدار 0.1 · رمز التحقق {code}{more}"
    assert codes(write(page(said, foot=foot), said), said) & {"P062"} == found


def test_a_page_number_may_stand_alone_in_a_margin() -> None:
    for number, found in (("counter(page)", set()), ("'2'", {"P062"})):
        margin = f"@page {{ @bottom-right {{ content: {number}; font: 10pt 'Noto Sans' }} }}"
        assert codes(styled(margin)) == found


def test_a_numbered_list_counts_its_items_and_nothing_else() -> None:
    items = '<ol><li data-n="1">Take</li><li data-n="2">Take</li></ol>'
    css = "ol { list-style: none } li::before { content: attr(data-n) '. ' }"
    assert added(BODY + items, css) == []
    (message,) = added(BODY + items.replace('"2"', '"20"'), css)
    assert "“20.”" in message


@pytest.mark.parametrize("sign", [".", "-", "−", "<"])
def test_a_sign_that_makes_another_number_may_not_stand_before_one(sign: str) -> None:
    css = f"ol {{ list-style: none }} li::before {{ content: '{sign}' }}"
    assert added(BODY + "<ol><li>1</li></ol>", css)
    assert added(BODY + "<ol><li>Take</li></ol>", css) == []


@pytest.mark.parametrize(("room", "found"), [("-9rem", True), ("0", False)])
def test_signs_of_the_style_may_not_lie_on_the_text(room: str, found: bool) -> None:  # noqa: FBT001
    css = f"p::after {{ content: '————————'; margin-inline-start: {room} }}"
    problems = inspect_pages(lay_out(page(SAID, BODY, css)), KINDS, Position("a.pdf"), FORMATS["a4"], SAID)
    assert ("P042" in {problem.code for problem in problems}) == found


def test_an_honest_link_is_no_note() -> None:
    assert codes(change_pdf(SHEET, with_link(Border=[0, 0, 0]))) == set()


def test_numbers_that_are_set_into_texts_are_theirs_and_others_are_not() -> None:
    said = source(ARABIC, "ar", around=("خذ {n}",))
    phrases = phrases_of(said)
    assert phrases is not None
    assert list(find_added(make_stream([(1, "12 ذخ")]), phrases)) == []
    assert list(find_added(make_stream([(1, "12 34 ذخ 56")]), phrases)) != []
    text = said.texts[0].statements[1].text.replace("أثناء", "ءانثأ")
    assert list(find_added(make_stream([(1, f"{text} 500")]), phrases)) != []


def test_words_are_not_looked_for_in_a_print_that_is_too_old_to_name_its_labels() -> None:
    assert phrases_of(source()) is None


def test_in_a_script_that_is_reordered_letters_may_change_places_and_none_may_be_added() -> None:
    said = source(ARABIC, "ar", around=("خذ {n}",))
    phrases = phrases_of(said)
    assert phrases is not None
    text = said.texts[0].statements[1].text
    changed = text.replace("أثناء", "ءانثأ")
    assert list(find_added(make_stream([(1, changed)]), phrases)) == []
    assert list(find_added(make_stream([(1, f"لا {changed}")]), phrases)) != []
    assert list(find_added(make_stream([(1, f"{changed} not")]), phrases)) != []


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=12))))
def test_any_text_is_read_or_named(texts: list[tuple[int, str]]) -> None:
    phrases = phrases_of(SAID)
    assert phrases is not None
    stream = make_stream(texts)
    found = list(find_added(stream, phrases))
    assert all(found)
    said = sum(map(str.isalnum, stream.letters))
    assert bool(found) or said == 0 or any(char.isdigit() for char in stream.letters) or "Take" in stream.letters


@pytest.mark.parametrize("size", [[0, 0, 14000, 14000], [0, 0, 0, 0]])
def test_a_page_that_is_no_paper_is_not_drawn(size: list[int]) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = size

    assert codes(change_pdf(SHEET, change)) == {"P060"}


def test_a_page_may_begin_anywhere() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = [-100, -50, 420, 595]

    assert codes(change_pdf(SHEET, change)) == set()
