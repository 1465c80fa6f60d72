from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.translation.safety.hidden import broken_encoding, hidden, unusual_forms
from plainleaf.translation.safety.lookalikes import letters_in_numbers, look_alikes, mixed_digits, mixed_words
from plainleaf.translation.safety.scripts import Trace, is_only_in, script_of, scripts_in, wrong_script

SCRIPTS = ["Latn", "Cyrl", "Grek", "Arab", "Deva", "Beng", "Hans", "Hant", "Jpan", "Kore", "Thai", "Khmr", "Zyyy"]


def found(text: str, script: str, source: str = "") -> list[Trace]:
    traces: list[Trace] = []
    checks: tuple[Callable[[], Iterable[Trace]], ...] = (
        lambda: mixed_words(text, script),
        lambda: wrong_script(text, script, source),
        lambda: letters_in_numbers(text, source),
        lambda: mixed_digits(text),
        lambda: hidden(text, script),
        lambda: unusual_forms(text, script),
        lambda: broken_encoding(text),
    )
    for check in checks:
        traces += check()
    return traces


@pytest.mark.parametrize(
    ("kind", "script", "text"),
    [
        ("mixed-scripts", "Latn", "Tome una pаstilla."),
        ("mixed-scripts", "Cyrl", "Принимайте пo утрам, неограниченo."),
        ("mixed-scripts", "Latn", "el médicο"),
        ("mixed-scripts", "Arab", "العنMlkاية"),
        ("look-alike-word", "Latn", "el сор de hoy"),
        ("look-alike-word", "Latn", "а las ocho"),
        ("look-alike-word", "Cyrl", "таблетка c водой"),
        ("wrong-script", "Cyrl", "Take one tablet."),
        ("wrong-script", "Latn", "Примите одну таблетку."),
        ("wrong-script", "Hans", "Take one tablet 每天。"),
        ("foreign-letters", "Deva", "दवा के बाद вода पीएँ और आराम करें।"),
        ("letter-in-number", "Latn", "Beba l00 ml."),
        ("letter-in-number", "Latn", "Beba l00ml."),
        ("letter-in-number", "Latn", "Tome 1O mg."),
        ("letter-in-number", "Latn", "Tome 1O0 mg."),
        ("letter-in-number", "Latn", "Espere I5 días."),
        ("letter-in-number", "Latn", "Tome lO mg."),
        ("letter-in-number", "Cyrl", "Примите 1О мг."),
        ("mixed-number", "Arab", "بعد ۱0 روز"),
        ("mixed-number", "Arab", "بعد ۱٤ روز"),
        ("mixed-digits", "Deva", "२ गोलियाँ हर 8 घंटे"),
        ("direction-mark", "Latn", "Tome \u202euna\u202c pastilla."),
        ("direction-mark", "Arab", "دواء\u200e"),
        ("zero-width", "Latn", "No\u200bconduzca"),
        ("zero-width", "Arab", "دواء\ufeff"),
        ("zero-width", "Latn", "no\u2060conduzca"),
        ("soft-hyphen", "Latn", "medica\u00admento"),
        ("joiner", "Latn", "No conduzca\u200d."),
        ("joiner", "Arab", "می\u200c رود"),
        ("variation-selector", "Latn", "corazón\ufe0f"),
        ("tag-character", "Latn", "No\U000e0041 conduzca"),
        ("private-use", "Latn", "No \ue000 conduzca"),
        ("unassigned", "Latn", "No \u0378 conduzca"),
        ("replacement-character", "Latn", "No cond\ufffdzca"),
        ("control-character", "Latn", "No\x07 conduzca"),
        ("broken-character", "Latn", "No\ud800 conduzca"),
        ("not-composed", "Latn", "me\u0301dico"),
        ("compatibility", "Latn", "con\ufb01ar"),
        ("compatibility", "Latn", "10 m²"),
        ("compatibility", "Latn", "Tome １ pastilla."),
        ("mojibake", "Latn", "mÃ©dico"),
        ("mojibake", "Latn", "lâ€™eau"),
        ("mojibake", "Latn", "Ð¡Ñ‚Ð¾Ð¿"),
        ("mojibake", "Cyrl", "РџСЂРёРјРёС‚Рµ"),
        ("mojibake", "Latn", "sue?o"),
        ("mojibake", "Cyrl", "???????"),
    ],
)
def test_one_deceit_has_one_kind(kind: str, script: str, text: str) -> None:
    assert kind in {trace.kind for trace in found(text, script)}


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Latn", "Tome una pastilla de 5 mg cada 8 h (38 °C, 100,4 °F) con 5l de agua o 10 l."),
        ("Latn", "L’été, « CAFÉ\u00a0» : l’œuvre – 1ª, 2º, 3o… ½ µg y 5 μg, TNFα, IL-1β, β2, α."),
        ("Latn", "“AMANHû, À BIENTÔT… É… ¿Qué? ¡No!"),
        ("Latn", "Escriba a {address} o mire https://example.org/?q=сор."),
        ("Latn", "Müdigkeit, złość, ağrı, Việt Nam, ọjọ́"),
        ("Cyrl", "Примите 10 мкг/mL (COVID-19, витамин C, HIV-инфекция)."),
        ("Cyrl", "Рёбра и серёжка: приём № 5."),
        ("Grek", "Πάρτε ένα δισκίο με νερό (HIV)."),
        ("Arab", "می\u200cرود و بHIV الـPCR، ۲۸ روز (COVID-19)"),
        ("Deva", "क्\u200dष और HIV के लिए २ गोलियाँ"),
        ("Mlym", "അവന്\u200d വെള്ളം കുടിക്കണം"),
        ("Hans", "请在每天早上服用PCR检测药物１片（约１００毫升）。"),
        ("Jpan", "毎朝、ＰＣＲ検査の後にコーヒーを飲まないでください。"),
        ("Kore", "매일 HIV를 위한 藥을 드세요."),
        ("Thai", "รับประทานยา\u200bวันละครั้งตามคำแนะนำของHIV"),
        ("Khmr", "លេប\u200bថ្នាំ\u200bរាល់\u200bថ្ងៃ"),
        ("Thai", "ยา\u2060ทาลิโดไมด์"),
        ("Armn", "Ջուր և դեղ"),
    ],
)
def test_honest_text_gives_nothing(script: str, text: str) -> None:
    assert found(text, script) == []


def test_what_stands_in_the_source_is_a_code_or_a_name() -> None:
    assert [trace.kind for trace in letters_in_numbers("por O157 y I10")] == ["letter-in-number"] * 2
    assert list(letters_in_numbers("por O157 y I10", "by O157 and I10")) == []
    assert [trace.kind for trace in wrong_script("la ciudad de 武汉 en China", "Latn")] == ["foreign-letters"]
    assert list(wrong_script("la ciudad de 武汉 en China", "Latn", "the city of 武汉 in China")) == []


def test_names_of_the_source_do_not_make_a_text_foreign() -> None:
    text = "Pomalyst REMS或Pomalidomide REMS"
    assert [trace.kind for trace in wrong_script(text, "Hans")] == ["wrong-script"]
    assert list(wrong_script(text, "Hans", "Pomalyst REMS or Pomalidomide REMS")) == []
    assert [trace.kind for trace in wrong_script("Take one tablet", "Hans", "Take one tablet.")] == ["wrong-script"]


def test_a_trace_says_where_and_what() -> None:
    (trace,) = mixed_words("Tome una pаstilla.", "Latn")
    assert trace == Trace(
        "mixed-scripts",
        9,
        "“pаstilla” mixes letters of Cyrl and Latn (U+0430 CYRILLIC SMALL LETTER A)",
    )
    assert [(t.kind, t.start, t.detail) for t in hidden("a\u00adb", "Latn")] == [
        ("soft-hyphen", 1, "U+00AD SOFT HYPHEN")
    ]


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", "Latn"),
        ("Ａ", "Latn"),
        ("я", "Cyrl"),
        ("ー", "Kana"),
        ("ﾔ", "Kana"),
        ("漢", "Hani"),
        ("한", "Hang"),
        ("ا", "Arab"),
        ("ก", "Thai"),
        ("µ", "Zyyy"),
        ("5", "Zyyy"),
        ("́", "Zyyy"),
        ("\u0378", "Zyyy"),
    ],
)
def test_a_letter_has_a_script(char: str, script: str) -> None:
    assert script_of(char) == script


@given(st.text(), st.sampled_from(SCRIPTS), st.text())
def test_no_text_is_too_strange(text: str, script: str, source: str) -> None:
    for trace in found(text, script, source):
        assert 0 <= trace.start <= len(text)
        assert trace.kind
        assert trace.detail


@given(st.text(st.sampled_from("abcdefghijkmnopqrstuvwxyz ,.-"), max_size=60))
def test_plain_words_give_nothing(text: str) -> None:
    assert found(text, "Latn") == []


@given(
    st.text(st.sampled_from("bdefglmnrtv"), min_size=3, max_size=12), st.sampled_from("aeopcxiyj"), st.integers(0, 12)
)
def test_a_look_alike_in_a_word_is_always_found(word: str, letter: str, place: int) -> None:
    for other in look_alikes(letter):
        text = f"Tome {word[:place]}{other}{word[place:]} hoy."
        assert [trace.kind for trace in mixed_words(text, "Latn")] == ["mixed-scripts"]


@given(st.text())
def test_counting_letters_agrees_with_looking_for_others(text: str) -> None:
    counts = scripts_in(text)
    assert is_only_in(text, frozenset(counts))
    assert all(not is_only_in(text, frozenset(counts) - {name}) for name in counts)
