"""What a style may not say of text: a rule for each way to hide, move, cover, reword, fade or shrink it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from plainleaf.press.colours import Colour
from plainleaf.press.style_values import (
    Token,
    Value,
    background_fault,
    colours_in,
    foreign_family,
    foreign_source,
    is_tiny,
    points,
    reaches_back,
    shown,
    text_fault,
    words_in,
)

Place = Literal["element", "before", "page", "margin"]

OF_THE_PAGE = frozenset({"--draft", "--foot", "--foot-beside", "--page-of", "--fonts", "--factor", "--leading"})
"""Custom properties that each page sets for itself."""
OF_THE_MARGINS = frozenset({"--left", "--right", "--middle", "--mark-left", "--mark-right"})
"""Those with which a whole style puts them into the margins."""
_NO_WORDS = frozenset({"--beside-fonts", "--all-fonts", "--qr"})
"""Names of fonts, and the address of a picture: texts that are never set."""
_DOWN_TO = Mapping[str, frozenset[str]]


def _only(*values: str) -> frozenset[str]:
    return frozenset(values)


# Values that do nothing of the kind; any other value of these properties is refused. None at all: the property is.
_HIDING: _DOWN_TO = {
    "all": _only(),
    "visibility": _only("visible", "inherit"),
    "opacity": _only("1"),
    "clip": _only("auto"),
    "clip-path": _only("none"),
    "overflow": _only("visible"),
    "overflow-x": _only("visible"),
    "overflow-y": _only("visible"),
    "text-overflow": _only("clip"),
    "block-ellipsis": _only("none"),
    "max-lines": _only("none"),
    "line-clamp": _only("none"),
    "continue": _only("auto"),
}
_MOVING: _DOWN_TO = {
    "position": _only("static", "relative"),
    "float": _only("none", "left", "right", "inline-start", "inline-end"),
    "text-indent": _only("0"),
    "order": _only("0"),
    "flex-direction": _only("row", "column"),
    "flex-flow": _only("row", "column", "row wrap", "column wrap"),
    **dict.fromkeys(("transform", "translate", "rotate", "scale"), _only("none")),
    **dict.fromkeys(("top", "right", "bottom", "left"), _only("0", "auto")),
}
_COVERING: _DOWN_TO = {"outline": _only("none", "0"), "outline-width": _only("0"), "z-index": _only("auto")}
_REWORDING: _DOWN_TO = {
    "text-transform": _only("none"),
    "font-variant": _only("normal"),
    "font-variant-caps": _only("normal"),
    "letter-spacing": _only("normal", "0"),
    "text-decoration": _only("none", "underline"),
    "text-decoration-line": _only("none", "underline"),
    "unicode-bidi": _only("isolate", "normal"),
    "direction": _only("inherit"),
    "string-set": _only("none"),
}
_FAMILIES_OF_HIDING = ("mask", "inset")  # all properties whose names begin so
_SIZES = ("width", "height", "block-size", "inline-size")
_GROWING = ("td", "th", "tr", ".field", ".room", ".square", ".logo")
_WRITING = ("content", "list-style", "list-style-type", "quotes", "hyphenate-character", "bookmark-label")
_TEXT_SIZES = ("font-size", "font", "line-height", "--base", "--foot-size")
_PICTURE = (7.9 * 72 / 25.4, 24.1 * 72 / 25.4)  # points: a pictogram has 12 mm, and 8 to 24 where it must


@dataclass(frozen=True, slots=True)
class Setting:
    """One property and its value, where it stands.

    Attributes:
        place: an element, what the style puts ``before`` or after its text, a page, or a margin of a page.
        selector: of its rule, in small letters; ``important`` as it is said there.
        beside: all properties of the same rule.
        palette: colours that values may refer to, by name.
        added: it lies over a whole style, so that the margins of pages are not its business.
        of_page: a page says it of itself.
    """

    name: str
    value: Value
    line: int
    place: Place
    selector: str = ""
    important: bool = False
    beside: Mapping[str, Value] = field(default_factory=dict)
    palette: Mapping[str, Colour] = field(default_factory=dict)
    added: bool = False
    of_page: bool = False

    @property
    def text(self) -> str:
        """The value as it is written, in small letters."""
        return shown(self.value)

    def leaves(self, allowed: _DOWN_TO) -> bool:
        """Whether it is in the table, and not with one of the values there."""
        return self.name in allowed and self.text not in allowed[self.name]


def fault_of(setting: Setting) -> str | None:
    """Why a theme may not say this, as the end of a sentence; none: it may."""
    return next(filter(None, (rule(setting) for rule in _RULES)), None)


def _hides(one: Setting) -> str | None:
    if one.name == "display" and one.text == "none" and one.place != "before":
        return "hides what stands there"
    if one.leaves(_HIDING) or one.name.startswith(_FAMILIES_OF_HIDING):
        return "may hide what stands there"
    sized = one.name.removeprefix("max-") in _SIZES and one.place == "element"
    if sized and is_tiny(one.value, of_text=False):
        return "leaves no room for text"
    # Cells and boxes to write in grow with what is in them; what has another name may not.
    fixed = one.added and sized and one.name.endswith(("height", "block-size"))
    grows = all(part.strip().endswith(_GROWING) for part in one.selector.split(","))
    return "may leave no room for text; use `min-height`" if fixed and not grows else None


def _moves(one: Setting) -> str | None:
    drawn_back = one.name.startswith(("margin", "--")) and one.place == "element" and reaches_back(one.value)
    return "moves text away, or over other text" if one.leaves(_MOVING) or drawn_back else None


def _covers(one: Setting) -> str | None:
    if one.leaves(_COVERING):
        return "may cover text"
    if one.name in {"--pic", "background-size"}:
        return "is no size for a pictogram: 8 to 24 mm" if _is_no_pictogram(one) else None
    if not one.name.startswith("background"):
        return None
    if any(token.type == "url" or _draws(token) for token in one.value):
        return "puts a picture behind text"
    return "may cover text" if one.place == "before" and colours_in(one.value, one.palette) else None


def _is_no_pictogram(one: Setting) -> bool:
    least = _PICTURE[0] if one.name == "--pic" else 0
    lengths = [length for token in one.value if (length := points(token)) is not None]
    spread = any(token.type in ("ident", "percentage") for token in one.value)
    return spread or any(not least <= length <= _PICTURE[1] for length in lengths)


def _draws(token: Token) -> bool:
    return token.type == "function" and token.lower_name not in ("var", "rgb", "rgba", "hsl", "hsla")


def _rewords(one: Setting) -> str | None:
    if one.leaves(_REWORDING) and (one.name, one.place) != ("direction", "margin"):
        return "changes how words, numbers or units read"
    if one.name == "content" and one.place == "element":
        return "replaces what stands there"
    if one.name == "content" and one.place == "before" and (source := foreign_source(one.value, added=one.added)):
        return f"writes what `{source}` gives, which cannot be judged"
    by_page = one.of_page and one.name in OF_THE_PAGE | _NO_WORDS
    writes = one.name in _WRITING or (one.name.startswith("--") and not by_page)
    if writes and (words := words_in(one.value)):
        return f"writes “{words[:20]}”, which nobody has translated or approved"
    if one.name.startswith("counter-") and "page" in one.text:
        return "changes the number of the page"
    return None


def _takes_marks(one: Setting) -> str | None:
    if one.name in OF_THE_PAGE and not one.of_page:
        return "is for each page to say"
    of_pages = one.name in {"page", *OF_THE_MARGINS} or one.place in ("page", "margin")
    return "may take the draft mark or the foot from a page" if one.added and of_pages else None


def _outranks(one: Setting) -> str | None:
    if one.important:
        return "outranks the rules that keep text in its place (`!important`)"
    pictured = one.added and "pic" in one.selector and one.name.startswith(("padding", "background", "min-", "text-"))
    return "may put a pictogram under its words" if pictured else None


def _fades(one: Setting) -> str | None:
    if one.name == "color":
        return text_fault(one.value, one.beside, one.palette)
    if one.name in ("background", "background-color"):
        return background_fault(one.value, one.beside, one.palette)
    return None


def _shrinks(one: Setting) -> str | None:
    sizes = one.name in _TEXT_SIZES or one.name.startswith("--t-")
    return "sets text smaller than 10 points, or line upon line" if sizes and is_tiny(one.value, of_text=True) else None


def _strays(one: Setting) -> str | None:
    if one.name not in ("font", "font-family") or one.of_page:
        return None
    family = foreign_family(one.value, alone=one.name == "font-family")
    return f"names the font “{family}”; `fonts` under [theme] in plainleaf.toml is the place for it" if family else None


_RULES: tuple[Callable[[Setting], str | None], ...] = (
    _hides,
    _moves,
    _covers,
    _rewords,
    _takes_marks,
    _outranks,
    _fades,
    _shrinks,
    _strays,
)
