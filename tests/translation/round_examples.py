"""Failing examples of the translator's rounds: keeping, new languages, catalogs that nothing reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from tests.support.examples import Example
from tests.support.library import (
    FILES,
    LEAFLET,
    REPOSITORY,
    Files,
    catalogs,
    edit,
    library,
    line_of,
    message,
    packs,
    translated,
)

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.problems import Problem
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.guard import Guard
from plainleaf.translation.keeping import Word, keep_messages
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path, read_language, read_pack
from plainleaf.translation.scaffold import scaffold_language
from plainleaf.translation.status import orphan_catalogs
from plainleaf.workspace import FilesReading, find_workspace

OWN_ES = catalog_path("es", "somnoril")
ANA = Word("Ana", dt.date(2026, 2, 1))
SWALLOW = "somnoril.swallow/easy"


def _edited(new: str) -> tuple[dict[str, str], Files]:
    """All files with one statement reworded and the Spanish catalog brought up to date; and the content alone."""
    content = edit(FILES, LEAFLET, "easy: Swallow it whole.", f"easy: {new}")
    messages = collect_messages(library(content))["somnoril"]
    text = update_catalog(catalogs("es")[OWN_ES], OWN_ES, read_pack(packs(), "es"), "somnoril", messages)
    return {**translated("es"), OWN_ES: text}, content


def _keep(files: Files, content: Files, msgctxt: str) -> Iterable[Problem]:
    wanted = (message(msgctxt, content),)
    return keep_messages(wanted, read_language(files, "es", {}), files, ANA, skip_current=False).problems


def _keep_example(code: str, new: str, said: str) -> Example:
    files, content = _edited(new)
    return Example(code, OWN_ES, line_of(files, OWN_ES, said), lambda _: _keep(files, content, SWALLOW))


BLIND = """\
schema: 1
language: es
units: {week: [semana]}
negation: []
"""


def _blind(more: Files) -> Iterable[Problem]:
    """A library whose checks know English, and of Spanish nothing or too little."""
    english = {"translations/en/lexicon.yaml": "language: en\nunits: {week: [week]}\nnegation: [not]\n"}
    files = {path: text for path, text in translated("es").items() if not path.endswith("lexicon.yaml")}
    return Guard({**files, **english, **more}, read_pack(files, "es")).faults()


def _scaffold(tag: str) -> Iterable[Problem]:
    scaffold_language(tag, library(), {**FILES, **packs()})
    return ()


def _release(_: Path) -> Iterable[Problem]:
    make_plan(find_workspace(REPOSITORY), Request(languages=("en-XA",), release=True))
    return ()


def _lost(path: str) -> Iterable[Problem]:
    return orphan_catalogs(library(), FilesReading({**FILES, **packs(), path: ""}, {}))


NOT_THERE = {path: text for path, text in translated("es").items() if path != OWN_ES}
ROUNDS = (
    Example("T007", "translations/es/lexicon.yaml", 0, lambda _: _blind({})),
    Example("T007", "translations/es/lexicon.yaml", 0, lambda _: _blind({"translations/es/lexicon.yaml": BLIND})),
    Example("T008", "translations/es/language.yaml", 0, lambda _: _scaffold("es")),
    Example("T009", "translations/tlh/language.yaml", 0, lambda _: _scaffold("tlh")),
    Example("T060", "translations/aspirin.pot", 0, lambda _: _lost("translations/aspirin.pot")),
    Example("T061", OWN_ES, 0, lambda _: _keep(NOT_THERE, FILES, SWALLOW)),
    _keep_example("T062", "Swallow it whole.", 'msgid "Swallow it whole."'),
    _keep_example("T063", "Do not swallow it whole.", 'msgid "Do not swallow it whole."'),
    Example("T064", "translations", 0, _release),
)
