"""What is exported: one leaflet in one language, at one level, for one place, with its structured source."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from plainleaf.build.plan import Target
from plainleaf.content.grammar import LEVELS
from plainleaf.press.source import LeafletSource
from plainleaf.translation.localized import LocalizedLeaflet, plain_text

LEVEL_ORDER = [level.value for level in LEVELS]
"""From the easiest."""
SITE_FORMAT = "site"
"""What reports call a page, where they name the format of a sheet."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One leaflet as it may be shown.

    Attributes:
        sheet: its text, with its status (`LocalizedLeaflet.draft`).
        source: the same as data; every shape of it is held against this.
    """

    sheet: LocalizedLeaflet
    source: LeafletSource

    @property
    def path(self) -> str:
        """Where its page goes below the folder of the site."""
        sheet = self.sheet
        return f"{sheet.place}/{sheet.locale}/{sheet.leaflet.id}/{sheet.level.value}.html"

    @property
    def target(self) -> Target:
        """How reports name it."""
        sheet = self.sheet
        return Target(sheet.leaflet.id, sheet.locale, sheet.level.value, SITE_FORMAT, sheet.place)

    @property
    def order(self) -> tuple[str, str, str, int]:
        """By place, language and leaflet, the easiest level first."""
        sheet = self.sheet
        return sheet.place, sheet.locale, sheet.leaflet.id, LEVEL_ORDER.index(sheet.level.value)


def level_name(sheet: LocalizedLeaflet) -> str:
    """The level of a sheet as its readers know it."""
    return plain_text(sheet.labels[f"reading-{sheet.level.value}"])


def index_path(place: str, lang: str) -> str:
    """Where the list of all leaflets in one language goes."""
    return f"{place}/{lang}/index.html"


def link(from_path: str, to_path: str) -> str:
    """The relative address of one file of the site in another."""
    return posixpath.relpath(to_path, posixpath.dirname(from_path) or ".")
