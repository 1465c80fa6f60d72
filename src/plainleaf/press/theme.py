"""Themes read from the files of a workspace: a folder under ``templates/`` with templates, a style, pictograms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from plainleaf.press.html import LIST, Theme
from plainleaf.problems import PlainleafError, Position, Problem

STYLE = "print.css"
"""The page that lists finished leaflets; on no leaflet."""


def read_theme(files: Mapping[str, str], name: str) -> Theme:
    """The theme `name`.

    Raises:
        PlainleafError: P003, when the theme or its style is missing.
    """
    root = PurePosixPath("templates") / name
    own = {PurePosixPath(path): text for path, text in files.items() if PurePosixPath(path).is_relative_to(root)}
    style = own.get(root / STYLE)
    if style is None:
        themes = sorted({PurePosixPath(path).parts[1] for path in files if path.startswith("templates/")})
        message = f"there is no theme `{name}`" if not own else f"the theme has no {STYLE}"
        raise PlainleafError(Problem(Position(str(root / STYLE)), "P003", message, f"themes: {', '.join(themes)}"))
    return Theme(
        name=name,
        templates={path.name: text for path, text in own.items() if path.suffix == ".html" and path.parent == root},
        css=style,
        pictograms={path.stem: text for path, text in own.items() if path.suffix == ".svg"},
    )


def look_of(theme: Theme) -> tuple[tuple[str, str], ...]:
    """What decides how a leaflet of the theme looks, by file name and sorted: templates, style, pictograms."""
    parts = {STYLE: theme.css, **{f"pictograms/{name}.svg": text for name, text in theme.pictograms.items()}}
    parts.update({name: text for name, text in theme.templates.items() if name != LIST})
    return tuple(sorted(parts.items()))
