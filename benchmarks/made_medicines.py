"""Made-up medicines: the leaflets that ship, in another order, with other numbers, and a made-up name in each sentence.

A leaflet made so is as hard to read as the one that it is made from, and its translations are as safe: the checks of
the program pass it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from made_names import Name, tell_apart

from plainleaf.content.grammar import LEVELS, QuantityValue
from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library, Statement
from plainleaf.languages import SOURCE_TAG
from plainleaf.translation.packs import read_language
from plainleaf.workspace import Workspace, find_workspace, library_folder, read_files

_KEPT_LOOKS = frozenset({"contacts"})
"""Sections that are a form of the clinic rather than text."""
_REAL_NAMES = re.compile(r"thalidomide|lenalidomide|pomalidomide|revlimid|pomalyst|thalomid|imnovid", re.IGNORECASE)
_NAMES = ("brand", "program")
_OPEN_QUESTIONS = "teach_back"
_SHORT, _SHORTEST = 60, 30
"""Up to so many letters a translation has the name once, or not at all: the checks guess its language from the rest."""
_OWN_SCRIPT = frozenset({"ar", "hi", "zh-Hans"})
_ITS_UNITS = frozenset({"day", "week", "hour"})


@dataclass(frozen=True, slots=True)
class Material:
    """What is varied: the shipped library, and its statements in each language by msgctxt.

    Attributes:
        medicines: the leaflets whose sections are taken over.
        pool: statements that may stand in a section, by its name; none of them names a real medicine.
    """

    workspace: Workspace
    library: Library
    medicines: tuple[Leaflet, ...]
    pool: Mapping[str, tuple[Statement, ...]]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class Made:
    """One medicine on its way into files: its YAML, and the messages that are its own in each language."""

    name: Name
    content: dict[str, Any]
    messages: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)


def read_material(languages: Sequence[str]) -> Material:
    """The library that ships, in the languages that are wanted."""
    workspace = find_workspace(library_folder())
    files = read_files(workspace)
    library = read_library(files.texts).library
    medicines = tuple(one for one in library.leaflets.values() if one.kind == "medicine")
    texts: dict[str, dict[str, str]] = {}
    for tag in languages:
        if tag != SOURCE_TAG:
            catalogs = read_language(files.texts, tag, files.unreadable).catalogs.values()
            texts[tag] = {e.msgctxt: e.texts[0] for catalog in catalogs for e in catalog.entries.values()}
    pool: dict[str, dict[str, Statement]] = {}
    for leaflet in medicines:
        for section in leaflet.sections:
            here = pool.setdefault(section.rule.section, {})
            here.update({one.id: one for one in section.statements if _may_vary(one, texts)})
    return Material(workspace, library, medicines, {name: tuple(some.values()) for name, some in pool.items()}, texts)


def _may_vary(statement: Statement, texts: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether it is text, names no real medicine, and is said in all languages that are wanted."""
    messages = statement.texts.values()
    if statement.citation or statement.blank or any(_REAL_NAMES.search(one.msgid) for one in messages):
        return False
    return all(message.msgctxt in known for known in texts.values() for message in messages)


def make_medicine(name: Name, material: Material, chance: random.Random, *, unique: bool) -> Made:
    """One medicine, on the sections of a shipped one."""
    base = chance.choice(material.medicines)
    brand = name.write(SOURCE_TAG)
    made = Made(name, {})
    values: dict[str, Any] = {"brand": [{"name": brand}], "program": [{"name": f"{brand} program"}]}
    sections = []
    for section in base.sections:
        statements: list[dict[str, Any]] = []
        used = {one.id for one in section.statements}
        rule = section.rule
        for statement in _reorder(section.statements, chance):
            is_shared = statement.id in material.library.shared
            keeps = rule.look in _KEPT_LOOKS or statement.blank or statement.citation
            if is_shared and (keeps or not unique or not _may_vary(statement, material.texts)):
                statements.append(_use(statement))
                continue
            chosen = _choose(statement, material, used)
            if chosen is not None:
                used.add(chosen.id)
                statements.append(_vary(chosen, rule.section, made, material, values, chance))
        if statements:
            sections.append({"section": rule.section, "statements": statements})
    for statement in (one for section in base.sections for one in section.statements):
        for key, items in statement.values.items():
            values.setdefault(key, [_dump(item) for item in items])
    days = chance.randint(14, 35)
    made.content = {
        "schema": 1,
        "leaflet": name.slug,
        "kind": "medicine",
        "version": "0.1",
        "names": {"generic": name.slug, "brands": [{"name": brand}]},
        "revised": "2026-01-01",
        "review_by": "2099-01-01",
        "places": list(base.places),
        "values": values,
        "dose": {"form": "capsule", "unit": "milligram", "rows": chance.randint(1, 3)},
        "schedule": {"type": "cycle", "days": days, "take": chance.randint(7, days - 1)},
        "sections": sections,
    }
    return made


def _reorder(statements: Sequence[Statement], chance: random.Random) -> Iterator[Statement]:
    """The statements of a section in another order, each still under its heading."""
    for heading in dict.fromkeys(one.heading for one in statements):
        some = [one for one in statements if one.heading == heading]
        chance.shuffle(some)
        yield from some


def _choose(wanted: Statement, material: Material, used: set[str]) -> Statement | None:
    """The statement itself; for one that names a real medicine another: as critical, at its levels, under its heading.

    The same one each time, so that a made-up leaflet is as hard to read at each level as its neighbours.
    """
    if _may_vary(wanted, material.texts):
        return wanted

    def key(one: Statement) -> tuple[object, ...]:
        return one.critical, one.heading, one.texts.keys(), one.places, one.action

    fitting = (one for one in material.pool[wanted.section] if one.id not in used and key(one) == key(wanted))
    return next(fitting, None)


def _use(statement: Statement) -> dict[str, Any]:
    used: dict[str, Any] = {"use": statement.id, "summary": statement.summary}
    for key in ("heading", "pictogram"):
        if value := getattr(statement, key):
            used[key] = value
    return used


def _vary(
    chosen: Statement, section: str, made: Made, material: Material, values: dict[str, Any], chance: random.Random
) -> dict[str, Any]:
    """A statement of the medicine's own, with its name in the text of each level and language."""
    tail = chosen.id.removeprefix("shared.").replace(".", "-")
    new_id = f"{made.name.slug}.{section.replace('_', '-')}.{tail}"
    said = {key: getattr(chosen, key) for key in ("critical", "summary", "pictogram", "heading", "style", "action")}
    return {
        "id": new_id,
        **{key: value for key, value in said.items() if value not in (False, None, "none")},
        "places": list(chosen.places),
        "sources": list(chosen.sources),
        "certainty": chosen.certainty,
        "text": _vary_texts(chosen, new_id, made, material, _rename_values(chosen, values, chance)),
    }


def _rename_values(chosen: Statement, values: dict[str, Any], chance: random.Random) -> dict[str, str]:
    """Give the statement values of its own, and tell what they are called now."""
    renamed: dict[str, str] = {}
    for key, items in chosen.values.items():
        if key not in _NAMES and any(f"{{{key}" in message.msgid for message in chosen.texts.values()):
            renamed[key] = f"{key}_{tell_apart(len(values))}"
            values[renamed[key]] = _other_amount([_dump(item) for item in items], chance)
    return renamed


def _vary_texts(
    chosen: Statement, new_id: str, made: Made, material: Material, renamed: Mapping[str, str]
) -> dict[str, str]:
    """The English texts by level; the translations go among the messages of the medicine."""
    texts: dict[str, str] = {}
    said: set[str] = set()
    first = chosen.section != _OPEN_QUESTIONS  # a question begins with its own word
    for level in LEVELS:
        if level not in chosen.texts:
            continue
        message = chosen.texts[level]
        if message.msgctxt in said:
            texts[level.value] = "same"
            continue
        said.add(message.msgctxt)
        english = _with_name(_rename(message.msgid, renamed), made.name, SOURCE_TAG, first=first, short=False)
        texts[level.value] = english
        for tag, known in material.texts.items():
            # The same way at all levels, which are measured against each other.
            least = min(len(known[one.msgctxt]) for one in chosen.texts.values())
            text = _rename(known[message.msgctxt], renamed)
            if tag in _OWN_SCRIPT or least > _SHORTEST:
                short = tag not in _OWN_SCRIPT and least <= _SHORT
                text = _with_name(text, made.name, tag, first=first, short=short)
            made.messages.setdefault(tag, []).append((f"{new_id}/{level.value}", english, text))
    return texts


def _rename(text: str, renamed: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)", lambda match: "{" + renamed.get(match[1], match[1]), text)


def _with_name(text: str, name: Name, tag: str, *, first: bool, short: bool) -> str:
    """The text with the name before and after it, so that hardly a line of it is that of another medicine.

    Beside sentences the name is a sentence of its own: no sentence grows too long for its level.
    """
    word = name.write(tag)
    stop, gap, colon = ("。", "", "：") if tag == "zh-Hans" else ("।" if tag == "hi" else ".", " ", ":")
    if text[-1] in ".!?。！？؟।" and not short:
        return f"{word}{stop}{gap}{text}{gap}{word}{stop}" if first else f"{text}{gap}{word}{stop}"
    return f"{word}{colon}{gap}{text}" if first else text


def _other_amount(items: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """A single amount of time becomes another one; whatever is said in two units stays."""
    if len(items) == 1 and items[0].get("unit") in _ITS_UNITS and str(items[0].get("amount", "")).isdigit():
        return [{**items[0], "amount": str(int(items[0]["amount"]) + chance.randint(0, 9))}]
    return items


def _dump(item: Any) -> dict[str, Any]:
    dumped: dict[str, Any] = item.model_dump(mode="json", exclude_unset=True)
    if isinstance(item, QuantityValue):
        dumped.update({key: str(getattr(item, key)) for key in ("amount", "low", "high") if key in dumped})
    return dumped
