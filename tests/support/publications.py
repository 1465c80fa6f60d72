"""Publications of the library that say something else than the library does."""

from __future__ import annotations

from dataclasses import replace

from plainleaf.content.grammar import Level
from plainleaf.export.publication import Publication
from plainleaf.press.formats import FORMATS
from plainleaf.press.source import MadeWith, describe
from plainleaf.translation.localized import LocalizedLeaflet, Run

MADE_WITH = MadeWith(program="p", engine="e", fonts="f", look="l")


def publish_sheet(sheet: LocalizedLeaflet) -> Publication:
    """A sheet with the source that it would have."""
    return Publication(sheet, describe((sheet,), (), FORMATS["letter"], (), MADE_WITH))


def find(publications: tuple[Publication, ...], leaflet: str, lang: str, level: Level) -> Publication:
    """One publication."""
    wanted = (leaflet, lang, level)
    return next(one for one in publications if (one.sheet.leaflet.id, one.sheet.locale, one.sheet.level) == wanted)


def saying(publication: Publication, text: str) -> Publication:
    """The publication with other words: the text stands in its title, its brands and its first statement."""
    sheet = publication.sheet
    first, *others = sheet.sections
    group, *groups = first.groups
    statement, *statements = group.statements
    said = replace(statement, runs=(Run(text),))
    section = replace(first, groups=(replace(group, statements=(said, *statements)), *groups))
    return publish_sheet(replace(sheet, title=text, brands=(text,), sections=(section, *others)))
