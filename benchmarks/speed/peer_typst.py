"""Typst with one compiler for all sheets, which it sets by a template of its own: `peer_typst.py FOLDER COUNT OUT`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import typst


def main(folder: Path, count: int, out: Path) -> None:
    """Print the first sheets of a folder, as PDF/UA-1."""
    template = folder / "leaflet.typ"
    shutil.copy(Path(__file__).with_name("leaflet.typ"), template)
    compiler = typst.Compiler(str(template), root=str(folder))
    for path in sorted(folder.glob("[0-9]*[0-9].json"))[:count]:
        compiler.compile(
            str(template),
            output=str(out / f"{path.stem}.pdf"),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"page": path.name},
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
