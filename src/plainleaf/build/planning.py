"""From a workspace to a plan: everything that is cheap is known of all sheets, before anything is printed.

A `Planner` says which sheets there are and what they are made from, and makes any of them ready to print. A build
makes them where they are printed; everybody else asks for a `Plan`, which holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product

from pydantic import TypeAdapter

from plainleaf.build.index_words import words_of
from plainleaf.build.inputs import Ledger, hash_read, program_identity
from plainleaf.build.opening import BILINGUAL, check_request, open_register, partners_of, read_beside, read_clinic
from plainleaf.build.plan import NOBODYS, Agenda, Batch, Plan, Refusal, Request, Sheet, Target
from plainleaf.build.sheets import Press, make_sheet, source_of, wordy_summaries
from plainleaf.build.shelf import Shelf
from plainleaf.cache import remember
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library
from plainleaf.content.personal import Personal
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.press.engine import engine_identity
from plainleaf.press.fonts import missing_families, open_fonts
from plainleaf.press.formats import FORMATS
from plainleaf.press.source import LeafletSource
from plainleaf.press.theme import look_of, read_theme
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.translation.approval.records import hash_texts
from plainleaf.translation.filling import ClinicFacts
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.translation.pseudo import PSEUDO_TAGS, pseudo_language
from plainleaf.workspace import Workspace, cache_folder, in_profile, read_files

_PROBLEMS: TypeAdapter[list[Problem]] = TypeAdapter(list[Problem])
_MOST_KEPT = 20_000
_SHELVES = 4
"""Leaflets that a planner has in hand at a time."""


def make_plan(workspace: Workspace, request: Request) -> Plan:
    """Plan a build.

    Raises:
        PlainleafError: when nothing can be planned: settings, shared content, theme, fonts or engine are broken, or
            something was asked for that is not there.
    """
    return open_planner(workspace, request).plan()


def plan_sources(workspace: Workspace, request: Request) -> Iterator[tuple[Target, LeafletSource]]:
    """What each sheet of a plan says, without setting any of them; refused sheets say nothing.

    Raises:
        PlainleafError: as `make_plan`.
    """
    yield from open_planner(workspace, request).sources()


def open_planner(workspace: Workspace, request: Request, *, whole: bool = True) -> Planner:
    """Read everything that sheets are made from; see `make_plan` for errors.

    Args:
        whole: the planner can say which sheets there are. Otherwise it makes those that it is told, of leaflets that
            are known to be sound, and reads no other leaflet.
    """
    workspace = in_profile(workspace, request.profile)
    files = read_files(workspace)
    reading = read_library(files.texts, cache_folder() / "sources", whole=whole)
    library = reading.library
    settings = workspace.settings
    place = request.place or settings.print.place
    check_request(request, library, reading.problems, place, settings, whole=whole)
    tags = tuple(map(tag_of, request.languages or settings.print.languages)) or known_tags(files.texts)
    formats = request.formats or settings.print.formats or (library.places[place].paper,)
    beside = read_beside(request, settings.print, tags, formats)
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
        clinic=read_clinic(workspace),
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
    families = sorted({*theme.fonts, *(family for language in languages.values() for family in language.pack.fonts)})
    return Planner(
        library=library,
        languages=languages,
        press=press,
        request=request,
        place=place,
        tags=tags,
        beside=beside,
        formats=formats,
        levels=request.levels or tuple(Level(level) for level in settings.print.levels),
        problems=reading.problems,
        ledger=Ledger(library, languages, press, files, place),
        families=tuple(families),
        digest=hash_read(workspace, files, fonts, families),
    )


@dataclass(frozen=True, slots=True)
class Planner:
    """Everything that sheets are made from, and which of them were asked for.

    Attributes:
        problems: of leaflets that could not be read.
        families: of fonts that its sheets may be set in.
        digest: of all that was read; equal digests, equal sheets.
    """

    library: Library
    languages: Mapping[str, Language]
    press: Press
    request: Request
    place: str
    tags: tuple[str, ...]
    beside: tuple[str, ...]
    formats: tuple[str, ...]
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]
    ledger: Ledger
    families: tuple[str, ...]
    digest: str
    _shelves: dict[str, Shelf] = field(default_factory=dict, compare=False, repr=False)

    def agenda(self) -> Agenda:
        """Which sheets are to be made and from what, language by language; none is set yet."""
        refusals: list[Refusal] = []
        warnings: list[Problem] = []
        batches: dict[str, list[Batch]] = {tag: [] for tag in self.tags}
        withdrawn: list[str] = []
        # Once, whatever is asked of each: of a large library few leaflets are at hand at a time.
        for leaflet in self.library.leaflets.values():
            if leaflet.withdrawn:
                withdrawn.append(leaflet.id)
            if not self._is_asked(leaflet):
                continue
            faults = (*self.faults(leaflet), *self._faults_of_date(leaflet))
            if faults:
                refusals.extend(Refusal(target, faults) for tag in self.tags for target in self._targets(leaflet, tag))
                continue
            for tag in self.tags:
                batches[tag] += self._batches(leaflet, tag)
            if any(FORMATS[name].kind == "summary" for name in self.formats):
                warnings.extend(self._warn_of_summary(leaflet))
        return Agenda(
            place=self.place,
            batches=tuple(batch for tag in self.tags for batch in batches[tag]),
            refusals=tuple(refusals),
            problems=(*self.problems, *warnings),
            words={tag: words_of(language, self.library.furniture) for tag, language in self.languages.items()},
            theme=self.press.theme,
            withdrawn=frozenset(withdrawn),
        )

    def plan(self) -> Plan:
        """All sheets of the agenda, made ready to print.

        Raises:
            PlainleafError: with a problem that is no leaflet's own.
        """
        agenda = self.agenda()
        sheets: list[Sheet] = []
        refusals = [*agenda.refusals]
        targets = (target for batch in agenda.batches for target in batch.targets)
        order = {leaflet: number for number, leaflet in enumerate(self.library.leaflets)}
        for target in sorted(targets, key=lambda target: order[target.leaflet]):
            try:
                sheets.append(self.sheet(target))
            except PlainleafError as error:
                if any(problem.code in NOBODYS for problem in error.problems):
                    raise
                refusals.append(Refusal(target, error.problems))
        return Plan(agenda, tuple(sheets), tuple(refusals))

    def sheet(self, target: Target, personal: Personal | None = None) -> Sheet:
        """One sheet, made ready to print.

        Args:
            personal: what is filled in for one patient.

        Raises:
            PlainleafError: with every reason why it is not printed.
            ValueError: for a sheet of another place: its telephone numbers would be those of this one.
        """
        if target.place != self.place:
            message = f"a sheet for {target.place} is asked of the leaflets for {self.place}"
            raise ValueError(message)
        shelf, release = self._shelf(target.leaflet), self.request.release
        return make_sheet(target, shelf, self.press, release=release, personal=personal)

    def standings(self, leaflet: str, tag: str) -> dict[Level, str | tuple[Problem, ...]]:
        """At which levels there is a leaflet in a language: draft or approved, or every reason why there is none.

        What only shows on finished pages is not known.

        Raises:
            PlainleafError: with what makes the language unsafe whatever it says.
        """
        edition = self._shelf(leaflet).edition(tag)
        return {
            level: edition.faults(level) or ("draft" if edition.needs[level] else "approved")
            for level in self.levels
            if level in edition.localized or level in edition.refused
        }

    def sources(self) -> Iterator[tuple[Target, LeafletSource]]:
        """What each sheet says that can be printed.

        Raises:
            PlainleafError: with a problem that is no leaflet's own.
        """
        for leaflet in self.library.leaflets.values():
            if not self._is_asked(leaflet) or self.faults(leaflet):
                continue
            for target in (target for tag in self.tags for target in self._targets(leaflet, tag)):
                try:
                    source = source_of(target, self._shelf(leaflet.id), self.press)
                except PlainleafError as error:
                    if any(problem.code in NOBODYS for problem in error.problems):
                        raise
                else:
                    yield target, source

    def _shelf(self, name: str) -> Shelf:
        if name not in self._shelves:
            if len(self._shelves) == _SHELVES:
                self._shelves.clear()
            leaflet = self.library.leaflets[name]
            self._shelves[name] = Shelf(leaflet, self.languages, self.press.register, self.press.facts)
        return self._shelves[name]

    def _is_asked(self, leaflet: Leaflet) -> bool:
        asked = not self.request.leaflets or leaflet.id in self.request.leaflets
        return asked and self.place in leaflet.places and not leaflet.withdrawn

    def faults(self, leaflet: Leaflet) -> list[Problem]:
        """What the rules for authors forbid, which costs as much to find as a page, and is kept."""
        made_from = [program_identity(), self.ledger.read(leaflet), sorted(self.library.medicines)]
        folder = cache_folder() / "rules"
        found = remember(folder, made_from, _PROBLEMS, lambda: check_leaflet(leaflet, self.library), most=_MOST_KEPT)
        return errors(found)

    def _faults_of_date(self, leaflet: Leaflet) -> Iterator[Problem]:
        if self.request.as_of and self.request.as_of > leaflet.review_by:
            message = f"`{leaflet.id}` was to be reviewed by {leaflet.review_by}"
            yield Problem(leaflet.position, "B004", message, "have it reviewed, then set `revised` and `review_by`")

    def _warn_of_summary(self, leaflet: Leaflet) -> Iterator[Problem]:
        with suppress(PlainleafError):  # English that cannot be printed is refused by itself
            english = self.press.register.sheets(leaflet, SOURCE_TAG)
            yield from wordy_summaries(sheet for sheet in english if sheet.level in self.levels)

    def _batches(self, leaflet: Leaflet, tag: str) -> Iterator[Batch]:
        grouped: dict[str, list[Target]] = {}
        for target in self._targets(leaflet, tag):
            grouped.setdefault(target.beside, []).append(target)
        for beside, targets in grouped.items():
            yield Batch(tuple(targets), self.ledger.inputs(leaflet, (tag, beside) if beside else (tag,)))

    def _targets(self, leaflet: Leaflet, tag: str) -> Iterator[Target]:
        for level, name in product(self.levels, self.formats):
            for other in partners_of(tag, self.beside) if FORMATS[name].kind == BILINGUAL else ("",):
                yield Target(leaflet.id, tag, level.value, name, self.place, other)
