"""A block cut into sentences. A wrong cut turns every formula round: decimals and abbreviations do not end one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from plainleaf.reading.profiles import Profile, find_profile

_CLOSING = "\"'»”’›」』】）)\\]*_"
_WORD_CHARACTER = re.compile(r"\w")
_ORDINAL = re.compile(r"(?:^|\W)\d{1,3}\.$")
# "J. Smith", "M. J. Smith" and "Mary J. Smith", but not "vitamin C. Take it".
_INITIAL = re.compile(r"(?:^|\b[^\W\d_]\.\s*|(?<!\w)(?P<before>[^\W\d_])\w+\s+)(?P<initial>[^\W\d_])\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and where it starts in its block."""

    text: str
    start: int


def split_sentences(block: str, profile: Profile) -> tuple[Sentence, ...]:
    """The sentences of a block; its end ends the last one. What has no letter and no digit is none."""
    return tuple(
        Sentence(text, start)
        for start, end in _spans(block, profile)
        for text, start in [_trim(block[start:end], start)]
        if _WORD_CHARACTER.search(text)
    )


def _trim(text: str, start: int) -> tuple[str, int]:
    return text.strip(), start + len(text) - len(text.lstrip())


def _spans(block: str, profile: Profile) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _end_pattern(profile.language).finditer(block):
        quoted = bool(match["soft"]) and match.end("soft") < match.end()
        if match["soft"] and _goes_on(block[start : match.end("soft")], block[match.end() :], profile, quoted=quoted):
            continue
        yield from _finer(block, start, match.end(), profile)
        start = match.end()
    if start < len(block):
        yield from _finer(block, start, len(block), profile)


@cache
def _end_pattern(language: str) -> re.Pattern[str]:
    marks = re.escape(find_profile(language).marks)
    hard = rf"|[{marks}]+[{_CLOSING}]*" if marks else ""
    return re.compile(rf"(?P<soft>[.!?…]+)[{_CLOSING}]*(?=\s|$){hard}")


def _goes_on(before: str, after: str, profile: Profile, *, quoted: bool) -> bool:
    """Whether the sentence goes on after this mark; `quoted`: after a closing quotation mark or bracket."""
    found = _WORD_CHARACTER.search(after)
    if not found:
        return False
    following = found[0]
    if not before.endswith("."):
        return (quoted or before.endswith("…")) and following.islower()
    if following.islower() or _abbreviations(profile.language).search(before):
        return True
    if profile.ordinals and _ORDINAL.search(before):
        return True
    initial = _INITIAL.search(before)
    return bool(initial and initial["initial"].isupper() and (initial["before"] or "A").isupper())


@cache
def _abbreviations(language: str) -> re.Pattern[str]:
    words = find_profile(language).abbreviations
    if not words:
        return re.compile(r"(?!)")
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)
    return re.compile(rf"(?:^|[\s(\[«“„\"'/])(?:{alternatives})\.$", re.IGNORECASE)


def _finer(block: str, start: int, end: int, profile: Profile) -> Iterator[tuple[int, int]]:
    if profile.sentences != "crfcut":
        yield start, end
        return
    reached = start
    for piece in _crfcut()(block[start:end]):
        reached = min(reached + len(piece), end)
        if reached == end or not _abbreviations(profile.language).search(block[start:reached].rstrip()):
            yield start, reached
            start = reached


@cache
def _crfcut() -> Callable[[str], list[str]]:
    """Thai sentences by a small model that pythainlp carries; nothing is fetched, and nothing written at home."""
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.tokenize.crfcut import segment  # noqa: PLC0415 - it takes a second to load

    def cut(text: str) -> list[str]:
        return list(segment(text)) if " " in text.strip() else [text]

    return cut
