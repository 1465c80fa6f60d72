from __future__ import annotations

import re
import tomllib
from importlib import metadata
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.support.library import REPOSITORY

LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INVENTORY = tomllib.loads((REPOSITORY / "tests" / "ground" / "licences.toml").read_text(encoding="utf-8"))
LOCKED = re.findall(r"^([a-z0-9][a-z0-9.-]*)==", LOCK, re.MULTILINE)
FREE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
} | {"PSF-2.0", "Zlib"}
# Weak copyleft: it holds for the package's own files, which plainleaf uses as they are. The exception of GCC is for
# its run-time libraries, which any program may carry.
WEAK = {"LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0", "GPL-3.0-or-later WITH GCC-exception-3.1"}
TOOLKIT = "translate-toolkit"


def stated(name: str) -> str:
    """What a package's metadata says of its licence."""
    said = metadata.metadata(name)
    expressions, words, classifiers = (
        said.get_all(field) or [] for field in ("License-Expression", "License", "Classifier")
    )
    classes = [one.split(" :: ")[-1] for one in classifiers if one.startswith("License ::")]
    return "".join(expressions) or "; ".join(classes) or "".join(words).strip().split("\n")[0]


def brought(names: list[Requirement]) -> set[str]:
    """What these packages bring, and what that brings, in this environment."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found:
            continue
        found.add(name)
        for text in metadata.requires(name) or ():
            needed = Requirement(text)
            extras = requirement.extras or {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return found


def defaults() -> set[str]:
    return brought([Requirement(text) for text in PROJECT["dependencies"]])


def test_the_inventory_is_what_is_installed() -> None:
    assert len(LOCKED) > 40
    assert sorted(INVENTORY) == sorted(LOCKED)


@pytest.mark.parametrize("name", LOCKED)
def test_a_package_states_what_was_looked_at(name: str) -> None:
    assert stated(name) == INVENTORY[name]["stated"], (
        f"{name} states another licence: read it, then tests/ground/licences.toml"
    )


@pytest.mark.parametrize(("name", "entry"), INVENTORY.items(), ids=list(INVENTORY))
def test_nothing_that_is_installed_by_default_is_under_the_gpl(name: str, entry: dict[str, Any]) -> None:
    assert set(entry) - {"reason"} == {"licence", "stated"}
    used = set(re.split(r" (?:AND|OR) ", entry["licence"]))
    assert used <= FREE | WEAK, f"{name} is under {entry['licence']}"
    unusual = used & WEAK or re.search(r"GPL|GNU|Other|Proprietary", entry["stated"])
    assert bool(entry.get("reason")) == bool(unusual), f"{name} needs a reason, or needs none"


def test_the_lock_file_has_all_that_the_dependencies_bring() -> None:
    found = defaults()
    assert "lxml" in found  # by way of pikepdf: what others bring is followed
    assert found <= set(LOCKED)


def test_the_translate_toolkit_is_an_extra_and_no_default() -> None:
    assert TOOLKIT not in defaults() | set(LOCKED)
    extras = PROJECT["optional-dependencies"]
    with_toolkit = {extra for extra, names in extras.items() if any(Requirement(one).name == TOOLKIT for one in names)}
    assert with_toolkit == {"exchange", "test"}
    assert "GPL" in stated(TOOLKIT)
