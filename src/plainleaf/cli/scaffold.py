"""`init`: a workspace of a clinic's own."""

from __future__ import annotations

from pathlib import Path

import click

from plainleaf.build.store import write_whole
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import FOLDERS, SETTINGS_FILE

SETTINGS = """\
# Settings of this workspace. An empty value prints as a line to write on.

[clinic]
name = ""
address = ""
telephone = ""
out_of_hours = ""
program_telephone = ""
# logo = "logo.svg"             # an SVG or PNG file beside this one

[print]
place = "us"                    # us, eu or uk: whose rules and telephone numbers
# languages = ["en", "es"]      # default: all that the library has
# levels = ["easy", "plain"]    # default: easy, plain, full
# formats = ["letter"]          # default: the paper of the place

[theme]
# accent = "#0b3c6f"            # frames and rules; also ink, danger and paper: docs/add-a-theme.md
"""

NOTES = {
    "leaflets": "Leaflets of your own, beside those of the library: one YAML file each.\n",
    "translations": "Translations of your own leaflets: <language>/LC_MESSAGES/<leaflet>.po.\n",
    "templates": "Themes of your own: one folder each. The library's theme is `plain`.\n",
    "output": "Finished leaflets. `plainleaf build` writes here; open index.html.\n",
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a workspace in FOLDER: settings for your clinic, and room for your own leaflets."""
    if (folder / SETTINGS_FILE).exists():
        message = "there is a workspace here already"
        raise PlainleafError(Problem(Position(str(folder / SETTINGS_FILE)), "W005", message, "nothing was changed"))
    for name in (*FOLDERS, "output"):
        write_whole(folder / name / "README.md", NOTES[name].encode())
    write_whole(folder / SETTINGS_FILE, SETTINGS.encode())
    click.echo(f"made {folder}; fill in {folder / SETTINGS_FILE}, then run `plainleaf build` in that folder")
