"""From a workspace to a plan: everything that is cheap, up to HTML, for all sheets.

So every problem is known, and every sheet's inputs are hashed, before anything is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path, PurePosixPath

from plainleaf.build.index_words import words_of
from plainleaf.build.plan import Plan, Refusal, Request, Sheet, Target
from plainleaf.build.sheets import Press, make_sheet, source_of, wordy_summaries
from plainleaf.build.shelf import Shelf
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.press.address import find_fault
from plainleaf.press.drawings import Logo, read_logo
from plainleaf.press.engine import engine_identity
from plainleaf.press.fonts import missing_families, open_fonts
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, Theme
from plainleaf.press.source import LeafletSource
from plainleaf.press.theme import look_of, read_theme
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.approval.records import hash_texts, read_approvals
from plainleaf.translation.approval.signoff import Register
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.translation.pseudo import PSEUDO_TAGS, pseudo_language
from plainleaf.workspace import FilesReading, PrintSettings, Settings, Workspace, cache_folder, read_files

_BILINGUAL = "bilingual"
_NOBODYS = ("P001", "W001")  # a broken template or setting is nobody's leaflet: nothing can be planned


def make_plan(workspace: Workspace, request: Request) -> Plan:
    """Plan a build.

    Raises:
        PlainleafError: when nothing can be planned: settings, shared content, theme, fonts or engine are broken, or
            something was asked for that is not there.
    """
    planner, problems = _open_planner(workspace, request)
    return planner.plan(problems)


def plan_sources(workspace: Workspace, request: Request) -> Iterator[tuple[Target, LeafletSource]]:
    """What each sheet of a plan says, without setting any of them; refused sheets say nothing.

    Raises:
        PlainleafError: as `make_plan`.
    """
    planner, _ = _open_planner(workspace, request)
    yield from planner.sources()


def _open_planner(workspace: Workspace, request: Request) -> tuple[_Planner, tuple[Problem, ...]]:
    """Everything that a plan is made from, and the problems of leaflets that could not be read."""
    files = read_files(workspace)
    reading = read_library(files.texts)
    library = reading.library
    settings = workspace.settings
    place = request.place or settings.print.place
    _check_request(request, library, reading.problems, place, settings)
    tags = tuple(map(tag_of, request.languages or settings.print.languages)) or known_tags(files.texts)
    formats = request.formats or settings.print.formats or (library.places[place].paper,)
    beside = _read_beside(request, settings.print, tags, formats)
    asked = tuple(map(tag_of, (*request.languages, *request.beside)))
    languages = {
        tag: pseudo_language(tag, library)
        if tag in PSEUDO_TAGS and tag in asked
        else read_language(files.texts, tag, files.unreadable, cache_folder() / "safety")
        for tag in dict.fromkeys((*tags, *beside))
    }
    theme = read_theme(files.texts, settings.print.theme, settings.theme)
    fonts = open_fonts(settings.print.fonts)
    lacking = [
        problem
        for tag, language in languages.items()
        for problem in missing_families(fonts, language.pack.fonts, f"translations/{folder_of(tag)}/language.yaml")
    ]
    lacking += missing_families(fonts, theme.fonts, "plainleaf.toml")
    if lacking:
        raise PlainleafError(lacking)
    press = Press(
        theme=theme,
        look=hash_texts(text for part in look_of(theme) for text in part),
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
        register=open_register(files, library, languages, theme, place),
        web=settings.clinic.web,
        attach=settings.print.attach,
    )
    planner = _Planner(
        library=library,
        languages=languages,
        press=press,
        request=request,
        place=place,
        tags=tags,
        beside=beside,
        formats=formats,
        levels=request.levels or tuple(Level(level) for level in settings.print.levels),
    )
    return planner, reading.problems


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
    request: Request, library: Library, broken: Sequence[Problem], place: str, settings: Settings
) -> None:
    problems = unknown_leaflets(request.leaflets, library, broken)
    if place not in library.places:
        known = ", ".join(library.places)
        problems.append(Problem(Position("leaflets/places"), "B002", f"there is no place `{place}`", f"known: {known}"))
    problems += [
        Problem(Position("plainleaf.toml"), "W001", f"there is no level `{level}`", f"known: {', '.join(Level)}")
        for level in settings.print.levels
        if level not in tuple(Level)
    ]
    problems += [
        Problem(Position("translations"), "T064", f"`{tag}` only tests the layout", "build it without --release")
        for tag in map(tag_of, (*request.languages, *request.beside))
        if request.release and tag in PSEUDO_TAGS
    ]
    if fault := find_fault(settings.clinic.web) if settings.clinic.web else "":
        problems.append(Problem(Position("plainleaf.toml"), "W001", f"`web`: {fault}"))
    if problems:
        raise PlainleafError(problems)


def _read_beside(
    request: Request, settings: PrintSettings, tags: Sequence[str], formats: Sequence[str]
) -> tuple[str, ...]:
    """The languages to stand beside that of the reader; none where no format prints two.

    Raises:
        PlainleafError: B005, when nothing was asked for but a language beside itself.
    """
    kinds = {FORMATS[name].kind for name in formats}
    if _BILINGUAL not in kinds:
        return ()
    named = request.beside or filter(None, map(str.strip, settings.beside.split(",")))
    beside = tuple(dict.fromkeys(map(tag_of, named)))
    if kinds == {_BILINGUAL} and not any(_partners(tag, beside) for tag in tags):
        message = f"a bilingual sheet needs two languages, and {', '.join(tags)} has no other beside it"
        hint = "name another with --beside, such as --beside es"
        raise PlainleafError(Problem(Position("translations"), "B005", message, hint))
    return beside


def _read_clinic(workspace: Workspace) -> Clinic:
    settings = workspace.settings.clinic
    logo = _read_logo(workspace.root, settings.logo) if settings.logo else None
    return Clinic(settings.name, settings.telephone, settings.out_of_hours, settings.address, logo)


def _read_logo(root: Path, name: str) -> Logo:
    path = (root / name).resolve()
    try:
        if not path.is_relative_to(root.resolve()):
            message = "it does not lie in the folder of plainleaf.toml"
            raise ValueError(message)  # noqa: TRY301 - as what is wrong inside it
        return read_logo(path.read_bytes())
    except (OSError, ValueError) as error:
        fault = "it cannot be read" if isinstance(error, OSError) else str(error)
        message = f"the logo {name} cannot be printed: {fault}"
        hint = "name an SVG or PNG file beside plainleaf.toml"
        raise PlainleafError(Problem(Position("plainleaf.toml"), "W001", message, hint)) from None


@dataclass(frozen=True, slots=True)
class _Planner:
    library: Library
    languages: Mapping[str, Language]
    press: Press
    request: Request
    place: str
    tags: tuple[str, ...]
    beside: tuple[str, ...]
    formats: tuple[str, ...]
    levels: tuple[Level, ...]

    def plan(self, problems: tuple[Problem, ...]) -> Plan:
        sheets: list[Sheet] = []
        refusals: list[Refusal] = []
        warnings: list[Problem] = []
        for leaflet in self._leaflets():
            faults = (*errors(check_leaflet(leaflet, self.library)), *self._faults_of_date(leaflet))
            if faults:
                refusals.extend(Refusal(target, faults) for target in self._targets(leaflet))
                continue
            shelf = Shelf(leaflet, self.languages, self.press.register, self.press.facts)
            for target in self._targets(leaflet):
                try:
                    sheets.append(make_sheet(target, shelf, self.press, release=self.request.release))
                except PlainleafError as error:
                    if any(problem.code in _NOBODYS for problem in error.problems):
                        raise
                    refusals.append(Refusal(target, error.problems))
            if any(FORMATS[name].kind == "summary" for name in self.formats):
                warnings.extend(self._warn_of_summary(leaflet))
        return Plan(
            place=self.place,
            sheets=tuple(sheets),
            refusals=tuple(refusals),
            problems=(*problems, *warnings),
            words={tag: words_of(language, self.library.furniture) for tag, language in self.languages.items()},
            theme=self.press.theme,
            withdrawn=frozenset(leaflet.id for leaflet in self.library.leaflets.values() if leaflet.withdrawn),
        )

    def sources(self) -> Iterator[tuple[Target, LeafletSource]]:
        for leaflet in self._leaflets():
            if errors(check_leaflet(leaflet, self.library)):
                continue
            shelf = Shelf(leaflet, self.languages, self.press.register, self.press.facts)
            for target in self._targets(leaflet):
                with suppress(PlainleafError):
                    yield target, source_of(target, shelf, self.press)

    def _leaflets(self) -> Iterator[Leaflet]:
        for leaflet in self.library.leaflets.values():
            asked = not self.request.leaflets or leaflet.id in self.request.leaflets
            if asked and self.place in leaflet.places and not leaflet.withdrawn:
                yield leaflet

    def _faults_of_date(self, leaflet: Leaflet) -> Iterator[Problem]:
        if self.request.as_of and self.request.as_of > leaflet.review_by:
            message = f"`{leaflet.id}` was to be reviewed by {leaflet.review_by}"
            yield Problem(leaflet.position, "B004", message, "have it reviewed, then set `revised` and `review_by`")

    def _warn_of_summary(self, leaflet: Leaflet) -> Iterator[Problem]:
        with suppress(PlainleafError):  # English that cannot be printed is refused by itself
            english = self.press.register.sheets(leaflet, SOURCE_TAG)
            yield from wordy_summaries(sheet for sheet in english if sheet.level in self.levels)

    def _targets(self, leaflet: Leaflet) -> Iterator[Target]:
        for tag, level, name in product(self.tags, self.levels, self.formats):
            for other in _partners(tag, self.beside) if FORMATS[name].kind == _BILINGUAL else ("",):
                yield Target(leaflet.id, tag, level.value, name, self.place, other)


def _partners(tag: str, beside: Sequence[str]) -> tuple[str, ...]:
    """The languages that may stand beside one on a bilingual sheet."""
    return tuple(other for other in beside if other != tag)
