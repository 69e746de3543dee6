"""Ask whether addresses still lead somewhere, politely, and call none dead that is not.

Checkers cry wolf where they take every failure for a dead link. Here an address is gone only if its server says so (404
or 410) to a full request; who answers 403, 429 or 5xx, or not at all, could not be asked, and that proves nothing. It
is dead when two runs on different days found it gone.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from effllm.extras import extra
from effllm.ids import address
from effllm.sources.client import ABSENT, BUSY, STAND_IN, asked_to_wait

with extra("contribute", "asking whether links lead somewhere"):
    import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from effllm.kb import KnowledgeBase

AGENT = "effllm-links (checks the links of a public list once a week)"
LONGEST_WAIT = 60.0
"""Seconds that a server may ask to wait before the next try."""

PATIENCE = 10
"""After so many failures in a row a host is not asked any more in this run."""

_FOR_GOOD = frozenset({301, 308})
_NOT_FOLLOWED = frozenset({"doi.org"})
"""Its redirect is the answer: the DOI exists. Publishers behind it turn programs away."""


class LinkState(StrEnum):
    """What is known of an address after a run."""

    ALIVE = "alive"
    GONE = "gone"
    UNKNOWN = "unknown"


class Followed(NamedTuple):
    """What became of an address.

    Attributes:
        state: what is known.
        reason: status or failure, as ``404`` or ``timeout``.
        moved: where it leads now, if every redirect on the way says that it is for good; else empty.
    """

    state: LinkState
    reason: str
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are asked.

    Attributes:
        pause: seconds between two requests to one host.
        tries: how often a busy host is asked.
        timeout: seconds for an answer.
        stand_in: address of a server that plays all hosts, each below its name; for tests.
    """

    pause: float = 3.0
    tries: int = 3
    timeout: float = 30.0
    stand_in: str = ""


def usual_manners() -> Manners:
    """Return how servers are asked; a stand-in, see `effllm.sources.client.STAND_IN`, needs no pause."""
    stand_in = os.environ.get(STAND_IN, "")
    return Manners(pause=0, stand_in=stand_in) if stand_in else Manners()


class _StandIn(httpx.HTTPTransport):
    """Asks one server in the place of every host."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address.rstrip("/")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = f"{self._address}/{request.url.host}{request.url.raw_path.decode()}"
        headers = {"Host": httpx.URL(url).netloc.decode()}
        return super().handle_request(httpx.Request(request.method, url, headers=headers, stream=request.stream))


def addresses(kb: KnowledgeBase) -> dict[str, list[str]]:
    """Return the addresses that records name or that their ids stand for, each with the keys of those records.

    Those of arXiv are left out: an id stays there for good, and its API is asked about five thousand in minutes.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for paper in kb.papers.values():
        for url in [
            *(address(kind, value) for kind, value in paper.ids.items() if kind != "arxiv"),
            paper.url,
            paper.code,
        ]:
            if url:
                found[url].append(paper.key)
    for framework in kb.frameworks.values():
        for url in (f"https://github.com/{framework.repo}", framework.docs):
            if url:
                found[url].append(framework.id)
    return dict(found)


def check(
    urls: Iterable[str],
    manners: Manners = Manners(),
    told: Callable[[str, Followed], None] = lambda _url, _found: None,
) -> dict[str, Followed]:
    """Return what became of each address. Hosts are asked at the same time, each of them one request after another.

    Args:
        urls: the addresses.
        manners: how servers are asked.
        told: is told of each answer as it comes, from several threads.
    """
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        hosts[_host_of(url)].append(url)
    found: dict[str, Followed] = {}
    transport = _StandIn(manners.stand_in) if manners.stand_in else None
    client = httpx.Client(headers={"User-Agent": AGENT}, timeout=manners.timeout, max_redirects=10, transport=transport)
    with client, ThreadPoolExecutor(max_workers=len(hosts) or 1) as pool:
        for part in pool.map(lambda ours: _host(client, ours, manners, told), hosts.values()):
            found |= part
    return found


def _host_of(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower()


def _host(
    client: httpx.Client, urls: list[str], manners: Manners, told: Callable[[str, Followed], None]
) -> dict[str, Followed]:
    """Ask one host, and leave it alone once it answers nothing any more."""
    found: dict[str, Followed] = {}
    failed = 0
    for number, url in enumerate(urls):
        if failed == PATIENCE:
            found[url] = Followed(LinkState.UNKNOWN, "not asked: the host gave no answers")
            continue
        if number:
            time.sleep(manners.pause)
        found[url] = _one(client, url, manners)
        told(url, found[url])
        failed = failed + 1 if found[url].state is LinkState.UNKNOWN else 0
    return found


def _one(client: httpx.Client, url: str, manners: Manners) -> Followed:
    """Ask for the head of a page, for the page itself where that is refused, and again where the host is busy."""
    finding = Followed(LinkState.UNKNOWN, "not asked")
    for attempt in range(manners.tries):
        wait = None
        for method in ("HEAD", "GET") if attempt + 1 < manners.tries else ("GET",):
            finding, wait = _ask(client, method, url, manners.pause * 2**attempt)
            if finding.state is LinkState.ALIVE:
                return finding
            if wait is not None:
                time.sleep(wait)
                break
            if method == "HEAD":
                time.sleep(manners.pause)
        if wait is None:
            break
    return finding


def _ask(client: httpx.Client, method: str, url: str, wait: float) -> tuple[Followed, float | None]:
    """Return what one request tells, and the seconds to wait where another try makes sense."""
    follow = _host_of(url) not in _NOT_FOLLOWED
    try:
        with client.stream(method, url, follow_redirects=follow) as response:
            status = response.status_code
            asked = asked_to_wait(response)
            for_good = response.history and all(one.status_code in _FOR_GOOD for one in response.history)
            moved = str(response.url) if for_good else ""
    except httpx.TimeoutException:
        return Followed(LinkState.UNKNOWN, "timeout"), wait
    except httpx.TransportError as error:
        return Followed(LinkState.UNKNOWN, type(error).__name__), wait
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Followed(LinkState.UNKNOWN, type(error).__name__), None
    if status < httpx.codes.BAD_REQUEST:
        return Followed(LinkState.ALIVE, str(status), moved), None
    if status in ABSENT:
        return Followed(LinkState.GONE, str(status)), None
    return Followed(LinkState.UNKNOWN, str(status)), min(asked or wait, LONGEST_WAIT) if status in BUSY else None


def remember(last: Mapping[str, date], found: Mapping[str, Followed], today: date) -> dict[str, date]:
    """Return ``{address: day}`` of what is gone and the day on which it was first found so.

    What could not be asked keeps its day; what answers again, or stands in no record any more, loses it.

    Args:
        last: the same of the run before.
        found: what this run found.
        today: day of this run.
    """
    kept = {url: day for url, day in last.items() if url in found and found[url].state is not LinkState.ALIVE}
    return {**{url: today for url, finding in found.items() if finding.state is LinkState.GONE}, **kept}


def dead(gone: Mapping[str, date], found: Mapping[str, Followed], today: date) -> dict[str, date]:
    """Return those of `remember` that this run and one on an earlier day found gone."""
    return {url: day for url, day in sorted(gone.items()) if day < today and found[url].state is LinkState.GONE}
