"""Values that nothing says are looked up, and not worked out.

Most properties of most elements are said by no rule: they are inherited or have their initial value. The engine goes
the whole way of a computed value for each; here they are found at once.
"""

from __future__ import annotations

from typing import Any

import weasyprint.css as engine
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from plainleaf.press.acceleration.switch import Patch

# The engine has no types, so what is its own stands here as Any.
Style = Any

_DIRECTIONS = ("ltr", "rtl")
_SPECIAL = frozenset({"page", "position", "float", "display"})
_INHERITED = frozenset(name for name in INHERITED if name not in _SPECIAL and not name.startswith("text_decoration_"))
_INITIAL = frozenset(
    name
    for name in INITIAL_VALUES
    if name not in _SPECIAL | INHERITED | INITIAL_NOT_COMPUTED and not name.startswith("text_decoration_")
)
_LOGICAL = {
    name: {inline: function(block="ttb", inline=inline) for inline in _DIRECTIONS}
    for name, function in PHYSICAL_FUNCTIONS.items()
}
"""What a property is called in the direction of the text."""
_ANONYMOUS = {name: INITIAL_VALUES[name] for name in _INITIAL}
_KEPT = str | int | float

_stock = engine.ComputedStyle.__missing__
_stock_anonymous = engine.AnonymousStyle.__missing__


def patches() -> tuple[Patch, ...]:
    """Where values are computed."""
    return (
        Patch(engine.ComputedStyle, "__missing__", _stock, _quick),
        Patch(engine.AnonymousStyle, "__missing__", _stock_anonymous, _quick_anonymous),
    )


def forget() -> None:
    """Nothing: there is nothing to let go."""


def _quick(self: Style, key: str) -> Any:  # noqa: ANN401
    if key not in self.cascaded:
        if key in _INITIAL:
            logical = _LOGICAL.get(key)
            if logical is None or logical[self["direction"]] not in self.cascaded:
                value = self[key] = INITIAL_VALUES[key]
                return value
        elif key in _INHERITED and self.parent_style is not None:
            value = self.parent_style[key]
            if isinstance(value, _KEPT):
                self[key] = value
                return value
    return _stock(self, key)


def _quick_anonymous(self: Style, key: str) -> Any:  # noqa: ANN401
    if key in _ANONYMOUS:
        value = self[key] = _ANONYMOUS[key]
        return value
    return _stock_anonymous(self, key)
