"""Work whose lines are not counted, because other tests run the same ones: counting takes most of the time again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def uncounted(config: pytest.Config) -> Iterator[None]:
    """Count nothing inside this block; in a test itself, the mark ``no_cover`` says the same."""
    plugin = config.pluginmanager.getplugin("_cov")
    controller = getattr(plugin, "cov_controller", None)
    if controller is None:
        yield
        return
    controller.pause()
    try:
        yield
    finally:
        controller.resume()
