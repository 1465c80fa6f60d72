"""One page for each leaflet, language, level and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plainleaf.content.grammar import Level
from plainleaf.export.frame import POLICY, Frame
from plainleaf.export.printed import Printed
from plainleaf.export.publication import LEVEL_ORDER, Publication, index_path, level_name, link
from plainleaf.export.reading_back import lost_on
from plainleaf.export.screen import PAGE, render
from plainleaf.press.blocks import view
from plainleaf.press.html import css_string
from plainleaf.problems import PlainleafError
from plainleaf.translation.localized import LocalizedLeaflet, plain_text

_LOOK = Level.EASY.value  # pictures stand beside their statements, as on the easy sheet


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to a page that says the same in another language or at another level.

    Attributes:
        name: what the link says, in `lang`.
        here: it is the page itself.
    """

    name: str
    address: str
    lang: str
    direction: str
    here: bool


def render_page(
    publication: Publication,
    shelf: Sequence[Publication],
    frame: Frame,
    printed: Sequence[Printed] = (),
) -> str:
    """The page of one publication.

    Args:
        shelf: all publications of the same leaflet and place, this one too.
        printed: sheets that say the same words, in the folder of the site.

    Raises:
        PlainleafError: P001, when the template does not work; B011, when the page does not say what it has to.
    """
    sheet, path = publication.sheet, publication.path
    html = render(
        frame.screen,
        PAGE,
        leaflet=sheet,
        source=publication.source,
        views=[view(section, _LOOK, calendar=True) for section in sheet.sections],
        languages=languages_of(publication, shelf),
        levels=levels_of(publication, shelf),
        index=link(path, index_path(sheet.place, sheet.locale)),
        printed=[Printed(sheet.format, link(path, sheet.path)) for sheet in printed],
        **frame.values(path),
    )
    if lost := lost_on(html, publication.source, path, POLICY, sheet.english_labels["draft"]):
        raise PlainleafError(lost)
    return html


def languages_of(publication: Publication, shelf: Sequence[Publication]) -> list[Choice]:
    """The same leaflet in every language: at the same level where there is one, else at the easiest."""
    level = LEVEL_ORDER.index(publication.sheet.level.value)
    nearest: dict[str, Publication] = {}
    for other in shelf:
        known = nearest.get(other.sheet.locale)
        if known is None or LEVEL_ORDER.index(other.sheet.level.value) == level:
            nearest[other.sheet.locale] = other
    return [_choice(publication, other, other.sheet.own_name) for _, other in sorted(nearest.items())]


def levels_of(publication: Publication, shelf: Sequence[Publication]) -> list[Choice]:
    """The levels that there are in the language of the publication, the easiest first."""
    same = [other for other in shelf if other.sheet.locale == publication.sheet.locale]
    return [_choice(publication, other, level_name(other.sheet)) for other in sorted(same, key=lambda one: one.order)]


def _choice(publication: Publication, other: Publication, name: str) -> Choice:
    sheet = other.sheet
    here = other.path == publication.path
    return Choice(name, link(publication.path, other.path), sheet.locale, sheet.direction, here)


def language_style(publications: Sequence[Publication]) -> str:
    """The style sheet that sets each language in its own fonts, size and height of line.

    It also says on every page that is printed from a draft what the draft says at its head.
    """
    spoken: Mapping[str, LocalizedLeaflet] = {one.sheet.locale: one.sheet for one in publications}
    rules: list[str] = []
    for lang, sheet in sorted(spoken.items()):
        fonts = ", ".join(css_string(font) for font in dict.fromkeys((*sheet.fonts, "Noto Sans")))
        mark = css_string(" · ".join(dict.fromkeys((plain_text(sheet.labels["draft"]), sheet.english_labels["draft"]))))
        rules += (
            f":lang({lang}) {{ font-family: {fonts}, system-ui, sans-serif }}",
            f"html:lang({lang}) {{ --factor: {sheet.size}; --leading: {sheet.leading} }}",
            f"@page draft-{lang} {{ @top-center {{ content: {mark}; font: bold 10pt {fonts} }} }}",
            f"body.unapproved:lang({lang}) {{ page: draft-{lang} }}",
        )
    return "\n".join((*rules, ""))
