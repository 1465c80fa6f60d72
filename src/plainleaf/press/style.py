"""A theme's style, read as it is written: what may not be in it, which colours it names.

That finds the honest mistake at its line, and the plain attempt to hide something. How rules work together is known
only on the finished page, which is held against its source afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from plainleaf.press.colours import Colour
from plainleaf.press.style_rules import Place, Setting, fault_of
from plainleaf.press.style_values import colours_in, shown
from plainleaf.problems import Position, Problem

Node = Any  # the parser has no types

MARKS = ("--draft", "--foot", "--page-of")
"""What the margins of every page have to show."""
_REFUSED = {
    "import": "reads another style",
    "font-face": "brings a font of its own",
    "counter-style": "changes how numbers are written",
}
_MARGINS = ("top-", "bottom-", "left-", "right-")
_HINT = "take it out: a theme decides how a leaflet looks, never what it says"


@dataclass(frozen=True, slots=True)
class Style:
    """One style sheet to be judged.

    Attributes:
        file: its path, as shown to people.
        palette: colours that it may refer to, by name.
        added: it lies over a whole style.
        of_page: it stands in a page, and says what the margins of that page show.
    """

    css: str
    file: str
    palette: Mapping[str, Colour] = field(default_factory=dict)
    added: bool = False
    of_page: bool = False

    def problems(self) -> Iterator[Problem]:
        """P005 for what it may not do, P007 for what cannot be read."""
        yield from self._judge(_rules(self.css), "element")

    def problems_of_element(self) -> Iterator[Problem]:
        """The same where it is not a style sheet but the ``style`` of one element."""
        yield from self._judge_inside(self.css, "element")

    def _judge(self, nodes: Sequence[Node], place: Place) -> Iterator[Problem]:
        for node in nodes:
            if node.type == "error":
                message = f"this is not CSS: {node.message}"
                yield self._problem("P007", node.source_line, message, "look at brackets, colons and semicolons")
            elif node.type == "qualified-rule":
                selector = shown(node.prelude)
                if "\\" in selector:
                    message = f"`{selector[:60]}` has an escape, so that it is not clear what it is for"
                    yield self._problem("P005", node.source_line, message, "write the name as it is")
                yield from self._judge_inside(node.content, _place_of(selector), selector)
            elif node.type == "at-rule":
                yield from self._judge_at_rule(node, place)

    def _judge_at_rule(self, rule: Node, place: Place) -> Iterator[Problem]:
        name = rule.lower_at_keyword
        if name == "counter-style" and self.of_page:
            return  # the digits of its language
        if name in _REFUSED:
            yield self._problem("P005", rule.source_line, f"`@{name}` {_REFUSED[name]}", _HINT)
        elif rule.content is not None:
            if name == "page":
                place = "page"
            elif name.startswith(_MARGINS):
                place = "margin"
            yield from self._judge_inside(rule.content, place)

    def _judge_inside(self, content: str | Sequence[Node], place: Place, selector: str = "") -> Iterator[Problem]:
        nodes = _inside(content)
        beside = {node.lower_name: node.value for node in nodes if node.type == "declaration"}
        for node in nodes:
            if node.type != "declaration":
                yield from self._judge([node], place)
                continue
            setting = Setting(
                name=node.lower_name,
                value=node.value,
                line=node.source_line,
                place=place,
                selector=selector,
                important=node.important,
                beside=beside,
                palette=self.palette,
                added=self.added,
                of_page=self.of_page,
            )
            if fault := fault_of(setting):
                message = f"`{setting.name}: {setting.text[:60]}` {fault}"
                yield self._problem("P005", setting.line, message, _HINT)

    def _problem(self, code: str, line: int, message: str, hint: str) -> Problem:
        return Problem(Position(self.file, line), code, message, hint)


def palette_of(css: str) -> dict[str, Colour]:
    """Colours that a style gives a name, without its dashes; the last one of each name."""
    return {
        node.lower_name.removeprefix("--"): found[0]
        for rule in _rules(css)
        if rule.type == "qualified-rule"
        for node in _inside(rule.content)
        if node.type == "declaration" and node.lower_name.startswith("--")
        for found in [colours_in([token for token in node.value if token.type != "whitespace"], {})]
        if len(found) == 1 and len([token for token in node.value if token.type != "whitespace"]) == 1
    }


def lacking_marks(css: str, file: str) -> Iterator[Problem]:
    """P005 for each thing that a whole style never shows: draft mark, foot, number of the page."""
    for mark in MARKS:
        if f"var({mark})" not in css:
            hint = "begin with print.css of the theme `plain`, or put only your changes into extra.css"
            yield Problem(Position(file), "P005", f"no margin of its pages shows var({mark})", hint)


def _rules(css: str) -> list[Node]:
    return list(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _inside(content: str | Sequence[Node]) -> list[Node]:
    return list(tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True))


def _place_of(selector: str) -> Place:
    ends = [part.strip() for part in selector.split(",")]
    return "before" if all(part.endswith((":before", ":after", ":marker")) for part in ends) else "element"
