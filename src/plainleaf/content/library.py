"""All YAML files joined into one `Library`: shared statements put in place in the leaflets that use them.

Leaflets are joined one by one, and of a large library the last few are at hand.

A fault in one leaflet costs that leaflet; a fault in what leaflets share costs everything, because nothing that
rests on it could be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path as Folder
from pathlib import PurePosixPath

from plainleaf.content.furniture import SectionRule
from plainleaf.content.ground import Ground
from plainleaf.content.kept_sources import read_kept_source
from plainleaf.content.model import Leaflet, Library, Message, Section, Statement
from plainleaf.content.schema import SourceLeaflet, SourceStatement, StatementUse
from plainleaf.content.source import Path, SourceDocument
from plainleaf.content.statements import build_statement
from plainleaf.content.validation import validate
from plainleaf.problems import PlainleafError, Problem
from plainleaf.stacks import Chosen, Stacks

_MOST_LEAFLETS = 32
"""Leaflets at hand, of some hundred kilobytes each."""


@dataclass(frozen=True, slots=True)
class LibraryReading:
    """What reading gave: the library without the leaflets that are broken, and their problems."""

    library: Library
    problems: tuple[Problem, ...]


def read_library(files: Mapping[str, str], cache: Folder | None = None, *, whole: bool = True) -> LibraryReading:
    """Join the YAML files of a library; in one process the same files are joined once. Nobody may change the result.

    Args:
        files: path below the workspace (``leaflets/…yaml``) to text.
        cache: where files are kept as they were read; none: nowhere.
        whole: all leaflets are read at once. Otherwise each is when it is asked for, and no problems are known of any.

    Raises:
        PlainleafError: when what the leaflets share is broken, so that nothing can be planned.
    """
    paths = sorted(path for path in files if path.startswith("leaflets/") and path.endswith(".yaml"))
    return _read_library(Chosen(files, paths), cache, whole=whole)


@lru_cache(maxsize=4)
def _read_library(chosen: Chosen, cache: Folder | None, *, whole: bool) -> LibraryReading:
    files, ground = chosen.files, Ground()
    fatal: list[Problem] = []
    names: dict[str, str] = {}
    for path in chosen.paths:
        if PurePosixPath(path).parent.name == "leaflets":
            names[PurePosixPath(path).stem] = path
            continue
        try:
            ground.add(path, read_kept_source(files[path], path, cache))
        except PlainleafError as error:
            fatal.extend(error.problems)
    fatal.extend(ground.missing_files())
    if fatal:
        raise PlainleafError(fatal)

    def join(name: str) -> Leaflet:
        document = read_kept_source(files[names[name]], names[name], cache)
        return _Joiner(ground, document, validate(document, SourceLeaflet)).join()

    leaflets = Stacks(names, join, _MOST_LEAFLETS)
    library = Library(
        leaflets=leaflets,
        sections=ground.sections,
        furniture=ground.furniture,
        places=ground.places,
        facts=tuple(ground.facts),
        sources=ground.sources,
        shared=ground.shared,
        desk=ground.desk,
        patient=ground.patient,
        medicines=frozenset(one.id for one in leaflets.values() if one.kind == "medicine") if whole else frozenset(),
    )
    faults = leaflets.broken.values() if whole else ()
    return LibraryReading(library, tuple(problem for problems in faults for problem in problems))


@dataclass(frozen=True, slots=True)
class _Joiner:
    """One validated leaflet on its way to a `Leaflet`."""

    ground: Ground
    document: SourceDocument
    source: SourceLeaflet

    def join(self) -> Leaflet:
        source, document = self.source, self.document
        problems = list(self._faults_of_sections())
        by_section: dict[str, list[Statement]] = {}
        seen: dict[str, Statement] = {}
        for s_index, section in enumerate(source.sections):
            rule = self.ground.sections.get(section.section)
            if rule is None:
                continue
            for index, item in enumerate(section.statements):
                path: Path = ("sections", s_index, "statements", index)
                try:
                    statement = self._join_statement(item, path, section.section, rule)
                except PlainleafError as error:
                    problems.extend(error.problems)
                    continue
                if statement.id in seen:
                    message = f"`{statement.id}` stands twice in this leaflet"
                    problems.append(Problem(document.position(path), "L005", message, "keep one"))
                seen[statement.id] = statement
                by_section.setdefault(section.section, []).append(statement)
        if problems:
            raise PlainleafError(problems)
        names = source.names
        return Leaflet(
            id=source.leaflet,
            kind=source.kind,
            version=source.version,
            title=names.generic if names else (source.title or source.leaflet),
            say=self._say(),
            brands=tuple((brand.name, brand.places) for brand in names.brands) if names else (),
            revised=source.revised,
            review_by=source.review_by,
            sensitive=source.sensitive,
            withdrawn=source.withdrawn,
            places=source.places,
            codes=source.codes,
            dose=source.dose,
            schedule=source.schedule,
            sections=tuple(
                Section(rule, tuple(by_section[section_id]))
                for section_id, rule in self.ground.sections.items()
                if section_id in by_section
            ),
            position=document.position(()),
        )

    def _say(self) -> Message | None:
        names = self.source.names
        if names is None or names.say is None:
            return None
        comment = (
            "How to say the name of the medicine, spelled so that a reader of your language reads it aloud rightly"
            " (vowel marks, syllables, pinyin: whatever your readers know)."
        )
        position = self.document.position(("names", "say"))
        return Message(self.source.leaflet, f"{self.source.leaflet}/say", names.say, position, comment)

    def _faults_of_sections(self) -> Iterable[Problem]:
        stem = PurePosixPath(self.document.file).stem
        if stem != self.source.leaflet:
            message = f"the file is called `{stem}`, the leaflet `{self.source.leaflet}`"
            yield Problem(self.document.position(("leaflet",)), "L006", message, "give both the same name")
        for index, section in enumerate(self.source.sections):
            if section.section not in self.ground.sections:
                known = ", ".join(self.ground.sections)
                message = f"the section `{section.section}` is not known"
                yield Problem(
                    self.document.position(("sections", index, "section")), "L007", message, f"known: {known}"
                )
        for place in self.source.places:
            if place not in self.ground.places:
                message = f"the place `{place}` has no file"
                yield Problem(
                    self.document.position(("places",)), "L008", message, f"write leaflets/places/{place}.yaml"
                )

    def _join_statement(
        self, item: SourceStatement | StatementUse, path: Path, section: str, rule: SectionRule
    ) -> Statement:
        if isinstance(item, SourceStatement):
            statement = build_statement(self.document, path, item, section, self.source.leaflet, self.source.values)
        else:
            shared = self.ground.shared.get(item.use)
            if shared is None:
                message = f"there is no shared statement `{item.use}`"
                raise PlainleafError(
                    Problem(self.document.position((*path, "use")), "L009", message, "look in leaflets/shared/")
                )
            statement = replace(
                shared,
                section=section,
                covers=(*shared.covers, *item.covers),
                summary=shared.summary if item.summary is None else item.summary,
                heading=item.heading or shared.heading,
                pictogram=item.pictogram or shared.pictogram,
                values={**self.source.values, **shared.values},
            )
        if statement.heading and statement.heading not in rule.headings:
            message = f"the section `{section}` has no heading `{statement.heading}`"
            hint = f"known: {', '.join(rule.headings) or 'none'}"
            raise PlainleafError(Problem(self.document.position(path), "L010", message, hint))
        for source in statement.sources:
            if source not in self.ground.sources:
                message = f"the source `{source}` is not known"
                raise PlainleafError(
                    Problem(statement.position, "L011", message, "add it to leaflets/shared/sources.yaml")
                )
        style = rule.style if statement.style == "paragraph" and not _says_style(item) else statement.style
        return replace(statement, style=style)


def _says_style(item: SourceStatement | StatementUse) -> bool:
    return isinstance(item, SourceStatement) and item.style is not None
