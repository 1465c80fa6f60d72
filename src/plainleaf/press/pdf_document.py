"""What the press hands over; apart from the engine, so that a process can receive a print without loading it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A finished print: its bytes and its number of pages."""

    data: bytes
    pages: int
