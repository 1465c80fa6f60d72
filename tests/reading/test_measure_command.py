import json
from pathlib import Path
from typing import Any

import pytest
from tests.support.workspace import REPOSITORY, run_plainleaf

KEYS = {
    "file",
    "lang",
    "words",
    "sentences",
    "sentence_load",
    "word_load",
    "formula",
    "source",
    "score",
    "score_adjusted",
    "higher_is_harder",
    "level",
    "too_short",
    "hardest",
}
TEXT = "Thalidomide can harm a baby.\nDo not take it\nin pregnancy.\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "two.txt").write_text("", encoding="utf-8")
    return tmp_path


def measured(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    run = run_plainleaf(folder, "measure", *arguments, "--json")
    assert run.status == 0, run.err
    shapes: list[dict[str, Any]] = json.loads(run.out)
    return shapes


def test_many_files_in_one_call_come_in_order(texts: Path) -> None:
    shapes = measured(texts, "--lang", "en-GB", "two.txt", "one.txt", "two.txt", "--names", "thalidomide, Thalomid")
    assert [shape["file"] for shape in shapes] == ["two.txt", "one.txt", "two.txt"]
    for shape in shapes:
        assert set(shape) >= KEYS
        assert shape["lang"] == "en-GB"
        assert isinstance(shape["sentence_load"], float)
        assert isinstance(shape["word_load"], float)
        assert shape["too_short"] is True
        assert shape["level"] is None
    one = shapes[1]
    assert (one["words"], one["sentences"]) == (11, 2)
    assert one["score_adjusted"] < one["score"]
    assert set(one["hardest"][0]) >= {"text", "start", "words"}
    assert all(TEXT[hard["start"] :].startswith(hard["text"].split()[0]) for hard in one["hardest"])


def test_people_see_both_loads_the_formula_and_the_place(texts: Path) -> None:
    run = run_plainleaf(texts, "measure", "--lang", "en", "one.txt")
    assert run.status == 0
    for part in ("sentence load", "word load", "Flesch-Kincaid", "Kincaid, Fishburne", "one.txt:2:", "too short"):
        assert part in run.out


def test_a_language_without_a_formula_says_so(texts: Path) -> None:
    (shape,) = measured(texts, "--lang", "sw", "one.txt")
    assert "no validated formula" in shape["source"]
    assert shape["word_measure"] == "share of long words"


def test_an_unknown_language_is_an_error(texts: Path) -> None:
    run = run_plainleaf(texts, "measure", "--lang", "xx", "one.txt", "--json")
    assert run.status == 1
    (problem,) = json.loads(run.out)["problems"]
    assert problem["code"] == "R001"


@pytest.mark.parametrize(("name", "data"), [("missing.txt", None), ("latin1.txt", b"ok\ncaf\xe9")])
def test_a_file_that_cannot_be_read_is_an_error(texts: Path, name: str, data: bytes | None) -> None:
    if data:
        (texts / name).write_bytes(data)
    run = run_plainleaf(texts, "measure", "--lang", "en", "one.txt", name)
    assert run.status == 1
    assert f"{name}:2: R002" in run.err or f"{name}: R002" in run.err


@pytest.mark.parametrize("arguments", [("measure", "one.txt"), ("measure", "--lang", "en")])
def test_wrong_usage(texts: Path, arguments: tuple[str, ...]) -> None:
    assert run_plainleaf(texts, *arguments).status == 2


def test_standard_input_is_a_file(texts: Path) -> None:
    (shape,) = measured(texts, "--lang", "en", "-")
    assert (shape["file"], shape["words"]) == ("-", 0)


def test_a_leaflet_is_measured_at_each_level_and_points_at_its_lines() -> None:
    (shape,) = measured(REPOSITORY, "--lang", "en", "leaflets/thalidomide.yaml")
    assert set(shape) >= KEYS | {"levels"}
    assert list(shape["levels"]) == ["easy", "plain", "full"]
    loads = [level["sentence_load"] for level in shape["levels"].values()]
    assert loads == sorted(loads)
    assert shape["words"] == shape["levels"]["full"]["words"]
    for hard in shape["levels"]["easy"]["hardest"]:
        line = (REPOSITORY / hard["file"]).read_text(encoding="utf-8").splitlines()[hard["line"] - 1]
        assert line.strip().startswith("easy:")
    run = run_plainleaf(REPOSITORY, "measure", "--lang", "en", "leaflets/thalidomide.yaml")
    assert "leaflets/thalidomide.yaml, plain:" in run.out


def test_a_leaflet_in_a_language_or_place_that_is_not_there(texts: Path) -> None:
    path = str(REPOSITORY / "leaflets/thalidomide.yaml")
    assert ": T004 " in run_plainleaf(texts, "measure", "--lang", "fi", path).err
    assert ": B002 " in run_plainleaf(texts, "measure", "--lang", "en", "--place", "moon", path).err
    (texts / "broken.yaml").write_text("leaflet: broken\n", encoding="utf-8")
    run = run_plainleaf(texts, "measure", "--lang", "en", "broken.yaml")
    assert run.status == 1
    assert "broken.yaml" in run.err


def test_results_are_kept_in_a_folder(texts: Path) -> None:
    first = measured(texts, "--lang", "en", "one.txt", "--cache", "kept")
    assert len(list((texts / "kept").iterdir())) == 1
    assert measured(texts, "--lang", "en", "one.txt", "--cache", "kept") == first
