from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.support.examples import Example
from tests.support.library import (
    CALLS,
    FILES,
    LABELS,
    LEAFLET,
    SECTIONS,
    SOURCES,
    TERMS,
    US,
    Files,
    edit,
    library,
    line_of,
    without,
)

from plainleaf.content.library import read_library
from plainleaf.content.rules import check_leaflet
from plainleaf.problems import Problem

Edit = tuple[str, str, str]
SLEEPY = "easy: It makes you sleepy. Do not drive."
SECOND_SOURCE = """\
  - source: sleep-book # 2
    title: x
    publisher: x
    seen: part
"""
SECOND_CALL = """\
  - id: shared.calls.fever # 2
    section: key_messages
    sources: [sleep-book]
    certainty: C1
    text: {full: Fever.}
"""
ITEM = """\
      - id: somnoril.effect{0}
        sources: [sleep-book]
        certainty: C1
        text: {{easy: Sleep., plain: same, full: same}}
"""


def joined(files: Files) -> Iterable[Problem]:
    return read_library(files).problems


def linted(files: Files) -> Iterable[Problem]:
    read = library(files)
    return check_leaflet(read.leaflets["somnoril"], read)


def changed(*edits: Edit) -> dict[str, str]:
    files = dict(FILES)
    for path, old, new in edits:
        files = edit(files, path, old, new)
    return files


def _broken(code: str, find: Callable[[Files], Iterable[Problem]], path: str, at: str, *edits: Edit) -> Example:
    """An example whose place is the line on which `at` stands, or the file as a whole."""
    files = changed(*edits)
    return Example(code, path, line_of(files, path, at) if at else 0, lambda _: find(files))


def _many(count: int, before: str) -> Edit:
    """Statements added to the section that stands before another one."""
    head = f"  - section: {before}\n"
    return LEAFLET, head, "".join(map(ITEM.format, range(count))) + head


def _said(code: str, text: str) -> Example:
    """A statement that says something it should not."""
    return _broken(code, linted, LEAFLET, text, (LEAFLET, "Swallow it whole.", f'"{text}"'))


def _renamed() -> dict[str, str]:
    return {**without(FILES, LEAFLET), "leaflets/dormex.yaml": FILES[LEAFLET]}


READING = (
    _broken("L005", joined, CALLS, "fever # 2", (CALLS, "      full: same\n", "      full: same\n" + SECOND_CALL)),
    _broken("L001", joined, LEAFLET, "\tkind", (LEAFLET, "kind", "\tkind")),
    _broken("L002", joined, LEAFLET, "kind: overview", (LEAFLET, "kind:", "kind: medicine\nkind: overview\n#")),
    _broken("L003", joined, LEAFLET, "kind: potion", (LEAFLET, "kind: medicine", "kind: potion")),
    _broken("L003", joined, LEAFLET, "leaflet: desk", (LEAFLET, "leaflet: somnoril", "leaflet: desk")),
    _broken("L003", joined, CALLS, "- id:", (CALLS, "    section: key_messages\n", "")),
    Example("L004", TERMS, 0, lambda _: joined(without(FILES, TERMS))),
    _broken(
        "L005", joined, LEAFLET, "id: somnoril.sleepy # 2", (LEAFLET, "id: somnoril.wait", "id: somnoril.sleepy # 2")
    ),
    _broken("L005", joined, LABELS, "label: page # 2", (LABELS, "label: draft", "label: page # 2")),
    _broken("L005", joined, TERMS, "term: capsule # 2", (TERMS, "term: guide", "term: capsule # 2")),
    _broken("L005", joined, SECTIONS, "section: questions # 2", (SECTIONS, "section: about", "section: questions # 2")),
    _broken(
        "L005",
        joined,
        SOURCES,
        "source: sleep-book # 2",
        (SOURCES, "    seen: whole\n", "    seen: whole\n" + SECOND_SOURCE),
    ),
    _broken("L007", joined, LEAFLET, "section: effects", (LEAFLET, "section: side_effects", "section: effects")),
    _broken("L008", joined, LEAFLET, "places: [us, uk, mars]", (LEAFLET, "[us, uk]", "[us, uk, mars]")),
    _broken("L009", joined, LEAFLET, "shared.calls.chill", (LEAFLET, "shared.calls.fever", "shared.calls.chill")),
    _broken("L010", joined, LEAFLET, "id: somnoril.swallow", (LEAFLET, "heading: at-night", "heading: at-noon")),
    _broken(
        "L010",
        joined,
        LEAFLET,
        "- {use:",
        (LEAFLET, "- use: shared.calls.fever", "- {use: shared.calls.fever, heading: x}"),
    ),
    _broken("L011", joined, LEAFLET, "id: somnoril.sleepy", (LEAFLET, "[sleep-book]", "[dream-book]")),
    Example("L006", "leaflets/dormex.yaml", 2, lambda _: joined(_renamed())),
)
SOUNDNESS = (
    _broken("L012", linted, LEAFLET, "schema: 1", (LEAFLET, "generic: somnoril", "generic: somnorol")),
    _broken("L012", linted, LEAFLET, "schema: 1", (LEAFLET, "form: capsule", "form: tablet")),
    _broken("L012", linted, LEAFLET, "schema: 1", (LEAFLET, "unit: milligram}\nsch", "unit: gram}\nsch")),
    _broken("L012", linted, LEAFLET, "id: somnoril.sleepy", (LEAFLET, "unit: week", "unit: month")),
    _broken(
        "L012",
        linted,
        LEAFLET,
        "id: somnoril.swallow",
        (LEAFLET, "kind: number, unit: milligram", "kind: number, unit: gram"),
    ),
    _broken("L012", linted, LEAFLET, "id: somnoril.snoring", (LEAFLET, "band: common", "band: rare")),
    _broken("L012", linted, US, "schema: 1", (US, "term: guide", "term: leaflet")),
    _broken("L020", linted, LEAFLET, "schema: 1", (SECTIONS, "medicine: optional", "medicine: required")),
    _broken("L020", linted, LEAFLET, "schema: 1", (SECTIONS, "medicine: optional", "medicine: none")),
    _broken(
        "L021",
        linted,
        LEAFLET,
        "id: somnoril.snoring",
        (LEAFLET, "id: somnoril.snoring\n", "id: somnoril.snoring\n        critical: true\n"),
    ),
    _broken(
        "L022",
        linted,
        LEAFLET,
        "id: somnoril.snoring",
        (SECTIONS, "critical: false\n    look: answer", "critical: true\n    look: answer"),
    ),
    _broken("L023", linted, LEAFLET, "schema: 1", (LEAFLET, "covers: [ZZ01]", "covers: []")),
    _broken("L023", linted, LEAFLET, "schema: 1", (LEAFLET, "covers: [ZZ02]", "covers: []")),
    _said("L024", "Swallow 2 whole."),
    _said("L024", "Swallow ½ of it."),
    _said("L025", "Wait {wiat}."),
    _said("L025", "Wait {wait."),
    _said("L025", "Wait {wait:>x}."),
    _said("L025", "Wait {wait.unit}."),
    _said("L025", "Call {place.emergancy}."),
    _said("L025", "Call {place}."),
    _said("L025", "Call {clinic.telefone}."),
    _broken("L025", linted, LEAFLET, "Work high up", (LEAFLET, "unit: week}", "unit: week, places: [us]}")),
    _broken("L025", linted, CALLS, "Fever of", (CALLS, "of {fever}", "of {fever.number}")),
    _broken("L026", linted, CALLS, "Somnoril fever", (CALLS, "Fever of", "Somnoril fever of")),
    _said("L027", "Swallow it BID."),
    _said("L027", "Swallow it twice a day."),
    _said("L028", "It works a Miracle."),
    _said("L028", "It was approved by the US Food and Drug Administration."),
    _said("L029", "You must DO NOT DRIVE now."),
    _broken("L030", linted, LEAFLET, "id: somnoril.snoring", (LEAFLET, "certainty: C2", "certainty: C3")),
    _broken("L031", linted, LEAFLET, "id: somnoril.sleepy", (LEAFLET, "      - use: shared.calls.fever\n", "")),
    _broken("L031", linted, CALLS, "id: shared.calls.fever", _many(3, "how_to_take")),
    _broken("L032", linted, LEAFLET, "id: somnoril.snoring", _many(7, "questions")),
    _broken(
        "L033", linted, LEAFLET, "id: somnoril.ask-what", (LEAFLET, "What if I miss one?", "Is it bad to miss one?")
    ),
    _broken(
        "L033",
        linted,
        LEAFLET,
        "id: somnoril.ask-what",
        (LEAFLET, '{easy: "Who can I call?", plain: same, full: same}', '{easy: "Who can I call?"}'),
    ),
    _broken("L035", linted, LEAFLET, "id: somnoril.sleepy", (LEAFLET, "covers: [ZZ01]", "covers: [ZZ01, ZZ99]")),
    _broken(
        "L036",
        linted,
        LEAFLET,
        "schema: 1",
        (LEAFLET, "{amount: 4, unit: week}", "[{amount: 4, unit: week}, {amount: 6, unit: week, places: [us]}]"),
    ),
    _broken("L034", linted, LEAFLET, "schema: 1", (LEAFLET, "Swallow it whole.", "sleep " * 1_200)),
)
EXAMPLES = READING + SOUNDNESS
