"""A new language: its folder with everything that is known without asking anybody, and what people must add.

What CLDR knows is filled in. What decides whether a patient is safe is left open, so that nothing is printed before
somebody who reads the language has written it: unit words, negations, and every translation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from plainleaf.content.model import DESK, Library
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import DIGITS, SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.scripts import LATIN_FONT, ScriptLook, look_of
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.cldr import LanguageFacts, read_facts
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path
from plainleaf.translation.pseudo import PSEUDO_TAGS

_PACK_UNITS = (
    "day", "week", "month", "year", "hour", "minute", "milligram", "microgram", "gram", "milliliter", "unit",
    "capsule", "tablet", "drop", "puff", "celsius", "fahrenheit",
)  # fmt: skip
_LEXICON_UNITS = (
    "microgram", "milligram", "gram", "kilogram", "milliliter", "liter", "unit", "percent", "celsius", "fahrenheit",
    "minute", "hour", "day", "week", "month", "year", "tablet", "capsule", "drop", "puff", "spoon", "dose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scaffold:
    """What is to be written, by path below the workspace, and what people must then do, in order."""

    facts: LanguageFacts
    files: Mapping[str, str]
    steps: tuple[str, ...]


def scaffold_language(tag: str, library: Library, files: Mapping[str, str]) -> Scaffold:
    """Everything that a new language begins with.

    Args:
        files: what is there, by path below the workspace.

    Raises:
        PlainleafError: T008, when there is such a language; T009, when CLDR does not know the tag.
    """
    folder = f"translations/{folder_of(tag)}"
    pack_path = f"{folder}/language.yaml"
    if tag == SOURCE_TAG or pack_path in files:
        hint = "nothing was changed; `plainleaf messages status` says how far it is"
        raise PlainleafError(Problem(Position(pack_path), "T008", f"there is a language `{tag}` already", hint))
    if tag in PSEUDO_TAGS:
        hint = f"build it with `plainleaf build --lang {tag} --output FOLDER`"
        fault = f"`{tag}` is made from English whenever it is asked for, and needs no folder"
        raise PlainleafError(Problem(Position(pack_path), "T009", fault, hint))
    try:
        facts = read_facts(tag)
    except ValueError as error:
        hint = "BCP 47 tags are like es, pt-BR, zh-Hant; the list of CLDR is at cldr.unicode.org"
        raise PlainleafError(Problem(Position(pack_path), "T009", str(error), hint)) from None
    text = write_pack(facts, library)
    made = {
        pack_path: text,
        f"{folder}/lexicon.yaml": write_lexicon(facts),
        f"{folder}/NOTES.md": write_notes(facts),
    }
    pack = validate(read_source(text, pack_path), LanguagePack)
    for domain, messages in collect_messages(library).items():
        path = catalog_path(tag, domain)
        if domain == DESK and path not in files:
            continue  # staff may work in another language than patients read
        made[path] = update_catalog(files.get(path), path, pack, domain, messages)
    new = {path: text for path, text in made.items() if path not in files or path.endswith(".po")}
    return Scaffold(facts, new, _steps(facts, folder, has_lexicon=f"{folder}/lexicon.yaml" in files))


def write_pack(facts: LanguageFacts, library: Library) -> str:
    """``language.yaml``: what CLDR knows filled in, the words of people left open."""
    look = look_of(facts.tag, facts.script)
    rows = [
        f"# {facts.english_name}: how it is written, its numbers, days and names. Begun from CLDR, the public",
        "# collection of language data; somebody who reads the language must look at every line.",
        "# docs/add-a-language.md explains the keys.",
        "schema: 1",
        f"language: {_yaml(facts.tag)}",
        f"own_name: {_yaml(facts.own_name)}",
        f"english_name: {_yaml(facts.english_name)}",
        f"script: {facts.script}",
        f"direction: {facts.direction}",
    ]
    if look is None:
        rows.append(f"# No font is known here for the script {facts.script}: name one that has its letters first.")
    look = look or ScriptLook((LATIN_FONT,))
    rows += [f"fonts: [{', '.join(look.fonts)}]", f"size: {look.size}", f"leading: {look.leading}"]
    if _has_own_digits(facts):
        rows.append(f"# The language has digits of its own (`{facts.native_digits}`). Use those on the medicine box.")
    rows += [
        "digits: latn",
        f"# Forms: {', '.join(facts.plural_names)}.",
        f'plural_forms: "{facts.plural_forms}"',
    ]
    if facts.fraction_plural is not None and facts.fraction_plural != len(facts.plural_names) - 1:
        rows.append(f"fraction_plural: {facts.fraction_plural}   # such as 0.5")
    if facts.lender:
        rows += [
            f"# CLDR has no dates and numbers of the language and gives those of `{facts.lender}`. Write the names of",
            "# the months here, and hold `numbers` and `date` against what readers know.",
            f"months: [{', '.join(_yaml(str(month)) for month in range(1, 13))}]",
        ]
    rows += [f"date: {_yaml(facts.date)}", f"list_separator: {_yaml(facts.list_separator)}"]
    rows += ['alternative: "{first}（{second}）"'] if facts.script in ("Hans", "Hant", "Jpan") else []
    rows += [
        "# Words that may follow {value.number}, in every form that the grammar can ask for. Correct the rows, then",
        "# take away the `#` and the `{}`; a unit without words is printed in its plain form only.",
        "units: {}",
        *_unit_rows(_PACK_UNITS, facts),
        "# Forms that a medicine's name takes in running text. A text that names it in English must have one of them.",
        "terms: {}",
        *(f"#  {term}: []" for term in _medicines(library)),
    ]
    if facts.script != "Latn":
        rows += ["# Words in Latin letters that readers know.", "latin: []   # such as HIV, mg"]
    return "\n".join([*rows, ""])


def write_lexicon(facts: LanguageFacts) -> str:
    """``lexicon.yaml``: what the safety checks must know, with the lists that block printing left empty."""
    rows = [
        f"# {facts.english_name}: what the checks know of it. docs/add-a-language.md explains the lists;",
        "# translations/en/lexicon.yaml shows each filled in. Nothing is printed without `units` and `negation`.",
        "schema: 1",
        f"language: {_yaml(facts.tag)}",
        f"decimal: [{_yaml(facts.decimal)}]",
        "# Words and signs of units, as they stand beside a number. Correct the rows, then take away `#` and `{}`.",
        "units: {}",
        *_unit_rows(_LEXICON_UNITS, facts),
        '# Every word by which an instruction forbids: "not", "never", "without", "avoid", "no".',
        "negation: []",
        '# Words that turn a sentence round as well: "unless", "except".',
        "also_negation: []",
        "# Numbers written as words, with their other forms:  1: [one, first]",
        "numbers: {}",
        '# Words between the ends of a range: "to", "or".',
        "ranges: []",
        "# Words that change what a patient does:  before: [before]  after: [after]  more: [more]  less: [less]",
        "critical: {}",
    ]
    return "\n".join([*rows, ""])


def write_notes(facts: LanguageFacts) -> str:
    """``NOTES.md``: the questions that a translator answers for the next one."""
    return f"""\
# Notes for whoever translates into {facts.english_name} next

**Nothing here has been translated yet.** Say here who translated what, and who checked it.

## Readers and tone

- Which form of address, and why?
- Which countries is it for, and which words differ between them?

## Words, and why

| English | {facts.english_name} | why |
|---|---|---|

## Where the text says a little more or less than the English

## Not certain
"""


def _unit_rows(units: tuple[str, ...], facts: LanguageFacts) -> list[str]:
    rows = []
    for unit in units:
        words = ", ".join(map(_yaml, facts.units.get(unit, ())))
        rows.append(f"#  {unit}: [{words}]" + ("   # CLDR's words" if words else ""))
    return rows


def _has_own_digits(facts: LanguageFacts) -> bool:
    """Whether it has digits besides 0 to 9 that `digits` can name."""
    return facts.native_digits in DIGITS and facts.native_digits != "latn"


def _medicines(library: Library) -> list[str]:
    """Titles of the leaflets: the terms that a translator meets first."""
    return sorted({leaflet.title for leaflet in library.leaflets.values()})


def _yaml(text: str) -> str:
    """A text as YAML writes it; JSON's strings are YAML's."""
    return text if text.isalpha() and text.isascii() and len(text) > 2 else json.dumps(text, ensure_ascii=False)  # noqa: PLR2004 - `no` and `on` are words to YAML


def _steps(facts: LanguageFacts, folder: str, *, has_lexicon: bool) -> tuple[str, ...]:
    font = (look_of(facts.tag, facts.script) or ScriptLook(("",))).fonts[
        0
    ] or f"a font that has the script {facts.script}"
    digits = f"; digits: `latn` or `{facts.native_digits}`, as on the box" if _has_own_digits(facts) else ""
    return (
        f"read {folder}/language.yaml line by line{digits}; fonts: {font} must be installed",
        f"{folder}/lexicon.yaml "
        + (
            "is there already: look whether every list is right"
            if has_lexicon
            else "begins empty: fill in `units` and `negation`, or nothing is printed; then the other lists"
        ),
        f"{folder}/language.yaml: unit words under `units`, forms of medicine names under `terms`",
        f"translate {folder}/LC_MESSAGES/shared.po, then one leaflet: docs/translators.md",
        f"plainleaf messages status --lang {facts.tag}",
        f"plainleaf check --lang {facts.tag}",
        f"plainleaf build --lang {facts.tag}; somebody who reads the language reads a print, on paper",
        f"a second person reviews, a clinician approves: plainleaf review LEAFLET --lang {facts.tag}",
    )
