"""The invented library as a workspace on the disk, with a theme of a few lines, and people who approve it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from tests.support.library import Files, translated

from plainleaf.cli.main import cli
from plainleaf.problems import PlainleafError, Problem

THEME: Files = {
    "templates/plain/leaflet.html": """\
<!DOCTYPE html>
<html lang="{{ leaflet.locale }}" dir="{{ leaflet.direction }}"><head><title>{{ leaflet.title }}</title>
<style>html { --draft: {{ foot.head | join(" ") | css if foot.head else "none" }};
--foot: {{ foot.columns | map("join", " ") | join(" ") | css }}; --page-of: counter(page) }</style></head><body>
<h1>{{ leaflet.title }}</h1>
{% if leaflet.draft %}<p>{{ leaflet.labels["draft"] | plain }} {{ leaflet.english_labels["draft"] }}</p>{% endif %}
<p>{{ leaflet.labels["general-information"] | plain }}</p>
{% for section in leaflet.sections %}{% if section.title %}<h2>{{ section.title | inline }}</h2>{% endif %}
{% for group in section.groups %}{% if group.heading %}<h3>{{ group.heading | inline }}</h3>{% endif %}
{% for statement in group.statements -%}
<p data-statement="{{ statement.id }}">{{ statement.runs | inline }} {{ statement.frequency | inline }}</p>
{% endfor %}{% endfor %}{% endfor %}</body></html>
""",
    "templates/plain/print.css": """\
@page {
  size: A5;
  margin: 35mm 20mm 60mm;
  @top-left { content: var(--draft); width: 90mm }
  @bottom-left { content: var(--foot); width: 90mm }
  @bottom-right { content: var(--page-of) }
}
""",
}
SETTINGS: Files = {"plainleaf.toml": '[print]\nlanguages = ["en", "es"]\nlevels = ["easy"]\n'}
WHOLE = ("somnoril", "--domain", "shared")
ANA = ("--by", "Ana", "--qualification", "sworn translator")
LUIS = ("--by", "Luis", "--qualification", "translator, MA")
DR_X = ("--by", "Dr. X", "--qualification", "pharmacist")
DAY = ("--date", "2026-02-01", "--yes")


@dataclass(frozen=True)
class Workplace:
    """A folder in which commands are run."""

    root: Path

    def run(self, *arguments: str) -> Result:
        """A command that ends by itself, whatever its status."""
        with chdir(self.root):
            result = CliRunner().invoke(cli, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def json(self, *arguments: str) -> Any:
        """What a command reports with ``--json``."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def refused(self, *arguments: str) -> tuple[Problem, ...]:
        """The problems that a command stops with; it must stop."""
        with chdir(self.root):
            error = CliRunner().invoke(cli, arguments).exception
        assert isinstance(error, PlainleafError), error
        return error.problems

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text where it stands first in a file; it must be there."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    def approve(self, *arguments: str) -> None:
        """Record something; nothing may be wrong with it."""
        result = self.run("approve", *arguments, *DAY)
        assert result.exit_code == 0, result.output


def make_clinic(folder: Path, files: Files | None = None) -> Workplace:
    """The invented library in English and Spanish, unapproved."""
    for path, text in {**translated("es"), **THEME, **SETTINGS, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Workplace(folder)


def approvals_of_all() -> Iterator[tuple[str, ...]]:
    """What to record so that the leaflet is approved in both languages for the place."""
    yield (*WHOLE, "--lang", "en", "--role", "reviser", *LUIS)
    yield (*WHOLE, "--lang", "en", "--role", "clinician", *DR_X)
    yield (*WHOLE, "--lang", "es", "--role", "translator", *ANA)
    yield (*WHOLE, "--lang", "es", "--role", "reviser", *LUIS)
    yield (*WHOLE, "--lang", "es", "--role", "clinician", *DR_X)
    yield ("somnoril", "--lang", "en", "--sign-off", *DR_X)
    yield ("somnoril", "--lang", "es", "--sign-off", *DR_X)


def approve_all(clinic: Workplace) -> None:
    """The whole way to an approved leaflet: two people, and a clinician."""
    for arguments in approvals_of_all():
        clinic.approve(*arguments)
