"""What came of each sheet: a file in its place, nothing because it is there already, or the reasons why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from plainleaf.build.manifest import Artifact
from plainleaf.build.plan import Inputs, Target
from plainleaf.build.store import OutputFolder
from plainleaf.press.child import Reply
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.problems import Problem


@dataclass(frozen=True, slots=True)
class Placed:
    """A file that was put in its place: its SHA-256, bytes and pages, and what does not forbid to hand it out."""

    sha256: str
    size: int
    pages: int
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of one sheet.

    Attributes:
        outcome: none: what is there already was made from the same.
        about: what the manifest says of it besides its target.
        seconds: of a processor that it cost; none: nobody measured.
        fatal: the problems are no leaflet's own; no other sheet can be printed either.
    """

    target: Target
    outcome: Placed | tuple[Problem, ...] | None
    about: Mapping[str, Any]
    seconds: float | None = None
    fatal: bool = False

    def as_json(self) -> dict[str, Any]:
        """As JSON values, for another process."""
        outcome = self.outcome
        problems = outcome.warnings if isinstance(outcome, Placed) else outcome or ()
        return {
            "target": asdict(self.target),
            "placed": _as_json(outcome) if isinstance(outcome, Placed) else None,
            "problems": [problem.as_json() for problem in problems],
            "about": dict(self.about),
            "seconds": self.seconds,
            "fatal": self.fatal,
        }

    @classmethod
    def from_json(cls, shape: Mapping[str, Any]) -> Finished:
        """What `as_json` gave; KeyError or TypeError when it is none."""
        problems = tuple(map(Problem.from_json, shape["problems"]))
        outcome = Placed(**shape["placed"], warnings=problems) if shape["placed"] else problems or None
        return cls(Target(**shape["target"]), outcome, shape["about"], shape["seconds"], shape["fatal"])


def _as_json(placed: Placed) -> dict[str, Any]:
    return {"sha256": placed.sha256, "size": placed.size, "pages": placed.pages}


def put_in_place(
    target: Target, reply: Reply, output: OutputFolder, announce: Callable[[Finished], None] | None = None
) -> Finished:
    """Write a print where it belongs.

    Args:
        announce: is told of a file before it is written, for those who must know of it even if nobody comes back.

    Raises:
        PlainleafError: B001, as `OutputFolder`.
    """
    about = dict(reply.about)
    fatal = about.pop("fatal", False) is True
    seconds = about.pop("seconds", None)
    if not isinstance(reply.answer, PdfDocument):
        return Finished(target, reply.answer, about, seconds, fatal)
    pdf = reply.answer
    placed = Placed(hashlib.sha256(pdf.data).hexdigest(), len(pdf.data), pdf.pages, pdf.warnings)
    finished = Finished(target, placed, about, seconds)
    if announce:
        announce(finished)
    output.write(target.path, pdf.data)
    return finished


def make_artifact(finished: Finished, placed: Placed, inputs: Inputs) -> Artifact:
    """The line of the manifest for a file in its place."""
    target = finished.target
    return Artifact(
        leaflet=target.leaflet,
        lang=target.lang,
        level=target.level,
        format=target.format,
        beside=target.beside or None,
        place=target.place,
        path=target.path,
        sha256=placed.sha256,
        source_hash=str(finished.about["source_hash"]),
        pages=placed.pages,
        inputs=inputs,
        **_said_of(finished),
    )


def describe_again(artifact: Artifact, finished: Finished, inputs: Inputs) -> Artifact:
    """The line for a file that would be the same, from what is known of it now."""
    return replace(artifact, inputs=inputs, **_said_of(finished))


def _said_of(finished: Finished) -> dict[str, Any]:
    about = finished.about
    return {
        "status": str(about["status"]),
        "title": str(about["title"]),
        "names": tuple(map(str, about["names"])),
        "reading": about["reading"],
    }
