"""One file, one kind of mutation: spoil a tenth of its messages, lint it, count what is noticed."""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from linting import Finding, Linter, lint_text
from mutations import SINGLE
from pofile import Layout, Row, lay_out
from words import KIN

SEED = 20261122
SHARE = 10
"""One message in ten is spoilt."""
COPY, PAIR, SHIFT = "message replaced (copy)", "messages swapped (pair)", "rows shifted"
FOREIGN, KINDRED = "wrong language", "wrong language (kin)"
KINDS = (*SINGLE, COPY, PAIR, SHIFT, FOREIGN, KINDRED)

Translations = Mapping[str, Mapping[str, str]]
"""Language -> source -> translation, of the same corpus: where text of a wrong language comes from."""


@dataclass
class Score:
    """What was noticed of the mutations of one kind.

    Attributes:
        number: spoilt messages.
        errors: those with a new error; `new`, with any new problem; `flagged`, with any problem at all.
        others: messages left as they were; `startled`, those with a new problem.
        codes: how many spoilt messages a code was new on.
        misses: spoilt rows without a new problem: source, translation, spoilt translation.
    """

    number: int = 0
    errors: int = 0
    new: int = 0
    flagged: int = 0
    others: int = 0
    startled: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take the counts of another file in."""
        for name in ("number", "errors", "new", "flagged", "others", "startled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.codes.update(other.codes)
        self.misses += other.misses


@dataclass
class Clean:
    """False alarms of a file that nothing was done to."""

    number: int = 0
    errors: int = 0
    warnings: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    alarms: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, other: Clean) -> None:
        """Take the counts of another file in."""
        self.number += other.number
        self.errors += other.errors
        self.warnings += other.warnings
        self.codes.update(other.codes)
        self.alarms += other.alarms


def _seeded(*parts: object) -> random.Random:
    digest = hashlib.sha256("\0".join(map(str, (SEED, *parts))).encode()).digest()
    return random.Random(digest)  # noqa: S311 - no secret, only a choice that stays the same


def _findings(linter: Linter, layout: Layout, tag: str, folder: Path) -> dict[int, set[Finding]]:
    found: defaultdict[int, set[Finding]] = defaultdict(set)
    for line, finding in lint_text(linter, layout.text, tag, folder):
        row = layout.row_at(line)
        if row is not None:
            found[row].add(finding)
    return found


def try_file(
    linter: Linter,
    rows: Sequence[Row],
    tag: str,
    kinds: Sequence[str],
    translations: Translations,
    folder: Path,
    rounds: int = 1,
) -> tuple[Clean, dict[str, Score]]:
    """Lint a file as it is, then once for each kind of mutation and round."""
    targets = [row.target for row in rows]
    before = _findings(linter, lay_out(rows, targets, tag), tag, folder)
    scores: dict[str, Score] = {}
    for kind in kinds:
        score = scores[kind] = Score()
        for spoilt in _spoil(kind, rows, tag, translations, rounds):
            texts = [spoilt.get(number, target) for number, target in enumerate(targets)]
            after = _findings(linter, lay_out(rows, texts, tag), tag, folder)
            _count(score, rows, spoilt, before, after)
    return _count_clean(rows, before), scores


def _count(
    score: Score,
    rows: Sequence[Row],
    spoilt: Mapping[int, str],
    before: Mapping[int, set[Finding]],
    after: Mapping[int, set[Finding]],
) -> None:
    for number, row in enumerate(rows):
        found = after.get(number, set())
        new = found - before.get(number, set())
        if number not in spoilt:
            score.others += 1
            score.startled += bool(new)
            continue
        score.number += 1
        score.errors += any(finding.strength == "error" for finding in new)
        score.new += bool(new)
        score.flagged += bool(found)
        score.codes.update({finding.code for finding in new})
        if not new:
            score.misses.append((row.source, row.target, spoilt[number]))


def _count_clean(rows: Sequence[Row], before: Mapping[int, set[Finding]]) -> Clean:
    clean = Clean(number=len(rows))
    for number, found in before.items():
        clean.errors += any(finding.strength == "error" for finding in found)
        clean.warnings += any(finding.strength == "warning" for finding in found)
        clean.codes.update({f"{finding.code} {finding.strength}" for finding in found})
        clean.alarms += [
            (finding.code, rows[number].source, rows[number].target, finding.message) for finding in sorted(found)
        ]
    return clean


def _spoil(
    kind: str, rows: Sequence[Row], tag: str, translations: Translations, rounds: int
) -> Iterator[dict[int, str]]:
    """Spoilt translations by row, a tenth of the file at most; each round takes other rows."""
    chance = _seeded(kind, tag, rows[0].source, len(rows))
    if kind == SHIFT:
        yield _shift(rows, chance)
        return
    if kind in {COPY, PAIR}:
        able = _spoil_by_exchange(kind, rows, chance)
    elif kind in {FOREIGN, KINDRED}:
        able = _spoil_by_language(kind, rows, tag, translations, chance)
    else:
        made = ((number, SINGLE[kind](row, tag, chance)) for number, row in enumerate(rows))
        able = {
            number: text
            for number, text in made
            if text is not None and text.strip() and text.strip() != rows[number].target.strip()
        }
    order = sorted(able)
    size = max(1, len(rows) // SHARE)
    if kind == PAIR:  # partners stay together, as they were made
        order = list(able)
        size += size % 2
    else:
        chance.shuffle(order)
    for start in range(0, min(len(order), rounds * size), size):
        yield {number: able[number] for number in order[start : start + size]}


def _differ(one: Row, two: Row) -> bool:
    same = one.source.casefold().strip(" .:") == two.source.casefold().strip(" .:")
    return not same and one.target.casefold().strip(" .:。") != two.target.casefold().strip(" .:。")


def _spoil_by_exchange(kind: str, rows: Sequence[Row], chance: random.Random) -> dict[int, str]:
    order = list(range(len(rows)))
    chance.shuffle(order)
    able: dict[int, str] = {}
    if kind == PAIR:
        for one, two in zip(order[::2], order[1::2], strict=False):
            if _differ(rows[one], rows[two]):
                able |= {one: rows[two].target, two: rows[one].target}
        return able
    for number in order:
        donor = chance.choice(order)
        if _differ(rows[number], rows[donor]):
            able[number] = rows[donor].target
    return able


def _spoil_by_language(
    kind: str, rows: Sequence[Row], tag: str, translations: Translations, chance: random.Random
) -> dict[int, str]:
    base = tag.partition("-")[0]
    kin = {lang for lang in translations if lang.partition("-")[0] == KIN.get(base)}
    others = {lang for lang in translations if lang.partition("-")[0] != base} - kin
    able: dict[int, str] = {}
    for number, row in enumerate(rows):
        texts = [
            translations[lang][row.source]
            for lang in sorted(kin if kind == KINDRED else others)
            if row.source in translations[lang]
        ]
        if texts and len(row.target) >= 12:
            able[number] = chance.choice(texts)
    return able


def _shift(rows: Sequence[Row], chance: random.Random) -> dict[int, str]:
    """From a row of the middle third on, each row has the translation of the next."""
    start = chance.randrange(len(rows) // 3, max(len(rows) // 3 + 1, 2 * len(rows) // 3))
    return {
        number: rows[number + 1].target
        for number in range(start, len(rows) - 1)
        if _differ(rows[number], rows[number + 1])
    }
