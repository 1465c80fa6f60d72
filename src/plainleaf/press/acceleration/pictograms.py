"""Pictograms, each drawn once in a size: what the page says to draw it is kept for the next time.

Only drawings of plain shapes are kept. They are the same whatever sheet they stand on, for they refer to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pydyf
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream
from weasyprint.svg import SVG

from plainleaf.press.acceleration.keeping import Shelf
from plainleaf.press.acceleration.switch import Patch

MOST_DRAWINGS = 128
MOST_SIZES = 16
"""Of one drawing."""
_SPACE = "{http://www.w3.org/2000/svg}"
_PLAIN = frozenset(
    _SPACE + name
    for name in ("svg", "g", "title", "desc", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect")
)
_REFERS = b"url("
_RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading")
_stock_init, _stock_draw = SVGImage.__init__, SVGImage.draw


class _Drawing:
    """A drawing as the engine has read it, and what pages say to draw it, by size."""

    def __init__(self, tree: ET.Element) -> None:
        self.svg = SVG(tree, None, None)
        self.said: Shelf[_Said] = Shelf(MOST_SIZES)


_Said = tuple[Sequence[bytes], Sequence[tuple[str, dict[str, Any]]]]
"""Pieces of a page, and the states that they refer to, by name."""
_drawings: Shelf[_Drawing] = Shelf(MOST_DRAWINGS)


def patches() -> tuple[Patch, ...]:
    """Where a drawing is read, and where it is drawn."""
    return (Patch(SVGImage, "__init__", _stock_init, _init), Patch(SVGImage, "draw", _stock_draw, _draw))


def forget() -> None:
    """Let go of all drawings."""
    _drawings.clear()


def _init(self: Any, tree: ET.Element, base_url: str | None, url_fetcher: object, context: object) -> None:  # noqa: ANN401
    source = ET.tostring(tree)
    if _REFERS in source or any(element.tag not in _PLAIN for element in tree.iter()):
        _stock_init(self, tree, base_url, url_fetcher, context)
        return
    drawing = _drawings.get(source)
    if drawing is None:
        drawing = _Drawing(tree)
        _drawings.put(source, drawing)
    self.drawing, self._svg = drawing, drawing.svg
    self._base_url, self._url_fetcher, self._context = base_url, url_fetcher, context


def _draw(self: Any, stream: Stream, width: float, height: float, style: object) -> None:  # noqa: ANN401
    drawing: _Drawing | None = getattr(self, "drawing", None)
    if drawing is None:
        _stock_draw(self, stream, width, height, style)
        return
    key = (width, height, *_state(stream))
    said = drawing.said.get(key)
    if said is None:
        said = _try(drawing, stream, width, height)
        if said is None:
            _stock_draw(self, stream, width, height, style)  # which tells what is wrong with it
            return
        drawing.said.put(key, said)
    pieces, states = said
    stream.stream.extend(pieces)
    known = stream._resources["ExtGState"]  # noqa: SLF001
    for name, state in states:
        if name not in known:
            known[name] = pydyf.Dictionary(state)
    _end(stream)


def _try(drawing: _Drawing, stream: Stream, width: float, height: float) -> _Said | None:
    """What a page says to draw it, tried on a page with nothing; none, when that fails or needs more than lines."""
    resources = {name: pydyf.Dictionary() for name in _RESOURCES}
    page = stream.clone(resources={**resources, "ColorSpace": stream._resources["ColorSpace"], "Font": None})  # noqa: SLF001
    page._current_color, page._current_color_stroke, page._current_alpha, page._current_alpha_stroke = _state(stream)  # noqa: SLF001
    try:
        drawing.svg.draw(page, width, height, None, None)
    except Exception:  # noqa: BLE001 - whatever it is, the engine comes upon it again
        return None
    finally:
        drawing.svg.stream = None
    states = tuple((name, dict(state)) for name, state in resources["ExtGState"].items())
    return None if any(resources[name] for name in _RESOURCES[1:]) else (tuple(page.stream), states)


def _state(stream: Stream) -> tuple[Any, Any, Any, Any]:
    """What a page need not say again."""
    return (
        stream._current_color,  # noqa: SLF001
        stream._current_color_stroke,  # noqa: SLF001
        stream._current_alpha,  # noqa: SLF001
        stream._current_alpha_stroke,  # noqa: SLF001
    )


def _end(stream: Stream) -> None:
    """What the page knows no more, as after each drawing."""
    stream._current_color = stream._current_color_stroke = None  # noqa: SLF001
    stream._current_alpha = stream._current_alpha_stroke = None  # noqa: SLF001
    stream._current_font = None  # noqa: SLF001
