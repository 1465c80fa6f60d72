"""Documentation is tested: its commands run, its links lead somewhere, its tables have every key, code and setting.

A ``console`` block is a session: lines with ``$ plainleaf`` are run, the lines under them must be what was said
(``...`` stands for anything), and ``$ echo $?`` shows the exit status where it is not 0. A block of YAML, TOML or CSS
whose first line is a path in a comment is a file that the session finds in the workspace. The blocks of one page are
one session, in an empty folder.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import click
import pytest
import yaml
from pydantic import BaseModel, TypeAdapter
from tests.support.workspace import unmeasured

import plainleaf
from plainleaf.build.manifest import Artifact
from plainleaf.cli.main import cli
from plainleaf.content.library import read_library
from plainleaf.content.rules import check_leaflet
from plainleaf.content.schema import Schedule, SourceLeaflet, SourceStatement, StatementUse
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.desk.settings import PREFIX
from plainleaf.languages import LanguagePack
from plainleaf.problems import Position, Problem
from plainleaf.translation.safety.lexicon import Lexicon
from plainleaf.workspace import (
    ClinicSettings,
    DeskSettings,
    PrintSettings,
    Settings,
    ThemeSettings,
    Workspace,
    library_folder,
    read_files,
)

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.glob("*.md"), REPOSITORY / "output" / "README.md"])
GUIDES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
SCHEDULES = {"daily", "cycle", "weekly", "taper", "as_needed"}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"\b[WLTRPB][0-9]{3}\b")
_ENTRY = re.compile(r"^\| `([WLTRPB][0-9]{3})` \|", re.MULTILINE)
_ROW = re.compile(r"^\| `([\w.]+)` \|", re.MULTILINE)
_VARIABLE = re.compile(r"\bPLAINLEAF_[A-Z_]+\b")
_FILE_NAME = re.compile(r"(?:# |/\* )((?:leaflets|translations|templates)/\S+|plainleaf\.toml)(?: \*/)?\n")


@dataclass(frozen=True)
class Command:
    """A command of a session, what it says, and how it ends."""

    line: str
    said: str
    status: int


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in _FENCE.findall(page.read_text(encoding="utf-8")) if kind == language]


def files_of(page: Path) -> dict[str, str]:
    """The files that a page shows, by path in the workspace."""
    shown = (text for kind in ("yaml", "toml", "css") for text in blocks(page, kind))
    named = ((_FILE_NAME.match(text), text) for text in shown)
    return {match[1]: text[match.end() :] for match, text in named if match}


def commands_of(page: Path) -> Iterator[Command]:
    for block in blocks(page, "console"):
        steps = [step for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step]
        for at, step in enumerate(steps):
            line, _, said = step.partition("\n")
            after = steps[at + 1] if at + 1 < len(steps) else ""
            status = int(after.split("\n")[1]) if after.startswith("echo $?") else 0
            if line != "echo $?":
                yield Command(line, said, status)


SESSIONS = [page for page in PAGES if blocks(page, "console")]


def matches(said: str, pattern: str) -> bool:
    """Whether the output is what the page shows; ``...`` stands for anything."""
    wanted = ".*".join(map(re.escape, pattern.rstrip("\n").split("...")))
    return re.fullmatch(wanted, said.rstrip("\n"), re.DOTALL) is not None


@pytest.mark.parametrize("page", SESSIONS, ids=lambda page: page.name)
def test_commands_do_what_the_page_says(page: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in unmeasured().items() if not name.startswith("PLAINLEAF_")}
    source = str(Path(plainleaf.__file__).parents[1])
    environment |= {"PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", "TERM": "dumb"}
    folder, ran = tmp_path, 0
    for command in commands_of(page):
        program, *arguments = shlex.split(command.line)
        if program == "cd":
            folder = folder / arguments[0]
            for path, text in files_of(page).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            continue
        assert program == "plainleaf", f"{page.name} runs {command.line}"
        result = subprocess.run(
            [sys.executable, "-m", "plainleaf", *arguments],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert result.returncode == command.status, f"$ {command.line}\n{result.stdout}"
        assert matches(result.stdout, command.said), f"$ {command.line}\n{result.stdout}\nnot\n{command.said}"
        ran += 1
    assert ran


def test_sessions_were_found() -> None:
    assert {page.name for page in SESSIONS} >= {"README.md", "add-a-leaflet.md", "add-a-language.md", "clinic-it.md"}
    assert not matches("1 leaflet printed", "2 leaflets printed")
    assert not matches("one\ntwo", "one")


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_commands_in_the_text_exist(page: Path) -> None:
    for named in re.findall(r"`plainleaf ((?:[a-z]+ ?)+)", page.read_text(encoding="utf-8")):
        first, *rest = named.split()
        command = cli.commands.get(first)
        assert command, f"{page.name} speaks of `plainleaf {named}`"
        if isinstance(command, click.Group) and rest:
            assert rest[0] in command.commands, f"{page.name} speaks of `plainleaf {named}`"


def test_links_lead_somewhere() -> None:
    seen = []
    for page in PAGES:
        text = _FENCE.sub("", page.read_text(encoding="utf-8"))
        for target in _LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), f"{page.name} links to {target}"
            if anchor:
                assert anchor in headings_of(there), f"{page.name} links to {target}"
            seen.append(target)
    assert "docs/images/leaflet.png" in seen
    assert len(seen) > len(PAGES)


def headings_of(page: Path) -> set[str]:
    """The anchors that a page offers."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_can_be_reached_from_the_readme() -> None:
    linked = set(_LINK.findall((REPOSITORY / "README.md").read_text(encoding="utf-8")))
    pages = {f"docs/{page.name}" for page in DOCS.glob("*.md")}
    assert pages
    assert pages <= linked


def test_checks_page_has_every_code_and_no_other() -> None:
    sources = list((REPOSITORY / "src" / "plainleaf").rglob("*.py"))
    assert sources
    in_program = {code for path in sources for code in _CODE.findall(path.read_text(encoding="utf-8"))}
    entries = _ENTRY.findall((DOCS / "checks.md").read_text(encoding="utf-8"))
    assert in_program
    assert len(entries) == len(set(entries))
    assert set(entries) == in_program


def test_rules_page_names_codes_that_exist() -> None:
    named = set(_CODE.findall((DOCS / "leaflet-rules.md").read_text(encoding="utf-8")))
    assert named
    assert named <= set(_ENTRY.findall((DOCS / "checks.md").read_text(encoding="utf-8")))


def test_rules_that_pages_and_program_name_are_explained() -> None:
    rules = re.findall(r"\bR[0-9]{2}\b", (DOCS / "leaflet-rules.md").read_text(encoding="utf-8"))
    places = [*(REPOSITORY / "src").rglob("*.py"), DOCS / "checks.md"]
    named = {rule for path in places for rule in re.findall(r"\bR[0-9]{2}\b", path.read_text(encoding="utf-8"))}
    assert named
    assert named <= set(rules)


def keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def rows_of(page: str) -> set[str]:
    return set(_ROW.findall((DOCS / page).read_text(encoding="utf-8")))


def test_clinic_page_has_every_setting() -> None:
    assert keys(Settings) == {"clinic", "print", "theme", "desk", "profiles"}
    wanted = keys(ClinicSettings) | keys(PrintSettings) | keys(ThemeSettings) | keys(DeskSettings)
    assert wanted
    assert wanted <= rows_of("clinic-it.md")


def test_clinic_page_names_the_variables_that_commands_read() -> None:
    named = set(_VARIABLE.findall((DOCS / "clinic-it.md").read_text(encoding="utf-8")))
    desk = {name for name in named if name.startswith(PREFIX)}
    assert desk
    assert desk <= {PREFIX + name.upper() for name in keys(DeskSettings)}
    assert named - desk == set(variables(cli))


def variables(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or ()
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from variables(child)


def test_clinic_page_shows_json_as_it_is() -> None:
    shown = [json.loads(text) for text in blocks(DOCS / "clinic-it.md", "json")]
    problem, report = shown
    assert problem.keys() == Problem(Position("x"), "B004", "x").as_json().keys()
    assert report["built"][0].keys() == {field.name for field in fields(Artifact)}
    assert report.keys() == {"built", "unchanged", "refused", "problems"}


def test_leaflet_page_has_every_key() -> None:
    wanted = keys(SourceLeaflet) | keys(SourceStatement)
    assert wanted
    assert wanted <= rows_of("add-a-leaflet.md")
    text = (DOCS / "add-a-leaflet.md").read_text(encoding="utf-8")
    assert all(f"`{key}`" in text for key in keys(StatementUse))


def test_languages_page_names_every_language() -> None:
    """By its own name, its English name, its tag and its notes, as in its pack."""
    page = (DOCS / "languages.md").read_text(encoding="utf-8")
    packs = [*REPOSITORY.glob("translations/*/language.yaml")]
    assert len(packs) > 20
    for path in packs:
        pack = validate(read_source(path.read_text(encoding="utf-8"), str(path)), LanguagePack)
        row = next(line for line in page.splitlines() if f"| `{pack.language}` |" in line)
        assert row.startswith(f"| {pack.own_name} | {pack.english_name} |")
        assert pack.language == "en" or f"(../translations/{path.parent.name}/NOTES.md)" in row


def test_language_page_has_every_key() -> None:
    wanted = keys(LanguagePack)
    assert wanted
    assert wanted <= rows_of("add-a-language.md")


def test_language_example_is_a_pack() -> None:
    for page, tag in (("add-a-language.md", "fr"), ("translators.md", "nl")):
        ((path, text),) = [item for item in files_of(DOCS / page).items() if item[0].endswith("language.yaml")]
        assert validate(read_source(text, path), LanguagePack).language == tag


def test_leaflet_example_passes_every_check(tmp_path: Path) -> None:
    examples = files_of(DOCS / "add-a-leaflet.md")
    files = read_files(Workspace(tmp_path, library_folder(), Settings())).texts
    assert examples
    assert not files.keys() & examples.keys()
    reading = read_library({**files, **examples})
    leaflet = reading.library.leaflets["examplamide"]
    assert reading.problems == ()
    assert check_leaflet(leaflet, reading.library) == []
    assert {"EX01", "EX02"} <= {fact.id for fact in reading.library.facts if "examplamide" in fact.required_in}
    assert "shared.hay-fever.season" in reading.library.shared


def test_schedules_of_the_leaflet_page_are_schedules() -> None:
    shown = [text for text in blocks(DOCS / "add-a-leaflet.md", "yaml") if text.startswith("schedule:")]
    adapter: TypeAdapter[Schedule] = TypeAdapter(Schedule)
    types = {adapter.validate_python(yaml.safe_load(text)["schedule"]).type for text in shown}
    assert types == SCHEDULES


def test_language_page_has_every_list_of_a_lexicon() -> None:
    wanted = keys(Lexicon) - {"schema", "language"}
    assert wanted
    assert wanted <= rows_of("add-a-language.md")
