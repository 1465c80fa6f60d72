"""Pages as pictures, and how far two pictures of one page are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, ImageStat

GOLDEN_DPI = 60
GREYS = 8
TILE = 24
"""Pixels of a tile: about two lines of text, a few words wide."""
SHIFT = 2
"""Pixels that another version of the text engine may move a line by, and nobody sees it."""


def page_pictures(data: bytes, dpi: int) -> Iterator[Image.Image]:
    """Every page of a PDF in grey."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        yield page.render(scale=dpi / 72).to_pil().convert("L")
    document.close()


def small_grey(picture: Image.Image) -> Image.Image:
    """A picture in a few greys, which takes a third of the room."""
    return picture.quantize(GREYS, method=Image.Quantize.FASTOCTREE).convert("L")


def distance(one: Image.Image, other: Image.Image) -> float:
    """How different two pages are where they differ most: 0 the same, 1 ink for paper.

    Pages are blurred, so that hairlines and rasterizers do not count, and each tile may have moved by `SHIFT`.
    """
    if one.size != other.size:
        return 1.0
    first, second = (ImageOps.expand(page, SHIFT, 255).filter(ImageFilter.GaussianBlur(2)) for page in (one, other))
    worst = Image.new("L", first.size, 255)
    for right, down in product(range(-SHIFT, SHIFT + 1), repeat=2):
        apart = ImageChops.difference(first, ImageChops.offset(second, right, down))
        worst = ImageChops.darker(worst, apart.filter(ImageFilter.BoxBlur(TILE // 2)))
    return float(ImageStat.Stat(worst).extrema[0][1]) / 255


def contact_sheet(pictures: Sequence[tuple[str, Image.Image]], columns: int, path: Path) -> None:
    """Pages side by side on grey, each with its name below. Names are the files' own, in Latin letters."""
    gap, foot = 10, 16
    width = max(picture.width for _, picture in pictures)
    height = max(picture.height for _, picture in pictures) + foot
    rows = -(-len(pictures) // columns)
    sheet = Image.new("L", (gap + columns * (width + gap), gap + rows * (height + gap)), 215)
    drawing = ImageDraw.Draw(sheet)
    for number, (name, picture) in enumerate(pictures):
        left, top = gap + number % columns * (width + gap), gap + number // columns * (height + gap)
        sheet.paste(picture, (left, top))
        drawing.text((left, top + picture.height + 2), name, fill=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, optimize=True)
