"""A PO file of rows, laid out so that the lines of a message stay where they are whatever its translation says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """One source text and its translation, and where it stands in its corpus."""

    source: str
    target: str
    place: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Layout:
    """The text of a PO file and the line on which each row begins."""

    text: str
    starts: tuple[int, ...]

    def row_at(self, line: int) -> int | None:
        """The row that a line belongs to; none for the header."""
        index = bisect_right(self.starts, line) - 1
        return index if index >= 0 else None


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return '"' + escaped.replace("\t", "\\t") + '"'


def lay_out(rows: Sequence[Row], targets: Sequence[str], tag: str) -> Layout:
    """Write rows as PO; a source that stood before gets a context, because a message may stand only once."""
    lines = [
        'msgid ""',
        'msgstr ""',
        f'"Language: {tag.replace("-", "_")}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        "",
    ]
    seen: set[str] = set()
    starts = []
    for number, (row, target) in enumerate(zip(rows, targets, strict=True), 1):
        starts.append(len(lines) + 1)
        if row.source in seen:
            lines.append(f'msgctxt "row {number}"')
        seen.add(row.source)
        lines += [f"msgid {_quoted(row.source)}", f"msgstr {_quoted(target)}", ""]
    return Layout("\n".join(lines), tuple(starts))
