"""`plainleaf export site`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.workspace import Finished, copy_library, edit, run_plainleaf

ONE = ("thalidomide", "--lang", "en", "--level", "easy")
PAGE = "us/en/thalidomide/easy.html"
SHEET = "us/en/thalidomide/easy-letter.pdf"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return copy_library(tmp_path / "clinic")


def export(library: Path, *arguments: str, folder: str = "site") -> Finished:
    return run_plainleaf(library, "export", "site", folder, *arguments)


def test_one_page_is_written_and_what_is_stale_goes(library: Path) -> None:
    first = export(library, "thalidomide", "--lang", "en,es", "--level", "easy,plain")
    assert first.status == 0, first.err
    assert first.out == "4 pages: 12 files written, 0 up to date, 0 removed\nopen site/index.html\n"
    second = json.loads(export(library, *ONE, "--json").out)
    assert [page["path"] for page in second["pages"]] == [PAGE]
    assert second["pages"][0].keys() == {
        "leaflet", "lang", "level", "place", "path", "title", "status", "code", "content_hash",
    }  # fmt: skip
    assert second["pages"][0]["status"] == "draft"
    assert "us/es/thalidomide/plain.html" in second["removed"]
    assert (second["refused"], second["problems"]) == ([], [])
    manifest = json.loads((library / "site/site.json").read_text())
    there = {path.relative_to(library / "site").as_posix() for path in (library / "site").rglob("*.*")}
    assert there == {*manifest["files"], "site.json"}
    assert export(library, *ONE).out.startswith("1 page: 0 files written, 7 up to date, 0 removed")


def test_places_stand_side_by_side(library: Path) -> None:
    run = export(library, *ONE, "--place", "us,uk")
    assert run.status == 0, run.err
    assert "tel:999" in (library / "site/uk/en/thalidomide/easy.html").read_text()
    assert "tel:911" in (library / "site" / PAGE).read_text()
    assert all(name in (library / "site/index.html").read_text() for name in ("United Kingdom", "United States"))


def test_what_would_not_be_printed_has_no_page(library: Path) -> None:
    assert export(library, "thalidomide", "--lang", "en,es", "--level", "easy").status == 0
    catalog = library / "translations/es/LC_MESSAGES/thalidomide.po"
    edit(catalog, 'msgctxt "thalidomide.key.nerves/easy"', 'msgctxt "thalidomide.key.nerves/other"')
    run = export(library, "thalidomide", "--lang", "en,es", "--level", "easy")
    assert run.status == 1
    assert "refused: us/es/thalidomide/easy (" in run.err
    assert (library / "site" / PAGE).is_file()
    assert not (library / "site/us/es").exists()
    assert "es" not in (library / "site" / PAGE).read_text().partition("<main")[0].split('lang="')


def test_a_release_has_no_drafts(library: Path) -> None:
    run = export(library, *ONE, "--release", "--json")
    assert run.status == 1
    report = json.loads(run.out)
    assert report["pages"] == []
    assert [(one["leaflet"], one["format"]) for one in report["refused"]] == [("thalidomide", "site")]
    assert {problem["code"] for one in report["refused"] for problem in one["problems"]} == {"B003"}


def test_a_folder_of_somebody_else_is_refused_at_once(library: Path) -> None:
    run = export(library, *ONE, folder="leaflets")
    assert run.status == 1
    assert run.err.startswith("leaflets: B010 ")


def test_the_clinic_stands_on_every_page(library: Path) -> None:
    edit(library / "plainleaf.toml", 'name = ""', 'name = "Clinic <North>"')
    edit(library / "plainleaf.toml", 'telephone = ""', 'telephone = "+1 555 010 2030"')
    edit(library / "plainleaf.toml", 'out_of_hours = ""', 'out_of_hours = "+1 555 010 2031"')
    assert export(library, *ONE).status == 0
    page = (library / "site" / PAGE).read_text()
    assert "Clinic &lt;North&gt;" in page
    assert 'href="tel:+15550102030"' in page
    assert 'href="tel:+15550102031"' in page
    assert "Clinic &lt;North&gt;" in (library / "site/index.html").read_text()


def test_printed_sheets_lie_beside_pages_that_say_the_same(library: Path) -> None:
    assert run_plainleaf(library, "build", *ONE).status == 0
    run = export(library, *ONE, "--sheets")
    assert run.status == 0, run.err
    assert (library / "site" / SHEET).read_bytes() == (library / "output" / SHEET).read_bytes()
    assert 'href="easy-letter.pdf"' in (library / "site" / PAGE).read_text()
    assert json.loads(export(library, *ONE, "--json").out)["removed"] == [SHEET]

    edit(library / "leaflets/thalidomide.yaml", "easy: It is not approved for KS.", "easy: KS is not on its label.")
    other = json.loads(export(library, *ONE, "--sheets", "--json").out)
    assert other["written"] != []
    assert not (library / "site" / SHEET).exists()


def test_an_altered_sheet_lies_beside_no_page(library: Path) -> None:
    assert run_plainleaf(library, "build", *ONE).status == 0
    with (library / "output" / SHEET).open("ab") as file:
        file.write(b"%")
    assert export(library, *ONE, "--sheets").status == 0
    assert not (library / "site" / SHEET).exists()
