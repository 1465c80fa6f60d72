"""The days of a week, as the calendars of a leaflet name them."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from plainleaf.days import name_weekdays


def weekdays(locale: str, place: str) -> tuple[str, ...]:
    """Seven names of days, the first day of the week of the place first; empty texts in a language CLDR lacks."""
    territory = {"uk": "GB", "eu": "150"}.get(place, place.upper())
    names = name_weekdays(locale, "wide")
    try:  # the week is the place's, whatever the language: English is the language with most territories
        first = Locale("en", territory).first_week_day
    except UnknownLocaleError:
        first = Locale("en").first_week_day
    return tuple(names[(first + day) % 7] for day in range(7))
