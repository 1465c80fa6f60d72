from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.library import REPOSITORY

PACKAGE = REPOSITORY / "src" / "plainleaf"
GROUND = ("__version__", "problems", "cache", "stacks", "workspace", "scripts", "languages", "days")
ROOMS = ("content", "translation", "reading", "press", "build", "export", "desk", "cli")
ENGINE_ROOMS = {"press/mended_layout.py", "press/mending.py", "press/pdf.py", "press/shaped.py", "press/subsets.py"}
QUICK = "press/acceleration/"  # all of it stands inside the engine


def _modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in (*PACKAGE.glob("*.py"), *(path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")))
    }


def _imports(name: str, tree: ast.Module) -> Iterator[str]:
    """Full names of what a module imports, wherever in it."""
    package = ["plainleaf", *Path(name).parts[:-1]]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            parent = ".".join([*base, *filter(None, [node.module])])
            yield from (f"{parent}.{alias.name}" for alias in node.names)


def _rank(name: str) -> int:
    """The floor of a module, from the ground up; entry points stand on top."""
    if name in GROUND:
        return 0
    return ROOMS.index(name) + 1 if name in ROOMS else len(ROOMS) + 1


def _room(module: str) -> str:
    return Path(module).parts[0].removesuffix(".py")


def test_every_module_is_looked_at() -> None:
    assert set(_modules()) == {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    assert len(_modules()) > 20


def test_imports_are_seen() -> None:
    seen = {name for module, tree in _modules().items() for name in _imports(module, tree)}
    assert "plainleaf.problems.Problem" in seen
    assert "plainleaf.content.library.read_library" in seen
    assert "weasyprint" in seen


def test_a_module_imports_from_its_own_room_or_from_one_below() -> None:
    upwards = [
        (module, name)
        for module, tree in _modules().items()
        for name in _imports(module, tree)
        if name.startswith("plainleaf.") and _rank(name.split(".")[1]) > _rank(_room(module))
    ]
    assert upwards == []


def test_desk_and_command_line_do_not_know_each_other() -> None:
    crossing = [
        (module, name)
        for module, tree in _modules().items()
        for name in _imports(module, tree)
        if {_room(module), *name.split(".")[1:2]} == {"desk", "cli"} and name.startswith("plainleaf.")
    ]
    # The command that starts the desk loads it when it runs.
    assert [pair for pair in crossing if pair[0] != "cli/serve.py"] == []


def test_only_the_press_knows_the_engine() -> None:
    knowing = {
        module
        for module, tree in _modules().items()
        for name in _imports(module, tree)
        if name.split(".")[0] in ("weasyprint", "pydyf")
    }
    assert {name for name in knowing if not name.startswith(QUICK)} == ENGINE_ROOMS
