"""The papers that came in last as Atom feeds: of all, and of each category."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from effllm.site.building.render import File, Later, environment
from effllm.site.metadata import feed_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.records import Paper
    from effllm.site.building.render import Made
    from effllm.site.view import View

ENTRIES = 50
"""How many papers a feed has."""


def pages(view: View) -> Iterator[Made]:
    """Yield the feed of all papers and one for each category; they have whole links on a site with an address."""
    yield File("feed.xml", _feed(view, None, _first(view, None)))
    for node in view.kb.taxonomy.values():
        papers = _first(view, node)
        made_from = (view.address, view.shared_by_papers, [view.fingerprints[paper.key] for paper in papers])
        yield Later([feed_path(node)], made_from, partial(_of_category, view, node, papers))


def _of_category(view: View, node: Node, papers: list[Paper]) -> list[File]:
    return [File(feed_path(node), _feed(view, node, papers))]


def _first(view: View, node: Node | None) -> list[Paper]:
    """Return the papers that came in last; those around the field only where the category itself is around it."""
    inside = None if node is None else node.paper_keys
    papers = view.added if node and node.around else view.of_field(view.added)
    return list(islice((paper for paper in papers if inside is None or paper.key in inside), ENTRIES))


def _feed(view: View, node: Node | None, papers: list[Paper]) -> str:
    site = view.address
    own = feed_path(node) if node else "feed.xml"
    return (
        environment()
        .get_template("feed.xml")
        .render(
            id=_urn(f"effllm:{node.id if node else 'papers'}"),
            node=node,
            root=site or ("../../" if node else ""),
            own=f"{site}{own}" if site else "feed.xml",
            page=f"taxonomy/{node.id}/" if node else "papers/",
            entries=[_entry(view, paper) for paper in papers],
        )
    )


def _entry(view: View, paper: Paper) -> dict[str, Any]:
    return {
        "id": _urn(f"effllm:paper:{paper.key}"),
        "paper": paper,
        "date": f"{paper.added}T00:00:00Z",
        "category": view.categories(paper)[0],
    }


def _urn(name: str) -> str:
    """Return an id that stays the same wherever the site is published."""
    return uuid5(NAMESPACE_URL, name).urn
