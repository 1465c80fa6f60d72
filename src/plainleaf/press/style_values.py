"""Values in a style: sizes, colours, words and fonts, as far as they are known before anything is set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tinycss2
from tinycss2 import color3

from plainleaf.press.colours import BLACK, TEXT, WHITE, Colour, contrast

Token = Any  # the parser has no types
Value = Sequence[Token]

LEAST_POINTS = 10.0
"""Nothing is set smaller, and no line is lower (R01)."""
_LEAST_PERCENT = 80.0
_POINTS = {"pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 720 / 25.4, "q": 18 / 25.4, "in": 72.0, "pc": 12.0}
_BODY = 12.0  # points of the smallest body text: what rem and em are at least
_SMALL_WORDS = frozenset({"xx-small", "x-small", "small", "smaller"})
_CHOOSING = frozenset({"min", "clamp"})  # functions that may come out as the smallest of their arguments
_MOST_BACK = -12.0  # points that a margin may reach back; gaps between boxes need it
_NEUTRAL_COLOURS = frozenset({"inherit", "currentcolor", "unset", "initial"})
_FAMILIES = frozenset({"noto sans", "sans-serif", "inherit"})
_FONT_WORDS = frozenset({"normal", "bold", "bolder", "lighter", "inherit"})


def shown(value: Value) -> str:
    """A value as it is written: small letters, single spaces."""
    return re.sub(r"\s+", " ", tinycss2.serialize(value)).strip().lower()


def tokens_of(value: Value) -> Iterator[Token]:
    """All tokens, with those inside functions and brackets."""
    for token in value:
        yield token
        yield from tokens_of(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def points(token: Token) -> float | None:
    """A length in points, one that depends on the text as with the smallest body; none: this is no length."""
    if token.type != "dimension":
        return None
    return float(token.value) * _POINTS.get(token.lower_unit, _BODY)


def is_tiny(value: Value, *, of_text: bool) -> bool:
    """Whether a size cannot be read, or leaves no room to write.

    Args:
        of_text: it is of letters or lines, where a part of the size around it counts too.
    """
    return any(_is_tiny(token, of_text=of_text) for token in value)


def _is_tiny(token: Token, *, of_text: bool) -> bool:
    if token.type == "function":
        return token.lower_name in _CHOOSING and is_tiny(token.arguments, of_text=of_text)
    if token.type == "percentage":
        return bool(token.value < (_LEAST_PERCENT if of_text else 1))
    if token.type == "ident":
        return of_text and token.lower_value in _SMALL_WORDS
    length = points(token)
    return (token.type == "number" and token.value < 1) or (length is not None and length < LEAST_POINTS - 0.01)


def reaches_back(value: Value) -> bool:
    """Whether a margin pulls what it belongs to over something else."""
    inside = {id(one) for token in value if token.type == "function" for one in tokens_of(token.arguments)}
    for token in tokens_of(value):
        length = points(token)
        if length is not None and length < _MOST_BACK:
            return True
        if token.type == "percentage" and token.value < 0:
            return True
        if id(token) in inside and token.type in ("number", "dimension") and token.value < 0:
            return True
    return False


def words_in(value: Value) -> str:
    """The first text with a letter or digit that a value would write; empty: none."""
    written = (str(token.value) for token in tokens_of(value) if token.type == "string")
    return next((text for text in written if any(char.isalnum() for char in text)), "")


def foreign_source(value: Value, *, added: bool) -> str:
    """What a value would write that does not stand in it: a name, an attribute, a number, a picture; empty: none.

    Args:
        added: not even the numbers of steps, which the page gives to a whole style.
    """
    for token in value:
        if token.type in ("function", "url") and (added or shown([token]) != "attr(data-n)"):
            return shown([token])
    return ""


def foreign_family(value: Value, *, alone: bool) -> str:
    """A font family that the language did not choose; empty: none.

    Args:
        alone: the value names families only; otherwise weight and size stand before them.
    """
    known = _FAMILIES if alone else _FAMILIES | _FONT_WORDS
    for token in value:
        if token.type in ("string", "ident") and str(token.value).lower() not in known:
            return str(token.value)
        if token.type == "function" and "var" in (token.lower_name, "") and alone and "fonts" not in shown([token]):
            return shown([token])
    return ""


def colours_in(value: Value, palette: Mapping[str, Colour]) -> list[Colour]:
    """The colours that a value names, those that let something through as on white paper."""
    return [colour for token in value if (colour := _colour_of(token, palette))]


def _colour_of(token: Token, palette: Mapping[str, Colour]) -> Colour | None:
    if token.type == "function" and token.lower_name == "var":
        return palette.get(shown(token.arguments).removeprefix("--"))
    found = color3.parse_color(token) if token.type in ("ident", "hash", "function") else None
    if found is None or found == "currentColor":
        return None
    through = 1 - found.alpha
    return Colour(*(round(255 * (part * found.alpha + through)) for part in (found.red, found.green, found.blue)))


def text_fault(value: Value, beside: Mapping[str, Value], palette: Mapping[str, Colour]) -> str | None:
    """Why text in this colour is not seen, as far as one rule can tell; none: it is.

    Args:
        beside: the other properties of the rule; without a background it is paper.
    """
    fronts = colours_in(value, palette)
    if not fronts:
        neutral = shown(value) in _NEUTRAL_COLOURS
        return None if neutral else "is a colour whose contrast cannot be judged; write it as #rrggbb"
    behind = beside.get("background-color", beside.get("background", ()))
    back = (colours_in(behind, palette) or [palette.get("paper", WHITE)])[-1]
    return _contrast_fault(fronts[-1], back)


def background_fault(value: Value, beside: Mapping[str, Value], palette: Mapping[str, Colour]) -> str | None:
    """Why text on this background is not seen; none: it is, or this is no colour."""
    backs = [colour for colour in colours_in(value, palette) if shown(value) != "transparent"]
    if not backs:
        return None
    front = (colours_in(beside.get("color", ()), palette) or [palette.get("ink", BLACK)])[-1]
    return _contrast_fault(front, backs[-1])


def _contrast_fault(front: Colour, back: Colour) -> str | None:
    ratio = contrast(front, back)
    return f"leaves text a contrast of {ratio:.1f}:1; it needs {TEXT:g}:1" if ratio < TEXT else None
