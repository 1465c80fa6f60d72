"""What goes into an export: every leaflet that would be printed, as it would be printed, and why others are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plainleaf.build.plan import Refusal, Request
from plainleaf.build.planning import make_plan
from plainleaf.content.library import read_library
from plainleaf.content.model import Library
from plainleaf.export.frame import Frame, Logo
from plainleaf.export.publication import SITE_FORMAT, Publication
from plainleaf.export.screen import PARTS, read_screen, refuse_own
from plainleaf.press.html import Clinic
from plainleaf.press.theme import PLAIN
from plainleaf.problems import Problem
from plainleaf.workspace import Workspace, read_files

_CLINIC = "asset:clinic/"


@dataclass(frozen=True, slots=True)
class Gathering:
    """All that a site is made from.

    Attributes:
        refused: what would not be printed, with its reasons.
        problems: of leaflets so broken that they have no sheets.
    """

    publications: tuple[Publication, ...]
    refused: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    frame: Frame


def gather(workspace: Workspace, request: Request, places: Sequence[str]) -> Gathering:
    """Plan the standard sheet of every leaflet, for each place, and take what it says.

    Args:
        places: empty: that of the settings.

    Raises:
        PlainleafError: when nothing can be planned (`make_plan`); P005, when the workspace would change pages for a
            screen; P001, when the library lacks a part of them.
    """
    refuse_own(_own_screens(workspace))
    files = read_files(workspace)
    library = read_library(files.texts).library
    plans = [
        make_plan(workspace, replace(request, place=place, formats=(_paper(place, library),)))
        for place in places or (workspace.settings.print.place,)
    ]
    sheets = [sheet for plan in plans for sheet in plan.sheets]
    refusals = [refusal for plan in plans for refusal in plan.refusals]
    assets = {name: data for sheet in sheets for name, data in sheet.document.assets.items()}
    logos = [Logo(name.removeprefix(_CLINIC), data) for name, data in assets.items() if name.startswith(_CLINIC)]
    clinic = workspace.settings.clinic
    return Gathering(
        publications=tuple(
            Publication(sheet.leaflet, sheet.document.source) for sheet in sheets if sheet.document.source is not None
        ),
        refused=tuple(Refusal(replace(refusal.target, format=SITE_FORMAT), refusal.problems) for refusal in refusals),
        problems=tuple(dict.fromkeys(problem for plan in plans for problem in plan.problems)),
        frame=Frame(
            screen=read_screen(_library_screen(workspace), plans[0].theme),
            clinic=Clinic(clinic.name, clinic.telephone, clinic.out_of_hours, clinic.address),
            logo=logos[0] if logos else None,
        ),
    )


def _own_screens(workspace: Workspace) -> list[str]:
    """Files of the workspace, by path, that are named as pages for a screen and are not those of the library."""
    is_library = workspace.root.resolve() == workspace.library.resolve()
    return [
        path.relative_to(workspace.root).as_posix()
        for path in workspace.root.glob("templates/*/screen*")
        if not (is_library and path.parent.name == PLAIN)
    ]


def _library_screen(workspace: Workspace) -> dict[str, str]:
    """What makes pages for a screen, by path, without what lies over the library."""
    paths = [f"templates/{PLAIN}/{part}" for part in PARTS]
    return {
        path: (workspace.library / path).read_text(encoding="utf-8")
        for path in paths
        if (workspace.library / path).is_file()
    }


def _paper(place: str, library: Library) -> str:
    """The paper of a place; of one that is not there, any: the plan says so."""
    return library.places[place].paper if place in library.places else "a4"
