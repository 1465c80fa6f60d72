"""A translation against its source: what would hurt a patient and a machine can see.

Checks look at one message at a time and are listed in `CHECKS`. Doses cannot be mistyped, because quantities are
placeholders; these checks guard the placeholders, and everything that could stand beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from plainleaf.content.model import Message
from plainleaf.content.rules import placeholders
from plainleaf.languages import LanguagePack, direction_of
from plainleaf.problems import Problem
from plainleaf.translation.catalogs import Entry

Check = Callable[[Message, str, Entry, LanguagePack], Iterator[Problem]]

# Not among them: the joiners U+200C and U+200D, which Persian and Indic scripts need.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’.-]*")
_FIELD = re.compile(r"\{[^{}]*\}")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;|\*\*|\]\(")
MIN_COPIED_LETTERS = 4


def check_translation(message: Message, entry: Entry, pack: LanguagePack) -> list[Problem]:
    """Every fault of one translation; errors forbid its leaflet."""
    return [problem for text in entry.texts for check in CHECKS for problem in check(message, text, entry, pack)]


def _problem(entry: Entry, code: str, fault: str, hint: str = "") -> Problem:
    return Problem(entry.position, code, f"`{entry.msgctxt}`: {fault}", hint, msgctxt=entry.msgctxt)


def placeholders_kept(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T010: a placeholder is missing, added, doubled or broken. ``{x.number}`` may stand for ``{x}``."""
    try:
        wanted, found = Counter(placeholders(message.msgid)), Counter(placeholders(text))
    except ValueError as error:
        yield _problem(entry, "T010", str(error), "copy the placeholders from the source, braces and all")
        return
    unit_names = {name for name in found if name.endswith(".number") and name not in wanted}
    as_plain = Counter({name: count for name, count in found.items() if name not in unit_names})
    as_plain.update({name.removesuffix(".number"): found[name] for name in unit_names})
    for name in wanted.keys() | as_plain.keys():
        if wanted[name] != as_plain[name]:
            counts = f"{wanted[name]} times in the source, {as_plain[name]} in the translation"
            yield _problem(entry, "T010", f"the placeholder {{{name}}} stands {counts}", "keep every placeholder once")
    for name in unit_names:
        yield from _unit_word(name, text, entry, pack)


def _unit_word(name: str, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    forms = {form for words in pack.units.values() for form in words}
    around = text.replace("\u00a0", " ")
    if not any(f"{{{name}}} {form}" in around or f"{{{name}}}{form}" in around for form in forms):
        known = ", ".join(sorted(forms)) or "none"
        yield _problem(entry, "T011", f"after {{{name}}} stands no unit word of the language", f"known: {known}")


def typed_digits(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T012: a digit, fraction or number sign of any script is typed where the source has none."""
    del pack
    typed, source = _numerals(text), _numerals(message.msgid)
    if sorted(map(unicodedata.numeric, typed)) != sorted(map(unicodedata.numeric, source)):
        yield _problem(entry, "T012", f"a number is typed: {''.join(typed)}", "numbers come from placeholders only")


def _numerals(text: str) -> list[str]:
    return [c for c in _FIELD.sub("", text) if unicodedata.category(c) in {"Nd", "Nl", "No"}]


def hidden_characters(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T013: an invisible or direction-changing character, or text that is not in composed form (NFC)."""
    del message, pack
    if found := _INVISIBLE.search(text):
        yield _problem(
            entry, "T013", f"an invisible character U+{ord(found[0]):04X}", "remove it; direction is set by the press"
        )
    if unicodedata.normalize("NFC", text) != text:
        yield _problem(entry, "T013", "the text is not in composed form (NFC)", "normalise it to NFC")


def markup(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T014: something that looks like markup; it would be printed as it stands."""
    del pack
    if (found := _MARKUP.search(text)) and found[0] not in message.msgid:
        yield _problem(entry, "T014", f"`{found[0]}` looks like markup", "write plain text only")


def copied_source(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T015: the English text stands untranslated."""
    letters = [c for c in _FIELD.sub("", message.msgid) if c.isalpha()]
    copied = text.strip() in (message.msgid, message.plural) and len(letters) >= MIN_COPIED_LETTERS
    if copied and entry.msgctxt not in pack.same_as_source:
        hint = "translate it; if it is right, list the message under `same_as_source` in language.yaml"
        yield _problem(entry, "T015", "the translation is the English text", hint)


def foreign_letters(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T016: Latin letters in a language that does not write them, but for the words and phrases the pack allows."""
    del message
    if pack.writes_latin:
        return
    left = _FIELD.sub(" ", text)
    for phrase in sorted(pack.latin, key=len, reverse=True):
        left = re.sub(rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])", " ", left)
    for run in _LATIN_RUN.findall(left):
        hint = "translate it; a word that readers know in Latin letters goes under `latin` in language.yaml"
        yield _problem(entry, "T016", f"“{run}” stands in Latin letters", hint)


def foreign_direction(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T017: right-to-left letters in a left-to-right language."""
    del message
    if pack.direction == "ltr" and direction_of(_FIELD.sub("", text)) == "rtl":
        yield _problem(entry, "T017", "right-to-left letters in a left-to-right language", "is this the right file?")


def medicine_names(message: Message, text: str, entry: Entry, pack: LanguagePack) -> Iterator[Problem]:
    """T018: the source names a glossary term and the translation has none of its forms."""
    for term, forms in pack.terms.items():
        word = term.replace("-", " ")
        if re.search(rf"\b{re.escape(word)}\b", message.msgid, re.IGNORECASE):
            folded = text.casefold()
            if not any(form.casefold() in folded for form in forms):
                hint = f"known forms: {', '.join(forms)}"
                yield _problem(entry, "T018", f"“{word}” is not named in the translation", hint)


CHECKS: tuple[Check, ...] = (
    placeholders_kept,
    typed_digits,
    hidden_characters,
    markup,
    copied_source,
    foreign_letters,
    foreign_direction,
    medicine_names,
)
