"""What all pages of a site have in common: how they look, the clinic, and the files that pages load."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plainleaf.export.publication import link
from plainleaf.export.screen import SCRIPT, STYLE, Screen
from plainleaf.press.html import Clinic

_ASSETS = "assets"
SITE_STYLE, LANGUAGE_STYLE, SITE_SCRIPT = f"{_ASSETS}/{STYLE}", f"{_ASSETS}/languages.css", f"{_ASSETS}/{SCRIPT}"
POLICY = Markup(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
"""What a page may load: files of the site, and nothing else."""


@dataclass(frozen=True, slots=True)
class Logo:
    """The clinic's logo. ``name``: of its file, with the suffix that tells what it is."""

    name: str
    data: bytes

    @property
    def path(self) -> str:
        """Where it goes below the folder of the site."""
        return f"{_ASSETS}/{self.name}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around what a page says."""

    screen: Screen
    clinic: Clinic
    logo: Logo | None = None

    def values(self, path: str) -> dict[str, object]:
        """What every template gets, for the page that goes to `path`."""
        return {
            "clinic": self.clinic,
            "logo": link(path, self.logo.path) if self.logo else "",
            "styles": (link(path, LANGUAGE_STYLE), link(path, SITE_STYLE)),
            "policy": POLICY,
        }
