"""The tree of categories and a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site import words
from effllm.site.render import page
from effllm.site.view import STEP, TOP, bars, by_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.site.view import View


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the tree and the page of each category."""
    yield page(
        "taxonomy/index.md",
        "taxonomy.html",
        "Taxonomy",
        {"description": "The categories of research on efficient language models, as a tree"},
        view=view,
    )
    for node in view.kb.taxonomy.values():
        yield _category(view, node)


def _category(view: View, node: Node) -> tuple[str, str]:
    papers = view.under(node)
    return page(
        f"taxonomy/{node.id}.md",
        "category.html",
        node.name,
        {
            "description": words.first_sentence(node.summary),
            "search": {"boost": 6},
            "record": f"taxonomy/{node.path[0].id}.yml",
        },
        view=view,
        node=node,
        papers=papers,
        groups=by_year(papers),
        bars=bars(papers, view.years),
        step=STEP,
        top=TOP,
    )
