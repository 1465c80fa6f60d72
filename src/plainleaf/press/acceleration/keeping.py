"""Where the caches keep what they know, and for how long.

What was made with a font configuration is kept on it, and goes when it goes: no cache outlives the fonts it is about,
and none is found again under the address of something that was freed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Kept = TypeVar("Kept")
# The engine has no types, so what is its own stands here as Any.
FontConfiguration = Any


class Shelf(Generic[Kept]):
    """The last so many things that were asked for."""

    __slots__ = ("_kept", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """What is kept under a key, which is now the last that was asked for."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, value: Kept) -> None:
        """Keep a thing, and let the one go that nobody asked for longest."""
        self._kept[key] = value
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Keep nothing."""
        self._kept.clear()


class Store(Generic[Kept]):
    """One thing of a cache for each font configuration, kept on that."""

    def __init__(self, name: str, make: Callable[[], Kept]) -> None:
        self.name = f"plainleaf_{name}"
        self._make = make
        self._holders: WeakSet[FontConfiguration] = WeakSet()

    def of(self, fonts: FontConfiguration) -> Kept:
        """What is kept with these fonts; made where there is nothing yet."""
        found: Kept | None = fonts.__dict__.get(self.name)
        if found is None:
            found = fonts.__dict__[self.name] = self._make()
            self._holders.add(fonts)
        return found

    def clear(self) -> None:
        """Keep nothing, whatever the fonts."""
        for fonts in tuple(self._holders):
            fonts.__dict__.pop(self.name, None)
        self._holders = WeakSet()
