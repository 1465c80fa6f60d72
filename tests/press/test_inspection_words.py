from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.inspected import ARABIC, ENGLISH, Statements, source

from plainleaf.press.inspection.letters import LOST, fold, has_letters, is_reordered, numbers_in, read_order
from plainleaf.press.inspection.spoken import Spoken
from plainleaf.press.inspection.words import TextFound, compare, compare_all

HINDI = (("water", "यह दवा पानी के साथ लें। 2\u00a0गोली।", ("2\u00a0गोली",)),)


def found(extracted: str, statements: Statements = ENGLISH, lang: str = "en") -> TextFound:
    return compare(source(statements, lang).texts[0], Spoken(fold(extracted)))


def ways(text: TextFound) -> list[str]:
    return [one.found for one in text.statements]


def joined(statements: Statements = ENGLISH) -> str:
    return " • ".join(text for _, text, _ in statements)


@pytest.mark.parametrize("statements", [ENGLISH, ARABIC, HINDI])
def test_what_is_there_is_found(statements: Statements) -> None:
    text = found(f"Head {joined(statements)} foot", statements)
    assert set(ways(text)) == {"verbatim"}
    assert text.quantities == (sum(len(one[2]) for one in statements),) * 2


def test_blanks_hyphens_and_compatible_letters_do_not_matter() -> None:
    assert fold("Fever of\u00a038\u202f°C,\nfi-\u200bll it\u2011in") == fold("Fever of 38 ℃, \ufb01-ll it-in")
    assert fold("a\x02b") == fold("a-b") == "a-b"
    assert fold("„a” ‘b’") == fold("„a“ ’b‘")
    assert fold("\u2067(KS)\u2069") == fold(")KS(") == "(KS("


def test_letters_of_other_scripts_keep_their_marks() -> None:
    assert fold("की") != fold("का")
    assert fold("é") != fold("e")
    assert fold("حُمّى") == fold("حمى")
    assert fold("أ") != fold("ا")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_has_no_blanks(text: str) -> None:
    assert not any(char.isspace() for char in fold(text))


# What stands on paper from left to right, and what it says.
LINES = [
    ("abc 12", "abc 12"),
    ("ىمح", "حمى"),
    ("100.4 ةرارح", "حرارة 100.4"),
    ("ةاذا Thalomid REMS دواء", "ءاود Thalomid REMS اذاة"),
    ("اموي 14–10 ةدم", "مدة 10–14 يوما"),
    (".HIV ضرم", "مرض HIV."),
    (")KS( سكر", "ركس (KS)"),
    ("٢٥ ةعرج", "جرعة ٢٥"),
    ("٣٨ °C", "٣٨ °C"),
    ("٢٠–١٠", "١٠–٢٠"),
    ("هتفه ۱۲", "۱۲ هفته"),
    ("1-555-0100 لصتا", "اتصل 1-555-0100"),
]


@pytest.mark.parametrize(("paper", "said"), LINES)
def test_a_line_is_read_as_it_was_typed(paper: str, said: str) -> None:
    assert read_order(list(paper)) == said


@given(st.text("abc ,.12", max_size=20))
def test_a_line_without_right_to_left_letters_stays_as_it_is(line: str) -> None:
    assert read_order(list(line)) == line


@given(st.text("ابتثج ،.", max_size=20))
def test_a_line_of_right_to_left_letters_is_turned(line: str) -> None:
    is_turned = any(char in line for char in "ابتثج،")
    assert read_order(list(line)) == (line[::-1] if is_turned else line)


@given(st.text())
def test_no_letter_is_lost_in_reading(line: str) -> None:
    assert sorted(read_order(list(line))) == sorted(line)


def test_letters_of_one_place_stay_together() -> None:
    assert read_order(["لا", "م"]) == "ملا"


def test_what_has_letters_and_what_is_reordered() -> None:
    assert has_letters("a") and has_letters("٢") and not has_letters("(،).")  # noqa: PT018
    assert is_reordered("ا") and is_reordered("क") and is_reordered("ខ") and not is_reordered("é中")  # noqa: PT018
    assert numbers_in("1,000mgو٣٫٥") == ["1,000", "٣٫٥"]


def test_a_missing_statement_is_missing_with_its_quantities() -> None:
    text = found(joined(ENGLISH[1:]))
    assert ways(text) == ["missing", "verbatim", "verbatim"]
    assert text.statements[0].missing_quantities == ("38\u00a0°C", "1-555-0100")
    assert text.quantities == (1, 3)


def test_a_moved_statement_is_out_of_order_and_the_others_are_not() -> None:
    assert ways(found(joined((*ENGLISH[1:], ENGLISH[0])))) == ["out of order", "verbatim", "verbatim"]


def test_a_statement_that_stands_twice_is_asked_for_twice() -> None:
    twice = (ENGLISH[1], ENGLISH[0], ("again", ENGLISH[1][1], ()), ENGLISH[2])
    assert set(ways(found(joined(twice), twice))) == {"verbatim"}
    assert ways(found(joined((twice[0], twice[1], twice[3])), twice))[2] == "missing"


def test_a_dropped_word_is_never_a_loss_of_extraction() -> None:
    assert ways(found(joined().replace("not ", "")))[1] == "missing"
    assert ways(found(joined(ARABIC).replace("لا ", ""), ARABIC))[1] == "missing"


def test_a_lost_letter_is_counted_and_a_lost_digit_is_not_forgiven() -> None:
    assert ways(found(joined().replace("whole", "").replace("sleepy", f"s{LOST}eepy")))[1] == "letters lost"
    assert ways(found(joined().replace("4", LOST)))[2] == "missing"
    assert ways(found(joined().replace("sleepy", LOST * 6).replace("makes", LOST * 5)))[1] == "missing"


def test_a_lost_vowel_sign_is_no_letter() -> None:
    assert ways(found(joined(ARABIC).replace("الحمل", f"الح{LOST}مل"), ARABIC))[1] == "letters lost"
    assert ways(found(joined().replace("1-555", f"1-5{LOST}55")))[0] == "missing"


def test_changed_order_is_a_loss_only_where_scripts_are_reordered() -> None:
    mixed = joined(HINDI).replace("दवा", "वदा")
    assert ways(found(mixed, HINDI)) == ["order lost"]
    assert ways(found(joined().replace("sleepy", "lseepy")))[1] == "missing"


def test_numbers_in_another_order_are_no_loss() -> None:
    two = (("two", "2 गोली, फिर 3 गोली।", ("2 गोली", "3 गोली")),)
    assert ways(found("3 गोली, फिर 2 गोली।", two)) == ["missing"]
    assert ways(found("12 गोली, फिर 3 गोली।", two)) == ["missing"]


def test_a_longer_number_is_another_number() -> None:
    two = (("two", "2 capsules at 8", ("2 capsules",)),)
    assert ways(found("Take 12 capsules at 8.", two)) == ["missing"]
    assert ways(found("Take 0.2 capsules at 8.", two)) == ["missing"]
    assert ways(found("Take 2 capsules at 81", two)) == ["missing"]
    assert ways(found("Take 2 capsules at 8.1", two)) == ["missing"]
    assert ways(found("Take 2 capsules at 8. Take it.", two)) == ["verbatim"]


def test_a_number_of_the_next_paragraph_is_no_part_of_this_one() -> None:
    two = (("two", "2 capsules at 8", ("2 capsules",)),)
    letters = "12capsulesat81"
    assert ways(compare(source(two).texts[0], Spoken(letters, frozenset({1, 13})))) == ["verbatim"]
    assert ways(compare(source(two).texts[0], Spoken(letters, frozenset({1})))) == ["missing"]


def test_how_often_an_effect_comes_must_be_said() -> None:
    often = source(frequency="very common: 1 in 10").texts[0]
    said = joined()
    assert [one.says_frequency for one in compare(often, Spoken(fold(said))).statements] == [False] * 3
    lead = "very common: 1 in 10"
    assert all(one.says_frequency for one in compare(often, Spoken(fold(f"{lead}. {said}"))).statements)
    assert not any(one.says_frequency for one in compare(often, Spoken(fold(f"{lead}0. {said}"))).statements)
    last = compare(often, Spoken(fold(said + lead))).statements
    assert [one.says_frequency for one in last] == [False, False, True]


def test_how_often_an_effect_comes_is_said_beside_that_effect() -> None:
    rash, stroke = source([("rash", "Rash", ())]).texts[0], source([("stroke", "Stroke", ())]).texts[0]
    both = tuple(
        text.statements[0].model_copy(update={"frequency": frequency})
        for text, frequency in ((rash, "common"), (stroke, "rare"))
    )
    text = rash.model_copy(update={"sections": (rash.sections[0].model_copy(update={"statements": both}),)})

    def says(extracted: str) -> list[bool]:
        return [one.says_frequency for one in compare(text, Spoken(fold(extracted))).statements]

    assert says("Rash (common) Stroke (rare)") == [True, True]
    assert says("Rash (rare) Stroke (common)")[0] is False
    assert says("Rash (uncommon) Stroke (rare)") == [False, True]


def test_a_statement_without_words_asks_for_nothing() -> None:
    blank = (ENGLISH[0], ("blank", "\u00a0", ()), ENGLISH[1])
    assert ways(found(joined(), blank)) == ["verbatim"] * 3


@given(st.permutations(range(3)))
def test_order_is_judged_statement_by_statement(order: list[int]) -> None:
    text = found(joined([ENGLISH[at] for at in order]))
    assert text.count("missing") == 0
    assert (text.count("out of order") == 0) == (list(order) == [0, 1, 2])


def test_changed_order_takes_no_letter_from_elsewhere() -> None:
    """A changed digit or a dropped word stays a fault, whatever stands beside the statement."""
    dose = (("first", "पहला।", ()), ("dose", "हर दिन 4 गोली न लें।", ("4 गोली",)), ("last", "अंत।", ()))
    said = "पहला। First • {} • Take 4 tablets न every day. • अंत।"
    assert ways(found(said.format("हर दिन 4 गोली न लें।"), dose)) == ["verbatim"] * 3
    assert ways(found(said.format("हर नदि 4 गोली न लें।"), dose))[1] == "order lost"
    changed = found(said.format("हर दिन 5 गोली न लें।"), dose)
    assert ways(changed)[1] == "missing"
    assert ways(found(said.format("हर दिन 4 गोली लें।"), dose))[1] == "missing"


def test_what_lost_its_order_is_said_where_it_stands() -> None:
    text = found("Head, and more. " + joined(HINDI).replace("दवा", "वदा"), HINDI)
    assert [one.at for one in text.statements] == [len(fold("Head, and more."))]


def test_a_statement_is_not_found_inside_its_neighbour() -> None:
    two = (("if", "If you feel dizzy: do not drive.", ()), ("drive", "do not drive.", ()), ENGLISH[2])
    assert ways(found(joined(two), two)) == ["verbatim"] * 3
    assert ways(found(joined((two[0], two[2])), two)) == ["verbatim", "missing", "verbatim"]


def test_a_lost_letter_nearby_makes_no_number_of_a_part_of_one() -> None:
    weeks = (("wait", "4 weeks you must wait", ("4 weeks",)),)
    for printed_ in (
        "14 weeks you must wait",
        f"{LOST}4 weeks you must wait",
        "14 weeks you must w{}it",
        "0.4 weeks you must wait",
    ):
        assert ways(found(f"{LOST} ab {printed_.format(LOST)} a{LOST}b", weeks)) == ["missing"], printed_
    assert ways(found(f"ab 4 weeks you must w{LOST}it", weeks)) == ["letters lost"]


def test_a_statement_without_words_moves_nothing() -> None:
    blank = (("blank", "", ()), ("two", "2 capsules", ()))
    assert [one.at for one in found("ab 2 capsules", blank).statements] == [0, 2]


@pytest.mark.parametrize("statements", [ENGLISH, ARABIC])
def test_headings_are_looked_for_beside_the_statements(statements: Statements) -> None:
    text = source((*statements, ("more", "Most important: tell us.", ()))).texts[0]
    whole = joined((*statements, ("more", "Most important: tell us.", ())))
    assert compare(text, Spoken(fold(f"Most important {whole}"))).missing_headings == ()
    assert compare(text, Spoken(fold(whole))).missing_headings == ("Most important",)


def test_headings_that_stand_twice_are_asked_for_twice() -> None:
    text = source().texts[0]
    section = text.sections[0].model_copy(update={"headings": ("Most important",)})
    text = text.model_copy(update={"sections": (section,)})
    assert compare(text, Spoken(fold(f"Most important {joined()} Most important"))).missing_headings == ()
    assert compare(text, Spoken(fold(f"Most important {joined()}"))).missing_headings == ("Most important",)


def test_what_two_languages_say_alike_is_asked_for_twice() -> None:
    number = ("call", "911", ("911",))
    texts = (source([number, ("go", "Vaya", ())], "es").texts[0], source([number, ("go", "Go", ())]).texts[0])
    once, twice = Spoken("911VayaGo", frozenset({3, 7})), Spoken("911911VayaGo", frozenset({3, 6, 10}))
    assert [ways(text) for text in compare_all(texts, twice)] == [["verbatim"] * 2] * 2
    assert [ways(text) for text in compare_all(texts, once)] == [["verbatim"] * 2, ["missing", "verbatim"]]


@given(st.text("कखग12 ", min_size=1, max_size=12), st.text("कखग12 ", max_size=30))
def test_letters_in_another_order_are_exactly_those_of_the_text(text: str, extracted: str) -> None:
    spoken, wanted = Spoken(fold(extracted)), fold(text)
    at = spoken.find_reordered(wanted, 0, len(spoken.letters))
    if at >= 0:
        window = spoken.letters[at : at + len(wanted)]
        assert sorted(window) == sorted(wanted)
        assert numbers_in(window) == numbers_in(wanted)
    elif wanted:
        assert spoken.find(wanted, 0, len(spoken.letters)) < 0
