"""Settings of the desk: what the command line says, over the environment, over ``plainleaf.toml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, get_origin

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.workspace import Text

PREFIX = "PLAINLEAF_DESK_"


class DeskSettings(BaseModel):
    """How the desk works.

    Attributes:
        language: of its pages, until somebody chooses another.
        allow_drafts: whether what nobody has approved may be printed.
        hosts: names by which browsers may ask for the desk, besides those of this machine itself.
        root_path: below which the desk stands behind a proxy, such as ``/leaflets``.
        trusted_proxies: addresses whose word on client, scheme and user counts; none: nobody's.
        user_header: in which a trusted proxy names who is signed in; empty: nobody is named.
        jobs: processes that make leaflets.
        seconds: that one leaflet may take.
        audit_days: after which what was printed is forgotten; 0: never.
        state: folder of what the desk keeps, from that of ``plainleaf.toml``.
        metrics: whether ``/metrics`` answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8760
    language: Text = "en"
    allow_drafts: bool = False
    hosts: tuple[Text, ...] = ()
    root_path: Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~-]+)*$")] = ""
    trusted_proxies: tuple[Text, ...] = ()
    user_header: Text = ""
    jobs: Annotated[int, Field(ge=1, le=64)] = 2
    seconds: Annotated[float, Field(ge=2, le=300, allow_inf_nan=False)] = 20
    audit_days: Annotated[int, Field(ge=0)] = 365
    state: Text = "desk"
    metrics: bool = False


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
