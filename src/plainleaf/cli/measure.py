"""`measure`: the reading level of any text, or of a leaflet at each of its levels."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plainleaf.cli.output import print_json
from plainleaf.content.grammar import Level
from plainleaf.languages import tag_of
from plainleaf.problems import PlainleafError, Position, Problem

if TYPE_CHECKING:
    from plainleaf.reading.gate import LevelText
    from plainleaf.reading.measure import MeasuredSentence, Reading

STANDARD_INPUT = "-"
_LEAFLET = re.compile(r"^leaflet:", re.MULTILINE)
_SHOWN_WORDS = 5


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE... or -")
@click.option("--lang", required=True, help="Language of the texts, such as es or pt-BR.")
@click.option("--names", default="", help="Medicine names and explained terms, such as thalidomide,Thalomid.")
@click.option(
    "--place", default="us", envvar="PLAINLEAF_PLACE", show_default=True, help="For a leaflet: which place's."
)
@click.option("--cache", type=click.Path(path_type=Path, file_okay=False), help="Folder to keep results in.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON, one object for each file.")
def measure(
    files: tuple[str, ...],
    lang: str,
    names: str,
    place: str,
    cache: Path | None,
    as_json: bool,
) -> None:
    """Measure how hard texts are to read.

    FILE is a plain text, or the YAML file of a leaflet, whose levels are measured one by one; `-` is standard input.
    Both loads count: long sentences, and rare words. A score is an alarm, no proof that a text is understood.
    """
    from plainleaf.reading.cache import measure_cached
    from plainleaf.reading.profiles import find_profile

    find_profile(lang)
    tag = tag_of(lang)
    known = tuple(name.strip() for name in names.split(",") if name.strip())
    texts = {file: _read(file) for file in dict.fromkeys(files)}
    shapes: list[dict[str, Any]] = []
    for file in files:
        if _is_leaflet(file, texts[file]):
            levels = _measure_leaflet(Path(file), texts[file], tag, place, known)
            shapes.append(_shape_of_leaflet(file, levels))
            if not as_json:
                for level, text in levels.items():
                    _tell(f"{file}, {level}", text.reading, [_place_of(text, hard) for hard in text.reading.hardest])
        else:
            reading = measure_cached(texts[file], tag, known, cache)
            shapes.append({"file": file, **reading.as_json()})
            if not as_json:
                _tell(file, reading, [_place_in(file, texts[file], hard) for hard in reading.hardest])
    if as_json:
        print_json(shapes)


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


def _measure_leaflet(path: Path, text: str, tag: str, place: str, names: Sequence[str]) -> Mapping[Level, LevelText]:
    from plainleaf.content.library import read_library
    from plainleaf.reading.gate import measure_level
    from plainleaf.reading.leaflets import read_levels
    from plainleaf.translation.packs import read_language
    from plainleaf.workspace import find_workspace, read_files

    files = read_files(find_workspace(path.resolve().parent))
    texts = {**files.texts, f"leaflets/{path.name}": text}
    reading = read_library(texts)
    library = reading.library
    if path.stem not in library.leaflets:
        faults = [problem for problem in reading.problems if problem.position.file == f"leaflets/{path.name}"]
        raise PlainleafError(faults or reading.problems)
    if place not in library.places:
        message, hint = f"there is no place `{place}`", f"known: {', '.join(library.places)}"
        raise PlainleafError(Problem(Position("--place"), "B002", message, hint))
    levels, own = read_levels(library.leaflets[path.stem], library, read_language(texts, tag, files.unreadable), place)
    return {level: measure_level(tag, level, blocks, {*own, *names}) for level, blocks in levels.items()}


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
