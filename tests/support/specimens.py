"""Specimens: a page for each language that shows how its script is set. The texts are in tests/specimens.

``python -m tests.support.specimens FOLDER`` prints them all, each with what it says attached, as leaflets have it:
``benchmarks/extraction.py FOLDER`` then tells what programs read in them.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from pydantic import TypeAdapter
from tests.support.documents import SOURCE
from tests.support.pdfs import attach, consistent

from plainleaf.days import format_day
from plainleaf.languages import LanguagePack, direction_of, folder_of, format_number
from plainleaf.press.fonts import open_fonts
from plainleaf.press.html import HtmlDocument, css_string, inline
from plainleaf.press.pdf import render_pdf
from plainleaf.press.source import LeafletSource, PrintedSection, PrintedStatement, PrintedText
from plainleaf.translation.cldr import read_facts
from plainleaf.translation.localized import Run, Runs

FOLDER = Path(__file__).parents[1] / "specimens"
GOLDEN = FOLDER / "golden"
TAGS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
DAY = dt.date(2026, 11, 22)
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Specimen:
    """The text of one language; in braces what a leaflet fills in: ``{name}``, ``{dose}``, ``{temp}``, ``{phone}``."""

    language: str
    digits: str
    title: str
    lead: str
    dose: str
    steps: tuple[str, ...]
    weeks: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    warning: str
    call: str
    paragraph: str

    @property
    def pack(self) -> LanguagePack:
        """A pack that says nothing about fonts, size and height: they are those of the script."""
        facts = read_facts(self.language)
        path = FOLDER.parents[1] / "translations" / folder_of(self.language) / "language.yaml"
        known = yaml.safe_load(path.read_text(encoding="utf-8")) if facts.lender else {}
        return LanguagePack.model_validate(
            {
                "language": self.language,
                "own_name": facts.own_name,
                "english_name": facts.english_name,
                "script": facts.script,
                "direction": facts.direction,
                "digits": self.digits,
                **{name: known[name] for name in ("months", "date") if name in known},
            }
        )


def read_specimen(tag: str) -> Specimen:
    return TypeAdapter(Specimen).validate_python(yaml.safe_load((FOLDER / f"{tag}.yaml").read_text(encoding="utf-8")))


def specimen_document(tag: str) -> HtmlDocument:
    """The page of one language, set as leaflets are, with what must stay on one line isolated."""
    specimen = read_specimen(tag)
    pack = specimen.pack
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["css"] = css_string
    page = environment.from_string((FOLDER / "specimen.html").read_text(encoding="utf-8"))

    def number(value: str | int) -> str:
        return format_number(Decimal(value), pack)

    filled = fill_ins(specimen, number)

    def runs(text: str) -> Markup:
        return inline(text_runs(text, filled))

    html = page.render(specimen=specimen, pack=pack, runs=runs, number=number, day=format_day(DAY, pack))
    return HtmlDocument(
        html=html,
        css=(FOLDER / "specimen.css").read_text(encoding="utf-8"),
        assets={},
        title=specimen.title,
        locale=tag,
        fonts=tuple(dict.fromkeys((*pack.fonts, "Noto Sans"))),
    )


def fill_ins(specimen: Specimen, number: Callable[[str], str]) -> Mapping[str, Run]:
    """What stands for each word in braces."""
    weeks = specimen.weeks.format(number=number("4"))
    quantities = {"dose": f"{number('50')}\u00a0mg", "temp": f"{number('38')}\u00a0°C", "weeks": weeks}
    return {
        "name": Run("Thalidomide", "name", lang="en"),
        "phone": Run("", "blank"),
        **{name: Run(text, "quantity", direction=direction_of(text)) for name, text in quantities.items()},
    }


def text_runs(text: str, filled: Mapping[str, Run]) -> Runs:
    """A text with its words in braces filled in."""

    def pieces() -> Iterator[Run]:
        for at, piece in enumerate(_PLACE.split(text)):
            if at % 2:
                yield filled[piece]
            elif piece:
                yield Run(piece)

    return tuple(pieces())


def specimen_text(tag: str) -> PrintedText:
    """What the page of one language says: each of its texts is a statement, and quantities are those of its doses."""
    specimen = read_specimen(tag)
    pack = specimen.pack
    filled = fill_ins(specimen, lambda value: format_number(Decimal(value), pack))
    said = (
        *(specimen.title, specimen.lead, specimen.dose, *specimen.steps, *specimen.columns, *specimen.rows),
        *(specimen.warning, specimen.call, specimen.paragraph),
    )
    statements = []
    for number, text in enumerate(said):
        runs = text_runs(text, filled)
        statements.append(
            PrintedStatement(
                id=f"specimen.{number}",
                msgctxt=f"specimen.{number}/easy",
                text="".join(run.text for run in runs),
                critical=False,
                action="none",
                quantities=tuple(run.text for run in runs if run.kind == "quantity"),
                hash="0" * 20,
                status="draft",
            )
        )
    section = PrintedSection(id="specimen", title="", statements=tuple(statements))
    return PrintedText(lang=tag, direction=pack.direction, title=specimen.title, marks=(), sections=(section,))


def specimen_source(tag: str) -> LeafletSource:
    """The same as leaflets carry it."""
    return consistent(SOURCE.model_copy(update={"leaflet": "specimen", "texts": (specimen_text(tag),)}))


def main(folder: Path) -> None:
    """Print all specimens into a folder."""
    open_fonts(())
    folder.mkdir(parents=True, exist_ok=True)
    for tag in TAGS:
        data = render_pdf(specimen_document(tag)).data
        (folder / f"{tag}.pdf").write_bytes(attach(data, specimen_source(tag).as_bytes()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
