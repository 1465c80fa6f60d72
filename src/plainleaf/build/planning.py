"""From a workspace to a plan: everything that is cheap, up to HTML, for all sheets.

So every problem is known, and every sheet's inputs are hashed, before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from plainleaf import __version__
from plainleaf.build.plan import Plan, Refusal, Request, Sheet, Target
from plainleaf.build.store import hash_bytes
from plainleaf.content.grammar import LEVELS, Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.press.engine import engine_identity
from plainleaf.press.fonts import FontSet, font_identity, missing_families, open_fonts
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, Imprint, Theme, render_html
from plainleaf.press.source import MadeWith, describe
from plainleaf.press.theme import look_of, read_theme
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.reading.formulas import NOT_VALIDATED, SIGNS
from plainleaf.reading.leaflets import leaflet_blocks, leaflet_names
from plainleaf.reading.measure import Reading
from plainleaf.reading.verdict import Verdict, judge
from plainleaf.translation.approval.records import hash_texts, read_approvals
from plainleaf.translation.approval.signoff import Need, Register
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.localized import LocalizedLeaflet, Measured
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.translation.pseudo import PSEUDO_TAGS, pseudo_language
from plainleaf.workspace import FilesReading, PrintSettings, Workspace, cache_folder, read_files

PROGRAM = f"plainleaf {__version__}"
"""What measures, as manifests and last pages name it."""
NEEDS_NAMED = 5
"""How many of the things that a draft lacks `build --release` names one by one."""


def make_plan(workspace: Workspace, request: Request) -> Plan:
    """Plan a build.

    Raises:
        PlainleafError: when nothing can be planned: settings, shared content, theme, fonts or engine are broken, or
            something was asked for that is not there.
    """
    files = read_files(workspace)
    reading = read_library(files.texts)
    library = reading.library
    settings = workspace.settings
    place = request.place or settings.print.place
    tags = tuple(map(tag_of, request.languages or settings.print.languages)) or known_tags(files.texts)
    _check_request(request, library, reading.problems, place, settings.print)
    asked = tuple(map(tag_of, request.languages))
    languages = {
        tag: pseudo_language(tag, library)
        if tag in PSEUDO_TAGS and tag in asked
        else read_language(files.texts, tag, files.unreadable, cache_folder() / "safety")
        for tag in tags
    }
    theme = read_theme(files.texts, settings.print.theme)
    fonts = open_fonts(settings.print.fonts)
    lacking = [
        problem
        for tag, language in languages.items()
        for problem in missing_families(fonts, language.pack.fonts, f"translations/{folder_of(tag)}/language.yaml")
    ]
    if lacking:
        raise PlainleafError(lacking)
    planner = _Planner(
        library=library,
        languages=languages,
        theme=theme,
        register=open_register(files, library, languages, theme, place),
        fonts=fonts,
        engine=engine_identity(),
        clinic=_read_clinic(workspace),
        facts=ClinicFacts(
            {
                "name": settings.clinic.name,
                "telephone": settings.clinic.telephone,
                "out_of_hours": settings.clinic.out_of_hours,
                "program_telephone": settings.clinic.program_telephone,
            }
        ),
        request=request,
        place=place,
        formats=request.formats or settings.print.formats or (library.places[place].paper,),
        levels=request.levels or tuple(Level(level) for level in settings.print.levels),
        look=hash_texts(text for part in look_of(theme) for text in part),
        attach=settings.print.attach,
    )
    return planner.plan(reading.problems)


def open_register(
    files: FilesReading, library: Library, languages: Mapping[str, Language], theme: Theme, place: str
) -> Register:
    """What has been approved in the languages, and in English, which none of them outranks.

    Raises:
        PlainleafError: L001 to L003, for a file of approvals that cannot be read.
    """
    spoken = {SOURCE_TAG: read_language(files.texts, SOURCE_TAG, files.unreadable), **languages}
    approvals = {tag: read_approvals(files, tag) for tag in spoken}
    return Register(library, spoken, approvals, look_of(theme), place)


def unknown_leaflets(names: Sequence[str], library: Library, broken: Sequence[Problem]) -> list[Problem]:
    """B002 for each name that is no leaflet; a leaflet that could not be read has its own problems in `broken`."""
    known = ", ".join(library.leaflets)
    unread = {PurePosixPath(problem.position.file).stem for problem in broken}
    return [
        Problem(Position("leaflets"), "B002", f"there is no leaflet `{name}`", f"known: {known}")
        for name in names
        if name not in library.leaflets and name not in unread
    ]


def _check_request(
    request: Request, library: Library, broken: Sequence[Problem], place: str, settings: PrintSettings
) -> None:
    problems = unknown_leaflets(request.leaflets, library, broken)
    if place not in library.places:
        known = ", ".join(library.places)
        problems.append(Problem(Position("leaflets/places"), "B002", f"there is no place `{place}`", f"known: {known}"))
    problems += [
        Problem(Position("plainleaf.toml"), "W001", f"there is no level `{level}`", f"known: {', '.join(Level)}")
        for level in settings.levels
        if level not in tuple(Level)
    ]
    problems += [
        Problem(Position("translations"), "T064", f"`{tag}` only tests the layout", "build it without --release")
        for tag in map(tag_of, request.languages)
        if request.release and tag in PSEUDO_TAGS
    ]
    if problems:
        raise PlainleafError(problems)


def _read_clinic(workspace: Workspace) -> Clinic:
    settings = workspace.settings.clinic
    logo = None
    if settings.logo:
        path = workspace.root / settings.logo
        try:
            logo = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            message = f"the logo {settings.logo} cannot be read"
            raise PlainleafError(
                Problem(Position("plainleaf.toml"), "W001", message, "name an SVG file beside plainleaf.toml")
            ) from None
    return Clinic(settings.name, settings.telephone, settings.out_of_hours, settings.address, logo)


@dataclass(frozen=True, slots=True)
class _Planner:
    library: Library
    languages: Mapping[str, Language]
    theme: Theme
    register: Register
    fonts: FontSet
    engine: str
    clinic: Clinic
    facts: ClinicFacts
    request: Request
    place: str
    formats: tuple[str, ...]
    levels: tuple[Level, ...]
    look: str
    attach: bool

    def plan(self, problems: tuple[Problem, ...]) -> Plan:
        sheets: list[Sheet] = []
        refusals: list[Refusal] = []
        for leaflet in self._leaflets():
            faults = (*errors(check_leaflet(leaflet, self.library)), *self._faults_of_date(leaflet))
            for tag, language in self.languages.items():
                targets = tuple(self._targets(leaflet, tag))
                if refused := (*faults, *(language.guard.faults() if language.guard else ())):
                    refusals.extend(Refusal(target, refused) for target in targets)
                    continue
                shelf = self._localize(leaflet, language)
                for target in targets:
                    try:
                        sheets.append(self._make_sheet(shelf, target))
                    except PlainleafError as error:
                        if any(problem.code == "P001" for problem in error.problems):
                            raise  # a broken template is nobody's leaflet: nothing can be planned
                        refusals.append(Refusal(target, error.problems))
        return Plan(
            place=self.place,
            sheets=tuple(sheets),
            refusals=tuple(refusals),
            problems=problems,
            names={tag: (lang.pack.own_name, lang.pack.english_name) for tag, lang in self.languages.items()},
            theme=self.theme,
            withdrawn=frozenset(leaflet.id for leaflet in self.library.leaflets.values() if leaflet.withdrawn),
        )

    def _localize(self, leaflet: Leaflet, language: Language) -> _Shelf:
        """All levels, whichever are asked for: their order is part of what is judged."""
        localized: dict[Level, LocalizedLeaflet] = {}
        refused: dict[Level, tuple[Problem, ...]] = {}
        for level in LEVELS:
            try:
                localized[level] = localize(leaflet, self.library, language, self.place, level, self.facts)
            except PlainleafError as error:
                refused[level] = error.problems
        if language.pack.language in PSEUDO_TAGS:  # as easy to read as the English that it is made from
            verdict = self._localize(leaflet, self.register.languages[SOURCE_TAG]).verdict
        else:
            blocks = {level: leaflet_blocks(sheet, language) for level, sheet in localized.items()}
            names = frozenset[str]().union(*(leaflet_names(sheet, language) for sheet in localized.values()))
            verdict = judge(language.pack.language, blocks, names, language.pack.limits, cache_folder() / "reading")
        needs = {level: self.register.needs(sheet) for level, sheet in localized.items()}
        return _Shelf(localized, refused, verdict, needs)

    def _leaflets(self) -> Iterator[Leaflet]:
        for leaflet in self.library.leaflets.values():
            asked = not self.request.leaflets or leaflet.id in self.request.leaflets
            if asked and self.place in leaflet.places and not leaflet.withdrawn:
                yield leaflet

    def _faults_of_date(self, leaflet: Leaflet) -> Iterator[Problem]:
        if self.request.as_of and self.request.as_of > leaflet.review_by:
            message = f"`{leaflet.id}` was to be reviewed by {leaflet.review_by}"
            yield Problem(leaflet.position, "B004", message, "have it reviewed, then set `revised` and `review_by`")

    def _targets(self, leaflet: Leaflet, tag: str) -> Iterator[Target]:
        for level in self.levels:
            for sheet_format in self.formats:
                yield Target(leaflet.id, tag, level.value, sheet_format, self.place)

    def _make_sheet(self, shelf: _Shelf, target: Target) -> Sheet:
        level = Level(target.level)
        faults = (*shelf.refused.get(level, ()), *errors(shelf.verdict.problems))
        if faults:
            raise PlainleafError(faults)
        needs = shelf.needs[level]
        if self.request.release and needs:
            raise PlainleafError(_name_needs(shelf.localized[level], needs))
        reading = shelf.verdict.readings[level]
        localized = replace(shelf.localized[level], draft=bool(needs), measured=_say_level(reading))
        sheet_format = FORMATS[target.format]
        made_with = MadeWith(
            program=PROGRAM, engine=self.engine, fonts=font_identity(self.fonts, localized.fonts), look=self.look
        )
        source = describe((localized,), needs, sheet_format, sorted(self.facts.values.items()), made_with)
        imprint = Imprint(source, attach=self.attach)
        document = render_html(localized, self.theme, sheet_format, self.clinic, imprint)
        statements = [statement for section in localized.sections for statement in section.statements]
        source_hash = hash_bytes(
            document.html.encode(),
            document.css.encode(),
            *(name.encode() + b"\0" + data for name, data in sorted(document.assets.items())),
            font_identity(self.fonts, document.fonts).encode(),
            self.engine.encode(),
            source.as_bytes() if self.attach else b"",
        )
        return Sheet(
            target=target,
            document=document,
            source_hash=source_hash,
            title=localized.title,
            names=(*filter(None, (localized.latin_title,)), *localized.brands),
            status="draft" if localized.draft else "approved",
            reading={
                **{name: value for name, value in reading.as_json().items() if name not in ("lang", "hardest")},
                "measured_by": PROGRAM,
                "statements": len(statements),
                "critical_statements": sum(statement.critical for statement in statements),
            },
        )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One leaflet in one language: its sheets by level, those that cannot be, and how hard it is to read.

    Attributes:
        needs: by level, what keeps a sheet a draft.
    """

    localized: Mapping[Level, LocalizedLeaflet]
    refused: Mapping[Level, tuple[Problem, ...]]
    verdict: Verdict
    needs: Mapping[Level, tuple[Need, ...]]


def _name_needs(sheet: LocalizedLeaflet, needs: Sequence[Need]) -> list[Problem]:
    """B003 for the first few things that a draft lacks, where they stand, and for the number of the others."""
    name = sheet.leaflet.id
    hint = f"`plainleaf approvals {name} --lang {sheet.locale} --place {sheet.place}` lists all that it lacks"
    problems = [
        Problem(need.position, "B003", f"`{name}` is a draft: {need}", hint, msgctxt=need.msgctxt)
        for need in needs[:NEEDS_NAMED]
    ]
    if (left := len(needs) - NEEDS_NAMED) > 0:
        message = (
            f"`{name}` at the level {sheet.level} in {sheet.locale} is a draft: {left:,} more approvals are lacking"
        )
        problems.append(Problem(sheet.leaflet.position, "B003", message, hint))
    return problems


def _say_level(reading: Reading) -> Measured:
    """The reading as the last page says it: the language's formula, or the length of sentences where it has none."""
    if reading.score_adjusted is None or reading.source == NOT_VALIDATED:
        return Measured("measured-by-length", {"count": f"{reading.words / reading.sentences:.1f}", "program": PROGRAM})
    values = {"formula": SIGNS[reading.formula], "score": f"{reading.score_adjusted:.1f}", "program": PROGRAM}
    return Measured("measured-by-formula", values)
