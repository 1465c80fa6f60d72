"""The words that a sheet may say around its statements: labels, names, days, what the margins say.

They travel with the sheet, so that a word that stands in no leaflet and no catalog can be told from them on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from plainleaf.press.week import weekdays
from plainleaf.translation.localized import LocalizedLeaflet, Runs, SharedTexts, plain_text

NUMBER, CODE, ADDRESS = "{n}", "{code}", "{address}"
"""What is filled in on the page: a number, the check code of the sheet, its address on the web."""
_FILLED = re.compile(r"\{(\w+)\}")
_ON_THE_PAGE = {"n": NUMBER, "page": NUMBER, "pages": NUMBER, "code": CODE, "address": ADDRESS, "box": ""}
_DRAFT = "draft"
_SCREEN = "screen-"  # labels that begin so are for pages on a screen


def words_around(sheet: LocalizedLeaflet) -> tuple[str, ...]:
    """Every text that may stand beside the statements and headings of a sheet, sorted."""
    labels = sheet.labels if isinstance(sheet.labels, SharedTexts) else SharedTexts(sheet.labels)
    whole, to_fill = _sort_labels(labels)
    return tuple(sorted(({_on_one_line(text) for text in _texts(sheet, to_fill)} | whole) - {""}))


@lru_cache(maxsize=64)
def _sort_labels(labels: SharedTexts[Runs]) -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:
    """Labels that every sheet prints as they are, and by name those that depend on the sheet."""
    texts = {name: plain_text(runs) for name, runs in labels.items() if not name.startswith(_SCREEN)}
    to_fill = {name: text for name, text in texts.items() if name == _DRAFT or _FILLED.search(text)}
    return frozenset(_on_one_line(text) for name, text in texts.items() if name not in to_fill), tuple(to_fill.items())


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _texts(sheet: LocalizedLeaflet, labels: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (sheet.title, sheet.latin_title, sheet.say, sheet.own_name, sheet.english_name, sheet.place_name)
    yield sheet.english_labels[_DRAFT] if sheet.draft else ""
    values = {**_ON_THE_PAGE, "say": sheet.say, "version": sheet.version}
    values |= sheet.measured.values if sheet.measured else {}
    dates = {"revised": sheet.revised, "review-by": sheet.review_by}
    for name, text in labels:
        if name != _DRAFT or sheet.draft:
            yield _fill(text, {**values, "date": dates.get(name, "")})
    if "rest" in sheet.labels:
        rest = plain_text(sheet.labels["rest"])
        yield from (f"{NUMBER} {rest}", f"{NUMBER}–{NUMBER} {rest}")  # a day of its calendar; such days on a summary
    if sheet.dose:
        yield from (plain_text(sheet.dose.form), plain_text(sheet.dose.unit))
    yield from (plain_text(one.blank_unit) for section in sheet.sections for one in section.statements)
    if sheet.schedule and sheet.schedule.type == "weekly":
        yield from weekdays(sheet.locale, sheet.place)


def _fill(label: str, values: dict[str, str]) -> str:
    """A label as it is printed; one that a sheet has nothing for, such as that of a frequency, is not printed alone."""
    if any(name not in values for name in _FILLED.findall(label)):
        return ""
    return _FILLED.sub(lambda found: values[found[1]], label)
