import pytest

from plainleaf.reading.frequency import UNKNOWN, count_letters, hardness, is_rare, zipf
from plainleaf.reading.profiles import find_profile


@pytest.mark.parametrize(
    ("tag", "common", "rare"),
    [
        ("en", "doctor", "teratogenic"),
        ("en", "Don’t", "phocomelia"),
        ("es", "médico", "teratógeno"),
        ("fr", "l’eau", "tératogène"),
        ("de", "Arzt", "Fruchtschädigung"),
        ("tr", "İyi", "teratojenik"),
        ("ar", "الْمَاء", "مسخي"),
        ("ko", "물을", "최기형성"),
        ("th", "น้ำ", "วิรูป"),
        ("zh-Hans", "医生", "致畸"),
        ("ja", "水", "催奇形"),
        ("fil", "tubig", "teratoheniko"),
    ],
)
def test_rare_words_are_told_from_common_ones(tag: str, common: str, rare: str) -> None:
    profile = find_profile(tag)
    assert not is_rare(common, profile)
    assert is_rare(rare, profile)


def test_a_compound_is_as_rare_as_its_rarest_part() -> None:
    english = find_profile("en")
    assert zipf("doctor-house", english) == pytest.approx(min(zipf("doctor", english), zipf("house", english)))
    assert zipf("doctor-phocomelia", english) == UNKNOWN


@pytest.mark.parametrize("tag", ["am", "so", "sw", "ht", "km", "my"])
def test_without_a_list_long_words_count(tag: str) -> None:
    profile = find_profile(tag)
    assert hardness("a" * (profile.frequency.long - 1), profile) == 0
    assert hardness("a" * profile.frequency.long, profile) == 1


def test_letters_are_counted_without_marks_that_are_no_letters() -> None:
    assert count_letters("don't") == 4
    assert count_letters("كِتَاب") == 4
    assert count_letters("กำ") == 2
