"""Pages put two by two on larger sheets, in the order in which a folded stack of them is read.

A sheet is printed on both sides, turned over its short edge, and folded in the middle: a right-to-left leaflet opens
the other way, so its pages change sides. The result is for printing alone. Pages set beside each other have no order
that a screen reader could follow, so the file has no tags, bookmarks and links, and does not say that it conforms to
PDF/UA or PDF/A. Title, language and the attached source stay.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pikepdf

from plainleaf.press.formats import Paper, SheetFormat
from plainleaf.problems import PlainleafError, Position, Problem

PAGES_OF_A_SHEET = 4
PAPERS: dict[Paper, tuple[Decimal, Decimal]] = {
    "a4": (Decimal("841.89"), Decimal("595.276")),
    "letter": (Decimal(792), Decimal(612)),
}
"""Width and height of a sheet on its long side, in points."""
_TOLERANCE = Decimal(1)  # points; papers are cut no better than this
_RIGHT_TO_LEFT = "rtl"
# What speaks of single pages and their order, or leads to them.
_OF_PAGES = (
    "/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageMode", "/PageLabels", "/Dests", "/OpenAction", "/AcroForm",
)  # fmt: skip
_CLAIMS = tuple(f"{{http://www.aiim.org/{name}/}}" for name in ("pdfua/ns/id", "pdfa/ns/id", "pdfa/ns/extension"))


def impose(data: bytes, sheet_format: SheetFormat, direction: str) -> bytes:
    """A booklet from its pages, each half a sheet; the same pages give the same bytes.

    Args:
        data: a PDF.
        direction: of the language, ``ltr`` or ``rtl``: a booklet of the second is folded at its right.

    Raises:
        PlainleafError: P030, when a page is larger than half a sheet.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = list(pdf.pages)
        _check_sizes(pages, sheet_format)
        forms = [page.as_form_xobject() for page in pages]
        for left, right in side_order(len(forms), direction):
            pdf.add_blank_page(page_size=PAPERS[sheet_format.paper])
            _fill(pdf, pdf.pages[-1], [forms[at] if at < len(forms) else None for at in (left, right)])
        del pdf.pages[: len(forms)]
        _make_print_only(pdf)
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return written.getvalue()


def count_sides(pages: int) -> int:
    """How many sides of sheets a booklet of so many pages has, blank ones at its end included."""
    return -(-pages // PAGES_OF_A_SHEET) * 2


def side_order(pages: int, direction: str) -> Iterator[tuple[int, int]]:
    """For each side in print order, front before back, the pages at its left and right, counted from 0.

    Pages from `pages` on are blank: they fill the last sheet.
    """
    last = count_sides(pages) * 2 - 1
    for side in range(count_sides(pages)):
        outer, inner = last - side, side
        # Seen from the front the first page is at the right; every turn of the sheet changes the sides.
        pair = (outer, inner) if side % 2 == 0 else (inner, outer)
        yield pair[::-1] if direction == _RIGHT_TO_LEFT else pair


def _check_sizes(pages: Sequence[pikepdf.Page], sheet_format: SheetFormat) -> None:
    width, height = PAPERS[sheet_format.paper]
    for number, page in enumerate(pages, 1):
        left, bottom, right, top = _edges(page.mediabox)
        if right - left > width / 2 + _TOLERANCE or top - bottom > height + _TOLERANCE:
            message = f"page {number} is larger than half a sheet of {sheet_format.paper}"
            hint = f"set the page `{sheet_format.page}` of the theme to {width / 2} by {height} points"
            raise PlainleafError(Problem(Position(sheet_format.id), "P030", message, hint))


def _edges(box: pikepdf.Object) -> tuple[Decimal, ...]:
    """Left, bottom, right and top of a box, in points."""
    return tuple(Decimal(str(edge)) for edge in box.as_list())


def _fill(pdf: pikepdf.Pdf, side: pikepdf.Page, halves: Sequence[pikepdf.Object | None]) -> None:
    """Set each form in the middle of its half, in its own size: type must not shrink."""
    _, _, width, height = _edges(side.mediabox)
    forms, content = pikepdf.Dictionary(), []
    for at, form in enumerate(halves):
        if form is not None:
            left, bottom, right, top = _edges(form.BBox)
            x = width / 4 * (1 + 2 * at) - (left + right) / 2
            y = (height - bottom - top) / 2
            forms[f"/P{at}"] = form
            content.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm /P{at} Do Q")
    side.obj.Resources = pikepdf.Dictionary(XObject=forms)
    side.obj.Contents = pdf.make_stream("\n".join(content).encode())


def _make_print_only(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    for name in (one for one in _OF_PAGES if one in root):
        del root[name]
    if "/Dests" in (names := root.get("/Names", pikepdf.Dictionary())):
        del names["/Dests"]
        if not names.keys():
            del root["/Names"]
    preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
    preferences.Duplex = pikepdf.Name("/DuplexFlipShortEdge")
    preferences.PrintScaling = pikepdf.Name("/None")
    root.ViewerPreferences = preferences
    if "/Metadata" in root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for claim in [name for name in metadata if name.startswith(_CLAIMS)]:
                del metadata[claim]
