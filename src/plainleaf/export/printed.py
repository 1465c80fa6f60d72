"""Printed sheets that may lie beside a page: those that say what the page says, word for word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plainleaf.build.manifest import read_manifest
from plainleaf.build.received import open_received
from plainleaf.build.store import LocalFolder
from plainleaf.export.publication import Publication
from plainleaf.press.source import LeafletSource
from plainleaf.problems import PlainleafError

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed sheet: the name of its format, and its path in the site."""

    format: str
    path: str


@dataclass(frozen=True, slots=True)
class PrintedSheets:
    """Sheets by the path of the page that they belong to, and their bytes by their own path."""

    beside: Mapping[str, Sequence[Printed]]
    files: Mapping[str, bytes]


NO_SHEETS = PrintedSheets({}, {})


def find_printed(output: Path, publications: Sequence[Publication]) -> PrintedSheets:
    """Take finished sheets out of a folder of leaflets.

    A sheet of other words or of another status is passed over, and so is one that was altered after it was printed, or
    that does not carry its own source.
    """
    pages = {_key(one, one.sheet.locale): one for one in publications}
    beside: dict[str, list[Printed]] = {}
    files: dict[str, bytes] = {}
    folder = LocalFolder(output)
    for path, artifact in sorted(read_manifest(folder).items()):
        page = pages.get((artifact.leaflet, artifact.lang, artifact.level, artifact.place))
        if page is None or folder.sha256(path) != artifact.sha256:
            continue
        try:
            data = (output / path).read_bytes()
            received = open_received(data, path)
        except (OSError, PlainleafError):
            continue
        if received.source is None or received.inconsistencies() or not _same_words(received.source, page, pages):
            continue
        name = f"{artifact.format}, {artifact.beside}" if artifact.beside else artifact.format
        beside.setdefault(page.path, []).append(Printed(name, path))
        files[path] = data
    return PrintedSheets(beside, files)


def _key(publication: Publication, lang: str) -> _Key:
    sheet = publication.sheet
    return sheet.leaflet.id, lang, sheet.level.value, sheet.place


def _same_words(said: LeafletSource, page: Publication, pages: Mapping[_Key, Publication]) -> bool:
    """Whether a sheet says what the page says, and a second language what the page in that language says."""
    facts = ("leaflet", "version", "place", "level", "status", "revised", "review_by", "clinic")
    if any(getattr(said, fact) != getattr(page.source, fact) for fact in facts):
        return False
    others = [pages.get(_key(page, text.lang)) for text in said.texts]
    return said.texts[0].lang == page.sheet.locale and all(
        other is not None and other.source.texts[0] == text for other, text in zip(others, said.texts, strict=True)
    )
