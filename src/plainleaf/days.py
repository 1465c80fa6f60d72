"""Days and hours as a language writes them: its own names, digits and order, and never those of another language."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from babel.dates import format_time as babel_time

from plainleaf.languages import LanguagePack, borrowed_from, in_digits, parse_locale


def format_day(day: dt.date, pack: LanguagePack) -> str:
    """A Gregorian day as the language writes it."""
    pattern = pack.date or "long"
    if pack.months:
        pattern = pattern.replace("MMMM", _own_month(day, pack.months))
    return _write_day(day, pattern, pack.locale, pack.digits)


def format_day_of_month(day: dt.date, pack: LanguagePack) -> str:
    """A day without its year, short enough for a cell of a calendar."""
    pattern = pack.locale.datetime_skeletons["MMMd"].pattern
    if pack.months:
        pattern = f"d {_own_month(day, pack.months)}"
    return _write_day(day, pattern, pack.locale, pack.digits)


def _own_month(day: dt.date, months: tuple[str, ...]) -> str:
    """The name of a month as a pattern of CLDR has text."""
    name = months[day.month - 1].replace("'", "''")
    return f"'{name}'"


def format_time(time: dt.time, pack: LanguagePack) -> str:
    """A time of day, to the minute; with the part of the day where CLDR would write AM or PM in foreign letters."""
    text = babel_time(time, pack.time or "short", locale=pack.locale)
    if not pack.writes_latin and re.search("[A-Za-z]", text):
        text = babel_time(time, pack.locale.datetime_skeletons["Bhm"].pattern, locale=pack.locale)
    return in_digits(text, pack.digits)


def name_weekdays(tag: str, width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    """The days of the week by name, Monday first; empty texts where CLDR has none, or those of another language."""
    try:
        names = get_day_names(width, "stand-alone", parse_locale(tag))
    except (UnknownLocaleError, ValueError):
        return ("",) * 7
    return ("",) * 7 if borrowed_from(tag) else tuple(names[day] for day in range(7))


def name_weekday(day: dt.date, pack: LanguagePack, width: Literal["wide", "abbreviated"]) -> str:
    """The day of the week by its name; see `name_weekdays`."""
    return name_weekdays(pack.language, width)[day.weekday()]


# Every sheet has the same days as many others, and CLDR's patterns are slow to follow.
@lru_cache(maxsize=1_024)
def _write_day(day: dt.date, pattern: str, locale: Locale, digits: str) -> str:
    return in_digits(format_date(day, format=pattern, locale=locale), digits)
