"""The reference list of a paper, as the services answer; and what OpenAlex says of several papers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from effllm.id_kinds import ARXIV_DOI
from effllm.records.paper import ID_FIELDS
from effllm.sources.answers import dig, items, text
from effllm.sources.client import HOSTS, Missing, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from effllm.records import Paper
    from effllm.sources.client import Client

PAGE = 500
"""Entries asked for at once of Semantic Scholar."""
CHUNK = 50
"""Works asked for at once of OpenAlex."""


class NotAsked(NoAnswer):
    """The record has no id that the service knows, so it was not asked."""


_MOST_PAGES = 20
_FIELDS = "id,doi,title,publication_year,authorships,locations,is_retracted"
_PREFIXES = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL"}


def semantic_scholar_id(paper: Paper) -> str:
    """Return the paper's id as Semantic Scholar writes it; empty where it knows none of the record's."""
    kinds = [kind for kind in ("arxiv", *ID_FIELDS) if kind in _PREFIXES and getattr(paper, kind)]
    return f"{_PREFIXES[kinds[0]]}:{getattr(paper, kinds[0])}" if kinds else ""


def semantic_scholar_source(paper: Paper) -> str:
    """Return the address of Semantic Scholar's answer, as records write sources."""
    return f"{HOSTS['semantic-scholar']}{_path(paper)}"


def _path(paper: Paper) -> str:
    return f"/graph/v1/paper/{semantic_scholar_id(paper)}/references"


def semantic_scholar(client: Client, paper: Paper) -> list[Any]:
    """Return the pages of Semantic Scholar's answer.

    Raises:
        NotAsked: the record has no id that it knows.
        NoAnswer: it gives none.
    """
    if not semantic_scholar_id(paper):
        raise NotAsked("the record has no arXiv id, DOI or Anthology id")
    pages: list[Any] = []
    offset: int | None = 0
    while offset is not None and len(pages) < _MOST_PAGES:
        fields = {"fields": "title,externalIds,year,authors", "offset": str(offset), "limit": str(PAGE)}
        pages.append(client.get_json("semantic-scholar", _path(paper), **fields))
        following = dig(pages[-1], "next")
        offset = following if isinstance(following, int) and following > offset else None
    return pages


def openalex(client: Client, paper: Paper) -> tuple[Any, dict[str, Any]]:
    """Return OpenAlex's work and, by their address, those it refers to.

    Raises:
        NotAsked: the record has neither DOI nor arXiv id.
        NoAnswer: it gives none.
    """
    dois = [paper.doi, f"{ARXIV_DOI}{paper.arxiv}" if paper.arxiv else None]
    if not any(dois):
        raise NotAsked("the record has no DOI or arXiv id")
    work = _first(client, [doi for doi in dois if doi])
    listed = dig(work, "referenced_works")
    names = [text(one).rpartition("/")[2] for one in listed] if isinstance(listed, list) else []
    others: dict[str, Any] = {}
    for start in range(0, len(names), CHUNK):
        wanted = {"filter": f"openalex:{'|'.join(names[start : start + CHUNK])}", "per-page": str(CHUNK)}
        found = dig(client.get_json("openalex", "/works", **wanted), "results")
        others |= {text(dig(one, "id")): one for one in (found if isinstance(found, list) else [])}
    return work, others


def openalex_works(client: Client, dois: Sequence[str]) -> list[Any]:
    """Return OpenAlex's works with these DOIs, `CHUNK` at most; those that it does not know are left out.

    Raises:
        NoAnswer: it gives none.
    """
    wanted = {"filter": f"doi:{'|'.join(dois)}", "per-page": str(CHUNK), "select": _FIELDS}
    return items(client.get_json("openalex", "/works", **wanted), "results")


def _first(client: Client, dois: list[str]) -> Any:  # noqa: ANN401 - JSON holds anything
    """Return the first work with one of the DOIs that has a list; the last one where none has."""
    work: Any = None
    failure: NoAnswer = Missing()
    for doi in dois:
        try:
            work = client.get_json("openalex", f"/works/doi:{doi}")
        except NoAnswer as error:
            failure = error
            continue
        if dig(work, "referenced_works"):
            break
    if work is None:
        raise failure
    return work


def crossref(client: Client, paper: Paper) -> Any:  # noqa: ANN401 - as above
    """Return Crossref's answer.

    Raises:
        NotAsked: the record has no DOI.
        NoAnswer: it gives none.
    """
    if not paper.doi:
        raise NotAsked("the record has no DOI")
    return client.get_json("crossref", f"/works/{paper.doi}")
