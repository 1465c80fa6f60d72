"""Pages that list the finished leaflets, all under their languages' own names and each language's in its own words.

They open from disk and need no network.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from plainleaf.build.index_words import ENGLISH, IndexWords
from plainleaf.build.manifest import Artifact
from plainleaf.content.grammar import LEVELS
from plainleaf.languages import SOURCE_TAG
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import TEMPLATE_FAULTS, Theme
from plainleaf.problems import PlainleafError, Position, Problem

INDEX = "index.html"
_LEVEL_ORDER = [level.value for level in LEVELS]


_PAPERS = {"a4": "A4", "letter": "Letter"}


@dataclass(frozen=True, slots=True)
class IndexSheet:
    """One file, and what it is called: "Letter", "Large print", "+ العربية"."""

    name: str
    artifact: Artifact


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One leaflet in one language for one place, with links to its sheets by level; `names` are in Latin letters."""

    leaflet: str
    title: str
    lang: str
    direction: str
    own_name: str
    english_name: str
    names: tuple[str, ...]
    place: str
    levels: tuple[tuple[str, tuple[IndexSheet, ...]], ...]
    draft: bool
    search: str


def render_indexes(
    artifacts: Collection[Artifact], words: Mapping[str, IndexWords], theme: Theme, changed: Collection[str]
) -> dict[str, str]:
    """The lists as HTML pages, by path: one of everything, for staff, and one in each language for each place.

    Args:
        words: by language; one that is not there is called by its tag.
        changed: languages whose own lists are wanted.

    Raises:
        PlainleafError: P001, when the theme's template does not work.
    """
    tags = {tag for artifact in artifacts for tag in (artifact.lang, artifact.beside) if tag}
    spoken = {tag: words.get(tag) or _nameless(tag) for tag in tags}
    pages = {INDEX: _render(INDEX, artifacts, spoken, theme)}
    for artifact in artifacts:
        path = index_path(artifact.place, artifact.lang)
        if path not in pages and artifact.lang in changed and spoken[artifact.lang].own_words:
            own = [one for one in artifacts if (one.place, one.lang) == (artifact.place, artifact.lang)]
            pages[path] = _render(path, own, spoken, theme, artifact.lang)
    return pages


def index_path(place: str, lang: str) -> str:
    """Where the list of one language stands below the output folder."""
    return f"{place}/{lang}/{INDEX}"


def _nameless(tag: str) -> IndexWords:
    return replace(ENGLISH, own_name=tag, english_name=tag, own_words=False)


def _render(
    path: str, artifacts: Iterable[Artifact], spoken: Mapping[str, IndexWords], theme: Theme, lang: str = ""
) -> str:
    """One list: in the language `lang`, or in English, of everything."""
    words = spoken[lang] if lang else ENGLISH
    up = "../" * path.count("/")
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    rows = list(_rows(artifacts, spoken, words))
    lists = {(row.place, row.lang): row for row in rows if not lang and spoken[row.lang].own_words}
    try:
        template = environment.from_string(theme.templates.get(INDEX, ""))
        return template.render(
            rows=rows,
            words=words,
            lang=lang or SOURCE_TAG,
            up=up,
            home=not lang,
            lists=[
                (row, index_path(*at)) for at, row in sorted(lists.items(), key=lambda item: _staff_order(*item[0]))
            ],
            places=len({row.place for row in rows}),
        )
    except TEMPLATE_FAULTS as error:
        where = Position(f"templates/{theme.name}/{INDEX}", getattr(error, "lineno", 0) or 0)
        raise PlainleafError(Problem(where, "P001", f"the template does not work: {error}")) from error


def _staff_order(place: str, lang: str) -> tuple[str, bool, str]:
    return place, lang != SOURCE_TAG, lang


def _rows(artifacts: Iterable[Artifact], spoken: Mapping[str, IndexWords], words: IndexWords) -> Iterable[IndexRow]:
    def key(artifact: Artifact) -> tuple[str, str, bool, str]:
        return artifact.leaflet, *_staff_order(artifact.place, artifact.lang)

    for (leaflet, place, _, lang), group in groupby(sorted(artifacts, key=key), key):
        sheets = sorted(group, key=_print_order)
        own = spoken[lang]
        called = _name_sheets(sheets, spoken, words)
        beside = (
            name
            for sheet in sheets
            if sheet.beside
            for name in (spoken[sheet.beside].own_name, spoken[sheet.beside].english_name)
        )
        known = (leaflet, sheets[0].title, *sheets[0].names, lang, own.own_name, own.english_name, place)
        yield IndexRow(
            leaflet=leaflet,
            title=sheets[0].title,
            lang=lang,
            direction=own.direction,
            own_name=own.own_name,
            english_name=own.english_name,
            names=sheets[0].names,
            place=place,
            levels=tuple(
                (getattr(words, level), tuple(IndexSheet(called[one.path], one) for one in same))
                for level, same in groupby(sheets, lambda sheet: sheet.level)
            ),
            draft=any(sheet.status == "draft" for sheet in sheets),
            search=fold(" ".join((*known, *dict.fromkeys(beside)))),
        )


def _print_order(artifact: Artifact) -> tuple[int, int, str, str]:
    """Levels from easy to full; of each the whole leaflet first, then its other formats."""
    formats = list(FORMATS)
    known = formats.index(artifact.format) if artifact.format in FORMATS else len(formats)
    return _LEVEL_ORDER.index(artifact.level), known, artifact.format, artifact.beside or ""


def _name_sheets(sheets: Collection[Artifact], spoken: Mapping[str, IndexWords], words: IndexWords) -> dict[str, str]:
    """What each file is called, by path; its paper is said of the whole leaflet, and where there are two papers."""
    known = {sheet.path: FORMATS[sheet.format] for sheet in sheets if sheet.format in FORMATS}
    two_papers = len({sheet_format.paper for sheet_format in known.values()}) > 1
    kinds = {"large": words.large, "summary": words.summary, "booklet": words.booklet}

    def name(sheet: Artifact) -> str:
        if sheet.path not in known:
            return sheet.format
        kind = kinds.get(known[sheet.path].kind, "")
        if sheet.beside:
            kind = f"+ {spoken[sheet.beside].own_name}"
        paper = _PAPERS[known[sheet.path].paper]
        return " · ".join(filter(None, (kind, paper if two_papers or not kind else "")))

    return {sheet.path: name(sheet) for sheet in sheets}


def fold(text: str) -> str:
    """Lower case without accents, as the page's search compares."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
