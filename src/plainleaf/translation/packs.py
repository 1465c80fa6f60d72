"""The languages of a workspace: each folder of ``translations/`` with a ``language.yaml``, and its catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.catalogs import DomainCatalog, read_catalog
from plainleaf.translation.guard import Guard
from plainleaf.translation.lookup import Language


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
    return f"translations/{folder_of(tag)}/LC_MESSAGES/{domain}.po"


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

    Args:
        unreadable: problems of files that could not be read at all, by path.
        cache: where the findings of the safety checks are kept; none: nowhere.
    """
    pack = read_pack(files, tag)
    catalogs: dict[str, DomainCatalog] = {}
    broken: dict[str, tuple[Problem, ...]] = {}
    folder = f"translations/{folder_of(tag)}/LC_MESSAGES/"
    if tag == SOURCE_TAG:
        return Language(pack)
    for path in sorted({*files, *unreadable}):
        if path.startswith(folder) and path.endswith(".po"):
            domain = PurePosixPath(path).stem
            if path in unreadable:
                broken[domain] = (unreadable[path],)
                continue
            try:
                catalogs[domain] = read_catalog(files[path], path, tag, domain, pack)
            except PlainleafError as error:
                broken[domain] = error.problems
    return Language(pack, catalogs, broken, Guard(files, pack, cache))
