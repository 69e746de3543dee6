"""The tree of categories and a page for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from effllm.site import filters, metadata, previews, twins
from effllm.site.building.render import File, Later, environment, overview, page
from effllm.site.charts.column_chart import SMALL, columns
from effllm.site.charts.icicle import icicle, slide
from effllm.site.pages import trends
from effllm.site.view import timeline
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effllm.kb import Node
    from effllm.records import Paper
    from effllm.site.building.render import Made, Page
    from effllm.site.contents import Overview
    from effllm.site.view import View


def pages(view: View, here: Overview) -> Iterator[Made]:
    """Yield the tree, its picture as a file, the page of each category, and the way to it from ids it had before."""
    picture = icicle(view.kb.taxonomy)
    yield overview(
        here,
        "taxonomy.html",
        {"description": "The categories of research on efficient language models, as a tree"},
        view=view,
        counted=trends.apart(view, view.newest),
        icicle=picture,
    )
    drawing = environment().get_template("taxonomy.svg")
    for name, made in {"taxonomy": picture, "taxonomy-slide": slide(view.kb.taxonomy)}.items():
        yield File(
            f"taxonomy/{name}.svg",
            drawing.render(
                icicle=made, papers=len(view.newest), categories=len(view.kb.taxonomy), proportional=made is picture
            ),
        )
    moved = environment().get_template("moved.html")
    for node in view.kb.taxonomy.values():
        papers = [view.fingerprints[paper.key] for paper in view.under(node)]
        paths = [f"taxonomy/{node.id}.md", twins.path("taxonomy", node.id)]
        yield Later(paths, (view.around_papers, papers), partial(_category, view, node))
        for old in node.aliases:
            yield File(f"taxonomy/{old}/index.html", moved.render(id=node.id, title=node.name))


def _category(view: View, node: Node) -> Iterator[Page | File]:
    yield twins.of_category(view, node)
    papers = view.under(node)
    rows = trends.by_part(node.children, papers, view.years)
    yield page(
        f"taxonomy/{node.id}.md",
        "category.html",
        node.name,
        {
            "description": filters.first_sentence(node.summary),
            "record": f"taxonomy/{node.path[0].id}.yml",
            "card": previews.of_category(node),
            "head": metadata.category_head(node, "../../"),
        },
        view=view,
        node=node,
        papers=papers,
        readings=[one for one in view.kb.reading_lists.values() if one.category == node.id],
        foundations=_foundations(view, node),
        coverage=view.kb.lists.coverage(node.id),
        named=sum(bool(view.kb.lists.naming(paper)) for paper in papers),
        wider=next((one for one in reversed(node.ancestors) if view.kb.lists.coverage(one.id).lists), None),
        counted=trends.apart(view, papers),
        **timeline(papers, view.years),
        rows=rows,
        stacked=columns(view.years, rows, size=SMALL),
    )


def _foundations(view: View, node: Node) -> list[tuple[Paper, str]]:
    """Return what to begin with in a category, and why each."""
    return [
        (
            view.kb.papers[one.key],
            f"cited by {one.cited_by} of its papers, named by {count(one.named_by, 'list')}",
        )
        for one in view.kb.reading_order(node.id).foundations
    ]
