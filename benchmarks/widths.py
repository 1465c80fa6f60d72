"""How wide letters are set, against what `plainleaf.press.letter_widths` guesses: a line for each language.

``python -m benchmarks.widths`` sets the texts of all specimens in their fonts, each on one line. "Measured" is the em
of all of them for each em that was guessed; beside it stand the em of a letter, and of a vowel sign that stands beside
its letter, which fit these texts best. A specimen is short: the last digit means nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import weasyprint
from tests.support.specimens import FOLDER, read_specimen, specimen_text

from plainleaf.press.letter_widths import text_em

SIZE = 10.0
"""CSS pixels of an em."""


def main() -> None:
    """Measure every specimen."""
    print("language  measured  letter  sign")
    for path in sorted(FOLDER.glob("*.yaml")):
        (section,) = specimen_text(path.stem).sections
        texts = [statement.text for statement in section.statements]
        widths = measure(texts, path.stem)
        letter, sign = fit(texts, widths)
        print(f"{path.stem:8}  {sum(widths) / sum(map(text_em, texts)):8.2f}  {letter:6.2f}  {sign:4.2f}")


def measure(texts: Sequence[str], tag: str) -> list[float]:
    """Em of each text, set on a line of its own."""
    fonts = ", ".join(f'"{font}"' for font in (*read_specimen(tag).pack.fonts, "Noto Sans"))
    style = f"@page {{ size: 9999px 9999px }} p {{ white-space: nowrap; font: {SIZE}px {fonts} }}"
    body = "".join(f"<p><span>{escape(text)}</span></p>" for text in texts)
    rendered = weasyprint.HTML(string=f'<html lang="{tag}"><style>{style}</style>{body}').render()
    return [box.width / SIZE for page in rendered.pages for box in spans(page._page_box)]


def spans(box: Any) -> Iterator[Any]:
    """The boxes of the texts."""
    if box.element_tag == "span":
        yield box
    else:
        for child in getattr(box, "children", ()):
            yield from spans(child)


def fit(texts: Sequence[str], widths: Sequence[float]) -> tuple[float, float]:
    """Em of a letter and of a sign beside it, by least squares over texts in letters that have no case."""
    rows = []
    for text, width in zip(texts, widths, strict=True):
        kinds = [unicodedata.category(char) for char in text]
        rest = "".join(char for char, kind in zip(text, kinds, strict=True) if kind not in ("Lo", "Mc"))
        rows.append((kinds.count("Lo"), kinds.count("Mc"), width - text_em(rest)))
    aa, ab, bb = (sum(row[i] * row[j] for row in rows) for i, j in ((0, 0), (0, 1), (1, 1)))
    ay, by = (sum(row[i] * row[2] for row in rows) for i in (0, 1))
    determinant = aa * bb - ab * ab
    if not determinant:
        return (ay / aa if aa else 0.0), 0.0
    return (ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant


if __name__ == "__main__":
    main()
