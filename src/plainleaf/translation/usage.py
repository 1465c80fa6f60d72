"""Which messages each sheet prints: its own, the shared ones, and the furniture around them.

A sheet that lacks one of them is not printed. What a sheet uses is found by putting it into a language that has no
translation at all and listing what is missing: so this list can never differ from what the press asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.content.grammar import LEVELS
from plainleaf.content.model import SHARED, Leaflet, Library, Message, cut
from plainleaf.languages import LanguagePack
from plainleaf.problems import PlainleafError
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages

_UNTRANSLATED = Language(
    LanguagePack(
        language="fr", own_name="fr", english_name="fr", script="Latn", direction="ltr", fonts=("none",), digits="latn"
    )
)
_MISSING = "T002"


@dataclass(frozen=True, slots=True, order=True)
class SheetKey:
    """One sheet of a leaflet, in any language and format."""

    place: str
    level: str


Usage = Mapping[SheetKey, tuple[Message, ...]]


def used_messages(library: Library) -> dict[str, Usage]:
    """Messages of each leaflet by sheet; leaflets that are withdrawn are left out."""
    domains = collect_messages(library)
    shared = {message.msgctxt: message for message in domains[SHARED]}
    return {
        leaflet.id: _usage(leaflet, library, {**shared, **{one.msgctxt: one for one in domains[leaflet.id]}})
        for leaflet in library.leaflets.values()
        if not leaflet.withdrawn
    }


def _usage(leaflet: Leaflet, library: Library, messages: Mapping[str, Message]) -> Usage:
    usage: dict[SheetKey, tuple[Message, ...]] = {}
    for place in leaflet.places:
        for level in LEVELS:
            if place not in library.places or not cut(leaflet, place, level):
                continue
            try:
                localize(leaflet, library, _UNTRANSLATED, place, level, ClinicFacts())
            except PlainleafError as error:
                names = dict.fromkeys(one.msgctxt for one in error.problems if one.code == _MISSING)
                usage[SheetKey(place, level.value)] = tuple(messages[name] for name in names)
    return usage
