"""What decides the bytes of a print is part of its identity."""

from __future__ import annotations

import ast
from pathlib import Path

from plainleaf import press
from plainleaf.press import engine
from plainleaf.press.engine import engine_identity

PRESS = Path(press.__file__).parent
# What the writers use besides, and which leaves the bytes of a sheet as they are or is asked for elsewhere.
OTHERS = {"engine", "formats", "html", "limits", "pdf_document", "source"}


def used_by(module: Path) -> set[str]:
    """Modules of the same folder that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("plainleaf.press"):
            rest = node.module.removeprefix("plainleaf.press").lstrip(".")
            found |= {rest} if rest else {name.name for name in node.names}
    return {name for name in found if "." not in name}


def test_every_module_that_writes_pages_decides_the_identity() -> None:
    writers = {name.removesuffix(".py") for name in engine._WRITERS}
    used = {name for writer in writers for name in used_by(PRESS / f"{writer}.py")}
    assert {"mended_layout", "phrases"} < writers
    assert used - writers <= OTHERS


def test_the_identity_names_what_parts_words() -> None:
    assert "budoux " in engine_identity()
    assert "pythainlp " in engine_identity()
