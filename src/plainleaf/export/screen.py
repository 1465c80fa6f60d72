"""The screen half of a theme, and texts as HTML for a screen: what can be called or opened is a link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from xml.etree import ElementTree as ET

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound
from markupsafe import Markup

from plainleaf.press.colours import WHITE, Colour, contrast, read_colour
from plainleaf.press.html import Theme, fill, weeks
from plainleaf.press.html import inline as print_inline
from plainleaf.press.style import Style
from plainleaf.press.theme import PLAIN
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.localized import Run, Runs, plain_text

PAGE, INDEX, STYLE, SCRIPT = "screen.html", "screen-index.html", "screen.css", "screen.js"
_LEAST_CONTRAST = 4.5  # of text (WCAG 1.4.3)
_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./~%#?=&-]*)?)", re.ASCII | re.IGNORECASE)
_SHAPES = frozenset({"g", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect"})
_MEASURES = frozenset({
    "d", "cx", "cy", "r", "rx", "ry", "x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "transform",
})  # fmt: skip
_PAINT = frozenset({
    "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
})  # fmt: skip
_INK = frozenset({"#000", "#000000", "black", "currentColor"})
_WHITE = frozenset({"#fff", "#ffffff", "white"})


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """How leaflets look on a screen. Compared by identity, so that compiled templates are kept for it.

    Attributes:
        templates: ``screen.html`` and ``screen-index.html``.
        pictograms: drawings as SVG, by slug.
    """

    name: str
    templates: Mapping[str, str]
    style: str
    script: str
    pictograms: Mapping[str, str]


def read_screen(files: Mapping[str, str], theme: Theme) -> Screen:
    """The screen half of a theme.

    What it lacks is taken from the theme ``plain``. A style of its own lies over that of ``plain``, and is judged like
    that of a printed sheet; the script is always that of ``plain``.

    Raises:
        PlainleafError: P001, when ``plain`` lacks a file; P005 and P007, for what a style may not do.
    """
    base = {file: files.get(f"templates/{PLAIN}/{file}") for file in (PAGE, INDEX, STYLE, SCRIPT)}
    if lacking := [file for file, text in base.items() if text is None]:
        where = Position(f"templates/{PLAIN}/{lacking[0]}")
        raise PlainleafError(Problem(where, "P001", f"the theme has no {lacking[0]}", "install plainleaf again"))
    found = {file: text or "" for file, text in base.items()}
    templates = {file: files.get(f"templates/{theme.name}/{file}", found[file]) for file in (PAGE, INDEX)}
    own = f"templates/{theme.name}/{STYLE}" if theme.name != PLAIN else ""
    added = files.get(own, "")
    palette = {name: colour for name, text in theme.colours.items() if (colour := read_colour(text))}
    if faults := list(Style(added, own, palette, added=True).problems()):
        raise PlainleafError(faults)
    style = "\n".join(filter(None, (found[STYLE], added, _write_palette(palette))))
    return Screen(theme.name, templates, style, found[SCRIPT], theme.pictograms)


def _write_palette(colours: Mapping[str, Colour]) -> str:
    """The colours of the settings, by day; one too faint for text is left as it is, since here it is one of text."""
    paper = colours.get("paper", WHITE)
    kept = {name: one for name, one in colours.items() if name == "paper" or contrast(one, paper) >= _LEAST_CONTRAST}
    if "accent" in kept:
        kept["band"] = kept["accent"]
    rules = " ".join(f"--{name}: {colour};" for name, colour in sorted(kept.items()))
    return f"@media screen and (prefers-color-scheme: light) {{ :root {{ {rules} }} }}\n" if rules else ""


def render(screen: Screen, template: str, **values: object) -> str:
    """A page from a template of the theme.

    Raises:
        PlainleafError: P001, when the template does not work.
    """
    try:
        return _environment(screen).get_template(template).render(**values)
    except TemplateError as error:
        where = Position(f"templates/{screen.name}/{template}", getattr(error, "lineno", 0) or 0)
        message = f"the template does not work: {error}"
        raise PlainleafError(Problem(where, "P001", message, "compare it with the theme `plain`")) from error


@lru_cache(maxsize=4)
def _environment(screen: Screen) -> Environment:
    environment = Environment(
        loader=FunctionLoader(partial(_load, screen)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(inline=inline, text=print_inline, plain=plain_text)
    environment.globals.update(fill=fill, weeks=weeks, drawing=_drawings(screen), telephone=telephone_link)
    return environment


def _load(screen: Screen, name: str) -> str:
    if name not in screen.templates:
        raise TemplateNotFound(name)
    return screen.templates[name]


def inline(runs: Runs) -> Markup:
    """Runs as HTML: as in print, but telephone numbers and web addresses are links."""
    return Markup("").join(map(_inline_run, runs))


def _inline_run(run: Run) -> Markup:
    address = {"telephone": _telephone, "web": _web}.get(run.kind, _nowhere)(run.text)
    html = print_inline((run,))
    return Markup('<a href="{}">{}</a>').format(address, html) if address else html


def telephone_link(number: str) -> Markup:
    """A number that a clinic filled in, as a link to call it."""
    return inline((Run(number, "telephone"),))


def _nowhere(_: str) -> str:
    return ""


def _telephone(text: str) -> str:
    """``tel:`` and the digits; nothing where letters or words stand among them."""
    if any(unicodedata.category(char)[0] == "L" for char in text):
        return ""
    digits = "".join(str(unicodedata.digit(char, "")) for char in text)
    return f"tel:{'+' if text.lstrip().startswith('+') else ''}{digits}" if digits else ""


def _web(text: str) -> str:
    """The address with its scheme; nothing where it is not plainly one of the web."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        return ""
    return text if text.lower().startswith(("http://", "https://")) else f"https://{text}"


def _drawings(screen: Screen) -> Callable[[str], Markup]:
    """Pictograms as shapes in the page, in the colour of the text; each stands beside its words, so none is read."""

    @cache
    def draw(slug: str) -> Markup:
        try:
            root = ET.fromstring(screen.pictograms[slug])  # noqa: S314 - a theme's own file, and only shapes are taken over
        except (KeyError, ET.ParseError):
            return Markup("")
        box = root.get("viewBox", "0 0 48 48")
        shapes = Markup("").join(map(_shape, root))
        start = Markup('<svg class="pic" viewBox="{}" aria-hidden="true" focusable="false">').format(box)
        return start + Markup("<g{}>{}</g></svg>").format(_attributes(root, _PAINT), shapes)

    return draw


def _shape(element: ET.Element) -> Markup:
    """One shape with what is in it; what is no shape is left out."""
    tag = element.tag.rpartition("}")[2]
    if tag not in _SHAPES:
        return Markup("")
    inside = Markup("").join(map(_shape, element))
    name = Markup(tag)  # noqa: S704 - one of the shapes above
    return Markup("<{0}{1}>{2}</{0}>").format(name, _attributes(element, _PAINT | _MEASURES), inside)


def _attributes(element: ET.Element, known: frozenset[str]) -> Markup:
    """Black becomes the colour of the text, and white, by a class, that of what lies under the drawing."""
    kept, under = Markup(""), []
    for name, value in element.attrib.items():
        if name in ("fill", "stroke") and value in _WHITE:
            under.append(f"under-{name}")
        elif name in known:
            kept += Markup(' {}="{}"').format(name, "currentColor" if value in _INK else value)
    return kept + Markup(' class="{}"').format(" ".join(under)) if under else kept
