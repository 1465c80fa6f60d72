"""The site: every file of it by path, from the leaflets that may be shown. Pure; `folder` puts them in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from plainleaf.build.plan import Refusal
from plainleaf.export.frame import LANGUAGE_STYLE, SITE_SCRIPT, SITE_STYLE, Frame
from plainleaf.export.indexes import render_indexes
from plainleaf.export.pages import language_style, render_page
from plainleaf.export.printed import NO_SHEETS, PrintedSheets
from plainleaf.export.publication import Publication
from plainleaf.export.search import write_index
from plainleaf.problems import PlainleafError


@dataclass(frozen=True, slots=True)
class Site:
    """A site that can be written.

    Attributes:
        files: bytes by path.
        pages: what each leaflet's page is, as the manifest says it.
        refused: pages that do not say what they have to.
    """

    files: Mapping[str, bytes]
    pages: tuple[Mapping[str, object], ...]
    refused: tuple[Refusal, ...]


def make_site(publications: Sequence[Publication], frame: Frame, printed: PrintedSheets = NO_SHEETS) -> Site:
    """Make pages, lists, search and styles.

    Args:
        printed: sheets that are to lie beside the pages.

    Raises:
        PlainleafError: P001, when a template does not work.
    """
    texts: dict[str, str] = {}
    refused: list[Refusal] = []
    shown: list[Publication] = []
    by_leaflet = sorted(publications, key=lambda one: (one.sheet.leaflet.id, one.order))
    for _, group in groupby(by_leaflet, lambda one: (one.sheet.leaflet.id, one.sheet.place)):
        shelf = list(group)
        pages, lost = _render_shelf(shelf, frame, printed)
        while lost:
            refused += lost
            shelf = [one for one in shelf if one.path in pages]
            pages, lost = _render_shelf(shelf, frame, printed)  # again: no page may lead to one that is not there
        texts |= pages
        shown += shelf
    if not shown:
        return Site({}, (), tuple(refused))
    shown.sort(key=lambda publication: publication.order)
    screen = frame.screen
    texts |= {SITE_STYLE: screen.style, SITE_SCRIPT: screen.script, LANGUAGE_STYLE: language_style(shown)}
    texts |= render_indexes(shown, frame) | dict(write_index(shown))
    files = {path: text.encode() for path, text in texts.items()}
    files |= {sheet.path: printed.files[sheet.path] for one in shown for sheet in printed.beside.get(one.path, ())}
    if frame.logo:
        files[frame.logo.path] = frame.logo.data
    return Site(dict(sorted(files.items())), tuple(map(_describe, shown)), tuple(refused))


def _render_shelf(
    shelf: Sequence[Publication], frame: Frame, printed: PrintedSheets
) -> tuple[dict[str, str], list[Refusal]]:
    """The pages of one leaflet for one place by path, and those that do not say what they have to."""
    pages: dict[str, str] = {}
    refused: list[Refusal] = []
    for publication in shelf:
        try:
            pages[publication.path] = render_page(publication, shelf, frame, printed.beside.get(publication.path, ()))
        except PlainleafError as error:
            if any(problem.code == "P001" for problem in error.problems):
                raise
            refused.append(Refusal(publication.target, error.problems))
    return pages, refused


def _describe(publication: Publication) -> dict[str, object]:
    sheet, source = publication.sheet, publication.source
    return {
        "leaflet": sheet.leaflet.id,
        "lang": sheet.locale,
        "level": sheet.level.value,
        "place": sheet.place,
        "path": publication.path,
        "title": sheet.title,
        "status": source.status,
        "code": source.code,
        "content_hash": source.content_hash,
    }
