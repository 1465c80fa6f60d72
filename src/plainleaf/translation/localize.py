"""A leaflet put into one language, for one place and level; or every reason why it cannot be."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from plainleaf.content.grammar import Level, QuantityValue
from plainleaf.content.model import Leaflet, Library, Section, Statement, cut, holds_in
from plainleaf.days import format_day
from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError
from plainleaf.translation.filling import ClinicFacts, Filler
from plainleaf.translation.frame import open_frame
from plainleaf.translation.localized import (
    LocalizedDoseGrid,
    LocalizedGroup,
    LocalizedLeaflet,
    LocalizedSection,
    LocalizedStatement,
    Run,
    Runs,
)
from plainleaf.translation.lookup import Language, Lookup

# "in 1 in 10 people": the numbers of the frequency labels, as bare counts.
FREQUENCY_NUMBERS = {
    name: (QuantityValue(amount=Decimal(count), unit="none"),)
    for name, count in {"one": 1, "ten": 10, "hundred": 100, "thousand": 1_000, "ten_thousand": 10_000}.items()
}


def localize(
    leaflet: Leaflet, library: Library, language: Language, place: str, level: Level, clinic: ClinicFacts
) -> LocalizedLeaflet:
    """Put one sheet into one language: a draft, until somebody who knows the approvals says otherwise.

    Raises:
        PlainleafError: with a problem for every message that is missing, fuzzy or unsafe (T002, T003, T01x).
    """
    lookup = Lookup(language)
    filler = Filler(lookup, library, library.places[place], clinic)
    sections = tuple(_localize_section(section, level, filler) for section in cut(leaflet, place, level))
    pack = language.pack
    title = lookup.text(library.furniture[f"term/{leaflet.title}"])
    latin = library.furniture[f"term/{leaflet.title}"].msgid
    frame = open_frame(filler)
    lookup.join(frame.lookup)
    dose = None
    if leaflet.dose:
        form = filler.runs(library.furniture[f"term/{leaflet.dose.form}"], {})
        dose = LocalizedDoseGrid(form, filler.unit_symbol(leaflet.dose.unit), leaflet.dose.rows)
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
        place_name=lookup.text(filler.place.name),
        title=title,
        latin_title="" if title.casefold() == latin.casefold() else latin,
        brands=tuple(name for name, places in leaflet.brands if holds_in(places, place)),
        say=lookup.text(leaflet.say) if leaflet.say else "",
        sections=sections,
        labels=frame.labels,
        english_labels=frame.english_labels,
        numbers=frame.numbers,
        version=leaflet.version,
        revised=format_day(leaflet.revised, pack),
        review_by=format_day(leaflet.review_by, pack),
        draft=True,
        dose=dose,
        schedule=leaflet.schedule,
        wordings=tuple(lookup.wordings),
    )
    if lookup.problems:
        raise PlainleafError(sorted(set(lookup.problems)))
    return localized


def _localize_section(section: Section, level: Level, filler: Filler) -> LocalizedSection:
    rule = section.rule
    title: Runs = ()
    if rule.title:
        title = filler.runs(filler.library.furniture[f"section/{rule.section}"], {})
    groups = []
    for heading, statements in groupby(section.statements, key=lambda statement: statement.heading):
        runs: Runs = ()
        if heading:
            runs = filler.runs(filler.library.furniture[f"section/{rule.section}/{heading}"], {})
        groups.append(
            LocalizedGroup(runs, tuple(_localize_statement(statement, level, filler) for statement in statements))
        )
    return LocalizedSection(rule.section, rule.look, rule.critical, title, tuple(groups), rule.pictogram)


def _localize_statement(statement: Statement, level: Level, filler: Filler) -> LocalizedStatement:
    message = statement.texts[level]
    if statement.citation:
        runs: Runs = (Run(message.msgid),)
    else:
        headline, certain = statement.style == "headline", statement.certainty == "C1"
        runs = filler.runs(message, statement.values, headline=headline, certain=certain)
    frequency: Runs = ()
    if statement.frequency:
        band = filler.library.furniture[f"label/frequency-{statement.frequency.band}"]
        frequency = filler.runs(band, FREQUENCY_NUMBERS)
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
        blank_unit=filler.unit_symbol(unit) if unit else (),
        frequency=frequency,
        lang=SOURCE_TAG if statement.citation and filler.lookup.pack.language != SOURCE_TAG else "",
    )
