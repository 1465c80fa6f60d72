"""A PDF read for inspection: its pages, tags, fonts, and the source attached to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from plainleaf.press.inspection.attachment import BROKEN, read_attached
from plainleaf.press.inspection.drawn import DrawnFile
from plainleaf.press.inspection.embedded import FontFound, read_fonts
from plainleaf.press.inspection.extraction import UNMARKED, PageReading, Writing, read_pages
from plainleaf.press.inspection.letters import fold, has_letters, runs_right_to_left
from plainleaf.press.inspection.spoken import Spoken
from plainleaf.press.inspection.tags import Spot, TagTree, read_tags
from plainleaf.press.source import LeafletSource
from plainleaf.problems import PlainleafError, Position, Problem

LARGEST_FILE = 50_000_000
"""Bytes. The largest sheets, in Chinese with all its fonts, have a twentieth of it."""
MOST_PAGES = 500
_DEEPEST = 20  # levels of the tree of pages
FOOT = "foot"
"""The role of text that no tag refers to: running heads and feet."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What is in a PDF.

    Attributes:
        attached: the source that travels in it, and `faults` why it cannot be read.
        bookmarks: whether there are any.
        duplex: whether it asks to be printed on both sides, as booklets do.
        has_layers: whether parts of its pages can be switched off.
        has_patterns: whether its pages can fill something with a pattern.
        has_transfers: whether its pages can turn colours into others while they are printed.
        roles: of each mark of each page, the tag that it stands in.
    """

    name: str
    attached: LeafletSource | None
    faults: tuple[Problem, ...]
    title: str
    bookmarks: bool
    duplex: bool
    has_layers: bool
    has_patterns: bool
    has_transfers: bool
    tags: TagTree
    fonts: tuple[FontFound, ...]
    pages: tuple[PageReading, ...]
    roles: dict[tuple[int, int], str]

    @property
    def is_print_only(self) -> bool:
        """Whether its pages stand beside each other on larger sheets: nobody can listen to that."""
        return self.duplex and not self.tags.exists

    @property
    def writings(self) -> Iterator[tuple[int, Writing, str]]:
        """Every stretch of text, with its page and role."""
        for number, page in enumerate(self.pages, 1):
            for writing in page.writings:
                yield number, writing, self.roles.get((number, writing.mark), FOOT)

    def read_aloud(self) -> list[tuple[Spot, str]]:
        """The text in the order of the tags, folded."""
        return [(spot, fold(text)) for spot, text in self.told()]

    def told(self) -> list[tuple[Spot, str]]:
        """The text in the order of the tags, with its blanks."""
        found = [
            (spot, self.pages[spot.page - 1].marks.get(spot.mark, ""))
            for spot in self.tags.spots
            if 1 <= spot.page <= len(self.pages)
        ]
        turned = {spot.block for spot, text in found if runs_right_to_left(text)}

        def read(text: str, block: int) -> str:
            """Signs that stand alone do not tell from which side they are read; what stands beside them does."""
            is_bare = block in turned and not has_letters(text) and not runs_right_to_left(text)
            return text[::-1] if is_bare else text

        return [(spot, read(text, spot.block)) for spot, text in found]

    def spoken(self) -> Spoken:
        """The same in one piece."""
        letters, edges, block = "", set[int](), -1
        for spot, text in self.read_aloud():
            if spot.block != block:
                edges.add(len(letters))
            letters, block = letters + text, spot.block
        return Spoken(letters, frozenset(edges))

    def untagged(self) -> list[str]:
        """The text of each page that no tag refers to, folded: running heads and feet."""
        return [
            fold("\n".join(text for mark, text in page.marks.items() if (number, mark) not in self.roles))
            for number, page in enumerate(self.pages, 1)
        ]

    def running(self) -> list[list[str]]:
        """The same stretch by stretch, as it is drawn."""
        return [
            [one.text for one in page.writings if (number, one.mark) not in self.roles]
            for number, page in enumerate(self.pages, 1)
        ]

    def shown(self) -> list[str]:
        """All text of each page, folded, with its running head and foot."""
        return [fold("\n".join(page.marks.values())) for page in self.pages]


def open_file(data: bytes, name: str, drawn: DrawnFile | None = None) -> FileReading:
    """Read a PDF.

    Args:
        name: as people know it, for messages.
        drawn: the same file for PDFium, where somebody else looks at it too.

    Raises:
        PlainleafError: P060, when it is no PDF, damaged, encrypted or too large.
    """
    if len(data) > LARGEST_FILE:
        raise refusal(name, f"the file is larger than {LARGEST_FILE:,} bytes, and no leaflet is", "name a leaflet")
    try:
        # Not repaired: what would be guessed of a damaged file is not what was printed.
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if drawn is not None:
                return _read(pdf, drawn, name)
            with DrawnFile(data) as opened:
                return _read(pdf, opened, name)
    except pikepdf.PasswordError:
        message = "the file is encrypted and cannot be opened without its password"
        raise refusal(name, message, "plainleaf encrypts nothing: take the file that was printed") from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, *BROKEN):
        raise refusal(name, "this is no PDF, or a damaged one", "take it again from where it came from") from None


def refusal(name: str, message: str, hint: str) -> PlainleafError:
    """P060, for a file that cannot be looked at."""
    return PlainleafError(Problem(Position(name), "P060", message, hint))


def _read(pdf: pikepdf.Pdf, drawn: DrawnFile, name: str) -> FileReading:
    if len(pdf.pages) > MOST_PAGES:
        raise refusal(name, f"the file has {len(pdf.pages):,} pages, and no leaflet has", "name a leaflet")
    attached, faults = None, tuple[Problem, ...]()
    try:
        attached = read_attached(pdf, name)
    except PlainleafError as error:
        faults = error.problems
    tags, fonts = read_tags(pdf), read_fonts(pdf)
    preferences = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    return FileReading(
        name=name,
        attached=attached,
        faults=faults,
        title=str(pdf.docinfo.get("/Title", "")),
        bookmarks="/First" in pdf.Root.get("/Outlines", pikepdf.Dictionary()),
        duplex="/Duplex" in preferences,
        has_layers="/OCProperties" in pdf.Root,
        has_patterns=any(_finds(page, "/Pattern", bool) for page in pdf.pages),
        has_transfers=any(_finds(page, "/ExtGState", _transfers) for page in pdf.pages),
        tags=tags,
        fonts=fonts,
        pages=read_pages(drawn, may_lose_letters=any(font.lost for font in fonts)),
        roles={(spot.page, spot.mark): spot.role for spot in tags.spots if spot.mark != UNMARKED},
    )


def _finds(page: pikepdf.Page, kind: str, wanted: Callable[[Any], bool]) -> bool:
    """Whether a page has resources of a kind that are looked for, by itself or from what is above it."""
    node: Any = page.obj
    for _ in range(_DEEPEST):
        if wanted(dict(node.get("/Resources", pikepdf.Dictionary()).get(kind, pikepdf.Dictionary()))):
            return True
        if (node := node.get("/Parent")) is None:
            return False
    return True


def _transfers(states: dict[str, Any]) -> bool:
    return any(key in state for state in states.values() for key in ("/TR", "/TR2"))
