"""Plain text as blocks: paragraphs and list items, hard-wrapped lines joined, every character's place remembered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from plainleaf.reading.profiles import Profile

_BULLET = re.compile(r"\s*(?:[-*+•‣▪◦·–—●○■□►➢✓✔]|\(?\d{1,3}[.)]|\(?[A-Za-z][)])[ \t\u00a0]+")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_RULE = re.compile(r"\s*([-=*_])\1{2,}\s*$")
_ENDS_WITH_HYPHEN = re.compile(r"\w[-\u2010]$")
_SENTENCE_END = re.compile(r"[.!?…:;。！？।॥۔؟።፧។៕။]\W*$")
_SHORT_LINE = 0.5


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph or list item as one line.

    Attributes:
        pieces: for each line that it was joined from, where it starts here and where it starts in the source.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]

    def source_offset(self, offset: int) -> int:
        """Where a character of the block stands in the text that it was read from."""
        here, there = self.pieces[max(bisect_right(self.pieces, (offset, 1 << 60)) - 1, 0)]
        return there + offset - here


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


def read_blocks(text: str, profile: Profile) -> tuple[TextBlock, ...]:
    """The blocks of a plain text; headings (``# …``) and rules are left out, bullets are taken off their items."""
    blocks: list[TextBlock] = []
    paragraph: list[_Line] = []

    def close() -> None:
        blocks.extend(_join(group, profile) for group in _groups(paragraph, profile))
        paragraph.clear()

    start = 0
    for row in text.splitlines(keepends=True):
        body = row.rstrip()
        bullet = _BULLET.match(body)
        if not body or _HEADING.match(body) or _RULE.match(body):
            close()
        elif bullet and bullet.end() < len(body):
            close()
            paragraph.append(_Line(body[bullet.end() :], start + bullet.end()))
        else:
            indent = len(body) - len(body.lstrip())
            paragraph.append(_Line(body[indent:], start + indent))
        start += len(row)
    close()
    return tuple(block for block in blocks if block.text)


def _groups(lines: list[_Line], profile: Profile) -> Iterator[list[_Line]]:
    """Lines that were wrapped by a program belong together; a line that its writer ended stands alone."""
    width = max((len(line.text) for line in lines), default=0)
    group: list[_Line] = []
    for line in lines:
        if group and _was_ended(group[-1].text, line.text, width, profile):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _was_ended(line: str, following: str, width: int, profile: Profile) -> bool:
    """Whether a line without a full stop was ended on purpose: it is short, and a capital letter follows.

    Where sentences carry no mark, a line was ended when the next word would still have fitted.
    """
    if _SENTENCE_END.search(line):
        return False
    if profile.sentences == "crfcut":
        return len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width
    return len(line) <= _SHORT_LINE * width and following[:1].isupper()


def _join(lines: list[_Line], profile: Profile) -> TextBlock:
    text = ""
    pieces: list[tuple[int, int]] = []
    for line in lines:
        if text and profile.spaced and not _ENDS_WITH_HYPHEN.search(text):
            text += " "
        pieces.append((len(text), line.start))
        text += line.text
    return TextBlock(text, tuple(pieces))
