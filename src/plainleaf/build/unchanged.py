"""The build that has nothing to do: known by one hash over all that was read, without reading any of it as content.

Parsing a publisher's whole set to find that nothing changed would cost more than a page; hashing its files does not.
What was found is noted in the output folder, and believed only while every file there is still what was made.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator
from typing import Any

from plainleaf.build.index_words import WORDS
from plainleaf.build.inputs import digest, hash_read
from plainleaf.build.manifest import MANIFEST, WITHDRAWN, read_manifest
from plainleaf.build.plan import Request
from plainleaf.build.planning import Planner
from plainleaf.build.run import BuildResult
from plainleaf.build.store import OutputFolder
from plainleaf.press.fonts import open_fonts
from plainleaf.problems import Problem
from plainleaf.workspace import Workspace, in_profile, read_files

NOTES = ".unchanged.json"
_MOST = 24
"""Builds of one folder that are remembered: that of each place, language or format by itself is one."""


def find_unchanged(workspace: Workspace, request: Request, output: OutputFolder) -> BuildResult | None:
    """The result of a build that would print nothing; none, when that is not certain.

    Raises:
        PlainleafError: for fonts, engine, settings or files that cannot be read.
    """
    if output.notes():
        return None  # a build that did not come to its end has put sheets of another state into their places
    note = _read_notes(output).get(digest([request]))
    if note is None or note["read"] != _read_again(in_profile(workspace, request.profile), note["fonts"]):
        return None
    if any(output.sha256(path) != made for path, made in note["others"].items()):
        return None
    artifacts = read_manifest(output)
    if any(path not in artifacts for path in note["paths"]):
        return None
    made = tuple(artifacts[path] for path in note["paths"])
    if any(output.sha256(artifact.path) != artifact.sha256 for artifact in made):
        return None
    return BuildResult(unchanged=made, problems=tuple(map(Problem.from_json, note["problems"])))


def note_unchanged(planner: Planner, output: OutputFolder, result: BuildResult) -> None:
    """Remember a build of which everything is in its place; one with refusals has something to do every time.

    Raises:
        PlainleafError: B001, as `OutputFolder`.
    """
    notes = _read_notes(output)
    notes.pop(key := digest([planner.request]), None)
    if result.succeeded:
        notes[key] = {
            "read": planner.digest,
            "fonts": planner.families,
            "paths": sorted(artifact.path for artifact in (*result.built, *result.unchanged)),
            "others": {path: output.sha256(path) for path in _others(output)},
            "problems": [problem.as_json() for problem in result.problems],
        }
    kept = dict(list(notes.items())[-_MOST:])
    output.write(NOTES, json.dumps(kept, ensure_ascii=False).encode())


def _read_notes(output: OutputFolder) -> dict[str, Any]:
    with contextlib.suppress(ValueError, AttributeError):
        notes = json.loads(output.read(NOTES) or b"{}")
        names = {"read", "fonts", "paths", "others", "problems"}
        return {key: note for key, note in notes.items() if names <= note.keys()}
    return {}


def _read_again(workspace: Workspace, families: Collection[str]) -> str:
    fonts = open_fonts(workspace.settings.print.fonts)
    return hash_read(workspace, read_files(workspace), fonts, families)


def _others(output: OutputFolder) -> Iterator[str]:
    """What a build writes besides leaflets."""
    yield from (MANIFEST, WORDS)
    for path in output.files(suffix=".html"):
        if not path.startswith(f"{WITHDRAWN}/"):
            yield path
