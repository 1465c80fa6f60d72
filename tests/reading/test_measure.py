import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainleaf.reading import measure_text
from plainleaf.reading.cache import measure_cached
from plainleaf.reading.profiles import known_languages
from plainleaf.reading.tally import tally_sentence

EASY = "It can hurt your baby. Do not take it if you are going to have a baby. Call us if you get hot or sick. "
HARD = (
    "Concomitant administration of teratogenic immunomodulatory compounds during gestation is contraindicated because"
    " of established embryopathy, irrespective of cumulative exposure, therapeutic indication or contraceptive"
    " precautions previously undertaken. "
)


def test_an_easy_text_is_easier_by_every_measure() -> None:
    easy, hard = measure_text(EASY * 10, "en"), measure_text(HARD * 10, "en")
    assert easy.sentence_load < hard.sentence_load
    assert easy.word_load < hard.word_load
    assert easy.score is not None
    assert hard.score is not None
    assert easy.score < hard.score
    assert easy.level == "easy"
    assert hard.level is None
    assert not easy.too_short


def test_a_short_text_has_a_score_and_no_level() -> None:
    reading = measure_text(EASY, "en")
    assert reading.too_short
    assert reading.level is None
    assert reading.score is not None


@pytest.mark.parametrize("text", ["", "\n\n", "…", "# Only a heading"])
def test_a_text_without_words_has_loads_all_the_same(text: str) -> None:
    reading = measure_text(text, "en")
    assert (reading.words, reading.sentences, reading.hardest) == (0, 0, ())
    assert (reading.sentence_load, reading.word_load) == (0.0, 0.0)
    assert reading.score is None
    assert reading.too_short


def test_names_count_as_easy_words_in_the_adjusted_score_alone() -> None:
    text = "Thalidomide can harm a baby. Never share thalidomide. Do not take Thalidomide again."
    reading = measure_text(text, "en", ["thalidomide"])
    plain = measure_text(text.replace("thalidomide", "drug").replace("Thalidomide", "Drug"), "en")
    assert reading.score == measure_text(text, "en").score
    assert reading.score_adjusted is not None
    assert reading.score is not None
    assert reading.score - reading.score_adjusted > 2
    assert reading.score_adjusted == plain.score
    assert reading.word_load < reading.word_load_raw
    assert reading.words == plain.words
    assert all("halidomide" not in word for hard in reading.hardest for word in hard.words)


def test_names_of_several_words_and_in_scripts_without_spaces() -> None:
    english = measure_text("Kaposi sarcoma is a cancer.", "en", ["Kaposi sarcoma"])
    assert english.words == 5
    assert english.word_load == 0
    chinese = measure_text("沙利度胺会伤害胎儿。", "zh-Hans", ["沙利度胺"])
    assert chinese.word_load < chinese.word_load_raw
    assert tally_sentence("pills pill", "en", frozenset({"pill"})).adjusted.rated == 1


def test_numbers_are_neither_rare_nor_long() -> None:
    assert measure_text("Wait 1,234,567,890 days.", "en").word_load == measure_text("Wait some days.", "en").word_load


def test_latin_names_in_another_script_are_neither_rare_nor_common() -> None:
    with_name = measure_text("عندك HAART و HIV اليوم.", "ar")
    assert with_name.word_load == measure_text("عندك و اليوم.", "ar").word_load
    assert with_name.words == 5


def test_the_hardest_sentences_come_first_with_their_place_and_words() -> None:
    text = f"# Head\n\n{EASY}\n\n- {HARD.strip()}\n"
    reading = measure_text(text, "en")
    first = reading.hardest[0]
    assert text[first.start :].startswith("Concomitant")
    assert "teratogenic" in first.words
    assert first.length == 25
    assert len(reading.hardest) == 4


def test_sentence_load_counts_as_english_counts() -> None:
    english = measure_text("I drink water every day.", "en")
    german = measure_text("Ich trinke jeden Tag Wasser.", "de")
    assert english.sentence_load == 5
    assert german.sentence_load == pytest.approx(5 / 1.04, abs=0.01)


@given(st.text(max_size=400), st.sampled_from(known_languages()))
@settings(deadline=None, max_examples=150, derandomize=True)
def test_no_text_is_too_strange_to_measure(text: str, tag: str) -> None:
    reading = measure_text(text, tag, ["thalidomide"])
    assert reading.sentence_load >= 0
    assert reading.words >= reading.sentences
    for hard in reading.hardest:
        assert 0 <= hard.start < len(text)
    json.dumps(reading.as_json())


def test_a_leaflet_is_measured_in_no_time() -> None:
    words = Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8").split("en: ")[1].split("\n")[0]
    text = "\n\n".join(f"{words} {EASY} {HARD}" for _ in range(16))
    assert measure_text(text, "en").words > 800
    tally_sentence.cache_clear()
    start = time.process_time()
    measure_text(text, "en")
    # A tenth of what rendering takes; five times that is allowed, because other tests run beside this one.
    assert time.process_time() - start < 0.15


def test_the_disk_cache_says_what_was_measured(tmp_path: Path) -> None:
    first = measure_cached(HARD, "en", ["gestation"], tmp_path)
    (file,) = tmp_path.glob("*.json")
    assert measure_cached(HARD, "en", ["gestation"], tmp_path) == first == measure_text(HARD, "en", ["gestation"])
    measure_cached(HARD, "en", [], tmp_path)
    measure_cached(HARD, "de", [], tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    file.write_bytes(b"{")
    assert measure_cached(HARD, "en", ["gestation"], tmp_path) == first


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert measure_cached(EASY, "en", [], tmp_path / "file" / "cache") == measure_text(EASY, "en")
