"""The kinds of sheet that a leaflet is printed as, and the papers they are printed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Literal

Kind = Literal["standard", "large", "bilingual", "summary", "booklet"]
Paper = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A kind of sheet on a paper.

    Attributes:
        id: as commands, paths and manifests name it.
        page: the page that is set, a class of the style; of a booklet, half a sheet of `paper`.
        template: of the theme.
        look: a class of the style; empty: as the level is called.
        most_pages: it is refused when it takes more; none: as many as it takes.
    """

    id: str
    kind: Kind
    paper: Paper
    page: str
    template: str = "leaflet.html"
    look: str = ""
    most_pages: int | None = None

    @property
    def is_imposed(self) -> bool:
        """Whether its pages are put on larger sheets: such a file is for printing alone, and has no tags."""
        return self.kind == "booklet"


def _make(kind: Kind, paper: Paper) -> SheetFormat:
    match kind:
        case "standard":
            return SheetFormat(paper, kind, paper, paper)
        case "large":
            return SheetFormat(f"large-{paper}", kind, paper, paper, look="large")
        case "bilingual":
            return SheetFormat(f"bilingual-{paper}", kind, paper, paper, "bilingual.html", "bilingual")
        case "summary":
            return SheetFormat(f"summary-{paper}", kind, paper, paper, "summary.html", "summary", most_pages=1)
        case "booklet":
            half = {"a4": "a5", "letter": "half-letter"}[paper]
            return SheetFormat(f"booklet-{paper}", kind, paper, half, look="booklet")


_KINDS: tuple[Kind, ...] = ("standard", "large", "bilingual", "summary", "booklet")
_PAPERS: tuple[Paper, ...] = ("a4", "letter")
FORMATS: Mapping[str, SheetFormat] = {
    sheet.id: sheet for kind, paper in product(_KINDS, _PAPERS) for sheet in (_make(kind, paper),)
}
