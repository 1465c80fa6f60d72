"""Where plainleaf's own time goes: `stages.py SMALL LARGE --lang es` for two workspaces, the larger of which counts.

Planning is what the larger costs more than the smaller, for each sheet that it has more; what it costs to begin is so
left out. The others are timed inside one process, while it prints what it has planned. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from inputs import read_documents

from plainleaf.press import pdf
from plainleaf.press.child import PrintRoom
from plainleaf.press.limits import LIMITS
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import PlainleafError

STAGES = {"_lay_out": "layout", "_write": "write", "inspect_pages": "pages inspected", "inspect_file": "file inspected"}
"""Functions of the press that stand for a stage."""
WARM = 6
"""Sheets that are not counted: the process reads fonts and style with them, and then spares its collector."""


def time_planning(small: Path, large: Path, lang: str) -> float:
    """CPU seconds for each sheet, up to its HTML."""
    read_documents(small, lang)  # what is loaded once is loaded now
    spent, sheets = [], []
    for workspace in (small, large):
        start = time.process_time()
        sheets.append(len(read_documents(workspace, lang)))
        spent.append(time.process_time() - start)
    return (spent[1] - spent[0]) / (sheets[1] - sheets[0])


def time_printing(workspace: Path, lang: str) -> dict[str, float]:
    """CPU seconds for each sheet, by stage, as a process of a build spends them once it is warm."""
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            start = time.process_time()
            try:
                return work(*args, **more)
            finally:
                spent[stage] += time.process_time() - start

        return run

    documents = read_documents(workspace, lang)
    room = PrintRoom(LIMITS, (os.environ.get("FONTCONFIG_FILE", ""),))
    for document in documents[:WARM]:
        room.print(document)
    for name, stage in STAGES.items():
        setattr(pdf, name, timed(stage, getattr(pdf, name)))
    start = time.process_time()
    for document in documents[WARM:]:
        answer = room.print(document).answer
        if not isinstance(answer, PdfDocument):
            raise PlainleafError(answer or ())
    whole = time.process_time() - start
    spent["other"] = whole - sum(spent.values())
    return {stage: seconds / (len(documents) - WARM) for stage, seconds in spent.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Time all stages in one language."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--lang", required=True)
    options = parser.parse_args(arguments)
    planning = time_planning(options.small, options.large, options.lang)
    print(json.dumps({"plan": planning, **time_printing(options.large, options.lang)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
