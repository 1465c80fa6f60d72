"""Is this the sheet that the library prints today? A PDF, or a code copied from paper, held against the workspace.

It finds mistakes: an old print, a mixed-up file, a text that another program changed. It proves nothing about whoever
made the file, since everything that is compared stands in the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from plainleaf.build.changes import Change, find_changes, find_other_means
from plainleaf.build.plan import Request, Sheet, Target
from plainleaf.build.planning import make_plan, plan_sources
from plainleaf.build.received import ReceivedFile, open_received
from plainleaf.build.workers import print_sheets
from plainleaf.content.grammar import Level
from plainleaf.content.library import read_library
from plainleaf.press.formats import FORMATS
from plainleaf.press.inspection.likeness import find_difference
from plainleaf.press.inspection.report import inspect_file
from plainleaf.press.pdf_document import PdfDocument
from plainleaf.press.source import SOURCE_NAME, LeafletSource
from plainleaf.problems import PlainleafError, Problem, errors
from plainleaf.translation.packs import known_tags
from plainleaf.workspace import Workspace, read_files

Verdict = Literal["current", "same-words", "older", "newer", "altered", "unknown", "withdrawn", "refused"]
ACCEPTED: tuple[Verdict, ...] = ("current", "same-words")
_NOT_HERE = ("B002", "B005", "T004")  # no such leaflet or place, no second language, no such language
# A page of a draft does not say so; a heading, statement or quantity is not found, or is found in another place; words
# were added, or are hidden, struck out or turned on the paper; something is laid over a page.
_STRAYED = ("P055", "P056", "P057", "P058", "P062", "P063", "P064", "P065", "P066")
_FILLED_IN = "it was filled in for one patient, and with what nobody here knows; its statements are those of today"
_SAVED_AGAIN = (
    "its words, engine, fonts and look are those of today, and its bytes are not: "
    "it was saved again by another program, or changed where words cannot show it"
)
_NOT_COMPARED = "the words of a booklet cannot be compared: its pages stand in the order of printing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out.

    Attributes:
        file: its name; empty: only a code was asked about.
        target: which sheet it is; none: nothing tells.
        source: what the file says of itself or, where it carries nothing, what the library says of its code.
        changes: from the file to what the library prints today.
    """

    file: str
    verdict: Verdict
    code: str
    target: Target | None = None
    source: LeafletSource | None = None
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether the sheet says what the library says today."""
        return self.verdict in ACCEPTED

    def as_json(self) -> dict[str, Any]:
        """The shape that ``verify --json`` prints; keys are a promise to other programs."""
        named = self.target.as_json() if self.target else dict.fromkeys(_NAMED)
        return {
            "file": self.file or None,
            "verdict": self.verdict,
            "code": self.code or None,
            **{name: named[name] for name in _NAMED},
            "status": self.source.status if self.source else None,
            "version": self.source.version if self.source else None,
            "revised": self.source.revised if self.source else None,
            "reasons": list(self.reasons),
            "changes": [change.as_json() for change in self.changes],
        }


_NAMED = ("leaflet", "lang", "level", "format", "beside", "place")


def verify_file(data: bytes, name: str, workspace: Workspace) -> Finding:
    """Hold a file against what the workspace prints today.

    Args:
        name: of the file, for the report.

    Raises:
        PlainleafError: P070 to P073, when the file cannot be read; everything that keeps the workspace from planning.
    """
    received = open_received(data, name)
    if received.source is None:
        return _verify_bare(received, workspace)
    target = _target_of(received.source)
    return _Comparison(received, received.source, target, _plan_today(target, workspace)).finding()


def verify_code(code: str, workspace: Workspace, languages: Sequence[str] = ()) -> Finding:
    """Find the sheet that prints a code today; see `verify_file` for errors.

    Args:
        code: as it is printed (`received.fold_code`).
        languages: of the reader, to look among; none: all.
    """
    today = _find_sheet((code,), workspace, languages)
    if today is None:
        return Finding("", "unknown", code, reasons=("no sheet that the library prints today has this code",))
    return Finding("", "current", code, today.sheet.target, today.source)


@dataclass(frozen=True, slots=True)
class _Today:
    """A sheet as the library prints it now, and what it says."""

    sheet: Sheet
    source: LeafletSource


@dataclass(frozen=True, slots=True)
class _Absent:
    """Why the library has no such sheet now."""

    verdict: Verdict
    reasons: tuple[str, ...]


Outcome = tuple[Verdict, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A file that says what it is, beside what the library says."""

    received: ReceivedFile
    source: LeafletSource
    target: Target
    today: _Today | _Absent

    def finding(self) -> Finding:
        verdict, reasons = self._compare_bytes() or self._compare_words()
        changes = find_changes(self.source, self.today.source) if isinstance(self.today, _Today) else ()
        return Finding(self.received.name, verdict, self.source.code, self.target, self.source, reasons, changes)

    def _compare_bytes(self) -> Outcome | None:
        """Whether a print of today is the same file; none: it is not."""
        if not isinstance(self.today, _Today) or self.source != self.today.source:
            return None  # it cannot be: what it says stands in it
        fresh = _print_like(self.received, self.today.sheet)
        if not isinstance(fresh, PdfDocument):
            return "refused", tuple(map(_say, fresh))
        return ("current", ()) if fresh.data == self.received.data else None

    def _compare_words(self) -> Outcome:
        strayed = _strayed_words(self.received, self.source, self.target)
        if faults := (*self.received.inconsistencies(), *strayed):
            return "altered", faults
        if isinstance(self.today, _Absent):
            return self.today.verdict, self.today.reasons
        new = self.today.source
        if self.source.content_hash != new.content_hash:
            return _order(self.source, new)
        differences = find_other_means(self.source.made_with, new.made_with)
        if self.source.filled:
            return "unknown", (*differences, _FILLED_IN)
        if not differences:
            return "altered", (_SAVED_AGAIN,)
        if _is_imposed(self.target):
            return "unknown", (*differences, _NOT_COMPARED)
        return self._compare_pages(self.today) or ("same-words", differences)

    def _compare_pages(self, today: _Today) -> Outcome | None:
        """Whether all text of the pages is that of a print of today, also what stands in no statement; none: it is."""
        fresh = _print_like(self.received, today.sheet)
        if not isinstance(fresh, PdfDocument):
            return "refused", tuple(map(_say, fresh))
        difference = find_difference(self.received.data, fresh.data, self.received.name)
        return ("altered", (difference,)) if difference else None


def _verify_bare(received: ReceivedFile, workspace: Workspace) -> Finding:
    """A file without a source that can be read: a sheet that was printed without it has only its code."""
    codes = tuple(dict.fromkeys(code for page in received.codes for code in page or ()))
    today = _find_sheet(codes, workspace) if codes else None
    reasons = [received.fault or f"no {SOURCE_NAME} is attached to it"]
    verdict: Verdict = "altered" if received.fault else "unknown"
    if today is None:
        shown = f"no sheet that the library prints today has the code {codes[0]}" if codes else "it shows no code"
        return Finding(received.name, verdict, codes[0] if codes else "", reasons=(*reasons, shown))
    sheet, source = today.sheet, today.source
    if not received.fault:
        fresh = _print_like(received, sheet)
        if isinstance(fresh, PdfDocument) and fresh.data == received.data:
            return Finding(received.name, "current", source.code, sheet.target, source)
    reasons.append(f"its code {source.code} is that of {sheet.target.path} as the library prints it today")
    if strayed := _strayed_words(received, source, sheet.target):
        verdict, reasons = "altered", [*reasons, *strayed]
    elif _is_imposed(sheet.target):
        reasons.append(_NOT_COMPARED)
    else:
        reasons.append("every statement of that sheet was found in it; nothing says what else it holds")
    return Finding(received.name, verdict, source.code, sheet.target, source, tuple(reasons))


def _print_like(received: ReceivedFile, sheet: Sheet) -> PdfDocument | tuple[Problem, ...]:
    """The sheet printed now, with its source attached where the file has one, whatever the settings say today."""
    document = replace(sheet.document, attach=received.source is not None)
    ((_, answer),) = print_sheets([replace(sheet, document=document)], jobs=1)
    return answer


def _target_of(source: LeafletSource) -> Target:
    tags = [text.lang for text in source.texts]
    lang, beside = (*tags, "", "")[:2]
    return Target(source.leaflet, lang, source.level, source.format, source.place, beside)


def _plan_today(target: Target, workspace: Workspace) -> _Today | _Absent:
    """The sheet as it would be printed now, or why it would not."""
    if target.level not in tuple(Level) or target.format not in FORMATS:
        what = f"level `{target.level}`" if target.level not in tuple(Level) else f"format `{target.format}`"
        return _Absent("unknown", (f"plainleaf knows no {what}",))
    try:
        plan = make_plan(workspace, _request_of(target))
    except PlainleafError as error:
        if all(problem.code in _NOT_HERE for problem in error.problems):
            return _Absent("unknown", tuple(problem.message for problem in error.problems))
        raise
    for sheet in plan.sheets:
        if sheet.target == target and sheet.document.source:
            return _Today(sheet, sheet.document.source)
    if target.leaflet in plan.withdrawn:
        leaflets = read_library(read_files(workspace).texts).library.leaflets
        return _Absent("withdrawn", (f"the leaflet is withdrawn: {leaflets[target.leaflet].withdrawn}",))
    refused = [problem for one in plan.refusals if one.target == target for problem in one.problems]
    if problems := refused or errors(plan.problems):
        return _Absent("refused", tuple(map(_say, problems)))
    return _Absent("refused", (f"`{target.leaflet}` is not printed so for {target.place} today",))


def _request_of(target: Target) -> Request:
    return Request(
        (target.leaflet,),
        (target.lang,),
        (Level(target.level),),
        (target.format,),
        target.place,
        (target.beside,) if target.beside else (),
    )


def _find_sheet(codes: Sequence[str], workspace: Workspace, languages: Sequence[str] = ()) -> _Today | None:
    """The sheet with one of these codes, in any format; the clinic's own place is looked at first."""
    for request in _searches(workspace, languages):
        for target, source in plan_sources(workspace, request):
            if source.code in codes:
                today = _plan_today(target, workspace)
                return today if isinstance(today, _Today) else None
    return None


def _searches(workspace: Workspace, languages: Sequence[str]) -> Iterator[Request]:
    files = read_files(workspace)
    usual = workspace.settings.print.place
    places = (usual, *(place for place in read_library(files.texts).library.places if place != usual))
    tags = tuple(languages) or known_tags(files.texts)
    for place in places:
        yield Request(languages=tags, levels=tuple(Level), formats=tuple(FORMATS), place=place)


def _order(source: LeafletSource, new: LeafletSource) -> tuple[Verdict, tuple[str, ...]]:
    """Which of two sheets that say different things is the older one."""
    here, there = (f"version {one.version}, revised {one.revised}" for one in (source, new))
    if _age(source) == _age(new):
        return "older", (f"both are {here}, and they do not say the same",)
    return ("newer" if _age(source) > _age(new) else "older"), (f"the file is {here}", f"the library has {there}")


def _age(source: LeafletSource) -> tuple[str, tuple[int, ...]]:
    return source.revised, tuple(int(part) for part in source.version.split(".") if part.isdecimal())


def _say(problem: Problem) -> str:
    return f"{problem.position}: {problem.code} {problem.message}"


def _is_imposed(target: Target) -> bool:
    return target.format in FORMATS and FORMATS[target.format].is_imposed


def _strayed_words(received: ReceivedFile, source: LeafletSource, target: Target) -> tuple[str, ...]:
    """What the source says and the pages do not, as sentences; of a booklet, nothing can be said."""
    if _is_imposed(target):
        return ()
    report = inspect_file(received.data, received.name, source=source)
    if not report.texts:
        return ("it has no tags, so its words cannot be compared",)
    return tuple(problem.message for problem in report.problems if problem.code in _STRAYED)
