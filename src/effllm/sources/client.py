"""Asking a service over HTTP: politely, a few times, and never for longer than a person waits."""

from __future__ import annotations

import json
import os
import time
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

HOSTS = {
    "arxiv-api": "https://export.arxiv.org",
    "arxiv": "https://arxiv.org",
    "datacite": "https://api.datacite.org",
    "crossref": "https://api.crossref.org",
    "openreview-api": "https://api2.openreview.net",
    "openreview-api-1": "https://api.openreview.net",
    "openreview": "https://openreview.net",
    "acl": "https://aclanthology.org",
    "semantic-scholar": "https://api.semanticscholar.org",
    "openalex": "https://api.openalex.org",
}
"""Base address of each service."""

STAND_IN = "EFFLLM_SOURCES"
"""Environment variable: address of a server that plays all services, each below its name in `HOSTS`; for tests."""

TRIES = 3
"""How often a service is asked."""
TIMEOUT = 10.0
"""Longest silence of a service, in seconds."""
LONGEST_WAIT = 20.0
"""Longest pause before a service is asked again, in seconds; a service that wants a longer one is left alone."""
SPACING = {"arxiv-api": 3.0}
"""Least time between two requests to a service, in seconds, where it asks for more than `USUAL_SPACING`."""
USUAL_SPACING = 1.0
LARGEST = 4_000_000
"""Largest answer that is read, in bytes."""

ABSENT = frozenset({404, 410})
"""Status of a page that is not there."""
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status of a server that may answer when it is asked again."""


class NoAnswer(Exception):  # noqa: N818 - what happened, not an error of the program
    """A service gave no answer that can be used; the text says why, in a word or two."""


class Missing(NoAnswer):
    """A service answered that it has no such paper."""

    def __init__(self, reason: str = "no such paper") -> None:
        super().__init__(reason)


class Client:
    """Asks services; close it, or use it as a context."""

    def __init__(
        self,
        *,
        stand_in: str | None = None,
        tries: int = TRIES,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a client.

        Args:
            stand_in: address of a server that plays all services; without it `STAND_IN` is looked up. A stand-in
                needs no politeness: there is no pause between requests to it.
            tries: how often a service is asked.
            sleep: waits for some seconds.
            clock: seconds that pass.
        """
        self._stand_in = (stand_in or os.environ.get(STAND_IN, "")).rstrip("/")
        self._tries = tries
        self._sleep, self._clock = sleep, clock
        self._asked: dict[str, float] = {}
        self._http = httpx.Client(
            headers={"User-Agent": f"effllm/{metadata.version('effllm')} (knowledge base of efficient-LLM research)"},
            timeout=TIMEOUT,
            follow_redirects=True,
            max_redirects=5,
        )

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, host: str, path: str, **params: str) -> str:
        """Return the text that a service answers with.

        Args:
            host: the service, a name of `HOSTS`.
            path: path of the address, with a slash in front; what has no place in a path is escaped.
            params: the query.

        Raises:
            Missing: the service has nothing there.
            NoAnswer: it could not be reached, refused, or failed each time.
        """
        if {".", ".."} & set(path.split("/")):  # a DOI may hold them, an address would lead elsewhere
            raise NoAnswer("impossible address")
        base = f"{self._stand_in}/{host}" if self._stand_in else HOSTS[host]
        address = base + quote(path, safe="/:;()._-")
        reason = ""
        for attempt in range(self._tries):
            wait = float(2**attempt)
            self._space(host)
            try:
                with self._http.stream("GET", address, params=params or None) as answer:
                    if answer.status_code == httpx.codes.OK:
                        return _text(answer)
                    if answer.status_code in ABSENT:
                        raise Missing
                    reason = str(answer.status_code)
                    if answer.status_code not in BUSY:
                        break
                    wait = asked_to_wait(answer) or wait
            except httpx.TimeoutException:
                reason = "timed out"
            except (httpx.HTTPError, httpx.InvalidURL):
                reason = "no connection"
            if wait > LONGEST_WAIT:
                break
            if attempt + 1 < self._tries:
                self._pause(wait)
        raise NoAnswer(reason)

    def get_json(self, host: str, path: str, **params: str) -> Any:  # noqa: ANN401 - JSON holds anything
        """Return the values of an answer in JSON; see `get`."""
        try:
            return json.loads(self.get(host, path, **params))
        except (ValueError, RecursionError):
            raise NoAnswer("malformed answer") from None

    def _space(self, host: str) -> None:
        """Wait until the service may be asked again."""
        last = self._asked.get(host)
        if last is not None:
            left = last + SPACING.get(host, USUAL_SPACING) - self._clock()
            if left > 0:
                self._pause(left)
        self._asked[host] = self._clock()

    def _pause(self, seconds: float) -> None:
        if not self._stand_in or self._sleep is not time.sleep:
            self._sleep(seconds)


def _text(answer: httpx.Response) -> str:
    """Return the text of an answer, as long as it is no longer than any that makes sense."""
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > LARGEST:
            raise NoAnswer("answer too large")
        parts.append(part)
    return b"".join(parts).decode("utf-8", errors="replace")


def asked_to_wait(answer: httpx.Response) -> float:
    """Return the seconds that ``Retry-After`` asks for; 0 where it asks for none."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
        return max(0.0, (until - parsedate_to_datetime(answer.headers.get("Date", ""))).total_seconds())
    except (TypeError, ValueError):
        return 0.0
