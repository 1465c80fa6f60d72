"""Every command on the page about clusters, and in its compose file, is one that exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import click
import pytest
import yaml
from tests.support.library import REPOSITORY

from plainleaf.cli.main import cli

pytest.importorskip("distributed")
PAGE = REPOSITORY / "docs" / "cluster.md"
COMPOSE = REPOSITORY / "docs" / "cluster" / "compose.yaml"


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE.read_text(encoding="utf-8")))


def lines() -> Iterator[list[str]]:
    """Commands of the page's shell blocks, of its SLURM and Kubernetes scripts, and of the compose file."""
    text = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield from map(shlex.split, block.splitlines())
    for listed in re.findall(r'\[("(?:dask|plainleaf)".*?)\]', text):
        yield re.findall(r'"([^"]+)"', listed)
    arguments = re.findall(r"worker_extra_args=\[(.*?)\]", text)
    yield from (["dask", "worker", *re.findall(r'"([^"]+)"', listed)] for listed in arguments)
    yield from (service["command"] for service in compose()["services"].values())


def command_of(words: list[str]) -> click.Command:
    from distributed.cli import dask_scheduler, dask_worker

    if words[0] == "plainleaf":
        return cli.commands[words[1]]
    return {"worker": dask_worker.main, "scheduler": dask_scheduler.main}[words[1]]


def test_every_command_exists() -> None:
    seen = []
    for words in lines():
        if words[0] not in ("dask", "plainleaf"):
            continue
        known = {
            name for parameter in command_of(words).params for name in (*parameter.opts, *parameter.secondary_opts)
        }
        for word in words[2:]:
            if word.startswith("--"):
                assert word.split("=")[0] in known, f"`{' '.join(words[:2])}` has no option {word}"
        seen.append(tuple(words[:2]))
    assert set(seen) == {("dask", "scheduler"), ("dask", "worker"), ("plainleaf", "build")}
    assert len(seen) >= 9


def test_every_setting_of_dask_exists() -> None:
    from dask.config import get
    from distributed.config import defaults

    assert "distributed" in defaults
    texts = PAGE.read_text(encoding="utf-8") + COMPOSE.read_text(encoding="utf-8")
    named = set(re.findall(r"DASK_(DISTRIBUTED__\w+)", texts))
    assert len(named) == 3
    for name in named:
        assert get(name.lower().replace("__", "."), "missing") != "missing", name


def test_the_compose_file_is_one_image_with_what_printing_needs() -> None:
    services = compose()["services"]
    assert services.keys() == {"scheduler", "worker", "build"}
    assert {service["image"] for service in services.values()} == {"plainleaf-cluster"}
    assert services["worker"]["deploy"]["replicas"] >= 3
    (recipe,) = {service["build"]["dockerfile_inline"] for service in services.values()}
    packages = (REPOSITORY / "scripts" / "system-packages").read_text(encoding="utf-8")
    (debian,) = re.findall(r"pango: libpango-1.0-0 .*?cjk: \S+", packages, re.DOTALL)
    needed = [name for line in debian.splitlines() for name in line.split()[1:]]
    assert len(needed) >= 6
    assert [name for name in needed if name not in recipe] == []
