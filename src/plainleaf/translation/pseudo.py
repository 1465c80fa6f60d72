"""Languages that do not exist, made from English to test the layout.

``en-XA`` has accents, is about a third longer and stands in brackets: text that is cut, or that no translator can
reach, is seen at once by people who read English. ``ar-XB`` runs from right to left. Its letters are Arabic, one for
each Latin letter: marks that only turn the direction of Latin letters round would try neither the font, nor the
joining of letters, nor the mixing of directions that a true Arabic leaflet has.

Placeholders, and units with their plural forms, stay as they are, so that every dose can be read. They are never
written to disk as catalogs, never approved, and never among the languages of a workspace.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import cycle

from babel import Locale

from plainleaf.content.model import Library, Message
from plainleaf.languages import LanguagePack
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages

PSEUDO_TAGS = ("en-XA", "ar-XB")
LONGER = 0.35
"""How much longer ``en-XA`` is, brackets left out: by words that follow the text, not by longer words. A word that is
too long for its column is refused in every language; a line more must fit."""

_PIECE = re.compile(r"(\{[^{}]*\})")
_UNITS = "unit/"
_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéîñöšûýžÁÇÉÎÑÖŠÛÝŽ")
_FILLERS = ("öñé", "twö", "thréé", "föûr", "fîvé")
_ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدعفجحيژكلمنوپقرستهڤغخىز", strict=True))
_ARABIC_MARKS = {",": "،", ";": "؛", "?": "؟"}


class _PseudoPack(LanguagePack):
    """A pack whose tag CLDR does not know: its numbers and days are those of the language it is made after."""

    @property
    def locale(self) -> Locale:
        """English, or Arabic."""
        return Locale.parse(self.language.split("-")[0])


_PACKS: Mapping[str, LanguagePack] = {
    "en-XA": _PseudoPack.model_construct(
        language="en-XA",
        own_name="[Éñglîšh]",
        english_name="Pseudo-English",
        script="Latn",
        direction="ltr",
        fonts=("Noto Sans",),
    ),
    "ar-XB": _PseudoPack.model_construct(
        language="ar-XB",
        own_name="عنجليسح",
        english_name="Pseudo-Arabic",
        script="Arab",
        direction="rtl",
        fonts=("Noto Naskh Arabic", "Noto Sans"),
        size=1.15,
        leading=1.7,
        list_separator="، ",
    ),
}


def pseudo_language(tag: str, library: Library) -> Language:
    """One of `PSEUDO_TAGS`, with a catalog for every domain."""
    catalogs = {
        domain: DomainCatalog(f"{tag}/{domain}", {one.msgctxt: _entry(tag, one) for one in messages}, _english_form)
        for domain, messages in collect_messages(library).items()
    }
    return Language(_PACKS[tag], catalogs)


def pseudo_text(tag: str, text: str) -> str:
    """A text in a pseudo-language; what stands in braces stays."""
    pieces = _PIECE.split(text)
    if tag == "ar-XB":
        return "".join(piece if at % 2 else _mirror(piece) for at, piece in enumerate(pieces))
    accented = (piece if at % 2 else piece.translate(_ACCENTS) for at, piece in enumerate(pieces))
    return f"[{''.join(accented)}{_stretch(text)}]"


def _entry(tag: str, message: Message) -> Entry:
    source = (message.msgid, message.plural) if message.plural else (message.msgid,)
    texts = source if message.msgctxt.startswith(_UNITS) else tuple(pseudo_text(tag, text) for text in source)
    return Entry(message.msgctxt, message.msgid, texts, fuzzy=False, position=message.position, plural=message.plural)


def _english_form(number: int) -> int:
    return 0 if number == 1 else 1


def _stretch(text: str) -> str:
    """Words to stand after a text, so that it is as much longer as `LONGER` says."""
    wanted = round(len(_PIECE.sub("", text)) * LONGER)
    made = ""
    for word in cycle(_FILLERS):
        if len(made) + (len(word) + 1) / 2 > wanted:
            break
        made += f" {word}"
    return made


def _mirror(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(_ARABIC.get(c, _ARABIC_MARKS.get(c, c)) for c in plain if not unicodedata.combining(c))
