"""Themes read from the files of a workspace: templates, a style, pictograms, and the colours of a clinic.

A theme is a folder under ``templates/`` that holds what it changes; everything else is taken from the theme `plain`.
What it may not do is refused here, before anything is printed: to hide what a leaflet says, to print it too faint, to
bring in anything from outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from plainleaf.press.colours import Colour, faint_pairs, read_colour
from plainleaf.press.drawings import pictogram_fault
from plainleaf.press.html import LIST, Theme
from plainleaf.press.style import Style, lacking_marks, palette_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.localized import LocalizedLeaflet
from plainleaf.workspace import SETTINGS_FILE, ThemeSettings

PLAIN = "plain"
"""The theme of the library, which fills the gaps of all others."""
STYLE = "print.css"
EXTRA = "extra.css"
"""What is put after the style, and need not repeat it."""
CATALOGUE = "pictograms.yaml"
COLOURS = ("ink", "accent", "danger", "paper")
_TEMPLATES = "templates"
_PICTOGRAMS = "pictograms"
_SCREEN = "screen"  # what begins so is for web pages, and no part of a theme
_LATIN = "Latn"
_AS_WRITTEN = ThemeSettings()


def read_theme(files: Mapping[str, str], name: str, settings: ThemeSettings = _AS_WRITTEN) -> Theme:
    """The theme `name` with the colours and fonts of the settings; in one process the same files are read once.

    Raises:
        PlainleafError: P003, when the theme or its style is missing; P004, a colour is too faint; P005, its style may
            hide something; P007, its style cannot be read; P008, a pictogram is no clean drawing.
    """
    root = f"{_TEMPLATES}/"
    return _read_theme(tuple((path, files[path]) for path in sorted(files) if path.startswith(root)), name, settings)


@lru_cache(maxsize=4)
def _read_theme(texts: tuple[tuple[str, str], ...], name: str, settings: ThemeSettings) -> Theme:
    files = dict(texts)
    parts = _layers(files, name)
    style, extra = parts[STYLE], parts.get(EXTRA)
    css = "\n".join(files[path] for path in filter(None, (style, extra)))
    colours = {key: value for key in COLOURS if (value := getattr(settings, key))}
    palette = palette_of(css) | {key: colour for key, text in colours.items() if (colour := read_colour(text))}
    faint = list(_faint(palette, colours, extra or style))
    judged = palette_of(files[style]) if faint else palette  # a faint palette is not said again at every rule
    pictograms = {
        PurePosixPath(part).stem: files[path]
        for part, path in parts.items()
        if part.startswith(f"{_PICTOGRAMS}/") and part.endswith(".svg")
    }
    problems = [
        *faint,
        *Style(files[style], style, judged).problems(),
        *lacking_marks(files[style], style),
        *(Style(files[extra], extra, judged, added=True).problems() if extra else ()),
        *_unclean({slug: parts[f"{_PICTOGRAMS}/{slug}.svg"] for slug in pictograms}, files),
    ]
    if problems:
        raise PlainleafError(problems)
    templates = [part for part in parts if part.endswith(".html") and "/" not in part and not part.startswith(_SCREEN)]
    return Theme(
        name=name,
        templates={part: files[parts[part]] for part in templates},
        css=css,
        pictograms=pictograms,
        colours=colours,
        fonts=settings.fonts,
        catalogue=files.get(parts.get(CATALOGUE, ""), ""),
        inherited=frozenset(part for part in parts if parts[part].startswith(f"templates/{PLAIN}/")),
    )


def look_of(theme: Theme) -> tuple[tuple[str, str], ...]:
    """What decides how a leaflet of the theme looks, by name and sorted: templates, style, pictograms, colours, fonts.

    Pages for screens are not in it: who signs a leaflet off signs what is printed.
    """
    parts = {STYLE: theme.css, **{f"pictograms/{name}.svg": text for name, text in theme.pictograms.items()}}
    parts.update({name: text for name, text in theme.templates.items() if name != LIST})
    parts.update({f"theme.{name}": colour for name, colour in theme.colours.items()})
    if theme.fonts:
        parts["theme.fonts"] = "\n".join(theme.fonts)
    return tuple(sorted(parts.items()))


def in_fonts_of(leaflet: LocalizedLeaflet, theme: Theme) -> LocalizedLeaflet:
    """The leaflet with the theme's own fonts before those of its language, where that is written in Latin letters."""
    if not theme.fonts or leaflet.script != _LATIN:
        return leaflet
    return replace(leaflet, fonts=tuple(dict.fromkeys((*theme.fonts, *leaflet.fonts))))


def _layers(files: Mapping[str, str], name: str) -> dict[str, str]:
    """Files of a theme by their name in its folder, as paths; those of the theme `plain` lie beneath."""
    parts: dict[str, str] = {}
    own = False
    for layer in dict.fromkeys((PLAIN, name)):
        for path in sorted(files):
            at = PurePosixPath(path).parts
            if at[:2] == (_TEMPLATES, layer):
                parts["/".join(at[2:])] = path
                own = own or layer == name
    if not own or STYLE not in parts:
        themes = sorted({PurePosixPath(path).parts[1] for path in files})
        message = f"the theme has no {STYLE}" if own else f"there is no theme `{name}`"
        where = Position(f"{_TEMPLATES}/{name}/{STYLE}")
        raise PlainleafError(Problem(where, "P003", message, f"themes: {', '.join(themes)}"))
    return parts


def _faint(palette: Mapping[str, Colour], settings: Mapping[str, str], style: str) -> Iterator[Problem]:
    for pair in faint_pairs(palette):
        front, back = palette[pair.front], palette[pair.back]
        where = Position(SETTINGS_FILE if settings.keys() & {pair.front, pair.back} else style)
        message = f"`{pair.front}` {front} on `{pair.back}` {back} has a contrast of {pair.ratio:.1f}:1, also in grey"
        if pair.ratio < pair.needed:
            yield Problem(where, "P004", f"{message}; it needs {pair.needed:g}:1", "take a darker colour")
        else:
            message = f"`{pair.front}` {front} is lighter than `{pair.back}` {back}"
            yield Problem(where, "P004", message, "text is dark, and paper is light")


def _unclean(paths: Mapping[str, str], files: Mapping[str, str]) -> Iterator[Problem]:
    for path in paths.values():
        if fault := pictogram_fault(files[path]):
            hint = "draw it with paths and simple shapes only, painted by attributes"
            yield Problem(Position(path), "P008", f"the pictogram may not be printed: {fault}", hint)
