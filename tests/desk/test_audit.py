"""What was handed out is kept as long as it may be, and nothing of the patient with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import stat
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.desk.audit import AuditLog, Event, read_event, write_csv
from plainleaf.problems import PlainleafError

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
EVENT = Event(
    time=NOW,
    event="opened",
    leaflet="thalidomide",
    lang="es",
    level="plain",
    format="letter",
    place="us",
    beside="",
    code="0123-ABCD",
    sha256="0" * 64,
    status="draft",
    station="Desk 2",
    user="",
    profile="",
    filled=False,
)


def test_events_come_back_as_they_were_noted(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", 30)
    events = [EVENT, replace(EVENT, event="confirmed", time=NOW + dt.timedelta(seconds=9), filled=True)]
    for event in events:
        log.note(event)
    assert list(log.events(TODAY, TODAY)) == events
    assert list(log.events(TODAY + dt.timedelta(1), TODAY + dt.timedelta(9))) == []


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "audit", 30)
    log.note(EVENT)
    (path,) = (tmp_path / "audit").glob("*.jsonl")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_about_the_patient_has_a_place() -> None:
    assert {one.name for one in fields(Event)} == {
        *("time", "event", "leaflet", "lang", "level", "format", "place", "beside", "code", "sha256", "status"),
        *("station", "user", "profile", "filled"),
    }


def test_days_that_are_too_old_are_forgotten(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, 30)
    for days in (0, 30, 31, 400):
        log.note(replace(EVENT, time=NOW - dt.timedelta(days)))
    (tmp_path / "notes.jsonl").write_text("not a day")
    assert log.forget(TODAY) == 2
    assert len(list(log.events(dt.date(2020, 1, 1), TODAY))) == 2
    assert AuditLog(tmp_path, None).forget(TODAY + dt.timedelta(9_999)) == 0
    assert (tmp_path / "notes.jsonl").exists()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        '{"time": "yesterday"}',
        json.dumps({**EVENT.as_json(), "event": "seen"}),
        json.dumps({**EVENT.as_json(), "lang": 3}),
        json.dumps({**EVENT.as_json(), "time": "2026-11-23T09:30:00"}),
        json.dumps({**EVENT.as_json(), "filled": "no"}),
    ],
)
def test_a_damaged_line_is_passed_over(line: str, tmp_path: Path) -> None:
    assert read_event(line) is None
    log = AuditLog(tmp_path, 30)
    (tmp_path / f"{TODAY}.jsonl").write_text(line + "\n")
    log.note(EVENT)
    assert list(log.events(TODAY, TODAY)) == [EVENT]


def test_what_cannot_be_noted_is_said(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file")
    with pytest.raises(PlainleafError) as caught:
        AuditLog(tmp_path / "audit", 30).note(EVENT)
    assert [problem.code for problem in caught.value.problems] == ["B001"]


def test_what_somebody_typed_is_cut(tmp_path: Path) -> None:
    log = AuditLog(tmp_path, 30)
    log.note(replace(EVENT, station="x" * 10_000))
    (event,) = log.events(TODAY, TODAY)
    assert len(event.station) == 120


@given(st.text(max_size=30))
def test_no_cell_of_a_table_is_a_formula(station: str) -> None:
    text = write_csv([replace(EVENT, station=station, user="=1+1")])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["user"] == "'=1+1"
    assert not row["station"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["filled"] == "no"
