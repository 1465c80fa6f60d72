"""What is wrong with a finished file: fonts, tags, type, running feet, and words that are not there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from plainleaf.press.colours import contrast
from plainleaf.press.inspection.extraction import Writing
from plainleaf.press.inspection.file import FileReading
from plainleaf.press.inspection.geometry import SHOWN_CHARACTERS, SMALLEST, needed_contrast
from plainleaf.press.inspection.letters import fold, is_reordered
from plainleaf.press.inspection.words import TextFound
from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position, Problem, Strength

_AGAIN = "print the leaflet again, and do not save it with another program"


def find_faults(
    reading: FileReading, source: LeafletSource | None, families: Sequence[str] | None, texts: Sequence[TextFound]
) -> list[Problem]:
    """Everything that is wrong.

    Args:
        source: what the file has to say; none: nobody knows.
        families: of the fonts that it may be set in; none: any.
        texts: what was found of `source`.
    """
    where = Position(reading.name)
    faults = [*_fonts(reading, families), *_tags(reading)]
    if source is not None and reading.attached not in (None, source):
        faults.append(("P053", "the attached source is not that of this sheet", _AGAIN, "error"))
    if source is not None and not reading.is_print_only:
        faults += [*_type(reading), *_imprint(reading, source), *_words(reading, texts)]
    elif not reading.faults:
        faults.append(_unknown(reading))
    found = [Problem(where, code, message, hint, strength) for code, message, hint, strength in faults]
    return list(dict.fromkeys((*reading.faults, *found)))


Fault = tuple[str, str, str, Strength]
"""Code, sentence, hint, strength."""


def _fonts(reading: FileReading, families: Sequence[str] | None) -> Iterator[Fault]:
    for font in reading.fonts:
        if not font.is_embedded:
            yield "P048", f"the font {font.name} is not in the file", "embed it: other machines lack it", "error"
        if not font.is_readable:
            message = f"the font {font.name} has no table of characters: nobody can copy, search or listen to it"
            yield "P048", message, _AGAIN, "error"
        if font.is_damaged:
            message = f"the font {font.name} is damaged: nobody knows what is printed with it"
            yield "P048", message, _AGAIN, "error"
        if families is not None and font.family not in families:
            hint = f"this leaflet is set in {', '.join(families)}"
            yield "P049", f"the font {font.name} is not one of the leaflet's", hint, "error"
        if font.empty:
            shown = " ".join(font.empty[:SHOWN_CHARACTERS])
            message = f"the font {font.name} draws nothing for {shown}"
            yield "P050", message, "use another character, or a font that has it", "error"


def _tags(reading: FileReading) -> Iterator[Fault]:
    tags = reading.tags
    if reading.is_print_only:
        return
    if not tags.exists:
        yield "P051", "the file has no tags: nobody can listen to it", "print it with tags", "error"
        return
    for fault in tags.faults:
        yield "P051", fault, "look at the template", "error"
    seen: set[int] = set()
    for number, writing, _ in reading.writings:
        if (number, writing.mark) not in reading.roles and not writing.is_artifact and number not in seen:
            seen.add(number)
            message = f"page {number}: {_shown(writing)} is in no tag, and not marked as a running head or foot"
            yield "P051", message, "look at the template", "error"
    for there, name in ((tags.lang, "language"), (reading.title, "title"), (reading.bookmarks, "bookmarks")):
        if not there:
            yield "P052", f"the file has no {name}", "look at the template", "error"


def _type(reading: FileReading) -> Iterator[Fault]:
    """The smallest and the faintest text, where that is too small or too faint for any leaflet."""
    writings = list(reading.writings)
    if not writings:
        return
    number, writing, _ = min(writings, key=lambda one: one[1].size)
    if round(writing.size, 1) < SMALLEST:
        message = f"page {number}: {_shown(writing)} is set in {writing.size:.1f} pt; {SMALLEST:g} is the least"
        yield "P046", message, "raise the size in the style of the theme", "error"
    pairs: dict[object, tuple[int, Writing, float]] = {}
    for number, writing, _ in writings:
        needed = needed_contrast(writing.size, bold=writing.bold)
        pairs.setdefault((writing.ink, writing.paper, needed), (number, writing, needed))
    for number, writing, needed in pairs.values():
        ratio = contrast(writing.ink, writing.paper)
        if ratio < needed:
            message = f"page {number}: {_shown(writing)} has a contrast of {ratio:.1f}; it needs {needed:g}"
            yield "P047", message, "use a darker colour, or a lighter one behind it", "error"


def _imprint(reading: FileReading, source: LeafletSource) -> Iterator[Fault]:
    """What has to stand on every page."""
    code = fold(source.code)
    for number, shown in enumerate(reading.shown(), 1):
        if code not in shown:
            yield "P054", f"page {number}: the check code {source.code} is not on it", _AGAIN, "error"
        for text in source.texts:
            if source.status == "draft" and not all(_stands_in(mark, shown) for mark in text.marks[:1]):
                message = f"page {number} does not say in `{text.lang}` that this is a draft"
                yield "P055", message, "look at the theme", "error"


def _stands_in(mark: str, shown: str) -> bool:
    """Whether a page says it; in a script that is reordered, word by word."""
    whole = fold(mark)
    return whole in shown or (is_reordered(whole) and all(fold(word) in shown for word in mark.split()))


def _words(reading: FileReading, texts: Sequence[TextFound]) -> Iterator[Fault]:
    spoken = [(spot.page, text) for spot, text in reading.read_aloud()]
    starts = [0, *accumulate(len(text) for _, text in spoken)]

    def page_of(at: int) -> int:
        return spoken[min(bisect_right(starts, at), len(spoken)) - 1][0] if spoken else 1

    for text in texts:
        for one in text.statements:
            statement = one.statement
            place = f"page {page_of(one.at)}, `{statement.id}` ({text.lang})"
            words = f"“{statement.text[:SHOWN_CHARACTERS]}”"
            if one.found == "missing":
                yield "P056", f"{place}: {words} is not found in the text of the file", _AGAIN, "error"
            elif one.found == "out of order":
                yield "P058", f"{place}: {words} stands somewhere else in the file", _AGAIN, "error"
            for quantity in one.missing_quantities:
                yield "P057", f"{place}: “{quantity}” is not found in the text of the file", _AGAIN, "error"
            if not one.says_frequency:
                message = f"{place}: “{statement.frequency}” is not said beside it"
                yield "P056", message, "look at the template: how often an effect comes belongs to it", "error"
        for heading in text.missing_headings:
            message = f"the heading “{heading[:SHOWN_CHARACTERS]}” ({text.lang}) is not found in the text of the file"
            yield "P056", message, _AGAIN, "error"
        yield from _losses(text)


def _losses(text: TextFound) -> Iterator[Fault]:
    """What extraction loses, and the print does not."""
    letters, order = text.count("letters lost"), text.count("order lost")
    if letters or order:
        lost = [f"{letters} with letters that the font's table lacks"] if letters else []
        lost += [f"{order} in another order of letters"] if order else []
        message = f"of {len(text.statements)} statements in `{text.lang}`, {' and '.join(lost)} are extracted"
        yield "P059", message, "the print is whole; who copies or listens gets less", "warning"


def _unknown(reading: FileReading) -> Fault:
    if reading.is_print_only:
        message = "this is a booklet for printing: it has no tags, and its words cannot be compared"
        return "P061", message, "inspect the same leaflet in another format", "warning"
    message = "nothing is attached that says what it has to say: its words cannot be compared"
    return "P061", message, "plainleaf attaches it to every leaflet, unless `attach = false`", "warning"


def _shown(writing: Writing) -> str:
    return f"“{' '.join(writing.text.split())[:SHOWN_CHARACTERS]}”"
