"""Pages of finished leaflets as pictures: what is seen on the desk is what comes out of the printer."""

from __future__ import annotations

import io
from collections import OrderedDict
from threading import Lock

import pypdfium2

MOST_BYTES = 32 << 20
"""Of pictures that are kept."""
WIDTHS = (480, 960, 1440)
"""Dots across a page: on a telephone, beside a list of choices, and on a fine screen."""


class Pictures:
    """Draws pages, one at a time: the library that does it knows no threads. Any thread may ask."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._size = 0

    def draw(self, data: bytes, sha256: str, page: int, width: int) -> bytes:
        """A page as PNG.

        Args:
            sha256: of the file, by which its pictures are known.
            page: counted from 1.
            width: one of `WIDTHS`.

        Raises:
            LookupError: there is no such page, or no such width.
        """
        if width not in WIDTHS:
            raise LookupError(width)
        with self._lock:
            key = (sha256, page, width)
            if key not in self._kept:
                self._keep(key, _draw(data, page, width))
            self._kept.move_to_end(key)
            return self._kept[key]

    def _keep(self, key: tuple[str, int, int], picture: bytes) -> None:
        self._kept[key] = picture
        self._size += len(picture)
        while self._size > MOST_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)


def _draw(data: bytes, page: int, width: int) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        if not 1 <= page <= len(document):
            raise LookupError(page)
        found = document[page - 1]
        image = found.render(scale=width / found.get_width()).to_pil()
        out = io.BytesIO()
        # Sixty-four colours are enough for a leaflet, and a third of the bytes.
        image.quantize(64).save(out, "PNG")
        return out.getvalue()
