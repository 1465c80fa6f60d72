"""A blind check of a translation: statements at random, without their source, for somebody to translate back.

``blind.py --lang pl --seed 1`` prints 20 numbered texts of the workspace's catalogs; the same seed draws the same ones.
Whoever translates them back sees nothing else. ``--key`` prints them with their addresses and their English, for who
then compares: does the back-translation keep the meaning, fully?
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from plainleaf.content.library import read_library
from plainleaf.content.model import Message
from plainleaf.translation.lookup import Lookup
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import read_language
from plainleaf.workspace import find_workspace, read_files


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="blind.py", description=__doc__.splitlines()[0])
    parser.add_argument("--lang", required=True, help="tag of the language, such as pl")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--key", action="store_true", help="print address and source beside each text")
    options = parser.parse_args(arguments)
    files = read_files(find_workspace(Path.cwd()))
    lookup = Lookup(read_language(files.texts, options.lang, files.unreadable))
    domains = collect_messages(read_library(files.texts).library).values()
    statements = sorted((one for many in domains for one in many if is_statement(one)), key=lambda one: one.msgctxt)
    for number, one in enumerate(draw(statements, options.lang, options.seed, options.count), 1):
        said = lookup.text(one)
        sys.stdout.write(f"{number}. {said}\n")
        if options.key:
            sys.stdout.write(f"   {one.msgctxt}\n   {one.msgid}\n")
    return 1 if lookup.problems else 0


def is_statement(message: Message) -> bool:
    """Whether it is a sentence of a leaflet, and neither a label, a heading nor a name."""
    return "." in message.msgctxt.partition("/")[0]


def draw(messages: Sequence[Message], lang: str, seed: int, count: int) -> list[Message]:
    """Other messages for each language, the same for each seed."""
    return Random(f"{lang} {seed}").sample(messages, min(count, len(messages)))  # noqa: S311 - a draw, not a secret


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
