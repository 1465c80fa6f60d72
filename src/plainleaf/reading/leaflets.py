"""A leaflet as blocks to measure: its statements as they are printed, and where each is written."""

from __future__ import annotations

from plainleaf.content.grammar import Level
from plainleaf.content.model import Leaflet, Library, Message, cut
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import Position
from plainleaf.reading.gate import Block
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, plain_text
from plainleaf.translation.lookup import Language


def leaflet_blocks(localized: LocalizedLeaflet, language: Language) -> tuple[Block, ...]:
    """The statements of one sheet, headings and citations left out; bullets count.

    The place of each is its line in the YAML; in a translation, its entry in the PO file.
    """
    messages = {
        statement.id: statement.texts[localized.level]
        for section in cut(localized.leaflet, localized.place, localized.level)
        for statement in section.statements
        if not statement.citation
    }
    return tuple(
        Block(plain_text(statement.runs), _position(messages[statement.id], language), section.id, section.critical)
        for section in localized.sections
        for statement in section.statements
        if statement.id in messages
    )


def leaflet_names(localized: LocalizedLeaflet, language: Language) -> frozenset[str]:
    """The names that the leaflet is about: generic and brand, and the forms that they take in the language."""
    leaflet = localized.leaflet
    forms = language.pack.terms.get(leaflet.title, ())
    brands = (brand for brand, _ in leaflet.brands)
    return frozenset(filter(None, (localized.title, localized.latin_title, leaflet.title, *brands, *forms)))


def read_levels(
    leaflet: Leaflet, library: Library, language: Language, place: str
) -> tuple[dict[Level, tuple[Block, ...]], frozenset[str]]:
    """What a leaflet says at each level in one language and place, and its names.

    Raises:
        PlainleafError: as `localize` does, for a message that is missing or unsafe.
    """
    levels: dict[Level, tuple[Block, ...]] = {}
    names: frozenset[str] = frozenset()
    for level in Level:
        if any(section.statements for section in cut(leaflet, place, level)):
            localized = localize(leaflet, library, language, place, level, ClinicFacts())
            levels[level] = leaflet_blocks(localized, language)
            names |= leaflet_names(localized, language)
    return levels, names


def _position(message: Message, language: Language) -> Position:
    if language.pack.language == SOURCE_TAG:
        return message.position
    catalog = language.catalogs.get(message.domain)
    entry = catalog.entries.get(message.msgctxt) if catalog else None
    return entry.position if entry else message.position
