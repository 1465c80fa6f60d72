"""Which of the languages that there are is meant by what somebody else calls a language. Never another one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from babel.core import get_global

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<territory>[a-z]{2}|[0-9]{3}))?",
    re.ASCII | re.IGNORECASE,
)
_MISTAKEN = {"sp": "es"}
"""Not in BCP 47, and sent by a health record that means Spanish."""


class _Parts(NamedTuple):
    """Of a tag; the script is never empty, the territory may be."""

    language: str
    script: str
    territory: str


def find_tag(asked: str, known: Iterable[str]) -> str | None:
    """The language that is meant, as its folder calls it; none: it is not there, or nobody can tell what is meant.

    Where there is one text for all countries it serves each of them: ``es-MX`` is ``es``. A country tells the script:
    ``zh-TW`` is ``zh-Hant``. A text for one country is no other country's: ``pt`` is ``pt-BR``, and ``pt-PT`` is not.
    """
    wanted = _read(asked.strip().replace("_", "-"))
    if wanted is None:
        return None
    there = {parts: tag for tag in known if (parts := _read(tag))}
    territories = (wanted.territory, "" if wanted.territory else _usual(wanted.language, "").territory, "")
    found = (there.get(wanted._replace(territory=territory)) for territory in territories)
    return next(filter(None, found), None)


@lru_cache(maxsize=512)
def _read(tag: str) -> _Parts | None:
    match = _TAG.fullmatch(tag)
    if not match:
        return None
    language = match["language"].lower()
    language = get_global("language_aliases").get(language, _MISTAKEN.get(language, language))
    if "_" in language:
        return None  # a language of its own, which CLDR takes for the other's of one country
    territory = (match["territory"] or "").upper()
    script = (match["script"] or _usual(language, territory).script).title()
    return _Parts(language, script, territory)


def _usual(language: str, territory: str) -> _Parts:
    """In which script, and where, a language is mostly written."""
    likely = get_global("likely_subtags")
    said = likely.get(f"{language}_{territory}") or likely.get(language) or ""
    _, script, where = (*said.split("_"), "", "")[:3]
    return _Parts(language, script, where)
