"""Runs of glyphs on a page, written so that every reader sets them at the same places.

Behind a mark above or below a letter the engine writes an empty string. It shows nothing, and most readers pass over
it; but PDFium, which shows PDFs in Chrome and Edge, counts it and then forgets how far the pen moves after the last
glyph of the run (``CPDF_StreamContentParser``, where the last kerning is looked for behind the last string). A number
stands upon the Tibetan word before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plainleaf.press.archive import UnwrittenPdf

_START, _END, _EMPTY = b"[", b"] TJ", b"<>"


def close_up_runs(pdf: UnwrittenPdf) -> None:
    """Take the empty strings out of every run of glyphs."""
    for one in pdf.objects:
        pieces = getattr(one, "stream", None)
        if pieces and _EMPTY in b"".join([piece for piece in pieces if type(piece) is bytes]):
            one.stream = [close_up(piece) if _is_run(piece) else piece for piece in pieces]


def close_up(run: bytes) -> bytes:
    """A run without empty strings; the numbers that they parted stay two numbers."""
    return run.replace(_EMPTY, b" ")


def _is_run(piece: object) -> bool:
    return isinstance(piece, bytes) and piece.startswith(_START) and piece.endswith(_END) and _EMPTY in piece
