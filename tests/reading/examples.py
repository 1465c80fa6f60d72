from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner
from tests.support.examples import Example
from tests.support.library import FILES, packs

from plainleaf.cli.measure import measure
from plainleaf.content.grammar import Level
from plainleaf.languages import LevelLimits, Limits
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.reading import Block, check_levels
from plainleaf.reading.profiles import find_profile

EASY = ("It can hurt your baby.", "Do not take it if you plan to have a baby.", "Call us if you feel hot or sick.")
FULL = (
    "This medicine can cause severe birth defects in an unborn baby, even after you take it only one time.",
    "Call your care team at once if you have a fever, chills, a sore throat, or other signs of an infection.",
)
HARD = (
    "Administration of immunomodulatory medication during gestation is contraindicated.",
    "Embryopathy is established irrespective of cumulative exposure.",
)
LONG = "You can call us on any day and we will help you to find out what you need to do so that you and he are safe."
LONG_SPANISH = "No tome este medicamento si está embarazada o si piensa que puede estarlo, y llame a su equipo médico."
TIMES = 30
Levels = Mapping[Level, Sequence[Block]]


def _level(*texts: str, critical: bool = False) -> list[Block]:
    """A level long enough to be judged; each sentence stands on one line, however often it is said."""
    return [Block(text, Position("a.yaml", line), "use", critical) for line, text in enumerate(texts, 1)] * TIMES


def _hard(code: str, line: int, levels: Levels, lang: str = "en", limits: Limits | None = None) -> Example:
    return Example(code, "a.yaml", line, lambda _: check_levels(lang, levels, limits=limits))


def _measured(folder: Path, *arguments: str) -> Iterable[Problem]:
    """What `measure` says of a file that is the last argument; where the folder is differs from run to run."""
    error = CliRunner().invoke(measure, [*arguments[:-1], str(folder / arguments[-1])]).exception
    assert isinstance(error, PlainleafError)
    return [
        Problem(Position(Path(one.position.file).name, one.position.line), one.code, one.message)
        for one in error.problems
    ]


def _unknown() -> Iterable[Problem]:
    find_profile("xx")
    return ()


def _not_text(folder: Path) -> Iterable[Problem]:
    (folder / "a.txt").write_bytes(b"Call us.\ncaf\xe9")
    return _measured(folder, "--lang", "fr", "a.txt")


def write_library(folder: Path, **changed: str) -> Path:
    """The invented library as a workspace of its own, with changed leaflets."""
    leaflets = {f"leaflets/{name}.yaml": text for name, text in changed.items()}
    for path, text in {**FILES, **packs(), "plainleaf.toml": "", **leaflets}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def _silent(folder: Path) -> Iterable[Problem]:
    american = FILES["leaflets/somnoril.yaml"].replace("        certainty:", "        places: [us]\n        certainty:")
    write_library(folder, somnoril=american.replace("      - use: shared.calls.fever\n", ""))
    return _measured(folder, "--lang", "en", "--place", "uk", "leaflets/somnoril.yaml")


EXAMPLES = (
    Example("R001", "--lang", 0, lambda _: _unknown()),
    Example("R001", "translations/xx/language.yaml", 0, lambda _: check_levels("xx", {})),
    Example("R002", "missing.txt", 0, lambda folder: _measured(folder, "--lang", "en", "missing.txt")),
    Example("R002", "a.txt", 2, _not_text),
    Example("R003", "somnoril.yaml", 0, _silent),
    _hard("R010", 4, {Level.EASY: _level(*EASY, *HARD)}),
    _hard("R011", 4, {Level.EASY: _level(*EASY, *HARD)}),
    _hard("R012", 1, {Level.EASY: _level(LONG_SPANISH)}, "es"),
    _hard(
        "R013",
        4,
        {Level.EASY: _level(*EASY, *HARD)},
        limits=Limits(easy=LevelLimits(word_load=10, longest_sentence=20)),
    ),
    _hard("R014", 2, {Level.EASY: _level(EASY[0], LONG)}),
    _hard("R015", 1, {Level.FULL: [*_level(*EASY) * 5, *_level(*HARD, critical=True)]}),
    _hard("R016", 2, {Level.EASY: _level(*EASY), Level.PLAIN: _level(*EASY), Level.FULL: _level(*FULL)}),
    _hard("R017", 1, {Level.EASY: _level("It can hurt the embryo and the placenta."), Level.FULL: _level(*FULL)}),
)
