"""A leaflet put into one language, for one place and level; or every reason why it cannot be.

English is looked up nowhere else than in the source, and another language nowhere else than in its own catalogs: a
message that is missing, fuzzy or unsafe refuses the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from string import Formatter

from plainleaf.content.grammar import (
    DateValue,
    Level,
    NameValue,
    QuantityValue,
    TelephoneValue,
    TermValue,
    ValueItem,
    WebValue,
)
from plainleaf.content.model import Leaflet, Library, Message, PlaceRules, Section, Statement, cut, holds_in
from plainleaf.languages import SOURCE_TAG, LanguagePack, direction_of, format_day, format_number
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.localized import (
    LocalizedDoseGrid,
    LocalizedGroup,
    LocalizedLeaflet,
    LocalizedSection,
    LocalizedStatement,
    Run,
    Runs,
    plain_text,
)
from plainleaf.translation.safety import check_translation

BLANK = Run("", "blank")
NO_BREAK_SPACE = "\u00a0"
LAST_NUMBER = 84
"""The highest day of a calendar (`Cycle.days`)."""
# The first sentence of a headline, or its part up to a colon, in any script's punctuation.
_HEADLINE = re.compile(r"^.+?(?:[.!?:](?=\s|$)|[。！？：।۔؟።៖](?:\s|(?=.)|$))", re.DOTALL)
_LATIN_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.'’/-]*(?: [A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.'’/-]*)*"
)
_TRAILING_MARKS = ".'’-/"
_C1_ONLY = "C1"


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack with the catalogs of its domains; English has no catalogs."""

    pack: LanguagePack
    catalogs: Mapping[str, DomainCatalog] = field(default_factory=dict)
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """What a clinic fills in beforehand: placeholders ``{clinic.…}`` by name, empty ones left out."""

    values: Mapping[str, str] = field(default_factory=dict)


def localize(
    leaflet: Leaflet, library: Library, language: Language, place: str, level: Level, clinic: ClinicFacts
) -> LocalizedLeaflet:
    """Put one sheet into one language.

    Raises:
        PlainleafError: with a problem for every message that is missing, fuzzy or unsafe (T002, T003, T01x).
    """
    reader = _Reader(library, language, library.places[place], clinic)
    sections = tuple(reader.section(section, level) for section in cut(leaflet, place, level))
    pack = language.pack
    title = reader.plain(library.furniture[f"term/{leaflet.title}"])
    latin = library.furniture[f"term/{leaflet.title}"].msgid
    labels = {
        msgctxt.removeprefix("label/"): reader.runs(message, {}, partial=True)
        for msgctxt, message in library.furniture.items()
        if msgctxt.startswith("label/")
    }
    dose = None
    if leaflet.dose:
        form = reader.runs(library.furniture[f"term/{leaflet.dose.form}"], {})
        dose = LocalizedDoseGrid(form, reader.unit_symbol(leaflet.dose.unit), leaflet.dose.rows)
    localized = LocalizedLeaflet(
        leaflet=leaflet,
        locale=pack.language,
        direction=pack.direction,
        own_name=pack.own_name,
        english_name=pack.english_name,
        script=pack.script,
        fonts=pack.fonts,
        size=pack.size,
        leading=pack.leading,
        level=level,
        place=place,
        place_name=reader.plain(reader.place.name),
        title=title,
        latin_title="" if title.casefold() == latin.casefold() else latin,
        brands=tuple(name for name, places in leaflet.brands if holds_in(places, place)),
        say=reader.plain(leaflet.say) if leaflet.say else "",
        sections=sections,
        labels=labels,
        english_labels={
            msgctxt.removeprefix("label/"): message.msgid
            for msgctxt, message in library.furniture.items()
            if msgctxt.startswith("label/")
        },
        numbers=tuple(format_number(Decimal(number), pack) for number in range(LAST_NUMBER + 1)),
        version=leaflet.version,
        revised=format_day(leaflet.revised, pack),
        review_by=format_day(leaflet.review_by, pack),
        draft=True,
        dose=dose,
        schedule=leaflet.schedule,
    )
    if reader.problems:
        raise PlainleafError(sorted(set(reader.problems)))
    return localized


class _Reader:
    """Looks messages up in one language and gathers what is wrong with them."""

    def __init__(self, library: Library, language: Language, place: PlaceRules, clinic: ClinicFacts) -> None:
        self.library = library
        self.language = language
        self.pack = language.pack
        self.place = place
        self.clinic = clinic
        self.problems: list[Problem] = []
        self._texts: dict[tuple[str, str], tuple[str, ...]] = {}

    def section(self, section: Section, level: Level) -> LocalizedSection:
        rule = section.rule
        title: Runs = ()
        if rule.title:
            title = self.runs(self.library.furniture[f"section/{rule.section}"], {})
        groups = []
        for heading, statements in groupby(section.statements, key=lambda statement: statement.heading):
            runs: Runs = ()
            if heading:
                runs = self.runs(self.library.furniture[f"section/{rule.section}/{heading}"], {})
            groups.append(LocalizedGroup(runs, tuple(self.statement(statement, level) for statement in statements)))
        return LocalizedSection(rule.section, rule.look, rule.critical, title, tuple(groups), rule.pictogram)

    def statement(self, statement: Statement, level: Level) -> LocalizedStatement:
        message = statement.texts[level]
        if statement.citation:
            runs: Runs = (Run(message.msgid),)
        else:
            runs = self.runs(message, statement.values, headline=statement.style == "headline")
        frequency: Runs = ()
        if statement.frequency:
            band = self.library.furniture[f"label/frequency-{statement.frequency.band}"]
            frequency = self.runs(band, {})
        unit = statement.blank.unit if statement.blank else None
        return LocalizedStatement(
            id=statement.id,
            runs=runs,
            style=statement.style,
            critical=statement.critical,
            summary=statement.summary,
            action=statement.action,
            pictogram=statement.pictogram,
            blank=statement.blank,
            blank_unit=self.unit_symbol(unit) if unit else (),
            frequency=frequency,
            lang=SOURCE_TAG if statement.citation and self.pack.language != SOURCE_TAG else "",
        )

    def texts(self, message: Message) -> tuple[str, ...]:
        """The message in the reader's language, one text per plural form; problems are noted."""
        key = (message.domain, message.msgctxt)
        if key not in self._texts:
            self._texts[key] = self._look_up(message)
        return self._texts[key]

    def _look_up(self, message: Message) -> tuple[str, ...]:
        source = (message.msgid, message.plural) if message.plural else (message.msgid,)
        if self.pack.language == SOURCE_TAG:
            return source
        if message.domain in self.language.broken:
            self.problems.extend(self.language.broken[message.domain])
            return source
        catalog = self.language.catalogs.get(message.domain)
        entry = catalog.entries.get(message.msgctxt) if catalog else None
        if catalog is None or entry is None or not entry.texts or not all(entry.texts):
            where = entry.position if entry else Position(catalog.file if catalog else message.domain + ".po")
            self._note(where, "T002", message, f"is not translated: “{message.msgid}”", "translate it")
            return source
        if entry.fuzzy or entry.msgid != message.msgid:
            fault = f"is translated from another text; now it says: “{message.msgid}”"
            self._note(
                entry.position, "T003", message, fault, "look at the translation again and remove the fuzzy flag"
            )
            return source
        return self._checked(message, entry)

    def _checked(self, message: Message, entry: Entry) -> tuple[str, ...]:
        self.problems.extend(errors(check_translation(message, entry, self.pack)))
        return entry.texts

    def _note(self, where: Position, code: str, message: Message, fault: str, hint: str) -> None:
        text = f"`{message.msgctxt}` {fault}"
        self.problems.append(Problem(where, code, text, hint, msgctxt=message.msgctxt))

    def plain(self, message: Message) -> str:
        return self.texts(message)[0]

    def runs(
        self,
        message: Message,
        values: Mapping[str, tuple[ValueItem, ...]],
        *,
        headline: bool = False,
        partial: bool = False,
    ) -> Runs:
        """The message with its placeholders filled.

        Args:
            headline: set its first sentence, or its part up to a colon, bold.
            partial: leave placeholders that are not values for the template to fill.
        """
        text = self.texts(message)[0]
        strong_end = 0
        if headline and (match := _HEADLINE.match(text)):
            strong_end = match.end()
        runs: list[Run] = []
        try:
            for piece, strong in ((text[:strong_end], True), (text[strong_end:], False)):
                runs.extend(self._fill(piece, values, message, strong=strong, partial=partial))
        except ValueError:
            # A broken brace is a problem already: in the source by the authoring rules, here by the safety checks.
            if self.pack.language == SOURCE_TAG:
                self._note(message.position, "L025", message, "has a broken placeholder", "write {name}")
            return (Run(text),)
        return tuple(runs)

    def _fill(
        self,
        text: str,
        values: Mapping[str, tuple[ValueItem, ...]],
        message: Message,
        *,
        strong: bool,
        partial: bool,
    ) -> Iterable[Run]:
        for literal, name, _, _ in Formatter().parse(text):
            if literal:
                yield from self._text_runs(literal, strong=strong)
            if name is None:
                continue
            for run in self._value_runs(name, values, message, partial=partial):
                yield Run(run.text, run.kind, run.lang, run.direction, strong) if strong else run

    def _text_runs(self, text: str, *, strong: bool) -> Iterable[Run]:
        """Running text; Latin words in a script of their own are runs of their own."""
        if self.pack.writes_latin:
            yield Run(text, strong=strong)
            return
        position = 0
        for match in _LATIN_RUN.finditer(text):
            word = match[0].rstrip(_TRAILING_MARKS)
            if match.start() > position:
                yield Run(text[position : match.start()], strong=strong)
            yield Run(word, "name", SOURCE_TAG, "ltr", strong)
            position = match.start() + len(word)
        if position < len(text):
            yield Run(text[position:], strong=strong)

    def _value_runs(
        self, name: str, values: Mapping[str, tuple[ValueItem, ...]], message: Message, *, partial: bool
    ) -> Iterable[Run]:
        head, _, tail = name.partition(".")
        if head == "place":
            return self._place_runs(tail)
        if head == "clinic":
            value = self.clinic.values.get(tail, "")
            return (Run(value, "telephone" if "telephone" in tail else "name"),) if value else (BLANK,)
        here = [item for item in values.get(head, ()) if holds_in(item.places, self.place.id)]
        if not here:
            if not partial:
                self._note(message.position, "L025", message, f"has no value for {{{name}}} in {self.place.id}", "")
            return (Run(f"{{{name}}}"),)
        if tail == "number" and isinstance(here[0], QuantityValue):
            return (Run(self._number_text(here[0]), "quantity"),)
        return self._join([self._item_runs(item) for item in here], quantities=isinstance(here[0], QuantityValue))

    def _place_runs(self, name: str) -> Runs:
        fact = self.place.facts.get(name)
        if fact is None or fact.certainty != _C1_ONLY:
            return (BLANK,)
        if fact.telephone:
            return (Run(fact.telephone.replace(" ", NO_BREAK_SPACE), "telephone"),)
        if fact.web:
            return (Run(fact.web, "web"),)
        if fact.term:
            return self.runs(self.library.furniture[f"term/{fact.term}"], {})
        return (self._name(fact.name or ""),)

    def _name(self, name: str) -> Run:
        lang = "" if self.pack.language == SOURCE_TAG else SOURCE_TAG
        return Run(name.replace(" ", NO_BREAK_SPACE), "name", lang)

    def _join(self, items: list[Runs], *, quantities: bool) -> Runs:
        """Several forms of one quantity as ``first (second)``, several names as a list."""
        if len(items) == 1:
            return items[0]
        if quantities:
            before, between, after = re.split(r"\{first\}|\{second\}", self.pack.alternative)
            return (*_text(before), *items[0], *_text(between), *items[1], *_text(after))
        joined: list[Run] = list(items[0])
        for item in items[1:]:
            joined += [*_text(self.pack.list_separator), *item]
        return tuple(joined)

    def _item_runs(self, item: ValueItem) -> Runs:
        match item:
            case QuantityValue():
                text = self._quantity_text(item)
                return (Run(text, "quantity", "", direction_of(text)),)
            case NameValue():
                return (self._name(item.name),)
            case TermValue():
                return self.runs(self.library.furniture[f"term/{item.term}"], {})
            case TelephoneValue():
                return (Run(item.telephone.replace(" ", NO_BREAK_SPACE), "telephone"),)
            case WebValue():
                return (Run(item.web, "web"),)
            case DateValue():
                text = format_day(item.date, self.pack)
                return (Run(text, "date", "", direction_of(text)),)

    def _number_text(self, item: QuantityValue) -> str:
        if item.amount is not None:
            return format_number(item.amount, self.pack)
        low, high = (format_number(number, self.pack) for number in (item.low or Decimal(), item.high or Decimal()))
        return self.pack.span.format(low=low, high=high)

    def _quantity_text(self, item: QuantityValue) -> str:
        number = self._number_text(item)
        if item.unit == "none":
            return number
        message = self.library.furniture[f"unit/{item.unit}"]
        amount = item.amount if item.amount is not None else item.high
        return self._unit_form(message, amount or Decimal()).replace("{n}", number)

    def _unit_form(self, message: Message, number: Decimal) -> str:
        texts = self.texts(message)
        catalog = self.language.catalogs.get(message.domain)
        if catalog is None:
            return texts[0] if number == 1 else texts[-1]
        return catalog.choose(texts, number, self.pack.fraction_plural)

    def unit_symbol(self, unit: str) -> Runs:
        """A unit without a number, beside a box to write in."""
        text = self.texts(self.library.furniture[f"unit/{unit}"])[-1].replace("{n}", "").strip(f" {NO_BREAK_SPACE}")
        return (Run(text, "quantity", "", direction_of(text)),)


def _text(text: str) -> Runs:
    return (Run(text),) if text else ()


def text_of(section: LocalizedSection) -> str:
    """The running text of a section, for measuring and searching."""
    return "\n".join(plain_text(statement.runs) for statement in section.statements)
