"""A statement as typed becomes a `Statement`: its texts get their addresses, ``same`` the simpler level's message."""

from __future__ import annotations

from collections.abc import Iterable

from plainleaf.content.grammar import LEVELS, Level, Values
from plainleaf.content.model import Message, Statement
from plainleaf.content.schema import SourceStatement, Texts
from plainleaf.content.source import Path, SourceDocument


def build_statement(
    document: SourceDocument, path: Path, source: SourceStatement, section: str, domain: str, values: Values
) -> Statement:
    """One validated statement with its texts as messages; levels that say ``same`` share the simpler one's message."""
    texts: dict[Level, Message] = {}
    for level, text, said_at in _spread(source.text):
        if level == said_at:
            comment = f"{domain}, {section}, {level}."
            if source.critical:
                comment += " CRITICAL: must not be missed."
            if source.note:
                comment += f" {source.note}"
            position = document.position((*path, "text", level.value))
            texts[level] = Message(domain, f"{source.id}/{level}", text, position, comment, critical=source.critical)
        else:
            texts[level] = texts[said_at]
    return Statement(
        id=source.id,
        section=section,
        texts=texts,
        values=values,
        position=document.position(path),
        places=source.places,
        critical=source.critical,
        summary=source.summary,
        covers=source.covers,
        sources=source.sources,
        certainty=source.certainty,
        style=source.style or "paragraph",
        action=source.action,
        pictogram=source.pictogram,
        heading=source.heading,
        frequency=source.frequency,
        blank=source.blank,
        citation=source.citation,
    )


def _spread(texts: Texts) -> Iterable[tuple[Level, str, Level]]:
    """Level, text, and the level whose text it is."""
    said_at: Level | None = None
    said = ""
    for level in LEVELS:
        text = getattr(texts, level.value)
        if text is None:
            continue
        if text != "same":
            said, said_at = text, level
        if said_at is not None:
            yield level, said, said_at
