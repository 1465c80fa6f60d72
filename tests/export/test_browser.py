"""The site in a browser, opened from a folder without a network: can everybody read it, and does the search find?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.workspace import REPOSITORY

from plainleaf.export.search import fold

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = (1280, 900), (320, 640)
INDEX, FULL = "index.html", "us/zh-Hans/lenalidomide/full.html"
LOOKS = [
    *((path, size, scheme) for path in (INDEX, FULL) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")),
    ("us/ar/index.html", DESKTOP, "light"),
    ("us/ar/index.html", PHONE, "dark"),
    ("us/en/thalidomide/plain.html", DESKTOP, "dark"),
    ("us/en/thalidomide/plain.html", PHONE, "light"),
    ("us/ar/thalidomide/easy.html", DESKTOP, "light"),
    ("us/ar/thalidomide/easy.html", PHONE, "dark"),
]
# Distances that a reader may set (WCAG 1.4.12). By a constructed sheet: the page allows no style of its own.
AIRY = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
                     p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
# Elements with text that is wider than they are, and cannot be moved to.
CUT = """() => [...document.querySelectorAll("main *, header *, aside *")].filter(element =>
  !element.closest("svg, .unseen, .wide") && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
  && getComputedStyle(element).display !== "inline").map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """A page that may load what is in the folder; anything else, and any complaint of the browser, fails the test."""
    page = browser.new_page(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page.set_default_timeout(10_000)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert asked
    assert [url for url in asked if not url.startswith(folder.as_uri())] == []
    assert complaints == []


def violations(page: Page) -> list[str]:
    """What axe finds: rule, and the first element that breaks it."""
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
    found: Any = page.evaluate("options => axe.run(document, options)", options)
    assert len(found["passes"]) > 10
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found["violations"]]


def show(page: Page, folder: Path, path: str, size: tuple[int, int] = DESKTOP, scheme: Any = "light") -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto((folder / path).as_uri())


@pytest.mark.parametrize(("path", "size", "scheme"), LOOKS)
def test_no_rule_is_broken(page: Page, folder: Path, path: str, size: tuple[int, int], scheme: str) -> None:
    show(page, folder, path, size, scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_broken_rules_are_found(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        '<html><title>x</title><p style="color:#aaa">pale</p><input><h3>x</h3><img src="data:,x">'
        '<a href="#" style="display:block;width:9px;height:9px;overflow:hidden">x</a><a href="#">y</a>'
    )
    page = browser.new_page()
    page.goto((tmp_path / "bad.html").as_uri())
    rules = {one.split(":")[0] for one in violations(page)}
    page.close()
    assert {"color-contrast", "html-has-lang", "image-alt", "label", "landmark-one-main"} <= rules


@pytest.mark.parametrize("path", [INDEX, "us/en/thalidomide/plain.html", "us/ar/thalidomide/easy.html", FULL])
def test_readers_may_space_the_text_on_a_small_screen(page: Page, folder: Path, path: str) -> None:
    show(page, folder, path, PHONE)
    page.evaluate(AIRY)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    assert page.evaluate(CUT) == []


def test_the_keyboard_is_enough_to_find_and_open_a_leaflet(page: Page, folder: Path) -> None:
    show(page, folder, INDEX)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("talidomída")
    expect(page.get_by_role("status")).to_have_text("Found: 2")  # it is in the name of the other one, too
    page.keyboard.press("Enter")
    expect(page.locator("#results a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/us/es/"))
    assert page.evaluate("document.documentElement.lang") == "es"


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        (INDEX, "thalomid", {"us/ar/thalidomide", "us/en/thalidomide", "us/es/thalidomide", "us/zh-Hans/thalidomide"}),
        (INDEX, "Arabic THALID", {"us/ar/thalidomide"}),
        (INDEX, "ثاليدوميد", {"us/ar/thalidomide", "us/ar/lenalidomide"}),
        (INDEX, "来那", {"us/zh-Hans/lenalidomide"}),
        (INDEX, "konnte nicht", set()),
        ("us/zh-Hans/index.html", "怀孕", {"us/zh-Hans/thalidomide", "us/zh-Hans/lenalidomide"}),
        ("us/es/index.html", "ANTICONCEPTIVOS capsula", {"us/es/thalidomide", "us/es/lenalidomide"}),
    ],
)
def test_search(page: Page, folder: Path, path: str, typed: str, found: set[str]) -> None:
    show(page, folder, path)
    assert page.locator("#all").is_visible()
    page.fill("#q", typed)
    links = page.eval_on_selector_all("#results h2 a", "links => links.map(link => link.href)")
    assert {"/".join(link.split("/")[-4:-1]) for link in links} == found
    assert all((folder / link.removeprefix(folder.as_uri() + "/")).is_file() for link in links)
    assert not page.locator("#all").is_visible()
    said = page.get_by_role("status").inner_text()
    assert re.search(r"\d+", said) if found else said == "Nothing was found. Try another word."
    assert not found or str(len(found)) in said
    page.fill("#q", "")
    assert page.locator("#all").is_visible()
    assert not page.locator("#results").is_visible()


def test_what_goes_by_the_name_stands_before_what_only_speaks_of_it(page: Page, folder: Path) -> None:
    show(page, folder, "us/ar/index.html")
    for typed in ("thalidomide", "lenalidomide"):
        page.fill("#q", typed)
        expect(page.locator("#results h2").first).to_contain_text(typed.title())


def test_a_hit_leads_to_the_easiest_text_that_has_the_word(page: Page, folder: Path) -> None:
    show(page, folder, "us/en/index.html")
    targets = {}
    for typed in ("pregnancy", "sedative"):
        page.fill("#q", typed)
        targets[typed] = page.get_attribute("#results a[href*=thalidomide\\/]", "href")
    assert targets == {
        "pregnancy": "../../us/en/thalidomide/easy.html",
        "sedative": "../../us/en/thalidomide/full.html",
    }


def test_a_search_begins_on_any_page(page: Page, folder: Path) -> None:
    show(page, folder, "us/es/thalidomide/easy.html", PHONE)
    page.get_by_role("searchbox").fill("lenalidomida")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"us/es/index\.html\?q=lenalidomida$"))
    expect(page.locator("#results h2 a").first).to_have_text("Lenalidomida")


def test_the_program_and_the_page_fold_words_alike(page: Page, folder: Path) -> None:
    show(page, folder, INDEX)
    script = (REPOSITORY / "templates/plain/screen.js").read_text(encoding="utf-8")
    code = script[script.index("const DROPPED") : script.index("const pieces")]
    letters = [chr(code) for code in range(0x20, 0x10000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    texts = [*letters, "ΌΛΟΣ ὈΔΥΣΣΕΎΣ", "İstanbul", "ẞ", "e\u0323\u0302", "한국어", "ｶﾞ"]
    folded = page.evaluate(f"texts => {{ {code} return texts.map(fold) }}", texts)
    assert len(letters) > 50_000
    assert [(text, one) for text, one in zip(texts, folded, strict=True) if one != fold(text)] == []


def test_without_a_script_everything_can_be_read_and_reached(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / INDEX).as_uri())
    expect(page.locator("form")).to_be_hidden()
    page.click("text=العربية >> nth=0")
    page.click(".choices a >> nth=0")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("section.emergency h2")).to_be_visible()
    context.close()


def test_contents_are_open_beside_the_text_and_closed_on_a_phone(page: Page, folder: Path) -> None:
    show(page, folder, "us/en/thalidomide/easy.html")
    inside = page.locator(".contents li").first
    expect(inside).to_be_visible()
    show(page, folder, "us/en/thalidomide/easy.html", PHONE)
    expect(inside).to_be_hidden()
    page.click(".contents summary")
    expect(inside).to_be_visible()


@pytest.mark.parametrize(("lang", "mark"), [("es", "Borrador"), ("ar", "مسودة")])
def test_a_draft_that_is_printed_from_the_browser_says_so_on_each_page(
    page: Page, folder: Path, lang: str, mark: str
) -> None:
    show(page, folder, f"us/{lang}/thalidomide/plain.html")
    assert mark in page.locator("aside").inner_text()
    with pypdfium2.PdfDocument(page.pdf(format="Letter")) as printed:
        texts = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    assert len(texts) > 3
    assert all("Draft: not yet approved by a clinician" in text for text in texts)
