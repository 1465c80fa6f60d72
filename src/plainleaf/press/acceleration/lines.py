"""Lines are broken once for the same words in the same style and the same room.

And for each style, what Pango needs to know of it is made once: its context and its font; the room of a line, too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import weasyprint.layout.inline
import weasyprint.layout.preferred
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from plainleaf.press.acceleration.keeping import Shelf, Store
from plainleaf.press.acceleration.switch import Patch, everywhere

# The engine has no types, so what is its own stands here as Any.
Layout = Any
Style = Any
Line = Any

MOST_LINES = 3000
LONGEST = 2000
"""Characters of a text that is remembered; few are longer."""
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)

_lines: Store[Shelf[tuple[Style, Line]]] = Store("lines", lambda: Shelf(MOST_LINES))
_stock_setup = line_break.Layout.setup
_stock_strut = line_break.strut


def patches() -> tuple[Patch, ...]:
    """What breaks lines, above and below the mend; what makes layouts, and what measures an empty line."""
    mended = weasyprint.layout.inline.split_first_line
    stock = weasyprint.layout.preferred.split_first_line
    return (
        Patch(weasyprint.layout.inline, "split_first_line", mended, _remember(mended)),
        Patch(weasyprint.layout.preferred, "split_first_line", stock, _remember(stock)),
        Patch(line_break.Layout, "setup", _stock_setup, _setup),
        *everywhere(_stock_strut, _strut),
    )


def forget() -> None:
    """Let all lines go."""
    _lines.clear()


def _remember(split: Callable[..., Line]) -> Callable[..., Line]:
    def quick(
        text: str,
        style: Style,
        context: object,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 - the engine's own
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> Line:
        if len(text) > LONGEST:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        lines = _lines.of(style.font_config)
        key = (split, id(style), text, max_width, justification_spacing, is_line_start, minimum)
        found = lines.get(key)
        if found is not None and found[0] is style:
            return _again(found[1])
        line = split(
            text, style, context, max_width, justification_spacing, is_line_start=is_line_start, minimum=minimum
        )
        lines.put(key, (style, _again(line)))
        return line

    return quick


def _again(line: Line) -> Line:
    """The same line, with a layout of its own: it is laid out anew to be drawn."""
    layout = object.__new__(line_break.Layout)
    layout.__dict__.update(line[0].__dict__)
    return (layout, *line[1:])


def _setup(self: Layout, style: Style) -> None:
    """As the engine's own, with what depends on the style alone made once."""
    try:
        made = style.pango
    except AttributeError:
        made = style.pango = _make(style)
    if made is None:
        _stock_setup(self, style)
        return
    context, language, description = made
    self.style = style
    self.first_line_direction = 0
    self.language = language
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)  # noqa: FBT003 - the engine's own
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None


def _make(style: Style) -> tuple[Any, Any, Any] | None:
    """Context, language and font of a style; nothing, where there is more to it."""
    if style["text_decoration_line"] != "none" or font_features(*(style[name] for name in _FEATURES)):
        return None
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        letters, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(letters)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    return context, language, get_font_description(style)


def _strut(style: Style) -> Any:  # noqa: ANN401
    try:
        return style.strut
    except AttributeError:
        found = style.strut = _stock_strut(style)
        return found
