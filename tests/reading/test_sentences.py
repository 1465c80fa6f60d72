import pytest

from plainleaf.reading.profiles import find_profile
from plainleaf.reading.sentences import split_sentences


@pytest.mark.parametrize(
    ("tag", "text", "number"),
    [
        ("en", "The risk was RR 0.73 in this group. It fell.", 2),
        ("en", "Take 0.5 mg. Then wait.", 2),
        ("en", "Ask Dr. Smith or Prof. Jones, e.g. today. Do it.", 2),
        ("th", "อนุมัติเมื่อ 14 พฤษภาคม ค.ศ. 2020 และอาจขึ้นกับหลักฐานเพิ่มเติม", 1),
        ("en", "Ask J. Smith. Ask M. J. Smith. Ask Mary J. Smith.", 3),
        ("en", "You may need vitamin C. Take it.", 2),
        ("en", "Take it at 8 a.m. each day.", 1),
        ("en", "“Stop!” she said. Did you? Yes.", 3),
        ("en", "He said “Stop.” Then he left.", 2),
        ("en", "Wait … and see. Then go.", 2),
        ("en", "See www.fda.gov/medwatch or call. Now.", 2),
        ("en", "No end mark", 1),
        ("en", "... !? —", 0),
        ("de", "Nehmen Sie z. B. Milch, d.h. kein Wasser, am 1. Januar. Gut.", 2),
        ("fr", "Appelez M. Dupont ! Maintenant ?", 2),
        ("es", "¿Tiene fiebre? ¡Llame al Dr. Ruiz!", 2),
        ("ru", "Это важно, т.е. срочно. Позвоните.", 2),
        ("el", "Έχετε πυρετό; Καλέστε μας.", 2),
        ("zh-Hans", "不要服用。马上打电话！好吗？", 3),
        ("zh-Hans", "他说：“停。”然后走了。", 2),
        ("ja", "飲まないでください。すぐに電話してください。", 2),
        ("hi", "इसे न लें। हमें फोन करें।", 2),
        ("ur", "یہ نہ لیں۔ ہمیں فون کریں۔ کیا آپ ٹھیک ہیں؟", 3),
        ("ar", "هل لديك حمى؟ اتصل بنا.", 2),
        ("am", "አይውሰዱ። ይደውሉልን።", 2),
        ("my", "မသောက်ပါနှင့်။ ဖုန်းဆက်ပါ။", 2),
        ("km", "កុំលេប។ ទូរស័ព្ទមកយើង។", 2),
    ],
)
def test_sentences_end_where_they_end(tag: str, text: str, number: int) -> None:
    found = split_sentences(text, find_profile(tag))
    assert len(found) == number, [sentence.text for sentence in found]


def test_a_sentence_knows_where_it_starts() -> None:
    text = "  One is here.   “Two is here.” Three"
    for sentence in split_sentences(text, find_profile("en")):
        assert text[sentence.start :].startswith(sentence.text)


def test_thai_sentences_are_cut_at_spaces_only() -> None:
    text = "ยานี้ทำให้ทารกพิการแต่กำเนิด ห้ามใช้ยานี้ขณะตั้งครรภ์"
    found = split_sentences(text, find_profile("th"))
    assert [sentence.text for sentence in found] == text.split()
    assert len(split_sentences(text.split(maxsplit=1)[0], find_profile("th"))) == 1
