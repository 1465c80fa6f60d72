"""XLIFF 1.2 and TMX 1.4, the formats in which translators' tools exchange texts, by the Translate Toolkit.

The toolkit is under the GPL, so it is an extra that people add (``plainleaf[exchange]``) and never part of what an
installation brings; it is loaded when one of these formats is asked for. Files that come back are somebody else's: a
document with entities of its own is refused before anything looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import ModuleType
from typing import Literal

from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.exchange.inline import Node, TagError, read_tags, text_of, write_inline
from plainleaf.translation.exchange.units import Incoming, Unit, is_language, wrong_language
from plainleaf.translation.exchange.xml_guard import refuse, root_of

Format = Literal["xliff", "tmx"]
_SKELETON = b"""<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\
<file original="NoName" source-language="en" datatype="plaintext"><body></body></file></xliff>"""
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORM = re.compile(r"(?P<msgctxt>.*)\[(?P<form>[0-9])\]", re.DOTALL)
_FINISHED = frozenset({"translated", "signed-off", "final"})
# How XLIFF says that nobody wrote or accepted a translation: a machine or a memory put it there.
_GUESSED = frozenset(
    {"fuzzy-match", "mt-suggestion", "leveraged-mt", "tm-suggestion", "leveraged-tm", "leveraged-repository"}
    | {"leveraged-glossary", "rejected-grammar", "rejected-inaccurate", "rejected-length", "rejected-spelling"}
)
# The toolkit says in many ways that a file is not as it should be.
_TOOLKIT_FAULTS = (AssertionError, AttributeError, LookupError, StopIteration, SyntaxError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One form of a unit, as the file has it."""

    domain: str
    name: str
    source: str
    text: str
    doubtful: bool
    position: Position


def unwritable(units: Iterable[Unit]) -> list[Problem]:
    """T058 for each translation with a character that XML cannot hold; it is written without its text."""
    return [
        Problem(
            unit.position,
            "T058",
            f"`{unit.msgctxt}` has a control character: it was written without its translation",
            "remove the character from the catalog",
            msgctxt=unit.msgctxt,
        )
        for unit in units
        if any(_NO_XML.search(text) for text in unit.texts)
    ]


def write_xliff(units: Sequence[Unit], domain: str, tag: str) -> bytes:
    """One domain as XLIFF 1.2: placeholders are tags, addresses are ids, and the author's note is with each text.

    Raises:
        PlainleafError: T059, when the toolkit is not installed.
    """
    store = _toolkit("xliff").xlifffile()
    store.parse(_SKELETON)
    store.switchfile(domain, createifmissing=True)
    store.settargetlanguage(tag)
    for unit in map(_without_controls, units):
        group: Node = None
        if unit.numbers:
            group = store.creategroup(domain, createifmissing=True, restype="x-gettext-plurals")
            group.set("id", unit.msgctxt)
        for form, (source, text) in enumerate(zip(unit.sources, unit.texts, strict=True)):
            made = store.addsourceunit(source, filename=domain, createifmissing=True)
            name = f"{unit.msgctxt}[{form}]" if unit.numbers else unit.msgctxt
            made.setid(name)
            made.xmlelement.set("resname", name)
            write_inline(made.source_dom, source, source)
            if text:
                made.settarget(text)
                write_inline(made.target_dom, source, text)
                made.target_dom.set("state", "needs-review-translation" if unit.doubtful else "translated")
                made.xmlelement.attrib.pop("approved", None)  # approvals are not a tool's to state
            if unit.comment:
                made.addnote(unit.comment, origin="developer")
            if unit.numbers:
                made.addnote(f"Plural form for the numbers {unit.numbers[form]}.", origin="developer")
                group.append(made.xmlelement)
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - only files of tools need it

    etree.cleanup_namespaces(store.document)  # the toolkit leaves those of XLIFF 1.1 on each unit
    return bytes(store)


def write_tmx(units: Sequence[Unit], tag: str) -> bytes:
    """What is translated and not doubted, as a translation memory.

    Raises:
        PlainleafError: T059, when the toolkit is not installed.
    """
    store = _toolkit("tmx").tmxfile(sourcelanguage=SOURCE_TAG, targetlanguage=tag)
    for unit in map(_without_controls, units):
        if unit.is_usable:
            for form, (source, text) in enumerate(zip(unit.sources, unit.texts, strict=True)):
                name = f"{unit.msgctxt}[{form}]" if unit.numbers else unit.msgctxt
                store.addtranslation(source, SOURCE_TAG, text, tag, comment=unit.comment, context=name)
    return bytes(store)


def read_bitext(data: bytes, file: str, tag: str, domains: Iterable[str]) -> Incoming:
    """The units of an XLIFF or TMX file.

    Raises:
        PlainleafError: T050 for what is neither, or plays tricks with XML; T051 for another language; T059, when the
            toolkit is not installed.
    """
    kind = _format_of(data, file)
    toolkit = _toolkit(kind)
    try:
        store = toolkit.xlifffile() if kind == "xliff" else toolkit.tmxfile()
        store.parse(data)
        root = store.document.getroot()
    except _TOOLKIT_FAULTS:
        refuse(file, 0, f"this is not {kind.upper()} that can be read")
    problems: list[Problem] = []
    pieces = (_xliff_pieces if kind == "xliff" else _tmx_pieces)(root, file, tag, tuple(domains), problems)
    return Incoming(tuple(_joined(pieces)), tuple(problems))


def _toolkit(name: Format) -> ModuleType:
    try:
        if name == "xliff":
            from translate.storage import xliff  # noqa: PLC0415 - an extra, under the GPL

            return xliff
        from translate.storage import tmx  # noqa: PLC0415
    except ImportError:
        fault = f"{name.upper()} needs the Translate Toolkit, which is not installed"
        hint = "install it beside plainleaf: pip install 'plainleaf[exchange]'; it is under the GPL. PO needs nothing"
        raise PlainleafError(Problem(Position(f"--format {name}"), "T059", fault, hint)) from None
    return tmx


def _without_controls(unit: Unit) -> Unit:
    if any(_NO_XML.search(text) for text in unit.texts):
        return replace(unit, texts=("",) * len(unit.texts))
    return unit


def _format_of(data: bytes, file: str) -> Format:
    name, version = root_of(data, file)
    if name == "tmx":
        return "tmx"
    if name != "xliff" or version.startswith("2"):
        what = f"XLIFF {version}" if name == "xliff" else f"a document `{name[:40]}`"
        hint = "give PO, XLIFF 1.2 or TMX: tools offer a choice of versions when they export"
        refuse(file, 1, f"this is {what}", hint)
    return "xliff"


def _xliff_pieces(root: Node, file: str, tag: str, domains: Sequence[str], problems: list[Problem]) -> Iterator[_Piece]:
    for part in root.iter("{*}file"):
        where = Position(file, part.sourceline or 0)
        _check_languages(where, part.get("source-language"), part.get("target-language"), tag)
        stem = PurePosixPath(part.get("original", "")).stem
        domain = stem if stem in domains else ""
        for unit in part.iter("{*}trans-unit"):
            position = Position(file, unit.sourceline or 0)
            name = unit.get("resname") or unit.get("id") or ""
            source, target = (next(unit.iterchildren(f"{{*}}{child}"), None) for child in ("source", "target"))
            if source is None:
                continue
            try:
                known = read_tags(source)
                texts = text_of(source, known), "" if target is None else text_of(target, known)
            except TagError as error:
                problems.append(_wrong_tag(position, name, error))
                continue
            yield _Piece(domain, name, *texts, _is_doubtful(unit, target), position)


def _is_doubtful(unit: Node, target: Node) -> bool:
    """Whether an XLIFF unit says of itself that it is not finished; a state that nobody knows counts as doubt."""
    state = None if target is None else target.get("state")
    if state is None:
        return bool(unit.get("approved") == "no")
    return state not in _FINISHED or target.get("state-qualifier") in _GUESSED


def _tmx_pieces(root: Node, file: str, tag: str, _: Sequence[str], problems: list[Problem]) -> Iterator[_Piece]:
    _check_memory(root, file, tag)
    for unit in root.iter("{*}tu"):
        position = Position(file, unit.sourceline or 0)
        name = next((prop.text or "" for prop in unit.iterchildren("{*}prop") if prop.get("type") == "x-context"), "")
        sources, targets = (_segments(unit, language) for language in (SOURCE_TAG, tag))
        if len(sources) != 1 or not targets:
            problems.append(wrong_language(position, f"`{name}` has no pair of English and `{tag}`"))
            continue
        for target in targets:
            try:
                known = read_tags(sources[0])
                source, text = text_of(sources[0], known), text_of(target, known)
            except TagError as error:
                problems.append(_wrong_tag(position, name, error))
            else:
                yield _Piece("", name, source, text, doubtful=False, position=position)


def _check_memory(root: Node, file: str, tag: str) -> None:
    """T051, when a memory does not translate from English, or has nothing in the language."""
    header = next(root.iter("{*}header"), root)
    where = Position(file, header.sourceline or 0)
    source = header.get("srclang")
    if source not in {None, "*all*"} and not is_language(source, SOURCE_TAG):
        raise PlainleafError(wrong_language(where, f"the memory translates from `{source}`, not from English"))
    languages = {_language_of(segment) for segment in root.iter("{*}tuv")}
    if not any(is_language(language, tag) for language in languages):
        raise PlainleafError(
            wrong_language(where, f"the memory has no `{tag}`; it has: {', '.join(sorted(languages))}")
        )


def _segments(unit: Node, tag: str) -> list[Node]:
    """The texts of a unit of a memory in one language."""
    segments = (one for one in unit.iterchildren("{*}tuv") if is_language(_language_of(one), tag))
    return [text for one in segments for text in one.iterchildren("{*}seg")]


def _language_of(segment: Node) -> str:
    return segment.get(_XML_LANG) or segment.get("lang") or ""


def _wrong_tag(where: Position, name: str, error: TagError) -> Problem:
    hint = "it was not taken; tags are placeholders: keep each as it is, or type it with its braces"
    return Problem(where, "T054", f"`{name}` has {error}", hint, msgctxt=name)


def _joined(pieces: Iterable[_Piece]) -> Iterator[Unit]:
    """Units, the forms of a plural put together; a form that stands twice makes a unit of its own, to be refused."""
    plurals: dict[tuple[str, str], dict[int, _Piece]] = {}
    for piece in pieces:
        match = _FORM.fullmatch(piece.name)
        forms = plurals.setdefault((piece.domain, match["msgctxt"]), {}) if match else {}
        if match and int(match["form"]) not in forms:
            forms[int(match["form"])] = piece
            continue
        msgctxt = match["msgctxt"] if match else piece.name
        yield _unit(msgctxt, [piece])
    for (_, msgctxt), forms in plurals.items():
        if sorted(forms) == list(range(len(forms))):
            yield _unit(msgctxt, [forms[form] for form in sorted(forms)])
        else:  # in an order that is not known: no form counts
            yield _unit(msgctxt, [next(iter(forms.values()))])


def _unit(msgctxt: str, forms: Sequence[_Piece]) -> Unit:
    first = forms[0]
    sources, texts = tuple(form.source for form in forms), tuple(form.text for form in forms)
    doubtful = any(form.doubtful for form in forms)
    return Unit(first.domain, msgctxt, sources, texts, doubtful, first.position, name=first.name or first.source[:40])


def _check_languages(where: Position, source: str | None, target: str | None, tag: str) -> None:
    if source and not is_language(source, SOURCE_TAG):
        raise PlainleafError(wrong_language(where, f"the file translates from `{source}`, not from English"))
    if not target or not is_language(target, tag):
        said = f"it is `{target}`" if target else "the file does not say its language"
        raise PlainleafError(wrong_language(where, f"the file was to be `{tag}`: {said}"))
