"""`effllm lineage`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.tree import Tree

from effllm.cli.checkout_path import load
from effllm.cli.console import show, show_json
from effllm.cli.graph import KEY, brief, loop_lines, named
from effllm.cli.options import Filters, Json, Root, filtered
from effllm.cli.show import find_paper
from effllm.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from effllm.graph import Lineage, Lists
    from effllm.kb import KnowledgeBase

_READ = {
    "none": "its reference list was not read",
    "partial": "part of its reference list was read",
    "full": "its whole reference list was read",
}


@filtered
def lineage(
    key: Annotated[str, KEY],
    *,
    depth: Annotated[int, typer.Option(metavar="N", min=1, help="Follow at most so many citations.")] = 2,
    filters: Filters,
    json: Json = False,
    root: Root = None,
) -> None:
    """Print what a paper builds on and what followed from it."""
    from effllm import graph  # noqa: PLC0415 - networkx takes longer to import than all the rest

    kb = load(root)
    paper = find_paper(kb, key)
    citations = filters.citations(kb, keep=[paper.key])
    found = graph.lineage(citations, paper.key, depth)
    read = graph.lists(citations)
    if json:
        show_json(_plain(kb, found, read, paper.references))
        return
    up = f"stands on {count(len(found.ancestors), 'paper')}; {_READ[paper.references]}"
    down = f"{count(len(found.descendants), 'paper')} followed; {read}"
    show(_tree(kb, found.key, up, found.ancestors, found.ancestor_edges))
    show(_tree(kb, found.key, down, found.descendants, [(cited, citing) for citing, cited in found.descendant_edges]))
    for line in loop_lines(kb, found.loops):
        print(line)


def _tree(
    kb: "KnowledgeBase", key: str, note: str, distances: "Mapping[str, int]", edges: "Iterable[tuple[str, str]]"
) -> Tree:
    """Return a tree in which every paper is shown once, below the first paper of the generation before its own."""
    above: dict[str, str] = {}
    for one, other in edges:
        above.setdefault(other, one)
    trees = {key: Tree(named(kb, key, note))}
    for other in distances:
        trees[other] = trees[above[other]].add(named(kb, other))
    return trees[key]


def _plain(kb: "KnowledgeBase", found: "Lineage", read: "Lists", references: str) -> dict[str, Any]:
    generations = {
        name: [{**brief(kb, key), "distance": distance} for key, distance in papers.items()]
        for name, papers in (("ancestors", found.ancestors), ("descendants", found.descendants))
    }
    return {
        **brief(kb, found.key),
        "references": references,
        **generations,
        "ancestor_edges": found.ancestor_edges,
        "descendant_edges": found.descendant_edges,
        "loops": found.loops,
        "all_references": read._asdict(),
    }
