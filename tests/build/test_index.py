import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.workspace import REPOSITORY

from plainleaf.build.index_words import ENGLISH, IndexWords, read_words, words_of, write_words
from plainleaf.build.index_words import WORDS as KEPT
from plainleaf.build.manifest import Artifact
from plainleaf.build.report import fold, index_path, render_indexes
from plainleaf.build.store import LocalFolder
from plainleaf.content.library import read_library
from plainleaf.press.html import Theme
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError
from plainleaf.translation.packs import read_language
from plainleaf.workspace import find_workspace, read_files

TEMPLATES = Path("templates/plain")
THEME = read_theme({str(TEMPLATES / p.name): p.read_text() for p in (REPOSITORY / TEMPLATES).glob("*.*")}, "plain")
ARABIC = IndexWords(
    own_name="العربية",
    english_name="Arabic",
    direction="rtl",
    title="كل النشرات",
    search="ابحث",
    found="وُجد: {count}",
    none="لم يوجد شيء",
    language="اللغة",
    large="خط كبير",
    summary="صفحة واحدة",
    booklet="كتيّب",
    draft="مسودة",
    general="كتبتها آلة",
    unapproved="لم يوافق أحد",
    easy="سهل",
    plain="بسيط",
    full="كامل",
)
WORDS = {"en": ENGLISH, "ar": ARABIC}
AR = index_path("us", "ar")


def render_index(made: list[Artifact], theme: Theme = THEME) -> str:
    return render_indexes(made, WORDS, theme, ())["index.html"]


def artifact(lang: str, level: str, title: str = "<Thalidomide>") -> Artifact:
    path = f"us/{lang}/thalidomide/{level}-letter.pdf"
    return Artifact(
        "thalidomide", lang, level, "letter", None, "us", path, "0", "1", "draft", 4, title, ("Thalomid",), {}
    )


def test_each_language_stands_under_its_own_name_with_its_levels_in_order() -> None:
    page = render_index([artifact("ar", "plain"), artifact("ar", "easy"), artifact("en", "full")])
    assert page.index("English") < page.index("العربية")
    assert page.index("us/ar/thalidomide/easy-letter.pdf") < page.index("us/ar/thalidomide/plain-letter.pdf")
    assert "<small>Arabic</small>" in page


def test_the_page_is_found_by_generic_brand_and_language_names() -> None:
    page = render_index([artifact("ar", "easy", "ثاليدوميد")])
    (line,) = [line for line in page.splitlines() if "data-search" in line]
    assert all(word in line for word in ("thalidomide", "thalomid", "arabic", fold("العربية"), fold("ثاليدوميد")))


def test_the_page_needs_nothing_from_outside_and_escapes_names() -> None:
    page = render_index([artifact("en", "easy")])
    assert "http" not in page
    assert "&lt;Thalidomide&gt;" in page


def test_accents_and_case_do_not_matter() -> None:
    assert fold("ESPAÑOL Ünïcode") == "espanol unicode"


def test_a_broken_index_template_is_a_problem() -> None:
    broken = replace(THEME, templates={"index.html": "{% for %}"})
    with pytest.raises(PlainleafError) as caught:
        render_index([], broken)
    assert caught.value.problems[0].code == "P001"


def test_every_format_is_named_and_the_whole_leaflet_comes_first() -> None:
    made = [
        replace(artifact("ar", "easy"), format=name, beside=beside, path=f"us/ar/thalidomide/{at}.pdf")
        for at, (name, beside) in enumerate(
            [("booklet-a4", None), ("summary-letter", None), ("bilingual-a4", "en"), ("poster", None), ("a4", None)]
        )
    ]
    page = render_index([*made, artifact("ar", "full")])
    texts = [" ".join(re.sub("<[^>]+>", "", link).split()) for link in re.findall("<a .*?</a>", page, re.DOTALL)]
    assert texts == [
        "العربية Arabic",
        "Easy to read, A4 4 p.",
        "Easy to read, + English · A4 4 p.",
        "Easy to read, One page · Letter 4 p.",
        "Easy to read, Booklet · A4 4 p.",
        "Easy to read, poster 4 p.",
        "Full text, Letter 4 p.",
    ]
    (row,) = [line for line in page.splitlines() if "data-search" in line]
    assert "english" in row


def test_paper_is_said_once_where_there_is_one() -> None:
    made = [
        replace(artifact("ar", "easy"), format=name, beside=beside, path=f"us/ar/thalidomide/{name}.pdf")
        for name, beside in [("letter", None), ("large-letter", None), ("bilingual-letter", "xx")]
    ]
    page = render_index(made)
    assert [name in page for name in ("</span>Letter <", "</span>Large print <", "</span>+ xx <")] == [True] * 3


def test_a_language_has_a_list_in_its_own_words() -> None:
    made = [
        artifact("ar", "easy", "ثاليدوميد"),
        artifact("en", "easy"),
        replace(artifact("ar", "full"), format="large-a4"),
    ]
    pages = render_indexes(made, WORDS, THEME, ("ar",))
    assert pages.keys() == {"index.html", AR}
    page = pages[AR]
    assert '<html lang="ar" dir="rtl">' in page
    assert 'href="../../us/ar/thalidomide/easy-letter.pdf"' in page
    assert 'href="../../index.html"' in page
    said = re.sub("<(style|script).*?</\\1>", "", page, flags=re.DOTALL)
    latin = set(re.findall("[A-Za-z]{2,}", re.sub("<[^>]+>", " ", said)))
    assert latin <= {"Language", "Letter", "lt", "gt", "Thalidomide", "Thalomid"}
    own = ("كل النشرات", "ابحث", "مسودة", "سهل", "كامل", "خط كبير", "لم يوجد شيء", "لم يوافق أحد")
    assert all(word in page for word in own)
    assert f'href="{AR}"' in pages["index.html"]


def test_a_list_of_one_place_and_language_names_no_other() -> None:
    other = replace(artifact("ar", "easy"), place="eu", path="eu/ar/thalidomide/easy-a4.pdf")
    pages = render_indexes([artifact("ar", "easy"), other, artifact("en", "easy")], WORDS, THEME, ("ar", "en"))
    assert pages.keys() == {"index.html", AR, index_path("eu", "ar"), index_path("us", "en")}
    assert "eu/ar" not in pages[AR].replace("../../", "")
    assert "us/" not in pages[index_path("eu", "ar")].replace("../../", "")


def test_a_language_without_words_of_its_own_is_on_the_list_of_everything_only() -> None:
    lacking = {**WORDS, "ar": replace(ARABIC, own_words=False)}
    pages = render_indexes([artifact("ar", "easy"), artifact("xx", "easy")], lacking, THEME, ("ar", "xx"))
    assert pages.keys() == {"index.html"}
    assert all(name in pages["index.html"] for name in ("العربية", '<span lang="xx" dir="ltr">xx</span>'))


def test_words_are_kept_from_build_to_build(tmp_path: Path) -> None:
    assert read_words(LocalFolder(tmp_path)) == {}
    write_words(LocalFolder(tmp_path), WORDS)
    assert read_words(LocalFolder(tmp_path)) == WORDS


@pytest.mark.parametrize("text", ["", "[]", "{", '{"ar": 1}', '{"ar": {"colour": "red"}}', "\ud800"])
def test_words_that_cannot_be_read_are_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / KEPT).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert read_words(LocalFolder(tmp_path)) == {}


def test_the_words_of_a_language_are_those_of_its_catalogs() -> None:
    files = read_files(find_workspace(REPOSITORY))
    shipped = read_library(files.texts).library
    spanish = words_of(read_language(files.texts, "es", {}), shipped.furniture)
    assert (spanish.own_words, spanish.own_name, spanish.easy) == (True, "Español", "Fácil de leer")
    assert words_of(read_language(files.texts, "en", {}), shipped.furniture) == ENGLISH
    path = "translations/es/LC_MESSAGES/shared.po"
    untranslated = {**files.texts, path: files.texts[path].replace('msgstr "Fácil de leer"', 'msgstr ""')}
    lacking = words_of(read_language(untranslated, "es", {}), shipped.furniture)
    assert (lacking.own_words, lacking.own_name, lacking.easy) == (False, "Español", "Easy to read")
