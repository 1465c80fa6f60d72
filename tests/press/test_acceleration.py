"""Caches round the engine: each works, none changes a byte, and none is in force where that was not proved."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import tinyhtml5  # type: ignore[import-untyped]
import weasyprint
from tests.support.documents import SVG, document
from tests.support.workspace import REPOSITORY, SHIPPED
from weasyprint.css import ComputedStyle
from weasyprint.text import line_break

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.content.grammar import LEVELS
from plainleaf.press import archive, mended_layout, pdf
from plainleaf.press.acceleration import lines, parsing, styles, stylesheets, switch, versions
from plainleaf.press.acceleration.keeping import Shelf, Store
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import HtmlDocument
from plainleaf.problems import PlainleafError
from plainleaf.workspace import find_workspace

LEAFLETS = ("thalidomide", "pomalidomide", "lenalidomide", "immunotherapy-kaposi-sarcoma")
MOST = 200  # pages

# What the theme of the repository does not use, and other themes may.
ODD = {
    "gradients in ems": ("p { background: linear-gradient(red 1em, blue 3em) } .b { font-size: 9pt }", ""),
    "parts of the page": ("p { width: 50vw; margin-left: 2vh } @page { size: 300pt 400pt; margin: 5vw }", ""),
    "layers": ("@layer one, two; @layer two { p { color: red } } @layer one { p { color: blue } }", ""),
    "what stands beside": ("p + p { color: red } p:nth-child(3) { color: blue } p:last-child { margin: 0 }", ""),
    "what stands inside": ("p:has(b) { color: red } p:empty { height: 9pt } div:not(:has(p)) { color: blue }", ""),
    "attributes": ("[data-a] { color: red } [data-a=two] { margin: 9pt } p[title^=x] { color: blue }", ""),
    "own style": ("p { color: red }", '<p style="color: blue; margin: 1em">own</p>'),
    "first letter and line": ("p::first-letter { font-size: 3em; float: left } p::first-line { color: red }", ""),
    "hidden overflow": ("body { overflow: hidden; height: 50pt } .b { overflow: hidden; height: 1em }", ""),
    "named pages": (".b { page: wide; break-before: page } @page wide { size: 500pt 200pt }", ""),
    "numbered pages": (
        "@page :nth(2) { margin: 99pt } @page { @top-left { content: counter(page) } } .b { break-before: page }",
        "",
    ),
    "sums with percentages": (
        "p { width: calc(50% - 9pt); padding: calc(1% + 2pt) } .b { height: calc(10% + 1em) }",
        "",
    ),
    "floats": (".b { float: left; width: 40% } b { float: right }", ""),
    "positions": (".b { position: absolute; right: 0 } b { position: relative; top: 3pt }", ""),
    "counters": ("body { counter-reset: n } p { counter-increment: n } p::before { content: counter(n) '. ' }", ""),
    "markers": (
        "li { list-style: square inside } ul ul li { list-style: decimal outside }",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "tables": (
        "table { border-collapse: collapse } td { border: 1pt solid; height: 3em; background: #eee }",
        "<table><caption>c</caption><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    ),
    "flex and columns": ("main { display: flex } .b { columns: 2 }", "<main><p>one</p><p>two</p></main>"),
    "grid": ("main { display: grid; grid-template-columns: 1fr 2fr }", "<main><p>one</p><p>two</p></main>"),
    "pictures": (
        ".b { background: url('asset:dot.svg') no-repeat } img { width: 2em }",
        '<img alt="" src="asset:dot.svg">',
    ),
    "shadows and rounds": ("p { box-shadow: none; border-radius: 10% 3pt; border: 2pt solid }", ""),
    "justified": ("p { text-align: justify; width: 60pt; hyphens: auto; letter-spacing: 1pt; word-spacing: 2pt }", ""),
    "features": ("p { font-feature-settings: 'smcp'; font-kerning: none } b { text-decoration: underline }", ""),
    "right to left": ("body { direction: rtl } p { margin-inline-start: 9pt; padding-left: 3pt }", "<p>اثنان</p>"),
}
BODY = """<div><p>One <b>two</b> three, and so on to the end of the line, and on to the next one and the one after.</p>
<p class="b" data-a="{0}" title="{0}">{0} is what is said here</p><p class="b">{1}</p><p></p></div>"""


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """The engine made quick, whatever a test did with it."""
    switch.start()
    yield
    versions.notice.cache_clear()
    switch.forget()
    switch.accelerate()


@pytest.fixture(scope="module")
def sample() -> list[HtmlDocument]:
    """Every language once, every format in every level, all leaflets in turn."""
    workspace = find_workspace(REPOSITORY)
    found = []
    for number, name in enumerate(FORMATS):
        tags = SHIPPED[number :: len(FORMATS)]
        request = Request((LEAFLETS[number % 4],), tags, (), (name,), "us", ("en", "ar"))
        wanted = {tag: LEVELS[(number + len(FORMATS) * at) % 3] for at, tag in enumerate(tags)}
        sheets = {
            one.target.lang: one
            for one in make_plan(workspace, request).sheets
            if one.target.level == wanted[one.target.lang]
        }
        found += [one.document for one in sheets.values()]
    return found


def lay_out(page: HtmlDocument) -> Any:
    return pdf._lay_out(page, pdf.LockedFetcher(page.assets), archive.standard_of(page), MOST)


def draw(page: HtmlDocument) -> bytes:
    """Without a look at the result: what is compared is what the engine says."""
    return pdf._write(lay_out(page), archive.standard_of(page))


def draw_stock(pages: list[HtmlDocument]) -> list[bytes]:
    switch.slow_down()
    found = [draw(page) for page in pages]
    switch.accelerate()
    return found


def other_fonts() -> None:
    """Free the fonts of the process; the next page gets others, perhaps at the same address."""
    pdf._font_configuration.cache_clear()
    gc.collect()


def test_the_sample_has_everything(sample: list[HtmlDocument]) -> None:
    assert {page.source.texts[0].lang for page in sample if page.source} == set(SHIPPED)
    seen = {(page.source.format, page.source.level) for page in sample if page.source}
    assert {name for name, _ in seen} == set(FORMATS)
    assert len(seen) >= 3 * len(FORMATS) - 3


@pytest.mark.no_cover  # other tests run the same lines; counting them would take as long as printing
def test_no_byte_is_another(sample: list[HtmlDocument]) -> None:
    """In order, with other fonts half way, and some again."""
    stock = draw_stock(sample)
    half = len(sample) // 2
    first = [draw(page) for page in sample[:half]]
    other_fonts()
    first += [draw(page) for page in sample[half:]]
    assert [number for number, pair in enumerate(zip(stock, first, strict=True)) if pair[0] != pair[1]] == []
    assert [draw(page) for page in reversed(sample[:4])] == stock[3::-1]


@pytest.mark.parametrize("name", ODD)
def test_no_byte_is_another_with_other_themes(name: str) -> None:
    css, more = ODD[name]
    dot = SVG.format('<circle cx="4" cy="4" r="3"/>')
    pages = [
        document(
            head=f"<style>html {{ --own: '{word}'; --size: {size}pt }}</style>",
            body=BODY.format(word, name) + more,
            css=css,
            dot=dot,
        )
        for word, size in (("one", 9), ("two", 12), ("one", 12))
    ]
    stock = draw_stock(pages)
    assert [draw(page) for page in pages] == stock
    assert [draw(page) for page in reversed(pages)] == stock[::-1]


def test_what_differs_between_documents_is_printed() -> None:
    """Custom properties of the root: those that elements reach, by way of others, and those of the margins alone."""
    css = """
    html { --size: var(--own-size); font-size: 10pt } p { font-size: var(--size, 9pt); color: var(--none, #111) }
    p::before { content: var(--before) } @page { @top-left { content: var(--head) } margin: var(--deep) }
    """
    heads = [
        f"<style>html {{ --own-size: {size}pt; --before: '{before}'; --head: '{head}'; --deep: {deep}pt }}</style>"
        for size, before, head, deep in (
            (9, "a", "x", 40),
            (9, "a", "y", 40),
            (9, "b", "y", 40),
            (12, "b", "y", 40),
            (12, "b", "y", 50),
        )
    ]
    pages = [document(head=head, body=BODY.format("one", "two"), css=css) for head in heads]
    stock = draw_stock(pages)
    assert all(one != two for one, two in pairwise(stock))
    assert [draw(page) for page in (*pages, *pages)] == [*stock, *stock]


def test_a_complaint_is_made_of_every_sheet() -> None:
    page = document(css="p { color: var(--x); --x: 12 } q { colour: red }", body="<p>a</p>")
    said = []
    for _ in range(3):
        with pytest.raises(PlainleafError) as caught:
            pdf.render_pdf(page)
        said.append([str(problem) for problem in caught.value.problems if problem.code == "P010"])
    assert said[0] == said[1] == said[2] != []


def test_what_is_known_is_not_worked_out_again(sample: list[HtmlDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    page = sample[0]
    drawn = draw(page)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    for owner, name in (
        (stylesheets, "_stock"),
        (styles, "_stock"),
        (parsing, "_stock"),
        (styles._Pass, "_kind"),
        (styles._Pass, "_node"),
    ):
        monkeypatch.setattr(owner, name, refuse)
    found = pdf._write(lay_out(page), archive.standard_of(page))
    assert found == drawn


def test_lines_are_broken_once(sample: list[HtmlDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    """But for the head and the foot, whose styles are those of one document."""
    broken: list[str] = []
    stock = line_break.create_layout

    def note(text: str, *others: object) -> Any:
        broken.append(text)
        return stock(text, *others)

    monkeypatch.setattr(line_break, "create_layout", note)
    switch.forget()
    lay_out(sample[2])
    first = len(broken)
    lay_out(sample[2])
    assert 0 < len(broken) - first < first / 4


def test_less_is_computed_the_second_time(sample: list[HtmlDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    missing = ComputedStyle.__missing__

    def count(self: Any, key: str) -> Any:
        asked.append(key)
        return missing(self, key)

    monkeypatch.setattr(ComputedStyle, "__missing__", count)
    counts = []
    for _ in range(3):
        asked.clear()
        lay_out(sample[1])
        counts.append(len(asked))
    assert counts[2] < counts[0] / 10


def test_the_parser_of_plain_html_reads_what_the_engine_reads(sample: list[HtmlDocument]) -> None:
    for page in sample:
        known = parsing._stock(io.StringIO(page.html), namespace_html_elements=False)
        assert same(parsing.read(page.html), known)


@pytest.mark.parametrize(
    "body",
    [
        "<p>open", "<p>a<div>b</div></p>", "<b><i>a</b></i>", "<table><tr><td>a</td></tr></table>", "a < b",
        "a &copy; b",
        "<ul><div><li>a</li></div></ul>", "<table><tbody>a<tr><td>b</td></tr></tbody></table>", "<p class=a>b</p>",
        "<!-- a -->b", "<svg></svg>", '<p class="a" class="b">c</p>', "<P>a</P>", "<h1><h2>a</h2></h1>",
        '<a href="x"><b><a href="y">z</a></b></a>', "a\x01b", "a\r\nb", "<br></br>", "</p>a", "<script>1 < 2</script>",
        "<p>a<table><tbody><tr><td>b</td></tr></tbody></table></p>", "<ruby>a<rt>b</rt></ruby>", "&#x41;",
        "<pre>\na</pre>",
        "<p>a</p></body>b",
    ],
)  # fmt: skip
def test_html_that_needs_mending_is_left_to_the_engine(body: str) -> None:
    text = document(body=body).html
    known = parsing._stock(io.StringIO(text), namespace_html_elements=False)
    with pytest.raises(parsing._NeedsMendingError):
        parsing.read(text)
    assert same(tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False), known)


def same(one: Any, two: Any) -> bool:
    """Whether two trees are equal, to the last space."""
    alike = (one.tag, list(one.attrib.items()), one.text, one.tail) == (
        two.tag,
        list(two.attrib.items()),
        two.text,
        two.tail,
    )
    return alike and len(one) == len(two) and all(map(same, one, two))


# ------------------------------------------------------------------------------------------ in force, and not


def in_force() -> bool:
    found = [getattr(patch.owner, patch.name) is patch.quick for patch in switch._patches()]
    assert len(set(found)) == 1
    return found[0]


def test_it_is_put_in_force_and_taken_away() -> None:
    assert in_force()
    switch.slow_down()
    assert not in_force()
    assert weasyprint.CSS.__init__ is stylesheets._stock
    switch.accelerate()
    switch.accelerate()
    assert in_force()


def test_caches_stand_above_the_mends() -> None:
    by_name = {(patch.owner, patch.name): patch for patch in switch._patches()}
    assert by_name[weasyprint.layout.inline, "split_first_line"].stock is mended_layout.split_line
    assert len(by_name) == len(switch._patches())


def test_other_versions_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(versions.PROVED, "tinycss2", "1.0.0")
    versions.notice.cache_clear()
    switch.slow_down()
    switch.accelerate()
    assert not in_force()
    said = versions.notice()
    assert said is not None
    assert "tinycss2" in said
    assert "known: 1.0.0" in said


def test_the_proved_versions_are_those_that_are_installed() -> None:
    assert versions.notice() is None
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert all(f"\n{package}=={version} " in lock for package, version in versions.PROVED.items())


@pytest.mark.parametrize(("said", "is_quick"), [("stock", False), ("", True)])
def test_the_environment_decides(said: str, is_quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setenv(versions.ENGINE, said)
    switch.slow_down()
    switch.start.cache_clear()
    switch.start()
    assert in_force() == is_quick


# ------------------------------------------------------------------------------------------------- what is kept


def test_a_shelf_keeps_the_last_that_were_asked_for() -> None:
    shelf: Shelf[int] = Shelf(2)
    for key in "ab":
        shelf.put(key, ord(key))
    shelf.get("a")
    shelf.put("c", 1)
    assert (len(shelf), shelf.get("a"), shelf.get("b")) == (2, ord("a"), None)


def test_what_is_kept_goes_with_the_fonts() -> None:
    class Fonts:
        pass

    store: Store[list[int]] = Store("test", list)
    fonts = Fonts()
    store.of(fonts).append(1)
    assert store.of(fonts) == [1]
    assert store.of(Fonts()) == []
    store.clear()
    assert store.of(fonts) == []


def test_lines_and_roots_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = pdf._font_configuration()
    kept = lines._lines.of(fonts)
    monkeypatch.setattr(kept, "most", 20)
    monkeypatch.setattr(styles, "MOST_ROOTS", 3)
    for number in range(6):
        lay_out(
            document(
                head=f"<style>p {{ font-size: {9 + number}pt }}</style>", body=BODY.format(number, "x" * number) * 9
            )
        )
    assert 0 < len(kept) <= 20
    families = styles._families.of(fonts).by_rules
    assert 0 < len(families) <= families.most
    switch.forget()
    assert len(lines._lines.of(fonts)) == 0
    assert len(styles._families.of(fonts).by_rules) == 0


def test_a_kind_of_root_with_too_many_kinds_in_it_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(styles, "MOST_KINDS", 30)
    for number in range(20):
        body = "".join(f'<p class="c{number}-{one}">x</p>' for one in range(20))
        lay_out(document(body=body, css="[class^=c1] { color: red }"))
    roots = styles._families.of(pdf._font_configuration()).by_rules
    found = [root for family in roots._kept.values() for root in family.roots._kept.values()]
    assert found
    assert all(root.kinds <= 30 + 25 for root in found)
