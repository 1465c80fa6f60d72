"""Pictures of everything that is printed, small and side by side, to be looked at: ``make specimens``.

- ``specimens-*.png``: the specimen of every language;
- ``formats.png``: page 1 of one leaflet in every language and every format of the library;
- ``<leaflet>-<language>.png``: every page of one leaflet;
- ``pictograms.png``: the pictograms of the theme.

With ``--golden`` the specimens are kept in tests/specimens/golden, for the tests to compare with.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from PIL import Image
from tests.support.pictures import GOLDEN_DPI, contact_sheet, page_pictures, small_grey
from tests.support.specimens import GOLDEN, TAGS, specimen_document
from tests.support.workspace import LANGUAGES, REPOSITORY, SHIPPED

from plainleaf.build.plan import Request, Sheet
from plainleaf.build.planning import make_plan
from plainleaf.build.workers import print_sheets
from plainleaf.content.grammar import Level
from plainleaf.press.catalogue import catalogue
from plainleaf.press.fonts import open_fonts
from plainleaf.press.formats import FORMATS
from plainleaf.press.pdf import render_pdf
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.press.theme import read_theme
from plainleaf.workspace import find_workspace, read_files

LEAFLET, WHOLE = "thalidomide", ("en", "ar", "zh-Hans")
SMALL, READABLE = 36, 60
"""Dots per inch: enough to see the layout, and enough to see each letter."""

Named = tuple[str, Image.Image]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make specimens", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=REPOSITORY / "build" / "specimens")
    parser.add_argument("--golden", action="store_true", help="keep the specimens for the tests to compare with")
    options = parser.parse_args(arguments)
    open_fonts(())
    specimens = list(draw_specimens(GOLDEN_DPI))
    if options.golden:
        GOLDEN.mkdir(exist_ok=True)
        for tag, picture in specimens:
            small_grey(picture).save(GOLDEN / f"{tag}.png", optimize=True)
    for at in range(0, len(specimens), 12):
        contact_sheet(specimens[at : at + 12], 4, options.folder / f"specimens-{at // 12 + 1}.png")
    first, pages, refused = draw_leaflet()
    contact_sheet(first, len(FORMATS), options.folder / "formats.png")
    shelf, lost = draw_shelf()
    refused += lost
    contact_sheet(shelf, len(shelf) // len(SHIPPED), options.folder / "languages.png")
    for tag, pictures in pages.items():
        contact_sheet(pictures, 4, options.folder / f"{LEAFLET}-{tag}.png")
    contact_sheet(list(draw_pictograms()), 2, options.folder / "pictograms.png")
    sys.stdout.write(f"{len(specimens)} specimens, {len(first)} first pages: {options.folder}\n")
    sys.stderr.writelines(f"not printed: {line}\n" for line in refused)
    return 1 if refused else 0


def draw_specimens(dpi: int) -> Iterator[Named]:
    """The specimen of every language."""
    for tag in TAGS:
        yield tag, next(page_pictures(render_pdf(specimen_document(tag)).data, dpi))


def draw_leaflet() -> tuple[list[Named], dict[str, list[Named]], list[str]]:
    """Page 1 of one leaflet in every format; every page of some languages; what could not be printed, and why."""
    beside = tuple(map(_shown_beside, LANGUAGES))
    asked = Request((LEAFLET,), LANGUAGES, (Level.EASY,), tuple(FORMATS), beside=beside)
    plan = make_plan(find_workspace(REPOSITORY), asked)
    sheets = [one for one in plan.sheets if one.target.beside in ("", _shown_beside(one.target.lang))]
    first: list[Named] = []
    pages: dict[str, list[Named]] = {}
    refused = [f"{refusal.target.path}: {refusal.problems[0]}" for refusal in plan.refusals]
    order = {(tag, name): at for at, (tag, name) in enumerate(product(sorted(plan.agenda.words), FORMATS))}
    printed = sorted(print_sheets(sheets, os.cpu_count() or 1), key=lambda done: order[_shown_as(done[0])])
    for sheet, result in printed:
        name = " ".join(_shown_as(sheet))
        if not isinstance(result, PdfDocument):
            refused.append(f"{name}: {result[0]}")
            first.append((f"{name}: not printed", Image.new("L", (SMALL * 8, SMALL * 11), 235)))
            continue
        first.append((name, next(page_pictures(result.data, SMALL))))
        if sheet.target.format == "a4" and sheet.target.lang in WHOLE:
            shown = enumerate(page_pictures(result.data, READABLE), 1)
            pages[sheet.target.lang] = [(f"{name} page {number}", picture) for number, picture in shown]
    return first, pages, refused


def draw_shelf() -> tuple[list[Named], list[str]]:
    """Page 1 of every leaflet in every language, a row for each language; what could not be printed, and why."""
    plan = make_plan(find_workspace(REPOSITORY), Request(levels=(Level.EASY,)))
    printed = print_sheets(plan.sheets, os.cpu_count() or 1)
    found = {(sheet.target.lang, sheet.target.leaflet): result for sheet, result in printed}
    first: list[Named] = []
    refused = [f"{refusal.target.path}: {refusal.problems[0]}" for refusal in plan.refusals]
    for tag, leaflet in product(SHIPPED, sorted({sheet.target.leaflet for sheet in plan.sheets})):
        result = found.get((tag, leaflet), ())
        if isinstance(result, PdfDocument):
            first.append((f"{tag} {leaflet}", next(page_pictures(result.data, SMALL))))
        else:
            refused += [f"{tag} {leaflet}: {problem}" for problem in result]
            first.append((f"{tag} {leaflet}: not printed", Image.new("L", (SMALL * 8, SMALL * 11), 235)))
    return first, refused


def _shown_beside(tag: str) -> str:
    """The second language on a bilingual sheet: English, and beside English one that is written to the left."""
    return "ar" if tag == "en" else "en"


def _shown_as(sheet: Sheet) -> tuple[str, str]:
    return sheet.target.lang, sheet.target.format


def draw_pictograms() -> Iterator[Named]:
    """The catalogue of the theme, page by page."""
    workspace = find_workspace(REPOSITORY)
    theme = read_theme(read_files(workspace).texts, workspace.settings.print.theme)
    for number, picture in enumerate(page_pictures(render_pdf(catalogue(theme)).data, READABLE), 1):
        yield f"pictograms page {number}", picture


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
