"""A client that talks to a stand-in, and whose time passes only when it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from effllm.sources import Client
from tests.fake_services import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_httpserver import HTTPServer


class Time:
    """A clock that stands still but for the pauses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def services(httpserver: HTTPServer) -> StandIn:
    return StandIn(httpserver)


@pytest.fixture
def client(services: StandIn, time: Time) -> Iterator[Client]:
    with Client(stand_in=services.url, sleep=time.sleep, clock=time.clock) as client:
        yield client
