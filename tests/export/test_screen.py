"""Texts and drawings as HTML for a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import problems_of
from tests.support.workspace import REPOSITORY

from plainleaf.build.plan import Request
from plainleaf.export.gathering import gather
from plainleaf.export.reading_back import read_statements
from plainleaf.export.screen import INDEX, PAGE, SCRIPT, STYLE, Screen, inline, read_screen, render
from plainleaf.press.html import Theme
from plainleaf.problems import PlainleafError, Position
from plainleaf.translation.localized import Run
from plainleaf.workspace import Settings, Workspace

FILES = {f"templates/plain/{name}": name for name in (PAGE, INDEX, STYLE, SCRIPT)}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000">{}</svg>'


def draw(svg: str) -> str:
    return render(Screen({PAGE: "{{ drawing('x') }}"}, "", "", {"x": svg}), PAGE)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("911", "tel:911"),
        ("1-800-222-1222", "tel:18002221222"),
        ("+1 (555) 010-2030", "tel:+15550102030"),
        ("٩١١", "tel:911"),
        ("1-800-FDA-1088", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_is_a_link_where_it_is_digits(text: str, address: str) -> None:
    html = inline((Run(text, "telephone"),))
    assert (f'<a href="{address}">' in html) == bool(address)
    assert ("<a" in html) == bool(address)
    assert text in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.fda.gov/medwatch", "https://www.fda.gov/medwatch"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("javascript:alert(1)", ""),
        ("www.example.org/ leaflets", ""),
        ('example.org/"onclick=', ""),
        ("the clinic", ""),
    ],
)
def test_an_address_is_a_link_where_it_is_plainly_one(text: str, address: str) -> None:
    html = inline((Run(text, "web"),))
    assert (f'<a href="{address}">' in html) == bool(address)
    assert ("<a" in html) == bool(address)


def test_only_shapes_of_a_drawing_are_taken_in_the_colour_of_the_text() -> None:
    html = draw(SVG.format(
        '<title>T</title><script>alert(1)</script><g><path d="M0 0h5" fill="#000" onclick="x()"/></g>'
        '<image href="https://example.org/x.png"/><circle cx="1" cy="2" r="3" fill="#fff" stroke="#fff" style="x"/>'
    ))  # fmt: skip
    assert html == (
        '<svg class="pic" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<g fill="none" stroke="currentColor">'
        '<g><path d="M0 0h5" fill="currentColor"></path></g>'
        '<circle cx="1" cy="2" r="3" class="under-fill under-stroke"></circle></g></svg>'
    )


def test_a_drawing_that_cannot_be_read_or_is_not_there_is_left_out() -> None:
    assert draw("<svg") == ""
    assert render(Screen({PAGE: "{{ drawing('y') }}"}, "", "", {}), PAGE) == ""


def theme(name: str = "plain", **colours: str) -> Theme:
    return Theme(name, {}, "", {"tablet": "<svg/>"}, colours)


def test_pages_are_those_of_the_library_in_the_pictograms_of_the_theme() -> None:
    own = {f"templates/ours/{name}": "own" for name in (PAGE, INDEX, STYLE, SCRIPT)}
    screen = read_screen(FILES | own, theme("ours"))
    assert (screen.style, screen.script, screen.templates) == (STYLE, SCRIPT, {PAGE: PAGE, INDEX: INDEX})
    assert screen.pictograms == {"tablet": "<svg/>"}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/plain/screen.html", "<main></main>"),
        ("templates/plain/screen.css", "main { filter: opacity(0) }"),
        ("templates/ours/screen.css", ":root { --x: none } main { display: var(--x) }"),
        ("templates/ours/screen-index.html", "<main></main>"),
        ("templates/ours/screen.js", "alert(1)"),
    ],
)
def test_a_workspace_may_not_change_pages_for_a_screen(path: str, text: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "templates/ours/extra.css").parent.mkdir(exist_ok=True)
    (tmp_path / "templates/ours/extra.css").write_text("h1 { margin: 0 }", encoding="utf-8")
    found = problems_of(lambda: gather(Workspace(tmp_path, REPOSITORY, Settings()), Request(("thalidomide",)), ("us",)))
    assert [(one.code, one.position) for one in found] == [("P005", Position(path))]


def test_colours_of_a_clinic_are_those_of_the_day_where_they_can_be_read() -> None:
    style = read_screen(FILES, theme(ink="#112233", accent="#00551f", danger="#ff8080", paper="#ffffff")).style
    assert "prefers-color-scheme: light" in style
    assert "--ink: #112233;" in style
    assert "--accent: #00551f; --band: #00551f;" in style
    assert "--danger" not in style
    assert read_screen(FILES, theme()).style == STYLE


def test_a_library_that_lacks_a_file_is_told_which() -> None:
    with pytest.raises(PlainleafError) as caught:
        read_screen({path: text for path, text in FILES.items() if SCRIPT not in path}, theme("ours"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.position.file) == ("P001", f"templates/plain/{SCRIPT}")


def test_a_fault_of_a_template_has_its_line() -> None:
    with pytest.raises(PlainleafError) as caught:
        render(Screen({PAGE: "<p>\n{% if %}"}, "", "", {}), PAGE)
    assert str(caught.value.problems[0]).startswith("templates/plain/screen.html:2: P001 ")
    with pytest.raises(PlainleafError):
        render(Screen({PAGE: "{% include 'other.html' %}"}, "", "", {}), PAGE)


@given(st.lists(st.text(), min_size=1))
def test_statements_are_read_back_as_they_were_written(texts: list[str]) -> None:
    template = "<main>{% for t in texts %}<p data-statement='{{ loop.index }}'>{{ t }}</p>{% endfor %}</main>"
    html = render(Screen({PAGE: template}, "", "", {}), PAGE, texts=texts)
    assert read_statements(html) == [(str(number), text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>{}</p>",
        "<details>{}</details>",
        "<div aria-hidden=true><b>{}</b></div>",
        "<p class='a unseen'>{}</p>",
        "<div popover>{}</div>",
        "<div aria-hidden='TRUE '>{}</div>",
        "<datalist>{}</datalist>",
        "<textarea>{}</textarea>",
        "<template>{}</template>",
        "<svg><g>{}</g></svg>",
        "<p hidden/>{}",
        "<style>{}</style>",
    ],
)
def test_what_is_hidden_is_not_read(html: str) -> None:
    statement = "<i data-statement=a>text<br>more</i>"
    assert read_statements(html.format(statement)) == []
    assert read_statements(f"<main></b>{statement}</main>") == [("a", "textmore")]


def test_a_drawing_ends_where_it_ends() -> None:
    assert read_statements('<svg><circle r="1"/><path/></svg><p data-statement="a">text</p>') == [("a", "text")]


@given(st.text(alphabet="abp<>/=\"' !-svgdir", max_size=80))
def test_any_page_can_be_read(text: str) -> None:
    assert isinstance(read_statements(text), list)
