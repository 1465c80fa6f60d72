"""The one-page summary of a leaflet: what its authors marked for it, and what must not be told by halves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from plainleaf.content.model import cut
from plainleaf.translation.localized import LocalizedLeaflet, LocalizedSection, LocalizedStatement

MOST_WORDS = 350
"""English words of a summary (R31)."""
# Which medicine it is: never shortened. Of the others a reader who sees some danger signs, or half of a dose, would
# take them for all there is.
_WHOLE = ("identity",)
_NEVER_HALF = ("key", "dose", "schedule", "emergency", "contacts")


def has_summary(sheet: LocalizedLeaflet) -> bool:
    """Whether any statement of the sheet is marked for a summary."""
    return any(statement.summary for section in sheet.sections for statement in section.statements)


def summarize(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    """The sheet cut to its summary.

    Statements marked ``summary:`` stay, wherever they stand. The section that names the medicine stays whole; of key
    messages, dose, schedule, danger signs and those to call everything critical stays too. Its `wordings`
    are those that it prints, and all furniture of the sheet.
    """
    sections = tuple(section for section in map(_shorten, sheet.sections) if section.groups)
    kept = {statement.id for section in sections for statement in section.statements}
    left_out = _left_out(sheet, kept)
    wordings = tuple(wording for wording in sheet.wordings if wording.message.msgctxt not in left_out)
    return replace(sheet, sections=sections, wordings=wordings)


def count_source_words(sheet: LocalizedLeaflet) -> int:
    """English words of what the sheet says, whatever its language; headings and citations are not counted."""
    said = {statement.id for section in sheet.sections for statement in section.statements}
    messages = (wording.message for wording in sheet.wordings)
    return sum(len(one.msgid.split()) for one in messages if one.msgctxt.rpartition("/")[0] in said)


def _shorten(section: LocalizedSection) -> LocalizedSection:
    def stays(statement: LocalizedStatement) -> bool:
        critical = statement.critical and section.look in _NEVER_HALF
        return statement.summary or critical or section.look in _WHOLE

    groups = (replace(group, statements=tuple(filter(stays, group.statements))) for group in section.groups)
    return replace(section, groups=tuple(group for group in groups if group.statements))


def _left_out(sheet: LocalizedLeaflet, kept: Collection[str]) -> set[str]:
    """Addresses of the texts and headings that only other statements than those kept would print."""
    printed: set[str] = set()
    others: set[str] = set()
    for section in cut(sheet.leaflet, sheet.place, sheet.level):
        name = f"section/{section.rule.section}"
        for statement in section.statements:
            addresses = printed if statement.id in kept else others
            addresses.update((name, statement.texts[sheet.level].msgctxt, f"{name}/{statement.heading}"))
    return others - printed
