"""How the scripts of the world are set: the fonts, size and line height of a language whose pack does not say.

The fonts are Noto's, which are free and which the press looks for. Sizes and heights are beginnings: letters of many
scripts look smaller than Latin ones at the same size, or need more room above and below. A print on paper decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LATIN_FONT = "Noto Sans"


@dataclass(frozen=True, slots=True)
class ScriptLook:
    """How a script is set.

    Attributes:
        fonts: families in order; the first that has a character prints it.
        size: factor on the body size.
        leading: line height as a multiple of the size.
    """

    fonts: tuple[str, ...]
    size: float = 1.0
    leading: float = 1.4


def _own(name: str, size: float = 1.0, leading: float = 1.4) -> ScriptLook:
    """A script with a font of its own; Latin letters, digits and signs come from the Latin one."""
    return ScriptLook((f"Noto Sans {name}", LATIN_FONT), size, leading)


def _han(region: str) -> ScriptLook:
    """Han characters; Latin letters beside them are set in the Latin font, which stands first."""
    return ScriptLook((LATIN_FONT, f"Noto Sans CJK {region}"), 1.0, 1.6)


LOOKS: Mapping[str, ScriptLook] = {
    "Latn": ScriptLook((LATIN_FONT,)),
    "Cyrl": ScriptLook((LATIN_FONT,)),
    "Grek": ScriptLook((LATIN_FONT,)),
    "Arab": ScriptLook(("Noto Naskh Arabic", LATIN_FONT), 1.15, 1.7),
    "Hebr": _own("Hebrew", 1.1),
    "Hans": _han("SC"),
    "Hant": _han("TC"),
    "Jpan": _han("JP"),
    "Kore": _han("KR"),
    "Deva": _own("Devanagari", 1.05, 1.6),
    "Beng": _own("Bengali", 1.05, 1.6),
    "Guru": _own("Gurmukhi", 1.05, 1.6),
    "Gujr": _own("Gujarati", 1.05, 1.6),
    "Orya": _own("Oriya", 1.05, 1.6),
    "Taml": _own("Tamil", 1.0, 1.6),
    "Telu": _own("Telugu", 1.0, 1.7),
    "Knda": _own("Kannada", 1.0, 1.7),
    "Mlym": _own("Malayalam", 1.0, 1.6),
    "Sinh": _own("Sinhala", 1.0, 1.6),
    "Thai": _own("Thai", 1.1, 1.7),
    "Laoo": _own("Lao", 1.1, 1.7),
    "Khmr": _own("Khmer", 1.1, 1.9),
    "Mymr": _own("Myanmar", 1.05, 1.9),
    "Ethi": _own("Ethiopic", 1.0, 1.5),
    "Armn": _own("Armenian"),
    "Geor": _own("Georgian"),
    "Thaa": _own("Thaana", 1.1, 1.7),
    "Syrc": _own("Syriac", 1.1, 1.6),
    "Nkoo": _own("NKo", 1.1, 1.6),
    "Tfng": _own("Tifinagh"),
    "Cher": _own("Cherokee"),
    "Tibt": ScriptLook(("Noto Serif Tibetan", LATIN_FONT), 1.1, 1.9),
}
NASTALIQ = ScriptLook(("Noto Nastaliq Urdu", LATIN_FONT), 1.1, 2.4)
_OWN_LOOKS = {"ur": NASTALIQ, "ks": NASTALIQ}
_REGIONS = {"zh-Hant-HK": "HK", "zh-Hant-MO": "HK", "yue": "HK"}


def look_of(tag: str, script: str) -> ScriptLook | None:
    """How a language is set in its script; none for a script that nothing is known of here."""
    if tag in _REGIONS:
        return _han(_REGIONS[tag])
    if script == "Arab" and (own := _OWN_LOOKS.get(tag.split("-", maxsplit=1)[0])):
        return own
    return LOOKS.get(script)
