"""R10 and R16: a leaflet says the same without colour, from a printer that knows black alone, and after a copier."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from ctypes import c_uint
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageFilter
from pypdfium2 import raw
from tests.press.test_html import THEME, render
from tests.press.test_html import leaflet as sheet_of

from plainleaf.press.pdf import render_pdf
from plainleaf.translation.localized import plain_text

DPI = 200
THRESHOLD = 128
FRAME = 48  # points of margin and frame to the right of the text of the box
LEAST_READ = 0.98
READERS = {"en": "eng", "es": "spa"}


@cache
def printed(tag: str) -> pypdfium2.PdfPage:
    """The first page of a leaflet; a page lives as long as its document."""
    return pypdfium2.PdfDocument(render_pdf(render(sheet_of(tag))).data)[0]


def key_box(tag: str) -> tuple[Image.Image, str]:
    """The text in the box of key messages as a picture in grey, and what it says."""
    page = printed(tag)
    text = page.get_textpage()
    (section,) = [section for section in sheet_of(tag).sections if section.look == "key"]
    said = [plain_text(statement.runs) for statement in section.statements]
    starts = [box for one in said for box in places(text, " ".join(one.split()[:3]))]
    ends = places(text, " ".join(said[-1].split()[-2:]))
    assert len(starts) >= len(said)
    assert ends
    scale = DPI / 72
    left, right = min(box[0] for box in starts) - 4, page.get_width() - FRAME
    top, bottom = max(box[3] for box in starts) + 6, min(box[1] for box in ends) - 4
    height = page.get_height()
    picture = page.render(scale=scale, grayscale=True).to_pil()
    box = (left, height - top, right, height - bottom)
    return picture.crop(tuple(round(edge * scale) for edge in box)), " ".join(said)


def places(text: pypdfium2.PdfTextPage, words: str) -> list[tuple[float, float, float, float]]:
    found = text.search(words).get_next()
    if found is None:
        return []
    start, count = found
    return [text.get_charbox(at) for at in range(start, start + count) if text.get_text_range(at, 1).strip()]


def one_bit(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: 255 if level >= THRESHOLD else 0).convert("1")


def copied(picture: Image.Image) -> Image.Image:
    """As a copier leaves it: the lens blurs, the glass is grey and grainy, and what comes out is black or white."""
    blurred = one_bit(picture).convert("L").filter(ImageFilter.GaussianBlur(1.1))
    noise = Random(1).randbytes(blurred.width * blurred.height)  # noqa: S311 - dust on the glass, the same each time
    return one_bit(Image.blend(blurred, Image.frombytes("L", blurred.size, noise), 0.15))


def read(picture: Image.Image, tag: str, folder: Path) -> str:
    program = shutil.which("tesseract")
    assert program, "install the packages tesseract-ocr and tesseract-ocr-spa"
    path = folder / "box.png"
    picture.save(path, dpi=(DPI, DPI))
    done = subprocess.run(
        [program, str(path), "-", "-l", READERS[tag], "--psm", "6"], capture_output=True, check=True, text=True
    )
    return done.stdout


def letters(text: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFC", text)).casefold()


def share_read(said: str, found: str) -> float:
    """Part of the letters that were read in their order."""
    said, found = letters(said), letters(found)
    blocks = SequenceMatcher(None, said, found, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(said)


@pytest.mark.parametrize("tag", READERS)
@pytest.mark.parametrize("way", [one_bit, copied], ids=["one bit", "one bit, then copied"])
def test_the_key_messages_can_be_read_in_black_and_white(
    way: Callable[[Image.Image], Image.Image], tag: str, tmp_path: Path
) -> None:
    picture, said = key_box(tag)
    found = read(way(picture), tag, tmp_path)
    assert share_read(said, found) >= LEAST_READ, found


def test_reading_is_measured_honestly() -> None:
    assert share_read("Call 911 now.", "call 911 now") == 1
    assert share_read("Call 911 now", "Call 9l1 now") == pytest.approx(9 / 10)
    assert share_read("Stop it", "") == 0


def test_urgency_is_never_a_matter_of_colour() -> None:
    """R10: each degree has its words, its picture and its frame, whatever the colour of the frame."""
    html = render(sheet_of("en")).html
    boxes = re.findall(r'<section class="act (\w+) (pic-\S+)".*?<h2[^>]*>(.*?)</h2>', html, re.DOTALL)
    assert [kind for kind, _, _ in boxes] == ["emergency", "call"]
    assert len({picture for _, picture, _ in boxes}) == len({words for _, _, words in boxes}) == 2
    danger, today = (
        line_of(re.search(rf"^\.{kind} {{ border: var\(--(\w+)\)", THEME.css, re.MULTILINE))
        for kind in ("emergency", "call")
    )
    assert danger >= 3 * today


def line_of(found: re.Match[str] | None) -> float:
    """How many points a frame is thick."""
    assert found
    line = re.search(rf"--{found[1]}: (?:calc\(([\d.]+) \* )?var\(--pt\)", THEME.css)
    assert line
    return float(line[1] or 1)


def test_letters_are_black_or_white() -> None:
    """Coloured letters, and grey ones, break into dots where a printer has one ink."""
    text = printed("en").get_textpage()
    colours: Counter[tuple[int, ...]] = Counter()
    for at in range(text.count_chars()):
        channels = [c_uint() for _ in range(4)]
        if raw.FPDFText_GetFillColor(text, at, *channels):  # spaces between words have no colour
            colours[tuple(channel.value for channel in channels)] += 1
    assert colours.keys() <= {(0, 0, 0, 255), (255, 255, 255, 255)}
    assert colours[0, 0, 0, 255] > 500
    assert set(re.findall(r"(?<![-\w])color: ([^;}]+?) *[;}]", THEME.css)) <= {"var(--ink)", "var(--paper)"}
