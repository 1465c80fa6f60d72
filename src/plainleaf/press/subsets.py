"""Large fonts in a PDF, cut down to what the sheet prints: a Chinese leaflet of four pages takes 142 KB and not 425.

A font for Chinese, Japanese or Korean has 65,535 glyphs. The engine takes the outlines of those that are not used
away, and leaves an empty place for each, so that the others keep their numbers; the list of places alone takes 150 KB
a font. Fonts of this kind need no places: each of their glyphs has a number of its own (its CID), which is what the
page asks for. So the glyphs are taken from the font once more, without places, and stand in the PDF as a bare table of
outlines (``CIDFontType0C``), which every reader knows.

A font made beforehand with the characters of the national standard was tried: it took three minutes to make, and
printing was no faster with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fontTools.cffLib import CFFFontSet
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

if TYPE_CHECKING:
    from plainleaf.press.archive import UnwrittenPdf

# The engine has no types, so its fonts stand here as Any.
font_of_engine = Any
hb_face = Any

OUTLINES = "CFF "
_FLAGS = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
"""What outlines share is written out, which packs better; hints are left out, as the engine leaves them out."""
_LAYOUT = (b"BASE", b"DSIG", b"GDEF", b"GPOS", b"GSUB", b"JSTF", b"VORG", b"vhea", b"vmtx")
"""Tables that served to lay the text out: glyphs are not kept because one of them knows them."""


def trim_fonts(fonts: Iterable[font_of_engine], pdf: UnwrittenPdf) -> None:
    """Put the bare outlines of the glyphs that are printed in the place of each font that can be cut down so.

    Args:
        fonts: all that the engine knows of; it embeds one file for several of one `hash`. One may have been cut down
            before it was embedded, as ``bare_outlines``.
    """
    for font, printed in _embedded(fonts):
        bare = getattr(font, "bare_outlines", b"") or bare_outlines(font.hb_face, printed)
        streams = (one for one in pdf.objects if getattr(one, "stream", None) == [font.file_content])
        stream = next(streams, None)
        if bare and stream is not None:
            stream.stream, stream.extra["Subtype"] = [bare], "/CIDFontType0C"


def _embedded(fonts: Iterable[font_of_engine]) -> Iterator[tuple[font_of_engine, frozenset[int]]]:
    """Fonts of the kind that may have CIDs, each once, with the glyphs that the sheet prints."""
    by_file: dict[str, list[font_of_engine]] = {}
    for font in fonts:
        if OUTLINES in font.tables and not font.used_in_forms:
            by_file.setdefault(font.hash, []).append(font)
    for alike in by_file.values():
        # A glyph that is missing has a number beyond the last; the sheet is refused anyway.
        if not any(font.missing for font in alike):
            yield alike[0], frozenset().union(*(font.to_unicode for font in alike))


def bare_outlines(face: hb_face, printed: Collection[int]) -> bytes:
    """A table of outlines in which the glyphs are found by CID; nothing, where CIDs are not the numbers of glyphs."""
    made = cut(face, printed, _LAYOUT, _FLAGS)
    return outlines_by_cid(_table(get_hb_object_data(made), OUTLINES.encode()), printed) if made else b""


def cut(face: hb_face, glyphs: Collection[int], dropped: Iterable[bytes], flags: int) -> hb_face | None:
    """A font with some of its glyphs, and without some of its tables; none, where that cannot be made."""
    request = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    harfbuzz_subset.hb_subset_input_set_flags(request, flags)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(request), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(request, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(tables, [harfbuzz.hb_tag_from_string(name, -1) for name in dropped])
    made = harfbuzz_subset.hb_subset_or_fail(face, request)
    return None if made == ffi.NULL else ffi.gc(made, harfbuzz.hb_face_destroy)


def outlines_by_cid(table: bytes, printed: Collection[int]) -> bytes:
    """The table itself, if each of the glyphs can be found in it by a CID that is the number it had; else nothing."""
    outlines = CFFFontSet()
    outlines.decompile(BytesIO(table), None, isCFF2=False)
    top = outlines[0]
    if not hasattr(top, "ROS"):
        return b""
    found = {int(name.removeprefix("cid")) for name in top.charset if name != ".notdef"}
    return table if set(printed) - {0} <= found else b""


def _table(font: bytes, tag: bytes) -> bytes:
    """One table of an OpenType file."""
    count = int.from_bytes(font[4:6], "big")
    for entry in (font[at : at + 16] for at in range(12, 12 + 16 * count, 16)):
        if entry[:4] == tag:
            start, length = int.from_bytes(entry[8:12], "big"), int.from_bytes(entry[12:], "big")
            return font[start : start + length]
    return b""


def _add(numbers: Any, more: Collection[int]) -> None:  # noqa: ANN401
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new("hb_codepoint_t[]", sorted(more)), len(more))
