"""What the press hands over; apart from the engine, so that a process can receive a print without loading it."""

from __future__ import annotations

from dataclasses import dataclass

from plainleaf.problems import Problem


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A finished print: its bytes, its number of pages, and what does not forbid to hand it out."""

    data: bytes
    pages: int
    warnings: tuple[Problem, ...] = ()
