"""The search of the site: what each leaflet can be found by, as scripts that a page loads from the same folder.

A page that was opened from a folder may load a script and may not fetch data, so the index is a script: one file for
each language, which hands its list to the page's own script. Words are folded (case, accents, points and forms that
readers do not tell apart), and a word that was typed is looked for anywhere in them. So it is found in the middle of a
compound, and in Chinese, Thai or Khmer, where no spaces part the words: there a piece is all between two marks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from plainleaf.export.publication import Publication, level_name

FOLDER = "search"
# Accents, vowel points, the stroke that lengthens Arabic words, and characters that are not seen.
_DROPPED = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
# Letters that a reader may type for each other; screen.js has the same list.
_ALIKE = str.maketrans({
    "ß": "ss", "ς": "σ", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ٱ": "ا",
})  # fmt: skip


def fold(text: str) -> str:
    """A text as the search compares it; ``screen.js`` folds what is typed in the same way."""
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed).translate(_ALIKE))


def pieces(text: str) -> list[str]:
    """Folded runs of letters, marks and digits."""
    return "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in fold(text)).split()


def write_index(publications: Iterable[Publication]) -> Iterator[tuple[str, str]]:
    """One script for each language, as path and text: all leaflets of the language, one a line.

    A leaflet is ``[place, leaflet, title, Latin name, names, [[level, words], …]]``; of a level only the words that no
    easier one has, so that a hit leads to the easiest text that says it.
    """
    ordered = sorted(publications, key=lambda publication: (publication.sheet.locale, publication.order))
    for lang, group in groupby(ordered, lambda publication: publication.sheet.locale):
        yield index_script(lang), _script(list(group))


def index_script(lang: str) -> str:
    """Where the index of one language goes."""
    return f"{FOLDER}/{lang}.js"


def _script(spoken: Sequence[Publication]) -> str:
    """All leaflets of one language."""
    sheet = spoken[0].sheet
    head = {
        "lang": sheet.locale,
        "dir": sheet.direction,
        "own": sheet.own_name,
        "english": sheet.english_name,
        "levels": {one.sheet.level.value: level_name(one.sheet) for one in spoken},
        "places": {one.sheet.place: one.sheet.place_name for one in spoken},
    }
    entries = [_entry(list(group)) for _, group in groupby(spoken, lambda one: one.order[:3])]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    text = f"(self.leaflets = self.leaflets || []).push([{json.dumps(head, ensure_ascii=False)}, [\n{lines}\n]]);\n"
    # JSON may hold these two, and a script of older browsers may not.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _entry(publications: Sequence[Publication]) -> list[object]:
    sheet = publications[0].sheet
    names = (sheet.title, sheet.latin_title, sheet.leaflet.id, sheet.say, *sheet.brands)
    known: dict[str, None] = {}
    levels = []
    for publication in publications:
        words = _words(publication)
        levels.append([publication.sheet.level.value, " ".join(_shortest(words, known))])
        known.update(words)
    said = " ".join(dict.fromkeys(piece for name in names for piece in pieces(name)))
    return [sheet.place, sheet.leaflet.id, sheet.title, sheet.latin_title, said, levels]


def _words(publication: Publication) -> dict[str, None]:
    (text, *_) = publication.source.texts
    said = (
        piece
        for section in text.sections
        for line in (section.title, *section.headings, *(statement.text for statement in section.statements))
        for piece in pieces(line)
    )
    return dict.fromkeys(said)


def _shortest(words: Mapping[str, None], known: Mapping[str, None]) -> list[str]:
    """Words that are not part of another one: what is typed is looked for anywhere in a word."""
    kept: list[str] = []
    seen = " ".join(known)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if word not in seen:
            kept.append(word)
            seen += " " + word
    return sorted(kept)
