"""Words that turn a sentence round or change what a patient does: negations and critical words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from plainleaf.problems import Problem, Strength
from plainleaf.translation.safety.comparison import Comparison
from plainleaf.translation.safety.lexicon import SPACELESS, TURNED, CriticalWord, Lexicon
from plainleaf.translation.safety.scan import Scan

_FORBIDDEN = re.compile(
    r"(?:^|[:;•\n–—]\s*|[.!?][”’)]?\s+|, |\b(?:please|and|or|but|then|also)\s)(?:please )?"
    r"(?:do not|don['’]t|never|avoid)\b"
    r"|\b(?:must|should|may|can|could|ought to|are|is)\s?(?:not|n['’]t|never)\b|\bcannot\b"
    r"|\bnot (?:take|use|drink|eat|give|share|swallow|chew|crush|stop|start|drive)\b",
    re.IGNORECASE,
)
_FORBIDS_FIRST = re.compile(r"^\W*(?:please )?(?:do not|don['’]t|never|avoid)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?؟。！？।॥።။។])[\s\"'”’»)\]]*(?=\S)|\n+")
_CLAUSE = re.compile(r"[,;:،，；：、()–—]")
OPENING = 7
"""Within so many words a sentence that begins with "Do not" has said so, where prohibitions do not stand late."""
_DAY_PARTS = ("morning", "noon", "evening", "night")
TWO = Fraction(2)
SHOWN = 4
FREQUENCIES: tuple[CriticalWord, ...] = ("twice", "hourly", "daily", "weekly", "monthly")
"""Words that say how often; one that is lost is reported even where no other stands instead."""


def negation(comparison: Comparison) -> Iterator[Problem]:
    """T027: the source forbids or denies something and the translation does not; an error in an instruction.

    T028 (warning): fewer negations than in the source, or one that the source does not have. Sentence is held against
    sentence where both texts have as many.
    """
    lexicon = comparison.language.lexicon
    if lexicon is None or not lexicon.negation:
        return
    source, target = comparison.source.scan, comparison.target.scan
    if not source.total("negation"):
        text = comparison.source.text
        told = _IMPERATIVE.match(text) and not _TURNED.search(text) and not source.total("also-negation")
        if told and target.total("negation"):
            hint = "does the translation forbid what the source tells people to do?"
            yield comparison.problem("T028", "the translation has a negation that the source has not", hint, "warning")
        return
    here, there = _SENTENCE.split(comparison.source.plain), _SENTENCE.split(comparison.target.plain)
    if len(here) == len(there) > 1:
        comparer = comparison.comparer
        parts = [
            (text, comparer.source_scanner.scan(text), other, comparer.target_scanner.scan(other))
            for text, other in zip(here, there, strict=True)
        ]
    else:
        parts = [(comparison.source.plain, source, comparison.target.plain, target)]
    found = [problem for part in parts for problem in _negation_of(comparison, lexicon, *part)]
    yield from sorted(set(found), key=lambda problem: (problem.strength, problem.code))[:1]


def _negation_of(
    comparison: Comparison, lexicon: Lexicon, text: str, source: Scan, other: str, target: Scan
) -> Iterator[Problem]:
    wanted, found = source.total("negation"), target.total("negation")
    if not wanted:
        return
    soft, concord = target.total("also-negation"), target.total("concord")
    source_soft = source.total("also-negation")
    forbids = bool(_FORBIDDEN.search(text))
    if forbids and not source.keys("critical").get("without"):  # "drive without fear" forbids nothing
        found -= min(found, target.keys("critical").get("without", 0))
    hint = "“do not”, “never” and “without” must not get lost"
    if not forbids:  # "ningún país" is all there is of "no country"; beside "do not" it is only half
        found += concord
    if not found and (forbids or soft < wanted + source_soft):
        strength: Strength = "error" if forbids and not soft and not concord else "warning"
        yield comparison.problem("T027", "the negation of the source is not in the translation", hint, strength)
    elif found + soft < wanted + (source_soft if forbids else 0):
        fault = f"{wanted} negations in the source, {found} in the translation"
        yield comparison.problem("T028", fault, hint, "warning")
    elif _FORBIDS_FIRST.match(text) and not lexicon.late_negation:
        clauses = _CLAUSE.split(other)
        opening = " ".join(clauses[0].split()[:OPENING] if len(clauses[0].split()) > 1 else other.split()[:OPENING])
        if comparison.language.script in SPACELESS:
            opening = clauses[0]
        began = comparison.comparer.target_scanner.scan(opening)
        if not began.total("negation") + began.total("also-negation"):
            fault = "the source begins with a prohibition, and the translation does not"
            yield comparison.problem("T028", fault, hint, "warning")


# Words that many languages say with a negation.
_TURNED = re.compile(r"\b(?:until|unless|only|at most|no more|instead|rather|stop|even|un[a-z]{3,})\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"^(?:please )?(?:take|use|swallow|drink|eat|call|tell|ask|keep|wear|wash|stop|start|avoid|store|go|get|wait|stay"
    r"|see|read|follow|show|give|bring|continue|make sure|talk|seek|cover|clean|check|put|apply|inject|shake|open"
    r"|close)\b",
    re.IGNORECASE,
)


def _parts_of_day(critical: Mapping[str, int]) -> set[str]:
    """Evening and night are one in many languages."""
    return {"night" if part == "evening" else part for part in _DAY_PARTS if part in critical}


def _says_two(word: str, comparison: Comparison) -> bool:
    """Whether "twice" is said with a numeral: "2 fois"."""
    return word == "twice" and (
        any(TWO in number.values for number in comparison.target.numbers)
        or "2" in comparison.target.scan.keys("number")
    )


def two_part_negation(comparison: Comparison) -> Iterator[Problem]:
    """T029 (warning): a negation of two parts has lost one ("ne" without "pas")."""
    lexicon = comparison.language.lexicon
    if lexicon is None or not comparison.source.scan.total("negation"):
        return
    for row in range(len(lexicon.two_part)):
        first = comparison.target.scan.total(f"two-part-{row}-0")
        second = comparison.target.scan.total(f"two-part-{row}-1")
        # The first alone is a slip ("ne prenez"); the second alone is one beside a verb, and right in "pas de fièvre".
        if first > second or (first < second == 1 and _FORBIDDEN.search(comparison.source.text)):
            firsts, seconds = (", ".join(forms[:SHOWN]) for forms in lexicon.two_part[row])
            hint = f"its parts: {firsts} … {seconds}"
            yield comparison.problem("T029", "a negation of two parts lacks one of them", hint, "warning")


def critical_words(comparison: Comparison) -> Iterator[Problem]:
    """T030: a critical word is replaced by its opposite; T031 (warning): one that says how often is missing."""
    source, target = comparison.source.scan.keys("critical"), comparison.target.scan.keys("critical")
    lexicon = comparison.language.lexicon
    if not source or lexicon is None:
        return
    for word, opposite in TURNED:
        fewer = target.get(word, 0) < source.get(word, 0)
        if fewer and target.get(opposite, 0) > source.get(opposite, 0) and word in lexicon.critical:
            hint = "compare with the source"
            yield comparison.problem("T030", f"“{word}” of the source has become “{opposite}”", hint, "warning")
    lost_parts, gained = (
        _parts_of_day(one) - _parts_of_day(other) for one, other in ((source, target), (target, source))
    )
    if lost_parts and gained and not _parts_of_day(source) & _parts_of_day(target):
        fault = f"“{', '.join(sorted(lost_parts))}” of the source has become “{', '.join(sorted(gained))}”"
        yield comparison.problem("T030", fault, "when it is taken matters", "warning")
    goes_on = ("concept", "continue")
    here, there = comparison.source.scan.counts, comparison.target.scan.counts
    if "stop" in source and "stop" not in target and goes_on in there and goes_on not in here:
        yield comparison.problem("T030", "“stop” of the source has become “continue”", "compare", "warning")
    for word in FREQUENCIES:
        if word in source and word not in target and word in lexicon.critical and not _says_two(word, comparison):
            yield comparison.problem(
                "T031", f"“{word}” of the source is not found", "how often must be said", "warning"
            )
