"""Days and hours as each language says them, and never as another one does."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys

import pytest
from tests.support.workspace import REPOSITORY, SHIPPED

from plainleaf.days import format_day_of_month, format_time, name_weekday, name_weekdays
from plainleaf.languages import SOURCE_TAG
from plainleaf.translation.packs import read_pack
from plainleaf.workspace import find_workspace, read_files

TEXTS = read_files(find_workspace(REPOSITORY)).texts
THURSDAY = dt.date(2026, 11, 26)
ALONE = "import sys; from plainleaf.days import name_weekdays; print('|'.join(name_weekdays(sys.argv[1], 'wide')))"
"""The names of days in a process that knows no other language."""


def test_days_of_one_language_are_not_those_of_the_last_one() -> None:
    """Babel shares names between languages: after Swahili, Thai had Swahili days."""
    tags = ("sw", "ta", "th", "uk", "zh-Hant", "sw", "vi", "en")
    together = {tag: "|".join(name_weekdays(tag, "wide")) for tag in tags}
    assert len(set(together.values())) == len(set(tags))
    for tag in ("th", "sw", "uk"):
        alone = subprocess.run([sys.executable, "-c", ALONE, tag], capture_output=True, text=True, check=True)
        assert alone.stdout.strip() == together[tag]


def test_a_language_that_borrows_from_another_has_no_days() -> None:
    assert name_weekdays("ht", "wide") == ("",) * 7  # CLDR would say them in French
    assert name_weekdays("xx", "wide") == ("",) * 7


@pytest.mark.parametrize("tag", [SOURCE_TAG, *SHIPPED])
def test_every_language_has_days_and_hours_in_its_own_letters(tag: str) -> None:
    pack = read_pack(TEXTS, tag)
    said = [format_day_of_month(THURSDAY, pack), format_time(dt.time(9, 30), pack), format_time(dt.time(15, 30), pack)]
    said += [name_weekday(THURSDAY, pack, "wide"), name_weekday(THURSDAY, pack, "abbreviated")]
    assert all(said[:3])
    assert "26" in said[0]
    assert "2026" not in said[0]
    if not pack.writes_latin:
        assert not re.search("[A-Za-z]", "".join(said))
    # The half past nine of the morning is never that of the evening.
    assert said[1] != format_time(dt.time(21, 30), pack)


def test_hours_that_others_count_from_sunrise_are_said_with_the_part_of_the_day() -> None:
    swahili = read_pack(TEXTS, "sw")
    assert [format_time(dt.time(hour, 30), swahili) for hour in (9, 15)] == ["9:30 asubuhi", "3:30 mchana"]


def test_all_languages_are_looked_at() -> None:
    assert len({SOURCE_TAG, *SHIPPED}) >= 31
