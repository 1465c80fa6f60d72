"""What changed between two prints of one leaflet, statement by statement, as their structured sources say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from plainleaf.press.source import LeafletSource, MadeWith, PrintedStatement, PrintedText

ChangeKind = Literal[
    "added", "removed", "reworded", "value", "frequency", "action", "critical", "moved", "status", "blank", "style",
    "pictogram",
    "version", "revised", "review_by", "title", "marks", "section", "clinic", "frame",
]  # fmt: skip
_FIELDS: tuple[ChangeKind, ...] = ("frequency", "action", "critical", "blank", "pictogram", "style", "status")
_FRAME = "labels, names, dose grid, calendar or pictures"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        statement: its id; empty: it concerns the sheet as a whole.
        lang: of the text that changed; empty: of no text.
        critical: whether the statement is, in either print.
        kind: ``value``: the same words about other quantities; ``frame``: what stands around the statements.
        old, new: what is different about it; a text, or the value of a field.
    """

    statement: str
    lang: str
    critical: bool
    kind: ChangeKind
    old: str
    new: str

    def as_json(self) -> dict[str, str | bool]:
        """The shape that ``verify --json`` prints."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def find_changes(old: LeafletSource, new: LeafletSource) -> tuple[Change, ...]:
    """All differences in what two sheets say; those of critical statements first, otherwise in print order."""
    changes = [*_changes_of_sheet(old, new)]
    for before, after in zip_longest(old.texts, new.texts):
        changes += _changes_of_text(before, after)
    return tuple(sorted(changes, key=lambda change: not change.critical))


def find_other_means(old: MadeWith, new: MadeWith) -> tuple[str, ...]:
    """What two sheets were not made with alike, as sentences: versions, fonts, look."""
    found = []
    for name in MadeWith.model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            shown = f": {was}; today: {now}" if name in ("program", "engine") else ""
            found.append(f"another {name}{shown}" if name != "fonts" else "other fonts")
    return tuple(found)


def _changes_of_sheet(old: LeafletSource, new: LeafletSource) -> Iterator[Change]:
    kinds: tuple[ChangeKind, ...] = ("version", "revised", "review_by", "status")
    for kind in kinds:
        if (was := getattr(old, kind)) != (now := getattr(new, kind)):
            yield Change("", "", critical=False, kind=kind, old=was, new=now)
    if old.clinic != new.clinic:
        yield Change("", "", critical=False, kind="clinic", old=_clinic(old), new=_clinic(new))


def _clinic(source: LeafletSource) -> str:
    return "; ".join(f"{name}: {value}" for name, value in source.clinic)


def _changes_of_text(old: PrintedText | None, new: PrintedText | None) -> Iterator[Change]:
    """Differences of one of the languages of a sheet; none: the sheet has no text in that place."""
    text = new or old
    lang = text.lang if text else ""
    before, after = _Lines.of(old), _Lines.of(new)
    yield from _changes_of_frame(old, new, lang)
    moved = {*before.order, *after.order} - {*_kept_in_order(before.order, after.order)}
    for key in dict.fromkeys((*after.order, *before.order)):
        was, now = before.statements.get(key), after.statements.get(key)
        if was and now:
            yield from _changes_of_statement(was, now, lang)
            places = (before.sections[key], after.sections[key])
            if key in moved or places[0] != places[1]:
                yield Change(now.id, lang, now.critical or was.critical, "moved", *places)
        elif now:
            yield Change(now.id, lang, now.critical, "added", "", now.text)
        elif was:
            yield Change(was.id, lang, was.critical, "removed", was.text, "")


def _changes_of_frame(old: PrintedText | None, new: PrintedText | None, lang: str) -> Iterator[Change]:
    if not (old and new):
        return
    if old.title != new.title:
        yield Change("", lang, critical=False, kind="title", old=old.title, new=new.title)
    if old.marks != new.marks:
        yield Change("", lang, critical=False, kind="marks", old=" · ".join(old.marks), new=" · ".join(new.marks))
    titles = [" · ".join((one.title, *one.headings)) for one in old.sections]
    titles_now = [" · ".join((one.title, *one.headings)) for one in new.sections]
    for tag, at, end, at_now, end_now in SequenceMatcher(None, titles, titles_now, autojunk=False).get_opcodes():
        if tag != "equal":
            was, now = "; ".join(titles[at:end]), "; ".join(titles_now[at_now:end_now])
            yield Change("", lang, critical=False, kind="section", old=was, new=now)
    if old.frame != new.frame:
        # A calendar or a dose grid is among it, and which of them changed cannot be told.
        yield Change("", lang, critical=True, kind="frame", old="", new=_FRAME)


def _changes_of_statement(was: PrintedStatement, now: PrintedStatement, lang: str) -> Iterator[Change]:
    critical = was.critical or now.critical
    if was.text != now.text:
        same_words = _without_quantities(was) == _without_quantities(now)
        yield Change(now.id, lang, critical, "value" if same_words else "reworded", was.text, now.text)
    for kind in _FIELDS:
        before, after = _say(getattr(was, kind)), _say(getattr(now, kind))
        if before != after:
            yield Change(now.id, lang, critical, kind, before, after)


def _say(value: str | bool) -> str:  # noqa: FBT001 - a field as it is
    return value if isinstance(value, str) else ("yes" if value else "no")


def _without_quantities(statement: PrintedStatement) -> str:
    text, at = statement.text, 0
    for quantity in statement.quantities:
        if (found := text.find(quantity, at)) >= 0:
            text, at = f"{text[:found]}\0{text[found + len(quantity) :]}", found + 1
    return text


Key = tuple[str, int]
"""A statement in one text: its id, and which of those with this id it is."""


@dataclass(frozen=True, slots=True)
class _Lines:
    statements: Mapping[Key, PrintedStatement]
    sections: Mapping[Key, str]

    @classmethod
    def of(cls, text: PrintedText | None) -> _Lines:
        statements: dict[Key, PrintedStatement] = {}
        sections: dict[Key, str] = {}
        for section in text.sections if text else ():
            for statement in section.statements:
                times = sum(key[0] == statement.id for key in statements)
                statements[statement.id, times] = statement
                sections[statement.id, times] = section.id
        return cls(statements, sections)

    @property
    def order(self) -> tuple[Key, ...]:
        return tuple(self.statements)


def _kept_in_order(old: tuple[Key, ...], new: tuple[Key, ...]) -> Iterator[Key]:
    """What stands in both in one order; statements that came or went put nothing out of order."""
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield from before[block.a : block.a + block.size]
