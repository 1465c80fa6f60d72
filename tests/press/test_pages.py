"""Finished leaflets read back: what a patient would see is what the YAML and the catalogs say, and nothing else."""

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from tests.support.workspace import LANGUAGES, REPOSITORY, SHIPPED, copy_library, edit, run_plainleaf

from plainleaf.build.plan import Request, Sheet
from plainleaf.build.planning import make_plan
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Library
from plainleaf.languages import format_number
from plainleaf.reading.formulas import SIGNS
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, Run, plain_text
from plainleaf.translation.packs import read_language, read_pack
from plainleaf.workspace import FilesReading, find_workspace, read_files

LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
HERE, THERE = "us", "eu"
LEAFLETS = ("immunotherapy-kaposi-sarcoma", "lenalidomide", "pomalidomide", "thalidomide")
OTHERS = tuple(tag for tag in SHIPPED if tag not in LANGUAGES)


@dataclass(frozen=True)
class Printed:
    """A sheet, what it should say, and what was printed."""

    sheet: Sheet
    leaflet: LocalizedLeaflet
    page_count: int
    path: Path

    @cached_property
    def pages(self) -> list[str]:
        """Text of each page, with plain spaces and no direction marks."""
        done = subprocess.run(["pdftotext", "-layout", str(self.path), "-"], capture_output=True, check=True)
        text = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())
        return text.replace("\u00a0", " ").rstrip("\f").split("\f")

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def runs(self) -> Iterator[Run]:
        for section in self.leaflet.sections:
            for statement in section.statements:
                yield from (replace(run, lang=run.lang or statement.lang) for run in statement.runs)


def print_all(
    root: Path, folder: Path, place: str, tags: Sequence[str] = (), level: str = "", names: Sequence[str] = ()
) -> list[Printed]:
    options = [*names, *(("--lang", ",".join(tags)) if tags else ()), *(("--level", level) if level else ())]
    run = run_plainleaf(root, "build", "--place", place, "--output", str(folder), "--json", *options)
    report = json.loads(run.out)
    assert (run.status, report["refused"]) == (0, []), run.err
    pages = {built["path"]: built["pages"] for built in report["built"]}
    workspace = find_workspace(root)
    files = read_files(workspace)
    library = read_library(files.texts).library
    request = Request(tuple(names), tuple(tags), (Level(level),) if level else (), place=place)
    sheets = {sheet.target.path: sheet for sheet in make_plan(workspace, request).sheets}
    return [
        Printed(sheets[path], localized(sheets[path], library, files, place), pages[path], folder / path)
        for path in sorted(pages)
    ]


def localized(sheet: Sheet, library: Library, files: FilesReading, place: str) -> LocalizedLeaflet:
    language = read_language(files.texts, sheet.target.lang, files.unreadable)
    leaflet = library.leaflets[sheet.target.leaflet]
    return localize(leaflet, library, language, place, Level(sheet.target.level), ClinicFacts())


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> list[Printed]:
    """Every leaflet, in the languages that stand for the others in all levels, and full in a second place; easy in the
    others, each of which prints one leaflet.
    """
    folder = tmp_path_factory.mktemp("shelf")
    found = print_all(REPOSITORY, folder / "whole", HERE, LANGUAGES)
    found += print_all(REPOSITORY, folder / "there", THERE, LANGUAGES, "full")
    for number, name in enumerate(LEAFLETS):
        found += print_all(REPOSITORY, folder / name, HERE, OTHERS[number :: len(LEAFLETS)], "easy", (name,))
    return found


def test_the_shelf_is_complete(shelf: list[Printed]) -> None:
    made = {(p.sheet.target.leaflet, p.leaflet.place, p.leaflet.locale, p.leaflet.level.value) for p in shelf}
    leaflets = {path.stem for path in (REPOSITORY / "leaflets").glob("*.yaml")}
    assert leaflets == {*LEAFLETS}
    whole = {*product(leaflets, [HERE], LANGUAGES, map(str, Level)), *product(leaflets, [THERE], LANGUAGES, ["full"])}
    assert len(OTHERS) > len(LANGUAGES)
    others = {(LEAFLETS[number % len(LEAFLETS)], HERE, tag, "easy") for number, tag in enumerate(OTHERS)}
    assert made == whole | others


def test_every_quantity_is_printed_as_it_is_said(shelf: list[Printed]) -> None:
    seen = 0
    for printed in shelf:
        for run in printed.runs:
            if run.kind in ("quantity", "telephone", "web", "date"):
                seen += 1
                said = run.text.replace("\u00a0", " ")
                assert stands_in(said, run.direction, printed.pages), f"{printed.sheet.target.path}: {said}"
    assert seen > 100


def stands_in(said: str, direction: str, pages: list[str]) -> bool:
    """Whether a text is on a page.

    Extraction orders the words of a right-to-left line as it likes and sets vowel marks apart from their letters, so
    there its numbers and words are looked for one by one, without brackets.
    """
    if direction == "ltr":
        return any(said in page for page in map(flat, pages))
    words = [bare(word) for word in re.split(r"[ –()]", said)]
    return any(all(word in bare(page) for word in words) for page in pages)


@cache
def flat(page: str) -> str:
    return re.sub(r"\s+", " ", page)


@cache
def bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def test_quantities_are_the_numbers_of_the_yaml(shelf: list[Printed]) -> None:
    """Numbers read back from each page, and every amount of the YAML that its statements use."""
    from plainleaf.content.grammar import QuantityValue
    from plainleaf.content.model import cut, holds_in
    from plainleaf.content.rules import placeholders

    files = read_files(find_workspace(REPOSITORY)).texts
    packs = {tag: read_pack(files, tag) for tag in SHIPPED}
    seen = 0
    for printed in shelf:
        numbers = set(re.findall(r"\d+(?:[.,]\d+)?", printed.text))
        place = printed.leaflet.place
        for section in cut(printed.leaflet.leaflet, place, printed.leaflet.level):
            for statement in section.statements:
                names = () if statement.citation else placeholders(statement.texts[printed.leaflet.level].msgid)
                for name in names:
                    for value in statement.values.get(name.split(".")[0], ()):
                        if isinstance(value, QuantityValue) and holds_in(value.places, place):
                            for amount in filter(None, (value.amount, value.low, value.high)):
                                seen += 1
                                assert format_number(amount, packs[printed.leaflet.locale], place) in numbers
    assert seen > 100


def test_a_dose_keeps_its_order_in_arabic(tmp_path: Path) -> None:
    root = copy_library(tmp_path / "clinic")
    edit(
        root / "leaflets/thalidomide.yaml",
        'meal_gap: {amount: "1", unit: hour}',
        'meal_gap: {amount: "25", unit: milligram}',
    )
    (arabic,) = print_all(root, tmp_path / "printed", "us", ("ar",), "easy", ("thalidomide",))
    assert "25 mg" in arabic.text
    assert "mg 25" not in arabic.text


def test_no_other_language_stands_in_a_leaflet(shelf: list[Printed]) -> None:
    checked = 0
    for printed in shelf:
        leaflet = printed.leaflet
        if LATIN_WORD.search(leaflet.own_name):
            continue
        allowed_text = [leaflet.latin_title, leaflet.english_name, leaflet.english_labels["draft"], *leaflet.brands]
        allowed_text += [
            run.text for run in printed.runs if run.lang == "en" or run.kind in ("quantity", "web", "name")
        ]
        allowed_text += [plain_text(leaflet.dose.unit)] if leaflet.dose else []
        assert printed.sheet.document.source is not None
        allowed_text += ["plainleaf", *SIGNS.values(), printed.sheet.document.source.code]
        allowed = {word for text in allowed_text for word in LATIN_WORD.findall(text)}
        found = set(LATIN_WORD.findall(printed.text))
        checked += len(found)
        assert found <= allowed, f"{printed.sheet.target.path}: {found - allowed}"
    assert checked > 20


def test_only_the_fonts_of_the_language_are_used(shelf: list[Printed]) -> None:
    seen = set()
    for printed in shelf:
        allowed = {family.replace(" ", "-") for family in printed.leaflet.fonts}
        with pikepdf.open(printed.path) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item:
                    name = str(item["/BaseFont"]).split("+")[-1]
                    seen.add(name)
                    assert any(name.startswith(family) for family in allowed), name
    assert len(seen) >= 3


def test_every_foot_says_what_the_sheet_is(shelf: list[Printed]) -> None:
    for printed in shelf:
        leaflet = printed.leaflet
        parts = [
            leaflet.title,
            leaflet.own_name,
            leaflet.english_name,
            leaflet.place_name,
            leaflet.version,
            leaflet.revised,
        ]
        pages = printed.pages
        assert len(pages) == printed.page_count
        for number, page in enumerate(pages, 1):
            words = squeeze(page)
            lost = [part for part in parts if not all(word in words for word in part.split())]
            assert not lost, f"{printed.sheet.target.path} page {number}: {lost}"
            assert squeeze(leaflet.english_labels["draft"]) in words
            assert str(number) in page
            assert str(len(pages)) in page


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_key_messages_stand_on_the_first_page(shelf: list[Printed]) -> None:
    for printed in shelf:
        if printed.leaflet.direction == "ltr":
            (key,) = [section for section in printed.leaflet.sections if section.look == "key"]
            first = squeeze(printed.pages[0])
            for statement in key.statements:
                assert squeeze(plain_text(statement.runs))[:20] in first


def test_easy_is_short(shelf: list[Printed]) -> None:
    """Four pages at most, five where a calendar takes a third of one; and one more than the English at most."""
    pages = {(p.sheet.target.leaflet, p.leaflet.place, p.leaflet.locale, p.leaflet.level): p.page_count for p in shelf}
    for (leaflet, place, tag, level), number in pages.items():
        if level is Level.EASY and tag in LANGUAGES:
            assert number <= (5 if leaflet in ("pomalidomide", "lenalidomide") else 4), (leaflet, place, tag)
            assert number < pages[leaflet, place, tag, Level.FULL]
        more = 2 if tag in ("ar", "ur") else 1  # whose lines are tall
        assert number <= pages[leaflet, place, "en", level] + more, (leaflet, place, tag)


def test_documents_are_tagged_and_say_their_language(shelf: list[Printed]) -> None:
    for printed in shelf:
        with pikepdf.open(printed.path) as pdf:
            assert str(pdf.Root.Lang) == printed.leaflet.locale
            assert bool(pdf.Root.MarkInfo.Marked)
            assert "/StructTreeRoot" in pdf.Root
            assert printed.leaflet.title in str(pdf.docinfo["/Title"])
