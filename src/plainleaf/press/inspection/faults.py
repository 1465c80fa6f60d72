"""What is wrong with a finished file: fonts, tags, type, running feet, and words that are not there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from plainleaf.press.colours import contrast
from plainleaf.press.formats import FORMATS
from plainleaf.press.inspection.added import find_added, find_unknown_words, make_stream, phrases_of
from plainleaf.press.inspection.extraction import Writing
from plainleaf.press.inspection.file import FileReading
from plainleaf.press.inspection.geometry import SHOWN_CHARACTERS, SMALLEST, needed_contrast
from plainleaf.press.inspection.ink import Kind, Stain
from plainleaf.press.inspection.letters import fold, is_reordered
from plainleaf.press.inspection.words import TextFound
from plainleaf.press.source import LeafletSource
from plainleaf.problems import Position, Problem, Strength

_AGAIN = "print the leaflet again, and do not save it with another program"


def find_faults(
    reading: FileReading,
    source: LeafletSource | None,
    families: Sequence[str] | None,
    texts: Sequence[TextFound],
    stains: Sequence[Stain] = (),
) -> list[Problem]:
    """Everything that is wrong.

    Args:
        source: what the file has to say; none: nobody knows.
        families: of the fonts that it may be set in; none: any.
        texts: what was found of `source`.
        stains: what is not seen on the paper as it should be.
    """
    where = Position(reading.name)
    faults = [*_fonts(reading, families), *_tags(reading)]
    if source is not None and reading.attached not in (None, source):
        faults.append(("P053", "the attached source is not that of this sheet", _AGAIN, "error"))
    if source is not None and not reading.is_print_only:
        faults += [*_type(reading), *_imprint(reading, source), *_words(reading, texts)]
        faults += [*_added(reading, source), *_stained(reading, stains)]
    elif not reading.faults:
        faults.append(_unknown(reading))
    found = [Problem(where, code, message, hint, strength) for code, message, hint, strength in faults]
    return list(dict.fromkeys((*reading.faults, *found)))


Fault = tuple[str, str, str, Strength]
"""Code, sentence, hint, strength."""
_STAINS: Mapping[Kind, tuple[str, str]] = {
    "hidden": ("P063", "{0} is covered, or hardly stands out from what is painted around it ({1:.1f} to 1)"),
    "masked": ("P063", "{0} is drawn through a frame or mask that may take something of it"),
    "outside": ("P063", "{0} reaches over the edge of the paper"),
    "struck": ("P064", "a line goes through {0}"),
    "turned": ("P065", "{0} is turned, mirrored or squeezed"),
    "note": ("P066", "something that is no part of the print lies on the page, such as a note or a drawing"),
}
_STAIN_HINTS: Mapping[str, str] = {
    "P063": "let nothing lie over or behind text but one plain colour",
    "P064": "take the line away: what is struck out is not said",
    "P065": "let text stand as it is read",
    "P066": _AGAIN,
}


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
    pages = reading.shown()
    without = [number for number, shown in enumerate(pages, 1) if not _has_code(source.code, shown)]
    sheet_format = FORMATS.get(source.format)
    most = sheet_format.most_pages if sheet_format else None
    # A sheet that is too long shows the code where it ends, and that it is too long is said already.
    if len(without) == len(reading.pages) or (without and (most is None or len(reading.pages) <= most)):
        others = f", nor on {len(without) - 1} more" if len(without) > 1 else ""
        yield "P054", f"page {without[0]}: the check code {source.code} is not on it{others}", _AGAIN, "error"
    for number, shown in enumerate(pages, 1):
        for text in source.texts:
            if source.status == "draft" and not all(_stands_in(mark, shown) for mark in text.marks[:1]):
                message = f"page {number} does not say in `{text.lang}` that this is a draft"
                yield "P055", message, "look at the theme", "error"


def _has_code(code: str, shown: str) -> bool:
    """Whether a page shows the code; in a script that runs to the left its halves may be read in any order."""
    return fold(code) in shown or (is_reordered(shown) and all(fold(half) in shown for half in code.split("-")))


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
        if text.loses_too_much:
            yield "P059", message, "set it in a font that docs/add-a-language.md names for its script", "error"
        else:
            yield "P059", message, "the print is whole; who copies or listens gets less", "warning"


def _added(reading: FileReading, source: LeafletSource) -> Iterator[Fault]:
    """Words of the pages that stand in no leaflet and no catalog."""
    if (phrases := phrases_of(source)) is None:
        return
    added = [*find_added(make_stream((spot.block, text) for spot, text in reading.told()), phrases)]
    for page, texts in enumerate(reading.running(), 1):
        found = [*find_added(make_stream((0, text) for text in texts), phrases)]
        # A number alone in a margin is that of the page; in a line it is drawn by itself too, and is part of the line.
        rest = [text for text in texts if not (text.strip().isdecimal() and int(text) == page)]
        if found and is_reordered("".join(texts)):
            found = find_unknown_words(texts, phrases)
        elif found:
            found = [*find_added(make_stream((0, text) for text in rest), phrases)]
        added += found
    for words in dict.fromkeys(added):
        message = f"the file says “{words}”, which stands in no leaflet and no catalog"
        yield "P062", message, "look at the template and its style; otherwise another program wrote it", "error"


def _stained(reading: FileReading, stains: Sequence[Stain]) -> Iterator[Fault]:
    """What is not seen on the paper; of each kind, the worst of each page."""
    if reading.has_layers:
        yield "P066", "parts of its pages can be switched off", _AGAIN, "error"
    if reading.has_transfers:
        yield "P066", "its pages turn colours into others while they are printed", _AGAIN, "error"
    worst: dict[tuple[int, str], Stain] = {}
    for stain in sorted(stains, key=lambda stain: (stain.page, stain.ratio)):
        worst.setdefault((stain.page, stain.kind), stain)
    for stain in worst.values():
        code, sentence = _STAINS[stain.kind]
        shown = f"“{stain.text[:SHOWN_CHARACTERS]}”" if stain.text else "its text"
        yield code, f"page {stain.page}: {sentence.format(shown, stain.ratio)}", _STAIN_HINTS[code], "error"


def _unknown(reading: FileReading) -> Fault:
    if reading.is_print_only:
        message = "this is a booklet for printing: it has no tags, and its words cannot be compared"
        return "P061", message, "inspect the same leaflet in another format", "warning"
    message = "nothing is attached that says what it has to say: its words cannot be compared"
    return "P061", message, "plainleaf attaches it to every leaflet, unless `attach = false`", "warning"


def _shown(writing: Writing) -> str:
    return f"“{' '.join(writing.text.split())[:SHOWN_CHARACTERS]}”"
