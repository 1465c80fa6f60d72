"""`messages lint`: the safety checks on any PO file, for translators, pre-commit hooks and build servers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from plainleaf.cli.output import count, print_json, print_problems
from plainleaf.languages import folder_of, tag_of
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.translation.approval.records import content_hash, read_approvals
from plainleaf.translation.bilingual import language_of, read_english, read_pairs, read_target
from plainleaf.translation.packs import known_tags, read_language
from plainleaf.translation.safety.comparison import Pair
from plainleaf.translation.safety.linter import Linter
from plainleaf.workspace import FilesReading, Workspace, cache_folder, find_workspace, read_files

_LANG_HELP = "Language of the translations, such as es or zh-Hans. Default: as the header of each file says."


@click.command()
@click.argument("po_files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE.po...")
@click.option("--lang", default="", help=_LANG_HELP)
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def lint(context: click.Context, po_files: tuple[Path, ...], lang: str, strict: bool, as_json: bool) -> None:
    """Check the translations of any PO file against their English sources.

    Errors would hurt a patient; warnings are to be looked at. Messages that are untranslated or fuzzy are not checked.
    In a catalog of the workspace, warnings that somebody has acknowledged are left out.
    """
    workspace = find_workspace(Path.cwd())
    desk = _Desk(workspace, read_files(workspace))
    problems: list[Problem] = []
    sources: dict[Position, str] = {}
    with _without_collector():
        for path in po_files:
            try:
                pairs, found = desk.lint(path, lang)
            except PlainleafError as error:
                problems += error.problems
                continue
            problems += found
            sources |= {pair.position: pair.msgid for pair in pairs}
    if as_json:
        print_json([{**p.as_json(), "msgctxt": p.msgctxt, "msgid": sources.get(p.position, "")} for p in problems])
    else:
        print_problems(problems)
        wrong = len(errors(problems))
        click.echo(
            f"{count(len(sources), 'message')} checked: {count(wrong, 'error')}, "
            f"{count(len(problems) - wrong, 'warning')}"
        )
        for tag in sorted(desk.wordless):
            note = f"there are no word lists for `{tag}`: units, negations and meaning were not compared"
            click.echo(f"note: {note}", err=True)
    context.exit(1 if errors(problems) or (strict and problems) else 0)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the search for rings of objects: the checks make millions of objects and no rings; a fifth faster."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Desk:
    """What is read once for all files: word lists, and the catalogs of the workspace."""

    def __init__(self, workspace: Workspace, files: FilesReading) -> None:
        self._workspace = workspace
        self._files = files
        self._linters: dict[str, Linter] = {}
        self.wordless: set[str] = set()

    def lint(self, path: Path, lang: str) -> tuple[list[Pair], list[Problem]]:
        """The pairs of one file and everything that is wrong with it."""
        pairs, faults = read_pairs(text := _read(path), str(path))
        tag = tag_of(lang) if lang else language_of(text)
        if not tag:
            hint = "say it with --lang"
            raise PlainleafError(Problem(Position(str(path)), "T005", "the file does not say its language", hint))
        own = self._own_findings(path, tag)
        if own is not None:
            return pairs, [*faults, *own]
        if tag not in self._linters:
            target = read_target(self._files.texts, tag)
            self._linters[tag] = Linter(read_english(self._files.texts), target)
            if target.lexicon is None:
                self.wordless.add(target.tag)
        return pairs, [*faults, *self._linters[tag].check_pairs(pairs)]

    def _own_findings(self, path: Path, tag: str) -> list[Problem] | None:
        """Findings in a catalog of the workspace but for the acknowledged ones; none for a file from elsewhere."""
        folder = self._workspace.root / "translations" / folder_of(tag) / "LC_MESSAGES"
        if path.resolve().parent != folder.resolve() or tag not in known_tags(self._files.texts):
            return None
        language = read_language(self._files.texts, tag, self._files.unreadable, cache_folder() / "safety")
        catalog = language.catalogs.get(path.stem)
        if catalog is None or language.guard is None:
            return None
        approvals = read_approvals(self._files, tag)
        found: list[Problem] = []
        for msgctxt, problems in language.guard.findings(path.stem, language.catalogs)[path.stem].items():
            entry = catalog.entries[msgctxt]
            seen = approvals.looked_at(content_hash(tag, msgctxt, entry.msgid, entry.plural, entry.texts))
            found += [p for p in problems if p.strength == "error" or p.code not in seen]
        return sorted(found)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        problem = Problem(Position(str(path)), "W002", f"the file cannot be read: {error.strerror}")
        raise PlainleafError(problem) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Problem(Position(str(path), line), "W002", "this is not UTF-8", "save the file as UTF-8")
        raise PlainleafError(problem) from None
