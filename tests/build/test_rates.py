from pathlib import Path

import pytest

from plainleaf.build.finishing import Finished, Placed
from plainleaf.build.plan import Target
from plainleaf.build.rates import Rate, _name, find_rate, join_rates, keep_rates, measure, read_rates

ROOT = Path("/srv/clinic")
EASY, FULL, LARGE, BOOKLET = (
    ("en", "letter", "easy"),
    ("en", "letter", "full"),
    ("en", "large-letter", "easy"),
    ("es", "booklet-a4", "easy"),
)


def test_means_are_kept_and_grow(tmp_path: Path) -> None:
    keep_rates(tmp_path, ROOT, [(EASY, Rate(1, 1.0, 100)), (FULL, Rate(1, 4.0, 400))])
    keep_rates(tmp_path, ROOT, [(EASY, Rate(1, 3.0, 300))])
    assert read_rates(tmp_path, ROOT) == {EASY: Rate(2, 2.0, 200), FULL: Rate(1, 4.0, 400)}


def test_each_workspace_has_its_own_and_the_latest_are_kept(tmp_path: Path) -> None:
    for number in range(25):
        keep_rates(tmp_path, Path(f"/srv/{number}"), [(EASY, Rate(1, number, 100))])
        keep_rates(tmp_path, ROOT, [(FULL, Rate(1, 4.0, 400))])
    assert read_rates(tmp_path, Path("/srv/24")) == {EASY: Rate(1, 24, 100)}
    assert read_rates(tmp_path, ROOT) == {FULL: Rate(25, 4.0, 400)}
    assert read_rates(tmp_path, Path("/srv/0")) == {}


def test_a_program_that_has_become_faster_is_believed_after_a_while() -> None:
    rates = {EASY: Rate(1_000_000, 1.0, 100)}
    for _ in range(400):
        rates = join_rates(rates, [(EASY, Rate(1, 0.5, 100))])
    assert rates[EASY].seconds < 0.6


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"WHERE": 1}', '{"WHERE": {"en letter easy": 1}}', '{"WHERE": {"en": RATE}}', "\x00"]
    + [
        f'{{"WHERE": {{"en letter easy": {{"sheets": {sheets}, "seconds": {seconds}, "size": 1}}}}}}'
        for sheets, seconds in ((0, 1), (1, -1), (1, "1e999"), (1, '"x"'))
    ],
)
def test_a_damaged_file_is_as_none(tmp_path: Path, damage: str) -> None:
    text = damage.replace("WHERE", _name(ROOT)).replace("RATE", '{"sheets": 1, "seconds": 1, "size": 1}')
    (tmp_path / "rates.json").write_text(text)
    assert read_rates(tmp_path, ROOT) == {}
    keep_rates(tmp_path, ROOT, [(EASY, Rate(1, 1.0, 100))])
    assert read_rates(tmp_path, ROOT) == {EASY: Rate(1, 1.0, 100)}


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keep_rates(tmp_path / "file", ROOT, [(EASY, Rate(1, 1.0, 100))])
    assert read_rates(tmp_path / "file", ROOT) == {}


@pytest.mark.parametrize(
    ("kind", "nearest", "own"),
    [
        (EASY, EASY, True),
        (("ar", "letter", "full"), FULL, False),  # another language rather than another level
        (("en", "a4", "easy"), EASY, False),  # another paper rather than anything else
        (("fr", "large-a4", "full"), LARGE, False),  # the same kind of format before all
        (("es", "booklet-letter", "full"), BOOKLET, False),
    ],
)
def test_what_was_never_measured_costs_what_is_most_like_it(
    kind: tuple[str, str, str], nearest: tuple[str, str, str], *, own: bool
) -> None:
    rates = {known: Rate(1, number, number) for number, known in enumerate((EASY, FULL, LARGE, BOOKLET), 1)}
    assert find_rate(rates, kind) == (rates[nearest], own)


def test_of_several_alike_the_mean_is_taken() -> None:
    rates = {("es", "letter", "easy"): Rate(1, 1.0, 10), ("fr", "letter", "easy"): Rate(1, 3.0, 30)}
    assert find_rate(rates, EASY) == (Rate(2, 2.0, 20), False)
    assert find_rate({}, EASY) is None


def test_only_what_was_printed_and_measured_counts() -> None:
    target = Target("somnoril", "en", "easy", "letter", "us")
    placed = Placed("0", 1_000, 2)
    assert measure(Finished(target, placed, {}, 0.5)) == (EASY, Rate(1, 0.5, 1_000))
    assert measure(Finished(target, placed, {})) is None
    assert measure(Finished(target, None, {}, 0.5)) is None
    assert measure(Finished(target, (), {}, 0.5)) is None
