"""The tree of categories and a page for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effllm.site import counts, filters, metadata, preview_texts
from effllm.site.building.render import environment, page
from effllm.site.charts.columns import SMALL, columns
from effllm.site.charts.icicle import icicle
from effllm.site.context import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.site.context import View


def pages(view: View) -> Iterator[tuple[str, str]]:
    """Yield the tree, its picture as a file, the page of each category, and the way to it from ids it had before."""
    picture = icicle(view.kb.taxonomy)
    yield page(
        "taxonomy/index.md",
        "taxonomy.html",
        "Taxonomy",
        {"description": "The categories of research on efficient language models, as a tree", "card": "taxonomy"},
        view=view,
        icicle=picture,
    )
    drawing = environment().get_template("taxonomy.svg")
    yield "taxonomy/taxonomy.svg", drawing.render(icicle=picture, papers=len(view.newest))
    moved = environment().get_template("moved.html")
    for node in view.kb.taxonomy.values():
        yield _category(view, node)
        for old in node.aliases:
            yield f"taxonomy/{old}/index.html", moved.render(id=node.id, title=node.name)


def _category(view: View, node: Node) -> tuple[str, str]:
    papers = view.under(node)
    rows = counts.by_part(node.children, papers, view.years)
    return page(
        f"taxonomy/{node.id}.md",
        "category.html",
        node.name,
        {
            "description": filters.first_sentence(node.summary),
            "record": f"taxonomy/{node.path[0].id}.yml",
            "card": preview_texts.of_category(node),
            "head": metadata.category_head(node, "../../"),
        },
        view=view,
        node=node,
        papers=papers,
        **timeline(papers, view.years),
        rows=rows,
        stacked=columns(view.years, rows, size=SMALL),
    )
