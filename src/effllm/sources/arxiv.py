"""arXiv: its API, which answers in Atom, and the citation tags of its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from effllm.bibliography.reference import Reference
from effllm.ids import address, find_in
from effllm.sources.answers import read_tags, read_xml, text
from effllm.sources.client import Missing, NoAnswer
from effllm.text import year_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from xml.etree import ElementTree as ET

    from effllm.sources.client import Client

_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b(?! (?:from|at|in)\b)", re.IGNORECASE)
"""In the remark of the authors: "This paper has been withdrawn by the author"; not "withdrawn from a conference"."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def ask_api(client: Client, arxiv: str) -> Reference:
    """Return what arXiv's API says of a paper."""
    return read_atom(client.get("arxiv-api", "/api/query", id_list=arxiv, max_results="1"), arxiv)


def ask_many(client: Client, ids: Collection[str]) -> list[Reference]:
    """Return what arXiv's API says of papers in one answer; those that it does not know are left out."""
    return list(_papers(client.get("arxiv-api", "/api/query", id_list=",".join(ids), max_results=str(len(ids)))))


def ask_title(client: Client, title: str) -> list[Reference]:
    """Return the papers that arXiv's API finds by the words of a title."""
    wanted = " ".join(title.replace('"', " ").split())
    return list(_papers(client.get("arxiv-api", "/api/query", search_query=f'ti:"{wanted}"', max_results="5")))


def read_atom(answer: str, arxiv: str) -> Reference:
    """Return the paper of a feed.

    Raises:
        Missing: the feed has no paper of this id, or reports the id as an error.
        NoAnswer: it is no feed.
    """
    found = next(_papers(answer), None)
    if found is None:
        raise Missing
    if not found.title or not all(found.authors) or found.arxiv != arxiv:
        raise NoAnswer("malformed answer")
    return found


def _papers(answer: str) -> Iterator[Reference]:
    """Yield the papers of a feed; what it reports as an error is not a paper."""
    feed = read_xml(answer)
    if feed.tag != f"{_ATOM}feed":
        raise NoAnswer("malformed answer")
    for entry in feed.iterfind(f"{_ATOM}entry"):
        if "/api/errors" not in _said(entry, f"{_ATOM}id"):
            yield _paper(entry)


def _paper(entry: ET.Element) -> Reference:
    kind, arxiv = find_in(_said(entry, f"{_ATOM}id")) or ("", "")
    doi = find_in(f"doi:{_said(entry, f'{_ARXIV}doi')}")
    journal = _said(entry, f"{_ARXIV}journal_ref")
    return Reference(
        title=_said(entry, f"{_ATOM}title"),
        authors=tuple(_said(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author")),
        year=year_in(journal) or year_in(_said(entry, f"{_ATOM}published")),
        venues=(journal,) if journal else (),
        arxiv=arxiv if kind == "arxiv" else None,
        doi=doi[1] if doi and doi[0] == "doi" else None,
        abstract=_said(entry, f"{_ATOM}summary"),
        note=_said(entry, f"{_ARXIV}comment"),
        source=address("arxiv", arxiv) if kind == "arxiv" else "",
        service="arXiv",
        retracted=bool(_WITHDRAWN.search(_said(entry, f"{_ARXIV}comment"))),
    )


def _said(parent: ET.Element, name: str) -> str:
    return text(parent.findtext(name, ""))


def ask_page(client: Client, arxiv: str) -> Reference:
    """Return what the citation tags of a paper's page on arXiv say."""
    tags = read_tags(client.get("arxiv", f"/abs/{arxiv}"))
    if tags.first("arxiv_id") not in {arxiv, ""}:
        raise NoAnswer("malformed answer")
    return Reference(
        title=tags.title,
        authors=tags.authors,
        year=year_in(tags.first("date")),
        arxiv=arxiv,
        abstract=tags.first("abstract"),
        source=address("arxiv", arxiv),
        service="arXiv",
    )
