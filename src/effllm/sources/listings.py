"""What services list page by page: new papers of arXiv, OpenAlex and Semantic Scholar, and files on GitHub.

A page is asked for by what the page before it says comes after; an empty text begins a list, and ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from effllm.bibliography.reference import Reference
from effllm.ids import is_id
from effllm.sources.answers import dig, items, read_xml, text
from effllm.sources.client import NoAnswer
from effllm.text import year_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree import ElementTree as ET

    from effllm.sources.client import Client

WORKS = 50
"""Works asked for at once of OpenAlex: with abstracts and citations a work is 20 KB and more."""

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV = "{http://arxiv.org/OAI/arXiv/}"
_WORK_FIELDS = (
    "id,doi,ids,title,publication_year,publication_date,authorships,locations,referenced_works,abstract_inverted_index"
)
_PAPER_FIELDS = "title,externalIds,year,publicationDate,authors,abstract"


class Expired(NoAnswer):
    """A service does not know any more where a list was left: it has to be asked from the beginning."""


class NewPapers(NamedTuple):
    """A page of a list.

    Attributes:
        papers: what is on it, as the service answers.
        after: what the next page is asked for by; empty on the last one.
    """

    papers: list[Any]
    after: str


class Deposit(NamedTuple):
    """A paper as arXiv lists it.

    Attributes:
        reference: what it says of the paper.
        day: day of the first version, ``2026-11-30``.
        categories: arXiv's own, the primary one first.
    """

    reference: Reference
    day: str
    categories: tuple[str, ...]


def arxiv(client: Client, since: str, token: str) -> NewPapers:
    """Return a page of what came to arXiv's computer science or was changed there since a day, as `Deposit`.

    The protocol is OAI-PMH 2.0, the format ``arXiv``. Papers that were taken away are left out.

    Raises:
        Expired: arXiv does not know the token any more.
        NoAnswer: it gives no answer, or one that cannot be read to its end.
    """
    begin = {"metadataPrefix": "arXiv", "set": "cs", "from": since}
    answer = client.get("arxiv-oai", "/oai", verb="ListRecords", **({"resumptionToken": token} if token else begin))
    read = read_xml(answer)
    error = read.find(f"{_OAI}error")
    if error is not None:
        if error.get("code") == "noRecordsMatch":
            return NewPapers([], "")
        code = text(error.get("code")) or "unknown"
        raise (Expired if code == "badResumptionToken" else NoAnswer)(f"error {code}")
    listed = read.find(f"{_OAI}ListRecords")
    if listed is None:
        raise NoAnswer("malformed answer")
    records = (record.find(f"{_OAI}metadata/{_ARXIV}arXiv") for record in listed.iterfind(f"{_OAI}record"))
    return NewPapers(
        [_deposit(record) for record in records if record is not None],
        text(listed.findtext(f"{_OAI}resumptionToken", "")),
    )


def _deposit(record: ET.Element) -> Deposit:
    arxiv_id = _said(record, "id")
    doi, journal = _said(record, "doi").split(" ")[0].lower(), _said(record, "journal-ref")
    reference = Reference(
        title=_said(record, "title"),
        authors=tuple(filter(None, map(_name, record.iterfind(f"{_ARXIV}authors/{_ARXIV}author")))),
        year=year_in(_said(record, "created")),
        venues=(journal,) if journal else (),
        arxiv=arxiv_id if is_id("arxiv", arxiv_id) else None,
        doi=doi if is_id("doi", doi) else None,
        abstract=_said(record, "abstract"),
        source=f"arXiv:{arxiv_id}",
        service="arXiv",
    )
    return Deposit(reference, _said(record, "created"), tuple(_said(record, "categories").split()))


def _name(author: ET.Element) -> str:
    return " ".join(filter(None, (_said(author, part) for part in ("forenames", "keyname", "suffix"))))


def _said(parent: ET.Element, name: str) -> str:
    return text(parent.findtext(f"{_ARXIV}{name}", ""))


def openalex(client: Client, wanted: str, page: str) -> NewPapers:
    """Return a page of the works that OpenAlex's filter ``wanted`` lets through, as it answers.

    Pages have numbers: cursors are for those who have a key. Ten thousand works of a filter can be had.
    """
    number = int(page or 1)
    asked = {"filter": wanted, "select": _WORK_FIELDS, "per-page": str(WORKS), "page": str(number)}
    found = items(client.get_json("openalex", "/works", **asked), "results")
    return NewPapers(found, str(number + 1) if len(found) >= WORKS else "")


def openalex_ids(client: Client, dois: Iterable[str]) -> dict[str, str]:
    """Return OpenAlex's id of each of at most `WORKS` DOIs, ``{"W2741809807": doi}``; those it lacks are left out."""
    asked = {"filter": f"doi:{'|'.join(dois)}", "select": "id,doi", "per-page": str(WORKS)}
    found = items(client.get_json("openalex", "/works", **asked), "results")
    pairs = ((last_part(dig(work, "id")), text(dig(work, "doi")).lower()) for work in found)
    return {work: doi.partition("doi.org/")[2] or doi for work, doi in pairs if work and doi}


def last_part(address: object) -> str:
    """Return what follows the last slash of an address: ``W2741809807``."""
    return text(address).rpartition("/")[2]


def plain_abstract(places: object) -> str:
    """Return the abstract of OpenAlex's ``abstract_inverted_index``, a mapping of words to their places."""
    return " ".join(word for _, word in sorted(_placed(places)))


def _placed(places: object) -> Iterator[tuple[int, str]]:
    for word, where in places.items() if isinstance(places, dict) else ():
        if isinstance(word, str) and isinstance(where, list):
            yield from ((place, word) for place in where if isinstance(place, int))


def semantic_scholar(client: Client, since: str, phrases: Sequence[str], token: str) -> NewPapers:
    """Return a page of the papers since a day in which Semantic Scholar finds one of some phrases, as it answers."""
    asked = {
        "query": " | ".join(f'"{phrase}"' for phrase in phrases),
        "publicationDateOrYear": f"{since}:",
        "fields": _PAPER_FIELDS,
        **({"token": token} if token else {}),
    }
    answer = client.get_json("semantic-scholar", "/graph/v1/paper/search/bulk", **asked)
    return NewPapers(items(answer, "data"), text(dig(answer, "token")))


def newest_commit(client: Client, repo: str) -> str:
    """Return the newest commit of a repository on GitHub, forty digits."""
    commit = text(dig(client.get_json("github-api", f"/repos/{repo}/commits", per_page="1"), 0, "sha"))
    if len(commit) != 40 or set(commit) - set("0123456789abcdef"):  # noqa: PLR2004 - as git has them
        raise NoAnswer("malformed answer")
    return commit


def file_at(client: Client, repo: str, commit: str, path: str) -> str:
    """Return the text of a file of a repository on GitHub as it was at a commit."""
    return client.get("github-raw", f"/{repo}/{commit}/{path}")
