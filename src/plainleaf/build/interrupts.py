"""Ctrl-C during a build: who builds stops when what is in hand is noted down; who prints for it does not hear it."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.resource_tracker import ensure_running


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait until the end of this block, so that what is in its place is noted down, too."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python interrupts the main thread only
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """What starts inside this block hears no Ctrl-C, which a terminal sends to all: only who started it has to stop.

    The process itself hears it afterwards.
    """
    if sys.platform == "win32":
        yield
        return
    ensure_running()  # it would lift the block when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
