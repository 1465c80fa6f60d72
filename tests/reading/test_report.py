import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.reading.examples import write_library
from tests.support.library import FILES, catalogs, packs
from tests.support.workspace import Finished, run_plainleaf

from plainleaf import __version__
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.languages import LevelLimits, Limits
from plainleaf.reading.cache import engine_identity
from plainleaf.reading.report import LeafletReading, read_leaflet, render_report
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language

LEVELS = ("easy", "plain", "full")
HARD = (
    "Administration of immunomodulatory medication during gestation is contraindicated, irrespective of cumulative"
    " exposure, therapeutic indication or contraceptive precautions previously undertaken by the recipient,"
    " and remains inadvisable for any individual who is contemplating"
    " parenthood or is breastfeeding."
)
VOID = {"meta", "br", "input", "link", "img"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += "" if self.open[-1:] == ["style"] else data

    def ids(self) -> list[str]:
        return [identity for _, attributes in self.tags if (identity := attributes.get("id"))]


def files_of(tag: str) -> dict[str, str]:
    return {**FILES, **packs(), **(catalogs(tag) if tag != "en" else {})}


def invented(**changes: object) -> tuple[Leaflet, Library, Language]:
    library = read_library(FILES).library
    language = read_language(files_of("en"), "en", {})
    pack = language.pack.model_copy(update=changes)
    return library.leaflets["somnoril"], library, Language(pack, language.catalogs)


def rendered(*readings: LeafletReading) -> str:
    return render_report(readings, (), "us", "plainleaf 0, engine 0")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Finished, Page, str]:
    """The report of a small library with one hard sentence: English and Spanish whole, the others not translated."""
    folder = tmp_path_factory.mktemp("workspace")
    somnoril = FILES["leaflets/somnoril.yaml"].replace("It was found by chance.", f"{HARD} <b>")
    write_library(folder, somnoril=somnoril)
    for path, text in catalogs("es").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    run = run_plainleaf(folder, "measure", "--report", "levels")
    html = (folder / "levels" / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in (folder / "levels").iterdir()] == ["index.html"]
    return run, Page(html), html


def test_every_leaflet_language_and_level_is_on_the_page(written: tuple[Finished, Page, str]) -> None:
    _, page, _ = written
    tags = known_tags(packs())
    assert len(tags) >= 4
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert {f"somnoril.{tag}" for tag in tags} <= set(ids)
    for tag in tags:
        assert read_language(files_of("en"), tag, {}).pack.english_name in page.text
    for level in LEVELS:
        assert page.text.count(f"The hardest sentences of {level}") == 1
    plots = [attributes["aria-label"] for tag, attributes in page.tags if tag == "svg" and "role" in attributes]
    assert len(plots) == 4
    assert all(label and all(f"{level} " in label for level in LEVELS) for label in plots)


def test_a_hard_sentence_is_named_at_its_line_and_ends_in_an_error(written: tuple[Finished, Page, str]) -> None:
    run, page, _ = written
    assert run.status == 1
    line = next(n for n, row in enumerate(FILES["leaflets/somnoril.yaml"].splitlines(), 1) if "by chance" in row)
    assert HARD in page.text
    assert f"leaflets/somnoril.yaml:{line}" in page.text
    assert f"leaflets/somnoril.yaml:{line}: R014" in run.err
    assert "over: long sentence" in page.text
    assert "immunomodulatory" in page.text


def test_a_leaflet_that_is_not_translated_says_so(written: tuple[Finished, Page, str]) -> None:
    run, page, _ = written
    assert "T002" in page.text
    assert "not measured" in page.text
    assert ": T002 " in run.err


def test_nothing_comes_from_outside(written: tuple[Finished, Page, str]) -> None:
    _, page, html = written
    assert page.open == []
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "image", "use", "base"}
    assert not re.search(r"url\(|@import|//", html)
    ids = set(page.ids())
    links = [attributes["href"] for _, attributes in page.tags if "href" in attributes]
    assert links
    assert {link[1:] for link in links if link} <= ids
    assert not [name for _, attributes in page.tags for name in attributes if name in {"src", "style", "onclick"}]


def test_texts_are_not_markup(written: tuple[Finished, Page, str]) -> None:
    _, _, html = written
    assert "&lt;b&gt;" in html
    page = rendered(read_leaflet(*invented(own_name='<i>"A&B', english_name="<script>alert(1)</script>"), "us"))
    assert "<script" not in page
    assert "<i>" not in page
    assert "&lt;i&gt;&#34;A&amp;B" in page


def test_the_foot_names_program_and_engine(written: tuple[Finished, Page, str]) -> None:
    _, page, _ = written
    assert f"plainleaf {__version__}, reading engine {engine_identity()[:12]}" in page.text


def test_a_short_leaflet_within_its_limits_is_not_judged() -> None:
    page = Page(rendered(read_leaflet(*invented(), "us")))
    assert page.text.count("too short to judge") == 1 + 3 + 3  # key, overview, table
    assert "over: " not in page.text
    assert "Flesch-Kincaid" in page.text
    assert "Kincaid, Fishburne" in page.text


def test_limits_of_the_pack_are_drawn_and_held() -> None:
    strict = LevelLimits(score=5, word_load=3.25, longest_sentence=2)
    reading = read_leaflet(*invented(limits=Limits(easy=strict)), "us")
    assert {problem.code for problem in reading.problems} == {"R014"}
    page = Page(rendered(reading))
    assert "≤ 3.25" in page.text
    assert re.search(r"over: long sentence ×\d", page.text)


def test_a_language_that_cannot_be_measured_is_a_problem() -> None:
    reading = read_leaflet(*invented(language="ti"), "us")
    assert [problem.code for problem in reading.problems] == ["R001"]
    assert "R001" in Page(rendered(reading)).text


def test_an_empty_library_has_an_empty_page() -> None:
    assert "Leaflets: 0" in Page(rendered()).text


def test_languages_and_place_can_be_chosen(tmp_path: Path) -> None:
    write_library(tmp_path)
    run = run_plainleaf(tmp_path, "measure", "--report", "levels", "--lang", "en", "--place", "uk", "--json")
    assert run.status == 0, run.err
    assert json.loads(run.out) == {"report": "levels/index.html", "problems": []}
    page = Page((tmp_path / "levels" / "index.html").read_text(encoding="utf-8"))
    assert "somnoril.en" in page.ids()
    assert "somnoril.es" not in page.ids()
    before = (tmp_path / "levels" / "index.html").read_bytes()
    again = run_plainleaf(tmp_path, "measure", "--report", "levels", "--lang", "en", "--place", "uk")
    assert "1 leaflet in 1 language looked at; 0 problems" in again.out
    assert (tmp_path / "levels" / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--lang", "xx"), "T004"), (("--lang", "en", "--place", "moon"), "B002")]
)
def test_nothing_is_written_for_a_language_or_place_that_is_not_there(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    write_library(tmp_path)
    run = run_plainleaf(tmp_path, "measure", "--report", "levels", *arguments)
    assert run.status == 1
    assert f": {code} " in run.err
    assert not (tmp_path / "levels").exists()


def test_a_broken_leaflet_is_named_on_the_page(tmp_path: Path) -> None:
    write_library(tmp_path, broken="leaflet: broken\n")
    run = run_plainleaf(tmp_path, "measure", "--report", "levels", "--lang", "en")
    assert run.status == 1
    page = Page((tmp_path / "levels" / "index.html").read_text(encoding="utf-8"))
    assert "leaflets/broken.yaml" in page.text
    assert "somnoril.en" in page.ids()


@pytest.mark.parametrize("more", [("text.txt",), ("--names", "x"), ("--cache", "kept")])
def test_a_report_takes_no_texts(tmp_path: Path, more: tuple[str, ...]) -> None:
    assert run_plainleaf(tmp_path, "measure", "--report", "levels", *more).status == 2
