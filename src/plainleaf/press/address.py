"""Where a leaflet stands on the clinic's own web pages: the address in the foot of its sheets, and the same as QR code.

Nothing is fetched and nothing is guessed: without the setting ``[clinic] web`` no sheet carries an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from urllib.parse import quote, urlsplit

import segno

from plainleaf.problems import PlainleafError, Position, Problem

PLACEHOLDERS = ("leaflet", "lang", "level", "place", "path")
LONGEST = 150
"""Characters of a finished address. A longer one makes a code too fine for a copied sheet."""
_QUIET = 4  # light modules around the code: less, and readers do not find it
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# What an address may be made of without being quoted (RFC 3986); placeholders are taken out before.
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
_EXAMPLE = "https://clinic.example/leaflets/{path}"


def address_of(web: str, *, leaflet: str, lang: str, level: str, place: str, path: str) -> str:
    """The address of one sheet; an empty setting gives an empty one.

    Args:
        web: the setting, with any of the names of `PLACEHOLDERS` in braces.
        path: of the sheet below the output folder, with forward slashes.

    Raises:
        PlainleafError: W001, when the setting is no address of the web, or makes one that is too long.
    """
    if not web:
        return ""
    values = {"leaflet": leaflet, "lang": lang, "level": level, "place": place, "path": path}
    if fault := find_fault(web) or _find_fault_of_length(address := _fill(web, values), path):
        hint = f'such as web = "{_EXAMPLE}"'
        raise PlainleafError(Problem(Position("plainleaf.toml"), "W001", f"`web`: {fault}", hint))
    return address


def find_fault(web: str) -> str:
    """What is wrong with the setting, as a sentence without its full stop; empty: nothing."""
    unknown = [name for name in _PLACEHOLDER.findall(web) if name not in PLACEHOLDERS]
    if unknown:
        return f"there is no `{{{unknown[0]}}}`; known: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}"
    fixed = _PLACEHOLDER.sub("", web)
    if not _PLAIN.fullmatch(fixed):
        strange = next(char for char in fixed if not _PLAIN.fullmatch(char))
        return f"{strange!r} cannot stand in an address; copy the address as a browser shows it when it is pasted"
    no_address = "it is no address of the web, which begins with http:// or https:// and a host"
    try:
        parts = urlsplit(_PLACEHOLDER.sub("x", web))
        host, _ = parts.hostname, parts.port  # what no port can be is found only when it is asked for
    except ValueError:
        return no_address
    if not host or parts.scheme not in ("http", "https"):
        return no_address
    return "it holds a name or password, which would be printed" if "@" in parts.netloc else ""


def qr_svg(address: str) -> str:
    """The address as QR code: black modules on white with a quiet zone, the same text each time.

    Error correction is level M or, where that makes it no larger, a higher one.
    """
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix_iter(border=_QUIET)]
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _dark_runs(row)
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{path}"/></svg>\n'
    )


def _fill(web: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe="/" if found[1] == "path" else ""), web)


def _find_fault_of_length(address: str, path: str) -> str:
    if len(address) <= LONGEST:
        return ""
    return f"the address of {path} has {len(address)} characters, and no more than {LONGEST} can be scanned well"


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs, at = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append((at, length))
        at += length
    return runs
