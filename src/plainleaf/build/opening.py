"""What a build is opened with: what was asked for, held against what is there, and what the clinic says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from plainleaf.build.plan import Request
from plainleaf.content.grammar import Level
from plainleaf.content.model import Library
from plainleaf.languages import SOURCE_TAG, tag_of
from plainleaf.press.address import find_fault
from plainleaf.press.drawings import Logo, read_logo
from plainleaf.press.formats import FORMATS
from plainleaf.press.html import Clinic, Theme
from plainleaf.press.theme import look_of
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.approval.records import read_approvals
from plainleaf.translation.approval.signoff import Register
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import read_language
from plainleaf.translation.pseudo import PSEUDO_TAGS
from plainleaf.workspace import FilesReading, PrintSettings, Settings, Workspace

BILINGUAL = "bilingual"


def open_register(
    files: FilesReading, library: Library, languages: Mapping[str, Language], theme: Theme, place: str
) -> Register:
    """What has been approved in the languages, and in English, which none of them outranks.

    Raises:
        PlainleafError: L001 to L003, for a file of approvals that cannot be read.
    """
    spoken = {SOURCE_TAG: read_language(files.texts, SOURCE_TAG, files.unreadable), **languages}
    approvals = {tag: read_approvals(files, tag) for tag in spoken}
    return Register(library, spoken, approvals, look_of(theme), place)


def unknown_leaflets(names: Sequence[str], library: Library, broken: Sequence[Problem]) -> list[Problem]:
    """B002 for each name that is no leaflet; a leaflet that could not be read has its own problems in `broken`."""
    unread = {PurePosixPath(problem.position.file).stem for problem in broken}
    unknown = [name for name in names if name not in library.leaflets and name not in unread]
    known = ", ".join(library.leaflets) if unknown else ""
    return [
        Problem(Position("leaflets"), "B002", f"there is no leaflet `{name}`", f"known: {known}") for name in unknown
    ]


def check_request(
    request: Request, library: Library, broken: Sequence[Problem], place: str, settings: Settings, *, whole: bool
) -> None:
    """Refuse what is asked for and is not there.

    Args:
        whole: it is known which leaflets there are, and what is wrong with those that cannot be read.

    Raises:
        PlainleafError: B002, W001, T064.
    """
    problems = unknown_leaflets(request.leaflets, library, broken) if whole else []
    if place not in library.places:
        known = ", ".join(library.places)
        problems.append(Problem(Position("leaflets/places"), "B002", f"there is no place `{place}`", f"known: {known}"))
    problems += [
        Problem(Position("plainleaf.toml"), "W001", f"there is no level `{level}`", f"known: {', '.join(Level)}")
        for level in settings.print.levels
        if level not in tuple(Level)
    ]
    problems += [
        Problem(Position("translations"), "T064", f"`{tag}` only tests the layout", "build it without --release")
        for tag in map(tag_of, (*request.languages, *request.beside))
        if request.release and tag in PSEUDO_TAGS
    ]
    if fault := find_fault(settings.clinic.web) if settings.clinic.web else "":
        problems.append(Problem(Position("plainleaf.toml"), "W001", f"`web`: {fault}"))
    if problems:
        raise PlainleafError(problems)


def read_beside(
    request: Request, settings: PrintSettings, tags: Sequence[str], formats: Sequence[str]
) -> tuple[str, ...]:
    """The languages to stand beside that of the reader; none where no format prints two.

    Raises:
        PlainleafError: B005, when nothing was asked for but a language beside itself.
    """
    kinds = {FORMATS[name].kind for name in formats}
    if BILINGUAL not in kinds:
        return ()
    named = request.beside or filter(None, map(str.strip, settings.beside.split(",")))
    beside = tuple(dict.fromkeys(map(tag_of, named)))
    if kinds == {BILINGUAL} and not any(partners_of(tag, beside) for tag in tags):
        message = f"a bilingual sheet needs two languages, and {', '.join(tags)} has no other beside it"
        hint = "name another with --beside, such as --beside es"
        raise PlainleafError(Problem(Position("translations"), "B005", message, hint))
    return beside


def read_clinic(workspace: Workspace) -> Clinic:
    """Who hands the sheets out, as the settings say; W001 for a logo that cannot be printed."""
    settings = workspace.settings.clinic
    logo = _read_logo(workspace.root, settings.logo) if settings.logo else None
    return Clinic(settings.name, settings.telephone, settings.out_of_hours, settings.address, logo)


def _read_logo(root: Path, name: str) -> Logo:
    path = (root / name).resolve()
    try:
        if not path.is_relative_to(root.resolve()):
            message = "it does not lie in the folder of plainleaf.toml"
            raise ValueError(message)  # noqa: TRY301 - as what is wrong inside it
        return read_logo(path.read_bytes())
    except (OSError, ValueError) as error:
        fault = "it cannot be read" if isinstance(error, OSError) else str(error)
        message = f"the logo {name} cannot be printed: {fault}"
        hint = "name an SVG or PNG file beside plainleaf.toml"
        raise PlainleafError(Problem(Position("plainleaf.toml"), "W001", message, hint)) from None


def partners_of(tag: str, beside: Sequence[str]) -> tuple[str, ...]:
    """The languages that may stand beside one on a bilingual sheet."""
    return tuple(other for other in beside if other != tag)
