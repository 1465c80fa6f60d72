"""The words that all YAML files share: levels, names of things, units, and the values that placeholders stand for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)


class Level(StrEnum):
    """How much a leaflet says, and how hard it may be to read; ordered from the simplest."""

    EASY = "easy"
    PLAIN = "plain"
    FULL = "full"


LEVELS = tuple(Level)
ANY_PLACE = "any"


def _read_flag(value: object) -> object:
    """Only ``true`` and ``false``: YAML's ``no`` and ``off`` are words like any other."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _read_one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


Flag = Annotated[bool, BeforeValidator(_read_flag), Field(strict=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
StatementId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$")]
SectionId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
ValueName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]+$")]
Place = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,8}$")]
Certainty = Literal["C1", "C2", "C3"]
Schema = Literal["1"]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=8)]

UnitName = Literal[
    "none", "day", "week", "month", "year", "hour", "minute", "milligram", "microgram", "gram", "milliliter", "unit",
    "capsule", "tablet", "drop", "puff", "celsius", "fahrenheit",
]  # fmt: skip
TimeOfDay = Literal["morning", "noon", "evening", "bedtime"]
PrintStyle = Literal["paragraph", "item", "headline", "step"]
Band = Literal["very-common", "common", "uncommon", "rare", "very-rare", "unknown"]
Action = Literal["none", "emergency", "call-today", "next-visit"]


class Closed(BaseModel):
    """A mapping that takes no key but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Placed(Closed):
    """Something that holds in some places only."""

    places: tuple[Place, ...] = (ANY_PLACE,)


class QuantityValue(Placed):
    """A number or a range with its unit; ``none`` is a bare count. Written exactly as it will be printed."""

    amount: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    unit: UnitName

    @model_validator(mode="after")
    def _is_amount_or_range(self) -> QuantityValue:
        single, span = self.amount is not None, self.low is not None and self.high is not None
        if single == span or (self.low is None) != (self.high is None):
            message = "give either `amount`, or both `low` and `high`"
            raise ValueError(message)
        if self.low is not None and self.high is not None and self.low >= self.high:
            message = "`low` must be less than `high`"
            raise ValueError(message)
        return self


class NameValue(Placed):
    """A proper name that stays as it is in every language (a brand, a programme, a journal)."""

    name: Line


class TermValue(Placed):
    """A word of the glossary, printed in the reader's language."""

    term: Slug


class TelephoneValue(Placed):
    """A telephone number, digits as dialled; only certainty C1 is ever printed."""

    telephone: Annotated[str, StringConstraints(pattern=r"^[+0-9][0-9 ()-]*$")]


class WebValue(Placed):
    """A web address as printed, without its scheme; only certainty C1 is ever printed."""

    web: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._/-]*)?$")]


class DateValue(Placed):
    """A calendar day, printed as the reader's language writes it."""

    date: dt.date


def _kind_of_value(value: Any) -> str:  # noqa: ANN401 - pydantic hands over whatever was typed
    keys = value if isinstance(value, dict) else ()
    return next((key for key in ("name", "term", "telephone", "web", "date") if key in keys), "amount")


ValueItem = Annotated[
    Annotated[QuantityValue, Tag("amount")]
    | Annotated[NameValue, Tag("name")]
    | Annotated[TermValue, Tag("term")]
    | Annotated[TelephoneValue, Tag("telephone")]
    | Annotated[WebValue, Tag("web")]
    | Annotated[DateValue, Tag("date")],
    Discriminator(_kind_of_value),
]
Values = dict[ValueName, Annotated[tuple[ValueItem, ...], BeforeValidator(_read_one_or_many)]]
