"""The pictograms of a theme on one page, for those who choose, check or test them: each with its name and its words.

Each is shown at 12 mm, as leaflets print it, and at 18 mm, as large print does. What each is for stands in the
theme's ``pictograms.yaml``.
"""

from __future__ import annotations

from typing import Annotated

from jinja2 import Environment, StrictUndefined
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from plainleaf.content.grammar import Slug
from plainleaf.content.source import read_source
from plainleaf.content.validation import validate
from plainleaf.languages import SOURCE_TAG
from plainleaf.press.html import HtmlDocument, Theme
from plainleaf.problems import PlainleafError, Position, Problem

CATALOGUE = "pictograms.yaml"
_IN_A_ROW = 5
_TEMPLATE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
<p>Shown at 12 mm, and at 18 mm as in large print. A pictogram stands beside words, never alone.</p>
<table>
{% for row in rows %}
<tr>
{% for entry in row %}
<td><span class="small pic-{{ entry.pictogram }}"></span> <span class="large pic-{{ entry.pictogram }}"></span><br>
<b>{{ entry.pictogram }}</b><br>{{ entry.words }}</td>
{% endfor %}
</tr>
{% endfor %}
</table>
</body>
</html>
"""
_STYLE = """\
@page { size: a4; margin: 9mm 8mm 8mm }
body { margin: 0; font: 8pt/1.3 "Noto Sans"; color: #000 }
h1 { font-size: 15pt; line-height: 1.1; margin: 0 }
p { margin: 1mm 0 2mm; font-size: 9pt }
table { width: 100%; table-layout: fixed; border-collapse: collapse }
tr { break-inside: avoid }
td { border-block-start: .6pt solid #000; padding: 2mm 0 1mm; vertical-align: top }
span { display: inline-block; vertical-align: bottom; background: no-repeat 0 100% / 100% }
.small { width: 12mm; height: 12mm }
.large { width: 18mm; height: 18mm; margin-inline-start: 1mm }
"""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Closed):
    """One pictogram.

    Attributes:
        shows: what is drawn; ``use``: what it may stand beside.
        words: an example of the words beside it.
    """

    pictogram: Slug
    shows: Words
    use: Words
    words: Words


class Group(_Closed):
    """Pictograms about one thing."""

    group: Words
    pictograms: tuple[Entry, ...] = Field(min_length=1)


class _File(_Closed):
    schema_: Annotated[str, Field(alias="schema", pattern="^1$")]
    groups: tuple[Group, ...] = Field(min_length=1)


def read_catalogue(theme: Theme) -> tuple[Group, ...]:
    """What the pictograms of a theme are for.

    Raises:
        PlainleafError: L001 to L003, when its ``pictograms.yaml`` cannot be read; P009, when it names a pictogram that
            is not drawn, lacks one that is, or names one twice.
    """
    folder = "plain" if CATALOGUE in theme.inherited else theme.name
    document = read_source(theme.catalogue, f"templates/{folder}/{CATALOGUE}")
    groups = validate(document, _File).groups
    named = [entry.pictogram for group in groups for entry in group.pictograms]
    problems: list[Problem] = []
    for at, group in enumerate(groups):
        for number, entry in enumerate(group.pictograms):
            where = document.position(("groups", at, "pictograms", number, "pictogram"))
            if entry.pictogram not in theme.pictograms:
                problems.append(_fault(where, f"`{entry.pictogram}` is not drawn", "draw it, or take the entry out"))
            elif named.count(entry.pictogram) > 1:
                problems.append(_fault(where, f"`{entry.pictogram}` stands here twice", "keep one"))
    problems += [
        _fault(Position(document.file), f"`{slug}` is drawn, and not here", "say what it is for")
        for slug in sorted(theme.pictograms.keys() - {*named})
    ]
    if problems:
        raise PlainleafError(problems)
    return groups


def catalogue(theme: Theme) -> HtmlDocument:
    """All pictograms of a theme on one page, in the order of its catalogue; see `read_catalogue` for the errors."""
    entries = [entry for group in read_catalogue(theme) for entry in group.pictograms]
    title = f"Pictograms of the theme {theme.name}"
    rows = [entries[at : at + _IN_A_ROW] for at in range(0, len(entries), _IN_A_ROW)]
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(_TEMPLATE)
    rules = (
        f'.pic-{entry.pictogram} {{ background-image: url("asset:pictograms/{entry.pictogram}.svg") }}'
        for entry in entries
    )
    return HtmlDocument(
        html=template.render(title=title, rows=rows),
        css="\n".join((_STYLE, *rules, "")),
        assets={
            f"asset:pictograms/{entry.pictogram}.svg": theme.pictograms[entry.pictogram].encode() for entry in entries
        },
        title=title,
        locale=SOURCE_TAG,
        fonts=("Noto Sans",),
    )


def _fault(where: Position, message: str, hint: str) -> Problem:
    return Problem(where, "P009", f"in the catalogue of pictograms: {message}", hint)
