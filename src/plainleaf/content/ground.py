"""What stands under all leaflets, gathered file by file: sections, glossary, units, sources, facts, places."""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePosixPath

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
from plainleaf.content.grammar import Closed
from plainleaf.content.model import DESK, PATIENT, SHARED, Message, PlaceRules, RequiredFact, Statement
from plainleaf.content.schema import SharedStatements
from plainleaf.content.source import Path, SourceDocument
from plainleaf.content.statements import build_statement
from plainleaf.content.validation import validate
from plainleaf.problems import PlainleafError, Position, Problem

_NAMED_FILES: dict[str, type[Closed]] = {
    "sections": SectionModel,
    "terms": Terms,
    "labels": Labels,
    "units": Units,
    "sources": Sources,
}
_OF_NO_LEAFLET = {
    DESK: "Words of the page that staff work with.",
    PATIENT: "On a sheet that staff fill in for one patient.",
}
"""Files of labels that no leaflet needs, named as their catalogs, and what translators are told of each."""


class Ground:
    """What stands under all leaflets, gathered file by file."""

    def __init__(self) -> None:
        self.sections: dict[str, SectionRule] = {}
        self.furniture: dict[str, Message] = {}
        self.places: dict[str, PlaceRules] = {}
        self.facts: list[RequiredFact] = []
        self.sources: dict[str, SourceWork] = {}
        self.shared: dict[str, Statement] = {}
        self.desk: dict[str, Message] = {}
        self.patient: dict[str, Message] = {}
        self._seen: set[str] = set()

    def add(self, path: str, document: SourceDocument) -> None:
        """Take in one file of ``leaflets/shared``, ``leaflets/facts`` or ``leaflets/places``.

        Raises:
            PlainleafError: L003 for what does not fit its shape, L005 for what is given twice.
        """
        where = PurePosixPath(path)
        if where.parent.name == "places":
            self._add_place(document, validate(document, SourcePlace))
        elif where.parent.name == "facts":
            self._add_facts(validate(document, Facts))
        elif where.stem in _NAMED_FILES:
            self._seen.add(where.stem)
            self._add_furniture(document, validate(document, _NAMED_FILES[where.stem]))
        elif where.stem in _OF_NO_LEAFLET:
            known = self.desk if where.stem == DESK else self.patient
            known.update(_read_words(where.stem, document, validate(document, Labels)))
        else:
            self._add_shared(document, validate(document, SharedStatements))

    def missing_files(self) -> list[Problem]:
        """L004 for each file that every library needs and that was not added."""
        return [
            Problem(
                Position(f"leaflets/shared/{stem}.yaml"),
                "L004",
                "the file is missing",
                "every library needs it; see docs/add-a-leaflet.md",
            )
            for stem in sorted(_NAMED_FILES.keys() - self._seen)
        ]

    def _message(
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
        self._message(document, ("name",), msgctxt, place.name, "Name of a place, as it stands in the foot of a page.")
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
                self._add_sections(document, content)
            case Terms():
                for index, term in enumerate(content.terms):
                    comment = " ".join(filter(None, (f"Glossary, {term.kind}.", term.note)))
                    self._message(document, ("terms", index), f"term/{term.term}", term.text, comment)
            case Labels():
                for index, label in enumerate(content.labels):
                    comment = " ".join(filter(None, ("Fixed words of the sheet.", label.note)))
                    self._message(document, ("labels", index), f"label/{label.label}", label.text, comment)
            case Units():
                self._add_units(document, content)
            case Sources():
                self._add_sources(document, content)

    def _add_sources(self, document: SourceDocument, content: Sources) -> None:
        for index, work in enumerate(content.sources):
            _refuse_twice(document, ("sources", index), work.source, self.sources)
            self.sources[work.source] = work

    def _add_units(self, document: SourceDocument, content: Units) -> None:
        comment = "Number and unit. Keep the no-break space."
        for index, unit in enumerate(content.units):
            self._message(document, ("units", index), f"unit/{unit.unit}", unit.one, comment, plural=unit.other)

    def _add_sections(self, document: SourceDocument, content: SectionModel) -> None:
        for index, rule in enumerate(content.sections):
            self._add_section(document, ("sections", index), rule)

    def _add_section(self, document: SourceDocument, path: Path, rule: SectionRule) -> None:
        _refuse_twice(document, path, rule.section, self.sections)
        self.sections[rule.section] = rule
        note = rule.note or ""
        if rule.title:
            comment = f"Head of a section. {note}".strip()
            self._message(document, path, f"section/{rule.section}", rule.title, comment)
        for heading, text in rule.headings.items():
            comment = f"Sub-heading in the section “{rule.title}”."
            self._message(document, (*path, "headings", heading), f"section/{rule.section}/{heading}", text, comment)

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


def _read_words(domain: str, document: SourceDocument, content: Labels) -> dict[str, Message]:
    """The words of a file that no leaflet needs, by their msgctxt. What a patient reads of them is critical."""
    words: dict[str, Message] = {}
    for index, label in enumerate(content.labels):
        path, msgctxt = ("labels", index), f"{domain}/{label.label}"
        _refuse_twice(document, path, msgctxt, words)
        comment = " ".join(filter(None, (_OF_NO_LEAFLET[domain], label.note)))
        position = document.position(path)
        words[msgctxt] = Message(domain, msgctxt, label.text, position, comment, critical=domain == PATIENT)
    return words


def _refuse_twice(document: SourceDocument, path: Path, name: str, known: Container[str]) -> None:
    if name in known:
        raise PlainleafError(Problem(document.position(path), "L005", f"`{name}` is given twice", "keep one"))
