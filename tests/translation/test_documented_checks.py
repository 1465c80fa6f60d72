from __future__ import annotations

import re

import pytest
from tests.support.library import REPOSITORY
from tests.translation.documented import Documented, documented

from plainleaf.problems import errors

BLOCKS = documented()
FEWEST_BLOCKS = 45


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_refused_examples_are_refused(block: Documented) -> None:
    for text in block.refused:
        assert block.code in {problem.code for problem in block.problems(text)}, text


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_the_passing_examples_pass(block: Documented) -> None:
    for text in block.passing:
        assert block.problems(text) == []


def test_every_safety_check_has_an_example_and_the_strength_it_is_said_to_have() -> None:
    assert len(BLOCKS) >= FEWEST_BLOCKS
    page = (REPOSITORY / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(T0[1-48]\d)` \| (error|warning) \|", page, re.MULTILINE))
    assert rows.keys() == {block.code for block in BLOCKS}
    for code, strength in rows.items():
        block = next(block for block in BLOCKS if block.code == code)
        found = [problem for problem in block.problems(block.refused[0]) if problem.code == code]
        assert ("error" if errors(found) else "warning") == strength, code
