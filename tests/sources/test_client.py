from __future__ import annotations

import gzip
import socket
from threading import Event
from typing import TYPE_CHECKING, NoReturn

import httpx
import pytest
from werkzeug import Response

from effllm.sources import Client, Missing, NoAnswer, Unreachable, lookup
from effllm.sources import client as module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug import Request

    from tests.fake_services import StandIn
    from tests.sources.conftest import Time


def test_who_asks_is_said(client: Client, services: StandIn) -> None:
    services.says("/acl/x.bib", "text")
    assert client.get("acl", "/x.bib") == "text"
    agent = services.server.log[0][0].headers["User-Agent"]
    assert agent.startswith("effllm/")
    assert "@" not in agent


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_service_is_asked_again_later_and_later(
    status: int, client: Client, services: StandIn, time: Time
) -> None:
    services.says("/crossref/works/1", "", status=status)
    with pytest.raises(NoAnswer, match=f"^{status}$"):
        client.get("crossref", "/works/1")
    assert len(services.asked()) == 3
    assert time.pauses == [1.0, 2.0]


def test_it_recovers(client: Client, services: StandIn) -> None:
    services.server.expect_oneshot_request("/acl/x").respond_with_data("", status=503)
    services.server.expect_oneshot_request("/acl/x").respond_with_data("here")
    assert client.get("acl", "/x") == "here"


@pytest.mark.parametrize(
    ("asked", "pauses"),
    [
        ({"Retry-After": "7"}, [7.0, 7.0]),
        ({"Retry-After": "3600"}, []),
        ({"Retry-After": "soon"}, [1.0, 2.0]),
        ({"Retry-After": "-5"}, [1.0, 2.0]),
    ],
)
def test_retry_after(asked: dict[str, str], pauses: list[float], client: Client, services: StandIn, time: Time) -> None:
    services.says("/acl/x", "", status=429, headers=asked)
    with pytest.raises(NoAnswer, match="429"):
        client.get("acl", "/x")
    assert time.pauses == pauses


def test_retry_after_a_date() -> None:
    headers = {"Retry-After": "Tue, 01 Jul 2025 10:00:05 GMT", "Date": "Tue, 01 Jul 2025 10:00:00 GMT"}
    assert module.asked_to_wait(httpx.Response(429, headers=headers)) == 5.0
    assert module.asked_to_wait(httpx.Response(429, headers={"Retry-After": headers["Date"]})) == 0.0


@pytest.mark.parametrize(("status", "error"), [(403, NoAnswer), (400, NoAnswer), (404, Missing), (410, Missing)])
def test_a_refusal_is_not_repeated(status: int, error: type[NoAnswer], client: Client, services: StandIn) -> None:
    services.says("/acl/x", "", status=status)
    with pytest.raises(error):
        client.get("acl", "/x")
    assert len(services.asked()) == 1


def test_requests_to_one_service_are_spaced(client: Client, services: StandIn, time: Time) -> None:
    for path in ("/arxiv-api/a", "/arxiv-api/b", "/acl/c"):
        services.says(path, "text")
    client.get("arxiv-api", "/a")
    client.get("acl", "/c")
    client.get("arxiv-api", "/b")
    assert time.pauses == [3.0]


def test_nobody_there(time: Time) -> None:
    with (
        Client(stand_in="http://127.0.0.1:1", sleep=time.sleep, clock=time.clock) as client,
        pytest.raises(NoAnswer, match="no connection"),
    ):
        client.get("acl", "/x")


def test_a_silent_service(client: Client, services: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(*_: object, **__: object) -> object:
        raise httpx.ReadTimeout("silence")

    monkeypatch.setattr(client._http, "send", send)
    with pytest.raises(NoAnswer, match="timed out"):
        client.get("acl", "/x")
    assert services.asked() == []


def test_a_name_that_does_not_resolve_is_asked_for_once(time: Time, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def unknown(*arguments: object, **_: object) -> NoReturn:
        asked.append(arguments)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with Client(stand_in="http://nowhere.invalid", sleep=time.sleep, clock=time.clock) as client:
        with pytest.raises(NoAnswer, match=r"^name does not resolve$"):
            client.get("acl", "/x")
        with pytest.raises(Unreachable, match=r"^arXiv \(name does not resolve\), DataCite "):
            lookup(client, "arxiv", "2401.00001")
    assert len(asked) == 4
    assert time.pauses == []


@pytest.mark.parametrize("where", ["headers", "body"])
def test_an_answer_that_comes_byte_by_byte(where: str, services: StandIn) -> None:
    """The stand-in says nothing more until the client has given up."""
    given_up = Event()

    def drip() -> Iterator[bytes]:
        yield b"a"
        given_up.wait(10)

    def answer(_: Request) -> Response:
        if where == "headers":
            given_up.wait(10)
        return Response(drip(), direct_passthrough=True)

    services.server.expect_request("/acl/x").respond_with_handler(answer)
    with Client(stand_in=services.url, deadline=0.2) as client:
        try:
            with pytest.raises(NoAnswer, match=r"^took too long$"):
                client.get("acl", "/x")
        finally:
            given_up.set()


def test_a_slow_answer_is_cut_while_it_comes(services: StandIn, time: Time) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(100):
            time.now += 4
            yield b"a"

    services.server.expect_request("/acl/x").respond_with_handler(lambda _: Response(drip(), direct_passthrough=True))
    with (
        Client(stand_in=services.url, sleep=time.sleep, clock=time.clock) as client,
        pytest.raises(NoAnswer, match=r"^took too long$"),
    ):
        client.get("acl", "/x")


def test_all_services_together_have_one_deadline(client: Client, services: StandIn, time: Time) -> None:
    """Each silence lasts as long as is left for the service: 10, 5 and 5 of 20 seconds."""
    starts: list[float] = []

    def silent(*_: object) -> NoReturn:
        starts.append(time.now)
        time.now += client.left()
        raise NoAnswer("took too long")

    client._wait_for = silent  # type: ignore[method-assign, assignment]
    with pytest.raises(Unreachable):
        lookup(client, "arxiv", "2401.00001")
    assert starts == [0, 10, 15]
    assert time.now == 20
    assert services.asked() == []


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "http://127.0.0.1:1/secret", "//example.org/x", "gopher://x", "http://"]
)
def test_a_redirect_never_leaves_the_services(to: str, client: Client, services: StandIn, time: Time) -> None:
    services.says("/acl/x", "", status=302, headers={"Location": to})
    with pytest.raises(NoAnswer, match=r"redirected elsewhere|no connection"):
        client.get("acl", "/x")
    assert set(services.asked()) == {"/acl/x"}
    assert time.now < 20


def test_redirects_among_the_services_are_followed(client: Client, services: StandIn) -> None:
    services.says("/acl/x", "", status=301, headers={"Location": "/acl/y"})
    services.says("/acl/y", "here")
    services.says("/acl/round", "", status=302, headers={"Location": "/acl/round"})
    assert client.get("acl", "/x") == "here"
    with pytest.raises(NoAnswer, match="redirected too often"):
        client.get("acl", "/round")


def test_a_packed_answer(client: Client, services: StandIn) -> None:
    def answers(path: str, content: bytes, packing: str) -> None:
        response = Response(content, headers={"Content-Encoding": packing})
        services.server.expect_request(path).respond_with_response(response)

    answers("/acl/good", gzip.compress("Müller".encode()), "gzip")
    answers("/acl/bomb", gzip.compress(b"0" * 3 * module.LARGEST), "gzip")
    answers("/acl/broken", b"no gzip", "gzip")
    answers("/acl/odd", b"?", "br")
    assert client.get("acl", "/good") == "Müller"
    for path, why in (("/bomb", "too large"), ("/broken", "malformed"), ("/odd", "malformed")):
        with pytest.raises(NoAnswer, match=why):
            client.get("acl", path)
    assert len(services.asked()) == 4


def test_an_endless_answer_is_cut(client: Client, services: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 100)
    services.says("/acl/x", "x" * 1000)
    with pytest.raises(NoAnswer, match="too large"):
        client.get("acl", "/x")


@pytest.mark.parametrize("answer", ["", "<html>", "[" * 100_000, '{"a": }'])
def test_no_json(answer: str, client: Client, services: StandIn) -> None:
    services.says("/crossref/x", answer)
    with pytest.raises(NoAnswer, match="malformed"):
        client.get_json("crossref", "/x")


def test_an_id_cannot_change_the_address(client: Client, services: StandIn) -> None:
    services.says("/crossref/works/10.1/a?b#c d", "text")
    assert client.get("crossref", "/works/10.1/a?b#c d") == "text"
    for path in ("/works/10.1/../..", "/works/10.1/./a"):
        with pytest.raises(NoAnswer, match="impossible"):
            client.get("crossref", path)


def test_without_a_stand_in_the_services_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EFFLLM_SOURCES", raising=False)
    assert Client()._stand_in == ""
    assert all(base.startswith("https://") for base in module.HOSTS.values())


def test_a_stand_in_is_not_waited_for(services: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFFLLM_SOURCES", services.url)
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waited"))
    services.says("/acl/x", "", status=503)
    with Client() as client, pytest.raises(NoAnswer):
        client.get("acl", "/x")
