from __future__ import annotations

import pytest
from tests.translation.documented import files

from plainleaf.content.model import Message
from plainleaf.problems import Position
from plainleaf.translation.catalogs import Entry
from plainleaf.translation.guard import Guard
from plainleaf.translation.keeping import reasons_against
from plainleaf.translation.lookup import Language
from plainleaf.translation.packs import read_pack

PACK = read_pack(files(), "es")
SPANISH = Language(PACK, guard=Guard(files(), PACK))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It makes you sleepy. Do not drive.", "It does not make you sleepy. Drive."),
        ("Do not drive.", "Do not drink."),
        ("Take it before you eat, not after.", "Take it after you eat, not before."),
    ],
)
def test_a_sentence_that_was_turned_round_is_not_kept(old: str, new: str) -> None:
    pair = Message("d", "d.x/easy", new, Position("d.yaml", 1))
    entry = Entry(
        "d.x/easy", new, ("Da sueño. No conduzca.",), fuzzy=True, position=Position("es.po", 1), previous=(old,)
    )
    assert "T063" in {problem.code for problem in reasons_against(pair, entry, SPANISH)}


def test_a_sentence_that_was_polished_may_be_kept() -> None:
    pair = Message("d", "d.x/easy", "Please do not drive.", Position("d.yaml", 1))
    entry = Entry(
        "d.x/easy",
        pair.msgid,
        ("No conduzca.",),
        fuzzy=True,
        position=Position("es.po", 1),
        previous=("Do not drive.",),
    )
    assert reasons_against(pair, entry, SPANISH) == []
