"""The agencies that register DOIs: Crossref those of most publishers, DataCite those of arXiv and of data archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.id_kinds import ARXIV_DOI
from effllm.names import given_first
from effllm.sources.answers import dig, text, texts
from effllm.sources.client import NoAnswer

if TYPE_CHECKING:
    from effllm.sources.client import Client


_CROSSREF = "https://api.crossref.org/works/{}"
_TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal"})
_DATES = ("published-print", "published", "issued", "published-online")


def ask_crossref(client: Client, doi: str) -> Reference:
    """Return what Crossref says of a DOI."""
    found = _crossref_work(dig(client.get_json("crossref", f"/works/{doi}"), "message"))
    if found.doi != doi or not found.title or not found.authors:
        raise NoAnswer("malformed answer")
    return found


def ask_crossref_title(client: Client, title: str) -> list[Reference]:
    """Return the papers that Crossref finds by the words of a title."""
    wanted = {"query.bibliographic": title, "rows": "5"}
    items = dig(client.get_json("crossref", "/works", **wanted), "message", "items")
    found = map(_crossref_work, items if isinstance(items, list) else [])
    return [one for one in found if one.doi and one.title and one.authors]


def _crossref_work(work: Any) -> Reference:  # noqa: ANN401 - JSON holds anything
    """Return what a work of Crossref says; what it does not say is empty."""
    doi = text(dig(work, "DOI")).lower()
    title = ": ".join((*texts(dig(work, "title"))[:1], *texts(dig(work, "subtitle"))[:1]))
    people = dig(work, "author")
    return Reference(
        title=title,
        authors=tuple(filter(None, map(_crossref_name, people if isinstance(people, list) else []))),
        year=_year(work),
        venues=_crossref_venues(work),
        doi=doi,
        abstract=text(dig(work, "abstract")),
        source=_CROSSREF.format(doi),
        service="Crossref",
        retracted=_is_retracted(work, doi),
    )


def _is_retracted(work: Any, doi: str) -> bool:  # noqa: ANN401 - as above
    """Tell whether a notice retracts a work: one that Crossref links it to, or that was put in its own place."""
    notices = [(dig(work, "updated-by"), None), (dig(work, "update-to"), doi)]
    return any(
        text(dig(one, "type")).lower() in _TAKEN_BACK and of in {None, text(dig(one, "DOI")).lower()}
        for listed, of in notices
        if isinstance(listed, list)
        for one in listed
    )


def _crossref_venues(work: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON holds anything
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


def _crossref_name(person: Any) -> str:  # noqa: ANN401 - as above
    parts = (dig(person, "given"), dig(person, "family"), dig(person, "suffix"))
    return " ".join(filter(None, map(text, parts))) or text(dig(person, "name"))


_DATACITE = "https://api.datacite.org/dois/{}"


def ask_datacite_arxiv(client: Client, arxiv: str) -> Reference:
    """Return what DataCite says of a paper on arXiv."""
    return _ask_datacite(client, f"{ARXIV_DOI}{arxiv}".lower(), {"arxiv": arxiv})


def ask_datacite(client: Client, doi: str) -> Reference:
    """Return what DataCite says of a DOI."""
    return _ask_datacite(client, doi, {"doi": doi})


def _ask_datacite(client: Client, doi: str, ids: dict[str, str]) -> Reference:
    attributes = dig(client.get_json("datacite", f"/dois/{doi}"), "data", "attributes")
    title = text(dig(attributes, "titles", 0, "title"))
    creators = dig(attributes, "creators")
    authors = tuple(filter(None, map(_datacite_name, creators if isinstance(creators, list) else [])))
    if text(dig(attributes, "doi")).lower() != doi or not title or not authors:
        raise NoAnswer("malformed answer")
    year = dig(attributes, "publicationYear")
    return Reference(
        title=title,
        authors=authors,
        year=year if isinstance(year, int) else None,
        venues=() if "arxiv" in ids else _datacite_venues(attributes),
        abstract=text(dig(attributes, "descriptions", 0, "description")),
        source=_DATACITE.format(doi),
        service="DataCite",
        **ids,  # type: ignore[arg-type]  # arxiv or doi, both texts
    )


def _datacite_venues(attributes: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON holds anything
    publisher = dig(attributes, "publisher")
    wordings = (dig(attributes, "container", "title"), dig(publisher, "name") or publisher)
    return tuple(filter(None, map(text, wordings)))


def _datacite_name(creator: Any) -> str:  # noqa: ANN401 - as above
    given, family = text(dig(creator, "givenName")), text(dig(creator, "familyName"))
    if given and family:
        return f"{given} {family}"
    name = text(dig(creator, "name"))
    return name if dig(creator, "nameType") == "Organizational" else given_first(name)
