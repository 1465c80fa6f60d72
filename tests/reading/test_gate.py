from collections.abc import Iterable

import pytest

from plainleaf.content.grammar import Level
from plainleaf.languages import LevelLimits
from plainleaf.problems import Position, Problem
from plainleaf.reading import Block, Limits, check_levels

EASY = ["It can hurt your baby.", "Do not take it if you plan to have a baby.", "Call us if you feel hot or sick."]
PLAIN = [
    "It can hurt an unborn baby, even if you take it only one time.",
    "Do not take this medicine if you are pregnant or plan to have a baby soon.",
    "Call your care team at once if you have a fever or feel very sick.",
]
FULL = [
    "This medicine can cause severe birth defects in an unborn baby, even after you take it only one time.",
    "Do not take this medicine if you are pregnant, think you may be pregnant, or plan to have a baby soon.",
    "Call your care team at once if you have a fever, chills, a sore throat, or other signs of an infection.",
]
HARD = [
    "Administration of immunomodulatory medication during gestation is categorically contraindicated.",
    "Embryopathy has been established irrespective of cumulative exposure or therapeutic indication.",
]
LONG = (
    "You can call us on any day and we will help you to find out what you need to do so that you and the baby are safe."
)


def blocks(texts: Iterable[str], name: str = "a.yaml", *, critical: bool = False, times: int = 12) -> list[Block]:
    every = [text for _ in range(times) for text in texts]
    return [Block(text, Position(name, line), "use", critical) for line, text in enumerate(every, 1)]


def codes(problems: Iterable[Problem]) -> list[str]:
    return sorted({problem.code for problem in problems})


def test_a_leaflet_within_its_limits_has_no_problem() -> None:
    levels = {Level.EASY: blocks(EASY), Level.PLAIN: blocks(PLAIN), Level.FULL: blocks(FULL)}
    assert check_levels("en", levels) == []


@pytest.mark.parametrize("level", list(Level))
def test_a_level_over_its_grade_names_its_hardest_sentences(level: Level) -> None:
    problems = check_levels("en", {level: blocks(EASY) + blocks(HARD, "hard.yaml")})
    over = [problem for problem in problems if problem.code == "R010"]
    assert len(over) == 1
    assert over[0].position.file == "hard.yaml"
    assert over[0].position.line > 0
    assert str(level) in over[0].message
    assert "hard.yaml:" in over[0].hint
    assert "irrespective" in over[0].hint or "immunomodulatory" in over[0].hint
    assert ("R011" in codes(problems)) == (level is not Level.FULL)


@pytest.mark.parametrize(("level", "over"), [(Level.EASY, True), (Level.PLAIN, True), (Level.FULL, False)])
def test_no_sentence_may_be_too_long(level: Level, over: bool) -> None:  # noqa: FBT001 - a case of the table
    problems = check_levels("en", {level: [*blocks(EASY), Block(LONG, Position("long.yaml", 7))]})
    assert ("R014" in codes(problems)) == over
    for problem in problems:
        assert (problem.position.file, problem.position.line) == ("long.yaml", 7)


def test_sentences_of_a_short_text_are_looked_at_and_its_grade_is_not() -> None:
    problems = check_levels("en", {Level.EASY: [Block(text, Position("a.yaml", 1)) for text in (*HARD, LONG)]})
    assert codes(problems) == ["R014"]


def test_critical_sections_have_a_grade_of_their_own() -> None:
    text = blocks(EASY, times=60) + blocks(HARD, critical=True, times=12)
    problems = check_levels("en", {Level.FULL: text})
    assert codes(problems) == ["R015"]
    assert check_levels("en", {Level.FULL: blocks(EASY, times=60) + blocks(HARD, times=12)}) == []


def test_levels_grow_harder() -> None:
    same = check_levels("en", {Level.EASY: blocks(EASY), Level.PLAIN: blocks(EASY), Level.FULL: blocks(FULL)})
    assert codes(same) == ["R016"]
    turned = check_levels("en", {Level.PLAIN: blocks(FULL), Level.FULL: blocks(PLAIN)})
    assert "R016" in codes(turned)


def test_neighbours_may_differ_by_half_a_point_of_word_load_and_the_ends_may_not() -> None:
    rare = [text.replace("baby", "embryo") for text in EASY]
    problems = check_levels("en", {Level.EASY: blocks(rare), Level.PLAIN: blocks(PLAIN), Level.FULL: blocks(FULL)})
    assert codes(problems) == ["R017"]
    assert any("full" in problem.message for problem in problems)
    # One rare word more at the easy level of a thousand words: within the half point.
    nearly = [*blocks(EASY, times=29), Block("A phocomelia.", Position("a.yaml", 1)), *blocks(EASY, times=29)]
    common = [text.replace("pregnant", "sick").replace("fever", "cold") for text in PLAIN]
    levels = {Level.EASY: nearly, Level.PLAIN: blocks(common), Level.FULL: blocks(FULL)}
    assert check_levels("en", levels) == []


def test_other_languages_have_the_limits_of_their_pack() -> None:
    text = {Level.EASY: blocks(["Puede hacer daño a su bebé.", "No lo tome si está embarazada."], times=20)}
    assert check_levels("es", text) == []
    strict = LevelLimits(score=100, sentence_load=3, word_load=-50, longest_sentence=4)
    assert codes(check_levels("es", text, limits=Limits(easy=strict))) == ["R010", "R012", "R013", "R014"]


def test_sentence_load_is_the_default_limit_of_other_languages() -> None:
    sentence = "No tome este medicamento si está embarazada o si piensa que puede estarlo, y llame a su equipo médico."
    assert codes(check_levels("es", {Level.EASY: blocks([sentence], times=15)})) == ["R012"]


def test_an_unknown_language_is_a_problem_of_its_pack() -> None:
    (problem,) = check_levels("ti", {Level.EASY: blocks(EASY)})
    assert problem.code == "R001"
    assert problem.position.file == "translations/ti/language.yaml"


def test_names_are_taught_words() -> None:
    text = {Level.EASY: blocks(["Thalidomide can hurt a baby.", "Stop thalidomide now."], times=30)}
    assert "R010" in codes(check_levels("en", text))
    assert check_levels("en", text, names=["thalidomide"]) == []


def test_problems_come_in_order_and_once() -> None:
    problems = check_levels("en", {level: blocks(HARD) for level in Level})
    assert problems == sorted(set(problems))
    assert all(problem.hint for problem in problems)
