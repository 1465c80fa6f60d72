"""What programs read in finished leaflets, language by language: ``extraction.py FOLDER`` reads every PDF below it.

Each file is held against the source that is attached to it. "Verbatim" is letter by letter, in the order of the tags,
which is what who listens gets; "as a bag" adds the statements whose letters are all there but for those that the font's
table lacks, or in another order. A quantity counts when it is found in its statement. The last two columns are for who
copies a whole page: the statements that stand verbatim in what PDFium (Chrome, Edge) and poppler (`pdftotext`, Evince,
Okular) make of it by the places of the letters alone. docs/clinic-it.md says what the difference is.

The specimens of all languages: `python -m tests.support.specimens FOLDER`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from plainleaf.press.inspection.letters import fold
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.inspection.spoken import Spoken
from plainleaf.press.inspection.words import TextFound


@dataclass
class Count:
    """What was found in all files of one language."""

    files: int = 0
    statements: int = 0
    verbatim: int = 0
    bag: int = 0
    quantities: int = 0
    quantities_found: int = 0
    copied: int = 0
    copied_by_poppler: int = 0

    def add(self, text: TextFound, copied: Spoken, copied_by_poppler: Spoken) -> None:
        """The text of one more file, and what is copied from it."""
        found, expected = text.quantities
        self.files += 1
        self.statements += len(text.statements)
        self.verbatim += text.count("verbatim")
        self.bag += text.count("verbatim", "letters lost", "order lost")
        self.quantities += expected
        self.quantities_found += found
        self.copied += _count(text, copied)
        self.copied_by_poppler += _count(text, copied_by_poppler)

    def __str__(self) -> str:
        pairs = ((self.verbatim, self.statements), (self.bag, self.statements))
        shares = [f"{found:>8,} {100 * found / max(of, 1):6.2f}%" for found, of in pairs]
        numbers = f"{self.quantities_found:>8,} of {self.quantities:>7,}"
        copied = f"{self.copied:>8,} {self.copied_by_poppler:>8,}"
        return f"{self.files:>6,} {self.statements:>11,} {'  '.join(shares)}  {numbers} {copied}"


def _count(text: TextFound, copied: Spoken) -> int:
    """How many statements stand letter by letter in what was copied."""
    return sum(copied.find(fold(one.statement.text), 0, len(copied.letters)) >= 0 for one in text.statements)


def copy_by_pdfium(data: bytes) -> Spoken:
    """All pages as Chrome copies them."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return Spoken(fold("\n".join(page.get_textpage().get_text_range() for page in document)))


def copy_by_poppler(path: Path) -> Spoken:
    """All pages as poppler copies them; nothing, where it is not installed."""
    if not shutil.which("pdftotext"):
        return Spoken("")
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return Spoken(fold(done.stdout.decode()))


def main(folder: Path) -> int:
    """Print the table; 1 when a statement or quantity is missing in any file, or there is no file."""
    counts: dict[str, Count] = defaultdict(Count)
    other = missing = 0
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        report = inspect_file(data, str(path))
        other += not report.texts
        copied = (copy_by_pdfium(data), copy_by_poppler(path)) if report.texts else ()
        for text in report.texts:
            counts[text.lang].add(text, *copied)
            missing += sum(one.found in ("missing", "out of order") for one in text.statements)
    head = f"{'language':<10}{'files':>6} {'statements':>11} {'verbatim':>16}  {'as a bag':>16}  {'quantities':>19}"
    head += f" {'pdfium':>8} {'poppler':>8}"
    print("\n".join([head, *(f"{lang:<10}{count}" for lang, count in sorted(counts.items()))]))
    if other:
        print(f"{other:,} files without a source were passed over")
    complete = not missing and all(count.quantities == count.quantities_found for count in counts.values())
    return 0 if counts and complete else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
