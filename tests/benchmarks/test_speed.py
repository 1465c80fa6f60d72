"""What the benchmarks of speed stand on: the cost of a command with all that it starts, and one page of all results."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.speed import results
from benchmarks.speed.cost import CommandFailedError, measure

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
WORK = "import time\nwhile time.process_time() < .4: pass"


@linux_only
def test_the_cost_of_a_command_is_that_of_orphans_too(tmp_path: Path) -> None:
    orphan = f"import os, sys\nif os.fork(): os._exit(0)\nos.setsid()\nfilled = bytearray(60_000_000)\n{WORK}"
    cost = measure([sys.executable, "-c", orphan], tmp_path)
    assert cost.cpu > 0.39
    assert cost.peak > 60
    assert cost.wall > 0.39


@linux_only
def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such leaflet"):
        measure([sys.executable, "-c", "import sys; sys.exit('no such leaflet')"], tmp_path)


def test_each_benchmark_renews_its_own_section_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "PARTS", tmp_path / "results")
    monkeypatch.setattr(results, "PAGE", tmp_path / "results.md")
    results.keep("scale", {"x": 1}, "## Scale\n\none")
    results.keep("side-by-side", {"x": 2}, "## Side by side\n\ntwo")
    results.keep("scale", {"x": 3}, "## Scale\n\nthree")
    page = (tmp_path / "results.md").read_text("utf-8")
    assert page.startswith("# Results of the benchmarks")
    assert "one" not in page.partition("## Side by side")[2]
    assert page.index("## Side by side\n\ntwo") < page.index("## Scale\n\nthree")
    assert '"x": 3' in (tmp_path / "results/scale.json").read_text("utf-8")
