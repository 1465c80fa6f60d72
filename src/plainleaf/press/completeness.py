"""Whether a page still says everything that its leaflet says, whatever the template made of it.

It is looked at before the page is set. What the style hides, covers or shrinks, and what stands on the paper in the
end, is looked at on the finished page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from plainleaf.press.seen import FILLED, SeenPage, squeeze
from plainleaf.press.source import LeafletSource, PrintedText
from plainleaf.press.style import Style
from plainleaf.problems import Position, Problem

_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{1,6})\s?|\\(.)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAMED = 5  # problems of one page; a template that loses one thing often loses all
_SHOWN = 60  # characters of a statement in a message


def lost_statements(html: str, source: LeafletSource, template: str) -> list[Problem]:
    """P006 for what the page does not say of its source, P005 for what the page itself hides; only the first few.

    Args:
        html: the page, with every text of a statement inside an element with ``data-statement``.
        template: path of what made it, for messages.
    """
    problems = list(dict.fromkeys(_lost(html, source, template)))
    if (left := len(problems) - _NAMED) <= 0:
        return problems
    message = f"the page hides or lacks {left:,} more things that the leaflet says"
    return [*problems[:_NAMED], Problem(Position(template), "P006", message)]


def lost_entries(html: str, entries: Iterable[tuple[str, str]], template: str) -> list[Problem]:
    """P006 for each text that was filled in for one patient and does not stand on the page where it belongs.

    Args:
        entries: name of the place (``data-filled``) and text.
    """
    found: dict[str, list[str]] = {}
    for name, text in SeenPage(html).statements:
        found.setdefault(name, []).append(squeeze(text))
    # What was filled in is repeated in no message: it is the patient's.
    lost = (name for name, text in entries if not any(squeeze(text) in one for one in found.get(FILLED + name, ())))
    hint = "compare it with the template of the theme `plain`"
    return [
        Problem(Position(template), "P006", f"the page does not say what was filled in: `{name}`", hint)
        for name in dict.fromkeys(lost)
    ]


def _lost(html: str, source: LeafletSource, template: str) -> Iterator[Problem]:
    page = SeenPage(html)
    where = Position(template)
    hint = "compare it with the template of the theme `plain`"
    if "<!--" in _COMMENT.sub("", html):  # the engine takes what follows for a comment, this parser for text
        yield Problem(where, "P006", "a comment is not closed, and hides what follows", "end it with -->")
    statements = {
        name: [squeeze(text) for _, text in texts] for name, texts in groupby(sorted(page.statements), itemgetter(0))
    }
    said = squeeze("".join(page.said))
    margins = squeeze("".join(map(_unescape, page.styles)))
    for text in source.texts:
        for one in text.statements:
            if not any(squeeze(one.text) in found for found in statements.get(one.id, ())):
                yield Problem(where, "P006", f"the page does not say `{one.id}`: {one.text[:_SHOWN]}", hint)
            elif squeeze(one.frequency) not in said:
                yield Problem(where, "P006", f"the page does not say how often: `{one.id}`", hint)
        for title in headings_of(text):
            if squeeze(title) not in said:
                yield Problem(where, "P006", f"the page lacks the heading: {title[:_SHOWN]}", hint)
        for at, mark in enumerate(text.marks):
            is_draft = at == 0 and source.status == "draft"  # for every page, so the text of one is no place for it
            if squeeze(mark) not in margins and (is_draft or squeeze(mark) not in said):
                yield Problem(where, "P006", f"the margins of the page do not say: {mark[:_SHOWN]}", hint)
    yield from _hidden_by_page(page, template)


def headings_of(text: PrintedText) -> list[str]:
    """All that a page says above its statements: the title, and the headings of sections and of groups."""
    return [text.title, *(title for part in text.sections for title in (part.title, *part.headings))]


def _hidden_by_page(page: SeenPage, template: str) -> Iterator[Problem]:
    for css in page.styles:
        yield from (_at(template, one) for one in Style(css, template, of_page=True).problems())
    for css in filter(None, (tag.values.get("style") for tag in page.tags)):
        yield from (_at(template, one) for one in Style(css, template).problems_of_element())


def _at(template: str, problem: Problem) -> Problem:
    """The problem without its line, which counts in the page that was made and not in the template."""
    return Problem(Position(template), problem.code, problem.message, problem.hint)


def _unescape(css: str) -> str:
    """What the strings of a style say: its escapes read, a line break as nothing."""
    return _ESCAPE.sub(lambda found: _letter(found[1]) if found[1] else found[2], css)


def _letter(code: str) -> str:
    number = int(code, 16)
    return "" if number == 10 or not 0 < number <= 0x10FFFF else chr(number)  # noqa: PLR2004 - `\\A`, a line break
