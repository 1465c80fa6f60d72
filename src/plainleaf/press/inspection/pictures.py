"""Pictures of a page: as it is, and with nothing but its text in black on white.

PDFium draws, at a resolution at which strokes of letters are a dot wide and a page takes milliseconds; and no more of
the page than somebody wants to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2

from plainleaf.press.inspection.calls import address_of, function
from plainleaf.press.inspection.drawn import DrawnPage
from plainleaf.press.inspection.placed import Box

_ROOM = 24  # rows above and below a text that are drawn with it
_set_fill, _set_stroke = function("FPDFPageObj_SetFillColor"), function("FPDFPageObj_SetStrokeColor")
_set_blend_mode = function("FPDFPageObj_SetBlendMode")
_remove, _destroy = function("FPDFPage_RemoveObject"), function("FPDFPageObj_Destroy")


@dataclass(frozen=True, slots=True)
class Band:
    """Grey levels of some rows of a page, from the top."""

    dots: bytes
    stride: int
    top: int
    bottom: int

    def row(self, y: int, left: int, right: int) -> bytes:
        """A part of one row."""
        at = (y - self.top) * self.stride
        return self.dots[at + left : at + right]

    def window(self, box: Box) -> bytes:
        """All rows of a box."""
        dots, first, last = self.dots, (box.top - self.top) * self.stride, (box.bottom - self.top) * self.stride
        left, right = box.left, box.right
        return b"".join([dots[at + left : at + right] for at in range(first, last, self.stride)])


Pair = tuple[Band, Band]
"""The same rows of a whole page, and of its text alone."""


def draw_twice(drawn: DrawnPage, scale: float, bands: Sequence[tuple[int, int]], height: int) -> Sequence[Pair]:
    """Some rows of a page as they are and with nothing but their text, and nothing but that is left of it."""
    whole = [_draw(drawn.page, scale, height, band) for band in bands]
    _keep_text(drawn)
    return list(zip(whole, (_draw(drawn.page, scale, height, band) for band in bands), strict=True))


def bands_around(boxes: Iterable[Box], height: int) -> Sequence[tuple[int, int]]:
    """From which row to which row boxes stand; near ones together, with room for letters that reach out of theirs."""
    bands: list[tuple[int, int]] = []
    for top, bottom in sorted(
        (max(one.top - _ROOM, 0), min(one.bottom + _ROOM, height)) for one in boxes if one.top < one.bottom
    ):
        if bands and top <= bands[-1][1]:
            bands[-1] = bands[-1][0], max(bottom, bands[-1][1])
        else:
            bands.append((top, bottom))
    return bands


def _draw(page: pypdfium2.PdfPage, scale: float, height: int, band: tuple[int, int]) -> Band:
    """Some rows of a page; what is cut off is not counted in dots there, and rounded up."""
    top, bottom = band
    cut = (0, max(height - bottom - 0.5, 0) / scale, 0, max(top - 0.5, 0) / scale)
    bitmap = page.render(scale=scale, grayscale=True, crop=cut)
    try:
        return Band(bytes(bitmap.buffer), bitmap.stride, top, bottom)
    finally:
        bitmap.close()


def _keep_text(drawn: DrawnPage) -> None:
    """Take everything but text from a page in memory; text in black, nothing of it seen through."""
    page = address_of(drawn.page.raw)
    for thing in drawn.things:
        if thing.letters is not None:
            _set_fill(thing.handle, 0, 0, 0, 255)
            _set_stroke(thing.handle, 0, 0, 0, 255)
            _set_blend_mode(thing.handle, b"Normal")
        else:
            _remove(page, thing.handle)
            _destroy(thing.handle)
