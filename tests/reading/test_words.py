import pytest

from plainleaf.reading.profiles import find_profile
from plainleaf.reading.words import split_words


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("en", "Don't take 0.5 mg—call: 555-1234.", ["Don't", "take", "0.5", "mg", "call", "555", "1234"]),
        ("en", "a well-known B12 test (CD4)", ["a", "well-known", "B12", "test", "CD4"]),
        ("en", "see https://www.fda.gov/medwatch.", ["see", "https://www.fda.gov/medwatch"]),
        ("fr", "de l’eau aujourd’hui", ["de", "l’eau", "aujourd’hui"]),
        ("hi", "मैं पानी पीता हूँ।", ["मैं", "पानी", "पीता", "हूँ"]),
        ("bn", "আমি পানি খাই।", ["আমি", "পানি", "খাই"]),
        ("ta", "நான் தண்ணீர்", ["நான்", "தண்ணீர்"]),
        ("fa", "می‌نوشم آب", ["می‌نوشم", "آب"]),
        ("ar", "كِتَابٌ جَدِيد، ١٢٫٥", ["كِتَابٌ", "جَدِيد", "١٢٫٥"]),
        ("he", "ד״ר כהן", ["ד״ר", "כהן"]),
        ("am", "ውሃ፣ መጽሐፍ።", ["ውሃ", "መጽሐፍ"]),
        ("ko", "물을 마십니다.", ["물을", "마십니다"]),
        ("th", "ฉันดื่มน้ำ 😀 ทุกวัน", ["ฉัน", "ดื่ม", "น้ำ", "ทุก", "วัน"]),
        ("zh-Hans", "医生在看书。", ["医生", "在", "看书"]),
        ("zh-Hant", "醫生在看書。", ["医生", "在", "看书"]),
        ("ja", "私は水を飲みます。", ["私", "は", "水", "を", "飲み", "ます"]),
    ],
)
def test_words_are_found(tag: str, text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text, find_profile(tag))] == words


@pytest.mark.parametrize("tag", ["km", "my"])
def test_scripts_without_spaces_are_cut_by_dictionary(tag: str) -> None:
    text = {"km": "ខ្ញុំផឹកទឹករាល់ថ្ងៃ", "my": "ဆရာဝန်က စာအုပ်ဖတ်သည်"}[tag]
    words = [word.text for word in split_words(text, find_profile(tag))]
    assert len(words) >= 3
    assert "".join(words) == text.replace(" ", "")


def test_japanese_words_know_their_origin() -> None:
    words = {word.text: word for word in split_words("医者は薬を飲む。", find_profile("ja"))}
    assert words["医者"].kango
    assert words["薬"].wago
    assert words["飲む"].verb
    assert words["は"].particle


def test_numbers_are_told_apart() -> None:
    words = split_words("12 days 3.5 www.fda.gov", find_profile("en"))
    assert [word.is_number for word in words] == [True, False, True, True]
