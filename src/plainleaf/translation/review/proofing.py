"""Laying a leaflet open: every statement with its texts in both languages, its evidence, and what the checks say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from plainleaf.content.grammar import LEVELS, Level, QuantityValue, TermValue, ValueItem
from plainleaf.content.model import Leaflet, Library, Message, Section, Statement, Values, holds_in
from plainleaf.content.rules import check_leaflet
from plainleaf.languages import SOURCE_TAG, format_number
from plainleaf.problems import Problem
from plainleaf.translation.approval.records import Wording, source_wording
from plainleaf.translation.catalogs import Entry
from plainleaf.translation.filling import ClinicFacts, Filler
from plainleaf.translation.localize import FREQUENCY_NUMBERS
from plainleaf.translation.localized import Run, plain_text
from plainleaf.translation.lookup import Language, Lookup
from plainleaf.translation.review.proof import (
    FormsOf,
    Proof,
    ProofGroup,
    ProofSection,
    ProofStatement,
    ProofText,
    State,
)

_HOLES = ("T002", "T003")
_MOST_SAMPLED = 200


def make_proof(
    leaflet: Leaflet,
    library: Library,
    languages: tuple[Language, Language],
    place: str,
    levels: Sequence[Level],
    clinic: ClinicFacts,
) -> Proof:
    """Lay a leaflet open; nothing is refused, because seeing what is wrong is what a proof is for.

    Args:
        languages: English, and the reader's language (English too, for a proof of the source).
        levels: those that the proof shows, in any order.
    """
    wanted = tuple(level for level in LEVELS if level in levels)
    is_source = languages[1].pack.language == SOURCE_TAG
    rules = tuple(check_leaflet(leaflet, library)) if is_source else ()
    return _Maker(leaflet, library, languages[0], languages[1], place, wanted, clinic, rules).make()


@dataclass(frozen=True, slots=True)
class _Maker:
    leaflet: Leaflet
    library: Library
    english: Language
    language: Language
    place: str
    levels: tuple[Level, ...]
    clinic: ClinicFacts
    rules: tuple[Problem, ...]

    def make(self) -> Proof:
        numbers = iter(range(1, 1_000_000))
        furniture = self.library.furniture
        sections = tuple(filter(None, (self._section(section, numbers) for section in self.leaflet.sections)))
        place_name = self.library.places[self.place].name
        shown = {p for section in sections for one in section.statements for text in one.texts for p in text.problems}
        return Proof(
            leaflet=self.leaflet,
            pack=self.language.pack,
            place=self.place,
            place_name=place_name.msgid,
            levels=self.levels,
            title=self._furniture(furniture[f"term/{self.leaflet.title}"]),
            sections=sections,
            furniture=tuple(
                (name, tuple(map(self._furniture, messages))) for name, messages in self._fixed_words(sections)
            ),
            others=tuple(problem for problem in self.rules if problem not in shown),
        )

    def _section(self, section: Section, numbers: Iterator[int]) -> ProofSection | None:
        rule = section.rule
        said = [
            s for s in section.statements if s.holds_in(self.place) and any(level in s.texts for level in self.levels)
        ]
        if not said:
            return None
        groups = []
        for heading, statements in groupby(said, key=lambda statement: statement.heading):
            message = self.library.furniture[f"section/{rule.section}/{heading}"] if heading else None
            shown = tuple(self._statement(statement, next(numbers)) for statement in statements)
            groups.append(ProofGroup(self._furniture(message) if message else None, shown))
        title = self._furniture(self.library.furniture[f"section/{rule.section}"]) if rule.title else None
        name = title.english if title else rule.section.replace("_", " ").capitalize()
        return ProofSection(rule.section, name, rule.critical, title, tuple(groups))

    def _statement(self, statement: Statement, number: int) -> ProofStatement:
        by_message: dict[str, list[Level]] = {}
        for level in self.levels:
            if level in statement.texts:
                by_message.setdefault(statement.texts[level].msgctxt, []).append(level)
        texts = tuple(
            self._text(statement.texts[levels[0]], tuple(levels), statement) for levels in by_message.values()
        )
        facts = {fact.id: fact.text for fact in self.library.facts}
        frequency = ""
        if statement.frequency:
            label = self.library.furniture[f"label/frequency-{statement.frequency.band}"]
            frequency = plain_text(self._filler(self.english).runs(label, FREQUENCY_NUMBERS))
        return ProofStatement(
            number=number,
            statement=statement,
            texts=texts,
            works=tuple(self.library.sources[source] for source in statement.sources),
            facts=tuple((fact, facts.get(fact, "")) for fact in statement.covers),
            frequency=frequency,
        )

    def _text(self, message: Message, levels: tuple[Level, ...], statement: Statement) -> ProofText:
        if statement.citation:
            return ProofText(message, levels, ((Run(message.msgid),),), (), "english")
        headline, certain = statement.style == "headline", statement.certainty == "C1"

        def fill(filler: Filler) -> FormsOf:
            return (filler.runs(message, statement.values, headline=headline, certain=certain),)

        english = fill(self._filler(self.english))
        if self.language.pack.language == SOURCE_TAG:
            found = tuple(p for p in self.rules if p.position in (message.position, statement.position))
            return replace(self._source_text(message, levels, english), problems=found)
        entry = self._entry(message)
        if entry is None or not (entry.is_complete and entry.translates(message)):
            return self._hole(message, levels, english)
        filler = self._filler(self.language)
        target = fill(filler)
        problems = [*filler.lookup.problems, *self._findings(message)]
        if any(problem.code in _HOLES for problem in problems):
            # A word that it is filled with is missing: better its bare placeholder than English in its place.
            target = ((Run(entry.texts[0]),),)
        return self._translated(entry, ProofText(message, levels, english, target, "translated"), problems)

    def _findings(self, message: Message) -> tuple[Problem, ...]:
        return self.language.findings(message)

    def _furniture(self, message: Message) -> ProofText:
        english = self._forms(message, self.english)
        if self.language.pack.language == SOURCE_TAG:
            return self._source_text(message, (), english)
        entry = self._entry(message)
        if entry is None or not (entry.is_complete and entry.translates(message)):
            return self._hole(message, (), english)
        text = ProofText(message, (), english, self._forms(message, self.language), "translated")
        return self._translated(entry, text, self._findings(message))

    def _forms(self, message: Message, language: Language) -> FormsOf:
        """Furniture as printed; what only the finished sheet knows (page numbers) stays in braces."""
        if message.plural:
            return _counted_forms(message, language)
        return (self._filler(language).runs(message, {}, partial=True),)

    def _source_text(self, message: Message, levels: tuple[Level, ...], english: FormsOf) -> ProofText:
        return ProofText(message, levels, english, (), "source", wording=source_wording(message))

    def _translated(self, entry: Entry, text: ProofText, problems: Iterable[Problem]) -> ProofText:
        """The text with what the checks say of it; `text` has everything else."""
        found = tuple(dict.fromkeys(problems))
        warnings = tuple(dict.fromkeys(problem.code for problem in found if problem.strength == "warning"))
        wording = Wording(self.language.pack.language, text.message, entry.texts, entry.position, warnings)
        return replace(text, problems=found, wording=wording)

    def _hole(self, message: Message, levels: tuple[Level, ...], english: FormsOf) -> ProofText:
        """The message without a translation of what the English says now, and why."""
        lookup = Lookup(self.language)
        lookup.texts(message)  # notes why
        entry = self._entry(message)
        former = " / ".join(entry.texts) if entry is not None and entry.is_complete else ""
        state: State = "stale" if former else "missing"
        return ProofText(message, levels, english, (), state, former, tuple(lookup.problems))

    def _entry(self, message: Message) -> Entry | None:
        catalog = self.language.catalogs.get(message.domain)
        return catalog.entries.get(message.msgctxt) if catalog else None

    def _filler(self, language: Language) -> Filler:
        """A fresh one for each text, so that what it notes belongs to that text."""
        return Filler(Lookup(language), self.library, self.library.places[self.place], self.clinic)

    def _fixed_words(self, sections: Iterable[ProofSection]) -> Iterator[tuple[str, tuple[Message, ...]]]:
        """What the sheet prints outside its statements, as `localize` looks it up; each message once."""
        furniture, leaflet = self.library.furniture, self.leaflet
        shown = tuple(sections)
        titles = [section.title.message for section in shown if section.title]
        headings = [group.heading.message for section in shown for group in section.groups if group.heading]
        values = tuple(_values_in(shown, self.place))
        terms = [leaflet.title, *(value.term for value in values if isinstance(value, TermValue))]
        terms += [fact.term for fact in self.library.places[self.place].facts.values() if fact.term]
        units = {value.unit for value in values if isinstance(value, QuantityValue)}
        units |= {
            statement.statement.blank.unit
            for section in shown
            for statement in section.statements
            if statement.statement.blank and statement.statement.blank.unit
        }
        if leaflet.dose:
            terms.append(leaflet.dose.form)
            units.add(leaflet.dose.unit)
        names = [furniture[f"term/{term}"] for term in dict.fromkeys(terms)]
        names += [leaflet.say] if leaflet.say else []
        yield "Titles of sections", tuple({message.msgctxt: message for message in (*titles, *headings)}.values())
        yield "Names and terms", (*names, self.library.places[self.place].name)
        yield (
            "Units",
            tuple(message for name, message in furniture.items() if name.removeprefix("unit/") in units - {"none"}),
        )
        yield "Fixed words of the sheet", tuple(m for name, m in furniture.items() if name.startswith("label/"))


def _values_in(sections: Iterable[ProofSection], place: str) -> Iterator[ValueItem]:
    for section in sections:
        for shown in section.statements:
            values: Values = shown.statement.values
            used = [text.message.msgid for text in shown.texts]
            for name, items in values.items():
                if any(f"{{{name}}}" in text or f"{{{name}." in text for text in used):
                    yield from (item for item in items if holds_in(item.places, place))


def _counted_forms(message: Message, language: Language) -> FormsOf:
    """A text that counts: each form with the least number that takes it."""
    texts = Lookup(language).texts(message)
    catalog = language.catalogs.get(message.domain)
    index = catalog.plural_index if catalog else lambda number: int(number != 1)
    samples: dict[int, int] = {}
    for number in range(1, _MOST_SAMPLED):
        samples.setdefault(index(number), number)
    samples.setdefault(index(0), 0)
    numbers = {at: format_number(Decimal(number), language.pack) for at, number in samples.items()}
    return tuple((Run(text.replace("{n}", numbers.get(at, "{n}"))),) for at, text in enumerate(texts))
