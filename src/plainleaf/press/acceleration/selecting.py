"""Which rules an element has, remembered by the way down to it.

A selector is tried once for each kind of element (its name, its attributes, those of all round it), on a stand-in that
notes what the selector looks at. Where it looks at nothing but the way down, its answer holds for every element of
that kind, in every document. Where it looks further, as at what comes before, it is asked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

# The engine has no types, so what is its own stands here as Any.
Element = Any
Wrapper = Any
Entry = Any
Test = Callable[[Wrapper], object]

_NAMED = ("class", "id", "lang", "dir")
"""Attributes by which elements differ, before a selector asks for others."""


class Attributes:
    """Names of the attributes that any selector has looked at."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = _NAMED
        self.missing: set[str] = set()

    def values_of(self, element: Element) -> tuple[str | None, ...]:
        """What an element says of each."""
        get = element.get
        return tuple([get(name) for name in self.names])

    def learn(self) -> bool:
        """Know those that were asked for from now on; whether there are such."""
        found = bool(self.missing)
        self.names += tuple(sorted(self.missing))
        self.missing = set()
        return found


@dataclass(slots=True)
class _Look:
    """What a selector looks at."""

    attributes: Attributes
    strays: bool = False

    def at(self, name: object) -> None:
        if name not in self.attributes.names:
            self.attributes.missing.add(str(name))


class _Seen:
    """An element, for as long as a selector looks at it."""

    __slots__ = ("_look", "_real")

    def __init__(self, real: Wrapper, look: _Look) -> None:
        self._real = real
        self._look = look

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        real, look = self._real, self._look
        if name in ("local_name", "namespace_url", "in_html_document"):
            return getattr(real, name)
        if name == "classes":
            return real.classes
        if name == "id":
            return real.id
        if name == "parent":
            return None if real.parent is None else _Seen(real.parent, look)
        if name == "ancestors":
            return tuple(_Seen(one, look) for one in real.ancestors)
        if name == "etree_element":
            return _SeenTree(real.etree_element, look)
        look.strays = True
        return getattr(real, name)


class _SeenTree:
    """The same, where the selector goes down to the bare element."""

    __slots__ = ("_look", "_real")

    def __init__(self, real: Element, look: _Look) -> None:
        self._real = real
        self._look = look

    @property
    def tag(self) -> Any:  # noqa: ANN401
        return self._real.tag

    @property
    def attrib(self) -> _SeenTree:
        return self

    def get(self, name: str, default: object = None) -> Any:  # noqa: ANN401
        self._look.at(name)
        return self._real.get(name, default)

    def __contains__(self, name: object) -> bool:
        self._look.at(name)
        return name in self._real.attrib

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        self._look.at(name)
        return self._real.attrib[name]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        self._look.strays = True
        return getattr(self._real, name)

    def __iter__(self) -> Iterator[Any]:
        self._look.strays = True
        return iter(self._real)

    def __len__(self) -> int:
        self._look.strays = True
        return len(self._real)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Selectors that may select elements of one kind.

    Attributes:
        sure: those that do.
        asked: those that have to be asked for each element.
    """

    sure: tuple[Entry, ...]
    asked: tuple[Entry, ...]


def candidates(matcher: Any, element: Wrapper, attributes: Attributes) -> Candidates:  # noqa: ANN401
    """The selectors of a sheet for elements of this kind."""
    sure, asked = [], []
    for entry in _relevant(matcher, element):
        look = _Look(attributes)
        selects = entry[0](_Seen(element, look))
        if look.strays:
            asked.append(entry)
        elif selects:
            sure.append(entry)
    return Candidates(tuple(sure), tuple(asked))


def _relevant(matcher: Any, element: Wrapper) -> Iterator[Entry]:  # noqa: ANN401
    """As `Matcher.match` chooses which selectors to try."""
    if element.id is not None:
        yield from matcher.id_selectors.get(element.id, ())
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(element.local_name.lower(), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors
