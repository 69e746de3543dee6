from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from effllm.sources import Client, Missing, NoAnswer
from effllm.sources import client as module

if TYPE_CHECKING:
    from tests.sources.conftest import Time
    from tests.standin import StandIn


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
    def stream(*_: object, **__: object) -> object:
        raise httpx.ReadTimeout("silence")

    monkeypatch.setattr(client._http, "stream", stream)
    with pytest.raises(NoAnswer, match="timed out"):
        client.get("acl", "/x")
    assert services.asked() == []


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
