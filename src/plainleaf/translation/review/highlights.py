"""What a reviewer must not read over: numbers and negations, found in running text so that a proof can mark them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from plainleaf.translation.safety.lexicon import SPACELESS, Lexicon

Mark = Literal["", "number", "negation"]

# Digits of any script with the marks between them, vulgar fractions, and Roman numerals that have a sign of their own.
_NUMBER = r"\d+(?:[.,:/\u066b\u066c\u2009\u202f\u00a0’']\d+)*(?:\u00a0?[%\u066a])?|[\u00bc-\u00be\u2150-\u218b]"


class Highlighter:
    """Finds numbers and negations in texts of one language; without a lexicon, numbers only."""

    def __init__(self, lexicon: Lexicon | None, script: str) -> None:
        spaceless = script in SPACELESS
        clitics = () if lexicon is None or spaceless else lexicon.clitics
        forbidding = _alternatives(lexicon.negation if lexicon else (), spaceless=spaceless, clitics=clitics)
        harmless = _alternatives(lexicon.not_negation if lexicon else (), spaceless=spaceless, clitics=clitics)
        # What stands first wins: “no later than” is found before its “no”.
        self._pattern = re.compile(
            f"(?P<harmless>{harmless})|(?P<negation>{forbidding})|(?P<number>{_NUMBER})", re.IGNORECASE
        )

    def pieces(self, text: str) -> Iterator[tuple[str, Mark]]:
        """The text in pieces, each with its mark; joined, they are the text."""
        at = 0
        for match in self._pattern.finditer(text):
            mark: Mark = "number" if match["number"] else "negation" if match["negation"] else ""
            if mark:
                if match.start() > at:
                    yield text[at : match.start()], ""
                yield match[0], mark
                at = match.end()
        if at < len(text):
            yield text[at:], ""


def _alternatives(forms: Iterable[str], *, spaceless: bool, clitics: Iterable[str]) -> str:
    """A pattern for any of the forms, the longest first; one that never fits if there is none."""
    patterns = []
    for form in sorted(forms, key=len, reverse=True):
        bare = form.rstrip("*")
        pattern = re.escape(bare).replace(r"\ ", r"[\s\u00a0]+").replace("'", "['’]")
        if not spaceless:
            before = "(?:" + "|".join(map(re.escape, clitics)) + ")?" if tuple(clitics) else ""
            pattern = rf"(?<!\w){before}{pattern}" + (r"\w*" if form.endswith("*") else r"(?!\w)")
            if bare.startswith(("n't", "n’t")):  # stuck to its verb
                pattern = r"\w*" + re.escape(bare).replace("'", "['’]")
        patterns.append(pattern)
    return "|".join(patterns) or r"(?!)"
