"""The newest papers as an Atom feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from effllm.records.ids import address
from effllm.site.render import environment
from effllm.site.view import appeared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.records import Paper
    from effllm.site.view import View

ENTRIES = 50


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the feed. Only papers with an arXiv id are in it: their month is known, and no date is made up."""
    papers = [paper for paper in view.newest if paper.arxiv][:ENTRIES]
    feed = environment().get_template("feed.xml")
    yield "feed.xml", feed.render(id=_urn("effllm:papers"), entries=[_entry(view, paper) for paper in papers])


def _entry(view: View, paper: Paper) -> dict[str, Any]:
    year, month, _ = appeared(paper)
    return {
        "id": _urn(address("arxiv", paper.arxiv or "")),
        "paper": paper,
        "date": f"{year}-{month:02}-01T00:00:00Z",
        "category": view.categories(paper)[0],
    }


def _urn(name: str) -> str:
    """Return an id that stays the same wherever the site is published."""
    return uuid5(NAMESPACE_URL, name).urn
