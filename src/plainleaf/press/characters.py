"""Which characters each glyph of a font stands for, so that who copies or listens gets what was typed.

The engine notes the characters of a glyph when it first draws it. Where one letter is drawn with several glyphs (an
Arabic letter and its vowel sign) it gives all of its characters to one of them and nothing to the other, for the whole
document: "شيئًا" first, and every "ئ" after it is lost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable


class CharacterTable(dict[int, str]):
    """Characters by glyph, as the engine fills it: it asks whether a glyph is known, and notes one that is not.

    A glyph that stands for nothing yet is not known, so that the next letter that it draws can tell.
    """

    def __init__(self, is_mark: Callable[[int], bool]) -> None:
        super().__init__()
        self._is_mark = is_mark
        self._rest = ""  # of the letter that was noted last: the characters of its other glyphs

    def __contains__(self, glyph: object) -> bool:
        known = bool(self.get(glyph)) if isinstance(glyph, int) else False
        if known:
            self._rest = ""
        return known

    def __setitem__(self, glyph: int, characters: str) -> None:
        """Note what a glyph stands for: of a letter with signs, a sign for the signs, and any other for the rest."""
        rest, self._rest = self._rest, ""
        if not characters:
            characters = rest
        elif len(unicodedata.normalize("NFC", characters)) > 1:
            is_mark = self._is_mark(glyph)
            own = "".join(char for char in characters if bool(unicodedata.combining(char)) == is_mark)
            self._rest = "".join(char for char in characters if bool(unicodedata.combining(char)) != is_mark)
            characters = own
        super().__setitem__(glyph, characters)
