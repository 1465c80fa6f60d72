"""Keeping a translation whose source was reworded: a named person says that the meaning did not change.

Only the work of translating is saved. The text has a new source now, so nobody has approved it yet; and where the two
sources differ in more than wording, as far as a machine can see, nothing is kept, whoever asks for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from plainleaf.content.model import Message
from plainleaf.content.rules import placeholders
from plainleaf.problems import Position, Problem, errors
from plainleaf.translation.approval.records import Kept, MessageRecord, content_hash
from plainleaf.translation.catalogs import Entry
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import catalog_path
from plainleaf.translation.po_syntax import read_messages

_TELLING = """
not no never none nor neither without unless except cannot avoid stop start only always
before after until more less most least above below over under up down left right with
once twice daily weekly monthly hourly day days week weeks month months hour hours minute minutes
zero one two three four five six seven eight nine ten eleven twelve half double first second third
morning noon evening night bedtime now today or and all any some must may every each other another instead
thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty hundred thousand
tablet tablets capsule capsules pill pills dose doses mg mcg g ml increase reduce raise lower hot cold
"""
TELLING_WORDS = frozenset(_TELLING.split())
"""English words that change what a patient does: a source that has gained or lost one says something else."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_NEGATIVE_ENDINGS = ("n't", "n’t")
_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Word:
    """Who says that the meaning did not change, when, and why."""

    by: str
    date: dt.date
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept in one language.

    Attributes:
        texts: catalogs as they are to be written, by path.
        records: who answers for what is kept, by the hash of the text with its new source.
        problems: why other messages are not kept.
    """

    texts: Mapping[str, str]
    records: Mapping[str, MessageRecord]
    problems: tuple[Problem, ...]


def keep_messages(
    messages: Iterable[Message], language: Language, files: Mapping[str, str], word: Word, *, skip_current: bool
) -> Keeping:
    """Keep the translations of some messages in one language, those that may be kept.

    Args:
        skip_current: pass over messages that are up to date or unknown in this language, instead of refusing them.
    """
    tag = language.pack.language
    texts: dict[str, str] = {}
    records: dict[str, MessageRecord] = {}
    problems: list[Problem] = []
    for message in messages:
        if message.domain in language.broken:
            problems += language.broken[message.domain]
            continue
        catalog = language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if entry is None or (skip_current and entry.translates(message)):
            if not skip_current:
                problems.append(unknown_message(message.msgctxt, catalog_path(tag, message.domain)))
            continue
        if faults := reasons_against(message, entry, language):
            problems += faults
            continue
        file = entry.position.file
        texts[file] = keep_translation(texts.get(file, files[file]), file, message.msgctxt)
        kept = Kept(by=word.by, date=word.date, previous=entry.previous, reason=word.reason)
        key = content_hash(tag, message.msgctxt, message.msgid, message.plural, entry.texts)
        records[key] = MessageRecord(message=message.msgctxt, kept=(kept,))
    return Keeping(texts, records, tuple(problems))


def reasons_against(message: Message, entry: Entry, language: Language) -> list[Problem]:
    """Why the translation of a reworded message may not be kept: T062 nothing to keep, T063 the meaning differs.

    The errors of the translation against the new source come too, as the safety checks say them.
    """
    if entry.translates(message):
        return [_problem(entry, "T062", "is translated from this text already", "there is nothing to keep")]
    if not entry.is_complete:
        return [_problem(entry, "T062", "has no translation", "translate it")]
    if (entry.msgid, entry.plural) != (message.msgid, message.plural):
        hint = "run `plainleaf messages update` first"
        return [_problem(entry, "T062", "has a text in the catalog that the content does not have now", hint)]
    if not entry.previous:
        hint = "compare the translation with the English, then remove the fuzzy flag in the catalog"
        return [_problem(entry, "T062", "does not say from which text it was translated", hint)]
    old = "\n".join(entry.previous)
    new = "\n".join(filter(None, (message.msgid, message.plural)))
    problems = list(_differences(old, new, entry))
    if not problems and language.guard and (told := language.guard.tell_apart(old, new)):
        fault = f"speaks of other things than before: {', '.join(told)}"
        problems.append(_problem(entry, "T063", fault, _TRANSLATE))
    if len(entry.previous) != (2 if message.plural else 1):
        problems.append(_problem(entry, "T063", "counts now and did not before, or the other way round", _TRANSLATE))
    return problems + (errors(language.guard.check(replace(entry, fuzzy=False))) if language.guard else [])


_TRANSLATE = "the meaning may have changed: translate it again"


def _differences(old: str, new: str, entry: Entry) -> Iterator[Problem]:
    for what, before, now in (
        ("placeholder", _fields(old), _fields(new)),
        ("word or number", _telling(old), _telling(new)),
    ):
        for word in sorted((before - now) | (now - before)):
            times = f"{before[word]} times in the old text and {now[word]} times in the new one"
            yield _problem(entry, "T063", f"has the {what} “{word}” {times}", _TRANSLATE)
    if _telling(old) == _telling(new) and _told_by_sentence(old) != _told_by_sentence(new):
        yield _problem(entry, "T063", "says its “not”, “before” or “after” in another place", _TRANSLATE)


def _fields(text: str) -> Counter[str]:
    try:
        return Counter(f"{{{name}}}" for name in placeholders(text))
    except ValueError:
        return Counter([text])  # a broken brace is like no other text


def _telling(text: str) -> Counter[str]:
    return Counter(_told_in_order(text))


def _told_by_sentence(text: str) -> list[list[str]]:
    return [_told_in_order(sentence) for sentence in _SENTENCE_END.split(text.strip())]


def _told_in_order(text: str) -> list[str]:
    words = (word.lower() for word in _WORD.findall(_FIELD.sub(" ", text)))
    return [
        "not" if word.endswith(_NEGATIVE_ENDINGS) else word
        for word in words
        if word in TELLING_WORDS or word.endswith(_NEGATIVE_ENDINGS) or word[0].isdigit()
    ]


def _problem(entry: Entry, code: str, fault: str, hint: str) -> Problem:
    return Problem(entry.position, code, f"`{entry.msgctxt}` {fault}", hint, msgctxt=entry.msgctxt)


def unknown_message(msgctxt: str, file: str = "leaflets") -> Problem:
    """T061: there is no such message in the content, or in the catalog `file`."""
    hint = "its address stands in the catalogs, after msgctxt"
    return Problem(Position(file), "T061", f"there is no message `{msgctxt}`", hint, msgctxt=msgctxt)


def keep_translation(text: str, file: str, msgctxt: str) -> str:
    """The catalog with the doubt about one message taken away: no fuzzy flag, no previous source.

    No other line changes, whichever tool wrote the file.
    """
    lines = text.split("\n")
    start = next(m.lines["msgctxt"] for m in read_messages(text, file, []) if m.parts.get("msgctxt") == msgctxt) - 1
    first = start
    while first and lines[first - 1].startswith("#") and not lines[first - 1].startswith("#~"):
        first -= 1
    head = [kept for line in lines[first:start] if (kept := _without_doubt(line)) is not None]
    return "\n".join([*lines[:first], *head, *lines[start:]])


def _without_doubt(line: str) -> str | None:
    if line.startswith("#|"):
        return None
    if line.startswith("#,"):
        flags = [flag for flag in (part.strip() for part in line[2:].split(",")) if flag and flag != "fuzzy"]
        return f"#, {', '.join(flags)}" + ("\r" if line.endswith("\r") else "") if flags else None
    return line
