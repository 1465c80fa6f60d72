"""Names of medicines and words of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plainleaf.problems import Problem
from plainleaf.translation.safety.comparison import Comparison


def glossary_terms(comparison: Comparison) -> Iterator[Problem]:
    """T018: the source names a term of the glossary and the translation has none of its forms."""
    pack = comparison.language.pack
    if pack is None:
        return
    for term, forms in pack.terms.items():
        if _mention(term).search(comparison.pair.msgid):
            folded = comparison.pair.text.casefold()
            if not any(form.casefold() in folded for form in forms):
                fault = f"“{term.replace('-', ' ')}” is not named in the translation"
                yield comparison.problem("T018", fault, f"known forms: {', '.join(forms)}")


@lru_cache(maxsize=4_096)
def _mention(term: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(term.replace('-', ' '))}\b", re.IGNORECASE)
