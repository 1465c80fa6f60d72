"""Placeholders and markup: what programs fill in or read must come through as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plainleaf.content.rules import placeholders
from plainleaf.problems import Problem, Strength
from plainleaf.translation.safety.comparison import Comparison

_FIELD = re.compile(r"\{[^{}]*\}")
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;|\*\*|\]\(")
_KEEP = "keep every placeholder as it stands in the source"


def placeholders_kept(comparison: Comparison) -> Iterator[Problem]:
    """T010: a placeholder is missing, added, doubled or broken.

    In the project's own catalogs ``{x.number}`` may stand for ``{x}``, with a unit word after it (T011).
    """
    if not comparison.pair.own:
        here, there = comparison.source.placeholders, comparison.target.placeholders
        if here != there and not (comparison.pair.counted and not there - here):
            names = ", ".join(sorted((here - there) + (there - here)))
            # Braces and angles may be plain text where the file does not say that the message is a format.
            differing = (here - there) + (there - here)
            plain = not comparison.pair.formatted and all(name.startswith(("{", "<")) for name in differing)
            strength: Strength = "warning" if plain else "error"
            yield comparison.problem("T010", f"placeholders or tags differ: {names}", _KEEP, strength)
        return
    try:
        wanted, found = Counter(placeholders(comparison.pair.msgid)), Counter(placeholders(comparison.pair.text))
    except ValueError as error:
        yield comparison.problem("T010", str(error), "copy the placeholders from the source, braces and all")
        return
    numbers = {name for name in found if name.endswith(".number") and name not in wanted}
    as_plain = Counter({name: count for name, count in found.items() if name not in numbers})
    as_plain.update({name.removesuffix(".number"): found[name] for name in numbers})
    for name in sorted(wanted.keys() | as_plain.keys()):
        if wanted[name] != as_plain[name]:
            counts = f"{wanted[name]} times in the source, {as_plain[name]} in the translation"
            yield comparison.problem("T010", f"the placeholder {{{name}}} stands {counts}", _KEEP)
    for name in sorted(numbers):
        yield from _unit_word(name, comparison)


def _unit_word(name: str, comparison: Comparison) -> Iterator[Problem]:
    """T011: after ``{x.number}`` stands no unit word of the language."""
    pack = comparison.language.pack
    forms = {form for words in pack.units.values() for form in words} if pack else set()
    text = comparison.pair.text.replace("\u00a0", " ")
    if not any(f"{{{name}}} {form}" in text or f"{{{name}}}{form}" in text for form in forms):
        known = ", ".join(sorted(forms)) or "none"
        yield comparison.problem("T011", f"after {{{name}}} stands no unit word of the language", f"known: {known}")


def markup(comparison: Comparison) -> Iterator[Problem]:
    """T014: something that looks like markup; in the project's own catalogs it would be printed as it stands."""
    if (
        comparison.pair.own
        and (found := _MARKUP.search(comparison.pair.text))
        and found[0] not in comparison.pair.msgid
    ):
        yield comparison.problem("T014", f"`{found[0]}` looks like markup", "write plain text only")


def without_fields(text: str) -> str:
    """The text without ``{placeholders}``."""
    return _FIELD.sub(" ", text)
