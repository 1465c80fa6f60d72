from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from tests.support.documents import document

from plainleaf.press.fonts import FontSet
from plainleaf.press.pdf import render_pdf
from plainleaf.press.whole_letters import (
    AddedLetters,
    Glyph,
    Run,
    add_letters,
    is_drawn_in_parts,
    with_letters,
    write_run,
)

BEH, TEH, FATHA, SHADDA, LAM, ALIF, JOINER = "بتَّلا\u200c"
DAY = 3_800_000_000  # in 2024, as fonts count
SHAPE, DOT, DOTS, SIGN, OTHER_SIGN, FIRST = 1, 2, 3, 4, 5, 10
WORDS = {
    "Noto Naskh Arabic": "حُمّى بدرجة شيئًا لا تأخذ يومًا أوّلًا الأدوية قُبَّعَة سُؤَالٌ لَا همهٔ می‌خورید",
    "Noto Sans Arabic": "لا إلا الأدوية",  # lam and alif are one glyph
    "Noto Nastaliq Urdu": "فوراً کیپسول نہیں ہے بیماری پیچیدگی آئے جمعۂ ڈاکٹر مُدَّت قُرْآن لا الله کٲشُر",
    "Noto Sans Hebrew": "עִם נִקּוּד שָׁלוֹם בְּרֵאשִׁית תּוֹרָה פֿאַר",
    "Noto Sans Thaana": "ދިވެހި ބަސް",
    "Noto Sans": "ẹ́ ọ̀rọ̀ до́за",
}
"""Words by font, from the right but for the last."""


def table() -> AddedLetters:
    return AddedLetters(FIRST, {}, dict.fromkeys(range(FIRST), 500))


def run(text: str, *glyphs: tuple[int | None, float, float, int], from_right: bool = True) -> Run:
    """A run of glyphs, each with its width, its height and the number of its letter."""
    starts = [len(text[:at].encode()) for at in range(len(text))]
    pen, found = 0.0, []
    for number, width, up, letter in glyphs:
        found.append(Glyph(number, pen, width, 0, up, starts[letter]))
        pen += width
    return Run(tuple(found), text.encode(), from_right)


def read(written: str, letters: AddedLetters, *, from_right: bool = True) -> str:
    """The characters of what was written, as somebody reads them who knows each glyph by what it stands for."""
    codes = [int(code, 16) for group in re.findall("<([0-9a-f]+)>", written) for code in re.findall("....", group)]
    return "".join(letters.characters[code] for code in (reversed(codes) if from_right else codes))


# ------------------------------------------------------------------------------------------- letters of a run


def test_letters_of_one_shape_are_two_glyphs() -> None:
    letters = table()
    written = write_run(
        run(BEH + TEH, (DOTS, 0, 50, 1), (SHAPE, 500, 50, 1), (DOT, 0, 0, 0), (SHAPE, 500, 0, 0)), letters
    )
    assert written == "<000a000b>"
    assert letters.characters == {FIRST: TEH, FIRST + 1: BEH}
    assert [parts for parts, _ in letters.numbers] == [
        ((DOTS, 0, 50), (SHAPE, 0, 50)),
        ((DOT, 0, 0), (SHAPE, 0, 0)),
    ]
    assert read(written, letters) == BEH + TEH


def test_a_letter_that_was_drawn_before_is_not_made_again() -> None:
    letters = table()
    word = run(BEH + BEH, (DOT, 0, 0, 1), (SHAPE, 500, 0, 1), (DOT, 0, 0, 0), (SHAPE, 500, 0, 0))
    assert write_run(word, letters) == "<000a000a>"
    assert len(letters.numbers) == 1


def test_a_glyph_that_stands_for_its_letter_stays() -> None:
    letters = table()
    letters.characters[SHAPE] = BEH
    assert write_run(run(BEH, (SHAPE, 500, 0, 0)), letters) == "<0001>"
    assert write_run(run(TEH, (SHAPE, 500, 0, 0)), letters) == "<000a>"  # the same shape, another letter
    assert write_run(run(BEH, (SHAPE, 500, 9, 0)), letters) == "<000b>"  # the same letter, higher


def test_signs_keep_glyphs_of_their_own() -> None:
    letters = table()
    text = BEH + SHADDA + FATHA
    cluster = [(SIGN, 0, 0, 0), (OTHER_SIGN, 0, 0, 0), (DOT, 0, 0, 0), (SHAPE, 500, 0, 0)]
    written = write_run(run(text, *cluster), letters)
    assert [(len(parts), said) for parts, said in letters.numbers] == [(1, FATHA), (1, SHADDA), (2, BEH)]
    assert read(written, letters) == text


def test_from_the_left_signs_follow_their_letter() -> None:
    letters = table()
    text = "q\u0301"
    written = write_run(run(text, (SHAPE, 500, 0, 0), (SIGN, 0, 0, 0), from_right=False), letters)
    assert [said for _, said in letters.numbers] == ["q", "\u0301"]
    assert read(written, letters, from_right=False) == text


def test_letters_that_are_one_glyph_are_told_one_by_one() -> None:
    letters = table()
    written = write_run(run(LAM + ALIF, (SHAPE, 600, 0, 0)), letters)
    assert [(parts, said) for parts, said in letters.numbers] == [(((SHAPE, 0, 0),), ALIF), ((), LAM)]
    assert [letters.widths[FIRST], letters.widths[FIRST + 1]] == [300, 300]
    assert read(written, letters) == LAM + ALIF


def test_a_letter_with_its_sign_in_one_glyph_is_one_character_if_there_is_one() -> None:
    letters = table()
    write_run(run("ا\u0653", (SHAPE, 500, 0, 0)), letters)
    assert list(letters.characters.values()) == ["آ"]


def test_joiners_are_told_and_marks_of_direction_are_not() -> None:
    letters = table()
    glyphs = [(SHAPE, 500, 0, 3), (None, 0, 0, 2), (None, 0, 0, 1), (SHAPE, 500, 0, 0)]
    assert read(write_run(run(BEH + JOINER + "\u2066" + BEH, *glyphs), letters), letters) == BEH + JOINER + BEH


def test_the_pen_is_moved_where_widths_do_not_fit() -> None:
    letters = table()
    letters.characters[SHAPE] = BEH
    written = write_run(run(BEH * 3, (SHAPE, 520, 0, 2), (SHAPE, 490, 0, 1), (SHAPE, 500, 0, 0)), letters)
    assert written == "<0001>-20<0001>10<0001>"


LETTERS = st.lists(
    st.tuples(
        st.sampled_from([BEH, TEH, LAM + ALIF, BEH + FATHA, BEH + SHADDA + FATHA, "a", JOINER]),
        st.lists(
            st.tuples(st.integers(1, 5), st.floats(-50, 900), st.sampled_from([0.0, 70.0])), min_size=1, max_size=4
        ),
    ),
    max_size=8,
)


@given(LETTERS)
def test_every_run_says_what_was_typed_and_ends_where_it_should(
    drawn: list[tuple[str, list[tuple[int, float, float]]]],
) -> None:
    letters, text, glyphs = table(), "", []
    for said, parts in drawn:
        glyphs += [(number, width, up, len(text)) for number, width, up in reversed(parts)]
        text += said
    word = run(text, *reversed(glyphs))
    written = write_run(word, letters)
    assert normalize("NFC", read(written, letters)) == normalize("NFC", text)
    codes = [int(code, 16) for group in re.findall("<([0-9a-f]+)>", written) for code in re.findall("....", group)]
    moved = sum(letters.widths[code] for code in codes) - sum(map(int, re.findall(r"(?:^|>)(-?\d+)(?=<|$)", written)))
    assert moved == round(sum(one.width for one in word.glyphs))


def test_which_texts_are_drawn_in_parts() -> None:
    assert all(map(is_drawn_in_parts, ["دوا", "שלום", "٣٨ °C", "e\u0301", "ދިވެހި", "\U0001e900"]))
    assert not any(map(is_drawn_in_parts, ["", "plain é", "中文", "यह", "38 °C"]))


# ------------------------------------------------------------------------------------------- in the font


def tiny_font(glyphs: int) -> bytes:
    """A font of squares, of which the first is empty."""
    names = [".notdef", *(f"g{number}" for number in range(1, glyphs))]
    builder = FontBuilder(2000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    outlines = {}
    for name in names:
        pen = TTGlyphPen(None)
        if name != ".notdef":
            pen.moveTo((0, 0))
            for point in ((0, 100), (100, 100), (100, 0)):
                pen.lineTo(point)
            pen.closePath()
        outlines[name] = pen.glyph()
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupVerticalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupVerticalHeader()
    builder.setupPost()
    builder.setupHead(unitsPerEm=2000, created=DAY, modified=DAY)
    data = BytesIO()
    builder.save(data)
    return data.getvalue()


def test_a_font_gets_the_letters_under_their_numbers() -> None:
    letters = table()
    word = run(BEH + TEH, (SIGN, 0, 0, 1), (SHAPE, 400, 30, 1), (0, 250, 0, 0))
    write_run(word, letters)
    made = TTFont(BytesIO(with_letters(tiny_font(6), letters)))
    outlines, names = made["glyf"], made.getGlyphOrder()
    most = made["maxp"]
    assert len(names) == FIRST + 2 == most.numGlyphs  # those between were taken away before
    assert (most.maxComponentElements, most.maxComponentDepth) == (2, 1)
    assert (most.maxCompositePoints, most.maxCompositeContours) == (8, 2)
    whole = outlines[names[FIRST]]
    assert [(names.index(part.glyphName), part.x, part.y) for part in whole.components] == [
        (SIGN, 0, 0),
        (SHAPE, 0, 60),
    ]
    assert (whole.xMin, whole.yMin, whole.xMax, whole.yMax) == (0, 0, 100, 160)
    assert made["hmtx"][names[FIRST]] == (800, 0)
    assert outlines[names[FIRST + 1]].numberOfContours == 0  # of a part that draws nothing
    assert made["hmtx"][names[FIRST + 1]] == (500, 0)


def test_a_font_is_the_same_from_run_to_run() -> None:
    letters = table()
    write_run(run(BEH, (SIGN, 0, 0, 0), (SHAPE, 400, 30, 0)), letters)
    assert with_letters(tiny_font(6), letters) == with_letters(tiny_font(6), letters)


def test_a_font_without_new_letters_is_left_alone() -> None:
    class Plain:
        letters = table()
        file_content = b"no font"

    class Unwritten:
        objects = ()

    add_letters([Plain(), object()], Unwritten())  # type: ignore[arg-type] # it has no file to look for


# ------------------------------------------------------------------------------------------- on paper


@pytest.fixture(scope="module")
def page(fonts: FontSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with all words."""
    assert fonts.files
    rows = [
        f"<p dir='{'ltr' if font == 'Noto Sans' else 'rtl'}' style='font-family: \"{font}\", \"Noto Sans\"'>{words}</p>"
        for font, words in WORDS.items()
    ]
    path = tmp_path_factory.mktemp("letters") / "words.pdf"
    path.write_bytes(render_pdf(document(body="".join(rows), css="p { font-size: 14pt; line-height: 2.4 }")).data)
    return path


def lost(read_back: str) -> list[str]:
    found = normalize("NFC", re.sub("[\u200e\u200f\u202a-\u202e]", "", read_back)).split()
    return [word for words in WORDS.values() for word in words.split() if normalize("NFC", word) not in found]


def test_chrome_copies_every_word_with_all_its_signs(page: Path) -> None:
    with pypdfium2.PdfDocument(page.read_bytes()) as pdf:
        assert lost(str(pdf[0].get_textpage().get_text_range())) == []


def test_poppler_copies_every_word_with_all_its_signs(page: Path) -> None:
    done = subprocess.run(["pdftotext", str(page), "-"], capture_output=True, check=True)
    assert lost(done.stdout.decode()) == []
