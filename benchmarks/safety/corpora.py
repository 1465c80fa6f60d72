"""Public medical text with its translation. None of it is part of this repository, but the library's own.

Each reader takes the folder that holds the corpora, one subfolder each; it yields nothing when its own is not there.
docs/safety-bench.md says where they come from. Every corpus is cut in two halves by place, the same in all its
languages: `dev` is what checks may be tuned on, `test` is looked at when they are done. A corpus that is held out
has no `dev`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

from alignment import find_misaligned
from babel.messages.pofile import read_po
from doses import fill_placeholders, splice_doses
from pofile import Row

Half = Literal["dev", "test", "all"]

SEGMENT = 100
"""Rows that stay together, in one half: neighbours are real neighbours but at a seam."""
LONGEST = 2_000
FEWEST = 40
"""Rows below which a corpus says nothing."""
LIBRARY = Path(__file__).resolve().parents[2] / "translations"


@dataclass(frozen=True)
class Corpus:
    """Rows of one corpus in one language, in the order in which they stand.

    Attributes:
        held_out: nothing may be tuned on it.
        misaligned: rows taken out because another row's translation stands beside the source.
        made: whether quantities were written into real text.
        paired_by_place: whether rows can have slipped against each other; catalogs cannot.
    """

    name: str
    lang: str
    rows: tuple[Row, ...]
    held_out: bool = False
    misaligned: int = 0
    made: bool = False
    paired_by_place: bool = False

    def half(self, half: Half) -> tuple[Row, ...]:
        """The rows of one half; blocks of 100 rows go to `dev` and `test` by turns."""
        if half == "all":
            return self.rows
        if self.held_out:
            return self.rows if half == "test" else ()
        wanted = 0 if half == "dev" else 1
        size = min(SEGMENT, max(row.place for row in self.rows) // 2 + 1)
        return tuple(row for row in self.rows if row.place // size % 2 == wanted)

    def files(self, half: Half, size: int) -> list[tuple[Row, ...]]:
        """The half cut into files of consecutive rows; a short rest joins the last file."""
        rows = self.half(half)
        cut = [rows[start : start + size] for start in range(0, len(rows), size)]
        if len(cut) > 1 and len(cut[-1]) < size // 2:
            cut[-2:] = [cut[-2] + cut[-1]]
        return cut


def read_corpora(folder: Path, names: Sequence[str], langs: Sequence[str]) -> Iterator[Corpus]:
    """Every corpus that is there, or those asked for; rows without a translation are left out.

    Corpora in other languages than those asked for come too, but nobody looks for slipped rows in them: they lend
    text of a wrong language.
    """
    for name, reader in READERS.items():
        if names and name not in names:
            continue
        for corpus in reader(folder):
            placed = corpus.rows if corpus.made else _placed(corpus.rows)
            rows = tuple(row for row in placed if _is_translated(row))
            may_slip = corpus.paired_by_place and is_asked(corpus.lang, langs)
            bad = find_misaligned(rows, corpus.lang) if may_slip else set()
            kept = tuple(row for number, row in enumerate(rows) if number not in bad)
            if len(kept) >= FEWEST:
                yield replace(corpus, rows=kept, misaligned=len(bad))


def _placed(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(replace(row, place=number) for number, row in enumerate(rows))


def is_asked(lang: str, langs: Sequence[str]) -> bool:
    """Whether a language is among those asked for, by its tag or by its language alone."""
    return lang in langs or lang.partition("-")[0] in langs


def _is_translated(row: Row) -> bool:
    source, target = row.source.strip(), row.target.strip()
    return bool(source and target) and max(len(source), len(target)) <= LONGEST and source != target


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


TICO_TAGS = {
    "es-LA": "es", "pt-BR": "pt-BR", "zh": "zh-Hans", "kr": "ko", "prs": "fa-AF", "tl": "fil",
}  # fmt: skip


def read_tico19(folder: Path) -> Iterator[Corpus]:
    """TICO-19: conversations, abstracts, news and encyclopedia articles about Covid-19, in many languages."""
    for path in sorted((folder / "tico19").glob("all.en-*.tmx")):
        code = path.name.removeprefix("all.en-").removesuffix(".tmx")
        rows = []
        for unit in ET.parse(path).getroot().iter("tu"):  # noqa: S314 - the reader fetched this file
            texts = ["".join(seg.itertext()).strip() for seg in unit.iter("seg")]
            if len(texts) == 2:
                rows.append(Row(texts[0], texts[1]))
        yield Corpus("tico19", TICO_TAGS.get(code, code), tuple(rows), paired_by_place=True)


def read_tico19_doses(folder: Path) -> Iterator[Corpus]:
    """The rows of TICO-19 with percentages, each percentage made a dose on both sides."""
    for corpus in read_tico19(folder):
        bad = find_misaligned(corpus.rows, corpus.lang)
        aligned = [row for row in _placed(corpus.rows) if row.place not in bad]
        if rows := splice_doses(aligned, corpus.lang):
            yield Corpus("tico19-doses", corpus.lang, rows, made=True)


def _po_rows(path: Path) -> Iterator[Row]:
    # Babel says on standard output what it thinks of plural forms, which do not count here.
    with path.open("rb") as file, redirect_stdout(None):
        catalog = read_po(file)
    for message in catalog:
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and not message.fuzzy:
            yield Row(message.id, message.string)


GNUHEALTH_TAGS = {
    "ar": "ar", "de": "de", "el": "el", "es": "es", "fr": "fr", "it_IT": "it", "ja_JP": "ja", "pt_BR": "pt-BR",
    "sv": "sv", "tr": "tr", "uk": "uk", "vi": "vi", "zh_CN": "zh-Hans",
}  # fmt: skip


def read_gnuhealth(folder: Path) -> Iterator[Corpus]:
    """GNU Health: forms and lists of a hospital system."""
    yield from _gnuhealth(folder, "gnuhealth", lambda path: "who_essential" not in str(path))


def read_medicines(folder: Path) -> Iterator[Corpus]:
    """GNU Health's list of essential medicines: substances, forms and strengths."""
    yield from _gnuhealth(folder, "medicines", lambda path: "who_essential" in str(path))


def _gnuhealth(folder: Path, name: str, wanted: Callable[[Path], bool]) -> Iterator[Corpus]:
    for code, tag in GNUHEALTH_TAGS.items():
        found: dict[Row, None] = {}
        for path in sorted((folder / "gnuhealth").rglob(f"{code}.po")):
            if wanted(path):
                found |= dict.fromkeys(_po_rows(path))
        yield Corpus(name, tag, tuple(found))


DJANGO_TAGS = {
    "es": "es", "fr": "fr", "pt_BR": "pt-BR", "ru": "ru", "ar": "ar", "hi": "hi", "zh_Hans": "zh-Hans", "id": "id",
}  # fmt: skip


def read_django(folder: Path) -> Iterator[Corpus]:
    """Django: words of a web framework, as in any program."""
    for code, tag in DJANGO_TAGS.items():
        found: dict[Row, None] = {}
        for path in sorted((folder / "django").rglob(f"locale/{code}/LC_MESSAGES/django.po")):
            found |= dict.fromkeys(_po_rows(path))
        yield Corpus("django", tag, tuple(found))


MEDITRANSLATERS = {
    "Bahasa Indonesia": "id", "Bengali": "bn", "Burmese": "my", "Bulgarian": "bg", "Simplified Chinese": "zh-Hans",
    "Filipino": "fil", "French": "fr", "Japanese": "ja", "Khmer": "km", "German": "de", "Hindi": "hi", "Italian": "it",
    "Korean": "ko", "Malay": "ms", "Marathi": "mr", "Nepalese": "ne", "Portuguese": "pt-BR", "Russian": "ru",
    "Spanish": "es", "Swahili": "sw", "Tamil": "ta", "Thai": "th", "Turkish": "tr", "Vietnamese": "vi", "Urdu": "ur",
}  # fmt: skip


def read_meditranslaters(folder: Path) -> Iterator[Corpus]:
    """What a doctor says and asks, in the languages of patients. Held out."""
    path = folder / "meditranslaters/meditranslate_consolidated.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        table = [row for row in csv.DictReader(file) if row["Category"] and row["English"]][3:]
    for name, tag in MEDITRANSLATERS.items():
        rows = tuple(Row(row["English"].strip(), (row.get(name) or "").strip()) for row in table)
        yield Corpus("meditranslaters", tag, rows, held_out=True)


def read_wmt_fr(folder: Path) -> Iterator[Corpus]:
    """Abstracts of medical papers, French: test sets of the WMT biomedical task, aligned by sentence. Held out."""
    rows: list[Row] = []
    for path in sorted((folder / "wmt-biomed-fr").glob("*.en")):
        if path.name.startswith(("edp", "medline")):
            pairs = zip(_lines(path), _lines(path.with_suffix(".fr")), strict=True)
            rows += [Row(source.strip(), target.strip()) for source, target in pairs]
    yield Corpus("wmt-biomed", "fr", tuple(rows), held_out=True, paired_by_place=True)


def read_wmt_pt(folder: Path) -> Iterator[Corpus]:
    """Abstracts of medical papers, Portuguese: the same task; only the sentences that people found well aligned."""
    base = folder / "wmt-biomed-pt"
    rows: list[Row] = []
    for year in ("22", "23"):
        for way in ("en2pt", "pt2en"):
            documents = dict(line.split("\t")[:2] for line in _lines(base / f"{year}_{way}_mapping.txt"))
            first, second = way.split("2")
            texts = {lang: _numbered(base / f"{year}_{way}_{lang}.txt") for lang in (first, second)}
            for line in _lines(base / f"{year}_{way}_align.tsv"):
                verdict, document, *places = line.split("\t")
                name = documents.get(document, "")
                if verdict != "OK" or len(places) != 2:
                    continue
                sides = {
                    lang: " ".join(texts[lang].get((name, place), "") for place in side.split(","))
                    for lang, side in zip((first, second), places, strict=True)
                }
                rows.append(Row(sides["en"].strip(), sides["pt"].strip()))
    yield Corpus("wmt-biomed", "pt-BR", tuple(rows), held_out=True)


def _numbered(path: Path) -> dict[tuple[str, str], str]:
    cells = (line.split("\t") for line in _lines(path))
    return {(row[0], row[1]): row[2] for row in cells if len(row) >= 3}


def read_weblate(folder: Path) -> Iterator[Corpus]:
    """Weblate: words of a program for translators; much that cannot or must not be done. Held out."""
    for code, tag in DJANGO_TAGS.items():
        path = folder / f"weblate/weblate/locale/{code}/LC_MESSAGES/django.po"
        if path.is_file():
            yield Corpus("weblate", tag, tuple(_po_rows(path)), held_out=True)


CHT_TAGS = {
    "ar": "ar", "es": "es", "fr": "fr", "hi": "hi", "id": "id", "ne": "ne", "pt": "pt-BR", "sw": "sw",
}  # fmt: skip
PROPERTY = re.compile(r"^((?:[^=:\\\s]|\\.)+)\s*[=:]\s*(.*)$")


def read_cht(folder: Path) -> Iterator[Corpus]:
    """The Community Health Toolkit: words of a program for health workers. Held out."""
    base = folder / "cht-core"
    source = _properties(base / "messages-en.properties")
    for code, tag in CHT_TAGS.items():
        target = _properties(base / f"messages-{code}.properties")
        rows = tuple(Row(text, target.get(name, "")) for name, text in source.items())
        yield Corpus("cht-core", tag, rows, held_out=True)


def _properties(path: Path) -> dict[str, str]:
    found = (PROPERTY.match(line) for line in _lines(path) if not line.startswith("#"))
    return {match[1]: re.sub(r"\\(.)", r"\1", match[2]).strip() for match in found if match}


SIMPLE_TAGS = {
    "am-rET": "am", "bn-rBD": "bn", "es": "es", "hi-rIN": "hi", "mr-rIN": "mr", "ta-rIN": "ta", "so-rET": "so",
}  # fmt: skip


def read_simple(folder: Path) -> Iterator[Corpus]:
    """Simple: words of a program for clinics that treat high blood pressure. Held out."""
    base = folder / "simple-android"
    source = _strings(base / "values/strings.xml")
    for code, tag in SIMPLE_TAGS.items():
        target = _strings(base / f"values-{code}/strings.xml")
        rows = tuple(Row(text, target.get(name, "")) for name, text in source.items())
        yield Corpus("simple-android", tag, rows, held_out=True)


def _strings(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    root = ET.parse(path).getroot()  # noqa: S314 - the reader fetched this file
    return {
        node.get("name", ""): re.sub(r"\\(['\"@?])", r"\1", "".join(node.itertext())).replace("\\n", "\n").strip()
        for node in root.iter("string")
    }


def read_library(_: Path) -> Iterator[Corpus]:
    """The leaflets of this repository."""
    for folder in sorted(LIBRARY.iterdir()):
        if (folder / "LC_MESSAGES").is_dir():
            rows = [row for path in sorted((folder / "LC_MESSAGES").glob("*.po")) for row in _po_rows(path)]
            yield Corpus("library", folder.name.replace("_", "-"), tuple(rows))


def read_library_doses(folder: Path) -> Iterator[Corpus]:
    """The leaflets of this repository, their placeholders filled with many quantities."""
    for corpus in read_library(folder):
        yield Corpus("library-doses", corpus.lang, fill_placeholders(_placed(corpus.rows), corpus.lang), made=True)


READERS = {
    "tico19": read_tico19,
    "tico19-doses": read_tico19_doses,
    "medicines": read_medicines,
    "gnuhealth": read_gnuhealth,
    "django": read_django,
    "library": read_library,
    "library-doses": read_library_doses,
    "meditranslaters": read_meditranslaters,
    "wmt-biomed": read_wmt_fr,
    "wmt-biomed-pt": read_wmt_pt,
    "weblate": read_weblate,
    "cht-core": read_cht,
    "simple-android": read_simple,
}
