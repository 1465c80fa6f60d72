"""Every script as it is set: a specimen of each language, printed once and looked at from all sides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image
from tests.support.counting import uncounted
from tests.support.pictures import GOLDEN_DPI, distance, page_pictures, small_grey
from tests.support.specimens import (
    FOLDER,
    GOLDEN,
    TAGS,
    Specimen,
    read_specimen,
    specimen_document,
    specimen_text,
)
from weasyprint.formatting_structure import boxes

from plainleaf.languages import LanguagePack, format_number
from plainleaf.press.fonts import FontSet
from plainleaf.press.html import HtmlDocument
from plainleaf.press.inspection.file import open_file
from plainleaf.press.inspection.ink import find_stains
from plainleaf.press.inspection.words import compare
from plainleaf.press.pdf import render_pdf
from plainleaf.problems import PlainleafError
from plainleaf.scripts import LOOKS, NASTALIQ, look_of
from plainleaf.translation.cldr import read_facts

NAMED = {
    "en", "es", "ar", "zh-Hans", "fr", "pt-BR", "ru", "el", "uk", "hi", "bn", "ta", "te", "th", "lo", "km", "my",
    "ur", "fa", "he", "am", "vi", "ja", "ko", "zh-Hant", "tr", "pl", "de", "it", "ro", "ht",
}  # fmt: skip
SHOWN = {
    "Latin": "Latn", "Cyrillic": "Cyrl", "Greek": "Grek", "Arabic": "Arab", "Hebrew": "Hebr", "Devanagari": "Deva",
    "Bengali": "Beng", "Gurmukhi": "Guru", "Gujarati": "Gujr", "Oriya": "Orya", "Tamil": "Taml", "Malayalam": "Mlym",
    "Sinhala": "Sinh", "Telugu": "Telu", "Kannada": "Knda", "Thai": "Thai", "Lao": "Laoo", "Khmer": "Khmr",
    "Burmese": "Mymr", "Ethiopic": "Ethi", "Armenian": "Armn", "Georgian": "Geor", "Chinese": "Hans",
    "Japanese": "Jpan", "Korean": "Kore",
}  # fmt: skip
"""Scripts by their names in docs/add-a-language.md."""
FROM_THE_RIGHT = ("ar", "fa", "he", "ur")
# Signs that end what stands before them, in all these languages alike; signs that open what follows.
CLOSING = set(")]}.,;:!?%…、。，．）」』】〉》？！；：々ーっゃゅょッャュョ।॥።፣؟،؛۔։៖។ៗ၊။ໆๆฯ")
OPENING = set("([{¿¡（「『【〈《")
SIDES = "()«»„“”"
ALIKE = 0.065
"""Two pictures of one page are nearer than this, whoever draws them; a page set wrongly is not (see below)."""
TEXT_WIDTH = 130 / 25.4 * 96
"""CSS pixels between the margins of the specimens' page."""
HEIGHTS = {
    **dict.fromkeys(("Hans", "Hant", "Jpan", "Kore", "Thai", "Laoo", "Khmr", "Mymr"), 1.6),
    "Arab": 1.7,
}
"""The least line height, as a multiple of the size (R45 to R47); of other scripts 1.25 (R03)."""


@dataclass(frozen=True)
class Printed:
    """A specimen, its PDF, and the lines of its layout."""

    specimen: Specimen
    document: HtmlDocument
    data: bytes
    lines: tuple[Any, ...]

    @property
    def pack(self) -> LanguagePack:
        return self.specimen.pack

    @property
    def text(self) -> str:
        with pypdfium2.PdfDocument(self.data) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)


def lines_of(document: HtmlDocument) -> tuple[Any, ...]:
    style = weasyprint.CSS(string=document.css)
    laid = weasyprint.HTML(string=document.html).render(stylesheets=[style])
    return tuple(box for page in laid.pages for box in page._page_box.descendants() if isinstance(box, boxes.LineBox))


def text_of(line: Any) -> str:
    pieces = [box.text for box in line.descendants() if isinstance(box, boxes.TextBox)]
    return "".join(pieces).strip(" \u200b\u00a0")


@pytest.fixture(scope="module")
def shelf(fonts: FontSet, pytestconfig: pytest.Config) -> dict[str, Printed]:
    assert fonts.files
    made = {}
    with uncounted(pytestconfig):
        for tag in TAGS:
            document = specimen_document(tag)
            made[tag] = Printed(read_specimen(tag), document, render_pdf(document).data, lines_of(document))
    return made


def test_every_language_has_a_specimen() -> None:
    assert set(TAGS) >= NAMED
    packs = {path.parent.name.replace("_", "-") for path in FOLDER.parents[1].glob("translations/*/language.yaml")}
    assert packs <= set(TAGS)
    scripts = {read_facts(tag).script for tag in TAGS}
    assert scripts == LOOKS.keys() - {"Orya", "Thaa", "Syrc", "Nkoo", "Tfng", "Cher", "Tibt"}


def test_the_page_for_languages_shows_how_scripts_are_set() -> None:
    text = (FOLDER.parents[1] / "docs" / "add-a-language.md").read_text(encoding="utf-8")
    shown = {
        name: (float(size), float(leading))
        for names, size, leading in re.findall(r"(?m)^\| ([A-Z][^|]+) \| [^|]+ \| ([\d.]+) \| ([\d.]+) \|$", text)
        for name in re.sub(r" \(.*?\)", "", names).split(", ")
    }
    for name, code in SHOWN.items():
        assert shown.pop(name) == (LOOKS[code].size, LOOKS[code].leading), name
    assert shown == {"Nastaliq": (NASTALIQ.size, NASTALIQ.leading)}


def test_a_specimen_says_that_it_is_one() -> None:
    for tag in TAGS:
        assert "not for patients" in (FOLDER / f"{tag}.yaml").read_text(encoding="utf-8").splitlines()[0]


def test_in_every_script_all_of_a_text_is_seen_on_the_paper(shelf: dict[str, Printed]) -> None:
    assert {tag: stains for tag, printed in shelf.items() if (stains := find_stains(printed.data, tag))} == {}


def test_each_specimen_takes_one_page(shelf: dict[str, Printed]) -> None:
    for tag, printed in shelf.items():
        with pypdfium2.PdfDocument(printed.data) as document:
            assert len(document) == 1, tag


def test_each_script_is_set_in_its_own_font(shelf: dict[str, Printed]) -> None:
    for tag, printed in shelf.items():
        families = {family.replace(" ", "-") for family in printed.document.fonts}
        used = {name.removesuffix("-Bold") for name in _font_names(printed.data)}
        assert used <= families, tag
        own = {family.replace(" ", "-") for family in printed.pack.fonts} - {"Noto-Sans"} or {"Noto-Sans"}
        assert own <= used, tag


def _font_names(data: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                yield str(item["/FontName"]).split("+")[-1]


def test_han_characters_are_those_of_the_country() -> None:
    faces = {tag: specimen_document(tag).fonts for tag in ("zh-Hans", "zh-Hant", "ja", "ko")}
    assert {tag: fonts[1][-2:] for tag, fonts in faces.items()} == {
        "zh-Hans": "SC", "zh-Hant": "TC", "ja": "JP", "ko": "KR",
    }  # fmt: skip
    hong_kong = look_of("zh-Hant-HK", "Hant")
    assert hong_kong is not None
    assert hong_kong.fonts[1] == "Noto Sans CJK HK"


def test_no_line_begins_or_ends_where_it_must_not(shelf: dict[str, Printed]) -> None:
    """R46, R47."""
    seen = 0
    for tag, printed in shelf.items():
        for line in filter(None, map(text_of, printed.lines)):
            seen += 1
            assert line[0] not in CLOSING, f"{tag}: {line}"
            assert not unicodedata.category(line[0]).startswith("M"), f"{tag}: {line}"
            assert line[-1] not in OPENING, f"{tag}: {line}"
    assert seen > 500


def test_lines_are_as_high_as_the_script_needs(shelf: dict[str, Printed]) -> None:
    for tag, printed in shelf.items():
        for line in printed.lines:
            if line.element_tag == "p":
                least = HEIGHTS.get(printed.pack.script, 1.25)
                assert line.height / line.style["font_size"] >= least - 0.001, f"{tag}: {text_of(line)}"


def test_a_quantity_stays_on_one_line(shelf: dict[str, Printed]) -> None:
    for tag, printed in shelf.items():
        weeks = printed.specimen.weeks.format(number=format_number(Decimal(4), printed.pack))
        lines = [text_of(line) for line in printed.lines]
        assert any(weeks in line for line in lines), tag
        assert sum("\u00a0°C" in line for line in lines) == 1, tag


def test_the_digits_are_those_of_the_setting(shelf: dict[str, Printed]) -> None:
    systems = set()
    for tag, printed in shelf.items():
        systems.add(printed.pack.digits)
        digits = [format_number(Decimal(digit), printed.pack) for digit in range(10)]
        lines = "".join(text_of(line) for line in printed.lines)
        assert " ".join(digits) in re.sub(r"\s+", " ", lines), tag
        if tag not in FROM_THE_RIGHT:
            assert squeeze(format_number(Decimal("1234.5"), printed.pack)) in squeeze(printed.text), tag
    assert systems >= {"arab", "arabext", "deva", "beng", "mymr", "khmr", "laoo", "thai"}


@pytest.mark.parametrize("tag", ["lo", "km", "my"])
def test_lines_are_full_where_words_have_no_spaces(shelf: dict[str, Printed], tag: str) -> None:
    def fullness(lines: tuple[Any, ...]) -> list[float]:
        """How much of the page's width the lines of the paragraph take, the last left out."""
        letters = shelf[tag].specimen.paragraph.replace("\u200b", "")
        own = [line for line in lines if text_of(line).replace("\u200b", "") in letters and len(text_of(line)) > 15]
        return [sum(child.width for child in line.children) / TEXT_WIDTH for line in own[:-1]]

    assert min(fullness(shelf[tag].lines)) > 0.75
    unbroken = replace(shelf[tag].document, html=shelf[tag].document.html.replace("\u200b", ""))
    found = fullness(lines_of(unbroken))
    assert not found or min(found) < 0.75 or max(found) > 1, found


def test_lao_without_breaks_runs_off_the_page(shelf: dict[str, Printed]) -> None:
    document = shelf["lo"].document
    with pytest.raises(PlainleafError) as caught:
        render_pdf(replace(document, html=document.html.replace("\u200b", "")))
    assert {problem.code for problem in caught.value.problems} == {"P012"}


@pytest.mark.parametrize("script", sorted(SHOWN.keys() - {"Oriya"}))
def test_statements_can_be_had_back(shelf: dict[str, Printed], script: str) -> None:
    """Letter by letter, in the order of the tags, in every language of a script."""
    tags = [tag for tag in TAGS if shelf[tag].pack.script == SHOWN[script]]
    found = [compare(specimen_text(tag), open_file(shelf[tag].data, tag).spoken()) for tag in tags]
    least = 0.97 if shelf[tags[0]].pack.direction == "rtl" else 0.99
    lost = [(one.found, one.statement.text) for text in found for one in text.statements if one.found != "verbatim"]
    assert len(lost) <= (1 - least) * sum(len(text.statements) for text in found), lost
    assert all(text.quantities == (3, 3) for text in found)


def test_the_text_can_be_had_back(shelf: dict[str, Printed]) -> None:
    """All of it, with no break among the letters; right to left, PDFium turns brackets round when it copies."""
    for tag, printed in shelf.items():
        turned = SIDES if tag in FROM_THE_RIGHT else ""
        found = squeeze(printed.text, turned)
        assert "\u200b" not in printed.text, tag
        lost = [word for word in words_of(printed.specimen) if squeeze(word, turned) not in found]
        assert not lost, f"{tag}: {lost}"


def words_of(specimen: Specimen) -> Iterator[str]:
    for text in (specimen.title, specimen.lead, *specimen.steps, specimen.warning, specimen.call, specimen.paragraph):
        yield from re.sub(r"\{\w+\}", " ", text).split()


def squeeze(text: str, without: str = "") -> str:
    return re.sub(
        f"[\\s\u200b-\u200f\u202a-\u202f\u2066-\u2069\ufffe{without}]", "", unicodedata.normalize("NFC", text)
    )


# ------------------------------------------------------------------------------------------------ pictures


def picture_of(document: HtmlDocument) -> Image.Image:
    return small_grey(next(page_pictures(render_pdf(document).data, GOLDEN_DPI)))


def golden(tag: str) -> Image.Image:
    """The picture that was looked at and kept; ``make specimens GOLDEN=--golden`` keeps new ones."""
    return Image.open(GOLDEN / f"{tag}.png").convert("L")


def test_each_specimen_looks_as_it_did(shelf: dict[str, Printed]) -> None:
    far = {}
    for tag, printed in shelf.items():
        picture = small_grey(next(page_pictures(printed.data, GOLDEN_DPI)))
        if (apart := distance(golden(tag), picture)) > ALIKE:
            far[tag] = round(apart, 3)
    assert far == {}, "look at them (make specimens); if they are right, keep them (make specimens GOLDEN=--golden)"


def test_golden_pictures_are_small_and_all_there() -> None:
    sizes = {path.stem: path.stat().st_size for path in GOLDEN.glob("*.png")}
    assert sizes.keys() == set(TAGS)
    assert max(sizes.values()) < 25_000


@pytest.mark.parametrize(
    ("tag", "font", "other"),
    [
        ("en", "Noto Sans", "Noto Serif"),
        ("ur", "Noto Nastaliq Urdu", "Noto Naskh Arabic"),
        ("ar", "Noto Naskh Arabic", "Noto Kufi Arabic"),
        ("hi", "Noto Sans Devanagari", "Noto Serif Devanagari"),
        ("zh-Hans", "Noto Sans CJK SC", "Noto Serif CJK SC"),
    ],
)
def test_another_font_is_seen(tag: str, font: str, other: str) -> None:
    document = specimen_document(tag)
    wrong = replace(document, html=document.html.replace(f'"{font}"', f'"{other}"'))
    assert distance(golden(tag), picture_of(wrong)) > ALIKE


@pytest.mark.parametrize("tag", ["ar", "en"])
def test_another_direction_is_seen(tag: str) -> None:
    document = specimen_document(tag)
    right, wrong = ("rtl", "ltr") if tag == "ar" else ("ltr", "rtl")
    turned = replace(document, html=document.html.replace(f'dir="{right}">\n<head', f'dir="{wrong}">\n<head'))
    assert turned.html != document.html
    assert distance(golden(tag), picture_of(turned)) > ALIKE


@pytest.mark.parametrize("tag", ["hi", "th", "lo", "km"])
def test_lost_marks_are_seen(tag: str) -> None:
    document = specimen_document(tag)
    bare = "".join(char for char in document.html if unicodedata.category(char) != "Mn")
    assert distance(golden(tag), picture_of(replace(document, html=bare))) > ALIKE


def test_a_line_that_moved_a_little_is_not_seen() -> None:
    picture = golden("th")
    moved = Image.new("L", picture.size, 255)
    moved.paste(picture, (1, 2))
    assert distance(picture, moved) < ALIKE / 2
