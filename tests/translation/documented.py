"""The examples of ``docs/checks.md``: a language, an English text, refused translations and one that passes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.library import REPOSITORY

from plainleaf.languages import folder_of
from plainleaf.problems import Position, Problem
from plainleaf.translation.bilingual import read_english, read_pairs, read_target
from plainleaf.translation.safety.comparison import Pair
from plainleaf.translation.safety.linter import Linter

_BLOCK = re.compile(
    r"^```lint (?P<code>T\d{3}) (?P<tag>\S+)(?P<marks>[ a-z]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
PLACE = Position("documented.po", 7)


@dataclass(frozen=True)
class Documented:
    """One example block."""

    code: str
    tag: str
    own: bool
    among: bool
    source: str
    refused: tuple[str, ...]
    passing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code}-{self.tag}"

    def problems(self, text: str) -> list[Problem]:
        """What is said of one of its translations."""
        pair = Pair("example", self.source, text, PLACE, own=self.own)
        others = neighbours(self.tag) if self.among else []
        return [problem for problem in linter(self.tag).check_pairs([*others, pair]) if problem.position == PLACE]


def documented() -> list[Documented]:
    """All blocks of the page."""
    page = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8")
    return [_read(match) for match in _BLOCK.finditer(page)]


def _read(match: re.Match[str]) -> Documented:
    source, *lines = match["body"].rstrip("\n").split("\n")
    texts = [(line[:2], _ESCAPE.sub(lambda found: chr(int(found[1], 16)), line[2:])) for line in lines]
    assert {mark for mark, _ in texts} == {"- ", "+ "}, match[0]
    return Documented(
        match["code"],
        match["tag"],
        own="own" in match["marks"],
        among="among" in match["marks"],
        source=source,
        refused=tuple(text for mark, text in texts if mark == "- "),
        passing=tuple(text for mark, text in texts if mark == "+ "),
    )


@cache
def linter(tag: str) -> Linter:
    """The linter of a language of the repository."""
    return Linter(read_english(files()), read_target(files(), tag))


@cache
def files() -> dict[str, str]:
    """The language files of the repository."""
    return {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
        for path in REPOSITORY.glob("translations/*/*.yaml")
    }


@cache
def neighbours(tag: str) -> tuple[Pair, ...]:
    """The messages of a real leaflet, and two that some examples speak of."""
    path = REPOSITORY / "translations" / folder_of(tag) / "LC_MESSAGES" / "thalidomide.po"
    pairs, _ = read_pairs(path.read_text(encoding="utf-8"), Path(path).name)
    return (*pairs, *_extra())


def _extra() -> Iterator[Pair]:
    yield Pair(
        "extra.blood",
        "Never give blood while you take this medicine, nor for 4 weeks after.",
        "No done sangre mientras toma esta medicina, ni en las 4 semanas siguientes.",
        Position("documented.po", 1),
    )
    yield Pair(
        "extra.test",
        "Your doctor will test your blood every week to count the white cells.",
        "Su médico le hará análisis de sangre cada semana para contar los glóbulos blancos.",
        Position("documented.po", 4),
    )
