import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.build.report import fold, render_index
from plainleaf.build.store import Artifact
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError

TEMPLATES = Path("templates/plain")
THEME = read_theme({str(TEMPLATES / p.name): p.read_text() for p in (REPOSITORY / TEMPLATES).glob("*.*")}, "plain")
NAMES = {"en": ("English", "English"), "ar": ("العربية", "Arabic")}


def artifact(lang: str, level: str, title: str = "<Thalidomide>") -> Artifact:
    path = f"us/{lang}/thalidomide/{level}-letter.pdf"
    return Artifact(
        "thalidomide", lang, level, "letter", None, "us", path, "0", "1", "draft", 4, title, ("Thalomid",), {}
    )


def test_each_language_stands_under_its_own_name_with_its_levels_in_order() -> None:
    page = render_index([artifact("ar", "plain"), artifact("ar", "easy"), artifact("en", "full")], NAMES, THEME)
    assert page.index("English") < page.index("العربية")
    assert page.index("us/ar/thalidomide/easy-letter.pdf") < page.index("us/ar/thalidomide/plain-letter.pdf")
    assert "<small>Arabic</small>" in page


def test_the_page_is_found_by_generic_brand_and_language_names() -> None:
    page = render_index([artifact("ar", "easy", "ثاليدوميد")], NAMES, THEME)
    (line,) = [line for line in page.splitlines() if "data-search" in line]
    assert all(word in line for word in ("thalidomide", "thalomid", "arabic", fold("العربية"), fold("ثاليدوميد")))


def test_the_page_needs_nothing_from_outside_and_escapes_names() -> None:
    page = render_index([artifact("en", "easy")], NAMES, THEME)
    assert "http" not in page
    assert "&lt;Thalidomide&gt;" in page


def test_accents_and_case_do_not_matter() -> None:
    assert fold("ESPAÑOL Ünïcode") == "espanol unicode"


def test_a_broken_index_template_is_a_problem() -> None:
    broken = replace(THEME, templates={"index.html": "{% for %}"})
    with pytest.raises(PlainleafError) as caught:
        render_index([], NAMES, broken)
    assert caught.value.problems[0].code == "P001"


def test_every_format_is_named_and_the_whole_leaflet_comes_first() -> None:
    made = [
        replace(artifact("ar", "easy"), format=name, beside=beside, path=f"us/ar/thalidomide/{at}.pdf")
        for at, (name, beside) in enumerate(
            [("booklet-a4", None), ("summary-letter", None), ("bilingual-a4", "en"), ("poster", None), ("a4", None)]
        )
    ]
    page = render_index([*made, artifact("ar", "full")], NAMES, THEME)
    texts = [" ".join(re.sub("<[^>]+>", "", link).split()) for link in re.findall("<a .*?</a>", page, re.DOTALL)]
    assert texts == [
        "easy, A4 4 p.",
        "easy, beside English, A4 4 p.",
        "easy, one page, Letter 4 p.",
        "easy, booklet, A4 4 p.",
        "easy, poster 4 p.",
        "full, Letter 4 p.",
    ]
    (row,) = [line for line in page.splitlines() if "data-search" in line]
    assert "english" in row


def test_paper_is_said_once_where_there_is_one() -> None:
    made = [
        replace(artifact("ar", "easy"), format=name, beside=beside, path=f"us/ar/thalidomide/{name}.pdf")
        for name, beside in [("letter", None), ("large-letter", None), ("bilingual-letter", "xx")]
    ]
    page = render_index(made, NAMES, THEME)
    assert [name in page for name in ("</span>Letter <", "</span>large print <", "</span>beside xx <")] == [True] * 3
