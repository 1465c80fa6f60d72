"""HTML to PDF: the only room that knows the engine.

The engine is given nothing to read but the assets of the document: no file, no network, whatever the content says.
What it logs, what it was refused and what does not fit on its page are problems, and a document with a problem is
not printed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from plainleaf.press import archive
from plainleaf.press.acceleration.switch import forget, start
from plainleaf.press.glyph_runs import close_up_runs
from plainleaf.press.imposition import count_sides, impose
from plainleaf.press.inspection.geometry import inspect_pages
from plainleaf.press.inspection.pieces import BoxKinds
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.limits import LIMITS
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.press.subsets import trim_fonts
from plainleaf.press.whole_letters import add_letters
from plainleaf.problems import PlainleafError, Position, Problem, errors

if TYPE_CHECKING:
    from plainleaf.press.html import HtmlDocument

KINDS = BoxKinds(
    text=boxes.TextBox,
    picture=boxes.ReplacedBox,
    block=boxes.BlockContainerBox,
    cell=boxes.TableCellBox,
    margin=boxes.MarginBox,
    line=boxes.LineBox,
)
_CONTENT_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


class LockedFetcher(URLFetcher):  # type: ignore[misc] # the engine has no types
    """Gives the engine the assets of one document by name and refuses everything else.

    Attributes:
        refused: every address that was asked for in vain; the engine swallows some refusals (inside SVG), so the
            press looks here afterwards.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(timeout=1, allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.assets = assets
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The asset of that name, or a refusal that ends the print."""
        del headers
        data = self.assets.get(url)
        if data is None:
            self.refused.append(url)
            message = f"refused to read {url[:80]}"
            raise FatalURLFetchingError(message)
        kind = next((kind for suffix, kind in _CONTENT_TYPES.items() if url.endswith(suffix)), "text/plain")
        return URLFetcherResponse(url, data, {"Content-Type": kind})


def render_pdf(document: HtmlDocument, most_pages: int = LIMITS.pages) -> PdfDocument:
    """Print one document, as `archive.standard_of` says.

    Raises:
        PlainleafError: P023 for another version of the engine; P024 and P025 for a theme that hides or colours what it
            may not; P010 for what the engine complained of (a missing glyph, bad CSS), P011 for what it was
            refused, P012 and P040 to P067 for what is wrong with the finished pages, P030 for a booklet that does
            not fit its paper.
    """
    start()
    standard = archive.standard_of(document)
    where = Position(document.title)
    fetcher = LockedFetcher(document.assets)
    messages: list[str] = []
    problems: list[Problem] = []
    data, pages = b"", 0
    with _captured_log(messages):
        try:
            rendered = _lay_out(document, fetcher, standard, most_pages)
            # The engine shows finished boxes nowhere else.
            finished = [page._page_box for page in rendered.pages]  # noqa: SLF001
            problems += inspect_pages(finished, KINDS, where, document.format, document.source, document.filled)
            data, pages = _write(rendered, standard), len(rendered.pages)
            if document.source is not None:
                problems += inspect_file(data, document.title, document.fonts, document.source).problems
            if document.format is not None and document.format.is_imposed and not errors(problems):
                data, pages = impose(data, document.format, _direction(document)), count_sides(pages)
        except FatalURLFetchingError:
            pass  # noted in fetcher.refused
        except PlainleafError as error:
            forget()
            problems += error.problems
        except BaseException:
            forget()
            raise
    if messages or fetcher.refused:
        forget()  # so that the next sheet is complained of in the same way
    problems += [Problem(where, "P010", f"the print engine says: {message}") for message in dict.fromkeys(messages)]
    problems += [
        Problem(where, "P011", f"the print engine was refused {url[:80]}", "use only the theme's own pictograms")
        for url in dict.fromkeys(fetcher.refused)
    ]
    if errors(problems):
        raise PlainleafError(problems)
    return PdfDocument(data, pages, tuple(problems))


def _direction(document: HtmlDocument) -> str:
    """Which way the leaflet is read: of a bilingual one, the first language's."""
    return document.source.texts[0].direction if document.source else "ltr"


def _lay_out(
    document: HtmlDocument, fetcher: LockedFetcher, standard: archive.Standard, most_pages: int
) -> weasyprint.Document:
    """Pages of boxes, each in its place."""
    fonts = _font_configuration()
    style = weasyprint.CSS(string=document.css, url_fetcher=fetcher, font_config=fonts)
    html = weasyprint.HTML(string=document.html, url_fetcher=fetcher)
    rendered = html.render(stylesheets=[style, _archive_style()], font_config=fonts, pdf_variant=standard.variant)
    if (pages := len(rendered.pages)) > most_pages:
        message = f"it takes {pages:,} pages; {most_pages:,} is the most"
        hint = "look at the theme: a leaflet has a few pages"
        raise PlainleafError(Problem(Position(document.title), "P014", message, hint))
    return rendered


def _write(rendered: weasyprint.Document, standard: archive.Standard) -> bytes:
    """Pages of boxes as bytes of a PDF; the same bytes every time."""

    def finish(document: weasyprint.Document, pdf: archive.UnwrittenPdf) -> None:
        trim_fonts(document.fonts.values(), pdf)
        add_letters(document.fonts.values(), pdf)
        close_up_runs(pdf)
        if standard.is_archival:
            archive.say_accessible(pdf)

    attachments = [
        weasyprint.Attachment(
            file_obj=BytesIO(one.data),
            name=one.name,
            description=archive.DESCRIPTION,
            relationship="Source",
            created=one.date,
            modified=one.date,
        )
        for one in standard.attached
    ]
    data: bytes = rendered.write_pdf(
        pdf_variant=standard.variant, pdf_tags=True, attachments=attachments, finisher=finish
    )
    return data


@cache
def _archive_style() -> weasyprint.CSS:
    return weasyprint.CSS(string=archive.STYLE)


@cache
def _font_configuration() -> FontConfiguration:
    """One for the whole process: making it costs milliseconds and a leak each time."""
    return FontConfiguration()


@contextmanager
def _captured_log(messages: list[str]) -> Iterator[None]:
    class Capture(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Capture(logging.WARNING)
    propagate = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
