"""What a build will make: every leaflet in every language, level and format asked for, as a page ready to print.

Planning does all that is cheap, up to HTML, for all sheets: so every problem is known, and every sheet's inputs are
hashed, before anything is printed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from plainleaf.build.store import hash_bytes
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import folder_of, tag_of
from plainleaf.press.engine import engine_identity
from plainleaf.press.fonts import FontSet, font_identity, missing_families, open_fonts
from plainleaf.press.html import FORMATS, Clinic, HtmlDocument, Theme, render_html
from plainleaf.press.theme import read_theme
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.localize import localize
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.workspace import Workspace, read_files


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for; empty means: what the settings or the library say."""

    leaflets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    formats: tuple[str, ...] = ()
    place: str = ""
    release: bool = False
    as_of: dt.date | None = None

    @property
    def selects(self) -> bool:
        """Whether only a part of the library was asked for."""
        return bool(self.leaflets or self.languages or self.levels or self.formats)


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One sheet to make."""

    leaflet: str
    lang: str
    level: str
    format: str
    place: str

    @property
    def path(self) -> str:
        """Where it goes below the output folder."""
        return f"{self.place}/{self.lang}/{self.leaflet}/{self.level}-{self.format}.pdf"

    def as_json(self) -> dict[str, str]:
        """The keys by which reports name a sheet."""
        return {name: getattr(self, name) for name in ("leaflet", "lang", "level", "format", "place")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A target as a page ready to print, with the hash of everything that decides its bytes."""

    target: Target
    document: HtmlDocument
    source_hash: str
    title: str
    names: tuple[str, ...]
    status: str
    reading: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A target that is not printed, and why."""

    target: Target
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will do.

    Attributes:
        problems: of leaflets so broken that they have no sheets.
        names: language tag to its own name and the name that staff know.
        withdrawn: leaflets that must not be handed out any more.
    """

    place: str
    sheets: tuple[Sheet, ...]
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    names: Mapping[str, tuple[str, str]]
    theme: Theme
    withdrawn: frozenset[str]


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
    _check_request(request, library, reading.problems, place, settings.print.levels)
    languages = {tag: read_language(files.texts, tag, files.unreadable) for tag in tags}
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
        theme=read_theme(files.texts, settings.print.theme),
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
    )
    return planner.plan(reading.problems)


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
    request: Request, library: Library, broken: Sequence[Problem], place: str, levels: Sequence[str]
) -> None:
    problems = unknown_leaflets(request.leaflets, library, broken)
    if place not in library.places:
        known = ", ".join(library.places)
        problems.append(Problem(Position("leaflets/places"), "B002", f"there is no place `{place}`", f"known: {known}"))
    problems += [
        Problem(Position("plainleaf.toml"), "W001", f"there is no level `{level}`", f"known: {', '.join(Level)}")
        for level in levels
        if level not in tuple(Level)
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
    fonts: FontSet
    engine: str
    clinic: Clinic
    facts: ClinicFacts
    request: Request
    place: str
    formats: tuple[str, ...]
    levels: tuple[Level, ...]

    def plan(self, problems: tuple[Problem, ...]) -> Plan:
        sheets: list[Sheet] = []
        refusals: list[Refusal] = []
        for leaflet in self._leaflets():
            faults = (*errors(check_leaflet(leaflet, self.library)), *self._faults_of_release(leaflet))
            for target in self._targets(leaflet):
                if faults:
                    refusals.append(Refusal(target, faults))
                    continue
                try:
                    sheets.append(self._make_sheet(leaflet, target))
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

    def _leaflets(self) -> Iterator[Leaflet]:
        for leaflet in self.library.leaflets.values():
            asked = not self.request.leaflets or leaflet.id in self.request.leaflets
            if asked and self.place in leaflet.places and not leaflet.withdrawn:
                yield leaflet

    def _faults_of_release(self, leaflet: Leaflet) -> Iterator[Problem]:
        if self.request.release:
            message = f"`{leaflet.id}` is a draft: nobody has approved it"
            yield Problem(leaflet.position, "B003", message, "without --release it is printed as a draft, and says so")
        if self.request.as_of and self.request.as_of > leaflet.review_by:
            message = f"`{leaflet.id}` was to be reviewed by {leaflet.review_by}"
            yield Problem(leaflet.position, "B004", message, "have it reviewed, then set `revised` and `review_by`")

    def _targets(self, leaflet: Leaflet) -> Iterator[Target]:
        for tag in self.languages:
            for level in self.levels:
                for sheet_format in self.formats:
                    yield Target(leaflet.id, tag, level.value, sheet_format, self.place)

    def _make_sheet(self, leaflet: Leaflet, target: Target) -> Sheet:
        language = self.languages[target.lang]
        localized = localize(leaflet, self.library, language, self.place, Level(target.level), self.facts)
        document = render_html(localized, self.theme, FORMATS[target.format], self.clinic)
        statements = [statement for section in localized.sections for statement in section.statements]
        source_hash = hash_bytes(
            document.html.encode(),
            document.css.encode(),
            *(name.encode() + b"\0" + data for name, data in sorted(document.assets.items())),
            font_identity(self.fonts, document.fonts).encode(),
            self.engine.encode(),
        )
        return Sheet(
            target=target,
            document=document,
            source_hash=source_hash,
            title=localized.title,
            names=(*filter(None, (localized.latin_title,)), *localized.brands),
            status="draft" if localized.draft else "approved",
            reading={
                "statements": len(statements),
                "critical_statements": sum(statement.critical for statement in statements),
            },
        )
