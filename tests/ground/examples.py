from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner
from tests.support.examples import Example

from plainleaf.cli.scaffold import init
from plainleaf.problems import PlainleafError, Problem
from plainleaf.workspace import MAX_BYTES, Settings, Workspace, find_workspace, read_files


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def over(root: Path, library: dict[str, str | bytes], own: dict[str, str | bytes]) -> Workspace:
    """A workspace over a library, both of them below a folder."""
    return Workspace(write(root / "own", own), write(root / "library", library), Settings())


def _settings(code: str, line: int, text: str | bytes) -> Example:
    def find(folder: Path) -> Iterable[Problem]:
        write(folder, {"plainleaf.toml": text})
        find_workspace(folder)
        return ()

    return Example(code, "plainleaf.toml", line, find)


def _read(folder: Path, own: dict[str, str | bytes]) -> Iterable[Problem]:
    return list(read_files(over(folder, {"leaflets/a.yaml": "a: b\n"}, own)).unreadable.values())


def _init_twice(folder: Path) -> Iterable[Problem]:
    (folder / "plainleaf.toml").touch()
    error = CliRunner().invoke(init, [str(folder)]).exception
    assert isinstance(error, PlainleafError)
    # Where the folder is differs from run to run.
    return [
        Problem(type(one.position)(Path(one.position.file).name, 0), one.code, one.message) for one in error.problems
    ]


SETTINGS = (
    _settings("W001", 2, "[clinic]\nname = unquoted\n"),
    _settings("W001", 3, '[clinic]\n\nnmae = "Us"\n'),
    _settings("W001", 2, '[print]\nformats = ["a3"]\n'),
    _settings("W001", 1, 'name = "Us"\n'),
    _settings("W001", 1, "clinic = 5\n"),
    _settings("W001", 4, '[clinic]\nname = "Us"\n[print]\nname = "Us"\n'),
    _settings("W001", 2, f'[clinic]\nname = "{"x" * 200}"\n'),
    _settings("W001", 0, b"\xff\xfe"),
)
EXAMPLES = (
    *SETTINGS,
    Example("W002", "leaflets/b.yaml", 2, lambda folder: _read(folder, {"leaflets/b.yaml": b"a: b\nc: \xff\n"})),
    Example("W002", "leaflets/b.yaml", 0, lambda folder: _read(folder, {"leaflets/b.yaml": b"a" * (MAX_BYTES + 1)})),
    Example(
        "W002",
        "translations/es/LC_MESSAGES/b.po",
        1,
        lambda folder: _read(folder, {"translations/es/LC_MESSAGES/b.po": b"\xe9"}),
    ),
    Example("W003", "leaflets/a.yaml", 0, lambda folder: _read(folder, {"leaflets/a.yaml": "a: c\n"})),
    Example("W004", "leaflets", 0, lambda folder: list(read_files(over(folder, {}, {})).unreadable.values())),
    Example("W005", "plainleaf.toml", 0, _init_twice),
)
