"""The leaflet as a whole: the hash under which a clinician signs it off, and what a sheet lacks to be approved.

Approved messages do not make an approved leaflet: another value, another order, another pictogram tells a patient
something else. So a clinician signs off what is printed of all levels in one language for one place, with the look
that it is printed in. What the clinic fills in of itself, the fonts and the engine are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache

from pydantic import BaseModel

from plainleaf.content.grammar import LEVELS
from plainleaf.content.model import Leaflet, Library, cut
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.approval.records import (
    HASH_VERSION,
    Approvals,
    Signoff,
    Wording,
    hash_texts,
    lacking,
    person,
)
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, SharedTexts
from plainleaf.translation.lookup import Language

Look = tuple[tuple[str, str], ...]
"""The theme that leaflets are printed with: names of its files and their texts, sorted."""

# The leaflet's own record holds what is not printed; draft and measured say how far it is, not what it says; what is
# filled in for one patient is nobody else's.
_NOT_SIGNED = frozenset({"leaflet", "fonts", "draft", "measured", "wordings", "personal"})
_NOT_AROUND = frozenset({"title", "sections", "version", "revised", "review_by"})


def signoff_hash(sheets: Sequence[LocalizedLeaflet], look: Look) -> str:
    """Key of a leaflet's sign-off.

    Args:
        sheets: one for each level, in one language for one place, with nothing filled in by a clinic.
    """
    parts = [HASH_VERSION, "sign-off"]
    for sheet in sheets:
        parts += ["leaflet", sheet.leaflet.id, *_flatten(sheet.leaflet.dose)]
        for one in fields(sheet):
            if one.name not in _NOT_SIGNED:
                parts += [one.name, *_flatten(getattr(sheet, one.name))]
    parts += ["look", *_flatten(look)]
    return hash_texts(parts)


def frame_hash(sheet: LocalizedLeaflet) -> str:
    """Key of what a sheet prints around title and statements: labels, other names, dose grid, calendar, its looks."""
    around = [getattr(sheet, one.name) for one in fields(sheet) if one.name not in _NOT_SIGNED | _NOT_AROUND]
    sections = [(section.id, section.look, section.critical, section.pictogram) for section in sheet.sections]
    # What `repr` writes of texts, numbers and records is the same in every process; unlike `_flatten` it is quick.
    return hash_texts(("frame", repr(sheet.leaflet.dose), f"[{', '.join(map(_repr_of, around))}]", repr(sections)))


def _repr_of(value: object) -> str:
    return _repr_of_shared(value) if isinstance(value, SharedTexts) else repr(value)


@lru_cache(maxsize=64)
def _repr_of_shared(texts: SharedTexts[object]) -> str:
    return repr(texts)


def _flatten(value: object) -> Iterator[str]:
    """A value as texts from which it could be read back: every kind says its name, every row its length."""
    if isinstance(value, str):
        yield from ("text", value)
    elif isinstance(value, Mapping):
        yield from ("mapping", str(len(value)))
        for key in sorted(value):
            yield key
            yield from _flatten(value[key])
    elif isinstance(value, tuple | list):
        yield from ("row", str(len(value)))
        for item in value:
            yield from _flatten(item)
    elif isinstance(value, BaseModel):
        yield type(value).__name__
        yield from _flatten(value.model_dump(mode="json"))
    elif is_dataclass(value):
        yield type(value).__name__
        for one in fields(value):
            yield one.name
            yield from _flatten(getattr(value, one.name))
    else:
        yield from (type(value).__name__, str(value))


_MOST_TEXTS = 4_000
"""Of which it is remembered what they lack: those of some leaflets in all languages."""


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """One thing that keeps a sheet a draft: a message, or (without ``msgctxt``) the leaflet's sign-off."""

    locale: str
    msgctxt: str
    position: Position
    lack: str

    def __str__(self) -> str:
        what = f"`{self.msgctxt}`" if self.msgctxt else "the leaflet"
        return f"{what} ({self.locale}) lacks {self.lack}"

    def as_json(self) -> dict[str, str]:
        """The need as reports name it; `msgctxt` is empty for a sign-off."""
        return {"lang": self.locale, "msgctxt": self.msgctxt, "lacks": self.lack}


@dataclass(frozen=True, slots=True)
class _NeedsOfText:
    """What one text lacks. ``wording`` is kept, so that nothing else comes to stand at its address."""

    wording: Wording
    own: Need | None
    english: Need | None


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that is needed to say whether a leaflet is approved for one place.

    Attributes:
        languages, approvals: by tag; English is always among them.
        keys: hashes of sign-offs that were worked out already, by leaflet and language.
    """

    library: Library
    languages: Mapping[str, Language]
    approvals: Mapping[str, Approvals]
    look: Look
    place: str
    keys: dict[tuple[str, str], str | tuple[Problem, ...]] = field(default_factory=dict, compare=False, repr=False)
    _needs: dict[int, _NeedsOfText] = field(default_factory=dict, init=False, compare=False, repr=False)

    def needs(self, sheet: LocalizedLeaflet) -> tuple[Need, ...]:
        """What a sheet lacks; nothing: it is approved.

        Its messages in its language and in English, which no translation outranks; then both sign-offs.
        """
        tags = (sheet.locale,) if sheet.locale == SOURCE_TAG else (sheet.locale, SOURCE_TAG)
        found = [self._needs_of_text(wording) for wording in sheet.wordings]
        own = [needs.own for needs in found if needs.own]
        english = [needs.english for needs in found if needs.english]
        return (*own, *english, *(need for tag in tags if (need := self._need_of_signoff(sheet.leaflet, tag))))

    def _needs_of_text(self, wording: Wording) -> _NeedsOfText:
        """What a text lacks by itself and in English; the same text stands on many sheets."""
        needs = self._needs.get(id(wording))
        if needs is None or needs.wording is not wording:
            source = self.languages[SOURCE_TAG].find(wording.message).wording
            english = self._needs_of_text(source).own if source and wording.locale != SOURCE_TAG else None
            if len(self._needs) >= _MOST_TEXTS:
                self._needs.clear()
            needs = self._needs[id(wording)] = _NeedsOfText(wording, self.need_of(wording), english)
        return needs

    def need_of(self, wording: Wording) -> Need | None:
        """What one text lacks."""
        lack = lacking(wording, self.approvals[wording.locale])
        return Need(wording.locale, wording.message.msgctxt, wording.position, str(lack)) if lack else None

    def sheets(self, leaflet: Leaflet, tag: str) -> tuple[LocalizedLeaflet, ...]:
        """The leaflet at all its levels, as it is signed off.

        Raises:
            PlainleafError: with everything that keeps any level from being printed.
        """
        sheets: list[LocalizedLeaflet] = []
        problems: list[Problem] = []
        for level in LEVELS:
            if cut(leaflet, self.place, level):
                try:
                    sheets.append(
                        localize(leaflet, self.library, self.languages[tag], self.place, level, ClinicFacts())
                    )
                except PlainleafError as error:
                    problems.extend(error.problems)
        if problems:
            raise PlainleafError(sorted(set(problems)))
        return tuple(sheets)

    def signoff_key(self, leaflet: Leaflet, tag: str) -> str:
        """The hash under which the leaflet is signed off in a language; see `sheets` for errors."""
        known = (leaflet.id, tag)
        if known not in self.keys:
            try:
                self.keys[known] = signoff_hash(self.sheets(leaflet, tag), self.look)
            except PlainleafError as error:
                self.keys[known] = error.problems
        key = self.keys[known]
        if isinstance(key, str):
            return key
        raise PlainleafError(key)

    def signoff(self, leaflet: Leaflet, tag: str) -> Signoff | None:
        """The record that covers the leaflet as it is printed now, if a clinician has signed it off."""
        recorded = self._signoffs(leaflet, tag)
        if not recorded:  # the usual case; hashing all levels would be for nothing
            return None
        try:
            signoff = recorded.get(self.signoff_key(leaflet, tag))
        except PlainleafError:
            return None
        return signoff if signoff and signers(signoff) else None

    def _signoffs(self, leaflet: Leaflet, tag: str) -> dict[str, Signoff]:
        """All sign-offs of the leaflet for the place, by hash, whatever it said then."""
        of_this = (leaflet.id, self.place)
        return {key: one for key, one in self.approvals[tag].signoffs.items() if (one.leaflet, one.place) == of_this}

    def _need_of_signoff(self, leaflet: Leaflet, tag: str) -> Need | None:
        if self.signoff(leaflet, tag):
            return None
        lack = f"a clinician's sign-off for {self.place}"
        if before := sorted(
            (one.date, one.by) for each in self._signoffs(leaflet, tag).values() for one in each.approvals
        ):
            day, name = before[-1]
            lack += f"; what is printed is not what {name} signed off on {day}"
        return Need(tag, "", leaflet.position, lack)


def signers(signoff: Signoff) -> tuple[str, ...]:
    """The clinicians who have signed, each once."""
    given = (one for one in signoff.approvals if one.role == "clinician" and one.origin != "machine")
    return tuple({person(one.by): one.by for one in given}.values())
