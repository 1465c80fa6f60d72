"""The glossary of one language for translators' tools: TBX (ISO 30042, the dialect TBX-Basic of 2008) and CSV.

What the leaflets call by one name everywhere stands here once: medicines, forms, words and titles with their
translation, the forms that the language pack accepts in running text, and names that stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from plainleaf.content.furniture import Terms
from plainleaf.content.model import SHARED, Library
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG, LanguagePack
from plainleaf.translation.exchange.units import Unit

TERMS_FILE = "leaflets/shared/terms.yaml"
_COLUMNS = ("source", "target", "note", "kind", "forms", "translate", "context")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Kind = Literal["medicine", "form", "word", "title", "brand", "latin"]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """One word of the glossary.

    Attributes:
        kind: that of the glossary; ``brand`` and ``latin`` are names and words that stay as they are.
        target: its translation as it stands in titles and tables; empty as long as nobody vouches for one.
        forms: what else it may be in running text.
        translate: whether it is to be translated at all.
        context: its address among the messages; empty for what is no message.
    """

    source: str
    target: str
    kind: Kind
    forms: tuple[str, ...] = ()
    translate: bool = True
    note: str = ""
    context: str = ""


def collect_terms(
    files: Mapping[str, str], library: Library, pack: LanguagePack, shared: Iterable[Unit]
) -> tuple[GlossaryTerm, ...]:
    """The glossary of one language, in the order of its file, then brands and Latin words by name.

    Args:
        shared: the units of the domain ``shared``; only what is usable counts as translated.
    """
    usable = {unit.msgctxt: unit.texts[0] for unit in shared if unit.domain == SHARED and unit.is_usable}
    terms = []
    for term in validate(read_source(files[TERMS_FILE], TERMS_FILE), Terms).terms:
        context = f"term/{term.term}"
        target = usable.get(context, "")
        forms = tuple(form for form in pack.terms.get(term.term, ()) if form != target)
        stays = context in pack.same_as_source
        terms.append(GlossaryTerm(term.text, target, term.kind, forms, not stays, term.note or "", context))
    brands = sorted({brand for leaflet in library.leaflets.values() for brand, _ in leaflet.brands})
    note = "Brand name. It comes in as a placeholder and stays as it is."
    terms += [GlossaryTerm(brand, brand, "brand", translate=False, note=note) for brand in brands]
    note = "Readers know it in Latin letters."
    terms += [GlossaryTerm(word, word, "latin", translate=False, note=note) for word in sorted(pack.latin)]
    return tuple(terms)


def write_csv(terms: Iterable[GlossaryTerm]) -> bytes:
    """The glossary for a spreadsheet: UTF-8 with its mark, so that Excel knows it; no cell is ever a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for term in terms:
        translate = "yes" if term.translate else "no"
        row = (term.source, term.target, term.note, term.kind, " | ".join(term.forms), translate, term.context)
        writer.writerow(map(_no_formula, row))
    return buffer.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_tbx(terms: Iterable[GlossaryTerm], tag: str) -> bytes:
    """The glossary as TBX; of several forms the first is preferred, the others are admitted."""
    root = ET.Element("martif", {"type": "TBX-Basic", _XML_LANG: SOURCE_TAG})
    description = ET.SubElement(ET.SubElement(root, "martifHeader"), "fileDesc")
    ET.SubElement(ET.SubElement(description, "sourceDesc"), "p").text = "Glossary of plainleaf, CC BY 4.0"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        entry = ET.SubElement(body, "termEntry", {"id": term.context.replace("/", ".") or f"{term.kind}.{number}"})
        ET.SubElement(entry, "descrip", {"type": "subjectField"}).text = term.kind
        if not term.translate:
            ET.SubElement(entry, "descrip", {"type": "Translation needed"}).text = "No"
        if term.note:
            ET.SubElement(entry, "note").text = term.note
        _write_terms(entry, SOURCE_TAG, (term.source,))
        if targets := tuple(filter(None, (term.target, *term.forms))):
            _write_terms(entry, tag, targets)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
    return f"{head}{text}\n".encode()


def _write_terms(entry: ET.Element, tag: str, texts: Iterable[str]) -> None:
    language = ET.SubElement(entry, "langSet", {_XML_LANG: tag})
    for rank, text in enumerate(texts):
        group = ET.SubElement(language, "tig")
        ET.SubElement(group, "term").text = text
        status = "preferredTerm-admn-sts" if rank == 0 else "admittedTerm-admn-sts"
        ET.SubElement(group, "termNote", {"type": "administrativeStatus"}).text = status
