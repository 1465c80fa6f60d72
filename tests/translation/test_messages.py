from __future__ import annotations

import os
import subprocess
import sys

from tests.support.library import FILES, LEAFLET, REPOSITORY, edit, library, message

from plainleaf.translation.messages import collect_messages, make_templates

SCRIPT = """
import sys
from tests.support.library import library
from plainleaf.translation.messages import make_templates
for path, text in make_templates(library()).items():
    sys.stdout.buffer.write(f"{path}\\n{text}".encode())
"""


def _in_a_process(seed: str) -> bytes:
    path = os.pathsep.join(filter(None, [str(REPOSITORY), *sys.path]))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
    return subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True, capture_output=True).stdout


def test_templates_are_the_same_bytes_in_every_process() -> None:
    first, second = _in_a_process("1"), _in_a_process("2")
    assert first == second
    assert first == b"".join(f"{path}\n{text}".encode() for path, text in make_templates(library()).items())


def test_templates_carry_no_line_numbers() -> None:
    moved = edit(FILES, LEAFLET, "schema: 1\n", "# A remark.\n\nschema: 1\n")
    assert make_templates(library(moved)) == make_templates(library())


def test_addresses_have_their_form() -> None:
    own = {one.msgctxt for one in collect_messages(library())["somnoril"]}
    shared = {one.msgctxt for one in collect_messages(library())["shared"]}
    assert {"somnoril/say", "somnoril.sleepy/easy", "somnoril.sleepy/full"} <= own
    assert {
        "section/questions",
        "section/how_to_take/at-night",
        "term/capsule",
        "unit/week",
        "label/draft",
        "place/uk",
        "shared.calls.fever/plain",
    } <= shared
    assert own.isdisjoint(shared)


def test_same_is_asked_for_once() -> None:
    addresses = {one.msgctxt for many in collect_messages(library()).values() for one in many}
    assert "somnoril.sleepy/plain" not in addresses
    assert "shared.calls.fever/full" not in addresses


def test_citations_stay_in_english() -> None:
    assert "The Book of Sleep" not in "".join(make_templates(library()).values())


def test_comments_tell_the_translator_what_is_critical() -> None:
    assert message("somnoril.sleepy/easy").comment == "somnoril, key_messages, easy. CRITICAL: must not be missed."
    assert message("shared.calls.fever/plain").comment.endswith("missed. Fever is a sign of infection.")
    assert "CRITICAL" not in message("somnoril.wait/easy").comment
    assert "#. Glossary, word. The official one.\n" in make_templates(library())["translations/shared.pot"]


def test_what_counts_has_two_forms() -> None:
    week = message("unit/week")
    assert (week.msgid, week.plural) == ("{n}\u00a0week", "{n}\u00a0weeks")
    text = make_templates(library())["translations/shared.pot"]
    assert 'msgid_plural "{n}\u00a0weeks"' in text


def test_placeholders_are_flagged_for_other_tools() -> None:
    text = make_templates(library())["translations/somnoril.pot"]
    assert '#, python-brace-format\nmsgctxt "somnoril.wait/easy"' in text
    assert '#: leaflets/somnoril.yaml\nmsgctxt "somnoril.sleepy/easy"' in text
