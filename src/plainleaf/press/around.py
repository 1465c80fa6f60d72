"""The words that a sheet may say around its statements: labels, names, days, what the margins say.

They travel with the sheet, so that a word that stands in no leaflet and no catalog can be told from them on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plainleaf.press.week import weekdays
from plainleaf.translation.localized import LocalizedLeaflet, plain_text

NUMBER, CODE, ADDRESS = "{n}", "{code}", "{address}"
"""What is filled in on the page: a number, the check code of the sheet, its address on the web."""
_FILLED = re.compile(r"\{(\w+)\}")
_ON_THE_PAGE = {"n": NUMBER, "page": NUMBER, "pages": NUMBER, "code": CODE, "address": ADDRESS, "box": ""}
_SCREEN = "screen-"  # labels that begin so are for pages on a screen


def words_around(sheet: LocalizedLeaflet) -> tuple[str, ...]:
    """Every text that may stand beside the statements and headings of a sheet, sorted."""
    return tuple(sorted({" ".join(text.split()) for text in _texts(sheet)} - {""}))


def _texts(sheet: LocalizedLeaflet) -> Iterator[str]:
    yield from (sheet.title, sheet.latin_title, sheet.say, sheet.own_name, sheet.english_name, sheet.place_name)
    yield sheet.english_labels["draft"] if sheet.draft else ""
    values = {**_ON_THE_PAGE, "say": sheet.say, "version": sheet.version}
    values |= sheet.measured.values if sheet.measured else {}
    dates = {"revised": sheet.revised, "review-by": sheet.review_by}
    for name, runs in sheet.labels.items():
        if not name.startswith(_SCREEN) and (name != "draft" or sheet.draft):
            yield _fill(plain_text(runs), {**values, "date": dates.get(name, "")})
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
