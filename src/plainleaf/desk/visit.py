"""One request to the desk: from which station, in which words, for which ward; and the page that answers it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Self
from urllib.parse import parse_qsl

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from plainleaf.desk.catalogue import Card
from plainleaf.desk.holdings import Ward
from plainleaf.desk.service import Service
from plainleaf.desk.station import Station, new_station, read_station
from plainleaf.desk.words import Words
from plainleaf.languages import SOURCE_TAG
from plainleaf.press.formats import Kind, Paper
from plainleaf.problems import PlainleafError

_MOST_FIELDS = 100
_COOKIE = "plainleaf-"
TOKEN = "token"  # noqa: S105 - the name of a field
_FORM = "application/x-www-form-urlencoded"


class RefusedError(Exception):
    """An answer that is no page of the desk's work.

    Attributes:
        status: of HTTP.
        word: of the desk, which says why.
        problems: for whoever runs it, in English.
    """

    def __init__(self, status: int, word: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(word)
        self.status, self.word, self.problems = status, word, problems


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("plainleaf.desk.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Visit:
    """One request.

    Attributes:
        station: as the request found it, or as it is to be remembered.
        before: none: a browser that was not here before.
        said: of a form, or of the address.
    """

    service: Service
    request: Request
    station: Station
    before: Station | None
    ward: Ward
    words: Words
    said: Mapping[str, str]

    @property
    def root(self) -> str:
        """The address below which the desk stands, without a slash at its end."""
        scope = self.request.scope
        return str(scope.get("app_root_path", scope.get("root_path", "")))

    @property
    def back(self) -> str:
        """The address of this page, below the root."""
        path = self.request.url.path.removeprefix(self.root)
        query = self.request.url.query
        return f"{path}?{query}" if query and self.request.method == "GET" else path

    @property
    def user(self) -> str:
        """Who is signed in, as a trusted proxy says; empty: it does not."""
        return str(getattr(self.request.state, "user", ""))

    def remembering(self, station: Station) -> Self:
        """The visit with what the station remembers from now on."""
        return replace(self, station=station)

    def check_token(self) -> None:
        """Refuse a form that does not come from a page of this station.

        Raises:
            RefusedError: 403.
        """
        if self.before is None or not self.before.knows(self.said.get(TOKEN, ""), self.service.secret):
            raise RefusedError(403, "error-stale")

    def take(self, cost: float = 1) -> None:
        """Count something that costs.

        Raises:
            RefusedError: 429, when this client has asked for too much.
        """
        client = self.request.client.host if self.request.client else ""
        if self.service.allowance.take(client, cost):
            raise RefusedError(429, "error-busy")

    def title_of(self, card: Card) -> str:
        """A medicine in the language of staff, or in English."""
        return card.titles.get(self.words.tag) or card.latin

    def page(self, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - of the template
        """A page of the desk."""
        token = self.station.token(self.service.secret)
        html = (
            _environment()
            .get_template(template)
            .render(
                w=self.words,
                languages=tuple(self.ward.words.values()),
                names=Names(self.words),
                ward=self.ward,
                station=self.station,
                root=self.root,
                back=self.back,
                hidden=lambda: hidden_fields({TOKEN: token}),
                leaflet_url=lambda leaflet: f"{self.root}/leaflet/{leaflet}",
                **values,
            )
        )
        return self._remember(HTMLResponse(html, status))

    def go(self, path: str) -> Response:
        """Send the browser to a page below the root."""
        return self._remember(RedirectResponse(self.root + path, 303))

    def answer(self, response: Response) -> Response:
        """An answer that is no page, with what the station remembers."""
        return self._remember(response)

    def _remember(self, response: Response) -> Response:
        for name, (value, life) in self.station.cookies(self.before).items():
            response.set_cookie(
                _COOKIE + name,
                value,
                max_age=life if value else 0,
                path=self.root or "/",
                secure=self.request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        return response


def hidden_fields(fields: Mapping[str, str]) -> Markup:
    """What a form carries."""
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup("").join(field.format(name, value) for name, value in fields.items() if name)


async def open_visit(request: Request) -> Visit:
    """Understand who asks.

    Raises:
        RefusedError: 400 or 415 for a form that cannot be read, 404 for a ward that is not there, 503 when the
            leaflets cannot be read.
    """
    service: Service = request.app.state.service
    before = read_station(
        {name.removeprefix(_COOKIE): text for name, text in request.cookies.items() if name.startswith(_COOKIE)}
    )
    station = before or new_station()
    said = await _read_form(request) if request.method == "POST" else dict(request.query_params)
    ward = await _ward(service, said, station)
    words = ward.words.get(station.language) or ward.words.get(service.settings.language) or ward.words[SOURCE_TAG]
    return Visit(service, request, station, before, ward, words, said)


async def _ward(service: Service, said: Mapping[str, str], station: Station) -> Ward:
    """The ward that is asked for, or that of the station; one that is gone is no reason to refuse a station."""
    place = said.get("place", "")
    try:
        usual = await asyncio.to_thread(service.holdings.ward)
        profile = said.get("profile", station.profile)
        if profile not in usual.profiles:
            profile = ""
        if place and place not in usual.places:
            raise RefusedError(404, "error-not-found")
        if not place and not profile:
            return usual
        return await asyncio.to_thread(service.holdings.ward, place, profile)
    except PlainleafError as error:
        raise RefusedError(503, "error-failed", tuple(map(str, error.problems))) from None


async def _read_form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise RefusedError(415, "error-request")
    try:
        fields = parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise RefusedError(400, "error-request") from None
    return dict(fields)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of leaflets, languages and papers as the staff of a station knows them."""

    words: Words

    def title(self, card: Any) -> str:  # noqa: ANN401 - a card, from a template
        """A medicine in the language of staff, or in English."""
        return str(card.titles.get(self.words.tag) or card.latin)

    def other(self, card: Any) -> str:  # noqa: ANN401
        """Its English name, where it is another one."""
        return "" if self.title(card) == card.latin else str(card.latin)

    def language(self, tongue: Any) -> str:  # noqa: ANN401
        """A language in the language of staff."""
        return self.of_tag(tongue.tag) or str(tongue.english_name)

    def of_tag(self, tag: str) -> str:
        """The same by its tag; as it is, where nobody knows it."""
        return _language_name(tag, self.words.tag)

    def format(self, choice: Any) -> str:  # noqa: ANN401
        """A kind of sheet with its paper."""
        return f"{self.words.plain(FORMAT_WORDS[choice.kind])}, {PAPER_NAMES[choice.paper]}"

    def time(self, time: Any) -> str:  # noqa: ANN401
        """A time, by the clock of this machine."""
        return str(time.astimezone().strftime("%Y-%m-%d %H:%M"))


FORMAT_WORDS: Mapping[Kind, str] = {
    "standard": "format-standard",
    "large": "screen-large",
    "summary": "screen-summary",
    "booklet": "screen-booklet",
    "bilingual": "format-bilingual",
}
"""Words for kinds of sheet."""
PAPER_NAMES: Mapping[Paper, str] = {"letter": "Letter", "a4": "A4"}
"""Papers are called the same everywhere."""


@cache
def _language_name(tag: str, staff: str) -> str:
    try:
        return Locale.parse(tag, sep="-").get_display_name(Locale.parse(staff, sep="-")) or tag
    except (UnknownLocaleError, ValueError):
        return tag
