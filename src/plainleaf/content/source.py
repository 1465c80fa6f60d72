"""YAML read strictly: every scalar is the text that was typed, and every value knows its line.

YAML's own types turn ``20:00`` into 1200, ``010`` into 8 and ``no`` into false, so nothing is resolved here: the
schema decides types. What could hide a mistake or exhaust the machine is refused: duplicate keys, anchors and
aliases (alias bombs), tags, several documents, very deep nesting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from plainleaf.problems import PlainleafError, Position, Problem

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40

_PLAIN_TAGS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One YAML file as typed: nested dicts, lists and strings, and the line of every value.

    Attributes:
        file: the path as shown to people.
        tree: the mapping at the root.
        lines: path of keys and indices to line, counted from 1; the root is the empty path.
    """

    file: str
    tree: dict[str, Tree]
    lines: Mapping[Path, int]

    def position(self, path: Path) -> Position:
        """The line of the value at `path`, or of the nearest thing around it that exists."""
        while path not in self.lines and path:
            path = path[:-1]
        return Position(self.file, self.lines.get(path, 1))


def read_source(text: str, file: str) -> SourceDocument:
    """Parse one YAML file.

    Raises:
        PlainleafError: with every duplicate key, tag and alias, or the first syntax error.
    """
    if len(text) > MAX_CHARACTERS:
        raise PlainleafError(_problem(file, 0, f"the file has more than {MAX_CHARACTERS:,} characters"))
    try:
        aliases = [event for event in yaml.parse(text, yaml.SafeLoader) if getattr(event, "anchor", None)]
        if aliases:
            raise PlainleafError(
                [
                    _problem(file, _line_of(event), "anchors and aliases are not allowed", "write the text out")
                    for event in aliases
                ]
            )
        root = yaml.compose(text, yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise PlainleafError(
            _problem(file, line, f"this is not YAML: {what}", "look at indentation, quotes and colons near this line")
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PlainleafError(_problem(file, 0, f"this is not YAML: {error}")) from None
    if not isinstance(root, yaml.MappingNode):
        raise PlainleafError(
            _problem(file, 1, "the file must be a mapping of keys to values", "start with `schema: 1`")
        )
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    tree = _read_mapping(root, (), file, lines, problems)
    if problems:
        raise PlainleafError(problems)
    return SourceDocument(file, tree, lines)


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _problem(file: str, line: int, message: str, hint: str = "") -> Problem:
    return Problem(Position(file, line), "L001", message, hint)


def _read_node(node: yaml.Node, path: Path, file: str, lines: dict[Path, int], problems: list[Problem]) -> Tree:
    line = node.start_mark.line + 1
    lines[path] = line
    if node.tag not in _PLAIN_TAGS or len(path) > MAX_DEPTH:
        fault = "nested too deeply" if len(path) > MAX_DEPTH else f"the tag {node.tag} is not allowed"
        problems.append(_problem(file, line, fault, "write plain text, lists and mappings only"))
        return ""
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(node, path, file, lines, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_read_node(item, (*path, index), file, lines, problems) for index, item in enumerate(node.value)]
    return str(node.value)


def _read_mapping(
    node: yaml.MappingNode, path: Path, file: str, lines: dict[Path, int], problems: list[Problem]
) -> dict[str, Tree]:
    lines[path] = node.start_mark.line + 1
    tree: dict[str, Tree] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            problems.append(_problem(file, line, "a key must be a word"))
            continue
        key = str(key_node.value)
        if key in tree:
            first = lines[(*path, key)]
            problems.append(
                Problem(
                    Position(file, line),
                    "L002",
                    f"the key `{key}` stands here twice; first on line {first}",
                    "keep one",
                )
            )
            continue
        tree[key] = _read_node(value_node, (*path, key), file, lines, problems)
        lines[(*path, key)] = line
    return tree
