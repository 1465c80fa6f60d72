"""Failing examples of the codes of exchange files, T050 to T059, and what makes such files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from unittest import mock

from tests.support.examples import Example
from tests.support.library import library, pack, translated, write_header

from plainleaf.problems import Problem
from plainleaf.translation.exchange.bitext import read_bitext, unwritable, write_tmx, write_xliff
from plainleaf.translation.exchange.intake import Arrival, take_units
from plainleaf.translation.exchange.units import Incoming, Unit, collect_units, read_po_units
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path

FILE = "from-tool.xlf"


def units(domain: str, tag: str = "es", files: Mapping[str, str] | None = None) -> tuple[Unit, ...]:
    """The units of one domain of the invented library."""
    texts = translated(tag) if files is None else files
    return collect_units(texts.get(catalog_path(tag, domain)), pack(tag), domain, collect_messages(library())[domain])


def write(domain: str, tag: str = "es", files: Mapping[str, str] | None = None) -> str:
    """The XLIFF file of one domain."""
    return write_xliff(units(domain, tag, files), domain, tag).decode()


def read(text: str | bytes, file: str = FILE, tag: str = "es") -> Incoming:
    """What a tool's file holds."""
    data = text.encode() if isinstance(text, str) else text
    domains = collect_messages(library())
    if file.endswith(".po"):
        return read_po_units(data.decode(), file, tag, domains)
    return read_bitext(data, file, tag, domains)


def take(incoming: Incoming, tag: str = "es", files: Mapping[str, str] | None = None) -> Arrival:
    """Import into the invented library."""
    texts = translated(tag) if files is None else files
    return take_units(incoming, texts, pack(tag), collect_messages(library()), {})


def line(text: str, wanted: str) -> int:
    """The line on which a unit stands."""
    return text[: text.index(wanted)].count("\n") + 1


def _changed(code: str, old: str, new: str, at: str, domain: str = "somnoril") -> Example:
    text = write(domain)
    assert old in text, old
    changed = text.replace(old, new, 1)
    return Example(code, FILE, line(changed, at), lambda _: take(read(changed)).problems)


def _read(code: str, text: str, number: int, file: str = FILE) -> Example:
    return Example(code, file, number, lambda _: read(text, file).problems)


def _without_toolkit(make: Callable[[], object]) -> Callable[[Path], Iterable[Problem]]:
    def find(_: Path) -> Iterable[Problem]:
        with mock.patch.dict(sys.modules, {"translate.storage": None}):
            make()
        return ()

    return find


def _unwritable() -> Iterable[Problem]:
    path = catalog_path("es", "somnoril")
    files = translated("es")
    return unwritable(units("somnoril", files={**files, path: files[path].replace("No conduzca", "\x07No conduzca")}))


ENTITY = '<?xml version="1.0"?>\n<!DOCTYPE xliff [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<xliff>&a;</xliff>'
TOO_DEEP = "<tmx>" + "<a>" * 100 + "</a>" * 100 + "</tmx>"
SNORING = '<trans-unit xml:space="preserve" id="somnoril.snoring/plain"'
WEEK = '<target state="translated"><ph id="1">{n}</ph>\u00a0semanas</target>'
TWICE = (
    '<trans-unit id="somnoril.found/plain"><source>It was found by chance.</source>'
    "<target>Otra.</target></trans-unit></body>"
)
EXCHANGE = (
    _read("T050", ENTITY, 2),
    _read("T050", "<tmx>&nope;</tmx>", 1),
    _read("T050", TOO_DEEP, 1),
    _read("T050", "plain words", 1),
    _read("T050", '<?xml version="1.0" encoding="utf-7"?><tmx/>', 1),
    _read("T050", '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', 1),
    _read("T050", "<html/>", 1),
    _read("T050", '<xliff version="1.2"/>', 0),
    _changed("T051", 'target-language="es"', 'target-language="ar"', "<file "),
    _changed("T051", ' target-language="es"', "", "<file "),
    _changed("T051", 'source-language="en"', 'source-language="de"', "<file "),
    _read("T051", 'msgctxt "a"\nmsgid "b"\nmsgstr "c"\n', 1, "somnoril.po"),
    Example(
        "T051",
        "memory.tmx",
        line(write_tmx(units("somnoril"), "es").decode(), "<header"),
        lambda _: read(write_tmx(units("somnoril"), "es"), "memory.tmx", "ar").problems,
    ),
    _changed("T052", 'resname="somnoril.snoring/plain"', 'resname="somnoril.snore/plain"', SNORING),
    _changed("T052", 'resname="somnoril.snoring/plain"', 'resname="label/draft"', SNORING),
    Example(
        "T052",
        "somnoril.po",
        7,
        lambda _: take(read(f'{write_header("es")}\nmsgid "Loud snoring."\nmsgstr "x"\n', "somnoril.po")).problems,
    ),
    _changed("T053", "<source>Loud snoring.</source>", "<source>Loud snores.</source>", SNORING),
    _changed("T054", "Ronquidos fuertes.", 'Ronquidos <g id="1">fuertes</g>.', SNORING),
    _changed("T054", "Ronquidos fuertes.", 'Ronquidos <x id="7"/>.', SNORING),
    _changed("T054", "<source>Loud snoring.", '<source>Loud <ph id="1">%s</ph>.', SNORING),
    _changed("T055", 'state="translated">Ronquidos', 'state="needs-review-translation">Ronquidos', SNORING),
    _changed("T056", "Ronquidos fuertes.", " ", SNORING),
    _changed(
        "T056",
        WEEK,
        WEEK.replace("semanas", "").replace("\u00a0", "").replace('<ph id="1">{n}</ph>', ""),
        'id="unit/week[0]"',
        "shared",
    ),
    _changed("T056", 'resname="unit/week[1]"', 'resname="unit/week[2]"', 'id="unit/week[0]"', "shared"),
    _changed("T057", "</body>", TWICE, 'id="somnoril.found/plain"'),
    Example("T058", catalog_path("es", "somnoril"), 28, lambda _: _unwritable()),
    Example("T059", "--format xliff", 0, _without_toolkit(lambda: write("somnoril"))),
    Example("T059", "--format tmx", 0, _without_toolkit(lambda: read("<tmx/>"))),
)
