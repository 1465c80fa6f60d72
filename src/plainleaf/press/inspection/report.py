"""One finished PDF looked at as a file: what it is, what is in it, and what is wrong with it.

Nothing is asked of the engine that wrote it. The build looks at each sheet in this way before the sheet is published,
and `plainleaf inspect` at any file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plainleaf.press.colours import contrast
from plainleaf.press.inspection.drawn import DrawnFile
from plainleaf.press.inspection.embedded import FontFound
from plainleaf.press.inspection.faults import find_faults
from plainleaf.press.inspection.file import FileReading, open_file
from plainleaf.press.inspection.ink import look
from plainleaf.press.inspection.tags import TagTree
from plainleaf.press.inspection.words import TextFound, compare_all
from plainleaf.press.source import LeafletSource
from plainleaf.problems import PlainleafError, Problem


@dataclass(frozen=True, slots=True)
class Report:
    """What a PDF is.

    Attributes:
        source: what it has to say; none: nothing is attached to it, and nobody said.
        pages: width and height of each, in points.
        sizes: the smallest type in points, by the tag that it stands in; ``foot``: in none.
        contrast: the lowest between text and what is behind it, in colour or in grey; none: there is no text.
        bookmarks: whether there are any.
        print_only: pages put on larger sheets for printing, which nobody can listen to.
        texts: what was found of the source, by language.
    """

    name: str
    source: LeafletSource | None = None
    title: str = ""
    pages: tuple[tuple[float, float], ...] = ()
    fonts: tuple[FontFound, ...] = ()
    sizes: Mapping[str, float] = field(default_factory=dict)
    contrast: float | None = None
    tags: TagTree = field(default_factory=TagTree)
    bookmarks: bool = False
    print_only: bool = False
    texts: tuple[TextFound, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The shape that ``inspect --json`` prints of a file; keys are a promise to other programs."""
        source = self.source
        named = ("leaflet", "level", "format", "place", "status", "version", "code")
        return {
            "file": self.name,
            **{name: getattr(source, name) if source else None for name in named},
            "lang": source.texts[0].lang if source else None,
            "beside": source.texts[1].lang if source and len(source.texts) > 1 else None,
            "title": self.title,
            "pages": [{"width": round(width, 1), "height": round(height, 1)} for width, height in self.pages],
            "fonts": [
                {"name": font.name, "family": font.family, "embedded": font.is_embedded, "readable": font.is_readable}
                for font in self.fonts
            ],
            "smallest_type": {role: round(size, 2) for role, size in self.sizes.items()},
            "lowest_contrast": None if self.contrast is None else round(self.contrast, 1),
            "tags": {
                "tagged": self.tags.exists,
                "lang": self.tags.lang,
                "languages": list(self.tags.languages),
                "counts": dict(self.tags.counts),
                "bookmarks": self.bookmarks,
            },
            "print_only": self.print_only,
            "texts": [_text_as_json(text) for text in self.texts],
            "problems": [problem.as_json() for problem in self.problems],
        }


def _text_as_json(text: TextFound) -> dict[str, Any]:
    found, expected = text.quantities
    return {
        "lang": text.lang,
        "statements": len(text.statements),
        "verbatim": text.count("verbatim"),
        "letters_lost": text.count("letters lost"),
        "order_lost": text.count("order lost"),
        "out_of_order": text.count("out of order"),
        "missing": text.count("missing"),
        "quantities": expected,
        "quantities_found": found,
    }


def inspect_file(
    data: bytes, name: str, fonts: Sequence[str] | None = None, source: LeafletSource | None = None
) -> Report:
    """Look at one PDF. What cannot be read at all is a report with nothing but a problem.

    Args:
        name: as people know it, for messages.
        fonts: families that it may be set in; none: any.
        source: what it has to say; none: what the source attached to it says.

    Returns:
        Problems P040 and P046 to P066; warnings are what is lost to those who copy or listen, and not on paper.
    """
    try:
        with DrawnFile(data) as drawn:
            reading = open_file(data, name, drawn)
            source = source or reading.attached
            is_judged = source is not None and not reading.is_print_only
            stains = look(drawn, name, may_have_patterns=reading.has_patterns) if is_judged else ()
    except PlainleafError as error:
        return Report(name, problems=error.problems)
    texts: tuple[TextFound, ...] = ()
    if source is not None and reading.tags.exists:
        spoken = reading.spoken()
        texts = compare_all(source.texts, spoken)
    return Report(
        name=name,
        source=source,
        title=reading.title,
        pages=tuple((page.width, page.height) for page in reading.pages),
        fonts=reading.fonts,
        sizes=_smallest(reading),
        contrast=min(
            (contrast(*pair) for pair in {(one.ink, one.paper) for _, one, _ in reading.writings}), default=None
        ),
        tags=reading.tags,
        bookmarks=reading.bookmarks,
        print_only=reading.is_print_only,
        texts=texts,
        problems=tuple(find_faults(reading, source, fonts, texts, stains)),
    )


def _smallest(reading: FileReading) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for _, writing, role in reading.writings:
        sizes[role] = min(writing.size, sizes.get(role, writing.size))
    return dict(sorted(sizes.items()))
