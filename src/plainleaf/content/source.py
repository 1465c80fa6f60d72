"""YAML read strictly: every scalar is the text that was typed, and every value knows its line.

YAML's own types turn ``20:00`` into 1200, ``010`` into 8 and ``no`` into false, so nothing is resolved here: the
schema decides types. What could hide a mistake or exhaust the machine is refused: duplicate keys, anchors and
aliases (alias bombs), tags, several documents, very deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from plainleaf.problems import PlainleafError, Position, Problem

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40

# Ten times as fast where PyYAML was built with libyaml, as its wheels are.
_COMPOSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_ONLY = "write plain text, lists and mappings only"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
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
        if faults := _faults_of_events(text, file):
            raise PlainleafError(faults)
        root = yaml.compose(text, _COMPOSER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise PlainleafError(
            _problem(file, line, f"this is not YAML: {what}", "look at indentation, quotes and colons near this line")
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PlainleafError(
            _problem(file, line, f"this is not YAML: {error.reason}", "remove the character")
        ) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise PlainleafError(_problem(file, 0, f"this is not YAML: {error}")) from None
    if not isinstance(root, yaml.MappingNode):
        raise PlainleafError(
            _problem(file, 1, "the file must be a mapping of keys to values", "start with `schema: 1`")
        )
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    problems.extend(_faults_of_node(root, file))
    tree = _read_mapping(root, (), file, lines, problems)
    if problems:
        raise PlainleafError(problems)
    return SourceDocument(file, tree, lines)


def _faults_of_events(text: str, file: str) -> list[Problem]:
    """Aliases, and nesting so deep that reading it would take all day; found before anything is built."""
    problems: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, _PARSER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if getattr(event, "anchor", None):
            problems.append(_problem(file, line, "anchors and aliases are not allowed", "write the text out"))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return [*problems, _problem(file, line, "nested too deeply", _PLAIN_ONLY)]
    return problems


def _problem(file: str, line: int, message: str, hint: str = "") -> Problem:
    return Problem(Position(file, line), "L001", message, hint)


def _read_node(node: yaml.Node, path: Path, file: str, lines: dict[Path, int], problems: list[Problem]) -> Tree:
    line = node.start_mark.line + 1
    lines[path] = line
    problems.extend(_faults_of_node(node, file))
    if isinstance(node, yaml.MappingNode):
        return _read_mapping(node, path, file, lines, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_read_node(item, (*path, index), file, lines, problems) for index, item in enumerate(node.value)]
    return str(node.value)


def _faults_of_node(node: yaml.Node, file: str) -> Iterator[Problem]:
    line = node.start_mark.line + 1
    if node.tag not in _PLAIN_TAGS:
        yield _problem(file, line, f"the tag {node.tag} is not allowed", _PLAIN_ONLY)
    if isinstance(node, yaml.ScalarNode) and (found := _CONTROL.search(node.value)):
        fault = f"the character U+{ord(found[0]):04X} cannot be printed"
        yield _problem(file, line, fault, "remove it, or the escape that stands for it")


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
        problems.extend(_faults_of_node(key_node, file))
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
