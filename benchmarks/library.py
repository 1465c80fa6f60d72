"""A library of any size to measure with: `python benchmarks/library.py FOLDER --medicines 100 --languages es,ar`.

A workspace of its own, made from the leaflets that ship: each made-up medicine has the sections of one of theirs, with
statements in another order, other numbers, and its own name in every statement that is not shared. The share of
shared statements is that of the shipped leaflets; `--unique` has none but the fields that people write in. The same
numbers and seed give the same files. The names are plainly no medicines, in letters that each language can read, and
every page says that it is not for patients. What is made is never shipped.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from made_medicines import Material, make_medicine, read_material
from made_names import make_names

from plainleaf.languages import SOURCE_TAG, folder_of, tag_of
from plainleaf.translation.packs import catalog_path

LANGUAGES = ("en", "es", "ar", "zh-Hans", "hi")
SEED = 1
NOT_FOR_PATIENTS = "Made up to measure a program. Not a medicine, not for patients"


def write_library(
    folder: Path, medicines: int, languages: Sequence[str] = LANGUAGES, seed: int = SEED, *, unique: bool = False
) -> tuple[str, ...]:
    """Write a workspace; returns the names of its leaflets.

    Raises:
        FileExistsError: when the folder is there already.
    """
    tags = tuple(dict.fromkeys((SOURCE_TAG, *map(tag_of, languages))))
    material = read_material(tags)
    folder.mkdir(parents=True)
    _copy_ground(material.workspace.library, folder, tags)
    settings = f'[clinic]\nname = "{NOT_FOR_PATIENTS}"\n\n[print]\nplace = "us"\nlanguages = {[*languages]}\n'
    (folder / "plainleaf.toml").write_text(settings.replace("'", '"'), encoding="utf-8")
    # A generator for each medicine: a library of ten begins with the same five as a library of five.
    names = make_names(medicines, random.Random(seed))  # noqa: S311 - chance chooses, and keeps no secret
    heads = {tag: _head_of(material, tag) for tag in tags if tag != SOURCE_TAG}
    terms = []
    for number, name in enumerate(names):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - as above
        made = make_medicine(name, material, chance, unique=unique)
        _write_yaml(folder / f"leaflets/{name.slug}.yaml", made.content)
        for tag, head in heads.items():
            entries = "".join(map(_entry, made.messages.get(tag, ())))
            (folder / catalog_path(tag, name.slug)).write_text(head + entries, encoding="utf-8")
        title = name.write(SOURCE_TAG)
        terms.append({"term": name.slug, "text": title, "kind": "medicine", "note": NOT_FOR_PATIENTS})
    _write_yaml(folder / "leaflets/bench/terms.yaml", {"schema": 1, "terms": terms})
    for tag in heads:
        with (folder / catalog_path(tag, "shared")).open("a", encoding="utf-8") as file:
            entries = ((f"term/{name.slug}", name.write(SOURCE_TAG), name.write(tag)) for name in names)
            file.writelines(map(_entry, entries))
    return tuple(name.slug for name in names)


def _copy_ground(library: Path, folder: Path, tags: Sequence[str]) -> None:
    """Everything that leaflets stand on, so that the workspace is a library of its own."""
    for name in ("leaflets/shared", "leaflets/facts", "leaflets/places", "templates"):
        shutil.copytree(library / name, folder / name)
    for tag in tags:
        source = library / "translations" / folder_of(tag)
        target = folder / "translations" / folder_of(tag)
        (target / "LC_MESSAGES").mkdir(parents=True)
        for path in (*source.glob("language.yaml"), *source.glob("lexicon.yaml"), *source.glob("concepts.yaml")):
            shutil.copy(path, target)
        if tag != SOURCE_TAG:
            shutil.copy(library / catalog_path(tag, "shared"), target / "LC_MESSAGES")


def _head_of(material: Material, tag: str) -> str:
    """The header of the catalogs of a language, plural rule and all."""
    text = (material.workspace.library / catalog_path(tag, "shared")).read_text(encoding="utf-8")
    return text[: text.index("\n\n") + 2].replace("“shared”", f"“{NOT_FOR_PATIENTS}”")


def _entry(message: tuple[str, str, str]) -> str:
    context, source, text = (one.replace("\\", "\\\\").replace('"', '\\"') for one in message)
    return f'\nmsgctxt "{context}"\nmsgid "{source}"\nmsgstr "{text}"\n'


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(f"# {NOT_FOR_PATIENTS}.\n{text}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a workspace into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--medicines", type=int, default=10, help="how many; three levels each (default 10)")
    parser.add_argument("--languages", default=",".join(LANGUAGES), help="comma-separated (default %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--unique", action="store_true", help="share nothing but fields to write in")
    options = parser.parse_args(arguments)
    languages = [tag.strip() for tag in options.languages.split(",")]
    made = write_library(options.folder, options.medicines, languages, options.seed, unique=options.unique)
    print(f"{len(made):,} medicines in {len(languages)} languages: {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
