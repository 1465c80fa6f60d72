"""Catalogs kept as they were read: strict reading of a PO file takes many times as long as reading what it gave.

A catalog is kept by the text of its file, and by the program that read it. One with faults is read again each time.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from plainleaf.cache import identity_of, remember
from plainleaf.languages import LanguagePack
from plainleaf.problems import Position
from plainleaf.translation.catalogs import DomainCatalog, Entry, read_catalog
from plainleaf.translation.po_syntax import read_rule

MOST_KEPT = 80_000
"""Catalogs in the folder, of some ten kilobytes each."""

_Row = tuple[str, str, tuple[str, ...], bool, int, str, tuple[str, ...]]
_Kept = tuple[str, list[_Row]]
_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def read_kept_catalog(
    text: str, file: str, tag: str, domain: str, pack: LanguagePack, folder: Path | None
) -> DomainCatalog:
    """`read_catalog`, or what it gave before of the same file.

    Args:
        folder: where catalogs are kept; none: nowhere.

    Raises:
        PlainleafError: as `read_catalog` does.
    """
    if folder is None:
        return read_catalog(text, file, tag, domain, pack)
    reader = identity_of(Path(__file__).parent, ("babel", "plainleaf"))
    made_from = [reader, file, tag, domain, pack.plural_forms, text]
    rule, rows = remember(
        folder, made_from, _KEPT, lambda: _as_rows(read_catalog(text, file, tag, domain, pack)), most=MOST_KEPT
    )
    index = read_rule(rule)
    if index is None:  # it worked when it was read
        return read_catalog(text, file, tag, domain, pack)
    entries = {
        msgctxt: Entry(msgctxt, msgid, texts, fuzzy, Position(file, line), plural, previous)
        for msgctxt, msgid, texts, fuzzy, line, plural, previous in rows
    }
    return DomainCatalog(file, entries, index, rule)


def _as_rows(catalog: DomainCatalog) -> _Kept:
    return catalog.plural_forms, [
        (entry.msgctxt, entry.msgid, entry.texts, entry.fuzzy, entry.position.line, entry.plural, entry.previous)
        for entry in catalog.entries.values()
    ]
