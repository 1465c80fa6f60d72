"""Each stylesheet is parsed once: the same text has the same rules.

A sheet that does more than give rules (fonts, layers, colours, other files), that makes the engine complain, or whose
values it changes while it computes them, is parsed for each document, as without this.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.css.tokens import Pending
from weasyprint.css.units import VIEWPORT_UNITS
from weasyprint.logger import LOGGER
from weasyprint.urls import URLFetcher

from plainleaf.press.acceleration import switch
from plainleaf.press.acceleration.keeping import Shelf

# The engine has no types, so what is its own stands here as Any.
Sheet = Any
Entry = Any
Declaration = Any

_GRADIENTS = ("linear-gradient", "radial-gradient", "repeating-linear-gradient", "repeating-radial-gradient")
_CHANGED = frozenset(_GRADIENTS) | {f"{name}()" for name in _GRADIENTS}
_OF_ONE_DOCUMENT = VIEWPORT_UNITS | {"note()", "leader()"}
"""What the engine computes from one document, or writes into its styles."""
_PLAIN = frozenset({"string", "base_url", "url_fetcher", "media_type", "font_config"})
_COLLECTED = frozenset({"counter_style", "page_rules", "color_profiles", "layers"})
_KNOWN_COUNTERS = ("decimal", "disc")
"""The two that a sheet may not define again."""


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What is known of the rules of a sheet.

    Attributes:
        matcher: finds the rules of an element.
        base_url: of the sheet.
        counters: the counter styles that it defines.
        page_rules: what it says of pages.
        direct: names of the custom properties that its rules print with.
        through: names that a custom property is made of, by its own name.
        is_common: whether styles computed from it hold for every document.
        is_common_to_pages: and those of its pages.
        names_pages: whether it says on which pages elements stand.
        is_of_root: whether it speaks of the root element alone.
    """

    matcher: Any
    base_url: str | None
    counters: dict[str, Any]
    page_rules: tuple[Any, ...]
    direct: frozenset[str]
    through: dict[str, frozenset[str]]
    is_common: bool
    is_common_to_pages: bool
    names_pages: bool
    is_of_root: bool


class _Silence(logging.Filter):
    """Holds complaints back, and remembers that there were some."""

    def __init__(self) -> None:
        super().__init__()
        self.is_broken = False

    def filter(self, record: logging.LogRecord) -> bool:
        self.is_broken |= record.levelno >= logging.WARNING
        return False


class _NoFonts:
    """Remembers that a sheet brings fonts."""

    def __init__(self) -> None:
        self.was_asked = False

    def add_font_face(self, *_: object) -> None:
        self.was_asked = True


class _NoFiles(URLFetcher):  # type: ignore[misc] # the engine has no types
    """Remembers that a sheet brings other files."""

    was_asked = False

    def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
        del headers
        self.was_asked = True
        raise ValueError(url)


_readings: Shelf[Reading | str] = Shelf(40)
_stock = weasyprint.CSS.__init__


def patches() -> tuple[switch.Patch, ...]:
    """The maker of sheets."""
    return (switch.Patch(weasyprint.CSS, "__init__", _stock, _quick),)


def forget() -> None:
    """Let all sheets go."""
    _readings.clear()


def reading_of(sheet: Sheet) -> Reading:
    """What is known of the rules of a sheet, whoever parsed it."""
    found: Reading | None = sheet.__dict__.get("reading")
    if found is None:
        found = sheet.reading = _read(sheet, {}, tuple(sheet.page_rules))
    return found


def declarations_of(matcher: Any) -> Iterator[tuple[Entry, Declaration]]:  # noqa: ANN401
    """Each selector of a sheet, with each thing that is said of what it selects."""
    for _, entries in _lists(matcher):
        for entry in entries:
            for declaration in entry[-1][0]:
                yield entry, declaration


def used_by(value: object) -> frozenset[str]:
    """Names of the custom properties in a value."""
    return frozenset(_variables(_tokens(value)))


def _quick(self: Sheet, *others: object, **options: Any) -> None:  # noqa: ANN401
    given = options.keys() - {name for name in options if options[name] is None}
    if others or not isinstance(options.get("string"), str) or not given <= _PLAIN | _COLLECTED:
        _stock(self, *others, **options)
        return
    counters = options.get("counter_style")
    known = tuple(name for name in _KNOWN_COUNTERS if counters is not None and name in counters)
    key = (options["string"], options.get("base_url"), options.get("media_type"), known)
    found = _readings.get(key)
    if found is None:
        found = _parse(options, known) or "parsed each time"
        _readings.put(key, found)
    if isinstance(found, str):
        _stock(self, **options)
        if "font-face" in options["string"].lower():
            switch.forget()  # other fonts, other lines
        return
    self.base_url, self.matcher, self.reading = found.base_url, found.matcher, found
    self.page_rules = [] if options.get("page_rules") is None else options["page_rules"]
    self.page_rules += found.page_rules
    self.layers = [] if options.get("layers") is None else options["layers"]
    if counters is not None:
        counters.update(found.counters)


def _parse(options: dict[str, Any], known: Iterable[str]) -> Reading | None:
    """What there is to know of a sheet; nothing, where it has to be parsed for each document."""
    sheet = object.__new__(weasyprint.CSS)
    fonts, files, silence = _NoFonts(), _NoFiles(), _Silence()
    counters: dict[str, Any] = dict.fromkeys(known)
    collected: dict[str, Any] = {"color_profiles": {}, "layers": [], "page_rules": []}
    plain = {name: options[name] for name in ("string", "base_url", "media_type") if name in options}
    LOGGER.addFilter(silence)
    try:
        _stock(sheet, **plain, **collected, counter_style=counters, font_config=fonts, url_fetcher=files)
    finally:
        LOGGER.removeFilter(silence)
    if silence.is_broken or fonts.was_asked or files.was_asked or collected["layers"] or collected["color_profiles"]:
        return None
    rules = tuple(collected["page_rules"])
    said = [*(one for _, one in declarations_of(sheet.matcher)), *(one for *_, listed in rules for one in listed)]
    if any(not _CHANGED.isdisjoint(_words(value)) for _, value, _ in said):
        return None
    return _read(sheet, {name: style for name, style in counters.items() if name not in known}, rules)


def _read(sheet: Sheet, counters: dict[str, Any], page_rules: tuple[Any, ...]) -> Reading:
    direct: set[str] = set()
    through: dict[str, frozenset[str]] = {}
    is_common = not sheet.layers
    is_of_root = {name for name, _ in _lists(sheet.matcher)} <= {"html"}
    for (_, _, _, pseudo, _), (name, value, _) in declarations_of(sheet.matcher):
        is_common = is_common and (_CHANGED | _OF_ONE_DOCUMENT).isdisjoint(_words(value))
        is_of_root = is_of_root and pseudo is None
        used = used_by(value)
        if name.startswith("__"):
            through[name] = through.get(name, frozenset()) | used
        else:
            direct |= used
    of_pages = (value for *_, listed in page_rules for _, value, _ in listed)
    return Reading(
        sheet.matcher,
        sheet.base_url,
        counters,
        page_rules,
        frozenset(direct),
        through,
        is_common=is_common,
        is_common_to_pages=all((_CHANGED | _OF_ONE_DOCUMENT).isdisjoint(_words(value)) for value in of_pages),
        names_pages=any(name == "page" for _, (name, *_) in declarations_of(sheet.matcher)),
        is_of_root=is_of_root,
    )


def _lists(matcher: Any) -> Iterator[tuple[str, list[Entry]]]:  # noqa: ANN401
    """The selectors by the name of the element, where that is what they are found by."""
    yield from matcher.lower_local_name_selectors.items()
    for named in (matcher.id_selectors, matcher.class_selectors, matcher.namespace_selectors):
        for entries in named.values():
            yield "", entries
    for entries in (matcher.lang_attr_selectors, matcher.other_selectors):
        if entries:
            yield "", entries


def _tokens(value: object) -> Iterable[Any]:
    """What a value is written with, where that is kept."""
    if isinstance(value, Pending):
        return value.tokens  # type: ignore[no-any-return]
    return value if isinstance(value, list | tuple) else (value,)


def _inner(token: Any) -> Iterable[Any]:  # noqa: ANN401
    return getattr(token, "arguments", None) or getattr(token, "content", None) or ()


def _variables(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        if getattr(token, "type", None) == "function" and token.lower_name == "var":
            name = next((one for one in token.arguments if one.type == "ident"), None)
            if name is not None:
                yield name.value.replace("-", "_")
        if isinstance(token, list | tuple):
            yield from _variables(token)
        elif not isinstance(inner := _inner(token), str):
            yield from _variables(inner)


def _words(value: object) -> set[str]:
    """Names of functions, units and kinds in a value."""
    found: set[str] = set()
    waiting: list[Any] = [*_tokens(value)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.add(one.lower())
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        else:
            found |= {getattr(one, "lower_unit", ""), f"{getattr(one, 'lower_name', '')}()"}
            if not isinstance(inner := _inner(one), str):
                waiting += inner
    return found
