"""The newest papers as Atom feeds."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from effllm.ids import address
from effllm.site.building.render import File, environment
from effllm.site.metadata import feed_path
from effllm.site.view import appeared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.records import Paper
    from effllm.site.view import View

ENTRIES = 50


def pages(view: View) -> Iterator[File]:
    """Yield the feed of all papers and one for each branch; they have whole links on a site with an address."""
    yield File("feed.xml", _feed(view, None))
    for branch in view.kb.taxonomy.roots:
        yield File(feed_path(branch), _feed(view, branch))


def _feed(view: View, branch: Node | None) -> str:
    """Return a feed. Only papers with an arXiv id are in it: their month is known, and no date is made up."""
    inside = view.field if branch is None else view.of_field(view.under(branch))
    dated = (paper for paper in inside if paper.arxiv)
    site = view.address
    return (
        environment()
        .get_template("feed.xml")
        .render(
            id=_urn(f"effllm:{branch.id if branch else 'papers'}"),
            branch=branch,
            root=site or ("../../" if branch else ""),
            own=f"{site}{feed_path(branch) if branch else 'feed.xml'}" if site else "feed.xml",
            page=f"taxonomy/{branch.id}/" if branch else "papers/",
            entries=[_entry(view, paper) for paper in islice(dated, ENTRIES)],
        )
    )


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
