"""What was handed out: which leaflet, when, where and by whom. Nothing about the patient has a place in it.

A line of JSON for each event, in a file for each day (UTC), so that what is older than it may be is a file to remove.
Looking at a leaflet and saying that it was printed are two events: a browser does not tell whether paper came out.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from plainleaf.build.store import unwritable
from plainleaf.problems import PlainleafError

Kind = Literal["opened", "confirmed"]
_KINDS: tuple[Kind, ...] = ("opened", "confirmed")
_SUFFIX = ".jsonl"
_LOCK = ".lock"
_WAIT = 2.0  # seconds; another line is written in a thousandth of one
_MOST_CHARACTERS = 120
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Event:
    """One leaflet that was opened for printing, or that somebody said was printed.

    Attributes:
        time: in UTC, whole seconds.
        code: the check code that stands on the sheet.
        sha256: of the file that was given out.
        status: draft or approved.
        station: the name that somebody gave to the workstation; empty: none.
        user: as the proxy names who is signed in; empty: it does not.
        profile: the ward or clinic that the sheet was printed for; empty: the only one.
        filled: whether a dose, dates or a note were filled in; never what they were.
    """

    time: dt.datetime
    event: Kind
    leaflet: str
    lang: str
    level: str
    format: str
    place: str
    beside: str
    code: str
    sha256: str
    status: str
    station: str
    user: str
    profile: str
    filled: bool

    def as_json(self) -> dict[str, Any]:
        """The line of the file, and the shape of exports; keys are a promise to other programs."""
        return {**asdict(self), "time": self.time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def read_event(line: str) -> Event | None:
    """An event from its line; none: it is damaged, or of a later program."""
    with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
        said = json.loads(line)
        if said["event"] in _KINDS and isinstance(said["filled"], bool):
            time = dt.datetime.fromisoformat(said["time"])
            texts = {name: said[name] for name in _TEXTS}
            if time.tzinfo and all(isinstance(text, str) for text in texts.values()):
                return Event(time=time, event=said["event"], filled=said["filled"], **texts)
    return None


_TEXTS = tuple(one.name for one in fields(Event) if one.name not in ("time", "event", "filled"))


@dataclass(frozen=True, slots=True)
class AuditLog:
    """A folder of events.

    Attributes:
        days: after which a day is forgotten; none: never.
    """

    folder: Path
    days: int | None

    def check(self) -> None:
        """See whether an event could be added; see `note` for errors."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.folder / _LOCK, timeout=_WAIT):
                pass
        except OSError as error:
            raise PlainleafError(unwritable(str(self.folder), error)) from None

    def note(self, event: Event) -> None:
        """Add an event; on the disk when this returns. What somebody typed is cut to a line's length.

        Raises:
            PlainleafError: B001, when it cannot be written.
        """
        shape = {
            name: value[:_MOST_CHARACTERS] if isinstance(value, str) else value
            for name, value in event.as_json().items()
        }
        path = self.folder / f"{event.time.astimezone(dt.UTC):%Y-%m-%d}{_SUFFIX}"
        line = (json.dumps(shape, ensure_ascii=False) + "\n").encode()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self.folder / _LOCK, timeout=_WAIT):
                _append(path, line)
        except Timeout:
            raise PlainleafError(unwritable(str(path), OSError("another process keeps it locked"))) from None
        except OSError as error:
            raise PlainleafError(unwritable(str(path), error)) from None

    def events(self, first: dt.date, last: dt.date) -> Iterator[Event]:
        """Events of some days, in the order in which they were noted; damaged lines are passed over."""
        for day, path in self._files():
            if first <= day <= last:
                for line in _read(path).splitlines():
                    if event := read_event(line):
                        yield event

    def forget(self, today: dt.date) -> int:
        """Remove days that are older than they may be; how many."""
        if self.days is None:
            return 0
        old = [path for day, path in self._files() if (today - day).days > self.days]
        for path in old:
            with contextlib.suppress(OSError):
                path.unlink()
        return len(old)

    def _files(self) -> Iterator[tuple[dt.date, Path]]:
        with contextlib.suppress(OSError):
            for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
                with contextlib.suppress(ValueError):
                    yield dt.date.fromisoformat(path.stem), path


def write_csv(events: Iterable[Event]) -> str:
    """Events as a table for a spreadsheet, where no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [one.name for one in fields(Event)], lineterminator="\r\n")
    writer.writeheader()
    for event in events:
        writer.writerow({name: _as_cell(value) for name, value in event.as_json().items()})
    return out.getvalue()


def _as_cell(value: object) -> str:
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _append(path: Path, line: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line)
        file.flush()
        os.fsync(handle)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
