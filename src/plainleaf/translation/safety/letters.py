"""Letters and signs: invisible ones, foreign ones, look-alikes, and text that is not in the language at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from plainleaf.languages import LanguagePack, direction_of
from plainleaf.problems import Problem, Strength
from plainleaf.translation.safety.comparison import Comparison
from plainleaf.translation.safety.hidden import broken_encoding, hidden, unusual_forms
from plainleaf.translation.safety.identify import Identifier, name_of_language
from plainleaf.translation.safety.lexicon import SPACELESS
from plainleaf.translation.safety.lookalikes import letters_in_numbers, mixed_digits, mixed_words
from plainleaf.translation.safety.placeholders import without_fields
from plainleaf.translation.safety.scripts import COMMON as COMMON_SCRIPT
from plainleaf.translation.safety.scripts import Trace, own_scripts, script_of, wrong_script

_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’.-]*")
_LOWER_RUN = re.compile(r"(?<![A-Za-z])[a-z]{2,}(?:[ \u00a0,]+[a-z]{2,}){3,}(?![A-Za-z])")
_DIGIT, _NATIVE_DIGIT = re.compile(r"\d"), re.compile(r"(?![0-9])\d")
# What writers of some scripts use by habit, and what does no harm outside of our own pages.
_TOLERATED = frozenset({"direction-mark", "joiner", "soft-hyphen", "zero-width"})
_IDENTIFIER = Identifier()
FEWEST_MESSAGES, FEWEST_WORDS = 60, 6
COMMON, SURE = 0.08, 0.33
"""Words in more than 8 % of the messages are the language's own; a third of them in a message is enough. Measured."""


def hidden_characters(comparison: Comparison) -> Iterator[Problem]:
    """T013: an invisible or direction-changing character, or text that is not in composed form (NFC)."""
    text, script = comparison.pair.text, comparison.language.script
    if text.isascii() and text.isprintable():
        return
    for trace in (*hidden(text, script), *unusual_forms(text, script)):
        if trace.kind == "compatibility":
            if trace.detail[1] not in comparison.pair.msgid:
                yield comparison.problem("T040", trace.detail, "write the ordinary letters", "warning")
            continue
        if text[trace.start : trace.start + 1] == "\n" and "\n" in comparison.pair.msgid:
            continue
        if trace.kind == "not-composed" and not comparison.pair.own:
            continue  # said once for the file
        strength: Strength = "warning" if trace.kind in _TOLERATED and not comparison.pair.own else "error"
        fault = trace.detail if trace.kind == "not-composed" else f"an invisible character: {trace.detail}"
        yield comparison.problem("T013", fault, "remove it; direction is set by the press", strength)


def not_composed(comparisons: Sequence[Comparison]) -> Iterator[Problem]:
    """T013 (warning): a file whose texts are not in composed form; said once, since keyboards write so all along."""
    strange = [c for c in comparisons if not c.pair.own and not unicodedata.is_normalized("NFC", c.pair.text)]
    if strange:
        fault = f"the text is not in composed form (NFC), like {len(strange)} of {len(comparisons)} in the file"
        yield strange[0].problem("T013", fault, "normalise the file to NFC", "warning")


def foreign_letters(comparison: Comparison) -> Iterator[Problem]:
    """T016: Latin letters in a language that does not write them, but for the words and phrases its pack allows."""
    pack = comparison.language.pack
    if not comparison.pair.own or pack is None or pack.writes_latin:
        return
    left = without_fields(comparison.pair.text)
    for phrase in sorted(pack.latin, key=len, reverse=True):
        left = re.sub(rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])", " ", left)
    for run in _LATIN_RUN.findall(left):
        hint = "translate it; a word that readers know in Latin letters goes under `latin` in language.yaml"
        yield comparison.problem("T016", f"“{run}” stands in Latin letters", hint)


def english_left(comparison: Comparison) -> Iterator[Problem]:
    """T046 (warning): four or more English words of the source stand in the translation as they are."""
    source = comparison.source.plain
    for match in _LOWER_RUN.finditer(comparison.target.plain):
        if match[0] in source and comparison.pair.text != comparison.pair.msgid:
            yield comparison.problem("T046", f"“{match[0]}” is left in English", "translate it", "warning")
            return


def foreign_script(comparison: Comparison) -> Iterator[Problem]:
    """T017: the letters are those of another script."""
    text, language = comparison.pair.text, comparison.language
    if _has_only_own_letters(text, language.script):
        return
    text = without_fields(text)
    if language.direction == "ltr" and direction_of(text) == "rtl" and direction_of(comparison.pair.msgid) == "ltr":
        yield comparison.problem("T017", "right-to-left letters in a left-to-right language", "is this the right file?")
        return
    yield from _told(
        comparison, "T017", wrong_script(text, language.script, comparison.pair.msgid), "is this the right file?"
    )


def foreign_language(comparisons: Sequence[Comparison]) -> Iterator[Problem]:
    """T035: the text is surely in another language.

    In a long file the words that stand in many messages are those of its language; a message full of them is in it, and
    the identifier, which takes its time, is not asked.
    """
    common = _common_words(comparisons)
    for comparison in comparisons:
        words = comparison.target.scan.words
        if common and len(words) >= FEWEST_WORDS and sum(word in common for word in words) > SURE * len(words):
            continue
        source = set(comparison.source.scan.words)
        if sum(word in source for word in words) > len(words) / 2:
            continue  # names, or the English text itself: T015 says so
        text = _without_names(comparison.pair.text, comparison.language.pack)
        if found := _IDENTIFIER.other_language(text, comparison.language.tag):
            fault = f"the text is in another language: {name_of_language(found)}"
            yield comparison.problem("T035", fault, "is this the right file?")


def _without_names(text: str, pack: LanguagePack | None) -> str:
    """Names of medicines are alike in many languages, and a row of them is in none."""
    forms = {form for many in pack.terms.values() for form in many} if pack else set()
    for form in sorted(forms, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(form)}", " ", text, flags=re.IGNORECASE)
    return text


def _common_words(comparisons: Sequence[Comparison]) -> frozenset[str]:
    if len(comparisons) < FEWEST_MESSAGES or comparisons[0].language.script in SPACELESS:
        return frozenset()
    counts = Counter(word for comparison in comparisons for word in set(comparison.target.scan.words))
    return frozenset(word for word, count in counts.items() if count > COMMON * len(comparisons))


def look_alikes(comparison: Comparison) -> Iterator[Problem]:
    """T036: letters of two scripts in a word; T037: a letter for a digit; T038: digits of two scripts."""
    text, script = comparison.pair.text, comparison.language.script
    if not _has_only_own_letters(text, script):
        yield from _told(comparison, "T036", mixed_words(text, script), "type the word anew")
    if not _DIGIT.search(text):
        return
    yield from _told(comparison, "T037", letters_in_numbers(text, comparison.pair.msgid), "type the number anew")
    for trace in mixed_digits(text) if _NATIVE_DIGIT.search(text) else ():
        strength: Strength = "error" if trace.kind == "mixed-number" else "warning"
        yield comparison.problem("T038", trace.detail, "use the digits of the medicine box throughout", strength)


_own_letters: dict[str, set[str]] = {}


def _has_only_own_letters(text: str, script: str) -> bool:
    """Whether no letter is of another script; letters once looked up are remembered."""
    known = _own_letters.setdefault(script, set())
    own = own_scripts(script)
    for char in set(text) - known:
        if script_of(char) not in own and script_of(char) != COMMON_SCRIPT:
            return False
        known.add(char)
    return True


def encoding(comparison: Comparison) -> Iterator[Problem]:
    """T045: text that was read in the wrong encoding."""
    yield from _told(comparison, "T045", broken_encoding(comparison.pair.text), "save the file as UTF-8 again")


def _told(comparison: Comparison, code: str, traces: Iterable[Trace], hint: str) -> Iterator[Problem]:
    for trace in traces:
        yield comparison.problem(code, trace.detail, hint)
