"""Papers between the branches of the taxonomy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx as nx


class Bridge(NamedTuple):
    """A paper between branches.

    Attributes:
        key: its key.
        crossing: citations to and from papers of other branches than its own.
        spread: how evenly all its citations, both ways, lie over the branches: 0 for one branch, below 1 for many.
        branches: how many of them lie in each branch.
    """

    key: str
    crossing: int
    spread: float
    branches: dict[str, int]


def bridges(citations: nx.DiGraph[str], categories: nx.DiGraph[str], depth: int = 1) -> list[Bridge]:
    """Return the papers with citations across branches, most of them first.

    A paper's branch is the category ``depth`` steps below the root above its primary category (the root itself with 0).
    The spread is the participation coefficient, 1 minus the sum of squared shares of the branches. Source: R. Guimera
    and L. Amaral, Functional cartography of complex metabolic networks, Nature 433 (2005). Cost: linear in the
    citations. ``citations.edges`` whose ends lie in different `branches_of` are the bridges themselves.
    """
    branch = branches_of(categories, depth)
    found = []
    for key in citations:
        ends = [
            branch[other] for other in (*citations.successors(key), *citations.predecessors(key)) if other in branch
        ]
        counts = Counter(ends)
        crossing = len(ends) - counts[branch.get(key, "")]
        if crossing:
            spread = 1 - sum((count / len(ends)) ** 2 for count in counts.values())
            found.append(Bridge(key, crossing, spread, dict(counts.most_common())))
    return sorted(found, key=lambda bridge: (-bridge.crossing, -bridge.spread, bridge.key))


def branches_of(categories: nx.DiGraph[str], depth: int = 1) -> dict[str, str]:
    """Return the branch of each paper: the category ``depth`` steps below the root above its primary category."""
    branch: dict[str, str] = {}
    waiting = [(id_, id_, 0) for id_ in categories if not categories.in_degree(id_)]
    while waiting:
        id_, top, steps = waiting.pop()
        for below, edge in categories[id_].items():
            if edge["kind"] == "child":
                waiting.append((below, below if steps < depth else top, steps + 1))
            elif edge["primary"]:
                branch[below] = top
    return branch
