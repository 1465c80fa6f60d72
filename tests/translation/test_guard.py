"""Which catalogs are looked through together, and which again after an edit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import edit, translated
from tests.translation.examples import OWN_ES

from plainleaf.content.model import DESK
from plainleaf.problems import Problem
from plainleaf.stacks import Stacks
from plainleaf.translation.guard import neighbourhoods
from plainleaf.translation.packs import catalog_path, read_language
from plainleaf.translation.safety.comparison import Pair
from plainleaf.translation.safety.linter import Linter

NAMES = st.sets(st.text("abcdefgh", min_size=1, max_size=8), max_size=80)


@given(NAMES)
def test_each_catalog_has_one_neighbourhood(names: set[str]) -> None:
    found = neighbourhoods(sorted(names))
    assert sorted(name for some in found for name in some) == sorted(names)


@given(NAMES, st.text("abcdefgh", min_size=1, max_size=8))
def test_a_catalog_that_comes_changes_one_neighbourhood(names: set[str], new: str) -> None:
    before, after = (set(neighbourhoods(sorted(some))) for some in (names - {new}, names | {new}))
    halved = new not in names and len(names) in (16, 32, 64)
    assert halved or len(before - after) <= 1


def test_sixteen_catalogs_stay_together_and_a_thousand_do_not() -> None:
    names = [f"medicine-{number}" for number in range(1000)]
    assert neighbourhoods(names[:16]) == [tuple(names[:16])]
    sizes = list(map(len, neighbourhoods(names)))
    assert 1000 / 16 <= len(sizes) <= 1000 / 8
    assert max(sizes) < 40
    assert neighbourhoods([]) == []


def test_an_edit_of_one_catalog_has_its_neighbours_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked_at: set[str] = set()
    check = Linter.check_pairs

    def check_and_note(linter: Linter, pairs: Iterable[Pair]) -> list[Problem]:
        given = list(pairs)
        looked_at.update(PurePosixPath(pair.position.file).stem for pair in given)
        return check(linter, given)

    monkeypatch.setattr(Linter, "check_pairs", check_and_note)
    files = translated("es")
    names = [f"medicine-{number}" for number in range(40)]
    many = {**files, **{catalog_path("es", name): files[OWN_ES] for name in names}}

    def look(files: dict[str, str]) -> dict[str, int]:
        looked_at.clear()
        language = read_language(files, "es", {}, tmp_path / "safety")
        assert language.guard is not None
        found = [language.guard.findings(domain, language.catalogs) for domain in language.catalogs]
        return {domain: sum(map(len, messages.values())) for near in found for domain, messages in near.items()}

    first = look(many)
    assert looked_at == {*names, "shared", "somnoril"}
    assert look(many) == first
    assert looked_at == set()
    edited = edit(many, catalog_path("es", "medicine-7"), "Da sueño. No conduzca.", "Da sueño. Conduzca.")
    worse = look(edited)
    assert worse["medicine-7"] > first["medicine-7"]
    near = next(some for some in neighbourhoods(sorted([*names, "shared", "somnoril"])) if "medicine-7" in some)
    assert looked_at == set(near)
    assert len(near) < 20


def test_one_catalog_opens_its_neighbours_and_no_others(tmp_path: Path) -> None:
    files = translated("es")
    names = [f"medicine-{number}" for number in range(40)]
    many = {**files, **{catalog_path("es", name): files[OWN_ES] for name in names}}
    language = read_language(many, "es", {}, tmp_path / "safety")
    assert language.guard is not None
    near = next(some for some in neighbourhoods(sorted([*names, "shared", "somnoril"])) if "medicine-7" in some)
    assert set(language.guard.findings("medicine-7", language.catalogs)) == set(near)
    assert isinstance(language.catalogs, Stacks)
    assert set(language.catalogs._held) == set(near)


def test_the_words_of_the_desk_live_alone() -> None:
    assert neighbourhoods(["a", DESK, "b"]) == [("a", "b"), (DESK,)]
    assert min(map(len, neighbourhoods([DESK, *map(str, range(40))]))) == 1
