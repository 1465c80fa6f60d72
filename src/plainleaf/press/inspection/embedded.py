"""Fonts inside a PDF: whose they are, and whether what is printed with them can be shown and read everywhere."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from plainleaf.press.inspection.attachment import BROKEN
from plainleaf.press.inspection.letters import is_reordered

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
        is_damaged: it has no outlines that can be read, so nobody knows what is printed with it.
    """

    name: str
    family: str
    is_embedded: bool
    is_readable: bool
    lost: int
    empty: str
    is_damaged: bool


def read_fonts(pdf: pikepdf.Pdf) -> tuple[FontFound, ...]:
    """The fonts that the pages use, by name."""
    shared: dict[object, Any] = {}  # most pages have the same
    for number, page in enumerate(pdf.pages):
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        key = resources.objgen if resources.is_indirect else number
        shared.pop(key, None)
        shared[key] = resources
    found = {id_: font for resources in shared.values() for id_, font in _fonts_of(resources, set())}
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
    empty = _empty_letters(descriptor.FontFile2.read_bytes(), characters) if "/FontFile2" in descriptor else ""
    return FontFound(
        name=name,
        family=family,
        is_embedded=file is not None or font.get("/Subtype") == pikepdf.Name.Type3,
        is_readable="/ToUnicode" in font,
        lost=sum(not text for text in characters.values()),
        empty=empty or "",
        # Each letter of such a font is a drawing, which may paint anything over others.
        is_damaged=empty is None or font.get("/Subtype") == pikepdf.Name.Type3,
    )


def _empty_letters(data: bytes, characters: dict[int, str]) -> str | None:
    """Characters whose glyph has no outline: the font does not have them, and a box or nothing is printed.

    Of fonts with TrueType outlines; of others (Chinese and Japanese ones) the engine itself has to tell. A letter of a
    script that is set in another order may be drawn by several glyphs, of which one is a place to hang the others on.

    Returns:
        None when the font cannot be read.
    """
    try:
        font = TTFont(BytesIO(data), lazy=True)
        starts, ends = font["loca"].locations, font.reader.tables["glyf"]
        is_cut = ends.offset + ends.length > len(data) or starts[-1] > ends.length
    except (TTLibError, struct.error, AssertionError, *BROKEN):
        return None
    if is_cut:
        return None
    missing = [
        text
        for glyph, text in characters.items()
        if text
        and unicodedata.category(text[0])[0] not in _UNSEEN
        and not is_reordered(text)
        and (glyph + 1 >= len(starts) or starts[glyph] == starts[glyph + 1])
    ]
    return "".join(sorted(missing))
