"""Who has approved which text: records in ``translations/<locale>/approvals.yaml``, keyed by what was approved.

The key of a record is a hash of the text itself, with its source, its address and its language. So nobody has to
revoke anything: an edit of any of them makes a text that no record names, and taking the edit back makes one that the
old record names again. The file stands beside the catalogs, because tools for translators drop or rewrite what they
do not know.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, Field, StringConstraints

from plainleaf.content.grammar import Closed, Line, Place, Schema, Slug
from plainleaf.content.model import Message
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG, folder_of
from plainleaf.problems import Position
from plainleaf.workspace import FilesReading

HASH_LENGTH = 20
HASH_VERSION = "v1"
HEADER = """\
# Who has approved what. Written by `plainleaf approve`; keyed by a hash of the approved text, so an edit of the text
# revokes its approval and taking the edit back restores it. Records that match nothing any more do no harm.
"""
# The same in C, where the library has it.
_QUICK_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ALIAS = frozenset("&*")
# What our own files never have: flow collections, lists in lists, deep columns. Nested by the thousand they would bring
# the quick loader down, and the strict one says so.
_NESTED = re.compile(r"[\[{](?![\]}])|^\s*(?:[-?] +){2}|^ {12}", re.MULTILINE)
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # one name would look like another


# Letters and marks that fonts do not show.
_HIDDEN = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, *range(0xFE00, 0xFE10), 0xFFA0))
) | frozenset(map(chr, range(0xE0100, 0xE01F0)))
_ALIKE = ({"LATIN", "CYRILLIC"}, {"LATIN", "GREEK"}, {"CYRILLIC", "GREEK"})


def person(name: str) -> str:
    """A name as it is compared: its letters and digits; case, width and what nobody sees make no second person."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = (c for c in folded if c not in _HIDDEN and unicodedata.category(c)[0] != "C")
    return " ".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in kept).split())


def _is_plain(text: str) -> str:
    if found := next((c for c in text if unicodedata.category(c) in _UNSEEN or c in _TURNING), ""):
        message = f"the character U+{ord(found):04X} cannot stand in a record"
        raise ValueError(message)
    return text


def _is_somebody(name: str) -> str:
    if not any(character.isalnum() for character in person(name)):
        message = "a name has letters"
        raise ValueError(message)
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    if any(pair <= scripts for pair in _ALIKE):
        message = "a name is written in one script: letters of two that look alike would make a second person"
        raise ValueError(message)
    return name


Note = Annotated[Line, AfterValidator(_is_plain)]
Name = Annotated[Note, AfterValidator(_is_somebody)]
Hash = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{HASH_LENGTH}}}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{3}$")]
Role = Literal["translator", "reviser", "clinician"]
Origin = Literal["human", "machine", "machine+human"]


class Approval(Closed):
    """One person's yes.

    Attributes:
        by: a name, or a pseudonym whose holder the clinic knows.
        qualification: why this person may say yes in this role.
        origin: ``machine`` is nobody's yes and never counts; ``machine+human`` is a machine's text that a person
            has gone through.
    """

    role: Role
    by: Name
    qualification: Note
    date: dt.date
    origin: Origin = "human"


class Acknowledgement(Closed):
    """A warning that somebody has looked at and found harmless, and why."""

    code: Code
    reason: Note
    by: Name
    date: dt.date
    origin: Origin = "human"


class Kept(Closed):
    """Somebody's word that a change of the source left its meaning as it was, so that the translation stayed.

    It approves nothing: the new text has a record of its own, and needs approvals of its own.

    Attributes:
        previous: the source that was translated, and its plural.
    """

    by: Name
    date: dt.date
    previous: Annotated[tuple[str, ...], Field(min_length=1)]
    reason: Note | None = None


class MessageRecord(Closed):
    """What is recorded of one text; ``message`` is its address, for people to find it by."""

    message: Note
    approvals: tuple[Approval, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    kept: tuple[Kept, ...] = ()


class Signoff(Closed):
    """What is recorded of one leaflet as printed in one language for one place."""

    leaflet: Slug
    place: Place
    approvals: Annotated[tuple[Approval, ...], Field(min_length=1)]


class Approvals(Closed):
    """All records of one language, by the hash of what was approved."""

    schema_: Annotated[Schema, Field(alias="schema")] = "1"
    messages: dict[Hash, MessageRecord] = Field(default_factory=dict)
    signoffs: dict[Hash, Signoff] = Field(default_factory=dict)

    def looked_at(self, key: str) -> frozenset[str]:
        """Codes of the warnings of one text for which there is a reason why they do no harm, be it a machine's.

        That settles what is shown to whoever edits the text. For an approval only a person's counts; see `lacking`.
        """
        record = self.messages.get(key)
        return frozenset(one.code for one in record.acknowledged) if record else frozenset()


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as one language says it: what is approved.

    Attributes:
        texts: one for each plural form; of English, the source itself.
        position: where the texts stand.
        warnings: codes of what the safety checks are not sure of.
    """

    locale: str
    message: Message
    texts: tuple[str, ...]
    position: Position
    warnings: tuple[str, ...] = ()

    @property
    def hash(self) -> str:
        """The key of its record."""
        message = self.message
        return content_hash(self.locale, message.msgctxt, message.msgid, message.plural, self.texts)


@dataclass(frozen=True, slots=True)
class Lack:
    """What keeps a text from being approved; false when nothing does.

    Attributes:
        roles: in which nobody has approved it.
        people: every role is there, but too few different people.
        warnings: codes that no person has acknowledged.
    """

    roles: tuple[Role, ...] = ()
    people: bool = False
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.roles or self.people or self.warnings)

    def __str__(self) -> str:
        parts = [f"a {role}" for role in self.roles]
        parts += ["a second person"] if self.people else []
        parts += [f"an acknowledgement of {code}" for code in self.warnings]
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be recorded of one text."""

    wording: Wording
    approval: Approval | None = None
    acknowledged: tuple[Acknowledgement, ...] = ()


def content_hash(locale: str, msgctxt: str, msgid: str, plural: str, texts: Iterable[str]) -> str:
    """Key of a text: 20 hexadecimal digits of SHA-256 over language, address, source and all forms, in NFC."""
    return _hash_wording((HASH_VERSION, locale, msgctxt, msgid, plural, *texts))


@lru_cache(maxsize=4_096)
def _hash_wording(parts: tuple[str, ...]) -> str:
    return hash_texts(parts)


def hash_texts(parts: Iterable[str]) -> str:
    """A hash over texts in NFC; every text is preceded by its length, so that no two lists run into each other."""
    digest = hashlib.sha256()
    for part in parts:
        data = unicodedata.normalize("NFC", part).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()[:HASH_LENGTH]


def source_wording(message: Message) -> Wording:
    """A message as the English source says it."""
    texts = (message.msgid, message.plural) if message.plural else (message.msgid,)
    return Wording(SOURCE_TAG, message, texts, message.position)


def roles_needed(locale: str, *, critical: bool) -> tuple[Role, ...]:
    """Who must approve a text. Whoever stands first may take none of the other roles for it."""
    if locale == SOURCE_TAG:
        return ("reviser", "clinician")
    return ("translator", "reviser", "clinician") if critical else ("translator", "reviser")


def lacking(wording: Wording, approvals: Approvals) -> Lack:
    """What keeps a text from being approved."""
    record = approvals.messages.get(wording.hash)
    given = record.approvals if record else ()
    needed = roles_needed(wording.locale, critical=wording.message.critical)
    people = {role: _people(given, role) for role in needed}
    missing = tuple(role for role in needed if not people[role])
    first, *others = needed
    alone = not missing and not any(all(people[role] - {one} for role in others) for one in people[first])
    seen = {one.code for one in record.acknowledged if one.origin != "machine"} if record else set()
    return Lack(missing, alone, tuple(sorted(set(wording.warnings) - seen)))


def _people(given: Iterable[Approval], role: Role) -> set[str]:
    return {person(one.by) for one in given if one.role == role and one.origin != "machine"}


def clashes(wording: Wording, approval: Approval, approvals: Approvals) -> tuple[Role, ...]:
    """The roles that this person has already taken for this text and that forbid the new one."""
    record = approvals.messages.get(wording.hash)
    first, *others = roles_needed(wording.locale, critical=True)
    barred = others if approval.role == first else [first] if approval.role in others else []
    given = record.approvals if record else ()
    return tuple(role for role in barred if person(approval.by) in _people(given, role))


def approvals_path(tag: str) -> str:
    """Where the approvals of a language stand, below the workspace."""
    return f"translations/{folder_of(tag)}/approvals.yaml"


def parse_approvals(text: str, file: str) -> Approvals:
    """Read one file.

    Strict reading takes a second for a file of a few hundred records. One that is, byte for byte, what the program
    writes of its records hides nothing, and the quick reader is enough.

    Raises:
        PlainleafError: L001 to L003, each at its line.
    """
    if not _ALIAS.intersection(text) and not _NESTED.search(text):
        with contextlib.suppress(yaml.YAMLError, ValueError, RecursionError):
            approvals = Approvals.model_validate(yaml.load(text, _QUICK_LOADER))  # noqa: S506 - it makes texts only
            if format_approvals(approvals) == text:
                return approvals
    return validate(read_source(text, file), Approvals)


def read_own_approvals(files: FilesReading, tag: str) -> Approvals:
    """What the workspace itself has recorded of a language; see `parse_approvals` for errors."""
    path = approvals_path(tag)
    return parse_approvals(files.texts[path], path) if path in files.texts else Approvals()


def read_approvals(files: FilesReading, tag: str) -> Approvals:
    """The records of a language: the workspace's own, and those of the library beneath it."""
    path = approvals_path(tag)
    own = read_own_approvals(files, tag)
    return merge(parse_approvals(files.beneath[path], path), own) if path in files.beneath else own


def merge(one: Approvals, other: Approvals) -> Approvals:
    """All records of both."""
    messages, signoffs = dict(one.messages), dict(one.signoffs)
    for key, record in other.messages.items():
        known = messages.get(key)
        messages[key] = _join_records(known, record) if known else record
    for key, signoff in other.signoffs.items():
        given = signoffs[key].approvals if key in signoffs else ()
        signoffs[key] = Signoff(
            leaflet=signoff.leaflet, place=signoff.place, approvals=_join_approvals(given, signoff.approvals)
        )
    return Approvals(messages=messages, signoffs=signoffs)


def record_entries(approvals: Approvals, entries: Iterable[Entry]) -> Approvals:
    """The records with those of `entries` added; what a person has said before in the same role stays."""
    found: dict[str, MessageRecord] = {}
    for entry in entries:
        new = MessageRecord(
            message=entry.wording.message.msgctxt,
            approvals=(entry.approval,) if entry.approval else (),
            acknowledged=entry.acknowledged,
        )
        key = entry.wording.hash
        found[key] = _join_records(found[key], new) if key in found else new
    return merge(approvals, Approvals(messages=found))


def _join_records(one: MessageRecord, other: MessageRecord) -> MessageRecord:
    said = {(ack.code, person(ack.by), ack.origin) for ack in one.acknowledged}
    new = tuple(ack for ack in other.acknowledged if (ack.code, person(ack.by), ack.origin) not in said)
    return MessageRecord(
        message=one.message,
        approvals=_join_approvals(one.approvals, other.approvals),
        acknowledged=(*one.acknowledged, *new),
        kept=tuple(dict.fromkeys((*one.kept, *other.kept))),
    )


def _join_approvals(one: tuple[Approval, ...], other: tuple[Approval, ...]) -> tuple[Approval, ...]:
    said = {(approval.role, person(approval.by), approval.origin) for approval in one}
    return (*one, *(new for new in other if (new.role, person(new.by), new.origin) not in said))


def format_approvals(approvals: Approvals) -> str:
    """The file: sorted by what people look for, one record after the other, so that a change is a small one."""
    shape: dict[str, object] = {"schema": "1"}
    by_address = sorted(approvals.messages.items(), key=lambda item: (item[1].message, item[0]))
    by_leaflet = sorted(approvals.signoffs.items(), key=lambda item: (item[1].leaflet, item[1].place, item[0]))
    shape["messages"] = {key: _shape(record) for key, record in by_address}
    shape["signoffs"] = {key: _shape(signoff) for key, signoff in by_leaflet}
    return HEADER + yaml.dump(shape, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000)


def _shape(record: MessageRecord | Signoff) -> Mapping[str, object]:
    """Keys and texts; lists in an order that does not depend on who came first."""
    shape = record.model_dump(mode="json", exclude_none=True)
    for name in ("approvals", "acknowledged", "kept"):
        if name in shape:
            shape[name] = sorted(shape[name], key=lambda one: tuple(one.values()))
            if not shape[name]:
                del shape[name]
    return shape
