"""How pages for a screen look, and texts as HTML for them: what can be called or opened is a link.

A theme gives them its colours and pictograms, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from xml.etree import ElementTree as ET

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound
from markupsafe import Markup

from plainleaf.press.colours import WHITE, Colour, contrast, read_colour
from plainleaf.press.drawings import MEASURES, PAINT, SHAPES
from plainleaf.press.html import Theme, fill, weeks
from plainleaf.press.html import inline as print_inline
from plainleaf.press.theme import PLAIN
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.localized import Run, Runs, plain_text

PARTS = PAGE, INDEX, STYLE, SCRIPT = "screen.html", "screen-index.html", "screen.css", "screen.js"
"""All that makes a page for a screen."""
_LEAST_CONTRAST = 4.5  # of text (WCAG 1.4.3)
_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./~%#?=&-]*)?)", re.ASCII | re.IGNORECASE)
_INK = frozenset({"#000", "#000000", "black", "currentColor"})
_WHITE = frozenset({"#fff", "#ffffff", "white"})


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """How leaflets look on a screen. Compared by identity, so that compiled templates are kept for it.

    Attributes:
        templates: ``screen.html`` and ``screen-index.html``.
        pictograms: drawings as SVG, by slug.
    """

    templates: Mapping[str, str]
    style: str
    script: str
    pictograms: Mapping[str, str]


def read_screen(files: Mapping[str, str], theme: Theme) -> Screen:
    """The pages of the library in the colours and with the pictograms of a theme.

    Args:
        files: those of the library by path, whatever a workspace holds. A browser knows so many ways to hide text
            that a style or template of somebody else cannot be judged: there is one of each.

    Raises:
        PlainleafError: P001, when one is missing.
    """
    found = {file: files.get(f"templates/{PLAIN}/{file}", "") for file in PARTS}
    if lacking := [file for file, text in found.items() if not text]:
        where = Position(f"templates/{PLAIN}/{lacking[0]}")
        raise PlainleafError(Problem(where, "P001", f"the library has no {lacking[0]}", "install plainleaf again"))
    palette = {name: colour for name, text in theme.colours.items() if (colour := read_colour(text))}
    style = "\n".join(filter(None, (found[STYLE], _write_palette(palette))))
    return Screen({file: found[file] for file in (PAGE, INDEX)}, style, found[SCRIPT], theme.pictograms)


def refuse_own(paths: Iterable[str]) -> None:
    """Refuse files of a workspace that would change pages for a screen.

    Raises:
        PlainleafError: P005 for each of them.
    """
    hint = "take it away; the colors under [theme] in plainleaf.toml, the logo and the name of the clinic are yours"
    message = "pages for a screen are the program's own: a style or template could hide what they say"
    if problems := [Problem(Position(path), "P005", message, hint) for path in sorted(paths)]:
        raise PlainleafError(problems)


def _write_palette(colours: Mapping[str, Colour]) -> str:
    """The colours of the settings, by day; one too faint for text is left as it is, since here it is one of text."""
    paper = colours.get("paper", WHITE)
    kept = {name: one for name, one in colours.items() if name == "paper" or contrast(one, paper) >= _LEAST_CONTRAST}
    if "accent" in kept:
        kept["band"] = kept["accent"]
    rules = " ".join(f"--{name}: {colour};" for name, colour in sorted(kept.items()))
    return f"@media screen and (prefers-color-scheme: light) {{ :root {{ {rules} }} }}\n" if rules else ""


def render(screen: Screen, template: str, **values: object) -> str:
    """A page from a template.

    Raises:
        PlainleafError: P001, when the template does not work.
    """
    try:
        return _environment(screen).get_template(template).render(**values)
    except TemplateError as error:
        where = Position(f"templates/{PLAIN}/{template}", getattr(error, "lineno", 0) or 0)
        message = f"the template does not work: {error}"
        raise PlainleafError(Problem(where, "P001", message, "install plainleaf again")) from error


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
        return start + Markup("<g{}>{}</g></svg>").format(_attributes(root, PAINT), shapes)

    return draw


def _shape(element: ET.Element) -> Markup:
    """One shape with what is in it; what is no shape is left out."""
    tag = element.tag.rpartition("}")[2]
    if tag not in SHAPES:
        return Markup("")
    inside = Markup("").join(map(_shape, element))
    name = Markup(tag)  # noqa: S704 - one of the shapes above
    return Markup("<{0}{1}>{2}</{0}>").format(name, _attributes(element, PAINT | MEASURES), inside)


def _attributes(element: ET.Element, known: frozenset[str]) -> Markup:
    """Black becomes the colour of the text, and white, by a class, that of what lies under the drawing."""
    kept, under = Markup(""), []
    for name, value in element.attrib.items():
        if name in ("fill", "stroke") and value in _WHITE:
            under.append(f"under-{name}")
        elif name in known:
            kept += Markup(' {}="{}"').format(name, "currentColor" if value in _INK else value)
    return kept + Markup(' class="{}"').format(" ".join(under)) if under else kept
