"""A proof as a page: for people who review a leaflet with a pen, or on a screen, and never open a catalog.

One template makes both shapes: an HTML file that needs nothing beside it, and the document that the engine prints.
The page is theme-independent: it shows what a leaflet says, not how it looks.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from plainleaf.languages import SOURCE_TAG, direction_of
from plainleaf.press.html import HtmlDocument, css_string, inline
from plainleaf.problems import Problem
from plainleaf.translation.approval.records import Approvals, lacking
from plainleaf.translation.localized import Run, Runs
from plainleaf.translation.review.backtranslation import Returned
from plainleaf.translation.review.differences import Difference, digits_in, written
from plainleaf.translation.review.highlights import Highlighter
from plainleaf.translation.review.proof import FormsOf, Proof, ProofText

CERTAINTIES = {
    "C1": "official text, or several independent sources that agree",
    "C2": "one secondary source, or an old version of a label: find the official text",
    "C3": "memory or inference: must not be printed",
}
SEEN = {"whole": "seen whole", "part": "seen in part", "copy": "seen as a copy"}
_QUOTED = re.compile(r"(“[^”]*”)")
_COUNTED = ("quantity", "telephone", "date")


@dataclass(frozen=True, slots=True)
class Setting:
    """What goes into a page beside the proof itself.

    Attributes:
        paper: ``a4`` or ``letter``.
        pictograms: SVG text by slug.
        highlighters: of English and of the reader's language.
        as_of: the day that the head names; none: no day, so that the same proof is the same bytes.
        returned: what was translated back, by address; none: no third column.
        people: who did what, as (what, who), for the head.
    """

    paper: str
    pictograms: Mapping[str, str]
    highlighters: tuple[Highlighter, Highlighter]
    approvals: Approvals = field(default_factory=Approvals)
    as_of: dt.date | None = None
    returned: Mapping[str, Returned] | None = None
    people: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class ReviewPages:
    """One proof in both shapes."""

    html: str
    document: HtmlDocument


def render_review(proof: Proof, setting: Setting) -> ReviewPages:
    """Set a proof; nothing in it comes from outside, and text is never markup."""
    style, screen = _read("review.css"), _read("review-screen.css")
    used = dict.fromkeys(one.statement.pictogram for one in proof.statements)
    pictures = {slug: setting.pictograms[slug] for slug in used if slug and slug in setting.pictograms}
    inside = (_picture_rule(slug, _data_address(svg)) for slug, svg in pictures.items())
    outside = (_picture_rule(slug, f"asset:pictograms/{slug}.svg") for slug in pictures)
    assets = {f"asset:pictograms/{slug}.svg": svg.encode() for slug, svg in pictures.items()}
    title = ", ".join(filter(None, (proof.leaflet.id, proof.pack.english_name, "proof for review")))
    page = _Page(proof, setting, title)
    document = HtmlDocument(
        html=page.render(style),
        css="\n".join((*outside, "")),
        assets=assets,
        title=title,
        locale=SOURCE_TAG,
        fonts=tuple(dict.fromkeys((*proof.pack.fonts, "Noto Sans"))),
    )
    return ReviewPages(page.render("\n".join((style, screen, *inside))), document)


def _read(name: str) -> str:
    return (files("plainleaf.press") / name).read_text(encoding="utf-8")


def _picture_rule(slug: str, address: str) -> str:
    return f'.pic-{slug} {{ background-image: url("{address}") }}'


def _data_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


@dataclass(frozen=True, slots=True)
class _Page:
    """What the template asks for."""

    proof: Proof
    setting: Setting
    title: str

    def render(self, style: str) -> str:
        proof, setting = self.proof, self.setting
        environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        environment.filters["css"] = css_string
        environment.tests["noted"] = self._has_notes
        template = environment.from_string(_read("review.html"))
        foot = (proof.leaflet.id, proof.pack.english_name, proof.place_name, f"version {proof.leaflet.version}")
        return template.render(
            proof=proof,
            pack=proof.pack,
            title=self.title,
            style=Markup(style),  # noqa: S704 - the program's own style
            foot=" · ".join(foot),
            paper=setting.paper,
            as_of=setting.as_of,
            people=setting.people,
            returned=setting.returned,
            pictograms=setting.pictograms,
            counts=list(self._counts()),
            attention=[(name, found) for name, found in self._attention() if found],
            certainties=CERTAINTIES,
            seen=SEEN,
            english_forms=lambda forms: _forms(forms, setting.highlighters[0]),
            reader_forms=lambda forms: _forms(forms, setting.highlighters[1]),
            source=self._source,
            again=self._again,
            said=self._said,
            has_notes=self._has_notes,
            standing=self._standing,
            acknowledged=self._acknowledged,
        )

    def _counts(self) -> Iterator[tuple[int, str]]:
        proof, texts = self.proof, self.proof.texts
        yield len(proof.statements), "statements"
        yield sum(one.statement.critical for one in proof.statements), "of them critical"
        yield len(texts), "texts"
        if not proof.is_source:
            states = Counter(text.state for text in texts)
            yield states["missing"], "not translated"
            yield states["stale"], "out of date"
        yield sum(not lacking(text.wording, self.setting.approvals) for text in texts if text.wording), "approved"
        strengths = Counter(problem.strength for problem in proof.problems)
        yield strengths["error"], "errors"
        yield strengths["warning"], "warnings"

    def _attention(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Where to look first: what is wrong, and for each fault where it stands (name, anchor)."""
        places = {
            text.message.msgctxt: (str(one.number), f"s{one.number}")
            for one in self.proof.statements
            for text in one.texts
        }

        def found(texts: Iterable[ProofText]) -> list[tuple[str, str]]:
            names = (text.message.msgctxt for text in texts)
            return list(dict.fromkeys(places.get(name, (name, name)) for name in names))

        texts = self.proof.texts
        yield "Not translated:", found(text for text in texts if text.state == "missing")
        yield "Out of date:", found(text for text in texts if text.state == "stale")
        whole = [text for text in texts if not text.is_hole]
        for strength, name in (("error", "Errors:"), ("warning", "Warnings:")):
            yield name, found(text for text in whole if any(p.strength == strength for p in text.problems))
        returned = self.setting.returned or {}
        yield (
            "Differs when translated back:",
            found(
                text
                for text in texts
                if text.message.msgctxt in returned and returned[text.message.msgctxt].differences
            ),
        )

    def _source(self, text: ProofText) -> Markup:
        found = (self.setting.returned or {}).get(text.message.msgctxt)
        lost = [one for one in found.differences if one.side == "missing"] if found else []
        return _forms(text.source, self.setting.highlighters[0], lost)

    def _again(self, found: Returned) -> Markup:
        added = [one for one in found.differences if one.side == "added"]
        return _forms(((Run(found.back),),), self.setting.highlighters[0], added)

    def _said(self, problem: Problem, text: str) -> Markup:
        """A sentence of a check; what it quotes keeps its own direction, and the address stands in the row already."""
        own = re.sub(rf"^`{re.escape(problem.msgctxt)}`:? ", "", text) if problem.msgctxt else text
        pieces = _QUOTED.split(own)
        return Markup("").join(
            Markup('<bdi dir="{}">{}</bdi>').format(direction_of(piece), piece) if at % 2 else escape(piece)
            for at, piece in enumerate(pieces)
        )

    def _standing(self, text: ProofText) -> list[str]:
        """Who has approved it so far."""
        if text.wording is None:
            return []
        record = self.setting.approvals.messages.get(text.wording.hash)
        lines = [f"{one.role}: {one.by}, {one.date}" for one in record.approvals] if record else []
        return [*lines, *([] if lacking(text.wording, self.setting.approvals) else ["nothing is lacking"])]

    def _has_notes(self, text: ProofText) -> bool:
        """Whether something is said of it under its row."""
        found = (self.setting.returned or {}).get(text.message.msgctxt)
        return bool(text.problems or self._standing(text) or (found and (found.differences or found.note)))

    def _acknowledged(self, text: ProofText) -> dict[str, str]:
        record = self.setting.approvals.messages.get(text.wording.hash) if text.wording else None
        return {one.code: f"{one.by}: {one.reason}" for one in record.acknowledged} if record else {}


def _forms(forms: FormsOf, highlighter: Highlighter, differing: Sequence[Difference] = ()) -> Markup:
    if len(forms) == 1:
        return _marked(forms[0], highlighter, differing)
    return Markup("").join(
        Markup('<div class="form">{}</div>').format(_marked(runs, highlighter, differing)) for runs in forms
    )


def _marked(runs: Runs, highlighter: Highlighter, differing: Sequence[Difference]) -> Markup:
    """Runs as HTML with numbers and negations marked; a number that the other side lacks more heavily."""
    numbers = {one.what for one in differing if one.kind == "number"}

    def mark(piece: Run, kind: str) -> Markup:
        if kind == "number" and numbers & {written(value) for value in digits_in(piece.text)}:
            kind = "differs"
        return Markup('<mark class="{}">{}</mark>').format(kind, inline((piece,)))

    html = Markup("")
    for run in runs:
        if run.kind in _COUNTED:
            html += mark(run, "number")
        elif run.kind != "text":
            html += inline((run,))
        else:
            for text, kind in highlighter.pieces(run.text):
                piece = replace(run, text=text)
                html += mark(piece, kind) if kind else inline((piece,))
    return html
