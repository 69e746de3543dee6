"""Crossref, which registers the DOIs of most publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.sources.client import NoAnswer
from effllm.sources.values import dig, text, texts

if TYPE_CHECKING:
    from effllm.sources.client import Client

_ADDRESS = "https://api.crossref.org/works/{}"
_DATES = ("published-print", "published", "issued", "published-online")


def ask(client: Client, doi: str) -> Reference:
    """Return what Crossref says of a DOI."""
    work = dig(client.get_json("crossref", f"/works/{doi}"), "message")
    title = ": ".join((*texts(dig(work, "title"))[:1], *texts(dig(work, "subtitle"))[:1]))
    people = dig(work, "author")
    authors = tuple(filter(None, map(_name, people if isinstance(people, list) else [])))
    if text(dig(work, "DOI")).lower() != doi or not title or not authors:
        raise NoAnswer("malformed answer")
    return Reference(
        title=title,
        authors=authors,
        year=_year(work),
        venues=_venues(work),
        doi=doi,
        abstract=text(dig(work, "abstract")),
        source=_ADDRESS.format(doi),
        service="Crossref",
    )


def _venues(work: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON holds anything
    """Return the wordings of the venue: the volume's title, the short one, the event, the archive."""
    wordings = (
        *texts(dig(work, "container-title")),
        *texts(dig(work, "short-container-title")),
        text(dig(work, "event", "acronym")),
        text(dig(work, "event", "name")),
        text(dig(work, "institution", 0, "name")),
    )
    return tuple(dict.fromkeys(filter(None, wordings)))


def _year(work: Any) -> int | None:  # noqa: ANN401 - as above
    for date in _DATES:
        year = dig(work, date, "date-parts", 0, 0)
        if isinstance(year, int):
            return year
    return None


def _name(person: Any) -> str:  # noqa: ANN401 - as above
    parts = (dig(person, "given"), dig(person, "family"), dig(person, "suffix"))
    return " ".join(filter(None, map(text, parts))) or text(dig(person, "name"))
