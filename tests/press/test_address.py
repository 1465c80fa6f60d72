from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.press.address import LONGEST, PLACEHOLDERS, address_of, find_fault, qr_svg
from plainleaf.press.html import HtmlDocument
from plainleaf.press.pdf import render_pdf
from plainleaf.problems import PlainleafError

SHEET = {
    "leaflet": "thalidomide",
    "lang": "zh-Hans",
    "level": "easy",
    "place": "us",
    "path": "us/zh-Hans/thalidomide/easy-letter.pdf",
}
WEB = "https://clinic.example/leaflets/{path}"
QUIET = 4


def test_the_path_is_filled_in() -> None:
    assert address_of(WEB, **SHEET) == f"https://clinic.example/leaflets/{SHEET['path']}"


def test_every_placeholder_is_filled_in() -> None:
    web = "http://clinic.example:8080/{place}/{leaflet}?lang={lang}&level={level}#{path}"
    expected = (
        "http://clinic.example:8080/us/thalidomide?lang=zh-Hans&level=easy#us/zh-Hans/thalidomide/easy-letter.pdf"
    )
    assert address_of(web, **SHEET) == expected


def test_no_setting_is_no_address() -> None:
    assert address_of("", **SHEET) == ""


def test_an_address_without_placeholders_is_printed_as_it_is() -> None:
    assert address_of("https://clinic.example/leaflets", **SHEET) == "https://clinic.example/leaflets"


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ("https://clinic.example/{leaf}", "there is no `{leaf}`; known: {leaflet}"),
        ("https://clinic.example/{}", "there is no `{}`"),
        ("https://clinic.example/{path", "'{' cannot stand in an address"),
        ("https://clinic.example/our leaflets", "' ' cannot stand"),
        ("https://klinik-münchen.example/", "'ü' cannot stand"),
        ("clinic.example/{path}", "begins with http:// or https://"),
        ("ftp://clinic.example/{path}", "begins with http:// or https://"),
        ("javascript:alert(1)", "begins with http:// or https://"),
        ("https:///{path}", "and a host"),
        ("https://[half/{path}", "and a host"),
        ("https://clinic.example:port/", "and a host"),
        ("https://desk:secret@clinic.example/{path}", "name or password"),
        ("https://clinic.example/" + "x" * LONGEST, f"no more than {LONGEST}"),
    ],
)
def test_what_is_no_address_is_said(web: str, said: str) -> None:
    with pytest.raises(PlainleafError) as raised:
        address_of(web, **SHEET)
    (problem,) = raised.value.problems
    assert (problem.code, problem.position.file) == ("W001", "plainleaf.toml")
    assert said in problem.message


@given(st.text(max_size=60), st.sampled_from(PLACEHOLDERS))
def test_what_is_filled_in_is_quoted_and_stays_in_its_place(value: str, name: str) -> None:
    values = {**SHEET, name: value}
    address = address_of(f"https://clinic.example/a?v={{{name}}}", **values) if len(value) < 10 else ""
    if address:
        assert re.fullmatch(r"[!-~]+", address)
        parts = urlsplit(address)
        assert (parts.hostname, parts.path, parts.fragment) == ("clinic.example", "/a", "")
        assert unquote(parts.query.removeprefix("v=")) == value


@given(st.text(max_size=80))
def test_any_setting_has_a_fault_or_makes_an_address(web: str) -> None:
    fault = find_fault(web)
    assert fault or urlsplit(web).scheme in ("http", "https")


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """Column and row of each dark module that the picture draws."""
    (path,) = re.findall(r'fill="#000" d="([^"]*)"', svg)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs) == path
    return {(int(x) + at, int(y)) for x, y, length in runs for at in range(int(length))}


def test_the_code_is_drawn_module_by_module_with_a_quiet_zone() -> None:
    address = address_of(WEB, **SHEET)
    svg = qr_svg(address)
    matrix = segno.make_qr(address, error="m").matrix
    expected = {(x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert dark_modules(svg) == expected
    size = len(matrix) + 2 * QUIET
    assert f'viewBox="0 0 {size} {size}"' in svg
    assert qr_svg(address) == svg


def test_a_short_address_is_no_micro_code() -> None:
    assert 'viewBox="0 0 29 29"' in qr_svg("http://a.org")  # version 1: 21 modules and the quiet zone


def test_the_printed_code_has_the_same_modules() -> None:
    """As a reader sees it: each module, 4 px wide, is looked at in its middle."""
    address = address_of(WEB, **SHEET)
    svg = qr_svg(address)
    (size,) = {int(side) for side in re.findall(r'viewBox="0 0 (\d+) \d+"', svg)}
    html = f'<!doctype html><html lang="en"><title>QR</title><h1>A</h1><img src="asset:qr.svg" alt="{address}">'
    css = f"""
        @page {{ size: {4 * size + 40}px; margin: 0 }}
        body {{ margin: 0 }}
        h1 {{ font: 16px/20px "Noto Sans"; margin: 0 }}
        img {{ display: block; width: {4 * size}px; image-rendering: crisp-edges }}
    """
    document = HtmlDocument(html, css, {"asset:qr.svg": svg.encode()}, "QR", "en", ("Noto Sans",))
    page = pypdfium2.PdfDocument(render_pdf(document).data)[0]
    picture = page.render(scale=4 / 3, grayscale=True).to_pil()  # one pixel for each px of CSS
    middles = {(x, y): picture.getpixel((4 * x + 2, 4 * y + 22)) for x in range(size) for y in range(size)}
    assert {place for place, shade in middles.items() if shade < 128} == dark_modules(svg)
