"""`review`: a bilingual proof, and sheets for those who translate back and who sign, for people without PO tools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from plainleaf.build.store import write_whole
from plainleaf.cli.choosing import ListOption
from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.library import read_library
from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.approval.approving import vet_entries
from plainleaf.translation.approval.records import (
    Approval,
    Approvals,
    Entry,
    approvals_path,
    format_approvals,
    read_approvals,
    read_own_approvals,
    record_entries,
)
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.packs import read_language
from plainleaf.translation.review.proof import Proof
from plainleaf.translation.review.proofing import make_proof
from plainleaf.translation.safety.lexicon import Lexicon, read_lexicon
from plainleaf.workspace import FilesReading, Workspace, cache_folder, find_workspace, read_files

if TYPE_CHECKING:
    from plainleaf.translation.review.backtranslation import Returned
    from plainleaf.translation.review.sheet_reading import SheetReading
    from plainleaf.translation.review.spreadsheets import Table

FOLDER = "review"
_ROLES = ("reviser", "clinician")
_SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One leaflet in one language, ready to be reviewed."""

    workspace: Workspace
    files: FilesReading
    proof: Proof
    lexicons: tuple[Lexicon | None, Lexicon | None]
    paper: str

    @property
    def tag(self) -> str:
        return self.proof.pack.language


@click.command()
@click.argument("leaflet")
@click.option("--lang", required=True, envvar="PLAINLEAF_LANG", help="The language, such as es; en with its evidence.")
@click.option("--level", type=ListOption(tuple(LEVELS)), default=(), help="easy, plain, full. Default: all.")
@click.option(
    "--place",
    default="",
    envvar="PLAINLEAF_PLACE",
    help="Whose rules and telephone numbers: us, eu, uk. Default: as in plainleaf.toml.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to print on the proof. Default: none.")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Where to. Default: output/ in the workspace."
)
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a sheet to fill in, .xlsx or .csv: for a back-translator, or with --read for whoever signs.",
)
@click.option(
    "--read",
    "filled",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read a sheet that came back and compare it with the English.",
)
@click.option("--role", type=click.Choice(_ROLES), help="With --read: record the verdicts of a sign-off sheet as this.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def review(
    context: click.Context,
    leaflet: str,
    lang: str,
    level: tuple[str, ...],
    place: str,
    as_of: dt.datetime | None,
    output: Path | None,
    sheet: Path | None,
    filled: Path | None,
    role: str | None,
    as_json: bool,
) -> None:
    """Make a bilingual proof of LEAFLET for people who do not use PO tools.

    It shows every statement in English and in the reader's language, with what the checks say of it and room for
    verdicts and a signature: output/review/LANG/LEAFLET.html and .pdf. A proof may be made of a translation that is not
    complete; it is not for patients.
    """
    tag = tag_of(lang)
    _check_usage(tag, sheet, filled, role)
    desk = _open(leaflet, tag, tuple(map(Level, level)) or LEVELS, place)
    target = output or desk.workspace.output
    day = as_of.date() if as_of else None
    if filled:
        problems, written, recorded = _take_in(desk, filled, sheet, role, target, day)
    elif sheet:
        from plainleaf.translation.review.backtranslation import back_translation_sheet

        problems, recorded = list(desk.proof.problems), None
        written = [_write_sheet(sheet, back_translation_sheet(desk.proof))]
    else:
        problems, recorded = list(desk.proof.problems), None
        written = _write_pages(desk, target, day)
    holes = sum(text.is_hole for text in desk.proof.texts)
    if as_json:
        shape: dict[str, object] = {
            "leaflet": leaflet,
            "lang": tag,
            "place": desk.proof.place,
            "written": [str(path) for path in written],
            "statements": len(desk.proof.statements),
            "texts": len(desk.proof.texts),
            "holes": holes,
        }
        if recorded is not None:
            shape["recorded"] = list(recorded)
        print_json({**shape, "problems": [problem.as_json() for problem in problems]})
    else:
        if filled:  # those of the leaflet stand in the proof, beside their statements
            print_problems(problems)
        for path in written:
            click.echo(f"wrote {path}")
        if recorded is not None:
            click.echo(f"{count(len(recorded), 'approval')} recorded in {approvals_path(tag)}")
        elif not filled:
            found = len(errors(problems))
            click.echo(
                f"{count(len(desk.proof.statements), 'statement')}; {count(holes, 'hole')}, {count(found, 'error')},"
                f" {count(len(problems) - found, 'warning')}"
            )
    context.exit(1 if filled and errors(problems) else 0)


def _check_usage(tag: str, sheet: Path | None, filled: Path | None, role: str | None) -> None:
    if sheet and sheet.suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"--sheet writes .xlsx or .csv, not `{sheet.suffix or sheet}`")
    if role and not filled:
        raise click.UsageError("--role goes with --read: it says as what the verdicts of a sheet are recorded")
    if role and sheet:
        raise click.UsageError("--role records a sheet that is signed; --sheet makes one to be signed")
    if tag == SOURCE_TAG and (sheet or filled):
        raise click.UsageError("the English source is not translated back; review it without --sheet and --read")


def _open(name: str, tag: str, levels: tuple[Level, ...], place: str) -> _Desk:
    from plainleaf.build.opening import unknown_leaflets

    workspace = find_workspace(Path.cwd())
    files = read_files(workspace)
    reading = read_library(files.texts)
    library, settings = reading.library, workspace.settings
    place = place or settings.print.place
    if name not in library.leaflets:
        raise PlainleafError(
            unknown_leaflets((name,), library, reading.problems)
            or [problem for problem in reading.problems if Path(problem.position.file).stem == name]
        )
    leaflet = library.leaflets[name]
    if place not in library.places or place not in leaflet.places:
        fault = f"`{name}` is not made for the place `{place}`"
        known = ", ".join(leaflet.places)
        raise PlainleafError(Problem(Position("leaflets/places"), "B002", fault, f"known: {known}"))
    languages = tuple(
        read_language(files.texts, one, files.unreadable, cache_folder() / "safety") for one in (SOURCE_TAG, tag)
    )
    clinic = settings.clinic
    facts = {
        "name": clinic.name,
        "telephone": clinic.telephone,
        "out_of_hours": clinic.out_of_hours,
        "program_telephone": clinic.program_telephone,
    }
    proof = make_proof(leaflet, library, (languages[0], languages[1]), place, levels, ClinicFacts(facts))
    lexicons = (read_lexicon(files.texts, SOURCE_TAG), read_lexicon(files.texts, tag))
    return _Desk(workspace, files, proof, lexicons, library.places[place].paper)


def _write_pages(
    desk: _Desk,
    output: Path,
    day: dt.date | None,
    returned: Mapping[str, Returned] | None = None,
    people: Iterable[tuple[str, str]] = (),
) -> list[Path]:
    """The proof as HTML and PDF."""
    from plainleaf.build.workers import print_document
    from plainleaf.press.fonts import missing_families, open_fonts
    from plainleaf.press.review import Setting, render_review
    from plainleaf.press.theme import read_theme
    from plainleaf.translation.review.highlights import Highlighter

    proof, settings = desk.proof, desk.workspace.settings.print
    setting = Setting(
        paper=desk.paper,
        pictograms=read_theme(desk.files.texts, settings.theme).pictograms,
        highlighters=(
            Highlighter(desk.lexicons[0], "Latn"),
            Highlighter(desk.lexicons[1], proof.pack.script),
        ),
        approvals=read_approvals(desk.files, desk.tag),
        as_of=day,
        returned=returned,
        people=tuple(people),
    )
    pages = render_review(proof, setting)
    fonts = open_fonts(settings.fonts)
    needed_by = f"translations/{folder_of(desk.tag)}/language.yaml"
    if lacking := missing_families(fonts, pages.document.fonts, needed_by):
        raise PlainleafError(lacking)
    pdf = print_document(pages.document)
    name = proof.leaflet.id if returned is None else f"{proof.leaflet.id}-back-translation"
    folder = output / FOLDER / desk.tag
    files = {folder / f"{name}.html": pages.html.encode(), folder / f"{name}.pdf": pdf.data}
    for path, data in files.items():
        write_whole(path, data)
    return list(files)


def _write_sheet(path: Path, table: Table) -> Path:
    from plainleaf.translation.review.spreadsheets import write_csv, write_xlsx

    write_whole(path, write_csv(table) if path.suffix.lower() == ".csv" else write_xlsx(table))
    return path


def _take_in(
    desk: _Desk, filled: Path, sheet: Path | None, role: str | None, output: Path, day: dt.date | None
) -> tuple[list[Problem], list[Path], tuple[str, ...] | None]:
    """Read a sheet: compare it, prepare its signing, or record what was signed; (problems, files, recorded)."""
    from plainleaf.translation.review.backtranslation import back_translator, sign_off_sheet
    from plainleaf.translation.review.differences import Comparer
    from plainleaf.translation.review.sheet_reading import compare_sheet, differing, names_of, read_sheet
    from plainleaf.translation.review.spreadsheets import read_table

    proof = desk.proof
    reading = read_sheet(read_table(_read(filled), str(filled)), str(filled), proof)
    if any(problem.code in ("T070", "T071") for problem in reading.problems):
        raise PlainleafError(reading.problems)
    if role:
        return _record(desk, reading, filled, role)
    returned = compare_sheet(reading, proof, Comparer(desk.lexicons[0], names_of(proof)))
    problems = [*reading.problems, *differing(returned, str(filled))]
    by = back_translator(reading.people)
    written = _write_pages(desk, output, day, returned, [("Translated back by", by)] if by else [])
    if sheet:
        written.append(_write_sheet(sheet, sign_off_sheet(proof, returned, reading.people)))
    return sorted(problems), written, None


def _record(
    desk: _Desk, reading: SheetReading, filled: Path, role: str
) -> tuple[list[Problem], list[Path], tuple[str, ...]]:
    """Approve what a signed sheet says has the same meaning; rows with a problem stay unapproved."""
    from plainleaf.translation.review.backtranslation import VERDICTS
    from plainleaf.translation.review.sheet_reading import read_day

    if reading.kind != "sign-off":
        raise click.UsageError("--role records a sign-off sheet; --read FILE --sheet FILE makes one")
    problems = list(reading.problems)
    day = read_day(reading.people["date"])
    if day is None or any(problem.code == "T077" for problem in problems):
        raise PlainleafError(problems)
    given = {
        "role": role,
        "by": reading.people["signed by"],
        "qualification": reading.people["qualification"],
        "date": day,
    }
    try:
        approval = Approval.model_validate(given)
    except ValidationError as error:
        fault = f"`{error.errors()[0]['loc'][0]}`: {error.errors()[0]['msg']}"
        raise PlainleafError(
            Problem(Position(str(filled)), "T077", fault, "write a name and a qualification")
        ) from None
    texts = {text.message.msgctxt: text for text in desk.proof.texts}
    known, today = read_approvals(desk.files, desk.tag), dt.datetime.now(dt.UTC).astimezone().date()
    entries: list[Entry] = []
    at_fault = {problem.position.line for problem in reading.problems}
    for name, row in reading.rows.items():
        wording = texts[name].wording
        # A critical text that nobody translated back was not compared, whatever its verdict says.
        compared = row.back or not texts[name].message.critical
        if row.verdict == VERDICTS[0] and wording and compared and row.line not in at_fault:
            # What is unsafe cannot be approved, whatever it means.
            refused = errors(texts[name].problems) or vet_entries([Entry(wording, approval)], known, today)
            problems += refused
            entries += [] if refused else [Entry(wording, approval)]
    _write_approvals(desk, record_entries(read_own_approvals(desk.files, desk.tag), entries))
    return sorted(problems), [], tuple(entry.wording.message.msgctxt for entry in entries)


def _write_approvals(desk: _Desk, new: Approvals) -> None:
    if new != read_own_approvals(desk.files, desk.tag):
        write_whole(desk.workspace.root / approvals_path(desk.tag), format_approvals(new).encode())


def _read(path: Path) -> bytes:
    from plainleaf.translation.review.spreadsheets import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PlainleafError(Problem(Position(str(path)), "T070", f"cannot be read: {error.strerror}")) from None
