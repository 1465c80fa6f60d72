import textwrap

import pytest

from plainleaf.reading import measure_text
from plainleaf.reading.blocks import read_blocks
from plainleaf.reading.profiles import find_profile

TEXT = (
    "This medicine can harm an unborn baby. Never take it in pregnancy, even once. If you may be pregnant, stop at"
    " once and call your care team on the same day, because the damage can happen very early and well-known tests are"
    " quick.\n\nThe Doctor Will Ask You About Your Health. Tell Mary Smith or Doctor Jones about every medicine that"
    " you take, about herbs and vitamins, and about any disease that you had as a child or have had since."
)


def blocks(text: str, tag: str = "en") -> list[str]:
    return [block.text for block in read_blocks(text, find_profile(tag))]


def test_a_blank_line_ends_a_block() -> None:
    assert blocks("One\n\ntwo\n \t\nthree") == ["One", "two", "three"]


@pytest.mark.parametrize("bullet", ["-", "*", "•", "1.", "2)", "(3)", "a)", "–", "‣"])
def test_a_list_item_ends_a_block_and_loses_its_bullet(bullet: str) -> None:
    assert blocks(f"Call us for:\n{bullet} fever\n  {bullet} a rash\n    that spreads") == [
        "Call us for:",
        "fever",
        "a rash that spreads",
    ]


def test_headings_and_rules_are_left_out() -> None:
    assert blocks("# Title\nOne.\n## Part\n\nTwo.\n---\nThree.") == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("width", [30, 44, 60, 79, 100])
def test_hard_wrapped_lines_are_unwrapped(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in TEXT.split("\n\n"))
    assert blocks(wrapped) == TEXT.split("\n\n")
    plain, folded = measure_text(TEXT, "en"), measure_text(wrapped, "en")
    assert (plain.sentence_load, plain.word_load, plain.score) == (folded.sentence_load, folded.word_load, folded.score)


@pytest.mark.parametrize("words", [7, 9, 12])
def test_lines_of_a_fixed_number_of_words_are_unwrapped(words: int) -> None:
    every = TEXT.replace("\n\n", " ").split()
    wrapped = "\n".join(" ".join(every[start : start + words]) for start in range(0, len(every), words))
    assert len(blocks(wrapped)) == 1


def test_a_short_line_that_its_writer_ended_stands_alone() -> None:
    text = "What is it for\nThis medicine treats Kaposi sarcoma, which is a cancer of the skin."
    assert blocks(text) == text.split("\n")


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert blocks("不要服用这\n种药。", "zh-Hans") == ["不要服用这种药。"]


def test_thai_lines_that_could_have_been_longer_were_ended() -> None:
    assert blocks("ห้ามใช้ยานี้\nหากมีไข้ให้โทรหาเราทันที ที่โรงพยาบาล ในวันเดียวกัน", "th") == [
        "ห้ามใช้ยานี้",
        "หากมีไข้ให้โทรหาเราทันที ที่โรงพยาบาล ในวันเดียวกัน",
    ]


def test_every_character_knows_its_place() -> None:
    text = "# Head\n\nThis medicine can harm\n  an unborn baby.\n\n- fever and\n  chills\n"
    found = read_blocks(text, find_profile("en"))
    assert len(found) == 2
    for block in found:
        for word in block.text.split():
            offset = block.source_offset(block.text.index(word))
            assert text[offset:].startswith(word)


def test_windows_line_ends_and_an_empty_text() -> None:
    assert blocks("One\r\ntwo\r\n\r\nthree") == ["One two", "three"]
    assert blocks("") == []
    assert blocks("\n\n") == []
