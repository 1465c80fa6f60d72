"""Sheets for people without catalogs: what was translated back, and what was signed, statement by statement.

Two sheets, one after the other. The first goes to a back-translator: the translation, an empty column, and no English
at all. The second goes to whoever compares: English, translation and back-translation side by side, and a verdict for
each. Every row carries the content hash of what it shows, so that nothing is signed that has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from plainleaf.translation.review.differences import Difference
from plainleaf.translation.review.proof import Proof, ProofText
from plainleaf.translation.review.spreadsheets import Column, Table

Kind = Literal["back-translation", "sign-off"]
Verdict = Literal["same meaning", "not the same", "unsure"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
VERSION = "1"
MARK = "plainleaf sheet"
BACK_TRANSLATED_BY = "translated back by"
PEOPLE: Mapping[Kind, tuple[str, ...]] = {
    "back-translation": ("back-translator", "qualification", "date"),
    "sign-off": ("signed by", "qualification", "date"),
}
_ADVICE: Mapping[Kind, str] = {
    "back-translation": (
        "Write into the column “back-translation”, in English, what the text beside it says: as it stands, with its"
        " numbers, not as it should be. Work without the English leaflet. Fill in the yellow cells only. Keep the last"
        " column: by it each row is known again."
    ),
    "sign-off": (
        "Do the English and the back-translation mean the same? Choose a verdict in each row; leave it empty if you did"
        " not look. Fill in your name, your qualification and the day (as 2026-11-22). “same meaning” is your approval"
        " of exactly this translation. Fill in the yellow cells only."
    ),
}


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of one message.

    Attributes:
        line: its row in the sheet.
        differences: from the English, as far as a machine can count.
    """

    line: int
    back: str
    note: str = ""
    differences: tuple[Difference, ...] = ()
    verdict: str = ""


def back_translation_sheet(proof: Proof) -> Table:
    """The sheet for a back-translator: translations, and not one English text of the leaflet."""
    rtl = proof.pack.direction == "rtl"
    columns = (
        Column("id", 10),
        Column("level", 9),
        Column("section", 24, rtl=rtl),
        Column("critical", 9),
        Column("translation", 52, rtl=rtl),
        Column("back-translation", 52, filled_in=True),
        Column("note", 24, filled_in=True),
        Column("hash", 23),
    )
    rows = [
        (
            row.number,
            " ".join(row.text.levels),
            row.heading,
            _flag(row.text),
            row.text.translation,
            "",
            "",
            row_hash(row.text),
        )
        for row in sheet_rows(proof)
    ]
    return _table("back-translation", proof, {}, columns, rows)


def sign_off_sheet(proof: Proof, returned: Mapping[str, Returned], people: Mapping[str, str]) -> Table:
    """The sheet on which somebody says, statement by statement, whether the meaning is the same.

    Args:
        people: who translated back, as the first sheet says it.
    """
    rtl = proof.pack.direction == "rtl"
    columns = (
        Column("id", 30),
        Column("level", 9),
        Column("section", 16),
        Column("critical", 9),
        Column("English", 44),
        Column("translation", 44, rtl=rtl),
        Column("back-translation", 44),
        Column("differences", 22),
        Column("verdict", 15, filled_in=True, choices=VERDICTS),
        Column("note", 24, filled_in=True),
        Column("hash", 23),
    )
    rows = []
    for row in sheet_rows(proof):
        text, name = row.text, row.text.message.msgctxt
        found = returned.get(name)
        levels, differences = " ".join(text.levels), "\n".join(map(str, found.differences)) if found else ""
        said = found.back if found else ""
        rows.append(
            (
                name,
                levels,
                row.section,
                _flag(text),
                text.english,
                text.translation,
                said,
                differences,
                "",
                "",
                row_hash(text),
            )
        )
    return _table("sign-off", proof, {BACK_TRANSLATED_BY: back_translator(people)}, columns, rows)


def back_translator(people: Mapping[str, str]) -> str:
    """Who translated back, with qualification and day, from the fields of either sheet."""
    fields = (people.get(name, "") for name in PEOPLE["back-translation"])
    return people.get(BACK_TRANSLATED_BY) or ", ".join(filter(None, fields))


def _table(
    kind: Kind, proof: Proof, people: Mapping[str, str], columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> Table:
    fields = [
        (MARK, f"{kind} {VERSION}", False),
        ("leaflet", proof.leaflet.id, False),
        ("language", proof.pack.language, False),
        ("place", proof.place, False),
        *((name, value, False) for name, value in people.items()),
        *((name, "", True) for name in PEOPLE[kind]),
    ]
    return Table(kind, fields, _ADVICE[kind], columns, rows, rtl=proof.pack.direction == "rtl")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One message on its way into a sheet.

    Attributes:
        number: what a back-translator sees instead of its address, which would tell what it says.
        section: as the section model names it.
        heading: the title of its section in the reader's language.
    """

    number: str
    section: str
    heading: str
    text: ProofText


def sheet_rows(proof: Proof) -> Iterator[SheetRow]:
    """Everything that is translated, each message once, in print order."""
    seen: set[str] = set()
    for section in proof.sections:
        heading = section.title.translation if section.title else ""
        for statement in section.statements:
            for text in statement.texts:
                if text.state == "translated" and text.message.msgctxt not in seen:
                    seen.add(text.message.msgctxt)
                    yield SheetRow(f"{statement.number}/{text.levels[0]}", section.id, heading, text)
    words = [text for text in proof.texts if text.state == "translated" and text.message.msgctxt not in seen]
    for number, text in enumerate(words, 1):
        yield SheetRow(f"words/{number}", "words", "", text)


def _flag(text: ProofText) -> str:
    return "yes" if text.message.critical else ""


def row_hash(text: ProofText) -> str:
    """The content hash of a message as it stands in a cell."""
    # A letter in front: a spreadsheet makes a number of digits alone, and of 12e45 too.
    return f"h{text.wording.hash}" if text.wording else ""
