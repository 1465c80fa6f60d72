"""The manifest of an output folder: what each finished leaflet is, and what it was made from.

What a build does not know any more is moved to ``withdrawn/``, never deleted.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from plainleaf.build.store import OutputFolder
from plainleaf.problems import PlainleafError, Problem

MANIFEST = "manifest.jsonl"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished leaflet: a line of the manifest. Keys are a promise to other programs.

    Attributes:
        path: relative to the output folder, with forward slashes.
        sha256: of the file's bytes.
        source_hash: of everything it was made from; equal hash, equal print.
        title: the medicine's name in the reader's language.
        names: its Latin name and its brands in this place, for searching.
        reading: what was measured of its text.
        inputs: hashes of what it was made from, by what that is (`plainleaf.build.inputs`).
    """

    leaflet: str
    lang: str
    level: str
    format: str
    beside: str | None
    place: str
    path: str
    sha256: str
    source_hash: str
    status: str
    pages: int
    title: str
    names: tuple[str, ...]
    reading: Mapping[str, object]
    inputs: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """A line of the manifest."""
        return asdict(self)


def read_manifest(output: OutputFolder) -> dict[str, Artifact]:
    """Artifacts of earlier builds by path, also those that a build noted down which did not come to its end.

    A line that cannot be read is forgotten: its leaflet is made again.
    """
    artifacts: dict[str, Artifact] = {}
    manifest = (output.read(MANIFEST) or b"").decode(errors="replace")
    for line in (*manifest.splitlines(), *output.notes().splitlines()):
        with contextlib.suppress(ValueError, TypeError, KeyError):
            fields = json.loads(line)
            artifact = Artifact(**{**fields, "names": tuple(fields["names"])})
            artifacts[artifact.path] = artifact
    return artifacts


def write_manifest(output: OutputFolder, artifacts: Iterable[Artifact]) -> None:
    """Write one line of JSON for each artifact, in the order of their paths; B001 as `OutputFolder`."""
    lines = [_as_line(artifact) for artifact in sorted(artifacts, key=lambda one: one.path)]
    output.write(MANIFEST, "".join(lines).encode())
    output.forget_notes()


def note_down(output: OutputFolder, artifact: Artifact) -> None:
    """Note an artifact for the case that the build never comes to write its manifest; B001 as `OutputFolder`."""
    output.note(_as_line(artifact))


def _as_line(artifact: Artifact) -> str:
    return json.dumps(artifact.as_json(), ensure_ascii=False) + "\n"


def withdraw(output: OutputFolder, path: str) -> bool:
    """Move a file that must not be handed out any more to ``withdrawn/``, beside those of earlier times.

    Returns:
        whether there was one.
    """
    try:
        return output.move(path, _free_place(output, path))
    except PlainleafError as error:
        message = f"cannot be moved to {WITHDRAWN}/: {error.problems[0].message}"
        where = error.problems[0].position
        raise PlainleafError(Problem(where, "B001", message, "do not hand this file out")) from None


def _free_place(output: OutputFolder, path: str) -> str:
    """Where nothing else was withdrawn to yet: the same name, or the next with a number."""
    made = output.sha256(path)
    stem, dot, suffix = f"{WITHDRAWN}/{path}".rpartition(".")
    places = (f"{stem}{f'-{number}' if number > 1 else ''}{dot}{suffix}" for number in count(1))
    return next(place for place in places if output.sha256(place) in (None, made))
