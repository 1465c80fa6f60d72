import subprocess
import sys
from pathlib import Path

import pytest

SLOW = ("wordfreq", "jieba", "fugashi", "pythainlp", "pycrfsuite", "icu4py")
TELL = f"import sys; print(sorted(set(sys.modules) & set({SLOW!r})))"


def loaded_by(statement: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{statement}\n{TELL}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "statement",
    [
        "import plainleaf",
        "import plainleaf.reading, plainleaf.reading.leaflets, plainleaf.reading.cache",
        "from plainleaf.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
        "from plainleaf.cli import main\ntry: main(['measure', '--help'])\nexcept SystemExit: pass",
    ],
)
def test_dictionaries_are_not_loaded_before_a_text_is_measured(tmp_path: Path, statement: str) -> None:
    assert loaded_by(statement, tmp_path) == "[]"


@pytest.mark.parametrize(
    ("tag", "loaded"),
    [("en", ["wordfreq"]), ("zh", ["jieba", "wordfreq"]), ("ja", ["fugashi", "wordfreq"]), ("my", ["icu4py"])],
)
def test_a_language_loads_what_it_needs_without_a_warning(tmp_path: Path, tag: str, loaded: list[str]) -> None:
    text = f"from plainleaf.reading import measure_text; measure_text('水', {tag!r})"
    assert loaded_by(text, tmp_path) == str(loaded)


def test_nothing_is_written_at_home_or_among_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    statement = "from plainleaf.reading import measure_text"
    for tag, text in (("th", "ดื่มน้ำ อ่านหนังสือ"), ("zh", "喝水"), ("ja", "水を飲む"), ("km", "ទឹក")):
        statement += f"; measure_text({text!r}, {tag!r})"
    assert "jieba" in loaded_by(statement, tmp_path)
    assert list(tmp_path.iterdir()) == []
