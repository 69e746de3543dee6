"""`effllm tree`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json
from effllm.cli.options import Filters, Json, Root, filtered

if TYPE_CHECKING:
    from effllm.kb import KnowledgeBase, Node


@filtered
def tree(
    category: Annotated[
        str | None, typer.Argument(metavar="ID", help="Print the tree from this category down, and a leaf's papers.")
    ] = None,
    *,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print the taxonomy and how many papers each category has."""
    kb = filters.narrow(load(root))
    if category is not None and kb.taxonomy[category].is_leaf and not json:
        show(_leaf(kb, kb.taxonomy[category]))
        return
    nodes = kb.taxonomy.roots if category is None else (kb.taxonomy[category],)
    if json:
        values = [nested(kb, node) for node in nodes]
        show_json(values if category is None else values[0])
        return
    for node in nodes:
        show(_grow(Tree(_label(node)), node))


def _label(node: "Node") -> Text:
    return Text.assemble((node.name, "bold"), "  ", (node.id, "cyan"), f"  {len(node.paper_keys)}")


def _grow(branch: Tree, node: "Node") -> Tree:
    for child in node.children:
        _grow(branch.add(_label(child)), child)
    return branch


def _leaf(kb: "KnowledgeBase", node: "Node") -> Tree:
    branch = Tree(_label(node))
    for paper in kb.papers.filter(under=node.id).sort("year", "name", "title").values():
        branch.add(Text.assemble((paper.label, "bold"), "  ", (paper.key, "cyan"), f"  {paper.year}"))
    return branch


def nested(kb: "KnowledgeBase", node: "Node") -> dict[str, Any]:
    """Return a category with all below it as plain values: how many papers each has, and which are directly in it."""
    return {
        **node.record.model_dump(mode="json", exclude={"children"}),
        "around": node.around,
        "path": [above.id for above in node.path],
        "count": len(node.paper_keys),
        "papers": kb.keys_by_category.get(node.id, []),
        "children": [nested(kb, child) for child in node.children],
    }
