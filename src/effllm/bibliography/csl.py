"""CSL-JSON, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from effllm.ids import arxiv_year, is_id
from effllm.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.records import Paper, Venue

TYPES = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "preprint": "article",
    "web": "webpage",
}
"""CSL item types by the venue's kind."""


def to_csl_json(papers: Iterable[Paper], venues: Mapping[str, Venue]) -> str:
    """Return the papers as a CSL-JSON list, under their keys."""
    items = [_item(paper, venues[paper.venue]) for paper in papers]
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"


def _item(paper: Paper, venue: Venue) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": paper.key,
        "type": TYPES[venue.kind],
        "title": paper.title,
        "author": [_name(name) for name in paper.authors],
        "issued": _year(paper.year),
        **_published(paper, venue),
        "DOI": paper.doi,
        "URL": paper.link,
    }
    return {name: value for name, value in item.items() if value}


def _published(paper: Paper, venue: Venue) -> dict[str, Any]:
    """Return where it appeared.

    Styles print a number as that of an article or a report: only preprints have their arXiv id there. Without a date
    on which it was available before, Chicago takes an article that has a DOI and no pages for one that is yet to appear
    ("ahead of print").
    """
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else None
    if venue.kind == "preprint":
        return {"publisher": venue.name, "number": arxiv}
    if venue.kind == "web":
        read = {"date-parts": [[int(part) for part in paper.added.split("-")]]}
        return {"genre": None if venue.name == "Web page" else venue.name, "accessed": read}  # the type says it is one
    available = _year(arxiv_year(paper.arxiv)) if paper.arxiv and is_id("arxiv", paper.arxiv) else None
    return {"container-title": venue.title_in(paper.year), "available-date": available, "note": arxiv}


def _year(year: int) -> dict[str, list[list[int]]]:
    return {"date-parts": [[year]]}


def _name(name: str) -> dict[str, str]:
    parts = split_name(name)
    if parts.is_organisation:
        return {"literal": parts.family}
    return {"family": parts.family, "given": parts.given} | ({"suffix": parts.suffix} if parts.suffix else {})
