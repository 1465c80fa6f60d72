"""Unit words and signs found beside numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from plainleaf.translation.safety.lexicon import SPACELESS, Forms, UnitName
from plainleaf.translation.safety.scan import fold

DOSE_UNITS = frozenset(
    {"microgram", "milligram", "gram", "kilogram", "milliliter", "liter", "unit", "millimole", "percent", "celsius",
     "fahrenheit", "tablet", "capsule", "drop", "puff", "spoon"}
)  # fmt: skip
"""Units whose change is a change of dose."""
TIME_UNITS = frozenset({"minute", "hour", "day", "week", "month", "year", "second"})

# Signs that every language writes as they are.
_SIGNS: Mapping[UnitName, tuple[str, ...]] = {
    "microgram": ("mcg", "µg", "μg", "ug"),
    "milligram": ("mg",),
    "gram": ("g",),
    "kilogram": ("kg",),
    "milliliter": ("ml",),
    "liter": ("l",),
    "millimole": ("mmol",),
    "millimeter": ("mm",),
    "centimeter": ("cm",),
    "kilometer": ("km",),
    "percent": ("%",),
    "celsius": ("°c", "° c", "°с", "℃"),
    "fahrenheit": ("°f", "° f"),
}
_LEAD = re.compile(r"[\s\u00a0\u202f\-–/.]{0,2}(?:个|個)?")
_LETTER, _LATIN = re.compile(r"[^\W\d_]"), re.compile(r"[A-Za-z]")


class UnitFinder:
    """The units of one language."""

    def __init__(self, units: Mapping[UnitName, Forms], script: str) -> None:
        self._spaceless = script in SPACELESS
        found: dict[str, list[tuple[str, bool, str]]] = defaultdict(list)
        self._forms: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for table in (units, _SIGNS):
            for name, forms in table.items():
                for form in forms:
                    text = fold(form.rstrip("*"), script)
                    found[text[0]].append((text, form.endswith("*"), str(name)))
                    self._forms[str(name)].append((text, form.endswith("*")))
        self._by_first = {first: sorted(forms, key=lambda row: -len(row[0])) for first, forms in found.items()}

    def after(self, text: str, position: int) -> str:
        """The unit that stands right after a position, or nothing.

        Args:
            text: folded.
        """
        lead = _LEAD.match(text, position)
        return self._at(text, lead.end() if lead else position)

    def before(self, text: str, position: int) -> str:
        """The unit whose word ends right before a position, for languages that say "week 4"."""
        words = text[max(0, position - 30) : position].split()
        return self._at(words[-1] + " ", 0) if words else ""

    def stands_in(self, text: str, unit: str, start: int, end: int) -> bool:
        """Whether a form of the unit stands in a stretch of text."""
        window = text[start:end]
        for form, open_end in self._forms.get(unit, ()):
            position = window.find(form)
            while position >= 0:
                if self._is_whole(window, position, len(form), open_end=open_end):
                    return True
                position = window.find(form, position + 1)
        return False

    def count(self, text: str, unit: str) -> int:
        """How often a form of the unit stands in a text.

        Args:
            text: folded.
        """
        starts: set[int] = set()
        for form, open_end in self._forms.get(unit, ()):
            position = text.find(form)
            while position >= 0:
                if self._is_whole(text, position, len(form), open_end=open_end):
                    starts.add(position)
                position = text.find(form, position + 1)
        return len(starts)

    def _at(self, text: str, position: int) -> str:
        if position >= len(text):
            return ""
        for form, open_end, name in self._by_first.get(text[position], ()):
            if text.startswith(form, position) and self._is_whole(text, position, len(form), open_end=open_end):
                return name
        return ""

    def _is_whole(self, text: str, position: int, length: int, *, open_end: bool) -> bool:
        end = position + length
        if not text[end - 1].isalpha():
            return True  # a sign, such as %
        if self._spaceless and not text[position].isascii():
            return True
        letter = _LATIN if self._spaceless else _LETTER  # 5mg的: only a Latin letter would go on with the word
        if position and letter.match(text, position - 1) and letter.match(text, position):
            return False
        return open_end or not letter.match(text, end)
