from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workspace import REPOSITORY

from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet
from plainleaf.content.personal import WAIT, Personal, Strength, disagreements
from plainleaf.content.schema import Daily, DoseGrid
from plainleaf.workspace import find_workspace, read_files

TODAY = dt.date(2026, 11, 24)


@cache
def leaflets() -> dict[str, Leaflet]:
    return dict(read_library(read_files(find_workspace(REPOSITORY)).texts).library.leaflets)


def row(strength: str, *counts: int) -> Strength:
    return Strength(Decimal(strength), tuple(map(Decimal, (*counts, *[0] * (4 - len(counts))))))


def found(leaflet: str = "lenalidomide", place: str = "us", **filled: Any) -> list[str]:
    return list(disagreements(Personal(TODAY, **filled), leaflets()[leaflet], place))


@pytest.mark.parametrize(("filled", "wrong"), [
    ({}, []),
    ({"daily": Decimal(25)}, ["no-grid"]),
    ({"daily": Decimal(25), "strengths": (row("10", 2), row("2.5", 2))}, []),
    ({"daily": Decimal(25), "strengths": (row("10", 2), row("2.5", 1, 0, 1))}, ["times"]),  # "once a day"
    ({"daily": Decimal(5), "strengths": (Strength(Decimal(10), (Decimal("0.5"), *[Decimal()] * 3)),)}, ["whole"]),
    ({"daily": Decimal(25), "strengths": (row("10", 2),)}, ["sum"]),
    ({"strengths": (row("10", 2),)}, ["no-total"]),
    ({"daily": Decimal(30), "strengths": (row("10", 1),) * 3}, ["grid"]),
    ({"days_on": 21, "days_off": 7}, []),
    ({"days_on": 14, "days_off": 14}, []),
    ({"days_on": 21, "days_off": 8}, ["cycle"]),
    ({"days_on": 21}, ["cycle"]),
    ({"days_off": 28}, ["cycle"]),
    ({"days_on": 28}, ["cycle"]),
    ({"first_day": TODAY}, []),
    ({"first_day": TODAY, "notes": (WAIT,)}, ["wait"]),
])  # fmt: skip
def test_what_does_not_fit_together_is_found(filled: dict[str, Any], wrong: list[str]) -> None:
    assert found(**filled) == wrong


def test_days_that_a_leaflet_says_in_words_are_not_contradicted() -> None:
    other_days = {"days_on": 14, "days_off": 14}
    assert found("pomalidomide", "us", **other_days) == ["days"]
    assert found("pomalidomide", "uk", **other_days) == []  # there it leaves them to the team
    assert found("pomalidomide", "us", days_on=21, days_off=7) == []


def test_times_of_day_are_those_of_the_leaflet() -> None:
    at_bedtime, in_the_morning = row("50", 0, 0, 0, 1), row("50", 1)
    assert found("thalidomide", daily=Decimal(50), strengths=(at_bedtime,)) == []
    assert found("thalidomide", daily=Decimal(50), strengths=(in_the_morning,)) == ["times"]
    several = replace(leaflets()["thalidomide"], schedule=Daily(type="daily"))
    twice = Personal(TODAY, daily=Decimal(100), strengths=(row("50", 1, 0, 0, 1),))
    assert list(disagreements(twice, several, "us")) == []


def test_a_grid_in_another_unit_than_the_dose_is_refused() -> None:
    in_micrograms = replace(leaflets()["thalidomide"], dose=DoseGrid(form="capsule", unit="microgram"))
    written = Personal(TODAY, daily=Decimal(50), strengths=(row("50", 0, 0, 0, 1),))
    assert list(disagreements(written, in_micrograms, "us")) == ["grid"]


def test_what_a_leaflet_has_no_place_for_is_refused() -> None:
    assert found("thalidomide", days_on=21, days_off=7) == ["schedule"]
    assert found("immunotherapy-kaposi-sarcoma", daily=Decimal(1)) == ["grid"]


@given(
    strengths=st.lists(st.decimals("0.01", "500", places=2), min_size=1, max_size=2),
    counts=st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=2, max_size=2),
    slip=st.decimals("0", "3", places=2),
)
def test_sums_are_exact(strengths: list[Decimal], counts: list[list[int]], slip: Decimal) -> None:
    counts = [some[:1] for some in counts]  # all of it at one time of day
    rows = tuple(row(str(strength), *some) for strength, some in zip(strengths, counts, strict=False))
    in_hundredths = sum(int(strength * 100) * sum(some) for strength, some in zip(strengths, counts, strict=False))
    assert found(daily=Decimal(in_hundredths) / 100 + slip, strengths=rows) == ([] if slip == 0 else ["sum"])


def test_no_report_of_a_fault_can_repeat_what_was_filled_in() -> None:
    personal = Personal(TODAY, clinician="Dr. Ana Ruiz", strengths=(row("10", 2),))
    assert "Ruiz" not in f"{personal!r} {personal}"
    assert "10" not in f"{personal.strengths[0]!r}".partition(" at ")[0]
