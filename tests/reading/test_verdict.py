from pathlib import Path

import pytest

from plainleaf.content.grammar import Level
from plainleaf.languages import LevelLimits, Limits
from plainleaf.problems import Position
from plainleaf.reading import verdict
from plainleaf.reading.gate import Block
from plainleaf.reading.verdict import judge

SAID = {Level.EASY: [Block("Take one each day. " * 60, Position("a.yaml", 3))]}
STRICT = Limits(easy=LevelLimits(score=-9, longest_sentence=20))


def test_what_was_judged_is_not_judged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = judge("en", SAID, (), STRICT, tmp_path)
    monkeypatch.setattr(verdict, "check_levels", None)
    assert judge("en", SAID, (), STRICT, tmp_path) == first
    assert {problem.code for problem in first.problems} == {"R010"}
    assert first.problems[0].position == Position("a.yaml", 3)
    assert first.readings[Level.EASY].words == 240


@pytest.mark.parametrize(
    ("said", "names", "limits"),
    [
        ({Level.EASY: [Block("Take two each day. " * 60, Position("a.yaml", 3))]}, (), STRICT),
        ({Level.EASY: [Block("Take one each day. " * 60, Position("a.yaml", 4))]}, (), STRICT),
        (SAID, ("one",), STRICT),
        (SAID, (), None),
    ],
)
def test_whatever_decides_a_verdict_is_part_of_its_key(
    tmp_path: Path, said: dict[Level, list[Block]], names: tuple[str, ...], limits: Limits | None
) -> None:
    judge("en", SAID, (), STRICT, tmp_path)
    judge("en", said, names, limits, tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_damaged_verdict_is_judged_again(tmp_path: Path) -> None:
    first = judge("en", SAID, (), STRICT, tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text("{")
    assert judge("en", SAID, (), STRICT, tmp_path) == first


def test_a_cache_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert judge("en", SAID, (), STRICT, tmp_path / "file").problems
