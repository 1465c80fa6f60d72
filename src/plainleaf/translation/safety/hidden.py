"""Characters that no reader sees, or that are not what they seem: controls, joiners, wide letters, broken encodings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from plainleaf.translation.safety.scripts import Trace, blanked, name_of, named_script

_JOINERS = "\u200c\u200d"
_BREAKS = "\u200b\u2060"
# Scripts that shape letters differently around a joiner, and scripts without spaces, where U+200B parts words and
# U+2060 holds them together.
_JOINED = frozenset(
    {"Arab", "Syrc", "Mong", "Nkoo", "Adlm", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"}
    | {"Sinh", "Khmr", "Mymr", "Laoo", "Thai", "Tibt"}
)
_BROKEN = frozenset({"Laoo", "Khmr", "Thai", "Mymr", "Tibt"})
_VIRAMA = 9
# Everything that may be seen is left out, so that a clean text is passed over in one search.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U000e0000-\U0010ffff]"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("direction-mark", re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")),
    ("soft-hyphen", re.compile("\u00ad")),
    ("variation-selector", re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")),
    ("tag-character", re.compile("[\U000e0000-\U000e007f]")),
    ("replacement-character", re.compile("[\ufffc\ufffd]")),
    ("private-use", re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")),
    ("control-character", re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")),
    ("broken-character", re.compile("[\ud800-\udfff]")),
)


def hidden(text: str, script: str) -> Iterator[Trace]:
    """A character that is not seen, by its kind: ``direction-mark``, ``zero-width``, ``joiner``, and so on.

    Joiners pass between letters of a script that has them; so do, in a script without spaces, the marks that say where
    a line may end and where not.
    """
    if text.isascii() and text.isprintable():
        return
    for found in _SUSPECT.finditer(text):
        char = found[0]
        if char in _JOINERS:
            if not _joins(text, found.start()):
                yield Trace("joiner", found.start(), f"{name_of(char)} stands where it joins or parts no letters")
        elif char not in _BREAKS or script not in _BROKEN:
            yield Trace(_kind(char), found.start(), name_of(char))
    for char in sorted(set(text)):
        if _is_unassigned(char) and not _SUSPECT.match(char):
            yield Trace("unassigned", text.index(char), name_of(char))


def _kind(char: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.match(char)), "zero-width")


@cache
def _is_unassigned(char: str) -> bool:
    return unicodedata.category(char) == "Cn"


def _joins(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not before or named_script(before) not in _JOINED:
        return False
    return unicodedata.combining(before) == _VIRAMA or (bool(after) and named_script(after) in _JOINED)


# ------------------------------------------------------------------------------------------------- other forms

_WIDE_SCRIPTS = frozenset({"Hans", "Hant", "Jpan", "Kore"})
# Compatibility characters that are the ordinary spelling somewhere, or stand in every good typeface.
_ORDINARY = frozenset("\u00a0\u202f\u2007\u2009\u0587…ªºµ№™´¨¸¯·ำຳໜໝཷཹ‑⁄")


def unusual_forms(text: str, script: str) -> Iterator[Trace]:
    """``not-composed``: text that is not NFC; ``compatibility``: a character that stands for others (ﬁ, ², １, ㎎)."""
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        composed = unicodedata.normalize("NFC", text)
        place = next((i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b), len(composed))
        yield Trace("not-composed", place, f"“{text[place : place + 2]}” is not in composed form (NFC)")
    wide = script in _WIDE_SCRIPTS
    for char in sorted(set(text)):
        if char > "\x7f" and (form := _form(char)) and not (wide and form in ("<wide>", "<narrow>", "<square>")):
            plain = unicodedata.normalize("NFKC", char)
            yield Trace("compatibility", text.index(char), f"“{char}” ({name_of(char)}) stands for “{plain}”")


@cache
def _form(char: str) -> str:
    """The kind of its compatibility decomposition (``<wide>``); empty for a character that stands for itself."""
    form = unicodedata.decomposition(char).partition(" ")[0]
    return form if form.startswith("<") and form != "<fraction>" and char not in _ORDINARY else ""


# -------------------------------------------------------------------------------------------- broken encodings

# What the bytes 80 to BF of UTF-8 are read as in Windows' western encoding.
_REST = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_WESTERN = re.compile(f"[ÂÃÄÅÐÑ]{_REST}|(?:[ÎÏØÙ×]{_REST}){{2}}|[àáâã]{_REST}{{2}}|ï¿½|ï»¿")
_CYRILLIC_PAIRS = re.compile("(?:[РС][\u0080-\u00bf\u0402-\u040f\u0451-\u045f\u0490\u0491‘’“”•–—€™…†‡‰‹›„‚Ё№]){2,}")
_LOST = re.compile(r"[^\W\d_]\?[a-zà-ÿ]|\?{3,}|[^\W\d_]¿[^\W\d_]")
_CLOSING = frozenset("\u00a0»”’…—–«“‘™•")


def broken_encoding(text: str) -> Iterator[Trace]:
    """``mojibake``: text read in another encoding than it was written in (Ã©, â€™, РїСЂ), or letters lost for "?"."""
    if not text.isascii():
        for found in _WESTERN.finditer(text):
            if _decodes(found[0], "cp1252") and not _ends_a_capital_word(text, found):
                yield Trace("mojibake", found.start(), f"“{found[0]}” is text read in the wrong encoding")
                return
        for found in _CYRILLIC_PAIRS.finditer(text):
            if _decodes(found[0], "cp1251"):
                yield Trace("mojibake", found.start(), f"“{found[0]}” is text read in the wrong encoding")
                return
    if ("?" in text or "¿" in text) and (lost := _LOST.search(blanked(text))):
        yield Trace("mojibake", lost.start(), f"“{lost[0]}”: letters were lost in a wrong encoding")


def _decodes(piece: str, encoding: str) -> bool:
    """Whether a piece is UTF-8 that was read as the encoding; undefined bytes come through as controls."""
    raw = b"".join(bytes([ord(c)]) if ord(c) in range(0x80, 0xA0) else c.encode(encoding, "replace") for c in piece)
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _ends_a_capital_word(text: str, found: re.Match[str]) -> bool:
    """“MANHÃ” at the end of a quotation: a capital word and the mark after it."""
    return found[0][-1] in _CLOSING and text[max(found.start() - 1, 0) : found.start()].isupper()
