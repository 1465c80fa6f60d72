"""The fonts of a sheet, known from the sheets before it.

For every sheet the engine reads all fonts of it anew, of which a Chinese one has 20 MB, and cuts them down twice. Here
what a font is once is kept, and its file is read when somebody asks for it, which nobody does as a rule. A font of
many glyphs is cut down once, to its bare outlines, and not first to a font with an empty place for each glyph.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, gobject, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_key

from plainleaf.press.acceleration.switch import Patch
from plainleaf.press.subsets import OUTLINES, bare_outlines, cut

# The engine has no types, so what is its own stands here as Any.
PangoFont = Any

MOST_FONTS = 256
"""Of one size each: a leaflet has a dozen."""
_ALWAYS_NEW = ("widths", "to_unicode", "missing")
_DROPPED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")
_USUAL = harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
_KEEPS_NUMBERS = _USUAL | harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
ffi.cdef("void * g_object_ref(void * object);")
_stock_add = Stream.add_font
_known: OrderedDict[int, KnownFont] = OrderedDict()


def patches() -> tuple[Patch, ...]:
    """The one place where a page meets its fonts."""
    return (Patch(Stream, "add_font", _stock_add, add_font),)


def forget() -> None:
    """Let go of all fonts."""
    _known.clear()


def add_font(stream: Stream, pango_font: PangoFont) -> tuple[Font, float]:
    """As the engine's own: a font and its size, in the fonts of the sheet from now on."""
    known = known_font(pango_font)
    return font_on(stream, known), known.size


def font_on(stream: Stream, known: KnownFont) -> Font:
    """The same for a font that is known."""
    font = stream._fonts.get(known.key)  # noqa: SLF001
    if font is None:
        font = stream._fonts[known.key] = known.font()  # noqa: SLF001
    return font


def known_font(pango_font: PangoFont) -> KnownFont:
    """What is known of a font of the layout.

    It is known by its address, and held: as long as it is known, no other font can get that address.
    """
    address = int(ffi.cast("uintptr_t", pango_font))
    found = _known.get(address)
    if found is None:
        found = _known[address] = KnownFont(pango_font)
        while len(_known) > MOST_FONTS:
            _known.popitem(last=False)
    return found


class KnownFont:
    """A font of one size, and what is the same for every sheet that it stands on.

    Attributes:
        typeface: it, as Pango has it, and its address.
        key: by which a sheet knows its fonts; all sizes of a font have one.
        pieces: what a page says to draw a glyph, for `drawing`.
    """

    __slots__ = ("_description", "_shared", "address", "key", "pieces", "size", "typeface")

    def __init__(self, pango_font: PangoFont) -> None:
        self.address = int(ffi.cast("uintptr_t", pango_font))
        self.typeface = ffi.gc(ffi.cast("PangoFont *", gobject.g_object_ref(pango_font)), gobject.g_object_unref)
        self.key, self._description, self.size = get_pango_font_key(pango_font)
        self._shared: dict[str, Any] = {}
        self.pieces: dict[tuple[int, int, int, int | None], str] = {}

    def font(self) -> SharedFont:
        """It, new for one sheet."""
        if not self._shared:
            self._shared = vars(Font(self.typeface, self._description, self.size))
            self._shared["kind"] = self._shared.pop("file_content")[:4]
        return SharedFont(self._shared)


class SharedFont(Font):  # type: ignore[misc] # the engine has no types
    """The engine's font, with what is the same for every sheet taken from elsewhere.

    Attributes:
        bare_outlines: what a font of many glyphs was cut down to; nothing, where it was not.
    """

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self.__dict__.update(shared)
        self.__dict__.update({name: {} for name in _ALWAYS_NEW}, variations=dict(shared["variations"]))
        self.bare_outlines, self._file = b"", b""

    @property
    def file_content(self) -> bytes:
        """All of the file, read when it is asked for; or what it was cut down to."""
        if not self._file:
            self._file = get_hb_object_data(self.hb_face)
        return self._file

    @file_content.setter
    def file_content(self, data: bytes) -> None:
        self._file = data

    @property
    def type(self) -> str:
        """Of the file; bare outlines are those of an OpenType font."""
        start = self._file[:4] or self.kind
        return "otf" if self.bare_outlines or start == b"OTTO" else "ttf"

    def subset(self, to_unicode: Mapping[int, str], hinting: bool) -> None:  # noqa: FBT001 - the engine's own
        """Cut the font down to some glyphs."""
        if to_unicode and self._is_large():
            self.bare_outlines = bare_outlines(self.hb_face, to_unicode)
        if self.bare_outlines:
            self.file_content = self.bare_outlines
        else:
            super().subset(to_unicode, hinting)

    def _harfbuzz_subset(self, to_unicode: Mapping[int, str], hinting: bool) -> None:  # noqa: FBT001
        """As the engine's own, which has a parser of C read the type of each list of glyphs, for 20 ms."""
        kept = cut(self.hb_face, to_unicode, _DROPPED, _KEEPS_NUMBERS | self._flags(hinting=True))
        # The empty places behind the last glyph go.
        kept = kept and cut(kept, range(max(to_unicode) + 1), _DROPPED, _USUAL | self._flags(hinting=hinting))
        if data := kept and get_hb_object_data(kept):
            self.file_content = data
        else:
            super()._harfbuzz_subset(to_unicode, hinting)  # which says so

    def _flags(self, *, hinting: bool) -> int:
        hints = 0 if hinting else harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
        return hints | (harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE if self.missing else 0)

    def _is_large(self) -> bool:
        """Whether it is of the kind that `subsets` cuts down, and nothing else is to be done to it."""
        plain = not (self.missing or self.used_in_forms or self.png or self.svg or self.colr)
        return plain and OUTLINES in self.tables and "fvar" not in self.tables
