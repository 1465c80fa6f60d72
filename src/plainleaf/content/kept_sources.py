"""YAML files kept as they were read: strict reading takes ten times as long as reading what it gave.

A file is kept by its text, and by the program that read it. One with faults is read again each time.
"""

from __future__ import annotations

from pathlib import Path as Folder

from pydantic import TypeAdapter

from plainleaf.cache import identity_of, remember
from plainleaf.content.source import Path, SourceDocument, Tree, read_source

MOST_KEPT = 10_000
"""Files in the folder, of some ten kilobytes each."""

_Kept = tuple[dict[str, object], list[tuple[list[str | int], int]]]
_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def read_kept_source(text: str, file: str, folder: Folder | None) -> SourceDocument:
    """`read_source`, or what it gave before of the same text.

    Args:
        folder: where files are kept; none: nowhere.

    Raises:
        PlainleafError: as `read_source` does.
    """
    if folder is None:
        return read_source(text, file)
    reader = identity_of(Folder(__file__).parent, ("pyyaml", "plainleaf"))

    def read() -> _Kept:
        document = read_source(text, file)
        return {**document.tree}, [(list(path), line) for path, line in document.lines.items()]

    tree, lines = remember(folder, [reader, file, text], _KEPT, read, most=MOST_KEPT)
    by_path: dict[Path, int] = {tuple(path): line for path, line in lines}
    return SourceDocument(file, _as_typed(tree), by_path)


def _as_typed(tree: dict[str, object]) -> dict[str, Tree]:
    return tree  # type: ignore[return-value] # it was one when it was kept, and its seal is whole
