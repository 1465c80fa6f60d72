from __future__ import annotations

from plainleaf.problems import PlainleafError, Position, Problem, errors

FAULT = Problem(Position("a.yaml", 3), "L001", "it is broken", "mend it")
WARNING = Problem(Position("a.yaml"), "L034", "it is long", strength="warning", msgctxt="a/b")


def test_a_problem_says_where_what_and_how() -> None:
    assert str(FAULT) == "a.yaml:3: L001 it is broken Hint: mend it"
    assert str(WARNING) == "a.yaml: L034 warning: it is long"


def test_a_problem_has_a_shape_for_programs() -> None:
    assert FAULT.as_json() == {
        "code": "L001",
        "strength": "error",
        "file": "a.yaml",
        "line": 3,
        "message": "it is broken",
        "hint": "mend it",
    }
    assert WARNING.as_json()["msgctxt"] == "a/b"


def test_problems_are_sorted_by_place() -> None:
    later = Problem(Position("a.yaml", 20), "L001", "x")
    other = Problem(Position("b.yaml", 1), "L001", "x")
    assert sorted([other, later, FAULT, WARNING]) == [WARNING, FAULT, later, other]


def test_warnings_forbid_nothing() -> None:
    assert errors([WARNING, FAULT]) == [FAULT]


def test_an_error_carries_one_problem_or_many() -> None:
    assert PlainleafError(FAULT).problems == (FAULT,)
    assert str(PlainleafError([FAULT, WARNING])) == f"{FAULT}\n{WARNING}"
