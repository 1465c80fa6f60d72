import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.workspace import Finished, copy_library, edit, run_plainleaf

ONE_SHEET = ("thalidomide", "--lang", "en", "--level", "easy")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return copy_library(tmp_path / "clinic")


def hashes(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def manifest(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (output / "manifest.jsonl").read_text().splitlines()]


def sole(items: Any) -> dict[str, Any]:
    (item,) = items
    return dict(item)


def report(run: Finished) -> dict[str, Any]:
    return dict(json.loads(run.out))


def test_two_processes_print_the_same_bytes(library: Path, tmp_path: Path) -> None:
    outputs = tmp_path / "one", tmp_path / "two"
    for seed, output in enumerate(outputs):
        run = run_plainleaf(
            library, "build", "thalidomide", "--level", "easy", "--output", str(output), PYTHONHASHSEED=str(seed)
        )
        assert run.status == 0, run.err
    first, second = map(hashes, outputs)
    assert sum(name.endswith(".pdf") for name in first) == 4
    assert first == second


def test_a_second_build_prints_nothing(library: Path) -> None:
    assert "1 leaflet printed" in run_plainleaf(library, "build", *ONE_SHEET).out
    before = hashes(library / "output")
    again = run_plainleaf(library, "build", *ONE_SHEET)
    assert again.status == 0
    assert "0 leaflets printed, 1 up to date" in again.out
    assert hashes(library / "output") == before


def test_a_damaged_file_is_printed_again(library: Path) -> None:
    run_plainleaf(library, "build", *ONE_SHEET)
    (pdf,) = (library / "output").rglob("*.pdf")
    whole = pdf.read_bytes()
    pdf.write_bytes(whole[:100])
    assert "1 leaflet printed" in run_plainleaf(library, "build", *ONE_SHEET).out
    assert pdf.read_bytes() == whole


def test_one_changed_word_prints_only_the_sheets_that_say_it(library: Path) -> None:
    run_plainleaf(library, "build", "thalidomide", "--lang", "es,ar")
    catalog = library / "translations/ar/LC_MESSAGES/thalidomide.po"
    context = 'msgctxt "thalidomide.key.birth-defects/easy"'
    head, tail = catalog.read_text().split(context)
    catalog.write_text(head + context + tail.replace('msgstr "', 'msgstr "مهم: ', 1))
    built = report(run_plainleaf(library, "build", "thalidomide", "--lang", "es,ar", "--json"))["built"]
    assert [artifact["path"] for artifact in built] == ["us/ar/thalidomide/easy-letter.pdf"]


def test_a_missing_message_refuses_its_sheets_and_no_others(library: Path) -> None:
    everything = ("build", "thalidomide", "--lang", "es,ar", "--level", "easy,plain", "--json")
    assert run_plainleaf(library, *everything).status == 0
    catalog = library / "translations/ar/LC_MESSAGES/thalidomide.po"
    context = 'msgctxt "thalidomide.key.birth-defects/easy"'
    head, tail = catalog.read_text().split(context)
    before, after = tail.split("msgstr ", 1)
    catalog.write_text(f'{head}{context}{before}msgstr ""\n\n#.{after.split("#.", 1)[1]}')
    run = run_plainleaf(library, *everything)
    value = report(run)
    assert run.status == 1
    refused = sole(value["refused"])
    assert (refused["leaflet"], refused["lang"], refused["level"]) == ("thalidomide", "ar", "easy")
    problem = sole(refused["problems"])
    assert problem["code"] == "T002"
    assert problem["msgctxt"] == "thalidomide.key.birth-defects/easy"
    assert problem["file"] == "translations/ar/LC_MESSAGES/thalidomide.po"
    assert problem["line"] > 0
    output = library / "output"
    assert not (output / "us/ar/thalidomide/easy-letter.pdf").exists()
    assert (output / "withdrawn/us/ar/thalidomide/easy-letter.pdf").is_file()
    assert {str(line["path"]) for line in manifest(output)} == {
        "us/ar/thalidomide/plain-letter.pdf",
        "us/es/thalidomide/easy-letter.pdf",
        "us/es/thalidomide/plain-letter.pdf",
    }
    assert "us/ar/thalidomide/easy-letter.pdf" not in (output / "index.html").read_text()


def test_the_manifest_says_what_each_file_is(library: Path) -> None:
    assert run_plainleaf(library, "build", *ONE_SHEET).status == 0
    (line,) = manifest(library / "output")
    data = (library / "output" / str(line["path"])).read_bytes()
    assert line["sha256"] == hashlib.sha256(data).hexdigest()
    assert line["status"] == "draft"
    assert line["leaflet"] == "thalidomide"
    assert line["beside"] is None
    assert {"lang", "level", "format", "place", "source_hash", "pages", "reading"} <= line.keys()


LEAFLET = "leaflets/thalidomide.yaml"
CATALOG = "translations/es/LC_MESSAGES/thalidomide.po"
TEMPLATE = "templates/plain/leaflet.html"
SETTINGS = "plainleaf.toml"
PLACE = 'place = "us"'
# What is broken: file, text, what it becomes; then the code and the place that the problem must name.
BROKEN = {
    "bad YAML": (LEAFLET, "schema: 1\n", "schema: [1\n", "L001", LEAFLET),
    "duplicate key": (LEAFLET, "schema: 1\n", "schema: 1\nschema: 1\n", "L002", LEAFLET),
    "unknown section": (LEAFLET, "section: driving", "section: flying", "L007", LEAFLET),
    "missing value": (LEAFLET, "  meal_gap:", "  other_gap:", "L025", LEAFLET),
    "undefined placeholder": (CATALOG, "{meal_gap}", "{gap}", "T010", CATALOG),
    "PO syntax": (CATALOG, 'msgctxt "', "msgctxt ", "T001", CATALOG),
    "template syntax": (TEMPLATE, "{% block", "{% blick", "P001", TEMPLATE),
    "template variable": (TEMPLATE, "{% block main %}", "{% block main %}{{ nobody }}", "P001", TEMPLATE),
    "style": ("templates/plain/print.css", "h1 {", "h1 { colr: red;", "P010", "us/es/thalidomide/easy-letter.pdf"),
    "settings": (SETTINGS, PLACE, 'plaice = "us"', "W001", SETTINGS),
    "place": (SETTINGS, PLACE, 'place = "xx"', "B002", "leaflets/places"),
    "fonts": (SETTINGS, PLACE, f'{PLACE}\nfonts = ["no-such-folder"]', "P020", "no-such-folder"),
    "theme": (SETTINGS, PLACE, f'{PLACE}\ntheme = "nobody"', "P003", "templates/nobody"),
}


def mistype(catalog: Path, old: str, new: str) -> None:
    """Replace text in translations and leave their sources alone."""
    lines = catalog.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace(old, new) if line.startswith("msgstr") else line for line in lines]
    assert changed != lines
    catalog.write_text("".join(changed), encoding="utf-8")


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_input_is_one_clear_line_and_costs_no_finished_file(library: Path, fault: str) -> None:
    sheet = ("build", "thalidomide", "--lang", "es", "--level", "easy")
    assert run_plainleaf(library, *sheet).status == 0
    before = {name: value for name, value in hashes(library / "output").items() if name.endswith(".pdf")}
    path, old, new, code, place = BROKEN[fault]
    if path == CATALOG and "{" in old:
        mistype(library / path, old, new)
    else:
        edit(library / path, old, new)
    run = run_plainleaf(library, *sheet)
    assert run.status == 1
    lines = [line for line in run.err.splitlines() if f": {code}" in line]
    assert lines, run.err
    assert all(place in line.split(f": {code}")[0] for line in lines)
    if place.endswith((".yaml", ".po", ".html", ".toml")):
        assert all(line.split(": ")[0].rsplit(":", 1)[-1].isdigit() for line in lines), lines
    kept = {name.removeprefix("withdrawn/"): value for name, value in hashes(library / "output").items()}
    assert before.items() <= kept.items()


def test_release_refuses_drafts(library: Path) -> None:
    run = run_plainleaf(library, "build", *ONE_SHEET, "--release")
    assert run.status == 1
    assert ": B003 " in run.err
    assert not list((library / "output").rglob("*.pdf"))


def test_a_review_that_is_due_refuses(library: Path) -> None:
    assert run_plainleaf(library, "build", *ONE_SHEET, "--as-of", "2028-11-22").status == 0
    run = run_plainleaf(library, "build", *ONE_SHEET, "--as-of", "2028-11-23")
    assert run.status == 1
    assert ": B004 " in run.err


def test_a_withdrawn_leaflet_leaves_the_shelf(library: Path) -> None:
    run_plainleaf(library, "build", *ONE_SHEET)
    edit(library / "leaflets/thalidomide.yaml", "kind: medicine\n", "kind: medicine\nwithdrawn: a wrong sentence\n")
    run_plainleaf(library, "build", *ONE_SHEET)
    assert manifest(library / "output") == []
    assert (library / "output/withdrawn/us/en/thalidomide/easy-letter.pdf").is_file()


def test_another_place_keeps_its_leaflets(library: Path) -> None:
    run_plainleaf(library, "build", *ONE_SHEET)
    run_plainleaf(library, "build", *ONE_SHEET, "--place", "eu")
    assert {line["path"] for line in manifest(library / "output")} == {
        "us/en/thalidomide/easy-letter.pdf",
        "eu/en/thalidomide/easy-a4.pdf",
    }
