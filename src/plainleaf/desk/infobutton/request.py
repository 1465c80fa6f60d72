"""What a health record asks: the parameters of an HL7 Infobutton request, by URL or by form.

Names have dots and may end in an ordinal: ``mainSearchCriteria.v.c``, then ``mainSearchCriteria.v.c1``. Real clients
also use names that were given up in 2010, leave codes empty and ask for text/json; all of that is understood. What is
not known is passed over. Age and gender are not read at all: no leaflet depends on them, and they are the patient's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_PARAMETERS = 200
MOST_CHARACTERS = 500
"""Of one value."""
Shape = Literal["xml", "json", "jsonp", "html"]
Recipient = Literal["", "PAT", "PROV", "PAYOR"]

_SYSTEMS = {
    "2.16.840.1.113883.6.88": "rxnorm",
    "2.16.840.1.113883.6.69": "ndc",
    "2.16.840.1.113883.6.73": "atc",
    "2.16.840.1.113883.4.9": "unii",
    "2.16.840.1.113883.6.96": "snomed",
}
_SHAPES: Mapping[str, Shape] = {
    "text/xml": "xml",
    "application/xml": "xml",
    "application/atom+xml": "xml",
    "application/json": "json",
    "text/json": "json",
    "application/javascript": "jsonp",
    "text/javascript": "jsonp",
    "text/html": "html",
}
_CRITERION = re.compile(r"mainsearchcriteria\.[vc]\.(?P<part>cs|c|dn|ot)(?P<ordinal>\d{0,3})", re.ASCII)
_LANGUAGE = re.compile(r"informationrecipient\.languagecode\.c(?P<ordinal>\d{0,3})", re.ASCII)
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,63}(?:\.[A-Za-z_$][\w$]{0,63}){0,4}", re.ASCII)


class BadRequestError(ValueError):
    """A request that breaks the rules, as a sentence for whoever wrote the client."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that leaflets are looked for by.

    Attributes:
        system: an OID.
        display: what the record calls it.
        original: what a person called it.
        ordinal: how its parameters end; 0: they end in none.
    """

    code: str = ""
    system: str = ""
    display: str = ""
    original: str = ""
    ordinal: int = 0

    @property
    def known_system(self) -> str:
        """The system as leaflets name it; empty: no leaflet has codes of it."""
        return _SYSTEMS.get(self.system.lower().removeprefix("urn:oid:"), "")

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be looked for by where the code is not known."""
        return tuple(dict.fromkeys(filter(None, (self.display, self.original))))

    @property
    def used(self) -> Iterator[tuple[str, str]]:
        """Its parameters by their full names."""
        parts = (("c", self.code), ("cs", self.system), ("dn", self.display), ("ot", self.original))
        return ((f"mainSearchCriteria.v.{part}{self.ordinal or ''}", value) for part, value in parts if value)


@dataclass(frozen=True, slots=True)
class InfoRequest:
    """What is asked for.

    Attributes:
        languages: as the client writes them, in its order; none: it does not say.
        shape: of the answer; none: what the client's browser likes.
        callback: the function that an answer as a script calls.
        used: the parameters that decide the answer, by their full names.
    """

    criteria: tuple[Criterion, ...]
    languages: tuple[str, ...] = ()
    recipient: Recipient = ""
    shape: Shape | None = None
    callback: str = ""
    used: tuple[tuple[str, str], ...] = ()


def read_request(parameters: Iterable[tuple[str, str]]) -> InfoRequest:
    """Understand a request.

    Args:
        parameters: names and values, decoded, in the order in which they came. Of a name that comes twice the first
            counts.

    Raises:
        BadRequestError: when there is nothing to look for, a code has no system, or the answer is wanted in a shape
            that is not known.
    """
    given = [(name.strip(), _clean(value)) for name, value in parameters]
    _check_size(given)
    named = {name.lower(): value for name, value in reversed(given) if value}
    criteria = _read_criteria(named)
    languages = dict(_read_languages(named))
    recipient = _read_recipient(named)
    shape, callback = _read_shape(named)
    used = [parameter for criterion in criteria for parameter in criterion.used]
    used += [("informationRecipient", recipient)] if recipient else []
    used += [(f"informationRecipient.languageCode.c{ordinal or ''}", tag) for ordinal, tag in languages.items()]
    return InfoRequest(criteria, tuple(dict.fromkeys(languages.values())), recipient, shape, callback, tuple(used))


def _clean(value: str) -> str:
    """A value without what neither a person types nor XML can hold."""
    return "".join(char for char in " ".join(value.split()) if char.isprintable())


def _check_size(given: Sequence[tuple[str, str]]) -> None:
    if len(given) > MOST_PARAMETERS:
        message = f"there are more than {MOST_PARAMETERS} parameters"
        raise BadRequestError(message)
    for name, value in given:
        if max(len(name), len(value)) > MOST_CHARACTERS:
            message = f"the parameter {name[:60]} has more than {MOST_CHARACTERS} characters"
            raise BadRequestError(message)


def _read_criteria(named: Mapping[str, str]) -> tuple[Criterion, ...]:
    parts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for name, value in named.items():
        if match := _CRITERION.fullmatch(name):
            parts[int(match["ordinal"] or 0)].setdefault(match["part"], value)
    criteria = [
        Criterion(one.get("c", ""), one.get("cs", ""), one.get("dn", ""), one.get("ot", ""), ordinal)
        for ordinal, one in sorted(parts.items())
    ]
    for criterion in criteria:
        if criterion.code and not criterion.system:
            ending = criterion.ordinal or ""
            message = f"mainSearchCriteria.v.c{ending} is a code without its system, mainSearchCriteria.v.cs{ending}"
            raise BadRequestError(message)
    wanted = tuple(criterion for criterion in criteria if criterion.code or criterion.names)
    if not wanted:
        message = "there is nothing to look for: mainSearchCriteria.v.c with its .cs, or .dn or .ot, is needed"
        raise BadRequestError(message)
    return wanted


def _read_languages(named: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    found = ((_LANGUAGE.fullmatch(name), value) for name, value in named.items())
    return iter(sorted((int(match["ordinal"] or 0), value) for match, value in found if match))


def _read_recipient(named: Mapping[str, str]) -> Recipient:
    said = named.get("informationrecipient", "").upper()
    known: tuple[Recipient, ...] = ("PAT", "PROV", "PAYOR")
    return next((recipient for recipient in known if recipient == said), "")


def _read_shape(named: Mapping[str, str]) -> tuple[Shape | None, str]:
    said = named.get("knowledgeresponsetype", "").partition(";")[0].strip().lower()
    shape = _SHAPES.get(said)
    if said and shape is None:
        message = (
            f"knowledgeResponseType {said[:60]} is not known: text/xml, application/json or application/javascript"
        )
        raise BadRequestError(message)
    callback = named.get("callback", "")
    if shape == "jsonp" and not _CALLBACK.fullmatch(callback):
        message = "application/javascript needs a callback: the name of a function"
        raise BadRequestError(message)
    return shape, callback if shape == "jsonp" else ""
