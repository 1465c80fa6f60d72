from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.support.library import FILES, LEAFLET, UK, edit, line_of, problems_of

from plainleaf.content.furniture import SourcePlace
from plainleaf.content.grammar import QuantityValue
from plainleaf.content.schema import SourceLeaflet
from plainleaf.content.source import read_source
from plainleaf.content.validation import json_schema, validate
from plainleaf.problems import Problem


def _refused(old: str, new: str) -> tuple[tuple[Problem, ...], dict[str, str]]:
    files = edit(FILES, LEAFLET, old, new)
    return problems_of(lambda: validate(read_source(files[LEAFLET], LEAFLET), SourceLeaflet)), files


def test_all_faults_of_a_file_are_named_at_once() -> None:
    files = edit(FILES, LEAFLET, "kind: medicine", "kind: potion")
    files = edit(files, LEAFLET, "revised: 2026-01-31", "revised: yesterday")
    files = edit(files, LEAFLET, "certainty: C1", "certainty: C9")
    files = edit(files, LEAFLET, "heading: at-night", "headin: at-night")
    problems = problems_of(lambda: validate(read_source(files[LEAFLET], LEAFLET), SourceLeaflet))
    lines = [line_of(files, LEAFLET, text) for text in ("potion", "yesterday", "C9", "headin:")]
    assert [(problem.code, problem.position.line) for problem in problems] == [("L003", line) for line in lines]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("revised: 2026-01-31\n", "revised: 2026-01-31\nsensitve: true\n", "the key `sensitve` is not known"),
        ("revised: 2026-01-31\n", "revised: 2026-01-31\nsensitive: no\n", "(here: `no`)"),
        ("revised: 2026-01-31\n", "revised: 2026-01-31\nsensitive: yes\n", "(here: `yes`)"),
        ("schema: 1", "schema: 2", "`schema`"),
        ('version: "1.0"', "version: 1", "`version`"),
        ("leaflet: somnoril", "leaflet: Somnoril", "`leaflet`"),
        ("wait: {amount: 4, unit: week}", "wait: {amount: 4, unit: fortnight}", "fortnight"),
        ("wait: {amount: 4, unit: week}", "wait: {amount: four, unit: week}", "four"),
        ("wait: {amount: 4, unit: week}", "wait: {amount: NaN, unit: week}", "NaN"),
        ("wait: {amount: 4, unit: week}", "wait: {amount: -4, unit: week}", "-4"),
        ("wait: {amount: 4, unit: week}", "wait: {amount: 1e999, unit: week}", "1e999"),
        ("wait: {amount: 4, unit: week}", "wait: {low: 4, unit: week}", "`amount`, or both `low` and `high`"),
        ("wait: {amount: 4, unit: week}", "wait: {low: 4, high: 4, unit: week}", "less than"),
        ("wait: {amount: 4, unit: week}", "wait: {telephone: call me}", "call me"),
        ("schedule: {type: daily, times: [bedtime]}", "schedule: {type: hourly}", "hourly"),
        ("schedule: {type: daily, times: [bedtime]}", "schedule: {times: [bedtime]}", "the `type` is missing"),
        ("schedule: {type: daily, times: [bedtime]}", "schedule: {type: cycle, days: 7, take: 7}", "days of rest"),
        ("easy: Swallow it whole.", "easy: same", "there is none"),
        ("easy: Swallow it whole.\n", "easy: {}\n", "text.easy"),
        ("sources: [sleep-book]", "sources: []", "sources"),
        ("covers: [ZZ01]", "covers: [zz01]", "zz01"),
    ],
)
def test_a_fault_is_named_on_its_line(old: str, new: str, words: str) -> None:
    problems, files = _refused(old, new)
    (problem,) = problems
    assert problem.code == "L003"
    assert words in problem.message
    first = problem.position.line
    typed = new.splitlines()[-1] if "\n" in new else new
    # What is wrong with a text is said of all the texts of a statement, one line above.
    assert line_of(files, LEAFLET, typed) - first == (1 if typed == "easy: same" else 0)


@pytest.mark.parametrize("key", ["kind", "version", "revised", "review_by", "sections"])
def test_a_missing_key_is_named(key: str) -> None:
    rows = FILES[LEAFLET].splitlines(keepends=True)
    text = "".join(row for row in rows if not row.startswith(f"{key}:"))
    if key == "sections":
        text = text[: text.index("  - section: key_messages")]
    (problem,) = problems_of(lambda: validate(read_source(text, LEAFLET), SourceLeaflet))
    assert problem.message == f"the key `{key}` is missing in the file"
    assert problem.position.line == 1


@pytest.mark.parametrize("texts", ["{}", "{full: same}", "{plain: same, full: Loud.}"])
def test_same_needs_something_to_be_the_same_as(texts: str) -> None:
    problems, files = _refused("text:\n          plain: Loud snoring.\n          full: same\n", f"text: {texts}\n")
    (problem,) = problems
    assert "text" in problem.message
    assert problem.position.line == line_of(files, LEAFLET, f"text: {texts}")


def test_a_value_without_its_unit_is_named_by_the_name_it_has() -> None:
    problems, files = _refused("wait: {amount: 4, unit: week}", "wait:\n    amount: 4")
    (problem,) = problems
    assert problem.message == "the key `unit` is missing in values.wait"
    assert problem.position.line == line_of(files, LEAFLET, "wait:")


def test_a_medicine_without_a_dose_is_refused() -> None:
    problems, _ = _refused("dose: {form: capsule, unit: milligram}\n", "")
    assert "`names`, `dose` and `schedule`" in problems[0].message


def test_a_leaflet_is_reviewed_after_it_was_revised() -> None:
    problems, _ = _refused("review_by: 2028-01-31", "review_by: 2026-01-31")
    assert "`review_by` must be after `revised`" in problems[0].message


def test_an_overview_needs_a_title() -> None:
    problems, _ = _refused("kind: medicine", "kind: overview")
    assert "an overview needs a `title`" in problems[0].message


@pytest.mark.parametrize("fact", ["certainty: C1", "telephone: '999', web: example.org, certainty: C1"])
def test_a_fact_of_a_place_is_one_thing(fact: str) -> None:
    files = edit(FILES, UK, 'telephone: "999", certainty: C1', fact)
    (problem,) = problems_of(lambda: validate(read_source(files[UK], UK), SourcePlace))
    assert "give one of" in problem.message
    assert problem.position.line == line_of(files, UK, "emergency")


def test_a_quantity_is_the_number_that_was_typed() -> None:
    values = validate(read_source(FILES[LEAFLET], LEAFLET), SourceLeaflet).values
    assert values["nap"] == (QuantityValue(low=Decimal("0.5"), high=Decimal("1.25"), unit="day"),)
    typed = read_source("amount: 0.50\nunit: day\n", "f").tree
    assert str(TypeAdapter(QuantityValue).validate_python(typed).amount) == "0.50"
    typed = read_source("amount: 010\nunit: day\n", "f").tree
    assert TypeAdapter(QuantityValue).validate_python(typed).amount == 10
    with pytest.raises(ValidationError):
        TypeAdapter(QuantityValue).validate_python(read_source("amount: 20:00\nunit: day\n", "f").tree)


def test_editors_get_a_json_schema() -> None:
    schema = json_schema()
    assert set(schema["required"]) >= {"schema", "leaflet", "kind", "sections"}
    assert schema["additionalProperties"] is False
    assert "SourceStatement" in schema["$defs"]
