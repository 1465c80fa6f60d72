"""What the desk has read: the leaflets of each place as each ward prints them. Read again when a file has changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Literal

from plainleaf.build.orders import Opening
from plainleaf.build.plan import Request
from plainleaf.build.planning import Planner, open_planner
from plainleaf.content.grammar import Level
from plainleaf.content.model import Library
from plainleaf.desk.catalogue import Catalogue, make_catalogue
from plainleaf.desk.words import Words, read_words
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import Problem
from plainleaf.translation.lookup import Language, Lookup
from plainleaf.workspace import FOLDERS, SETTINGS_FILE, find_workspace

_GLANCE = 2.0
"""Seconds in which nobody looks for changed files again."""
_SHARE = 50
"""Looking takes at most one part in so many of the time: a large library is looked at less often."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of patients, as lists name it.

    Attributes:
        levels: what readers call each level; empty, where its words are not translated.
        draft: the mark of what nobody has approved.
    """

    tag: str
    own_name: str
    english_name: str
    direction: Literal["ltr", "rtl"]
    levels: Mapping[str, str]
    draft: str


@dataclass(frozen=True, slots=True)
class Ward:
    """The leaflets of one place as one profile prints them.

    Attributes:
        profile: empty: the clinic itself; ``profiles``: all that there are.
        clinic: its name, as leaflets say it.
        places: all places by id, with their English names.
        tongues: languages by tag, English first.
        refused: leaflets that break a rule for authors, and how: a build prints none of them either.
        words: of the pages of the desk, by language.
        paper: the usual paper of the place.
        library, languages: that it was read from.
    """

    opening: Opening
    place: str
    profile: str
    profiles: tuple[str, ...]
    clinic: str
    places: Mapping[str, str]
    catalogue: Catalogue
    tongues: Mapping[str, Tongue]
    refused: Mapping[str, tuple[Problem, ...]]
    words: Mapping[str, Words]
    levels: tuple[Level, ...]
    paper: str
    library: Library
    languages: Mapping[str, Language]


class Holdings:
    """All wards of a workspace, each read when it is asked for. Any thread may ask."""

    def __init__(self, root: Path) -> None:
        """Read nothing yet."""
        self._root = root
        self._lock = Lock()
        self._wards: dict[tuple[str, str], Ward] = {}
        self._seen: object = None
        self._next_glance = 0.0

    def ward(self, place: str = "", profile: str = "") -> Ward:
        """The leaflets of a place for a profile; empty: as the settings say.

        Raises:
            PlainleafError: when they cannot be read, or there is no such place or profile.
        """
        with self._lock:
            self._glance()
            key = (place, profile)
            if key not in self._wards:
                self._wards[key] = self._read(place, profile)
            return self._wards[key]

    def _glance(self) -> None:
        """Forget everything when a file is not what it was."""
        now = time.monotonic()
        if now < self._next_glance:
            return
        seen = _signature(self._root)
        if seen != self._seen:
            self._wards.clear()
            self._seen = seen
        done = time.monotonic()
        self._next_glance = done + max(_GLANCE, (done - now) * _SHARE)

    def _read(self, place: str, profile: str) -> Ward:
        request = Request(place=place, profile=profile)
        workspace = find_workspace(self._root)
        planner = open_planner(workspace, request)
        # Staff have English, whatever is printed.
        languages = {SOURCE_TAG: planner.press.register.languages[SOURCE_TAG], **planner.languages}
        return Ward(
            opening=Opening(str(workspace.root), request, planner.digest),
            place=planner.place,
            profile=profile,
            profiles=tuple(workspace.settings.profiles),
            clinic=planner.press.clinic.name,
            places={place: rules.name.msgid for place, rules in planner.library.places.items()},
            catalogue=make_catalogue(planner.library, planner.languages, planner.place),
            tongues=_tongues(planner),
            refused={
                leaflet.id: tuple(faults)
                for leaflet in planner.library.leaflets.values()
                if (faults := planner.faults(leaflet))
            },
            words=read_words(planner.library, languages),
            levels=planner.levels,
            paper=planner.library.places[planner.place].paper,
            library=planner.library,
            languages=languages,
        )


def _tongues(planner: Planner) -> dict[str, Tongue]:
    found = {tag: _tongue(planner, tag) for tag in planner.tags}
    ordered = sorted(found.values(), key=lambda one: (one.tag != SOURCE_TAG, one.own_name.casefold()))
    return {tongue.tag: tongue for tongue in ordered}


def _tongue(planner: Planner, tag: str) -> Tongue:
    pack, lookup = planner.languages[tag].pack, Lookup(planner.languages[tag])
    label = planner.library.furniture
    levels = {level.value: lookup.text(label[f"label/reading-{level.value}"]) for level in planner.levels}
    draft = lookup.text(label["label/draft"])
    if lookup.problems:  # English must not stand in for it
        levels, draft = dict.fromkeys(levels, ""), ""
    return Tongue(tag, pack.own_name, pack.english_name, pack.direction, levels, draft)


def _signature(root: Path) -> object:
    """When files were changed, and how long they are: enough to see that they must be read again."""
    workspace = find_workspace(root)
    found: list[tuple[str, int, int]] = []
    for folder in dict.fromkeys((workspace.root, workspace.library)):
        paths = [folder / SETTINGS_FILE]
        paths += [path for name in FOLDERS for path in (folder / name).rglob("*") if path.suffix]
        for path in paths:
            try:
                status = path.stat()
            except OSError:
                continue  # it has just been taken away
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return sorted(found)
