from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.library import problems_of

from plainleaf.content.source import MAX_CHARACTERS, MAX_DEPTH, Path, Tree, read_source
from plainleaf.problems import PlainleafError, Position

words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff"), max_size=30)
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


def test_scalars_are_what_was_typed() -> None:
    text = "a: 0.50\nb: 010\nc: 20:00\nd: no\ne: 2026-01-31\nf: ~\ng:\nh: 1_000\n"
    tree = {"a": "0.50", "b": "010", "c": "20:00", "d": "no", "e": "2026-01-31", "f": "~", "g": "", "h": "1_000"}
    assert read_source(text, "f.yaml").tree == tree


@given(st.dictionaries(words, trees, min_size=1, max_size=5), st.sampled_from([True, False, None]))
def test_what_was_dumped_is_read_back_with_every_line(tree: dict[str, Any], flow: Any) -> None:
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=10_000, sort_keys=False)
    document = read_source(text, "f.yaml")
    assert document.tree == tree
    rows = text.split("\n")
    for path in _paths(tree, ()):
        line = document.position(path).line
        assert 1 <= line <= len(rows)
        if path and isinstance(path[-1], str) and path[-1].isascii() and path[-1].isalnum():
            assert path[-1] in rows[line - 1]


def test_every_value_points_at_its_line() -> None:
    text = """\
# head
a:
  b: x

  c:
    - one
    - d: two
      e: >
        long
        text
f: {g: h,
  i: j}
"""
    document = read_source(text, "f.yaml")
    expected: dict[Path, int] = {
        ("a",): 2,
        ("a", "b"): 3,
        ("a", "c"): 5,
        ("a", "c", 0): 6,
        ("a", "c", 1): 7,
        ("a", "c", 1, "d"): 7,
        ("a", "c", 1, "e"): 8,
        ("f",): 11,
        ("f", "g"): 11,
        ("f", "i"): 12,
    }
    assert {path: line for path, line in document.lines.items() if path} == expected


def test_a_value_that_is_not_there_has_the_place_of_what_is_around_it() -> None:
    document = read_source("a:\n  b:\n    c: d\n", "f.yaml")
    assert document.position(("a", "b", "missing", 3)) == Position("f.yaml", 2)
    assert document.position(("missing",)) == Position("f.yaml", 1)


def test_every_duplicate_key_is_named_with_both_lines() -> None:
    problems = problems_of(lambda: read_source("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f.yaml"))
    assert [(problem.code, problem.position.line) for problem in problems] == [("L002", 2), ("L002", 3)]
    assert "first on line 1" in problems[1].message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\nc: !!int 5\n", 2),
        ("a: b\nc: !!python/object/apply:os.system [date]\n", 2),
        ("a: b\n!!int 5: c\n", 2),
        ("!!python/object:os.x\na: b\n", 1),
        ("a: &x b\nc: d\n", 1),
        ("a: b\nc: *x\n", 2),
        ("a: b\n<<: *x\n", 2),
        ("a: b\n? [c, d]\n: e\n", 2),
        ("a: b\n---\nc: d\n", 2),
        ("a: [b\n", 2),
        ("a: b\nc: 'd\n", 3),
        ("a: b\nc: d: e\n", 2),
        ("a: b\n\tc: d\n", 2),
        ("a: b\nc: \x00\n", 2),
        ("a: b\nc: \x1b[31m\n", 2),
        ('a: b\nc: "\\0"\n', 2),
        ('a: b\nc: "\\x1b"\n', 2),
        ('a: b\nc: "\\ud800"\n', 2),
        ('a: b\n"c\\x07": d\n', 2),
        ('a: "\\UFFFFFFFF"\n', 1),
        ("- a\n- b\n", 1),
        ("just words\n", 1),
        ("", 1),
        ("a: " + "[" * 100_000, 1),
        ("a: b\nc: " + "{d: " * MAX_DEPTH + "e" + "}" * MAX_DEPTH, 2),
        ("a" * (MAX_CHARACTERS + 1), 0),
    ],
)
def test_what_could_hide_a_mistake_is_refused(text: str, line: int) -> None:
    problems = problems_of(lambda: read_source(text, "f.yaml"))
    assert {problem.code for problem in problems} == {"L001"}
    assert problems[0].position == Position("f.yaml", line)


def test_every_alias_is_named() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    problems = problems_of(lambda: read_source(bomb, "f.yaml"))
    assert [problem.position.line for problem in problems] == [1, 2, 2, 2, 3, 3]


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = MAX_DEPTH - 1
    tree: Tree = read_source("a: " + "[" * depth + "]" * depth, "f.yaml").tree["a"]
    for _ in range(depth - 1):
        assert isinstance(tree, list)
        (tree,) = tree
    assert tree == []


@given(st.text(max_size=200) | st.text("ab:-?#&*!|>'\"%@{}[], \n\t\\<U0", max_size=60))
@example("%YAML 1." + "9" * 5_000 + "\n---\na: b")
@example("a: !<!> b")
@example("? ")
@example("%TAG ! tag:x,2000:\n---\na: !b c")
def test_no_text_ends_in_a_traceback(text: str) -> None:
    with suppress(PlainleafError):
        assert isinstance(read_source(text, "f.yaml").tree, dict)


def _paths(tree: object, path: Path) -> list[Path]:
    children: list[tuple[str | int, object]] = []
    if isinstance(tree, dict):
        children = list(tree.items())
    elif isinstance(tree, list):
        children = list(enumerate(tree))
    return [path, *(found for name, value in children for found in _paths(value, (*path, name)))]
