"""Asking a service over HTTP: politely, a few times, and never for longer than a person waits."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import zlib
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from importlib import metadata
from math import inf
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from effllm.extras import extra

with extra("contribute", "asking arXiv and other services"):
    import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

HOSTS = {
    "arxiv-api": "https://export.arxiv.org",
    "arxiv-oai": "https://oaipmh.arxiv.org",
    "arxiv": "https://arxiv.org",
    "datacite": "https://api.datacite.org",
    "crossref": "https://api.crossref.org",
    "openreview-api": "https://api2.openreview.net",
    "openreview-api-1": "https://api.openreview.net",
    "openreview": "https://openreview.net",
    "acl": "https://aclanthology.org",
    "semantic-scholar": "https://api.semanticscholar.org",
    "openalex": "https://api.openalex.org",
    "github-api": "https://api.github.com",
    "github-raw": "https://raw.githubusercontent.com",
}
"""Base address of each service."""

STAND_IN = "EFFLLM_SOURCES"
"""Environment variable: address of a server that plays all services, each below its name in `HOSTS`; for tests."""

TRIES = 3
"""How often a service is asked."""
TIMEOUT = 10.0
"""Longest silence of a service, in seconds."""
DEADLINE = 20.0
"""Longest time for an answer, in seconds: all tries, pauses and what is read, however slowly it comes."""
REDIRECTS = 5
"""How many redirects are followed to an answer."""
SPACING = {"arxiv-api": 3.0, "arxiv-oai": 3.0}
"""Least time between two requests to a service, in seconds, where it asks for more than `USUAL_SPACING`."""
USUAL_SPACING = 1.0
LARGEST = 4_000_000
"""Largest answer that is read, in bytes."""

ABSENT = frozenset({404, 410})
"""Status of a page that is not there."""
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Status of a server that may answer when it is asked again."""

_TOO_LONG = "took too long"


class NoAnswer(Exception):  # noqa: N818 - what happened, not an error of the program
    """A service gave no answer that can be used; the text says why, in a word or two."""


class Missing(NoAnswer):
    """A service answered that it has no such paper."""

    def __init__(self, reason: str = "no such paper") -> None:
        super().__init__(reason)


class _Busy(Exception):  # noqa: N818 - as above
    """A service may answer when it is asked again: after the ``asked`` seconds, 0 where it names none."""

    def __init__(self, answer: httpx.Response) -> None:
        self.asked = asked_to_wait(answer)
        super().__init__(str(answer.status_code))


class Client:
    """Asks services; close it, or use it as a context."""

    def __init__(
        self,
        *,
        stand_in: str | None = None,
        tries: int = TRIES,
        deadline: float = DEADLINE,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a client.

        Args:
            stand_in: address of a server that plays all services; without it `STAND_IN` is looked up. A stand-in
                needs no politeness: there is no pause between requests to it.
            tries: how often a service is asked.
            deadline: longest time for an answer, in seconds.
            sleep: waits for some seconds.
            clock: seconds that pass.
        """
        self._stand_in = (stand_in or os.environ.get(STAND_IN, "")).rstrip("/")
        self._tries, self.deadline, self._until = tries, deadline, inf
        self._sleep, self._clock = sleep, clock
        self._asked: dict[str, float] = {}
        self._http = httpx.Client(
            headers={
                "User-Agent": f"effllm/{metadata.version('effllm')} (knowledge base of efficient-LLM research)",
                "Accept-Encoding": "gzip",
            },
            timeout=TIMEOUT,
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
            NoAnswer: it could not be reached, refused, failed each time, or took too long.
        """
        if {".", ".."} & set(path.split("/")):  # a DOI may hold them, an address would lead elsewhere
            raise NoAnswer("impossible address")
        base = f"{self._stand_in}/{host}" if self._stand_in else HOSTS[host]
        url = httpx.URL(base + quote(path, safe="/:;()._-"), params=params or None)
        reason = ""
        with self.within(self.deadline):
            for attempt in range(self._tries):
                self._space(host)
                reason, wait = "", float(2**attempt)
                try:
                    return self._wait_for(url)
                except httpx.TimeoutException:
                    reason = "timed out"
                except httpx.ConnectError as error:
                    raise NoAnswer(_why_unconnected(error)) from None
                except (httpx.HTTPError, httpx.InvalidURL):
                    reason = "no connection"
                except _Busy as busy:
                    reason, wait = str(busy), busy.asked or wait
                if attempt + 1 == self._tries or wait >= self.left():
                    break
                self._pause(wait)
        raise NoAnswer(reason)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let everything that is asked meanwhile take no longer than this, all together."""
        before = self._until
        self._until = min(before, self._clock() + seconds)
        try:
            yield
        finally:
            self._until = before

    def left(self) -> float:
        """Return the seconds that are left for what is asked; infinite outside of `within`."""
        return self._until - self._clock()

    def _wait_for(self, url: httpx.URL) -> str:
        """Return the text at an address in the time that is left.

        A thread asks: nothing else ends a look-up of names, or an answer that comes byte by byte. It is left to itself
        when time is up, and ends with the command.
        """
        answers: SimpleQueue[str | Exception] = SimpleQueue()
        until, left = self._until, self.left()

        def ask() -> None:
            try:
                answers.put(self._ask(url, until))
            except Exception as error:  # noqa: BLE001 - the thread that waits raises it
                answers.put(error)

        if left <= 0:
            raise NoAnswer(_TOO_LONG)
        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=left)
        except Empty:
            raise NoAnswer(_TOO_LONG) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ask(self, url: httpx.URL, until: float) -> str:
        request = self._http.build_request("GET", url)
        for _ in range(REDIRECTS + 1):
            answer = self._http.send(request, stream=True)
            try:
                if answer.next_request is None:
                    _refuse_failure(answer)
                    return self._text(answer, until)
                request = answer.next_request
            finally:
                answer.close()
            if not self._is_service(request.url):
                raise NoAnswer("redirected elsewhere")
        raise NoAnswer("redirected too often")

    def _is_service(self, url: httpx.URL) -> bool:
        """Tell whether an address is one of a service, so that no redirect leads into the network of who asks."""
        services = [self._stand_in] if self._stand_in else HOSTS.values()
        return any((url.scheme, url.host, url.port) == (s.scheme, s.host, s.port) for s in map(httpx.URL, services))

    def _text(self, answer: httpx.Response, until: float) -> str:
        """Return the text of an answer, as long as it is no longer than any that makes sense."""
        parts: list[bytes] = []
        size = 0
        for part in _unpacked(answer):
            size += len(part)
            if size > LARGEST:
                raise NoAnswer("answer too large")
            if self._clock() > until:
                raise NoAnswer(_TOO_LONG)
            parts.append(part)
        return b"".join(parts).decode("utf-8", errors="replace")

    def get_json(self, host: str, path: str, **params: str) -> Any:  # noqa: ANN401 - JSON holds anything
        """Return the values of an answer in JSON; see `get`."""
        try:
            return json.loads(self.get(host, path, **params))
        except (ValueError, RecursionError):
            raise NoAnswer("malformed answer") from None

    def _space(self, host: str) -> None:
        """Wait until the service may be asked again."""
        left = self._asked.get(host, -inf) + SPACING.get(host, USUAL_SPACING) - self._clock()
        if left > 0:
            self._pause(left)
        self._asked[host] = self._clock()

    def _pause(self, seconds: float) -> None:
        if not self._stand_in or self._sleep is not time.sleep:
            self._sleep(seconds)


def _refuse_failure(answer: httpx.Response) -> None:
    """Raise what the status of an answer means, unless it is an answer."""
    if answer.status_code in ABSENT:
        raise Missing
    if answer.status_code in BUSY:
        raise _Busy(answer)
    if answer.status_code != httpx.codes.OK:
        raise NoAnswer(str(answer.status_code))


def _unpacked(answer: httpx.Response) -> Iterator[bytes]:
    """Yield what an answer holds, a little more than `LARGEST` at most: a few bytes unpack to any number."""
    packing = answer.headers.get("Content-Encoding", "identity").lower()
    if packing == "identity":
        yield from answer.iter_raw()
    elif packing in {"gzip", "x-gzip"}:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)  # 16: gzip
        try:
            for part in answer.iter_raw():
                yield unpacker.decompress(part, LARGEST + 1)
        except zlib.error:
            raise NoAnswer("malformed answer") from None
    else:
        raise NoAnswer("malformed answer")


def _why_unconnected(error: BaseException | None) -> str:
    """Say why there was no connection: for want of a network, most of the time, where a name does not resolve."""
    while error:
        if isinstance(error, socket.gaierror):
            return "name does not resolve"
        error = error.__cause__ or error.__context__
    return "no connection"


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
