"""One target as a page ready to print: of which editions it is made, what it lacks, and the hash of its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.metadata import version

from plainleaf import __version__
from plainleaf.build.plan import Sheet, Target
from plainleaf.build.shelf import Edition, Shelf
from plainleaf.build.store import hash_bytes
from plainleaf.content.grammar import Level
from plainleaf.content.personal import Personal
from plainleaf.languages import LanguagePack, format_number
from plainleaf.press.address import address_of
from plainleaf.press.filled import texts_of
from plainleaf.press.fonts import FontSet, font_identity
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, Imprint, Theme, render_html
from plainleaf.press.onepage import in_page_order
from plainleaf.press.source import LeafletSource, MadeWith, describe
from plainleaf.press.theme import in_fonts_of
from plainleaf.problems import PlainleafError, Problem
from plainleaf.reading.formulas import NOT_VALIDATED, SIGNS
from plainleaf.reading.measure import Reading
from plainleaf.translation.approval.signoff import Need, Register
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localized import LocalizedLeaflet, Measured
from plainleaf.translation.personal import localize_personal
from plainleaf.translation.summary import MOST_WORDS, count_source_words, has_summary, summarize

PROGRAM = f"plainleaf {__version__}"
"""What measures, as manifests and last pages name it."""
NEEDS_NAMED = 5
"""How many of the things that a draft lacks `build --release` names one by one."""


@dataclass(frozen=True, slots=True)
class Press:
    """What all sheets of a build have in common.

    Attributes:
        look: hash of the theme.
        facts: what the clinic fills in.
        web: where leaflets stand on the clinic's web pages (`press.address`).
        attach: whether what a sheet says travels in its PDF.
    """

    theme: Theme
    look: str
    fonts: FontSet
    engine: str
    clinic: Clinic
    facts: ClinicFacts
    register: Register
    web: str
    attach: bool


def make_sheet(target: Target, shelf: Shelf, press: Press, *, release: bool, personal: Personal | None = None) -> Sheet:
    """Make one target ready to print.

    Args:
        release: only what lacks no approval.
        personal: what is filled in for one patient.

    Raises:
        PlainleafError: with every reason why it is not printed.
    """
    words = _gather(target, shelf, press, personal)
    if release and words.needs:
        raise PlainleafError(_name_needs(words.sheets, words.needs))
    return _set(target, words, press)


def source_of(target: Target, shelf: Shelf, press: Press) -> LeafletSource:
    """What a sheet says, without setting it; see `make_sheet` for the errors."""
    return _describe(target, _gather(target, shelf, press), press)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a sheet says: the reader's language first, what it lacks, and how hard it is to read."""

    sheets: tuple[LocalizedLeaflet, ...]
    needs: tuple[Need, ...]
    reading: Reading


def _gather(target: Target, shelf: Shelf, press: Press, personal: Personal | None = None) -> _Words:
    level = Level(target.level)
    editions = _open_editions(target, shelf)
    if faults := [fault for edition in editions for fault in edition.faults(level)]:
        raise PlainleafError(tuple(dict.fromkeys(faults)))
    sheets = [edition.localized[level] for edition in editions]
    needs = [need for edition in editions for need in edition.needs[level]]
    if target.beside:
        _check_pairs(sheets)
    if FORMATS[target.format].kind == "summary":
        sheets = [in_page_order(_summary_of(sheet)) for sheet in sheets]
        needs = [need for sheet in sheets for need in press.register.needs(sheet)]
    if personal:
        sheets = [_fill_in(sheet, personal, shelf, press) for sheet in sheets]
        needs = [need for sheet in sheets for need in press.register.needs(sheet)]
    reading = editions[0].verdict.readings[level]
    first, *others = [in_fonts_of(replace(sheet, draft=bool(needs)), press.theme) for sheet in sheets]
    measured = replace(first, measured=_say_level(reading, shelf.languages[target.lang].pack, target.place))
    return _Words((measured, *others), tuple(dict.fromkeys(needs)), reading)


def _fill_in(sheet: LocalizedLeaflet, personal: Personal, shelf: Shelf, press: Press) -> LocalizedLeaflet:
    """The sheet with what is filled in for one patient, whose words need approval like others."""
    said = localize_personal(personal, sheet, press.register.library, shelf.languages[sheet.locale])
    staff = shelf.languages.get(personal.staff_lang) or press.register.languages.get(personal.staff_lang)
    written = bool(personal.clinician or personal.staff_note)
    # What staff write by themselves may be in letters that the patient's language does not have.
    fonts = (*sheet.fonts, *staff.pack.fonts) if staff and written else sheet.fonts
    return replace(sheet, personal=said, fonts=tuple(dict.fromkeys(fonts)), wordings=(*sheet.wordings, *said.wordings))


def wordy_summaries(sheets: Iterable[LocalizedLeaflet]) -> Iterator[Problem]:
    """B007 for each level of a leaflet whose summary has more words than readers take in (R31)."""
    for sheet in sheets:
        if has_summary(sheet) and (words := count_source_words(summarize(sheet))) > MOST_WORDS:
            leaflet = sheet.leaflet
            message = f"the summary of `{leaflet.id}` at the level {sheet.level} has {words} words, over {MOST_WORDS}"
            hint = "take `summary: true` from statements that can wait until the whole leaflet is read"
            yield Problem(leaflet.position, "B007", message, hint, "warning")


def _open_editions(target: Target, shelf: Shelf) -> list[Edition]:
    """The reader's edition and the one beside it; problems of both are told at once."""
    editions: list[Edition] = []
    problems: list[Problem] = []
    for tag in filter(None, (target.lang, target.beside)):
        try:
            editions.append(shelf.edition(tag))
        except PlainleafError as error:
            problems += error.problems
    if problems:
        raise PlainleafError(problems)
    return editions


def _check_pairs(sheets: Sequence[LocalizedLeaflet]) -> None:
    """B008: a statement without its partner would shift all that stand under it."""
    one, other = ([statement.id for section in sheet.sections for statement in section.statements] for sheet in sheets)
    if one != other:
        alone = ", ".join(f"`{name}`" for name in sorted({*one} ^ {*other})) or "their order"
        leaflet, tags = sheets[0].leaflet, " and ".join(sheet.locale for sheet in sheets)
        message = f"`{leaflet.id}` does not say the same in {tags}: {alone}"
        raise PlainleafError(Problem(leaflet.position, "B008", message, "print each language by itself"))


def _summary_of(sheet: LocalizedLeaflet) -> LocalizedLeaflet:
    if not has_summary(sheet):
        message = f"no statement of `{sheet.leaflet.id}` at the level {sheet.level} is marked for a summary"
        hint = "write `summary: true` at those that a reader must not miss"
        raise PlainleafError(Problem(sheet.leaflet.position, "B006", message, hint))
    return summarize(sheet)


def _describe(target: Target, words: _Words, press: Press) -> LeafletSource:
    sheet_format = FORMATS[target.format]
    engine = f"{press.engine}, pikepdf {version('pikepdf')}" if sheet_format.is_imposed else press.engine
    families = tuple(dict.fromkeys(font for sheet in words.sheets for font in sheet.fonts))
    made_with = MadeWith(program=PROGRAM, engine=engine, fonts=font_identity(press.fonts, families), look=press.look)
    filled_in = [
        *sorted(press.facts.values.items()),
        ("address", press.clinic.address),
        ("logo", hash_bytes(press.clinic.logo.data) if press.clinic.logo else ""),
        ("web", _address(target, press)),
    ]
    source = describe(words.sheets, words.needs, sheet_format, filled_in, made_with)
    look = sheet_format.look or target.level
    filled = tuple(dict.fromkeys(text for sheet in words.sheets for text in texts_of(sheet, look)))
    return source.model_copy(update={"filled": filled}) if filled else source


def _address(target: Target, press: Press) -> str:
    return address_of(
        press.web,
        leaflet=target.leaflet,
        lang=target.lang,
        level=target.level,
        place=target.place,
        path=target.path,
    )


def _set(target: Target, words: _Words, press: Press) -> Sheet:
    first, beside = words.sheets[0], words.sheets[1] if target.beside else None
    source = _describe(target, words, press)
    imprint = Imprint(source, press.attach, _address(target, press))
    document = render_html(first, press.theme, FORMATS[target.format], press.clinic, imprint, beside)
    statements = [statement for section in first.sections for statement in section.statements]
    source_hash = hash_bytes(
        document.html.encode(),
        document.css.encode(),
        *(name.encode() + b"\0" + data for name, data in sorted(document.assets.items())),
        font_identity(press.fonts, document.fonts).encode(),
        source.made_with.engine.encode(),
        PROGRAM.encode(),
        source.as_bytes() if press.attach else b"",
    )
    return Sheet(
        target=target,
        leaflet=first,
        document=document,
        source_hash=source_hash,
        title=first.title,
        names=(*filter(None, (first.latin_title,)), *first.brands),
        status="draft" if first.draft else "approved",
        reading={
            **{name: value for name, value in words.reading.as_json().items() if name not in ("lang", "hardest")},
            "measured_by": PROGRAM,
            "statements": len(statements),
            "critical_statements": sum(statement.critical for statement in statements),
        },
    )


def _name_needs(sheets: Sequence[LocalizedLeaflet], needs: Sequence[Need]) -> list[Problem]:
    """B003 for the first few things that a draft lacks, where they stand, and for the number of the others."""
    sheet, name = sheets[0], sheets[0].leaflet.id
    tags = ",".join(one.locale for one in sheets)
    hint = f"`plainleaf approvals {name} --lang {tags} --place {sheet.place}` lists all that it lacks"
    problems = [
        Problem(need.position, "B003", f"`{name}` is a draft: {need}", hint, msgctxt=need.msgctxt)
        for need in needs[:NEEDS_NAMED]
    ]
    if (left := len(needs) - NEEDS_NAMED) > 0:
        message = f"`{name}` at the level {sheet.level} in {tags} is a draft: {left:,} more approvals are lacking"
        problems.append(Problem(sheet.leaflet.position, "B003", message, hint))
    return problems


def _say_level(reading: Reading, pack: LanguagePack, place: str) -> Measured:
    """The reading as the last page says it: the language's formula, or the length of sentences where it has none."""

    def say(number: float) -> str:
        return format_number(Decimal(f"{number:.1f}"), pack, place)

    if reading.score_adjusted is None or reading.source == NOT_VALIDATED:
        return Measured("measured-by-length", {"count": say(reading.words / reading.sentences), "program": PROGRAM})
    values = {"formula": SIGNS[reading.formula], "score": say(reading.score_adjusted), "program": PROGRAM}
    return Measured("measured-by-formula", values)
