"""From the localized leaflet to HTML and CSS: what stands where on the sheet.

A pure stage: templates, style and pictograms come in as a `Theme`, read from disk by somebody else, and nothing is
fetched. Every text is escaped here; what a translator wrote is never markup. The style of a theme is the same for all
its leaflets, so that a worker parses it once: what differs from sheet to sheet (texts of head and foot, fonts, size)
stands as custom properties in the page itself.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape

from plainleaf.content.schema import Cycle
from plainleaf.press.address import qr_svg
from plainleaf.press.blocks import rows, text_width, view
from plainleaf.press.breaks import break_between, break_text
from plainleaf.press.completeness import lost_entries, lost_statements
from plainleaf.press.drawings import Logo
from plainleaf.press.filled import calendar_of, entries_of, lines_of_box, rows_of_facts
from plainleaf.press.foot import make_foot
from plainleaf.press.formats import SheetFormat
from plainleaf.press.onepage import arrange
from plainleaf.press.pairs import numeral, pair
from plainleaf.press.sandbox import ThemeEnvironment
from plainleaf.press.source import LeafletSource
from plainleaf.press.week import weekdays
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.localized import LocalizedLeaflet, Run, Runs, plain_text

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TILED = ("easy",)  # looks in which short sections stand side by side
_LONGEST_UNBROKEN = 30  # characters that fit on any line; a longer name may break


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """A look: templates by file name, one style sheet, and pictograms (SVG text) by slug.

    Compared by identity, so that what is compiled for a theme can be kept for it.

    Attributes:
        colours: of the settings, by name of their custom property; they come after the style.
        fonts: families before those of a language in Latin letters.
        catalogue: what each pictogram is for, as YAML.
        inherited: files that it takes from the theme `plain`.
    """

    name: str
    templates: Mapping[str, str]
    css: str
    pictograms: Mapping[str, str]
    colours: Mapping[str, str] = field(default_factory=dict)
    fonts: tuple[str, ...] = ()
    catalogue: str = ""
    inherited: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who hands the sheet out, for its head; everything may be empty."""

    name: str = ""
    telephone: str = ""
    out_of_hours: str = ""
    address: str = ""
    logo: Logo | None = None


TEMPLATE_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template that somebody wrote wrong may raise."""
LIST = "index.html"
"""The template of the list of leaflets, which nobody signs off."""


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """A sheet ready for the engine.

    Attributes:
        assets: the only addresses that it refers to.
        fonts: families that it may be set in.
        format: none: a sheet for people who work on leaflets, which is never handed out.
        source: what it says; the finished pages are held against it.
        attach: whether `source` travels in the PDF.
        filled: name of the place and text of everything that was filled in for one patient; the pages show all of it.
    """

    html: str = field(repr=False)
    css: str = field(repr=False)
    assets: Mapping[str, bytes] = field(repr=False)
    title: str
    locale: str
    fonts: tuple[str, ...]
    format: SheetFormat | None = None
    source: LeafletSource | None = None
    attach: bool = True
    filled: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def inline(runs: Runs) -> Markup:
    """Runs as HTML: text escaped, everything that must keep its own direction isolated and held on one line."""
    return _inline(tuple(runs))


@lru_cache(maxsize=2_048)  # a label stands on every sheet, and a statement in every format
def _inline(runs: Runs) -> Markup:
    pieces: list[str] = []
    before = ""
    for run in runs:
        pieces += (break_between(before, run.text), _inline_run(run))
        before = run.text
    return Markup("".join(pieces))  # noqa: S704 - each piece is markup, or a space without width


def _inline_run(run: Run) -> str:
    lang = f' lang="{escape(run.lang)}"' if run.lang else ""
    if run.kind == "blank":
        return '<span class="blank"></span>'
    if run.kind == "text":
        html: str = escape(break_text(run.text))
        if lang:
            html = f"<span{lang}>{html}</span>"
    else:
        kept = ' class="q"' if len(run.text) <= _LONGEST_UNBROKEN else ""
        html = f'<bdi{kept} dir="{escape(run.direction)}"{lang}>{escape(run.text)}</bdi>'
    return f"<b>{html}</b>" if run.strong else html


def fill(runs: Runs, **values: str | Runs) -> Markup:
    """A fixed text with its ``{placeholders}`` filled in; values are texts, markup or runs."""
    html = {name: inline(value) if isinstance(value, tuple) else escape(value) for name, value in values.items()}
    pieces = (
        html[piece] if place and piece in html else inline((Run(piece, run.kind, run.lang, run.direction, run.strong),))
        for run in runs
        for place, piece in _pieces(run.text)
    )
    return Markup("").join(pieces)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Text and placeholder names by turns: (whether it is a placeholder, piece)."""
    return ((at % 2 == 1, piece) for at, piece in enumerate(_PLACEHOLDER.split(text)) if piece)


def css_string(text: str) -> Markup:
    """A CSS string that can stand in a ``<style>`` element."""
    text = break_text(text.unescape() if isinstance(text, Markup) else text)
    escaped = text.replace("\\", "\\5C ").replace('"', '\\"').replace("<", "\\3C ").replace("\n", "\\A ")
    return Markup('"' + escaped + '"')  # noqa: S704 - nothing in it can end the string or the element


def css_counters(runs: Runs) -> Markup:
    """``Page {page} of {pages}`` as CSS content, in the digits of the language."""
    return Markup(" ").join(
        Markup("counter({}, digits)").format(piece) if place else css_string(piece)
        for place, piece in _pieces(plain_text(runs))
    )


def weeks(cycle: Cycle, across: int = 7) -> tuple[tuple[int, ...], ...]:
    """The days of a cycle in rows of a week, or of another length."""
    days = range(1, cycle.days + 1)
    return tuple(tuple(days[at : at + across]) for at in range(0, cycle.days, across))


@dataclass(frozen=True, slots=True)
class Imprint:
    """What identifies one sheet on its own pages.

    Attributes:
        source: what the sheet says; its code stands in the foot.
        attach: whether `source` travels in the PDF.
        address: where the same leaflet stands on the clinic's web pages; empty: nowhere.
    """

    source: LeafletSource
    attach: bool = True
    address: str = ""


def render_html(
    leaflet: LocalizedLeaflet,
    theme: Theme,
    sheet_format: SheetFormat,
    clinic: Clinic,
    imprint: Imprint,
    beside: LocalizedLeaflet | None = None,
) -> HtmlDocument:
    """Set one leaflet in one format.

    Args:
        beside: the same sheet in the second language, for the formats that print two.

    Raises:
        PlainleafError: P001, a template is wrong, at its file and line; P002, a pictogram is not in the theme; P005 or
            P006, the page hides or lacks something that the leaflet says.
    """
    used: dict[str, None] = {}

    def pic(slug: str) -> str:
        used[slug] = None
        return f"pic-{slug}"

    look = sheet_format.look or leaflet.level.value
    calendar = leaflet.schedule is not None and leaflet.schedule.type != "daily"
    views = [view(section, look, calendar=calendar) for section in leaflet.sections]
    sheets = (leaflet, beside) if beside else (leaflet,)
    more = sum(map(bool, (clinic.name or clinic.telephone or clinic.address, clinic.logo, imprint.address)))
    more += lines_of_box(leaflet)
    try:
        template = _environment(theme).get_template(sheet_format.template)
        html = template.render(
            leaflet=leaflet,
            beside=beside,
            clinic=clinic,
            imprint=imprint,
            format=sheet_format,
            foot=make_foot(sheets, sheet_format, imprint.source.code, imprint.address),
            look=look,
            views=views,
            pairs=pair(leaflet, beside) if beside else (),
            page=arrange(views, leaflet, sheet_format.paper, more) if sheet_format.kind == "summary" else None,
            calendar=calendar_of(leaflet, look),
            rows=rows(views) if look in _TILED else [(one,) for one in views],
            pictograms=theme.pictograms,
            pic=pic,
        )
    except TEMPLATE_FAULTS as error:
        raise PlainleafError(_explain(error, theme)) from error
    missing = [slug for slug in used if slug not in theme.pictograms]
    if missing:
        raise PlainleafError([_missing_pictogram(slug, leaflet, theme) for slug in missing])
    path = _path(theme, sheet_format.template)
    filled = [*entries_of(leaflet, look, beside)]
    if lost := [*lost_statements(html, imprint.source, path), *(lost_entries(html, filled, path) if filled else ())]:
        raise PlainleafError(lost)
    assets = {f"asset:pictograms/{slug}.svg": theme.pictograms[slug].encode() for slug in used}
    if clinic.logo:
        assets[f"asset:clinic/logo.{clinic.logo.kind}"] = clinic.logo.data
    if imprint.address:
        assets["asset:qr.svg"] = qr_svg(imprint.address).encode()
    names = (leaflet.title, leaflet.latin_title)
    return HtmlDocument(
        html=html,
        css=theme_css(theme),
        assets=assets,
        title=", ".join(filter(None, names)),
        locale=leaflet.locale,
        fonts=tuple(dict.fromkeys(font for sheet in sheets for font in sheet.fonts)),
        format=sheet_format,
        source=imprint.source,
        attach=imprint.attach,
        filled=tuple(filled),
    )


@lru_cache(maxsize=16)
def theme_css(theme: Theme) -> str:
    """The style of a theme with a class per pictogram and its colours; the same text for every leaflet."""
    rules = (f'.pic-{slug} {{ background-image: url("asset:pictograms/{slug}.svg") }}' for slug in theme.pictograms)
    colours = "; ".join(f"--{name}: {colour}" for name, colour in theme.colours.items())
    return "\n".join((theme.css, *rules, *([f"html {{ {colours} }}"] if colours else []), ""))


@lru_cache(maxsize=16)
def _environment(theme: Theme) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        # Not a DictLoader: with a file name, a fault in a template is reported at its own line.
        source = theme.templates.get(name) if name != LIST else None  # the list of leaflets is no part of a leaflet
        return None if source is None else (source, _path(theme, name), None)

    environment = ThemeEnvironment(
        loader=FunctionLoader(load), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(css=css_string, counters=css_counters, inline=inline, plain=plain_text, width=text_width)
    environment.globals.update(fill=fill, numeral=numeral, rows_of_facts=rows_of_facts, weekdays=weekdays, weeks=weeks)
    return environment


def _path(theme: Theme, name: str | None) -> str:
    return f"templates/{'plain' if name in theme.inherited else theme.name}/{name}"


def _explain(error: Exception, theme: Theme) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        position = Position(error.filename or _path(theme, error.name), error.lineno)
    else:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if frame.filename.startswith("templates/")]
        position = Position(ours[-1].filename, ours[-1].lineno or 0) if ours else Position(_path(theme, ""))
    fault = f"there is no template {error.name}" if isinstance(error, TemplateNotFound) else str(error)
    return Problem(position, "P001", f"the template does not work: {fault}", "compare it with the theme `plain`")


def _missing_pictogram(slug: str, leaflet: LocalizedLeaflet, theme: Theme) -> Problem:
    hint = f"draw {_path(theme, f'pictograms/{slug}.svg')}, or name one that is there"
    return Problem(leaflet.leaflet.position, "P002", f"the theme `{theme.name}` has no pictogram `{slug}`", hint)
