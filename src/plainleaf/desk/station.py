"""What a workstation remembers between two pages, in cookies of its browser: choices, never anything of a patient."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from urllib.parse import quote, unquote

from plainleaf.build.plan import Target

MOST_IN_PACKET = 12
_MOST_RECENT, _MOST_FAVORITES = 8, 24
_YEAR = 365 * 24 * 3600
_MOST_CHARACTERS = 40
_LONGEST_PROFILE = 60  # as the settings allow
_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_PART = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)
_LIFE = {
    "id": _YEAR,
    "language": _YEAR,
    "name": _YEAR,
    "profile": _YEAR,
    "recent": _YEAR,
    "favorites": _YEAR,
    "packet": None,
    "bound": None,
}
"""Seconds that each is remembered; none: until the browser is closed."""


@dataclass(frozen=True, slots=True)
class Station:
    """A browser at the desk.

    Attributes:
        id: by chance; forms carry a word that only its own pages know (`token`).
        language: of the pages; empty: that of the settings.
        name: that staff gave to it, such as "Reception 2".
        profile: the ward for which it prints; empty: the clinic itself.
        recent: what was opened last, the latest first.
        favorites: leaflets by id.
        packet: what is to be printed together.
        bound: by which the packet that was opened last is known.
    """

    id: str
    language: str = ""
    name: str = ""
    profile: str = ""
    recent: tuple[Target, ...] = ()
    favorites: tuple[str, ...] = ()
    packet: tuple[Target, ...] = ()
    bound: str = ""

    def opened(self, target: Target) -> Station:
        """The station after a leaflet was opened for printing."""
        return replace(self, recent=(target, *(one for one in self.recent if one != target))[:_MOST_RECENT])

    def with_favorite(self, leaflet: str, *, wanted: bool) -> Station:
        """The station with a leaflet among its favorites, or without."""
        others = tuple(one for one in self.favorites if one != leaflet)
        return replace(self, favorites=((leaflet, *others) if wanted else others)[:_MOST_FAVORITES])

    def with_packet(self, packet: Iterable[Target]) -> Station:
        """The station with another packet; what does not fit is left out."""
        return replace(self, packet=tuple(dict.fromkeys(packet))[:MOST_IN_PACKET])

    def token(self, secret: bytes) -> str:
        """The word that forms of its pages carry."""
        return hmac.new(secret, self.id.encode(), hashlib.sha256).hexdigest()[:32]

    def knows(self, token: str, secret: bytes) -> bool:
        """Whether a form comes from one of its own pages."""
        return hmac.compare_digest(token.encode(), self.token(secret).encode())

    def cookies(self, before: Station | None = None) -> dict[str, tuple[str, int | None]]:
        """Cookies that are to be set, with the seconds that each is kept; those that were so before are left out."""
        values = _write(self)
        known = _write(before) if before else {}
        return {name: (value, _LIFE[name]) for name, value in values.items() if known.get(name, "") != value}


def read_station(cookies: Mapping[str, str]) -> Station | None:
    """The station from its cookies; none: it has none yet. What somebody else wrote into them is passed over."""
    name = cookies.get("id", "")
    if not _ID.fullmatch(name):
        return None
    return Station(
        id=name,
        language=_only(_PART, cookies.get("language", "")),
        name=clean_name(unquote(cookies.get("name", ""), errors="replace")),
        profile=unquote(cookies.get("profile", ""), errors="replace")[:_LONGEST_PROFILE],
        recent=_read_targets(cookies.get("recent", ""))[:_MOST_RECENT],
        favorites=tuple(dict.fromkeys(filter(_SLUG.fullmatch, cookies.get("favorites", "").split("."))))[
            :_MOST_FAVORITES
        ],
        packet=_read_targets(cookies.get("packet", ""))[:MOST_IN_PACKET],
        bound=_only(_PART, cookies.get("bound", "")),
    )


def new_station() -> Station:
    """A station that was not here before."""
    return Station(secrets.token_urlsafe(16))


def clean_name(typed: str) -> str:
    """The name of a station as somebody typed it."""
    return "".join(char for char in " ".join(typed.split()) if char.isprintable())[:_MOST_CHARACTERS].strip()


def _write(station: Station) -> dict[str, str]:
    return {
        "id": station.id,
        "language": station.language,
        "name": quote(station.name, safe=""),
        "profile": quote(station.profile, safe=""),
        "recent": _write_targets(station.recent),
        "favorites": ".".join(station.favorites),
        "packet": _write_targets(station.packet),
        "bound": station.bound,
    }


def _write_targets(targets: Iterable[Target]) -> str:
    """Targets without signs that a cookie cannot hold: no part of one has a dot or a colon."""
    return ".".join(":".join(astuple(target)) for target in targets)


def _read_targets(text: str) -> tuple[Target, ...]:
    rows = (row.split(":") for row in text.split(".") if row)
    return tuple(
        dict.fromkeys(
            Target(*row)
            for row in rows
            if len(row) == 6 and all(map(_PART.fullmatch, row[:5])) and _fits(row[5])  # noqa: PLR2004 - fields of a target
        )
    )


def _fits(beside: str) -> bool:
    return not beside or bool(_PART.fullmatch(beside))


def _only(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""
