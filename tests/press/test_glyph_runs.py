from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from tests.support.documents import document
from tests.support.pictures import page_pictures

from plainleaf.press import pdf
from plainleaf.press.glyph_runs import close_up

TIBETAN, THAI = "ཀྲིཾ\u200b12", "ฝี่\u200b12"
FONTS = "'Noto Serif Tibetan', 'Noto Sans Thai', 'Noto Sans'"
STYLE = f"p {{ margin: 0; font: 60pt/2.4 {FONTS} }} @page {{ size: 400px 400px; margin: 20px }}"


def words(word: str) -> bytes:
    return pdf.render_pdf(document(body=f"<div style='width: 340px'><p>{word}</p></div>", css=STYLE)).data


def ink(page: Image.Image) -> tuple[int, int, int, int]:
    """Where the words below the heading stand: left, top, right, bottom in pixels."""
    found = ImageOps.invert(page.convert("L")).crop((0, 80, *page.size)).getbbox()
    assert found is not None
    return found


def shown_by_chrome(data: bytes) -> tuple[int, int, int, int]:
    return ink(next(page_pictures(data, 72)))


def shown_by_others(data: bytes, folder: Path) -> tuple[int, int, int, int]:
    (folder / "words.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-png", "words.pdf", "words"], cwd=folder, check=True)
    return ink(Image.open(folder / "words-1.png"))


def apart(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("word", [TIBETAN, THAI])
def test_words_stand_at_the_same_places_in_chrome_and_elsewhere(word: str, tmp_path: Path) -> None:
    assert apart(shown_by_chrome(words(word)), shown_by_others(words(word), tmp_path)) <= 2


def test_the_engine_still_writes_what_chrome_cannot_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "close_up_runs", lambda _: None)
    assert apart(shown_by_chrome(words(TIBETAN)), shown_by_others(words(TIBETAN), tmp_path)) > 5


@given(st.lists(st.one_of(st.just("<>"), st.just("<004b>"), st.integers(-999, 999).map(str)), max_size=8))
def test_glyphs_and_numbers_stay(pieces: list[str]) -> None:
    parted = " ".join(pieces)
    run = f"[{parted}] TJ".encode()
    assert close_up(run).replace(b" ", b"") == run.replace(b"<>", b"").replace(b" ", b"")


def test_numbers_stay_apart() -> None:
    assert close_up(b"[<>814<>-995<004b>995<>] TJ") == b"[ 814 -995<004b>995 ] TJ"
