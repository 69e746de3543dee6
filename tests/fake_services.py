"""A server that plays the services which hold metadata: the papers are invented, the formats are theirs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest
    from pytest_httpserver import HTTPServer

API = "/arxiv-api/api/query"
TINYQ_TITLE = "TINYQ: Weights of an Invented Model in Three Bits"
FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list={id}&amp;start=0&amp;max_results=1</title>
  <updated>2025-01-01T00:00:00Z</updated>
  <link href="https://arxiv.org/api/query?search_query=" type="application/atom+xml"/>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entry}</feed>
"""
ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{id}v2</id>
    <title>{title}</title>
    <updated>20{id:.2}-12-02T09:30:00Z</updated>
    <link href="https://arxiv.org/abs/{id}v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{id}v2" rel="related" type="application/pdf" title="pdf"/>
    <summary>{abstract}</summary>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <published>20{id:.2}-11-30T12:00:00Z</published>
{extras}    <arxiv:primary_category term="cs.LG"/>
{authors}  </entry>
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>
{tags}
</head><body><h1>{title}</h1><p>A & B < C</p></body></html>
"""


def feed(arxiv: str, title: str = "", authors: Sequence[str] = (), abstract: str = "", **extras: str) -> str:
    """Return what arXiv's API answers; without a title, that there is no such paper.

    ``extras`` are arXiv's own elements: ``doi``, ``journal_ref``, ``comment``.
    """
    names = "".join(f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in authors)
    own = "".join(f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>\n" for name, value in extras.items())
    entry = ENTRY.format(id=arxiv, title=escape(title), abstract=escape(abstract), extras=own, authors=names)
    return FEED.format(id=arxiv, total=1 if title else 0, entry=entry if title else "")


def feed_of(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what arXiv's API answers about several papers: id -> what `feed` takes."""
    parts = [feed(arxiv, **said).partition("  <entry>")[2].partition("</feed>")[0] for arxiv, said in entries.items()]
    return FEED.format(id=",".join(entries), total=len(entries), entry="".join(f"  <entry>{part}" for part in parts))


def work(number: int, doi: str, title: str, people: Sequence[str], **said: Any) -> Any:  # noqa: ANN401
    """Return a work as OpenAlex answers; ``said`` takes further fields."""
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}",
        "title": title,
        "publication_year": 2022,
        "authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": name}} for name in people],
        "locations": [{"is_oa": True, "landing_page_url": f"https://doi.org/{doi}", "version": "submittedVersion"}],
        "is_retracted": False,
        **said,
    }


def page(title: str, tags: Sequence[tuple[str, str]]) -> str:
    """Return a page with ``citation_*`` tags."""
    lines = "\n".join(f'<meta name="citation_{name}" content="{escape(text)}" />' for name, text in tags)
    return PAGE.format(title=escape(title), tags=lines)


def datacite(doi: str, title: str, people: Sequence[tuple[str, str]], year: int, publisher: str = "arXiv") -> Any:  # noqa: ANN401
    """Return what DataCite answers."""
    creators = [
        {
            "name": f"{family}, {given}",
            "nameType": "Personal",
            "givenName": given,
            "familyName": family,
            "affiliation": [],
            "nameIdentifiers": [],
        }
        for given, family in people
    ]
    attributes = {
        "doi": doi,
        "prefix": doi.partition("/")[0],
        "creators": creators,
        "titles": [{"title": title}],
        "publisher": publisher,
        "container": {},
        "publicationYear": year,
        "descriptions": [{"description": "An invented abstract.", "descriptionType": "Abstract"}],
        "types": {"resourceTypeGeneral": "Preprint"},
    }
    return {"data": {"id": doi, "type": "dois", "attributes": attributes}}


def crossref(doi: str, title: str, people: Sequence[tuple[str, str]], **message: Any) -> Any:  # noqa: ANN401
    """Return what Crossref answers; ``message`` takes further fields, with ``_`` for ``-``."""
    author: list[dict[str, Any]] = [
        {"given": given, "family": family, "sequence": "additional" if number else "first", "affiliation": []}
        for number, (given, family) in enumerate(people)
    ]
    work = {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [title],
        "subtitle": [],
        "author": author,
        "issued": {"date-parts": [[2024, 6, 1]]},
        "URL": f"http://dx.doi.org/{doi}",
        **{name.replace("_", "-"): value for name, value in message.items()},
    }
    return {"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work}


def note(forum: str, *, old: bool = False, **content: Any) -> Any:  # noqa: ANN401
    """Return what OpenReview answers, its newer API or the ``old`` one."""
    values = content if old else {name: {"value": value} for name, value in content.items()}
    found = {"id": forum, "forum": forum, "content": values, "cdate": 1_695_000_000_000, "number": 7}
    return {"notes": [found], "count": 1}


class StandIn:
    """The server; every service that is not told otherwise is down (500)."""

    def __init__(self, server: HTTPServer) -> None:
        self.server = server
        self.url = server.url_for("").rstrip("/")

    def says(self, path: str, answer: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> None:  # noqa: ANN401
        """Answer requests for a path with a text, or with values as JSON."""
        text = answer if isinstance(answer, str) else json.dumps(answer)
        self.server.expect_request(path).respond_with_data(text, status=status, headers=headers)

    def asked(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [request.path for request, _ in self.server.log]


def play(monkeypatch: pytest.MonkeyPatch, server: HTTPServer) -> StandIn:
    """Let the command line talk to a stand-in."""
    stand_in = StandIn(server)
    monkeypatch.setenv("EFFLLM_SOURCES", stand_in.url)
    return stand_in


def play_tinyq(monkeypatch: pytest.MonkeyPatch, server: HTTPServer) -> StandIn:
    """Let the command line talk to a stand-in that knows one paper, 2503.00001."""
    stand_in = play(monkeypatch, server)
    stand_in.says(API, feed("2503.00001", TINYQ_TITLE, ["Dora Doe", "Ben Builder"], "Quantization of weights."))
    return stand_in
