"""Papers that cite each other in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from effllm.graph.coverage import order

if TYPE_CHECKING:
    from collections.abc import Iterable


def loops(graph: nx.DiGraph[str], papers: Iterable[str] | None = None) -> list[tuple[str, ...]]:
    """Return the groups of papers in which each leads to every other by citations, the oldest paper of a group first.

    Nobody can cite what does not exist yet, but a revised version cites what came after the first one, and papers of
    one time cite each other. So loops are facts, not faults. With ``papers`` only the groups that one of them is in.

    The groups are the strongly connected components with more than one paper. Source: R. Tarjan, Depth-first search and
    linear graph algorithms, SIAM Journal on Computing 1 (1972), as networkx has it. Cost: linear in papers and
    citations.
    """
    wanted = None if papers is None else set(papers)
    groups = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    met = [group for group in groups if wanted is None or not wanted.isdisjoint(group)]
    return sorted(tuple(sorted(group, key=lambda key: order(graph, key))) for group in met)
