"""Which standards a PDF keeps, and what it carries to keep them: PDF/UA-1 for those who listen, PDF/A for archives.

The engine writes one standard at a time (https://github.com/Kozea/WeasyPrint/issues/2467). Both at once need no more
than that the file says so: the pages are written as PDF/A with tags, and the mark of PDF/UA is put into the metadata.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from plainleaf.press.source import SOURCE_NAME
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.press.html import HtmlDocument

STYLE = "* { image-rendering: crisp-edges !important }"
"""For every sheet: archives want pictures shown as they are, and the engine has them smoothed unless told otherwise."""
DESCRIPTION = "what this leaflet says, for programs"
# PDF/A asks that every property it does not know itself is described where it is used.
_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 that the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_END = b"</rdf:RDF>"
_INKS = b"/DeviceCMYK"


class UnwrittenPdf(Protocol):
    """What the engine has made of a sheet, before it becomes bytes."""

    catalog: dict[str, Any]
    objects: list[Any]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF. ``date``: when it was made and changed; with the clock's, no two prints would be alike."""

    name: str
    data: bytes
    date: dt.datetime


@dataclass(frozen=True, slots=True)
class Standard:
    """How a sheet is written.

    Attributes:
        variant: as the engine calls it.
        is_archival: PDF/A and PDF/UA-1 at once.
    """

    variant: str
    is_archival: bool = False
    attached: tuple[Attached, ...] = ()


def standard_of(document: HtmlDocument) -> Standard:
    """The standard for a sheet.

    PDF/A-3a with the source attached, and PDF/A-2u, which allows no such file, without. A sheet for those who work on
    leaflets is for today: PDF/UA-1. The pages of a booklet are written with tags, so that their words can be held
    against the source; then they are put beside each other in the order of printing, and lose the tags, for nobody
    can listen to that order.
    """
    if document.source is None:
        return Standard("pdf/ua-1")
    attached: tuple[Attached, ...] = ()
    if document.attach:
        date = dt.datetime.combine(dt.date.fromisoformat(document.source.revised), dt.time(), dt.UTC)
        attached = (Attached(SOURCE_NAME, document.source.as_bytes(), date),)
    if document.format is not None and document.format.is_imposed:
        return Standard("pdf/ua-1", attached=attached)
    return Standard("pdf/a-3a" if attached else "pdf/a-2u", is_archival=True, attached=attached)


def say_accessible(pdf: UnwrittenPdf) -> None:
    """Put the mark of PDF/UA-1 into the metadata of a PDF/A, and leave them readable for any program.

    Raises:
        PlainleafError: P025, when the sheet has colours that its archival form has no meaning for.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [b"".join(metadata.stream).replace(_END, _ACCESSIBLE + _END)]
    metadata.compress = False
    if any(_INKS in _content_of(one) for one in pdf.objects):
        message = "the style has colours of a printing press (device-cmyk), and archives ask for colours of a screen"
        raise PlainleafError(Problem(Position("templates"), "P025", message, "write them as #rrggbb"))


def _content_of(one: object) -> bytes:
    """What stands in a stream, so far as it is settled; nothing, in what is no stream."""
    return b"\n".join([piece for piece in getattr(one, "stream", ()) if type(piece) is bytes])
