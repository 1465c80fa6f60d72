"""What sheets are made from: another input is another hash, and only what an edit concerns is printed again."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

import pytest
from tests.support.clinic import Workplace, make_clinic
from tests.support.library import CALLS, FILES, LEAFLET, TERMS

from plainleaf.build.finishing import Finished
from plainleaf.build.inputs import digest
from plainleaf.build.orders import Order
from plainleaf.build.plan import Agenda, Inputs, Request
from plainleaf.build.planning import open_planner
from plainleaf.build.run import compare, run_build
from plainleaf.build.store import LocalFolder
from plainleaf.problems import Position
from plainleaf.workspace import find_workspace

SECOND = "leaflets/dormiril.yaml"
OWN = """\
      - id: dormiril.mouse
        sources: [sleep-book]
        certainty: C1
        text: {easy: "Keep it from the mouse.", plain: same, full: same}
"""
CATALOG = "translations/es/LC_MESSAGES/somnoril.po"


@pytest.fixture
def clinic(tmp_path: Path) -> Workplace:
    """Somnoril in two languages, and a medicine in English that does not use the shared statement of fever."""
    second = FILES[LEAFLET].replace("somnoril", "dormiril").replace("Somnoril", "Dormiril")
    second = second.replace("      - use: shared.calls.fever\n", OWN)
    assert OWN in second
    terms = FILES[TERMS] + "  - term: dormiril\n    text: Dormiril\n    kind: medicine\n"
    return make_clinic(tmp_path, {SECOND: second, TERMS: terms})


def agenda(clinic: Workplace, **asked: tuple[str, ...] | str) -> Agenda:
    return open_planner(find_workspace(clinic.root), Request(**asked)).agenda()  # type: ignore[arg-type]


def inputs(clinic: Workplace, **asked: tuple[str, ...] | str) -> dict[tuple[str, str], Inputs]:
    return {(one.targets[0].leaflet, one.targets[0].lang): one.inputs for one in agenda(clinic, **asked).batches}


def changed(before: dict[tuple[str, str], Inputs], after: dict[tuple[str, str], Inputs]) -> dict[str, set[str]]:
    """For each leaflet and language, names of the inputs that are different."""
    assert before.keys() == after.keys()
    pairs = {f"{leaflet} {lang}": (before[leaflet, lang], after[leaflet, lang]) for leaflet, lang in before}
    differing = {name: {key for key in new if old[key] != new[key]} for name, (old, new) in pairs.items()}
    return {name: found for name, found in differing.items() if found}


ALL = {"somnoril en", "somnoril es", "dormiril en", "dormiril es"}
EDITS = {
    "a shared statement": (CALLS, "of {fever} or more: call", "of {fever} or higher: call", {"somnoril": {"shared"}}),
    "a leaflet": (SECOND, 'version: "1.0"', 'version: "1.1"', {"dormiril": {"leaflet"}}),
    "a comment": (SECOND, "schema: 1\n", "schema: 1\n# nothing\n", {"dormiril": {"leaflet"}}),
    "a translation": (CATALOG, "Da sueño. No conduzca.", "Da sueño: no conduzca.", {"somnoril es": {"messages"}}),
    "a label": ("leaflets/shared/labels.yaml", "Code {code}", "Sign {code}", None),
    "the clinic": ("plainleaf.toml", "[print]", '[clinic]\nname = "Elm Street"\n[print]', None),
    "the theme": ("templates/plain/print.css", "size: A5", "size: A4", None),
    "a plural rule": (
        "translations/es/LC_MESSAGES/shared.po",
        "plural=(n != 1)",
        "plural=(n > 1)",
        {" es": {"language"}},
    ),
    "a pack": ("translations/es/language.yaml", "schema: 1\n", "schema: 1\n# nothing\n", {" es": {"language"}}),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_changes_the_inputs_of_what_it_concerns(clinic: Workplace, what: str) -> None:
    path, old, new, concerned = EDITS[what]
    before = inputs(clinic)
    clinic.edit(path, old, new)
    found = changed(before, inputs(clinic))
    if concerned is None:
        assert found.keys() == ALL
        assert len({frozenset(names) for names in found.values()}) == 1 or what == "a label"
        return
    ((name, kinds),) = concerned.items()
    assert found == {one: kinds for one in ALL if name in one}


def test_nothing_changes_by_itself(clinic: Workplace) -> None:
    assert inputs(clinic) == inputs(clinic)


def test_a_line_further_down_is_the_same_shared_statement(clinic: Workplace) -> None:
    before = inputs(clinic)
    clinic.edit(CALLS, "schema: 1\n", "# a line more\nschema: 1\n")
    assert changed(before, inputs(clinic)) == {}


def test_lists_do_not_run_into_each_other() -> None:
    assert digest(["ab", "c"]) != digest(["a", "bc"])
    assert digest([("a", "b"), "c"]) != digest(["a", ("b", "c")])
    assert digest([{"a": "b"}]) != digest([("a", "b")])
    assert digest([Position("a", 1)]) == digest([Position("b", 2)])
    assert digest([1]) != digest(["1"])
    assert digest([b"1"]) != digest([b"2"])


def test_one_edited_shared_statement_prints_exactly_the_sheets_that_say_it(clinic: Workplace) -> None:
    assert len(clinic.json("build", "--lang", "en")["built"]) == 2
    clinic.edit(CALLS, "Fever of {fever} or more: call", "Fever of {fever} or higher: call")
    report = clinic.json("build", "--lang", "en")
    assert [one["path"] for one in report["built"]] == ["us/en/somnoril/easy-letter.pdf"]
    assert report["unchanged"] == 1
    clinic.edit(CALLS, "You have a fever of {fever} or more:", "You have a fever of {fever} or higher:")
    assert clinic.json("build", "--lang", "en")["built"] == []  # it is said at the other levels alone


def test_a_ward_prints_with_its_own_name(clinic: Workplace) -> None:
    clinic.edit("plainleaf.toml", "[print]", '[clinic]\nname = "Elm Street"\n[profiles.ward]\nname = "Ward 3"\n[print]')
    before = inputs(clinic)
    assert changed(before, inputs(clinic, profile="ward")) == {one: {"clinic"} for one in ALL}
    planner = open_planner(find_workspace(clinic.root), Request(profile="ward"))
    assert planner.press.clinic.name == "Ward 3"
    assert [problem.code for problem in clinic.refused("build", "--profile", "nobody")] == ["W001"]


def test_a_release_takes_drafts_off_the_shelf(clinic: Workplace) -> None:
    assert len(clinic.json("build", "--lang", "en")["built"]) == 2
    report = clinic.json("build", "--lang", "en", "--release")
    assert {problem["code"] for refusal in report["refused"] for problem in refusal["problems"]} == {"B003"}
    assert (report["built"], report["unchanged"], len(report["refused"])) == ([], 0, 2)
    left = {path.relative_to(clinic.root / "output").as_posix() for path in clinic.root.glob("output/**/*.pdf")}
    assert left == {f"withdrawn/us/en/{name}/easy-letter.pdf" for name in ("somnoril", "dormiril")}


def test_a_broken_leaflet_that_is_named_costs_itself_alone(clinic: Workplace) -> None:
    clinic.edit(SECOND, 'version: "1.0"', "version: new")
    report = clinic.json("build", "somnoril", "dormiril", "--lang", "en")
    assert [one["leaflet"] for one in report["built"]] == ["somnoril"]
    assert {problem["code"] for problem in report["problems"]} == {"L003"}


def test_a_sheet_that_nobody_answers_for_is_told(clinic: Workplace) -> None:
    planner = open_planner(find_workspace(clinic.root), Request(languages=("en",)))
    agenda, output = planner.agenda(), LocalFolder(clinic.root / "output")

    def forget_all(_: Sequence[Order]) -> Generator[Finished, None, None]:
        yield from ()

    result = run_build(agenda, compare(agenda, output), output, forget_all)
    assert {(problem.code, problem.position.file) for problem in result.problems} == {
        ("B016", f"us/en/{name}/easy-letter.pdf") for name in ("somnoril", "dormiril")
    }
    assert not result.succeeded


def test_what_was_set_again_and_is_the_same_is_not_set_a_third_time(
    clinic: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.run("build", "--lang", "en")
    clinic.edit(SECOND, "schema: 1\n", "schema: 1\n# nothing\n")
    assert clinic.json("build", "--lang", "en")["built"] == []
    clinic.edit(SECOND, "# nothing\n", "# nothing \n")
    monkeypatch.setattr("plainleaf.build.workers.Pressroom.carry_out", lambda *_: pytest.fail("nothing is to be set"))
    clinic.edit(SECOND, "# nothing \n", "# nothing\n")
    assert clinic.json("build", "--lang", "en")["unchanged"] == 2


def test_a_new_medicine_may_be_named_in_a_statement_that_was_sound(clinic: Workplace) -> None:
    """What the rules found of a leaflet is kept, and one of them asks which other medicines there are."""
    clinic.edit(CALLS, "Fever of", "Dormiril fever of")
    second = clinic.root / SECOND
    text = second.read_text(encoding="utf-8")
    second.unlink()
    assert not agenda(clinic, leaflets=("somnoril",)).refusals
    second.write_text(text, encoding="utf-8")
    refusals = agenda(clinic, leaflets=("somnoril",)).refusals
    assert {problem.code for one in refusals for problem in one.problems} == {"L026"}
