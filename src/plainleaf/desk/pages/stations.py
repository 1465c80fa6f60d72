"""What a workstation remembers: its words, its name, its ward, its favorites."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from plainleaf.desk.station import clean_name
from plainleaf.desk.visit import RefusedError, Visit, open_visit


async def change(request: Request) -> Response:
    """The language of the pages, the name of the station, its ward: as far as the form says them."""
    visit = await open_visit(request)
    visit.check_token()
    station, said = visit.station, visit.said
    if said.get("language", "") in visit.ward.words:
        station = replace(station, language=said["language"])
    if "name" in said:
        station = replace(station, name=clean_name(said["name"]))
    if "profile" in said and said["profile"] in ("", *visit.ward.profiles):
        station = replace(station, profile=said["profile"])
    return visit.remembering(station).go(_back(visit))


async def favorite(request: Request) -> Response:
    """A leaflet is kept at hand, or not any more."""
    visit = await open_visit(request)
    visit.check_token()
    leaflet = visit.said.get("leaflet", "")
    if leaflet not in visit.ward.catalogue.cards:
        raise RefusedError(404, "error-not-found")
    station = visit.station.with_favorite(leaflet, wanted=visit.said.get("wanted") == "yes")
    return visit.remembering(station).go(_back(visit))


def _back(visit: Visit) -> str:
    """The page that the form was on, which is one of the desk's own."""
    back = visit.said.get("back", "")
    if "profile" in visit.said:  # another ward than the one that the address of the page names
        path, _, query = back.partition("?")
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "profile"]
        back = f"{path}?{urlencode(kept)}" if kept else path
    is_own = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if is_own else "/"
