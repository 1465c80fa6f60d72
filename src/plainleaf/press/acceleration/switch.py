"""Puts all caches in force, and takes them away again.

They stand above the mends: what a cache keeps is what the mended engine made. So mends always come first, whatever is
imported first, and a cache asks for the function under it when it is put in force.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from plainleaf.press.acceleration.versions import is_wanted, notice
from plainleaf.press.mending import mend


@dataclass(frozen=True, slots=True)
class Patch:
    """One name in the engine, and what stands under it.

    Attributes:
        owner: the module or class.
        name: of the attribute.
        stock: what stands there without the cache: the engine's own, or a mend.
        quick: what stands there with it.
    """

    owner: object
    name: str
    stock: object
    quick: object


class Cache(Protocol):
    """What every module of this folder offers that is a cache."""

    def patches(self) -> tuple[Patch, ...]:
        """What it puts into the engine. Asked once, after `mend`."""

    def forget(self) -> None:
        """Let go of all that it keeps."""


def everywhere(stock: object, quick: object) -> tuple[Patch, ...]:
    """A patch for each module of the engine that holds this function by name."""
    return tuple(
        Patch(module, name, stock, quick)
        for path, module in sorted(sys.modules.items())
        if path.partition(".")[0] == "weasyprint"
        for name, value in sorted(vars(module).items())
        if value is stock
    )


@cache
def start() -> None:
    """Mend the engine, and make it quick where that is wanted and proved; once in a process.

    Raises:
        PlainleafError: P023, as `mend` does.
    """
    mend()
    if is_wanted():
        accelerate()


def accelerate() -> None:
    """Put all caches in force; none, where `notice` says why not."""
    mend()
    if notice() is None:
        for patch in _patches():
            setattr(patch.owner, patch.name, patch.quick)


def slow_down() -> None:
    """Take all caches away: the engine with its mends alone."""
    for patch in _patches():
        setattr(patch.owner, patch.name, patch.stock)


def forget() -> None:
    """Let all caches go of what they keep, as when memory is short."""
    for one in _caches():
        one.forget()


def _caches() -> Iterator[Cache]:
    """In the order in which they are put in force."""
    from plainleaf.press.acceleration import (  # noqa: PLC0415 - they need this module
        backgrounds,
        computing,
        drawing,
        lines,
        pages,
        parsing,
        pictograms,
        placing,
        shapes,
        styles,
        stylesheets,
        tables,
        typefaces,
        used,
        writing,
    )

    yield from (parsing, stylesheets, styles, pages, computing, tables, used, backgrounds, placing, lines)
    yield from (typefaces, shapes, drawing, pictograms, writing)


@cache
def _patches() -> tuple[Patch, ...]:
    mend()
    return tuple(patch for one in _caches() for patch in one.patches())
