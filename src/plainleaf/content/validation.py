"""A file read as one of the shapes, with every fault at its own line."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from plainleaf.content.schema import SourceLeaflet
from plainleaf.content.source import Path, SourceDocument, Tree
from plainleaf.problems import PlainleafError, Problem

Shape = TypeVar("Shape", bound=BaseModel)

_WORDS: dict[str, tuple[str, str]] = {
    "extra_forbidden": ("the key is not known here", "look for a spelling mistake, or remove it"),
    "missing": ("the key is missing", "add it"),
    "union_tag_not_found": ("the `type` is missing", "name one of the types that the documentation lists"),
}


def validate(document: SourceDocument, shape: type[Shape]) -> Shape:
    """Read a document as one kind of file.

    Raises:
        PlainleafError: with every fault of the file (code L003), each at its own line.
    """
    try:
        return shape.model_validate(document.tree)
    except ValidationError as error:
        # A list that is not empty is too short only because what stands in it is at fault, which is named anyway.
        faults = (f for f in error.errors(include_url=False) if f["type"] != "too_short" or not f["input"])
        problems = [_explain(fault, document) for fault in faults]
        raise PlainleafError(sorted(set(problems))) from None


def _explain(fault: Any, document: SourceDocument) -> Problem:  # noqa: ANN401 - a TypedDict that pydantic keeps to itself
    loc: Path = fault["loc"]
    missing = str(loc[-1]) if fault["type"] == "missing" else ""
    path = _resolve(document.tree, loc[:-1] if missing else loc)
    node = _at(document.tree, path)
    if missing and not isinstance(node, dict):  # a value's tag is also one of its keys
        path = path[:-1]
    kind = fault["type"]
    words, hint = _WORDS.get(kind, (fault["msg"].removeprefix("Value error, "), ""))
    where = ".".join(str(part) for part in path) or "the file"
    if kind == "missing":
        words, hint = f"the key `{missing}` is missing in {where}", f"add `{missing}:`"
    elif kind == "extra_forbidden":
        words = f"the key `{path[-1]}` is not known here"
    else:
        words = f"`{where}`: {words[:1].lower()}{words[1:]}"
        if isinstance(node, str):
            words += f" (here: `{node[:60]}`)"
    return Problem(document.position(path), "L003", words, hint)


def _resolve(node: Tree, loc: Path) -> Path:
    """The keys and indices of the file in a path of pydantic's, which puts the tags of unions among them."""
    if not loc:
        return ()
    part, rest = loc[0], loc[1:]
    is_key = isinstance(node, dict) and part in node
    is_index = isinstance(node, list) and isinstance(part, int) and part < len(node)
    skipped = _resolve(node, rest)
    if not (is_key or is_index):
        return skipped
    taken = (part, *_resolve(_at(node, (part,)), rest))
    return taken if len(taken) > len(skipped) else skipped


def _at(node: Tree, path: Path) -> Tree:
    for part in path:
        if isinstance(node, dict):
            node = node[str(part)]
        elif isinstance(node, list):
            node = node[int(part)]
    return node


def json_schema() -> dict[str, Any]:
    """JSON Schema of a leaflet file, for editors that complete and check YAML."""
    return SourceLeaflet.model_json_schema()
