"""A TrueType font with more glyphs, each made of others; only the tables that know of them are written anew.

A font that a sheet brings has room for some 1,600 glyphs, most of them empty. To have all of it read and written by
names of glyphs took longer than everything else that is done to draw a page of Arabic; so the tables are read as the
numbers that they are, and of the outlines only those that are parts of a new one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise

from fontTools.ttLib import getTableClass, sfnt, sortedTagList
from fontTools.ttLib.tables._g_l_y_f import Glyph as Outline
from fontTools.ttLib.tables._g_l_y_f import GlyphComponent

Part = tuple[int, int, int]
"""Number of a glyph, and how far across and up it stands, in thousandths."""

Table = bytes | bytearray
_OTHER_MEASURES = ("hdmx", "vhea", "vmtx")
"""Tables that would need a line for each new glyph, and that no PDF is read with."""
_ROUND = 4  # of the flags of a part in a TrueType font: its place is in whole units
_SHORT = 0x20000  # bytes of outlines, of which each starts at an even place, that half a number finds
_NAMELESS = b"\0\3\0\0"  # version 3 of the table of names, which has none
_NAMELESS_BYTES = 32
_BOUNDS = struct.Struct(">5h")  # how many contours a glyph has, and its bounds
# Places in the tables, in bytes.
_UNITS, _LONG_PLACES = 18, 50  # head
_COUNT, _MOST_POINTS, _MOST_CONTOURS, _MOST_PARTS, _DEPTH = 4, 10, 12, 28, 30  # maxp
_WIDTHS = 34  # hhea


def add_glyphs(data: bytes, shapes: Mapping[int, Iterable[Part]], widths: Mapping[int, int]) -> bytes:
    """A font with new glyphs.

    Args:
        data: the font.
        shapes: the parts of each new glyph by its number; the numbers between the last glyph of the font and the last
            of these are empty glyphs.
        widths: of the glyphs, by number, in thousandths.
    """
    reader = sfnt.SFNTReader(BytesIO(data))
    tables = {tag: bytearray(reader[tag]) for tag in reader.tables if tag not in _OTHER_MEASURES}
    scale = _read(tables["head"], _UNITS) / 1000
    outlines = _Outlines(_split(tables))
    metrics = _Metrics(tables)
    for number in range(len(outlines), max(shapes) + 1):
        outline = outlines.put_together(shapes.get(number, ()), scale)
        outlines.add(outline)
        _allow(outline, outlines, tables["maxp"])
        metrics.add(max(0, round(widths.get(number, 0) * scale)), getattr(outline, "xMin", 0))
    tables["glyf"], tables["loca"], is_long = _join(outlines.compiled())
    _write(tables["head"], _LONG_PLACES, int(is_long))
    _write(tables["maxp"], _COUNT, len(outlines))
    tables["hmtx"], count = metrics.compiled()
    _write(tables["hhea"], _WIDTHS, count)
    if "post" in tables:
        tables["post"] = bytearray(_NAMELESS + tables["post"][len(_NAMELESS) : _NAMELESS_BYTES])
    return _save(tables, reader.sfntVersion)


class _Outlines:
    """The outlines of a font, of which those are opened that somebody asks for; glyphs are called by their numbers."""

    extended = False  # as fontTools asks: numbers of glyphs have two bytes

    def __init__(self, packed: list[bytes]) -> None:
        self._packed = packed
        self._opened: dict[int, Outline] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def __getitem__(self, number: int) -> Outline:
        if number not in self._opened:
            self._opened[number] = outline = Outline(self._packed[number])
            outline.expand(self)
        return self._opened[number]

    def getGlyphName(self, number: int) -> int:  # noqa: N802 - as fontTools calls it
        """Of a number."""
        return number

    getGlyphID = getGlyphName  # noqa: N815

    def put_together(self, parts: Iterable[Part], scale: float) -> Outline:
        """A glyph of parts; one that draws nothing, when no part does."""
        made = Outline()
        made.numberOfContours, made.components = -1, []
        for number, across, up in parts:
            part = GlyphComponent()
            part.glyphName, part.flags = number, _ROUND
            part.x, part.y = round(across * scale), round(up * scale)
            if self[number].numberOfContours:
                made.components.append(part)
        return made if made.components else Outline()

    def add(self, outline: Outline) -> None:
        """One more, after the last."""
        self._opened[len(self._packed)] = outline
        self._packed.append(b"")
        outline.recalcBounds(self)

    def compiled(self) -> list[bytes]:
        """All of them, those that were opened written anew."""
        for number, outline in self._opened.items():
            packed = self._packed[number]
            if packed and outline.numberOfContours > 0:
                bounds = outline.xMin, outline.yMin, outline.xMax, outline.yMax
                self._packed[number] = _BOUNDS.pack(outline.numberOfContours, *bounds) + _points_of(packed)
            else:
                self._packed[number] = outline.compile(self, recalcBBoxes=False)
        return self._packed


@lru_cache(maxsize=4096)
def _points_of(packed: bytes) -> bytes:
    """All that fontTools writes of a glyph with an outline of its own, but for its bounds."""
    plain = _Outlines([])
    outline = Outline(packed)
    outline.expand(plain)
    data: bytes = outline.compile(plain, recalcBBoxes=False)
    return data[_BOUNDS.size :]


class _Metrics:
    """How wide each glyph is, and how far from the pen it starts."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        count, widths = _read(tables["maxp"], _COUNT), _read(tables["hhea"], _WIDTHS)
        numbers = struct.unpack_from(">" + "Hh" * widths + "h" * (count - widths), tables["hmtx"])
        self._widths = [*numbers[0 : 2 * widths : 2], *[numbers[2 * widths - 2]] * (count - widths)]
        self._starts = [*numbers[1 : 2 * widths : 2], *numbers[2 * widths :]]

    def add(self, width: int, start: int) -> None:
        """One more, after the last."""
        self._widths.append(width)
        self._starts.append(start)

    def compiled(self) -> tuple[bytearray, int]:
        """The table, and how many glyphs have a width of their own in it: those at the end that are alike have one."""
        widths, starts, count = self._widths, self._starts, len(self._widths)
        while count > 1 and widths[count - 2] == widths[-1]:
            count -= 1
        numbers = [number for pair in zip(widths[:count], starts[:count], strict=True) for number in pair]
        return bytearray(struct.pack(">" + "Hh" * count + "h" * len(starts[count:]), *numbers, *starts[count:])), count


def _allow(outline: Outline, outlines: _Outlines, most: bytearray) -> None:
    """Raise what the font says is the most that a glyph is made of."""
    if outline.isComposite():
        points, contours, depth = outline.getCompositeMaxpValues(outlines)
        found = {_MOST_POINTS: points, _MOST_CONTOURS: contours, _DEPTH: depth, _MOST_PARTS: len(outline.components)}
        for place, number in found.items():
            _write(most, place, max(_read(most, place), number))


def _split(tables: Mapping[str, Table]) -> list[bytes]:
    """The outlines, each as it is written."""
    count, is_long = _read(tables["maxp"], _COUNT) + 1, _read(tables["head"], _LONG_PLACES)
    found = struct.unpack_from(f">{count}{'I' if is_long else 'H'}", tables["loca"])
    places = found if is_long else [2 * place for place in found]
    outlines = bytes(tables["glyf"])
    return [outlines[start:end] for start, end in pairwise(places)]


def _join(outlines: Sequence[bytes]) -> tuple[bytearray, bytearray, bool]:
    """The tables of outlines and of their places, and whether places are written in long numbers."""
    even = [outline + b"\0" * (len(outline) % 2) for outline in outlines]
    size, even_size = sum(map(len, outlines)), sum(map(len, even))
    chosen = even if size < _SHORT and even_size < _SHORT else outlines
    places = [0, *accumulate(map(len, chosen))]
    is_long = places[-1] >= _SHORT or any(place % 2 for place in places)
    found = places if is_long else [place // 2 for place in places]
    table = struct.pack(f">{len(found)}{'I' if is_long else 'H'}", *found)
    return bytearray(b"".join(chosen) or b"\0"), bytearray(table), is_long


def _save(tables: Mapping[str, Table], kind: str) -> bytes:
    """The file: each table after those that it is counted from, as fontTools has them."""
    written = BytesIO()
    writer = sfnt.SFNTWriter(written, len(tables), kind)
    for tag in _in_order(tuple(tables)):
        writer[tag] = bytes(tables[tag])
    writer.close()
    return written.getvalue()


@lru_cache(maxsize=64)
def _in_order(tags: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}

    def add(tag: str) -> None:
        if tag not in found:
            for other in getTableClass(tag).dependencies:
                if other in tags:
                    add(other)
            found[tag] = None

    for tag in sortedTagList(tags):
        add(tag)
    return tuple(found)


def _read(table: Table, place: int) -> int:
    return int.from_bytes(table[place : place + 2], "big")


def _write(table: bytearray, place: int, number: int) -> None:
    table[place : place + 2] = number.to_bytes(2, "big")
