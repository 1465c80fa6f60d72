"""Where a setting of the desk comes from, and what becomes of one that is wrong."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainleaf.desk.settings import read_desk_settings, write_desk_settings
from plainleaf.problems import PlainleafError
from plainleaf.workspace import DeskSettings

FILE = DeskSettings(port=1234, language="es", jobs=3)


def faults(environment: dict[str, str], said: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(PlainleafError) as caught:
        read_desk_settings(FILE, environment, said)
    return [(problem.code, problem.position.file) for problem in caught.value.problems]


def test_the_command_line_wins_over_the_environment_and_that_over_the_file() -> None:
    environment = {
        "PLAINLEAF_DESK_PORT": "2345",
        "PLAINLEAF_DESK_LANGUAGE": "fr",
        "PLAINLEAF_DESK_ALLOW_DRAFTS": "true",
        "PLAINLEAF_DESK_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2",
        "PLAINLEAF_LANG": "ar",
    }
    settings = read_desk_settings(FILE, environment, {"port": 3456, "host": None})
    assert (settings.port, settings.language, settings.jobs, settings.allow_drafts) == (3456, "fr", 3, True)
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")
    assert settings.host == "127.0.0.1"


def test_a_setting_that_makes_no_sense_is_named_where_it_stands() -> None:
    assert faults({"PLAINLEAF_DESK_PORT": "80000"}, {}) == [("W001", "PLAINLEAF_DESK_PORT")]
    assert faults({"PLAINLEAF_DESK_ALLOW_DRAFTS": "perhaps"}, {}) == [("W001", "PLAINLEAF_DESK_ALLOW_DRAFTS")]
    assert faults({}, {"root_path": "leaflets/"}) == [("W001", "--root-path")]


def test_a_setting_that_is_not_known_is_a_fault() -> None:
    assert faults({"PLAINLEAF_DESK_DRAFTS": "yes"}, {}) == [("W001", "PLAINLEAF_DESK_DRAFTS")]
    assert faults({"PLAINLEAF_DESK_DRAFTS": "yes", "PLAINLEAF_DESK_JOBS": "none"}, {}) == [
        ("W001", "PLAINLEAF_DESK_DRAFTS"),
        ("W001", "PLAINLEAF_DESK_JOBS"),
    ]


def test_what_is_printed_can_be_read_again() -> None:
    settings = DeskSettings(trusted_proxies=("::1",), language="ar", seconds=2.5, state='a "folder"')
    text = write_desk_settings(settings)
    assert DeskSettings.model_validate(tomllib.loads(text)["desk"]) == settings


@given(st.dictionaries(st.sampled_from(sorted(DeskSettings.model_fields)), st.text(max_size=12), max_size=4))
def test_any_environment_is_read_or_refused(values: dict[str, str]) -> None:
    variables = {f"PLAINLEAF_DESK_{name.upper()}": text for name, text in values.items()}
    with suppress(PlainleafError):
        assert isinstance(read_desk_settings(FILE, variables, {}), DeskSettings)
