import re
import struct
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import problems_of
from tests.support.workspace import REPOSITORY

from plainleaf.build import opening
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.press.catalogue import read_catalogue
from plainleaf.press.colours import BLACK, TEXT, WHITE, Colour, contrast, faint_pairs, read_colour
from plainleaf.press.drawings import PNG_BYTES, PNG_SIDE, SVG_BYTES, Logo, read_logo, svg_fault
from plainleaf.press.html import theme_css
from plainleaf.press.style import Style, palette_of
from plainleaf.press.theme import in_fonts_of, look_of, read_theme
from plainleaf.problems import Position, Problem
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet
from plainleaf.translation.packs import read_language
from plainleaf.workspace import (
    ClinicSettings,
    Settings,
    ThemeSettings,
    Workspace,
    find_workspace,
    read_files,
    read_settings,
)

READING = read_files(find_workspace(REPOSITORY))
FILES = dict(READING.texts)
PLAIN = read_theme(FILES, "plain")
EXTRA = "templates/harbor/extra.css"


def problems(files: dict[str, str], name: str = "harbor", settings: ThemeSettings | None = None) -> Sequence[Problem]:
    return problems_of(lambda: read_theme(FILES | files, name, settings or ThemeSettings()))


def leaflet(tag: str) -> LocalizedLeaflet:
    library = read_library(FILES).library
    language = read_language(FILES, tag, READING.unreadable)
    return localize(library.leaflets["thalidomide"], library, language, "us", Level.EASY, ClinicFacts())


# A folder that holds what it changes


def test_a_theme_of_one_file_takes_the_rest_from_plain() -> None:
    theme = read_theme(FILES | {EXTRA: ".key { border-radius: 0 }\n"}, "harbor")
    assert theme.name == "harbor"
    assert theme.templates == PLAIN.templates
    assert theme.pictograms == PLAIN.pictograms
    assert theme.css == f"{PLAIN.css}\n.key {{ border-radius: 0 }}\n"
    assert "print.css" in theme.inherited
    assert "extra.css" not in theme.inherited


def test_a_file_of_the_theme_stands_for_that_of_plain() -> None:
    own = {
        "templates/harbor/leaflet.html": "{% block main %}{% endblock %}",
        "templates/harbor/pictograms/water.svg": PLAIN.pictograms["sun"],
    }
    theme = read_theme(FILES | own, "harbor")
    assert theme.templates["leaflet.html"] == own["templates/harbor/leaflet.html"]
    assert theme.templates["page.html"] == PLAIN.templates["page.html"]
    assert theme.pictograms["water"] == PLAIN.pictograms["sun"]
    assert theme.inherited == read_theme(FILES | {EXTRA: ""}, "harbor").inherited - {
        "leaflet.html",
        "pictograms/water.svg",
    }


def test_a_workspace_may_add_to_the_theme_plain_itself() -> None:
    theme = read_theme(FILES | {"templates/plain/extra.css": "h2 { font-weight: bold }"}, "plain")
    assert theme.css.endswith("h2 { font-weight: bold }")


@pytest.mark.parametrize("name", ["blue", "", "..", "plain/pictograms/none"])
def test_an_unknown_theme_is_a_problem_that_names_the_known_ones(name: str) -> None:
    (problem,) = problems({}, name)
    assert problem.code == "P003"
    assert "plain" in problem.hint


def test_a_theme_needs_a_style() -> None:
    (problem,) = problems_of(lambda: read_theme({"templates/plain/leaflet.html": "x"}, "plain"))
    assert (problem.code, problem.position) == ("P003", Position("templates/plain/print.css"))


def test_a_broken_file_is_named_where_it_stands() -> None:
    own = {EXTRA: "h1 {", "templates/plain/print.css": FILES["templates/plain/print.css"] + "\n} h2"}
    assert [(one.code, one.position.file) for one in problems(own)] == [("P007", "templates/plain/print.css")]


# Colours and fonts of a clinic


def test_the_colours_of_the_settings_come_last() -> None:
    theme = read_theme(FILES, "plain", ThemeSettings(accent="#5A1A8A", danger="#800000"))
    assert theme_css(theme).endswith("html { --accent: #5a1a8a; --danger: #800000 }\n")
    assert palette_of(theme_css(theme))["accent"] == Colour(0x5A, 0x1A, 0x8A)
    assert not theme_css(PLAIN).endswith("html {  }\n")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (ThemeSettings(ink="#777777"), "4.5:1"),
        (ThemeSettings(accent="#ffdd00"), "`accent`"),
        (ThemeSettings(danger="#ff9999"), "`danger`"),
        (ThemeSettings(paper="#888888"), "needs 7:1"),
        (ThemeSettings(ink="#ffffff", paper="#000000"), "lighter"),
        (ThemeSettings(ink="#694b87"), "6.8:1, also in grey"),
    ],
)
def test_a_faint_colour_is_refused(settings: ThemeSettings, said: str) -> None:
    found = problems({}, "plain", settings)
    assert {(problem.code, problem.position.file) for problem in found} == {("P004", "plainleaf.toml")}
    assert any(said in problem.message for problem in found)


def test_a_faint_colour_of_a_style_is_refused_there() -> None:
    (problem,) = problems({EXTRA: "html { --accent: #fed }"})
    assert (problem.code, problem.position.file) == ("P004", EXTRA)


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "0b3c6f", "rgb(0, 0, 0)"])
def test_a_colour_is_written_in_one_way(colour: str, tmp_path: Path) -> None:
    path = tmp_path / "plainleaf.toml"
    path.write_text(f'[print]\nplace = "us"\n\n[theme]\nink = "{colour}"\n', encoding="utf-8")
    (problem,) = problems_of(lambda: read_settings(path))
    assert (problem.code, problem.position.line) == ("W001", 5)
    assert "#rrggbb" in problem.message


def test_colours_and_fonts_are_part_of_the_look_that_is_signed_off() -> None:
    looks = [
        look_of(read_theme(FILES, "plain", settings))
        for settings in (ThemeSettings(), ThemeSettings(accent="#5a1a8a"), ThemeSettings(fonts=("Noto Serif",)))
    ]
    assert len(set(looks)) == 3
    assert look_of(read_theme(FILES | {EXTRA: "h1 { color: #000 }"}, "harbor")) not in looks


def test_pages_for_screens_are_no_part_of_the_look() -> None:
    other = {"templates/plain/screen.html": "x", "templates/plain/index.html": "x"}
    assert look_of(read_theme(FILES | other, "plain")) == look_of(PLAIN)


def test_fonts_of_a_theme_are_for_latin_letters() -> None:
    theme = read_theme(FILES, "plain", ThemeSettings(fonts=("Noto Serif",)))
    english, arabic = leaflet("en"), leaflet("ar")
    assert in_fonts_of(english, theme).fonts == ("Noto Serif", *english.fonts)
    assert in_fonts_of(arabic, theme) is arabic
    assert in_fonts_of(english, PLAIN) is english


COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


@given(COLOURS, COLOURS)
def test_contrast_is_a_ratio(one: Colour, other: Colour) -> None:
    assert 1 <= contrast(one, other) <= 21.001
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, one) == 1
    assert read_colour(str(one)) == one
    assert one.grey.grey == one.grey


def test_contrast_is_that_of_the_web() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(Colour(0x76, 0x76, 0x76), WHITE) == pytest.approx(4.54, abs=0.01)
    assert read_colour("#abc") == Colour(0xAA, 0xBB, 0xCC)
    assert read_colour("blue") is None


@given(st.dictionaries(st.sampled_from(["ink", "accent", "danger", "paper"]), COLOURS))
def test_what_is_not_faint_can_be_read(colours: dict[str, Colour]) -> None:
    faint = {pair.front for pair in faint_pairs(colours)}
    if {"ink", "paper"} <= colours.keys() and "ink" not in faint:
        assert contrast(colours["ink"], colours["paper"]) >= TEXT
        assert colours["ink"].luminance < colours["paper"].luminance


# What a style may say


@pytest.mark.parametrize(
    "rule",
    [
        ".key { border-radius: 0; border-width: 2pt; min-height: 30mm }",
        ".times tbody td, .clinic .logo { height: 12mm }",
        "h1 { color: var(--accent); font-weight: bold }",
        ".act { background: #f4f4f4 }",
        ".emergency > .bar { background: #333; color: #fff }",
        "th { background-color: rgb(0, 0, 0); color: white }",
        "li::before { content: '\\2013' }",
        ".key::after { content: ''; display: block; height: 1mm }",
        ".s { margin-block: -.3rem 1rem; padding: 3mm }",
        "h2 { font-size: 1.3rem; line-height: 1.25 }",
        "body { font-family: var(--fonts), sans-serif }",
        ".fields { display: table; width: 100% }",
        "@media print { .key { border-color: var(--danger) } }",
        "p { margin: 0 calc(1rem + 2mm) }",
    ],
)
def test_a_style_may_change_how_a_leaflet_looks(rule: str) -> None:
    assert read_theme(FILES | {EXTRA: rule}, "harbor").css.endswith(rule)


@given(st.text(max_size=200))
def test_any_text_can_be_judged_as_a_style(text: str) -> None:
    for problem in (*Style(text, "x.css").problems(), *Style(text, "x.css").problems_of_element()):
        assert problem.code in ("P005", "P007")
        assert problem.position.line >= 1


@given(st.lists(st.sampled_from("a{};:()[]\"'\\@/*#!-0123456789 \n,.%pxremvar"), max_size=60).map("".join))
def test_any_signs_of_css_can_be_judged(text: str) -> None:
    assert all(problem.code in ("P005", "P007") for problem in Style(text, "x.css").problems())
    assert isinstance(palette_of(text), dict)


# What may be in a logo or a pictogram

DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10">{}</svg>'
)


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h40v10z"/>',
        '<linearGradient id="a"><stop offset="0"/></linearGradient><rect width="40" height="9" fill="url(#a)"/>',
        '<g id="b"><circle r="3"/></g><use xlink:href="#b"/>',
        '<style>.a { fill: url("#a") }</style>',
        "<metadata/>",
    ],
)
def test_a_clean_drawing_may_be_printed(inside: str) -> None:
    assert svg_fault(DRAWN.format(inside)) is None
    data = ("<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'b'>" + DRAWN.format(inside)).encode()
    assert read_logo(data) == Logo("svg", data)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Take two</p></foreignObject>',
        "<text>Take two</text>",
        '<x:text xmlns:x="urn:x">Take two</x:text>',
        '<image href="file:///etc/passwd"/>',
        '<use href="https://example.org/a.svg#a"/>',
        '<rect fill="url(https://example.org/a.svg)"/>',
        "<rect style=\"fill: url( 'file:///a' )\"/>",
        '<rect style="overflow: visible"/>',
        '<rect style="OVERFLOW: visible"/>',
        '<metadata><x:path xmlns:x="urn:x" d="M0 0h9"/></metadata>',
        '<path xmlns="" d="M0 0h9"/>',
        '<svg overflow="visible"/>',
        '<rect onclick="alert(1)"/>',
        "<style>@import url(a.css)</style>",
        "<style>.a { fill: url(//example.org/) }</style>",
        '<animate attributeName="x"/>',
        '<a href="#x"><rect/></a>',
    ],
)
def test_a_drawing_that_writes_runs_or_fetches_is_refused(inside: str) -> None:
    drawing = DRAWN.format(inside)
    assert svg_fault(drawing)
    with pytest.raises(ValueError, match=r"its? |<|the attribute"):
        read_logo(drawing.encode())
    found = problems({"templates/harbor/pictograms/own.svg": drawing})
    assert [(one.code, one.position.file) for one in found] == [("P008", "templates/harbor/pictograms/own.svg")]


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h9" style="fill: #000"/>',
        '<g id="b"><circle r="3"/></g><use href="#b"/>',
        "<style>path { fill: red }</style>",
        '<path d="M0 0h9" opacity=".5"/>',
        '<path d="M0 0h9" class="x"/>',
        '<linearGradient id="a"><stop offset="0"/></linearGradient>',
    ],
)
def test_a_pictogram_that_screens_would_show_otherwise_is_refused(inside: str) -> None:
    drawing = DRAWN.format(inside)
    assert svg_fault(drawing) is None
    found = problems({"templates/harbor/pictograms/own.svg": drawing})
    assert [(one.code, one.position.file) for one in found] == [("P008", "templates/harbor/pictograms/own.svg")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no drawing", "not SVG"),
        ("<?xml version='1.0' encoding='klingon'?>" + DRAWN.format(""), "not SVG"),
        ("<?xml version='1.0' encoding='utf-7'?>" + DRAWN.format(""), "not SVG"),
        ("<?xml version='1.0' encoding='utf-32'?>" + DRAWN.format(""), "not SVG"),
        ("<svg/>", "not <svg>"),
        ('<p xmlns="http://www.w3.org/2000/svg"/>', "not <svg>"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWN.format(""), "entities"),
        (DRAWN.format("").replace("0 0 40 10", "0 0 400 10"), "40 times"),
        (DRAWN.format("").replace("0 0 40 10", "0 0 10 90"), "0.11 times"),
        (DRAWN.format("").replace(' viewBox="0 0 40 10"', ""), "viewBox"),
        (" " * SVG_BYTES + DRAWN.format(""), "larger"),
    ],
)
def test_other_files_are_no_logo(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_logo(text.encode())


def png(width: int, height: int, *extra: tuple[bytes, bytes], end: bool = True) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1))
    chunks = [(b"IHDR", head), (b"IDAT", rows), *extra, *([(b"IEND", b"")] if end else [])]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def test_a_png_may_be_a_logo() -> None:
    assert read_logo(png(400, 100)) == Logo("png", png(400, 100))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png(900, 100), "9 times"),
        (png(PNG_SIDE + 1, PNG_SIDE), "pixels"),
        (png(0, 10), "how wide"),
        (png(40, 10, (b"tEXt", b"x" * PNG_BYTES)), "larger"),
        (png(40, 10, end=False), "broken"),
        (png(40, 10)[:-3], "broken"),
        (png(40, 10)[:30] + b"x" + png(40, 10)[31:], "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"\xff\xd8\xff\xe0 a photograph", "neither"),
    ],
)
def test_a_broken_picture_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_logo(data)


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda tail: png(40, 10)[:-12] + tail)))
def test_any_bytes_are_a_logo_or_refused(data: bytes) -> None:
    with suppress(ValueError):
        assert read_logo(data).data == data


# The catalogue of pictograms


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pictogram: noon", "pictogram: midnight", "`midnight` is not drawn"),
        ("pictogram: noon", "pictogram: morning", "`morning` stands here twice"),
        ("pictogram: noon", "pictogram: midnight", "`noon` is drawn, and not here"),
    ],
)
def test_the_catalogue_and_the_drawings_are_the_same(old: str, new: str, said: str) -> None:
    theme = replace(PLAIN, catalogue=PLAIN.catalogue.replace(old, new))
    found = problems_of(lambda: read_catalogue(theme))
    assert {one.code for one in found} == {"P009"}
    assert any(said in one.message for one in found)
    assert all(one.position.file == "templates/plain/pictograms.yaml" for one in found)


def test_a_catalogue_is_read_strictly() -> None:
    (problem,) = problems_of(lambda: read_catalogue(replace(PLAIN, catalogue="schema: 1\ngroups: []\n")))
    assert problem.code == "L003"


# The logo in the settings


def clinic(folder: Path, logo: str) -> Workspace:
    (folder / "plainleaf.toml").write_text("", encoding="utf-8")
    return Workspace(folder, REPOSITORY, Settings(clinic=ClinicSettings(logo=logo)))


def test_a_logo_is_read_from_the_folder_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(40, 10))
    assert opening.read_clinic(clinic(tmp_path, "logo.png")).logo == Logo("png", png(40, 10))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.svg", "it cannot be read"),
        ("../outside.svg", "does not lie in the folder"),
        ("/etc/hostname", "does not lie in the folder"),
        ("link.svg", "does not lie in the folder"),
        ("text.svg", "<text> may not stand in it"),
    ],
)
def test_another_logo_is_a_problem_with_its_reason(name: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (tmp_path / "outside.svg").write_text(DRAWN.format(""), encoding="utf-8")
    (folder / "link.svg").symlink_to(tmp_path / "outside.svg")
    (folder / "text.svg").write_text(DRAWN.format("<text>x</text>"), encoding="utf-8")
    (problem,) = problems_of(lambda: opening.read_clinic(clinic(folder, name)))
    assert (problem.code, problem.position.file) == ("W001", "plainleaf.toml")
    assert said in problem.message


def test_a_process_reads_a_theme_once_for_the_same_files() -> None:
    first = read_theme(FILES, "plain")
    assert read_theme({**FILES, "translations/x.po": ""}, "plain") is first
    darker = read_theme(FILES, "plain", ThemeSettings(ink="#000000"))
    assert darker is not first
    assert darker.colours == {"ink": "#000000"}
    other = {**FILES, "templates/plain/index.html": ""}
    assert read_theme(other, "plain").templates["index.html"] == ""
