"""What all sheets of one language say around their statements, for one place and clinic: worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from plainleaf.content.model import Library
from plainleaf.languages import format_number
from plainleaf.translation.filling import Filler
from plainleaf.translation.localized import Runs, SharedTexts
from plainleaf.translation.lookup import Lookup

LAST_NUMBER = 84
"""The highest day of a calendar (`Cycle.days`)."""
_LABEL = "label/"
_MOST = 8
"""Frames kept of one language: a build needs two, as the clinic fills it in and as it is signed off."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Labels and numbers of one language; see `plainleaf.translation.localized.LocalizedLeaflet`.

    Attributes:
        library: that its labels come from.
        lookup: what was looked up for it.
    """

    library: Library
    lookup: Lookup
    labels: SharedTexts[Runs]
    english_labels: SharedTexts[str]
    numbers: tuple[str, ...]


def open_frame(filler: Filler) -> Frame:
    """The frame of a language, made when its first sheet is and kept with it."""
    frames = filler.lookup.language.frames
    known = (filler.place.id, tuple(sorted(filler.clinic.values.items())))
    frame = frames.get(known)
    if frame is None or frame.library is not filler.library:
        if len(frames) >= _MOST:
            frames.clear()
        frame = frames[known] = _make_frame(filler)
    return frame


def _make_frame(filler: Filler) -> Frame:
    own = replace(filler, lookup=Lookup(filler.lookup.language))
    messages = {
        msgctxt.removeprefix(_LABEL): message
        for msgctxt, message in filler.library.furniture.items()
        if msgctxt.startswith(_LABEL)
    }
    return Frame(
        library=filler.library,
        lookup=own.lookup,
        labels=SharedTexts((name, own.runs(message, {}, partial=True)) for name, message in messages.items()),
        english_labels=SharedTexts((name, message.msgid) for name, message in messages.items()),
        numbers=tuple(format_number(Decimal(number), filler.lookup.pack) for number in range(LAST_NUMBER + 1)),
    )
