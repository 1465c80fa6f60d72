"""PDFium's functions, called with addresses: a sheet takes thousands of calls.

Through the typed pointers of the library, turning each one into an object and back takes longer than what is asked.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2.raw as pdfium

Address = int
"""Of something inside PDFium."""


def function(name: str) -> Callable[..., int]:
    """PDFium's function of that name. It takes and gives numbers, and addresses wherever it has pointers."""
    known = getattr(pdfium, name)
    prototype = ctypes.PYFUNCTYPE(_plain(known.restype), *map(_plain, known.argtypes))
    called: Callable[..., int] = prototype(ctypes.cast(known, ctypes.c_void_p).value or 0)
    return called


def _plain(kind: Any) -> Any:  # noqa: ANN401 - a type of ctypes
    """A type, with the address of whatever it points at."""
    return kind if kind is None or issubclass(kind, ctypes._SimpleCData) else ctypes.c_void_p  # noqa: SLF001


def address_of(handle: Any) -> Address:  # noqa: ANN401 - a typed pointer
    """Where a page or its text is."""
    return ctypes.addressof(handle.contents)


class Room:
    """Where PDFium writes several numbers of one kind.

    Attributes:
        values: read what was written as ``values[:]``.
        places: the address of each.
    """

    def __init__(self, kind: type[Any], count: int) -> None:
        self.values = (kind * count)()
        start, size = ctypes.addressof(self.values), ctypes.sizeof(kind)
        self.places = tuple(start + at * size for at in range(count))


def ask_all(asked: Callable[..., int], kind: type[Any], count: int, *things: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a function writes of each of many things: several numbers of one kind, nought where it fails.

    Asked in one row, because what stands around a call takes as long as the call.

    Args:
        count: of the numbers; the function takes the address of each.
        things: what it takes before them, one sequence for each argument.
    """
    number = len(things[-1])
    room = (kind * (count * number))()
    start, size = ctypes.addressof(room), ctypes.sizeof(kind)
    places = [range(at, at + size * count * number, size * count) for at in range(start, start + size * count, size)]
    deque(map(asked, *things, *places), maxlen=0)
    values = iter(room[:])
    return list(zip(*[values] * count, strict=True))
