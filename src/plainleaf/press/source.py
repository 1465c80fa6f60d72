"""The structured source of a printed sheet: what it says, statement by statement, as JSON that travels in the PDF.

A program that receives the PDF reads the leaflet without guessing at its layout; `plainleaf inspect` holds the printed
words against it, and `plainleaf verify` holds it against the library. It is a check against mistakes, not a signature:
whoever can change the PDF can change this too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plainleaf.content.grammar import Action
from plainleaf.press.around import words_around
from plainleaf.press.formats import SheetFormat
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.approval.signoff import Need, frame_hash
from plainleaf.translation.localized import LocalizedGroup, LocalizedLeaflet, LocalizedStatement, plain_text

SOURCE_NAME = "leaflet.json"
"""The attachment's name in the PDF."""
SCHEMA: Literal["plainleaf-leaflet-1"] = "plainleaf-leaflet-1"
CODE_LENGTH = 8
# Digits and letters that are not taken for each other when read aloud or copied by hand (Crockford's base 32).
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_NEVER_HASHED = frozenset({"code", "content_hash", "filled", "made_with"})


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PrintedStatement(_Closed):
    """One statement as the sheet says it.

    Attributes:
        msgctxt: address of its message.
        text: its characters, no-break spaces kept, a blank to write on as nothing.
        lang: BCP 47 tag where the whole statement stands in another language than the sheet.
        quantities: numbers with their units, telephone numbers, dates and addresses in it, in order.
        frequency: how often the effect comes, as it is said beside it.
        style, pictogram: how it is set.
        blank: what is to be written after it, and in which unit.
        hash: of the text as it is approved; two sheets with one hash say the same.
        status: ``approved`` only if the text and, in a translation, its source lack nothing.
    """

    id: str
    msgctxt: str
    text: str
    lang: str = ""
    critical: bool
    action: Action
    quantities: tuple[str, ...] = ()
    frequency: str = ""
    style: str = ""
    pictogram: str = ""
    blank: str = ""
    hash: str
    status: Literal["draft", "approved"]


class PrintedSection(_Closed):
    """One section: its question, and its statements in the order in which they are printed."""

    id: str
    title: str
    headings: tuple[str, ...] = ()
    statements: tuple[PrintedStatement, ...]


class PrintedText(_Closed):
    """The leaflet in one language.

    Attributes:
        marks: what every page says of it (draft line, what it does not replace).
        frame: hash of what stands around the statements: labels, names, dose grid, calendar.
        around: the same as texts, with ``{n}`` for a number; none: an older print, of which nobody knows.
    """

    lang: str
    direction: Literal["ltr", "rtl"]
    title: str
    marks: tuple[str, ...]
    frame: str = ""
    around: tuple[str, ...] = ()
    sections: tuple[PrintedSection, ...]

    @property
    def statements(self) -> tuple[PrintedStatement, ...]:
        """All statements, in print order."""
        return tuple(statement for section in self.sections for statement in section.statements)


class MadeWith(_Closed):
    """What decides the bytes of the print besides its words: other versions, other bytes, the same words."""

    program: str
    engine: str
    fonts: str
    look: str


class LeafletSource(_Closed):
    """What one PDF says.

    Attributes:
        texts: the reader's language first; a second one on a bilingual sheet.
        clinic: what the clinic filled in: name, telephone numbers, addresses, and the hash of its logo.
        filled: texts that were filled in for one patient; they are no part of the leaflet, and of no hash.
        content_hash: over all of it but `made_with`; equal hash, equal words.
        code: the first characters of that hash, as the foot of every page shows them.
    """

    schema_name: Literal["plainleaf-leaflet-1"] = SCHEMA
    leaflet: str
    version: str = Field(max_length=40)
    place: str
    level: str
    format: str
    status: Literal["draft", "approved"]
    revised: str
    review_by: str
    texts: tuple[PrintedText, ...] = Field(min_length=1, max_length=2)
    clinic: tuple[tuple[str, str], ...] = ()
    filled: tuple[str, ...] = Field(default=(), repr=False)
    made_with: MadeWith
    content_hash: str = ""
    code: str = ""

    def as_bytes(self) -> bytes:
        """The attachment: JSON for programs, one key a line for people."""
        unused = None if self.filled else {"filled"}
        return f"{self.model_dump_json(indent=1, exclude=unused)}\n".encode()

    def hash_again(self) -> str:
        """What `content_hash` must be."""
        hashed = self.model_dump(mode="json", exclude=set(_NEVER_HASHED))
        for text in hashed["texts"]:
            del text["around"]  # `frame` is the hash of it, and older prints have no more than that
        return sha256(
            json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest()


def describe(
    sheets: Sequence[LocalizedLeaflet],
    needs: Iterable[Need],
    sheet_format: SheetFormat,
    clinic: Iterable[tuple[str, str]],
    made_with: MadeWith,
) -> LeafletSource:
    """The source of one PDF.

    Args:
        sheets: what it prints, the reader's language first; all of one leaflet, level and place.
        needs: what keeps any of them from being approved.
        clinic: what the clinic filled in, as names and values.
    """
    first, lacking = sheets[0], frozenset(need.msgctxt for need in needs)
    source = LeafletSource(
        leaflet=first.leaflet.id,
        version=first.leaflet.version,
        place=first.place,
        level=first.level.value,
        format=sheet_format.id,
        status="draft" if any(sheet.draft for sheet in sheets) else "approved",
        revised=first.leaflet.revised.isoformat(),
        review_by=first.leaflet.review_by.isoformat(),
        texts=tuple(_describe_text(sheet, lacking) for sheet in sheets),
        clinic=tuple((name, value) for name, value in clinic if value),
        made_with=made_with,
    )
    content_hash = source.hash_again()
    return source.model_copy(update={"content_hash": content_hash, "code": code_of(content_hash)})


def code_of(content_hash: str) -> str:
    """The short code of a content hash, in two groups that a person can read out: ``7K3Q-M2PX``."""
    number = int(content_hash[:10], 16)
    letters = "".join(_CODE_LETTERS[number >> 5 * (CODE_LENGTH - 1 - at) & 31] for at in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def read_source(data: bytes, name: str) -> LeafletSource:
    """An attached source read back.

    Args:
        name: of the file that it is attached to, for messages.

    Raises:
        PlainleafError: P040, when it is no such source, or of another version.
    """
    try:
        return LeafletSource.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"])) or SOURCE_NAME
        message = f"the attached {SOURCE_NAME} cannot be read: {where}: {fault['msg']}"
        hint = "it was changed, or another version of plainleaf made it"
        raise PlainleafError(Problem(Position(name), "P040", message, hint)) from None


def in_print_order(group: LocalizedGroup, section_look: str) -> tuple[LocalizedStatement, ...]:
    """The statements of a group as the sheet sets them: of a dose, first what is said, then what is filled in."""
    if section_look != "dose":
        return group.statements
    return tuple(sorted(group.statements, key=lambda statement: statement.blank is not None))


def _describe_text(sheet: LocalizedLeaflet, lacking: frozenset[str]) -> PrintedText:
    wordings = {wording.message.msgctxt.rpartition("/")[0]: wording for wording in sheet.wordings}

    def printed(statement: LocalizedStatement) -> PrintedStatement:
        wording = wordings.get(statement.id)  # none: a citation, which stands in English and is no message
        msgctxt = wording.message.msgctxt if wording else ""
        text = plain_text(statement.runs)
        return PrintedStatement(
            id=statement.id,
            msgctxt=msgctxt,
            text=text,
            lang=statement.lang,
            critical=statement.critical,
            action=statement.action,
            quantities=tuple(
                run.text for run in statement.runs if run.kind in ("quantity", "telephone", "date", "web")
            ),
            frequency=plain_text(statement.frequency),
            style=statement.style,
            pictogram=statement.pictogram or "",
            blank=" ".join((statement.blank.kind, plain_text(statement.blank_unit))).strip() if statement.blank else "",
            hash=wording.hash if wording else sha256(text.encode()).hexdigest()[:20],
            status="draft" if msgctxt in lacking else "approved",
        )

    marks = [plain_text(sheet.labels["general-information"])]
    if sheet.draft:
        marks.insert(0, plain_text(sheet.labels["draft"]))
    return PrintedText(
        lang=sheet.locale,
        direction="rtl" if sheet.direction == "rtl" else "ltr",
        title=sheet.title,
        marks=tuple(marks),
        frame=frame_hash(sheet),
        around=words_around(sheet),
        sections=tuple(
            PrintedSection(
                id=section.id,
                title=plain_text(section.title),
                headings=tuple(plain_text(group.heading) for group in section.groups if group.heading),
                statements=tuple(
                    printed(statement) for group in section.groups for statement in in_print_order(group, section.look)
                ),
            )
            for section in sheet.sections
        ),
    )
