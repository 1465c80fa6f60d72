"""Themes that hide, move, cover, reword, fade or shrink what a leaflet says: each is refused by something.

Most are refused as they are written. The same rules are tried once more behind the back of that check: then the
finished sheet gives them away.
"""

from dataclasses import replace
from functools import cache

import pytest
from tests.support.library import problems_of
from tests.support.workspace import REPOSITORY

from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, HtmlDocument, Imprint, Theme, render_html
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import MadeWith, describe
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError, Position, errors
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet
from plainleaf.translation.packs import read_language
from plainleaf.workspace import find_workspace, read_files

READING = read_files(find_workspace(REPOSITORY))
FILES = dict(READING.texts)
PLAIN = read_theme(FILES, "plain")
EXTRA = "templates/hostile/extra.css"
MADE_WITH = MadeWith(program="plainleaf", engine="none", fonts="none", look="none")
LETTER = FORMATS["letter"]

STYLES = {
    "hidden": ".emergency { display: none }",
    "hidden on paper only": "@media print { .emergency { display: none } }",
    "hidden in a rule within": ".act { .inside { display: none } }",
    "invisible": ".emergency { visibility: hidden }",
    "collapsed": "tr { visibility: collapse }",
    "seen through": ".emergency { opacity: .01 }",
    "white on white": ".emergency li { color: #fff }",
    "white by another name": ".emergency li { color: white }",
    "white as a function": ".emergency li { color: rgb(255 255 255 / 100%) }",
    "a colour that cannot be judged": ".emergency li { color: oklch(100% 0 0) }",
    "transparent": ".emergency li { color: transparent }",
    "nearly transparent": ".emergency li { color: rgba(0, 0, 0, .1) }",
    "faint grey": ".emergency li { color: #999 }",
    "a colour under another name": "html { --mine: #fff } li { color: var(--mine) }",
    "black on black": ".emergency { background: #000 }",
    "a picture of one colour behind": ".emergency { background-image: linear-gradient(#000, #000) }",
    "a pictogram behind": ".emergency { background: url('asset:pictograms/stop.svg') }",
    "a pictogram as large as its text": "li { background-size: cover }",
    "pictograms without size": "html { --pic: 0mm }",
    "words on their pictogram": "li.pic { padding: 0 }",
    "one pixel": ".emergency li { font-size: 1px }",
    "nothing": ".emergency li { font: 0/0 serif }",
    "six points everywhere": "html { --base: 6pt }",
    "one percent": ".emergency { font-size: 1% }",
    "the smaller of two": ".emergency { font-size: min(1px, 1rem) }",
    "small by its word": ".small { font-size: xx-small }",
    "line upon line": "li { line-height: 0 }",
    "letter upon letter": "li { letter-spacing: -.5em }",
    "cut off": ".emergency { height: 0; overflow: hidden }",
    "less height than its text": ".emergency { height: 5mm }",
    "no height": ".emergency { max-height: 1px }",
    "cut after a line": "li { continue: discard; max-lines: 1 }",
    "clipped": ".emergency { clip-path: inset(100%) }",
    "masked": ".emergency { mask-image: none }",
    "off the page": ".emergency { position: absolute; left: -9999px }",
    "off the page by its margin": ".emergency { margin-left: -3000px }",
    "off the page in percent": ".emergency { margin-inline: -200% 200% }",
    "off the page by arithmetic": ".emergency { margin-left: calc(-1 * 300mm) }",
    "off the page by a name": "html { --away: -300mm } .emergency { margin-left: var(--away) }",
    "off its line": "li { text-indent: -999px }",
    "shrunk to nothing": ".emergency { transform: scale(0) }",
    "turned over": ".emergency { rotate: 180deg }",
    "into the margin": ".emergency { position: running(away) }",
    "to the foot": ".emergency { float: footnote }",
    "in another order": "body { display: flex; flex-direction: column-reverse }",
    "covered": ".emergency::after { content: ''; display: block; height: 60mm; margin-top: -60mm; background: #fff }",
    "covered by a line": "h2 { outline: 90mm solid #fff }",
    "replaced": ".emergency h2 { content: 'All is well' }",
    "words under a name": ":root { --w: 'Safe. You may take it.' }",
    "words under a name, in a list": "li { --w: a 'x' } ul { list-style-type: 'a' }",
    "what a name says": ".s h2::after { content: var(--w) }",
    "what an attribute says": ".s h2::after { content: attr(class) }",
    "what is counted": "li::before { content: counter(page) }",
    "a picture as text": "li::before { content: url('asset:pictograms/stop.svg') }",
    "a bookmark of its own": "h2 { bookmark-label: 'All is well' }",
    "a class that looks like what stands before": ".emergency\\:before { display: none }",
    "with a word before": ".do_not_take li::before { content: 'Not: ' }",
    "with a word as bullet": "li::marker { content: '2 ' } ul { list-style-type: 'Take ' }",
    "capitals, so that mg is MG": "li { text-transform: uppercase }",
    "small capitals": "li { font-variant: small-caps }",
    "struck out": "li { text-decoration: line-through }",
    "from right to left": "li { direction: rtl }",
    "turned around": "li { unicode-bidi: bidi-override }",
    "in pictures": "li { font-family: 'Noto Sans Symbols' }",
    "in pictures, in short": "li { font: 12pt 'Noto Sans Symbols' }",
    "in a font by another name": "html { --mine: Symbols } li { font-family: var(--mine) }",
    "in a font from elsewhere": "@font-face { font-family: x; src: url(file:///x.ttf) }",
    "a style from elsewhere": "@import url('https://example.org/x.css');",
    "other digits": "@counter-style digits { system: numeric; symbols: '0' '9' }",
    "another page number": "body { counter-reset: page 7 }",
    "no draft mark": "html { --draft: none }",
    "no draft mark in the margin": "@page { @top-left { content: none } }",
    "a page without draft mark": ".emergency { page: clean } @page clean { margin: 0 }",
    "no place for the draft mark": "html { --mark-left: none; --mark-right: none }",
    "no foot": "html { --foot: '' }",
    "no margins": "@page { margin: 0 }",
    "above all rules": "li { padding: 0 !important }",
    "all at once": ".emergency { all: unset }",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_style_is_refused_at_its_line(style: str) -> None:
    found = problems_of(lambda: read_theme(FILES | {EXTRA: f"h1 {{ margin: 0 }}\n\n{style}\n"}, "hostile"))
    assert {problem.code for problem in found} == {"P005"}
    assert {problem.position for problem in found} == {Position(EXTRA, 3)}


@pytest.mark.parametrize("name", ["ink", "paper"])
def test_a_palette_for_one_box_is_refused(name: str) -> None:
    colour = {"ink": "#ffffff", "paper": "#000000"}[name]
    found = problems_of(lambda: read_theme(FILES | {EXTRA: f".emergency {{ --{name}: {colour} }}"}, "hostile"))
    assert {problem.code for problem in found} == {"P004"}


@pytest.mark.parametrize("mark", ["--draft", "--foot", "--page-of"])
def test_a_whole_style_has_to_show_the_marks(mark: str) -> None:
    style = FILES["templates/plain/print.css"].replace(f"var({mark})", "none")
    found = problems_of(lambda: read_theme(FILES | {"templates/hostile/print.css": style}, "hostile"))
    assert [(problem.code, problem.position.file) for problem in found] == [("P005", "templates/hostile/print.css")]
    assert mark in found[0].message


# Behind the back of that check, on the finished sheet


@cache
def leaflet() -> LocalizedLeaflet:
    library = read_library(FILES).library
    language = read_language(FILES, "en", READING.unreadable)
    sheet = localize(library.leaflets["thalidomide"], library, language, "us", Level.EASY, ClinicFacts())
    return replace(sheet, draft=True)


def set_in(theme: Theme) -> HtmlDocument:
    source = describe((leaflet(),), (), LETTER, (), MADE_WITH)
    return render_html(leaflet(), theme, LETTER, Clinic(), Imprint(source))


def is_refused(theme: Theme) -> bool:
    """Whether a sheet is stopped while it is printed, or by what is found on it."""
    document = set_in(theme)
    try:
        data = render_pdf(document).data
    except PlainleafError:
        return True
    return bool(errors(inspect_file(data, "sheet.pdf", document.fonts, document.source).problems))


def test_the_theme_plain_is_printed() -> None:
    assert not is_refused(PLAIN)


@pytest.mark.parametrize(
    "style",
    [
        ".emergency { display: none }",
        ".emergency { visibility: hidden }",
        ".emergency { opacity: 0 }",
        ".emergency li { color: #fff }",
        ".inside { color: #fff; background: #000 } .inside li { background: #fff }",
        ".emergency { --ink: #fff }",
        ".emergency li { font-size: 1px }",
        ".emergency { position: running(away) }",
        "li { continue: discard; max-lines: 1 }",
        "li { text-indent: -999px }",
        "li { text-transform: uppercase }",
        "li { font-family: 'Noto Sans Symbols' }",
        "html { --mark-left: none; --mark-right: none }",
        "@page { @top-left { content: none } }",
        "@page { margin: 0 }",
        ".emergency { opacity: .01 }",
        ".emergency li { color: rgb(255 255 255 / 100%) }",
        ".emergency li { color: transparent }",
        ".emergency li { color: #999 }",
        ".emergency { background: #000 }",
        ".emergency { font-size: 1% }",
        ".emergency li { font: 0/0 serif }",
        "li { line-height: 0 }",
        "li { letter-spacing: -.5em }",
        ".emergency { height: 0; overflow: hidden }",
        ".emergency { height: 5mm }",
        ".emergency { max-height: 1px }",
        ".emergency { rotate: 180deg }",
        "li { direction: rtl }",
        ".emergency { page: clean } @page clean { margin: 0 }",
        ".q::before { content: '.' }",
        ".emergency { all: unset }",
        ".key li::after { content: ' (not)' }",
        "li { position: relative } li::after { content: ''; position: absolute; inset: 0; background: #fff }",
        ".emergency { transform: scaleX(-1) }",
    ],
)
def test_what_nobody_saw_in_the_style_is_seen_on_the_sheet(style: str) -> None:
    assert is_refused(replace(PLAIN, css=f"{PLAIN.css}\n{style}"))


# Templates


def hostile(name: str, old: str, new: str) -> Theme:
    template = FILES[f"templates/plain/{name}"]
    assert old in template, f"{old} is not in {name}"
    return read_theme(FILES | {f"templates/hostile/{name}": template.replace(old, new)}, "hostile")


TEMPLATES = {
    "the box for emergencies dropped": ("leaflet.html", "{{ parts.act(view) }}", ""),
    "all sections dropped": ("leaflet.html", "{% for row in rows %}", "{% for row in () %}"),
    "the draft mark dropped": ("page.html", "lines(foot.head) if foot.head else", "'none' if leaflet else"),
    "statements without their names": ("parts.html", 'data-statement="{{ statement.id }}"', ""),
    "statements under one name": ("parts.html", "{{ statement.id }}", "x"),
    "statements that nobody sees": ("parts.html", 'data-statement="', 'hidden data-statement="'),
    "statements that nobody hears": ("parts.html", 'data-statement="', 'aria-hidden="true" data-statement="'),
    "statements in small print": ("parts.html", 'data-statement="', 'style="font-size: 2px" data-statement="'),
    "statements with a colour": ("parts.html", 'data-statement="', 'style="color: #fff" data-statement="'),
    "a style of its own": ("page.html", "</head>", "<style>.emergency { display: none }</style></head>"),
    "everything folded away": ("page.html", "<body>", "<body><details>"),
    "everything in a window": ("page.html", "<body>", "<body><div popover>"),
    "everything in a list of choices": ("page.html", "<body>", "<body><datalist>"),
    "everything behind a tag that seems closed": ("page.html", "<body>", "<body><div hidden/>"),
    "words under a name": ("page.html", "</style>", "html { --w: 'Safe' }</style>"),
    "everything in a comment": ("page.html", "<body>", "<body><!--"),
    "headings dropped": ("parts.html", "{{ view.section.title | inline }}", ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_that_loses_something_is_refused(name: str, old: str, new: str) -> None:
    found = problems_of(lambda: set_in(hostile(name, old, new)))
    assert {problem.code for problem in found} <= {"P005", "P006"}
    assert all(problem.position.file == "templates/plain/leaflet.html" or name == "leaflet.html" for problem in found)


def test_a_template_that_changes_a_word_is_refused() -> None:
    theme = hostile("parts.html", "{{ statement.runs | inline }}", "{{ statement.runs | inline | replace('not', '') }}")
    found = problems_of(lambda: set_in(theme))
    assert {problem.code for problem in found} == {"P006"}
    assert any("not" in problem.message for problem in found)


def test_a_template_that_adds_a_word_is_refused_on_the_sheet() -> None:
    """All that the leaflet says stands on the page, so that nothing is wrong before it is set."""
    theme = hostile("parts.html", "{{ of(statement) }}>{{ item(", "{{ of(statement) }}>Never: {{ item(")
    found = problems_of(lambda: render_pdf(set_in(theme)))
    assert "P062" in {problem.code for problem in found}
    assert any("Never" in problem.message for problem in found)
