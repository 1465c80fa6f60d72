import pytest

from plainleaf.reading.profiles import find_profile
from plainleaf.reading.syllables import count_syllables


@pytest.mark.parametrize(
    ("tag", "counts"),
    [
        ("en", "take 1 people 2 table 2 needed 2 stopped 1 medicine 3 pregnancy 3 safety 2 being 2 married 2 movies 2"),
        ("en", "thalidomide 4 saying 2 serious 3 area 3 idea 3 tea 1 see 1 coffee 2 special 2 industrial 4 clothes 1"),
        ("es", "agua 2 médico 3 día 2 guerra 2 quien 1 ciudad 2 medicamento 5"),
        ("fr", "une 2 table 1 médicament 4 prenez 2 armée 2 parlent 1"),
        ("de", "Arzt 1 Medikament 4 Schwangerschaft 3 Fieber 2"),
        ("it", "acqua 2 medico 3 gravidanza 4 chiamare 3"),
        ("nl", "arts 1 patiënten 4 zwanger 2 eeuw 1"),
        ("pt", "água 2 não 1 médico 3 informações 4 quem 1"),
        ("pl", "lekarz 2 ciąża 2 kobieta 3"),
        ("cs", "lékař 2 krk 1 vlk 1 kouzlo 2"),
        ("sv", "läkare 3 vatten 2"),
        ("da", "læge 2 vand 1"),
        ("ru", "врач 1 лекарство 3 беременность 4"),
        ("uk", "лікар 2 вагітність 3"),
        ("tr", "doktor 2 kitap 2 hamilelik 4"),
        ("el", "νερό 2 και 1 μέρα 2"),
        ("fi", "lääkäri 3 vettä 2 tie 1 uusi 2"),
        ("hu", "orvos 2 terhesség 3"),
        ("ro", "medic 2 apă 2"),
        ("id", "dokter 2 air 1 buku 2"),
        ("sw", "daktari 3 maji 2"),
        ("so", "biyo 2 dhakhtarka 3 maalin 2"),
        ("ht", "dlo 1 doktè 2 tout 1"),
        ("fil", "tubig 2 araw 2"),
        ("vi", "nước 1 không 1"),
        ("ko", "의사 2 물 1"),
        ("zh-Hans", "医生 2 水 1"),
        ("my", "ဆရာဝန် 3"),
        ("am", "ውሃ 2"),
        ("ja", "くすり 3 きゃく 2"),
    ],
)
def test_syllables_are_counted(tag: str, counts: str) -> None:
    pairs = counts.split()
    profile = find_profile(tag)
    expected = {word: int(number) for word, number in zip(pairs[::2], pairs[1::2], strict=True)}
    assert {word: count_syllables(word, profile) for word in expected} == expected


@pytest.mark.parametrize("tag", ["ar", "fa", "ur", "he", "hi", "bn", "ta", "th", "km"])
def test_scripts_that_do_not_write_their_vowels_are_said_to_be_estimated(tag: str) -> None:
    assert find_profile(tag).syllables.rough


@pytest.mark.parametrize("tag", ["en", "ar", "th", "zh-Hans"])
def test_a_number_or_a_sign_is_one_syllable(tag: str) -> None:
    assert count_syllables("1,234.5", find_profile(tag)) == 1
    assert count_syllables("١٢", find_profile(tag)) == 1
    assert count_syllables("h", find_profile(tag)) == 1
