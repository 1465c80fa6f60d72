"""What programs read in finished leaflets, language by language: ``extraction.py FOLDER`` reads every PDF below it.

Each file is held against the source that is attached to it. "Verbatim" is letter by letter, in order; "as a bag" adds
the statements whose letters are all there but for those that the font's table lacks, or in another order. A quantity
counts when it is found in its statement. docs/clinic-it.md says what `plainleaf inspect` makes of the difference.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from plainleaf.press.inspection.report import inspect_file
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

    def add(self, text: TextFound) -> None:
        """The text of one more file."""
        found, expected = text.quantities
        self.files += 1
        self.statements += len(text.statements)
        self.verbatim += text.count("verbatim")
        self.bag += text.count("verbatim", "letters lost", "order lost")
        self.quantities += expected
        self.quantities_found += found

    def __str__(self) -> str:
        pairs = ((self.verbatim, self.statements), (self.bag, self.statements))
        shares = [f"{found:>8,} {100 * found / max(of, 1):6.2f}%" for found, of in pairs]
        numbers = f"{self.quantities_found:>8,} of {self.quantities:>7,}"
        return f"{self.files:>6,} {self.statements:>11,} {'  '.join(shares)}  {numbers}"


def main(folder: Path) -> int:
    """Print the table; 1 when a statement or quantity is missing in any file, or there is no file."""
    counts: dict[str, Count] = defaultdict(Count)
    other = missing = 0
    for path in sorted(folder.rglob("*.pdf")):
        report = inspect_file(path.read_bytes(), str(path))
        other += not report.texts
        for text in report.texts:
            counts[text.lang].add(text)
            missing += sum(one.found in ("missing", "out of order") for one in text.statements)
    head = f"{'language':<10}{'files':>6} {'statements':>11} {'verbatim':>16}  {'as a bag':>16}  {'quantities':>19}"
    print("\n".join([head, *(f"{lang:<10}{count}" for lang, count in sorted(counts.items()))]))
    if other:
        print(f"{other:,} files without a source were passed over")
    complete = not missing and all(count.quantities == count.quantities_found for count in counts.values())
    return 0 if counts and complete else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
