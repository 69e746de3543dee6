"""`effllm reading-order`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from effllm.cli.checkout_path import load
from effllm.cli.console import show_json, show_records, table
from effllm.cli.graph import brief, loop_lines
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.wording import count

if TYPE_CHECKING:
    from effllm.graph import ReadingOrder
    from effllm.kb import KnowledgeBase, Node


@filtered
def reading_order(
    category: Annotated[str, typer.Argument(metavar="CATEGORY", help="Id of a category.")],
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print in which order to read the papers of a category.

    What others build on, by their citations, comes first.
    """
    from effllm import graph  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    node = kb.taxonomy[category]
    found = graph.reading_order(kb.citations, filters.papers(kb).filter(under=node.id))
    if json:
        show_json(_plain(kb, node, found))
        return
    _print(kb, found)
    for line in loop_lines(kb, found.loops):
        print(line)
    print(f"{node.name}: {found.lists}; without a list a paper stands by its year alone")


def _print(kb: "KnowledgeBase", found: "ReadingOrder") -> None:
    listed = table("step", "key", "paper", "year", "builds on", whole=("step", "key", "year"))
    listed.columns[0].justify = "right"
    for key, citing in found.foundations:
        paper = kb.papers[key]
        listed.add_row("first", key, paper.label, str(paper.year), f"from elsewhere, {count(citing, 'paper')} cite it")
    for number, step in enumerate(found.steps, 1):
        after = ", ".join(kb.papers[key].label for key in step.after)
        for key in step.papers:
            paper = kb.papers[key]
            listed.add_row(str(number), key, paper.label, str(paper.year), after)
    show_records(listed)


def _plain(kb: "KnowledgeBase", node: "Node", found: "ReadingOrder") -> dict[str, Any]:
    return {
        "category": node.id,
        "foundations": [{**brief(kb, key), "cited_by": citing} for key, citing in found.foundations],
        "steps": [
            {"papers": [brief(kb, key) for key in step.papers], "loop": step.is_loop, "after": step.after}
            for step in found.steps
        ],
        "references": found.lists._asdict(),
    }
