"""Several finished leaflets bound into one file, so that they are printed in one go.

Nothing is laid out again: the pages are those that were looked at when each leaflet was made, to the byte, and the tags
go with them, each leaflet in its own language. The file says PDF/UA when all of them have tags; with a booklet, whose
pages stand beside each other, it says nothing. Every leaflet begins on a sheet of its own where both sides are printed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf

from plainleaf.press.pdf_document import PdfDocument

_SIDES = 2
_PREFERENCES = "/ViewerPreferences"
_STRUCTURE, _PARENTS = "/StructParents", "/StructParent"


@dataclass(slots=True)
class _Binding:
    """A file to which leaflets are added.

    Attributes:
        trees: the top tag of each leaflet.
        numbers: what the pages call their tags by, and the tags.
        next_number: the first that no page uses.
    """

    pdf: pikepdf.Pdf
    trees: list[Any] = field(default_factory=list)
    numbers: list[Any] = field(default_factory=list)
    next_number: int = 0

    def add(self, sheet: pikepdf.Pdf, *, is_tagged: bool) -> None:
        """Add the pages of a leaflet, and its tags."""
        first = len(self.pdf.pages)
        self.pdf.pages.extend(sheet.pages)
        pages = list(self.pdf.pages)[first:]
        if not is_tagged:
            for page in pages:
                if _STRUCTURE in page.obj:
                    del page.obj[_STRUCTURE]
            return
        tree = self.pdf.copy_foreign(sheet.Root.StructTreeRoot)
        for page in pages:
            if _STRUCTURE in page.obj:
                page.obj[_STRUCTURE] = int(page.obj[_STRUCTURE]) + self.next_number
            for annotation in page.obj.get("/Annots", ()):
                if _PARENTS in annotation:
                    annotation[_PARENTS] = int(annotation[_PARENTS]) + self.next_number
        pairs = list(tree.ParentTree.Nums)
        for key, tags in zip(pairs[::2], pairs[1::2], strict=True):
            self.numbers += (int(key) + self.next_number, tags)
        _rename(tree, f"{len(self.trees)}-")
        for top in _listed(tree.K):
            top["/Lang"] = pikepdf.String(str(sheet.Root.Lang))
            self.trees.append(top)
        self.next_number += max(map(int, pairs[::2]), default=-1) + 1

    def begin_a_sheet(self) -> None:
        """Leave the back of the last sheet empty."""
        if len(self.pdf.pages) % _SIDES:
            last = self.pdf.pages[-1]
            _, _, width, height = map(Decimal, map(str, last.mediabox))
            self.pdf.add_blank_page(page_size=(width, height))

    def close(self) -> None:
        """Put all tags below one root."""
        root = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        for top in self.trees:
            top["/P"] = root
        root.K = pikepdf.Array(self.trees)
        root.ParentTree = self.pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(self.numbers)))
        root.ParentTreeNextKey = self.next_number
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def bind(sheets: Sequence[bytes], title: str, lang: str) -> PdfDocument:
    """One file of several; the same files give the same bytes.

    Args:
        sheets: finished leaflets.
        title: of the whole, in `lang`.

    Raises:
        ValueError: when there are none, or a booklet stands beside other sheets, which are turned over at another edge.
        RuntimeError: when a page is not what it was. It cannot be; if it were, nothing may be printed.
    """
    if not sheets:
        message = "there is nothing to bind"
        raise ValueError(message)
    opened = [pikepdf.open(io.BytesIO(data)) for data in sheets]
    duplex = [dict(sheet.Root.get(_PREFERENCES, pikepdf.Dictionary())) for sheet in opened]
    if len({str(said.get("/Duplex", "")) for said in duplex}) > 1:
        message = "a booklet is bound with booklets alone"
        raise ValueError(message)
    is_tagged = all("/StructTreeRoot" in sheet.Root for sheet in opened)
    wanted: list[bytes | None] = []
    with pikepdf.new() as pdf:
        binding = _Binding(pdf)
        for number, sheet in enumerate(opened):
            if number:
                binding.begin_a_sheet()
            wanted += [None] * (len(pdf.pages) - len(wanted))
            wanted += map(_drawn, sheet.pages)
            binding.add(sheet, is_tagged=is_tagged)
        if is_tagged:
            binding.close()
        _describe(pdf, title, lang, is_tagged=is_tagged)
        if "/Duplex" in duplex[0]:
            pdf.Root[_PREFERENCES] = pikepdf.Dictionary(duplex[0])
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for sheet in opened:
        sheet.close()
    with pikepdf.open(io.BytesIO(written.getvalue())) as bound:
        found = [_drawn(page) for page in bound.pages]
    if [before for before in wanted if before is not None] != [
        after for before, after in zip(wanted, found, strict=True) if before is not None
    ]:
        message = "a page of the packet is not what it was"
        raise RuntimeError(message)
    return PdfDocument(written.getvalue(), len(wanted), ())


def _rename(tree: Any, prefix: str) -> None:  # noqa: ANN401 - objects of the file
    """Names of tags, by which cells of a table know their heads, are each leaflet's own."""
    waiting = _listed(tree.K)
    while waiting:
        tag = waiting.pop()
        if not isinstance(tag, pikepdf.Dictionary):
            continue
        if "/ID" in tag:
            tag["/ID"] = pikepdf.String(prefix + str(tag["/ID"]))
        for attributes in _listed(tag.get("/A", pikepdf.Array())):
            if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                named = (pikepdf.String(prefix + str(name)) for name in attributes["/Headers"])
                attributes["/Headers"] = pikepdf.Array(named)
        waiting += _listed(tag.get("/K", pikepdf.Array()))


def _describe(pdf: pikepdf.Pdf, title: str, lang: str, *, is_tagged: bool) -> None:
    pdf.Root.Lang = pikepdf.String(lang)
    pdf.Root[_PREFERENCES] = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.docinfo["/Title"] = title
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        if is_tagged:
            metadata["{http://www.aiim.org/pdfua/ns/id/}part"] = "1"


def _drawn(page: pikepdf.Page) -> bytes:
    """What a page draws, as it is written."""
    contents = page.obj.get("/Contents")
    return b"" if contents is None else b"\n".join(part.read_bytes() for part in _listed(contents))


def _listed(one: Any) -> list[Any]:  # noqa: ANN401 - objects of the file
    return list(one) if isinstance(one, pikepdf.Array) else [one]
