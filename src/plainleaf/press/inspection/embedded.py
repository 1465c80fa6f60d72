"""Fonts inside a PDF: whose they are, and whether what is printed with them can be shown and read everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{2,4})>\s*<([0-9A-Fa-f]*)>")
_UNSEEN = "CZM"  # categories of characters that may be drawn with nothing: controls, blanks, marks


@dataclass(frozen=True, slots=True)
class FontFound:
    """One font of a file.

    Attributes:
        name: with its style, without the letters that stand for a subset.
        family: as the file says it, or guessed from the name.
        is_embedded: its shapes travel in the file.
        is_readable: it has a table from its glyphs to characters.
        lost: glyphs that stand for no character in that table.
        empty: characters that are printed, and for which it draws nothing.
    """

    name: str
    family: str
    is_embedded: bool
    is_readable: bool
    lost: int
    empty: str


def read_fonts(pdf: pikepdf.Pdf) -> tuple[FontFound, ...]:
    """The fonts that the pages use, by name."""
    found = {id_: font for page in pdf.pages for id_, font in _fonts_of(page.obj.get("/Resources"), set())}
    return tuple(sorted(map(_read_font, found.values()), key=lambda font: font.name))


def _fonts_of(resources: Any, seen: set[Any]) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - objects of the file
    if not isinstance(resources, pikepdf.Dictionary):
        return
    for name, font in resources.get("/Font", pikepdf.Dictionary()).items():
        yield (font.objgen if font.is_indirect else name), font
    for form in dict(resources.get("/XObject", pikepdf.Dictionary())).values():
        if form.objgen not in seen:
            seen.add(form.objgen)
            yield from _fonts_of(form.get("/Resources"), seen)


def _read_font(font: Any) -> FontFound:  # noqa: ANN401
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = below.get("/FontDescriptor", pikepdf.Dictionary())
    name = str(font.get("/BaseFont", "/unnamed")).removeprefix("/").split("+")[-1]
    family = str(descriptor.get("/FontFamily", name.replace("-", " ")))
    file = next((descriptor[key] for key in _FILES if key in descriptor), None)
    table = _MAPPED.findall(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else []
    characters = {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for glyph, text in table}
    return FontFound(
        name=name,
        family=family,
        is_embedded=file is not None or font.get("/Subtype") == pikepdf.Name.Type3,
        is_readable="/ToUnicode" in font,
        lost=sum(not text for text in characters.values()),
        empty="" if file is None else "".join(sorted(_empty_letters(file.read_bytes(), characters))),
    )


def _empty_letters(data: bytes, characters: dict[int, str]) -> Iterator[str]:
    """Characters whose glyph has no outline: the font does not have them, and a box or nothing is printed.

    Of fonts with TrueType outlines; of others (Chinese and Japanese ones) the engine itself has to tell.
    """
    try:
        font = TTFont(BytesIO(data), lazy=True)
        starts = font["loca"].locations
    except (TTLibError, KeyError, AssertionError):
        return
    for glyph, text in characters.items():
        if text and unicodedata.category(text[0])[0] not in _UNSEEN:
            missing = glyph + 1 >= len(starts) or starts[glyph] == starts[glyph + 1]
            if missing:
                yield text
