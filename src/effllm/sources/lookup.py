"""Which service is asked for what, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from effllm.sources import acl, arxiv, doi_agencies, openreview
from effllm.sources.client import Missing, NoAnswer
from effllm.text import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from effllm.bibliography.reference import Reference
    from effllm.sources.client import Client

ORDER: dict[str, tuple[tuple[str, Callable[[Client, str], Reference]], ...]] = {
    "arxiv": (
        ("arXiv", arxiv.ask_api),
        ("DataCite", doi_agencies.ask_datacite_arxiv),
        ("arXiv's page", arxiv.ask_page),
    ),
    "doi": (("Crossref", doi_agencies.ask_crossref), ("DataCite", doi_agencies.ask_datacite)),
    "openreview": (
        ("OpenReview", openreview.ask_api),
        ("OpenReview's old API", openreview.ask_old_api),
        ("OpenReview's page", openreview.ask_page),
    ),
    "acl": (("ACL Anthology", acl.ask_bib), ("ACL Anthology's page", acl.ask_page)),
}
"""For each kind of identifier the services that know it, in the order in which they are asked.

Each function returns what its service says of the paper with an id, or raises `NoAnswer`.
"""

BY_TITLE: tuple[tuple[str, Callable[[Client, str], list[Reference]]], ...] = (
    ("arXiv", arxiv.ask_title),
    ("Crossref", doi_agencies.ask_crossref_title),
)
"""The services that find papers by their title, in the order in which they are asked."""


class NotFound(Exception):  # noqa: N818 - an answer, not an error of the program
    """Every service that could know a paper answered that it has no such paper."""

    def __init__(self, services: Sequence[str]) -> None:
        self.services = tuple(services)
        super().__init__(" and ".join(filter(None, (", ".join(services[:-1]), services[-1]))))


class Unreachable(Exception):  # noqa: N818 - as above
    """No service gave an answer; ``failures`` holds ``(service, reason)`` in the order in which they were asked."""

    def __init__(self, failures: Sequence[tuple[str, str]]) -> None:
        self.failures = tuple(failures)
        super().__init__(", ".join(f"{service} ({reason})" for service, reason in failures))


def lookup(client: Client, kind: str, value: str, *, asking: Callable[[str], None] = lambda _: None) -> Reference:
    """Return what the first service that answers says of a paper, in `DEADLINE` seconds at most.

    Each service has half of the time that is left, the last one all of it. Where arXiv knows the DOI of the published
    version, Crossref is asked for its venue and year.

    Args:
        client: asks the services.
        kind: kind of the identifier, a key of `ORDER`.
        value: the identifier, as records write it.
        asking: is told the name of each service before it is asked.

    Raises:
        NotFound: there is no such paper.
        Unreachable: no service gave an answer.
    """
    failures: list[tuple[str, NoAnswer]] = []
    with client.within(client.deadline):
        for service, ask in ORDER[kind]:
            last = service == ORDER[kind][-1][0]
            asking(service)
            try:
                with client.within(client.left() / (1 if last else 2)):
                    found = ask(client, value)
                return _published(client, found, asking)
            except NoAnswer as error:
                failures.append((service, error))
    if all(isinstance(error, Missing) for _, error in failures):
        raise NotFound([service for service, _ in failures])
    raise Unreachable([(service, str(error)) for service, error in failures])


def lookup_title(client: Client, title: str, *, asking: Callable[[str], None] = lambda _: None) -> list[Reference]:
    """Return the papers of exactly this title that the first service knows which has one.

    Capitals, accents and punctuation do not count. Where no service has one, the papers that they found instead.

    Raises:
        NotFound: they find nothing.
        Unreachable: no service gave an answer.
    """
    failures: list[tuple[str, str]] = []
    near: list[Reference] = []
    with client.within(client.deadline):
        for service, ask in BY_TITLE:
            asking(service)
            try:
                found = ask(client, title)
            except NoAnswer as error:
                failures.append((service, str(error)))
                continue
            if exact := [one for one in found if title_key(one.title) == title_key(title)]:
                return [_published(client, one, asking) for one in exact]
            near += found
    if not near and failures:
        raise Unreachable(failures)
    if not near:
        raise NotFound([service for service, _ in BY_TITLE])
    return near


def _published(client: Client, found: Reference, asking: Callable[[str], None]) -> Reference:
    """Return a preprint with venue and year of its published version, where a DOI leads to them."""
    if not (found.arxiv and found.doi):
        return found
    asking("Crossref")
    try:
        published = doi_agencies.ask_crossref(client, found.doi)
    except NoAnswer:
        return found
    venues = (*published.venues, *found.venues)
    return replace(found, venues=venues, year=published.year or found.year, venue_source=published.source)
