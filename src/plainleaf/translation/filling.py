"""Placeholders filled: a message becomes runs, its quantities formatted as the language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from string import Formatter

from plainleaf.content.grammar import (
    DateValue,
    NameValue,
    QuantityValue,
    TelephoneValue,
    TermValue,
    ValueItem,
    WebValue,
)
from plainleaf.content.model import Library, Message, PlaceRules, holds_in
from plainleaf.days import format_day
from plainleaf.languages import SOURCE_TAG, direction_of, format_number
from plainleaf.translation.localized import Run, Runs
from plainleaf.translation.lookup import Lookup

BLANK = Run("", "blank")
NO_BREAK_SPACE = "\u00a0"
# The first sentence of a headline, or its part up to a colon, in any script's punctuation. Thai and Lao have a space.
_HEADLINE = re.compile(
    r"^.+?(?:[.!?:](?=\s|$)"
    r"|[。！？：\u0964\u06d4\u061f\u1362\u1366\u104b\u17d4-\u17d6](?:\s|(?=.)|$)"
    r"|(?<=[\u0e01-\u0e45\u0e47-\u0ec5\u0ec7-\u0eff]) (?=[\u0e01-\u0e45\u0e81-\u0ec4]))",
    re.DOTALL,
)
_LATIN_RUN = (
    r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.'’/-]*(?: [A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.'’/-]*)*"
)
# Scripts without spaces, whose words are found in a dictionary: it has no names of medicines, and would tear them.
_TORN = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
_NUMBER_FIELD = re.compile(r"\{(?P<name>[a-z][a-z0-9_]*)\.number\}")
_TRAILING_MARKS = ".'’-/"
_C1_ONLY = "C1"


class _Withheld(NameValue):
    """A telephone number or address that is not certain enough to be printed."""


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """What a clinic fills in beforehand: placeholders ``{clinic.…}`` by name, empty ones left out."""

    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills messages for one language and one place."""

    lookup: Lookup
    library: Library
    place: PlaceRules
    clinic: ClinicFacts

    def runs(
        self,
        message: Message,
        values: Mapping[str, tuple[ValueItem, ...]],
        *,
        headline: bool = False,
        partial: bool = False,
        certain: bool = True,
    ) -> Runs:
        """The message with its placeholders filled.

        Args:
            certain: whether it is of certainty C1; otherwise its telephone numbers and addresses are left blank.
            headline: set its first sentence, or its part up to a colon, bold.
            partial: leave placeholders that are not values for the template to fill.
        """
        text = self.lookup.texts(message)[0]
        self._check_units(text, values, message)
        if not certain:
            values = {name: tuple(map(_without_contact, items)) for name, items in values.items()}
        strong_end = 0
        if headline and (match := _HEADLINE.match(text)):
            strong_end = match.end()
        runs: list[Run] = []
        try:
            for piece, strong in ((text[:strong_end], True), (text[strong_end:], False)):
                runs.extend(self._fill(piece, values, message, strong=strong, partial=partial))
        except ValueError:
            # A broken brace is a problem already: in the source by the authoring rules, here by the safety checks.
            if self.lookup.pack.language == SOURCE_TAG:
                self.lookup.note(message.position, "L025", message, "has a broken placeholder", "write {name}")
            return (Run(text),)
        return tuple(runs)

    def _check_units(self, text: str, values: Mapping[str, tuple[ValueItem, ...]], message: Message) -> None:
        """A translator who writes the unit word out must write the word of this unit: not days for weeks."""
        if self.lookup.pack.language == SOURCE_TAG:
            return
        for match in _NUMBER_FIELD.finditer(text):
            if match[0] in message.msgid:
                continue
            here = [item for item in values.get(match["name"], ()) if holds_in(item.places, self.place.id)]
            units = [item.unit for item in here if isinstance(item, QuantityValue)]
            forms = self.lookup.pack.units.get(units[0], ()) if len(units) == 1 else ()
            if not text[match.end() :].lstrip(f" {NO_BREAK_SPACE}").startswith(forms):
                known = ", ".join(forms) or "none; use the plain form"
                self.lookup.note_translation(
                    "T011", message, f"has {match[0]} without a word for {' and '.join(units)}", f"known: {known}"
                )

    def _fill(
        self,
        text: str,
        values: Mapping[str, tuple[ValueItem, ...]],
        message: Message,
        *,
        strong: bool,
        partial: bool,
    ) -> Iterable[Run]:
        for literal, name, _, _ in Formatter().parse(text):
            if literal:
                yield from self._text_runs(literal, strong=strong)
            if name is None:
                continue
            for run in self._value_runs(name, values, message, partial=partial):
                yield Run(run.text, run.kind, run.lang, run.direction, strong) if strong else run

    def _text_runs(self, text: str, *, strong: bool) -> Iterable[Run]:
        """Running text; in a script of their own, Latin words and names that a line's end would tear are apart."""
        if self.lookup.pack.writes_latin:
            yield Run(text, strong=strong)
            return
        pack, position = self.lookup.pack, 0
        forms = frozenset(chain.from_iterable(pack.terms.values())) if pack.script in _TORN else frozenset()
        for match in _names_apart(forms).finditer(text):
            word = match[0].rstrip(_TRAILING_MARKS)
            if match.start() > position:
                yield Run(text[position : match.start()], strong=strong)
            yield Run(word, "name", SOURCE_TAG if match["latin"] else "", "ltr", strong)
            position = match.start() + len(word)
        if position < len(text):
            yield Run(text[position:], strong=strong)

    def _value_runs(
        self, name: str, values: Mapping[str, tuple[ValueItem, ...]], message: Message, *, partial: bool
    ) -> Iterable[Run]:
        head, _, tail = name.partition(".")
        if head == "place":
            return self._place_runs(tail)
        if head == "clinic":
            value = self.clinic.values.get(tail, "")
            return (Run(value, "telephone" if "telephone" in tail else "name"),) if value else (BLANK,)
        here = [item for item in values.get(head, ()) if holds_in(item.places, self.place.id)]
        if not here:
            if not partial:
                self.lookup.note(
                    message.position, "L025", message, f"has no value for {{{name}}} in {self.place.id}", ""
                )
            return (Run(f"{{{name}}}"),)
        if tail == "number" and isinstance(here[0], QuantityValue):
            return (Run(self._number_text(here[0]), "quantity"),)
        return self._join([self._item_runs(item) for item in here], quantities=isinstance(here[0], QuantityValue))

    def _place_runs(self, name: str) -> Runs:
        fact = self.place.facts.get(name)
        if fact is None or fact.certainty != _C1_ONLY:
            return (BLANK,)
        if fact.telephone:
            return (Run(fact.telephone.replace(" ", NO_BREAK_SPACE), "telephone"),)
        if fact.web:
            return (Run(fact.web, "web"),)
        if fact.term:
            return self.runs(self.library.furniture[f"term/{fact.term}"], {})
        return (self._name(fact.name or ""),)

    def _name(self, name: str) -> Run:
        lang = "" if self.lookup.pack.language == SOURCE_TAG else SOURCE_TAG
        return Run(name.replace(" ", NO_BREAK_SPACE), "name", lang)

    def _join(self, items: list[Runs], *, quantities: bool) -> Runs:
        """Several forms of one quantity as ``first (second)``, several names as a list."""
        if len(items) == 1:
            return items[0]
        if quantities:
            before, between, after = re.split(r"\{first\}|\{second\}", self.lookup.pack.alternative)
            return (*_text(before), *items[0], *_text(between), *self._row(items[1:]), *_text(after))
        return self._row(items)

    def _row(self, items: list[Runs]) -> Runs:
        row: list[Run] = list(items[0])
        for item in items[1:]:
            row += [*_text(self.lookup.pack.list_separator), *item]
        return tuple(row)

    def _item_runs(self, item: ValueItem) -> Runs:
        match item:
            case QuantityValue():
                text = self._quantity_text(item)
                return (Run(text, "quantity", "", direction_of(text)),)
            case NameValue():
                return (BLANK if isinstance(item, _Withheld) else self._name(item.name),)
            case TermValue():
                return self.runs(self.library.furniture[f"term/{item.term}"], {})
            case TelephoneValue():
                return (Run(item.telephone.replace(" ", NO_BREAK_SPACE), "telephone"),)
            case WebValue():
                return (Run(item.web, "web"),)
            case DateValue():
                text = format_day(item.date, self.lookup.pack)
                return (Run(text, "date", "", direction_of(text)),)

    def _number_text(self, item: QuantityValue) -> str:
        if item.amount is not None:
            return format_number(item.amount, self.lookup.pack, self.place.id)
        pack, place = self.lookup.pack, self.place.id
        low, high = (format_number(number or Decimal(), pack, place) for number in (item.low, item.high))
        return pack.span.format(low=low, high=high)

    def _quantity_text(self, item: QuantityValue) -> str:
        number = self._number_text(item)
        if item.unit == "none":
            return number
        message = self.library.furniture[f"unit/{item.unit}"]
        amount = item.amount if item.amount is not None else item.high
        return self._unit_form(message, amount or Decimal()).replace("{n}", number)

    def _unit_form(self, message: Message, number: Decimal) -> str:
        texts = self.lookup.texts(message)
        catalog = self.lookup.language.catalogs.get(message.domain)
        if catalog is None:
            return texts[0] if number == 1 else texts[-1]
        return catalog.choose(texts, number, self.lookup.pack.fraction_plural)

    def unit_symbol(self, unit: str) -> Runs:
        """A unit without a number, beside a box to write in; a bare count has none."""
        if unit == "none":
            return ()
        text = (
            self.lookup.texts(self.library.furniture[f"unit/{unit}"])[-1].replace("{n}", "").strip(f" {NO_BREAK_SPACE}")
        )
        return (Run(text, "quantity", "", direction_of(text)),)


@lru_cache(maxsize=64)
def _names_apart(forms: frozenset[str]) -> re.Pattern[str]:
    """What stands apart in text of a script that is not Latin: Latin words, and names, the longest first."""
    names = sorted((form for form in forms if not form.isascii()), key=lambda form: (-len(form), form))
    return re.compile("|".join((f"(?P<latin>{_LATIN_RUN})", *map(re.escape, names))))


def _without_contact(item: ValueItem) -> ValueItem:
    if isinstance(item, TelephoneValue | WebValue):
        return _Withheld(name="-", places=item.places)
    return item


def _text(text: str) -> Runs:
    return (Run(text),) if text else ()
