"""A workspace: a clinic's own folder over the library that comes with the program.

The workspace is the nearest folder upwards with a ``plainleaf.toml``; without one, the current folder with default
settings. It may add leaflets, languages and themes; the library lies underneath. The repository itself is a
workspace and the library at once.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.stacks import Texts

SETTINGS_FILE = "plainleaf.toml"
LIBRARY_MARK = "leaflets/shared/sections.yaml"
FOLDERS = ("leaflets", "translations", "templates")
ADDED_UP = "approvals.yaml"
SUFFIXES = (".yaml", ".po", ".pot", ".html", ".css", ".js", ".svg")
MAX_BYTES = 4_000_000


def _check_colour(text: str) -> str:
    if text and not re.fullmatch("#[0-9a-fA-F]{6}", text):
        message = "a colour is written as #rrggbb, such as #0b3c6f"
        raise ValueError(message)
    return text.lower()


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


def _check_address(text: str) -> str:
    return str(ip_address(text))


Address = Annotated[str, AfterValidator(_check_address)]
ColourCode = Annotated[str, AfterValidator(_check_colour)]


Format = Literal[
    "a4", "letter", "large-a4", "large-letter", "bilingual-a4", "bilingual-letter",
    "summary-a4", "summary-letter", "booklet-a4", "booklet-letter",
]  # fmt: skip
"""Names of `plainleaf.press.formats.FORMATS`."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClinicSettings(_Closed):
    """Who hands the leaflet out; printed at its head and in its contacts. Empty: a line to write on."""

    name: Text = ""
    address: Text = ""
    telephone: Text = ""
    out_of_hours: Text = ""
    program_telephone: Text = ""
    logo: Text = ""
    web: Text = ""


class PrintSettings(_Closed):
    """What is built when the command line does not say."""

    place: Text = "us"
    languages: tuple[Text, ...] = ()
    levels: tuple[Text, ...] = ("easy", "plain", "full")
    formats: tuple[Format, ...] = ()
    beside: Text = "en"
    attach: bool = True
    theme: Text = "plain"
    fonts: tuple[Text, ...] = ()


class ThemeSettings(_Closed):
    """What a clinic changes in a theme without touching its files. Empty: as the theme has it."""

    ink: ColourCode = ""
    accent: ColourCode = ""
    danger: ColourCode = ""
    paper: ColourCode = ""
    fonts: tuple[Text, ...] = ()


class DeskSettings(_Closed):
    """How the desk works.

    Attributes:
        language: of its pages, until somebody chooses another.
        allow_drafts: whether what nobody has approved may be printed.
        hosts: names by which browsers may ask for the desk, besides those of this machine itself.
        root_path: below which the desk stands behind a proxy, such as ``/leaflets``.
        trusted_proxies: addresses whose word on client, scheme and user counts; none: nobody's.
        user_header: in which a trusted proxy names who is signed in; empty: nobody is named.
        jobs: processes that make leaflets.
        seconds: that one leaflet may take.
        audit_days: after which what was printed is forgotten; 0: never.
        state: folder of what the desk keeps, from that of ``plainleaf.toml``.
        metrics: whether ``/metrics`` answers.
    """

    host: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8760
    language: Text = "en"
    allow_drafts: bool = False
    hosts: tuple[Text, ...] = ()
    root_path: Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~-]+)*$")] = ""
    trusted_proxies: tuple[Address, ...] = ()
    user_header: Text = ""
    jobs: Annotated[int, Field(ge=1, le=64)] = 2
    seconds: Annotated[float, Field(ge=2, le=300, allow_inf_nan=False)] = 20
    audit_days: Annotated[int, Field(ge=0)] = 365
    state: Text = "desk"
    metrics: bool = False


class Settings(_Closed):
    """``plainleaf.toml``.

    Attributes:
        profiles: wards or clinics that print from one workspace, by the name that staff choose; what one leaves empty
            is as in `clinic`.
    """

    clinic: ClinicSettings = ClinicSettings()
    print: PrintSettings = PrintSettings()
    theme: ThemeSettings = ThemeSettings()
    desk: DeskSettings = DeskSettings()
    profiles: dict[Annotated[str, StringConstraints(min_length=1, max_length=60)], ClinicSettings] = {}


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where things are, and what the settings say."""

    root: Path
    library: Path
    settings: Settings

    @property
    def output(self) -> Path:
        """Where finished leaflets go."""
        return self.root / "output"


def in_profile(workspace: Workspace, name: str) -> Workspace:
    """The workspace as a ward prints from it; with an empty name, as it is.

    Raises:
        PlainleafError: W001, when there is no such profile.
    """
    if not name:
        return workspace
    settings = workspace.settings
    if name not in settings.profiles:
        known = ", ".join(settings.profiles) or "none"
        problem = Problem(Position(SETTINGS_FILE), "W001", f"there is no profile `{name}`", f"known: {known}")
        raise PlainleafError(problem)
    own = {key: value for key, value in settings.profiles[name].model_dump().items() if value}
    clinic = settings.clinic.model_copy(update=own)
    return replace(workspace, settings=settings.model_copy(update={"clinic": clinic}))


def library_folder() -> Path:
    """The library inside the installed package, or the repository that the package is run from."""
    package = Path(__file__).parent
    packed = package / "library"
    return packed if packed.is_dir() else package.parents[1]


def cache_folder() -> Path:
    """Where what can be made again is kept between runs; it may be deleted at any time."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "plainleaf"


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in. One with sections of its own is its own library: a clone is such a one.

    Raises:
        PlainleafError: W001, when ``plainleaf.toml`` cannot be read or says something unknown.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            library = folder if (folder / LIBRARY_MARK).is_file() else library_folder()
            return Workspace(folder, library, read_settings(folder / SETTINGS_FILE))
    return Workspace(start, library_folder(), Settings())


def read_settings(path: Path) -> Settings:
    """``plainleaf.toml`` as settings; see `find_workspace` for the errors."""
    name, text = path.name, ""
    try:
        text = path.read_text(encoding="utf-8")
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        position = Position(name, int(line[1]) if line else 0)
        raise PlainleafError(Problem(position, "W001", f"this is not TOML: {error}")) from None
    except ValidationError as error:
        problems = []
        for fault in error.errors(include_url=False):
            key = str(fault["loc"][-1]) if len(fault["loc"]) < 3 else str(fault["loc"][1])  # noqa: PLR2004 - table.key.index
            where = Position(name, _line_of(text, str(fault["loc"][0]), key))
            known = fault["type"] == "extra_forbidden"
            message = f"the setting `{key}` is not known" if known else f"`{key}`: {fault['msg']}"
            problems.append(Problem(where, "W001", message, "docs/clinic-it.md lists the settings"))
        raise PlainleafError(problems) from None
    except (OSError, UnicodeDecodeError) as error:
        raise PlainleafError(Problem(Position(name), "W001", f"cannot be read: {error}")) from None


def _line_of(text: str, table: str, key: str) -> int:
    """The line of a key in its table, or of a table or key at the top; 0 when it is written in another way."""
    inside = table == key
    for number, row in enumerate(text.splitlines(), 1):
        if inside and re.match(rf"\s*\[?\s*{re.escape(key)}\b", row):
            return number
        if table != key and (head := re.match(r"\s*\[\s*(\w+)", row)):
            inside = head[1] == table
    return 0


@dataclass(frozen=True, slots=True)
class FilesReading:
    """Text files by path below the root, and what is wrong with those that could not be read.

    Attributes:
        beneath: files of the library that a workspace adds to and never hides: records of approval. Where the
            workspace is its own library there are none, and all its files are in `texts`.
    """

    texts: Mapping[str, str]
    unreadable: Mapping[str, Problem]
    beneath: Mapping[str, str] = field(default_factory=dict)


def read_files(workspace: Workspace) -> FilesReading:
    """All text files of the workspace over those of the library.

    A catalog that cannot be read costs its language; anything else that cannot be read costs everything.

    Raises:
        PlainleafError: W002, for a file that is not UTF-8, too large or closed to us; W003, for a leaflet file of the
            workspace that hides one of the library; W004, when there is no library.
    """
    texts = Texts()
    beneath: dict[str, str] = {}
    unreadable: dict[str, Problem] = {}
    hiding: list[Problem] = []
    roots = [workspace.library]
    if workspace.root.resolve() != workspace.library.resolve():
        roots.append(workspace.root)
    for root in roots:
        for path in _text_files(root):
            name = path.relative_to(root).as_posix()
            if root != workspace.library and name.startswith("leaflets/") and name in texts:
                message = "the library has a file of this name"
                hiding.append(Problem(Position(name), "W003", message, "give your leaflet a name of its own"))
                continue
            try:
                text = _read_text(path, name)
            except PlainleafError as error:
                texts.drop(name)
                unreadable[name] = error.problems[0]
                continue
            if root != roots[-1] and path.name == ADDED_UP:
                beneath[name] = text
            else:
                texts.add(name, path, text)
    if not texts:
        hiding.append(Problem(Position("leaflets"), "W004", "there is no library here", "install plainleaf again"))
    fatal = [problem for name, problem in unreadable.items() if not name.endswith(".po")]
    if hiding or fatal:
        raise PlainleafError([*hiding, *fatal])
    return FilesReading(texts, unreadable, beneath)


def _read_text(path: Path, name: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PlainleafError(Problem(Position(name), "W002", f"the file cannot be read: {error.strerror}")) from None
    if len(data) > MAX_BYTES:
        raise PlainleafError(Problem(Position(name), "W002", f"the file is larger than {MAX_BYTES:,} bytes"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(Position(name, line), "W002", "this is not UTF-8", "save the file as UTF-8")
        raise PlainleafError(problem) from None


def _text_files(root: Path) -> list[Path]:
    return sorted(
        path
        for folder in FOLDERS
        if (root / folder).is_dir()
        for path in (root / folder).rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    )
