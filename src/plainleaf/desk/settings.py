"""Settings of the desk: what the command line says, over the environment, over ``plainleaf.toml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_origin

from pydantic import ValidationError

from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import DeskSettings

PREFIX = "PLAINLEAF_DESK_"


def read_desk_settings(
    written: DeskSettings, environment: Mapping[str, str], said: Mapping[str, object]
) -> DeskSettings:
    """Join the settings.

    Args:
        written: those of the file.
        environment: variables by name; those that begin with `PREFIX` count, and an unknown one of them is a fault.
        said: on the command line; None: not said.

    Raises:
        PlainleafError: W001 for each that is not known or makes no sense.
    """
    variables = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    known = {PREFIX + name.upper(): name for name in DeskSettings.model_fields}
    problems = [
        Problem(Position(name), "W001", f"the setting `{name}` is not known", f"known: {', '.join(known)}")
        for name in variables
        if name not in known
    ]
    given: dict[str, object] = {
        known[name]: _read(known[name], text) for name, text in variables.items() if name in known
    }
    given |= {name: value for name, value in said.items() if value is not None}
    try:
        settings = DeskSettings.model_validate({**written.model_dump(), **given})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            name = str(fault["loc"][0])
            where = f"--{name.replace('_', '-')}" if said.get(name) is not None else PREFIX + name.upper()
            problems.append(Problem(Position(where), "W001", f"`{name}`: {fault['msg']}", "docs/clinic-it.md"))
        raise PlainleafError(problems) from None
    if problems:
        raise PlainleafError(problems)
    return settings


def write_desk_settings(settings: DeskSettings) -> str:
    """The settings as a table of ``plainleaf.toml``."""
    rows = [f"{name} = {_write(value)}" for name, value in settings.model_dump(mode="json").items()]
    return "\n".join(("[desk]", *rows, ""))


def _read(name: str, text: str) -> object:
    """A list is written with commas between; what stands alone is read as its setting is."""
    is_list = get_origin(DeskSettings.model_fields[name].annotation) is tuple
    return tuple(filter(None, map(str.strip, text.split(",")))) if is_list else text.strip()


def _write(value: object) -> str:
    """A value of TOML; of those that settings have, JSON is written alike."""
    return json.dumps(value, ensure_ascii=False)
