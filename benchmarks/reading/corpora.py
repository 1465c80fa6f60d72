"""Public graded corpora as pairs of simple and complex text. None of them is part of this repository.

Each reader takes the folder that holds the corpora, one subfolder each, named as its repository is; it yields nothing
when its own is not there. docs/reading-levels.md says where they come from and under which licence.
"""

from __future__ import annotations

import csv
import json
import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

SEED = 20261122
BUNDLE = 15
ROWS = 10
"""Rated sentences come without a partner: they are paired at random, ten to a bundle."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Corpus:
    """Pairs (simple, complex) of one corpus, cut into bundles of the size of a leaflet."""

    name: str
    lang: str
    pairs: Pairs
    size: int = BUNDLE

    @property
    def bundles(self) -> Pairs:
        """Pairs joined to texts, in an order that chance set once."""
        pairs = list(self.pairs)
        random.Random(SEED).shuffle(pairs)  # noqa: S311 - no secret, only an order
        groups = [pairs[start : start + self.size] for start in range(0, len(pairs), self.size)]
        return [
            ("\n\n".join(simple for simple, _ in group), "\n\n".join(hard for _, hard in group))
            for group in groups
            if len(group) == self.size
        ]


def read_corpora(folder: Path) -> Iterator[Corpus]:
    """Every corpus that is there."""
    for reader in READERS:
        for corpus in reader(folder):
            pairs = [(simple.strip(), hard.strip()) for simple, hard in corpus.pairs]
            kept = [(simple, hard) for simple, hard in pairs if simple and hard and simple != hard]
            if kept:
                yield Corpus(corpus.name, corpus.lang, kept, corpus.size)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _table(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, quotechar='"'))


def read_asset(folder: Path) -> Iterator[Corpus]:
    """ASSET, English: Wikipedia sentences; the first of ten simplifications."""
    base = folder / "asset" / "dataset"
    originals, simpler = _lines(base / "asset.test.orig"), _lines(base / "asset.test.simp.0")
    yield Corpus("ASSET", "en", list(zip(simpler, originals, strict=True)))


def read_simpa(folder: Path) -> Iterator[Corpus]:
    """SimPA, English: public administration; lexical and syntactic simplification."""
    base = folder / "simpa"
    for kind, step in (("ls", "LS"), ("ss", "SS")):
        originals, simpler = _lines(base / f"{kind}.original"), _lines(base / f"{kind}.simplified")
        if originals:
            yield Corpus(f"SimPA {step}", "en", list(zip(simpler, originals, strict=False)))


def read_text_complexity_de(folder: Path) -> Iterator[Corpus]:
    """TextComplexityDE: 250 Wikipedia sentences simplified by native speakers."""
    rows = _table(folder / "TextComplexityDE/TextComplexityDE19/parallel_corpus.csv", encoding="cp1252")
    yield Corpus("TextComplexityDE", "de", [(row["Simplification"], row["Original_Sentence"]) for row in rows])


def read_simpitiki(folder: Path) -> Iterator[Corpus]:
    """Simpitiki: edits of the Italian Wikipedia and of municipal texts."""
    path = folder / "simpitiki/corpus/simpitiki-v2.xml"
    if not path.is_file():
        return
    root = ET.parse(path).getroot()  # noqa: S314 - the reader fetched this file
    pairs = [
        (_unmarked(item.findtext("after") or ""), _unmarked(item.findtext("before") or ""))
        for item in root.iter("simplification")
    ]
    yield Corpus("Simpitiki", "it", pairs)


def _unmarked(text: str) -> str:
    return re.sub(r"</?(?:ins|del)>", "", text)


def read_amsterdam(folder: Path) -> Iterator[Corpus]:
    """Letters of the municipality of Amsterdam, Dutch."""
    base = folder / "dutch-municipal-text-simplification/complex-simple-sentences"
    rows = _table(base / "complex-simple-v1-anonymized.csv")
    yield Corpus("Amsterdam", "nl", [(row["Simple"], row["Complex"]) for row in rows])


def read_css(folder: Path) -> Iterator[Corpus]:
    """CSS, Chinese: news sentences with two simplifications each."""
    path = folder / "CSS/test.json"
    if path.is_file():
        entries = [entry for group in json.loads(path.read_text(encoding="utf-8")) for entry in group]
        yield Corpus("CSS", "zh-Hans", [(entry["target"][0], entry["source"]) for entry in entries])


def read_porsimples(folder: Path) -> Iterator[Corpus]:
    """PorSimplesSent, Brazilian Portuguese: newspaper sentences, original and strongly simplified."""
    path = folder / "porsimplessent/pss/pss2_align_length_ori_str.tsv"
    rows = [row.split("\t") for row in _lines(path)][1:]
    yield Corpus("PorSimplesSent", "pt", [(row[5], row[4]) for row in rows])


def read_ru_simple(folder: Path) -> Iterator[Corpus]:
    """RuSimpleSentEval, Russian: Wikipedia sentences simplified by a crowd; one simplification of each."""
    rows = _table(folder / "RuSimpleSentEval/dev_sents.csv")
    first = {row["INPUT:source"]: row["OUTPUT:output"] for row in reversed(rows)}
    yield Corpus("RuSimpleSentEval", "ru", [(simple, hard) for hard, simple in first.items()])


def read_matcha(folder: Path) -> Iterator[Corpus]:
    """MATCHA, Japanese: articles for visitors, rewritten by experts; body text only."""
    base = folder / "matcha"
    rows = zip(_lines(base / "matcha.simp"), _lines(base / "matcha.comp"), _lines(base / "matcha.tag"), strict=True)
    yield Corpus("MATCHA", "ja", [(simple, hard) for simple, hard, tag in rows if "[body]" in tag])


def read_clara(folder: Path) -> Iterator[Corpus]:
    """CLARA-MeD, Spanish: medical sentences for professionals and for lay people."""
    rows = [row.split("\t") for row in _lines(folder / "CLARA-MeD/aligned.tsv")][1:]
    yield Corpus("CLARA-MeD", "es", [(row[2], row[1]) for row in rows])


def read_bengali(folder: Path) -> Iterator[Corpus]:
    """Bengali school books: every piece from classes 1 to 5 compared with every piece from classes 6 to 12."""
    base = folder / "BengaliReadability/Data/Formula based"
    easy, hard = (
        [piece for grade in grades for path in sorted(base.glob(f"class{grade}_*.txt")) for piece in _pieces(path)]
        for grades in (("1", "2", "3", "4", "5"), ("6", "7", "8", "9+10", "11+12"))
    )
    yield Corpus("BengaliReadability", "bn", list(product(easy, hard)), size=1)


def _pieces(path: Path, words: int = 100) -> Iterator[str]:
    """A document in pieces of the length of a leaflet, each ending where a line ends."""
    lines: list[str] = []
    for line in _lines(path):
        lines.append(line)
        if sum(len(each.split()) for each in lines) >= words:
            yield "\n".join(lines)
            lines = []


def read_readme(folder: Path) -> Iterator[Corpus]:
    """ReadMe++: sentences rated by CEFR; A (1, 2) against C (5, 6), paired at random."""
    for lang in ("en", "fr", "ru", "hi", "ar"):
        easy: list[str] = []
        hard: list[str] = []
        for part in ("train", "val", "test"):
            path = folder / f"readme/dataset/{lang}/readme_{lang}_{part}.xlsx"
            for row in _sheet(path) if path.is_file() else ():
                rating = row.get("Rating", "")
                if rating[:1] in "12" and rating:
                    easy.append(row["Sentence"])
                elif rating[:1] in "56" and rating:
                    hard.append(row["Sentence"])
        yield Corpus("ReadMe++ A/C", lang, _paired(easy, hard), size=ROWS)


def _paired(easy: list[str], hard: list[str]) -> Pairs:
    chance = random.Random(SEED)  # noqa: S311 - no secret, only an order
    chance.shuffle(easy)
    chance.shuffle(hard)
    return list(zip(easy, hard, strict=False))


def _sheet(path: Path) -> Iterator[dict[str, str]]:
    """The rows of the first sheet of an XLSX file."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        shared = "xl/sharedStrings.xml"
        strings = [
            "".join(node.text or "" for node in item.iter(f"{space}t"))
            for item in ET.fromstring(archive.read(shared) if shared in archive.namelist() else "<none/>")  # noqa: S314 - as above
        ]
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    head: dict[str, str] = {}
    for row in sheet.iter(f"{space}row"):
        cells: dict[str, str] = {}
        for cell in row:
            column = re.sub(r"\d", "", cell.get("r", ""))
            value = cell.findtext(f"{space}v") or "".join(node.text or "" for node in cell.iter(f"{space}t"))
            cells[column] = strings[int(value)] if cell.get("t") == "s" and value else value
        if head:
            yield {head[column]: value for column, value in cells.items() if column in head}
        else:
            head = cells


READERS = (
    read_asset,
    read_simpa,
    read_clara,
    read_text_complexity_de,
    read_simpitiki,
    read_amsterdam,
    read_porsimples,
    read_ru_simple,
    read_css,
    read_matcha,
    read_bengali,
    read_readme,
)
