"""What stands before the pages, asked with what nobody should ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from plainleaf.desk.guards import (
    HEADERS,
    MOST_ADDRESS,
    MOST_BODY,
    OWN_HOSTS,
    Allowance,
    KeepItSmall,
    KnowOneself,
    NameTheUser,
    SayWhatMayBeDone,
)


async def echo(request: Request) -> Response:
    return JSONResponse({"user": request.state.user, "body": (await request.body()).decode()})


async def own(_: Request) -> Response:
    return PlainTextResponse("here", headers={"Cache-Control": "max-age=9", "Content-Security-Policy": "none"})


def client(peer: str = "10.0.0.9", trusted: tuple[str, ...] = ("10.0.0.1",)) -> TestClient:
    guards = [
        Middleware(SayWhatMayBeDone),
        Middleware(KnowOneself, hosts=(*OWN_HOSTS, "desk.example")),
        Middleware(KeepItSmall),
        Middleware(NameTheUser, header="X-Remote-User", trusted=trusted),
    ]
    routes = [Route("/", echo, methods=["GET", "POST"]), Route("/own", own)]
    return TestClient(Starlette(routes=routes, middleware=guards), base_url="http://desk.example", client=(peer, 5))


def test_every_answer_says_what_may_be_done_with_it() -> None:
    for answer in (client().get("/"), client().get("/nowhere"), client().get("/", headers={"host": "evil.example"})):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_a_page_may_say_it_itself() -> None:
    answer = client().get("/own")
    assert (answer.headers["cache-control"], answer.headers["content-security-policy"]) == ("max-age=9", "none")


@pytest.mark.parametrize("host", ["desk.example", "DESK.example:8760", "localhost:1", "127.0.0.1", "[::1]:8760"])
def test_the_desk_answers_to_its_names(host: str) -> None:
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "desk.example.evil", "desk.example:x", "[::1", "a:b:c", "localhost."]
)
def test_the_desk_answers_to_no_other_name(host: str) -> None:
    answer = client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "plainleaf.toml" in answer.text


def test_a_form_that_is_too_large_is_refused() -> None:
    assert client().post("/", content=b"x" * MOST_BODY).json()["body"] == "x" * MOST_BODY
    assert client().post("/", content=b"x" * (MOST_BODY + 1)).status_code == 413
    assert client().post("/", content=b"x", headers={"content-length": "-1"}).status_code == 413


def test_a_form_that_does_not_say_how_long_it_is_has_an_end() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1024

    assert client().post("/", content=pieces()).status_code == 413


def test_an_address_that_is_too_long_is_refused() -> None:
    assert client().get("/", params={"q": "x" * MOST_ADDRESS}).status_code == 414


def test_only_a_proxy_that_is_trusted_names_the_user() -> None:
    said = {"x-remote-user": "nurse\x07 Ana"}
    assert client("10.0.0.1").get("/", headers=said).json()["user"] == "nurse Ana"
    assert client("10.0.0.2").get("/", headers=said).json()["user"] == ""
    assert client("10.0.0.1").get("/", headers=[("x-remote-user", "a"), ("x-remote-user", "b")]).json()["user"] == ""
    assert client("10.0.0.1", ()).get("/", headers=said).json()["user"] == ""


def test_each_client_has_an_allowance_that_comes_back() -> None:
    now = [0.0]
    allowance = Allowance(at_once=2, a_second=0.5, clock=lambda: now[0])
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 2]
    assert allowance.take("b") == 0
    now[0] = 2.0
    assert [allowance.take("a") for _ in range(2)] == [0, 2]
    now[0] = 1_000.0
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 2]


def test_clients_without_number_do_not_fill_the_memory() -> None:
    allowance = Allowance(1, 1, clock=lambda: 0.0)
    for number in range(20_000):
        allowance.take(str(number))
    assert len(allowance._left) <= 10_000
