"""All YAML files joined into one `Library`: shared statements put in place, texts given their message addresses.

A fault in one leaflet costs that leaflet; a fault in what leaflets share costs everything, because nothing that
rests on it could be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TypeVar

from plainleaf.content.furniture import (
    Facts,
    Labels,
    SectionModel,
    SectionRule,
    SourcePlace,
    Sources,
    SourceWork,
    Terms,
    Units,
)
from plainleaf.content.grammar import LEVELS, Closed, Level, Values
from plainleaf.content.model import (
    SHARED,
    Leaflet,
    Library,
    Message,
    PlaceRules,
    RequiredFact,
    Section,
    Statement,
)
from plainleaf.content.schema import SharedStatements, SourceLeaflet, SourceStatement, StatementUse, Texts
from plainleaf.content.source import Path, SourceDocument, read_source
from plainleaf.content.validation import validate
from plainleaf.problems import PlainleafError, Problem

_NAMED_FILES: dict[str, type[Closed]] = {
    "sections": SectionModel,
    "terms": Terms,
    "labels": Labels,
    "units": Units,
    "sources": Sources,
}
Shape = TypeVar("Shape", bound=Closed)


@dataclass(frozen=True, slots=True)
class LibraryReading:
    """What reading gave: the library without the leaflets that are broken, and all problems."""

    library: Library
    problems: tuple[Problem, ...]


def read_library(files: Mapping[str, str]) -> LibraryReading:
    """Join the YAML files of a library.

    Args:
        files: path below the workspace (``leaflets/…yaml``) to text.

    Raises:
        PlainleafError: when what the leaflets share is broken, so that nothing can be planned.
    """
    paths = sorted(path for path in files if path.startswith("leaflets/") and path.endswith(".yaml"))
    ground = _Ground()
    fatal: list[Problem] = []
    for path in paths:
        if PurePosixPath(path).parent.name != "leaflets":
            try:
                ground.add(path, read_source(files[path], path))
            except PlainleafError as error:
                fatal.extend(error.problems)
    fatal.extend(ground.missing_files())
    if fatal:
        raise PlainleafError(fatal)
    leaflets: dict[str, Leaflet] = {}
    problems: list[Problem] = []
    for path in paths:
        if PurePosixPath(path).parent.name == "leaflets":
            try:
                document = read_source(files[path], path)
                source = validate(document, SourceLeaflet)
                leaflets[source.leaflet] = _Joiner(ground, document, source).join()
            except PlainleafError as error:
                problems.extend(error.problems)
    library = Library(
        leaflets=leaflets,
        sections=ground.sections,
        furniture=ground.furniture,
        places=ground.places,
        facts=tuple(ground.facts),
        sources=ground.sources,
        shared=ground.shared,
    )
    return LibraryReading(library, tuple(problems))


class _Ground:
    """What stands under all leaflets, gathered file by file."""

    def __init__(self) -> None:
        self.sections: dict[str, SectionRule] = {}
        self.furniture: dict[str, Message] = {}
        self.places: dict[str, PlaceRules] = {}
        self.facts: list[RequiredFact] = []
        self.sources: dict[str, SourceWork] = {}
        self.shared: dict[str, Statement] = {}
        self._seen: set[str] = set()

    def add(self, path: str, document: SourceDocument) -> None:
        where = PurePosixPath(path)
        if where.parent.name == "places":
            self._add_place(document, validate(document, SourcePlace))
        elif where.parent.name == "facts":
            self._add_facts(validate(document, Facts))
        elif where.stem in _NAMED_FILES:
            self._seen.add(where.stem)
            self._add_furniture(document, validate(document, _NAMED_FILES[where.stem]))
        else:
            self._add_shared(document, validate(document, SharedStatements))

    def missing_files(self) -> list[Problem]:
        return [
            Problem(
                SourceDocument(f"leaflets/shared/{stem}.yaml", {}, {}).position(()),
                "L004",
                "the file is missing",
                "every library needs it; see docs/add-a-leaflet.md",
            )
            for stem in sorted(_NAMED_FILES.keys() - self._seen)
        ]

    def message(
        self, document: SourceDocument, path: Path, msgctxt: str, msgid: str, comment: str, plural: str = ""
    ) -> None:
        position = document.position(path)
        if msgctxt in self.furniture:
            raise PlainleafError(
                Problem(position, "L005", f"`{msgctxt}` is given twice; first at {self.furniture[msgctxt].position}")
            )
        # A leaflet without its own emergency number or draft line must never be printed: all furniture is critical.
        self.furniture[msgctxt] = Message(SHARED, msgctxt, msgid, position, comment, plural, critical=True)

    def _add_place(self, document: SourceDocument, place: SourcePlace) -> None:
        msgctxt = f"place/{place.place}"
        self.message(document, ("name",), msgctxt, place.name, "Name of a place, as it stands in the foot of a page.")
        self.places[place.place] = PlaceRules(
            place.place, self.furniture[msgctxt], place.paper, place.values, document.position(())
        )

    def _add_facts(self, facts: Facts) -> None:
        for fact in facts.facts:
            easy_in = fact.required_in if fact.easy else fact.critical_in
            self.facts.append(RequiredFact(fact.fact, fact.text, fact.required_in, easy_in))

    def _add_furniture(self, document: SourceDocument, content: Closed) -> None:
        match content:
            case SectionModel():
                for index, rule in enumerate(content.sections):
                    self._add_section(document, ("sections", index), rule)
            case Terms():
                for index, term in enumerate(content.terms):
                    comment = " ".join(filter(None, (f"Glossary, {term.kind}.", term.note)))
                    self.message(document, ("terms", index), f"term/{term.term}", term.text, comment)
            case Labels():
                for index, label in enumerate(content.labels):
                    comment = " ".join(filter(None, ("Fixed words of the sheet.", label.note)))
                    self.message(document, ("labels", index), f"label/{label.label}", label.text, comment)
            case Units():
                for index, unit in enumerate(content.units):
                    comment = "Number and unit. Keep the no-break space."
                    path = ("units", index)
                    self.message(document, path, f"unit/{unit.unit}", unit.one, comment, plural=unit.other)
            case Sources():
                self.sources.update({work.source: work for work in content.sources})

    def _add_section(self, document: SourceDocument, path: Path, rule: SectionRule) -> None:
        self.sections[rule.section] = rule
        note = rule.note or ""
        if rule.title:
            comment = f"Head of a section. {note}".strip()
            self.message(document, path, f"section/{rule.section}", rule.title, comment)
        for heading, text in rule.headings.items():
            comment = f"Sub-heading in the section “{rule.title}”."
            self.message(document, (*path, "headings", heading), f"section/{rule.section}/{heading}", text, comment)

    def _add_shared(self, document: SourceDocument, content: SharedStatements) -> None:
        for index, source in enumerate(content.statements):
            path: Path = ("statements", index)
            if source.id in self.shared:
                first = self.shared[source.id].position
                raise PlainleafError(
                    Problem(document.position(path), "L005", f"`{source.id}` is given twice; first at {first}")
                )
            if source.section is None:
                message = f"the shared statement `{source.id}` does not say its `section`"
                raise PlainleafError(Problem(document.position(path), "L003", message, "add `section:`"))
            self.shared[source.id] = build_statement(document, path, source, source.section, SHARED, content.values)


@dataclass(frozen=True, slots=True)
class _Joiner:
    """One validated leaflet on its way to a `Leaflet`."""

    ground: _Ground
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


def build_statement(
    document: SourceDocument, path: Path, source: SourceStatement, section: str, domain: str, values: Values
) -> Statement:
    """One validated statement with its texts as messages; levels that say ``same`` share the simpler one's message."""
    texts: dict[Level, Message] = {}
    for level, text, said_at in _spread(source.text):
        if level == said_at:
            comment = f"{domain}, {section}, {level}."
            if source.critical:
                comment += " CRITICAL: must not be missed."
            if source.note:
                comment += f" {source.note}"
            position = document.position((*path, "text", level.value))
            texts[level] = Message(domain, f"{source.id}/{level}", text, position, comment, critical=source.critical)
        else:
            texts[level] = texts[said_at]
    return Statement(
        id=source.id,
        section=section,
        texts=texts,
        values=values,
        position=document.position(path),
        places=source.places,
        critical=source.critical,
        summary=source.summary,
        covers=source.covers,
        sources=source.sources,
        certainty=source.certainty,
        style=source.style or "paragraph",
        action=source.action,
        pictogram=source.pictogram,
        heading=source.heading,
        frequency=source.frequency,
        blank=source.blank,
        citation=source.citation,
    )


def _spread(texts: Texts) -> Iterable[tuple[Level, str, Level]]:
    """Level, text, and the level whose text it is."""
    said_at: Level | None = None
    said = ""
    for level in LEVELS:
        text = getattr(texts, level.value)
        if text is None:
            continue
        if text != "same":
            said, said_at = text, level
        if said_at is not None:
            yield level, said, said_at
