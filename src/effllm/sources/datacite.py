"""DataCite, which registers the DOIs of arXiv and of data archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.bibliography.reference import Reference
from effllm.id_kinds import ARXIV_DOI
from effllm.names import given_first
from effllm.sources.client import NoAnswer
from effllm.sources.values import dig, text

if TYPE_CHECKING:
    from effllm.sources.client import Client

_ADDRESS = "https://api.datacite.org/dois/{}"


def ask_arxiv(client: Client, arxiv: str) -> Reference:
    """Return what DataCite says of a paper on arXiv."""
    return _ask(client, f"{ARXIV_DOI}{arxiv}".lower(), {"arxiv": arxiv})


def ask_doi(client: Client, doi: str) -> Reference:
    """Return what DataCite says of a DOI."""
    return _ask(client, doi, {"doi": doi})


def _ask(client: Client, doi: str, ids: dict[str, str]) -> Reference:
    attributes = dig(client.get_json("datacite", f"/dois/{doi}"), "data", "attributes")
    title = text(dig(attributes, "titles", 0, "title"))
    creators = dig(attributes, "creators")
    authors = tuple(filter(None, map(_name, creators if isinstance(creators, list) else [])))
    if text(dig(attributes, "doi")).lower() != doi or not title or not authors:
        raise NoAnswer("malformed answer")
    year = dig(attributes, "publicationYear")
    return Reference(
        title=title,
        authors=authors,
        year=year if isinstance(year, int) else None,
        venues=() if "arxiv" in ids else _venues(attributes),
        abstract=text(dig(attributes, "descriptions", 0, "description")),
        source=_ADDRESS.format(doi),
        service="DataCite",
        **ids,  # type: ignore[arg-type]  # arxiv or doi, both texts
    )


def _venues(attributes: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON holds anything
    publisher = dig(attributes, "publisher")
    wordings = (dig(attributes, "container", "title"), dig(publisher, "name") or publisher)
    return tuple(filter(None, map(text, wordings)))


def _name(creator: Any) -> str:  # noqa: ANN401 - as above
    given, family = text(dig(creator, "givenName")), text(dig(creator, "familyName"))
    if given and family:
        return f"{given} {family}"
    name = text(dig(creator, "name"))
    return name if dig(creator, "nameType") == "Organizational" else given_first(name)
