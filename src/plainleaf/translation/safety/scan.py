"""Words of a text looked up in a lexicon: which numerals, negations, critical words and concepts it has, and how often.

A text is folded once (small letters, no vowel signs that writers leave out), cut into words, and each word is looked
up in one table that holds all forms of the lexicon. What a word means is remembered, because words come again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plainleaf.translation.safety.lexicon import SPACELESS, Lexicon

Meaning = tuple[str, str]
"""What a word stands for: the list of the lexicon that holds it, and its key there (``("negation", "no")``)."""

Phrase = tuple[tuple[str, ...], bool, Meaning]
"""Words of a phrase, whether its last one may have any ending, and what it means."""

_Word = tuple[tuple[Mapping[str, list[Phrase]], ...], tuple[Meaning, ...]]
"""Phrases that a word may begin, by their second word; and what it means by itself."""

_REMEMBERED = 200_000
# Everything that parts words: spaces, digits, punctuation of all scripts. Joiners (U+200C, U+200D) are part of a word,
# and so are the marks above and below letters, which Python counts as no letters.
_GAP = re.compile(
    r"[\s0-9\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\xa9\xab-\xb1\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u055a-\u055f\u0589\u05be\u060c"
    r"\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u104a\u104b\u1361-\u1368\u17d4-\u17d6\u17da\u2000-\u200b\u200e-\u206f"
    r"\u2190-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ufe30-\ufe4f\uff01-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
_DIGITS, _NUMBER = re.compile(r"\d+"), " \x02 "  # a word of its own: "a 28-day cycle" is no "a day"
_NOT = re.compile(r"n['’]t\b")
# Vowel signs and lengthened lines, which Arabic writers use or leave out; the dot of letters borrowed from Persian.
_ARABIC: dict[int, str | None] = {
    **dict.fromkeys((*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6DD), 0x640, 0x200C)),
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    **dict.fromkeys(map(ord, "ىی"), "ي"),
    **dict.fromkeys(map(ord, "ةۀہ"), "ه"),
    ord("ک"): "ك",
}
_INDIC: dict[int, str | None] = {
    **dict.fromkeys((0x93C, 0x9BC, 0x200C, 0x200D)),
    # Letters with the dot as one character, which Unicode's own normal form takes apart.
    0x958: "क",
    0x959: "ख",
    0x95A: "ग",
    0x95B: "ज",
    0x95C: "ड",
    0x95D: "ढ",
    0x95E: "फ",
    0x95F: "य",
    0x9DC: "ড",
    0x9DD: "ঢ",
    0x9DF: "য",
    ord("ँ"): "ं",
}
_TONOS = str.maketrans("άέήίόύώΐΰ", "αεηιουωϊϋ")
SHORTEST_IN_CAPITALS = 4
_MARKS = {ord("̇"): None}


def fold(text: str, script: str) -> str:
    """The text as it is looked up: small letters, no signs that writers may leave out."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    if script == "Arab":
        return folded.translate(_ARABIC)
    if script in ("Deva", "Beng"):
        return folded.translate(_INDIC)
    return folded.translate(_MARKS) if "̇" in folded else folded


def _without_accents(form: str, script: str) -> str:
    """A Greek form as it is written in capitals; not the short ones, of which some are another word without accent."""
    return form.translate(_TONOS) if script == "Grek" and len(form) >= SHORTEST_IN_CAPITALS else form


@dataclass(frozen=True, slots=True)
class Scan:
    """The words of a text, and how often it has each meaning."""

    words: tuple[str, ...]
    counts: Mapping[Meaning, int]

    def keys(self, kind: str) -> dict[str, int]:
        """The keys of one list, with how often each stands."""
        return {key: count for (name, key), count in self.counts.items() if name == kind}

    def total(self, kind: str) -> int:
        """How often any word of one list stands."""
        return sum(count for (name, _), count in self.counts.items() if name == kind)


@dataclass(slots=True)
class _Table:
    """All forms of a lexicon, by how they are looked up."""

    whole: dict[str, list[Meaning]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[str, list[Meaning]] = field(default_factory=lambda: defaultdict(list))
    phrases: dict[str, dict[str, list[Phrase]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    anywhere: dict[str, list[tuple[str, list[Meaning]]]] = field(default_factory=dict)


class Scanner:
    """Looks the words of texts up in one lexicon."""

    def __init__(self, lexicon: Lexicon, script: str) -> None:
        self._script = script
        self._spaceless = script in SPACELESS
        self._english = lexicon.language == "en"
        clitics = sorted({fold(clitic, script) for clitic in lexicon.clitics}, key=len, reverse=True)
        self._clitics = tuple(clitics)
        self._table = _Table()
        self._known: dict[str, _Word | None] = {}
        for form, meaning in _forms(lexicon):
            self._add(form, meaning)
            if (bare := _without_accents(form, script)) != form:
                self._add(bare, meaning)
        self._lengths = sorted({len(start) for start in self._table.starts})
        self._arrange()

    def scan(self, text: str) -> Scan:
        """Look a text up. Placeholders and addresses should be blanked before."""
        folded = fold(text, self._script)
        if self._english:
            folded = _DIGITS.sub(_NUMBER, _NOT.sub(" not", folded))
        words = tuple(filter(None, _GAP.split(folded)))
        if self._spaceless:
            return Scan(words, Counter(self._find_anywhere(folded)))
        return Scan(words, self._count(words))

    def _count(self, words: tuple[str, ...]) -> dict[Meaning, int]:
        counts: dict[Meaning, int] = {}
        hidden: dict[str, int] = {}
        known = self._known
        for index, word in enumerate(words):
            found = known[word] if word in known else self._learn(word)
            if found is None:
                continue
            openings, meanings = found
            for following in openings:
                second = words[index + 1] if index + 1 < len(words) else ""
                for parts, open_end, meaning in (*following.get(second, ()), *following.get("", ())):
                    if _stands(words, index, parts, open_end=open_end):
                        counts[meaning] = counts.get(meaning, 0) + 1
                        family = _family(meaning)
                        hidden[family] = max(hidden.get(family, 0), index + len(parts))
            for meaning in meanings:
                if not hidden or hidden.get(_family(meaning), 0) <= index:
                    counts[meaning] = counts.get(meaning, 0) + 1
        return counts

    def _learn(self, word: str) -> _Word | None:
        """What a word may begin and what it means; none for a word that says nothing to the checks."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        phrases = self._table.phrases
        openings = tuple(phrases[variant] for variant in self._variants(word) if variant in phrases)
        meanings = tuple(dict.fromkeys(self._look_up(word)))
        self._known[word] = found = (openings, meanings) if openings or meanings else None
        return found

    def _look_up(self, word: str) -> Iterator[Meaning]:
        for variant in self._variants(word):
            yield from self._table.whole.get(variant, ())
            for length in self._lengths:
                if length > len(variant):
                    break
                yield from self._table.starts.get(variant[:length], ())

    def _variants(self, word: str) -> Iterator[str]:
        """The word, and what is left of it without what is stuck to its front."""
        yield word
        for clitic in self._clitics:
            if word.startswith(clitic) and len(word) > len(clitic) + 1:
                yield word[len(clitic) :]

    def _add(self, form: str, meaning: Meaning) -> None:
        open_end = form.endswith("*")
        folded = fold(form.rstrip("*"), self._script)
        if self._english:
            folded = _NOT.sub(" not", folded)
        parts = tuple(filter(None, _GAP.split(folded)))
        if not parts:
            return
        if self._spaceless:
            self._table.whole[folded].append(meaning)
        elif len(parts) > 1:
            second = "" if open_end and len(parts) == 2 else parts[1]  # noqa: PLR2004 - its last word has no fixed form
            self._table.phrases[parts[0]][second].append((parts, open_end, meaning))
        else:
            (self._table.starts if open_end else self._table.whole)[parts[0]].append(meaning)

    def _arrange(self) -> None:
        """For scripts without spaces: forms by their first character, the longest first."""
        if not self._spaceless:
            return
        by_first: dict[str, list[tuple[str, list[Meaning]]]] = defaultdict(list)
        for form, meanings in self._table.whole.items():
            by_first[form[0]].append((form, meanings))
        self._table.anywhere = {
            first: sorted(forms, key=lambda pair: -len(pair[0])) for first, forms in by_first.items()
        }

    def _find_anywhere(self, text: str) -> Iterator[Meaning]:
        """Longest form first, from left to right; a form inside a longer one does not count."""
        anywhere = self._table.anywhere
        index, end = 0, len(text)
        while index < end:
            for form, meanings in anywhere.get(text[index], ()):
                if text.startswith(form, index):
                    yield from meanings
                    index += len(form)
                    break
            else:
                index += 1


def _family(meaning: Meaning) -> str:
    """Meanings of one family hide each other: "no later than" is no "no"."""
    return meaning[0].removeprefix("also-").removeprefix("not-")


def _stands(words: tuple[str, ...], index: int, parts: tuple[str, ...], *, open_end: bool) -> bool:
    """Whether a phrase goes on as it begins; its first word has been found, with or without what is stuck to it."""
    last = index + len(parts) - 1
    if last >= len(words) or words[index + 1 : last] != parts[1:-1]:
        return False
    return words[last].startswith(parts[-1]) if open_end else words[last] == parts[-1]


def _forms(lexicon: Lexicon) -> Iterator[tuple[str, Meaning]]:
    lists: Iterable[tuple[str, Mapping[str, tuple[str, ...]]]] = (
        ("number", {str(key): forms for key, forms in lexicon.numbers.items()}),
        ("scale", {str(key): forms for key, forms in lexicon.scales.items()}),
        ("critical", {str(key): forms for key, forms in lexicon.critical.items()}),
        ("concept", lexicon.concepts),
        ("negation", {form: (form,) for form in lexicon.negation}),
        ("also-negation", {form: (form,) for form in lexicon.also_negation}),
        ("concord", {form: (form,) for form in lexicon.concord}),
        ("not-negation", {form: (form,) for form in lexicon.not_negation}),
        *(
            (f"two-part-{row}-{part}", {form: (form,) for form in forms})
            for row, pair in enumerate(lexicon.two_part)
            for part, forms in enumerate(pair)
        ),
    )
    for kind, table in lists:
        for key, forms in table.items():
            for form in forms:
                yield form, (kind, key)
