"""The print engine by itself, as its manual shows: one sheet after the other, everything read anew for each.

`peer_weasyprint.py FOLDER COUNT OUT`; with `--command` the engine's own command is run for each sheet.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def print_by_loop(folder: Path, count: int, out: Path) -> None:
    """All sheets in this process."""
    from weasyprint import CSS, HTML, Attachment

    for sheet in json.loads((folder / "sheets.json").read_text(encoding="utf-8"))[:count]:
        name = sheet["name"]
        attached = [Attachment(filename=str(folder / f"{name}-{one}")) for one in sheet["attached"]]
        HTML(filename=str(folder / f"{name}.html")).write_pdf(
            str(out / f"{name}.pdf"),
            stylesheets=[CSS(filename=str(folder / "style.css")), CSS(filename=str(folder / "archive.css"))],
            pdf_variant=sheet["variant"],
            pdf_tags=True,
            attachments=attached,
        )


def print_by_command(folder: Path, count: int, out: Path) -> None:
    """Each sheet by the engine's command, a process of its own."""
    program = Path(sys.executable).parent / "weasyprint"
    for sheet in json.loads((folder / "sheets.json").read_text(encoding="utf-8"))[:count]:
        name = sheet["name"]
        attached = [part for one in sheet["attached"] for part in ("--attachment", str(folder / f"{name}-{one}"))]
        styles = ["--stylesheet", str(folder / "style.css"), "--stylesheet", str(folder / "archive.css")]
        how = ["--pdf-variant", sheet["variant"], "--pdf-tags"]
        files = [str(folder / f"{name}.html"), str(out / f"{name}.pdf")]
        subprocess.run([str(program), *styles, *attached, *how, *files], check=True)


if __name__ == "__main__":
    work = print_by_command if "--command" in sys.argv else print_by_loop
    work(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
