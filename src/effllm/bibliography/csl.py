"""CSL-JSON, which Zotero, pandoc and citeproc read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

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
        "issued": {"date-parts": [[paper.year]]},
        "publisher" if venue.kind == "preprint" else "container-title": venue.name,
        "DOI": paper.doi,
        "URL": paper.link,
        "number": f"arXiv:{paper.arxiv}" if paper.arxiv else None,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    parts = split_name(name)
    if parts.is_organisation:
        return {"literal": parts.family}
    return {"family": parts.family, "given": parts.given} | ({"suffix": parts.suffix} if parts.suffix else {})
