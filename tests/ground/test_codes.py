from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.examples import Example, all_examples
from tests.support.library import REPOSITORY

EXAMPLES = all_examples()
LEAST_CODES = 25


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_example_of_a_code_is_found_at_its_place(example: Example, tmp_path: Path) -> None:
    found = [problem for problem in example.problems(tmp_path) if problem.code == example.code]
    assert example.position in [problem.position for problem in found]
    assert all(problem.message for problem in found)


def test_every_code_of_the_program_has_an_example() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "src" / "plainleaf").rglob("*.py")]
    codes = {code for text in sources for code in re.findall(r'"([WLTR]\d{3})"', text)}
    assert len(codes) >= LEAST_CODES
    assert codes - {example.code for example in EXAMPLES} == set()
