"""The folder of a site: whole files only, nothing stale, and nothing of anybody else's touched.

A folder is ours when it holds the manifest of an earlier site. Everything that the manifest lists, and nothing else, is
replaced or taken away; a file that it does not list is somebody else's, and where it stands in the way nothing is
written at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from plainleaf.build.store import hash_file, write_whole
from plainleaf.problems import PlainleafError, Position, Problem

MANIFEST = "site.json"
SCHEMA = "plainleaf-site-1"


@dataclass(frozen=True, slots=True)
class Published:
    """What writing did: paths below the folder."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def publish(folder: Path, files: Mapping[str, bytes], pages: Iterable[Mapping[str, object]]) -> Published:
    """Make the folder hold these files, and none that an earlier site left.

    Args:
        files: bytes by path below the folder, with forward slashes.
        pages: what the manifest says of each leaflet's page.

    Raises:
        PlainleafError: B010, when the folder or a file in the way is not ours: nothing is written; B001, when
            something cannot be written: what was written stays, and is ours.
    """
    before = open_folder(folder)
    _check_ways(folder, files, before)
    hashes = {path: sha256(data).hexdigest() for path, data in files.items()}
    shown = list(pages)
    stale = sorted(before.keys() - files.keys())
    fresh = [path for path in sorted(files) if hash_file(folder / path) != hashes[path]]
    if fresh or stale:
        # First the manifest of both, so that an interrupted run leaves no file that nobody owns up to.
        _write_manifest(folder, {**before, **hashes}, shown)
    for path in fresh:
        write_whole(folder / path, files[path])
    removed = [path for path in stale if _remove(folder, path)]
    _write_manifest(folder, hashes, shown)
    unchanged = tuple(path for path in sorted(files) if path not in set(fresh))
    return Published(tuple(fresh), unchanged, tuple(removed))


def open_folder(folder: Path) -> dict[str, str]:
    """The hashes of the files that an earlier site left in the folder, by path; none in a new or empty folder.

    Raises:
        PlainleafError: B010, when the folder holds anything and is not ours.
    """
    try:
        there = [path.name for path in folder.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PlainleafError(_not_ours(folder, f"it cannot be read: {error.strerror}")) from None
    if not there:
        return {}
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = manifest["schema"] == SCHEMA
        files = {str(path): str(value) for path, value in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise PlainleafError(_not_ours(folder, f"it holds files and no {MANIFEST} of a site")) from None
    if not ours or not all(map(_is_inside, files)):
        raise PlainleafError(_not_ours(folder, f"its {MANIFEST} is not that of a site"))
    return files


def _not_ours(folder: Path, reason: str) -> Problem:
    hint = "name an empty folder, or one that `plainleaf export site` made"
    return Problem(Position(str(folder)), "B010", f"the folder is not used: {reason}", hint)


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not PurePosixPath(path).is_absolute() and not {"..", "\\"} & {*parts, *path}


def _check_ways(folder: Path, files: Mapping[str, bytes], before: Mapping[str, str]) -> None:
    """B010 for each file of somebody else, and each link, where one of ours belongs."""
    problems = []
    for path in sorted({*files, *before}):
        ways = [folder / Path(*PurePosixPath(path).parts[:end]) for end in range(1, len(PurePosixPath(path).parts) + 1)]
        foreign = path not in before and ways[-1].exists()
        if foreign or any(way.is_symlink() for way in ways) or any(way.is_file() for way in ways[:-1]):
            hint = "move it away, or name another folder"
            problems.append(Problem(Position(str(ways[-1])), "B010", "something that is not ours is in the way", hint))
    if problems:
        raise PlainleafError(problems)


def _remove(folder: Path, path: str) -> bool:
    """Take away a file of an earlier site, and folders that it leaves empty; whether there was one."""
    target = folder / path
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        message = f"a page that must not be shown any more cannot be removed: {error.strerror}"
        raise PlainleafError(Problem(Position(str(target)), "B001", message, "remove it by hand")) from None
    for parent in list(PurePosixPath(path).parents)[:-1]:
        try:
            (folder / parent).rmdir()
        except OSError:
            break  # something is left in it
    return True


def _write_manifest(folder: Path, hashes: Mapping[str, str], pages: list[Mapping[str, object]]) -> None:
    manifest = {"schema": SCHEMA, "pages": pages, "files": dict(sorted(hashes.items()))}
    data = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    if hash_file(folder / MANIFEST) != sha256(data).hexdigest():
        write_whole(folder / MANIFEST, data)
