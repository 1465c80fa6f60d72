"""The languages of a workspace: each folder of ``translations/`` with a ``language.yaml``, and its catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.catalogs import DomainCatalog
from plainleaf.translation.guard import Guard
from plainleaf.translation.kept_catalogs import read_kept_catalog
from plainleaf.translation.lookup import Language

_PACK = "language.yaml"
_WORDS = ("lexicon.yaml", "concepts.yaml")
_MOST_LANGUAGES = 16
"""Languages that a process keeps; one with its checks at work takes a few megabytes."""


def known_tags(files: Mapping[str, str]) -> tuple[str, ...]:
    """Tags of all language folders, English first."""
    names = {
        PurePosixPath(path).parts[1]
        for path in files
        if path.startswith("translations/") and path.endswith("language.yaml")
    }
    return tuple(sorted(map(tag_of, names), key=lambda tag: (tag != SOURCE_TAG, tag)))


def catalog_path(tag: str, domain: str) -> str:
    """Where the catalog of a domain stands, below the workspace."""
    return f"{catalog_folder(tag)}{domain}.po"


def catalog_folder(tag: str) -> str:
    """Where the catalogs of a language stand."""
    return f"translations/{folder_of(tag)}/LC_MESSAGES/"


def read_pack(files: Mapping[str, str], tag: str) -> LanguagePack:
    """The pack of one language.

    Raises:
        PlainleafError: L001 to L003 for the file; T004 when there is none.
    """
    path = f"translations/{folder_of(tag)}/language.yaml"
    if path not in files:
        known = ", ".join(known_tags(files))
        message = f"there is no language `{tag}` here"
        raise PlainleafError(Problem(Position(path), "T004", message, f"known languages: {known}"))
    pack = validate(read_source(files[path], path), LanguagePack)
    if pack.language != tag:
        message = f"the folder is for `{tag}`, the pack says `{pack.language}`"
        raise PlainleafError(Problem(Position(path), "T005", message, "give both the same tag"))
    return pack


def read_language(
    files: Mapping[str, str], tag: str, unreadable: Mapping[str, Problem], cache: Path | None = None
) -> Language:
    """A language with all its catalogs; a catalog that cannot be read is kept as broken and costs its leaflets.

    In one process the same files are read once. Nobody may change what comes back.

    Args:
        unreadable: problems of files that could not be read at all, by path.
        cache: where the findings of the safety checks are kept; catalogs stand beside it; none: nowhere.
    """
    folder = f"translations/{folder_of(tag)}/"
    if f"{folder}{_PACK}" not in files:
        read_pack(files, tag)  # it says which there are
    own = [path for path in files if path.startswith(folder) and path.endswith((".po", _PACK, *_WORDS))]
    english = [path for name in _WORDS if (path := f"translations/{SOURCE_TAG}/{name}") in files]
    texts = tuple((path, files[path]) for path in sorted({*own, *english}))
    faults = tuple((path, unreadable[path]) for path in sorted(unreadable) if path.startswith(folder))
    return _read_language(texts, tag, faults, cache)


@lru_cache(maxsize=_MOST_LANGUAGES)
def _read_language(
    texts: tuple[tuple[str, str], ...], tag: str, unreadable: tuple[tuple[str, Problem], ...], cache: Path | None
) -> Language:
    files = dict(texts)
    pack = read_pack(files, tag)
    if tag == SOURCE_TAG:
        return Language(pack)
    catalogs: dict[str, DomainCatalog] = {}
    faults = dict(unreadable)
    broken: dict[str, tuple[Problem, ...]] = {}
    for path in sorted({*files, *faults}):
        if path.startswith(catalog_folder(tag)) and path.endswith(".po"):
            domain = PurePosixPath(path).stem
            if path in faults:
                broken[domain] = (faults[path],)
                continue
            kept = cache.with_name("catalogs") if cache else None
            try:
                catalogs[domain] = read_kept_catalog(files[path], path, tag, domain, pack, kept)
            except PlainleafError as error:
                broken[domain] = error.problems
    return Language(pack, catalogs, broken, Guard(files, pack, cache))
