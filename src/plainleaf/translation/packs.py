"""The languages of a workspace: each folder of ``translations/`` with a ``language.yaml``, and its catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.stacks import Chosen, Stacks
from plainleaf.translation.catalogs import DomainCatalog
from plainleaf.translation.guard import Guard
from plainleaf.translation.kept_catalogs import read_kept_catalog
from plainleaf.translation.lookup import Language

_PACK = "language.yaml"
_WORDS = ("lexicon.yaml", "concepts.yaml")
_MOST_LANGUAGES = 16
"""Languages that a process keeps; one with its checks at work takes a few megabytes."""
_MOST_CATALOGS = 32
"""Catalogs of a language at hand, of some fifty kilobytes each."""


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
    faults = tuple((path, unreadable[path]) for path in sorted(unreadable) if path.startswith(folder))
    return _read_language(Chosen(files, sorted({*own, *english})), tag, faults, cache)


@lru_cache(maxsize=_MOST_LANGUAGES)
def _read_language(
    chosen: Chosen, tag: str, unreadable: tuple[tuple[str, Problem], ...], cache: Path | None
) -> Language:
    files, faults = chosen.files, dict(unreadable)
    pack = read_pack(files, tag)
    if tag == SOURCE_TAG:
        return Language(pack)
    kept = cache.with_name("catalogs") if cache else None

    def read(domain: str) -> DomainCatalog:
        path = catalog_path(tag, domain)
        if path in faults:
            raise PlainleafError(faults[path])
        return read_kept_catalog(files[path], path, tag, domain, pack, kept)

    found = {path: text for path, text in chosen.hashes if _is_catalog(path, tag)}
    domains = [
        PurePosixPath(path).stem for path in sorted({*found, *(path for path in faults if _is_catalog(path, tag))})
    ]
    catalogs = Stacks(domains, read, _MOST_CATALOGS)
    hashes = {PurePosixPath(path).stem: text for path, text in found.items()}
    return Language(pack, catalogs, catalogs.broken, Guard(files, pack, cache, domains, hashes))


def _is_catalog(path: str, tag: str) -> bool:
    return path.startswith(catalog_folder(tag)) and path.endswith(".po")
