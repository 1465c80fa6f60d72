"""A browser without a window that prints all sheets, with tags: `peer_chromium.py FOLDER COUNT OUT PROGRAM`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright


def main(folder: Path, count: int, out: Path, program: str) -> None:
    """Print the first sheets of a folder in one browser, on one page after the other."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page()
        for path in sorted(folder.glob("*-linked.html"))[:count]:
            page.goto(path.resolve().as_uri())
            name = path.stem.removesuffix("-linked")
            page.pdf(path=str(out / f"{name}.pdf"), prefer_css_page_size=True, print_background=True, tagged=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
