"""The page that lists every finished leaflet under its language's own name; opens from disk, needs no network."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from plainleaf.build.store import Artifact
from plainleaf.content.grammar import LEVELS
from plainleaf.languages import SOURCE_TAG, direction_of
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import TEMPLATE_FAULTS, Theme
from plainleaf.problems import PlainleafError, Position, Problem

INDEX = "index.html"
_LEVEL_ORDER = [level.value for level in LEVELS]


_KINDS = {"large": "large print", "summary": "one page", "booklet": "booklet"}
_PAPERS = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True, slots=True)
class IndexSheet:
    """One file, and what staff call it: "Letter", "large print", "beside Arabic"."""

    name: str
    artifact: Artifact


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One leaflet in one language for one place, with links to its sheets by level."""

    leaflet: str
    title: str
    lang: str
    direction: str
    own_name: str
    english_name: str
    place: str
    levels: tuple[tuple[str, tuple[IndexSheet, ...]], ...]
    draft: bool
    search: str


def render_index(artifacts: Iterable[Artifact], names: Mapping[str, tuple[str, str]], theme: Theme) -> str:
    """The index as one HTML page.

    Args:
        names: language tag to its own name and the name that staff know.

    Raises:
        PlainleafError: P001, when the theme's template does not work.
    """
    rows = list(_rows(artifacts, names))
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    try:
        template = environment.from_string(theme.templates.get(INDEX, ""))
        return template.render(rows=rows, languages=len({row.lang for row in rows}), source=SOURCE_TAG)
    except TEMPLATE_FAULTS as error:
        where = Position(f"templates/{theme.name}/{INDEX}", getattr(error, "lineno", 0) or 0)
        raise PlainleafError(Problem(where, "P001", f"the template does not work: {error}")) from error


def _rows(artifacts: Iterable[Artifact], names: Mapping[str, tuple[str, str]]) -> Iterable[IndexRow]:
    def key(artifact: Artifact) -> tuple[str, str, bool, str]:
        return artifact.leaflet, artifact.place, artifact.lang != SOURCE_TAG, artifact.lang

    for (leaflet, place, _, lang), group in groupby(sorted(artifacts, key=key), key):
        sheets = sorted(group, key=_print_order)
        own_name, english_name = names.get(lang, (lang, lang))
        title = sheets[0].title
        called = _name_sheets(sheets, names)
        beside = (name for sheet in sheets if sheet.beside for name in names.get(sheet.beside, (sheet.beside,)))
        yield IndexRow(
            leaflet=leaflet,
            title=title,
            lang=lang,
            direction=direction_of(title + own_name),
            own_name=own_name,
            english_name=english_name,
            place=place,
            levels=tuple(
                (level, tuple(IndexSheet(called[one.path], one) for one in same))
                for level, same in groupby(sheets, lambda sheet: sheet.level)
            ),
            draft=any(sheet.status == "draft" for sheet in sheets),
            search=fold(
                " ".join(
                    (leaflet, title, *sheets[0].names, lang, own_name, english_name, place, *dict.fromkeys(beside))
                )
            ),
        )


def _print_order(artifact: Artifact) -> tuple[int, int, str, str]:
    """Levels from easy to full; of each the whole leaflet first, then its other formats."""
    formats = list(FORMATS)
    known = formats.index(artifact.format) if artifact.format in FORMATS else len(formats)
    return _LEVEL_ORDER.index(artifact.level), known, artifact.format, artifact.beside or ""


def _name_sheets(sheets: Collection[Artifact], names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What staff call each file, by path; its paper is said of the whole leaflet, and where there are two papers."""
    known = {sheet.path: FORMATS[sheet.format] for sheet in sheets if sheet.format in FORMATS}
    two_papers = len({sheet_format.paper for sheet_format in known.values()}) > 1

    def name(sheet: Artifact) -> str:
        if sheet.path not in known:
            return sheet.format
        kind = _KINDS.get(known[sheet.path].kind, "")
        if sheet.beside:
            kind = f"beside {names.get(sheet.beside, ('', sheet.beside))[1]}"
        paper = _PAPERS[known[sheet.path].paper]
        return ", ".join(filter(None, (kind, paper if two_papers or not kind else "")))

    return {sheet.path: name(sheet) for sheet in sheets}


def fold(text: str) -> str:
    """Lower case without accents, as the page's search compares."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
