"""The page that lists every finished leaflet under its language's own name; opens from disk, needs no network."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment, StrictUndefined, TemplateError

from plainleaf.build.store import Artifact
from plainleaf.content.grammar import LEVELS
from plainleaf.languages import SOURCE_TAG, direction_of
from plainleaf.press.html import Theme
from plainleaf.problems import PlainleafError, Position, Problem

INDEX = "index.html"
_LEVEL_ORDER = [level.value for level in LEVELS]


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One leaflet in one language for one place, with a link for each sheet of it."""

    leaflet: str
    title: str
    lang: str
    direction: str
    own_name: str
    english_name: str
    place: str
    sheets: tuple[Artifact, ...]
    search: str


def render_index(artifacts: Iterable[Artifact], names: Mapping[str, tuple[str, str]], theme: Theme) -> str:
    """The index as one HTML page.

    Args:
        names: language tag to its own name and the name that staff know.

    Raises:
        PlainleafError: P001, when the theme's template does not work.
    """
    rows = list(_rows(artifacts, names))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    try:
        template = environment.from_string(theme.templates.get(INDEX, ""))
        return template.render(rows=rows, languages=len({row.lang for row in rows}), source=SOURCE_TAG)
    except TemplateError as error:
        where = Position(f"templates/{theme.name}/{INDEX}", getattr(error, "lineno", 0) or 0)
        raise PlainleafError(Problem(where, "P001", f"the template does not work: {error}")) from error


def _rows(artifacts: Iterable[Artifact], names: Mapping[str, tuple[str, str]]) -> Iterable[IndexRow]:
    def key(artifact: Artifact) -> tuple[str, str, bool, str]:
        return artifact.leaflet, artifact.place, artifact.lang != SOURCE_TAG, artifact.lang

    for (leaflet, place, _, lang), group in groupby(sorted(artifacts, key=key), key):
        sheets = tuple(sorted(group, key=lambda a: (_LEVEL_ORDER.index(a.level), a.format)))
        own_name, english_name = names.get(lang, (lang, lang))
        title = sheets[0].title
        yield IndexRow(
            leaflet=leaflet,
            title=title,
            lang=lang,
            direction=direction_of(title + own_name),
            own_name=own_name,
            english_name=english_name,
            place=place,
            sheets=sheets,
            search=fold(" ".join((leaflet, title, *sheets[0].names, lang, own_name, english_name, place))),
        )


def fold(text: str) -> str:
    """Lower case without accents, as the page's search compares."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
