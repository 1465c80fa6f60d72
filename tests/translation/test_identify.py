from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainleaf.translation.safety import identify
from plainleaf.translation.safety.identify import Identifier, name_of_language, script_of_tag

ENGLISH = "Do not drive or use machines until you know how this medicine affects you."
SPANISH = "No conduzca ni use máquinas hasta que sepa cómo le afecta este medicamento."
PORTUGUESE = "Não dirija nem use máquinas até saber como este medicamento afeta você."
RUSSIAN = "Не садитесь за руль, пока не узнаете, как на вас действует это лекарство."
UKRAINIAN = "Не сідайте за кермо, доки не дізнаєтеся, як на вас діє ці ліки."
PERSIAN = "تا زمانی که ندانید این دارو چه تأثیری بر شما دارد، رانندگی نکنید."
ARABIC = "لا تقد السيارة حتى تعرف كيف يؤثر هذا الدواء عليك، واتصل بالطبيب فورًا."
HINDI = "जब तक आप यह न जान लें कि इस दवा का आप पर क्या असर होता है, गाड़ी न चलाएँ।"
NEPALI = "यो औषधिले तपाईंलाई कस्तो असर गर्छ भन्ने थाहा नभएसम्म सवारी साधन नचलाउनुहोस्।"
SIMPLIFIED = "在您了解这种药物对您的影响之前，请不要开车或操作机器。"
TRADITIONAL = "在您瞭解這種藥物對您的影響之前，請不要開車或操作機器。"
JAPANESE = "この薬の影響がわかるまで、車の運転や機械の操作をしないでください。"
GREEK = "Μην οδηγείτε μέχρι να μάθετε πώς σας επηρεάζει αυτό το φάρμακο."
TAGALOG = "Huwag magmaneho hangga't hindi mo alam kung paano ka naaapektuhan ng gamot na ito."
OWN = {
    "en": ENGLISH, "es": SPANISH, "es-419": SPANISH, "pt-BR": PORTUGUESE, "ru": RUSSIAN, "uk": UKRAINIAN,
    "fa": PERSIAN, "prs": PERSIAN, "ar": ARABIC, "hi": HINDI, "ne": NEPALI, "zh-Hans": SIMPLIFIED, "zh": SIMPLIFIED,
    "zh-TW": TRADITIONAL, "zh-Hant": TRADITIONAL, "ja": JAPANESE, "el": GREEK, "fil": TAGALOG,
}  # fmt: skip


@pytest.mark.parametrize("tag", OWN)
def test_a_text_in_its_language_passes(tag: str) -> None:
    assert Identifier().other_language(OWN[tag], tag) is None


@pytest.mark.parametrize("tag", [tag for tag in OWN if tag != "en"] + ["ht", "so", "ti", "ckb", "nus-Latn"])
def test_english_left_in_is_found(tag: str) -> None:
    assert Identifier().other_language(ENGLISH, tag) == "en"


@pytest.mark.parametrize(
    ("text", "tag", "other"),
    [
        (PORTUGUESE, "es", "pt"),
        (SPANISH, "pt-BR", "es"),
        (RUSSIAN, "uk", "ru"),
        (UKRAINIAN, "ru", "uk"),
        (PERSIAN, "ar", "fa"),
        (ARABIC, "fa", "ar"),
        (NEPALI, "hi", "ne"),
        (HINDI, "ne", "hi"),
        (SIMPLIFIED, "zh-Hant", "zh-Hans"),
        (TRADITIONAL, "zh-Hans", "zh-Hant"),
        (TRADITIONAL, "zh-CN", "zh-Hant"),
        (JAPANESE, "zh-Hans", "ja"),
        (GREEK, "es", "el"),
        (GREEK, "ru", "el"),
        (SPANISH, "en", "es"),
        (f"{SPANISH} {ENGLISH}", "es", "en"),
        (f"{RUSSIAN} {ENGLISH}", "ru", "en"),
        (f"{SIMPLIFIED} {ENGLISH}", "zh-Hans", "en"),
        (f"{GREEK} {ENGLISH}", "el", "en"),
    ],
)
def test_another_language_is_named(text: str, tag: str, other: str) -> None:
    assert Identifier().other_language(text, tag) == other


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Yes.", "es"),
        ("Thalidomide Celgene", "es"),
        ("{dose} {wait}", "es"),
        ("https://example.org/do-not-drive-or-use-machines", "es"),
        (f"{RUSSIAN} (Thalidomide Celgene, Pomalyst)", "ru"),
        ("Thalidomide", "el"),
        ("Thalidomide Celgene и Pomalyst", "ru"),
        ("12 34 56 78", "zh-Hans"),
    ],
)
def test_too_little_text_is_let_pass(text: str, tag: str) -> None:
    assert Identifier().other_language(text, tag) is None


def test_the_model_is_read_once_and_not_for_a_script_of_its_own() -> None:
    identify._model.cache_clear()
    identifier = Identifier()
    assert identifier.other_language(GREEK, "el") is None
    assert identify._model.cache_info().misses == 0
    for _ in range(3):
        identifier.other_language(ENGLISH, "es")
    assert identify._model.cache_info().misses == 1


@pytest.mark.parametrize(
    ("tag", "script"),
    [
        ("es", "Latn"),
        ("sr", "Cyrl"),
        ("sr-Latn", "Latn"),
        ("zh-Hant", "Hant"),
        ("zh-TW", "Hant"),
        ("zh", "Hans"),
        ("pa-PK", "Arab"),
        ("shn", "Mymr"),
        ("x", "Zyyy"),
    ],
)
def test_a_tag_has_a_script(tag: str, script: str) -> None:
    assert script_of_tag(tag) == script


def test_a_language_has_an_english_name() -> None:
    assert [name_of_language(tag) for tag in ("en", "zh-Hant", "xx")] == ["English", "Chinese (Traditional)", "xx"]


@settings(deadline=None)
@given(st.text(), st.sampled_from([*OWN, "ckb", "xx"]))
def test_no_text_is_too_strange(text: str, tag: str) -> None:
    assert Identifier().other_language(text, tag) != tag
