"""How a tool's file enters the catalogs: message by message, only where it answers to a message of today.

Whatever the tool, or a person in doubt, has marked as unfinished comes in as fuzzy, which is never printed. What is
not taken is reported with its place and the reason.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from plainleaf.content.model import Message
from plainleaf.languages import LanguagePack, folder_of
from plainleaf.problems import PlainleafError, Problem, Strength
from plainleaf.translation.catalogs import DomainCatalog, Entry, update_catalog
from plainleaf.translation.exchange.units import (
    SAMPLE,
    Incoming,
    Messages,
    PluralIndex,
    Unit,
    read_current,
    source_of_forms,
)
from plainleaf.translation.messages import format_po
from plainleaf.translation.packs import catalog_path


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an import does.

    Attributes:
        catalogs: new texts of the PO files that change, by path.
        taken: messages whose translation or mark changes; `unchanged` are those that were so before, `empty` those
            that neither side has translated.
    """

    catalogs: Mapping[str, str]
    taken: int
    unchanged: int
    empty: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Changes:
    """What is to be written into one catalog, and the counts."""

    texts: dict[str, Unit] = field(default_factory=dict)
    unchanged: int = 0
    empty: int = 0
    problems: list[Problem] = field(default_factory=list)


def take_units(
    incoming: Incoming,
    files: Mapping[str, str],
    pack: LanguagePack,
    messages: Messages,
    unreadable: Mapping[str, Problem],
) -> Arrival:
    """Put what a tool gave back into the catalogs of one language; returns their new texts and writes nothing.

    Taken is a unit whose address is a message's and whose English is that message's of today, letter by letter. An
    empty text erases nothing. A text that stood as fuzzy and comes back as it was stays fuzzy: some tools drop the
    mark by themselves, so its absence says nothing.

    Args:
        messages: all messages of the library, by domain.
        unreadable: catalogs that could not be read at all, by path.
    """
    problems = list(incoming.problems)
    owners: dict[str, list[str]] = defaultdict(list)
    for domain, many in messages.items():
        for one in many:
            owners[one.msgctxt].append(domain)
    by_domain: dict[str, list[Unit]] = defaultdict(list)
    for unit in _single_units(incoming.units, problems):
        if domain := _owner(unit, owners.get(unit.msgctxt, []), problems):
            by_domain[domain].append(replace(unit, domain=domain))
    catalogs: dict[str, str] = {}
    taken = unchanged = empty = 0
    for domain, units in by_domain.items():
        path = catalog_path(pack.language, domain)
        if path in unreadable:
            problems.append(unreadable[path])
            continue
        try:
            current = read_current(files.get(path), pack, domain, messages[domain])
        except PlainleafError as error:
            problems.extend(error.problems)
            continue
        changes = _compare(units, current, {one.msgctxt: one for one in messages[domain]}, incoming.plural_index)
        problems.extend(changes.problems)
        unchanged += changes.unchanged
        empty += changes.empty
        taken += len(changes.texts)
        if changes.texts:
            catalogs[path] = _fill(files.get(path), pack, domain, messages[domain], changes.texts)
    return Arrival(catalogs, taken, unchanged, empty, tuple(problems))


def _single_units(units: Sequence[Unit], problems: list[Problem]) -> list[Unit]:
    """Each message once; T057 for those that stand twice with two translations, of which none is taken."""
    groups: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        groups[unit.domain, unit.msgctxt or f"\n{unit.name}"].append(unit)
    single = []
    for first, *others in groups.values():
        if all((unit.texts, unit.doubtful) == (first.texts, first.doubtful) for unit in others):
            single.append(first)
            continue
        places = ", ".join(str(unit.position.line) for unit in (first, *others))
        fault = f"`{first.name}` stands in the file with different translations, on lines {places}"
        problems.append(Problem(first.position, "T057", fault, "none was taken; leave the right one in the file"))
    return single


def _owner(unit: Unit, owners: Sequence[str], problems: list[Problem]) -> str:
    """The domain of the message that the unit translates; empty, with T052, when there is none.

    Args:
        owners: the domains that have a message of this address.
    """
    if unit.domain in owners or (not unit.domain and len(owners) == 1):
        return unit.domain or owners[0]
    hint = "it was not taken; export again, and see that the tool keeps the addresses (msgctxt, id)"
    if not unit.msgctxt:
        fault = f"“{unit.name}” has no address"
    elif unit.domain and owners:
        fault = f"`{unit.msgctxt}` belongs to `{owners[0]}`, and the file is of `{unit.domain}`"
    elif owners:
        fault = f"`{unit.msgctxt}` stands in {' and '.join(owners)}, and the file does not say which it is of"
    else:
        fault = f"there is no message `{unit.msgctxt}`"
    problems.append(Problem(unit.position, "T052", fault, hint))
    return ""


def _compare(
    units: Iterable[Unit], current: DomainCatalog, messages: Mapping[str, Message], index: PluralIndex | None
) -> _Changes:
    changes = _Changes()
    for unit in units:
        message, entry = messages[unit.msgctxt], current.entries[unit.msgctxt]
        if problem := _refusal(unit, message, entry, current, index):
            changes.problems.append(problem)
        elif unit.is_empty:
            changes.empty += 1
        elif (unit.texts, unit.doubtful) == (entry.texts, entry.fuzzy):
            changes.unchanged += 1
        elif unit.texts == entry.texts and entry.fuzzy:
            changes.unchanged += 1
            fault = f"`{unit.msgctxt}` was doubted here, and comes back as it was: it stays fuzzy"
            hint = "if it is right, say so with `plainleaf messages keep`, or remove the mark in the catalog"
            changes.problems.append(_doubt(unit, fault, hint))
        else:
            changes.texts[unit.msgctxt] = unit
            if unit.doubtful:
                fault = f"`{unit.msgctxt}` is marked as unfinished: it was taken as fuzzy, and is not printed"
                changes.problems.append(_doubt(unit, fault, "finish it in the tool, and import it again"))
    return changes


def _doubt(unit: Unit, fault: str, hint: str) -> Problem:
    return Problem(unit.position, "T055", fault, hint, "warning", unit.msgctxt)


def _refusal(
    unit: Unit, message: Message, entry: Entry, current: DomainCatalog, index: PluralIndex | None
) -> Problem | None:
    """Why a unit is not taken; none when it may be."""
    sources = source_of_forms(message.msgid, message.plural, len(entry.texts), current.plural_index)
    if set(unit.sources) - {message.msgid, message.plural or message.msgid}:
        fault = f"`{unit.msgctxt}` translates another text; now it says: “{message.msgid}”"
        hint = "it was not taken; export again, and compare the translation with the new text"
        return Problem(unit.position, "T053", fault, hint, msgctxt=unit.msgctxt)
    other_rule = message.plural and index and any(index(number) != current.plural_index(number) for number in SAMPLE)
    if len(unit.texts) != len(sources) or unit.sources != sources or other_rule:
        fault = f"`{unit.msgctxt}` has not the plural forms of the language here ({len(sources)})"
        hint = "it was not taken; the order and number of forms must be those of the exported file"
        return Problem(unit.position, "T056", fault, hint, msgctxt=unit.msgctxt)
    if unit.is_complete or (unit.is_empty and not any(entry.texts)):
        return None
    what = "is empty" if unit.is_empty else "lacks a plural form"
    fault = f"`{unit.msgctxt}` {what} in the file; what the catalog has stays"
    strength: Strength = "warning" if unit.is_empty else "error"
    return Problem(unit.position, "T056", fault, "an import never erases a translation", strength, unit.msgctxt)


def _fill(
    old: str | None, pack: LanguagePack, domain: str, messages: tuple[Message, ...], units: Mapping[str, Unit]
) -> str:
    """The catalog with some translations replaced, written as `messages update` writes it."""
    path = catalog_path(pack.language, domain)
    text = update_catalog(old, path, pack, domain, messages)
    catalog: Catalog = read_po(io.StringIO(text), locale=folder_of(pack.language), domain=domain)
    for message in catalog:
        unit = units.get(message.context or "")
        if unit is None or not message.id:
            continue
        message.string = unit.texts if message.pluralizable else unit.texts[0]
        message.flags.discard("fuzzy")
        if unit.doubtful:
            message.flags.add("fuzzy")
    return update_catalog(format_po(catalog, previous=True), path, pack, domain, messages)
