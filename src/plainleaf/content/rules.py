"""What an author must keep to, checked: required sections, critical levels, fact parity, numbers, plain words.

Each check is a function from a leaflet (and the library) to problems and stands in `CHECKS`; a new check is one
function and one line there. ``docs/checks.md`` explains every code, and every code has a failing example in the
tests. Rule numbers such as R35 are those of ``docs/leaflet-rules.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from string import Formatter

from plainleaf.content.grammar import LEVELS, Level, QuantityValue, TermValue, ValueItem
from plainleaf.content.model import Leaflet, Library, Section, Statement, cut, holds_in
from plainleaf.problems import Position, Problem, Strength
from plainleaf.workspace import ClinicSettings

MIN_KEY_MESSAGES, MAX_KEY_MESSAGES = 3, 5
MAX_LIST_ITEMS = 7
MIN_QUESTIONS = 3
WORDS_WARN, WORDS_FAIL = 1_200, 1_600
CLINIC_NAMES = ClinicSettings.model_fields.keys() - {"logo"}

Check = Callable[[Leaflet, Library], Iterator[Problem]]

_SHORTHAND = re.compile(
    r"\b(?:QD|QOD|BID|TID|QID|PRN|HS|SC|SQ|AU|OD|cc|IU|mg/d)\b|µg|\bug\b|\b(?:once|twice|two times|three times) daily\b"
    r"|\btwice a day\b|\bevery \S+ hours\b|\bteaspoons?\b|\btablespoons?\b",
)
_PROMOTION = re.compile(
    r"\b(?:breakthrough|miracle|guarantee[ds]?|the best|completely safe|perfectly safe|amazing|wonder drug)\b",
    re.IGNORECASE,
)
_SHOUTING = re.compile(r"\b[A-Z]{2,}(?: [A-Z]{2,}){2,}\b")
_OPEN_QUESTION = re.compile(r"^(?:How|What|When|Which|Where|Who|Show|Tell)\b")
_OFFICIAL = re.compile(r"\bapproved by the (?:US|U\.S\.) Food and Drug Administration\b", re.IGNORECASE)
_DIGIT = re.compile(r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u218b\u2460-\u24ff]")


def check_leaflet(leaflet: Leaflet, library: Library) -> list[Problem]:
    """Every fault of one leaflet, in all its places and levels, sorted by place in the files."""
    return sorted({problem for check in CHECKS for problem in check(leaflet, library)})


def placeholders(text: str) -> list[str]:
    """Names of the placeholders in a text, ``wait_after.number`` as it stands.

    Raises:
        ValueError: when a brace is left open or a placeholder has a format of its own.
    """
    names = []
    for _, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if spec or conversion or not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?", name):
            message = f"`{{{name}}}` is not a placeholder"
            raise ValueError(message)
        names.append(name)
    return names


def _sheets(leaflet: Leaflet) -> Iterator[tuple[str, Level, tuple[Section, ...]]]:
    for place in leaflet.places:
        for level in LEVELS:
            yield place, level, cut(leaflet, place, level)


def _statements(leaflet: Leaflet) -> Iterator[Statement]:
    for section in leaflet.sections:
        yield from section.statements


def _texts(leaflet: Leaflet) -> Iterator[tuple[Statement, str, Position]]:
    """Every text of the leaflet once; citations are quotations and are left out."""
    for statement in _statements(leaflet):
        if not statement.citation:
            for message in dict.fromkeys(statement.texts.values()):
                yield statement, message.msgid, message.position


def required_sections(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L020: a section that every leaflet of this kind must have is missing on one of its sheets."""
    for place, level, sections in _sheets(leaflet):
        present = {section.rule.section for section in sections}
        for rule in library.sections.values():
            need = rule.medicine if leaflet.kind == "medicine" else rule.overview
            if need == "required" and rule.section not in present:
                message = f"`{leaflet.id}` has no section `{rule.section}` at level {level} in place {place}"
                yield Problem(leaflet.position, "L020", message, "one short sentence is enough")
            if need == "none" and rule.section in present:
                message = f"an {leaflet.kind} has no section `{rule.section}`"
                yield Problem(leaflet.position, "L020", message, "remove the section")


def critical_levels(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L021: a critical statement is not said at every level."""
    del library
    for statement in _statements(leaflet):
        if statement.critical:
            for level in LEVELS:
                if level not in statement.texts:
                    message = f"the critical statement `{statement.id}` has no text at level {level}"
                    yield Problem(statement.position, "L021", message, f"add `{level}:` or `{level}: same`")


def critical_sections(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L022: a safety-critical section prints no critical statement."""
    del library
    for place, level, sections in _sheets(leaflet):
        for section in sections:
            if section.rule.critical and not any(statement.critical for statement in section.statements):
                message = (
                    f"the section `{section.rule.section}` has no critical statement at level {level} in place {place}"
                )
                yield Problem(
                    section.statements[0].position, "L022", message, "mark what must not be missed `critical`"
                )


def fact_parity(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L023: a fact that this leaflet must carry is missing on one of its sheets."""
    for place, level, sections in _sheets(leaflet):
        carried = {fact for section in sections for statement in section.statements for fact in statement.covers}
        for fact in library.facts:
            wanted = fact.easy_in if level is Level.EASY else fact.required_in
            if leaflet.id in wanted and fact.id not in carried:
                message = f"`{leaflet.id}` does not carry {fact.id} at level {level} in place {place}: {fact.text}"
                yield Problem(leaflet.position, "L023", message, f"say it and add `covers: [{fact.id}]`")


def known_facts(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L035: a statement covers a fact that stands in no checklist: a slip that would hide a missing fact."""
    known = {fact.id for fact in library.facts}
    for statement in _statements(leaflet):
        for fact in statement.covers:
            if fact not in known:
                message = f"`{statement.id}` covers {fact}, which stands in no checklist"
                yield Problem(statement.position, "L035", message, "look in leaflets/facts/")


def single_values(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L036: a quantity has two amounts of one unit in one place: only other units may stand beside each other."""
    del library
    # Every statement has the values of its leaflet; each is looked at once.
    named = {(name, id(row)): row for statement in _statements(leaflet) for name, row in statement.values.items()}
    for (name, _), variants in named.items():
        for place in leaflet.places:
            units = [v.unit for v in variants if isinstance(v, QuantityValue) and holds_in(v.places, place)]
            if len(units) != len(set(units)):
                message = f"{{{name}}} has two amounts of one unit in {place}"
                yield Problem(leaflet.position, "L036", message, "say with `places:` where each holds")


def typed_numbers(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L024: a number stands in a text instead of a placeholder."""
    del library
    for statement, text, position in _texts(leaflet):
        if _DIGIT.search(text):
            message = f"`{statement.id}` has a number typed into its text"
            yield Problem(position, "L024", message, "put it under `values:` and write its placeholder")


def known_placeholders(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L025: a placeholder means nothing, or nothing in a place where its statement is printed."""
    for statement in _statements(leaflet):
        for level, message in statement.texts.items():
            try:
                names = [] if statement.citation else placeholders(message.msgid)
            except ValueError as error:
                yield Problem(
                    message.position, "L025", f"`{statement.id}`: {error}", "write {name} and close the brace"
                )
                continue
            for name in names:
                yield from _unknown(name, statement, leaflet, library, message.position, level)


def _unknown(
    name: str, statement: Statement, leaflet: Leaflet, library: Library, position: Position, level: Level
) -> Iterator[Problem]:
    del level
    head, _, tail = name.partition(".")
    if head in ("place", "clinic"):
        # A misspelt name would print a blank where a number should stand. That a place lacks one is no mistake.
        place_names = {fact for one in library.places.values() for fact in one.facts}
        known_names = CLINIC_NAMES if head == "clinic" else place_names
        if tail not in known_names:
            message = f"`{statement.id}` uses the placeholder {{{name}}}, which no {head} has"
            yield Problem(position, "L025", message, f"known names: {', '.join(sorted(known_names))}")
        return
    variants = statement.values.get(head)
    if variants is None or tail not in ("", "number"):
        known = ", ".join(sorted(statement.values)) or "none"
        message = f"`{statement.id}` uses the placeholder {{{name}}}, which has no value"
        yield Problem(position, "L025", message, f"known values: {known}")
        return
    for place in leaflet.places:
        if place in library.places and statement.holds_in(place):
            here = [variant for variant in variants if holds_in(variant.places, place)]
            if not here:
                message = f"`{statement.id}` is printed in {place}, where {{{head}}} has no value"
                yield Problem(position, "L025", message, "give the value there, or limit the statement with `places:`")
            elif tail and (len(here) > 1 or not hasattr(here[0], "unit")):
                yield Problem(
                    position, "L025", f"{{{name}}} needs one single quantity in {place}", "use the plain form"
                )


def _words_of(variants: Iterable[ValueItem]) -> Iterator[str]:
    yield from (f"term/{item.term}" for item in variants if isinstance(item, TermValue))
    yield from (f"unit/{item.unit}" for item in variants if isinstance(item, QuantityValue))


def known_words(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L012: a term, unit or frequency is used that the shared files do not have."""
    wanted = [(f"term/{leaflet.title}", leaflet.position)]
    if leaflet.dose:
        wanted += [(f"term/{leaflet.dose.form}", leaflet.position), (f"unit/{leaflet.dose.unit}", leaflet.position)]
    words: dict[int, list[str]] = {}  # of each value once: every statement has those of its leaflet
    for statement in _statements(leaflet):
        at = statement.position
        for variants in statement.values.values():
            if id(variants) not in words:
                words[id(variants)] = [word for word in _words_of(variants) if word not in library.furniture]
            wanted += [(word, at) for word in words[id(variants)]]
        if statement.frequency:
            wanted.append((f"label/frequency-{statement.frequency.band}", at))
        if statement.blank and statement.blank.unit:
            wanted.append((f"unit/{statement.blank.unit}", at))
    for place in library.places.values():
        wanted += [(f"term/{fact.term}", place.position) for fact in place.facts.values() if fact.term]
    for msgctxt, position in dict.fromkeys(wanted):
        if msgctxt not in library.furniture and msgctxt != "unit/none":
            kind, _, name = msgctxt.partition("/")
            yield Problem(
                position, "L012", f"the {kind} `{name}` is not known", f"add it to leaflets/shared/{kind}s.yaml"
            )


def unnamed_medicines(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L026: a shared statement names a medicine; it says "this medicine"."""
    names = library.medicines
    pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names))) + r")\b", re.IGNORECASE) if names else None
    for statement, text, position in _texts(leaflet):
        if pattern and statement.id in library.shared and pattern.search(text):
            yield Problem(
                position, "L026", f"the shared statement `{statement.id}` names a medicine", "say “this medicine”"
            )


def plain_words(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L027: shorthand that is misread (R34, R35, R37); L028: promotion (R28) or an official seal; L029: capitals."""
    del library
    for statement, text, position in _texts(leaflet):
        if found := _SHORTHAND.search(text):
            hint = "name the time of day and the count; write units out"
            yield Problem(position, "L027", f"`{statement.id}` says “{found[0]}”, which is often misread", hint)
        if found := _PROMOTION.search(text) or _OFFICIAL.search(text):
            yield Problem(position, "L028", f"`{statement.id}` says “{found[0]}”", "say what is known, no more")
        if found := _SHOUTING.search(text):
            yield Problem(
                position, "L029", f"`{statement.id}` has a run of capitals: “{found[0]}”", "use sentence case"
            )


def known_facts_only(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L030: a statement rests on memory or inference (C3)."""
    del library
    for statement in _statements(leaflet):
        if statement.certainty == "C3":
            message = f"`{statement.id}` is of certainty C3: check it first"
            yield Problem(
                statement.position, "L030", message, "find a source, leave it out, or say that it is not known"
            )


def shape_of_lists(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L031: too few or many key messages (R20); L032: a list too long to read (R22); L033: questions (R30)."""
    del library
    for place, level, sections in _sheets(leaflet):
        for section in sections:
            at = section.statements[0].position
            count = len(section.statements)
            if section.rule.look == "key" and not MIN_KEY_MESSAGES <= count <= MAX_KEY_MESSAGES:
                message = f"{count} key messages at level {level} in place {place}"
                yield Problem(at, "L031", message, f"{MIN_KEY_MESSAGES} to {MAX_KEY_MESSAGES} are read")
            for heading, group in groupby(section.statements, key=lambda statement: statement.heading):
                items = sum(statement.style == "item" for statement in group)
                if items > MAX_LIST_ITEMS:
                    where = f"`{section.rule.section}`" + (f" under `{heading}`" if heading else "")
                    message = f"{items} bullets in {where} at level {level} in place {place}"
                    yield Problem(at, "L032", message, f"split with headings: at most {MAX_LIST_ITEMS} in a list")
            if section.rule.look == "ask":
                closed = [s for s in section.statements if not _OPEN_QUESTION.match(s.texts[level].msgid)]
                if count < MIN_QUESTIONS or closed:
                    message = f"the section `{section.rule.section}` needs {MIN_QUESTIONS} open questions"
                    yield Problem(at, "L033", message, "begin with How, What, When, Which, Where, Who, Show or Tell")


def length(leaflet: Leaflet, library: Library) -> Iterator[Problem]:
    """L034: more words than a patient reads (R31)."""
    del library
    for place, level, sections in _sheets(leaflet):
        texts = (s.texts[level].msgid for section in sections for s in section.statements if not s.citation)
        words = sum(len(text.split()) for text in texts)
        if words > WORDS_WARN:
            message = f"`{leaflet.id}` has {words} words at level {level} in place {place}"
            strength: Strength = "error" if words > WORDS_FAIL else "warning"
            hint = f"warned above {WORDS_WARN}, refused above {WORDS_FAIL}"
            yield Problem(leaflet.position, "L034", message, hint, strength)


CHECKS: tuple[Check, ...] = (
    required_sections,
    critical_levels,
    critical_sections,
    fact_parity,
    known_facts,
    single_values,
    typed_numbers,
    known_placeholders,
    known_words,
    unnamed_medicines,
    plain_words,
    known_facts_only,
    shape_of_lists,
    length,
)
