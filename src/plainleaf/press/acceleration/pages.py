"""Styles of pages and of their margins are computed once for what they say.

The engine computes them anew for each page. Here pages of the same rules share theirs within a document. From one
document to the next the texts in the margins differ: a style takes over what was computed of the same rules and the
same custom properties, and asks its own document for the rest.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css.tokens import Pending
from weasyprint.layout import page

from plainleaf.press.acceleration.customs import Customs
from plainleaf.press.acceleration.keeping import Shelf
from plainleaf.press.acceleration.stylesheets import used_by
from plainleaf.press.acceleration.switch import Patch

# The engine has no types, so what is its own stands here as Any.
Style = Any
PageType = Any

MOST_MARGINS = 70
"""Page and margin styles that are remembered for one kind of root."""
_KNOWN = ("used_lengths", "is_square", "is_bare")
"""What other caches know of a style, from its values alone."""

_stock = page.set_page_type_computed_styles


class Pages:
    """Styles of the pages of one document.

    Attributes:
        customs: what the document says of its root.
        before: styles of earlier documents with the same kind of root.
    """

    def __init__(self, customs: Customs, before: Shelf[Style]) -> None:
        self.customs = customs
        self.before = before
        self.made: dict[tuple[object, ...], dict[str | None, Style]] = {}
        rules = [rule for one in customs.readings for rule in one.page_rules]
        self.is_counted = any(selector[2].index is not None for _, listed, _ in rules for selector in listed)


def patches() -> tuple[Patch, ...]:
    """What gives a page its styles."""
    return (Patch(page, "set_page_type_computed_styles", _stock, _quick),)


def forget() -> None:
    """Nothing: what is known goes with the styles of the elements."""


def take_over(own: Style, common: Style) -> None:
    """Give a style what was computed of the same rules, but for custom properties, which it has itself."""
    own.update((name, value) for name, value in common.items() if not name.startswith("__"))
    own.specified.update(common.specified)
    for name in _KNOWN:
        if name in common.__dict__:
            own.__dict__[name] = common.__dict__[name]


def _quick(page_type: PageType, html: Any, style_for: Any) -> None:  # noqa: ANN401
    pages: Pages | None = style_for.__dict__.get("pages")
    if pages is None:
        _stock(page_type, html, style_for)
        return
    key: tuple[object, ...] = (page_type.side, page_type.blank, page_type.index == 0, page_type.name)
    if pages.is_counted:
        key = (*key, page_type.index, page_type.groups)
    found = pages.made.get(key)
    computed = style_for.get_computed_styles()
    if found is None:
        _stock(page_type, html, style_for)
        found = {pseudo: style for (element, pseudo), style in computed.items() if element == page_type}
        pages.made[key] = found
        around: tuple[object, ...] = ()
        for pseudo, style in found.items():
            said = (pseudo, _said(style, pages.customs))
            around = around or said  # the page comes first
            whole = (around, said)
            before = pages.before.get(whole)
            if before is not None:
                take_over(style, before)
            pages.before.put(whole, style)
        return
    for pseudo, style in found.items():
        computed[page_type, pseudo] = style


def _said(style: Style, customs: Customs) -> tuple[object, ...]:
    """What decides a style, besides those round it."""
    names: set[str] = set()
    for value, _ in style.cascaded.values():
        if isinstance(value, Pending):
            try:
                names |= value.used
            except AttributeError:
                value.used = used_by(value)
                names |= value.used
    rules = ((name, id(value), one, two, tuple(three)) for name, (value, (one, two, three)) in style.cascaded.items())
    return (*rules, *customs.behind(names))
