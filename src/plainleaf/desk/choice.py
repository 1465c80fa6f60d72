"""What somebody chose on the page of a leaflet: language, level, paper. It travels in addresses and in forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from plainleaf.build.plan import Target
from plainleaf.content.grammar import Level
from plainleaf.desk.catalogue import Card
from plainleaf.desk.holdings import Ward
from plainleaf.languages import SOURCE_TAG
from plainleaf.press.formats import FORMATS, Kind, Paper

KINDS: tuple[Kind, ...] = ("standard", "large", "summary", "booklet", "bilingual")
"""In the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One leaflet as it is wanted.

    Attributes:
        lang: empty: nobody has chosen one, and none is chosen for anybody.
        beside: the second language of a bilingual sheet; otherwise empty.
    """

    leaflet: str
    lang: str
    level: str
    format: str
    place: str
    profile: str
    beside: str

    @property
    def kind(self) -> Kind:
        """Of sheet."""
        return FORMATS[self.format].kind

    @property
    def paper(self) -> Paper:
        """On which it is printed."""
        return FORMATS[self.format].paper

    @property
    def target(self) -> Target:
        """The sheet."""
        return Target(self.leaflet, self.lang, self.level, self.format, self.place, self.beside)

    @property
    def fields(self) -> dict[str, str]:
        """What addresses and forms carry. What is empty is left out, but for the ward: none of them is one too."""
        named = {name: getattr(self, name) for name in ("lang", "level", "format", "place", "beside")}
        return {**{name: value for name, value in named.items() if value}, "profile": self.profile}

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        return urlencode(self.fields)


def read_choice(said: Mapping[str, str], card: Card, ward: Ward) -> Choice:
    """What was chosen, as far as it is known here; what is not said is as usual, and a language is never guessed."""
    lang = said.get("lang", "") if said.get("lang", "") in ward.tongues else ""
    level = said.get("level", "")
    levels = [one.value for one in ward.levels]
    sheet = FORMATS.get(said.get("format", ""), FORMATS[ward.paper])
    beside = said.get("beside", "") if sheet.kind == "bilingual" else ""
    if sheet.kind == "bilingual" and (beside not in ward.tongues or beside == lang):
        beside = SOURCE_TAG if lang != SOURCE_TAG else next((tag for tag in ward.tongues if tag != SOURCE_TAG), "")
    return Choice(
        leaflet=card.leaflet,
        lang=lang,
        level=level if level in levels else _usual(levels),
        format=sheet.id,
        place=ward.place,
        profile=ward.profile,
        beside=beside,
    )


def choice_of(target: Target, ward: Ward) -> Choice | None:
    """A sheet that a station remembers as a choice; none: it is not there any more.

    Args:
        ward: of the place of the sheet.
    """
    known = (
        target.place == ward.place
        and target.leaflet in ward.catalogue.cards
        and {target.lang, target.beside or target.lang} <= ward.tongues.keys()
        and target.level in [level.value for level in ward.levels]
        and target.format in FORMATS
    )
    if not known:
        return None
    return Choice(target.leaflet, target.lang, target.level, target.format, target.place, ward.profile, target.beside)


def _usual(levels: list[str]) -> str:
    return Level.PLAIN.value if Level.PLAIN.value in levels else levels[0]
