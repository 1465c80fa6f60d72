"""A sheet that came back: held, row by row, against what the leaflet says now, and compared with its English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from plainleaf.problems import Position, Problem
from plainleaf.translation.review.backtranslation import (
    BACK_TRANSLATED_BY,
    MARK,
    PEOPLE,
    VERDICTS,
    VERSION,
    Kind,
    Returned,
    row_hash,
    sheet_rows,
)
from plainleaf.translation.review.differences import Comparer
from plainleaf.translation.review.proof import Proof
from plainleaf.translation.review.spreadsheets import Row

_HINT = "make a new sheet with `plainleaf review`, and copy into it what was filled in"


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A sheet as it came back.

    Attributes:
        people: who filled it in, by the names of the fields.
        rows: what came back, by address; rows with a problem are not among them.
        problems: everything that is wrong, at the row where it stands.
    """

    kind: Kind
    people: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Returned] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_sheet(rows: Sequence[Row], file: str, proof: Proof) -> SheetReading:
    """Read a sheet that came back, and hold every row against what the leaflet says now.

    Returns:
        The reading; nothing is raised. T070 and T071 (no sheet, or another leaflet's) mean that nothing was read.
    """
    return _Reader(file, proof).read(rows)


class _Reader:
    """Reads one sheet; rows are known by their hashes, because numbers move when a leaflet grows."""

    def __init__(self, file: str, proof: Proof) -> None:
        self.file = file
        self.proof = proof
        rows = tuple(sheet_rows(proof))
        self.texts = {row_hash(row.text): row.text for row in rows}
        self.names = {*(row.number for row in rows), *(row.text.message.msgctxt for row in rows)}

    def problem(self, line: int, code: str, fault: str, hint: str = _HINT) -> Problem:
        return Problem(Position(self.file, line), code, fault, hint)

    def read(self, rows: Sequence[Row]) -> SheetReading:
        texts = [(line, tuple(cell.text.strip() for cell in cells)) for line, cells in rows]
        head = next((at for at, (_, row) in enumerate(texts) if row[:1] == ("id",)), None)
        named = {row[0].casefold(): row[1] for _, row in texts[:head] if len(row) > 1 and row[0]}
        kind = next((kind for kind in get_args(Kind) if named.get(MARK) == f"{kind} {VERSION}"), None)
        if kind is None or head is None:
            fault = "this is no sheet of `plainleaf review`: its first rows or its head are missing"
            return SheetReading("back-translation", problems=(self.problem(1, "T070", fault),))
        formulas = [
            self.problem(
                line, "T076", f"a formula or an error stands in column {at}", "write text; nothing is calculated"
            )
            for line, cells in rows
            for at, cell in enumerate(cells, 1)
            if cell.formula
        ]
        said = (named.get("leaflet"), named.get("language"), named.get("place"))
        ours = (self.proof.leaflet.id, self.proof.pack.language, self.proof.place)
        if said != ours:
            fault = f"the sheet is for {_spell(said)}; asked for was {_spell(ours)}"
            return SheetReading(kind, problems=(self.problem(2, "T071", fault, "is this the right file?"), *formulas))
        wanted = (
            "id",
            "translation",
            "back-translation",
            *(("verdict", "english") if kind == "sign-off" else ()),
            "hash",
        )
        line, columns = texts[head][0], {name.casefold(): at for at, name in enumerate(texts[head][1]) if name}
        if lacking := [name for name in wanted if name not in columns]:
            fault = f"columns are missing: {', '.join(lacking)}"
            return SheetReading(kind, problems=(self.problem(line, "T070", fault),))
        asked = (*PEOPLE[kind], BACK_TRANSLATED_BY) if kind == "sign-off" else PEOPLE[kind]
        people = {name: named.get(name, "") for name in asked}
        problems = [*formulas, *self._check_people(kind, people, texts[:head])]
        barred = {problem.position.line for problem in formulas}
        found = dict[str, Returned]()
        seen = dict[str, int]()
        for number, row in texts[head + 1 :]:
            cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
            faults = [*self._check_row(number, cells, kind, seen)]
            problems += faults
            if not faults and number not in barred:
                note, verdict = cells.get("note", ""), cells.get("verdict", "").casefold()
                name = self.texts[cells["hash"]].message.msgctxt
                found[name] = Returned(number, cells["back-translation"], note, verdict=verdict)
        problems += self._check_missing(line, found, seen)
        return SheetReading(kind, people, found, tuple(sorted(set(problems))))

    def _check_people(
        self, kind: Kind, people: Mapping[str, str], rows: Sequence[tuple[int, tuple[str, ...]]]
    ) -> Iterator[Problem]:
        lines = {row[0].casefold(): line for line, row in rows if row}
        for name in PEOPLE[kind]:
            line = lines.get(name, 1)
            if not people[name]:
                yield self.problem(line, "T077", f"the field `{name}` at the top is empty", "fill it in")
            elif name == "date" and read_day(people[name]) is None:
                yield self.problem(line, "T077", f"`{people[name]}` is not a day", "write it as 2026-11-22")

    def _check_row(self, line: int, cells: Mapping[str, str], kind: Kind, seen: dict[str, int]) -> Iterator[Problem]:
        name = cells["id"]
        text = self.texts.get(cells["hash"])
        if text is None and name not in self.names:
            yield self.problem(line, "T072", f"there is no message `{name}` in this leaflet", "take the row out")
            return
        if text is None:
            yield self.problem(line, "T073", f"`{name}` has changed since the sheet was made, or its hash was altered")
            return
        address = text.message.msgctxt
        if address in seen:
            fault = f"`{name}` stands twice; first in row {seen[address]}"
            yield self.problem(line, "T074", fault, "keep one of the rows")
            return
        seen[address] = line
        shown = [("translation", text.translation)]
        if kind == "sign-off":
            shown += [("english", text.english), ("id", address)]
        if any(_plain(cells[column]) != _plain(said) for column, said in shown):
            fault = f"`{name}`: the row does not show what the leaflet says now"
            yield self.problem(
                line, "T073", fault, "correct texts in the catalog, not in the sheet; then make a new one"
            )
        if kind == "sign-off" and cells["verdict"] and cells["verdict"].casefold() not in VERDICTS:
            yield self.problem(line, "T078", f"`{cells['verdict']}` is no verdict", f"choose: {', '.join(VERDICTS)}")

    def _check_missing(self, line: int, found: Mapping[str, Returned], seen: Mapping[str, int]) -> Iterator[Problem]:
        """Critical texts that nobody has translated back."""
        for text in self.texts.values():
            name = text.message.msgctxt
            refused = name in seen and name not in found
            if text.message.critical and not refused and not (name in found and found[name].back):
                fault = f"the critical text `{name}` is not translated back"
                yield self.problem(seen.get(name, line), "T075", fault, "fill in its cell")


def _spell(named: tuple[str | None, ...]) -> str:
    return ", ".join(one or "nothing" for one in named)


def _plain(text: str) -> str:
    """A text as two cells are compared: spreadsheets change spaces and line ends."""
    return " ".join(text.split())


def read_day(text: str) -> dt.date | None:
    """A day as 2026-11-22; none if it is not one."""
    try:
        return dt.date.fromisoformat(text.strip()) if len(text.strip()) == len("2026-11-22") else None
    except ValueError:
        return None


def compare_sheet(reading: SheetReading, proof: Proof, comparer: Comparer) -> dict[str, Returned]:
    """The rows with their differences from the English."""
    texts = {text.message.msgctxt: text for text in proof.texts}
    return {
        name: Returned(row.line, row.back, row.note, comparer.compare(texts[name].english, row.back), row.verdict)
        for name, row in reading.rows.items()
    }


def differing(returned: Mapping[str, Returned], file: str) -> Iterator[Problem]:
    """T079, a warning, for each row in which something countable differs."""
    for name, row in returned.items():
        if row.differences:
            fault = f"`{name}`: {'; '.join(map(str, row.differences))}"
            hint = "look at the translation; the back-translator may have chosen another word for the same"
            yield Problem(Position(file, row.line), "T079", fault, hint, "warning", name)


def names_of(proof: Proof) -> tuple[str, ...]:
    """English names that must come back as they are: the medicine, its brands, the words of the glossary."""
    terms = [text.english for text in proof.texts if text.message.msgctxt.startswith("term/")]
    return (*terms, *(name for name, _ in proof.leaflet.brands))
