"""`measure`: the reading level of any text, of a leaflet at each of its levels, or of all leaflets as a page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plainleaf import __version__
from plainleaf.cli.output import count, print_json, print_problems, progress
from plainleaf.content.grammar import Level
from plainleaf.languages import tag_of
from plainleaf.problems import PlainleafError, Position, Problem, errors
from plainleaf.workspace import cache_folder

if TYPE_CHECKING:
    from plainleaf.content.model import Library
    from plainleaf.reading.gate import LevelText
    from plainleaf.reading.measure import MeasuredSentence, Reading
    from plainleaf.translation.lookup import Language

STANDARD_INPUT = "-"
_LEAFLET = re.compile(r"^leaflet:", re.MULTILINE)
_SHOWN_WORDS = 5
_REPORT = "index.html"
_IDENTITY_CHARACTERS = 12


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE... or -]")
@click.option("--lang", default="", help="Language of the texts, such as es or pt-BR; with --report one or several.")
@click.option("--names", default="", help="Medicine names and explained terms, such as thalidomide,Thalomid.")
@click.option(
    "--place",
    default="",
    envvar="PLAINLEAF_PLACE",
    help="For leaflets: whose rules and telephone numbers. Default: as in plainleaf.toml.",
)
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), help="Folder to keep results in. Default: your cache."
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Measure all leaflets of the workspace in all languages, and write DIR/index.html.",
)
@click.option("--json", "as_json", is_flag=True, help="Report as JSON, one object for each file.")
@click.pass_context
def measure(
    context: click.Context,
    files: tuple[str, ...],
    lang: str,
    names: str,
    place: str,
    cache: Path | None,
    report: Path | None,
    as_json: bool,
) -> None:
    """Measure how hard texts are to read.

    FILE is a plain text, or the YAML file of a leaflet, whose levels are measured one by one; `-` is standard input.
    Both loads count: long sentences, and rare words. A score is an alarm, no proof that a text is understood.

    With --report no FILE is given: the page shows every leaflet, its limits and its hardest sentences.
    """
    if report:
        if files or names or cache:
            raise click.UsageError("--report measures whole leaflets: give it no FILE, no --names and no --cache")
        tags = tuple(tag_of(part) for part in lang.split(",") if part.strip())
        context.exit(_write_report(report, tags, place, as_json=as_json))
    if not files:
        raise click.UsageError("name a FILE, or `-` for standard input, or ask for a --report")
    if not lang:
        raise click.UsageError("say in which language the texts are: --lang")
    known = tuple(name.strip() for name in names.split(",") if name.strip())
    folder = cache or cache_folder() / "reading"
    shapes = _measure_files(files, lang, known, place, folder, tell=not as_json)
    if as_json:
        print_json(shapes)


def _measure_files(
    files: Sequence[str], lang: str, names: Sequence[str], place: str, cache: Path, *, tell: bool
) -> list[dict[str, Any]]:
    """Measure each file, and say so where people read along; one object for each, in order."""
    from plainleaf.reading.cache import measure_cached
    from plainleaf.reading.profiles import find_profile

    find_profile(lang)
    tag = tag_of(lang)
    texts = {file: _read(file) for file in dict.fromkeys(files)}
    shapes: list[dict[str, Any]] = []
    for file in files:
        if _is_leaflet(file, texts[file]):
            levels = _measure_leaflet(Path(file), texts[file], tag, place, names, cache)
            shapes.append(_shape_of_leaflet(file, levels))
            if tell:
                for level, text in levels.items():
                    _tell(f"{file}, {level}", text.reading, [_place_of(text, hard) for hard in text.reading.hardest])
        else:
            reading = measure_cached(texts[file], tag, names, cache)
            shapes.append({"file": file, **reading.as_json()})
            if tell:
                _tell(file, reading, [_place_in(file, texts[file], hard) for hard in reading.hardest])
    return shapes


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except OSError as error:
        problem = Problem(Position(file), "R002", f"the file cannot be read: {error.strerror}")
        raise PlainleafError(problem) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(Position(file, line), "R002", "this is not UTF-8", "save the file as plain text in UTF-8")
        raise PlainleafError(problem) from None


def _is_leaflet(file: str, text: str) -> bool:
    return file.endswith(".yaml") and bool(_LEAFLET.search(text))


def _measure_leaflet(
    path: Path, text: str, tag: str, place: str, names: Sequence[str], cache: Path
) -> Mapping[Level, LevelText]:
    from plainleaf.content.library import read_library
    from plainleaf.reading.leaflets import read_levels
    from plainleaf.reading.verdict import measure_level_cached
    from plainleaf.translation.packs import read_language
    from plainleaf.workspace import find_workspace, read_files

    workspace = find_workspace(path.resolve().parent)
    place = place or workspace.settings.print.place
    files = read_files(workspace)
    texts = {**files.texts, f"leaflets/{path.name}": text}
    reading = read_library(texts)
    library = reading.library
    if path.stem not in library.leaflets:
        faults = [problem for problem in reading.problems if problem.position.file == f"leaflets/{path.name}"]
        raise PlainleafError(faults or reading.problems)
    _check_place(place, library)
    levels, own = read_levels(library.leaflets[path.stem], library, read_language(texts, tag, files.unreadable), place)
    known = {*own, *names}
    return {level: measure_level_cached(tag, level, blocks, known, cache) for level, blocks in levels.items()}


def _check_place(place: str, library: Library) -> None:
    if place not in library.places:
        message, hint = f"there is no place `{place}`", f"known: {', '.join(library.places)}"
        raise PlainleafError(Problem(Position("--place"), "B002", message, hint))


def _write_report(folder: Path, tags: Sequence[str], place: str, *, as_json: bool) -> int:
    """Measure every leaflet and write the page, whole or not at all; the exit status."""
    from plainleaf.build.store import write_whole
    from plainleaf.content.library import read_library
    from plainleaf.reading.cache import engine_identity
    from plainleaf.reading.report import read_leaflet, render_report
    from plainleaf.translation.packs import known_tags, read_language
    from plainleaf.workspace import find_workspace, read_files

    workspace = find_workspace(Path.cwd())
    place = place or workspace.settings.print.place
    files = read_files(workspace)
    reading = read_library(files.texts)
    _check_place(place, reading.library)
    left_out: list[Problem] = list(reading.problems)
    languages: list[Language] = []
    for tag in dict.fromkeys(tags or known_tags(files.texts)):
        try:
            languages.append(read_language(files.texts, tag, files.unreadable))
        except PlainleafError as error:
            if tags:
                raise
            left_out += error.problems
    leaflets = [
        leaflet for leaflet in reading.library.leaflets.values() if place in leaflet.places and not leaflet.withdrawn
    ]
    readings = []
    with progress("measuring", len(leaflets) * len(languages)) as advance:
        for leaflet in leaflets:
            for language in languages:
                readings.append(read_leaflet(leaflet, reading.library, language, place))
                advance()
    program = f"plainleaf {__version__}, reading engine {engine_identity()[:_IDENTITY_CHARACTERS]}"
    page = folder / _REPORT
    write_whole(page, render_report(readings, left_out, place, program).encode())
    problems = sorted({*left_out, *(problem for one in readings for problem in one.problems)})
    if as_json:
        print_json({"report": str(page), "problems": [problem.as_json() for problem in problems]})
    else:
        print_problems(problems)
        measured = f"{count(len(leaflets), 'leaflet')} in {count(len(languages), 'language')}"
        click.echo(f"{measured} looked at; {count(len(problems), 'problem')}")
        click.echo(f"open {page}")
    return 1 if errors(problems) else 0


def _shape_of_leaflet(file: str, levels: Mapping[Level, LevelText]) -> dict[str, Any]:
    """One object for the file: of the level that says most, with those of all its levels."""
    each = {level.value: _shape_of_level(text) for level, text in levels.items()}
    if not each:
        raise PlainleafError(Problem(Position(file), "R003", "the leaflet says nothing in this place"))
    return {"file": file, **each[list(each)[-1]], "levels": each}


def _shape_of_level(text: LevelText) -> dict[str, Any]:
    shape: dict[str, Any] = text.reading.as_json()
    for hard, sentence in zip(shape["hardest"], text.reading.hardest, strict=True):
        position = text.blocks[sentence.block].position
        hard.update(file=position.file, line=position.line)
    return shape


def _place_of(text: LevelText, sentence: MeasuredSentence) -> str:
    return str(text.blocks[sentence.block].position)


def _place_in(file: str, text: str, sentence: MeasuredSentence) -> str:
    return f"{file}:{text.count(chr(10), 0, sentence.start) + 1}"


def _tell(title: str, reading: Reading, places: Iterable[str]) -> None:
    click.echo(f"{title}: {reading.words:,} words in {reading.sentences:,} sentences")
    click.echo(f"  sentence load  {reading.sentence_load:6.1f}  words in a sentence, counted as English words")
    click.echo(f"  word load      {reading.word_load:6.1f}  {reading.word_measure} in percent, on the scale of English")
    harder = "higher is harder" if reading.higher_is_harder else "lower is harder"
    if reading.score is not None:
        adjusted = (
            f", {reading.score_adjusted:.1f} without its names" if reading.score_adjusted != reading.score else ""
        )
        click.echo(f"  score          {reading.score:6.1f}{adjusted}  {reading.formula} ({harder})")
    if reading.smog is not None:
        click.echo(f"  SMOG           {reading.smog:6.1f}")
    click.echo(f"  source         {reading.source}")
    level = "too short to tell" if reading.too_short else reading.level or "harder than full"
    click.echo(f"  level          {level}")
    for sentence, place in zip(reading.hardest, places, strict=True):
        words = f" [{', '.join(sentence.words[:_SHOWN_WORDS])}]" if sentence.words else ""
        click.echo(f"  {place}: {sentence.length} words{words}: {sentence.text}")
