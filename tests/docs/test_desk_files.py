"""The files by which the desk is installed say what is true of the desk."""

from __future__ import annotations

import configparser
import ipaddress
import re
import shutil
import subprocess

import pytest
import yaml
from tests.support.library import REPOSITORY

from plainleaf.cli.main import cli
from plainleaf.desk.settings import PREFIX, read_desk_settings
from plainleaf.workspace import DeskSettings

FOLDER = REPOSITORY / "docs" / "desk"
IMAGE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
UNIT = FOLDER / "plainleaf-desk.service"


def unit() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign] # names keep their case
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return parser


def test_their_variables_are_settings_that_hold() -> None:
    seen = 0
    for text in (IMAGE, yaml.safe_dump(COMPOSE["services"]["desk"]["environment"]), UNIT.read_text(encoding="utf-8")):
        variables = dict(re.findall(rf"({PREFIX}[A-Z_]+)[=:]\s*(\S+)", text))
        settings = read_desk_settings(DeskSettings(), variables, {})
        assert settings != DeskSettings()
        seen += len(variables)
    assert seen == 6


def test_the_image_has_what_printing_needs_and_pins_its_fonts() -> None:
    packages = (REPOSITORY / "scripts" / "system-packages").read_text(encoding="utf-8")
    final = IMAGE.rpartition("\nFROM ")[2]
    needed = ("fontconfig", "fonts-noto-core", "fonts-noto-cjk", "libpango-1.0-0", "libpangoft2-1.0-0")
    for package in (*needed, "libharfbuzz-subset0"):
        assert package in packages
        assert package in final
    for font in needed[:3]:
        assert re.search(rf"{font}=\S+", final)
    assert "--require-hashes" in IMAGE
    assert re.search("^USER plainleaf$", final, re.MULTILINE)
    assert '["plainleaf", "serve"]' in final
    assert "serve" in cli.commands


def test_the_service_of_compose_may_do_little() -> None:
    desk = COMPOSE["services"]["desk"]
    assert desk["read_only"] is True
    assert desk["user"] == "1000:1000"
    assert desk["cap_drop"] == ["ALL"]
    assert desk["ports"][0].startswith("127.0.0.1:")
    (network,) = COMPOSE["networks"]["desk"]["ipam"]["config"]
    assert desk["environment"]["PLAINLEAF_DESK_TRUSTED_PROXIES"] == network["gateway"]
    assert ipaddress.ip_address(network["gateway"]) in ipaddress.ip_network(network["subnet"])


def test_the_unit_starts_the_desk_as_nobody_in_particular() -> None:
    service = unit()["Service"]
    assert service["ExecStart"].endswith("plainleaf serve")
    assert service["DynamicUser"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["Environment"].endswith(f"/var/cache/{service['CacheDirectory']}")
    assert int(service["TimeoutStopSec"]) > 10  # seconds in which the desk itself lets answers end


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd to ask")
def test_systemd_knows_every_line_of_the_unit() -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(UNIT)], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if UNIT.name in line and "not executable" not in line]
    assert said == []
