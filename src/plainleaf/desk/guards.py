"""What stands before the pages: who may ask, how much and how often, and what a browser may do with an answer."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 64 << 10
MOST_ADDRESS = 8 << 10
"""Bytes of a form, and of an address with its question."""
OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; object-src 'none'; frame-src 'self' blob:; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'self'; img-src 'self'; script-src 'self'; style-src 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-frame-options": "SAMEORIGIN",
}
_MOST_CLIENTS = 10_000
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::[0-9]{1,5})?")


class SayWhatMayBeDone:
    """Sets the headers that keep a browser from doing more with an answer than the desk does itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers; one that the page has set itself stays."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class KeepItSmall:
    """Refuses addresses and forms that are longer than any of ours, also one that does not say how long it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what fits."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        address = len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"")
        if address > MOST_ADDRESS or not said.isdecimal() or int(said[:12]) > MOST_BODY:
            await PlainTextResponse("too large\n", 414 if address > MOST_ADDRESS else 413)(scope, receive, send)
            return
        body = b""
        more = scope["method"] not in ("GET", "HEAD")
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST_BODY:
                await PlainTextResponse("too large\n", 413)(scope, receive, send)
                return
        sent = False

        async def receive_again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self.app(scope, receive_again, send)


@dataclass(slots=True)
class Allowance:
    """How often each client may ask for something that costs: so many at once, and so many a second on and on.

    Attributes:
        clock: seconds that never go back.
    """

    at_once: float
    a_second: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, client: str, cost: float = 1) -> float:
        """Ask for something.

        Returns:
            0 when it is allowed; otherwise the seconds after which it will be.
        """
        now = self.clock()
        left, then = self._left.pop(client, (self.at_once, now))
        left = min(self.at_once, left + (now - then) * self.a_second)
        allowed = left >= cost
        self._left[client] = (left - cost if allowed else left, now)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (cost - left) / self.a_second


class NameTheUser:
    """Takes the name of who is signed in from a proxy that is trusted, and from nobody else.

    It stands before whatever replaces the address of the client by the one that a proxy names.
    """

    def __init__(self, app: ASGIApp, header: str, trusted: Iterable[str]) -> None:
        """Name the header, and the addresses of the proxies; an empty header: nobody is named."""
        self.app = app
        self._header, self._trusted = header.lower().encode("latin-1"), frozenset(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on with ``user`` in the state."""
        if scope["type"] == "http":
            peer = (scope.get("client") or ("", 0))[0]
            said = [value for name, value in scope["headers"] if self._header and name == self._header]
            name = said[0].decode("utf-8", "replace") if len(said) == 1 and peer in self._trusted else ""
            scope.setdefault("state", {})["user"] = "".join(filter(str.isprintable, name))[:80]
        await self.app(scope, receive, send)


class KnowOneself:
    """Answers to its own names only: a page elsewhere must not reach the desk of this machine by a name of its own."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        """Name the hosts, without ports."""
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is meant for the desk."""
        if scope["type"] == "http":
            match = _HOST.fullmatch(Headers(scope=scope).get("host", "").lower())
            if not match or match["name"] not in self._hosts:
                said = (
                    "this desk does not answer to that name: `hosts` under [desk] in plainleaf.toml lists its names\n"
                )
                await PlainTextResponse(said, 421)(scope, receive, send)
                return
        await self.app(scope, receive, send)
