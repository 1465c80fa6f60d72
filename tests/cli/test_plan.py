"""`plainleaf plan`: what a build would do, why, and what it costs; nothing is written where leaflets are."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.building import SHEETS, make_small_workspace
from tests.support.clinic import Workplace
from tests.support.workspace import REPOSITORY

from plainleaf.build.rates import Rate, keep_rates, read_rates
from plainleaf.workspace import cache_folder


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache in which nothing was ever measured."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield cache_folder()


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Workplace:
    """Everything printed in English, nothing in Spanish."""
    clinic = Workplace(make_small_workspace(tmp_path_factory.mktemp("clinic")))
    planned = clinic.run("plan")
    assert "nothing was measured here yet: 6 leaflets printed into nowhere to measure" in planned.stdout
    assert not (clinic.root / "output").exists()
    assert len(read_rates(cache, clinic.root)) == 6
    sampled = sum(rate.sheets for rate in read_rates(cache, clinic.root).values())
    assert clinic.run("build", "--lang", "en", "--jobs", "1").exit_code == 0
    assert (
        sum(rate.sheets for rate in read_rates(cache, clinic.root).values()) == sampled + 5
    )  # the first pays for the start
    return clinic


@pytest.fixture
def rates(cache: Path, clinic: Workplace) -> None:
    """Everything in Letter costs a minute of a core and a megabyte; A4 was never measured."""
    (cache / "rates.json").unlink(missing_ok=True)
    kinds = ((lang, "letter", level) for lang in ("en", "es") for level in ("easy", "plain", "full"))
    keep_rates(cache, clinic.root, [(kind, Rate(1, 60.0, 1_000_000)) for kind in kinds])


def files_of(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def why(clinic: Workplace, *arguments: str) -> Any:
    return clinic.json("plan", *arguments)["why"]


@pytest.mark.usefixtures("rates")
def test_a_plan_counts_and_writes_nothing(clinic: Workplace) -> None:
    before = files_of(clinic.root)
    run = clinic.run("plan", "--jobs", "4")
    assert run.exit_code == 0
    assert run.stdout.splitlines() == [
        f"{SHEETS} leaflets: 6 up to date, 6 to be made, 0 refused",
        "  English, letter: 3 up to date, 0 to be made",
        "  English, a4: 3 up to date, 0 to be made",
        "  Spanish, letter: 0 up to date, 3 to be made, 3.0 minutes of a core, 3.0 MB",
        "  Spanish, a4: 0 up to date, 3 to be made, 3.0 minutes of a core (nearest), 3.0 MB",
        "why, with how many leaflets each concerns: not printed yet 6",
        "(nearest): never measured here; taken from the kind of leaflet that is most like it",
        "0.1 CPU hours, 0.006 GB",
        "1.5 minutes on 4 cores like this one, if they do nothing else",
    ]
    assert files_of(clinic.root) == before


@pytest.mark.usefixtures("rates")
def test_a_plan_for_programs(clinic: Workplace) -> None:
    value = clinic.json("plan", "--lang", "es", "--format", "letter", "--jobs", "2")
    (outlook,) = value.pop("outlooks")
    counted = {"sheets": 3, "current": 0, "stale": 3, "refused": 0}
    cost = {"cpu_hours": 0.05, "gigabytes": 0.003, "measured": "itself"}
    assert outlook == {"lang": "es", "format": "letter", **counted, **cost}
    assert value == {**counted, **cost, "why": {"new": 3}, "cores": 2, "hours": 0.025, "sampled": 0, "problems": []}
    page = (REPOSITORY / "docs/clinic-it.md").read_text(encoding="utf-8")
    (row,) = (line for line in page.splitlines() if line.startswith("| `plan --json` |"))
    assert all(f"`{key}`" in row for key in (*value, *outlook, "outlooks"))


@pytest.mark.usefixtures("rates")
def test_a_plan_says_what_has_changed(clinic: Workplace) -> None:
    english = "--lang", "en"
    assert why(clinic, *english) == {}
    assert why(clinic, *english, "--force") == {"forced": 6}
    clinic.edit("templates/plain/print.css", "A5", "a5")
    assert why(clinic) == {"theme": 6, "new": 6}
    clinic.edit("templates/plain/print.css", "a5", "A5")
    clinic.edit("leaflets/somnoril.yaml", "full: It makes you sleepy for a time.", "full: It makes you sleepy a while.")
    assert why(clinic, *english) == {"leaflet": 6}
    clinic.edit("leaflets/somnoril.yaml", "full: It makes you sleepy a while.", "full: It makes you sleepy for a time.")
    pdf = clinic.root / "output/us/en/somnoril/easy-a4.pdf"
    whole = pdf.read_bytes()
    pdf.write_bytes(whole[:100])
    assert why(clinic, *english) == {"file": 1}
    pdf.unlink()
    assert why(clinic, *english) == {"file": 1}
    pdf.write_bytes(whole)
    assert why(clinic, *english) == {}


@pytest.mark.usefixtures("rates")
def test_a_plan_names_what_no_build_would_print(clinic: Workplace) -> None:
    run = clinic.run("plan", "--as-of", "2099-01-01")
    assert run.exit_code == 1
    assert ": B004 " in run.stderr
    assert run.stdout.splitlines()[0] == f"{SHEETS} leaflets: 0 up to date, 0 to be made, {SHEETS} refused"
    assert clinic.run("plan", "--level", "hard").exit_code == 2
    assert [problem.code for problem in clinic.refused("plan", "somnorl")] == ["B002"]


def test_where_nothing_can_be_measured_a_plan_says_so(
    clinic: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    clinic.edit("templates/plain/print.css", "nowrap", "normal")  # a quantity is split over two lines
    run = clinic.run("plan", "--lang", "es", "--format", "letter", "--level", "full")
    clinic.edit("templates/plain/print.css", "normal", "nowrap")
    assert run.exit_code == 0
    assert run.stdout.splitlines()[-1] == "how long it takes is not known: nothing could be measured"
