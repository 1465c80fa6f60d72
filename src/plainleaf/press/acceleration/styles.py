"""Styles are computed once for each kind of element, and not once for each document.

A kind is the way down to an element: names and attributes of all round it, and which rules select them. What differs
from sheet to sheet are custom properties of the root, such as the text of the foot. Those that no rule for elements
reaches are left out of the comparison; the root of each document keeps its own for the rules of its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any

import weasyprint.css as engine

from plainleaf.press.acceleration.customs import Customs
from plainleaf.press.acceleration.keeping import Shelf, Store
from plainleaf.press.acceleration.pages import MOST_MARGINS, Pages, take_over
from plainleaf.press.acceleration.selecting import Attributes, Candidates, candidates
from plainleaf.press.acceleration.stylesheets import Reading, reading_of
from plainleaf.press.acceleration.switch import Patch

# The engine has no types, so what is its own stands here as Any.
Element = Any
Wrapper = Any
Style = Any
Entry = Any

MOST_ROOTS = 6
MOST_KINDS = 2500
"""Of one root; it is begun anew when there are more."""
_NO_STYLE: tuple[tuple[str, Style], ...] = ()


class _NotCommonError(Exception):
    """What a document computes does not hold for others."""


class _Node:
    """One kind of element, with its styles and the kinds in it."""

    __slots__ = ("inner", "is_own", "pseudos", "style")

    def __init__(self, style: Style, pseudos: tuple[tuple[str, Style], ...], *, is_own: bool) -> None:
        self.style = style
        self.pseudos = pseudos
        self.is_own = is_own
        self.inner: dict[tuple[str | None, ...], _Kind] = {}


@dataclass(slots=True)
class _Kind:
    """Elements of the same name and attributes at the same place; they differ by what stands beside them."""

    by_sheet: tuple[Candidates, ...]
    asked: tuple[tuple[int, Entry], ...]
    nodes: dict[tuple[bool, ...], _Node] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    """An element on the way down; its wrapper is made when a selector needs it."""

    element: Element
    node: _Node
    above: Any  # a place too; of the root, which has a wrapper, none
    index: int
    wrapper: Wrapper | None = None
    wrapped: list[Wrapper] | None = None

    def wrap(self) -> Wrapper:
        if self.wrapper is None:
            self.wrapper = self.above.wrap_inner()[self.index]
        return self.wrapper

    def wrap_inner(self) -> list[Wrapper]:
        if self.wrapped is None:
            self.wrapped = list(self.wrap().iter_children())
        return self.wrapped


class _Family:
    """Documents of the same rules."""

    def __init__(self) -> None:
        self.attributes = Attributes()
        self.roots: Shelf[_Root] = Shelf(MOST_ROOTS)


@dataclass(slots=True)
class _Root:
    """One kind of root.

    Attributes:
        node: with the style that all elements in it are computed from.
        latest: the style of the root of the latest document.
        margins: styles of pages and their margins.
        kinds: of elements in it.
    """

    node: _Node
    latest: Style
    margins: Shelf[Style]
    kinds: int = 0


class _Families:
    """By their rules; one of which other things were wrong is known as such."""

    def __init__(self) -> None:
        self.by_rules: Shelf[_Family] = Shelf(8)


_families: Store[_Families] = Store("styles", _Families)
_stock = engine.StyleFor.__init__


def patches() -> tuple[Patch, ...]:
    """The maker of all styles of a document."""
    return (Patch(engine.StyleFor, "__init__", _stock, _quick),)


def forget() -> None:
    """Let all styles go."""
    _families.clear()


def _quick(self: Any, html: Any, sheets: Iterable[Any], hints: bool, fonts: Any, collector: Any) -> None:  # noqa: ANN401, FBT001
    sheets = list(sheets)
    readings = tuple(reading_of(sheet) for sheet, _, _ in sheets)
    if hints or not all(one.is_common for one in readings) or not _is_plain(html.etree_element):
        _stock(self, html, sheets, hints, fonts, collector)
        return
    origins = tuple((origin, specificity) for _, origin, specificity in sheets)
    rules = (html.base_url, origins, tuple(None if one.is_of_root else one for one in readings))
    by_rules = _families.of(fonts).by_rules
    family = by_rules.get(rules)
    if family is None:
        family = _Family()
        by_rules.put(rules, family)
    pass_ = _Pass(html, readings, origins, family, fonts)
    try:
        anchors = pass_.run()
    except _NotCommonError:
        _stock(self, html, sheets, hints, fonts, collector)
        return
    self._cascaded_styles = {}
    self._computed_styles = pass_.styles
    self.initial_page_sizes = pass_.page_sizes
    self._sheets = sheets
    self.font_config = fonts
    self.pages = pass_.pages
    if collector:
        for anchor in anchors:
            collector.collect_anchor(anchor)


def _is_plain(root: Element) -> bool:
    """Whether no element says more of its own style than its language and its name."""
    for element in root.iter():
        tag = element.tag
        if element.get("style") or tag == "{http://www.w3.org/2000/svg}svg" or (tag == "a" and element.get("name")):
            return False
    return True


class _Pass:
    """The styles of one document."""

    def __init__(
        self,
        html: Any,  # noqa: ANN401
        readings: tuple[Reading, ...],
        origins: tuple[tuple[str, Any], ...],
        family: _Family,
        fonts: Any,  # noqa: ANN401
    ) -> None:
        self.html = html
        self.readings = readings
        self.origins = origins
        self.family = family
        self.fonts = fonts
        self.page_sizes = {"box": None, "area": None}
        self.styles: dict[tuple[Element, str | None], Style] = {}
        self.pages: Pages | None = None

    def run(self) -> list[str]:
        """Fill in the styles; the anchors, in the order in which the engine asks for them."""
        while True:
            self.styles.clear()
            root, own_style = self._root()
            anchors = self._walk(root, own_style)
            if not self.family.attributes.learn():
                return anchors
            self.family.roots.clear()

    def _root(self) -> tuple[_Root, Style]:
        wrapper = self.html.wrapper_element
        element = wrapper.etree_element
        attributes = self.family.attributes
        by_sheet = tuple(candidates(one.matcher, wrapper, attributes) for one in self.readings)
        matched = [self._select(one, wrapper) for one in by_sheet]
        customs = Customs(self.readings, matched)
        key = (element.tag, *attributes.values_of(element), customs.common())
        found = self.family.roots.get(key)
        if found is not None and found.kinds > MOST_KINDS:
            found = None
        own, _ = self._compute(element, None, None, matched)
        if found is None:
            node = self._node(element, None, None, matched)
            found = _Root(node, node.style, Shelf(MOST_MARGINS))
            self.family.roots.put(key, found)
        else:
            take_over(own, found.latest)
            own.cache = found.latest.cache
        found.latest = own
        if all(one.is_common_to_pages for one in self.readings):
            self.pages = Pages(customs, found.margins)
        found.node.style.has_one_page_name = own.has_one_page_name = not any(one.names_pages for one in self.readings)
        return found, own

    def _walk(self, root: _Root, own_style: Style) -> list[str]:
        """All elements below the root, in their order."""
        styles, family = self.styles, self.family
        element = self.html.etree_element
        styles[element, None] = own_style
        for pseudo, style in root.node.pseudos:
            styles[element, pseudo] = style
        anchors, late, met = [own_style["anchor"]], [], set[int]()
        values_of = family.attributes.values_of
        places: list[tuple[_Place, Iterator[tuple[int, Element]]]] = []
        place = _Place(element, root.node, None, 0, self.html.wrapper_element)
        places.append((place, enumerate(_elements(element))))
        root_style = root.node.style
        while places:
            above, rest = places[-1]
            index, element = next(rest, (0, None))
            if element is None:
                places.pop()
                continue
            parent = above.node
            key = (element.tag, *values_of(element))
            kind = parent.inner.get(key)
            place = _Place(element, parent, above, index)
            if kind is None:
                kind = parent.inner[key] = self._kind(place.wrap())
            results = tuple(bool(entry[0](place.wrap())) for _, entry in kind.asked) if kind.asked else ()
            node = kind.nodes.get(results)
            if node is None:
                root.kinds += 1
                matched = [self._select(one, place.wrap()) for one in kind.by_sheet]
                node = kind.nodes[results] = self._node(element, parent.style, root_style, matched)
            place.node = node
            styles[element, None] = node.style
            anchor = node.style["anchor"]
            if anchor and (node.is_own or id(node) not in met):
                anchors.append(anchor)
            met.add(id(node))
            for pseudo, style in node.pseudos:
                styles[element, pseudo] = style
                if style["anchor"]:
                    late.append(style["anchor"])
            if len(element):
                places.append((place, enumerate(_elements(element))))
        return [anchor for anchor in (*anchors, *late) if anchor]

    def _kind(self, wrapper: Wrapper) -> _Kind:
        by_sheet = tuple(candidates(one.matcher, wrapper, self.family.attributes) for one in self.readings)
        return _Kind(by_sheet, tuple((index, entry) for index, one in enumerate(by_sheet) for entry in one.asked))

    @staticmethod
    def _select(found: Candidates, wrapper: Wrapper) -> list[Entry]:
        """As `Matcher.match` gives them."""
        return sorted(entry[1:] for entry in (*found.sure, *(one for one in found.asked if one[0](wrapper))))

    def _node(self, element: Element, parent: Style | None, root: Style | None, matched: list[list[Entry]]) -> _Node:
        style, pseudos = self._compute(element, parent, root, matched)
        if element.tag in ("html", "body") and style["overflow"] != "visible":
            raise _NotCommonError  # the engine gives it to the page and takes it from the style
        return _Node(style, pseudos, is_own=bool(element.get("lang") or element.get("id")))

    def _compute(
        self, element: Element, parent: Style | None, root: Style | None, matched: list[list[Entry]]
    ) -> tuple[Style, tuple[tuple[str, Style], ...]]:
        """The style of an element and those of what stands before and after its text, as `StyleFor` makes them."""
        cascaded: dict[str | None, dict[str, Any]] = {}
        base_url = self.html.base_url
        for specificity, _, declarations, url in engine.find_style_attributes(_Alone(element), base_url=base_url):
            _apply(
                cascaded.setdefault(None, {}), engine.preprocess_declarations(url, declarations), "author", specificity
            )
        for (origin, sheet_specificity), entries in zip(self.origins, matched, strict=True):
            for specificity, _, pseudo, (declarations, _) in entries:
                _apply(cascaded.setdefault(pseudo, {}), declarations, origin, sheet_specificity or specificity)
        start = engine.InitialStyle(self.fonts) if root is None else root

        def style(of: dict[str, Any], pseudo: str | None, above: Style | None, top: Style) -> Style:
            return engine.ComputedStyle(above, of, pseudo, top, base_url, self.fonts, self.page_sizes)

        found = style(cascaded.get(None, {}), None, parent, start)
        top = found if root is None else root
        return found, tuple((name, style(said, name, found, top)) for name, said in cascaded.items() if name)


class _Alone:
    """One element, as a tree of which the engine reads what it says of its own style."""

    def __init__(self, element: Element) -> None:
        self._element = element

    def iter(self) -> tuple[Element]:
        return (self._element,)


def _apply(style: dict[str, Any], declarations: Iterable[tuple[str, Any, bool]], origin: str, specificity: Any) -> None:  # noqa: ANN401
    for name, values, importance in declarations:
        weight = (engine.declaration_precedence(origin, importance), inf, specificity)
        old = style.get(name)
        if old is None or old[1] <= weight:
            style[name] = values, weight


def _elements(element: Element) -> list[Element]:
    return [one for one in element if isinstance(one.tag, str)]
