"""What arXiv, OpenAlex, Semantic Scholar and GitHub answer when they list papers: the papers are invented."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from werkzeug import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_httpserver import HTTPServer
    from werkzeug import Request

OAI = "/arxiv-oai/oai"
WORKS = "/openalex/works"
BULK = "/semantic-scholar/graph/v1/paper/search/bulk"
COMMIT = "89abcdef0123456789abcdef0123456789abcdef"
_OAI = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<responseDate>2026-12-01T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv" set="cs">http://oaipmh.arxiv.org/oai</request>
{body}
</OAI-PMH>
"""
_RECORD = """<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>2026-11-27</datestamp>\
<setSpec>cs:cs:CL</setSpec></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{id}</id><created>{created}</created><authors>
<author><keyname>Doe</keyname><forenames>Dora</forenames></author>
<author><keyname>Builder</keyname><forenames>Ben</forenames><suffix>Jr</suffix></author>
</authors><title>{title}</title><categories>{categories}</categories><comments>9 pages</comments>
<abstract>  {abstract}
</abstract></arXiv></metadata></record>
"""


def deposit(
    arxiv: str, title: str, abstract: str = "", *, created: str = "2026-11-25", categories: str = "cs.CL cs.LG"
) -> str:
    """Return a record as arXiv's OAI-PMH has it."""
    told = {"title": escape(title), "abstract": escape(abstract), "created": created, "categories": categories}
    return _RECORD.format(id=arxiv, **told)


def oai(records: Sequence[str], token: str = "") -> str:
    """Return a page of records; with a token another follows."""
    more = f'<resumptionToken cursor="0" completeListSize="9">{token}</resumptionToken>' if token else ""
    return _OAI.format(body=f"<ListRecords>{''.join(records)}{more}</ListRecords>")


def oai_error(code: str) -> str:
    """Return what arXiv answers to what it cannot do."""
    return _OAI.format(body=f'<error code="{code}">No.</error>')


def work(number: int, title: str, refers: Sequence[int] = (), *, doi: str = "", abstract: str = "") -> dict[str, Any]:
    """Return a work as OpenAlex has it."""
    words: dict[str, list[int]] = {}
    for place, word in enumerate(abstract.split()):
        words.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}" if doi else None,
        "title": title,
        "publication_year": 2026,
        "publication_date": "2026-11-26",
        "authorships": [{"author": {"display_name": "Eve Example"}}],
        "locations": [],
        "referenced_works": [f"https://openalex.org/W{one}" for one in refers],
        "abstract_inverted_index": words or None,
    }


def scholar(title: str, arxiv: str) -> dict[str, Any]:
    """Return a paper as Semantic Scholar has it."""
    return {
        "paperId": "f" * 40,
        "externalIds": {"ArXiv": arxiv},
        "title": title,
        "abstract": None,
        "year": 2026,
        "publicationDate": None,
        "authors": [{"authorId": "1", "name": "Fay Friend"}],
    }


class Listings:
    """A server that lists; a test changes ``pages`` and ``works``."""

    def __init__(self, server: HTTPServer) -> None:
        self.pages: dict[str, str] = {"": oai([])}
        self.ours: list[dict[str, Any]] = []
        self.search: list[list[Any]] = [[]]
        self.citing: list[Any] = []
        self.bulk: dict[str, Any] = {"": {"total": 0, "token": None, "data": []}}
        self.lists: dict[str, str] = {"thin": "", "slim": ""}
        self.before: Callable[[Request], Response | None] = lambda _: None
        self.asked: list[str] = []
        for path, answer in {OAI: self._oai, WORKS: self._works, BULK: self._bulk}.items():
            server.expect_request(path).respond_with_handler(self._asked(answer))
        for name in self.lists:
            repo = f"example/awesome-{name}"
            server.expect_request(f"/github-api/repos/{repo}/commits").respond_with_handler(
                self._asked(lambda _: json.dumps([{"sha": COMMIT}]))
            )
            server.expect_request(f"/github-raw/{repo}/{COMMIT}/README.md").respond_with_handler(
                self._asked(partial(self._list, name))
            )

    def _asked(self, answer: Callable[[Request], str]) -> Callable[[Request], Response]:
        def respond(request: Request) -> Response:
            self.asked.append(request.full_path)
            return self.before(request) or Response(answer(request))

        return respond

    def _list(self, name: str, _: Request) -> str:
        return self.lists[name]

    def _oai(self, request: Request) -> str:
        return self.pages[request.args.get("resumptionToken", "")]

    def _works(self, request: Request) -> str:
        wanted, page = request.args["filter"], int(request.args.get("page", 1))
        if wanted.startswith("doi:"):
            found: list[Any] = self.ours
        elif ",cites:" in wanted:
            found = self.citing
        else:
            found = self.search[page - 1]
        return json.dumps({"meta": {"count": len(found)}, "results": found})

    def _bulk(self, request: Request) -> str:
        return json.dumps(self.bulk[request.args.get("token", "")])
