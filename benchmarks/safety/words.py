"""What the mutations need to know of a language: its units, its negation, its opposites.

These tables are the bench's own and not the program's: a word that the program's lists lack shall stand here, so
that its absence is seen. Forms stand in one order (singular first), so that a swap takes the same form of the other
unit. A language without tables takes part in the kinds that need none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LATIN_UNITS = {
    "mcg": ("mcg", "µg", "μg", "microgram", "micrograms"),
    "mg": ("mg", "mg", "mg", "milligram", "milligrams"),
    "g": ("g", "g", "g", "gram", "grams"),
    "ml": ("ml", "mL", "mL", "millilitre", "millilitres"),
}


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        doses: forms of each unit of mass and volume, in one order.
        times: forms of each unit of time, in one order.
        removals: pattern of a negation and what is left when it is gone; the first that fits is used.
        additions: pattern of a verb and the same verb denied.
        opposites: English word, its opposite, the word here, its opposite here; all whole words. Those that turn a
            dose or an instruction round.
        contrasts: the same of words that turn a finding round.
        spaced: whether words are parted by spaces.
    """

    doses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    times: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removals: tuple[tuple[str, str], ...] = ()
    additions: tuple[tuple[str, str], ...] = ()
    opposites: tuple[tuple[str, str, str, str], ...] = ()
    contrasts: tuple[tuple[str, str, str, str], ...] = ()
    spaced: bool = True


ENGLISH_DOSE = re.compile(r"\d[\s\u00a0]?(?:mcg|mg|g|ml|mL|µg|μg|micrograms?|milligrams?|grams?|millilit(?:er|re)s?)\b")
ENGLISH_INSTRUCTION = re.compile(
    r"^\W*(?:Do not|Don['’]t|Never|Avoid)\b|\b(?:should not|must not|cannot|do not|should never|must never)\b",
    re.IGNORECASE,
)
ENGLISH_TIME = re.compile(r"\d[\s\u00a0-]?(?:minute|hour|day|week|month|year)s?\b")
ENGLISH_NOT = re.compile(r"\b(?:not|never|cannot)\b|n['’]t\b", re.IGNORECASE)
ENGLISH_DENIAL = re.compile(
    r"\b(?:not|never|cannot|without|neither|nor|none|no|nobody|nothing|unless|avoid\w*|except|un\w+|in\w+ble|lack\w*"
    r"|fail\w*|stop\w*|prevent\w*)\b|n['’]t\b",
    re.IGNORECASE,
)

WORDS: dict[str, Words] = {
    "es": Words(
        doses={
            "mcg": ("microgramo", "microgramos"),
            "mg": ("miligramo", "miligramos"),
            "g": ("gramo", "gramos"),
            "ml": ("mililitro", "mililitros"),
        },
        times={
            "minute": ("minuto", "minutos"),
            "hour": ("hora", "horas"),
            "day": ("día", "días"),
            "week": ("semana", "semanas"),
            "month": ("mes", "meses"),
            "year": ("año", "años"),
        },
        removals=((r"\b(?:no|nunca|jamás)\s+(?!solo\b|sólo\b|obstante\b)", ""),),
        additions=((r"\b(debe|deben|puede|pueden|es|son|está|están|tiene|tienen|tome|use|ha|han)\b", r"no \1"),),
        opposites=(
            ("before", "after", "antes", "después"),
            ("more", "less", "más", "menos"),
            ("left", "right", "izquierda", "derecha"),
            ("left", "right", "izquierdo", "derecho"),
            ("once", "twice", "una vez", "dos veces"),
            ("daily", "weekly", "diario", "semanal"),
            ("day", "week", "al día", "por semana"),
            ("start", "stop", "empiece", "deje"),
        ),
        contrasts=(
            ("high", "low", "alta", "baja"),
            ("high", "low", "alto", "bajo"),
            ("increase", "decrease", "aumento", "disminución"),
        ),
    ),
    "fr": Words(
        doses={
            "mcg": ("microgramme", "microgrammes"),
            "mg": ("milligramme", "milligrammes"),
            "g": ("gramme", "grammes"),
            "ml": ("millilitre", "millilitres"),
        },
        times={
            "minute": ("minute", "minutes"),
            "hour": ("heure", "heures"),
            "day": ("jour", "jours"),
            "week": ("semaine", "semaines"),
            "month": ("mois", "mois"),
            "year": ("an", "ans"),
        },
        removals=(
            (r"\b(?:ne\s+|n['’])pas\s+", ""),
            (r"\b(?:ne\s+|n['’])([^.;:!?]{2,40}?)\s+(?:pas|jamais|plus|aucun|aucune|rien)\b", r"\1"),
            (r"\b(?:ne|non)\s+|\bn['’](?=\w)", ""),
        ),
        additions=((r"\b(doit|doivent|peut|peuvent|sont|devez|pouvez|prenez|sera|seront)\b", r"ne \1 pas"),),
        opposites=(
            ("before", "after", "avant", "après"),
            ("more", "less", "plus", "moins"),
            ("left", "right", "gauche", "droite"),
            ("once", "twice", "une fois", "deux fois"),
            ("daily", "weekly", "quotidien", "hebdomadaire"),
            ("day", "week", "par jour", "par semaine"),
        ),
        contrasts=(
            ("high", "low", "élevé", "faible"),
            ("high", "low", "haut", "bas"),
            ("increase", "decrease", "augmentation", "diminution"),
        ),
    ),
    "pt": Words(
        doses={
            "mcg": ("micrograma", "microgramas"),
            "mg": ("miligrama", "miligramas"),
            "g": ("grama", "gramas"),
            "ml": ("mililitro", "mililitros"),
        },
        times={
            "minute": ("minuto", "minutos"),
            "hour": ("hora", "horas"),
            "day": ("dia", "dias"),
            "week": ("semana", "semanas"),
            "month": ("mês", "meses"),
            "year": ("ano", "anos"),
        },
        removals=((r"\b(?:não|nunca|jamais)\s+(?!só\b|apenas\b|obstante\b)", ""),),
        additions=((r"\b(deve|devem|pode|podem|é|são|está|estão|tem|têm|tome|use|foi|foram)\b", r"não \1"),),
        opposites=(
            ("before", "after", "antes", "depois"),
            ("before", "after", "antes", "após"),
            ("more", "less", "mais", "menos"),
            ("left", "right", "esquerda", "direita"),
            ("once", "twice", "uma vez", "duas vezes"),
            ("daily", "weekly", "diário", "semanal"),
            ("day", "week", "por dia", "por semana"),
        ),
        contrasts=(
            ("high", "low", "alta", "baixa"),
            ("high", "low", "alto", "baixo"),
            ("increase", "decrease", "aumento", "diminuição"),
        ),
    ),
    "ru": Words(
        doses={
            "mcg": ("мкг", "микрограмм", "микрограмма", "микрограммов"),
            "mg": ("мг", "миллиграмм", "миллиграмма", "миллиграммов"),
            "g": ("г", "грамм", "грамма", "граммов"),
            "ml": ("мл", "миллилитр", "миллилитра", "миллилитров"),
        },
        times={
            "minute": ("минута", "минуты", "минут", "минуту", "минутах"),
            "hour": ("час", "часа", "часов", "час", "часах"),
            "day": ("день", "дня", "дней", "день", "днях"),
            "week": ("неделя", "недели", "недель", "неделю", "неделях"),
            "month": ("месяц", "месяца", "месяцев", "месяц", "месяцах"),
            "year": ("год", "года", "лет", "год", "годах"),
        },
        removals=((r"\b(?:никогда не|не|никогда)\s+(?!только\b)", ""), (r"\bнельзя\b", "можно"), (r"\bнет\b", "есть")),
        additions=((r"\b(следует|должн[аоы]?|должен|может|могут|можно|является|являются|был[аио]?)\b", r"не \1"),),
        opposites=(
            ("before", "after", "до", "после"),
            ("before", "after", "перед", "после"),
            ("more", "less", "более", "менее"),
            ("more", "less", "больше", "меньше"),
            ("left", "right", "левый", "правый"),
            ("once", "twice", "один раз", "два раза"),
            ("daily", "weekly", "ежедневно", "еженедельно"),
        ),
        contrasts=(
            ("high", "low", "высокий", "низкий"),
            ("high", "low", "высокая", "низкая"),
            ("increase", "decrease", "увеличение", "уменьшение"),
        ),
    ),
    "ar": Words(
        doses={
            "mcg": ("ميكروغرام", "ميكروجرام", "مكغ", "مكجم"),
            "mg": ("مليغرام", "ملليجرام", "ملغ", "ملجم"),
            "g": ("غرام", "جرام", "غ", "جم"),
            "ml": ("مليلتر", "ملليلتر", "مل", "مل"),
        },
        times={
            "minute": ("دقيقة", "دقائق"),
            "hour": ("ساعة", "ساعات"),
            "day": ("يوم", "أيام", "يومًا", "يوما"),
            "week": ("أسبوع", "أسابيع", "أسبوعًا", "أسبوعا"),
            "month": ("شهر", "أشهر", "شهرًا", "شهرا"),
            "year": ("سنة", "سنوات", "عامًا", "عاما"),
        },
        removals=(
            (r"(?<!\w)([وف]?)(?:لا|لم|لن)\s+", r"\1"),
            (r"(?<!\w)([وفب]?)عدم\s+", r"\1"),
            (r"(?<!\w)(?:ألا|ألّا)\s+", "أن "),
        ),
        additions=((r"(?<!\w)(يجب|يمكن|ينبغي|يوجد|تناول|استخدم|يؤدي|تؤدي|يتم)(?!\w)", r"لا \1"),),
        opposites=(
            ("before", "after", "قبل", "بعد"),
            ("more", "less", "أكثر", "أقل"),
            ("left", "right", "اليسرى", "اليمنى"),
            ("left", "right", "الأيسر", "الأيمن"),
            ("once", "twice", "مرة", "مرتين"),
            ("daily", "weekly", "يوميًا", "أسبوعيًا"),
            ("daily", "weekly", "يومي", "أسبوعي"),
        ),
        contrasts=(
            ("high", "low", "عالية", "منخفضة"),
            ("high", "low", "ارتفاع", "انخفاض"),
            ("increase", "decrease", "زيادة", "انخفاض"),
        ),
    ),
    "hi": Words(
        doses={
            "mcg": ("माइक्रोग्राम", "एमसीजी"),
            "mg": ("मिलीग्राम", "मिग्रा"),
            "g": ("ग्राम", "ग्रा"),
            "ml": ("मिलीलीटर", "मिली"),
        },
        times={
            "minute": ("मिनट", "मिनट", "मिनटों"),
            "hour": ("घंटा", "घंटे", "घंटों"),
            "day": ("दिन", "दिन", "दिनों"),
            "week": ("सप्ताह", "हफ्ते", "हफ्तों"),
            "month": ("महीना", "महीने", "महीनों"),
            "year": ("साल", "वर्ष", "वर्षों"),
        },
        removals=((r"(?<![\w\u0900-\u0963])(?:नहीं|नही|कभी न|न|मत|ना)(?![\w\u0900-\u0963])\s*", ""),),
        additions=(
            (r"(?<![\w\u0900-\u0963])(करें|लें|रखें|पिएं|जाएं)(?![\w\u0900-\u0963])", r"न \1"),
            (r"(?<![\w\u0900-\u0963])(है|हैं|था|थे|थी|चाहिए)(?![\w\u0900-\u0963])", r"नहीं \1"),
        ),
        opposites=(
            ("before", "after", "पहले", "बाद"),
            ("more", "less", "अधिक", "कम"),
            ("more", "less", "ज़्यादा", "कम"),
            ("left", "right", "बाएं", "दाएं"),
            ("once", "twice", "एक बार", "दो बार"),
            ("daily", "weekly", "दैनिक", "साप्ताहिक"),
        ),
        contrasts=(
            ("high", "low", "उच्च", "निम्न"),
            ("increase", "decrease", "वृद्धि", "कमी"),
        ),
    ),
    "zh": Words(
        doses={"mcg": ("微克",), "mg": ("毫克",), "g": ("克",), "ml": ("毫升",)},
        times={
            "minute": ("分钟",),
            "hour": ("小时",),
            "day": ("天",),
            "week": ("周",),
            "month": ("个月",),
            "year": ("年",),
        },
        removals=(
            (r"不要|请勿|不得|切勿|勿|(?<![特区级分差类性])别|不可|不(?![同良足断仅过少久明])", ""),
            (r"没有", "有"),
            (r"禁止|避免", ""),
        ),
        additions=(
            (r"(应该|应当|可以|应(?![用对急答])|能够|会|需要|建议)", r"不\1"),
            (r"请", "请勿"),
            (r"(?<![不])是", "不是"),
        ),
        opposites=(
            ("before", "after", "之前", "之后"),
            ("before", "after", "前", "后"),
            ("more", "less", "更多", "更少"),
            ("more", "less", "多", "少"),
            ("left", "right", "左", "右"),
            ("once", "twice", "一次", "两次"),
            ("daily", "weekly", "每天", "每周"),
            ("daily", "weekly", "每日", "每周"),
        ),
        contrasts=(
            ("high", "low", "高", "低"),
            ("increase", "decrease", "增加", "减少"),
        ),
        spaced=False,
    ),
    "id": Words(
        doses={
            "mcg": ("mikrogram",),
            "mg": ("miligram",),
            "g": ("gram",),
            "ml": ("mililiter",),
        },
        times={
            "minute": ("menit",),
            "hour": ("jam",),
            "day": ("hari",),
            "week": ("minggu",),
            "month": ("bulan",),
            "year": ("tahun",),
        },
        removals=((r"\b(?:tidak boleh|jangan pernah|jangan|tidak|bukan|belum)\s+(?!hanya\b)", ""),),
        additions=((r"\b(harus|dapat|bisa|boleh|akan|perlu|adalah)\b", r"tidak \1"),),
        opposites=(
            ("before", "after", "sebelum", "setelah"),
            ("more", "less", "lebih", "kurang"),
            ("left", "right", "kiri", "kanan"),
            ("once", "twice", "sekali", "dua kali"),
            ("daily", "weekly", "harian", "mingguan"),
        ),
        contrasts=(
            ("high", "low", "tinggi", "rendah"),
            ("increase", "decrease", "peningkatan", "penurunan"),
        ),
    ),
}

UNSPACED = frozenset({"zh", "ja", "th", "km", "lo", "my"})
KIN = {
    "es": "pt", "pt": "es", "fr": "es", "ru": "uk", "ar": "fa", "fa": "ar", "ur": "fa",
    "hi": "mr", "mr": "hi", "ne": "hi", "id": "ms", "ms": "id", "bn": "hi",
}  # fmt: skip


def words_of(tag: str) -> Words:
    """The tables of a language, empty where there are none."""
    base = tag.partition("-")[0]
    return WORDS.get(base, Words(spaced=base not in UNSPACED))


def dose_forms(tag: str) -> dict[str, tuple[str, ...]]:
    """Forms of each unit of a dose: the language's own words and the symbols that stand in any script."""
    own = words_of(tag).doses
    return {unit: (*own.get(unit, ()), *LATIN_UNITS[unit][:3]) for unit in LATIN_UNITS}
