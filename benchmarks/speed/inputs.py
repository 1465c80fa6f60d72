"""What the peers print: the sheets of a workspace as files that any program can read.

For each sheet its HTML, its style, its pictograms, the source that is attached to it, and the same page as a tree in
JSON for engines that do not read HTML. Making these costs the peers nothing: plainleaf begins with the YAML.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from plainleaf.build.plan import Request
from plainleaf.build.planning import make_plan
from plainleaf.press import archive
from plainleaf.press.html import HtmlDocument
from plainleaf.workspace import find_workspace

ASSETS = "asset:"
_EMPTY = frozenset({"br", "meta", "link", "img", "hr"})


def read_documents(workspace: Path, lang: str) -> tuple[HtmlDocument, ...]:
    """The sheets of a workspace in one language, as they are before they are set."""
    plan = make_plan(find_workspace(workspace), Request(languages=(lang,)))
    refused = [str(problem) for refusal in plan.refusals for problem in refusal.problems]
    if refused:
        message = f"{len(plan.refusals)} sheets were refused: {refused[0]}"
        raise RuntimeError(message)
    return tuple(sheet.document for sheet in plan.sheets)


class TreeBuilder(HTMLParser):
    """Reads the body of a page into nested lists: ``[tag, classes, language, children]``, text as strings."""

    def __init__(self) -> None:
        super().__init__()
        self.body: list[Any] = []
        self._open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag == "body":
            self._open = [self.body]
        elif self._open:
            said = dict(attrs)
            node = [tag, (said.get("class") or "").split(), said.get("lang") or "", []]
            self._open[-1].append(node)
            if tag not in _EMPTY:
                self._open.append(node[3])

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self._open and tag not in _EMPTY:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take in text, with one space where the file has several or a new line."""
        if self._open and data:
            spaced = " ".join(data.replace("\u00a0", "\ue000").split()).replace("\ue000", "\u00a0")
            before, after = data[0] in " \n", data[-1] in " \n"
            text = f"{' ' if before else ''}{spaced}{' ' if after and spaced else ''}"
            self._open[-1].append(text)


def _custom_properties(html: str) -> dict[str, str]:
    """What stands in head and foot: the custom properties of the page, by name."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    rows = (row.strip().partition(":") for row in style.splitlines() if row.strip().startswith("--"))
    return {name.strip().removeprefix("--"): value.strip().removesuffix(";") for name, _, value in rows}


def write_inputs(documents: Sequence[HtmlDocument], folder: Path) -> None:
    """Write one set of files for each sheet, and a list of them."""
    listed = []
    (folder / "assets").mkdir(parents=True)
    (folder / "archive.css").write_text(archive.STYLE, encoding="utf-8")
    for number, document in enumerate(documents):
        name = f"{number:05}"
        for asset, data in document.assets.items():
            path = folder / asset.replace(ASSETS, "assets/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        css = document.css.replace(ASSETS, "assets/")
        html = document.html.replace(ASSETS, "assets/")
        (folder / "style.css").write_text(css, encoding="utf-8")
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        links = '<link rel="stylesheet" href="style.css"><link rel="stylesheet" href="archive.css">'
        (folder / f"{name}-linked.html").write_text(html.replace("<style>", f"{links}<style>", 1), encoding="utf-8")
        standard = archive.standard_of(document)
        attached = [one.name for one in standard.attached]
        for one in standard.attached:
            (folder / f"{name}-{one.name}").write_bytes(one.data)
        builder = TreeBuilder()
        builder.feed(document.html)
        page = {
            "title": document.title,
            "lang": document.locale,
            "level": document.source.level if document.source else "",
            "fonts": list(document.fonts),
            "source": f"{name}-{attached[0]}" if attached else "",
            "set": _custom_properties(document.html),
            "body": builder.body,
        }
        (folder / f"{name}.json").write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
        listed.append({"name": name, "variant": standard.variant, "attached": attached})
    (folder / "sheets.json").write_text(json.dumps(listed), encoding="utf-8")


def gather(workspaces: Sequence[Path], lang: str) -> list[HtmlDocument]:
    """The sheets of several workspaces, each once: first those of the first, so that few are the same few for all."""
    found: dict[tuple[str, str], HtmlDocument] = {}
    for workspace in workspaces:
        for document in read_documents(workspace, lang):
            found.setdefault((document.title, document.source.level if document.source else ""), document)
    return list(found.values())


if __name__ == "__main__":
    write_inputs(gather([*map(Path, sys.argv[3:])], sys.argv[1]), Path(sys.argv[2]))
